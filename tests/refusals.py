"""What an access function answers: the thing, or how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

HIDDEN, FIXED = 404, 403


def answer_of(get: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return what ``get`` returns; ``HIDDEN`` where it answers 404 and ``FIXED`` where it answers 403."""
    try:
        return get(*args, **kwargs)
    except Http404:
        return HIDDEN
    except PermissionDenied:
        return FIXED
