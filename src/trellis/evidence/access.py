"""Who sees and judges what a learner shows: its learners, those tied to them today, and peers who were asked.

The audience of an artefact says who of them; the seal narrows it for everybody but the learner and the family: nothing
from before the current term, nothing that other educators judged or noticed, unless an opening holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.core.audience import Audience, audiences_for
from trellis.core.compiled import compiled
from trellis.evidence.models import (
    About,
    Artefact,
    Authorship,
    Feedback,
    FeedbackRequest,
    FreshStart,
    Judgement,
    Opening,
    Reflection,
    Voice,
)
from trellis.people.access import LEARNER, Standing
from trellis.people.models import Person
from trellis.school.access import classes_attended
from trellis.school.models import SchoolClass, Term
from trellis.school.ties import EDUCATOR, FAMILY, MENTOR, SELF, get_tied_learner, ties_to

EVIDENCE_TIES = (SELF, EDUCATOR, FAMILY, MENTOR)
WHOLE_RECORD = frozenset({SELF, FAMILY})


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened the record of a learner: how they are tied to them, and since when it lies open."""

    person: Person
    learner: Person
    ties: frozenset[str]
    on: date
    sealed_before: date
    openings: tuple[Opening, ...] = ()

    @property
    def is_learner(self) -> bool:
        """The record is their own."""
        return SELF in self.ties

    @property
    def reads_all(self) -> bool:
        """Learner and family read the whole record; no seal holds for them."""
        return not self.ties.isdisjoint(WHOLE_RECORD)

    @property
    def is_educator(self) -> bool:
        """They teach or advise the learner now."""
        return EDUCATOR in self.ties

    @property
    def audiences(self) -> list[str]:
        """The audiences to which they belong."""
        return sorted({str(audience) for tie in self.ties for audience in audiences_for(tie)})


def sealed_before(on: date) -> date:
    """Return the first day of the current term: what is older is sealed. Between two terms the last one counts.

    The database computes the same (``evidence_sealed_before``).
    """
    return next(iter(_current_term(on)), date.min)


@compiled
def _current_term(on: date) -> QuerySet[Term, date]:
    terms = Term.objects.exclude(kind=Term.Kind.GRADING_PERIOD).filter(starts_on__lte=on)
    return terms.order_by("-starts_on").values_list("starts_on", flat=True)[:1]


