"""Reads of stored files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Sum

from trellis.files.models import FilesLimit, StoredFile
from trellis.people.models import District, Person

STEP = 50 * 1024 * 1024  # so wide that nobody can tell from it whether somebody added something


def stored_bytes() -> int:
    """Return how much the files of the district in scope take together."""
    return StoredFile.objects.aggregate(all=Sum("size"))["all"] or 0


def most_mb() -> float:
    """Return how many MB the files of the district in scope may take: what it set, else the setting's."""
    own = FilesLimit.objects.first()
    return settings.FILES_QUOTA_MB if own is None else min(own.most_mb, highest_mb())


def highest_mb() -> float:
    """Return how many MB a coordinator may give a district at most: operations say so."""
    return max(settings.FILES_QUOTA_MOST_MB, settings.FILES_QUOTA_MB)


def most_bytes() -> float:
    """Return how many bytes the files of the district in scope may take."""
    return most_mb() * 1024 * 1024


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
    """How much room the files of one kind take in a district: less than ``under`` bytes."""

    kind: StoredFile.Kind
    under: int


@dataclass(frozen=True, slots=True)
class Room:
    """How much room the files of a district take, in steps so wide that no single file shows in them."""

    parts: tuple[Part, ...]
    under: int


def room_taken() -> Room:
    """Return what the files of the district in scope take, kind by kind and together."""
    sizes = dict(StoredFile.objects.values_list("kind").annotate(size=Sum("size")).order_by("kind"))
    parts = tuple(Part(kind, _next_step(sizes.get(kind, 0))) for kind in StoredFile.Kind)
    return Room(parts, _next_step(sum(sizes.values())))


def _next_step(size: int) -> int:
    return (size // STEP + 1) * STEP
