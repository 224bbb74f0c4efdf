"""What every way of estimating promises, whichever a school chooses."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.simulating import EXTENT, LEARNERS, LEVELS, many_pieces, seen_from

import trellis.engine
from trellis.engine.proficiency import (
    NOT_ENOUGH,
    PURPOSES,
    RULES,
    Answers,
    OwnVoiceRefused,
    Seen,
    UnusableInput,
    apply_rule,
    estimate,
)

WAYS = ("model", *RULES)
quick = settings(max_examples=25, deadline=None)


def by(way: str, seen: Seen, **extra):
    """Estimate by the model or by a rule."""
    asked = {**EXTENT, **extra}
    return estimate(seen, **asked) if way == "model" else apply_rule(way, seen, **asked)


def same(one, other) -> None:
    """Hold that two estimates are equal but for the last digits."""
    for field in dataclasses.fields(one):
        if not field.name.endswith(("weight", "share")):
            left, right = getattr(one, field.name), getattr(other, field.name)
            assert left == right if isinstance(left, str) else np.allclose(left, right, atol=1e-9), field.name


@pytest.mark.parametrize("way", WAYS)
@quick
@given(pieces=many_pieces)
def test_it_hands_back_a_whole_statement(way, pieces):
    seen = seen_from(pieces)
    found = by(way, seen)
    assert found.probability.shape == (LEARNERS, 2, LEVELS)
    assert found.n_levels == LEVELS
    assert np.allclose(found.probability.sum(axis=2), 1)
    assert (found.low <= found.high).all()
    assert found.low.min() >= -0.5 and found.high.max() <= LEVELS - 0.5
    assert ((found.level == NOT_ENOUGH) == ~found.enough).all()
    assert found.level.max() < LEVELS
    assert len(found.weight) == len(found.share) == len(seen)
    whole = np.zeros((LEARNERS, 2))
    np.add.at(whole, (seen.learner, seen.competency), found.share)
    assert (np.isclose(whole, 1) | (whole == 0)).all()
    assert np.isclose(whole[found.enough], 1).all()
    assert found.text_key.startswith("proficiency.")


@pytest.mark.parametrize("way", WAYS)
@quick
@given(pieces=many_pieces, data=st.data())
def test_order_of_rows_does_not_matter(way, pieces, data):
    order = data.draw(st.permutations(range(len(pieces))))
    one, other = by(way, seen_from(pieces)), by(way, seen_from([pieces[place] for place in order]))
    same(one, other)
    assert np.allclose(one.share[list(order)], other.share)


@pytest.mark.parametrize("way", WAYS)
@quick
@given(pieces=many_pieces)
def test_same_input_same_answer(way, pieces):
    seen = seen_from(pieces)
    one, other = by(way, seen), by(way, seen)
    assert one.probability.tobytes() == other.probability.tobytes()
    assert one.share.tobytes() == other.share.tobytes()


@pytest.mark.parametrize("way", WAYS)
@quick
@given(pieces=many_pieces)
def test_what_weighs_nothing_changes_nothing(way, pieces):
    silent = [(learner, c, 3, 0.0, 0.0, 0, "OF") for learner in range(LEARNERS) for c in range(2)]
    same(by(way, seen_from(pieces)), by(way, seen_from(pieces + silent)))


@pytest.mark.parametrize("way", [way for way in WAYS if way != "n_times"])
@quick
@given(pieces=many_pieces)
def test_a_double_weight_is_two_pieces(way, pieces):
    doubled = [(*row[:4], row[4] * 2, *row[5:]) for row in pieces]
    same(by(way, seen_from(doubled)), by(way, seen_from(pieces + pieces)))


@pytest.mark.parametrize("way", WAYS)
def test_nothing_seen_is_not_enough_seen(way):
    found = by(way, Seen.nothing())
    assert (found.level == NOT_ENOUGH).all()
    assert (found.amount == 0).all()
    assert np.allclose(found.probability, 1 / LEVELS)
    assert by(way, Seen.nothing(), enough=0).level.max() == NOT_ENOUGH


@pytest.mark.parametrize("way", WAYS)
def test_no_learners_give_no_rows(way):
    assert by(way, Seen.nothing(), n_learners=0).probability.shape == (0, 2, LEVELS)


@pytest.mark.parametrize("way", WAYS)
def test_it_names_no_level_below_the_stated_amount(way):
    seen = seen_from([(0, 0, 2, 0.0, 1.0, 0, "OF")] * 4)
    assert by(way, seen, enough=4).level[0, 0] == 2
    assert by(way, seen, enough=4.5).level[0, 0] == NOT_ENOUGH


@pytest.mark.parametrize("purpose", ["AS", "as", "", "SELF"])
def test_the_learners_own_voice_is_refused(purpose):
    with pytest.raises(OwnVoiceRefused):
        seen_from([(0, 0, 2, 0.0, 1.0, 0, "OF"), (0, 0, 2, 0.0, 1.0, 0, purpose)])


def test_there_is_no_way_to_carry_the_learners_own_voice():
    assert PURPOSES == ("FOR", "OF")
    seen = seen_from([(0, 0, 2, 0.0, 1.0, 0, "OF")])
    with pytest.raises(ValueError, match="read-only"):
        seen.purpose[0] = "AS"
    with pytest.raises(OwnVoiceRefused):
        dataclasses.replace(seen, purpose=["AS"])


def test_what_was_handed_over_is_neither_changed_nor_followed():
    level = np.array([1, 2])
    seen = Seen(
        learner=[0, 0],
        competency=[0, 0],
        level=level,
        age=[0, 0],
        weight=[1, 1],
        judge=[0, 0],
        purpose=["OF", "OF"],
    )
    level[0] = 3
    estimate(seen, **EXTENT)
    assert seen.level.tolist() == [1, 2]
    assert level.flags.writeable


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": [4]},
        {"level": [-1]},
        {"level": [1.5]},
        {"learner": [3]},
        {"competency": [2]},
        {"age": [-1]},
        {"age": [float("nan")]},
        {"weight": [-1]},
        {"weight": ["much"]},
        {"judge": [-2]},
        {"level": [1, 2]},
        {"level": [[1]]},
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_what_cannot_be_is_refused(way, wrong):
    right = {"learner": [0], "competency": [0], "level": [0], "age": [0], "weight": [1], "judge": [0]}
    with pytest.raises(UnusableInput):
        by(way, Seen(**{**right, **wrong}, purpose=["OF"]))


@pytest.mark.parametrize("wrong", [{"n_levels": 1}, {"n_learners": -1}, {"enough": -1}])
@pytest.mark.parametrize("way", WAYS)
def test_numbers_out_of_range_are_refused(way, wrong):
    with pytest.raises(UnusableInput):
        by(way, Seen.nothing(), **wrong)


def test_answers_are_checked_as_well():
    right = {"learner": [0], "competency": [0], "correct": [1], "difficulty": [0.5], "age": [0], "weight": [1]}
    assert len(Answers(**right)) == 1
    with pytest.raises(UnusableInput):
        Answers(**{**right, "correct": [2]})


def test_the_examples_in_the_engine_run():
    modules = [each.name for each in pkgutil.walk_packages(trellis.engine.__path__, "trellis.engine.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in modules]
    assert sum(each.failed for each in results) == 0
    assert sum(each.attempted for each in results) >= 5
