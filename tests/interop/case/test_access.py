"""Frameworks come and go through coordinators of the whole district alone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.refusals import HIDDEN, answer_of

from trellis.core.ids import uuid7
from trellis.framework.models import Framework
from trellis.interop.case import access
from trellis.interop.case.models import FrameworkImport
from trellis.people.access import standing_of


@pytest.fixture
def asked(cast):
    """What Omar, Dana, Tom and Ada are answered, in this order."""

    def ask(get, wanted):
        today = timezone.now().date()
        return [answer_of(get, standing_of(p, today), wanted) for p in (cast.omar, cast.dana, cast.tom, cast.ada)]

    return ask


def test_import_is_for_coordinators_of_the_district(asked, cast, now):
    made = FrameworkImport.objects.create(
        kind=FrameworkImport.Kind.PACKAGE, state=FrameworkImport.State.PREVIEW, file_name="x.json", made_at=now
    )
    assert asked(access.get_upload_for, made.pk) == [made, HIDDEN, HIDDEN, HIDDEN]
    assert answer_of(access.get_upload, made.pk) == made
    assert answer_of(access.get_upload, uuid7()) == HIDDEN


def test_framework_is_taken_out_by_coordinators_of_the_district(asked):
    framework = Framework.objects.first()
    assert asked(access.get_framework_to_export, framework.pk) == [framework, HIDDEN, HIDDEN, HIDDEN]
    assert asked(access.get_framework_to_export, uuid7()) == [HIDDEN] * 4
