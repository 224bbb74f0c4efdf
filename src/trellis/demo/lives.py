"""The lives of the demo's learners: profiles, goals in every state, talks and conferences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from trellis.core.scope import current_district_id, district_scope
from trellis.framework.models import Competency
from trellis.notice.actions import read_notices
from trellis.people.models import Person
from trellis.plan.actions.conferences import add_topic, arrange_conference, choose_topics
from trellis.plan.actions.expectations import lower_expectation
from trellis.plan.actions.goals import draft_goal, end_goal, propose_goal
from trellis.plan.actions.negotiation import agree, propose_changes
from trellis.plan.actions.outcomes import confirm_conference, hold_conference, write_outcome
from trellis.plan.actions.plans import open_plan
from trellis.plan.actions.steps import add_step, set_step_state
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Goal, Plan, Step, Voice
from trellis.plan.stages import stages_below
from trellis.profile.actions import answer_strength, notice_strength, write_facet
from trellis.profile.models import Facet
from trellis.school.models import Term
from trellis.talk.actions import say_words

GOAL_KIND = "plan.goal"
STATES = ("agreed", "countered", "proposed", "reached", "draft", "agreed", "let-go")


@cache
def load_lives() -> dict[str, Any]:
    """Return the texts of the lives: Ada's own, and those that the others share, by language."""
    text = (Path(__file__).parent / "content" / "lives.json").read_text(encoding="utf-8")
    lives: dict[str, Any] = json.loads(text)
    return lives


@dataclass(frozen=True, slots=True)
class Life:
    """One learner with those who are with them, and where they are in the list of all."""

    number: int
    learner: Person
    educator: Person
    guardian: Person | None
    language: str
    term: Term
    today: date
    now: datetime

    def say(self, key: str) -> Any:
        """Return a text in the learner's language."""
        return load_lives()[key][self.language]

    def ago(self, days: int) -> datetime:
        """Return the same hour some days earlier, never before the term."""
        began = datetime.combine(self.term.starts_on, self.now.timetz())
        return max(began, self.now - timedelta(days=days))


def live(lives: Sequence[Life], on_progress: Any) -> None:
    """Give every learner a profile, a plan and whatever they talk about."""
    learnt = [thing for thing in Competency.objects.order_by("code") if thing.code.count(".")]
    academic = [thing for thing in learnt if thing.education_levels]
    skills = [thing for thing in learnt if not thing.education_levels]
    for number, life in enumerate(lives, 1):
        fitting = [c for c in academic if not stages_below(life.learner.grades, c.education_levels)]
        _live(life, fitting, skills)
        on_progress("lives", number, len(lives))
    _look_down(lives, academic)
    for educator in {life.educator for life in lives}:
        read_notices(person=educator, now=lives[0].now)  # only what happens from now on is new to them


def _look_down(lives: Sequence[Life], academic: list[Competency]) -> None:
    """Let one goal sit a stage below what is expected, of the first learner for whom there is such a competency."""
    for life in lives:
        for competency in academic:
            if life.number and stages_below(life.learner.grades, competency.education_levels) == 1:
                lower_once(life, competency)
                return


def _live(life: Life, fitting: list[Competency], skills: list[Competency]) -> None:
    script = load_lives()[life.language][life.number % len(load_lives()[life.language])]
    own = load_lives()["ada"] if is_ada(life) else script
    with district_scope(current_district_id(), life.learner.pk):
        facets = [
            write_facet(
                learner=life.learner,
                kind=kind,
                aspect=aspect,
                words=words,
                audience=audience,
                by=life.learner,
                now=life.ago(60 - place),
            )
            for place, (kind, aspect, words, audience) in enumerate(own["facets"])
        ]
        plan = open_plan(learner=life.learner, term=life.term, by=life.learner, now=life.ago(50))
        goals = [
            _goal(
                life,
                plan,
                place,
                {**wanted, "competencies": [*_one(fitting, life, place), *_one(skills, life, place)]},
                facets[0] if place == 0 else None,
            )
            for place, wanted in enumerate(own["goals"])
        ]
        _notice(life)
        if life.number % 4 == 0:
            title, why = life.say("suggested")
            suggest_goal(
                learner=life.learner,
                title=title,
                why=why,
                competency=None,
                voice=Voice.EDUCATOR,
                by=life.educator,
                now=life.ago(6),
            )
        _meet(life, goals, facets)


def is_ada(life: Life) -> bool:
    """Say whether this is the learner of most stories."""
    return life.learner.given_name == "Ada"


