"""Roster imports exist for coordinators of the whole district alone."""

from __future__ import annotations

from django.utils import timezone
from tests.refusals import HIDDEN, answer_of

from trellis.core.ids import uuid7
from trellis.interop.oneroster import access
from trellis.interop.oneroster.models import RosterImport
from trellis.people.access import standing_of


def test_import_is_for_coordinators_of_the_district(cast, now):
    today = timezone.now().date()
    made = RosterImport.objects.create(made_at=now, file_name="roster.zip")
    asked = {
        p.given_name: answer_of(access.get_import_for, standing_of(p, today), made.pk)
        for p in (cast.omar, cast.dana, cast.tom, cast.ada)
    }
    assert asked == {"Omar": made, "Dana": HIDDEN, "Tom": HIDDEN, "Ada": HIDDEN}
    assert answer_of(access.get_import, made.pk) == made
    assert answer_of(access.get_import, uuid7()) == HIDDEN
