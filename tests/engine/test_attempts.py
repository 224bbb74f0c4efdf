"""Chances of answers: only the past speaks, the fit is the best one, and the online form says the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.simulating import attempted

from trellis.engine.proficiency import UnusableInput
from trellis.engine.proficiency.attempts import Attempts, Known, Online, estimate_from_attempts, fit, predict, solving
from trellis.engine.proficiency.attempts.features import NAMES, features
from trellis.engine.proficiency.attempts.rows import Walk
from trellis.engine.proficiency.attempts.solving import Design, Effects, solve

quick = settings(max_examples=25, deadline=None)
answer = st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(0, 1))
some_answers = st.lists(answer, min_size=1, max_size=60)


def attempts_from(rows) -> Attempts:
    """Return rows (learner, item, correct) as attempts; three skills, an item belongs to one."""
    learner, item, correct = (list(column) for column in zip(*rows, strict=True))
    return Attempts(learner=learner, item=item, skill=[each % 3 for each in item], correct=correct)


def part(attempts: Attempts, places) -> Attempts:
    names = ("learner", "item", "skill", "correct")
    return Attempts(**{name: getattr(attempts, name)[places] for name in names})


@pytest.fixture(scope="module")
def school():
    """Answers of 600 learners, the true chances, how easy the items are, and a model fitted to the first 400."""
    attempts, chance, easy = attempted(np.random.default_rng(7), n_learners=600, n_items=60, n_skills=6, each=60)
    return attempts, chance, easy, fit(part(attempts, attempts.learner < 400))


@quick
@given(rows=some_answers, data=st.data())
def test_only_earlier_answers_speak(rows, data):
    """A chance stays what it was, whatever is answered at that place and afterwards."""
    place = data.draw(st.integers(0, len(rows) - 1))
    other = [(who, item, 1 - correct) for who, item, correct in rows[place:]]
    expected = np.full(len(rows), 0.6)
    one, changed = (features(attempts_from(each), expected) for each in (rows, rows[:place] + other))
    assert np.array_equal(one[: place + 1], changed[: place + 1])
    assert np.array_equal(
        one[:place], features(attempts_from(rows[:place] or rows), expected[: place or len(rows)])[:place]
    )


def test_a_prediction_does_not_know_the_answer(school):
    attempts, _, _, model = school
    turned = Attempts(learner=attempts.learner, item=attempts.item, skill=attempts.skill, correct=1 - attempts.correct)
    first = np.diff(attempts.learner, prepend=-1) != 0
    assert np.array_equal(predict(model, attempts)[first], predict(model, turned)[first])
    last = np.diff(attempts.learner, append=10**6) != 0
    correct = np.where(last, 1 - attempts.correct, attempts.correct)
    turned = Attempts(learner=attempts.learner, item=attempts.item, skill=attempts.skill, correct=correct)
    assert np.array_equal(predict(model, attempts), predict(model, turned))


@quick
@given(rows=some_answers)
def test_learners_do_not_touch_each_other(rows):
    attempts = attempts_from(rows)
    expected = np.full(len(rows), 0.6)
    order = np.concatenate([np.flatnonzero(attempts.learner == who) for who in (3, 1, 0, 2)])
    assert np.array_equal(features(attempts, expected)[order], features(part(attempts, order), expected))


@quick
@given(groups=st.lists(st.integers(0, 4), max_size=40), keep=st.floats(0, 1))
def test_a_walk_remembers_like_a_loop(groups, keep):
    gain = np.arange(len(groups), dtype=np.float32)[:, None] + 1
    expected, memory = [], dict.fromkeys(range(5), np.float32(0))
    for group, gained in zip(groups, gain[:, 0], strict=True):
        expected.append(memory[group])
        memory[group] = memory[group] * np.float32(keep) + gained
    walk = Walk.along(np.array(groups, np.int64))
    assert walk.before(gain, np.array([keep], np.float32))[:, 0].tolist() == pytest.approx(expected)
    assert walk.before(gain, np.full(gain.shape, keep, np.float32))[:, 0].tolist() == pytest.approx(expected)


@quick
@given(rows=some_answers, more=some_answers)
def test_the_online_form_says_the_same(rows, more):
    model, attempts = fit(attempts_from(rows)), attempts_from(more)
    assert list(Online(model).answer_all(attempts)) == pytest.approx(predict(model, attempts).tolist(), abs=1e-5)


def test_the_online_form_says_the_same_for_long_histories(school):
    attempts, _, _, model = school
    later = part(attempts, attempts.learner >= 500)
    assert np.allclose(list(Online(model).answer_all(later)), predict(model, later), atol=1e-5)


def test_asking_for_a_chance_remembers_nothing(school):
    online = Online(school[3])
    before = online.chance(1, 2, 3)
    assert online.known == {}
    assert online.chance(1, 2, 3) == before == online.answer(1, 2, 3, correct=True)
    assert online.chance(1, 2, 3) > before


def test_what_is_remembered_can_be_stored_and_deleted(school):
    online, other = Online(school[3]), Online(school[3])
    for item in range(5):
        online.answer(1, item, 0, correct=item % 2 == 0)
    kept = online.known.pop(1)
    assert online.chance(1, 9, 0) == Online(school[3]).chance(1, 9, 0)
    other.known[8] = Known(list(kept.memory), {0: list(kept.skills[0])}, dict(kept.items))
    online.known[1] = kept
    assert other.chance(8, 9, 0) == online.chance(1, 9, 0)


def test_items_move_only_when_asked_to(school):
    model = school[3]
    still, moving = Online(model), Online(model, item_step=0.1)
    for learner in range(30):
        for online in (still, moving):
            online.answer(learner, 3, 0, correct=False)
            online.answer(learner, 999, 0, correct=False)
    assert still.chance(99, 3, 0) == Online(model).chance(99, 3, 0)
    assert moving.chance(99, 3, 0) < still.chance(99, 3, 0) - 0.1
    assert moving.chance(99, 999, 0) < still.chance(99, 999, 0) - 0.1


@pytest.mark.parametrize("step", [-0.1, 1])
def test_a_step_out_of_range_is_refused(school, step):
    with pytest.raises(UnusableInput):
        Online(school[3], item_step=step)


def test_the_truth_is_found_again(school):
    """Close to the best anybody could say, who knew every learner and every item."""
    attempts, chance, easy, model = school
    new = attempts.learner >= 400
    said, right = predict(model, attempts)[new], attempts.correct[new]
    best, ours = area(right, chance[new]), area(right, said)
    assert best - 0.025 < ours < best
    skills = np.zeros(60, int)
    skills[attempts.item] = attempts.skill
    assert np.corrcoef(model.effects.items + model.effects.skills[skills], easy)[0, 1] > 0.97


def test_chances_are_what_they_say(school):
    attempts, _, _, model = school
    new = attempts.learner >= 400
    said, right = predict(model, attempts)[new], attempts.correct[new]
    for low in np.arange(0.1, 0.9, 0.1):
        here = (said >= low) & (said < low + 0.1)
        assert right[here].mean() == pytest.approx(said[here].mean(), abs=0.05)


def test_the_same_answers_give_the_same_model(school):
    attempts = school[0]
    few = part(attempts, attempts.learner < 100)
    again = fit(part(few, np.argsort(-few.learner, kind="stable")))
    assert np.array_equal(fit(few).effects.weights, fit(few).effects.weights)
    assert np.allclose(fit(few).effects.weights, again.effects.weights, atol=2e-3)
    assert set(again.weights) == set(NAMES)


def test_the_fit_is_the_best_one():
    """The arrow inside an arrow leads where plain Newton on the whole matrix leads."""
    rng = np.random.default_rng(8)
    n, n_items, skill_of = 3000, 12, np.arange(12) % 3
    item = np.sort(rng.integers(0, n_items, n))
    found = np.column_stack([rng.normal(size=(n, 2)), np.ones(n)]).astype(np.float32)
    right = (rng.random(n) < 0.6).astype(np.float32)
    hold = (1.0, 0.5, 1.5)
    ours = solve(Design(found, right, item, skill_of, 3, hold), Effects(np.zeros(3), np.zeros(3), np.zeros(n_items)))
    whole = np.column_stack([found, np.eye(3)[skill_of[item]], np.eye(n_items)[item]])
    holds = np.repeat(hold, (3, 3, n_items))
    effects = np.zeros(whole.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-whole @ effects))
        curve = (whole * (chance * (1 - chance))[:, None]).T @ whole + np.diag(holds)
        effects += np.linalg.solve(curve, whole.T @ (right - chance) - holds * effects)
    assert np.allclose(np.concatenate([ours.weights, ours.skills, ours.items]), effects, atol=2e-3)


def test_a_fit_ends_even_where_it_never_settles(monkeypatch, school):
    monkeypatch.setattr(solving, "CLOSE", 0.0)
    few = part(school[0], school[0].learner < 20)
    assert np.isfinite(fit(few).effects.weights).all()


def test_items_and_skills_nobody_has_seen_are_usual_ones(school):
    model = school[3]
    new = Attempts(learner=[0, 0], item=[500, 501], skill=[40, 40], correct=[1, 1])
    said = predict(model, new)
    assert 0.3 < said[0] < said[1] < 0.95
    assert list(Online(model).answer_all(new)) == pytest.approx(said.tolist(), abs=1e-5)


def test_answers_lead_to_estimates_of_the_same_form(school):
    attempts, _, _, model = school
    asked = {"n_learners": 600, "n_skills": 6, "n_levels": 4}
    found = estimate_from_attempts(model, attempts, age=np.zeros(len(attempts)), **asked)
    assert found.probability.shape == (600, 6, 4)
    assert len(found.answer_share) == len(attempts)
    able = np.array([attempts.correct[attempts.learner == who].mean() for who in range(600)])
    places = (found.low + found.high).mean(axis=1)
    assert np.corrcoef(able, places)[0, 1] > 0.9
    higher = estimate_from_attempts(model, attempts, age=np.zeros(len(attempts)), **asked, usual_place=2.5)
    assert higher.at_least(2).mean() > found.at_least(2).mean()
    with pytest.raises(UnusableInput):
        estimate_from_attempts(model, attempts, age=[1.0], **asked)


def test_nothing_cannot_be_fitted_but_can_be_asked(school):
    nothing = Attempts(learner=[], item=[], skill=[], correct=[])
    with pytest.raises(UnusableInput):
        fit(nothing)
    assert predict(school[3], nothing).tolist() == list(Online(school[3]).answer_all(nothing)) == []


def test_one_answer_is_enough_to_fit():
    one = Attempts(learner=[0], item=[0], skill=[0], correct=[1])
    assert 0.5 < predict(fit(one), one)[0] < 1


def test_an_item_belongs_to_one_skill():
    with pytest.raises(UnusableInput):
        Attempts(learner=[0, 0], item=[1, 1], skill=[0, 1], correct=[1, 1])


def area(right, said) -> float:
    """Return how often a right answer was held more likely than a wrong one."""
    order = np.argsort(said, kind="stable")
    places = np.empty(len(said))
    places[order] = np.arange(1, len(said) + 1)
    n = int(right.sum())
    return float((places[right == 1].sum() - n * (n + 1) / 2) / (n * (len(right) - n)))
