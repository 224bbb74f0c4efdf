"""An event that Tom arranges for Ada, Ruth and himself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from trellis.agenda.actions import create_event
from trellis.agenda.models import Event


@pytest.fixture
def make_event(cast, now) -> Callable[..., Event]:
    """Something at ``starts_at`` for three quarters of an hour."""

    def make(starts_at: datetime | None = None, **changed: Any) -> Event:
        start = starts_at or now + timedelta(days=2)
        given = {
            "kind": Event.Kind.CONFERENCE,
            "place": "Room 4",
            "starts_at": start,
            "ends_at": start + timedelta(minutes=45),
            "people": [cast.tom, cast.ada, cast.ruth],
            "thing": None,
            "by": cast.tom,
            "now": now,
            **changed,
        }
        return create_event(**given)

    return make
