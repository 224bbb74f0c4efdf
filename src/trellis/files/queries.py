"""Reads of stored files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from trellis.files.models import StoredFile
from trellis.people.models import District, Person


def stored_bytes() -> int:
    """Return how much the files of the district in scope take together."""
    return StoredFile.objects.aggregate(all=Sum("size"))["all"] or 0


def own_unattached(person: Person, file_id: UUID, kind: str) -> StoredFile | None:
    """Return a file that ``person`` added and that hangs on nothing yet."""
    return StoredFile.objects.filter(pk=file_id, owner=person, kind=kind, used_by_id__isnull=True).first()


def forgotten_files(before: datetime) -> QuerySet[StoredFile]:
    """Return files that were added before and never used: the form they were chosen in was not sent again.

    Locked, and without those that somebody attaches at this moment.
    """
    forgotten = StoredFile.objects.filter(used_by_id__isnull=True, stored_at__lt=before)
    return forgotten.select_for_update(skip_locked=True)


def known_paths(beginning: str) -> set[str]:
    """Return the paths of all rows in one folder."""
    return set(StoredFile.objects.filter(path__startswith=beginning).values_list("path", flat=True))


def is_district(district_id: UUID) -> bool:
    """Say whether the district in scope is there."""
    return District.objects.filter(pk=district_id).exists()


@dataclass(frozen=True, slots=True)
class Part:
    """How many files of one kind a district has, and how much room they take."""

    kind: StoredFile.Kind
    n: int
    size: int


def room_by_kind() -> list[Part]:
    """Return what the files of the district in scope take, kind by kind."""
    found = StoredFile.objects.values_list("kind").annotate(n=Count("pk"), size=Sum("size")).order_by("kind")
    return [Part(StoredFile.Kind(kind), n, size) for kind, n, size in found]
