"""How fast plans are: My plan with ten goals, forty steps and threads, Today of an educator with thirty learners.

Measured like the pages of the house (see `pages`): server time inside this process, in a district of 1,000 learners
and in one of 100,000. Set TRELLIS_BENCH_LEARNERS=1000 to leave the large district out.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

from benchmarks.harness import Claim
from benchmarks.pages import Page, build, claims_of_growth, claims_of_pages, cookie_of, measure
from trellis.embedded import Embedded

GOALS, STEPS_EACH, MESSAGES_EACH = 10, 4, 3
LEARNERS = 30


def claims(_database: Embedded) -> list[Claim]:
    """Fill one plan and one educator's classes, and measure the pages that show them, in both districts."""
    sizes = [int(size) for size in os.environ.get("TRELLIS_BENCH_LEARNERS", "1000,100000").split(",")]
    found: list[Claim] = []
    first = None
    for size in sizes:
        measured = measure(_pages(build(size)))
        if first is None:
            first = measured
            found += claims_of_pages(measured, size)
        else:
            found += claims_of_growth(first, measured, size)
    return found


def _pages(district_id: UUID) -> list[Page]:
    from django.urls import reverse

    from trellis.core.scope import district_scope
    from trellis.people.models import Person

    with district_scope(district_id):
        ada, tom = (Person.objects.get(account__username=name) for name in ("ada", "tom"))
        cookies = {name: cookie_of(name) for name in ("ada", "tom", "ruth")}
    goal_id = _fill_plan(district_id, ada, tom)
    _fill_classes(district_id, tom)
    return [
        Page(f"My plan of {GOALS} goals and {GOALS * STEPS_EACH} steps", reverse("plan:mine"), cookies["ada"]),
        Page("the same plan, read by an educator", reverse("plan:plan", args=[ada.pk]), cookies["tom"]),
        Page("the same plan, read by the family", reverse("plan:plan", args=[ada.pk]), cookies["ruth"]),
        Page("a goal with its thread", reverse("plan:goal", args=[goal_id]), cookies["ada"]),
        Page("my profile", reverse("profile:me"), cookies["ada"]),
        Page("Today of a learner with such a plan", "/", cookies["ada"]),
        Page(f"Today of an educator with {LEARNERS} learners", "/", cookies["tom"]),
    ]


def _fill_plan(district_id: UUID, ada: Any, tom: Any) -> UUID:
    """Bring Ada's plan up to its size, by the actions of the pages; return a goal that people talk about."""
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.plan.actions.goals import draft_goal, propose_goal
    from trellis.plan.actions.steps import add_step
    from trellis.plan.models import Goal, Plan
    from trellis.talk.actions import say_words
    from trellis.talk.models import Message

    now = timezone.now()
    with district_scope(district_id, ada.pk):
        plan = Plan.objects.filter(learner=ada).latest("term__starts_on")
        for number in range(GOALS - plan.goals.count()):
            goal = draft_goal(plan=plan, clauses=_clauses(number), by=ada, now=now)
            propose_goal(goal=goal, by=ada, now=now)
        for goal in plan.goals.all():
            for number in range(STEPS_EACH - goal.steps.count()):
                add_step(goal=goal, values={"title": f"Step {number}: find out more"}, by=ada, now=now)
            said = Message.objects.filter(thread__subject_id=goal.pk).count()
            for number in range(said, MESSAGES_EACH):
                say_words(
                    subject_kind="plan.goal", subject_id=goal.pk, learner=ada, author=(ada, tom)[number % 2],
                    body="I tried the first step and would like to hear what you think of it.",
                    now=now + timedelta(minutes=number),
                )  # fmt: skip
        return Goal.objects.filter(plan=plan).exclude(state=Goal.State.DRAFT).order_by("position")[0].pk


def _clauses(number: int) -> dict[str, str]:
    return {
        "title": f"Goal {number}: build a map of the sounds in our street",
        "why": "I hear more than other people see, and I want to show them what is there.",
        "success": "Somebody who has never been here can walk along the map and recognise three places.",
        "show_as": "A map on the wall of the library with recordings to listen to.",
        "with_whom": "With Mila and the librarian",
        "how": "Two afternoons outside, then one at the big table.",
    }


def _fill_classes(district_id: UUID, tom: Any) -> None:
    """Let the educator have at least thirty learners: those who are missing join a class of theirs."""
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.people.models import Person, Role
    from trellis.school.models import Enrolment

    today = timezone.localdate()
    with district_scope(district_id):
        classes = Enrolment.objects.filter(person=tom, role=Enrolment.Role.EDUCATOR, ends_on__isnull=True)
        home = classes[0].school_class
        taught = Enrolment.objects.filter(
            school_class__in=classes.values("school_class"), role=Enrolment.Role.LEARNER, ends_on__isnull=True
        ).values("person")
        missing = LEARNERS - taught.distinct().count()
        others = Role.objects.filter(kind=Role.Kind.LEARNER, school=home.school, ends_on__isnull=True)
        chosen = Person.objects.filter(pk__in=others.values("person")).exclude(pk__in=taught)[: max(0, missing)]
        Enrolment.objects.bulk_create(
            Enrolment(person=person, school_class=home, role=Enrolment.Role.LEARNER, starts_on=today)
            for person in chosen
        )
