"""Large invented rosters: the same seed the same people, whole in themselves, and read without a single problem."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from trellis.demo.calendar import school_year
from trellis.demo.content import load_names
from trellis.demo.roster import CLASSES_OF_EDUCATOR, GROUP, Shape, write_roster
from trellis.interop.oneroster.reading import read_roster

YEAR = school_year(date(2026, 11, 24))


def written(folder: Path, learners: int, seed: int = 7) -> dict[str, list[dict[str, str]]]:
    folder.mkdir()
    write_roster(folder, learners=learners, year=YEAR, seed=seed)
    return {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in folder.glob("*.csv")
    }


def test_the_same_seed_gives_the_same_roster_and_another_seed_other_people(tmp_path) -> None:
    assert written(tmp_path / "a", 70) == written(tmp_path / "b", 70)
    assert written(tmp_path / "c", 70, seed=8)["users"] != written(tmp_path / "d", 70)["users"]


def test_every_learner_has_six_classes_and_no_class_more_than_thirty(tmp_path) -> None:
    rows = written(tmp_path / "roster", 100)["enrollments"]
    learning = [row for row in rows if row["role"] == "student"]
    assert set(Counter(row["userSourcedId"] for row in learning).values()) == {6}
    assert max(Counter(row["classSourcedId"] for row in learning).values()) == GROUP
    teaching = Counter(row["userSourcedId"] for row in rows if row["role"] == "teacher")
    assert max(teaching.values()) == CLASSES_OF_EDUCATOR


def test_identifiers_and_usernames_are_unique_and_everything_named_exists(tmp_path) -> None:
    files = written(tmp_path / "roster", 800)
    ids = {name: [row["sourcedId"] for row in rows] for name, rows in files.items() if name != "manifest"}
    assert [name for name, found in ids.items() if len(set(found)) != len(found)] == []
    usernames = [row["username"] for row in files["users"]]
    assert len(set(usernames)) == len(usernames)
    assert len({row["name"] for row in files["orgs"]}) == len(files["orgs"]) == 2
    for column, name in (("classSourcedId", "classes"), ("userSourcedId", "users"), ("schoolSourcedId", "orgs")):
        assert {row[column] for row in files["enrollments"]} <= set(ids[name])


def test_the_importer_finds_nothing_to_complain_about(tmp_path) -> None:
    write_roster(tmp_path, learners=800, year=YEAR)
    roster = read_roster(tmp_path)
    assert dict(roster.log.counts) == {}
    assert len(roster.enrolments) == 800 * 6 + Shape(800).classes


def test_a_nation_of_learners_has_schools_of_different_names() -> None:
    shape = Shape(100_000)
    assert (shape.schools, shape.groups, shape.educators) == (139, 3334, 4001)
    names = load_names()
    assert [name for name, entries in names.items() if len(set(entries)) != len(entries)] == []
