"""Frameworks in tables, and the Coherence Map."""

from __future__ import annotations

import gzip

import pytest
from tests.interop.case.small import as_bytes, real

from trellis.interop.case.coherence import read_coherence_map
from trellis.interop.case.exporting import to_case, to_json
from trellis.interop.case.package import same_content
from trellis.interop.case.parsing import read_package
from trellis.interop.case.problems import NotAFramework, Problems
from trellis.interop.case.smartlevel import guess_mapping, read_table
from trellis.interop.case.tables import Heading, table_package


def table(content, mapping=None, title="Ours"):
    """Read a table; return its package and the problems that are more than notes."""
    problems = Problems()
    found = read_table(content if isinstance(content, bytes) else content.encode(), problems)
    package = table_package(found, mapping or guess_mapping(found), Heading(title), problems)
    return package, [(p.place, p.severity, p.value) for p in problems.found if p.severity != "note"]


def tree(package):
    """Return (statement, parent statement, sequence) of every row."""
    names = {item.identifier: item.statement for item in package.items}
    return [
        (names[link.origin], names.get(link.destination, ""), link.sequence)
        for link in package.associations
        if link.type == "isChildOf"
    ]


def test_levels_make_the_tree():
    package, problems = table("smartLevel,Full Statement\n1,A\n1.1,B\n1.2,C\n1.10,D\n2,E\n2.1.,F\n")
    assert problems == []
    assert tree(package) == [
        ("A", "", 1), ("B", "A", 1), ("C", "A", 2), ("D", "A", 10), ("E", "", 2), ("F", "E", 1),
    ]  # fmt: skip


def test_a_missing_level_is_told_and_bridged():
    package, problems = table("smartLevel;fullStatement\n1;A\n1.3.1;B\n")
    assert problems == [("line 3", "warning", "1.3.1")]
    assert tree(package)[1] == ("B", "A", 1)


@pytest.mark.parametrize("level", ["x", "", "1..2", "1.a", "-1"])
def test_a_level_that_is_none_stops_the_import_with_its_line(level):
    package, problems = table(f"smartLevel,fullStatement\n1,A\n{level},B\n")
    assert package is None
    assert problems == [("line 3", "error", level)]


def test_the_same_level_twice_stops_the_import():
    package, problems = table("smartLevel,fullStatement\n1,A\n1.0,B\n01.0,C\n")
    assert package is None
    assert problems == [("line 4", "error", "01.0")]


def test_a_parent_column_makes_the_tree():
    package, problems = table(
        "fullStatement,Human Coding Scheme,Is Child Of,SequenceNumber\nB,b,a,2\nA,a,,1\nC,c,a,1\nD,d,nowhere,1\n"
    )
    assert problems == [("line 5", "warning", "nowhere")]
    assert tree(package) == [("B", "A", 2), ("A", "", 1), ("C", "A", 1), ("D", "", 1)]


def test_codes_make_the_tree_where_nothing_else_does():
    package, _problems = table("code,statement\nA.B,one\nA.B.C,two\nA.B.D.X,three\nZ,four\n")
    assert tree(package) == [("one", "", 1), ("two", "one", 2), ("three", "one", 3), ("four", "", 4)]


def test_associations_in_columns_are_read():
    package, problems = table("code,statement,Precedes,Is Related To\nA,a,B,\nB,b,,A\n")
    assert problems == []
    assert [(link.type, link.origin == package.items[0].identifier) for link in package.associations][2:] == [
        ("precedes", True),
        ("isRelatedTo", False),
    ]


def test_a_table_read_again_has_the_same_identifiers():
    first, _problems = table("code,statement\nA,one\nB,two\n")
    again, _problems = table("statement,code\r\none,A\r\ntwo,B\r\n")
    assert [item.identifier for item in first.items] == [item.identifier for item in again.items]
    assert first.identifier == again.identifier


def test_a_table_goes_out_as_case_and_comes_back():
    package, _problems = table('smartLevel,fullStatement,Education Level\n1,A,"01,02"\n1.1,B,3\n')
    assert same_content(read_package(to_json(to_case(package)))[0], package)
    assert package.items[0].fields["educationLevel"] == ["01", "02"]


