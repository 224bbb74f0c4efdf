"""What the demo's learners show, how they judge it themselves, and what others said about it."""

from __future__ import annotations

from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.demo.pictures import drawn
from trellis.demo.sounds import heard
from trellis.evidence.actions.artefacts import Links, Said, add_artefact
from trellis.evidence.actions.feedback import Named, ask_for_feedback, give_feedback, say_what_helped
from trellis.evidence.actions.judging import judge_own
from trellis.evidence.actions.reports import report_feedback
from trellis.evidence.models import Artefact
from trellis.files.many import FilesChoice
from trellis.framework.models import Competency, Level
from trellis.framework.queries_competency import levels_for
from trellis.people.models import Person
from trellis.plan.models import Goal

EVERY = 8  # of the others shows something: enough to look around, and the demo is soon there
STAFF = ("tom", "ines")


def show_evidence(town: Town) -> None:
    """Let Ada, Ben and a few others in both languages show what they can do."""
    texts = load_texts("shown")
    for life in town.lives.values():
        own = texts.get(life.username)
        if own is None and life.number % EVERY == 3:
            own = texts[life.language]
        for entry in own or ():
            _show(town, life, entry)


def _show(town: Town, life: Life, entry: dict[str, Any]) -> None:
    learner, at = life.learner, life.ago(entry["days"])
    with district_scope(current_district_id(), learner.pk):
        goals = Goal.objects.filter(learner=learner, state__in=(Goal.State.PROPOSED, Goal.State.AGREED))
        goal = goals.order_by("position", "made_at").first()
        competency = _competency_of(goal)
        artefact = add_artefact(
            learners=[learner, *(town.people[name] for name in entry.get("with", ()))],
            said=Said(entry["title"], entry["words"], place=entry.get("place", Artefact.Place.SCHOOL)),
            files=_files(entry),
            links=Links(goals=[goal] if goal else (), competencies=[competency] if competency else ()),
            audience=entry["audience"],
            share=not entry.get("draft"),
            by=learner,
            now=at,
        )
        if "judge" in entry and competency is not None:
            place, reason, *team = entry["judge"]
            level = _level(competency, place)
            judge_own(
                artefact=artefact,
                learner=learner,
                competency=competency,
                level=level,
                reason=reason,
                together=bool(team),
                by=learner,
                now=at,
            )
        for who, question, wants_level in entry.get("ask", ()):
            people = [town.people[who]]
            ask_for_feedback(
                artefact=artefact, people=people, question=question, wants_level=wants_level, by=learner, now=at
            )
    for said in entry.get("feedback", ()):
        _answer(life, artefact, competency, said, town.people[said["by"]])


def _files(entry: dict[str, Any]) -> FilesChoice:
    chosen = [drawn(*entry["picture"])] if "picture" in entry else []
    chosen += [heard(entry["voice"])] if "voice" in entry else []
    return FilesChoice(checked=tuple(one.checked for one in chosen if one.checked is not None))


def _competency_of(goal: Goal | None) -> Competency | None:
    found = Competency.objects.select_related("framework").filter(goal_links__goal=goal, retired_at__isnull=True)
    return found.order_by("code").first() if goal is not None else None


def _level(competency: Competency, place: int) -> Level:
    levels = levels_for(competency, "en")
    return Level.objects.get(pk=str(levels[min(place, len(levels) - 1)].level_id))


def _answer(life: Life, artefact: Artefact, competency: Competency | None, said: dict[str, Any], by: Person) -> None:
    at = life.ago(said["days"])
    with district_scope(current_district_id(), by.pk):
        named = None
        if "level" in said and competency is not None:
            named = Named(competency, _level(competency, said["level"]), said["reason"])
        feedback = give_feedback(
            artefact=artefact,
            learner=life.learner,
            works=said["works"],
            following=said["next"],
            offer=said.get("offer", ""),
            named=named,
            is_educator=said["by"] in STAFF,
            by=by,
            now=at,
        )
    if "hurts" in said:
        with district_scope(current_district_id(), life.learner.pk):
            report_feedback(feedback=feedback, reason=said["hurts"], by=life.learner, now=at)
    if "helped" in said:
        with district_scope(current_district_id(), life.learner.pk):
            helped, words = said["helped"], said["helped_words"]
            say_what_helped(feedback=feedback, helped=helped, words=words, by=life.learner, now=at)
