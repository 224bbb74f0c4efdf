"""What an import has to say about its file: where, which value, what to do."""

from __future__ import annotations

import reprlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
KEPT = 500
SHOWN_VALUE = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``place`` is a JSON pointer such as ``/CFItems/12/fullStatement``, or a line of a table."""

    place: str
    value: str
    what_to_do: str
    severity: Severity


@dataclass(slots=True)
class Problems:
    """All findings of one import: the first ones in full, all of them counted."""

    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def error(self, place: str, value: object, what_to_do: str) -> None:
        """Add something that stops the import."""
        self._add(place, value, what_to_do, "error")

    def warning(self, place: str, value: object, what_to_do: str) -> None:
        """Add something that the import goes around, in the way it says."""
        self._add(place, value, what_to_do, "warning")

    def note(self, place: str, value: object, what_to_do: str) -> None:
        """Add something worth knowing that asks for nothing."""
        self._add(place, value, what_to_do, "note")

    @property
    def stop(self) -> bool:
        """Say whether anything found stops the import."""
        return self.counts["error"] > 0

    def _add(self, place: str, value: object, what_to_do: str, severity: Severity) -> None:
        self.counts[severity] += 1
        # Errors are always worth a line; a file may well have ten thousand of the rest.
        if len(self.found) < KEPT or (severity == "error" and self.counts["error"] <= KEPT):
            self.found.append(Problem(place or "/", shown(value), what_to_do, severity))


class NotAFramework(Exception):
    """The file cannot be read as what it should be; ``problem`` says where and what to do."""

    def __init__(self, place: str, value: object, what_to_do: str) -> None:
        super().__init__(what_to_do)
        self.problem = Problem(place, shown(value), what_to_do, "error")


def shown(value: object) -> str:
    """Return a value as one short line for the report."""
    text = value if isinstance(value, str) else reprlib.repr(value)
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: SHOWN_VALUE + 1])
    return f"{text[:SHOWN_VALUE]}…" if len(text) > SHOWN_VALUE else text


def step(place: str, key: str | int) -> str:
    """Return the JSON pointer one step deeper (RFC 6901)."""
    name = str(key).replace("~", "~0").replace("/", "~1")
    return f"{place}/{shown(name)}"
