"""Reads for the roster pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from trellis.interop.oneroster.models import RosterImport
from trellis.interop.oneroster.problems import Problem, Severity
from trellis.interop.oneroster.reports import RosterReport, report_from_json
from trellis.interop.oneroster.values import escape
from trellis.interop.oneroster.wording import NOUN_WORDS, SEVERITIES, sentence_for

MOST_IN_HISTORY = 30
MOST_OF_A_KIND = 20
_ORDER = [Severity.REFUSED, Severity.LEFT_OUT, Severity.NOTE]


@dataclass(frozen=True, slots=True)
class CountLine:
    """What becomes of the rows of one noun."""

    words: str | Promise
    created: int
    updated: int
    unchanged: int
    ended: int


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one kind: where the first ones are, and how many there are in all."""

    severity: Severity
    severity_words: str | Promise
    sentence: str
    problems: tuple[tuple[Problem, str], ...]
    total: int

    @property
    def n_more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.problems)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import: its state, its counts, its problems."""

    found: RosterImport
    report: RosterReport
    lines: tuple[CountLine, ...]
    groups: tuple[ProblemGroup, ...]

    @property
    def is_going(self) -> bool:
        """Whether the worker has it."""
        return self.found.state in (RosterImport.State.READING, RosterImport.State.APPLYING)

    @property
    def may_apply(self) -> bool:
        """Whether it waits for a yes or no."""
        return self.found.state == RosterImport.State.PREVIEWED


def import_history() -> list[RosterImport]:
    """Return the last imports, newest first."""
    return list(RosterImport.objects.defer("report").order_by("-made_at")[:MOST_IN_HISTORY])


def import_page(found: RosterImport) -> ImportPage:
    """Return what the page of an import shows."""
    report = report_from_json(found.report)
    lines = tuple(
        CountLine(NOUN_WORDS[noun], **counts) for noun, counts in report.counts.items() if any(counts.values())
    )
    return ImportPage(found, report, lines, tuple(_groups(report)))


def _groups(report: RosterReport) -> Iterator[ProblemGroup]:
    by_code: dict[str, list[Problem]] = {}
    for problem in report.problems:
        by_code.setdefault(problem.code, []).append(problem)
    for code, problems in sorted(by_code.items(), key=lambda item: _ORDER.index(item[1][0].severity)):
        shown = tuple((problem, sentence_for(problem)) for problem in problems[:MOST_OF_A_KIND])
        severity = problems[0].severity
        yield ProblemGroup(severity, SEVERITIES[severity], shown[0][1], shown, report.problem_counts[code])


def problems_as_csv(found: RosterImport) -> str:
    """Return the kept problems of an import as a table for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "line", "column", "value", "severity", "what to do"])
    for problem in report_from_json(found.report).problems:
        cells = (problem.file, str(problem.line or ""), problem.column, problem.value)
        writer.writerow([escape(cell) for cell in (*cells, str(SEVERITIES[problem.severity]), sentence_for(problem))])
    return text.getvalue()
