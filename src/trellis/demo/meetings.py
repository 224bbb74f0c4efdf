"""Conferences of the demo: those that were held, with what they changed in a plan, and those that are to come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from trellis.agenda.actions import answer_event
from trellis.agenda.models import Attendance
from trellis.demo.life import Life, load_texts
from trellis.plan.actions.conferences import (
    add_topic,
    arrange_conference,
    cancel_conference,
    choose_topics,
    write_last_notes,
)
from trellis.plan.actions.outcomes import confirm_conference, hold_conference, write_outcome
from trellis.plan.changes import GoalChange
from trellis.plan.models import Conference, Goal, Topic, Voice
from trellis.profile.models import Facet


def meet(life: Life, goals: list[Goal], facets: list[Facet]) -> None:
    """Every second learner has met this term; every third has a conference ahead."""
    shared = [goal for goal in goals if goal.state != Goal.State.DRAFT]
    if life.number % 2 == 0 and life.ago(14).date() < life.today:
        _have_met(life, shared)
    ahead = life.today + timedelta(days=4 + life.number % 9)
    if (life.number % 3 == 0 or life.username == "ada") and ahead < life.term.ends_on:
        coming = _arrange(life, ahead, time(14, 30))
        shown = [facet for facet in facets if facet.kind == Facet.Kind.STRENGTH and facet.audience != "me"][:1]
        choose_topics(conference=coming, goals=shared[:1], facets=shown, by=life.learner, now=life.ago(1))
        add_topic(conference=coming, words=life.say("suggested")[0], by=life.learner, now=life.ago(1))
        answer_event(event=coming.event, person=life.learner, answer=Attendance.Answer.YES, now=life.ago(1))
        if life.number % 12 == 9:
            cancel_conference(conference=coming, by=life.educator, now=life.ago(0))


def _have_met(life: Life, shared: list[Goal]) -> None:
    """Lead through the goals, decide, and let the decision land in the plan where a goal is agreed."""
    day = _weekday(life.ago(14).date())
    met = _arrange(life, day, time(15))
    choose_topics(conference=met, goals=shared, facets=[], by=life.learner, now=life.ago(15))
    hold_conference(conference=met, by=life.learner, now=life.ago(14), today=day)
    agreed = next((goal for goal in shared if goal.state == Goal.State.AGREED), None)
    words, change = _decision(life, agreed)
    write_outcome(
        conference=met,
        topic=Topic.objects.filter(conference=met, goal=agreed).first() if agreed else None,
        words=words,
        decided_by="",
        change=change,
        voice=Voice.LEARNER,
        by=life.learner,
        now=life.ago(14),
        today=day,
    )
    if life.username == "ada":
        notes = load_texts("stories")["ada"]["notes"]
        write_last_notes(conference=met, notes=notes, expected=met.version, by=life.learner, now=life.ago(14))
    _confirm(life, met, day)


def _decision(life: Life, goal: Goal | None) -> tuple[str, GoalChange | None]:
    """Return what is decided, and what it changes in a goal that stands."""
    if goal is None:
        return life.say("decided"), None
    if life.username == "ada":
        ada = load_texts("stories")["ada"]
        return ada["decided"], GoalChange(goal, goal.version, {"with_whom": ada["with_whom"]})
    with_whom = f"{goal.with_whom} {life.say('together')}" if goal.with_whom else life.say("together").split(" ", 1)[1]
    clauses: dict[str, Any] = {"with_whom": with_whom}
    if goal.finish_by:
        clauses["finish_by"] = goal.finish_by + timedelta(days=7)
    return life.say("decided"), GoalChange(goal, goal.version, clauses)


def _confirm(life: Life, met: Conference, day: date) -> None:
    """Let the educator confirm; most families have too, Ada's mother and every fifth not yet."""
    confirm_conference(
        conference=met, person=life.educator, voice=Voice.EDUCATOR, by=life.educator, now=life.ago(13), today=day
    )
    if life.guardian is not None and life.username != "ada" and life.number % 5:
        confirm_conference(
            conference=met, person=life.guardian, voice=Voice.FAMILY, by=life.guardian, now=life.ago(12), today=day
        )


def _weekday(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _arrange(life: Life, day: date, hour: time) -> Conference:
    zone = ZoneInfo(life.learner.district.time_zone)
    starts_at = datetime.combine(_weekday(day), hour, tzinfo=zone)
    asked = min(life.now, starts_at - timedelta(days=7))
    return arrange_conference(
        learner=life.learner,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=40),
        place=life.say("place"),
        people=[life.learner, life.educator, *([life.guardian] if life.guardian else [])],
        by=life.educator,
        now=asked,
        today=asked.date(),
    )
