"""Five learners of one class whose names contradict every order of what they can do, and the lists that name them.

They stand in lists by name, or by when they came or showed something: never by level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.evidence.crawling import Answer, is_part_of, lists_of, order_in
from tests.evidence.lessons import answer, notice
from tests.evidence.showing import day, eyes_of, levels, moment, show, some_competency
from tests.people import Cast

from trellis.evidence.actions.lessons import keep_idea
from trellis.evidence.models import AnnouncedCompetency, Announcement, Check, Judgement
from trellis.people.actions import create_person, give_role
from trellis.people.models import Person
from trellis.school.actions import enrol

# In the order of names, given and family alike; beside each how far they are, and when they came and showed something.
NAMES = ("Aarau Abel", "Bela Bach", "Cian Cole", "Doro Dahl", "Elio Eck")
LEVELS, CAME = (1, 3, 0, 3, 2), (2, 0, 3, 1, 4)
BY_TIME = tuple(name for _place, name in sorted(zip(CAME, NAMES, strict=True)))
FAIR = (NAMES, BY_TIME, BY_TIME[::-1])
BY_LEVEL = tuple(name for _level, name in sorted(zip(LEVELS, NAMES, strict=True)))
ENOUGH = 4  # names in a list, before its order says anything
# Groups that call for something to be done (ready for, on the way, can do it): by name inside each of them.
IN_GROUPS = {"ul.acts"}


@dataclass(frozen=True)
class Five:
    """The five, and what Tom announced and judged."""

    people: dict[str, Person]
    announcement: Announcement


def make_five(cast: Cast, check: Check) -> Five:
    """Five learners of Tom's class who answered a check, judged by him often enough for a level on three things."""
    people = {name: _learner(cast, name) for name in BY_TIME}
    for number, name in enumerate(BY_TIME):
        _shows(cast, people[name], LEVELS[NAMES.index(name)], at=moment() - timedelta(hours=9 - number))
        answer(check, people[name], option=LEVELS[NAMES.index(name)] % 2)
    ids = [people[name].pk for name in BY_TIME]
    keep_idea(check=check, words="Shorter is less", learners=ids, by=cast.tom, now=moment())
    return Five(people, _announced(cast, people))


def _learner(cast: Cast, name: str) -> Person:
    given, family = name.split()
    start = cast.term.starts_on
    person = create_person(given_name=given, family_name=family, email="", by=None, now=moment())
    give_role(person=person, kind="learner", school=cast.school, starts_on=start, by=None, now=moment())
    enrol(person=person, school_class=cast.ada_class, role="learner", starts_on=start, by=None, now=moment())
    return person


def _shows(cast: Cast, learner: Person, place: int, at) -> None:
    artefact = show(cast, learners=[learner], now=at)
    notice(cast, learner, now=at)
    with eyes_of(cast, cast.tom):
        Judgement.objects.bulk_create(
            Judgement(
                purpose="for", voice="educator", learner=learner, by=cast.tom, artefact=artefact, at=at,
                competency=some_competency(n), level_id=levels(some_competency(n))[place].level_id, reason="I saw it.",
            )
            for n in range(3) for _again in range(4)
        )  # fmt: skip


def _announced(cast: Cast, people: dict[str, Person]) -> Announcement:
    """A judgement announced for today, and made: those who are furthest first."""
    told = Announcement.objects.create(
        school_class=cast.ada_class, term=cast.term, title="A map", on=day(), by=cast.tom, announced_at=moment()
    )
    competency = some_competency()
    AnnouncedCompetency.objects.create(announcement=told, competency=competency)
    with eyes_of(cast, cast.tom):
        for place, name in sorted(zip(LEVELS, NAMES, strict=True), reverse=True):
            Judgement.objects.create(
                purpose="of", voice="educator", learner=people[name], by=cast.tom, competency=competency,
                level_id=levels(competency)[place].level_id, reason="I saw it.", announcement=told, at=moment(),
            )  # fmt: skip
    return told


def lists_by_level(found: Answer) -> tuple[int, dict[tuple[str, str], tuple[str, ...]]]:
    """Return how many lists of an answer name the five, and those of them that stand in no fair order."""
    n, unfair = 0, {}
    if sum(name.split()[0] in found.text for name in NAMES) < ENOUGH:
        return n, unfair
    for where, text in lists_of(found.text) if found.is_page else [(found.kind, found.text)]:
        parts = [name.split()[0] for name in NAMES]
        order = max(order_in(text, NAMES), order_in(text, parts), key=len)
        if len(order) < ENOUGH or where in IN_GROUPS:
            continue
        n += 1
        whole = [next(name for name in NAMES if name.startswith(part)) for part in order]
        if not any(is_part_of(whole, fair) for fair in FAIR):
            unfair[found.route, where] = order
    return n, unfair
