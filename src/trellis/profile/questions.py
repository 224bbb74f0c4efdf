"""Questions of check-ins: the ready ones, translated wherever they are read, and five answers in words and faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCALE, WORDS = "scale", "words"
STEPS = 5

READY: dict[str, tuple[str, Promise]] = {
    "doing": (SCALE, _("How am I doing?")),
    "need": (WORDS, _("What do I need?")),
    "belong": (SCALE, _("Do I belong here?")),
}
_WORDS: dict[str, tuple[Promise, ...]] = {
    "doing": (_("very hard just now"), _("rather hard"), _("in between"), _("rather well"), _("very well")),
    "belong": (_("not yet"), _("a little"), _("in part"), _("mostly"), _("yes, fully")),
}
_OTHER_WORDS: tuple[Promise, ...] = (_("not yet"), _("a little"), _("in part"), _("mostly"), _("very much"))
# The mouth of each face, in a picture of 24 by 24: only the line changes, never the colour.
MOUTHS = ("M8 16.5q4-4 8 0", "M8 16q4-2 8 0", "M8 15.5h8", "M8 14.5q4 2.5 8 0", "M7.5 13.5q4.5 5.5 9 0")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a round as a page shows it."""

    key: str
    kind: str
    text: str

    @property
    def is_scale(self) -> bool:
        """Answered with one of five faces."""
        return self.kind == SCALE

    def steps(self) -> list[tuple[int, str, str]]:
        """Return the five answers: number, words and mouth."""
        words = _WORDS.get(self.key, _OTHER_WORDS)
        return [(n + 1, str(words[n]), MOUTHS[n]) for n in range(STEPS)]

    def words_of(self, value: object) -> str:
        """Return the words of one of the five answers; nothing for what is none."""
        words = _WORDS.get(self.key, _OTHER_WORDS)
        return str(words[value - 1]) if isinstance(value, int) and 1 <= value <= STEPS else ""


def questions_of(stored: list[dict[str, Any]]) -> list[Question]:
    """Return the questions of a round, the ready ones in the language of the reader."""
    return [
        Question(one["key"], one["kind"], str(READY[one["key"]][1]) if one["key"] in READY else one["text"])
        for one in stored
    ]


def ready(keys: list[str]) -> list[dict[str, str]]:
    """Return ready questions as a round stores them."""
    return [{"key": key, "kind": READY[key][0], "text": ""} for key in READY if key in keys]


def own(texts: list[str], kind: str) -> list[dict[str, str]]:
    """Return own questions as a round stores them."""
    return [{"key": f"own-{n}", "kind": kind, "text": text} for n, text in enumerate(texts, 1)]
