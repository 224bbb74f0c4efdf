"""The simple rules, each against the same formula written out by hand."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from tests.engine.simulating import EXTENT, many_pieces, seen_from, seen_of_one

from trellis.engine.proficiency import NOT_ENOUGH, RULES, UnusableInput, apply_rule

quick = settings(max_examples=40, deadline=None)


def rounded(mean: float) -> int:
    return math.floor(round(mean, 9) + 0.5)


def most_recent(rows):
    youngest = min(age for _, age, _ in rows)
    here = [(level, weight) for level, age, weight in rows if age == youngest]
    return rounded(sum(level * weight for level, weight in here) / sum(weight for _, weight in here))


def highest(rows):
    return max(level for level, _, _ in rows)


def decaying_average(rows):
    average = None
    for day in sorted({age for _, age, _ in rows}, reverse=True):
        here = [(level, weight) for level, age, weight in rows if age == day]
        occasion = sum(level * weight for level, weight in here) / sum(weight for _, weight in here)
        average = occasion if average is None else 0.65 * occasion + 0.35 * average
    return rounded(average)


def n_times(rows):
    return max((k for k in range(4) if sum(level >= k for level, _, _ in rows) >= 3), default=NOT_ENOUGH)


BY_HAND = {
    "most_recent": most_recent,
    "highest": highest,
    "decaying_average": decaying_average,
    "n_times": n_times,
}


def test_every_rule_is_written_out_here():
    assert set(BY_HAND) == set(RULES)


@pytest.mark.parametrize("name", RULES)
@quick
@given(pieces=many_pieces)
def test_a_rule_is_its_formula(name, pieces):
    cells = defaultdict(list)
    for learner, competency, level, age, weight, _judge, _purpose in pieces:
        if weight > 0:
            cells[learner, competency].append((level, age, weight))
    expected = np.full((3, 2), NOT_ENOUGH)
    for cell, rows in cells.items():
        expected[cell] = BY_HAND[name](rows)
    assert apply_rule(name, seen_from(pieces), **EXTENT, enough=0).level.tolist() == expected.tolist()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_the_names_of_its_texts(name):
    rule = RULES[name]
    assert (rule.text_key, rule.formula_key) == (f"proficiency.rule.{name}", f"proficiency.rule.{name}.formula")
    assert "level" in rule.formula or "a(n)" in rule.formula
    found = apply_rule(name, seen_of_one([1]), n_learners=1, n_competencies=1, n_levels=4)
    assert found.text_key == rule.text_key


def test_a_piece_carries_what_the_rule_gives_it():
    seen = seen_from([(0, 0, 1, 9.0, 1.0, 0, "OF"), (0, 0, 3, 5.0, 1.0, 0, "OF"), (0, 0, 2, 1.0, 1.0, 0, "OF")])
    one = {"n_learners": 1, "n_competencies": 1, "n_levels": 4}
    shares = {name: apply_rule(name, seen, **one).share.round(4).tolist() for name in RULES}
    assert shares == {
        "most_recent": [0, 0, 1],
        "highest": [0, 1, 0],
        "decaying_average": [0.1225, 0.2275, 0.65],
        "n_times": [0.3333, 0.3333, 0.3333],
    }


def test_a_rule_can_be_set():
    one = {"n_learners": 1, "n_competencies": 1, "n_levels": 4}
    seen = seen_from([(0, 0, 0, 9.0, 1.0, 0, "OF"), (0, 0, 3, 1.0, 1.0, 0, "OF")])
    assert apply_rule("decaying_average", seen, **one, latest_part=1).level[0, 0] == 3
    assert apply_rule("decaying_average", seen, **one, latest_part=0.1).level[0, 0] == 0
    assert apply_rule("n_times", seen, **one, times=1).level[0, 0] == 3


@pytest.mark.parametrize("wrong", [{"name": "mean"}, {"latest_part": 0}, {"latest_part": 1.1}, {"times": 0}])
def test_unknown_rules_and_settings_are_refused(wrong):
    asked = {"name": "highest", **wrong}
    with pytest.raises(UnusableInput):
        apply_rule(asked.pop("name"), seen_of_one([1]), n_learners=1, n_competencies=1, n_levels=4, **asked)
