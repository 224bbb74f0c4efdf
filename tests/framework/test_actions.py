"""Adopting the starter framework, and what a school writes itself: success beside refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.people import Cast

from trellis.core.actions import StaleVersion
from trellis.core.models import Moment
from trellis.core.scope import district_scope
from trellis.framework import actions
from trellis.framework.actions import LevelDraft, PartDraft
from trellis.framework.actions import starter as adopting
from trellis.framework.models import (
    Competency,
    CompetencyLink,
    Descriptor,
    Framework,
    Level,
    Requirement,
    RequirementItem,
    Scale,
)
from trellis.framework.starter import Text, load_starter

STORED = (Framework, Competency, CompetencyLink, Scale, Level, Descriptor, Requirement, RequirementItem)


def stored() -> dict[str, list[str]]:
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in STORED}


def adopt(cast: Cast, now):
    return actions.adopt_starter_framework(district_id=cast.district.pk, by=cast.omar, now=now)


@pytest.fixture
def frame(cast, now) -> Framework:
    return adopt(cast, now)[0]


def a_competency(code: str = "NAT.5") -> Competency:
    return Competency.objects.get(code=code)


def test_the_starter_arrives_whole(frame) -> None:
    counted = {name: len(rows) for name, rows in stored().items()}
    n_links = len(load_starter().links) + 80 + 8 + 14 + 5
    assert counted == {
        "Framework": 2,
        "Competency": 80 + 8 + 14 + 5,
        "CompetencyLink": n_links,
        "Scale": 1,
        "Level": 4,
        "Descriptor": 8 * 4 + 14 * 4,
        "Requirement": 8,
        "RequirementItem": sum(len(requirement.parts) for requirement in load_starter().requirements),
    }
    assert set(Framework.objects.values_list("licence", "attribution")) == {("CC BY 4.0", "Trellis starter framework")}


def test_adopting_again_changes_nothing_but_the_record(cast, frame, now) -> None:
    before, moments = stored(), Moment.objects.count()
    adopt(cast, now)
    assert stored() == before
    assert Moment.objects.count() == moments + 1


def test_a_newer_edition_updates_words_and_retires_what_it_dropped(cast, frame, now, monkeypatch) -> None:
    content = load_starter()
    kept = [entry for entry in content.academic.competencies if entry.code != "BOD.10"]
    kept[0] = replace(kept[0], statement=Text(en="Retell a story.", es="Contar un cuento."))
    edition = replace(
        content,
        academic=replace(content.academic, competencies=tuple(kept)),
        links=tuple(link for link in content.links if link.destination != "BOD.10"),
        requirements=content.requirements[:6],
    )
    monkeypatch.setattr(adopting, "load_starter", lambda: edition)
    gone, changed = a_competency("BOD.10").pk, a_competency("LAN.1")
    adopt(cast, now)
    assert Competency.objects.get(pk=gone).retired_at == now
    again = Competency.objects.get(pk=changed.pk)
    assert (again.statement_plain, again.version) == ("Retell a story.", changed.version + 1)
    assert again.translations["es"]["statement"] == "Contar un cuento."


def test_a_spanish_district_keeps_the_starter_in_spanish_with_english_beside_it(cast, now) -> None:
    cast.elsewhere.language = "es"
    with district_scope(cast.elsewhere.pk):
        cast.elsewhere.save(update_fields=["language"])
    academic, _skills = actions.adopt_starter_framework(district_id=cast.elsewhere.pk, by=None, now=now)
    assert (academic.title, academic.language) == ("Marco inicial de Trellis", "es")
    assert academic.translations["en"]["title"] == "Trellis starter framework"


def test_the_school_keeps_its_own_descriptors_and_requirements_when_adopting_again(cast, frame, now) -> None:
    level, requirement = Level.objects.get(position=1), Requirement.objects.get(position=1)
    field = a_competency("NAT")
    actions.set_descriptor(level=level, competency=field, text="We look together.", by=cast.omar, now=now)
    actions.edit_requirement(
        requirement=requirement,
        title="Our voices",
        description="",
        rule="all",
        needed=None,
        parts=[PartDraft(a_competency("LAN.8"))],
        expected_version=requirement.version,
        by=cast.omar,
        now=now,
    )
    adopt(cast, now)
    assert Descriptor.objects.get(level=level, competency=field).text == "We look together."
    assert Requirement.objects.get(pk=requirement.pk).title == "Our voices"
    assert requirement.items.count() == 1


def test_a_scale_of_the_school_is_not_replaced_when_adopting_again(cast, frame, now) -> None:
    ours = actions.create_scale(
        title="Seeds", levels=[LevelDraft("Seed"), LevelDraft("Tree", "It stands.")], by=cast.omar, now=now
    )
    actions.use_scale(framework=frame, scale=ours, expected_version=frame.version, by=cast.omar, now=now)
    adopt(cast, now)
    assert Framework.objects.get(pk=frame.pk).scale == ours
    assert [level.title for level in ours.levels.all()] == ["Seed", "Tree"]


@pytest.mark.parametrize("titles", [[], ["Seed"], ["Seed", " "]])
def test_a_scale_needs_two_named_levels(cast, now, titles) -> None:
    with pytest.raises(actions.ScaleTooShort):
        actions.create_scale(title="Seeds", levels=[LevelDraft(title) for title in titles], by=cast.omar, now=now)


def test_a_descriptor_belongs_to_the_scale_of_its_framework(cast, frame, now) -> None:
    other = actions.create_scale(title="Seeds", levels=[LevelDraft("Seed"), LevelDraft("Tree")], by=cast.omar, now=now)
    with pytest.raises(actions.LevelElsewhere):
        actions.set_descriptor(level=other.levels.all()[0], competency=a_competency(), text="No", by=cast.omar, now=now)
    mine, competency = Level.objects.filter(scale=frame.scale)[0], a_competency()
    actions.set_descriptor(level=mine, competency=competency, text="Yes", by=cast.omar, now=now)
    assert competency.descriptors.get().text == "Yes"
    assert actions.set_descriptor(level=mine, competency=competency, text=" ", by=cast.omar, now=now) is None
    assert not competency.descriptors.exists()


def write(cast: Cast, frame: Framework, now, **changes) -> Competency:
    values = {"parent": a_competency("NAT"), "code": "NAT.R1", "statement": "Listen to the *river*."}
    return actions.write_local_competency(framework=frame, by=cast.tom, now=now, **{**values, **changes})


def test_an_educator_writes_a_competency_that_stands_last_under_its_parent(cast, frame, now) -> None:
    written = write(cast, frame, now)
    assert written.is_local
    assert (written.written_by, written.statement_html) == (cast.tom, "Listen to the <em>river</em>.")
    siblings = CompetencyLink.objects.filter(kind="child of", destination=a_competency("NAT"))
    assert siblings.order_by("sequence").last().origin == written
    assert write(cast, frame, now, code="NAT.R2").case_identifier != written.case_identifier


def test_a_competency_needs_words_and_a_place_in_its_own_framework(cast, frame, now) -> None:
    with pytest.raises(actions.StatementMissing):
        write(cast, frame, now, statement=" <b> </b> ")
    with pytest.raises(actions.ParentElsewhere):
        write(cast, frame, now, parent=a_competency("PLA"))


def test_a_stale_edit_is_answered_with_what_stands_there(cast, frame, now) -> None:
    written = write(cast, frame, now)
    edit = {"competency": written, "code": "", "expected_version": 1, "by": cast.tom, "now": now}
    assert actions.edit_local_competency(statement="Hear the river.", **edit).version == 2
    with pytest.raises(StaleVersion) as refused:
        actions.edit_local_competency(statement="See the river.", **edit)
    assert refused.value.current.statement == "Hear the river."


def test_a_local_competency_is_retired_and_brought_back_a_published_one_is_not(cast, frame, now) -> None:
    written = write(cast, frame, now)
    assert actions.retire_competency(competency=written, by=cast.tom, now=now).retired_at == now
    assert actions.bring_back_competency(competency=written, by=cast.tom, now=now).retired_at is None
    with pytest.raises(actions.CompetencyNotLocal):
        actions.retire_competency(competency=a_competency(), by=cast.tom, now=now)


def require(cast: Cast, now, rule: str, needed: int | None, *points: int) -> Requirement:
    parts = [PartDraft(a_competency(f"NAT.{n}"), p) for n, p in enumerate(points, 1)]
    return actions.create_requirement(
        title="Nature", description="", rule=rule, needed=needed, parts=parts, by=cast.omar, now=now
    )


def test_a_requirement_stands_last_and_can_be_removed(cast, frame, now) -> None:
    made = require(cast, now, "points", 5, 2, 3)
    assert Requirement.objects.last() == made
    assert list(made.items.values_list("points", flat=True).order_by("points")) == [2, 3]
    actions.remove_requirement(requirement=made, by=cast.omar, now=now)
    assert not Requirement.objects.filter(title="Nature").exists()


@pytest.mark.parametrize(
    "asked", [("all", None), ("count", 3, 1, 1), ("count", None, 1), ("points", 6, 2, 3), ("points", 0, 1)]
)
def test_a_requirement_that_nobody_could_meet_is_refused(cast, frame, now, asked) -> None:
    with pytest.raises(actions.RequirementCannotBeMet):
        require(cast, now, *asked)
