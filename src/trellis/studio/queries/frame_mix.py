"""What a frame leaves to whom: its eight dimensions, the approach mix that follows, the kind of learning in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.core.models import DecidedBy, Lens
from trellis.studio.models import LENS_OF, Dimension, Variation


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One of the eight as it holds for the reader."""

    name: str
    label: str
    mode: str
    mode_words: str
    words: str
    options: tuple[str, ...]
    sparks: tuple[str, ...]
    is_varied: bool


@dataclass(frozen=True, slots=True)
class MixLine:
    """Who decides through one lens."""

    lens: str
    decided_by: str
    label: str


DECIDES = {
    Dimension.Mode.FIXED: DecidedBy.EDUCATOR,
    Dimension.Mode.CHOOSE: DecidedBy.TOGETHER,
    Dimension.Mode.FREE: DecidedBy.LEARNER,
}


def mix_of_frame(dimensions: tuple[DimensionLine, ...], *, has_competencies: bool) -> tuple[MixLine, ...]:
    """Return who decides through each lens in this frame; where two dimensions share one, the freer is not hidden."""
    by_lens: dict[str, set[str]] = defaultdict(set)
    for line in dimensions:
        by_lens[LENS_OF[line.name]].add(DECIDES[Dimension.Mode(line.mode)])
    if has_competencies:
        by_lens[Lens.OBJECTIVES].add(DecidedBy.FRAMEWORK)
    found = []
    for lens in Lens:
        who = by_lens.get(lens)
        if who:
            decided = next(iter(who)) if len(who) == 1 else DecidedBy.TOGETHER
            found.append(MixLine(str(lens.label), str(decided), str(DecidedBy(decided).label)))
    return tuple(found)


def kind_of_learning(rows: list[Dimension], variations: list[Variation]) -> str:
    """Say in words what kind of learning a frame is, without judging: each has its time."""
    own = [row.mode for row in rows if row.variation_id is None]
    free, choose = own.count(Dimension.Mode.FREE), own.count(Dimension.Mode.CHOOSE)
    sizes = [len(one.learner_links.all()) for one in variations]
    if free >= 4:
        words = _("Mostly personalized: learners decide what they do and how, inside what you fix.")
    elif free + choose >= 4:
        words = _("Mostly differentiated: you offer choices, learners take one and make it theirs.")
    else:
        words = _("Mostly the same for everybody: you decide, learners carry it out in their way.")
    if any(size == 1 for size in sizes):
        words += " " + _("Individualized in part: one learner has choices of their own.")
    if any(size > 1 for size in sizes):
        words += " " + _("Differentiated in part: a group has choices of its own.")
    return words
