"""Frameworks come in whole, again and again, and go out equal."""

from __future__ import annotations

import copy
import gzip

import pytest
from tests.interop.case.small import DOCUMENT, as_bytes, identifier, item, link, real, small_package

from trellis.core.models import Moment
from trellis.core.scope import district_scope
from trellis.framework.actions import write_local_competency
from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.actions import import_framework, import_prerequisites
from trellis.interop.case.exporting import to_json
from trellis.interop.case.package import same_content
from trellis.interop.case.parsing import read_package
from trellis.interop.case.queries import export_framework, package_of
from trellis.interop.case.sources import Choices

Kind = CompetencyLink.Kind
CCSS = "standards/ccss-math-case/ccss-math-2010.json"
COHERENCE = "prerequisites/coherence-map/coherence-map.json.gz"


@pytest.fixture
def bring(cast, now):
    def bring_in(value, **more):
        source = value if isinstance(value, bytes) else as_bytes(value)
        return import_framework(district_id=cast.district.pk, source=source, by=cast.omar, now=now, **more)

    return bring_in


def rows():
    """Everything of the framework room, to compare before and after."""
    return (
        list(Framework.objects.order_by("pk").values()),
        list(Competency.objects.order_by("pk").values()),
        list(CompetencyLink.objects.order_by("pk").values()),
    )


def links():
    return CompetencyLink.objects.filter(framework__case_identifier=DOCUMENT)


def competency(number):
    return Competency.objects.get(case_identifier=identifier(number))


def test_a_package_comes_in_whole(bring):
    report = bring(small_package())
    assert report.applied
    assert (report.items.created, report.links.created, report.n_unresolved) == (5, 10, 1)
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    assert framework.title == "Growing things"
    assert framework.licence == "CC BY 4.0"
    assert framework.licence_url == "https://creativecommons.org/licenses/by/4.0/"
    assert framework.attribution.startswith("© A friendly ministry")
    assert framework.subjects == ["Biology"]
    plant = competency(2)
    assert plant.statement_html == "Say what a <em>plant</em> needs"
    assert plant.statement_plain == "Say what a plant needs"
    assert "<math" in competency(3).statement_html
    assert competency(1).education_levels == ["01", "02"]
    assert competency(4).code == competency(4).item_type == ""
    parents = CompetencyLink.objects.filter(origin=competency(4), kind=Kind.CHILD_OF)
    assert set(parents.values_list("destination__code", flat=True)) == {"P", "A"}
    assert links().get(kind=Kind.PRECEDES).destination == competency(3)
    assert links().get(case_type="ext:inspires").kind == Kind.OTHER
    waiting = links().get(case_type="exactMatchOf")
    assert waiting.unresolved == {"destination": "99999999-0000-4000-8000-000000000009"}


def test_one_import_is_one_moment(bring):
    before = Moment.objects.count()
    bring(small_package())
    assert list(Moment.objects.order_by("at").values_list("verb", flat=True))[before:] == ["framework.imported"]


def test_looking_first_writes_nothing(bring):
    before = rows()
    moments = Moment.objects.count()
    report = bring(small_package(), dry_run=True)
    assert (report.items.created, report.links.created, report.applied) == (5, 10, False)
    assert rows() == before
    assert Moment.objects.count() == moments


def test_the_same_package_again_touches_nothing(bring):
    bring(small_package())
    before = rows()
    report = bring(small_package())
    assert report.changes == 0
    assert (report.items.unchanged, report.links.unchanged) == (5, 10)
    assert rows() == before


def test_a_newer_package_updates_in_place_and_retires(bring, now):
    bring(small_package())
    kept = competency(2).pk
    newer = small_package()
    newer["CFItems"][1]["fullStatement"] = "Say what a plant needs and why"
    newer["CFItems"] = [part for part in newer["CFItems"] if part["identifier"] != identifier(4)]
    newer["CFAssociations"] = [part for part in newer["CFAssociations"] if identifier(4) not in str(part)]
    report = bring(newer)
    assert (report.items.updated, report.items.retired, report.items.unchanged) == (1, 1, 3)
    assert competency(2).pk == kept
    assert competency(2).version == 2
    assert competency(2).statement_plain == "Say what a plant needs and why"
    assert competency(4).retired_at == now
    assert CompetencyLink.objects.filter(origin=competency(4)).count() == 2  # it still knows where it belonged
    assert bring(newer).changes == 0


