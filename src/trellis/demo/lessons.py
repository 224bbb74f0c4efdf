"""What happens in Ada's lessons in the demo: questions, turns, checks, an idea to take up, and what Tom noticed."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.evidence.access_lessons import class_learners
from trellis.evidence.actions import lessons as actions
from trellis.evidence.actions.noticing import notice_learner
from trellis.evidence.models import Check
from trellis.framework.models import Competency, Framework
from trellis.people.models import Person
from trellis.school.access import classes_attended, classes_taught
from trellis.school.models import SchoolClass

SEED = 20
TURNS = 14


def teach(town: Town) -> None:
    """Let Tom plan questions, call on people, hold two checks and notice what learners do."""
    texts, ada, tom = load_texts("lessons"), town.lives["ada"], town.people["tom"]
    with district_scope(current_district_id(), tom.pk):
        both = classes_attended(ada.learner, ada.today).filter(pk__in=classes_taught(tom, ada.today).values("pk"))
        school_class = both.order_by("title")[0]
        learners = class_learners(school_class, ada.today)
        _ask(texts, ada, school_class, tom)
        _call(ada, school_class, tom)
        _notice(texts, ada, school_class, learners, tom)
        actions.open_check(
            school_class=school_class, **texts["open"], by=tom, now=ada.now - timedelta(minutes=20)
        )  # fmt: skip
        shown = _open(texts["shown"], ada, school_class, tom)
    _answer(texts["shown"], ada, shown, learners, tom)


def _ask(texts: dict[str, Any], ada: Life, school_class: SchoolClass, tom: Person) -> None:
    for days, depth, text in texts["questions"]:
        actions.plan_question(
            school_class=school_class,
            text=text,
            depth=depth,
            on=ada.today + timedelta(days=days),
            competency_id=None,
            by=tom,
            now=ada.ago(10),
        )


def _call(ada: Life, school_class: SchoolClass, tom: Person) -> None:
    """Let chance call half of the class in two lessons; every fifth passes."""
    rng = Random(SEED)
    called: Person | None = None
    for number in range(TURNS):
        at = ada.ago(6 if number < TURNS // 2 else 2) + timedelta(minutes=number)
        spoke = [called] if called is not None else []
        kind = ("passed" if number % 5 == 4 else "spoke") if spoke else ""
        called = actions.take_turn(
            school_class=school_class, learners=spoke, kind=kind, question=None, rng=rng, by=tom, now=at
        )


def _notice(texts: dict[str, Any], ada: Life, school_class: SchoolClass, learners: list[Person], tom: Person) -> None:
    """Ada first, then others of the class by their place."""
    order = [ada.learner, *(one for one in learners if one.pk != ada.learner.pk)]
    skills = Competency.objects.filter(framework__kind=Framework.Kind.LEARNING_SKILL, links_to__isnull=True)
    known = list(skills.order_by("code", "pk"))
    for days, place, words in texts["noticed"]:
        at: datetime = ada.ago(days)
        notice_learner(
            learner=order[place % len(order)],
            school_class=school_class,
            competencies=known[place : place + 1],
            words=words,
            happened_on=at.date(),
            by=tom,
            now=at,
        )


def _open(text: dict[str, Any], ada: Life, school_class: SchoolClass, tom: Person) -> Check:
    asked = {name: text[name] for name in ("kind", "text", "options")}
    return actions.open_check(school_class=school_class, **asked, by=tom, now=ada.ago(2))


def _answer(text: dict[str, Any], ada: Life, check: Check, learners: list[Person], tom: Person) -> None:
    """Let the class answer, each for themselves; then show it, close it, and keep what several thought."""
    mistaken = []
    for learner, (option, words) in zip(learners, text["answers"], strict=False):
        with district_scope(current_district_id(), learner.pk):
            actions.answer_check(check=check, option=option, words=words, by=learner, now=ada.ago(2))
        if option == 1:
            mistaken.append(learner.pk)
    with district_scope(current_district_id(), tom.pk):
        actions.show_check(check=check, by=tom, now=ada.ago(2))
        actions.close_check(check=check, by=tom, now=ada.ago(2))
        if mistaken:
            actions.keep_idea(check=check, words=text["idea"], learners=mistaken, by=tom, now=ada.ago(1))
