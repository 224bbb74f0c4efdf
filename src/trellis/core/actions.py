"""Writing that every room shares: the record of a moment, and saving a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.models import Moment, Versioned

StrOrPromise = str | Promise


class ActionRefused(Exception):
    """An action cannot be done; ``sentence`` tells the person why and becomes the error of the form."""

    def __init__(self, sentence: StrOrPromise, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field


class StaleVersion(ActionRefused):
    """Somebody saved this row since the page was opened; ``current`` is what stands there now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(_("Somebody else saved this since you opened it. Both texts are below."))
        self.current = current


def record_moment(
    *,
    at: datetime,
    actor: models.Model | None,
    verb: str,
    thing: models.Model | None,
    learner: models.Model | None = None,
    context: dict[str, Any] | None = None,
) -> Moment:
    """Write down what was just done; called once by every action, in its transaction.

    ``context`` holds counts and kinds, never names or other personal data: moments outlive an erasure.
    """
    return Moment.objects.create(
        at=at,
        actor_id=_id_of(actor),
        verb=verb,
        object_kind=thing._meta.label_lower if thing is not None else "",
        object_id=_id_of(thing),
        learner_id=_id_of(learner),
        context=context or {},
    )


def _id_of(thing: models.Model | None) -> UUID | None:
    return thing.pk if thing is not None else None


def save_version(row: Versioned, *, expected: int, fields: Iterable[str]) -> None:
    """Save ``fields`` of ``row`` if its stored version is still ``expected``, and count the version up.

    One statement compares and writes, so two editors cannot both win. Raises ``StaleVersion`` with the stored row.
    """
    model = type(row)
    values = {name: getattr(row, name) for name in fields}
    changed = model._default_manager.filter(pk=row.pk, version=expected).update(version=F("version") + 1, **values)
    if not changed:
        raise StaleVersion(model._default_manager.get(pk=row.pk))
    row.version = expected + 1
