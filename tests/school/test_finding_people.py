"""A coordinator finds people however they type a name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.people.models import Person
from trellis.people.names import fold, pattern_of


def found(sign_in, cast, words):
    answer = sign_in(cast.omar).get(reverse("school:people"), {"words": words})
    return [line.name for line in answer.context["people"]]


@pytest.mark.parametrize(
    "words", ["ada kovac", "Kovač, Ada", "KOVAČ ada", "kovac,ada", "kova\u010d ad", "Kovac\u030c ada"]
)
def test_marks_capitals_commas_and_order_make_no_difference(cast, sign_in, words):
    assert found(sign_in, cast, words) == ["Ada Kovač"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("Müller", "mueller"), ("Müller", "muller"), ("Weiß", "weiss"), ("Ødegård", "odegard"),
     ("Łukasz", "lukasz"), ("Núñez", "nunez"), ("Nunez", "núñez"), ("O'Neil (J.)", "o'neil (j"),
     ("Иванова", "ИВАНОВА")],
)  # fmt: skip
def test_names_of_many_places_are_found(cast, sign_in, name, words):
    Person.objects.create(given_name="Jo", family_name=name)
    assert found(sign_in, cast, words) == [f"Jo {name}"]


def test_each_word_has_to_stand_in_the_name(cast, sign_in):
    assert found(sign_in, cast, "ada eze") == []
    assert len(found(sign_in, cast, " , ")) > 10


def test_folding_takes_off_marks_and_keeps_the_rest():
    assert (fold("Kovač"), fold("ÆØß"), pattern_of(".")) == ("kovac", "aeoss", r"\.")
