"""The only door to the engine: judgements that a reader sees -> arrays -> estimates -> plain values with their reasons.

The learner's own judgements (AS) never enter: they are taken out here, and the engine refuses them once more. An
estimate is made anew for each reader from what that reader sees, and from nothing else: nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.engine.proficiency import NOT_ENOUGH, Estimates, Readiness, Seen, apply_rule, estimate, ready_for
from trellis.evidence.models import EvidencePolicy, Judgement, Voice
from trellis.evidence.queries.growing import RuleChosen, Said

HALF_LIFE_DAYS = 180
PEER_WEIGHT = 0.5
A_DAY = 86_400
ENGINE_RULE = {
    EvidencePolicy.Rule.RECENT: "most_recent",
    EvidencePolicy.Rule.HIGHEST: "highest",
    EvidencePolicy.Rule.DECAYING: "decaying_average",
    EvidencePolicy.Rule.TIMES: "n_times",
}
# rule: what it does in one sentence, and its formula
EXPLAINED: Mapping[str, tuple[Promise, Promise]] = {
    "model": (
        _("The level that fits best to what was seen; what is older counts less, and everybody who judges may be off."),
        _("What each counts = weight × ½ to the power of (days ÷ 180). Weight: 1, from a peer ½."),
    ),
    "recent": (
        _("The level of the most recent judgement, and nothing else."),
        _("Level = the last one; several on one day count together."),
    ),
    "highest": (
        _("The highest level that was seen so far."),
        _("Level = the highest of all judgements."),
    ),
    "decaying": (
        _("An average of all judgements in which the latest counts most and each older one less."),
        _("Average = 0.65 × latest + 0.35 × average so far, then the nearest level."),
    ),
    "times": (
        _("The highest level that was seen often enough."),
        _("Level = the highest one seen at least %(times)s times, higher ones counted too."),
    ),
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One judgement behind an estimate, and its part of everything that counts, from 0 to 1."""

    said: Said
    share: float

    @property
    def percent(self) -> int:
        """Its part in hundredths."""
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class Growth:
    """Where a learner stands in one competency, how sure that is, and what it rests on.

    ``place`` is a level from zero on, None where not enough was seen. ``low`` and ``high`` are the ends of the 80 %
    interval on the same scale: level k reaches from k - 0.5 to k + 0.5.
    """

    place: int | None
    low: float
    high: float
    chances: tuple[float, ...]
    rests_on: tuple[Weighed, ...]
    rule: str
    times: int

    @property
    def is_model(self) -> bool:
        """It says how sure it is; a simple rule states a level and no doubt about it."""
        return self.rule == EvidencePolicy.Rule.MODEL

    @property
    def reaches(self) -> tuple[int, int]:
        """The first and the last level that are likely."""
        last = len(self.chances) - 1
        return max(0, min(last, round(self.low))), max(0, min(last, round(self.high)))

    @property
    def sentence(self) -> str:
        """What the rule does."""
        return str(EXPLAINED[self.rule][0])

    @property
    def formula(self) -> str:
        """How it is reckoned."""
        return (
            str(EXPLAINED[self.rule][1]) % {"times": self.times}
            if self.rule == "times"
            else str(EXPLAINED[self.rule][1])
        )


