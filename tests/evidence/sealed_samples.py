"""What to put for the parameters of sealing when every URL is walked: a past of Ada's that Tom opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.evidence.pasts import learnt, make_past, make_purpose, open_it
from tests.files.samples import picture_upload
from tests.people import Cast

from trellis.core.scope import change_scope
from trellis.evidence.actions.announcing import announce
from trellis.evidence.actions.sealing import ask_fresh_start
from trellis.evidence.models import ArtefactFile
from trellis.files.actions import store_file
from trellis.files.models import StoredFile


def sealed_samples(cast: Cast) -> dict[str, Any]:
    """Return an announcement and an opening of Tom's with a photo in it, a purpose, and a fresh start Ada asked for."""
    past = make_past(cast)
    told = announce(
        school_class=cast.ada_class,
        title="A map",
        words="",
        on=past.today + timedelta(days=3),
        competencies=[learnt()],
        by=cast.tom,
        now=past.now,
        today=past.today,
    )
    fresh = ask_fresh_start(learner=cast.ada, before_on=cast.term.starts_on, why="", now=past.now, today=past.today)
    photo = store_file(upload=picture_upload(), kind=StoredFile.Kind.PICTURE, words="", owner=cast.ada, now=past.now)
    change_scope(cast.district.pk, cast.ada.pk)
    ArtefactFile.objects.create(artefact=past.artefact, file=photo)
    change_scope(cast.district.pk)
    return {
        "evidence:opened-file:file_id": photo.pk,
        "announcement_id": told.pk,
        "evidence:judge-announced:competency_id": past.competency.pk,
        "opening_id": open_it(cast, past, by=cast.tom).pk,
        "purpose_id": make_purpose().pk,
        "fresh_start_id": fresh.pk,
    }
