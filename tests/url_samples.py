"""What to put for each URL parameter when every URL is walked: things of Ada, or of her district."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from tests.people import Cast, Now
from trellis.framework.models import Competency, Framework
from trellis.interop.case.actions import upload_framework
from trellis.interop.case.models import FrameworkImport
from trellis.people.models import Guardianship, Mentorship, Role
from trellis.school.models import Enrolment

NOTHING = UUID("00000000-0000-7000-8000-000000000000")


def samples_for(cast: Cast) -> dict[str, Any]:
    """Return values by parameter name, or by ``route:parameter`` where a route needs its own."""
    framework = Framework.objects.filter(is_local=False).first()
    competency = Competency.objects.filter(framework=framework).first()
    return {
        "person_id": cast.ada.pk,
        "learner_id": cast.ada.pk,
        "class_id": cast.ada_class.pk,
        "school_id": cast.school.pk,
        "term_id": cast.term.pk,
        "enrolment_id": Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class).pk,
        "role_id": Role.objects.get(person=cast.ada).pk,
        "guardianship_id": Guardianship.objects.get(learner=cast.ada).pk,
        "link_id": Guardianship.objects.get(learner=cast.ada).pk,
        "mentorship_id": Mentorship.objects.get(learner=cast.ada).pk,
        "framework_id": framework.pk if framework else NOTHING,
        "competency_id": competency.pk if competency else NOTHING,
        "upload_id": _framework_upload(cast).pk,
    }


def _framework_upload(cast: Cast) -> FrameworkImport:
    """A small framework that waits for the coordinator's answer."""
    package = {
        "CFDocument": {"identifier": "walked", "title": "Walked", "creator": "us"},
        "CFItems": [{"identifier": "step", "fullStatement": "Take a step"}],
    }
    content = json.dumps(package).encode()
    return upload_framework(file_name="walked.json", content=content, choices={}, by=cast.omar, now=Now)
