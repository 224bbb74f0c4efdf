"""Ten thousand broken rosters: none crashes, none is imported in part, every refusal names its place."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interop.oneroster.rosters import GOOD, write_folder, zipped
from tests.people import Now

from trellis.core.scope import district_scope
from trellis.interop.oneroster.actions import import_roster
from trellis.interop.oneroster.exporting import export_roster
from trellis.interop.oneroster.problems import Problem, ProblemLog, RosterRefused, Severity
from trellis.interop.oneroster.reading import read_roster
from trellis.interop.oneroster.roster import NOUNS, Roster
from trellis.interop.oneroster.values import clean, escape
from trellis.interop.oneroster.wording import TEXTS, sentence_for
from trellis.people.actions import create_district

Broken = dict[str, bytes]
N_PURE, N_STORED = 9_850, 150
STRANGE = (
    "", "0", "tobedeleted", "2026-99-99", "13/13/2026", "4/2/2000", "=1+1", "'=x", "ü" * 300, "u1", "k1", "nobody",
    "\0", '"', "null", "TRUE", "-1",
)  # fmt: skip
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32", "utf-7")


def pick_file(files: Broken, rng: random.Random) -> str:
    return rng.choice(sorted(files))


def lines_of(files: Broken, name: str) -> list[list[bytes]]:
    return [line.split(b",") for line in files[name].splitlines()]


def put(files: Broken, name: str, rows: list[list[bytes]]) -> None:
    files[name] = b"\n".join(b",".join(row) for row in rows) + b"\n"


def shuffle_columns(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    rows = lines_of(files, name)
    order = list(range(len(rows[0]) if rows else 0))
    rng.shuffle(order)
    put(files, name, [[row[n] for n in order if n < len(row)] for row in rows])


def drop_column(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    rows = lines_of(files, name)
    if rows and len(rows[0]) > 1:
        gone = rng.randrange(len(rows[0]))
        put(files, name, [row[:gone] + row[gone + 1 :] for row in rows])


def repeat_column(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    put(files, name, [[*row, row[0].upper()] for row in lines_of(files, name) if row])


def cut_bytes(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    content = files[name]
    start = rng.randrange(len(content) + 1)
    files[name] = content[:start] + content[min(len(content), start + rng.randrange(60)) :]


def end_early(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    files[name] = files[name][: rng.randrange(len(files[name]) + 1)]


def other_bytes(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    content = bytearray(files[name])
    for _ in range(rng.randrange(1, 6)):
        if content:
            content[rng.randrange(len(content))] = rng.randrange(256)
    files[name] = bytes(content)


def other_encoding(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    files[name] = files[name].decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def strange_cell(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    rows = lines_of(files, name)
    if rows:
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(STRANGE).encode()
        put(files, name, rows)


def drop_row(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    rows = lines_of(files, name)
    if len(rows) > 1:
        del rows[rng.randrange(1, len(rows))]
        put(files, name, rows)


def repeat_row(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    rows = lines_of(files, name)
    if len(rows) > 1:
        again = list(rng.choice(rows[1:]))
        if rng.random() < 0.7 and len(again) > 3:
            again[3] = b"something else"
        put(files, name, [*rows, again])


def drop_file(files: Broken, rng: random.Random) -> None:
    if len(files) > 1:
        del files[pick_file(files, rng)]


def header_only(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    files[name] = files[name].split(b"\n")[0]


def open_quote(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    at = rng.randrange(len(files[name]) + 1)
    files[name] = files[name][:at] + b'"' + files[name][at:]


def other_line_ends(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    files[name] = files[name].replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n", b"\n\r"]))


def other_separator(files: Broken, rng: random.Random) -> None:
    name = pick_file(files, rng)
    files[name] = files[name].replace(b",", rng.choice([b";", b"\t", b"|"]))


MUTATIONS: tuple[Callable[[Broken, random.Random], None], ...] = (
    shuffle_columns, drop_column, repeat_column, cut_bytes, end_early, other_bytes, other_encoding, strange_cell,
    strange_cell, strange_cell, drop_row, repeat_row, drop_file, header_only, open_quote, other_line_ends,
    other_separator,
)  # fmt: skip


def break_zip(content: bytes, rng: random.Random) -> bytes:
    """Damage the archive itself, or hide something in it."""
    kind = rng.randrange(4)
    if kind == 0:
        return content[: rng.randrange(len(content))]
    if kind == 1:
        damaged = bytearray(content)
        for _ in range(rng.randrange(1, 20)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        return bytes(damaged)
    data = io.BytesIO(content)
    with zipfile.ZipFile(data, "a") as archive:
        entry = zipfile.ZipInfo(rng.choice(["../x.csv", "/x.csv", "a.zip", "a\\b.csv", "USERS.csv", "x/../orgs.csv"]))
        entry.external_attr = rng.choice([0, 0o120777, 0o100644, 0o060644]) << 16
        archive.writestr(entry, b"x")
    return data.getvalue()


def broken_roster(seed: int, tmp_path: Path) -> Path:
    rng = random.Random(seed)
    files = {name: text.encode() for name, text in GOOD.items()}
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        rng.choice(MUTATIONS)(files, rng)
        if not files:
            break
    if seed % 4:
        folder = tmp_path / "roster"
        for stale in folder.iterdir() if folder.is_dir() else ():
            stale.unlink()
        return write_folder(folder, files)
    content = zipped(files)
    path = tmp_path / "roster.zip"
    path.write_bytes(break_zip(content, rng) if seed % 8 == 0 else content)
    return path


def assert_every_problem_names_its_place(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.code in TEXTS and problem.file, problem
        assert problem.line or problem.column or problem.file
        assert sentence_for(problem)
        assert "secret" not in problem.value
        if problem.severity is Severity.LEFT_OUT:
            assert problem.line > 0, problem


def read_or_refuse(path: Path) -> tuple[Roster | None, ProblemLog]:
    try:
        roster = read_roster(path)
    except RosterRefused as refused:
        return None, refused.problems
    return roster, roster.log


def test_broken_rosters_never_crash_and_every_refusal_names_its_place(tmp_path):
    outcomes = {"read": 0, "refused": 0}
    for seed in range(N_PURE):
        roster, log = read_or_refuse(broken_roster(seed, tmp_path))
        outcomes["read" if roster else "refused"] += 1
        assert bool(log.refusals) == (roster is None), seed
        assert_every_problem_names_its_place(log.kept)
        assert "secret-" not in repr([getattr(roster, noun, None) for noun in NOUNS])
    assert sum(outcomes.values()) == N_PURE
    assert min(outcomes.values()) > N_PURE // 10


class Stop(Exception):
    """Takes back what one broken roster did."""


def rows_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in ("people_school", "people_person", "people_role", "school_schoolclass", "school_enrolment"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_broken_rosters_are_imported_whole_or_not_at_all(db, tmp_path):
    district = create_district(name="Broken", time_zone="UTC", now=Now)
    with district_scope(district.pk):
        good = write_folder(tmp_path / "good", GOOD)
        assert import_roster(district_id=district.pk, source=good, by=None, now=Now).applied
        before = rows_by_table()
        for seed in range(N_PURE, N_PURE + N_STORED):
            path = broken_roster(seed, tmp_path)
            with pytest.raises(Stop):
                import_and_take_back(district, path, before)


@transaction.atomic
def import_and_take_back(district, path: Path, before: dict[str, int]) -> None:
    report = import_roster(district_id=district.pk, source=path, by=None, now=Now, many_may_leave=True)
    after = rows_by_table()
    if report.applied:
        for table, noun in (("people_person", "people"), ("school_enrolment", "enrolments")):
            assert after[table] == before[table] + report.counts[noun]["created"]
        again = import_roster(district_id=district.pk, source=path, by=None, now=Now, many_may_leave=True)
        assert again.changes_nothing, again.counts
    else:
        assert after == before
    raise Stop


def test_a_failure_while_writing_leaves_nothing_behind(db, tmp_path, monkeypatch):
    district = create_district(name="Interrupted", time_zone="UTC", now=Now)
    path = write_folder(tmp_path / "good", GOOD)

    def fail(*_args) -> None:
        raise Stop

    monkeypatch.setattr("trellis.interop.oneroster.applying._write_guardianships", fail)
    with pytest.raises(Stop):
        import_roster(district_id=district.pk, source=path, by=None, now=Now)
    with district_scope(district.pk):
        assert set(rows_by_table().values()) == {0}


@given(st.text(max_size=12))
def test_an_exported_cell_is_harmless_and_comes_back_as_it_was(text):
    text = text.strip()
    assert clean(escape(text)) == text
    assert escape(text)[:1] not in tuple("=+-@")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.binary(max_size=200), min_size=1))
def test_any_bytes_are_read_or_refused(tmp_path_factory, files):
    folder = write_folder(tmp_path_factory.mktemp("any"), {**{n: t.encode() for n, t in GOOD.items()}, **files})
    try:
        read_roster(folder)
    except RosterRefused as refused:
        assert_every_problem_names_its_place(refused.problems.kept)


def test_an_export_of_nothing_is_a_roster(db, tmp_path):
    district = create_district(name="Nothing", time_zone="UTC", now=Now)
    with district_scope(district.pk), export_roster(today=Now.date()) as archive:
        (tmp_path / "nothing.zip").write_bytes(archive.read())
    report = import_roster(district_id=district.pk, source=tmp_path / "nothing.zip", by=None, now=Now)
    assert report.applied
    assert report.changes_nothing
