"""What can be done with rosters: import one, or only look at what an import would do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from trellis.core.actions import record_moment
from trellis.core.database import refresh_statistics
from trellis.core.scope import district_scope
from trellis.interop.oneroster.applying import apply_plan
from trellis.interop.oneroster.checking import Known
from trellis.interop.oneroster.nouns import ALL_NOUNS, REFERRED_TO
from trellis.interop.oneroster.planning import plan_import
from trellis.interop.oneroster.problems import RosterRefused
from trellis.interop.oneroster.reading import read_roster
from trellis.interop.oneroster.reports import RosterReport, full_report, refusal_report
from trellis.interop.oneroster.roster import Roster
from trellis.interop.oneroster.staging import Progress, forget_staged, known_ids, stage, wait_for_turn
from trellis.people.models import District, Person

_TABLES = {noun.name: noun.table for noun in ALL_NOUNS if noun.name in REFERRED_TO}


def import_roster(
    *,
    district_id: UUID,
    source: Path,
    by: Person | None,
    now: datetime,
    dry_run: bool = False,
    many_may_leave: bool = False,
    file_name: str = "",
    on_progress: Progress | None = None,
) -> RosterReport:
    """Read the roster at ``source`` whole, compare it with the district, and apply it in one transaction.

    Returns the report; ``applied`` says whether anything may have changed. Nothing is applied when the roster is
    refused, on a ``dry_run``, or when more people would leave than ``RosterReport.asks_confirmation`` lets pass
    without ``many_may_leave``. ``on_progress(what, done, of)`` is told where the work is; ``of`` is 0 when unknown.
    """
    progress, name = on_progress or _silent, file_name or source.name
    try:
        roster = read_roster(source, known=_known(district_id), on_progress=progress)
    except RosterRefused as refused:
        return refusal_report(name, refused.problems)
    with district_scope(district_id, by.pk if by else None):
        district = District.objects.get(pk=district_id)
        wait_for_turn(str(district_id))
        stage(roster, progress)
        plan = plan_import(roster, today=district.today(now), on_step=lambda noun: progress(f"compare {noun}", 0, 0))
        report = full_report(name, roster, plan, applied=False)
        if dry_run or (report.asks_confirmation and not many_may_leave):
            forget_staged()
            return report
        if not plan.changes_nothing:
            apply_plan(
                district_id=district_id, today=district.today(now), on_step=lambda noun: progress(f"save {noun}", 0, 0)
            )
            refresh_statistics()  # a school that just arrived is fast at once, not when the server next counts
        record_moment(at=now, actor=by, verb="roster.imported", thing=district, context=_summary(roster, report))
        forget_staged()
    report.applied = True
    return report


def _silent(_what: str, _done: int, _of: int) -> None:
    return None


def _known(district_id: UUID) -> Known:
    """Ask the district which identifiers it has, only for the nouns that need it."""

    def known(noun: str) -> Collection[str]:
        with district_scope(district_id):
            return known_ids(_TABLES[noun])

    return known


def _summary(roster: Roster, report: RosterReport) -> dict[str, object]:
    return {"dialect": roster.dialect.value, "counts": report.counts, "left_out": report.n_left_out}
