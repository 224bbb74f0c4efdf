"""Queries compiled once: the same rows as the queryset, other values each time, and no value baked in by mistake."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from tests.people import Cast

from trellis.core.compiled import MOST_SHAPES, compiled
from trellis.core.scope import district_scope
from trellis.people.models import Person, Role
from trellis.school.models import SchoolClass

pytestmark = pytest.mark.django_db


@compiled
def called(name: str) -> QuerySet[Person]:
    return Person.objects.filter(given_name=name).select_related("district")


@compiled
def names_of(people: list[UUID]) -> QuerySet[Person, str]:
    return Person.objects.filter(pk__any_of=people).order_by("given_name").values_list("given_name", flat=True)


@compiled
def roles_of(person: Person, on: date) -> QuerySet[Role, dict[str, Any]]:
    return Role.objects.live(on).filter(person=person).values("kind", "starts_on")


def test_other_values_give_other_rows_from_one_statement(cast: Cast) -> None:
    with district_scope(cast.district.pk), CaptureQueriesContext(connection) as asked:
        found = [called(name) for name in ("Ada", "Tom", "Nobody At All")]
    assert [[person.given_name for person in people] for people in found] == [["Ada"], ["Tom"], []]
    assert found[0][0].pk == cast.ada.pk
    assert len(asked) == 3


def test_related_rows_come_along(cast: Cast, django_assert_num_queries: Any) -> None:
    with district_scope(cast.district.pk), django_assert_num_queries(1):
        assert called("Ada")[0].district.name == cast.district.name


def test_a_list_is_one_value_however_long_it_is(cast: Cast) -> None:
    with district_scope(cast.district.pk):
        assert names_of([cast.ada.pk, cast.tom.pk]) == ["Ada", "Tom"]
        assert names_of([cast.tom.pk]) == ["Tom"]
        assert names_of([]) == []


def test_a_row_stands_for_its_key(cast: Cast) -> None:
    today = date(2026, 11, 2)
    with district_scope(cast.district.pk):
        for person in (cast.ada, cast.tom, cast.omar):
            expected = list(Role.objects.live(today).filter(person=person).values("kind", "starts_on"))
            assert roles_of(person, today) == expected
            assert expected


def test_a_flag_shapes_the_query(cast: Cast) -> None:
    @compiled
    def people(*, here: bool) -> QuerySet[Person, UUID]:
        return Person.objects.filter(left_on__isnull=here).values_list("pk", flat=True)

    with district_scope(cast.district.pk):
        assert cast.ada.pk in people(here=True)
        assert cast.ada.pk not in people(here=False)


def test_a_query_that_is_empty_by_its_shape_asks_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    @compiled
    def nobody(on: date) -> QuerySet[Person]:
        return Person.objects.none()

    with district_scope(cast.district.pk), django_assert_num_queries(0):
        assert nobody(date(2026, 1, 1)) == []


@pytest.mark.parametrize("field", ["given_name__icontains", "given_name__startswith"])
def test_a_value_that_the_query_changes_is_refused_rather_than_kept(cast: Cast, field: str) -> None:
    @compiled
    def search(words: str) -> QuerySet[Person]:
        return Person.objects.filter(**{field: words})

    with district_scope(cast.district.pk), pytest.raises(TypeError, match="makes something else"):
        search("A")


def test_a_list_with_in_is_refused(cast: Cast) -> None:
    @compiled
    def some(people: list[UUID]) -> QuerySet[Person]:
        return Person.objects.filter(pk__in=people)

    with district_scope(cast.district.pk), pytest.raises(TypeError):
        some([cast.ada.pk])


def test_what_a_row_says_besides_its_key_is_refused(cast: Cast) -> None:
    @compiled
    def beside(school_class: SchoolClass) -> QuerySet[SchoolClass]:
        return SchoolClass.objects.filter(school=school_class.school_id)

    with district_scope(cast.district.pk), pytest.raises(TypeError, match="more of a row than its key"):
        beside(cast.ada_class)


def test_prefetching_is_refused(cast: Cast) -> None:
    @compiled
    def some(person: UUID) -> QuerySet[Person]:
        return Person.objects.filter(pk=person).prefetch_related("roles")

    with district_scope(cast.district.pk), pytest.raises(TypeError, match="cannot prefetch"):
        some(cast.ada.pk)


def test_the_scope_is_that_of_the_caller_not_of_the_first(cast: Cast) -> None:
    with district_scope(cast.district.pk):
        assert [person.pk for person in called("Ada")] == [cast.ada.pk]
    with district_scope(cast.elsewhere.pk):
        assert called("Ada") == []


def test_many_shapes_do_not_fill_the_memory(cast: Cast) -> None:
    written = 0

    @compiled
    def limited(kinds: tuple[str, ...]) -> QuerySet[Role]:
        nonlocal written
        written += 1
        return Role.objects.filter(kind__in=kinds)

    with district_scope(cast.district.pk):
        for number in range(MOST_SHAPES + 5):
            limited((str(number),))
        limited(("0",))
    assert written == 2 * (MOST_SHAPES + 6)


def test_another_thread_asks_over_its_own_connection() -> None:
    answers: list[list[Person]] = []

    def ask() -> None:
        answers.append(called("Ada"))
        connection.close()

    called("Ada")
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert answers == [[]]
