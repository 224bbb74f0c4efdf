"""The lives of the demo's learners: a profile, a plan, what others noticed, suggested and arranged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.goals import Learnt, make_goal
from trellis.demo.life import Life, Town
from trellis.demo.meetings import meet
from trellis.demo.pictures import drawn
from trellis.demo.sounds import heard
from trellis.framework.models import Competency
from trellis.plan.actions.plans import open_plan
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.models import Voice
from trellis.plan.stages import stages_below
from trellis.profile.actions import answer_strength, notice_strength, write_facet
from trellis.profile.models import Facet

OLD = timedelta(days=150)


def live(town: Town, on_progress: Any) -> None:
    """Give every learner a profile, a plan and whatever they talk about."""
    learnt = [thing for thing in Competency.objects.order_by("code") if thing.code.count(".")]
    academic = [thing for thing in learnt if thing.education_levels]
    skills = [thing for thing in learnt if not thing.education_levels]
    for number, life in enumerate(town.lives.values(), 1):
        fitting = [c for c in academic if not stages_below(life.learner.grades, c.education_levels)]
        _live(town, life, Learnt(fitting, skills, town.requirements))
        on_progress("lives", number, len(town.lives))


def _live(town: Town, life: Life, learnt: Learnt) -> None:
    own = life.own()
    with district_scope(current_district_id(), life.learner.pk):
        facets = [_write(town, life, entry, place) for place, entry in enumerate(own["facets"])]
        plan = open_plan(learner=life.learner, term=life.term, by=life.learner, now=life.ago(50))
        goals = [
            make_goal(life, plan, place, wanted, learnt=learnt, interest=facets[0] if place == 0 else None)
            for place, wanted in enumerate(own["goals"])
        ]
        if life.username != "ada":
            _notice(life)
        if life.number % 4 == 0:
            _suggest(life)
        meet(life, goals, facets)


def _write(town: Town, life: Life, entry: list[Any], place: int) -> Facet:
    """Write an entry with its tags, and with a drawing or a sound where it has one."""
    kind, aspect, words, audience, more = entry if len(entry) == 5 else (*entry, {})
    media: dict[str, Any] = {}
    # The scripts are shared by many; the first learner of each drew the picture.
    if "picture" in more and (life.username == "ada" or life.script < 6):
        media["picture"] = drawn(*more["picture"])
    if "voice" in more:
        media["voice"] = heard(more["voice"])
    return write_facet(
        learner=life.learner,
        kind=kind,
        aspect=aspect,
        words=words,
        audience=audience,
        tags=[town.tags[tag] for tag in more.get("tags", ())],
        by=life.learner,
        now=life.ago(1) - OLD if more.get("old") else life.ago(60 - place),
        **media,
    )


def _notice(life: Life) -> None:
    """Let the educator notice strengths: some wait, some were kept, some were let go."""
    if life.number % 3:
        return
    words = life.say("noticed")
    noticed = notice_strength(
        learner=life.learner, words=words[life.number % len(words)], by=life.educator, now=life.ago(4)
    )
    if life.number % 9:
        keep = life.number % 9 == 3
        answer_strength(noticed=noticed, keep=keep, audience="family", by=life.learner, now=life.ago(3))


def _suggest(life: Life) -> None:
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
