"""What Ada shows, how it is judged, and eyes to look with; rows as the actions leave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils import timezone

from trellis.core.scope import change_scope
from trellis.evidence.models import About, Announcement, Artefact, Authorship, Judgement, Reflection
from trellis.framework.models import Competency, Level


@contextmanager
def eyes(cast: Any, person: Any) -> Iterator[None]:
    """Look through somebody's eyes: drafts, private journals and sealed rows are rows of nobody else."""
    change_scope(cast.district.pk, person.pk)
    yield
    change_scope(cast.district.pk)


def competency(code: str = "NUM.1") -> Competency:
    """A competency of the starter framework."""
    return Competency.objects.select_related("framework").get(code=code)


def level(position: int, of: Competency) -> Level:
    """A level of its scale, from one on."""
    return list(Level.objects.filter(scale=of.framework.scale_id).order_by("position"))[position - 1]


def show(cast: Any, *about: Competency, by: Any = None, at: datetime | None = None, **given: Any) -> Artefact:
    """Something Ada shows to her circle, about these competencies."""
    person = by or cast.ada
    with eyes(cast, person):
        made = Artefact.objects.create(**{
            "kind": "text",
            "title": "Sound map",
            "words": "Where it is loud",
            "happened_on": cast.term.starts_on,
            "made_by": person,
            "voice": "self" if person.pk == cast.ada.pk else "educator",
            "made_at": at or timezone.now(),
            "shared_at": at or timezone.now(),
            "audience": "circle",
            **given,
        })  # fmt: skip
        Authorship.objects.create(artefact=made, learner=cast.ada)
        About.objects.bulk_create(About(artefact=made, competency=one) for one in about)
    return made


def judge(
    cast: Any, of: Competency, position: int, *, by: Any, at: datetime | None = None, artefact: Artefact | None = None
) -> Judgement:
    """What somebody says of Ada: herself AS, Ben FOR as a peer, an educator OF."""
    voice = "self" if by.pk == cast.ada.pk else "peer" if by.pk == cast.ben.pk else "educator"
    purpose = {"self": "as", "peer": "for", "educator": "of"}[voice]
    now = at or timezone.now()
    told = None
    if purpose == "of":
        told = Announcement.objects.create(
            school_class=cast.ada_class, term=cast.term, title="Our street by ear", on=now.date(), by=by,
            announced_at=now,
        )  # fmt: skip
    shown = artefact or (show(cast, of) if purpose != "of" else None)
    with eyes(cast, by):
        return Judgement.objects.create(
            purpose=purpose, voice=voice, learner=cast.ada, by=by, competency=of, level=level(position, of),
            artefact=shown, announcement=told, reason=f"Because {voice} saw it", at=now,
        )  # fmt: skip


def growing_samples(cast: Any) -> dict[str, Any]:
    """Return an entry of Ada's journal that her circle sees."""
    with eyes(cast, cast.ada):
        entry = Reflection.objects.create(
            learner=cast.ada, answers={"surprise": "An owl"}, audience="circle", at=timezone.now()
        )
    return {"reflection_id": entry.pk}
