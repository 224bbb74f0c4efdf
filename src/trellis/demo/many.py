"""A demo of any size: the learners beyond the written ones come in as a roster, as they would at a real school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from trellis.core.scope import district_scope
from trellis.demo.calendar import SchoolYear, morning_of, school_year
from trellis.demo.content import load_people
from trellis.demo.roster import learner_id, session_ids, write_roster
from trellis.interop.oneroster.actions import import_roster
from trellis.people.models import Account, Person
from trellis.school.actions import name_term_for_roster
from trellis.school.models import Term

OnProgress = Callable[[str, int, int], None]


class RosterNotTaken(RuntimeError):
    """The importer refused what we wrote; the first reasons are in the message."""


def add_learners(*, district_id: UUID, total: int, today: date, on_progress: OnProgress) -> None:
    """Bring the demo district up to ``total`` learners; does nothing where they are there already."""
    wanted = total - len(load_people().learners)
    if wanted <= 0 or _is_there(district_id, learner_id(wanted - 1)):
        return
    year = school_year(today)
    with district_scope(district_id):
        omar = Account.objects.select_related("person").get(username="omar").person
        _name_terms(year, by=omar, now=morning_of(today))
    with TemporaryDirectory(prefix="trellis-demo-") as folder:
        on_progress("writing a roster", 0, 1)
        write_roster(Path(folder), learners=wanted, year=year)
        on_progress("writing a roster", 1, 1)
        report = import_roster(
            district_id=district_id,
            source=Path(folder),
            by=omar,
            now=morning_of(today),
            file_name="demo roster",
            on_progress=on_progress,
        )
    if not report.applied:
        raise RosterNotTaken(str(report.problems[:3]))


def _name_terms(year: SchoolYear, *, by: Person, now: datetime) -> None:
    """Let the roster find the school year and the terms of the demo, which stand there already."""
    for span, sourced_id in session_ids(year):
        made_by_hand = Term.objects.filter(title=span.title, starts_on=span.starts_on, sourced_id__isnull=True)
        term = made_by_hand.order_by("pk").first()
        if term is not None and not Term.objects.filter(sourced_id=sourced_id).exists():
            name_term_for_roster(term=term, sourced_id=sourced_id, by=by, now=now)


def _is_there(district_id: UUID, sourced_id: str) -> bool:
    with district_scope(district_id):
        return Person.objects.filter(sourced_id=sourced_id).exists()