@dataclass(frozen=True, slots=True)
class Before:
    """Something that comes before a competency: whether it counts as reached, and whether enough was seen."""

    competency_id: UUID
    is_reached: bool
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Model:
    """Everything estimated for one learner in one framework, asked competency by competency."""

    estimates: Estimates
    readiness: Readiness
    places: Mapping[UUID, int]
    pieces: tuple[Said, ...]
    chosen: RuleChosen

    def growth(self, competency_id: UUID) -> Growth:
        """Return where the learner stands in a competency; nothing seen is nothing known."""
        column = self.places[competency_id]
        made = self.estimates
        level = int(made.level[0, column])
        behind = [
            Weighed(said, float(share))
            for said, share in zip(self.pieces, made.share, strict=True)
            if said.competency_id == competency_id
        ]
        return Growth(
            place=None if level == NOT_ENOUGH else level,
            low=float(made.low[0, column]),
            high=float(made.high[0, column]),
            chances=tuple(float(chance) for chance in made.probability[0, column]),
            rests_on=tuple(sorted(behind, key=lambda one: (-one.share, one.said.at))),
            rule=self.chosen.rule,
            times=self.chosen.times,
        )

    def is_ready(self, competency_id: UUID) -> bool:
        """Say whether all that comes directly before is reached, and this is not yet."""
        column = self.places[competency_id]
        return bool(self.readiness.ready[0, column]) and bool((self.readiness.edges[:, 1] == column).any())

    def is_reached(self, competency_id: UUID) -> bool:
        """Say whether the level from which it counts as reached is surely enough reached."""
        return bool(self.readiness.reached[0, self.places[competency_id]])

    def before(self, competency_id: UUID) -> tuple[Before, ...]:
        """Return what comes directly before a competency, with where the learner stands in it."""
        ids = {place: key for key, place in self.places.items()}
        reasons = self.readiness.reasons(0, self.places[competency_id])
        return tuple(Before(ids[reason.prerequisite], reason.reached, reason.enough) for reason in reasons)


def reached_from(n_levels: int) -> int:
    """Return the place from which a competency counts as reached: one below the last, which goes beyond it."""
    return max(0, n_levels - 2)


def model_of(
    said: Sequence[Said],
    *,
    competencies: Sequence[UUID],
    precedes: Sequence[tuple[UUID, UUID]],
    n_levels: int,
    chosen: RuleChosen,
    now: datetime,
) -> Model | None:
    """Estimate a learner's competencies from what was said; None where the framework has no scale to say it on."""
    if n_levels < 2:
        return None
    linked = {key for pair in precedes for key in pair}
    places = {key: place for place, key in enumerate(dict.fromkeys([*competencies, *linked]))}
    pieces = tuple(one for one in said if counts(one) and one.competency_id in places)
    seen = _seen(pieces, places, now)
    reckon = _reckoner(chosen)
    estimates = reckon(seen, n_levels, len(places))
    edges = [(places[before], places[after]) for before, after in precedes]
    readiness = ready_for(estimates, edges, level=reached_from(n_levels))
    return Model(estimates, readiness, places, pieces, chosen)


def counts(one: Said) -> bool:
    """Say whether a judgement is data: never the learner's own, only where a level is named, only the last word."""
    return one.purpose != Judgement.Purpose.AS and one.place is not None and not one.is_revisited


def _seen(pieces: Sequence[Said], places: Mapping[UUID, int], now: datetime) -> Seen:
    judges = {key: number for number, key in enumerate({one.by_id for one in pieces if one.by_id})}
    return Seen(
        learner=[0] * len(pieces),
        competency=[places[one.competency_id] for one in pieces],
        level=[one.place or 0 for one in pieces],  # `counts` let none without a level through
        age=[max(0.0, (now - one.at).total_seconds() / A_DAY) for one in pieces],
        weight=[PEER_WEIGHT if one.voice == Voice.PEER else 1.0 for one in pieces],
        judge=[judges.get(one.by_id, -1) if one.by_id else -1 for one in pieces],
        purpose=[one.purpose.upper() for one in pieces],
    )


def _reckoner(chosen: RuleChosen) -> Callable[[Seen, int, int], Estimates]:
    if chosen.rule == EvidencePolicy.Rule.MODEL:
        return lambda seen, n_levels, n: estimate(
            seen, n_learners=1, n_competencies=n, n_levels=n_levels, half_life_days=HALF_LIFE_DAYS
        )
    name = ENGINE_RULE[EvidencePolicy.Rule(chosen.rule)]
    return lambda seen, n_levels, n: apply_rule(
        name, seen, n_learners=1, n_competencies=n, n_levels=n_levels, times=chosen.times
    )
