"""Who takes part in choosing themes: whoever learns in the class and whoever leads its lessons, and nobody else."""

from __future__ import annotations

import pytest
from tests.evidence.showing import day, eyes_of, moment
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.studio.theming import ask_class, considered, propose

from trellis.people.access import standing_of
from trellis.school.models import Enrolment
from trellis.studio import access_themes as access
from trellis.studio.actions.themes import remove_theme, say_to_theme

EVERYBODY = ["tom", "ada", "ben", "ruth", "ines", "mira", "chidi", "paul", "noor", "omar", "dana", "eve"]


def asked(cast, name, get, thing_id, **given):
    person = getattr(cast, name)
    with eyes_of(cast, person):
        return answer_of(get, person, standing_of(person, day()), thing_id, day(), **given)


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_themes_of_a_class_are_for_its_learners_and_who_leads_its_lessons(cast, name):
    seen = {"tom": (cast.ada_class, True), "ada": (cast.ada_class, False), "ben": (cast.ada_class, False)}
    assert asked(cast, name, access.get_themes_class_for, cast.ada_class.pk) == seen.get(name, HIDDEN)
    led = {"tom": (cast.ada_class, True), "ada": FIXED, "ben": FIXED}
    assert asked(cast, name, access.get_themes_class_for, cast.ada_class.pk, to="lead") == led.get(name, HIDDEN)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_round_is_led_by_educators_and_taken_part_in_by_learners(cast, name):
    found = ask_class(cast)
    seen = {"tom": (found, True), "ada": (found, False), "ben": (found, False)}
    assert asked(cast, name, access.get_theme_round_for, found.pk) == seen.get(name, HIDDEN)
    led = {"tom": (found, True), "ada": FIXED, "ben": FIXED}
    assert asked(cast, name, access.get_theme_round_for, found.pk, to="lead") == led.get(name, HIDDEN)
    part = {"tom": FIXED, "ada": (found, False), "ben": (found, False)}
    assert asked(cast, name, access.get_theme_round_for, found.pk, to="take part") == part.get(name, HIDDEN)
    assert asked(cast, name, access.get_theme_round_for, cast.ada.pk) == HIDDEN


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_theme_is_changed_by_who_proposed_it_and_who_leads(cast, name):
    theme = propose(ask_class(cast), cast.ada)
    seen = {"tom": (theme, True), "ada": (theme, False), "ben": (theme, False)}
    assert asked(cast, name, access.get_theme_for, theme.pk) == seen.get(name, HIDDEN)
    changed = {**seen, "ben": FIXED}
    assert asked(cast, name, access.get_theme_for, theme.pk, to="change") == changed.get(name, HIDDEN)
    part = {**seen, "tom": FIXED}
    assert asked(cast, name, access.get_theme_for, theme.pk, to="take part") == part.get(name, HIDDEN)
    remove_theme(theme=theme, by=cast.ada, now=moment())
    assert asked(cast, name, access.get_theme_for, theme.pk) == HIDDEN
    back = {"tom": (theme, True), "ada": (theme, False)}
    assert asked(cast, name, access.get_theme_for, theme.pk, to="bring back") == back.get(name, HIDDEN)
    assert asked(cast, name, access.get_theme_for, cast.ada.pk) == HIDDEN


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_concern_is_answered_by_who_leads_and_kept_by_whose_it_is(cast, name):
    theme = propose(ask_class(cast), cast.ada)
    considered(cast, theme.round)
    theme.refresh_from_db()
    voice = say_to_theme(theme=theme, stance="concern", words="Too far to walk.", by=cast.ben, now=moment())
    answers = {"tom": voice}
    assert asked(cast, name, access.get_concern_for, voice.pk) == answers.get(name, HIDDEN)
    keeps = {"ben": voice}
    assert asked(cast, name, access.get_concern_for, voice.pk, to="keep") == keeps.get(name, HIDDEN)
    wish = say_to_theme(theme=theme, stance="want", by=cast.ada, now=moment())
    assert asked(cast, name, access.get_concern_for, wish.pk) == HIDDEN


def test_taking_part_ends_with_the_place_in_the_class_and_leading_with_teaching(cast):
    found = ask_class(cast)
    Enrolment.objects.filter(school_class=cast.ada_class).update(ends_on=day())
    for name in ("tom", "ada", "ben"):
        assert asked(cast, name, access.get_theme_round_for, found.pk) == HIDDEN
    zed = answer_of(access.get_theme_round_for, cast.zed, standing_of(cast.zed, day()), found.pk, day())
    assert zed == HIDDEN
