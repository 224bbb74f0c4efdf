"""Archives that mean harm, or may, are refused before anything is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from tests.interop.oneroster.rosters import GOOD, write_folder, zipped

from trellis.interop.oneroster.archive import Limits
from trellis.interop.oneroster.problems import RosterRefused
from trellis.interop.oneroster.reading import read_roster


def refused_for(path: Path, **choices) -> tuple[str, str]:
    with pytest.raises(RosterRefused) as refusal:
        read_roster(path, **choices)
    problem = refusal.value.problems.refusals[0]
    return problem.code, problem.file


def with_entry(tmp_path: Path, name: str, content: bytes = b"x", *, mode: int = 0, raw_name: str = "") -> Path:
    data = io.BytesIO(zipped(GOOD))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    path = tmp_path / "roster.zip"
    path.write_bytes(data.getvalue())
    return path


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../users.csv", "unsafe_path"),
        ("a/../../users.csv", "unsafe_path"),
        ("/etc/users.csv", "unsafe_path"),
        ("C:/users.csv", "unsafe_path"),
        ("..\\users.csv", "unsafe_path"),
        ("more.zip", "nested_archive"),
        ("old/backup.tar.gz", "nested_archive"),
        ("USERS.CSV", "duplicate_file"),
        ("copy/users.csv", "duplicate_file"),
    ],
)
def test_names_that_mean_harm_are_refused(tmp_path, name, code):
    assert refused_for(with_entry(tmp_path, name)) == (code, name)


def test_a_link_is_refused(tmp_path):
    assert refused_for(with_entry(tmp_path, "link.csv", b"/etc/passwd", mode=stat.S_IFLNK | 0o777))[0] == "link"


def test_an_archive_under_the_name_of_a_table_is_refused(tmp_path):
    assert refused_for(with_entry(tmp_path, "demographics.csv", zipped(GOOD)))[0] == "nested_archive"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = with_entry(tmp_path, "demographics.csv", b"0" * (20 << 20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_a, **_k: pytest.fail("unpacked"))
    assert refused_for(path) == ("bomb", "demographics.csv")


def test_too_much_is_refused(tmp_path):
    path = with_entry(tmp_path, "demographics.csv")
    assert refused_for(path, limits=Limits(members=3))[0] == "too_many_files"
    assert refused_for(path, limits=Limits(file_bytes=50))[0] == "too_big"
    assert refused_for(path, limits=Limits(all_bytes=500))[0] == "too_big"


def test_a_locked_file_is_refused(tmp_path):
    content = bytearray(zipped(GOOD))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(content))
    assert refused_for(path) == ("encrypted", "manifest.csv")


def test_a_damaged_zip_is_refused(tmp_path):
    content = bytearray(zipped(GOOD))
    at = content.index(b"users.csv") + 30
    content[at : at + 40] = b"\xff" * 40
    path = tmp_path / "damaged.zip"
    path.write_bytes(bytes(content))
    assert refused_for(path) == ("damaged_file", "users.csv")
    path.write_bytes(bytes(content[:200]))
    assert refused_for(path)[0] == "not_a_zip"


def test_a_folder_with_a_link_is_refused(tmp_path):
    folder = write_folder(tmp_path / "roster", GOOD)
    (folder / "users.csv").unlink()
    (folder / "users.csv").symlink_to("/etc/passwd")
    assert refused_for(folder) == ("link", "users.csv")


def test_a_folder_in_a_zip_is_a_roster(tmp_path):
    path = tmp_path / "roster.zip"
    path.write_bytes(zipped({f"district/{name}": text for name, text in GOOD.items()} | {"__MACOSX/._users.csv": "x"}))
    assert len(read_roster(path).people) == 4


def test_other_files_are_listed_and_not_read(tmp_path):
    roster = read_roster(with_entry(tmp_path, "demographics.csv", b"sourcedId,sex\nu1,female\n"))
    assert [p.file for p in roster.log.kept if p.code == "file_not_needed"] == ["demographics.csv"]


def test_what_is_no_roster_is_refused_with_what_was_found(tmp_path):
    assert refused_for(write_folder(tmp_path / "a", {"photo.jpg": "x"}))[0] == "not_a_roster"
    assert refused_for(tmp_path / "nowhere")[0] == "not_found"
    (tmp_path / "text.zip").write_text("hello")
    assert refused_for(tmp_path / "text.zip")[0] == "not_a_zip"