def test_what_returns_is_in_use_again(bring):
    bring(small_package())
    smaller = small_package()
    del smaller["CFItems"][3]
    smaller["CFAssociations"] = [part for part in smaller["CFAssociations"] if identifier(4) not in str(part)]
    bring(smaller)
    report = bring(small_package())
    assert (report.items.returned, report.items.unchanged) == (1, 4)
    assert competency(4).retired_at is None
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    assert same_content(package_of(framework), read_package(as_bytes(small_package()))[0])


def test_a_connection_that_disappears_is_taken_away(bring):
    bring(small_package())
    newer = small_package()
    del newer["CFAssociations"][7]
    assert bring(newer).links.retired == 1
    assert not links().filter(case_type="isRelatedTo").exists()


def test_competencies_of_the_school_stay_through_an_import(bring, cast, now):
    bring(small_package())
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    own = write_local_competency(
        framework=framework, parent=competency(1), code="OUR.1", statement="Grow beans", by=cast.tom, now=now
    )
    assert bring(small_package()).changes == 0
    own.refresh_from_db()
    assert own.retired_at is None
    assert CompetencyLink.objects.filter(origin=own).count() == 1


def test_import_export_import_is_equal(bring, cast, now):
    bring(small_package())
    exported = to_json(export_framework(Framework.objects.get(case_identifier=DOCUMENT)))
    with district_scope(cast.elsewhere.pk):
        import_framework(district_id=cast.elsewhere.pk, source=exported, by=None, now=now)
        again = package_of(Framework.objects.get(case_identifier=DOCUMENT))
    first = read_package(as_bytes(small_package()))[0]
    assert same_content(first, again)
    assert bring(exported).changes == 0


def test_a_connection_to_another_framework_is_joined_when_that_comes(bring):
    bring(small_package())
    other = {
        "CFDocument": {"identifier": "55555555-0000-4000-8000-000000000000", "title": "Other", "creator": "x"},
        "CFItems": [{**item(9, "Elsewhere"), "identifier": "99999999-0000-4000-8000-000000000009"}],
        "CFAssociations": [],
    }
    bring(other)
    joined = links().get(case_type="exactMatchOf")
    assert joined.unresolved == {}
    assert joined.destination.statement == "Elsewhere"
    assert bring(small_package()).changes == 0


def test_an_item_has_one_framework(bring):
    bring(small_package())
    before = rows()
    thief = small_package()
    thief["CFDocument"]["identifier"] = "66666666-0000-4000-8000-000000000000"
    report = bring(thief)
    assert report.refused
    assert not report.applied
    assert report.problems[0].place == "/CFItems/0/identifier"
    assert "Growing things" in report.problems[0].what_to_do
    assert rows() == before


def test_circles_are_reported_and_left_out_of_the_tree(bring):
    value = small_package()
    value["CFAssociations"].append(link(identifier(1), identifier(2)))
    report = bring(value)
    assert [p.place for p in report.problems if "ancestor" in p.what_to_do] == ["/CFAssociations/2/destinationNodeURI"]
    cut = links().get(unresolved={"circle": True})
    assert (cut.kind, cut.case_type) == (Kind.OTHER, "isChildOf")
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    assert same_content(package_of(framework), read_package(as_bytes(value))[0])


def test_a_licence_given_by_hand_stays_and_travels(bring):
    value = small_package()
    del value["CFDocument"]["licenseURI"]
    report = bring(value)
    assert any("licence" in problem.what_to_do for problem in report.problems)
    bring(value, choices=Choices(licence="CCSS Public License", attribution="© 2010 NGA Center and CCSSO"))
    assert bring(value).changes == 0
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    assert (framework.licence, framework.attribution) == ("CCSS Public License", "© 2010 NGA Center and CCSSO")
    exported = export_framework(framework)
    framework.licence = framework.attribution = ""
    framework.save(update_fields=["licence", "attribution"])
    bring(exported)
    framework.refresh_from_db()
    assert (framework.licence, framework.attribution) == ("CCSS Public License", "© 2010 NGA Center and CCSSO")


