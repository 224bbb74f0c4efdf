"""Goals of the demo: begun in each of the ways there are, and negotiated into each of the states there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from trellis.demo.life import Life
from trellis.framework.models import Competency, Requirement, RequirementItem
from trellis.people.models import Person
from trellis.plan.actions.goals import change_goal, draft_goal, end_goal, propose_goal
from trellis.plan.actions.negotiation import agree, propose_changes
from trellis.plan.actions.steps import add_step, set_step_state
from trellis.plan.actions.suggestions import suggest_goal, take_suggestion
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Goal, Plan, Step, Voice
from trellis.plan.stages import stages_below
from trellis.profile.models import Facet
from trellis.talk.actions import say_words

GOAL_KIND = "plan.goal"
# "countered" and "changed" are states of the talk, not of the goal: both stay on the table.
STATES = (
    ("agreed", "agreed"),
    ("countered", "agreed"),
    ("agreed", "reached"),
    ("proposed", "draft"),
    ("agreed", "agreed"),
    ("changed", "let-go"),
    ("agreed", "proposed"),
    ("reached", "countered"),
)
STATES_OF = {
    "ada": ("countered", "agreed", "reached", "draft"),
    "ben": ("agreed", "agreed"),
    "camila": ("agreed", "agreed"),
    "lucia": ("agreed", "changed"),
    "suki": ("agreed", "proposed"),
    "emma": ("agreed", "proposed"),
}
ORIGINS = (
    Goal.Origin.NOTHING,
    Goal.Origin.COMPETENCY,
    Goal.Origin.REQUIREMENT,
    Goal.Origin.SUGGESTION,
    Goal.Origin.CONFERENCE,
)
ORIGINS_OF_ADA = (Goal.Origin.INTEREST, Goal.Origin.REQUIREMENT, Goal.Origin.COMPETENCY, Goal.Origin.NOTHING)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a goal of a learner can point at: competencies of their years, learning skills, what graduation asks."""

    academic: Sequence[Competency]
    skills: Sequence[Competency]
    requirements: Sequence[Requirement]


def make_goal(
    life: Life, plan: Plan, place: int, wanted: dict[str, Any], *, learnt: Learnt, interest: Facet | None
) -> Goal:
    """Write a goal with its steps and take it as far as this learner has come with it."""
    states = STATES_OF.get(life.username) or STATES[life.number % len(STATES)]
    origin = Goal.Origin.INTEREST if interest else ORIGINS[life.number % len(ORIGINS)]
    if life.username == "ada":
        origin = ORIGINS_OF_ADA[place]
    goal = _begin(life, plan, place, wanted, learnt=learnt, origin=origin, interest=interest)
    state = states[place]
    _walk(life, goal, wanted["steps"], far=state in {"agreed", "reached", "changed"})
    if state != "draft":
        propose_goal(goal=goal, by=life.learner, now=life.ago(30 - place))
        _negotiate(life, goal, state)
    return goal


def _begin(
    life: Life,
    plan: Plan,
    place: int,
    wanted: dict[str, Any],
    *,
    learnt: Learnt,
    origin: Goal.Origin,
    interest: Facet | None,
) -> Goal:
    last = life.term.ends_on - timedelta(days=10 + place * 7)
    asked: list[Requirement] = []
    if origin == Goal.Origin.REQUIREMENT:
        asked = [learnt.requirements[0]] if life.username == "ada" else _one(learnt.requirements, life, place)
    clauses = {
        **{name: wanted[name] for name in ("title", "why", "success", "show_as", "with_whom")},
        "finish_by": last if last > life.today else None,
        "competencies": [
            *(_counting(life, asked) or _one(learnt.academic, life, place)),
            *_one(learnt.skills, life, place),
        ],
        "requirements": asked,
    }
    now = life.ago(40 - place)
    if origin == Goal.Origin.SUGGESTION:
        suggestion = suggest_goal(
            learner=life.learner,
            title=wanted["title"],
            why=life.say("suggested")[1],
            competency=None,
            voice=Voice.EDUCATOR,
            by=life.educator,
            now=life.ago(42),
        )
        return take_suggestion(suggestion=suggestion, plan=plan, clauses=clauses, by=life.learner, now=now)
    return draft_goal(plan=plan, clauses=clauses, origin=origin, facet=interest, by=life.learner, now=now)


def _one(things: Sequence[Any], life: Life, place: int) -> list[Any]:
    start = (life.number * 7 + place * 3) % max(1, len(things))
    return list(things[start : start + 1])


def _counting(life: Life, asked: Sequence[Requirement]) -> list[Competency]:
    """Return two competencies of the learner's years that count for what graduation asks."""
    items = RequirementItem.objects.filter(requirement__in=asked).select_related("competency").order_by("pk")
    high = [row.competency for row in items if not stages_below(life.learner.grades, row.competency.education_levels)]
    return high[:2]


def _walk(life: Life, goal: Goal, titles: list[str], *, far: bool) -> None:
    for place, title in enumerate(titles):
        due = life.today + timedelta(days=3 + 9 * place)
        values = {
            "title": title,
            "due_on": due if due < life.term.ends_on else None,
            "doer": Step.Doer.US if place == 1 else Step.Doer.ME,
            "place": Step.Place.ON_SCREEN if place == 3 else Step.Place.OFF_SCREEN,
        }
        step = add_step(goal=goal, values=values, by=life.learner, now=life.ago(35))
        if far and place == 0:
            set_step_state(step=step, state=Step.State.DONE, by=life.learner, now=life.ago(5))
        elif far and place == 1:
            set_step_state(step=step, state=Step.State.DOING, by=life.learner, now=life.ago(2))


def _negotiate(life: Life, goal: Goal, state: str) -> None:
    hello, answer = life.say("message")
    if state == "countered":
        counter(life, goal)
        say(life, goal, life.educator, hello, 3)
    elif state != "proposed":
        agree_to(life, goal, life.educator, Voice.EDUCATOR, 20)
        if life.guardian is not None:
            agree_to(life, goal, life.guardian, Voice.FAMILY, 18)
        say(life, goal, life.educator, hello, 12)
        say(life, goal, life.learner, answer, 11)
    if state == "changed":
        words = f"{goal.success.rstrip('.')} {life.say('changed')}"
        change_goal(goal=goal, clauses={"success": words}, expected=goal.version, by=life.learner, now=life.ago(4))
    if state in {"reached", "let-go"}:
        reflection = life.say("reached" if state == "reached" else "let_go")
        end_goal(goal=goal, state=state, reflection=reflection, by=life.learner, now=life.ago(2))


def counter(life: Life, goal: Goal) -> None:
    """Let the educator put one other clause beside the goal."""
    more, because = life.say("counter")
    propose_changes(
        goal=goal,
        clauses={**clauses_of(goal), "show_as": f"{goal.show_as} {more}"},
        reasons={"show_as": because},
        voice=Voice.EDUCATOR,
        base_version=goal.version,
        by=life.educator,
        now=life.ago(3),
    )


def agree_to(life: Life, goal: Goal, person: Person, voice: str, days: int) -> None:
    """Let somebody stand behind the goal as it is."""
    words = life.say("agreed")[voice == Voice.FAMILY]
    agree(goal=goal, version=goal.version, voice=voice, words=words, by=person, now=life.ago(days), today=life.today)
    goal.refresh_from_db()


def say(life: Life, goal: Goal, author: Person, words: str, days: int) -> None:
    """Say something in the conversation about a goal."""
    say_words(
        subject_kind=GOAL_KIND,
        subject_id=goal.pk,
        learner=life.learner,
        author=author,
        body=words,
        now=life.ago(days),
    )
