"""Lessons of Tom's for the tests: a class of six, questions, checks and what the class answers."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.evidence.showing import day, eyes_of, levels, moment, show
from tests.people import Cast

from trellis.evidence.actions import lessons as actions
from trellis.evidence.actions.noticing import notice_learner
from trellis.evidence.models import Artefact, Check, Judgement, Question, Voice
from trellis.framework.models import Competency
from trellis.people.actions import create_person, give_role
from trellis.people.models import Person
from trellis.school.actions import enrol


def fill_class(cast: Cast, n: int) -> list[Person]:
    """More learners in the class of Ada, Ben and Tom."""
    made = []
    for number in range(n):
        person = create_person(given_name=f"Learner{number:02}", family_name="Of", email="", by=None, now=moment())
        start = cast.term.starts_on
        give_role(person=person, kind="learner", school=cast.school, starts_on=start, by=None, now=moment())
        enrol(person=person, school_class=cast.ada_class, role="learner", starts_on=start, by=None, now=moment())
        made.append(person)
    return made


def plan(cast: Cast, text: str = "How does a bridge carry you?", **given: Any) -> Question:
    """A question of Tom's."""
    about = {"depth": "explain", "on": day(), "competency_id": None, **given}
    return actions.plan_question(school_class=cast.ada_class, text=text, by=cast.tom, now=moment(), **about)


def turn(cast: Cast, kind: str = "", *learners: Person, seed: int = 1, **given: Any) -> Person | None:
    """A turn in Tom's class."""
    about = {"question": None, "away": (), **given}
    return actions.take_turn(
        school_class=cast.ada_class, learners=learners, kind=kind, rng=Random(seed), by=cast.tom, now=moment(), **about
    )


def ask(cast: Cast, kind: str = "choose", options: tuple[str, ...] = ("a half", "a third"), **given: Any) -> Check:
    """A check of Tom's."""
    about = {"text": "What is more?", "now": moment(), **given}
    return actions.open_check(school_class=cast.ada_class, kind=kind, options=options, by=cast.tom, **about)


def answer(check: Check, by: Person, option: int | None = 0, words: str = "It is more.") -> None:
    """Somebody answers."""
    actions.answer_check(check=check, option=option, words=words, by=by, now=moment())


def notice(cast: Cast, learner: Person, words: str = "She asked why.", **given: Any) -> Artefact:
    """Tom notices something."""
    with eyes_of(cast, cast.tom):
        about = {"school_class": cast.ada_class, "by": cast.tom, "now": moment(), **given}
        return notice_learner(learner=learner, words=words, **about)


def judged(cast: Cast, learner: Person, competency: Competency, place: int, by: Person, **given: Any) -> Judgement:
    """An educator or peer said what somebody can do."""
    voice = given.pop("voice", Voice.EDUCATOR)
    with eyes_of(cast, learner):
        artefact = Artefact.objects.filter(made_by=learner).first() or show(cast, learners=[learner])
    with eyes_of(cast, by):
        return Judgement.objects.create(
            purpose="for",
            voice=voice,
            learner=learner,
            by=by,
            artefact=artefact,
            competency=competency,
            level_id=levels(competency)[place].level_id,
            reason="I saw it.",
            at=given.pop("at", moment()),
        )


def lesson_samples(cast: Cast) -> dict[str, Any]:
    """What to put for the parameters of lessons when every URL is walked: a question, a check, an idea of Ada's."""
    check = ask(cast)
    answer(check, cast.ada)
    idea = actions.keep_idea(check=check, words="Longer is more", learners=[cast.ada.pk], by=cast.tom, now=moment())
    removed = actions.remove_question(question=plan(cast), by=cast.tom, now=moment())
    return {
        "question_id": plan(cast).pk,
        "evidence:question-back:question_id": removed.pk,
        "check_id": check.pk,
        "evidence:check-step:step": "show",
        "misconception_id": idea.pk,
    }
