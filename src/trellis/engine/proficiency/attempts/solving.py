"""A fast fit of a logistic model with effects of items inside skills.

Newton's method for the penalised likelihood. Each item belongs to one skill, so the matrix of second derivatives is an
arrow inside an arrow: items are eliminated first, then skills, and what remains is as small as the number of features
(the nested elimination of mixed models, Pinheiro and Bates, 2000, ch. 2). One step costs one pass over the answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trellis.engine.arrays import Floats, Ints, totals
from trellis.engine.proficiency.attempts.rows import Singles

STEPS, CLOSE = 12, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What the model has learnt: (D,) weights of features, (S,) effects of skills, (I,) of items beside their skill."""

    weights: Floats
    skills: Floats
    items: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """What is fitted: n answers in the order of their items, with D features each.

    Attributes:
        found: (n, D) the features.
        right: (n,) 1.0 for a right answer, else 0.0.
        item: (n,) the item of each answer, never decreasing.
        skill_of_item: (I,) the skill of each item.
        n_skills: S.
        hold: how strongly weights, skills and items are held at zero (the penalties).
    """

    found: Singles
    right: Singles
    item: Ints
    skill_of_item: Ints
    n_skills: int
    hold: tuple[float, float, float]


def solve(design: Design, start: Effects) -> Effects:
    """Return the effects that fit best, from `start` on; stops when no weight moves by more than `CLOSE`."""
    effects = start
    for _ in range(STEPS):
        change = _step(design, effects)
        effects = Effects(
            effects.weights + change.weights, effects.skills + change.skills, effects.items + change.items
        )
        if np.abs(change.weights).max() < CLOSE:
            break
    return effects


def _step(design: Design, effects: Effects) -> Effects:
    """Return by how much Newton's method moves every effect."""
    hold_weight, hold_skill, hold_item = design.hold
    found, item, skill_of = design.found, design.item, design.skill_of_item
    n_items, n_skills = len(skill_of), design.n_skills
    beside = (effects.items + effects.skills[skill_of]).astype(np.float32)
    chance = 1 / (1 + np.exp(-(found @ effects.weights.astype(np.float32) + beside[item])))
    miss, curve = design.right - chance, chance * (1 - chance)
    curved = found * curve[:, None]
    # How the second derivatives couple weights with weights, with items and with skills.
    own = (found.T @ curved).astype(np.float64) + hold_weight * np.eye(found.shape[1])
    by_item, miss_of_item = _sums_by_item(curved, item, n_items), totals(item, miss.astype(np.float64), n_items)
    curve_of_item = totals(item, curve.astype(np.float64), n_items)
    item_held = curve_of_item + hold_item
    pull_item = miss_of_item - hold_item * effects.items
    # Without items: of what a skill has, the part stays that its items do not take up themselves.
    left = 1 - curve_of_item / item_held
    skill_held = totals(skill_of, curve_of_item * left, n_skills) + hold_skill
    by_skill = _sums(skill_of, by_item * left[:, None], n_skills)
    taken_up = totals(skill_of, miss_of_item - pull_item * (1 - left), n_skills)
    pull_skill = taken_up - hold_skill * effects.skills
    own -= by_item.T @ (by_item / item_held[:, None]) + by_skill.T @ (by_skill / skill_held[:, None])
    pull = (found.T @ miss).astype(np.float64) - hold_weight * effects.weights
    pull -= by_item.T @ (pull_item / item_held) + by_skill.T @ (pull_skill / skill_held)
    weights = np.linalg.solve(own, pull)
    skills = (pull_skill - by_skill @ weights) / skill_held
    items = (pull_item - by_item @ weights - curve_of_item * skills[skill_of]) / item_held
    return Effects(weights, skills, items)


def _sums_by_item(rows: Singles, item: Ints, n_items: int) -> Floats:
    """Return (n_items, D) the sums of rows that stand together by item."""
    sums = np.zeros((n_items, rows.shape[1]))
    starts = np.flatnonzero(np.diff(item, prepend=-1))
    sums[item[starts]] = np.add.reduceat(rows, starts, axis=0)
    return sums


def _sums(group: Ints, rows: Floats, n_groups: int) -> Floats:
    """Return (n_groups, D) the sums of rows by group."""
    return np.stack([totals(group, column, n_groups) for column in rows.T], axis=1)
