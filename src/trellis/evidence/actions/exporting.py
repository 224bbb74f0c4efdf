"""Taking a record along."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from trellis.core.actions import record_moment
from trellis.evidence.access import Reader
from trellis.evidence.record_data import Record, gather_record


@transaction.atomic
def take_record(*, reader: Reader, now: datetime) -> Record:
    """Gather a learner's whole record for the learner or a guardian, and note that it was taken along."""
    record = gather_record(reader)
    context = {"files": len(record.files)}
    record_moment(
        at=now, actor=reader.person, verb="exported", thing=reader.learner, learner=reader.learner, context=context
    )
    return record
