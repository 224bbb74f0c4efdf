"""Who sees drafts and critique: a draft's own circle, and who has a turn to look at it while its round is open.

A turn opens one version of one draft, to somebody who learns in a class of the frame today, from the opening of the
round until it closes. Whoever leads a frame deals turns and sees its board: of learners whom they teach, and no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.core.audience import Audience
from trellis.core.compiled import compiled
from trellis.evidence.access import may_open_artefact
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.school.access import classes_attended, learners_of
from trellis.studio.access import (
    EDUCATOR,
    MEMBER,
    ProjectReader,
    answered_frames,
    get_frame_for,
    get_project_for,
    leads,
    led_frames,
    live_members,
    ties_to_project,
)
from trellis.studio.models import (
    Critique,
    CritiqueRound,
    CritiqueTurn,
    Draft,
    Frame,
    FrameClass,
    Member,
    MiniLesson,
    Project,
)


@dataclass(frozen=True, slots=True)
class DraftReader:
    """Somebody who opened a draft: how they are tied to its project today, and their turn to look at it, if any."""

    person: Person
    draft: Draft
    ties: frozenset[str]
    turn: CritiqueTurn | None
    on: date

    @property
    def is_member(self) -> bool:
        """It is their own."""
        return MEMBER in self.ties

    @property
    def is_educator(self) -> bool:
        """They teach or advise a member now."""
        return EDUCATOR in self.ties

    @property
    def has_only_a_turn(self) -> bool:
        """They came in by their turn, and see this version alone."""
        return not self.ties


# --- Drafts and turns --------------------------------------------------------------------------------


def live_turns(person: Person, on: date) -> QuerySet[CritiqueTurn]:
    """Return the turns that somebody holds now: in an open round of a frame that a class of theirs answers.

    Never for a project that is their own by now, or was not proposed yet.
    """
    attended = FrameClass.objects.filter(
        frame=OuterRef("round__frame"), school_class__in=classes_attended(person, on).values("pk")
    )
    own = Member.objects.filter(project=OuterRef("draft__project"), learner=person, left_at__isnull=True)
    held = CritiqueTurn.objects.filter(giver=person, round__opened_at__isnull=False, round__closed_at__isnull=True)
    held = held.exclude(draft__project__state=Project.State.DRAFT)
    return held.filter(Exists(attended)).exclude(Exists(own.filter(joined_at__isnull=False)))


def get_draft_for(person: Person, draft_id: UUID, on: date, to: str = "see") -> DraftReader:
    """Return how somebody reads a draft; 404 where it is invisible to them.

    ``to="compare"``: with other versions, for who sees the project; 404 by a turn alone. ``to="work"``: its makers.
    ``to="advise"``: an educator of a member. Else 403.
    """
    draft: Draft | None = next(iter(_draft(draft_id)), None)
    if draft is None:
        raise Http404
    ties = ties_to_project(person, draft.project, on)
    turn = next(iter(_turn_on(person, draft_id, on)), None)
    if not ties and (turn is None or to == "compare"):
        raise Http404
    reader = DraftReader(person, draft, ties, turn, on)
    if to == "work" and not reader.is_member:
        raise PermissionDenied
    if to == "advise" and not reader.is_educator:
        raise PermissionDenied
    return reader


@compiled
def _draft(draft_id: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(pk=draft_id).select_related("project__frame", "by", "artefact")


@compiled
def _turn_on(person: Person, draft_id: UUID, on: date) -> QuerySet[CritiqueTurn]:
    return live_turns(person, on).filter(draft=draft_id).select_related("round").order_by("pk")


def get_turn_for(person: Person, turn_id: UUID, on: date) -> tuple[CritiqueTurn, DraftReader]:
    """Return a turn and the draft it opens, for whose turn it is now; 404 to everybody else."""
    turn = live_turns(person, on).select_related("round", "draft").filter(pk=turn_id).first()
    if turn is None:
        raise Http404
    return turn, DraftReader(person, turn.draft, frozenset(), turn, on)


def get_dealt_turn_for(person: Person, turn_id: UUID, on: date) -> CritiqueTurn:
    """Return a turn for who leads the frame of its round, to give it to somebody else; 404 to everybody else."""
    turn = CritiqueTurn.objects.select_related("round__frame", "draft__project", "giver").filter(pk=turn_id).first()
    if turn is None or not leads(person, turn.round.frame, on):
        raise Http404
    return turn


def may_open_shown_artefact(person: Person, standing: Standing, artefact_id: UUID, on: date) -> bool:
    """Say whether somebody opens the files of an artefact: who sees it, and who has a turn to look at it as a draft.

    Never what is "only me" meanwhile, was taken away, or is not for classmates.
    """
    if may_open_artefact(person, standing, artefact_id, on):
        return True
    shown = live_turns(person, on).filter(draft__artefact=artefact_id, draft__artefact__removed_at__isnull=True)
    shown = shown.filter(draft__artefact__shared_at__isnull=False, draft__artefact__peers_may_see=True)
    return shown.exclude(draft__artefact__audience=Audience.ME).exists()


# --- Critique ----------------------------------------------------------------------------------------


def visible_critiques(reader: DraftReader) -> QuerySet[Critique]:
    """Return the words on a draft: all to educators of its members; to others what is not hidden; by a turn one's own.

    Whoever wrote hidden words still reads them.
    """
    found = Critique.objects.filter(draft=reader.draft)
    if reader.is_educator:
        return found
    if reader.has_only_a_turn:
        return found.filter(by=reader.person)
    return found.filter(Q(hidden_at__isnull=True) | Q(by=reader.person))


def get_critique_for(person: Person, critique_id: UUID, on: date, to: str = "see") -> tuple[Critique, DraftReader]:
    """Return words on a draft; 404 where they are invisible.

    ``to="answer"``: the makers of the draft. ``to="hide"``: an educator of a member. Else 403.
    """
    critique = Critique.objects.select_related("by", "draft__project").filter(pk=critique_id).first()
    if critique is None:
        raise Http404
    reader = get_draft_for(person, critique.draft_id, on)
    if not visible_critiques(reader).filter(pk=critique.pk).exists():
        raise Http404
    if (to == "answer" and not reader.is_member) or (to == "hide" and not reader.is_educator):
        raise PermissionDenied
    return critique, reader


# --- Rounds ------------------------------------------------------------------------------------------


def get_round_for(person: Person, round_id: UUID, on: date, to: str = "see") -> tuple[CritiqueRound, bool]:
    """Return a round and whether one leads it; 404 to everybody but its leaders and, once opened, its learners.

    ``to="lead"`` (deal, open, close): who leads the frame, else 403.
    """
    found = CritiqueRound.objects.select_related("frame__school").filter(pk=round_id).first()
    if found is None:
        raise Http404
    leading = leads(person, found.frame, on)
    if not leading and (found.opened_at is None or not _answers(person, found.frame, on)):
        raise Http404
    if to == "lead" and not leading:
        raise PermissionDenied
    return found, leading


def _answers(person: Person, frame: Frame, on: date) -> bool:
    return answered_frames(person, on).filter(pk=frame.pk).exists()


# --- The board of a frame ----------------------------------------------------------------------------


def get_board_frame_for(person: Person, standing: Standing, frame_id: UUID, on: date) -> Frame:
    """Return a frame for the board of who leads it; 404 where it is invisible, 403 to everybody else who reads it."""
    found: Frame | None = next(iter(_led(person, frame_id, on)), None)
    return found or get_frame_for(person, standing, frame_id, on, to="lead")


@compiled
def _led(person: Person, frame_id: UUID, on: date) -> QuerySet[Frame]:
    return led_frames(person, on).filter(pk=frame_id)


def board_projects(person: Person, on: date) -> QuerySet[Project]:
    """Return the projects that an educator sees on a board: proposed or further, with a member whom they teach now."""
    taught = live_members("pk").filter(learner__in=learners_of(person, on).values("pk"))
    return Project.objects.exclude(state=Project.State.DRAFT).filter(Exists(taught))


def get_board_project_for(
    person: Person, standing: Standing, frame_id: UUID, project_id: UUID, on: date
) -> tuple[Frame, ProjectReader]:
    """Return a project of a frame for who leads it and teaches a member; 404 and 403 as for the board."""
    frame = get_board_frame_for(person, standing, frame_id, on)
    reader = get_project_for(person, project_id, on)
    if reader.project.frame_id != frame.pk or not reader.is_educator:
        raise Http404
    return frame, reader


def get_mini_lesson_for(person: Person, answer_id: UUID, on: date) -> MiniLesson:
    """Return an answer to a suggestion for who leads its frame; 404 to everybody else."""
    found = MiniLesson.objects.select_related("frame").filter(pk=answer_id).first()
    if found is None or not leads(person, found.frame, on):
        raise Http404
    return found