def _weekday(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _one(things: list[Competency], life: Life, place: int) -> list[Competency]:
    start = (life.number * 7 + place * 3) % max(1, len(things))
    return things[start : start + 1]


def _goal(life: Life, plan: Plan, place: int, wanted: dict[str, Any], interest: Facet | None) -> Goal:
    state = ("countered", "agreed")[place] if is_ada(life) else STATES[(life.number + place * 2) % len(STATES)]
    texts = {name: wanted[name] for name in ("title", "why", "success", "show_as", "with_whom")}
    last = life.term.ends_on - timedelta(days=10 + place * 7)
    finish_by = last if last > life.today else None
    goal = draft_goal(
        plan=plan,
        clauses={**texts, "finish_by": finish_by, "competencies": wanted["competencies"]},
        origin=Goal.Origin.INTEREST if interest else Goal.Origin.NOTHING,
        facet=interest,
        by=life.learner,
        now=life.ago(40 - place),
    )
    _walk(life, goal, wanted["steps"], far=state in {"agreed", "reached"})
    if state != "draft":
        propose_goal(goal=goal, by=life.learner, now=life.ago(30 - place))
        _negotiate(life, goal, state)
    return goal


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


def _negotiate(life: Life, goal: Goal, state: str) -> None:
    hello, answer = life.say("message")
    if state == "countered":
        more, because = life.say("counter")
        clauses = {**clauses_of(goal), "show_as": f"{goal.show_as} {more}"}
        propose_changes(
            goal=goal,
            clauses=clauses,
            reasons={"show_as": because},
            voice=Voice.EDUCATOR,
            base_version=goal.version,
            by=life.educator,
            now=life.ago(3),
        )
        _say(life, goal, life.educator, hello, 3)
    elif state != "proposed":
        _agree(life, goal, life.educator, Voice.EDUCATOR, 20)
        if life.guardian is not None:
            _agree(life, goal, life.guardian, Voice.FAMILY, 18)
        _say(life, goal, life.educator, hello, 12)
        _say(life, goal, life.learner, answer, 11)
    if state in {"reached", "let-go"}:
        end_goal(
            goal=goal,
            state=state,
            reflection=life.say("reached" if state == "reached" else "let_go"),
            by=life.learner,
            now=life.ago(2),
        )


def _agree(life: Life, goal: Goal, person: Person, voice: str, days: int) -> None:
    words = life.say("agreed")[voice == Voice.FAMILY]
    agree(goal=goal, version=goal.version, voice=voice, words=words, by=person, now=life.ago(days), today=life.today)
    goal.refresh_from_db()


def _say(life: Life, goal: Goal, author: Person, words: str, days: int) -> None:
    say_words(
        subject_kind=GOAL_KIND,
        subject_id=goal.pk,
        learner=life.learner,
        author=author,
        body=words,
        now=life.ago(days),
    )


def _notice(life: Life) -> None:
    """Let the educator notice strengths: Ada keeps one, and some of the others have not answered yet."""
    if is_ada(life):
        kept = notice_strength(
            learner=life.learner, words=load_lives()["ada"]["noticed"], by=life.educator, now=life.ago(9)
        )
        answer_strength(noticed=kept, keep=True, audience="family", by=life.learner, now=life.ago(8))
    if life.number % 3 == 0:
        words = life.say("noticed")
        notice_strength(learner=life.learner, words=words[life.number % len(words)], by=life.educator, now=life.ago(4))


def _meet(life: Life, goals: list[Goal], facets: list[Facet]) -> None:
    """Every second learner has met this term; every third has a conference ahead."""
    zone = ZoneInfo(life.learner.district.time_zone)
    people = [life.learner, life.educator, *([life.guardian] if life.guardian else [])]
    shared = [goal for goal in goals if goal.state != Goal.State.DRAFT]
    if life.number % 2 == 0 and life.ago(14).date() < life.today:
        day = _weekday(life.ago(14).date())
        met = _arrange(life, people, day, time(15), zone)
        choose_topics(conference=met, goals=shared, facets=[], by=life.learner, now=life.ago(15))
        hold_conference(conference=met, by=life.learner, now=life.ago(14), today=day)
        write_outcome(
            conference=met,
            topic=None,
            words=life.say("decided"),
            decided_by="",
            change=None,
            voice=Voice.LEARNER,
            by=life.learner,
            now=life.ago(14),
            today=day,
        )
        confirm_conference(
            conference=met, person=life.educator, voice=Voice.EDUCATOR, by=life.educator, now=life.ago(13), today=day
        )
    ahead = life.today + timedelta(days=4 + life.number % 9)
    if (life.number % 3 == 0 or is_ada(life)) and ahead < life.term.ends_on:
        coming = _arrange(life, people, ahead, time(14, 30), zone)
        shown = [facet for facet in facets if facet.kind == Facet.Kind.STRENGTH and facet.audience != "me"][:1]
        choose_topics(conference=coming, goals=shared[:1], facets=shown, by=life.learner, now=life.ago(1))
        add_topic(conference=coming, words=life.say("suggested")[0], by=life.learner, now=life.ago(1))


def _arrange(life: Life, people: list[Person], day: date, hour: time, zone: ZoneInfo) -> Any:
    starts_at = datetime.combine(_weekday(day), hour, tzinfo=zone)
    asked = min(life.now, starts_at - timedelta(days=7))
    return arrange_conference(
        learner=life.learner,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=40),
        place="Room 12",
        people=people,
        by=life.educator,
        now=asked,
        today=asked.date(),
    )


def lower_once(life: Life, competency: Competency) -> None:
    """One goal sits below the expected stage: its time is over and nobody has looked at it again."""
    with district_scope(current_district_id(), life.learner.pk):
        plan = open_plan(learner=life.learner, term=life.term, by=life.learner, now=life.ago(45))
        goal = draft_goal(
            plan=plan,
            clauses={"title": competency.statement_plain[:120], "competencies": [competency]},
            origin=Goal.Origin.COMPETENCY,
            by=life.learner,
            now=life.ago(45),
        )
        propose_goal(goal=goal, by=life.learner, now=life.ago(44))
        then = life.ago(40)
        lower_expectation(
            goal=goal,
            competency_id=competency.pk,
            reason=load_lives()["lowered"],
            until=(then + timedelta(days=30)).date(),
            by=life.educator,
            now=then,
            today=then.date(),
        )
