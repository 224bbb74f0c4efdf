"""What the pages of the doors show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from trellis.people.doors.qr import code_picture
from trellis.people.models import Account, Person, SignInCard
from trellis.people.secrets import PICTURES, hash_token
from trellis.school.doors.access import learners_in, live_code
from trellis.school.models import ClassCode, SchoolClass


@dataclass(frozen=True, slots=True)
class Comer:
    """A learner in front of the class's door: first name and initial only, because anybody with the code sees it."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LearnerWays:
    """How one learner can sign in today."""

    person: Person
    username: str
    has_password: bool
    has_pictures: bool
    has_card: bool


@dataclass(frozen=True, slots=True)
class ClassDoors:
    """The doors of a class on one page."""

    code: ClassCode | None
    code_until: date | None
    learners: tuple[LearnerWays, ...]

    @property
    def n_cards(self) -> int:
        """How many learners have a card."""
        return sum(ways.has_card for ways in self.learners)

    @property
    def lacks_cards(self) -> bool:
        """Somebody has no card."""
        return self.n_cards < len(self.learners)

    @property
    def lacks_pictures(self) -> bool:
        """Somebody has no pictures."""
        return not all(ways.has_pictures for ways in self.learners)


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """One card on the sheet."""

    person: Person
    username: str
    code_picture: SafeString


def comers(school_class: SchoolClass, on: date) -> list[Comer]:
    """Return who may sign in through the class's door, in the order of their names."""
    people = list(learners_in(school_class, on).filter(account__is_active=True))
    names = door_names(people)
    return sorted((Comer(person.pk, names[person.pk]) for person in people), key=lambda comer: comer.name.casefold())


def door_names(people: Sequence[Person]) -> dict[UUID, str]:
    """Return first names with the initial of the family name, ``Ada L.``, and more letters only where two are alike."""
    longest = max((len(person.family_name) for person in people), default=0)
    names: dict[UUID, str] = {}
    alike = list(people)
    for n_letters in range(1, longest + 2):
        names |= {person.pk: _short_name(person, n_letters) for person in alike}
        counted = Counter(names.values())
        alike = [person for person in alike if counted[names[person.pk]] > 1]
    return names


def _short_name(person: Person, n_letters: int) -> str:
    letters = person.family_name[:n_letters]
    dot = "." if letters and len(letters) < len(person.family_name) else ""
    return f"{person.first_name} {letters}{dot}".strip()


def account_in_class(school_class: SchoolClass, person_id: UUID, on: date) -> Account | None:
    """Return the open account of a learner of this class, or None."""
    learners = learners_in(school_class, on).filter(pk=person_id)
    return Account.objects.select_related("person__district").filter(person__in=learners, is_active=True).first()


def class_doors(school_class: SchoolClass, on: date, now: datetime) -> ClassDoors:
    """Return the code of the class and how each learner can sign in, in three queries."""
    learners = list(learners_in(school_class, on))
    accounts = {account.person_id: account for account in Account.objects.filter(person__in=learners)}
    cards, code = holding_a_card(learners), live_code(school_class, now)
    # A day is enough for a code that lasts months; the day of the reader, whose zone is that of the district.
    until = timezone.localtime(code.expires_at).date() if code else None
    return ClassDoors(code, until, tuple(_ways(person, accounts, cards) for person in learners))


def holding_a_card(people: Iterable[Person]) -> set[UUID]:
    """Return the ids of those who have a card that works."""
    live = SignInCard.objects.filter(person__in=people, revoked_at__isnull=True)
    return set(live.values_list("person", flat=True))


def printed_cards(tokens: Mapping[str, str], make_link: Callable[[str], str]) -> list[PrintedCard]:
    """Return the cards with these tokens by person that still work, as they stand on the sheet: by family name."""
    hashes = {hash_token(token): token for token in tokens.values()}
    live = SignInCard.objects.filter(token_hash__in=hashes, revoked_at__isnull=True).select_related("person__account")
    return [
        PrintedCard(card.person, card.person.account.username, code_picture(make_link(hashes[card.token_hash])))
        for card in live.order_by("person__family_name", "person__given_name", "person")
    ]


def given_pictures(names: Mapping[str, Sequence[str]]) -> list[tuple[Person, list[tuple[str, Promise]]]]:
    """Return who was given which pictures, with their words, by family name."""
    people = Person.objects.filter(pk__in=names).order_by("family_name", "given_name", "pk")
    return [(person, [(name, PICTURES[name]) for name in names[str(person.pk)]]) for person in people]


def _ways(person: Person, accounts: dict[UUID, Account], cards: set[UUID]) -> LearnerWays:
    account = accounts.get(person.pk)
    return LearnerWays(
        person=person,
        username=account.username if account else "",
        has_password=account is not None and account.has_usable_password(),
        has_pictures=account is not None and bool(account.picture_secret),
        has_card=person.pk in cards,
    )
