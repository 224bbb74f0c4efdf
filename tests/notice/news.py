"""A kind of notice for tests, and one that mails count only among the others."""

from __future__ import annotations

from trellis.notice.kinds import register_kind

KIND, QUIET_KIND = "tests.news", "tests.quiet-news"


def register_news() -> None:
    """Register both kinds; nothing else in the house tells them."""
    register_kind(
        KIND, lambda _notice: "News of the tests", lambda _notice: "/there/", counted=lambda n: f"{n} of the tests"
    )
    register_kind(QUIET_KIND, lambda _notice: "Quiet news", lambda _notice: "/there/")
