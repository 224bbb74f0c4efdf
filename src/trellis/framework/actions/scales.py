"""Scales: the steps on which proficiency is told, and what each looks like in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.models import Moment
from trellis.framework.models import Competency, Descriptor, Framework, Level, Scale
from trellis.framework.queries_scales import n_described, points_at
from trellis.people.models import Person

OUT_OF_THE_WAY = 10_000


class ScaleTooShort(ActionRefused):
    """Fewer than two steps tell no growth."""

    def __init__(self) -> None:
        super().__init__(_("A scale needs at least two levels, each with a name."), field="levels")


class LevelElsewhere(ActionRefused):
    """The descriptor was meant for a level that the competency's framework does not use."""

    def __init__(self) -> None:
        super().__init__(_("This framework uses another scale."), field="level")


class LevelInUse(ActionRefused):
    """A level goes only when nothing is said with it any more."""

    def __init__(self, level: Level) -> None:
        n = n_described(level.pk)
        sentence = (
            ngettext(
                "“%(level)s” stays for now: %(n)s competency says what it looks like. Empty those words first.",
                "“%(level)s” stays for now: %(n)s competencies say what it looks like. Empty those words first.",
                n,
            )
            if n
            else _now("“%(level)s” stays for now: something in Trellis still uses it.")
        )
        super().__init__(sentence % {"level": level.title, "n": n}, field="levels")


