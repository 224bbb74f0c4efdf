"""Stored files: pictures, sounds, videos and documents that people add, checked by what is in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.people.models import Person


class StoredFile(DistrictRow):
    """One file, on disk or in a bucket at ``path``; removed with the last row that uses it.

    ``name`` is what the person called it, made harmless: documents and videos are downloaded under it.
    ``used_by_kind`` and ``used_by_id`` name the row it hangs on, bare: who may open that row may open the file.
    Empty until the form it was added in is saved; such files are swept away after a day.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("picture")
        SOUND = "sound", _("sound")
        VIDEO = "video", _("video")
        DOCUMENT = "document", _("document")

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=200, unique=True)
    size = models.PositiveBigIntegerField(help_text=_("in bytes"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    words = models.CharField(_("what is to be seen or heard"), max_length=300, blank=True)
    used_by_kind = models.CharField(max_length=60, blank=True)
    used_by_id = models.UUIDField(null=True, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_by_id"], name="stored_file_by_use")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.size} bytes"


class FilesLimit(DistrictRow):
    """How much room the files of a district may take together; without a row, the setting's."""

    most_mb = models.PositiveIntegerField(_("room for files, in MB"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district"], name="one_limit_of_a_district"),
            models.CheckConstraint(condition=models.Q(most_mb__gte=1), name="limit_leaves_room"),
        ]

    def __str__(self) -> str:
        return f"{self.most_mb} MB"
