"""Numbers, lists of names, faces, places: the small things that many pages say."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.audience import Audience, audiences_for
from trellis.web.faces import TONES, face, initials, tone_of
from trellis.web.places import Place, current_place
from trellis.web.words import AUDIENCES, audience_words, join_words, number_words


@pytest.mark.parametrize(
    ("value", "words"), [(0, "no"), (3, "three"), (12, "twelve"), (1204, "1,204"), ("x", ""), (None, "")]
)
def test_small_numbers_are_words(value, words):
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("names", "most", "words"),
    [
        ([], 0, ""),
        (["Ada"], 0, "Ada"),
        (["Ada", "Ben"], 0, "Ada and Ben"),
        (["Ada", "Ben", "Chidi"], 0, "Ada, Ben and Chidi"),
        (["Ada", "Ben", "Chidi", "Leila"], 2, "Ada, Ben and 2 others"),
        (["Ada", "Ben", "Chidi"], 2, "Ada, Ben and 1 other"),
    ],
)
def test_names_are_listed_as_people_list_them(names, most, words):
    assert join_words(names, most) == words


def test_a_name_cannot_bring_markup():
    assert join_words(["<b>Ada</b>", "Ben"]) == "&lt;b&gt;Ada&lt;/b&gt; and Ben"
    assert "<script>" not in face("<script>", 1)


def test_the_narrowest_audience_is_the_default():
    assert "Only you can see this" in audience_words("something new")
    assert "Tom and Ruth can see this" in audience_words("educators", ["Tom", "Ruth"])


def test_the_words_of_an_audience_name_exactly_who_belongs_to_it():
    called = {"educator": "your educators", "family": "your family", "mentor": "your mentors"}
    assert set(AUDIENCES) == {str(audience) for audience in Audience}
    for audience, (_icon, words) in AUDIENCES.items():
        named = {tie for tie, word in called.items() if word in str(words)}
        assert named == {tie for tie in called if audience in audiences_for(tie)}, audience


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Kovač", "AK"), ("Ruth", "R"), ("Ana de la Cruz", "AC"), ("", "·"), ("Jean-Luc", "JL"), ("élodie", "É")],
)
def test_initials(name, letters):
    assert initials(name) == letters


@given(st.text(max_size=40))
def test_any_name_has_a_face(name):
    assert 'aria-hidden="true"' in face(name, name)


def test_a_face_keeps_its_colour_and_all_colours_are_used():
    key = UUID(int=7)
    assert tone_of(key) == tone_of(UUID(int=7))
    assert {tone_of(uuid4()) for _ in range(200)} == set(TONES)


PLACES = (Place("Today", "/", "sun"), Place("People", "/people/", "users"), Place("Cards", "/people/cards/", "id-card"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "Today"),
        ("/people/", "People"),
        ("/people/7/", "People"),
        ("/people/cards/1/", "Cards"),
        ("/account/", None),
    ],
)
def test_the_longest_fitting_place_is_current(path, name):
    here = current_place(PLACES, path)
    assert (here.name if here else None) == name


def test_a_place_marks_other_addresses_that_belong_to_it():
    plan = Place("My plan", "/plan/", "sprout", ("/goals/", "/learners/"))
    places = (Place("Today", "/", "sun"), plan, Place("Kept", "/learners/kept/", "archive"))
    found = {path: current_place(places, path) for path in ("/goals/7/", "/learners/7/plan/", "/learners/kept/", "/x/")}
    names = {path: place.name if place else None for path, place in found.items()}
    assert names == {"/goals/7/": "My plan", "/learners/7/plan/": "My plan", "/learners/kept/": "Kept", "/x/": None}


def test_places_are_asked_once_for_a_request(monkeypatch):
    from trellis.web import places

    asked = []
    monkeypatch.setattr(places, "_sources", [])

    @places.register_places
    def source(request: HttpRequest) -> tuple[Place, ...]:
        asked.append(request)
        return PLACES

    request = HttpRequest()
    assert places.places_for(request) == places.places_for(request) == PLACES
    assert len(asked) == 1
