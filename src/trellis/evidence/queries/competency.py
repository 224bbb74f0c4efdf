"""Reads for the page of one competency of one learner: both voices, what all of it says together, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trellis.evidence.access import Reader
from trellis.evidence.models import Judgement
from trellis.evidence.queries.growing import Artefact, Said, said_about, shown_about, what_precedes
from trellis.framework.models import Competency
from trellis.framework.queries_competency import CompetencyPage, LevelText, competency_page


@dataclass(frozen=True, slots=True)
class Rung:
    """One level as a rung: what it looks like, and who stands there in whose eyes."""

    place: int
    level: LevelText
    own: tuple[Said, ...]
    others: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that the page draws on, before anything is estimated."""

    page: CompetencyPage
    levels: tuple[tuple[UUID, str], ...]
    said: tuple[Said, ...]
    everywhere: tuple[Said, ...]
    precedes: tuple[tuple[UUID, UUID], ...]
    shown: tuple[Artefact, ...]

    @property
    def own(self) -> tuple[Said, ...]:
        """What the learner says, the newest first."""
        return tuple(one for one in self.said if one.purpose == Judgement.Purpose.AS)

    @property
    def others(self) -> tuple[Said, ...]:
        """The last word of everybody else, the newest first; each voice stands for itself."""
        last: dict[UUID, Said] = {}
        for one in self.said:
            if one.purpose != Judgement.Purpose.AS and one.place is not None and not one.is_revisited:
                last.setdefault(one.by_id or one.id, one)
        return tuple(last.values())

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The levels, the highest on top, with both voices beside each other."""
        own = self.own[:1]
        return tuple(
            Rung(
                place,
                level,
                tuple(one for one in own if one.place == place),
                tuple(one for one in self.others if one.place == place),
            )
            for place, level in reversed(list(enumerate(self.page.levels)))
        )

    @property
    def is_gap(self) -> bool:
        """The learner and an educator or peer name different levels: something to talk about, nothing to average."""
        own = next((one.place for one in self.own if one.place is not None), None)
        return own is not None and any(one.place != own for one in self.others)


def heard_about(reader: Reader, competency: Competency, language: str) -> Heard:
    """Return what this reader hears about a competency of a learner; a literal number of queries."""
    page = competency_page(competency, language)
    # A framework without a scale shows the words of the first one; nothing is judged on it.
    named = [(one.level_id, one.title) for one in page.levels if one.level_id is not None]
    levels = named if competency.framework.scale_id else []
    precedes = what_precedes(competency.pk)
    near = {competency.pk, *(key for pair in precedes for key in pair)}
    everywhere = said_about(reader, [*near], [key for key, _title in levels])
    return Heard(
        page=page,
        levels=tuple(levels),
        said=tuple(one for one in everywhere if one.competency_id == competency.pk),
        everywhere=tuple(everywhere),
        precedes=tuple(precedes),
        shown=tuple(shown_about(reader, competency.pk)),
    )
