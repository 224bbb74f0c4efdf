"""Queries compiled once: Django writes the SQL at the first call, later calls only fill in other values.

Building and compiling a queryset of a few joins takes Django longer than PostgreSQL takes to answer it. The queries of
a page differ from one request to the next in their values alone, so ``@compiled`` keeps the statement of each shape.
The query is still written, read and tested as a queryset; the text of a statement is constant, so the server prepares
it once for each connection too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from itertools import chain
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db import connections
from django.db.models import Field, Lookup, Model, QuerySet
from django.db.models.fields.related import ForeignObject
from django.db.models.sql.compiler import SQLCompiler

MOST_SHAPES = 200  # of one query; a coordinator's own schools are a shape, so there can be many in a large district

Given = ParamSpec("Given")
Row = TypeVar("Row")


@ForeignObject.register_lookup  # relations do not take over what fields can do
@Field.register_lookup
class AnyOf(Lookup):
    """``field__any_of=[...]``: like ``__in`` with a list, but the list is one value, so its length is no shape."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return ``field = ANY(%s)`` with the list as its one parameter."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, self.rhs]


class _Uuid(UUID):
    """Stands in for a UUID while the statement is written."""


class _Date(date):
    """Stands in for a date."""


class _Datetime(datetime):
    """Stands in for a moment in time."""


class _Text(str):
    """Stands in for a text."""

    __slots__ = ()


class _List:
    """Stands in for a list, which Django would copy; whatever looks inside finds something else each time."""

    def __iter__(self) -> Iterator[UUID]:
        yield uuid4()


def _stand_in(value: Any, other: int = 0) -> Any:
    """Return a fresh object of the value's type, to be found again in the parameters; None for what shapes a query.

    Another ``other`` gives another value, so that two writings show what a query makes of it.
    """
    kind = type(value)
    if kind is UUID:
        return _Uuid(int=value.int ^ other)
    if kind is date:
        day = date.fromordinal(value.toordinal() + other)
        return _Date(day.year, day.month, day.day)
    if kind is datetime:
        return _Datetime.fromisoformat((value + timedelta(days=other)).isoformat())
    if kind is list:
        return _List()
    if isinstance(value, Model):
        # It knows its key alone: whatever else of a row a query reads would stay that of the first row.
        return kind.from_db(value._state.db, [kind._meta.pk.attname], [_stand_in(value.pk, other)])  # noqa: SLF001
    return _Text(value + "x" * other) if kind is str else None


class _KeptCompiler(SQLCompiler):
    """A compiler that has done its work: it knows the statement and how to read its rows, and is handed the values."""

    statement: tuple[str, list[Any]]
    kept_converters: dict[int, Any]

    def execute_sql(self, *_args: Any, **_options: Any) -> Any:
        """Return all rows, in one piece."""
        with self.connection.cursor() as cursor:
            cursor.execute(*self.statement)
            return [cursor.fetchall()]

    def results_iter(self, results: Any = None, *_args: Any, **_options: Any) -> Iterator[Any]:
        """Return the rows as tuples, with columns turned into values where that is needed."""
        rows = chain.from_iterable(self.execute_sql() if results is None else results)
        return map(tuple, self.apply_converters(rows, self.kept_converters)) if self.kept_converters else rows


@dataclass(slots=True)
class _KeptQuery:
    """What Django's iterables ask of a query."""

    compiler: _KeptCompiler
    selected: Any
    extra_select: Any
    values_select: Any
    annotation_select: Any

    def get_compiler(self, *_args: Any, **_options: Any) -> _KeptCompiler:
        """Return the compiler that holds this call's values."""
        return self.compiler


@dataclass(slots=True)
class _Source:
    """What Django's iterables ask of a queryset."""

    query: Any
    db: str
    model: Any
    _known_related_objects: dict[Any, Any]
    _fields: Any


