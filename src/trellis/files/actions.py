"""What can be done with files: store, attach to a thing, put in order after a form, let go, sweep."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import current_district_id, district_scope
from trellis.files import queries, storing
from trellis.files.checked import Checked, NotAccepted
from trellis.files.checking import check_upload
from trellis.files.choice import FileChoice
from trellis.files.many import FilesChoice
from trellis.files.models import StoredFile
from trellis.files.s3 import BucketError
from trellis.people.models import Person

logger = logging.getLogger(__name__)
KEPT_UNUSED = timedelta(days=1)
WORDS = 300  # letters, as the column holds

NO_ROOM = _("There is no room left for more files in your district. Ask your school to make some.")
NOT_NOW = _("Files cannot be kept at this moment. Try it again a little later.")
NO_LONGER_THERE = _("The file that you chose is no longer there. Choose it again.")


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: unused files let go, and bytes removed that no row knew."""

    released: int
    removed: int


def store_file(
    *,
    upload: UploadedFile[Any] | Checked,
    kind: str,
    words: str,
    owner: Person,
    now: datetime,
    field: str | None = None,
) -> StoredFile:
    """Check an upload by content and keep it; until it is attached it is visible to ``owner`` alone.

    Raises ``ActionRefused`` with ``field``: for what is no such file, is too large, or where the district is full.
    """
    try:
        checked = upload if isinstance(upload, Checked) else check_upload(upload, kind)
    except NotAccepted as refused:
        raise ActionRefused(refused.sentence, field) from None
    if checked.kind != kind:
        raise ValueError("checked as another kind")
    with transaction.atomic():
        if queries.stored_bytes() + len(checked.body) > queries.most_bytes():
            raise ActionRefused(NO_ROOM, field)
        file = StoredFile(
            owner=owner,
            kind=kind,
            media_type=checked.media_type,
            name=checked.name,
            path=_written(checked, field),
            size=len(checked.body),
            sha256=checked.sha256,
            width=checked.width,
            height=checked.height,
            seconds=checked.seconds,
            words=words.strip()[:WORDS],
            stored_at=now,
        )
        file.save(force_insert=True)
        record_moment(at=now, actor=owner, verb="file.stored", thing=file, context={"kind": kind, "size": file.size})
    return file


def _written(checked: Checked, field: str | None) -> str:
    """Write the bytes and return their path; say to the person when the storage does not take them."""
    try:
        return storing.write_bytes(current_district_id(), checked.body, checked.ending)
    except BucketError as error:
        logger.error("A file could not be written to the bucket: answer %s", error.status)  # noqa: TRY400
        raise ActionRefused(NOT_NOW, field) from None


def attach_file(*, file: StoredFile, thing: models.Model, now: datetime) -> None:
    """Hang a file on a thing: from now on whoever may open the thing may open the file. Part of another action.

    A file hangs on one thing only; one statement compares and writes, so that two forms cannot both take it.
    """
    del now  # the action that attaches writes the moment
    kind = thing._meta.label_lower
    free = models.Q(used_by_id__isnull=True) | models.Q(used_by_kind=kind, used_by_id=thing.pk)
    if not StoredFile.objects.filter(free, pk=file.pk).update(used_by_kind=kind, used_by_id=thing.pk):
        raise ActionRefused(NO_LONGER_THERE)
    file.used_by_kind, file.used_by_id = kind, thing.pk


def settle_file(
    *,
    choice: FileChoice,
    thing: models.Model,
    owner: Person,
    now: datetime,
    before: StoredFile | None = None,
    field: str | None = None,
) -> StoredFile | None:
    """Do what somebody chose in a form and return the file that ``thing`` has from now on, or None.

    A new file takes the place of ``before``; a removed one is let go; words may change alone. Part of another action,
    which must save the returned file in its row in the same transaction: until then the row names a file that is gone.
    """
    with transaction.atomic():
        after = _chosen(choice, owner, now, field)
        if after is None and choice.remove:
            _let_go(before, owner, now)
            return None
        if after is None:
            if before is not None:
                _say(before, choice.words)
            return before
        attach_file(file=after, thing=thing, now=now)
        _let_go(before, owner, now)
        return after


