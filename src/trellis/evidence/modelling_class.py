"""The door to the engine for a whole class: judgements of many learners -> one estimate -> who is ready for what.

The same model, weights and rules as for one learner (``modelling``), reckoned in one piece. Identifiers are text here:
they are looked up ten thousand times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import NamedTuple

from trellis.engine.proficiency import Seen, apply_rule, estimate, ready_for
from trellis.evidence.modelling import ENGINE_RULE, HALF_LIFE_DAYS, PEER_WEIGHT, reached_from
from trellis.evidence.models import EvidencePolicy, Voice
from trellis.evidence.queries.growing import RuleChosen


class Rated(NamedTuple):
    """One judgement of one learner as plain values: ``place`` is its level from zero on, ``age`` counts days."""

    learner_id: str
    competency_id: str
    place: int
    age: float
    voice: str
    by_id: str | None
    purpose: str


@dataclass(frozen=True, slots=True)
class Acts:
    """Who can do what next with one competency, each in the order in which the learners were given."""

    ready: tuple[str, ...]
    on_the_way: tuple[str, ...]
    reached: tuple[str, ...]


def acts_of(
    rated: Sequence[Rated],
    *,
    learners: Sequence[str],
    precedes: Sequence[tuple[str, str]],
    n_levels: int,
    chosen: RuleChosen,
) -> Mapping[str, Acts]:
    """Return for each competency that was judged, or that somebody is ready for, whom it concerns how."""
    if n_levels < 2 or not rated:
        return {}
    keys = [*(one.competency_id for one in rated), *(key for pair in precedes for key in pair)]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    seen = _seen(rated, {key: place for place, key in enumerate(learners)}, places)
    if chosen.rule == EvidencePolicy.Rule.MODEL:
        reckon = partial(estimate, half_life_days=HALF_LIFE_DAYS)
    else:
        reckon = partial(apply_rule, ENGINE_RULE[EvidencePolicy.Rule(chosen.rule)], times=chosen.times)
    made = reckon(seen, n_learners=len(learners), n_competencies=len(places), n_levels=n_levels)
    edges = [(places[before], places[after]) for before, after in precedes if before != after]
    readiness = ready_for(made, edges, level=reached_from(n_levels))
    reached, ready = readiness.reached.T.tolist(), readiness.ready.T.tolist()
    led_to = {after for _before, after in edges}
    touched = [[False] * len(learners) for _key in places]
    for column, row in zip(seen.competency.tolist(), seen.learner.tolist(), strict=True):
        touched[column][row] = True
    found, nobody = {}, [False] * len(learners)
    for key, column in places.items():
        done, coming = reached[column], ready[column] if column in led_to else nobody
        begun = [yes and not (a or b) for yes, a, b in zip(touched[column], done, coming, strict=True)]
        acts = Acts(*(tuple(compress(learners, which)) for which in (coming, begun, done)))
        if acts.ready or acts.on_the_way or acts.reached:
            found[key] = acts
    return found


def _seen(rated: Sequence[Rated], rows: Mapping[str, int], places: Mapping[str, int]) -> Seen:
    judges = {key: number for number, key in enumerate({one.by_id for one in rated if one.by_id})}
    return Seen(
        learner=[rows[one.learner_id] for one in rated],
        competency=[places[one.competency_id] for one in rated],
        level=[one.place for one in rated],
        age=[one.age for one in rated],
        weight=[PEER_WEIGHT if one.voice == Voice.PEER else 1.0 for one in rated],
        judge=[judges.get(one.by_id, -1) if one.by_id else -1 for one in rated],
        purpose=[one.purpose.upper() for one in rated],
    )
