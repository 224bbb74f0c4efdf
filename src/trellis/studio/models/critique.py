"""Critique: drafts as versions, rounds with a protocol, words given and received in balance, and what changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.evidence.models import Artefact
from trellis.people.models import Person
from trellis.studio.models.frames import Frame
from trellis.studio.models.projects import Project


class Draft(DistrictRow):
    """A version of what a project makes: words, an artefact or both. Never overwritten; the next one is a new row."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    title = models.CharField(_("what it is"), max_length=200)
    words = models.TextField(_("the draft"), blank=True)
    artefact = models.ForeignKey(Artefact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.CharField(_("what we would like to hear about"), max_length=300, blank=True)
    changed = models.TextField(_("what we changed, and why"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft {self.number}"


class CritiqueRound(DistrictRow, Versioned):
    """A time in which the teams of a frame critique each other's drafts by one protocol.

    While ``opened_at`` is empty it is prepared: its turns are seen by whoever leads the frame, and hold for nobody.
    ``seed`` is what chance was dealt with, so that the same dealing can be made again.
    """

    class Protocol(models.TextChoices):
        KIND = "kind", _("kind, specific, helpful")
        WONDER = "wonder", _("I notice, I wonder, what if")
        GALLERY = "gallery", _("gallery walk with notes")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="rounds")
    protocol = models.CharField(max_length=8, choices=Protocol.choices)
    each_gives = models.PositiveSmallIntegerField(_("each gives"), default=2)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    seed = models.PositiveIntegerField(default=1, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(_("until"))
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.protocol} until {self.until}"


class CritiqueTurn(DistrictRow):
    """Who looks at which draft in a round: dealt in balance, changed by the educator, so nobody is left without."""

    round = models.ForeignKey(CritiqueRound, on_delete=models.CASCADE, related_name="turns")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="turns")
    giver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="critique_turns")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "draft", "giver"], name="critique_turn_once")]
        indexes = [models.Index(fields=["giver", "round"], name="critique_turn_by_giver")]

    def __str__(self) -> str:
        return f"{self.giver_id} looks at {self.draft_id}"


class Critique(DistrictRow):
    """Words on a draft in the three parts of its protocol. The team says what it changed because of it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="critiques")
    turn = models.OneToOneField(CritiqueTurn, on_delete=models.SET_NULL, null=True, blank=True, related_name="critique")
    protocol = models.CharField(max_length=8, choices=CritiqueRound.Protocol.choices)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first = models.TextField()
    second = models.TextField(blank=True)
    third = models.TextField(blank=True)
    at = models.DateTimeField()
    became = models.CharField(_("what became of it"), max_length=500, blank=True)
    changed_in = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "at"], name="critique_by_draft")]
        constraints = [
            models.CheckConstraint(condition=~Q(first=""), name="critique_says_something"),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_reason=""), name="critique_hidden_with_why"
            ),
        ]

    def __str__(self) -> str:
        return f"critique at {self.at:%Y-%m-%d}"
