"""The application role may count rows, so that a district which just arrived is fast at once."""

from __future__ import annotations

import warnings

from django.db import connection
from tests.interop.case.small import as_bytes, small_package

from trellis.core.database import refresh_statistics
from trellis.interop.case.actions import import_framework
from trellis.school.actions import make_sample_class


def known_rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_statistics_know_the_rows_of_the_running_transaction(cast) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refresh_statistics()
    assert known_rows("people_person") >= 13


def test_a_framework_that_was_imported_is_counted_at_once(cast, now) -> None:
    refresh_statistics()
    before = known_rows("framework_competency")
    report = import_framework(district_id=cast.district.pk, source=as_bytes(small_package()), by=cast.omar, now=now)
    assert report.applied
    assert known_rows("framework_competency") == before + report.items.created


def test_the_sample_class_of_the_first_steps_is_counted_at_once(cast, now) -> None:
    refresh_statistics()
    before = known_rows("school_enrolment")
    make_sample_class(by=cast.omar, on=now.date(), now=now)
    assert known_rows("school_enrolment") == before + 7
