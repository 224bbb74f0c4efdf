"""Notices: what happened that concerns somebody, and how they want to hear of it."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.people.models import Person


class Notice(DistrictRow):
    """One thing that happened, for one person. ``kind`` is registered by the room that tells it (``notice.kinds``)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_by_person"),
            models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class Digest(DistrictRow):
    """How somebody wants to hear of notices by mail, and when the last mail went out."""

    class Rhythm(models.TextChoices):
        NEVER = "never", _("never")
        DAILY = "daily", _("every school day")
        WEEKLY = "weekly", _("once a week")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest")
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    quiet_from = models.TimeField(_("quiet from"), default=time(18))
    quiet_until = models.TimeField(_("quiet until"), default=time(7))
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.rhythm
