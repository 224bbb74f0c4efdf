"""What a school decides about evidence: how growth is shown, how long a past is open, which purposes open it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.evidence.models import EvidencePolicy, SealPurpose
from trellis.people.models import Person, School


@transaction.atomic
def settle_evidence(
    *,
    school: School,
    rule: str,
    times: int,
    opening_days: int,
    most_announced: int,
    expected: int,
    by: Person,
    now: datetime,
) -> EvidencePolicy:
    """Say how evidence works at a school; ``expected`` is the version the page showed, 0 where there was none."""
    values: dict[str, Any] = {
        "rule": rule,
        "times": times,
        "opening_days": opening_days,
        "most_announced": most_announced,
    }
    policy, made = EvidencePolicy.objects.get_or_create(school=school, defaults=values)
    if not made:
        for name, value in values.items():
            setattr(policy, name, value)
        save_version(policy, expected=expected, fields=list(values))
    record_moment(at=now, actor=by, verb="settled", thing=policy, context={"rule": rule})
    return policy


# What a new district begins with, in both languages; its schools add to it and take off what does not fit.
PURPOSES = (
    ("Plan support that starts from what helped before", "Planificar un apoyo que parta de lo que ayudó antes"),
    ("Understand a need that the learner or family told us about", "Entender una necesidad que nos han contado"),
    ("Welcome a learner who is new here", "Acoger a quien acaba de llegar"),
    ("Check which requirements are met", "Comprobar qué requisitos se cumplen"),
    ("Answer a question of the learner or the family", "Responder a una pregunta de la familia o del estudiante"),
)


@transaction.atomic
def begin_purposes(*, by: Person | None, now: datetime) -> list[SealPurpose]:
    """Give a district that has no purpose yet the first ones, so that its schools begin with a list, not with none."""
    if SealPurpose.objects.exists():
        return []
    made = SealPurpose.objects.bulk_create(
        SealPurpose(words=words, translations={"es": {"words": spanish}}, position=place)
        for place, (words, spanish) in enumerate(PURPOSES)
    )
    record_moment(at=now, actor=by, verb="begun", thing=made[0], context={"purposes": len(made)})
    return made


@transaction.atomic
def add_purpose(*, words: str, spanish: str, by: Person, now: datetime) -> SealPurpose:
    """Put a purpose on the list; one that was taken off comes back."""
    place = SealPurpose.objects.count()
    translations = {"es": {"words": spanish.strip()}} if spanish.strip() else {}
    try:
        with transaction.atomic():
            purpose, made = SealPurpose.objects.get_or_create(
                words=words.strip(), defaults={"translations": translations, "position": place}
            )
    except IntegrityError:  # two coordinators at once: the other one put it there
        purpose, made = SealPurpose.objects.get(words=words.strip()), False
    if not made and purpose.retired_at is None:
        raise ActionRefused(_("This purpose is on the list already."), field="words")
    if not made:
        purpose.retired_at, purpose.translations = None, translations or purpose.translations
        purpose.save(update_fields=["retired_at", "translations"])
    record_moment(at=now, actor=by, verb="added", thing=purpose)
    return purpose


@transaction.atomic
def retire_purpose(*, purpose: SealPurpose, by: Person, now: datetime) -> None:
    """Take a purpose off the list; what it opened keeps its name."""
    if purpose.retired_at is None:
        purpose.retired_at = now
        purpose.save(update_fields=["retired_at"])
        record_moment(at=now, actor=by, verb="retired", thing=purpose)
