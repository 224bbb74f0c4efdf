"""Who sees what of a profile: the learner everything of their own, others what is shown to their tie of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.core.audience import audiences_for
from trellis.core.compiled import compiled
from trellis.people.access import LEARNER, Standing, runs_school
from trellis.people.models import Person, Role
from trellis.profile.models import Answer, CheckIn, Facet, FacetVersion, NoticedStrength, Tag
from trellis.school.access import classes_attended, classes_taught, learners_of
from trellis.school.models import Enrolment
from trellis.school.ties import EDUCATOR, FAMILY, MENTOR, SELF, get_tied_learner, learns, ties_to

OTHERS = (EDUCATOR, FAMILY, MENTOR)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened a profile: whose it is, and how they are tied to its learner today."""

    person: Person
    learner: Person
    ties: frozenset[str]

    @property
    def is_learner(self) -> bool:
        """The profile is their own."""
        return SELF in self.ties


def get_reader_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return how ``person`` reads the profile of a learner; 404 to everybody without a tie."""
    learner, ties = get_tied_learner(person, learner_id, on, SELF, *OTHERS)
    return Reader(person, learner, ties)


def get_own_reader(person: Person, on: date) -> Reader:
    """Return how a learner reads their own profile; 404 to everybody who is no learner on this day."""
    if not learns(person, on):
        raise Http404
    return Reader(person, person, frozenset({SELF}))


def audiences_of(ties: frozenset[str]) -> list[str]:
    """Return the audiences to which somebody with these ties belongs."""
    return sorted({str(audience) for tie in ties for audience in audiences_for(tie)})


def visible_facets(reader: Person, learner: Person, ties: frozenset[str], on: date) -> QuerySet[Facet]:
    """Return the entries of ``learner`` that ``reader`` sees; what is put away is the learner's alone.

    The database holds it too: a row for oneself is no row to anybody else. ``reader`` and ``on`` made the ties.
    """
    del reader, on
    facets = Facet.objects.filter(learner=learner)
    if SELF in ties:
        return facets
    return facets.filter(audience__in=audiences_of(ties), put_away_at__isnull=True)


def visible_versions(reader: Reader, facet: Facet) -> QuerySet[FacetVersion]:
    """Return how an entry read before, each for who was shown it then and is shown the entry now."""
    versions = FacetVersion.objects.filter(facet=facet)
    return versions if reader.is_learner else versions.filter(audience__in=audiences_of(reader.ties))


def get_facet_for(person: Person, facet_id: UUID, on: date, to: str = "see") -> Facet:
    """Return an entry; 404 where it is invisible. ``to="change"`` is for its learner alone: 403 to other readers."""
    facet: Facet | None = next(iter(_facet(facet_id)), None)
    if facet is None:
        raise Http404
    ties = ties_to(person, facet.learner, on)
    if SELF in ties:
        return facet
    if facet.put_away_at is not None or facet.audience not in audiences_of(ties):
        raise Http404
    if to == "change":
        raise PermissionDenied
    return facet


@compiled
def _facet(facet_id: UUID) -> QuerySet[Facet]:
    return Facet.objects.filter(pk=facet_id).select_related(
        "learner", "picture", "voice", "noticed_strength__by", "district"
    )


def may_open_facet(person: Person, standing: Standing, facet_id: UUID, on: date) -> bool:
    """Say whether somebody opens the picture and the sound of an entry: whoever sees the entry."""
    del standing
    try:
        get_facet_for(person, facet_id, on)
    except Http404:
        return False
    return True


def get_noticed_for(person: Person, noticed_id: UUID) -> NoticedStrength:
    """Return a strength that somebody noticed, for its learner to answer; 403 to who noticed it, 404 to the rest."""
    found = NoticedStrength.objects.select_related("learner", "by", "facet").filter(pk=noticed_id).first()
    if found is None or person.pk not in {found.learner_id, found.by_id}:
        raise Http404
    if found.learner_id != person.pk:
        raise PermissionDenied
    return found


def may_notice(reader: Reader) -> bool:
    """Educators, family and mentors notice strengths; nobody notices their own this way."""
    return not reader.ties.isdisjoint(OTHERS)


def get_tag(tag_id: UUID) -> Tag:
    """Return a word of the vocabulary; who may change it was asked before."""
    found = Tag.objects.filter(pk=tag_id).first()
    if found is None:
        raise Http404
    return found


# --- Check-ins ---------------------------------------------------------------------------------------


def asked_of(learner: Person, on: date) -> QuerySet[CheckIn]:
    """Return every round that is or was put to a learner through the classes and schools of this day."""
    schools = Role.objects.live(on).filter(person=learner, kind=LEARNER).values("school")
    classes = classes_attended(learner, on).values("pk")
    return CheckIn.objects.filter(Q(school_class__in=classes) | Q(school__in=schools), opens_on__lte=on)


def open_for(learner: Person, on: date) -> QuerySet[CheckIn]:
    """Return the rounds that a learner can answer on this day."""
    return asked_of(learner, on).filter(closes_on__gt=on)


def get_round_to_answer(person: Person, check_in_id: UUID, on: date) -> CheckIn:
    """Return a round that is open to this learner today; 404 otherwise."""
    found = open_for(person, on).select_related("author", "school_class", "school").filter(pk=check_in_id).first()
    if found is None or not learns(person, on):
        raise Http404
    return found


def may_ask(person: Person, standing: Standing, on: date) -> bool:
    """Who teaches asks a class; who runs a school asks the school."""
    return standing.is_coordinator or classes_taught(person, on).exists()


def visible_rounds(person: Person, standing: Standing, on: date) -> QuerySet[CheckIn]:
    """Return the rounds whose page somebody opens.

    The author of a round to a class, while they teach it; educators who are told, of learners they teach; for a round
    to a school, who runs it.
    """
    taught = classes_taught(person, on).values("pk")
    mine = learners_of(person, on).values("pk")
    in_school = Role.objects.live(on).filter(kind=LEARNER, school=OuterRef("school"), person__in=mine)
    in_class = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, school_class=OuterRef("school_class"), person__in=mine
    )
    seen = Q(author=person, school_class__in=taught)
    seen |= Q(told=CheckIn.Told.EDUCATORS) & (Exists(in_school) | Exists(in_class))
    if standing.is_district_coordinator:
        seen |= Q(school__isnull=False)
    else:
        seen |= Q(school__in=[school for school in standing.coordinates if school is not None])
    return CheckIn.objects.filter(seen)


def get_round_for(person: Person, standing: Standing, check_in_id: UUID, on: date, to: str = "see") -> CheckIn:
    """Return a round with its answers in view; 404 otherwise. ``to="withdraw"``: its author alone, else 403."""
    found = (
        visible_rounds(person, standing, on)
        .select_related("author", "school_class", "school")
        .filter(pk=check_in_id)
        .first()
    )
    if found is None:
        raise Http404
    if to == "withdraw" and found.author_id != person.pk:
        raise PermissionDenied
    return found


def visible_answers(person: Person, check_in: CheckIn, on: date) -> QuerySet[Answer]:
    """Return the answers that somebody reads one by one: only those whose learner was told so and has seen them first.

    Running a school opens none: a round to a school is counted (``counted_answers``).
    """
    answers = Answer.objects.filter(check_in=check_in, seen_at__isnull=False, learner__in=learners_of(person, on))
    if check_in.told == CheckIn.Told.EDUCATORS:
        return answers
    is_asked = check_in.told == CheckIn.Told.AUTHOR and check_in.author_id == person.pk
    return answers if is_asked and check_in.school_class_id else answers.none()


def may_count(standing: Standing, check_in: CheckIn) -> bool:
    """Who runs the school sees how many gave which answer, where learners were told that anybody is told."""
    told = check_in.told != CheckIn.Told.NOBODY
    return bool(told and check_in.school_id and runs_school(standing, check_in.school_id))
