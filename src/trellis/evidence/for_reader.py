"""Queries of what one reader sees of a learner, compiled once (``core.compiled``).

Who reads, of whom and since when are values; how the two are tied is the shape. Nothing of an answer is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader

PARTS = ("person", "learner", "ties", "on", "sealed_before")

Given = ParamSpec("Given")
Row = TypeVar("Row")


def compiled_for_reader(
    build: Callable[Concatenate[Reader, Given], QuerySet[Any, Row]],
) -> Callable[Concatenate[Reader, Given], list[Row]]:
    """Return a function that answers with the rows of ``build`` for a reader, and for whatever else it takes.

    A reader with openings is rare, and each a shape of its own: for them the query is written anew.
    """
    written: Callable[..., QuerySet[Any, Row]] = build

    def by_parts(**given: Any) -> QuerySet[Any, Row]:
        reader = Reader(*[given.pop(name) for name in PARTS])
        return written(reader, **given)

    others = list(signature(build).parameters.values())[1:]
    parts = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in PARTS]
    by_parts.__qualname__ = build.__qualname__
    by_parts.__signature__ = Signature([*parts, *others])  # type: ignore[attr-defined]
    kept: Callable[..., list[Row]] = compiled(by_parts)

    @wraps(build)
    def run(reader: Reader, /, *args: Given.args, **kwargs: Given.kwargs) -> list[Row]:
        if reader.openings:
            return list(build(reader, *args, **kwargs))
        return kept(*[getattr(reader, name) for name in PARTS], *args, **kwargs)

    return run
