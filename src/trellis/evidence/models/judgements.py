"""How evidence is judged: AS by the learner, FOR in words that help, OF few and announced. Voices stay apart."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.evidence.models.artefacts import Artefact, Voice
from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.school.models import SchoolClass, Term


class Announcement(DistrictRow, Versioned):
    """A judgement OF learning, told beforehand: what is judged in which class, against which competencies, and when.

    ``judged_at`` is when somebody was first judged by it: what others judged is sealed, so nobody could count.
    """

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="announcements")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("what it is"), max_length=200)
    words = models.TextField(_("how it is judged, and what helps to get ready"), blank=True)
    on = models.DateField(_("when"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    announced_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True, editable=False)
    competencies = models.ManyToManyField(Competency, through="AnnouncedCompetency", related_name="+")

    def __str__(self) -> str:
        return self.title


class AnnouncedCompetency(DistrictRow):
    """A competency that an announcement names."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="named")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "competency"], name="announced_once")]

    def __str__(self) -> str:
        return f"{self.competency_id} in {self.announcement_id}"


class Judgement(DistrictRow):
    """What one voice says about one learner: a level or words, with a reason. Never changed: a newer one revisits it.

    AS is the learner's (or the team's) own, against level descriptors or the success criteria of a goal; it is theirs
    alone and enters no number. What a team says stands once for each of its learners, under one ``team``. FOR names a
    level only where it was asked for. OF is an educator's, announced.
    """

    class Purpose(models.TextChoices):
        AS = "as", _("my own judgement")
        FOR = "for", _("to help me on")
        OF = "of", _("what I can do")

    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    voice = models.CharField(max_length=10, choices=Voice.choices)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="judgements")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, null=True, blank=True, related_name="judgements")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("because"))
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revisits = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="revisited_by"
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    team = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "competency", "at"], name="judgement_by_learner"),
            models.Index(fields=["artefact"], name="judgement_by_artefact"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason"),
            models.CheckConstraint(condition=~Q(purpose="as") | Q(voice="self"), name="as_is_the_learners"),
            models.CheckConstraint(condition=~Q(voice="self") | Q(purpose="as"), name="learners_judge_as"),
            models.CheckConstraint(
                condition=~Q(purpose="of")
                | Q(voice="educator", competency__isnull=False, level__isnull=False, announcement__isnull=False),
                name="of_is_announced_and_an_educators",
            ),
            models.CheckConstraint(
                condition=Q(competency__isnull=False) | Q(goal__isnull=False) | Q(level__isnull=True),
                name="level_of_something",
            ),
            models.CheckConstraint(
                condition=Q(artefact__isnull=False) | Q(announcement__isnull=False) | Q(goal__isnull=False),
                name="judgement_of_something_seen",
            ),
            models.CheckConstraint(condition=~Q(voice="educator") | ~Q(by=F("learner")), name="educator_is_another"),
            models.CheckConstraint(condition=Q(team__isnull=True) | Q(purpose="as"), name="team_judges_as"),
            models.UniqueConstraint(
                fields=["team", "learner"], condition=Q(team__isnull=False), name="team_says_it_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.voice}"


class FeedbackRequest(DistrictRow):
    """A learner asks somebody for feedback on an artefact; a level is named only where ``wants_level``."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feedback_requests")
    question = models.CharField(_("what I would like to know"), max_length=300, blank=True)
    wants_level = models.BooleanField(_("and a level, please"), default=False)
    at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["artefact", "asked"], condition=Q(withdrawn_at__isnull=True), name="asked_once"
            ),
            models.CheckConstraint(condition=~Q(asked=F("asked_by")), name="asks_another"),
        ]

    def __str__(self) -> str:
        return f"request to {self.asked_id}"


class Feedback(DistrictRow):
    """Words that help: what works, what is next, an offer. Who receives it says what helped (``helped``)."""

    class Helped(models.TextChoices):
        OPEN = "", _("not said yet")
        WORKS = "works", _("knowing what works")
        NEXT = "next", _("knowing what is next")
        OFFER = "offer", _("the offer")
        NOT_YET = "not-yet", _("not yet")

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="feedback")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    request = models.OneToOneField(FeedbackRequest, on_delete=models.SET_NULL, null=True, related_name="feedback")
    judgement = models.OneToOneField(Judgement, on_delete=models.SET_NULL, null=True, related_name="feedback")
    works = models.TextField(_("what works"))
    next = models.TextField(_("what could be next"))
    offer = models.TextField(_("what I can offer"), blank=True)
    at = models.DateTimeField()
    helped = models.CharField(max_length=10, choices=Helped.choices, blank=True)
    helped_words = models.CharField(_("what it changed"), max_length=500, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    hidden_why = models.CharField(_("why it is hidden"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(works="") & ~Q(next=""), name="feedback_says_both"),
            models.CheckConstraint(condition=~Q(voice="self"), name="feedback_from_another"),
        ]
        indexes = [models.Index(fields=["artefact", "at"], name="feedback_by_artefact")]

    def __str__(self) -> str:
        return f"feedback by {self.voice}"


class FeedbackReport(DistrictRow):
    """Somebody asks an educator to look at feedback that hurts. It waits until one hides it or lets it stand."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong with it"), max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "by"], name="one_report_of_feedback")]

    def __str__(self) -> str:
        return f"report at {self.at:%Y-%m-%d %H:%M}"