def test_other_encodings_and_separators_are_read():
    for content in ("Code;Statement\nÉ;Über\n".encode("utf-16"), "\ufeffCode\tStatement\nÉ\tÜber\n".encode()):
        assert table(content)[0].items[0].statement == "Über"
    package, problems = table("Code;Statement\nÉ;Über\n".encode("cp1252"))
    assert package.items[0].statement == "Über"
    assert [(place, severity) for place, severity, _value in problems] == [("byte 15", "warning")]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "/"),
        (b"just words\nand more", "line 1"),
        (b'{"CFDocument": 1}', "/"),
        (b"%PDF-1.7", "/"),
        (b"a\x00b,c", "/"),
        (b'code,statement\nA,"open', "line 2"),
        (b"code,statement\nA," + b"x" * 200_000, "line 2"),
        (b"code,statement\n" + b"A,b\n" * 100_001, "line 100002"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_place(content, place):
    with pytest.raises(NotAFramework) as refused:
        read_table(content, Problems())
    assert refused.value.problem.place == place


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("code,notes\nA,b\n", "line 1"),
        ("code,statement\n", "line 1"),
        ("code,code,statement\nA,B,c\n", "line 1"),
        ("code,statement\nA,b,c\n", "line 2"),
        ("code,statement,notes\n,,x\n", "line 2"),
        ("code,statement\nA,same\nA,same\n", "line 3"),
        ("identifier,statement\nx,one\nx,two\n", "line 3"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_line(content, place):
    package, problems = table(content)
    assert package is None
    assert problems[0][:2] == (place, "error")


def test_heads_are_guessed_with_and_without_spaces():
    found = read_table(b"Human Coding Scheme,FULL_STATEMENT,smart level,Order,colour\nA,b,1,2,x\n", Problems())
    assert guess_mapping(found) == {"code": 0, "statement": 1, "level": 2, "sequence": 3}


@pytest.mark.parametrize(
    ("name", "n_rows", "n_warnings"),
    [("children", 4, 0), ("sequenceNumber", 2, 2), ("test_items", 99, 0), ("abbreviatedStatement", 1, 0)],
)
def test_sample_tables_are_read(name, n_rows, n_warnings):
    package, problems = table(real(f"standards/opensalt-samples/{name}.csv").read_bytes())
    assert (len(package.items), len(problems)) == (n_rows, n_warnings)


def small_map():
    return {
        "domains": {"1": {"grade": "1", "ordinal": "G"}, "2": {"grade": "HS", "ordinal": "G-CO"}},
        "clusters": {
            "1": {"ccmathdomain_id": "1", "ordinal": "A"},
            "2": {"ccmathdomain_id": "2", "ordinal": "B"},
        },
        "standards": {
            "1": {"ccmathcluster_id": "1", "ordinal": "1"},
            "2": {"ccmathcluster_id": "1", "ordinal": 2},
            "3": {"ccmathcluster_id": "2", "ordinal": "5"},
            "4": {"ccmathcluster_id": "9", "ordinal": "1"},
        },
        "edges": [{"from": "1", "to": "2"}, {"from": "2", "to": "3"}, {"from": "1", "to": "77"}, "x"],
        "nd_edges": [{"from": "1", "to": "3"}, {"from": "3", "to": "1"}],
    }


def test_the_map_composes_codes_and_leaves_out_what_leads_nowhere():
    found, problems = read_coherence_map(b"window.cc = " + as_bytes(small_map()) + b";\n")
    assert found.codes == ("1.G.A.1", "1.G.A.2", "HSG-CO.B.5")
    assert found.precedes == (("1.G.A.1", "1.G.A.2"), ("1.G.A.2", "HSG-CO.B.5"))
    assert found.related == (("1.G.A.1", "HSG-CO.B.5"),)
    assert [problem.place for problem in problems.found] == ["/standards/4", "/edges/2", "/edges/3"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"%PDF", as_bytes({**small_map(), "edges": {}})])
def test_what_is_no_map_is_refused(content):
    found, problems = read_coherence_map(content)
    assert found is None
    assert problems.found[0].place
    assert problems.found[0].severity == "error"


def test_the_real_map_matches_common_core_480_times():
    found, problems = read_coherence_map(real("prerequisites/coherence-map/coherence-map.json.gz").read_bytes())
    package, _problems = read_package(gzip.compress(real("standards/ccss-math-case/ccss-math-2010.json").read_bytes()))
    codes = {item.code for item in package.items}
    assert problems.found == []
    assert (len(found.codes), len(set(found.codes) & codes)) == (480, 480)
    assert (len(found.precedes), len(found.related)) == (757, 142)
