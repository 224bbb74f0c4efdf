"""Erasing somebody everywhere, and again after a restore that brought them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from trellis.core.actions import record_moment
from trellis.core.models import Erasure
from trellis.core.registries import erase_everything_of
from trellis.core.scope import district_scope


@transaction.atomic
def erase_person(*, person_id: UUID, by: models.Model | None, now: datetime) -> dict[str, int]:
    """Erase everything of a person, files too, and keep their bare identifier so that no backup brings them back."""
    erased = erase_everything_of(person_id)
    made, _is_new = Erasure.objects.get_or_create(person_id=person_id, defaults={"at": now})
    record_moment(at=now, actor=by, verb="erased", thing=made, context={"rows": sum(erased.values())})
    return erased


def erase_again(erasures: Iterable[tuple[UUID, UUID, datetime]], *, now: datetime) -> int:
    """Erase again whom a backup brought back: (district, person, when they were erased). Return how many rows."""
    rows = 0
    for district_id, person_id, at in erasures:
        with district_scope(district_id):
            Erasure.objects.get_or_create(person_id=person_id, defaults={"at": at})
            erased = erase_everything_of(person_id)
            if sum(erased.values()):
                record_moment(at=now, actor=None, verb="erased", thing=None, context={"rows": sum(erased.values())})
            rows += sum(erased.values())
    return rows
