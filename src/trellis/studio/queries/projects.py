"""Reads of projects: the list of whoever asks, and one project as its reader sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from trellis.core.compiled import compiled
from trellis.evidence.models import Artefact
from trellis.framework.models import Competency
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.access import children_of
from trellis.plan.models import Goal
from trellis.school.access import learners_of
from trellis.studio.access import ProjectReader, may_answer_for
from trellis.studio.choosing import Held, dimensions_for, frame_competencies, is_time_to_look_back
from trellis.studio.models import (
    Choice,
    DimensionName,
    FieldNote,
    Member,
    Milestone,
    Project,
    ProjectArtefact,
    ProjectCompetency,
    ProjectMentor,
    ProposalAnswer,
    RoleTurn,
    Source,
    Task,
)

OVER = (Project.State.FINISHED, Project.State.LET_GO)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of a team, or asked into it."""

    id: UUID
    name: str
    state: str
    role: str
    goal: Goal | None


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One dimension: who decided it, what, why, and the look back."""

    held: Held
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class ArtefactLine:
    """Something shown that came of the project; ``opens`` where this reader may open it."""

    link_id: UUID
    id: UUID
    title: str
    kind: str
    milestone: str
    opens: bool


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """One project for one reader."""

    project: Project
    reader: ProjectReader
    may_answer: bool
    team: tuple[MemberLine, ...]
    choices: tuple[ChoiceLine, ...]
    competencies: tuple[tuple[UUID, str], ...]
    answers: tuple[ProposalAnswer, ...]
    milestones: tuple[Milestone, ...]
    n_tasks: dict[str, int]
    n_notes: int
    minutes: int
    sources: tuple[Source, ...]
    artefacts: tuple[ArtefactLine, ...]
    mentors: tuple[ProjectMentor, ...]
    asks_about_choices: bool

    @property
    def members(self) -> list[MemberLine]:
        """Those who take part."""
        return [one for one in self.team if one.state == "here"]

    @property
    def own_goal(self) -> Goal | None:
        """The goal of the reader's own plan that it serves."""
        return next((one.goal for one in self.team if one.goal is not None), None)

    @property
    def answer(self) -> ProposalAnswer | None:
        """The newest answer, while the proposal is still talked about."""
        return self.answers[0] if self.answers else None

    @property
    def to_accept(self) -> ProposalAnswer | None:
        """The changes with which an educator said go, while the team has not taken them up."""
        newest, state = self.answer, self.project.state
        waits = newest is not None and newest.verdict == "changes" and newest.accepted_at is None
        return newest if waits and state in {"talking", "proposed"} else None

    @property
    def waits_for_answer(self) -> bool:
        """The proposal waits for an educator."""
        return self.project.state == Project.State.PROPOSED

    @property
    def n_cards(self) -> int:
        """How many cards are on the board."""
        return sum(self.n_tasks.values())


def project_page(reader: ProjectReader, now: datetime) -> ProjectPage:
    """Return one project as its reader sees it: full names for educators, first names for everybody else."""
    project = reader.project
    notes = _note_sums(project.pk)[0]
    return ProjectPage(
        project=project,
        reader=reader,
        may_answer=may_answer_for(reader),
        team=tuple(_team(reader)),
        choices=tuple(_choices(project)),
        competencies=tuple(_competencies(project)),
        answers=tuple(_answers(project.pk)),
        milestones=tuple(_milestones(project.pk)),
        n_tasks=_counted(project.pk),
        n_notes=notes["n"],
        minutes=notes["minutes"] or 0,
        sources=tuple(_sources(project.pk)),
        artefacts=tuple(_artefacts(reader)),
        mentors=tuple(_mentors(reader)),
        asks_about_choices=reader.is_member and _asks(project, now),
    )


def _asks(project: Project, now: datetime) -> bool:
    if not is_time_to_look_back(project, now):
        return False
    return any(row.looked_back_at is None for row in _choices_made(project.pk))


def _team(reader: ProjectReader) -> list[MemberLine]:
    roles = {row.learner_id: row.role for row in _roles(reader.project.pk)}
    lines = []
    for row in _all_members(reader.project.pk):
        state = "here" if row.joined_at else "asked"
        if state == "asked" and not (reader.is_member or reader.person.pk == row.learner_id):
            continue
        name = row.learner.full_name if reader.is_educator else row.learner.first_name
        goal = row.goal if row.learner_id == reader.person.pk else None
        lines.append(MemberLine(row.learner_id, name, state, roles.get(row.learner_id, ""), goal))
    return lines


@compiled
def _all_members(project_id: UUID) -> QuerySet[Member]:
    rows = Member.objects.filter(project=project_id, left_at__isnull=True, declined_at__isnull=True)
    return rows.select_related("learner", "goal").order_by("learner__given_name", "learner__family_name")


@compiled
def _roles(project_id: UUID) -> QuerySet[RoleTurn]:
    return RoleTurn.objects.filter(project=project_id, ends_on__isnull=True).order_by("role")


def _choices(project: Project) -> list[ChoiceLine]:
    made = {row.name: row for row in _choices_made(project.pk)}
    held = dimensions_for(project.frame, project.opened_by)
    lines = [ChoiceLine(one, made.get(one.name)) for one in held]
    return [line for line in lines if line.choice is not None or line.held.is_fixed]


def _competencies(project: Project) -> list[tuple[UUID, str]]:
    ids = frame_competencies(project.frame, project.opened_by)
    ids += _own_competencies(project.pk)
    rows, language = {row.pk: row for row in _named(ids)} if ids else {}, reader_language()
    return [(pk, _said(rows[pk], language)) for pk in dict.fromkeys(ids) if pk in rows]


