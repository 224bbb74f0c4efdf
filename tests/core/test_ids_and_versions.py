"""Keys that sort by time, and saves that lose nothing."""

from __future__ import annotations

from uuid import UUID

import pytest

from trellis.core.actions import StaleVersion
from trellis.core.dates import is_time_zone, today_in
from trellis.core.ids import many_uuid7, uuid7
from trellis.people.actions import change_person
from trellis.people.models import Person


def test_key_carries_its_time_version_and_variant():
    key = uuid7(milliseconds=0x017F22E279B0, randomness=b"\xff" * 10)
    assert key == UUID("017f22e2-79b0-7fff-bfff-ffffffffffff")
    assert (key.version, key.variant) == (7, "specified in RFC 4122")


def test_later_keys_sort_after_earlier_ones():
    assert uuid7(milliseconds=5) < uuid7(milliseconds=6)


def test_many_keys_ascend_and_are_valid():
    keys = list(many_uuid7(5_000))
    assert keys == sorted(set(keys))
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {"specified in RFC 4122"}


def test_day_is_the_schools(now):
    late = now.replace(hour=23)
    assert today_in("Pacific/Auckland", late).isoformat() == "2026-11-25"
    assert today_in("America/Denver", late).isoformat() == "2026-11-24"
    assert is_time_zone("Europe/Madrid")
    assert not is_time_zone("Atlantis/Harbour")


def test_stale_save_is_refused_and_tells_what_stands_there(cast, now):
    def save(person: Person, called: str) -> None:
        change_person(
            person=person,
            given_name="Ada",
            family_name="Kovač",
            called=called,
            email="",
            language="",
            expected_version=1,
            by=cast.omar,
            now=now,
        )

    save(Person.objects.get(pk=cast.ada.pk), "Adi")
    with pytest.raises(StaleVersion) as refusal:
        save(Person.objects.get(pk=cast.ada.pk), "Ady")
    assert refusal.value.current.called == "Adi"
    assert Person.objects.get(pk=cast.ada.pk).version == 2
