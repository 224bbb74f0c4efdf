"""Every test of conversations has walls to write on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.talk.walls import OPEN_CIRCLE, register_walls


@pytest.fixture(autouse=True)
def walls() -> Iterator[None]:
    register_walls()
    yield
    OPEN_CIRCLE.clear()
