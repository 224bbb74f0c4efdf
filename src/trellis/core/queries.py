"""Reads of moments that every room may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.core.models import Moment
from trellis.core.scope import current_district_id

KEEP_SECONDS = 60
Result = TypeVar("Result")


def until_something_happens(key: str, compute: Callable[[], Result]) -> Result:
    """Return ``compute()``, kept until somebody does something in this district.

    Every action writes a moment, so an unchanged last moment means unchanged rows; only of two actions that overlap may
    one show a minute late. For numbers of a whole district: counting 100,000 people takes tens of milliseconds.
    """
    place = f"{current_district_id()}:{_last_moment()}:{key}"
    kept: Result | None = cache.get(place)
    if kept is None:
        kept = compute()
        cache.set(place, kept, KEEP_SECONDS)
    return kept


@compiled
def _last_moment() -> QuerySet[Moment, UUID]:
    return Moment.objects.order_by("-pk").values_list("pk", flat=True)[:1]
