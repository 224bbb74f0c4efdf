"""How much room a district gives its files: a coordinator says so, within what operations allow."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import current_district_id
from trellis.files import queries
from trellis.files.models import FilesLimit
from trellis.people.models import Person


class LimitForm(forms.Form):
    """How many MB."""

    most_mb = forms.IntegerField(label=_("Room for files, in MB"), min_value=1, max_value=1_000_000_000)


@transaction.atomic
def set_limit(*, most_mb: int, by: Person, now: datetime) -> FilesLimit:
    """Say how much room the files of the district may take: one number, the last one said holds.

    What is there stays, also where the new limit is less: then nobody adds files until there is room.
    """
    highest = queries.highest_mb()
    if most_mb > highest:
        raise ActionRefused(
            _("At most %(n)s MB. Whoever runs Trellis for you can allow more.") % {"n": highest}, "most_mb"
        )
    limit, _new = FilesLimit.objects.update_or_create(district_id=current_district_id(), defaults={"most_mb": most_mb})
    record_moment(at=now, actor=by, verb="files.limited", thing=limit, context={"mb": most_mb})
    return limit
