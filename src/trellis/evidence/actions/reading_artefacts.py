"""Having read the page of an artefact: its notices and its conversation are no longer new."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from trellis.evidence.models import Artefact
from trellis.evidence.telling import ARTEFACT
from trellis.notice.actions import read_notices
from trellis.people.models import Person
from trellis.talk.actions import visit_thread


@transaction.atomic
def note_artefact_read(*, artefact: Artefact, words: bool, by: Person, now: datetime) -> None:
    """Note that somebody has opened an artefact, and what was said about it where there is something new.

    No moment: what somebody reads is their own business.
    """
    read_notices(person=by, now=now, only=artefact)
    if words:
        visit_thread(subject_kind=ARTEFACT, subject_id=artefact.pk, person=by, now=now)
