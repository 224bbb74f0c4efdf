"""Reads of profiles for pages: entries as cards, what others noticed, the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import Audience
from trellis.core.compiled import compiled
from trellis.files.models import StoredFile
from trellis.people.models import Person
from trellis.profile.access import Reader, audiences_of, visible_versions
from trellis.profile.models import Facet, FacetTag, FacetVersion, NoticedStrength, Tag

OLD_AFTER = timedelta(days=120)

# kind: icon, tone, heading to the learner, heading to others, what to write
KINDS: dict[str, tuple[str, str, Promise, Promise, Promise]] = {
    "interest": ("flower-2", "honey", _("What I love"), _("Interests"), _("What makes you forget the time?")),
    "strength": ("sparkles", "leaf", _("What I am good at"), _("Strengths"), _("What do others ask you for?")),
    "need": ("hand-helping", "sky", _("What I need"), _("Needs"), _("What helps you when it gets hard?")),
    "preference": ("palette", "plum", _("How I like to learn"), _("Preferences"), _("What works for you today?")),
    "hope": ("compass", "clay", _("What I hope for"), _("Hopes"), _("What would you like to do or be one day?")),
}
# audience: icon, words on the button, sentence
SEEN: dict[str, tuple[str, Promise, Promise]] = {
    "me": ("lock", _("only me"), _("Only you can see this")),
    "educators": ("graduation-cap", _("my educators"), _("You and your educators can see this")),
    "family": ("house", _("my family"), _("You and your family can see this")),
    "circle": ("users", _("my circle"), _("You, your educators, your family and your mentors can see this")),
}
ASPECTS: dict[str, tuple[str, Promise]] = {
    "take-in": ("book-open", _("How I take in")),
    "take-part": ("heart-handshake", _("How I take part")),
    "show": ("images", _("How I show what I know")),
}


@dataclass(frozen=True, slots=True)
class FacetCard:
    """One entry as a card."""

    id: UUID
    kind: str
    aspect: str
    words: str
    picture: StoredFile | None
    voice: StoredFile | None
    audience: str
    written_at: datetime
    is_old: bool
    noticed_by: str
    tags: tuple[str, ...]

    @property
    def seen(self) -> tuple[str, Promise, Promise]:
        """The icon and words of who sees it."""
        return SEEN[self.audience]

    @property
    def aspect_words(self) -> Promise | str:
        """What part of learning a preference is about."""
        return ASPECTS[self.aspect][1] if self.aspect else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one kind under their heading."""

    kind: str
    icon: str
    tone: str
    mine: str
    others: str
    ask: str
    cards: tuple[FacetCard, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A strength that somebody noticed and that waits for the learner."""

    id: UUID
    by: str
    by_id: UUID
    words: str
    at: datetime


@compiled
def _facets(learner: Person, audiences: list[str]) -> QuerySet[Facet]:
    facets = Facet.objects.filter(learner=learner, audience__any_of=audiences, put_away_at__isnull=True)
    return facets.select_related("picture", "voice", "noticed_strength__by").order_by("kind", "-written_at", "pk")


@compiled
def _tags_of(learner: Person, audiences: list[str]) -> QuerySet[FacetTag, tuple[UUID, str, dict[str, str]]]:
    links = FacetTag.objects.filter(facet__learner=learner, facet__audience__any_of=audiences)
    return links.order_by("tag__words").values_list("facet_id", "tag__words", "tag__translations")


def cards_for(reader: Reader, now: datetime) -> list[FacetCard]:
    """Return the entries that a reader sees, by kind, the newest first. Two queries."""
    seen = list(Audience.values) if reader.is_learner else audiences_of(reader.ties)
    language, tags = get_language() or "en", dict[UUID, list[str]]()
    for facet_id, words, translations in _tags_of(reader.learner, seen):
        tags.setdefault(facet_id, []).append(translations.get(language, words))
    return [_card(facet, tuple(tags.get(facet.pk, ())), now) for facet in _facets(reader.learner, seen)]


def _card(facet: Facet, tags: tuple[str, ...], now: datetime) -> FacetCard:
    noticed: NoticedStrength | None = getattr(facet, "noticed_strength", None)
    return FacetCard(
        id=facet.pk,
        kind=facet.kind,
        aspect=facet.aspect,
        words=facet.words,
        picture=facet.picture,
        voice=facet.voice,
        audience=facet.audience,
        written_at=facet.written_at,
        is_old=facet.still_true_at <= now - OLD_AFTER,
        noticed_by=noticed.by.full_name if noticed is not None else "",
        tags=tags,
    )


def card_of(facet: Facet, now: datetime) -> FacetCard:
    """Return one entry as a card, as when it has just been changed."""
    language = get_language() or "en"
    links = FacetTag.objects.filter(facet=facet).order_by("tag__words").values_list("tag__words", "tag__translations")
    return _card(facet, tuple(others.get(language, words) for words, others in links), now)


def groups_of(cards: list[FacetCard], *, all_kinds: bool) -> list[Group]:
    """Return the cards under the headings of their kinds; ``all_kinds`` keeps the empty ones."""
    groups = []
    for kind, (icon, tone, mine, others, ask) in KINDS.items():
        own = tuple(card for card in cards if card.kind == kind)
        if kind == Facet.Kind.PREFERENCE:
            own = tuple(sorted(own, key=lambda card: list(ASPECTS).index(card.aspect) if card.aspect else len(ASPECTS)))
        if own or all_kinds:
            groups.append(Group(kind, icon, tone, str(mine), str(others), str(ask), own))
    return groups


@compiled
def _noticed(learner: Person) -> QuerySet[NoticedStrength]:
    waiting = NoticedStrength.objects.filter(learner=learner, answer=NoticedStrength.Answer.OPEN)
    return waiting.select_related("by").order_by("at", "pk")


def noticed_for(learner: Person) -> list[Noticed]:
    """Return what others noticed and the learner has not answered yet, for "About me" and for Today. One query."""
    return [Noticed(one.pk, one.by.full_name, one.by_id, one.words, one.at) for one in _noticed(learner)]


def noticed_by(person: Person, learner: Person) -> list[NoticedStrength]:
    """Return what somebody noticed in a learner; whether it was kept is the learner's business."""
    return list(NoticedStrength.objects.filter(learner=learner, by=person).order_by("-at", "-pk")[:5])


@compiled
def old_facets(learner: Person, before: datetime) -> QuerySet[Facet, UUID]:
    """Return the entries last called true ``before`` then (now less ``OLD_AFTER``); in the learner's own scope."""
    old = Facet.objects.filter(learner=learner, put_away_at__isnull=True, still_true_at__lte=before)
    return old.order_by("pk").values_list("pk", flat=True)


def put_away_of(learner: Person, now: datetime) -> list[FacetCard]:
    """Return what a learner has put away, the last first."""
    facets = Facet.objects.filter(learner=learner, put_away_at__isnull=False).select_related("picture", "voice")
    return [_card(facet, (), now) for facet in facets.order_by("-put_away_at", "pk")]


def n_put_away(learner: Person) -> int:
    """Return how many entries are put away."""
    return len(_put_away_ids(learner))


@compiled
def _put_away_ids(learner: Person) -> QuerySet[Facet, UUID]:
    return Facet.objects.filter(learner=learner, put_away_at__isnull=False).values_list("pk", flat=True)


def history_of(reader: Reader, facet: Facet) -> list[FacetVersion]:
    """Return how an entry read before, the last first."""
    return list(visible_versions(reader, facet).order_by("-number"))


def vocabulary(facet: Facet | None = None) -> QuerySet[Tag]:
    """Return the words to choose from; a retired one only where the entry carries it already."""
    tags = Tag.objects.filter(retired_at__isnull=True)
    if facet is not None:
        tags = tags | Tag.objects.filter(facet_links__facet=facet)
    return tags.distinct().order_by("words")


def tag_words(tag: Tag) -> str:
    """Return a word in the reader's language."""
    found: str = tag.translations.get(get_language() or "en", tag.words)
    return found


def all_tags() -> list[Tag]:
    """Return the whole vocabulary, the retired words last."""
    return list(Tag.objects.order_by(F("retired_at").asc(nulls_first=True), "words"))


def who_sees(cards: list[FacetCard]) -> str:
    """Say in one sentence how much of a profile is for oneself alone."""
    n = sum(card.audience == Audience.ME for card in cards)
    if not cards:
        return gettext("Nobody knows you like you do. Begin with one thing; only you see it until you say otherwise.")
    if n == len(cards):
        return gettext("In your own words. Just now only you can see any of it.")
    return gettext("In your own words. Each card says who can see it; one tap changes that.")
