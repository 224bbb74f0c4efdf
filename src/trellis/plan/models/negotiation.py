"""Proposals clause by clause, agreements to a version, and the link by which a family without an account takes part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.people.models import Person
from trellis.plan.models.goals import Goal, Plan


class Voice(models.TextChoices):
    """Whose voice somebody speaks with in a plan."""

    LEARNER = "learner", _("learner")
    EDUCATOR = "educator", _("educator")
    FAMILY = "family", _("family")


class Clause(models.TextChoices):
    """The parts of a goal that are agreed one by one, in the order in which they stand on the page."""

    TITLE = "title", _("What I aim for")
    WHY = "why", _("Why it matters to me")
    SUCCESS = "success", _("I will know I did it")
    SHOW_AS = "show_as", _("I will show it as")
    COMPETENCIES = "competencies", _("What I learn")
    REQUIREMENTS = "requirements", _("It counts for")
    HOW = "how", _("How I like to work on it")
    WITH_WHOM = "with_whom", _("With whom")
    FINISH_BY = "finish_by", _("Finished by")


class FamilyLink(DistrictRow):
    """Lets a guardian without an account read one plan and add a voice: confirmed by the school, until a date.

    Only a hash of the secret is kept. It opens nothing before ``confirmed_at`` and after ``expires_at``.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="family_links")
    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"family link until {self.expires_at:%Y-%m-%d}"


class Proposal(DistrictRow):
    """A set of changed clauses that somebody puts beside a goal; it never overwrites. Answered clause by clause."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="proposals")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    link = models.ForeignKey(FamilyLink, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    base_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["goal"],
                condition=Q(settled_at__isnull=True, withdrawn_at__isnull=True),
                name="proposal_open_by_goal",
            )
        ]

    def __str__(self) -> str:
        return f"proposal by {self.voice}"


class ProposedChange(DistrictRow):
    """One clause of a proposal: what stood there, what is proposed, why, and what became of it."""

    class Answer(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("taken")
        DECLINED = "declined", _("kept as it was")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    clause = models.CharField(max_length=14, choices=Clause.choices)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(_("because"), blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "clause"], name="clause_once_in_a_proposal")]

    def __str__(self) -> str:
        return f"{self.clause} {self.answer}"


class Agreement(DistrictRow):
    """A person agreed, with their voice, to one version of a goal; kept when the goal goes on."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="agreements")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    link = models.ForeignKey(FamilyLink, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(_("what you want to say"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "version", "person", "voice"], name="agreed_once_to_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.voice} agreed to version {self.version}"