class _Statement:
    """The SQL of one shape, where its values go, and what turns its rows into objects."""

    def __init__(self, queryset: Any, stand_ins: dict[str, Any]) -> None:
        if queryset._prefetch_related_lookups:  # noqa: SLF001
            raise TypeError("A compiled query is one statement; it cannot prefetch.")
        self.queryset = queryset
        self.iterable: Callable[[_Source], Iterable[Any]] = queryset._iterable_class  # noqa: SLF001
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        names = {id(_value_of(stand_in)): name for name, stand_in in stand_ins.items()}
        self.slots = {index: names[id(value)] for index, value in enumerate(params) if id(value) in names}
        self.params = [None if index in self.slots else value for index, value in enumerate(params)]
        if self.sql:
            columns = [expression for expression, *_ in self.compiler.select[: self.compiler.col_count]]
            if self.compiler.has_composite_fields(columns):
                raise TypeError("A compiled query reads plain columns; it cannot put several together.")
            self.compiler.kept_converters = self.compiler.get_converters(columns)
            query = queryset.query
            self.asked = (query.selected, query.extra_select, query.values_select, query.annotation_select)

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """Ask the database with these values; return the rows as the queryset would."""
        if not self.sql:
            return []
        params = self.params.copy()
        for index, name in self.slots.items():
            params[index] = _value_of(values[name])
        # A shallow copy: what `copy.copy` does, without asking how at each query.
        compiler = object.__new__(_KeptCompiler)
        compiler.__dict__.update(self.compiler.__dict__)
        compiler.connection = connections[self.queryset.db]  # a connection belongs to its thread
        compiler.statement = (self.sql, params)
        query = _KeptQuery(compiler, *self.asked)
        source = _Source(query, self.queryset.db, self.queryset.model, {}, self.queryset._fields)  # noqa: SLF001
        return list(self.iterable(source))


def compiled(build: Callable[Given, QuerySet[Any, Row]]) -> Callable[Given, list[Row]]:
    """Return a function that answers with the rows of the queryset that ``build`` returns for the same arguments.

    Arguments that are a UUID, a date, a datetime, a text, a list or a row (its key alone counts) are values: they must
    enter the query unchanged (``__any_of`` for lists, never ``__in``), or the first call raises ``TypeError``. All
    others (flags, choices, a standing, None) decide the shape. What ``build`` reads besides its arguments, such as the
    language, is read once: hand it in.
    """
    signature = inspect.signature(build)
    names = tuple(signature.parameters)
    kept: dict[Hashable, _Statement] = {}

    @wraps(build)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> list[Row]:
        in_order = not kwargs and len(args) == len(names)
        given = dict(zip(names, args, strict=True)) if in_order else signature.bind(*args, **kwargs).arguments
        shape = tuple([(name, _shape_of(value)) for name, value in given.items()])
        statement = kept.get(shape)
        if statement is None:
            statement, again = (_write(build, given, other) for other in (0, 1))
            if (statement.sql, statement.params) != (again.sql, again.params):
                raise TypeError(f"{build.__qualname__} makes something else of a value than handing it to the query.")
            if len(kept) >= MOST_SHAPES:
                kept.clear()
            kept[shape] = statement
        return statement.rows(given)

    return run


def _write(build: Callable[..., Any], given: dict[str, Any], other: int) -> _Statement:
    stand_ins = {name: mark for name, value in given.items() if (mark := _stand_in(value, other)) is not None}
    try:
        return _Statement(build(**{**given, **stand_ins}), stand_ins)
    except ObjectDoesNotExist:
        sentence = f"{build.__qualname__} reads more of a row than its key; hand that in as a value of its own."
        raise TypeError(sentence) from None


_VALUES = frozenset({UUID, date, datetime, list, str})


def _value_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _shape_of(value: Any) -> Hashable:
    is_value = type(value) in _VALUES or isinstance(value, Model)
    return type(value).__name__ if is_value else (type(value), value)
