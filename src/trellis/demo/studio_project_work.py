"""What a team of the demo does while its project is under way: milestones, cards, notes, sources, roles, an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from trellis.demo.life import Life
from trellis.studio.access_projects import people_of
from trellis.studio.actions import field_log, projects, team
from trellis.studio.actions import work as actions
from trellis.studio.actions.field_log import Noted
from trellis.studio.actions.looking_back import look_back_on_choices
from trellis.studio.models import Choice, FieldNote, Project, Task

COLUMNS = (Task.Column.DONE, Task.Column.DOING, Task.Column.TO_DO)


class About(Protocol):
    """What is known of a project: its place in the demo, what becomes of it, its texts."""

    @property
    def number(self) -> int:
        """Its place."""

    @property
    def fate(self) -> str:
        """What becomes of it."""

    @property
    def texts(self) -> dict[str, Any]:
        """The texts in its team's language."""


def work(project: Project, first: Life, idea: About) -> None:
    """Let a team work: called in the scope of its first member."""
    texts, by, team_ = idea.texts, first.learner, list(people_of(project))
    for place, title in enumerate(texts["milestones"]):
        due_on = first.today + timedelta(days=7 * (place - 2) + idea.number % 5)
        made = actions.add_milestone(project=project, title=title, due_on=due_on, by=by, now=first.ago(24))
        if place < 1 + idea.number % 2 or idea.fate == "finished":
            actions.reach_milestone(milestone=made, reached=True, by=by, now=first.ago(8))
    for place, title in enumerate(texts["tasks"]):
        doer = team_[place % len(team_)] if place % 3 else None
        task = actions.add_task(project=project, title=title, doer=doer, by=by, now=first.ago(22))
        column = COLUMNS[(place + idea.number) % 3]
        if column != Task.Column.TO_DO:
            actions.move_task(task=task, column=column, by=by, now=first.ago(10))
    _note(project, first, idea)
    title, credit, licence, words = texts["source"]
    field_log.add_source(
        project=project, title=title, credit=credit, licence=licence, words=words, by=by, now=first.ago(12)
    )
    if len(team_) > 1:
        roles = list(zip(texts["roles"], team_, strict=False))
        team.give_roles(project=project, roles=roles, by=by, now=first.ago(21))
        team.rotate_roles(project=project, by=by, now=first.ago(9))


def _note(project: Project, first: Life, idea: About) -> None:
    amount, unit = idea.texts["amount"]
    lines = []
    for place, (kind, whom, words, where, minutes) in enumerate(idea.texts["notes"]):
        on = first.ago(20 - 3 * place).date()
        measured = {"amount": Decimal(amount), "unit": unit} if kind == FieldNote.Kind.MEASUREMENT else {}
        lines.append(Noted(kind=kind, on=on, words=words, place=where, whom=whom, minutes=minutes, **measured))
    at: datetime = first.ago(3)
    field_log.add_note(project=project, noted=lines[0], by=first.learner, now=at)
    field_log.type_in_notes(project=project, lines=lines[1:], by=first.learner, now=at + timedelta(minutes=5))


def end_work(project: Project, first: Life, idea: About) -> None:
    """Let some projects end, each with a look back; some look back on their choices, others are still asked to."""
    by = first.learner
    if idea.fate == "finished":
        verdict, next_time = idea.texts["look_back"]
        said = dict.fromkeys(
            Choice.objects.filter(project=project).values_list("name", flat=True), (verdict, next_time)
        )
        projects.end_project(
            project=project, state=Project.State.FINISHED, looking_back=idea.texts["finished"], by=by, now=first.ago(2)
        )
        if said:
            look_back_on_choices(project=project, said=said, by=by, now=first.ago(1))
    elif idea.fate == "let-go":
        projects.end_project(
            project=project, state=Project.State.LET_GO, looking_back=idea.texts["let_go"], by=by, now=first.ago(5)
        )
