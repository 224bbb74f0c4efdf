"""What a roster import found and did, in a form that can be shown, kept and read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trellis.interop.oneroster.planning import Plan
from trellis.interop.oneroster.problems import Problem, ProblemLog, Severity
from trellis.interop.oneroster.roster import Roster

MOST_WHO_LEAVE = 0.2  # of the people that the roster brought before
FEW = 5


@dataclass(slots=True)
class RosterReport:
    """Rows of each file; created, updated, unchanged and ended rows of each noun; and every problem with its place."""

    file_name: str
    dialect: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[str, int] = field(default_factory=dict)
    people_before: int = 0
    applied: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the roster can be imported."""
        return self.count(Severity.REFUSED) > 0

    @property
    def people_ended(self) -> int:
        """How many people leave."""
        return self.counts.get("people", {}).get("ended", 0)

    @property
    def asks_confirmation(self) -> bool:
        """Whether so many people would leave that somebody has to say that this is meant."""
        return self.people_ended > max(FEW, MOST_WHO_LEAVE * self.people_before)

    @property
    def changes_nothing(self) -> bool:
        """Whether the district is already as the roster says."""
        return not any(counts.get(fate) for counts in self.counts.values() for fate in ("created", "updated", "ended"))

    def count(self, severity: Severity) -> int:
        """How many problems matter this much."""
        return sum(n for code, n in self.problem_counts.items() if Problem(code, "").severity is severity)

    @property
    def n_refusals(self) -> int:
        """How many problems stop the import."""
        return self.count(Severity.REFUSED)

    @property
    def n_left_out(self) -> int:
        """How many rows are left out."""
        return self.count(Severity.LEFT_OUT)

    @property
    def n_notes(self) -> int:
        """How many things are worth knowing."""
        return self.count(Severity.NOTE)

    def as_json(self) -> dict[str, Any]:
        """Return the report as the history keeps it."""
        return {
            "file_name": self.file_name,
            "dialect": self.dialect,
            "rows": self.rows,
            "counts": self.counts,
            "problems": [problem.as_json() for problem in self.problems],
            "problem_counts": self.problem_counts,
            "people_before": self.people_before,
            "applied": self.applied,
        }


def report_from_json(stored: dict[str, Any]) -> RosterReport:
    """Return the report that ``as_json`` made."""
    values = {**stored, "problems": [Problem(**problem) for problem in stored.get("problems", [])]}
    return RosterReport(**{"file_name": "", **values})


def refusal_report(file_name: str, log: ProblemLog) -> RosterReport:
    """Return the report of a roster that could not be imported."""
    return RosterReport(file_name, problems=log.kept, problem_counts=dict(log.counts))


def full_report(file_name: str, roster: Roster, plan: Plan, *, applied: bool) -> RosterReport:
    """Return the report of a roster that was read and compared with the district."""
    return RosterReport(
        file_name,
        dialect=roster.dialect.value,
        rows=roster.n_rows,
        counts=plan.counts,
        problems=roster.log.kept,
        problem_counts=dict(roster.log.counts),
        people_before=plan.people_before,
        applied=applied,
    )
