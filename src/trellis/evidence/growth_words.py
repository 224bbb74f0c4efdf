"""What an estimate says in words, and as a band: plain sentences from plain values, for the page of one competency."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.evidence.access import Reader
from trellis.evidence.modelling import Growth, Model
from trellis.evidence.queries.competency import Heard
from trellis.framework.queries_competency import Neighbour

A_LEVEL, BAND_HEIGHT = 100, 30  # of the drawing, for each level
NEARLY_ALL, MUCH, SOME = 0.75, 0.4, 0.15


@dataclass(frozen=True, slots=True)
class Beside:
    """A competency before or after this one: what it is, where the learner stands in it, and its page."""

    neighbour: Neighbour
    said: str
    icon: str
    url: str


class GrowthWords:
    """Says what grows in one competency of one learner."""

    def __init__(self, reader: Reader, heard: Heard, model: Model | None) -> None:
        self.reader, self.heard, self.model = reader, heard, model
        self.growth: Growth | None = model.growth(heard.page.competency.pk) if model else None
        self.name = reader.learner.first_name

    @property
    def level(self) -> str:
        """The level as it stands; empty where not enough was seen."""
        return self._title(self.growth.place) if self.growth and self.growth.place is not None else ""

    def _title(self, place: int) -> str:
        return self.heard.levels[place][1]

    @property
    def how_sure(self) -> str:
        """Say in one sentence how sure the level is."""
        growth = self.growth
        if growth is None or growth.place is None:
            return self._not_enough()
        if not growth.is_model:
            return _("The rule names a level and says nothing about how sure it is.")
        low, high = growth.reaches
        names = {"low": self._title(low), "high": self._title(high), "likely": self.level}
        if low == high:
            return _("Quite sure: what was seen agrees.")
        if high - low == 1:
            return _("Likely between “%(low)s” and “%(high)s”; “%(likely)s” fits best.") % names
        return _("Between “%(low)s” and “%(high)s”. One more thing to see would make it surer.") % names

    def _not_enough(self) -> str:
        n = len(self.growth.rests_on) if self.growth else 0
        if not n:
            return _("Nobody else has judged anything here yet that you can see.")
        return ngettext(
            "%(n)s judgement is too little to say more. One more thing to see would help.",
            "%(n)s judgements are too little to say more. One more thing to see would help.",
            n,
        ) % {"n": n}

    @property
    def band(self) -> SafeString:
        """Return the levels as a band: where it likely lies, and where most of all. Words beside it say the same."""
        growth = self.growth
        if growth is None or growth.place is None:
            return mark_safe("")
        width = A_LEVEL * len(growth.chances)
        start, end = (round((edge + 0.5) * A_LEVEL) for edge in (growth.low, growth.high))
        middle = round((growth.place + 0.5) * A_LEVEL)
        marks = "".join(f"M{A_LEVEL * number} 3V{BAND_HEIGHT - 3}" for number in range(1, len(growth.chances)))
        likely = f'<rect class="likely" x="{start}" y="8" width="{max(6, end - start)}" height="14" rx="7"/>'
        names = "".join(
            f"<li{_here(place, growth)}>{escape(title)}</li>" for place, (_key, title) in enumerate(self.heard.levels)
        )
        return mark_safe(  # noqa: S308 - numbers, and words that were escaped
            f'<div class="band"><svg viewBox="0 0 {width} {BAND_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect class="whole" x="1" y="5" width="{width - 2}" height="20" rx="10"/><path d="{marks}"/>{likely}'
            f'<path class="best" d="M{middle} 4V{BAND_HEIGHT - 4}"/></svg><ol role="list">{names}</ol></div>'
        )

    @property
    def rests_on(self) -> list[tuple[object, str, int]]:
        """Return each judgement behind the estimate with how much it carries, in words and hundredths."""
        if self.growth is None:
            return []
        return [(one.said, carries(one.share), one.percent) for one in self.growth.rests_on]

    @property
    def readiness(self) -> str:
        """Say whether the learner is ready for this, from what comes before it; empty where nothing does."""
        key = self.heard.page.competency.pk
        if self.model is None or not self.heard.page.builds_on:
            return ""
        if self.model.is_reached(key):
            return ""
        if self.model.is_ready(key):
            return _("Ready for this: all that comes before it is there.")
        return _("Not yet: something that comes before it is still growing, or has not been seen enough.")

    @property
    def before(self) -> list[Beside]:
        """Return what comes before this competency, with where the learner stands in each."""
        if self.model is None:
            return []
        stands = {one.competency_id: one for one in self.model.before(self.heard.page.competency.pk)}
        found = []
        for neighbour in self.heard.page.builds_on:
            one = stands.get(neighbour.id)
            is_there = one is not None and one.is_reached
            said = _("there") if is_there else _("growing") if one and one.is_enough else _("not enough seen yet")
            found.append(Beside(neighbour, said, "circle-check" if is_there else "sprout", self._page(neighbour.id)))
        return found

    @property
    def opens(self) -> list[Beside]:
        """Return what this competency leads to, and which of it the learner is ready for."""
        found = []
        for neighbour in self.heard.page.opens:
            ready = self.model is not None and neighbour.id in self.model.places and self.model.is_ready(neighbour.id)
            said = _("ready for it") if ready else _("not yet")
            found.append(Beside(neighbour, said, "door-open" if ready else "sprout", self._page(neighbour.id)))
        return found

    def _page(self, competency_id: UUID) -> str:
        return reverse("evidence:competency", args=[self.reader.learner.pk, competency_id])


def _here(place: int, growth: Growth) -> str:
    low, high = growth.reaches
    if place == growth.place:
        return ' class="best"'
    return ' class="likely"' if growth.is_model and low <= place <= high else ""


def carries(share: float) -> str:
    """Say how much one piece carries of everything that counts."""
    share = round(share, 2)  # as it is shown
    if share >= NEARLY_ALL:
        return _("carries nearly all of it")
    if share >= MUCH:
        return _("carries much of it")
    if share >= SOME:
        return _("carries some of it")
    return _("carries a little") if share > 0 else _("does not count under this rule")
