"""What an import did or would do, for the page, the command and the history."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from trellis.interop.case.problems import Problem, Problems

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of one sort are new, changed, the same, back again, or no longer in the source."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    returned: int = 0
    retired: int = 0

    @property
    def changes(self) -> int:
        """How many rows differ from before."""
        return self.created + self.updated + self.returned + self.retired


@dataclass(frozen=True, slots=True)
class FrameworkReport:
    """The outcome of an import: counts, findings, and whether anything was written."""

    title: str
    applied: bool
    items: Counts = field(default_factory=Counts)
    links: Counts = field(default_factory=Counts)
    n_unresolved: int = 0
    licence: str = ""
    framework_id: UUID | None = None
    problems: tuple[Problem, ...] = ()
    n_errors: int = 0
    n_warnings: int = 0
    n_notes: int = 0

    @property
    def refused(self) -> bool:
        """Say whether the file cannot be imported as it is."""
        return self.n_errors > 0

    @property
    def changes(self) -> int:
        """How many rows differ from before."""
        return self.items.changes + self.links.changes

    def as_json(self) -> dict[str, Any]:
        """Return the report for the history, errors first, the long tail counted only."""
        value = asdict(self)
        value["framework_id"] = str(self.framework_id) if self.framework_id else None
        value["problems"] = [asdict(problem) for problem in self.problems[:SHOWN]]
        return value


_ORDER = {"error": 0, "warning": 1, "note": 2}


def findings(problems: Problems) -> dict[str, Any]:
    """Return the parts of a report that come from what was found, errors first."""
    return {
        "problems": tuple(sorted(problems.found, key=lambda problem: _ORDER[problem.severity])),
        "n_errors": problems.counts["error"],
        "n_warnings": problems.counts["warning"],
        "n_notes": problems.counts["note"],
    }


def refusal(title: str, problems: Problems) -> FrameworkReport:
    """Return the report on a file that cannot be imported."""
    return FrameworkReport(title=title, applied=False, **findings(problems))
