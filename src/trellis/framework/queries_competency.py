"""Reads for the page of one competency: where it sits, what it builds on and opens, what each level looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from trellis.core.compiled import compiled
from trellis.framework.models import Competency, CompetencyLink, Descriptor, Level, RequirementItem, Scale
from trellis.framework.queries import Source, source_of_competency
from trellis.framework.queries_profile import steps_of
from trellis.framework.queries_words import (
    grades_said,
    in_language,
    natural,
    shortened,
    statement_html,
    statement_plain,
    title_of,
)

SHORT = 180
_BLOCKS = ("<p>", "<ul", "<ol", "<table", "<pre", "<blockquote", "<a ")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A competency beside this one; ``n_further`` is how many the way goes on to from there."""

    id: UUID
    code: str
    html: SafeString
    plain: str
    is_retired: bool
    n_further: int = 0

    @property
    def label(self) -> str:
        """Code, or the beginning of the statement where there is none."""
        return self.code or shortened(self.plain, 40)


@dataclass(frozen=True, slots=True)
class LevelText:
    """What one level looks like here; ``origin`` says whose words: ``own``, ``above`` or ``general``."""

    position: int
    title: str
    text: str
    origin: str
    above: str = ""
    level_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CountsFor:
    """A requirement for which the competency counts."""

    id: UUID
    title: str
    rule: str
    points: int


@dataclass(frozen=True, slots=True)
class CompetencyPage:
    """Everything one page says about one competency."""

    competency: Competency
    html: SafeString
    plain: str
    title: str
    notes: str
    grades: str
    framework_title: str
    trails: tuple[tuple[Neighbour, ...], ...]
    parts: tuple[Neighbour, ...]
    builds_on: tuple[Neighbour, ...]
    opens: tuple[Neighbour, ...]
    related: tuple[Neighbour, ...]
    n_unresolved: int
    counts_for: tuple[CountsFor, ...]
    levels: tuple[LevelText, ...]
    source: Source

    @property
    def is_short(self) -> bool:
        """The statement fits into a heading: one line or two, and no paragraphs or lists inside."""
        return len(self.plain) <= SHORT and not any(block in self.html for block in _BLOCKS)

    @property
    def heading(self) -> str:
        """What stands on top where the statement itself does not: its short form, its code or its beginning."""
        return self.title or ("" if self.is_short else self.competency.code or shortened(self.plain, 60))


def competency_page(competency: Competency, language: str) -> CompetencyPage:
    """Return the page of a competency in seven queries."""
    around = _Around(competency, language)
    trails = _trails(competency, language)
    return CompetencyPage(
        competency=competency,
        html=statement_html(competency.statement_html, competency.translations, language),
        plain=statement_plain(competency.statement_plain, competency.translations, language),
        title=in_language(competency.translations, language, "short_statement", competency.short_statement),
        notes=in_language(competency.translations, language, "notes", competency.notes),
        grades=grades_said(competency.education_levels),
        framework_title=title_of(competency.framework, language),
        trails=trails,
        parts=tuple(around.parts),
        builds_on=tuple(around.builds_on),
        opens=tuple(around.opens),
        related=tuple(around.related),
        n_unresolved=around.n_unresolved,
        counts_for=_counts_for(competency, language),
        levels=_levels(competency, trails[0] if trails else (), language),
        source=source_of_competency(competency, language),
    )


class _Around:
    """The competencies one link away, sorted into what each of them is to this one."""

    def __init__(self, competency: Competency, language: str) -> None:
        self.parts: list[Neighbour] = []
        self.builds_on: list[Neighbour] = []
        self.opens: list[Neighbour] = []
        self.related: list[Neighbour] = []
        self.n_unresolved = 0
        links = list(_links(competency))
        further = _further(competency, links)
        seen: set[tuple[str, UUID]] = set()
        for link in links:
            outward = link.origin_id == competency.pk
            other = link.destination if outward else link.origin
            if other is None:
                self.n_unresolved += bool(link.unresolved)
                continue
            pile = self._pile(link.kind, outward=outward)
            if pile is None or other.pk == competency.pk or (pile, other.pk) in seen:
                continue
            seen.add((pile, other.pk))
            getattr(self, pile).append(_neighbour(other, language, further.get((pile, other.pk), 0)))

    @staticmethod
    def _pile(kind: str, *, outward: bool) -> str | None:
        if kind == CompetencyLink.Kind.CHILD_OF:
            return None if outward else "parts"
        if kind == CompetencyLink.Kind.PRECEDES:
            return "opens" if outward else "builds_on"
        return "related"


def _links(competency: Competency) -> list[CompetencyLink]:
    return sorted(
        _touching(competency),
        key=lambda link: (link.sequence is None, link.sequence or 0, natural(_code(link, competency))),
    )


@compiled
def _touching(competency: Competency) -> QuerySet[CompetencyLink]:
    touching = CompetencyLink.objects.filter(Q(origin=competency) | Q(destination=competency))
    heavy = [f"{end}__{name}" for end in ("origin", "destination") for name in ("search", "case_extra", "notes")]
    return touching.select_related("origin", "destination").defer("case_extra", *heavy)[:400]


def _code(link: CompetencyLink, competency: Competency) -> str:
    other = link.destination if link.origin_id == competency.pk else link.origin
    return other.code if other is not None else ""


