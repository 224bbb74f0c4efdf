"""What an educator did with a suggestion of the board of a frame: planned it for a class, or let it go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.evidence.models import Question
from trellis.people.models import Person
from trellis.studio.models.frames import Frame


class MiniLesson(DistrictRow):
    """An answer to "a mini-lesson for these teams": planned as a question for a class, or declined and not made again.

    ``key`` names what the teams have in common, within its ``kind``; ``words`` is what was suggested then.
    """

    class Kind(models.TextChoices):
        COMPETENCY = "competency", _("a competency that several aim for")
        IDEA = "idea", _("an idea that several had")
        QUESTION = "question", _("a question that several ask")
        MILESTONE = "milestone", _("a step that several have before them")

    class Answer(models.TextChoices):
        PLANNED = "planned", _("planned")
        DECLINED = "declined", _("not now")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="mini_lessons")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=500)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "kind", "key"], name="mini_lesson_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.answer}"
