"""The sealed past: what opens it, for what, until when, what the learner says to it, and fresh starts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.framework.models import Framework
from trellis.people.models import Person, School


class SealPurpose(DistrictRow):
    """A purpose for which the past may be opened, from the school's list; ``translations`` by language."""

    words = models.CharField(_("purpose"), max_length=120)
    translations = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "words"], name="seal_purpose_once")]
        ordering = ["position", "words"]

    def __str__(self) -> str:
        return self.words


class Opening(DistrictRow):
    """An educator opened part of a learner's sealed record: for a purpose, in their words, until a day.

    ``framework`` narrows it to one subject; ``from_on`` and ``to_on`` (half open) to the days that were asked for.
    The database shows sealed rows to ``reader`` while it is live, and to nobody else.
    """

    reader = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="openings")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="openings_of_me")
    purpose = models.ForeignKey(SealPurpose, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField(_("what you want to find out"))
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    opened_at = models.DateTimeField()
    until = models.DateField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(sentence=""), name="opening_has_a_sentence"),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="opening_has_days"),
            models.CheckConstraint(condition=~Q(reader=F("learner")), name="opening_by_another"),
        ]
        indexes = [models.Index(fields=["learner", "reader", "until"], name="opening_by_learner")]

    def __str__(self) -> str:
        return f"opening until {self.until}"


class OpeningWord(DistrictRow):
    """A learner or guardian asks why, or objects; the reader answers. An objection is seen by the coordinator too."""

    class Kind(models.TextChoices):
        ASK = "ask", _("asks why")
        OBJECT = "object", _("objects")
        ANSWER = "answer", _("answers")

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d}"


class FreshStart(DistrictRow):
    """A learner asks that what was judged before a day be sealed for good; a coordinator grants it or says why not."""

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="fresh_starts")
    before_on = models.DateField(_("everything before"))
    why = models.TextField(_("why"), blank=True)
    asked_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(granted_at__isnull=True, declined_at__isnull=True),
                name="one_open_fresh_start",
            ),
            models.CheckConstraint(
                condition=Q(granted_at__isnull=True) | Q(declined_at__isnull=True), name="fresh_start_answered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"fresh start before {self.before_on}"


class EvidencePolicy(DistrictRow, Versioned):
    """How evidence works at one school; without a row, the defaults hold."""

    class Rule(models.TextChoices):
        MODEL = "model", _("what all evidence together says")
        RECENT = "recent", _("the most recent judgement")
        HIGHEST = "highest", _("the highest judgement")
        DECAYING = "decaying", _("an average in which older counts less")
        TIMES = "times", _("so many times at a level")

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="evidence_policy")
    rule = models.CharField(_("what grows is shown by"), max_length=10, choices=Rule.choices, default=Rule.MODEL)
    times = models.PositiveSmallIntegerField(_("times at a level"), default=3)
    opening_days = models.PositiveSmallIntegerField(_("days an opening lasts"), default=14)
    most_announced = models.PositiveSmallIntegerField(_("announced judgements in a class and term, at most"), default=4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opening_days__gte=1, opening_days__lte=45), name="opening_days_bounded"),
            models.CheckConstraint(condition=Q(times__gte=1), name="times_at_least_once"),
        ]

    def __str__(self) -> str:
        return f"evidence policy of {self.school_id}"
