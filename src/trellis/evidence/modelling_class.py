"""The door to the engine for a whole class: judgements of many learners -> one estimate -> who is ready for what.

The same model, weights and rules as for one learner (``modelling``), reckoned in one piece.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trellis.engine.proficiency import Seen, apply_rule, estimate, ready_for
from trellis.evidence.modelling import A_DAY, ENGINE_RULE, HALF_LIFE_DAYS, PEER_WEIGHT, reached_from
from trellis.evidence.models import EvidencePolicy, Voice
from trellis.evidence.queries.growing import RuleChosen


@dataclass(frozen=True, slots=True)
class Rated:
    """One judgement of one learner as plain values; ``place`` is its level from zero on."""

    learner_id: UUID
    competency_id: UUID
    place: int
    at: datetime
    voice: str
    by_id: UUID | None
    purpose: str


@dataclass(frozen=True, slots=True)
class Acts:
    """Who can do what next with one competency, each in the order in which the learners were given."""

    ready: tuple[UUID, ...]
    on_the_way: tuple[UUID, ...]
    reached: tuple[UUID, ...]


def acts_of(
    rated: Sequence[Rated],
    *,
    learners: Sequence[UUID],
    precedes: Sequence[tuple[UUID, UUID]],
    n_levels: int,
    chosen: RuleChosen,
    now: datetime,
) -> Mapping[UUID, Acts]:
    """Return for each competency that was judged, or that somebody is ready for, whom it concerns how."""
    if n_levels < 2 or not rated:
        return {}
    keys = [*(one.competency_id for one in rated), *(key for pair in precedes for key in pair)]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    seen = _seen(rated, {key: place for place, key in enumerate(learners)}, places, now)
    sizes = {"n_learners": len(learners), "n_competencies": len(places), "n_levels": n_levels}
    if chosen.rule == EvidencePolicy.Rule.MODEL:
        made = estimate(seen, half_life_days=HALF_LIFE_DAYS, **sizes)
    else:
        made = apply_rule(ENGINE_RULE[EvidencePolicy.Rule(chosen.rule)], seen, times=chosen.times, **sizes)
    edges = [(places[before], places[after]) for before, after in precedes if before != after]
    readiness = ready_for(made, edges, level=reached_from(n_levels))
    led_to = {after for _before, after in edges}
    touched = {(one.learner_id, one.competency_id) for one in rated}
    found: dict[UUID, Acts] = {}
    for key, column in places.items():
        reached = [bool(one) for one in readiness.reached[:, column]]
        ready = [column in led_to and bool(one) for one in readiness.ready[:, column]]
        acts = Acts(
            ready=tuple(one for one, yes in zip(learners, ready, strict=True) if yes),
            on_the_way=tuple(
                one
                for one, yes, done in zip(learners, ready, reached, strict=True)
                if not yes and not done and (one, key) in touched
            ),
            reached=tuple(one for one, yes in zip(learners, reached, strict=True) if yes),
        )
        if acts.ready or acts.on_the_way or acts.reached:
            found[key] = acts
    return found


def _seen(rated: Sequence[Rated], rows: Mapping[UUID, int], places: Mapping[UUID, int], now: datetime) -> Seen:
    judges = {key: number for number, key in enumerate({one.by_id for one in rated if one.by_id})}
    return Seen(
        learner=[rows[one.learner_id] for one in rated],
        competency=[places[one.competency_id] for one in rated],
        level=[one.place for one in rated],
        age=[max(0.0, (now - one.at).total_seconds() / A_DAY) for one in rated],
        weight=[PEER_WEIGHT if one.voice == Voice.PEER else 1.0 for one in rated],
        judge=[judges.get(one.by_id, -1) if one.by_id else -1 for one in rated],
        purpose=[one.purpose.upper() for one in rated],
    )
