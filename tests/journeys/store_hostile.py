"""Store what is kept of the hostile files, and of files named on the command line, as Ada's; print what was kept.

A program of its own, because a story talks to a running house: `python -m tests.journeys.store_hostile FILE...`.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import psycopg

from trellis.cli.house import open_house


def main() -> None:
    """Store, and print a line of JSON: id, kind and what it was."""
    with open_house() as database:
        assert database is not None
        with psycopg.connect(database.superuser_url) as connection:
            row = connection.execute(
                "SELECT id, district_id FROM people_person WHERE given_name = 'Ada' AND family_name = 'Kovač'"
            ).fetchone()
        assert row is not None
        from trellis.core.scope import district_scope

        with district_scope(row[1], row[0]):
            kept = [*_of_the_corpus(row[0]), *(_of_disk(row[0], Path(name)) for name in sys.argv[1:])]
        sys.stdout.write(json.dumps(kept))


def _of_the_corpus(owner_id: object) -> list[list[str]]:
    from tests.files.hostile import corpus
    from tests.files.test_hostile_files import upload
    from trellis.files.checked import NotAccepted

    kept = []
    for hostile in corpus():
        try:
            kept.append(_stored(owner_id, upload(hostile.name, hostile.content), hostile.label))
        except NotAccepted:
            continue
    return kept


def _of_disk(owner_id: object, path: Path) -> list[str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return _stored(owner_id, SimpleUploadedFile(path.name, path.read_bytes()), path.name)


def _stored(owner_id: object, file: object, label: str) -> list[str]:
    from django.utils import timezone

    from trellis.files.actions import store_file
    from trellis.files.checking import check_any
    from trellis.people.models import Person

    checked = check_any(file)
    owner = Person.objects.get(pk=owner_id)
    stored = store_file(upload=checked, kind=checked.kind, words=label[:200], owner=owner, now=timezone.now())
    return [str(stored.pk), stored.kind, label]


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # Pillow grumbles about broken notes of cameras
    main()
