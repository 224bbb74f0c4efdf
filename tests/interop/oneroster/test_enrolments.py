"""The longest file is read in blocks: what comes out is what reading row by row would have said, line by line."""

from __future__ import annotations

import csv
import io
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interop.oneroster.rosters import GOOD, changed, write_folder

from trellis.interop.oneroster import reading_enrolments, tables
from trellis.interop.oneroster.problems import RosterRefused
from trellis.interop.oneroster.reading import read_roster

HEADER = GOOD["enrollments.csv"].splitlines()[0].split(",")
CELLS = st.tuples(
    st.sampled_from(["e1", "e2", "e3", "e4", "e5", "'-e6", " e7", "e8\nfolded", "", "e" * 300]),
    st.sampled_from(["active", "active", "tobedeleted", "odd"]),
    st.just(""),
    st.sampled_from(["k1", "k2", " k1 ", "lost", ""]),
    st.just("s1"),
    st.sampled_from(["u1", "u2", "u4", "nobody"]),
    st.sampled_from(["student", "teacher", "aide", "ghost"]),
    st.sampled_from(["", "true"]),
    st.sampled_from(["", "2026-08-24", "8/24/2026", "soon"]),
    st.sampled_from(["", "2027-06-30", "2026-01-01"]),
)


def as_text(rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


def outcome(folder: Path):
    try:
        roster = read_roster(folder)
    except RosterRefused as refused:
        return refused.problems.kept
    return list(roster.enrolments), roster.spared, roster.n_rows, roster.log.kept, roster.log.counts


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(CELLS, max_size=14))
def test_blocks_of_any_size_are_read_as_single_rows_are(tmp_path_factory, rows):
    folder = write_folder(tmp_path_factory.mktemp("roster"), changed(GOOD, enrollments=as_text(rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_enrolments._Reader, "read_block", lambda *_block: False)
        one_by_one = outcome(folder)
    for size in (1, 3, 500):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tables, "BLOCK", size)
            assert outcome(folder) == one_by_one


def test_whole_blocks_keep_their_lines_and_order(tmp_path, monkeypatch):
    rows = [
        [f"e{n}", "", "", class_, "s1", person, "student", "", "", ""]
        for n, (class_, person) in enumerate(product(["k1", "k2"] * 3, ["u1", "u2", "u4"]))
    ]
    monkeypatch.setattr(tables, "BLOCK", 4)
    read = read_roster(write_folder(tmp_path, changed(GOOD, enrollments=as_text(rows)))).enrolments
    assert [(row.id, row.line, row.person) for row in read] == [(row[0], n + 2, row[5]) for n, row in enumerate(rows)]


@pytest.mark.parametrize("size", [2, 500])
def test_an_open_quotation_mark_is_refused_on_its_line_in_any_block(tmp_path, monkeypatch, size):
    monkeypatch.setattr(tables, "BLOCK", size)
    text = GOOD["enrollments.csv"].replace("e3,", '"e3,')
    (problem,) = outcome(write_folder(tmp_path, changed(GOOD, enrollments=text)))[-1:]
    assert (problem.code, problem.file, problem.line) == ("unclosed_quote", "enrollments.csv", 4)
