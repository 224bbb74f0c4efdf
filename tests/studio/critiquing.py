"""Drafts, rounds and critique for the tests of this slice, made through the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.evidence.lessons import fill_class
from tests.evidence.showing import day, moment
from tests.people import Cast
from tests.studio.making import make_frame, make_project

from trellis.people.models import Person
from trellis.studio.actions import critique as giving
from trellis.studio.actions import rounds
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Draft, Frame, Project

WORDS = {
    "first": "I could follow your path without asking anybody.",
    "second": "The corner by the bakery, where the drawing and the sound fit.",
    "third": "Add a legend, then I can read the colours.",
}


def make_draft(project: Project, by: Person, **given: Any) -> Draft:
    """A draft of a project: words, with what changed from the second on."""
    about = {"title": "Our map", "words": "Here is the corner.\n\nIt is loud.", **given}
    if project.drafts.exists():
        about.setdefault("changed", "A legend, because nobody could read the colours.")
    return giving.add_draft(project=project, by=by, now=moment(), **about)


def make_teams(cast: Cast, n: int = 2, frame: Frame | None = None) -> tuple[Frame, list[Project], list[Person]]:
    """A frame with the project of Ada and Ben and ``n`` projects of one learner each, all with a draft."""
    frame = frame or make_frame(cast, moment())
    others = fill_class(cast, n)
    projects = [make_project(cast, moment(), frame=frame)]
    make_draft(projects[0], cast.ada)
    for number, one in enumerate(others):
        title = f"Project {number:02}"
        projects.append(make_project(cast, moment(), frame=frame, learners=(one,), title=title))
        make_draft(projects[-1], one)
    return frame, projects, others


def prepare(cast: Cast, frame: Frame, protocol: str = "kind", each: int = 1, **given: Any) -> CritiqueRound:
    """A round that Tom prepares."""
    about = {"seed": 1, "until": day() + timedelta(days=7), **given}
    return rounds.prepare_round(
        frame=frame, protocol=protocol, each_gives=each, by=cast.tom, now=moment(), today=day(), **about
    )


def open_(cast: Cast, of_round: CritiqueRound) -> CritiqueRound:
    """Tom opens it."""
    return rounds.open_round(of_round=of_round, by=cast.tom, now=moment())


def turn_of(of_round: CritiqueRound, giver: Person) -> CritiqueTurn:
    """The first turn of somebody."""
    return CritiqueTurn.objects.select_related("round", "draft__project").filter(round=of_round, giver=giver).first()


def give(turn: CritiqueTurn, **parts: str) -> Critique:
    """Whoever has the turn gives words."""
    return giving.give_critique(turn=turn, parts={**WORDS, **parts}, by=turn.giver, now=moment())