def settle_files(
    *,
    choice: FilesChoice,
    thing: models.Model,
    owner: Person,
    now: datetime,
    before: Sequence[StoredFile] = (),
    field: str | None = None,
) -> list[StoredFile]:
    """Do what somebody chose in a field for many and return the files that ``thing`` has from now on, in order.

    Those left out are let go. Part of another action, which must point the rows of ``thing`` to what is returned, and
    delete those of files let go, in the same transaction.
    """
    with transaction.atomic():
        added = []
        for kept in choice.kept:
            file = queries.own_unattached(owner, kept.pk, kept.kind)
            if file is None:
                raise ActionRefused(NO_LONGER_THERE, field)
            added.append(file)
        added += [
            store_file(upload=new, kind=new.kind, words="", owner=owner, now=now, field=field) for new in choice.checked
        ]
        for file in added:
            attach_file(file=file, thing=thing, now=now)
        for file in before:
            if file.pk in choice.removed:
                _let_go(file, owner, now)
        return [file for file in before if file.pk not in choice.removed] + added


def _chosen(choice: FileChoice, owner: Person, now: datetime, field: str | None) -> StoredFile | None:
    if choice.checked is not None:
        return store_file(
            upload=choice.checked, kind=choice.kind, words=choice.words or "", owner=owner, now=now, field=field
        )
    if choice.kept is None or choice.remove:
        return None
    kept = queries.own_unattached(owner, choice.kept, choice.kind)
    if kept is None:
        raise ActionRefused(NO_LONGER_THERE, field)
    _say(kept, choice.words)
    return kept


def _let_go(file: StoredFile | None, owner: Person, now: datetime) -> None:
    """Let go of a file whose thing still names it, and is about to name another or none.

    Not through the ORM, which would first empty the thing's column, and a thing may be nothing without its picture.
    The database looks at references when the transaction ends, and so sees the thing as it was saved.
    """
    if file is None:
        return
    record_moment(at=now, actor=owner, verb="file.removed", thing=file, context={"kind": file.kind})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM files_storedfile WHERE id = %s", [file.pk])
    _remove_bytes_later(file)


def _say(file: StoredFile, words: str | None) -> None:
    if words is not None and file.words != words[:WORDS]:
        file.words = words[:WORDS]
        file.save(update_fields=["words"])


def release_file(*, file: StoredFile, now: datetime, by: Person | None = None) -> None:
    """Let a file go: its row at once, its bytes once that is certain."""
    with transaction.atomic():
        record_moment(at=now, actor=by, verb="file.removed", thing=file, context={"kind": file.kind})
        remove_files([file])


def remove_files(files: Iterable[StoredFile]) -> int:
    """Delete rows, and their bytes once the transaction is through; return how many."""
    found = list(files)
    StoredFile.objects.filter(pk__in=[file.pk for file in found]).delete()
    for file in found:
        _remove_bytes_later(file)
    return len(found)


def _remove_bytes_later(file: StoredFile) -> None:
    transaction.on_commit(partial(storing.remove_bytes, file.path), robust=True)


def sweep_files(*, now: datetime) -> Swept:
    """Let go of files that hang on nothing after a day, and remove bytes whose row was undone or erased."""
    released = removed = 0
    for district_id in storing.districts():
        with district_scope(district_id):
            if not queries.is_district(district_id):  # not ours: another database's files, or one being restored
                continue
            released += _release_forgotten(now)
        with district_scope(district_id):
            removed += _remove_unknown(district_id, now)
    return Swept(released, removed)


def _release_forgotten(now: datetime) -> int:
    forgotten = list(queries.forgotten_files(now - KEPT_UNUSED))
    if forgotten:
        record_moment(at=now, actor=None, verb="files.swept", thing=None, context={"count": len(forgotten)})
    return remove_files(forgotten)


def _remove_unknown(district_id: UUID, now: datetime) -> int:
    removed = 0
    for beginning, files in storing.shelves_of(district_id):
        old = [path for path, written_at in files if written_at < now - KEPT_UNUSED]
        known = queries.known_paths(beginning) if old else set()
        for path in old:
            if path not in known:
                storing.sweep_away(path)
                removed += 1
    return removed
