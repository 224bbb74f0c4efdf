"""How large a request may be: what is far too large is answered by its announced length, before anybody reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_BYTES = 64 * 1024 * 1024  # files that are only somewhat too large reach their form, which says so at the field

Answer = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def takes_uploads(most_bytes: int) -> Callable[[View], View]:
    """Let one view take larger requests than others; put it on top of the view's decorators."""

    def mark(view: View) -> View:
        view.most_upload_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


class UploadLimitMiddleware:
    """Answer 413 to requests that are larger than their view takes; stands before whatever reads the body."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave the answer as it is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Look at the announced length once it is known which view is meant."""
        most: int = getattr(view, "most_upload_bytes", MOST_BYTES)
        if _announced_bytes(request) <= most:
            return None
        return render(request, "413.html", {"most": most // (1024 * 1024)}, status=413)


def _announced_bytes(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
