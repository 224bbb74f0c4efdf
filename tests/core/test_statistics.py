"""The application role may count rows, so that a district which just arrived is fast at once."""

from __future__ import annotations

import warnings

from django.db import connection

from trellis.core.database import refresh_statistics


def known_rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_statistics_know_the_rows_of_the_running_transaction(cast) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refresh_statistics()
    assert known_rows("people_person") >= 13
