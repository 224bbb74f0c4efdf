"""Rosters and frameworks by command: looked at, brought in, given out again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from tests.house.conftest import Run

ROSTER = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,Elm School,school,,\n",
    "academicSessions": (
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "t1,,,Year,schoolYear,2026-08-01,2027-07-31,,2027\n"
    ),
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId\n",
    "classes": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
        "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
        "c1,,,Otters,,,,homeroom,,o1,t1,,,\n"
    ),
    "users": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
        "u1,,,true,o1,student,ada,,Ada,Okafor,,,,,,,04,\n"
    ),
    "enrollments": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,,,c1,o1,u1,student,,,\n"
    ),
    "manifest": "propertyName,value\noneroster.version,1.1\n"
    + "".join(
        f"file.{name},bulk\n" for name in ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")
    ),
}
DOCUMENT = {
    "identifier": "6b3d9e0e-0000-11ee-8000-0242ac120002",
    "uri": "https://frames.example/6b3d9e0e-0000-11ee-8000-0242ac120002",
    "creator": "Elm School",
    "title": "Gardening",
    "lastChangeDateTime": "2026-09-01T00:00:00Z",
    "CFPackageURI": {
        "title": "x",
        "identifier": "6b3d9e0e-0000-11ee-8000-0242ac120002",
        "uri": "https://frames.example/x",
    },
}
ITEM = {
    "identifier": "6b3d9e0e-0000-11ee-8000-0242ac120003",
    "uri": "https://frames.example/6b3d9e0e-0000-11ee-8000-0242ac120003",
    "fullStatement": "Grow a bean from seed",
    "lastChangeDateTime": "2026-09-01T00:00:00Z",
}


@pytest.fixture(scope="module", autouse=True)
def district(trellis: Run) -> None:
    assert trellis("create-district", "North Valley", "--time-zone=UTC").returncode == 0


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    folder = tmp_path / "roster"
    folder.mkdir()
    for name, text in ROSTER.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "gardening.json"
    path.write_text(json.dumps({"CFDocument": DOCUMENT, "CFItems": [ITEM], "CFAssociations": []}))
    return path


def test_a_roster_is_looked_at_brought_in_and_given_out(trellis: Run, roster: Path, tmp_path: Path):
    looked = trellis("import", "roster", str(roster), "--dry-run")
    assert (looked.returncode, looked.stdout.splitlines()[-1]) == (0, "Nothing was changed: this was a look only.")
    brought = trellis("import", "roster", str(roster))
    assert brought.returncode == 0, brought.stdout + brought.stderr
    assert "  people: 1 created\n" in brought.stdout
    again = trellis("import", "roster", str(roster))
    assert again.stdout.splitlines()[-1] == "Everything was as the roster says already."
    given = trellis("export", "roster", str(tmp_path / "out.zip"))
    assert given.returncode == 0, given.stderr
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert "Okafor" in archive.read("users.csv").decode()
    returned = trellis("import", "roster", str(tmp_path / "out.zip"))
    assert returned.stdout.splitlines()[-1] == "Everything was as the roster says already."


def test_a_roster_that_cannot_be_used_is_refused_with_its_place(trellis: Run, roster: Path):
    (roster / "users.csv").write_text("sourcedId,sourcedId\n")
    done = trellis("import", "roster", str(roster))
    assert done.returncode == 1
    assert "users.csv" in done.stdout.splitlines()[0]
    assert done.stdout.splitlines()[-1] == "Nothing was imported: this roster cannot be used as it is."


def test_a_framework_is_brought_in_and_given_out(trellis: Run, package: Path, tmp_path: Path):
    brought = trellis("import", "framework", str(package), "--licence=CC BY 4.0")
    assert brought.returncode == 0, brought.stdout + brought.stderr
    assert "  competencies: 1 created\n" in brought.stdout
    out = tmp_path / "out.json"
    given = trellis("export", "framework", str(out), "--title=Gardening")
    assert given.returncode == 0, given.stderr
    assert [item["fullStatement"] for item in json.loads(out.read_text())["CFItems"]] == ["Grow a bean from seed"]
    over = trellis("export", "framework", str(out), "--title=Gardening")
    assert (over.returncode, over.stderr) == (2, f"{out} exists already; choose another name.\n")
    lost = trellis("export", "framework", str(tmp_path / "x.json"), "--title=Cooking")
    assert (lost.returncode, lost.stderr) == (2, "Say which framework with --title; there are: 'Gardening'.\n")


def test_a_file_that_is_no_framework_is_refused(trellis: Run, tmp_path: Path):
    path = tmp_path / "letter.json"
    path.write_text("[]")
    done = trellis("import", "framework", str(path))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "Nothing was imported: this file cannot be used as it is."
