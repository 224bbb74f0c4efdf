"""Reads for the pages of the framework: the shelf of frameworks, and where statements come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from trellis.framework.access import visible_frameworks
from trellis.framework.models import Framework
from trellis.framework.queries_words import in_language, title_of
from trellis.people.access import Standing


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from and what one may do with them; stands wherever a statement is."""

    title: str
    creator: str
    licence: str
    licence_url: str
    attribution: str
    source_url: str


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One framework on the shelf."""

    id: UUID
    title: str
    description: str
    kind: str
    kind_name: str
    n_competencies: int
    source: Source
    is_local: bool
    is_retired: bool


def source_of(framework: Framework, language: str, licence: str = "") -> Source:
    """Return the source line of a framework; ``licence`` is that of a single competency, where it has its own."""
    return Source(
        title=title_of(framework, language),
        creator=framework.creator or framework.publisher,
        licence=licence or framework.licence,
        licence_url="" if licence else _address(framework.licence_url),
        attribution=framework.attribution,
        source_url=_address(framework.source_url),
    )


def distinct_sources(frameworks: Iterable[Framework], language: str) -> tuple[Source, ...]:
    """Return the sources of several frameworks, each said once: parts of one work share their attribution."""
    sources = [source_of(framework, language) for framework in frameworks]
    said = {(source.attribution or source.title, source.creator, source.licence): source for source in sources}
    return tuple(said.values())


def _address(url: str) -> str:
    """Keep only what a browser may open: sources hold ``javascript:`` and worse."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def shelf(standing: Standing, language: str) -> list[ShelfEntry]:
    """Return all frameworks with their numbers, the ones in use first."""
    in_use = Count("competencies", filter=Q(competencies__retired_at__isnull=True))
    entries = [
        ShelfEntry(
            id=framework.pk,
            title=title_of(framework, language),
            description=in_language(framework.translations, language, "description", framework.description),
            kind=framework.kind,
            kind_name=framework.get_kind_display(),
            n_competencies=framework.n_competencies,
            source=source_of(framework, language),
            is_local=framework.is_local,
            is_retired=framework.retired_at is not None,
        )
        for framework in visible_frameworks(standing).annotate(n_competencies=in_use)
    ]
    return sorted(entries, key=lambda entry: (entry.is_retired, entry.kind, entry.title.casefold()))
