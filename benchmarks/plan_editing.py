"""Many hands on one goal: 64 editors and 10,000 saves through the action of the page, none of them lost.

Each editor reads a goal, adds a mark of its own to one of its parts and saves; where somebody else was first, the
page shows both texts, so the editor reads the goal once more and saves again. At the end every mark has to be there.
"""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from benchmarks.harness import Claim
from trellis.embedded import Embedded

EDITORS, SAVES = 64, int(os.environ.get("TRELLIS_BENCH_SAVES", "10000"))
GOALS, PARTS = 40, ("why", "success", "show_as", "how")
AT_ONCE = 8  # connections that work at the same time, as with a web server of eight threads


@dataclass
class Tally:
    """What the editors did."""

    again: int = 0
    seconds: list[float] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)


def claims(_database: Embedded) -> list[Claim]:
    """Let the editors work, then count what stands in the goals."""
    district_id, goals = _prepare()
    tally = _edit(district_id, goals)
    if tally.errors:
        raise tally.errors[0]
    lost, versions = _count(district_id, goals)
    return [
        Claim(f"updates lost in {SAVES:,} saves by {EDITORS} editors at once", lost, "updates", limit=0),
        Claim("versions missing from the history", SAVES - versions, "versions", limit=0),
        Claim("a save, median under this load", statistics.median(tally.seconds) * 1000, "ms"),
        Claim("saves that read both texts and were sent again", tally.again, "saves"),
    ]


def _prepare() -> tuple[UUID, list[UUID]]:
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.demo.build import build_demo
    from trellis.demo.calendar import day_of_demo
    from trellis.people.models import Person
    from trellis.plan.actions.goals import draft_goal
    from trellis.plan.actions.plans import open_plan
    from trellis.plan.queries.board import term_for

    now = timezone.now()
    district_id = build_demo(today=day_of_demo(timezone.now())).district_id
    with district_scope(district_id):
        ada = Person.objects.get(account__username="ada")
    with district_scope(district_id, ada.pk):
        term = term_for(ada, now.date())
        if term is None:
            raise RuntimeError("The demo has no term today.")
        plan = open_plan(learner=ada, term=term, by=ada, now=now)
        made = [draft_goal(plan=plan, clauses={"title": f"Goal {n}"}, by=ada, now=now).pk for n in range(GOALS)]
    return district_id, made


def _edit(district_id: UUID, goals: list[UUID]) -> Tally:
    """Share the saves out among the editors, who work at the same time."""
    from django.db import connections

    tally, gate = Tally(), threading.Semaphore(AT_ONCE)

    def work(editor: int) -> None:
        try:
            for number in range(editor, SAVES, EDITORS):
                with gate:
                    _save(district_id, goals[number % GOALS], number, tally)
        except Exception as error:  # noqa: BLE001 - raised again where the figures are made
            tally.errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(editor,)) for editor in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _save(district_id: UUID, goal_id: UUID, number: int, tally: Tally) -> None:
    """Add one mark, as often as it takes until it stands."""
    from django.utils import timezone

    from trellis.core.actions import StaleVersion
    from trellis.core.scope import district_scope
    from trellis.plan.actions.merging import merge_goal
    from trellis.plan.clauses import clauses_of
    from trellis.plan.models import Goal

    part = PARTS[number // GOALS % len(PARTS)]
    while True:
        with front_scope(district_id) as ada:
            goal = Goal.objects.select_related("plan__term", "learner").get(pk=goal_id)
            clauses = clauses_of(goal)
        clauses[part] += f"{number};"
        began = time.perf_counter()
        try:
            with district_scope(district_id, ada.pk):
                merge_goal(goal=goal, clauses=clauses, read_version=goal.version, by=ada, now=timezone.now())
        except StaleVersion:
            tally.again += 1
            continue
        tally.seconds.append(time.perf_counter() - began)
        return


@contextmanager
def front_scope(district_id: UUID) -> Iterator[Any]:
    """Work as Ada, whose drafts nobody else has."""
    from trellis.core.scope import district_scope
    from trellis.people.models import Person

    with district_scope(district_id):
        ada = Person.objects.get(account__username="ada")
    with district_scope(district_id, ada.pk):
        yield ada


def _count(district_id: UUID, goals: list[UUID]) -> tuple[int, int]:
    """Return how many marks are gone, and how many versions after the first are kept."""
    from trellis.plan.models import Goal, GoalVersion

    with front_scope(district_id):
        found = {
            mark
            for goal in Goal.objects.filter(pk__in=goals)
            for part in PARTS
            for mark in getattr(goal, part).split(";")
            if mark
        }
        versions = GoalVersion.objects.filter(goal__in=goals, number__gt=1).count()
    return SAVES - len(found), versions
