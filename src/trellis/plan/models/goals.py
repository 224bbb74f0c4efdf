"""Plans, goals with their versions, steps, and goals that others suggest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.framework.models import Competency, Requirement
from trellis.people.models import Person
from trellis.profile.models import Facet
from trellis.school.models import Term


class Plan(DistrictRow):
    """What a learner aims for in a term. Agreed when every open goal is agreed by every voice the school asks."""

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plans")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="plans")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "term"], name="one_plan_a_term")]

    def __str__(self) -> str:
        return f"plan of {self.learner_id}"


class Goal(DistrictRow, Versioned):
    """Something a learner aims for. ``version`` counts every save of its clauses; each is kept as a GoalVersion.

    A draft is seen by the learner alone (the database holds that too). ``learner`` repeats the plan's, for that rule.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("only a draft")
        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        REACHED = "reached", _("reached")
        LET_GO = "let-go", _("let go")

    class Origin(models.TextChoices):
        NOTHING = "nothing", _("an idea")
        INTEREST = "interest", _("an interest")
        COMPETENCY = "competency", _("ready for")
        REQUIREMENT = "requirement", _("graduation")
        SUGGESTION = "suggestion", _("a suggestion")
        CONFERENCE = "conference", _("a conference")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.NOTHING)
    facet = models.ForeignKey(Facet, on_delete=models.SET_NULL, null=True, blank=True, related_name="goals")
    title = models.CharField(_("what I aim for"), max_length=200)
    why = models.TextField(_("why it matters to me"), blank=True)
    success = models.TextField(_("I will know I did it"), blank=True)
    show_as = models.TextField(_("I will show it as"), blank=True)
    how = models.TextField(_("how I like to work on it"), blank=True)
    with_whom = models.CharField(_("with whom"), max_length=300, blank=True)
    finish_by = models.DateField(_("finished by"), null=True, blank=True)
    reflection = models.TextField(_("looking back"), blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["plan", "position"], name="goal_by_plan")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="goal_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state="let-go") | ~Q(reflection=""), name="goal_let_go_with_a_reflection"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GoalVersion(DistrictRow):
    """The clauses of a goal as they stood after one save: what somebody agreed to, and what a difference compares.

    ``clauses`` maps each name of ``Clause`` to its value; competencies and requirements are lists of ids.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    clauses = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "number"], name="goal_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class GoalCompetency(DistrictRow):
    """A goal points at a competency, academic or a learning skill."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="competency_links")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="goal_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "competency"], name="goal_competency_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} to {self.competency_id}"


class GoalRequirement(DistrictRow):
    """A goal counts for what graduation asks."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="requirement_links")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="goal_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "requirement"], name="goal_requirement_once")]

    def __str__(self) -> str:
        return f"{self.goal_id} to {self.requirement_id}"


class Step(DistrictRow, Versioned):
    """One step on the way to a goal, in its order."""

    class State(models.TextChoices):
        NOT_YET = "not-yet", _("not yet")
        DOING = "doing", _("I am on it")
        DONE = "done", _("done")

    class Doer(models.TextChoices):
        ME = "me", _("me")
        US = "us", _("us")
        WITH = "with", _("with someone")

    class Place(models.TextChoices):
        OFF_SCREEN = "off", _("away from the screen")
        ON_SCREEN = "on", _("on the screen")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("step"), max_length=200)
    due_on = models.DateField(_("by"), null=True, blank=True)
    doer = models.CharField(_("who"), max_length=4, choices=Doer.choices, default=Doer.ME)
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    place = models.CharField(_("where"), max_length=3, choices=Place.choices, default=Place.OFF_SCREEN)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NOT_YET)
    done_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["goal", "position"], name="step_by_goal")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="step_has_a_title")]

    def __str__(self) -> str:
        return self.title


class Suggestion(DistrictRow):
    """A goal that an educator or the family suggests: taken, changed or declined by the learner, with a reason."""

    class Answer(models.TextChoices):
        OPEN = "open", _("not answered yet")
        TAKEN = "taken", _("taken")
        CHANGED = "changed", _("taken and changed")
        DECLINED = "declined", _("not now")

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goal_suggestions")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10)
    title = models.CharField(_("what"), max_length=200)
    why = models.TextField(_("why you suggest it"))
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    reason = models.TextField(_("why"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    goal = models.OneToOneField(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestion")

    class Meta:
        indexes = [models.Index(fields=["learner", "answer"], name="suggestion_by_learner")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""), name="suggestion_declined_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title
