"""Who reaches the door of a sealed past, the log, the policy, and announced judgements; and who is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.evidence.pasts import let_in_mira, make_past, make_purpose, open_it
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.scope import change_scope
from trellis.evidence.access_sealing import (
    get_announcement_for,
    get_announcing_class_for,
    get_fresh_start_for,
    get_judged_learner_for,
    get_opening_for,
    get_past_for,
    get_purpose_for,
    get_record_for,
    objected_openings,
    opened_reader,
    visible_fresh_starts,
)
from trellis.evidence.actions.announcing import announce
from trellis.evidence.actions.sealing import ask_fresh_start, end_opening, say_about_opening
from trellis.people.access import standing_of

EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def past(cast):
    let_in_mira(cast)
    return make_past(cast)


@pytest.fixture
def opening(cast, past):
    return open_it(cast, past)


def answers(cast, get, *args, on, standing=True, **kwargs):
    """Return who is let in, and who sees it but may not; everybody else is told that it does not exist."""
    found = {}
    for name in EVERYBODY:
        person = cast.people[name]
        change_scope(cast.district.pk, person.pk)
        who = (person, standing_of(person, on)) if standing else (person,)
        found[name] = answer_of(get, *who, *args, on, **kwargs)
    change_scope(cast.district.pk)
    let_in = {name for name, answer in found.items() if answer not in (HIDDEN, FIXED)}
    return let_in, {name for name, answer in found.items() if answer == FIXED}


def test_the_record_is_for_learner_and_family_and_the_closed_door_for_who_teaches(cast, past):
    assert answers(cast, get_record_for, cast.ada.pk, on=past.today, standing=False) == ({"ada", "ruth"}, set())
    assert answers(cast, get_past_for, cast.ada.pk, on=past.today, standing=False) == ({"tom", "mira", "ines"}, set())


def test_only_its_reader_goes_through_an_opening_while_it_is_live_and_they_teach(cast, past, opening):
    through = (opened_reader, opening.pk)
    assert answers(cast, *through, on=past.today, standing=False) == ({"mira"}, set())
    assert answers(cast, *through, on=opening.until, standing=False)[0] == {"mira"}
    assert answers(cast, *through, on=opening.until + timedelta(days=1), standing=False) == (set(), set())
    found, reader = opened_reader(cast.mira, opening.pk, past.today)
    assert (found, reader.openings, reader.learner) == (opening, (opening,), cast.ada)
    end_opening(opening=opening, by=cast.mira, now=past.now, today=past.today)
    assert answers(cast, *through, on=past.today, standing=False) == (set(), set())


def test_an_opening_ends_with_the_class(cast, past, opening):
    cast.ada_class.enrolments.filter(person=cast.mira).update(ends_on=past.today)
    assert answer_of(opened_reader, cast.mira, opening.pk, past.today) == HIDDEN
    assert answer_of(opened_reader, cast.mira, cast.ada.pk, past.today) == HIDDEN


def test_who_asks_answers_and_ends(cast, past, opening):
    args, on = (get_opening_for, opening.pk), past.today
    assert answers(cast, *args, on=on) == ({"ada", "ruth", "mira"}, set())
    assert answers(cast, *args, on=on, to="ask") == ({"ada", "ruth"}, {"mira"})
    assert answers(cast, *args, on=on, to="answer") == ({"mira"}, {"ada", "ruth"})
    assert answers(cast, *args, on=on, to="end") == ({"mira"}, {"ada", "ruth"})
    assert answers(cast, get_opening_for, cast.ada.pk, on=on) == (set(), set())


def test_a_coordinator_sees_an_opening_once_somebody_objects(cast, past, opening):
    omar = standing_of(cast.omar, past.today)
    assert not objected_openings(omar, past.today).exists()
    say_about_opening(opening=opening, kind="ask", words="Why?", by=cast.ada, now=past.now)
    assert not objected_openings(omar, past.today).exists()
    say_about_opening(opening=opening, kind="object", words="", by=cast.ruth, now=past.now)
    assert answers(cast, get_opening_for, opening.pk, on=past.today) == ({"ada", "ruth", "mira", "omar"}, set())
    assert answers(cast, get_opening_for, opening.pk, on=past.today, to="end")[0] == {"mira", "omar"}
    assert answers(cast, get_opening_for, opening.pk, on=past.today, to="answer")[0] == {"mira"}


def test_fresh_starts_and_purposes_are_for_coordinators(cast, past):
    fresh = ask_fresh_start(learner=cast.ada, before_on=cast.term.starts_on, why="", now=past.now, today=past.today)
    purpose = make_purpose()
    for name in EVERYBODY:
        standing = standing_of(cast.people[name], past.today)
        runs = name == "omar"
        assert (answer_of(get_fresh_start_for, standing, fresh.pk, past.today) == fresh) is runs
        assert (answer_of(get_purpose_for, standing, purpose.pk) == purpose) is runs
        assert visible_fresh_starts(standing, past.today).exists() is runs
    assert answer_of(get_purpose_for, standing_of(cast.omar, past.today), fresh.pk) == HIDDEN


def test_who_announces_and_who_judges(cast, past):
    made = announce(
        school_class=cast.ada_class,
        title="A map",
        words="",
        on=past.today + timedelta(days=3),
        competencies=[past.competency],
        by=cast.tom,
        now=past.now,
        today=past.today,
    )
    sees = {"ada", "ben", "tom", "mira", "ruth", "omar"}
    judges = {"tom", "mira"}
    on = past.today
    assert answers(cast, get_announcing_class_for, cast.ada_class.pk, on=on)[0] == sees
    announcing = answers(cast, get_announcing_class_for, cast.ada_class.pk, on=on, to="announce")
    assert announcing == (judges, sees - judges)
    assert answers(cast, get_announcement_for, made.pk, on=on)[0] == sees
    assert answers(cast, get_announcement_for, made.pk, on=on, to="judge") == (judges, sees - judges)
    assert answers(cast, get_judged_learner_for, made.pk, cast.ada.pk, on=on)[0] == judges
    assert answers(cast, get_judged_learner_for, made.pk, cast.chidi.pk, on=on)[0] == set()
    assert answers(cast, get_announcement_for, cast.ada.pk, on=on) == (set(), set())
