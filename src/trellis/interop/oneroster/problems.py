"""What is wrong with a roster, where, and how much it matters. Pure: the words stand in ``wording.py``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn


class Severity(StrEnum):
    """What a problem does to the import."""

    REFUSED = "refused"  # nothing of the roster is imported
    LEFT_OUT = "left out"  # this row is left out; what it was before stays as it was
    NOTE = "note"  # the row is imported; something about it is worth knowing


REFUSALS = frozenset(
    """not_found not_a_roster not_a_zip too_many_files too_big bomb unsafe_path link nested_archive encrypted
    duplicate_file unknown_compression damaged_file missing_file empty_file line_too_long unclosed_quote
    unreadable_text duplicate_header missing_column duplicate_identifier""".split()
)
NOTES = frozenset(
    """dangling_kept duplicate_row inactive encoding_guessed separator formula_text folded_lines columns_kept_out
    password_never_read file_not_needed manifest_disagrees header_only unknown_grade bad_email dates_day_first
    dates_month_first dates_unclear name_from_username cyclic_parent no_rights not_enabled username_shared
    two_versions""".split()
)
KEPT_OF_A_KIND = 200
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know: its code (a key of ``wording.TEXTS``), its place, and the value that stands there."""

    code: str
    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Whether the roster is refused, the row left out, or the row imported with a note."""
        if self.code in REFUSALS:
            return Severity.REFUSED
        return Severity.NOTE if self.code in NOTES else Severity.LEFT_OUT

    def as_json(self) -> dict[str, Any]:
        """Return what the history keeps: no words, so that every reader gets their own language."""
        return {
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "details": self.details,
        }


class RosterRefused(Exception):
    """The roster cannot be imported at all; ``problems`` say why, with at least one refusal among them."""

    def __init__(self, problems: ProblemLog) -> None:
        first = problems.refusals[0]
        super().__init__(f"{first.code}: {first.file} line {first.line} {first.column}".strip())
        self.problems = problems


class ProblemLog:
    """Collects problems: all are counted, the first ``KEPT_OF_A_KIND`` of each code are kept with their place."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.counts: Counter[str] = Counter()

    def add(self, code: str, file: str, line: int = 0, column: str = "", value: str = "", **details: Any) -> None:
        """Note a problem."""
        self.counts[code] += 1
        if self.counts[code] <= KEPT_OF_A_KIND:
            self.kept.append(Problem(code, file, line, column, shown(value), details))

    def refuse(
        self, code: str, file: str, line: int = 0, column: str = "", value: str = "", **details: Any
    ) -> NoReturn:
        """Note a problem that stops the import at once."""
        self.add(code, file, line, column, value, **details)
        raise RosterRefused(self)

    @property
    def refusals(self) -> list[Problem]:
        """The problems that stop the import."""
        return [problem for problem in self.kept if problem.severity is Severity.REFUSED]

    def count(self, severity: Severity) -> int:
        """How many problems matter this much, kept or not."""
        return sum(n for code, n in self.counts.items() if Problem(code, "").severity is severity)

    def stop_if_refused(self) -> None:
        """Raise ``RosterRefused`` when any problem so far is a refusal."""
        if self.refusals:
            raise RosterRefused(self)


def shown(value: str) -> str:
    """Return a value fit for a report: one line, printable, not too long."""
    text = "".join(char if char.isprintable() else "�" for char in value[: LONGEST_VALUE + 1])
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
