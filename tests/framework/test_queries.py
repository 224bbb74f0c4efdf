"""Reads of the framework: trees of odd shapes, the search, levels that are inherited."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.framework.frames import child_of, link, make_framework

from trellis.framework import actions
from trellis.framework.models import Competency, CompetencyLink, Descriptor, Framework, Level
from trellis.framework.queries_competency import competency_page
from trellis.framework.queries_search import Question, fold, marked, search, shorter_words
from trellis.framework.queries_tree import TOP, Tree, choose_window, load_tree, shown_keys, whole
from trellis.framework.queries_words import grades_said, natural
from trellis.people.access import NOBODY, standing_of


@pytest.fixture
def ada(cast, now):
    return standing_of(cast.ada, now.date())


def found(standing, language="en", **asked) -> list[str]:
    results = search(standing, Question(**asked), language)
    return [str(hit.code).replace("<mark>", "").replace("</mark>", "") for hit in results.hits]


def test_search_finds_the_beginning_of_a_word(ada):
    assert "NUM.4" in found(ada, text="fract")
    assert found(ada, text="ractions zebra") == []


def test_search_wants_every_word(ada):
    assert found(ada, text="interview truth") == ["LAN.6"]


def test_search_finds_codes_and_parts_of_codes(ada):
    assert found(ada, text="LAN.6") == ["LAN.6"]
    assert found(ada, text="AN.10") == ["LAN.10"]


def test_search_is_kept_to_a_grade_and_a_framework(ada):
    starter = Framework.objects.get(title="Trellis starter framework")
    assert found(ada, text="interview", grade="06", framework=starter.pk) == ["LAN.6"]
    assert found(ada, text="interview", grade="01") == []


def test_search_finds_translations_with_and_without_accents(ada):
    assert "LAN.6" in found(ada, "es", text="entrevista")
    accented = Competency.objects.get(code="LAN.10").translations["es"]["statement"]
    word = next(word.strip(".,") for word in accented.split() if fold(word) != word.lower())
    assert "LAN.10" in found(ada, "es", text=word)
    assert "LAN.10" in found(ada, "es", text=fold(word))
    assert found(ada, "es", text="short_statement") == []


def test_search_forgives_accents_in_english_pages_too(ada, cast, now):
    starter = Framework.objects.get(title="Trellis starter framework")
    written = actions.write_local_competency(
        framework=starter, parent=None, code="CAF", statement="Run a café.", by=cast.tom, now=now
    )
    assert found(ada, text="cafe") == [written.code]


@pytest.mark.parametrize("text", ["' OR 1=1 --", "a:* & !b", "((", "\\", "<b>", "%", "_", "🌱", "x" * 500, "& | !"])
def test_search_survives_whatever_is_typed(ada, text):
    search(ada, Question(text=text), "en")
    search(ada, Question(text=text), "es")


def test_search_shows_nothing_to_nobody(cast):
    assert found(NOBODY, text="interview") == []


def test_search_leaves_out_what_is_no_longer_in_use(ada, now):
    Competency.objects.filter(code="LAN.6").update(retired_at=now)
    assert found(ada, text="interview truth") == []
    assert found(ada, text="interview truth", retired=True) == ["LAN.6"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8).filter(str.isalnum), max_size=3))
def test_marking_words_changes_no_letter(text, words):
    plain = str(marked(text, words)).replace("<mark>", "").replace("</mark>", "")
    assert plain == str(marked(text, []))


@given(st.text(max_size=60))
def test_folding_keeps_every_letter_in_its_place(text):
    assert len(fold(text)) == len(text)


def test_numbers_in_codes_sort_as_numbers():
    assert sorted(["K.CC.10", "K.CC.9", "K.CC"], key=natural) == ["K.CC", "K.CC.9", "K.CC.10"]


def test_grades_are_said_as_ranges():
    assert grades_said(["01", "KG", "02", "05"]) == "kindergarten to grade 2, grade 5"
    assert grades_said([]) == ""
    assert grades_said(["KG", *(f"{grade:02}" for grade in range(1, 13))]) == "all grades"


def _items(framework: Framework) -> list[Competency]:
    return list(framework.competencies.order_by("code"))


def test_circles_end_and_lose_nothing(cast):
    framework = make_framework("A circle", n=3)
    CompetencyLink.objects.filter(framework=framework).delete()
    one, two, three = _items(framework)
    for origin, destination in ((one, two), (two, one), (three, three)):
        child_of(origin, destination)
    tree = load_tree(framework)
    assert set(shown_keys(tree, whole(tree))) == {str(each.pk) for each in (one, two, three)}
    assert len(competency_page(one, "en").trails) == 1


def test_competency_of_several_parents_stands_under_each(cast):
    framework = make_framework("Two parents", n=3)
    one, two, three = _items(framework)
    CompetencyLink.objects.filter(origin=three).delete()
    child_of(three, one)
    child_of(three, two)
    tree = load_tree(framework)
    assert tree.children[str(one.pk)] == tree.children[str(two.pk)] == [str(three.pk)]
    assert len(competency_page(three, "en").trails) == 2


def test_sequence_decides_then_printed_number_then_grade(cast):
    framework = make_framework("Order", n=4)
    CompetencyLink.objects.filter(framework=framework).delete()
    items = _items(framework)
    for each, sequence, number, grade in zip(items, (1, 0, 0, 0), "1211", ("KG", "KG", "05", "04"), strict=True):
        Competency.objects.filter(pk=each.pk).update(education_levels=[grade], case_extra={"listEnumeration": number})
        child_of(each, None, sequence)
    tree = load_tree(framework)
    assert tree.children[TOP] == [str(items[place].pk) for place in (3, 2, 1, 0)]


def test_very_long_list_is_shown_in_parts(cast):
    tree = load_tree(make_framework("Flat", n=200))
    seen: list[str] = []
    for after in range(0, 200, 60):
        seen += shown_keys(tree, choose_window(tree, TOP, after))
    assert sorted(seen) == sorted(tree.length)


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(0, 45))
def test_window_of_any_tree_holds_what_was_opened(parents, opened):
    tree = Tree()
    for number, parent in enumerate(parents):
        above = str(parent) if parent < number else TOP
        tree.children.setdefault(above, []).append(str(number))
        tree.parent[str(number)] = above
        tree.length[str(number)] = 60
    window = choose_window(tree, str(opened))
    assert window.opened in {str(opened), TOP}
    assert set(shown_keys(tree, window)) <= set(tree.length)
    assert set(tree.path_to(str(opened))) <= window.loaded


def test_levels_speak_of_the_nearest_thing_that_has_words(cast):
    page = competency_page(Competency.objects.select_related("framework").get(code="LAN.6"), "en")
    assert {level.origin for level in page.levels} == {"above"}
    level = Level.objects.get(position=2)
    Descriptor.objects.create(level=level, competency=page.competency, text="I ask, and listen.")
    levels = competency_page(page.competency, "en").levels
    assert [level.origin for level in levels] == ["above", "own", "above", "above"]
    assert levels[1].text == "I ask, and listen."


def test_levels_are_general_where_nobody_wrote_any(cast):
    framework = make_framework("Bare", n=1)
    page = competency_page(_items(framework)[0], "en")
    assert {level.origin for level in page.levels} == {"general"}


def test_neighbours_say_how_far_the_way_goes_on(cast):
    framework = make_framework("Way", n=5)
    one, two, three, four, five = _items(framework)
    for origin, destination in ((one, two), (two, three), (three, four), (three, five)):
        link(origin, CompetencyLink.Kind.PRECEDES, destination)
    page = competency_page(two, "en")
    assert [(each.id, each.n_further) for each in page.builds_on] == [(one.pk, 0)]
    assert [(each.id, each.n_further) for each in page.opens] == [(three.pk, 2)]
    assert [each.id for each in competency_page(three, "en").opens] == [four.pk, five.pk]


def test_ends_that_are_not_here_are_counted(cast):
    framework = make_framework("Dangling", n=1)
    CompetencyLink.objects.create(
        framework=framework,
        kind=CompetencyLink.Kind.RELATED,
        origin=_items(framework)[0],
        unresolved={"destination": "elsewhere"},
    )
    assert competency_page(_items(framework)[0], "en").n_unresolved == 1


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("writing", "LAN.4"),
        ("reading", "LAN.2"),
        ("multiplication", "NUM.3"),
        ("division", "NUM.3"),
        ("subtract", "NUM.2"),
        ("geometry", "NUM.9"),
        ("history", "PEO.6"),
        ("spelling", "LAN.4"),
        ("essay", "LAN.8"),
        ("poem", "LAN.5"),
        ("add fractions", "NUM.4"),
    ],
)
def test_everyday_words_of_school_find_something(ada, word, code):
    assert code in found(ada, text=word)


@pytest.mark.parametrize(("word", "code"), [("geometria", "NUM.9"), ("multiplicaciones", "NUM.3"), ("poemas", "LAN.5")])
def test_everyday_words_find_something_in_spanish(ada, word, code):
    assert code in found(ada, "es", text=word)


def test_where_nothing_holds_all_words_those_with_one_of_them_are_shown_and_said_to_be(ada):
    results = search(ada, Question(text="interview zebra"), "en")
    assert results.by_any_word
    assert "LAN.6" in found(ada, text="interview zebra")
    assert not search(ada, Question(text="interview truth"), "en").by_any_word


def test_codes_of_the_same_letters_stand_in_the_order_of_their_numbers(ada):
    codes = found(ada, text="LAN.")
    assert codes.index("LAN.2") < codes.index("LAN.10")


def test_what_finds_nothing_gets_shorter_words_that_do(ada):
    assert shorter_words(ada, Question(text="fractiously"), "en") == ["fracti"]


def test_a_framework_in_use_gets_its_keywords_and_keeps_its_versions(cast, ada):
    migration = import_module("trellis.framework.migrations.0003_search_in_everyday_words")
    before = dict(Competency.objects.values_list("code", "version"))
    Competency.objects.update(keywords={})
    assert found(ada, text="geometry") == []
    with connection.cursor() as cursor:
        for words, identifier in migration.keywords_of_starter():
            cursor.execute(migration.BRING, [words, identifier])
    assert "NUM.9" in found(ada, text="geometry")
    assert dict(Competency.objects.values_list("code", "version")) == before
