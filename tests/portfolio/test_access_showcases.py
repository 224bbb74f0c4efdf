"""Who sees a showcase: each rule lets somebody in and refuses somebody."""

from __future__ import annotations

import pytest
from django.http import Http404
from tests.evidence.showing import show
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.ids import uuid7
from trellis.core.scope import change_scope
from trellis.people.access import standing_of
from trellis.portfolio import access, actions
from trellis.portfolio.models import ShowcaseCopy, ShowcaseItem, ShowcaseLink

OTHERS = ("ben", "chidi", "tom", "mira", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def showcase(cast, now):
    change_scope(cast.district.pk, cast.ada.pk)
    made = actions.make_showcase(title="My street", words="", by=cast.ada, now=now)
    photo = show(cast, photo=True, said={"words": "Our bridge"})
    actions.add_things(showcase=made, artefacts=[photo], projects=[], by=cast.ada, now=now)
    return made


@pytest.mark.parametrize("name", OTHERS)
def test_a_new_showcase_is_there_for_nobody_else(cast, now, showcase, name):
    person = getattr(cast, name)
    assert answer_of(access.get_showcase_for, person, showcase.pk, now.date()) is HIDDEN
    assert not access.showcases_shown(person, cast.ada, now.date()).exists()


@pytest.mark.parametrize(("to", "lets_in"), [("family", {"ruth"}), ("educators", {"tom", "ines"})])
def test_opened_it_is_there_for_those_tied_to_the_learner_today(cast, now, showcase, to, lets_in):
    actions.open_showcase(showcase=showcase, to=to, is_open=True, by=cast.ada, now=now)
    for name in (*OTHERS, "ines"):
        person, seen = getattr(cast, name), name in lets_in
        answer = answer_of(access.get_showcase_for, person, showcase.pk, now.date())
        assert (answer is not HIDDEN) == seen, name
        assert access.showcases_shown(person, cast.ada, now.date()).exists() == seen, name
        if seen:
            assert answer_of(access.get_showcase_for, person, showcase.pk, now.date(), to="change") is FIXED
            assert answer_of(access.get_showcase_for, person, showcase.pk, now.date(), to="bring back") is HIDDEN


def test_its_learner_does_everything_with_it(cast, now, showcase):
    for to in ("see", "change", "bring back"):
        assert access.get_showcase_for(cast.ada, showcase.pk, now.date(), to=to).is_learner
    assert access.showcases_shown(cast.ada, cast.ada, now.date()).exists()
    assert answer_of(access.get_showcase_for, cast.ada, uuid7(), now.date()) is HIDDEN


def test_what_was_taken_away_can_only_be_brought_back(cast, now, showcase):
    actions.take_away_showcase(showcase=showcase, by=cast.ada, now=now)
    assert answer_of(access.get_showcase_for, cast.ada, showcase.pk, now.date()) is HIDDEN
    assert access.get_showcase_for(cast.ada, showcase.pk, now.date(), to="bring back").is_learner


def test_things_and_links_are_changed_by_their_learner_alone(cast, now, showcase):
    item = ShowcaseItem.objects.get()
    actions.make_link(showcase=showcase, name="X", expires_on=now.date(), by=cast.ada, now=now, today=now.date())
    link = ShowcaseLink.objects.get()
    actions.open_showcase(showcase=showcase, to="educators", is_open=True, by=cast.ada, now=now)
    assert access.get_item_for(cast.ada, item.pk, now.date()) == item
    assert answer_of(access.get_item_for, cast.ada, item.pk, now.date(), removed=True) is HIDDEN
    assert answer_of(access.get_item_for, cast.tom, item.pk, now.date()) is FIXED
    assert answer_of(access.get_item_for, cast.ben, item.pk, now.date()) is HIDDEN
    assert access.get_link_for(cast.ada, link.pk, now.date()) == link
    assert answer_of(access.get_link_for, cast.tom, link.pk, now.date()) is HIDDEN
    assert answer_of(access.get_link_for, cast.ada, uuid7(), now.date()) is HIDDEN


def test_files_are_those_of_what_is_shown_and_no_others(cast, now, showcase):
    item = ShowcaseItem.objects.get()
    shown = item.artefact.files.get().file_id
    other = show(cast, photo=True, said={"words": "Not in it"}).files.get().file_id
    assert access.get_shown_file(showcase, shown).pk == shown
    assert answer_of(access.get_shown_file, showcase, other) is HIDDEN
    actions.take_out(item=item, by=cast.ada, now=now)
    assert answer_of(access.get_shown_file, showcase, shown) is HIDDEN


def test_copies_are_their_learners_alone(cast, now, showcase):
    copy = ShowcaseCopy.objects.create(showcase=showcase, kind="pdf", asked_at=now)
    standing = standing_of(cast.ada, now.date())
    assert access.may_open_copy(cast.ada, standing, copy.pk, now.date())
    assert not access.may_open_copy(cast.ruth, standing, copy.pk, now.date())


def test_only_learners_have_showcases(cast, now):
    access.require_learner(standing_of(cast.ada, now.date()))
    with pytest.raises(Http404):
        access.require_learner(standing_of(cast.tom, now.date()))
