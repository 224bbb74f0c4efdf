"""Protocols of critique: what is asked in which order, with examples; and gentle hints, which ask once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.evidence import coaching
from trellis.studio.models import CritiqueRound

Protocol = CritiqueRound.Protocol
PARTS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a protocol: what is asked, how it begins, and an example."""

    name: str
    label: Promise
    help: Promise
    is_needed: bool = True
    rows: int = 3


@dataclass(frozen=True, slots=True)
class Way:
    """How critique is given by one protocol."""

    key: str
    why: Promise
    icon: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """Its name."""
        return str(Protocol(self.key).label)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of the parts that have to say something."""
        return tuple(part.name for part in self.parts if part.is_needed)


WAYS: dict[str, Way] = {
    Protocol.KIND: Way(
        Protocol.KIND,
        _("Begin with what works, say where, and name one next step."),
        "heart-handshake",
        (
            Part("first", _("What works, and for whom"), _("“I could follow your path without asking anybody.”")),
            Part("second", _("Where exactly"), _("“The corner by the bakery: the drawing and the sound fit.”")),
            Part("third", _("One next step that would help"), _("“Add a legend, then I can read the colours.”")),
        ),
    ),
    Protocol.WONDER: Way(
        Protocol.WONDER,
        _("Say what you see before you say what you think. A question leaves the choice with the team."),
        "search",
        (
            Part("first", _("I notice …"), _("“I notice that three of five photos show the same corner.”")),
            Part("second", _("I wonder …"), _("“I wonder who walks here early in the morning.”")),
            Part("third", _("What if …"), _("“What if you asked somebody who works at night?”"), is_needed=False),
        ),
    ),
    Protocol.GALLERY: Way(
        Protocol.GALLERY,
        _("Walk around in silence with a note sheet. One note for each draft is enough; then type it in."),
        "footprints",
        (
            Part("first", _("What stays with me"), _("“The voice of the neighbour, right at the start.”")),
            Part(
                "second", _("A question for the team"), _("“How did you choose whom to ask?”"), is_needed=False, rows=2
            ),
            Part(
                "third",
                _("Something that could help"),
                _("“My uncle has old photos of this street.”"),
                is_needed=False,
                rows=2,
            ),
        ),
    ),
}
SAYS_LITTLE: dict[str, Promise] = {
    "first": _("What exactly? Name one part of it, so that it can be done again."),
    "second": _("Where is it, or what makes you ask? A few words more help."),
    "third": _("What could be done, and where? One small step is enough."),
}


def hints_for(way: Way, words: dict[str, str]) -> tuple[coaching.Hint, ...]:
    """Return what a coach would ask before this is sent; nothing where it is fine. Empty parts are the action's to say.

    >>> [hint.field for hint in hints_for(WAYS["kind"], {"first": "Nice!", "third": "Add a legend for the colours"})]
    ['first']
    """
    hints = []
    for part in way.parts:
        text = words.get(part.name, "").strip()
        if text and coaching.says_little(text):
            hints.append(coaching.Hint(part.name, SAYS_LITTLE[part.name]))
        hints += coaching.hints_on(part.name, text)
    return tuple(hints)
