"""What the school decides about plans: whose voice is asked, how often one meets, and how far expectations may bend."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.framework.models import Competency, Framework, Requirement
from trellis.people.models import Person, School
from trellis.plan.models.goals import Goal


class PlanPolicy(DistrictRow, Versioned):
    """How plans work at one school; without a row, the defaults hold."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="plan_policy")
    asks_family = models.BooleanField(_("the family agrees too"), default=True)
    conference_every_days = models.PositiveIntegerField(_("days between two conferences"), default=90)
    spoken_every_days = models.PositiveIntegerField(_("days after which an educator is reminded to speak"), default=14)

    def __str__(self) -> str:
        return f"plan policy of {self.school_id}"


class ExpectationLimit(DistrictRow, Versioned):
    """How many stages below the expected one a goal may sit in a framework; reaching above is free."""

    framework = models.OneToOneField(Framework, on_delete=models.CASCADE, related_name="expectation_limit")
    stages_below = models.PositiveIntegerField(_("stages"), default=1)

    def __str__(self) -> str:
        return f"{self.stages_below} stages"


class Expectation(DistrictRow):
    """A goal sits below the expected stage for a while: with a reason, a person who answers for it and an end.

    ``renews`` is the one before it, so that a lowering which lasts or comes back can be seen for what it is.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="expectations")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="expectations")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    stages_below = models.PositiveIntegerField()
    reason = models.TextField(_("why, and what helps the learner on"))
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    until = models.DateField(_("until"))
    ended_on = models.DateField(null=True, blank=True)
    renews = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewed_by")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="expectation_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("starts_on")), name="expectation_has_an_end"),
            models.UniqueConstraint(
                fields=["goal", "competency"], condition=Q(ended_on__isnull=True), name="one_live_expectation"
            ),
        ]
        indexes = [models.Index(fields=["learner", "until"], name="expectation_by_learner")]

    def __str__(self) -> str:
        return f"{self.stages_below} below until {self.until}"


class OwnExpectation(DistrictRow, Versioned):
    """What a learner expects of themselves for a requirement, in their own words; beside what the school expects."""

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_expectations")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="own_expectations")
    words = models.TextField(_("what I expect of myself"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "requirement"], name="one_own_expectation")]

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.requirement_id}"
