"""Voice in the curriculum: the themes and questions that a class wants next, chosen by consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.models.frames import Frame, Stance


class ThemeRound(DistrictRow, Versioned):
    """A class collects themes and questions for the time to come, and decides by consent, not by mere majority."""

    class State(models.TextChoices):
        GATHERING = "gathering", _("ideas are collected")
        CONSIDERING = "considering", _("everybody says what they think")
        DECIDED = "decided", _("decided")

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="theme_rounds")
    title = models.CharField(_("for when"), max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERING)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Theme(DistrictRow, Versioned):
    """A theme or question that a learner proposes, and what became of it."""

    class Became(models.TextChoices):
        OPEN = "", _("not decided yet")
        CHOSEN = "chosen", _("we do it")
        JOINED = "joined", _("joined with another")
        LATER = "later", _("kept for later")
        NOT_NOW = "not-now", _("not now")

    round = models.ForeignKey(ThemeRound, on_delete=models.CASCADE, related_name="themes")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("theme or question"), max_length=200)
    why = models.TextField(_("why it is worth our time"))
    at = models.DateTimeField()
    became = models.CharField(max_length=8, choices=Became.choices, blank=True)
    became_words = models.CharField(_("why"), max_length=300, blank=True)
    joined_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined")
    frame = models.ForeignKey(Frame, on_delete=models.SET_NULL, null=True, blank=True, related_name="themes")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became__in=["", "chosen"]) | ~Q(became_words=""), name="theme_not_taken_with_why"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ThemeVoice(DistrictRow):
    """What a learner says to a theme: wants it, can live with it, or has a concern that is heard first."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="voices")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    words = models.CharField(_("my concern"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_words = models.CharField(_("how it was answered"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "learner"], name="one_voice_on_a_theme"),
            models.CheckConstraint(condition=~Q(stance="concern") | ~Q(words=""), name="theme_concern_says_what"),
        ]

    def __str__(self) -> str:
        return self.stance