def test_another_district_sees_nothing_of_it(bring, cast):
    bring(small_package())
    with district_scope(cast.elsewhere.pk):
        assert not Framework.objects.filter(case_identifier=DOCUMENT).exists()
        assert not CompetencyLink.objects.exists()


def test_common_core_comes_in_and_goes_out_equal(bring):
    content = real(CCSS).read_bytes()
    report = bring(content)
    assert (report.items.created, report.links.created, report.n_unresolved, report.n_errors) == (746, 746, 0, 0)
    framework = Framework.objects.get(pk=report.framework_id)
    assert same_content(package_of(framework), read_package(content)[0])
    before = rows()
    assert bring(gzip.compress(content)).changes == 0
    assert rows() == before


@pytest.mark.parametrize(
    "name",
    [
        "AdoptedTestFramework", "ItemTypeTestFramework", "MarkdownFramework", "Ordering", "SequenceNumberFramework",
        "SmartLevelFramework", "Utf8TestFramework", "EmptyExternalFramework",
    ],
)  # fmt: skip
def test_sample_packages_come_in_and_go_out_equal(bring, name):
    content = real(f"standards/opensalt-samples/{name}.json").read_bytes()
    report = bring(content)
    framework = Framework.objects.get(pk=report.framework_id)
    assert same_content(package_of(framework), read_package(content)[0])
    assert bring(content).changes == 0


def test_the_coherence_map_says_what_comes_before_what(bring, cast, now):
    bring(real(CCSS).read_bytes())
    source = real(COHERENCE)
    report = import_prerequisites(district_id=cast.district.pk, source=source, by=cast.omar, now=now)
    assert (report.items.unchanged, report.links.created, report.n_warnings) == (480, 757 + 142, 0)
    later = Competency.objects.get(code="2.G.A.1")
    before = CompetencyLink.objects.get(destination=later, kind=Kind.PRECEDES, origin__code="1.G.A.1")
    assert before.source == "coherence-map"
    again = import_prerequisites(district_id=cast.district.pk, source=source, by=cast.omar, now=now)
    assert (again.links.created, again.links.unchanged, again.links.retired) == (0, 899, 0)
    assert bring(real(CCSS).read_bytes()).changes == 0  # a new version of the framework leaves the map alone


def test_the_coherence_map_needs_its_framework(bring, cast, now):
    bring(small_package())
    report = import_prerequisites(district_id=cast.district.pk, source=real(COHERENCE), by=cast.omar, now=now)
    assert report.refused
    assert "Common Core" in report.problems[0].what_to_do


def test_a_table_comes_in_by_its_levels(bring, tmp_path, cast, now):
    table = tmp_path / "skills.csv"
    table.write_text("Smart Level,Full Statement,Human Coding Scheme\n1,Asking,A\n1.1,Ask why,A.1\n2,Telling,T\n")
    report = import_framework(district_id=cast.district.pk, source=table, by=cast.omar, now=now)
    assert (report.title, report.items.created, report.links.created) == ("skills", 3, 3)
    why = Competency.objects.get(code="A.1")
    assert CompetencyLink.objects.get(origin=why).destination.code == "A"
    again = import_framework(district_id=cast.district.pk, source=table, by=cast.omar, now=now)
    assert again.changes == 0


def test_a_moved_item_moves(bring):
    bring(small_package())
    newer = copy.deepcopy(small_package())
    newer["CFAssociations"][2] = {
        **link(identifier(2), identifier(5)),
        "identifier": newer["CFAssociations"][2]["identifier"],
    }
    report = bring(newer)
    assert report.links.updated == 1
    assert links().get(origin=competency(2), kind=Kind.CHILD_OF).destination == competency(5)


def test_what_is_very_long_or_very_large_is_kept_whole(bring):
    words = " ".join(f"word{number}" for number in range(200_000))
    value = small_package()
    value["CFItems"][0].update(fullStatement=words, abbreviatedStatement=words, humanCodingScheme="C" * 400)
    value["CFItems"][1]["vendor"] = [1e23, 1e-300, 10**40, -0.0, 0.1]
    content = as_bytes(value)
    report = bring(content)
    framework = Framework.objects.get(pk=report.framework_id)
    assert same_content(package_of(framework), read_package(content)[0])
    assert bring(content).changes == 0
    assert competency(1).code == "C" * 255
