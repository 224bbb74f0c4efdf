"""Reads for the pages of the framework: the shelf of frameworks, and where statements come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trellis.core.models import Moment
from trellis.framework.access import visible_competencies, visible_frameworks
from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.framework.queries_words import in_language, statement_plain, title_of
from trellis.people.access import Standing

STARTER = gettext_noop("Trellis starter framework")  # the one attribution whose words are ours to translate


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from and what one may do with them; stands wherever a statement is."""

    title: str
    creator: str
    licence: str
    licence_url: str
    attribution: str
    source_url: str
    is_local: bool = False
    writer: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A heading at the top of a framework, to be opened."""

    id: UUID
    framework_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """One framework on the shelf."""

    id: UUID
    title: str
    description: str
    kind: str
    kind_name: str
    n_things: int
    n_fields: int
    n_own: int
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
        attribution=_(STARTER) if framework.attribution == STARTER else framework.attribution,
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


def source_of_competency(competency: Competency, language: str) -> Source:
    """Return where one competency comes from: its framework, or who wrote it here and when, without a licence."""
    source = source_of(competency.framework, language, competency.licence)
    if not competency.is_local:
        return source
    written = Moment.objects.filter(object_id=competency.pk, verb="competency.written").order_by("at")
    writer = competency.written_by
    return Source(
        title=source.title,
        creator="",
        licence="",
        licence_url="",
        attribution="",
        source_url="",
        is_local=True,
        writer=writer.full_name if writer else "",
        written_at=written.values_list("at", flat=True).first(),
    )


def _headings() -> QuerySet[Competency]:
    """Return what something in use belongs to."""
    return Competency.objects.filter(retired_at__isnull=True).filter(
        Exists(
            CompetencyLink.objects.filter(
                kind=CompetencyLink.Kind.CHILD_OF, destination=OuterRef("pk"), origin__retired_at__isnull=True
            )
        )
    )


def _counted(competencies: QuerySet[Competency]) -> Subquery:
    there = competencies.filter(framework=OuterRef("pk")).order_by().values("framework")
    return Subquery(there.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def fields_to_open(standing: Standing, language: str) -> list[Field]:
    """Return the headings at the top of the frameworks in use, for somebody who does not find the word."""
    at_the_top = CompetencyLink.objects.filter(
        kind=CompetencyLink.Kind.CHILD_OF, origin=OuterRef("pk"), destination__isnull=True
    )
    visible = visible_competencies(standing).filter(pk__in=_headings().filter(Exists(at_the_top)).values("pk"))
    found = visible.filter(framework__retired_at__isnull=True).annotate(
        place=Subquery(at_the_top.order_by("sequence").values("sequence")[:1])
    )
    found = found.order_by("framework__kind", "framework", "place", "pk")
    rows = found.values_list("pk", "framework", "statement_plain", "translations")[:24]
    return [Field(pk, framework, statement_plain(plain, words, language)) for pk, framework, plain, words in rows]


def shelf(standing: Standing, language: str) -> list[ShelfEntry]:
    """Return all frameworks with their numbers, the ones in use first."""
    in_use = Count("competencies", filter=Q(competencies__retired_at__isnull=True))
    own = Competency.objects.filter(is_local=True, retired_at__isnull=True).exclude(pk__in=_headings().values("pk"))
    entries = [
        ShelfEntry(
            id=framework.pk,
            title=title_of(framework, language),
            description=in_language(framework.translations, language, "description", framework.description),
            kind=framework.kind,
            kind_name=framework.get_kind_display(),
            n_things=framework.n_in_use - (framework.n_fields or 0) - (framework.n_own or 0),
            n_fields=framework.n_fields or 0,
            n_own=framework.n_own or 0,
            source=source_of(framework, language),
            is_local=framework.is_local,
            is_retired=framework.retired_at is not None,
        )
        for framework in visible_frameworks(standing).annotate(
            n_in_use=in_use, n_fields=_counted(_headings()), n_own=_counted(own)
        )
    ]
    return sorted(entries, key=lambda entry: (entry.is_retired, entry.kind, entry.title.casefold()))
