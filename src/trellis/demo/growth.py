"""What grows in the demo: things that learners showed, last year's too, who looked at them, and their journals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.evidence.actions.artefacts import Links, Said, add_artefact
from trellis.evidence.actions.feedback import Named, ask_for_feedback, give_feedback
from trellis.evidence.actions.journal import Thought, write_reflection
from trellis.evidence.actions.judging import judge_own
from trellis.evidence.models import Artefact
from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.plan.models import Goal

EACH = 3  # things that every third learner has shown


@dataclass(frozen=True, slots=True)
class _Frame:
    """Competencies by code, and the levels of each one's scale, the first one first."""

    competencies: dict[str, Competency]
    levels: dict[Any, list[Level]]

    def level(self, competency: Competency, place: int) -> Level:
        """Return a level, counted from one."""
        return self.levels[competency.framework.scale_id][place - 1]


def let_grow(town: Town, on_progress: Callable[[str, int, int], None]) -> None:
    """Let Ada's trellis grow since last year, and that of every third learner since this term began."""
    frame = _frame()
    growing = [life for life in town.lives.values() if life.username == "ada" or life.number % 3 == 0]
    for number, life in enumerate(growing, 1):
        with district_scope(current_district_id(), life.learner.pk):
            if life.username == "ada":
                _ada(town, life, frame)
            else:
                _other(life, frame)
        on_progress("evidence", number, len(growing))


def _frame() -> _Frame:
    found = Competency.objects.filter(retired_at__isnull=True, code__contains=".").select_related("framework")
    levels: dict[Any, list[Level]] = {}
    for level in Level.objects.order_by("position"):
        levels.setdefault(level.scale_id, []).append(level)
    return _Frame({one.code: one for one in found}, levels)


def _ago(life: Life, days: int) -> datetime:
    """Return an hour of the school day some days earlier, before this term too."""
    return life.now - timedelta(days=days) + timedelta(hours=8 + days % 6, minutes=days * 7 % 60) * (days > 0)


def _ada(town: Town, ada: Life, frame: _Frame) -> None:
    texts = load_texts("growth")
    street = Goal.objects.filter(learner=ada.learner).order_by("position").first()
    for days, code, title, words, own, own_reason, tom, ines, works in texts["ada"]:
        competency, at = frame.competencies[code], _ago(ada, days)
        about = [competency, *(frame.competencies[other] for other in texts["also"].get(title, ()))]
        artefact = _show(ada, about, title, words, at)
        if own:
            judge_own(
                artefact=artefact, learner=ada.learner, competency=competency, level=frame.level(competency, own),
                reason=own_reason, by=ada.learner, now=at,
            )  # fmt: skip
        for name, place in (("tom", tom), ("ines", ines)):
            if place:
                level = frame.level(competency, place)
                _look(ada, artefact, Named(competency, level, works), town.people[name], at)
    for days, code, answers, words, audience in texts["ada_thoughts"]:
        goal = street if "plan" in answers else None
        thought = Thought(answers, words, goal=goal, skill=frame.competencies.get(code))
        _think(ada, thought, audience, days)


def _other(life: Life, frame: _Frame) -> None:
    texts = load_texts("growth")
    entries = texts["shown"][life.language]
    for number in range(EACH):
        code, title, words, works = entries[(life.number + number) % len(entries)]
        competency, at = frame.competencies[code], life.ago(40 - 11 * number)
        artefact = _show(life, [competency], title, words, at)
        place = 2 + (life.number + number) % 2
        if number != 1:
            judge_own(
                artefact=artefact, learner=life.learner, competency=competency,
                level=frame.level(competency, 2 + life.number % 2), reason=texts["own"][life.language],
                by=life.learner, now=at,
            )  # fmt: skip
        if number:
            named = Named(competency, frame.level(competency, place), works)
            _look(life, artefact, named, life.educator, at)
    if life.number // 3 % 2:
        _go_on_with_it(life, frame)
    answers, audience = texts["thoughts"][life.language][life.number % 4]
    _think(life, Thought(answers), audience, 5 + life.number % 20)


def _go_on_with_it(life: Life, frame: _Frame) -> None:
    """Show the same more than once, and well: so they are ready for what it leads to, as the class picture says."""
    again = load_texts("growth")["again"][life.language]
    code, things = again[life.number // 6 % len(again)]
    competency = frame.competencies[code]
    for number, (title, words, works) in enumerate(things):
        artefact = _show(life, [competency], title, words, life.ago(24 - 7 * number))
        named = Named(competency, frame.level(competency, 3 + number % 2), works)
        _look(life, artefact, named, life.educator, life.ago(24 - 7 * number))


def _show(life: Life, about: list[Competency], title: str, words: str, at: datetime) -> Artefact:
    return add_artefact(
        learners=[life.learner],
        said=Said(title=title, words=words, happened_on=at.date()),
        links=Links(competencies=about),
        audience="circle",
        by=life.learner,
        now=at,
    )


def _look(life: Life, artefact: Artefact, named: Named, educator: Person, at: datetime) -> None:
    """Let an educator look at it two days later, and name a level because the learner asked."""
    ask_for_feedback(artefact=artefact, people=[educator], wants_level=True, by=life.learner, now=at)
    give_feedback(
        artefact=artefact,
        learner=life.learner,
        works=named.reason,
        following=load_texts("growth")["next"][life.language],
        named=named,
        is_educator=True,
        by=educator,
        now=min(life.now, at + timedelta(days=2)),
    )


def _think(life: Life, thought: Thought, audience: str, days: int) -> None:
    write_reflection(learner=life.learner, thought=thought, audience=audience, by=life.learner, now=_ago(life, days))
