"""The seal in the database: SQL spoken directly, as this person or that one, finds no sealed row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from tests.evidence.pasts import let_in_mira, make_past, open_it

from trellis.core.models import ReadEntry
from trellis.core.reading import note_reading, reading
from trellis.core.scope import change_scope, let_it_be
from trellis.evidence.actions.sealing import answer_fresh_start, ask_fresh_start, end_opening, log_kind, read_past
from trellis.evidence.models import Opening
from trellis.framework.models import Framework

NOBODY_ELSE = ("ben", "chidi", "mira", "ines", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def past(cast):
    let_in_mira(cast)
    return make_past(cast)


def rows_seen(cast, name):
    """Return how many sealed judgements and artefacts plain SQL finds as somebody."""
    change_scope(cast.district.pk, cast.people[name].pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_judgement WHERE reason LIKE '%MARK-7f3a%'")
        judged = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM evidence_artefact WHERE words LIKE '%MARK-9c1e%'")
        return judged, cursor.fetchone()[0]


def test_learner_and_family_see_it_who_said_it_sees_it_and_nobody_else(cast, past):
    assert rows_seen(cast, "ada") == rows_seen(cast, "ruth") == (1, 1)
    assert rows_seen(cast, "tom") == (1, 0)
    assert {name: rows_seen(cast, name) for name in NOBODY_ELSE} == dict.fromkeys(NOBODY_ELSE, (0, 0))
    change_scope(cast.district.pk)


def test_nobody_at_all_is_shown_nothing(cast, past):
    change_scope(cast.district.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_judgement")
        assert cursor.fetchone()[0] == 0


def test_an_opening_alone_shows_nothing_and_through_the_log_it_shows_its_reader(cast, past):
    opening = open_it(cast, past)
    assert rows_seen(cast, "mira") == (0, 0)
    with read_past(opening=opening, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (1, 1)
    assert rows_seen(cast, "mira") == (0, 0)


def test_an_entry_opens_nothing_for_another_reader_learner_or_opening(cast, past):
    opening = open_it(cast, past)
    entry = note_reading(
        reader_id=cast.mira.pk, learner_id=cast.ada.pk, kind=log_kind(opening), purpose="", now=past.now
    )
    with reading(entry):
        assert rows_seen(cast, "ines") == (0, 0)
    other = note_reading(
        reader_id=cast.mira.pk, learner_id=cast.ben.pk, kind=log_kind(opening), purpose="", now=past.now
    )
    with reading(other):
        assert rows_seen(cast, "mira") == (0, 0)
    elsewhere = note_reading(reader_id=cast.mira.pk, learner_id=cast.ada.pk, kind="opening:x", purpose="", now=past.now)
    with reading(elsewhere):
        assert rows_seen(cast, "mira") == (0, 0)


def test_it_is_closed_after_its_last_day_and_once_it_was_ended(cast, past):
    opening = open_it(cast, past, days=14)
    assert opening.until == past.today + timedelta(days=13)
    let_it_be(opening.until)
    with read_past(opening=opening, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (1, 1)
    let_it_be(opening.until + timedelta(days=1))
    with read_past(opening=opening, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (0, 0)
    let_it_be(past.today)
    change_scope(cast.district.pk, cast.mira.pk)
    end_opening(opening=opening, by=cast.mira, now=past.now, today=past.today)
    with read_past(opening=opening, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (0, 0)


def test_it_opens_only_its_days_and_its_subject(cast, past):
    short = open_it(cast, past, from_on=past.today - timedelta(days=3))
    with read_past(opening=short, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (0, 0)
    other = Framework.objects.exclude(pk=past.competency.framework_id)[0]
    subject = open_it(cast, past, framework=other)
    with read_past(opening=subject, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (0, 0)
    right = open_it(cast, past, framework=past.competency.framework)
    with read_past(opening=right, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (1, 1)


def test_a_fresh_start_is_for_good_also_to_who_said_it_and_to_an_opening(cast, past):
    opening = open_it(cast, past)
    change_scope(cast.district.pk, cast.ada.pk)
    fresh = ask_fresh_start(
        learner=cast.ada, before_on=cast.term.starts_on, why="I was new.", now=past.now, today=past.today
    )
    assert rows_seen(cast, "tom") == (1, 0)
    change_scope(cast.district.pk, cast.omar.pk)
    answer_fresh_start(fresh=fresh, grant=True, answer="", by=cast.omar, now=past.now)
    assert rows_seen(cast, "tom") == (0, 0)
    with read_past(opening=opening, by=cast.mira, now=past.now):
        assert rows_seen(cast, "mira") == (0, 0)
    assert rows_seen(cast, "ada") == rows_seen(cast, "ruth") == (1, 1)
    change_scope(cast.district.pk)


def test_the_log_is_kept_by_a_transaction_of_its_own(cast, past):
    opening = open_it(cast, past)
    entries = ReadEntry.objects.filter(learner_id=cast.ada.pk, kind=log_kind(opening))
    change_scope(cast.district.pk, cast.mira.pk)
    with read_past(opening=opening, by=cast.mira, now=past.now):
        other = connection.copy()
        try:
            with other.cursor() as cursor, other.connection.transaction():
                cursor.execute("SELECT set_config('trellis.district', %s, true)", [str(cast.district.pk)])
                cursor.execute("SELECT count(*) FROM core_readentry WHERE kind = %s", [log_kind(opening)])
                assert cursor.fetchone()[0] == 1  # another connection sees it, so it is committed
                cursor.execute("SELECT count(*) FROM evidence_opening WHERE id = %s", [opening.pk])
                assert cursor.fetchone()[0] == 0  # while nothing of this transaction is
        finally:
            other.close()
    assert entries.get().purpose == f"{opening.purpose}: {opening.sentence}"
    assert Opening.objects.filter(pk=opening.pk).exists()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # never the same day in both
def test_today_is_the_day_it_is_in_the_district(cast, zone):
    cast.district.time_zone = zone
    cast.district.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT trellis_today(), now()")
        day, now = cursor.fetchone()
    assert day == cast.district.today(now)
