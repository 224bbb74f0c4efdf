"""What happens in a lesson: questions by depth, whose voice was heard, quick checks, misconceptions; and reflection."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import Audience
from trellis.core.models import DistrictRow, Versioned
from trellis.evidence.models.artefacts import Artefact
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.school.models import SchoolClass


class Question(DistrictRow, Versioned):
    """A question that an educator plans for a class, by how deep it goes."""

    class Depth(models.TextChoices):
        RECALL = "recall", _("What do we know?")
        EXPLAIN = "explain", _("How does it work?")
        APPLY = "apply", _("Where can we use it?")
        CONNECT = "connect", _("What is it like, and unlike?")
        CREATE = "create", _("What if?")

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="questions")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    depth = models.CharField(max_length=8, choices=Depth.choices)
    text = models.CharField(_("question"), max_length=500)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("when"))
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school_class", "on"], name="question_by_class")]

    def __str__(self) -> str:
        return self.text[:80]


class Turn(DistrictRow):
    """Whose turn it was: who spoke, who passed, who spoke for a group. Counted so that every voice is heard."""

    class Kind(models.TextChoices):
        SPOKE = "spoke", _("spoke")
        GROUP = "group", _("spoke with a group")
        PASSED = "passed", _("passed")

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="turns")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="turns")
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="turns")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school_class", "at"], name="turn_by_class")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d}"


class Check(DistrictRow, Versioned):
    """A quick check of a whole class. Answers are shown to the class without names.

    ``options`` is a list of texts, for a check of kind "choose and say why"; thumbs have three of their own.
    """

    class Kind(models.TextChoices):
        THUMBS = "thumbs", _("thumbs")
        SHORT = "short", _("a short answer")
        CHOOSE = "choose", _("choose and say why")

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(_("question"), max_length=500)
    options = models.JSONField(default=list, blank=True)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school_class", "opened_at"], name="check_by_class")]

    def __str__(self) -> str:
        return self.text[:80]


class CheckAnswer(DistrictRow):
    """A learner's answer to a check: the place of an option (thumbs count too), or words."""

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="answers")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_answers")
    option = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(_("why"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "learner"], name="one_answer_to_a_check"),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | ~Q(words=""), name="check_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"answer at {self.at:%Y-%m-%d}"


class Misconception(DistrictRow):
    """An idea that several had in a check, kept for planning groups: with who had it, for educators alone."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="misconceptions")
    check_of = models.ForeignKey(Check, on_delete=models.SET_NULL, null=True, related_name="misconceptions")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("the idea"), max_length=300)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    learners = models.ManyToManyField(Person, through="MisconceptionOf", related_name="+")

    def __str__(self) -> str:
        return self.words[:80]


class MisconceptionOf(DistrictRow):
    """A learner who had an idea that a lesson can take up."""

    misconception = models.ForeignKey(Misconception, on_delete=models.CASCADE, related_name="held_by")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["misconception", "learner"], name="misconception_of_once")]

    def __str__(self) -> str:
        return f"{self.misconception_id} of {self.learner_id}"


class Reflection(DistrictRow, Versioned):
    """A journal entry: ``answers`` by prompt, in the learner's words; about a goal, an artefact or a learning skill."""

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reflections")
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    artefact = models.ForeignKey(Artefact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    skill = models.ForeignKey(Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict)
    words = models.TextField(_("in my words"), blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.ME)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "at"], name="reflection_by_learner")]

    def __str__(self) -> str:
        return f"reflection at {self.at:%Y-%m-%d}"
