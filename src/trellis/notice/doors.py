"""The one door of this room that opens without signing in: the link in a mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from trellis.core.scope import district_scope
from trellis.notice.letters import read_stop_token
from trellis.people.models import Person


@contextmanager
def somebody_who_stops(token: str) -> Iterator[Person | None]:
    """Step into the district of whom a link was written for, for this block only; None for a link that is none."""
    read = read_stop_token(token)
    if read is None:
        yield None
        return
    district_id, person_id = read
    with district_scope(district_id, person_id):
        yield Person.objects.filter(pk=person_id).first()
