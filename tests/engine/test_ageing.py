"""The model: evidence ages, judges blur, answers count, intervals hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.simulating import EXTENT, LEVELS, answered, many_pieces, seen_from, seen_of_one, wandering

from trellis.engine.proficiency import Answers, Seen, UnusableInput, estimate, half_life_for
from trellis.engine.proficiency.ageing import HALF_LIFE_DAYS, JUDGE_NOISE

ONE = {"n_learners": 1, "n_competencies": 1, "n_levels": LEVELS}
# A faint hint at the very end of the scale tilts a flat view before it narrows it: by less than this, in levels.
HAIR = 0.005

quick = settings(max_examples=25, deadline=None)


def width(found) -> float:
    return float(found.high[0, 0] - found.low[0, 0])


@quick
@given(level=st.integers(0, 3), n=st.integers(0, 20), age=st.floats(0, 1000))
def test_one_more_piece_that_agrees_never_widens_the_interval(level, n, age):
    before = estimate(seen_of_one([level] * n, age=age), **ONE)
    after = estimate(seen_of_one([level] * (n + 1), age=age), **ONE)
    assert width(after) <= width(before) + HAIR
    assert after.amount[0, 0] >= before.amount[0, 0]


@quick
@given(level=st.integers(0, 3), n=st.integers(1, 20), age=st.floats(0, 1000), older=st.floats(0, 1000))
def test_older_evidence_never_narrows_the_interval(level, n, age, older):
    fresh = estimate(seen_of_one([level] * n, age=age), **ONE)
    old = estimate(seen_of_one([level] * n, age=age + older), **ONE)
    assert width(old) >= width(fresh) - HAIR


@quick
@given(pieces=many_pieces)
def test_one_more_piece_at_the_top_never_takes_from_a_chance_to_reach_a_level(pieces):
    before = estimate(seen_from(pieces), **EXTENT)
    after = estimate(seen_from([*pieces, (0, 0, 3, 10.0, 1.0, 0, "OF")]), **EXTENT)
    assert all(after.at_least(k)[0, 0] >= before.at_least(k)[0, 0] - 1e-9 for k in range(LEVELS))


@quick
@given(pieces=many_pieces)
def test_nobody_is_moved_by_what_was_seen_of_somebody_else(pieces):
    alone = [row for row in pieces if row[0] == 0]
    whole, part = estimate(seen_from(pieces), **EXTENT), estimate(seen_from(alone), **EXTENT)
    assert np.allclose(whole.probability[0], part.probability[0])


def test_a_piece_counts_half_after_the_half_life():
    seen = seen_from([(0, 0, 2, 0.0, 1.0, 0, "OF"), (0, 0, 2, HALF_LIFE_DAYS, 1.0, 0, "OF")])
    found = estimate(seen, **ONE)
    assert found.weight.tolist() == [1.0, 0.5]
    assert found.share.tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found.amount[0, 0] == 1.5
    assert estimate(seen, **ONE, half_life_days=math.inf).amount[0, 0] == 2


def test_the_latest_pieces_lead():
    seen = seen_from([(0, 0, 0, 700.0, 1.0, 0, "OF")] * 4 + [(0, 0, 3, 5.0, 1.0, 0, "OF")] * 2)
    assert estimate(seen, **ONE).level[0, 0] == 3
    assert estimate(seen, **ONE, half_life_days=math.inf).level[0, 0] < 3


def test_one_slip_does_not_turn_an_estimate_over():
    assert estimate(seen_of_one([2, 2, 2, 2, 2, 0]), **ONE).level[0, 0] == 2


@quick
@given(levels=st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_an_unknown_judge_is_taken_as_a_usual_one(levels):
    usual = estimate(seen_of_one(levels, judge=0), **ONE, judge_noise=[JUDGE_NOISE, 1.5])
    for judge in (-1, 2, 7):
        unknown = estimate(seen_of_one(levels, judge=judge), **ONE, judge_noise=[JUDGE_NOISE, 1.5])
        assert np.allclose(unknown.probability, usual.probability)


def test_a_judge_who_blurs_more_says_less():
    sharp, blurred = (estimate(seen_of_one([1, 1], judge=j), **ONE, judge_noise=[0.3, 1.5]) for j in (0, 1))
    assert width(sharp) < width(blurred)


def test_answers_stand_beside_judgements():
    row = {"learner": [0] * 6, "competency": [0] * 6, "age": [0] * 6, "weight": [1] * 6}
    right = Answers(**row, correct=[1] * 6, difficulty=[1.5] * 6)
    wrong = Answers(**row, correct=[0] * 6, difficulty=[1.5] * 6)
    both = {name: estimate(seen_of_one([2, 2]), **ONE, answers=each) for name, each in (("r", right), ("w", wrong))}
    assert both["r"].at_least(2)[0, 0] > both["w"].at_least(2)[0, 0]
    assert both["r"].share.sum() + both["r"].answer_share.sum() == pytest.approx(1)
    assert both["r"].amount[0, 0] == 8


@pytest.mark.parametrize("likely", [0.5, 0.8, 0.95])
def test_intervals_hold_for_learners_who_do_not_move(likely):
    today, seen = wandering(np.random.default_rng(1), n=4000, days_between=200, moves_per_year=0, noise=JUDGE_NOISE)
    found = estimate(seen, n_learners=4000, n_competencies=1, n_levels=4, half_life_days=math.inf, likely=likely)
    assert np.mean((found.low[:, 0] <= today) & (today <= found.high[:, 0])) == pytest.approx(likely, abs=0.03)


@pytest.mark.parametrize("days_between", [20, 75, 150])
@pytest.mark.parametrize("moves", [0.3, 0.8])
def test_stated_intervals_hold_for_learners_who_move(days_between, moves):
    rng = np.random.default_rng(2)
    today, seen = wandering(rng, n=4000, days_between=days_between, moves_per_year=moves, noise=JUDGE_NOISE)
    half_life = half_life_for(moves_per_year=moves, days_between=days_between)
    found = estimate(seen, n_learners=4000, n_competencies=1, n_levels=4, half_life_days=half_life)
    holds = (found.low[:, 0] <= today) & (today <= found.high[:, 0])
    assert 0.75 <= holds.mean() <= 0.85


def test_stated_intervals_hold_with_the_usual_settings():
    today, seen = wandering(np.random.default_rng(3), n=4000, days_between=75, moves_per_year=0.43, noise=JUDGE_NOISE)
    found = estimate(seen, n_learners=4000, n_competencies=1, n_levels=4)
    holds, known = (found.low[:, 0] <= today) & (today <= found.high[:, 0]), found.enough[:, 0]
    assert 0.75 <= holds.mean() <= 0.85
    assert 0.75 <= holds[known].mean() <= 0.85


def test_chances_of_levels_are_what_they_say():
    today, seen = wandering(np.random.default_rng(4), n=6000, days_between=75, moves_per_year=0.43, noise=JUDGE_NOISE)
    chance = estimate(seen, n_learners=6000, n_competencies=1, n_levels=4).at_least(2)[:, 0]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        here = (chance >= low) & (chance < low + 0.2)
        assert np.mean(today[here] >= 1.5) == pytest.approx(chance[here].mean(), abs=0.06)


def test_the_true_level_is_found_when_much_is_seen():
    today, seen = wandering(np.random.default_rng(5), n=2000, days_between=20, moves_per_year=0, noise=JUDGE_NOISE)
    found = estimate(seen, n_learners=2000, n_competencies=1, n_levels=4, half_life_days=math.inf)
    assert np.mean(found.level[:, 0] == np.rint(today)) > 0.9
    middle = (found.low + found.high)[:, 0] / 2
    assert np.sqrt(np.mean((middle - today) ** 2)) < 0.2


def test_stated_intervals_hold_for_answers():
    place, answers = answered(np.random.default_rng(6), n=3000, each=15)
    found = estimate(
        Seen.nothing(), n_learners=3000, n_competencies=1, n_levels=4, half_life_days=math.inf, answers=answers
    )
    assert 0.75 <= np.mean((found.low[:, 0] <= place) & (place <= found.high[:, 0])) <= 0.85


@pytest.mark.parametrize(
    "wrong", [{"half_life_days": 0}, {"likely": 1}, {"judge_noise": 0}, {"judge_noise": [0.5, float("nan")]}]
)
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(UnusableInput):
        estimate(Seen.nothing(), **{**ONE, **wrong})


@pytest.mark.parametrize("wrong", [{"moves_per_year": 0}, {"days_between": 0}, {"judge_noise": -1}])
def test_a_half_life_needs_numbers_above_zero(wrong):
    with pytest.raises(UnusableInput):
        half_life_for(**{"moves_per_year": 1, "days_between": 1, **wrong})
