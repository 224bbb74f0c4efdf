"""The history of frameworks brought in, with the file of one that waits for its answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.framework.models import Framework
from trellis.people.models import Person


class FrameworkImport(DistrictRow):
    """A file that a coordinator brought: looked at, applied, refused or put aside; kept itself until then."""

    class Kind(models.TextChoices):
        PACKAGE = "package", _("CASE package")
        TABLE = "table", _("table (CSV)")
        PREREQUISITES = "prerequisites", _("map of prerequisites")

    class State(models.TextChoices):
        MAPPING = "mapping", _("waits for its columns")
        PREVIEW = "preview", _("waits for your answer")
        WAITING = "waiting", _("is being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("not imported")
        DROPPED = "dropped", _("put aside")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(default=bytes, editable=False)
    choices = models.JSONField(default=dict, blank=True)
    progress = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    framework = models.ForeignKey(Framework, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["district", "-made_at"], name="framework_import_by_time")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"
