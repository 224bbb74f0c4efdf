"""Dealing looks at drafts: in balance, never one's own, nobody left out, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from trellis.studio.dealing import deal


def people(n: int, start: int = 1000) -> list[UUID]:
    return [UUID(int=start + number) for number in range(n)]


@st.composite
def classes(draw):
    """Teams of one to four, each with a draft, and a few who have none yet; looks for each; a seed."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=9))
    idle = draw(st.integers(0, 3))
    everybody = people(sum(sizes) + idle)
    teams, start = {}, 0
    for number, size in enumerate(sizes):
        teams[UUID(int=number)] = everybody[start : start + size]
        start += size
    return teams, everybody, draw(st.integers(1, 4)), draw(st.integers(0, 50))


@given(classes())
def test_nobody_looks_at_their_own_and_nobody_twice(given_class):
    teams, everybody, each, seed = given_class
    turns = deal(teams, everybody, each, seed=seed).turns
    assert len(set(turns)) == len(turns)
    assert not any(giver in teams[draft] for draft, giver in turns)


@given(classes())
def test_everybody_gives_as_many_as_they_can_and_no_more(given_class):
    teams, everybody, each, seed = given_class
    dealing = deal(teams, everybody, each, seed=seed)
    gives = Counter(giver for _draft, giver in dealing.turns)
    there = {one: sum(one not in team for team in teams.values()) for one in everybody}
    assert {one: gives[one] for one in everybody} == {one: min(each, n) for one, n in there.items()}
    assert dealing.idle == tuple(sorted(one for one, n in there.items() if n == 0))


@given(classes())
def test_every_draft_has_its_looks_where_people_suffice(given_class):
    teams, everybody, each, seed = given_class
    dealing = deal(teams, everybody, each, seed=seed)
    looks = Counter(draft for draft, _giver in dealing.turns)
    if len(teams) > each:  # everybody of every team then has enough drafts of others
        assert not dealing.short
        assert min(looks[draft] for draft in teams) >= each
    assert dealing.short == {draft: each - looks[draft] for draft in teams if looks[draft] < each}


@given(classes())
def test_looks_are_as_even_as_they_can_be(given_class):
    """No single look can move from a draft to one with two fewer."""
    teams, everybody, each, seed = given_class
    turns = set(deal(teams, everybody, each, seed=seed).turns)
    looks = Counter(draft for draft, _giver in turns)
    for draft, giver in turns:
        for other, team in teams.items():
            if giver not in team and (other, giver) not in turns:
                assert looks[draft] - looks[other] < 2


@given(classes())
def test_the_same_seed_deals_the_same_whatever_the_order(given_class):
    teams, everybody, each, seed = given_class
    mirrored = dict(reversed([(draft, list(reversed(team))) for draft, team in teams.items()]))
    assert deal(teams, everybody, each, seed=seed) == deal(mirrored, reversed(everybody), each, seed=seed)


@given(classes(), st.integers(0, 50))
def test_what_was_dealt_before_stays_when_a_draft_comes_late(given_class, other):
    teams, everybody, each, seed = given_class
    before = deal(teams, everybody, each, seed=seed)
    late = people(1, start=5000)
    wider = {**teams, UUID(int=99): late}
    after = deal(wider, [*everybody, *late], each, seed=other, kept=before.turns)
    assert set(before.turns) <= set(after.turns)
    assert Counter(giver for _draft, giver in after.turns)[late[0]] == min(each, len(teams))
    assert not any(giver in wider[draft] for draft, giver in after.turns)


def test_a_draft_whose_own_people_come_last_is_not_left_out():
    """Taking the fewest looks first would leave the last of three alone; a chain of moves does not."""
    a, b, c = people(3)
    for seed in range(30):
        turns = deal({a: [a], b: [b], c: [c]}, [a, b, c], 1, seed=seed).turns
        assert sorted(draft for draft, _giver in turns) == [a, b, c]


def test_members_of_one_team_see_different_drafts_where_there_are_enough():
    everybody = people(12)
    teams = {UUID(int=number): everybody[number * 3 : number * 3 + 3] for number in range(4)}
    for seed in range(20):
        turns = deal(teams, everybody, 1, seed=seed).turns
        for team in teams.values():
            seen = [draft for draft, giver in turns if giver in team]
            assert len(set(seen)) == len(seen) == 3


def test_other_seeds_deal_otherwise():
    everybody = people(8)
    teams = {UUID(int=number): [one] for number, one in enumerate(everybody)}
    dealt = {deal(teams, everybody, 2, seed=seed).turns for seed in range(5)}
    assert len(dealt) > 1
    for one, other in combinations(dealt, 2):
        assert one != other


def test_two_teams_and_nobody_else_are_dealt_what_there_is():
    ada, ben, chidi = people(3)
    one, two = UUID(int=1), UUID(int=2)
    dealing = deal({one: [ada, ben], two: [chidi]}, [ada, ben, chidi], 2, seed=3)
    assert dealing.turns == ((one, chidi), (two, ada), (two, ben))
    assert dealing.short == {one: 1}
    assert deal({one: [ada]}, [ada], 2, seed=1).idle == (ada,)
    assert deal({}, [ada], 2, seed=1).turns == ()
