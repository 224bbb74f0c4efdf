"""What happens when: events, who comes, and the private feed of a calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.people.models import Person


class Event(DistrictRow, Versioned):
    """Something with a time and a place. The thing it belongs to (a conference, a session) is named bare."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("conference")
        SESSION = "session", _("session")
        EXHIBITION = "exhibition", _("exhibition")
        SHIFT = "shift", _("shift")
        CHAT = "chat", _("chat")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start")]
        indexes = [models.Index(fields=["district", "starts_at"], name="event_by_time")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class Attendance(DistrictRow):
    """Somebody is asked to an event, and what they answered."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("not answered yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="asked_once_to_an_event")]
        indexes = [models.Index(fields=["person", "event"], name="attendance_by_person")]

    def __str__(self) -> str:
        return self.answer


class CalendarFeed(DistrictRow):
    """The private address of somebody's calendar; only a hash of its secret is kept, a new one ends the old."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at__isnull=True), name="one_live_feed")
        ]

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
