"""Each audience by each person of the cast: who sees an entry, its history and its files, and who changes it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.people import PEOPLE
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.audience import Audience
from trellis.profile.access import (
    get_facet_for,
    get_noticed_for,
    get_own_reader,
    get_reader_for,
    get_tag,
    may_notice,
    may_open_facet,
    visible_facets,
    visible_versions,
)
from trellis.profile.actions import change_audience, change_facet, notice_strength, put_away_facet
from trellis.profile.models import Facet, Tag
from trellis.school.models import Enrolment
from trellis.school.ties import ties_to

SEES = {
    "me": {"ada"},
    "educators": {"ada", "tom", "ines"},
    "family": {"ada", "ruth"},
    "circle": {"ada", "tom", "ines", "ruth", "noor"},
}
TIED = SEES["circle"]
EVERYBODY = (*PEOPLE, "zed")


def today():
    return timezone.now().date()


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("audience", Audience.values)
def test_each_audience_is_seen_by_those_it_names_and_nobody_else(cast, make_facet, through, audience, name):
    facet, person = make_facet(audience=audience), getattr(cast, name)
    sees = name in SEES[audience]
    with through(person):
        ties = ties_to(person, cast.ada, today())
        assert list(visible_facets(person, cast.ada, ties, today())) == ([facet] if sees else [])
        expected = facet if sees else HIDDEN
        assert answer_of(get_facet_for, person, facet.pk, today()) == expected
        to_change = facet if name == "ada" else FIXED if sees else HIDDEN
        assert answer_of(get_facet_for, person, facet.pk, today(), to="change") == to_change
        assert may_open_facet(person, None, facet.pk, today()) is sees


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_row_for_oneself_is_no_row_to_anybody_else(cast, make_facet, through, name):
    make_facet(audience="me")
    with through(getattr(cast, name)):
        assert Facet.objects.filter(learner=cast.ada).count() == (1 if name == "ada" else 0)


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_put_away_is_the_learners_alone(cast, make_facet, through, now, name):
    facet, person = make_facet(audience="circle"), getattr(cast, name)
    with through(cast.ada):
        put_away_facet(facet=facet, by=cast.ada, now=now)
    with through(person):
        assert answer_of(get_facet_for, person, facet.pk, today()) == (facet if name == "ada" else HIDDEN)
        shown = visible_facets(person, cast.ada, ties_to(person, cast.ada, today()), today())
        assert list(shown) == ([facet] if name == "ada" else [])


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_ties_of_today_open_a_profile(cast, through, name):
    person = getattr(cast, name)
    with through(person):
        answer = answer_of(get_reader_for, person, cast.ada.pk, today())
        assert (answer != HIDDEN) == (name in TIED)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_learners_have_a_page_about_themselves(cast, through, name):
    person = getattr(cast, name)
    answer = answer_of(get_own_reader, person, today())
    assert (answer != HIDDEN) == (name in {"ada", "ben", "chidi"})


def test_an_educator_whose_class_ended_sees_nothing_from_that_day(cast, make_facet, through):
    facet = make_facet(audience="circle")
    with through(cast.tom):
        assert get_facet_for(cast.tom, facet.pk, today()) == facet
        mine = Enrolment.objects.get(person=cast.tom, school_class=cast.ada_class)
        mine.ends_on = today()
        mine.save(update_fields=["ends_on"])
        assert answer_of(get_facet_for, cast.tom, facet.pk, today()) == HIDDEN
        assert answer_of(get_reader_for, cast.tom, cast.ada.pk, today()) == HIDDEN
        yesterday = today() - timedelta(days=1)
        assert get_facet_for(cast.tom, facet.pk, yesterday) == facet


def test_each_version_keeps_the_audience_it_had(cast, make_facet, through, now):
    facet = make_facet(words="First, for me alone")
    with through(cast.ada):
        change_facet(facet=facet, expected=1, words="Second, for all", by=cast.ada, now=now)
        change_audience(facet=facet, audience="circle", by=cast.ada, now=now)
        change_facet(facet=facet, expected=2, words="Third", by=cast.ada, now=now)
        own = visible_versions(get_reader_for(cast.ada, cast.ada.pk, today()), facet)
        assert {version.words for version in own} == {"First, for me alone", "Second, for all"}
    with through(cast.tom):
        shown = visible_versions(get_reader_for(cast.tom, cast.ada.pk, today()), facet)
        assert [version.words for version in shown] == ["Second, for all"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_learner_answers_what_was_noticed(cast, now, through, name):
    noticed = notice_strength(learner=cast.ada, words="You explained it well", by=cast.tom, now=now)
    person = getattr(cast, name)
    expected = {"ada": noticed, "tom": FIXED}.get(name, HIDDEN)
    with through(person):
        assert answer_of(get_noticed_for, person, noticed.pk) == expected


@pytest.mark.parametrize("name", sorted(TIED))
def test_others_notice_strengths_and_nobody_their_own(cast, name):
    assert may_notice(get_reader_for(getattr(cast, name), cast.ada.pk, today())) is (name != "ada")


def test_a_word_that_is_not_there_is_hidden(cast):
    tag = Tag.objects.create(words="music")
    assert get_tag(tag.pk) == tag
    assert answer_of(get_tag, uuid4()) == HIDDEN
