"""Conferences that the learner leads: what is talked about, what came of it, and who confirmed it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.agenda.models import Event
from trellis.core.models import DistrictRow, Versioned
from trellis.people.models import Person
from trellis.plan.models.goals import Goal, Plan
from trellis.plan.models.negotiation import Proposal, Voice
from trellis.profile.models import Facet


class Conference(DistrictRow, Versioned):
    """Learner, educator and family meet about a plan; when and where is its event. The learner leads."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="conferences")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conferences")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="conference")
    arranged_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    notes = models.TextField(_("notes"), blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "held_at"], name="conference_by_learner")]

    def __str__(self) -> str:
        return f"conference of {self.learner_id}"


class Topic(DistrictRow, Versioned):
    """Something the learner puts on the agenda: a goal, an entry of the profile, or own words.

    One taken off the agenda stays with its notes, and can be put back. ``version`` counts the saves of its notes.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="topics")
    position = models.PositiveIntegerField(default=0)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    facet = models.ForeignKey(Facet, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    words = models.CharField(_("what I want to talk about"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False) | Q(facet__isnull=False) | ~Q(words=""), name="topic_is_about_something"
            )
        ]

    def __str__(self) -> str:
        return f"topic {self.position}"


class Outcome(DistrictRow):
    """What was decided: words, and where it concerns a goal the proposal that carries it into the plan."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="outcomes")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes")
    words = models.TextField(_("what we decided"))
    decided_by = models.CharField(max_length=12, choices=Voice.choices, blank=True)
    proposal = models.OneToOneField(Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcome")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"outcome at {self.at:%Y-%m-%d}"


class Confirmation(DistrictRow):
    """Somebody who was there confirms what a conference decided."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "person"], name="confirmed_once")]

    def __str__(self) -> str:
        return f"{self.voice} confirmed"
