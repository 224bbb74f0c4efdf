"""The starter framework as it ships: both languages, plain words, no circles, rules that can be met."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from trellis.framework.starter import StarterLink, Text, load_starter
from trellis.framework.starter.check import can_be_met, problems_in, texts_in


def test_the_content_has_no_problem() -> None:
    assert problems_in(load_starter()) == ()


def test_there_are_eight_fields_of_ten_competencies_each() -> None:
    academic = load_starter().academic
    assert len(academic.headings) == 8
    assert set(Counter(competency.heading for competency in academic.competencies).values()) == {10}
    assert len(academic.competencies) == 80


def test_there_are_fourteen_learning_skills_in_five_families() -> None:
    skills = load_starter().learning_skills
    assert [family.title.en for family in skills.headings] == [
        "Planning", "Reasoning", "Collaborating", "Asking", "Reflecting",
    ]  # fmt: skip
    assert len(skills.competencies) == 14


def test_every_field_and_every_skill_says_what_the_four_levels_look_like() -> None:
    content = load_starter()
    assert [level.position for level in content.scale.levels] == [1, 2, 3, 4]
    described = (*content.academic.headings, *content.learning_skills.competencies)
    assert {len(entry.descriptors) for entry in described} == {4}


def test_there_are_prerequisites_and_relations_enough_to_draw_a_map() -> None:
    kinds = Counter(link.kind for link in load_starter().links)
    assert kinds["precedes"] >= 70
    assert kinds["related"] >= 5
    assert len(set(load_starter().links)) == len(load_starter().links)


def test_every_competency_after_the_first_grades_builds_on_another() -> None:
    content = load_starter()
    built = {link.destination for link in content.links if link.kind == "precedes"}
    late = [entry.code for entry in content.academic.competencies if entry.bands[0] > "04"]
    assert [code for code in late if code not in built] == []


def test_every_grade_has_something_in_every_field() -> None:
    reached = {(entry.heading, grade) for entry in load_starter().academic.competencies for grade in entry.bands}
    expected = {(field.code, f"{grade:02d}") for field in load_starter().academic.headings for grade in range(1, 13)}
    assert expected - reached == set()


def test_every_rule_of_the_graduation_profile_is_used_and_can_be_met() -> None:
    requirements = load_starter().requirements
    assert {requirement.rule for requirement in requirements} == {"all", "count", "points"}
    assert all(can_be_met(requirement) for requirement in requirements)


def test_the_licence_travels_with_both_frameworks() -> None:
    heads = [framework.head for framework in load_starter().frameworks]
    assert {head.licence for head in heads} == {"CC BY 4.0"}
    assert {head.attribution for head in heads} == {"Trellis starter framework"}


def test_the_languages_are_not_copies_of_each_other() -> None:
    same = [place for place, text in texts_in(load_starter()) if text.en == text.es]
    assert same == []


def test_a_circle_a_missing_text_and_a_word_not_used_are_found() -> None:
    content = load_starter()
    circle = replace(content, links=(*content.links, StarterLink("precedes", "LAN.10", "LAN.8")))
    assert any("circle" in problem for problem in problems_in(circle))
    scale = replace(content.scale, title=Text(en="Where the weak ones are", es=""))
    assert len(problems_in(replace(content, scale=scale))) == 2
