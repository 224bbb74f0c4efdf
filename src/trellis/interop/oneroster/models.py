"""The history of roster imports: who brought which file when, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow


class RosterImport(DistrictRow):
    """One roster that somebody uploaded. The files themselves are gone once it is applied or put aside."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        PREVIEWED = "previewed", _("ready to apply")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        REFUSED = "refused", _("refused")
        DISCARDED = "discarded", _("put aside")

    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    file_name = models.CharField(_("file"), max_length=255)
    dialect = models.CharField(_("kind of roster"), max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.READING)
    upload = models.CharField(max_length=64, blank=True, editable=False)
    progress = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["district", "made_at"], name="roster_import_by_time")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"
