"""What an import found and did, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # The rooms can be imported only once the house is open.
    from trellis.interop.case.reports import Counts, FrameworkReport
    from trellis.interop.oneroster.reports import RosterReport


def show_framework_report(report: FrameworkReport, *, n_shown: int) -> None:
    """Print the counts and the problems of a framework import."""
    _show_problems(
        [f"{each.severity}: {each.place}: {each.what_to_do} [{each.value}]" for each in report.problems],
        report.n_errors + report.n_warnings + report.n_notes,
        n_shown,
    )
    if report.refused:
        click.echo("Nothing was imported: this file cannot be used as it is.")
        return
    click.echo(f"{report.title}")
    click.echo(f"  competencies: {_counted(report.items)}")
    click.echo(f"  links:        {_counted(report.links)}")
    if report.n_unresolved:
        click.echo(f"  {report.n_unresolved} links lead to competencies that are not here; they are kept for later.")
    if report.licence:
        click.echo(f"  licence:      {report.licence}")
    click.echo("Imported." if report.applied else "Nothing was changed: this was a look only.")


def show_roster_report(report: RosterReport, *, dry_run: bool, n_shown: int) -> None:
    """Print the rows of each file, what became of them, and the problems with their places."""
    from trellis.interop.oneroster.wording import sentence_for

    lines = []
    for each in report.problems:
        place = ", ".join(part for part in (each.file, f"line {each.line}" if each.line else "", each.column) if part)
        lines.append(f"{each.severity}: {place}: {sentence_for(each)}" + (f" [{each.value}]" if each.value else ""))
    _show_problems(lines, sum(report.problem_counts.values()), n_shown)
    for file, n_rows in report.rows.items():
        click.echo(f"  {file}: {n_rows} rows")
    for noun, counts in report.counts.items():
        fates = ", ".join(f"{n} {fate}" for fate, n in counts.items() if n)
        if fates:
            click.echo(f"  {noun}: {fates}")
    click.echo(_outcome(report, dry_run=dry_run))


def _outcome(report: RosterReport, *, dry_run: bool) -> str:
    if report.is_refused:
        return "Nothing was imported: this roster cannot be used as it is."
    if dry_run:
        return "Nothing was changed: this was a look only."
    if not report.applied:
        return (
            f"Nothing was imported: {report.people_ended} of {report.people_before} people would leave."
            " Say --many-may-leave if that is meant."
        )
    return "Everything was as the roster says already." if report.changes_nothing else "Imported."


def _counted(counts: Counts) -> str:
    words = ("created", "updated", "unchanged", "returned", "retired")
    return ", ".join(f"{n} {word}" for word in words if (n := getattr(counts, word))) or "none"


def _show_problems(lines: Sequence[str], total: int, n_shown: int) -> None:
    for line in lines[:n_shown]:
        click.echo(line)
    if total > n_shown:
        click.echo(f"... and {total - n_shown} more (--problems shows more of them)")
