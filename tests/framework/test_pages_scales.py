"""Shaping scales, and saying what a level looks like, through the pages; refusals beside successes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.models import Moment
from trellis.framework import actions
from trellis.framework.actions import LevelDraft
from trellis.framework.models import Competency, Descriptor, Framework, Level, Scale
from trellis.people.actions import give_role
from trellis.people.models import Role


@pytest.fixture
def starter(cast) -> Framework:
    return Framework.objects.get(title="Trellis starter framework")


@pytest.fixture
def seeds(cast, now) -> Scale:
    levels = [LevelDraft("Seed", "In the ground."), LevelDraft("Sprout"), LevelDraft("Tree", "It stands.")]
    return actions.create_scale(title="Seeds", levels=levels, by=cast.omar, now=now)


@pytest.fixture
def spoon(cast, starter, now) -> Competency:
    return actions.write_local_competency(
        framework=starter, parent=Competency.objects.get(code="ART"), code="", statement="Carve.", by=cast.tom, now=now
    )


def address(name: str, *args: object) -> str:
    return reverse(f"framework:{name}", args=args)


def sent(scale: Scale | None, rows: list[tuple], title: str = "Seeds", do: str = "save", **more: object) -> dict:
    """Return what the page sends: rows of (id, title, meaning)."""
    data = {"title": title, "do": do, "level-TOTAL_FORMS": len(rows), "level-INITIAL_FORMS": 0, **more}
    if scale is not None:
        data.setdefault("version", scale.version)
    for place, (key, name, meaning) in enumerate(rows):
        data |= {f"level-{place}-id": key, f"level-{place}-title": name, f"level-{place}-descriptor": meaning}
    return data


def rows_of(scale: Scale) -> list[tuple]:
    return [(str(level.pk), level.title, level.descriptor) for level in Level.objects.filter(scale=scale)]


def names_of(scale: Scale) -> list[str]:
    return [level.title for level in Level.objects.filter(scale=scale)]


def names_on(page: str) -> list[str]:
    return re.findall(r'name="level-\d+-title" value="([^"]*)"', page)


def test_a_coordinator_writes_a_scale(cast, sign_in):
    rows = [("", "Seed", "In the ground."), ("", "Tree", "")]
    answer = sign_in(cast.omar).post(address("new-scale"), sent(None, rows))
    assert (answer.status_code, answer.url) == (302, address("scales"))
    assert names_of(Scale.objects.get(title="Seeds")) == ["Seed", "Tree"]


def test_a_scale_is_renamed_reordered_and_grows_in_one_save_and_one_moment(cast, sign_in, seeds):
    seed, sprout, tree = rows_of(seeds)
    rows = [sprout, (seed[0], "Acorn", "Still asleep."), tree, ("", "Forest", "Many.")]
    answer = sign_in(cast.omar).post(address("edit-scale", seeds.pk), sent(seeds, rows, title="Oaks"))
    assert answer.status_code == 302
    seeds.refresh_from_db()
    assert (seeds.title, seeds.version) == ("Oaks", 2)
    assert names_of(seeds) == ["Sprout", "Acorn", "Tree", "Forest"]
    assert str(Level.objects.get(title="Acorn").pk) == seed[0]
    moment = Moment.objects.get(verb="scale.edited", object_id=seeds.pk)
    assert moment.context == {"n_levels": 4, "n_added": 1, "n_removed": 0}


def test_only_changed_words_lose_their_translation(cast, sign_in, starter):
    scale = starter.scale
    first, *rest = rows_of(scale)
    rows = [(first[0], "First steps", first[2]), *rest]
    sign_in(cast.omar).post(address("edit-scale", scale.pk), sent(scale, rows, title=scale.title))
    one, two, *_more = Level.objects.filter(scale=scale)
    assert (one.title, one.translations) == ("First steps", {})
    assert "es" in two.translations
    scale.refresh_from_db()
    assert "es" in scale.translations


@pytest.mark.parametrize(
    ("do", "names"),
    [
        ("up:2", ["Seed", "Tree", "Sprout"]),
        ("down:0", ["Sprout", "Seed", "Tree"]),
        ("up:0", ["Seed", "Sprout", "Tree"]),
        ("down:2", ["Seed", "Sprout", "Tree"]),
        ("out:1", ["Seed", "Tree"]),
        ("out:9", ["Seed", "Sprout", "Tree"]),
        ("", ["Seed", "Sprout", "Tree"]),
    ],
)
def test_buttons_rearrange_the_page_and_save_nothing(cast, sign_in, seeds, do, names):
    rows = rows_of(seeds)
    where = address("edit-scale", seeds.pk)
    page = sign_in(cast.omar).post(where, sent(seeds, rows, do=do)).content.decode()
    part = sign_in(cast.omar).post(where, sent(seeds, rows, do=do), headers={"HX-Request": "true"}).content.decode()
    assert (names_on(page), names_on(part)) == (names, names)
    assert part.lstrip().startswith('<section class="stack" id="levels"')
    assert names_of(seeds) == ["Seed", "Sprout", "Tree"]


def test_adding_a_level_keeps_what_was_typed_in_the_others(cast, sign_in, seeds):
    rows = [(key, f"{name}!", "typed") for key, name, _meaning in rows_of(seeds)]
    page = sign_in(cast.omar).post(address("edit-scale", seeds.pk), sent(seeds, rows, do="add")).content.decode()
    assert names_on(page) == ["Seed!", "Sprout!", "Tree!"]
    assert 'name="level-3-title"' in page
    assert page.count(">\ntyped</textarea>") == 3


def test_a_level_that_is_spoken_of_stays_and_says_why(cast, sign_in, starter):
    scale = starter.scale
    gone, *rest = rows_of(scale)
    n = Descriptor.objects.filter(level=gone[0]).count()
    page = sign_in(cast.omar).post(address("edit-scale", scale.pk), sent(scale, rest)).content.decode()
    assert f"{n} competencies say what it looks like. Empty those words first." in page
    assert names_on(page)[-1] == gone[1]
    assert names_of(scale)[0] == gone[1]


def test_a_level_that_nothing_points_at_goes(cast, sign_in, seeds):
    first, _second, third = rows_of(seeds)
    assert sign_in(cast.omar).post(address("edit-scale", seeds.pk), sent(seeds, [first, third])).status_code == 302
    assert names_of(seeds) == ["Seed", "Tree"]


def test_one_level_alone_or_without_a_name_is_no_scale(cast, sign_in, seeds):
    first, second, _third = rows_of(seeds)
    client, where = sign_in(cast.omar), address("edit-scale", seeds.pk)
    assert "at least two levels" in client.post(where, sent(seeds, [first])).content.decode()
    page = client.post(where, sent(seeds, [first, (second[0], " ", "Kept words.")])).content.decode()
    assert "each needs a name" in page
    assert "Kept words." in page
    assert names_of(seeds) == ["Seed", "Sprout", "Tree"]


def test_a_level_of_another_scale_is_no_level_of_this_one(cast, sign_in, seeds, starter):
    foreign = rows_of(starter.scale)
    page = sign_in(cast.omar).post(address("edit-scale", seeds.pk), sent(seeds, foreign)).content.decode()
    assert "This framework uses another scale." in page
    assert names_of(seeds) == ["Seed", "Sprout", "Tree"]


def test_a_scale_saved_from_an_older_page_shows_both_and_loses_nothing(cast, sign_in, seeds):
    client, where, rows = sign_in(cast.omar), address("edit-scale", seeds.pk), rows_of(seeds)
    client.post(where, sent(seeds, rows, title="Omar's first"))
    mine = [(key, f"My {name}", "My meaning.") for key, name, _meaning in rows]
    page = client.post(where, sent(seeds, mine, title="Mine", version=1)).content.decode()
    assert "Omar&#x27;s first" in page
    assert names_on(page) == ["My Seed", "My Sprout", "My Tree"]
    assert 'name="version" value="2"' in page
    assert names_of(seeds) == ["Seed", "Sprout", "Tree"]
    client.post(where, sent(seeds, mine, title="Mine", version=2))
    assert names_of(seeds) == ["My Seed", "My Sprout", "My Tree"]


def test_after_a_conflict_levels_of_both_are_on_the_page_and_can_be_saved(cast, sign_in, seeds):
    client, where, (seed, sprout, tree) = sign_in(cast.omar), address("edit-scale", seeds.pk), rows_of(seeds)
    client.post(where, sent(seeds, [seed, tree, ("", "Forest", "Theirs.")]))
    page = client.post(where, sent(seeds, [seed, (sprout[0], "Shoot", "Mine."), tree], version=1)).content.decode()
    assert names_on(page) == ["Seed", "Shoot", "Tree", "Forest"]
    keys = re.findall(r'name="level-\d+-id"(?: value="([^"]*)")?', page)
    assert (keys[0], keys[1], keys[2]) == (seed[0], "", tree[0])
    rows = [(key, name, "") for key, name in zip(keys, names_on(page), strict=True)]
    assert client.post(where, sent(seeds, rows, version=2)).status_code == 302
    assert names_of(seeds) == ["Seed", "Shoot", "Tree", "Forest"]


def test_removing_a_scale_can_be_undone_twice_without_doubling_it(cast, sign_in, seeds):
    client, undo = sign_in(cast.omar), address("bring-back-scale", seeds.pk)
    page = client.post(address("remove-scale", seeds.pk), follow=True).content.decode()
    assert f'action="{undo}"' in page
    assert not Scale.objects.filter(pk=seeds.pk).exists()
    client.post(undo)
    client.post(undo)
    back = Scale.objects.get(pk=seeds.pk)
    assert names_of(back) == ["Seed", "Sprout", "Tree"]
    assert Level.objects.get(scale=back, position=3).descriptor == "It stands."


def test_a_scale_in_use_stays_and_says_why(cast, sign_in, starter):
    page = sign_in(cast.omar).post(address("remove-scale", starter.scale_id), follow=True).content.decode()
    assert "This scale is still in use." in page
    assert Scale.objects.filter(pk=starter.scale_id).exists()


def test_nothing_is_brought_back_that_was_never_removed(cast, sign_in, seeds):
    assert sign_in(cast.omar).post(address("bring-back-scale", seeds.pk)).status_code == 404


def test_a_framework_gets_another_scale_or_none(cast, sign_in, starter, seeds):
    client, where = sign_in(cast.omar), address("use-scale", starter.pk)
    assert client.post(where, {"scale": str(seeds.pk), "version": starter.version}).status_code == 302
    starter.refresh_from_db()
    assert starter.scale == seeds
    page = client.post(where, {"scale": "", "version": 1}).content.decode()
    assert "Somebody else changed this framework" in page
    assert f'name="version" value="{starter.version}"' in page
    client.post(where, {"scale": "", "version": starter.version})
    starter.refresh_from_db()
    assert starter.scale is None


@pytest.mark.parametrize(
    ("who", "status"), [("omar", 200), ("tom", 403), ("ada", 403), ("ruth", 403), ("dana", 403), ("eve", 404)]
)
def test_only_coordinators_of_the_district_shape_scales(cast, sign_in, seeds, who, status):
    starter = Framework.objects.get(title="Trellis starter framework")
    client = sign_in(getattr(cast, who))
    for where in (address("new-scale"), address("edit-scale", seeds.pk), address("use-scale", starter.pk)):
        assert client.get(where).status_code == status
    page = client.get(address("scales"))
    assert (address("edit-scale", seeds.pk) in page.content.decode()) is (who == "omar")
    if who != "omar":
        assert (
            client.post(address("edit-scale", seeds.pk), sent(seeds, rows_of(seeds), title="X")).status_code == status
        )
        assert client.post(address("remove-scale", seeds.pk)).status_code == status
        assert Scale.objects.get(pk=seeds.pk).title == "Seeds"


def test_scales_of_another_district_are_not_there(cast, sign_in, seeds):
    assert sign_in(cast.zed).get(address("edit-scale", seeds.pk)).status_code == 404


def fields_of(framework: Framework) -> list[str]:
    return [f"level-{level.pk}" for level in Level.objects.filter(scale=framework.scale)]


def test_an_educator_says_what_the_levels_of_a_local_competency_look_like(cast, sign_in, starter, spoon):
    first, second, *_rest = fields_of(starter)
    where = address("describe", spoon.pk)
    page = sign_in(cast.tom).get(where).content.decode()
    assert "If you leave it empty:" in page
    answer = sign_in(cast.tom).post(where, {first: "I hold the knife safely.", second: "", "version": spoon.version})
    assert (answer.status_code, answer.url) == (302, address("competency", spoon.pk))
    assert [each.text for each in spoon.descriptors.all()] == ["I hold the knife safely."]
    assert Moment.objects.get(verb="competency.described", object_id=spoon.pk).context == {"n_levels": 1}
    page = sign_in(cast.ada).get(address("competency", spoon.pk)).content.decode()
    assert "I hold the knife safely." in page
    assert where not in page
    again = sign_in(cast.tom).post(where, {first: " ", "version": spoon.version + 1})
    assert again.status_code == 302
    assert not spoon.descriptors.exists()


def test_words_of_levels_left_alone_keep_their_translation(cast, sign_in, starter):
    described = Descriptor.objects.filter(level__scale=starter.scale).first().competency
    texts = {f"level-{row.level_id}": row.text for row in described.descriptors.all()}
    first, *_rest = fields_of(starter)
    changed = {**texts, first: "Ours.", "version": described.version}
    assert sign_in(cast.omar).post(address("describe", described.pk), changed).status_code == 302
    rows = {f"level-{row.level_id}": row for row in described.descriptors.all()}
    assert (rows[first].text, rows[first].translations) == ("Ours.", {})
    assert all("es" in row.translations for name, row in rows.items() if name != first)
    starter.scale.refresh_from_db()
    assert starter.scale.version == 2


def test_levels_saved_from_an_older_page_show_both_texts_and_lose_nothing(cast, sign_in, starter, spoon):
    first, *_rest = fields_of(starter)
    where = address("describe", spoon.pk)
    sign_in(cast.tom).post(where, {first: "Tom's words.", "version": 1})
    page = sign_in(cast.mira).post(where, {first: "Mira's words.", "version": 1}).content.decode()
    assert page.count("Mira&#x27;s words.") == 2
    assert "Tom&#x27;s words." in page
    assert 'name="version" value="2"' in page
    assert spoon.descriptors.get().text == "Tom's words."
    sign_in(cast.mira).post(where, {first: "Both.", "version": 2})
    assert spoon.descriptors.get().text == "Both."


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("omar", (200, 200)),
        ("tom", (200, 403)),
        ("mira", (200, 403)),
        ("ada", (403, 403)),
        ("dana", (403, 403)),
        ("eve", (404, 404)),
    ],
)
def test_who_says_what_levels_look_like(cast, sign_in, spoon, who, answers):
    client = sign_in(getattr(cast, who))
    other = Competency.objects.get(code="LAN.6")
    for competency, status in zip((spoon, other), answers, strict=True):
        where = address("describe", competency.pk)
        assert client.get(where).status_code == status
        if status != 200:
            assert client.post(where, {"version": 1}).status_code == status


def test_a_framework_without_a_scale_says_so(cast, sign_in, starter, spoon, now):
    actions.use_scale(framework=starter, scale=None, expected_version=starter.version, by=cast.omar, now=now)
    page = sign_in(cast.tom).get(address("describe", spoon.pk)).content.decode()
    assert "This framework has no scale." in page
    answer = sign_in(cast.tom).post(address("describe", spoon.pk), {"version": spoon.version})
    assert "This framework uses another scale." in answer.content.decode()


def test_a_coordinator_of_one_school_describes_levels_and_shapes_no_scale(cast, sign_in, starter, now):
    give_role(
        person=cast.ines,
        kind=Role.Kind.COORDINATOR,
        school=cast.school,
        starts_on=timezone.now().date(),
        by=cast.omar,
        now=now,
    )
    client, competency = sign_in(cast.ines), Competency.objects.get(code="LAN.6")
    assert client.get(address("describe", competency.pk)).status_code == 200
    assert client.get(address("edit-scale", starter.scale_id)).status_code == 403
    assert client.get(address("new-requirement")).status_code == 403
