"""Check-ins of the demo: three rounds that are over and three that are open, and what learners answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from trellis.demo.life import Life, Town, load_texts
from trellis.people.models import Person
from trellis.profile.actions_check_ins import answer_check_in, open_check_in, see_trend
from trellis.profile.models import CheckIn
from trellis.profile.questions import SCALE, own, ready
from trellis.school.models import SchoolClass

DAYS_OPEN = 7


def ask_around(town: Town) -> None:
    """Let school and educators ask, and learners answer: each sees the own trend first, so not all is read yet."""
    lives = list(town.lives.values())
    river = _of_class(town, town.classes["river"])
    riverbank = [life for life in lives if int(life.learner.grades[0]) <= 8]
    ask = _Asking(lives[0])
    omar, tom, teresa = (town.people[name] for name in ("omar", "tom", "teresa"))
    first = ask.about("begun", 44, omar, "educators", school=town.schools["riverbank"])
    _answer(first, riverbank, 40)
    early = ask.about("early", 33, tom, "author", school_class=town.classes["river"])
    _answer(early, river, 31)
    second = ask.about("middle", 23, tom, "author", school_class=town.classes["river"])
    _answer(second, river, 20)
    for life in riverbank:
        if life.number % 8:  # the others have not looked at their own trend, so nobody else has read it
            see_trend(learner=life.learner, now=life.ago(18))
    third = ask.about("now", 2, omar, "educators", school=town.schools["riverbank"])
    _answer(third, [life for life in riverbank if life.username != "ada" and life.number % 3], 1)
    fourth = ask.about("project", 1, tom, "author", school_class=town.classes["river"])
    _answer(fourth, [life for life in river if life.username != "ada" and life.number % 2], 0)
    ask.about("alone", 1, teresa, "nobody", school=town.schools["hillside"])


def _of_class(town: Town, school_class: SchoolClass) -> list[Life]:
    learning = set(school_class.enrolments.filter(role="learner").values_list("person_id", flat=True))
    return [life for life in town.lives.values() if life.learner.pk in learning]


class _Asking:
    """Opens rounds by the texts of ``stories.json``, counted in days before today."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def about(self, key: str, days: int, by: Person, told: str, **whom: Any) -> CheckIn:
        """Ask a class or a school; a round is open for a week."""
        entry = load_texts("stories")["rounds"][key]
        opened = self.life.ago(days)
        return open_check_in(
            title=entry["title"],
            questions=[*ready(entry["ready"]), *own(entry.get("own", []), SCALE)],
            told=told,
            opens_on=opened.date(),
            closes_on=opened.date() + timedelta(days=DAYS_OPEN),
            by=by,
            now=opened,
            **whom,
        )


def _answer(check_in: CheckIn, lives: Iterable[Life], days: int) -> None:
    needs = load_texts("stories")["needs"]
    keys = [question["key"] for question in check_in.questions]
    for life in lives:
        words = needs[life.language]
        # Days differ: from "rather hard" to "very well". Nobody is a number: these are faces.
        values: dict[str, Any] = {
            key: words[(life.number + days // 7) % len(words)]
            if key == "need"
            else 2 + (life.number * 5 + days * days // 7 + place) % 4
            for place, key in enumerate(keys)
        }
        answer_check_in(check_in=check_in, learner=life.learner, values=values, now=life.ago(days))