def _further(competency: Competency, links: list[CompetencyLink]) -> Mapping[tuple[str, UUID], int]:
    """Count, in one query, how many each direct neighbour builds on or opens in its turn."""
    precedes = [link for link in links if link.kind == CompetencyLink.Kind.PRECEDES]
    before = {link.origin_id for link in precedes if link.destination_id == competency.pk and link.origin_id}
    after = {link.destination_id for link in precedes if link.origin_id == competency.pk and link.destination_id}
    if not before and not after:
        return {}
    counts: Counter[tuple[str, UUID]] = Counter()
    for origin, destination in _pairs(list(before), list(after)):
        if destination in before:
            counts["builds_on", destination] += 1
        if origin in after:
            counts["opens", origin] += 1
    return counts


@compiled
def _pairs(before: list[UUID], after: list[UUID]) -> QuerySet[CompetencyLink, tuple[UUID, UUID]]:
    links = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES)
    links = links.filter(Q(destination__any_of=before) | Q(origin__any_of=after))
    both = links.filter(origin__isnull=False, destination__isnull=False)
    return both.values_list("origin_id", "destination_id").distinct()


def _neighbour(competency: Competency, language: str, n_further: int = 0) -> Neighbour:
    return Neighbour(
        id=competency.pk,
        code=competency.code,
        html=statement_html(competency.statement_html, competency.translations, language),
        plain=statement_plain(competency.statement_plain, competency.translations, language),
        is_retired=competency.retired_at is not None,
        n_further=n_further,
    )


# Each way up, nearest first; circles end where they would begin again.
_WAYS_UP = """
WITH RECURSIVE up AS (
  SELECT link.destination_id AS id, ARRAY[link.origin_id, link.destination_id] AS way
  FROM framework_competencylink link
  WHERE link.kind = 'child of' AND link.origin_id = %s AND link.destination_id IS NOT NULL
  UNION ALL
  SELECT link.destination_id, up.way || link.destination_id
  FROM up JOIN framework_competencylink link ON link.kind = 'child of' AND link.origin_id = up.id
  WHERE link.destination_id IS NOT NULL AND NOT link.destination_id = ANY(up.way) AND cardinality(up.way) < 16
)
SELECT way[2:] FROM up
WHERE NOT EXISTS (
  SELECT 1 FROM framework_competencylink link
  WHERE link.kind = 'child of' AND link.origin_id = up.id AND link.destination_id IS NOT NULL
    AND NOT link.destination_id = ANY(up.way))
LIMIT 5
"""


def _trails(competency: Competency, language: str) -> tuple[tuple[Neighbour, ...], ...]:
    """Return the ways from the top down to what the competency belongs to, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_WAYS_UP, [competency.pk])
        ways = [row[0] for row in cursor.fetchall()]
    keys = {key for way in ways for key in way}
    if not keys:
        return ()
    above = {row.pk: _neighbour(row, language) for row in _above(list(keys))}
    return tuple(tuple(above[key] for key in reversed(way) if key in above) for way in sorted(ways, key=len))


@compiled
def _above(keys: list[UUID]) -> QuerySet[Competency]:
    return Competency.objects.filter(pk__any_of=keys).defer("search", "case_extra", "notes")


def _counts_for(competency: Competency, language: str) -> tuple[CountsFor, ...]:
    return tuple(
        CountsFor(
            id=item.requirement_id,
            title=in_language(item.requirement.translations, language, "title", item.requirement.title),
            rule=item.requirement.rule,
            points=item.points,
        )
        for item in _items(competency)
    )


@compiled
def _items(competency: Competency) -> QuerySet[RequirementItem]:
    items = RequirementItem.objects.filter(competency=competency).select_related("requirement")
    return items.order_by("requirement__position")


def words_without_own(competency: Competency, language: str) -> tuple[LevelText, ...]:
    """Return for each level the words that hold where the competency has none of its own."""
    trails = _trails(competency, language)
    return _levels(competency, trails[0] if trails else (), language, own=False)


def levels_for(competency: Competency, language: str) -> tuple[LevelText, ...]:
    """Return each level of the competency's scale with what it looks like here. Needs its framework."""
    trails = _trails(competency, language)
    return _levels(competency, trails[0] if trails else (), language)


def _levels(
    competency: Competency, trail: tuple[Neighbour, ...], language: str, *, own: bool = True
) -> tuple[LevelText, ...]:
    """Return each level with its own words, else those of the nearest competency above, else the general ones."""
    levels = _levels_on(competency.framework.scale_id)
    if not levels:
        return ()
    nearest = [*([competency.pk] if own else []), *(step.id for step in reversed(trail))]
    names = {step.id: shortened(step.plain, 60) for step in trail}
    written: dict[UUID, dict[UUID, str]] = {}
    for row in _described([level.pk for level in levels], nearest):
        text = in_language(row.translations, language, "text", row.text)
        written.setdefault(row.level_id, {})[row.competency_id] = text
    texts = []
    for level, step in zip(levels, steps_of(levels, language), strict=True):
        whose = next((key for key in nearest if key in written.get(level.pk, {})), None)
        text = written[level.pk][whose] if whose else step.descriptor
        origin = "general" if whose is None else "own" if whose == competency.pk else "above"
        texts.append(
            LevelText(step.position, step.title, text, origin, names.get(whose, "") if whose else "", level.pk)
        )
    return tuple(texts)


@compiled
def _levels_on(scale: UUID | None) -> QuerySet[Level]:
    first = Scale.objects.order_by("pk").values("pk")[:1]
    return Level.objects.filter(Q(scale=scale) if scale else Q(scale__in=first)).order_by("position")


@compiled
def _described(levels: list[UUID], competencies: list[UUID]) -> QuerySet[Descriptor]:
    return Descriptor.objects.filter(level__any_of=levels, competency__any_of=competencies)
