"""How a trellis grows: from the ground up, in the order of what was opened, within its room, whatever its size."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.evidence.growth import Leaf, Plot, grow, in_order
from trellis.evidence.modelling import counts, model_of, reached_from
from trellis.evidence.queries.growing import RuleChosen, Said
from trellis.evidence.trellis_svg import Sign, lying, standing

FIRST = datetime(2026, 9, 1, 8, tzinfo=UTC)
ONE = UUID(int=1)


def plot(number: int, n_leaves: int = 1, *, goals: int = 0) -> Plot:
    leaves = tuple(Leaf(FIRST + timedelta(days=number, hours=hour), is_seen=hour % 2 == 0) for hour in range(n_leaves))
    return Plot(f"key {number:03}", leaves, goals)


def test_what_was_opened_first_stands_lowest_and_goals_wait_at_the_tip():
    stake = in_order([plot(3), plot(9, 0, goals=1), plot(1)], 10, "field")
    assert [one.key for one in stake.plots] == ["key 001", "key 003", "key 009"]
    assert stake.n_waiting == 7
    grown = grow(stake, 380)
    assert len(grown.leaves) == 2
    assert len(grown.buds) == 1
    assert len(grown.rings) == 7
    assert max(leaf.along for leaf in grown.leaves) < grown.buds[0].along < min(grown.rings)


def test_what_stood_there_stands_there_still_when_more_grows():
    before = grow(in_order([plot(1), plot(2)], 10, "field"), 380)
    after = grow(in_order([plot(1), plot(2), plot(3)], 10, "field"), 380)
    assert after.leaves[:2] == before.leaves


def test_nothing_opened_is_rings_alone():
    grown = grow(in_order([], 4, "field"), 380)
    assert (grown.vine, grown.leaves, grown.buds) == ((), (), ())
    assert len(grown.rings) == 4


@given(st.lists(st.integers(min_value=1, max_value=40), max_size=120), st.integers(min_value=0, max_value=400))
def test_everything_stays_on_its_stake(leaves, waiting):
    stake = in_order([plot(number, n) for number, n in enumerate(leaves)], len(leaves) + waiting, "field")
    grown = grow(stake, 380)
    places = [spot.along for spot in (*grown.vine, *grown.leaves)] + list(grown.rings)
    assert all(0 <= place <= 381 for place in places)
    assert len(grown.rings) + grown.left_out == waiting
    assert len(grown.leaves) >= len(leaves)


def test_seven_hundred_and_forty_six_fit_into_one_path_for_each_kind():
    plots = [[plot(number) for number in range(60)] for _field in range(9)]
    stakes = [in_order(each, 83, f"field {number}") for number, each in enumerate(plots)]
    signs = [Sign(f"Field {number}", "60 leaves", "/trellis/?inside=1") for number in range(9)]
    svg = standing(stakes, signs, "My trellis")
    assert len(re.findall(r'<path class="(\w+)"', svg)) == len(set(re.findall(r'<path class="(\w+)"', svg)))
    assert svg.count("<a ") == 9
    assert len(svg) + len(lying(stakes, signs)) < 150_000


def test_names_are_escaped():
    svg = standing([in_order([], 3, "x")], [Sign("<script>", "a & b", "/?a=1&b=2")], "<b>")
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert "a=1&amp;b=2" in svg


# --- Estimates ---------------------------------------------------------------------------------------


def said(place: int | None, *, purpose: str = "of", voice: str = "educator", days: int = 1, **given) -> Said:
    return Said(
        id=UUID(int=99), competency_id=ONE, purpose=purpose, voice=voice, by_id=given.get("by", UUID(int=7)),
        by_name="Tom", place=place, reason="Because", at=FIRST - timedelta(days=days), artefact_id=None,
        artefact_title="", told="", is_revisited=given.get("revisited", False),
    )  # fmt: skip


def growth_of(*pieces: Said, rule: str = "model", times: int = 3):
    chosen = RuleChosen(rule, times)
    model = model_of(pieces, competencies=[ONE], precedes=[], n_levels=4, chosen=chosen, now=FIRST)
    return model.growth(ONE)


def test_only_the_last_word_of_others_with_a_level_counts():
    assert counts(said(2))
    assert counts(said(2, purpose="for", voice="peer"))
    assert not counts(said(2, purpose="as", voice="self"))
    assert not counts(said(None))
    assert not counts(said(2, revisited=True))


def test_one_judgement_is_not_enough_and_two_are():
    assert growth_of(said(2)).place is None
    assert growth_of(said(2), said(2)).place == 2


def test_more_that_agrees_makes_it_surer():
    two, eight = growth_of(*[said(2)] * 2), growth_of(*[said(2)] * 8)
    assert eight.high - eight.low < two.high - two.low
    assert eight.reaches == (2, 2)


def test_old_evidence_counts_less():
    grown = growth_of(said(1, days=720), said(3, days=1), said(3, days=2))
    assert grown.place == 3
    assert grown.rests_on[-1].said.place == 1
    assert grown.rests_on[-1].percent < 5
    assert sum(one.share for one in grown.rests_on) == pytest.approx(1)


def test_the_same_judgements_give_the_same_estimate_in_any_order():
    pieces = [said(place, days=days) for place, days in ((1, 30), (2, 20), (3, 10), (2, 5))]
    assert growth_of(*pieces).chances == pytest.approx(growth_of(*reversed(pieces)).chances)


@pytest.mark.parametrize(("rule", "place"), [("recent", 1), ("highest", 3), ("times", 2), ("decaying", 1)])
def test_each_simple_rule_is_the_formula_it_shows(rule, place):
    grown = growth_of(said(2, days=30), said(3, days=20), said(2, days=10), said(1, days=1), rule=rule, times=2)
    assert grown.place == place
    assert not grown.is_model
    assert grown.sentence
    assert grown.formula


def test_no_scale_no_estimate():
    chosen = RuleChosen()
    assert model_of([], competencies=[ONE], precedes=[], n_levels=0, chosen=chosen, now=FIRST) is None
    assert [reached_from(n) for n in (2, 3, 4, 5)] == [0, 1, 2, 3]
