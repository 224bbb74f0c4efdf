"""Frames and projects for tests, made as rows so that no test of one slice waits for another."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.people import Cast

from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.studio.models import (
    Criterion,
    Dimension,
    DimensionName,
    Frame,
    FrameClass,
    FrameCompetency,
    Member,
    Phase,
    Project,
)


def make_frame(
    cast: Cast, now: datetime, *, by: Person | None = None, state: str = Frame.State.OPEN, title: str = "Build our city"
) -> Frame:
    """Return a frame of Tom for the class of Ada: two competencies, criteria and phases; free but for the question."""
    today = now.date()
    frame = Frame.objects.create(
        by=by or cast.tom,
        school=cast.school,
        state=state,
        title=title,
        question="What would make our street better?",
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=28),
        made_at=now,
        published_at=None if state == Frame.State.DRAFT else now,
    )
    FrameClass.objects.create(frame=frame, school_class=cast.ada_class)
    for competency in Competency.objects.filter(retired_at__isnull=True).exclude(statement="").order_by("pk")[:2]:
        FrameCompetency.objects.create(frame=frame, competency=competency)
    for name in DimensionName.values:
        fixed = name == DimensionName.QUESTION
        mode = Dimension.Mode.FIXED if fixed else Dimension.Mode.FREE
        Dimension.objects.create(frame=frame, name=name, mode=mode, words="The question of the frame" if fixed else "")
    for position, words in enumerate(("Others can use it", "It says where it comes from")):
        Criterion.objects.create(frame=frame, position=position, title=words)
    Phase.objects.create(frame=frame, position=0, title="Walk and look", together=Phase.Together.SMALL)
    Phase.objects.create(
        frame=frame, position=1, title="Draw the map", together=Phase.Together.PAIR, screen=Phase.Screen.ON
    )
    return frame


def make_project(
    cast: Cast,
    now: datetime,
    *,
    frame: Frame | None = None,
    learners: tuple[Person, ...] = (),
    state: str = Project.State.GOING,
    title: str = "Sounds of our street",
) -> Project:
    """Return a project of Ada and Ben (or of ``learners``), under way. For a draft: in the scope of one of them."""
    team = learners or (cast.ada, cast.ben)
    shown = state != Project.State.DRAFT
    project = Project.objects.create(
        frame=frame,
        state=state,
        title=title,
        question="Where is it loud, and why?",
        opened_by=team[0],
        made_at=now,
        proposed_at=now if shown else None,
        going_at=now if state in {Project.State.GOING, Project.State.FINISHED} else None,
        looking_back="We learned to listen." if state == Project.State.LET_GO else "",
    )
    for learner in team:
        Member.objects.create(project=project, learner=learner, asked_by=team[0], asked_at=now, joined_at=now)
    return project