class ScaleInUse(ActionRefused):
    """A scale goes only when no framework uses it and nothing is said with its levels."""

    def __init__(self) -> None:
        super().__init__(
            _("This scale is still in use. Choose another one for its frameworks and empty what is said with it first.")
        )


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level to be: its name and what it looks like in general; ``id`` says which one of the scale it was."""

    title: str
    descriptor: str = ""
    id: UUID | None = None


@transaction.atomic
def create_scale(*, title: str, levels: Sequence[LevelDraft], by: Person, now: datetime) -> Scale:
    """Make a scale of at least two named levels, the first step first."""
    _require_steps(levels)
    scale = Scale.objects.create(title=title.strip())
    Level.objects.bulk_create(_new_level(scale, draft, position) for position, draft in enumerate(levels, 1))
    record_moment(at=now, actor=by, verb="scale.created", thing=scale, context={"n_levels": len(levels)})
    return scale


@transaction.atomic
def edit_scale(
    *,
    scale: Scale,
    title: str,
    levels: Sequence[LevelDraft],
    expected_version: int,
    by: Person,
    now: datetime,
) -> Scale:
    """Rename a scale and its levels, put them in this order, add and remove some: as a whole or not at all.

    What is said with a level goes where the level goes. Raises ``StaleVersion`` if somebody saved the scale since.
    """
    _require_steps(levels)
    if title.strip() != scale.title:
        scale.title, scale.translations = title.strip(), {}  # a translation of the old name would say something else
    save_version(scale, expected=expected_version, fields=["title", "translations"])
    there = {level.pk: level for level in Level.objects.select_for_update().filter(scale=scale)}
    kept = {draft.id for draft in levels if draft.id is not None}
    if not kept <= set(there):
        raise LevelElsewhere
    gone = [level for key, level in there.items() if key not in kept]
    for level in gone:
        if points_at(level):
            raise LevelInUse(level)
    Level.objects.filter(pk__in=[level.pk for level in gone]).delete()
    _put_in_order(scale, levels, there)
    context = {"n_levels": len(levels), "n_added": len(levels) - len(kept), "n_removed": len(gone)}
    record_moment(at=now, actor=by, verb="scale.edited", thing=scale, context=context)
    return scale


@transaction.atomic
def remove_scale(*, scale: Scale, by: Person, now: datetime) -> None:
    """Take a scale away that nothing uses; the moment keeps its words, so that it can be brought back."""
    levels = list(scale.levels.select_for_update())
    if scale.frameworks.exists() or any(points_at(level) for level in levels):
        raise ScaleInUse
    context = {
        "title": scale.title,
        "translations": scale.translations,
        "levels": [[level.title, level.descriptor, level.translations] for level in levels],
    }
    record_moment(at=now, actor=by, verb="scale.removed", thing=scale, context=context)
    scale.delete()


@transaction.atomic
def bring_back_scale(*, removed: Moment, by: Person, now: datetime) -> Scale:
    """Undo ``remove_scale``: make the scale again as it was; doing it twice changes nothing."""
    words = removed.context
    scale, made = Scale.objects.get_or_create(
        pk=str(removed.object_id),
        defaults={"title": words["title"], "translations": words["translations"], "version": 2},
    )
    if made:
        Level.objects.bulk_create(
            Level(scale=scale, position=position, title=title, descriptor=descriptor, translations=translations)
            for position, (title, descriptor, translations) in enumerate(words["levels"], 1)
        )
    record_moment(at=now, actor=by, verb="scale.brought-back", thing=scale)
    return scale


@transaction.atomic
def use_scale(
    *, framework: Framework, scale: Scale | None, expected_version: int, by: Person, now: datetime
) -> Framework:
    """Let a framework tell proficiency on this scale; descriptors for another one stay for its return."""
    framework.scale = scale
    save_version(framework, expected=expected_version, fields=["scale_id"])
    record_moment(at=now, actor=by, verb="framework.scale-chosen", thing=framework)
    return framework


@transaction.atomic
def set_descriptor(*, level: Level, competency: Competency, text: str, by: Person, now: datetime) -> Descriptor | None:
    """Say what ``level`` looks like for ``competency``; an empty text takes the sentence away."""
    if competency.framework.scale_id != level.scale_id:
        raise LevelElsewhere
    _say(level.pk, competency, text)
    _mark_as_own(level.scale_id)
    record_moment(at=now, actor=by, verb="descriptor.set", thing=competency, context={"level": level.position})
    return Descriptor.objects.filter(level=level, competency=competency).first()


@transaction.atomic
def describe_levels(
    *, competency: Competency, texts: Mapping[UUID, str], expected_version: int, by: Person, now: datetime
) -> Competency:
    """Say what each level (by its id) looks like for ``competency``; an empty text takes the sentence away.

    Raises ``StaleVersion`` if the competency or its levels were saved since. Texts left as they were keep their
    translations.
    """
    scale_id = competency.framework.scale_id
    levels = set(Level.objects.filter(scale=scale_id).values_list("pk", flat=True)) if scale_id else set()
    if scale_id is None or not set(texts) <= levels:
        raise LevelElsewhere
    save_version(competency, expected=expected_version, fields=[])
    said = dict(Descriptor.objects.filter(competency=competency, level__in=levels).values_list("level_id", "text"))
    changed = {level: text for level, text in texts.items() if text.strip() != said.get(level, "")}
    for level, text in changed.items():
        _say(level, competency, text)
    if changed:
        _mark_as_own(scale_id)
    context = {"n_levels": len(changed)}
    record_moment(at=now, actor=by, verb="competency.described", thing=competency, context=context)
    return competency


def _say(level_id: UUID, competency: Competency, text: str) -> None:
    if text.strip():
        Descriptor.objects.update_or_create(
            level_id=level_id, competency=competency, defaults={"text": text.strip(), "translations": {}}
        )
    else:
        Descriptor.objects.filter(level=level_id, competency=competency).delete()


def _mark_as_own(scale_id: UUID) -> None:
    """Count a scale as reworded, so that a newer edition of the starter leaves the school's words alone.

    Only once: counting up each time would turn away a coordinator who is renaming the levels meanwhile.
    """
    Scale.objects.filter(pk=scale_id, version=1).update(version=2)


def _require_steps(levels: Sequence[LevelDraft]) -> None:
    if len(levels) < 2 or not all(level.title.strip() for level in levels):
        raise ScaleTooShort


def _new_level(scale: Scale, draft: LevelDraft, position: int) -> Level:
    return Level(scale=scale, position=position, title=draft.title.strip(), descriptor=draft.descriptor.strip())


def _put_in_order(scale: Scale, levels: Sequence[LevelDraft], there: Mapping[UUID, Level]) -> None:
    """Write words and places; all levels step aside first, because no two may ever share a place."""
    Level.objects.filter(scale=scale).update(position=F("position") + OUT_OF_THE_WAY)
    kept, new = [], []
    for position, draft in enumerate(levels, 1):
        if draft.id is None:
            new.append(_new_level(scale, draft, position))
            continue
        level, words = there[draft.id], (draft.title.strip(), draft.descriptor.strip())
        if words != (level.title, level.descriptor):
            level.title, level.descriptor = words
            level.translations = {}
        level.position = position
        kept.append(level)
    Level.objects.bulk_update(kept, ["position", "title", "descriptor", "translations"])
    Level.objects.bulk_create(new)
