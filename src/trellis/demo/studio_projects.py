"""Projects of the demo: about forty, alone, in pairs and teams, in every state, in English and Spanish.

Made by the actions that the pages use, each in the scope of whoever acts; what frames leave open is what teams choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.demo.studio_project_work import end_work, work
from trellis.people.models import Person
from trellis.school.access import classes_attended
from trellis.studio.access_projects import educators_around, goals_to_serve
from trellis.studio.actions import projects, team
from trellis.studio.actions.answering import answer_proposal
from trellis.studio.actions.mentors import approve_mentor, ask_mentor, decline_mentor
from trellis.studio.actions.projects import Written
from trellis.studio.actions.serving import serve_goal
from trellis.studio.choosing import CHOOSE, Said, dimensions_for, open_ones
from trellis.studio.models import Frame, Project
from trellis.studio.telling_projects import PROJECT
from trellis.talk.actions import say_words

MOST, OWN = 41, 5
SIZES = (2, 1, 3, 2, 1, 4)
# How far projects are; most of them are under way.
FATES = (
    *("going", "going", "proposed", "going", "declined", "finished", "going", "changes"),
    *("going", "talking", "going", "draft", "going", "let-go", "finished", "accepted"),
)


@dataclass(frozen=True, slots=True)
class Idea:
    """What a team is about: its texts, its place in the demo, and what becomes of it."""

    number: int
    fate: str
    texts: dict[str, Any]
    frame: Frame | None

    @property
    def words(self) -> list[str]:
        """Title, question and what they want to do."""
        known = self.texts["projects"]
        found: list[str] = known[self.number % len(known)]
        return found

    def pick(self, pool: list[Any]) -> Any:
        """Return one of several texts: another for each project."""
        return pool[self.number % len(pool)]


def make_projects(town: Town) -> None:
    """Let learners answer the frames that are published, and start some from nothing. Call it when frames are there."""
    texts, fates, number = load_texts("projects"), cycle(FATES), 0
    today = town.lives["ada"].today
    published = Frame.objects.exclude(state=Frame.State.DRAFT).filter(removed_at__isnull=True, starts_on__lte=today)
    frames = list(published.order_by("pk"))
    each = (MOST - OWN) // max(1, len(frames))
    for frame in frames:
        for lives in _teams(_answering(town, frame), each):
            _make(town, lives, Idea(number, next(fates), texts[lives[0].language], frame))
            number += 1
    alone = [life for life in town.lives.values() if life.username not in {"ada", "ben"}]
    for life in alone[:: max(1, len(alone) // OWN)][:OWN]:
        _make(town, [life], Idea(number, next(fates), texts[life.language], None))
        number += 1


def _answering(town: Town, frame: Frame) -> list[Life]:
    """Return those who learn in a class of the frame; Ada and Ben first, because they work together."""
    classes = {link.school_class_id for link in frame.class_links.all()}
    found = []
    for life in town.lives.values():
        attended = classes_attended(life.learner, life.today).values_list("pk", flat=True)
        if classes & set(attended):
            found.append(life)
    return sorted(found, key=lambda life: (life.username not in {"ada", "ben"}, life.number))


def _teams(lives: list[Life], most: int) -> Iterator[list[Life]]:
    sizes, start = cycle(SIZES), 0
    for _n in range(most):
        size = next(sizes)
        if start >= len(lives):
            return
        yield lives[start : start + size]
        start += size


def _make(town: Town, lives: list[Life], idea: Idea) -> None:
    first = lives[0]
    began = first.ago(30)
    with district_scope(current_district_id(), first.learner.pk):
        project = projects.begin_project(frame=idea.frame, written=_written(first, idea), by=first.learner, now=began)
        mates = [life.learner for life in lives[1:] if life.language == first.language or idea.frame is not None]
        if mates:
            team.ask_into_team(project=project, people=mates, by=first.learner, now=began)
    for mate in mates:
        with district_scope(current_district_id(), mate.pk):
            team.join_team(project=project, by=mate, now=began + timedelta(hours=1))
    if idea.fate == "draft":
        return
    with district_scope(current_district_id(), first.learner.pk):
        project = projects.propose_project(project=project, by=first.learner, now=first.ago(28))
        educator = _educator(project, first)
    if idea.fate == "proposed" or educator is None:
        return
    _answer(project, first, educator, idea)
    _go_on(town, project, first, educator, idea)


def _educator(project: Project, first: Life) -> Person | None:
    return educators_around(project, first.today).order_by("family_name", "pk").first()


def _written(first: Life, idea: Idea) -> Written:
    title, question, words = idea.words
    choices = {}
    for one in open_ones(dimensions_for(idea.frame, first.learner)):
        chosen, reason = idea.pick(idea.texts["choices"][one.name])
        if one.mode == CHOOSE:
            chosen = idea.pick(list(one.options))
        choices[one.name] = Said(chosen, reason)
    return Written(title=title, question=question, words=words, first_steps=idea.texts["first_steps"], choices=choices)


def _answer(project: Project, first: Life, educator: Person, idea: Idea) -> None:
    texts: dict[str, Any] = {"verdict": "go", "reason": idea.texts["go"]}
    if idea.fate == "declined":
        reason, alternative = idea.texts["no"]
        texts = {"verdict": "no", "reason": reason, "alternative": alternative}
    elif idea.fate == "talking":
        texts = {"verdict": "talk", "reason": idea.texts["talk"]}
    elif idea.fate in {"changes", "accepted"}:
        texts = {"verdict": "changes", "changes": idea.texts["changes"]}
    with district_scope(current_district_id(), educator.pk):
        answer = answer_proposal(project=project, version=project.version, **texts, by=educator, now=first.ago(27))
    if idea.fate == "accepted":
        with district_scope(current_district_id(), first.learner.pk):
            projects.accept_changes(answer=answer, by=first.learner, now=first.ago(25))


def _go_on(town: Town, project: Project, first: Life, educator: Person, idea: Idea) -> None:
    project.refresh_from_db()
    if first.username == "ada" and idea.number == 0:
        _invite(town, project, first, educator, idea)
    if idea.fate == "talking" or idea.number == 0:
        _talk(town, project, first, educator, idea)
    if project.state != Project.State.GOING:
        return
    with district_scope(current_district_id(), first.learner.pk):
        _serve(project, first)
        work(project, first, idea)
        end_work(project, first, idea)


def _serve(project: Project, first: Life) -> None:
    """Tie it to a goal of who began it."""
    goal = goals_to_serve(first.learner).first()
    if goal is not None:
        serve_goal(project=project, goal=goal, by=first.learner, now=first.ago(24))


def _invite(town: Town, project: Project, first: Life, educator: Person, idea: Idea) -> None:
    """Let Ada's team have Noor as its mentor, and hear a no with a way on about somebody else."""
    until = first.today + timedelta(days=28)
    name, why, reason = idea.texts["stranger"]
    with district_scope(current_district_id(), first.learner.pk):
        noor = ask_mentor(
            project=project, mentor=town.people["noor"], why=idea.texts["mentor"], by=first.learner, now=first.now
        )
        other = ask_mentor(
            project=project, mentor=None, name=name, email="rosa@example.org", why=why, by=first.learner,
            now=first.now,
        )  # fmt: skip
    with district_scope(current_district_id(), educator.pk):
        approve_mentor(link=noor, ends_on=until, by=educator, now=first.now)
        decline_mentor(link=other, reason=reason, by=educator, now=first.now)


def _talk(town: Town, project: Project, first: Life, educator: Person, idea: Idea) -> None:
    voices = [first.learner, educator]
    if first.username == "ada" and idea.number == 0:
        voices.append(town.people["noor"])
    at: datetime = first.now - timedelta(hours=2) if idea.number == 0 else first.ago(20)
    for place, (author, body) in enumerate(zip(voices, idea.texts["said"], strict=False)):
        with district_scope(current_district_id(), author.pk):
            say_words(
                subject_kind=PROJECT, subject_id=project.pk, learner=None, author=author, body=body,
                now=min(first.now, at + timedelta(hours=place)),
            )  # fmt: skip
