"""Dealing out who looks at whose draft: in balance, never one's own, nobody left out. Pure: chance is a seed.

Everybody looks at ``each_gives`` drafts, or at all that are not their own where those are fewer. Looks are spread over
the drafts as evenly as can be: while a chain of moves leads from a draft with many looks to one with two fewer, it is
made; where none is left, no dealing is more even (a cheapest flow with a convex cost). So a draft goes short only where
too few people can look at it. Last, people change places so that the members of one team see different drafts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

Turn = tuple[UUID, UUID]  # a draft, and who looks at it


@dataclass(frozen=True, slots=True)
class Dealing:
    """Who looks at which draft. ``short`` says of a draft how many looks it lacks, ``idle`` who has none to look at."""

    turns: tuple[Turn, ...]
    short: Mapping[UUID, int]
    idle: tuple[UUID, ...]


@dataclass
class _Table:
    """The turns as they are being dealt: who looks at each draft. ``fixed`` are those that stay as they are."""

    teams: Mapping[UUID, frozenset[UUID]]
    order: list[UUID]
    fixed: frozenset[Turn] = frozenset()
    looks: dict[UUID, set[UUID]] = field(default_factory=dict)
    of_team: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    def may(self, giver: UUID, draft: UUID) -> bool:
        return giver not in self.teams[draft] and giver not in self.looks[draft]

    def mates_there(self, giver: UUID, draft: UUID) -> int:
        """Return how many of a giver's own teams look at this draft already."""
        return len(self.looks[draft] & self.of_team.get(giver, frozenset()) - {giver})

    def move(self, giver: UUID, origin: UUID, to: UUID) -> None:
        self.looks[origin].remove(giver)
        self.looks[to].add(giver)

    def movable(self, draft: UUID) -> list[UUID]:
        return sorted(giver for giver in self.looks[draft] if (draft, giver) not in self.fixed)


def deal(
    teams: Mapping[UUID, Collection[UUID]],
    givers: Iterable[UUID],
    each_gives: int,
    *,
    seed: int,
    kept: Collection[Turn] = (),
) -> Dealing:
    """Return who looks at which draft. ``teams`` holds the makers of each draft; ``kept`` turns stay and count.

    The same seed gives the same dealing, whatever the order of what is handed in.

    >>> a, b, c = (UUID(int=n) for n in range(3))
    >>> sorted(deal({a: [a], b: [b], c: [c]}, [a, b, c], 2, seed=1).turns) == [
    ...     (a, b), (a, c), (b, a), (b, c), (c, a), (c, b)]
    True
    """
    rng, drafts, people = Random(seed), sorted(teams), sorted(set(givers))  # noqa: S311 - a dealing can be made again
    rng.shuffle(drafts)
    rng.shuffle(people)
    table = _laid_out(teams, drafts, kept)
    for _look in range(each_gives):
        for giver in people:
            if _given(table, giver) < each_gives:
                _take(table, giver)
    while _even_out(table):
        pass
    _mix(table)
    turns = tuple((draft, giver) for draft in sorted(table.looks) for giver in sorted(table.looks[draft]))
    short = {draft: each_gives - len(found) for draft, found in table.looks.items() if len(found) < each_gives}
    return Dealing(turns, short, tuple(sorted(one for one in people if not _given(table, one))))


def _laid_out(teams: Mapping[UUID, Collection[UUID]], drafts: list[UUID], kept: Collection[Turn]) -> _Table:
    makers = {draft: frozenset(team) for draft, team in teams.items()}
    table = _Table(makers, drafts, frozenset(turn for turn in kept if turn[0] in makers))
    table.looks = {draft: {giver for of, giver in table.fixed if of == draft} for draft in drafts}
    for team in makers.values():
        for one in team:
            table.of_team[one] = table.of_team.get(one, frozenset()) | team
    return table


def _given(table: _Table, giver: UUID) -> int:
    return sum(giver in found for found in table.looks.values())


def _take(table: _Table, giver: UUID) -> None:
    """Give somebody the draft that has the fewest looks; of several one that nobody of their team has."""
    open_to = [draft for draft in table.order if table.may(giver, draft)]
    if open_to:
        best = min(open_to, key=lambda draft: (len(table.looks[draft]), table.mates_there(giver, draft)))
        table.looks[best].add(giver)


def _even_out(table: _Table) -> bool:
    """Move looks along one chain from a draft that has two more than another; False where no such chain is left."""
    count = {draft: len(found) for draft, found in table.looks.items()}
    for start in sorted(table.order, key=lambda draft: -count[draft]):
        chain = _chain_from(table, start, count)
        if chain:
            for giver, origin, to in chain:
                table.move(giver, origin, to)
            return True
    return False


def _chain_from(table: _Table, start: UUID, count: Mapping[UUID, int]) -> list[tuple[UUID, UUID, UUID]]:
    """Return the shortest chain of moves from a draft to one with at least two looks fewer; empty where none leads."""
    came: dict[UUID, tuple[UUID, UUID]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for giver in table.movable(here):
            for there in table.order:
                if there == start or there in came or not table.may(giver, there):
                    continue
                came[there] = (giver, here)
                if count[start] - count[there] >= 2:
                    return _walked(came, start, there)
                waiting.append(there)
    return []


def _walked(came: Mapping[UUID, tuple[UUID, UUID]], start: UUID, end: UUID) -> list[tuple[UUID, UUID, UUID]]:
    chain = []
    while end != start:
        giver, origin = came[end]
        chain.append((giver, origin, end))
        end = origin
    return chain


def _mix(table: _Table) -> None:
    """Let people change places, one pair after the other, while fewer members of one team then see the same draft."""
    for draft in table.order:
        for giver in table.movable(draft):
            if giver in table.looks[draft] and table.mates_there(giver, draft):
                _change_places(table, giver, draft)


def _change_places(table: _Table, giver: UUID, draft: UUID) -> None:
    for other in table.order:
        if other == draft or not table.may(giver, other):
            continue
        for one in table.movable(other):
            if not table.may(one, draft):
                continue
            before = table.mates_there(giver, draft) + table.mates_there(one, other)
            table.move(giver, draft, other)
            table.move(one, other, draft)
            if table.mates_there(giver, other) + table.mates_there(one, draft) < before:
                return
            table.move(giver, other, draft)
            table.move(one, draft, other)