@compiled
def _choices_made(project_id: UUID) -> QuerySet[Choice]:
    return Choice.objects.filter(project=project_id)


@compiled
def _own_competencies(project_id: UUID) -> QuerySet[ProjectCompetency, UUID]:
    return ProjectCompetency.objects.filter(project=project_id).order_by("pk").values_list("competency_id", flat=True)


@compiled
def _named(ids: list[UUID]) -> QuerySet[Competency]:
    return Competency.objects.filter(pk__any_of=ids)


def _said(row: Competency, language: str) -> str:
    short = in_language(row.translations, language, "short_statement", row.short_statement)
    return short or shortened(statement_plain(row.statement, row.translations, language), 90)


@compiled
def _answers(project_id: UUID) -> QuerySet[ProposalAnswer]:
    return ProposalAnswer.objects.filter(project=project_id).select_related("by").order_by("-at", "-pk")


@compiled
def _milestones(project_id: UUID) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(project=project_id, removed_at__isnull=True)
    return rows.order_by("due_on", "position", "pk")


def _counted(project_id: UUID) -> dict[str, int]:
    counts = dict.fromkeys(Task.Column.values, 0)
    for column in _columns(project_id):
        counts[column] += 1
    return counts


@compiled
def _columns(project_id: UUID) -> QuerySet[Task, str]:
    return Task.objects.filter(project=project_id, removed_at__isnull=True).values_list("column", flat=True)


@compiled
def _note_sums(project_id: UUID) -> QuerySet[Any, Any]:
    # The outer row is the project's, so that there is one where there are no notes.
    notes = FieldNote.objects.filter(project=OuterRef("pk"), removed_at__isnull=True).order_by().values("project")
    return Project.objects.filter(pk=project_id).values(
        n=Coalesce(Subquery(notes.annotate(n=Count("pk")).values("n")), 0),
        minutes=Subquery(notes.annotate(m=Sum("minutes")).values("m")),
    )


@compiled
def _sources(project_id: UUID) -> QuerySet[Source]:
    return Source.objects.filter(project=project_id, removed_at__isnull=True).order_by("title", "pk")


def _artefacts(reader: ProjectReader) -> list[ArtefactLine]:
    """List what came of it: all to the team, to others what they may open, to a mentor nothing of it."""
    if reader.is_mentor_alone:
        return []
    rows = list(_linked(reader.project.pk))
    opened = _opened(reader) if rows and not reader.is_member else set()
    return [
        ArtefactLine(
            row.pk,
            row.artefact_id,
            row.artefact.title or shortened(row.artefact.words, 80) or str(Artefact.Kind(row.artefact.kind).label),
            row.artefact.kind,
            row.milestone.title if row.milestone else "",
            reader.is_member or row.artefact_id in opened,
        )
        for row in rows
        if reader.is_member or row.artefact_id in opened
    ]


def _opened(reader: ProjectReader) -> set[UUID]:
    whom = Q()
    if reader.is_educator:
        taught = learners_of(reader.person, reader.on).values("pk")
        whom |= Q(audience__in=("educators", "circle"), authorships__learner__in=taught)
    if "family" in reader.ties:
        own = children_of(reader.person, reader.on).values("pk")
        whom |= Q(audience__in=("family", "circle"), authorships__learner__in=own)
    found = Artefact.objects.filter(whom, project_links__project=reader.project, shared_at__isnull=False)
    return set(found.values_list("pk", flat=True)) if whom else set()


@compiled
def _linked(project_id: UUID) -> QuerySet[ProjectArtefact]:
    rows = ProjectArtefact.objects.filter(project=project_id, artefact__removed_at__isnull=True)
    return rows.select_related("artefact", "milestone").order_by("-at", "-pk")


def _mentors(reader: ProjectReader) -> list[ProjectMentor]:
    """List mentors: wishes and answers to the team and its educators, those of today to families, oneself to one."""
    rows = list(_mentor_rows(reader.project.pk))
    if reader.is_member or reader.is_educator:
        return rows
    live = [row for row in rows if row.approved_at and row.mentor_id and row.starts_on <= reader.on < row.ends_on]
    return [row for row in live if "family" in reader.ties or row.mentor_id == reader.person.pk]


@compiled
def _mentor_rows(project_id: UUID) -> QuerySet[ProjectMentor]:
    return ProjectMentor.objects.filter(project=project_id).select_related("mentor").order_by("asked_at", "pk")


# --- For forms ---------------------------------------------------------------------------------------


def as_written(project: Project) -> dict[str, Any]:
    """Return what stands in a project, for its form."""
    initial: dict[str, Any] = {name: getattr(project, name) for name in ("title", "question", "words", "first_steps")}
    for row in choices_of(project):
        initial |= {f"choice-{row.name}": row.words, f"because-{row.name}": row.reason}
    aims = ProjectCompetency.objects.filter(project=project).order_by("pk").values_list("competency_id", flat=True)
    return {**initial, "competencies": list(aims), "version": project.version}


def choices_of(project: Project) -> list[Choice]:
    """Return what a team chose, in the order of the dimensions."""
    rows = {row.name: row for row in Choice.objects.filter(project=project)}
    return [rows[name] for name in DimensionName.values if name in rows]


def milestones_of(project: Project) -> list[Milestone]:
    """Return the milestones of a project by their day."""
    return list(_milestones(project.pk))