def get_reader_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return how ``person`` reads the record of this learner; 404 to everybody who is not tied to them today."""
    learner, ties = get_tied_learner(person, learner_id, on, *EVIDENCE_TIES)
    return reader_with(person, learner, ties, on)


def get_own_reader(person: Person, standing: Standing, on: date) -> Reader:
    """Return how a learner reads their own record; 404 to everybody who is no learner on this day."""
    if LEARNER not in standing.kinds:
        raise Http404
    return Reader(person, person, frozenset({SELF}), on, date.min)


def reader_with(person: Person, learner: Person, ties: frozenset[str], on: date) -> Reader:
    """Return the reader with these ties. It opens nothing: the past has one door, ``access_sealing.opened_reader``."""
    if not ties.isdisjoint(WHOLE_RECORD):
        return Reader(person, learner, ties, on, date.min)
    return Reader(person, learner, ties, on, sealed_before(on))


# --- Artefacts ---------------------------------------------------------------------------------------


def visible_artefacts(reader: Reader) -> QuerySet[Artefact]:
    """Return the artefacts of a learner that somebody sees, without those that were taken away."""
    mine = Authorship.objects.filter(artefact=OuterRef("pk"), learner=reader.learner)
    found = Artefact.objects.filter(Exists(mine), removed_at__isnull=True)
    if reader.is_learner:
        return found.filter(Q(shared_at__isnull=False) | Q(made_by=reader.person))
    shared = found.filter(shared_at__isnull=False, audience__in=reader.audiences)
    return shared if reader.reads_all else shared.filter(_unsealed_artefacts(reader))


def _unsealed_artefacts(reader: Reader) -> Q:
    this_term = Q(shared_at__date__gte=reader.sealed_before)
    seen = this_term & (~Q(voice=Voice.EDUCATOR) | Q(made_by=reader.person))
    left_behind = FreshStart.objects.filter(
        learner=reader.learner, granted_at__isnull=False, before_on__gt=OuterRef("shared_at__date")
    )
    for opening in reader.openings:
        days = Q(shared_at__date__gte=opening.from_on, shared_at__date__lt=opening.to_on)
        if opening.framework_id is not None:
            about = About.objects.filter(artefact=OuterRef("pk"), competency__framework=opening.framework_id)
            days &= Q(Exists(about))
        seen |= days & ~Q(Exists(left_behind))
    return seen


def get_artefact_for(
    person: Person, artefact_id: UUID, on: date, to: str = "see", of: UUID | None = None
) -> tuple[Artefact, Reader]:
    """Return an artefact and how ``person`` reads it; 404 where it is invisible. ``of`` says of whose, if of several.

    ``to="change"``: whoever made it or whose it is, else 403; they alone ``"bring back"`` what was taken away, which is
    404 to all others. ``to="judge"``: those and the educators of its learners. ``to="respond"``: educators of its
    learners and whoever was asked for feedback, its own learners and families excepted.
    """
    artefact: Artefact | None = next(iter(_artefact(artefact_id)), None)
    if artefact is None or (artefact.removed_at is not None and to != "bring back"):
        raise Http404
    reader = _reader_of(person, artefact, on, of)
    if reader is None:
        raise Http404
    is_own = reader.is_learner or artefact.made_by_id == person.pk
    if to == "bring back" and not is_own:
        raise Http404
    if to == "change" and not is_own:
        raise PermissionDenied
    if to == "judge" and not (reader.is_learner or reader.is_educator):
        raise PermissionDenied
    if to == "respond" and not _may_respond(reader, artefact):
        raise PermissionDenied
    return artefact, reader


def _may_respond(reader: Reader, artefact: Artefact) -> bool:
    if reader.is_learner or FAMILY in reader.ties:
        return False
    return reader.is_educator or was_asked(reader.person, artefact.pk)


@compiled
def _artefact(artefact_id: UUID) -> QuerySet[Artefact]:
    return Artefact.objects.filter(pk=artefact_id).select_related("made_by", "district")


def _reader_of(person: Person, artefact: Artefact, on: date, of: UUID | None) -> Reader | None:
    """Return how somebody reads an artefact: as one of its learners first, by a tie to one, or because asked."""
    learners = list(_learners(artefact.pk))
    learners.sort(key=lambda learner: (learner.pk != person.pk, learner.pk != of))
    if artefact.shared_at is None:
        mine = artefact.made_by_id == person.pk
        return reader_with(person, learners[0], ties_to(person, learners[0], on), on) if mine and learners else None
    for learner in learners:
        ties = ties_to(person, learner, on)
        if ties.isdisjoint(EVIDENCE_TIES):
            continue
        reader = reader_with(person, learner, ties, on)
        if reader.is_learner or artefact.made_by_id == person.pk or _sees(reader, artefact):
            return reader
    return next(
        (as_peer(person, learner, on) for learner in learners if _is_asked_by(person, learner, artefact, on)), None
    )


def _sees(reader: Reader, artefact: Artefact) -> bool:
    if _seen_artefact(reader.person, reader.learner, reader.ties, reader.sealed_before, artefact.pk):
        return True
    # Who asks an educator for feedback shows them the artefact, whatever its audience; never what is "only me".
    return reader.is_educator and artefact.audience != Audience.ME and was_asked(reader.person, artefact.pk)


@compiled
def _seen_artefact(
    person: Person, learner: Person, ties: frozenset[str], sealed: date, artefact_id: UUID
) -> QuerySet[Artefact, UUID]:
    found = visible_artefacts(Reader(person, learner, ties, sealed, sealed))
    return found.filter(pk=artefact_id).values_list("pk", flat=True)


def as_peer(person: Person, learner: Person, on: date) -> Reader:
    """Return how a classmate who was asked reads: this one artefact, by no tie."""
    return Reader(person, learner, frozenset(), on, sealed_before(on))


def _is_asked_by(person: Person, learner: Person, artefact: Artefact, on: date) -> bool:
    """Say whether somebody was asked as a classmate, and still is one: no request outlives the class."""
    shown = artefact.peers_may_see and artefact.audience != Audience.ME
    return shown and was_asked(person, artefact.pk) and learn_together(person, learner, on)


def learn_together(person: Person, learner: Person, on: date) -> bool:
    """Say whether two people learn in one class today."""
    return bool(_classes_of_both(person, learner, on))


@compiled
def _classes_of_both(person: Person, learner: Person, on: date) -> QuerySet[SchoolClass, UUID]:
    both = classes_attended(person, on).filter(pk__in=classes_attended(learner, on).values("pk"))
    return both.values_list("pk", flat=True)[:1]


@compiled
def _learners(artefact_id: UUID) -> QuerySet[Person]:
    return Person.objects.filter(authorships__artefact=artefact_id).order_by("given_name", "pk")


def was_asked(person: Person, artefact_id: UUID) -> bool:
    """Say whether a learner of an artefact asked this person for feedback, and still does."""
    return bool(_requests(person, artefact_id))


@compiled
def _requests(person: Person, artefact_id: UUID) -> QuerySet[FeedbackRequest, UUID]:
    asked = FeedbackRequest.objects.filter(asked=person, artefact=artefact_id)
    return asked.filter(withdrawn_at__isnull=True, declined_at__isnull=True).values_list("pk", flat=True)


def may_open_artefact(person: Person, standing: Standing, artefact_id: UUID, on: date) -> bool:
    """Say whether somebody opens the files of an artefact: whoever sees it."""
    del standing
    try:
        get_artefact_for(person, artefact_id, on)
    except Http404:
        return False
    return True


# --- Judgements and feedback -------------------------------------------------------------------------


def visible_judgements(reader: Reader) -> QuerySet[Judgement]:
    """Return what was judged of a learner, as far as somebody reads it; what was taken back is gone.

    A learner's own judgement (AS) goes where its artefact goes. Mentors and peers read none.
    """
    found = Judgement.objects.filter(learner=reader.learner, withdrawn_at__isnull=True)
    if reader.is_learner:
        return found
    if reader.reads_all:
        return found.exclude(purpose=Judgement.Purpose.AS) | found.filter(_own_judgements_shown(reader))
    if not reader.is_educator:
        return found.none()
    return found.filter(_unsealed_judgements(reader)).filter(
        ~Q(purpose=Judgement.Purpose.AS) | _own_judgements_shown(reader)
    )


def _own_judgements_shown(reader: Reader) -> Q:
    shown = visible_artefacts(reader).values("pk")
    return Q(purpose=Judgement.Purpose.AS) & (Q(artefact__in=shown) | Q(artefact__isnull=True, goal__isnull=False))


def _unsealed_judgements(reader: Reader) -> Q:
    seen = Q(at__date__gte=reader.sealed_before) & (~Q(voice=Voice.EDUCATOR) | Q(by=reader.person))
    left_behind = FreshStart.objects.filter(
        learner=reader.learner, granted_at__isnull=False, before_on__gt=OuterRef("at__date")
    )
    for opening in reader.openings:
        days = Q(at__date__gte=opening.from_on, at__date__lt=opening.to_on)
        if opening.framework_id is not None:
            days &= Q(competency__framework=opening.framework_id)
        seen |= days & ~Q(Exists(left_behind))
    return seen


def get_judgement_for(person: Person, judgement_id: UUID, on: date, to: str = "see") -> tuple[Judgement, Reader]:
    """Return a judgement; 404 where it is invisible. ``to="revisit"``: whoever made it, else 403."""
    found = Judgement.objects.select_related("learner", "competency", "level", "artefact").filter(pk=judgement_id)
    judgement = found.first()
    if judgement is None:
        raise Http404
    reader = get_reader_for(person, judgement.learner_id, on)
    if not visible_judgements(reader).filter(pk=judgement.pk).exists():
        raise Http404
    if to == "revisit" and judgement.by_id != person.pk:
        raise PermissionDenied
    return judgement, reader


def visible_feedback(artefact: Artefact, reader: Reader) -> QuerySet[Feedback]:
    """Return the feedback on an artefact: all to its educators, hidden words to no learner nor family.

    Everybody else who gave some reads their own.
    """
    found = Feedback.objects.filter(artefact=artefact)
    if reader.is_educator:
        return found
    if reader.is_learner or FAMILY in reader.ties:
        return found.filter(Q(hidden_at__isnull=True) | Q(by=reader.person))
    return found.filter(by=reader.person)


def get_feedback_for(person: Person, feedback_id: UUID, on: date, to: str = "see") -> tuple[Feedback, Reader]:
    """Return feedback; 404 where invisible. ``to="answer"``: who received it. ``to="hide"``: an educator. Else 403."""
    feedback = Feedback.objects.select_related("artefact", "by").filter(pk=feedback_id).first()
    if feedback is None:
        raise Http404
    _artefact_seen, reader = get_artefact_for(person, feedback.artefact_id, on)
    if not visible_feedback(feedback.artefact, reader).filter(pk=feedback.pk).exists():
        raise Http404
    if (to == "answer" and not reader.is_learner) or (to == "hide" and not reader.is_educator):
        raise PermissionDenied
    return feedback, reader


# --- Reflections -------------------------------------------------------------------------------------


def visible_reflections(reader: Reader) -> QuerySet[Reflection]:
    """Return the journal entries of a learner that somebody reads; private ones are no rows to anybody else."""
    found = Reflection.objects.filter(learner=reader.learner, removed_at__isnull=True)
    if reader.is_learner:
        return found
    shown = found.filter(audience__in=reader.audiences)
    return shown if reader.reads_all else shown.filter(at__date__gte=reader.sealed_before)


def get_reflection_for(person: Person, reflection_id: UUID, on: date, to: str = "see") -> tuple[Reflection, Reader]:
    """Return a journal entry; 404 where it is invisible. ``to="change"`` is for its learner alone, else 403."""
    found: Any = Reflection.objects.filter(pk=reflection_id, removed_at__isnull=True).first()
    if found is None:
        raise Http404
    reader = get_reader_for(person, found.learner_id, on)
    if not visible_reflections(reader).filter(pk=found.pk).exists():
        raise Http404
    if to == "change" and not reader.is_learner:
        raise PermissionDenied
    return found, reader
