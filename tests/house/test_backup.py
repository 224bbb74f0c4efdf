"""Backup and restore: whole or not at all, compared row by row."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.house.conftest import Run, make_data_dir

from trellis import embedded
from trellis.backup import BackupError, Difference, compare_databases, open_archive, put_in_place
from trellis.backup.archive import DUMP_NAME, MANIFEST_NAME
from trellis.cli.remembering import NOTE_NAME
from trellis.core.ids import uuid7

UPLOADED = "files/ab/street.ogg"


def files_in(data_dir: Path) -> list[str]:
    """The uploaded files of a data folder."""
    folder = data_dir / "files"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def archive(trellis: Run, data_dir: Path) -> Path:
    """The backup of a demo district."""
    path = data_dir.parent / "backup.zip"
    made = trellis("demo", "--no-serve", TRELLIS_DEMO="1")
    assert made.returncode == 0, made.stderr
    upload = data_dir / UPLOADED
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"the sound of a street")
    done = trellis("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert len(files_in(data_dir)) > 1  # the demo has pictures of its own
    assert f"{len(files_in(data_dir))} uploaded files" in done.stdout
    assert f"keep the file {data_dir / 'secret-key'} apart" in done.stdout
    return path


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A data folder on what might be another machine."""
    folder = make_data_dir()
    yield folder
    shutil.rmtree(folder.parent)


