"""What a learner expects of themselves, beside what the school expects."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Requirement
from trellis.people.models import Person
from trellis.plan.models import OwnExpectation

MOST_LETTERS = 500


@transaction.atomic
def say_own_expectation(
    *, learner: Person, requirement: Requirement, words: str, expected: int, now: datetime
) -> OwnExpectation:
    """Say in own words what one wants to be able to do; ``expected`` is the version on the page, 0 for none."""
    if len(words) > MOST_LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}, "words")
    row, made = OwnExpectation.objects.get_or_create(
        learner=learner, requirement=requirement, defaults={"words": words.strip()}
    )
    if not made:
        row.words = words.strip()
        save_version(row, expected=expected, fields=["words"])
    record_moment(at=now, actor=learner, verb="expected", thing=row, learner=learner)
    return row
