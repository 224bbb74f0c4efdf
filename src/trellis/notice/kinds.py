"""Kinds of notices: the room that tells one registers how it is said, where it leads, and how many are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rooms register before any model can be imported
    from trellis.notice.models import Notice

Say = Callable[["Notice"], str]
Lead = Callable[["Notice"], str]
Count = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. ``counted`` goes into mails, so it knows nothing but a number."""

    name: str
    sentence: Say
    url: Lead
    icon: str
    counted: Count | None


_kinds: dict[str, Kind] = {}


def register_kind(kind: str, sentence: Say, url: Lead, *, icon: str = "bell", counted: Count | None = None) -> None:
    """Let notices of ``kind`` be told; call it in ``AppConfig.ready``.

    ``sentence(notice)`` says on the page what happened, translated, without what is private (the title stands beside
    it); ``url(notice)`` is the page of the thing. ``counted(n)`` says for a mail how many there are, such as "2 new
    messages"; without it they are counted as other news.
    """
    _kinds[kind] = Kind(kind, sentence, url, icon, counted)


def kind_of(name: str) -> Kind | None:
    """Return what was registered under a name, or None, as when its room is no longer in the house."""
    return _kinds.get(name)
