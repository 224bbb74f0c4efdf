"""Files are read as they really come, and what is no framework is refused in words."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from tests.interop.case.small import DOCUMENT, as_bytes, identifier, item, link, real, small_package

from trellis.interop.case.exporting import to_case, to_json
from trellis.interop.case.package import same_content
from trellis.interop.case.parsing import read_package
from trellis.interop.case.reading import MAX_BYTES


def read(value):
    return read_package(value if isinstance(value, bytes) else as_bytes(value))


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_json", ".json").replace("_xml", ".xml"), content)
    return packed.getvalue()


def refusal(value):
    package, problems = read(value)
    assert package is None
    errors = [problem for problem in problems.found if problem.severity == "error"]
    assert all(problem.place and problem.what_to_do for problem in errors)
    return errors[0]


def places(problems, severity):
    return [problem.place for problem in problems.found if problem.severity == severity]


REFUSED = {
    "PDF": (b"%PDF-1.7 ...", "/", "picture or a document"),
    "PNG": (b"\x89PNG\r\n", "/", "picture or a document"),
    "web page": (b"<!DOCTYPE html><html>", "/", "web page"),
    "nothing": (b"", "/", "empty"),
    "blanks": (b" \n\n", "/", "empty"),
    "words": (b"hello", "line 1, column 1", "not JSON"),
    "table": (b"identifier,fullStatement\n1,x", "line 1, column 1", "import of a table"),
    "list": (b"[1, 2]", "/", "list"),
    "cut": (b'{"CFDocument": {"identifier": "x"}, "CFIte', "line 1, column 37", "broken or incomplete"),
    "number": (b'{"CFDocument": NaN}', "/", "not a JSON number"),
    "endless number": (b'{"CFDocument": 1e999}', "/", "too large"),
    "long number": (b'{"CFDocument": ' + b"9" * 5000 + b"}", "/", "too large"),
    "deep": (b'{"CFDocument":' + b'{"a":' * 60 + b"1" + b"}" * 61, "/CFDocument" + "/a" * 40, "deeper"),
    "very deep": (b"[" * 200_000, "/", "deeper"),
    "Latin-1": ('{"CFDocument": {"title": "é"}}'.encode("latin-1"), "byte 26", "UTF-8"),
    "broken gzip": (b"\x1f\x8b\x08\x00rubbish", "/", "compressed"),
    "cut gzip": (gzip.compress(b"{" * 5000)[:-9], "/", "incomplete"),
    "gzip bomb": (gzip.compress(b" " * (MAX_BYTES + 10)), "/", "Larger than"),
    "huge": (b" " * (MAX_BYTES + 1), "/", "Larger than"),
    "broken zip": (b"PK\x03\x04rubbish", "/", "zip file is broken"),
    "zip of two": (zipped(a_json="{}", b_json="{}"), "/", "exactly one"),
    "spreadsheet": (zipped(**{"[Content_Types]_xml": "<x/>"}), "/", "Save it as CSV"),
    "zip bomb": (zipped(a_json=b" " * (MAX_BYTES + 10)), "/", "Larger than"),
    "other JSON": (b'{"name": "x"}', "/CFDocument", "“CFDocument” is missing"),
    "document list": (b'{"CFDocuments": []}', "/CFDocument", "list of frameworks"),
    "document alone": (b'{"identifier": "x", "title": "t", "creator": "c"}', "/CFDocument", "without its items"),
    "items alone": (b'{"CFItems": []}', "/CFDocument", "without their framework"),
    "error answer": (b'{"imsx_codeMajor": "failure"}', "/CFDocument", "error message"),
    "no items": (b'{"CFDocument": {"identifier": "x", "title": "t"}}', "/CFItems", "whole package"),
    "items as object": (b'{"CFDocument": {"identifier": "x"}, "CFItems": {}}', "/CFItems", "list"),
    "document as text": (b'{"CFDocument": "x", "CFItems": []}', "/CFDocument", "missing here"),
    "name twice": (
        b'{"CFDocument": {"identifier": "x", "title": "a", "title": "b"}, "CFItems": []}',
        "/CFDocument/title",
        "twice",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_framework_is_refused_in_words(name):
    content, place, words = REFUSED[name]
    problem = refusal(content)
    assert problem.place == place
    assert words in problem.what_to_do


def changed(change):
    value = small_package()
    change(value)
    return value


BROKEN = {
    "item without identifier": (lambda v: v["CFItems"][2].pop("identifier"), "/CFItems/2/identifier"),
    "item with a number": (lambda v: v["CFItems"][2].update(identifier=7), "/CFItems/2/identifier"),
    "item with a long name": (lambda v: v["CFItems"][2].update(identifier="x" * 256), "/CFItems/2/identifier"),
    "item as text": (lambda v: v["CFItems"].append("x"), "/CFItems/5"),
    "item without statement": (lambda v: v["CFItems"][3].pop("fullStatement"), "/CFItems/3/fullStatement"),
    "two sorts of one": (lambda v: v["CFItems"].append(item(1, "Other")), "/CFItems/5/identifier"),
    "item as framework": (lambda v: v["CFItems"][0].update(identifier=DOCUMENT), "/CFItems/0/identifier"),
    "no framework identifier": (lambda v: v["CFDocument"].pop("identifier"), "/CFDocument/identifier"),
    "half a connection": (
        lambda v: v["CFAssociations"][0].pop("destinationNodeURI"),
        "/CFAssociations/0/destinationNodeURI",
    ),
    "connection of no type": (
        lambda v: v["CFAssociations"][0].update(associationType=None),
        "/CFAssociations/0/associationType",
    ),
    "connections as object": (lambda v: v.update(CFAssociations={}), "/CFAssociations"),
    "definitions as text": (lambda v: v.update(CFDefinitions="x"), "/CFDefinitions"),
    "rubric as text": (lambda v: v.update(CFRubrics=["x"]), "/CFRubrics/0"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_package_is_refused_with_its_place(name):
    change, place = BROKEN[name]
    assert refusal(changed(change)).place == place


def test_a_package_comes_packed_in_many_ways():
    plain = as_bytes(small_package())
    expected = read(plain)[0]
    ways = [
        gzip.compress(plain),
        zipped(package_json=plain),
        b"\xef\xbb\xbf" + plain,
        plain.decode().encode("utf-16"),
        b"\n\n " + plain,
    ]
    for way in ways:
        assert same_content(read(way)[0], expected)


def test_case_1_0_and_its_habits_are_understood():
    value = small_package()
    value["CFDocument"].update(subject="Biology", caseVersion="1.0", statusStartDate="2020-01-01T00:00:00+00:00")
    value["CFDocument"]["licenseURI"] = "https://creativecommons.org/licenses/by/4.0/"
    value["CFItems"][0].update(educationLevel="09,10", humanCodingScheme=5, licenseURI=None)
    value["CFAssociations"][0].update(sequenceNumber="7", associationType="ischildof")
    value["CFDefinitions"] = []
    package, problems = read(value)
    assert places(problems, "warning") == ["/CFAssociations/9/destinationNodeURI"]
    assert package.document["subject"] == ["Biology"]
    assert package.document["caseVersion"] == "1.1"
    assert package.document["statusStartDate"] == "2020-01-01"
    assert package.document["licenseURI"]["uri"] == "https://creativecommons.org/licenses/by/4.0/"
    assert package.items[0].fields["educationLevel"] == ["09", "10"]
    assert package.items[0].code == "5"
    assert package.associations[0].sequence == 7
    assert package.associations[0].type == "isChildOf"


def test_what_does_not_fit_is_kept_aside_and_reported():
    value = small_package()
    value["CFItems"][0].update(educationLevel={"grade": 1}, statusEndDate="soon")
    value["CFAssociations"][2]["sequenceNumber"] = 10**20
    value["CFAssociations"][3]["associationType"] = "is a kind of"
    value["surprise"] = True
    package, problems = read(value)
    assert places(problems, "warning")[:4] == [
        "/CFItems/0/educationLevel",
        "/CFItems/0/statusEndDate",
        "/CFAssociations/2/sequenceNumber",
        "/CFAssociations/3/associationType",
    ]
    kept = {"educationLevel": {"grade": 1}, "statusEndDate": "soon"}
    assert package.items[0].fields["extensions"] == {"trellis:kept": kept}
    assert package.associations[2].sequence is None
    assert package.associations[3].type == "ext:is-a-kind-of"
    assert package.extensions == {"trellis:kept": {"surprise": True}}
    assert same_content(read(to_json(to_case(package)))[0], package)


def test_a_missing_statement_is_stood_in_for():
    value = small_package()
    value["CFItems"][1]["fullStatement"] = " "
    package, problems = read(value)
    assert package.items[1].statement == "P.1"
    assert "/CFItems/1/fullStatement" in places(problems, "warning")


def test_repeated_codes_and_repeated_rows_are_notes():
    value = small_package()
    value["CFItems"].append(value["CFItems"][0])
    package, problems = read(value)
    assert len(package.items) == 5
    assert places(problems, "note") == ["/CFItems/5/identifier", "/CFItems/1/humanCodingScheme"]


def test_circles_of_any_length_are_found_once():
    value = small_package()
    value["CFItems"] += [item(number, f"Step {number}") for number in range(10, 3000)]
    value["CFAssociations"] += [link(identifier(number), identifier(number + 1)) for number in range(10, 2999)]
    value["CFAssociations"].append(link(identifier(2999), identifier(10)))
    value["CFAssociations"].append(link(identifier(5), identifier(5)))
    package, problems = read(value)
    assert package is not None
    assert sum("ancestor" in problem.what_to_do for problem in problems.found) == 2


def test_signs_that_no_database_holds_are_replaced():
    value = as_bytes(small_package()).replace(b"Animals", b"Ani\\u0000m\\ud800als")
    package, problems = read(value)
    assert package.items[4].statement == "Ani\ufffdm\ufffdals"
    assert places(problems, "warning")[0] == "/CFItems/4/fullStatement"


def test_ten_thousand_findings_are_counted_and_some_are_shown():
    value = small_package()
    value["CFItems"] = [{**item(number, "x"), "statusEndDate": "soon"} for number in range(10_000)]
    value["CFAssociations"] = []
    package, problems = read(value)
    assert package is not None
    assert problems.counts["warning"] == 10_000
    assert len(problems.found) == 500


def schema():
    jsonschema = pytest.importorskip("jsonschema")
    definition = json.loads(real("specs/case/official/case-v1p1-cfpackage.json").read_bytes())
    return jsonschema.Draft201909Validator(definition, format_checker=jsonschema.FormatChecker())


def test_every_export_is_valid_case_1_1():
    validator = schema()
    messy = small_package()
    messy["CFItems"][0].update(educationLevel={"grade": 1}, licenseURI="https://example.org/licence")
    messy["CFAssociations"][3]["associationType"] = "is a kind of"
    messy["CFDefinitions"]["CFConcepts"] = [{"title": "x", "colour": 1}]
    messy["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"] = [{"score": "3", "odd": True}]
    for value in (small_package(), messy):
        package, _problems = read(value)
        assert [error.message for error in validator.iter_errors(to_case(package))] == []
    for name in ("ccss-math-case/ccss-math-2010", "opensalt-samples/Ordering", "opensalt-samples/SmartLevelFramework"):
        package, _problems = read(real(f"standards/{name}.json").read_bytes())
        assert [error.message for error in validator.iter_errors(to_case(package))] == []