def repacked(archive: Path, target: Path, **changes: object) -> Path:
    """Write a copy of an archive with another manifest."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as copy:
        manifest = json.loads(source.read(MANIFEST_NAME)) | changes
        copy.writestr(MANIFEST_NAME, json.dumps(manifest))
        copy.writestr(DUMP_NAME, source.read(DUMP_NAME))
        for name in source.namelist():
            if name.startswith("files/"):
                copy.writestr(name, source.read(name))
    return target


def test_the_demo_district_comes_back_row_by_row(trellis: Run, archive: Path, data_dir: Path, elsewhere: Path):
    done = trellis("restore", str(archive), folder=elsewhere)
    assert done.returncode == 0, done.stderr
    with embedded.start(data_dir) as left, embedded.start(elsewhere) as right:
        assert compare_databases(left.superuser_url, right.superuser_url) == []
        with psycopg.connect(right.superuser_url) as connection:
            assert connection.execute("SELECT count(*) > 100 FROM people_person").fetchone() == (True,)
            connection.execute(
                "UPDATE people_person SET called = 'X' WHERE ctid = (SELECT min(ctid) FROM people_person)"
            )
            connection.execute("CREATE TABLE only_here ()")
        differences = compare_databases(left.superuser_url, right.superuser_url)
        assert [each.table for each in differences] == ["only_here", "people_person"]
        assert differences[0] == Difference("only_here", -1, 0)
    assert (elsewhere / UPLOADED).read_bytes() == b"the sound of a street"
    checked = trellis("check", folder=elsewhere)
    assert checked.returncode == 0, checked.stdout


def test_who_was_erased_after_the_backup_stays_erased_on_another_machine(
    trellis: Run, archive: Path, data_dir: Path, elsewhere: Path, tmp_path: Path
):
    ada = "people_person WHERE given_name = 'Ada'"
    with embedded.start(data_dir) as house, psycopg.connect(house.superuser_url) as connection:
        # Known as erased, and of a district that the backup does not know: that one is passed over.
        [(district, person)] = connection.execute(f"SELECT district_id, id FROM {ada}").fetchall()
        connection.execute(
            "INSERT INTO core_erasure (id, district_id, person_id, at) VALUES (gen_random_uuid(), %s, %s, now())",
            (district, person),
        )
    path = tmp_path / "erasures.json"
    tmp_path.chmod(0o711)
    done = trellis("erasures", str(path))
    assert (done.returncode, "1 erased" in done.stdout) == (0, True), done.stderr
    assert (path.stat().st_mode & 0o077, "Ada" in path.read_text()) == (0, False)
    later = [str(uuid7()), str(uuid7()), "2026-11-24T08:00:00+00:00"]
    listed = json.loads(path.read_text())
    path.write_text(json.dumps(listed | {"erased": [*listed["erased"], later]}))
    done = trellis("restore", str(archive), "--erasures", str(path), folder=elsewhere)
    assert done.returncode == 0, done.stderr
    with embedded.start(elsewhere) as house, psycopg.connect(house.superuser_url) as connection:
        assert connection.execute(f"SELECT count(*) FROM {ada}").fetchone() == (0,)
        assert connection.execute("SELECT person_id FROM core_erasure").fetchall() == [(person,)]
        assert connection.execute(
            "SELECT count(*) FROM evidence_authorship WHERE learner_id = %s", (person,)
        ).fetchone() == (0,)
    # A list only grows: what a younger database does not know of is kept.
    with embedded.start(data_dir) as house, psycopg.connect(house.superuser_url) as connection:
        connection.execute("DELETE FROM core_erasure")
    assert "2 erased" in trellis("erasures", str(path)).stdout


def test_what_is_no_list_of_erasures_is_refused(trellis: Run, archive: Path, elsewhere: Path, tmp_path: Path):
    path = tmp_path / "erasures.json"
    for text in ("", "[]", '{"trellis": "backup"}', '{"trellis": "erasures", "erased": [["a", "b", "c"]]}'):
        path.write_text(text)
        done = trellis("restore", str(archive), "--erasures", str(path), folder=elsewhere)
        assert (done.returncode, "is no list of erasures" in done.stderr) == (2, True)
        assert "is no list of erasures" in trellis("erasures", str(path)).stderr
    assert "cannot be written" in trellis("erasures", str(tmp_path / "nowhere" / "erasures.json")).stderr


def test_a_database_with_something_in_it_is_replaced_only_when_told(trellis: Run, archive: Path, data_dir: Path):
    note = embedded.find_place(data_dir).pgdata / NOTE_NAME
    assert note.exists()
    refused = trellis("restore", str(archive))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    before = files_in(data_dir)
    later = data_dir / "files" / "later.txt"
    later.write_text("written after the backup")
    assert trellis("restore", "--replace", str(archive)).returncode == 0
    # The folder is that of the backup again, and nothing of the work is left lying about.
    assert files_in(data_dir) == before
    assert [path.name for path in data_dir.iterdir() if "before" in path.name or "backup" in path.name] == []
    # What took its place may be any school: the next demo has to look again.
    assert not note.exists()


def test_a_restore_that_fails_leaves_everything_as_it_was(trellis: Run, archive: Path, data_dir: Path, tmp_path: Path):
    with zipfile.ZipFile(archive) as whole:
        torn = whole.read(DUMP_NAME)[:-5000]
        manifest = json.loads(whole.read(MANIFEST_NAME))
    manifest |= {"dump_sha256": hashlib.sha256(torn).hexdigest(), "dump_bytes": len(torn)}
    manifest |= {"files": 0, "file_bytes": 0, "files_sha256": hashlib.sha256(b"").hexdigest()}
    path = tmp_path / "torn.zip"
    with zipfile.ZipFile(path, "w") as copy:
        copy.writestr(MANIFEST_NAME, json.dumps(manifest))
        copy.writestr(DUMP_NAME, torn)
    done = trellis("restore", "--replace", str(path))
    assert (done.returncode, done.stderr.splitlines()[-1].startswith("pg_restore failed: ")) == (2, True)
    assert (data_dir / UPLOADED).exists()
    with embedded.start(data_dir) as database, psycopg.connect(database.superuser_url) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'trellis%'").fetchall()
        assert names == [("trellis",)]
        assert connection.execute("SELECT count(*) > 100 FROM people_person").fetchone() == (True,)


def test_a_backup_never_writes_over_a_file(trellis: Run, archive: Path):
    done = trellis("backup", str(archive))
    assert (done.returncode, done.stderr) == (2, f"{archive} exists already; choose another name.\n")


def test_nobody_but_its_owner_can_read_a_backup(archive: Path):
    assert archive.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dump_sha256": "0"}, "its checksum is wrong"),
        ({"files_sha256": "0"}, "its checksum is wrong"),
        ({"format": 3, "surprise": 1}, "in a newer format; upgrade Trellis"),
        ({"surprise": 1}, "its manifest cannot be read"),
    ],
)
def test_an_archive_is_checked_before_anything_is_restored(
    archive: Path, tmp_path: Path, changes: dict[str, object], sentence: str
):
    path = repacked(archive, tmp_path / "changed.zip", **changes)
    with pytest.raises(BackupError, match=sentence), open_archive(path, work_dir=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear school")
    with pytest.raises(BackupError, match="is no Trellis backup"), open_archive(path, work_dir=tmp_path):
        pass
    with pytest.raises(BackupError, match="does not exist"), open_archive(tmp_path / "no", work_dir=tmp_path):
        pass


def test_files_in_the_way_are_replaced_only_when_told_and_come_back_when_it_fails(tmp_path: Path):
    there, new = tmp_path / "files", tmp_path / "new"
    for folder in (there, new):
        folder.mkdir()
        (folder / f"{folder.name}.txt").write_text("something")
    with pytest.raises(BackupError, match="not empty; say --replace"), put_in_place(new, there, replace=False):
        pass
    with pytest.raises(KeyError), put_in_place(new, there, replace=True):
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == ["files"]
    assert [path.name for path in there.iterdir()] == ["files.txt"]
    with put_in_place(None, there, replace=False):
        assert (there / "files.txt").exists()


def test_a_file_that_would_land_outside_is_refused(archive: Path, tmp_path: Path):
    path = repacked(archive, tmp_path / "odd.zip")
    with zipfile.ZipFile(path, "a") as copy:
        copy.writestr("files/../../odd.txt", b"outside")
    with pytest.raises(BackupError, match="outside its folder"), open_archive(path, work_dir=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_of_a_newer_trellis_is_refused(trellis: Run, archive: Path, tmp_path: Path):
    path = repacked(archive, tmp_path / "newer.zip", trellis="9.0", migrations=["people.9999_from_the_future"])
    done = trellis("restore", "--replace", str(path))
    assert done.returncode == 2
    assert "made by a newer Trellis (9.0, which knows people.9999_from_the_future)" in done.stderr


def test_a_role_that_is_held_to_a_district_cannot_make_a_backup(trellis: Run, data_dir: Path, tmp_path: Path):
    with embedded.start(data_dir) as database:
        done = trellis(
            "backup",
            str(tmp_path / "empty.zip"),
            DATABASE_URL=database.app_url,
            DATABASE_OWNER_URL=database.owner_url,
            TRELLIS_SECRET_KEY="0123456789-0123456789-0123456789",
        )
    assert done.returncode == 2
    assert done.stderr.startswith("The role trellis_owner does not see every row")
    assert list(tmp_path.iterdir()) == []
