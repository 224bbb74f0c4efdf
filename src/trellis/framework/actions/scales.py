"""Scales: the steps on which proficiency is told, and what each looks like in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency, Descriptor, Framework, Level, Scale
from trellis.people.models import Person


class ScaleTooShort(ActionRefused):
    """Fewer than two steps tell no growth."""

    def __init__(self) -> None:
        super().__init__(_("A scale needs at least two levels, each with a name."), field="levels")


class LevelElsewhere(ActionRefused):
    """The descriptor was meant for a level that the competency's framework does not use."""

    def __init__(self) -> None:
        super().__init__(_("This framework uses another scale."), field="level")


@dataclass(frozen=True, slots=True)
class LevelDraft:
    """A level to be: its name and what it looks like in general."""

    title: str
    descriptor: str = ""


@transaction.atomic
def create_scale(*, title: str, levels: Sequence[LevelDraft], by: Person, now: datetime) -> Scale:
    """Make a scale of at least two named levels, the first step first."""
    named = [level for level in levels if level.title.strip()]
    if len(named) < 2 or len(named) != len(levels):
        raise ScaleTooShort
    scale = Scale.objects.create(title=title.strip())
    Level.objects.bulk_create(
        Level(scale=scale, position=position, title=level.title.strip(), descriptor=level.descriptor.strip())
        for position, level in enumerate(named, 1)
    )
    record_moment(at=now, actor=by, verb="scale.created", thing=scale, context={"n_levels": len(named)})
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
    """Say what ``level`` looks like for ``competency``; an empty text takes the sentence away.

    The scale's version counts up, so that a newer edition of the starter leaves the school's words alone.
    """
    if competency.framework.scale_id != level.scale_id:
        raise LevelElsewhere
    descriptor = None
    if text.strip():
        descriptor, _made = Descriptor.objects.update_or_create(
            level=level, competency=competency, defaults={"text": text.strip(), "translations": {}}
        )
    else:
        Descriptor.objects.filter(level=level, competency=competency).delete()
    scale = Scale.objects.select_for_update().get(pk=level.scale_id)
    save_version(scale, expected=scale.version, fields=[])
    record_moment(at=now, actor=by, verb="descriptor.set", thing=competency, context={"level": level.position})
    return descriptor
