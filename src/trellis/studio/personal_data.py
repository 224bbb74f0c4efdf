"""What becomes of rows of the room `studio` on erasure and export."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trellis.core.registries import Erase, delete_by, register_personal_data, rows_by
from trellis.studio.models import (
    Choice,
    Criterion,
    CriterionVoice,
    Critique,
    CritiqueRound,
    CritiqueTurn,
    Draft,
    Exhibition,
    ExhibitionLookBack,
    FieldNote,
    Frame,
    GuestNote,
    Invitation,
    Member,
    MiniLesson,
    ProgrammeItem,
    Project,
    ProjectMentor,
    ProposalAnswer,
    RoleTurn,
    Source,
    Task,
    Theme,
    ThemeRound,
    ThemeVoice,
    Variation,
    VariationFor,
)


def nameless(model: type[models.Model], *fields: str) -> Erase:
    """Return the erasure that keeps the rows of ``model`` and forgets who stands in these fields."""

    def erase(person_id: UUID) -> int:
        rows = model._default_manager
        return sum(rows.filter(**{field: person_id}).update(**{field: None}) for field in fields)

    return erase


def _erase_projects(person_id: UUID) -> int:
    """Delete what was this person's alone; what a team made stays with the others."""
    others = Member.objects.filter(project=OuterRef("pk"), joined_at__isnull=False).exclude(learner=person_id)
    own = Project.objects.filter(Q(opened_by=person_id) | Q(members__learner=person_id))
    alone = list(own.exclude(Exists(others)).values_list("pk", flat=True))
    Project.objects.filter(opened_by=person_id).exclude(pk__in=alone).update(opened_by=None)
    return Project.objects.filter(pk__in=alone).delete()[0]


def _erase_invitations(person_id: UUID) -> int:
    Invitation.objects.filter(made_by=person_id).update(made_by=None)
    return Invitation.objects.filter(person=person_id).delete()[0]


def _erase_guest_notes(person_id: UUID) -> int:
    GuestNote.objects.filter(settled_by=person_id).update(settled_by=None)
    return GuestNote.objects.filter(invitation__person=person_id).delete()[0]


register_personal_data(
    Frame,
    erase=nameless(Frame, "by"),
    export=rows_by(Frame, "by"),
    reason="an educator’s frame: learners’ projects stand on it; only who wrote it goes",
)
register_personal_data(
    Variation,
    erase=nameless(Variation, "by"),
    export=rows_by(Variation, "by"),
    reason="other choices for a group; only who made it goes",
)
register_personal_data(
    VariationFor,
    erase=delete_by(VariationFor, "learner"),
    export=rows_by(VariationFor, "learner"),
    reason="whom a variation was for",
)
register_personal_data(
    Criterion,
    erase=nameless(Criterion, "proposed_by"),
    export=rows_by(Criterion, "proposed_by"),
    reason="a criterion that holds for all; only who proposed it goes",
)
register_personal_data(
    CriterionVoice,
    erase=delete_by(CriterionVoice, "learner"),
    export=rows_by(CriterionVoice, "learner"),
    reason="what a learner said to a criterion",
)
# Members before projects: erasing runs the other way round, and asks whose a project was.
register_personal_data(
    Member,
    erase=delete_by(Member, "learner"),
    export=rows_by(Member, "learner"),
    reason="whose a project is",
)
register_personal_data(
    Project,
    erase=_erase_projects,
    export=rows_by(Project, "opened_by", "members__learner"),
    reason="what somebody made; what a team made stays with the others",
)
register_personal_data(
    Choice,
    erase=nameless(Choice, "by"),
    export=rows_by(Choice, "by", "project__members__learner"),
    reason="what a team chose; only who wrote it goes",
)
register_personal_data(
    ProposalAnswer,
    erase=nameless(ProposalAnswer, "by"),
    export=rows_by(ProposalAnswer, "by", "project__members__learner"),
    reason="what an educator answered; only the name goes",
)
register_personal_data(
    Task,
    erase=nameless(Task, "doer"),
    export=rows_by(Task, "doer"),
    reason="a card on a team’s board; only whose it was goes",
)
register_personal_data(
    RoleTurn,
    erase=delete_by(RoleTurn, "learner"),
    export=rows_by(RoleTurn, "learner"),
    reason="whose role it was",
)
register_personal_data(
    FieldNote,
    erase=nameless(FieldNote, "by"),
    export=rows_by(FieldNote, "by", "project__members__learner"),
    reason="what a team found out; only who wrote it goes",
)
register_personal_data(
    Source,
    erase=nameless(Source, "by"),
    export=rows_by(Source, "by"),
    reason="where something came from; only who noted it goes",
)
register_personal_data(
    ProjectMentor,
    erase=delete_by(ProjectMentor, "mentor"),
    export=rows_by(ProjectMentor, "mentor", "project__members__learner"),
    reason="a mentor’s invitation goes with the mentor",
)
register_personal_data(
    Draft,
    erase=nameless(Draft, "by"),
    export=rows_by(Draft, "by", "project__members__learner"),
    reason="a team’s draft; only who wrote it goes",
)
register_personal_data(
    CritiqueRound,
    erase=nameless(CritiqueRound, "by"),
    export=rows_by(CritiqueRound, "by"),
    reason="a time of critique; only who opened it goes",
)
register_personal_data(
    CritiqueTurn,
    erase=delete_by(CritiqueTurn, "giver"),
    export=rows_by(CritiqueTurn, "giver"),
    reason="whose turn it was to look",
)
register_personal_data(
    Critique,
    erase=delete_by(Critique, "by"),
    export=rows_by(Critique, "by", "draft__project__members__learner"),
    reason="words of one person to others go with who wrote them",
)
register_personal_data(
    Exhibition,
    erase=nameless(Exhibition, "by"),
    export=rows_by(Exhibition, "by"),
    reason="an exhibition of many; only who arranged it goes",
)
register_personal_data(
    ProgrammeItem,
    erase=nameless(ProgrammeItem, "agreed_by"),
    export=rows_by(ProgrammeItem, "agreed_by"),
    reason="a line of the programme; only who agreed goes",
)
register_personal_data(
    Invitation,
    erase=_erase_invitations,
    export=rows_by(Invitation, "person", "made_by"),
    reason="an invitation goes with whom it was for; of who made it the name alone goes",
)
register_personal_data(
    GuestNote,
    erase=_erase_guest_notes,
    export=rows_by(GuestNote, "invitation__person", "item__project__members__learner"),
    reason="a guest’s words go with the guest",
)
register_personal_data(
    ExhibitionLookBack,
    erase=delete_by(ExhibitionLookBack, "learner"),
    export=rows_by(ExhibitionLookBack, "learner"),
    reason="what a learner took from an exhibition",
)
register_personal_data(
    ThemeRound,
    erase=nameless(ThemeRound, "by"),
    export=rows_by(ThemeRound, "by"),
    reason="a class’s choice; only who opened it goes",
)
register_personal_data(
    Theme,
    erase=delete_by(Theme, "by"),
    export=rows_by(Theme, "by"),
    reason="what a learner proposed",
)
register_personal_data(
    ThemeVoice,
    erase=delete_by(ThemeVoice, "learner"),
    export=rows_by(ThemeVoice, "learner"),
    reason="what a learner said to a theme",
)
register_personal_data(
    MiniLesson,
    erase=nameless(MiniLesson, "by"),
    export=rows_by(MiniLesson, "by"),
    reason="what was planned for a class; only who answered goes",
)
