"""Reads for the pages of what the school asks for: scales with their descriptors, and what graduation needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from trellis.framework.models import Competency, Descriptor, Framework, Level, Requirement, RequirementItem, Scale
from trellis.framework.queries import Source, distinct_sources
from trellis.framework.queries_words import in_language, natural, shortened, statement_plain
from trellis.people.access import Standing

MOST_DESCRIPTORS = 800


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a scale in the reader's language."""

    id: UUID
    position: int
    title: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class DescribedThing:
    """A competency with descriptors of its own: one text for each step, empty where there is none."""

    id: UUID
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScalePage:
    """A scale, its steps, who uses it, and what the steps look like where somebody wrote it down."""

    id: UUID
    title: str
    steps: tuple[Step, ...]
    frameworks: tuple[Framework, ...]
    described: tuple[DescribedThing, ...]
    sources: tuple[Source, ...]


def steps_of(levels: Sequence[Level], language: str) -> tuple[Step, ...]:
    """Return levels in the reader's language, the first step first."""
    return tuple(
        Step(
            id=level.pk,
            position=level.position,
            title=in_language(level.translations, language, "title", level.title),
            descriptor=in_language(level.translations, language, "descriptor", level.descriptor),
        )
        for level in levels
    )


def scale_pages(standing: Standing, language: str) -> list[ScalePage]:
    """Return every scale of the district with its steps, in four queries whatever their number."""
    if not standing.kinds:
        return []
    scales = list(Scale.objects.prefetch_related("levels", "frameworks").order_by("pk"))
    described = _described()
    return [
        ScalePage(
            id=scale.pk,
            title=in_language(scale.translations, language, "title", scale.title),
            steps=steps_of(list(scale.levels.all()), language),
            frameworks=tuple(scale.frameworks.all()),
            described=_of_scale(described, [level.pk for level in scale.levels.all()], language),
            sources=distinct_sources(scale.frameworks.all(), language),
        )
        for scale in scales
    ]


def _described() -> list[Descriptor]:
    rows = (
        Descriptor.objects.filter(competency__retired_at__isnull=True)
        .select_related("competency__framework")
        .order_by("competency__framework", "competency__code", "competency")
    )
    return list(rows[:MOST_DESCRIPTORS])


def _of_scale(described: list[Descriptor], levels: list[UUID], language: str) -> tuple[DescribedThing, ...]:
    texts: dict[UUID, dict[UUID, str]] = {}
    things: dict[UUID, Competency] = {}
    for row in described:
        if row.level_id in levels:
            things[row.competency_id] = row.competency
            texts.setdefault(row.competency_id, {})[row.level_id] = in_language(
                row.translations, language, "text", row.text
            )
    return tuple(
        DescribedThing(
            id=key,
            name=in_language(thing.translations, language, "short_statement", thing.short_statement)
            or shortened(statement_plain(thing.statement_plain, thing.translations, language)),
            texts=tuple(texts[key].get(level, "") for level in levels),
        )
        for key, thing in things.items()
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A competency that counts for a requirement."""

    competency_id: UUID
    code: str
    plain: str
    points: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class RequirementCard:
    """One part of what graduation asks for: the rule, and what counts."""

    id: UUID
    title: str
    description: str
    rule: str
    needed: int | None
    parts: tuple[Part, ...]

    @property
    def n_parts(self) -> int:
        """How many competencies count."""
        return len(self.parts)

    @property
    def n_points(self) -> int:
        """How many points can be gathered in all."""
        return sum(part.points for part in self.parts)

    @property
    def shows_points(self) -> bool:
        """Points are said where the rule counts them."""
        return self.rule == Requirement.Rule.POINTS


@dataclass(frozen=True, slots=True)
class RequirementsPage:
    """The graduation profile, with the sources of everything that counts."""

    cards: tuple[RequirementCard, ...]
    sources: tuple[Source, ...]


def requirements_page(standing: Standing, language: str) -> RequirementsPage:
    """Return the graduation profile in two queries."""
    if not standing.kinds:
        return RequirementsPage((), ())
    items: dict[UUID, list[RequirementItem]] = {}
    frameworks: dict[UUID, Framework] = {}
    rows = RequirementItem.objects.select_related("competency__framework").order_by("competency__code", "pk")
    for item in rows:
        items.setdefault(item.requirement_id, []).append(item)
        frameworks[item.competency.framework_id] = item.competency.framework
    cards = tuple(
        RequirementCard(
            id=requirement.pk,
            title=in_language(requirement.translations, language, "title", requirement.title),
            description=in_language(requirement.translations, language, "description", requirement.description),
            rule=requirement.rule,
            needed=requirement.needed,
            parts=tuple(
                _part(item, language)
                for item in sorted(items.get(requirement.pk, ()), key=lambda item: natural(item.competency.code))
            ),
        )
        for requirement in Requirement.objects.all()
    )
    return RequirementsPage(cards, distinct_sources(frameworks.values(), language))


def _part(item: RequirementItem, language: str) -> Part:
    competency = item.competency
    return Part(
        competency_id=competency.pk,
        code=competency.code,
        plain=statement_plain(competency.statement_plain, competency.translations, language),
        points=item.points,
        is_retired=competency.retired_at is not None,
    )
