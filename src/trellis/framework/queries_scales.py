"""Reads for the pages on which scales and descriptors are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from trellis.core.models import Moment
from trellis.framework.access import visible_frameworks
from trellis.framework.models import Competency, Descriptor, Framework, Level, Scale
from trellis.framework.queries_competency import words_without_own
from trellis.framework.queries_words import in_language, title_of
from trellis.people.access import Standing


def points_at(level: Level) -> bool:
    """Say whether anything in the house points at this level: descriptors, and whatever a higher room adds."""
    models = ((link.field.model, link.field.name) for link in Level._meta.related_objects)
    return any(model._default_manager.filter(**{name: level}).exists() for model, name in models)


def n_described(level_id: UUID) -> int:
    """Return for how many competencies somebody wrote what this level looks like."""
    return Descriptor.objects.filter(level=level_id).count()


def levels_of(scale: Scale) -> list[Level]:
    """Return the levels of a scale in their order."""
    return list(Level.objects.filter(scale=scale))


def described_by_level(levels: Sequence[Level]) -> Mapping[str, int]:
    """Return for each level (its id as text) how many competencies say what it looks like, in one query."""
    rows = Descriptor.objects.filter(level__in=[level.pk for level in levels]).values_list("level_id")
    return {str(key): n for key, n in rows.annotate(n=Count("pk")).values_list("level_id", "n")}


def compared(levels: Sequence[Level], typed: Mapping[str, tuple[str, str]]) -> list[tuple[Level, bool]]:
    """Return each level as it stands, and whether somebody was just writing something else for it."""
    return [(level, typed.get(str(level.pk)) != (level.title, level.descriptor)) for level in levels]


@dataclass(frozen=True, slots=True)
class UsesScale:
    """A framework and the scale on which it tells proficiency."""

    id: UUID
    title: str
    scale_title: str


def who_uses_which(standing: Standing, language: str) -> list[UsesScale]:
    """Return every framework in use with its scale, in one query."""
    in_use = visible_frameworks(standing).filter(retired_at__isnull=True).select_related("scale")
    rows = [
        UsesScale(
            framework.pk,
            title_of(framework, language),
            scale_title(framework.scale, language) if framework.scale else "",
        )
        for framework in in_use.defer("case_extra")
    ]
    return sorted(rows, key=lambda row: row.title.casefold())


def scale_title(scale: Scale, language: str) -> str:
    """Return the name of a scale in the reader's language."""
    return in_language(scale.translations, language, "title", scale.title)


@dataclass(frozen=True, slots=True)
class LevelToDescribe:
    """One level of a competency's scale: its own words, and the words that hold while it has none."""

    id: UUID
    position: int
    title: str
    own: str
    otherwise: str


def levels_to_describe(competency: Competency, language: str) -> tuple[LevelToDescribe, ...]:
    """Return the levels of the scale that the competency's framework uses; none where it uses none.

    ``own`` are the words as they are stored: what is edited is never a translation.
    """
    framework: Framework = competency.framework
    if framework.scale_id is None:
        return ()
    levels = list(Level.objects.filter(scale=framework.scale_id))
    said = dict(Descriptor.objects.filter(competency=competency).values_list("level_id", "text"))
    others = words_without_own(competency, language)
    return tuple(
        LevelToDescribe(level.pk, level.position, other.title, said.get(level.pk, ""), other.text)
        for level, other in zip(levels, others, strict=True)
    )


def removed_scale(scale_id: UUID) -> Moment | None:
    """Return the moment in which a scale was last taken away."""
    return Moment.objects.filter(object_id=scale_id, verb="scale.removed").order_by("-pk").first()
