"""Entries of Ada's profile, made through the actions, and eyes to look with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from trellis.core.scope import change_scope
from trellis.profile.actions import write_facet
from trellis.profile.models import Facet


@pytest.fixture
def through(cast) -> Callable[..., Any]:
    """Look through somebody's eyes: entries for oneself are rows of nobody else."""

    @contextmanager
    def eyes(person: Any) -> Iterator[None]:
        change_scope(cast.district.pk, person.pk)
        yield
        change_scope(cast.district.pk)

    return eyes


@pytest.fixture
def make_facet(cast, now, through) -> Callable[..., Facet]:
    """An entry of Ada's, for herself unless ``audience`` says otherwise."""

    def make(**given: Any) -> Facet:
        with through(cast.ada):
            what = {"kind": "interest", "words": "The sounds of our street", **given}
            return write_facet(learner=cast.ada, by=cast.ada, now=what.pop("now", now), **what)

    return make
