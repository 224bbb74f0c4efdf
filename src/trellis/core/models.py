"""What every room builds on: rows of a district, relations with dates, versions, moments, decisions and readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.ids import uuid7
from trellis.core.scope import current_district_id


class DistrictRow(models.Model):
    """A row that belongs to one district; the database shows it in that district's scope only."""

    district_id: UUID

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Where another index starts with the district, or the row hangs on one whose district is checked, this is written
    # anew without an index or check of its own: by the million, each is felt.
    district = models.ForeignKey(
        "people.District",
        on_delete=models.PROTECT,
        default=current_district_id,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a start and an end."""

    def live(self, on: date) -> Self:
        """Keep what holds on this day: started, and not yet ended."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


class Dated(models.Model):
    """A relation from ``starts_on`` until the day before ``ends_on``: half open, so ending it today ends it now."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(class)s_ends_after_start",
            )
        ]

    def is_live(self, on: date) -> bool:
        """Say whether the relation holds on this day."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The last day on which the relation holds, as people say it; None while it has no end."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    @property
    def dates_seen(self) -> str:
        """The dates as a page shows them, for telling whether they changed since."""
        return f"{self.starts_on}/{self.ends_on or ''}"


class Versioned(models.Model):
    """A row that people edit: each save counts up, a save from an older page is answered with both texts."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Moment(DistrictRow):
    """Something that somebody did: append-only, one for each action.

    People and things are kept as bare identifiers, so that erasing a person leaves no name behind and breaks nothing.
    """

    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    learner_id = models.UUIDField(null=True)
    context = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["district", "at"], name="moment_by_time"),
            models.Index(fields=["district", "id"], name="moment_latest"),
            models.Index(fields=["object_id", "at"], name="moment_by_object"),
            models.Index(fields=["learner_id", "at"], name="moment_by_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} at {self.at:%Y-%m-%d %H:%M}"


class Lens(models.TextChoices):
    """The eight questions by which approaches to learning differ."""

    START = "start", _("where it starts")
    INTERESTS = "interests", _("interests")
    DESIGN = "design", _("who designs")
    VOICE = "voice", _("voice and choice")
    OBJECTIVES = "objectives", _("objectives")
    TOOLS = "tools", _("tools and resources")
    NETWORK = "network", _("who works together")
    ASSESSMENT = "assessment", _("how it is judged")


class DecidedBy(models.TextChoices):
    """Whose decision something was."""

    LEARNER = "learner", _("the learner")
    EDUCATOR = "educator", _("the educator")
    FAMILY = "family", _("the family")
    TOGETHER = "together", _("together")
    FRAMEWORK = "framework", _("the framework")


class Decision(DistrictRow):
    """Who decided what through which lens: follows from what people did. Corrected by a newer one, never deleted.

    ``subject_kind`` and ``subject_id`` name what was decided about, bare like those of a moment. ``basis`` lists the
    kinds of information used. ``reason`` is in somebody's words, so erasing that person empties it.
    """

    at = models.DateTimeField()
    moment_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    learner_id = models.UUIDField()
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    lens = models.CharField(max_length=12, choices=Lens.choices)
    decided_by = models.CharField(max_length=12, choices=DecidedBy.choices)
    reason = models.TextField(blank=True)
    basis = models.JSONField(default=list)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        indexes = [models.Index(fields=["learner_id", "at"], name="decision_by_learner")]
        constraints = [
            # Whatever is decided about a learner never rests on the past alone (see ``decisions.PAST_RESULTS``).
            models.CheckConstraint(
                condition=Q(basis=[]) | ~Q(basis__contained_by=["past estimate", "past judgement", "past result"]),
                name="decision_not_by_the_past_alone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lens} by {self.decided_by}"


class ReadEntry(DistrictRow):
    """Who read what kind of record of a learner, what for and when: append-only, written before the reading."""

    at = models.DateTimeField()
    reader_id = models.UUIDField()
    learner_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["learner_id", "at"], name="read_entry_by_learner")]

    def __str__(self) -> str:
        return f"{self.kind} read at {self.at:%Y-%m-%d %H:%M}"


class Erasure(DistrictRow):
    """Somebody was erased, by a bare identifier: what a restored backup brings back of them is erased again."""

    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id"], name="erased_once")]

    def __str__(self) -> str:
        return f"erased at {self.at:%Y-%m-%d}"
