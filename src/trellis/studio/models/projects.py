"""Projects: what learners make of a frame or from nothing, what they chose and why, and how the work goes on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import Dated, DistrictRow, Versioned
from trellis.evidence.models import Artefact
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.studio.models.frames import Dimension, DimensionName, Frame


class Project(DistrictRow, Versioned):
    """A learner or team answers a frame, or starts from nothing. A draft is seen by its team alone (the database too).

    ``version`` counts saves of its words. ``opened_by`` began it; whose it is says ``Member``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("only a draft")
        PROPOSED = "proposed", _("proposed")
        TALKING = "talking", _("being talked about")
        GOING = "going", _("under way")
        FINISHED = "finished", _("finished")
        LET_GO = "let-go", _("let go")

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("what we call it"), max_length=200)
    question = models.CharField(_("our question"), max_length=300, blank=True)
    words = models.TextField(_("what we want to do"), blank=True)
    first_steps = models.TextField(_("our first steps"), blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    going_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    looking_back = models.TextField(_("looking back"), blank=True)
    learners = models.ManyToManyField(
        Person, through="Member", through_fields=("project", "learner"), related_name="projects"
    )

    class Meta:
        indexes = [models.Index(fields=["frame", "state"], name="project_by_frame")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="project_has_a_title"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(proposed_at__isnull=False), name="project_was_proposed"
            ),
            models.CheckConstraint(
                condition=~Q(state="let-go") | ~Q(looking_back=""), name="project_let_go_with_a_look_back"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Member(DistrictRow):
    """A learner of a project. ``asked_by`` invited them; they take part from ``joined_at`` until ``left_at``.

    ``goal`` is the goal in the learner's own plan that this project serves.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="project_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "learner"], name="member_once")]
        indexes = [models.Index(fields=["learner", "project"], name="member_by_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.project_id}"


class Choice(DistrictRow, Versioned):
    """What a team decided about one dimension and why; later they look back: was it good, what next time?

    ``mode`` keeps what the frame left to them then: free, or to choose from its options.
    """

    class LookBack(models.TextChoices):
        OPEN = "", _("not asked yet")
        YES = "yes", _("yes, again")
        PARTLY = "partly", _("partly")
        OTHERWISE = "otherwise", _("I would choose otherwise")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="choices")
    name = models.CharField(max_length=10, choices=DimensionName.choices)
    mode = models.CharField(max_length=8, choices=Dimension.Mode.choices, default=Dimension.Mode.FREE)
    words = models.CharField(_("our choice"), max_length=500)
    reason = models.TextField(_("because"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    look_back = models.CharField(_("was it a good choice?"), max_length=10, choices=LookBack.choices, blank=True)
    next_time = models.CharField(_("what would you choose next time?"), max_length=500, blank=True)
    looked_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="choice_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(reason=""), name="choice_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.words[:60]}"


class ProjectCompetency(DistrictRow):
    """A competency that a team aims for, beside those of the frame."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="competency_links")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="project_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "competency"], name="project_competency_once")]

    def __str__(self) -> str:
        return f"{self.project_id} to {self.competency_id}"


class ProposalAnswer(DistrictRow):
    """What an educator answered to a proposed version of a project. A no has a reason and an alternative."""

    class Verdict(models.TextChoices):
        GO = "go", _("go")
        CHANGES = "changes", _("go with changes")
        TALK = "talk", _("let us talk first")
        NO = "no", _("not like this")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="answers")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.TextField(_("why"), blank=True)
    alternative = models.TextField(_("what could be done instead"), blank=True)
    changes = models.TextField(_("what should change"), blank=True)
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="no") | (~Q(reason="") & ~Q(alternative="")), name="no_has_an_alternative"
            ),
            models.CheckConstraint(condition=~Q(verdict="changes") | ~Q(changes=""), name="changes_say_what"),
        ]

    def __str__(self) -> str:
        return self.verdict


class Milestone(DistrictRow, Versioned):
    """A point on the way of a project, with its day; shown in the plans of its members too."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("by then"), max_length=200)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "position"], name="milestone_by_project")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="milestone_has_a_title")]

    def __str__(self) -> str:
        return self.title


class Task(DistrictRow, Versioned):
    """A card on the team's board: to do, being done, done; somebody's or anybody's."""

    class Column(models.TextChoices):
        TO_DO = "to-do", _("to do")
        DOING = "doing", _("being done")
        DONE = "done", _("done")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("what"), max_length=200)
    column = models.CharField(max_length=6, choices=Column.choices, default=Column.TO_DO)
    doer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "position"], name="task_by_project")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title")]

    def __str__(self) -> str:
        return self.title


class RoleTurn(DistrictRow, Dated):
    """A member's role inside the team for a while; roles go round, so that everybody has tried each."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="role_turns")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=80)

    class Meta:
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["project", "role", "starts_on"], name="a_role_goes_to_one"),
        ]

    def __str__(self) -> str:
        return self.role


class FieldNote(DistrictRow, Versioned):
    """What was found out in the field: typed at once, or later from a printed page. Photos are its artefact.

    ``minutes`` is time away from the screen. Somebody met or interviewed appears by first name or what they do.
    """

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        OBSERVATION = "observation", _("observation")
        PHOTO = "photo", _("photo")
        MEASUREMENT = "measurement", _("measurement")
        PERSON = "person", _("somebody we met")
        WORK = "work", _("work away from the screen")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="field_notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField(_("when"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    whom = models.CharField(_("whom"), max_length=120, blank=True)
    words = models.TextField(_("what we found"))
    amount = models.DecimalField(_("how much"), max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    artefact = models.ForeignKey(Artefact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["project", "on"], name="field_note_by_project")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="field_note_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="measurement") | Q(amount__isnull=False), name="measurement_has_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class Source(DistrictRow):
    """Where something came from, with credit to whoever made it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("what it is"), max_length=300)
    credit = models.CharField(_("who made it"), max_length=300)
    link = models.URLField(_("address"), max_length=1000, blank=True)
    licence = models.CharField(_("how it may be used"), max_length=120, blank=True)
    words = models.CharField(_("what we took from it"), max_length=500, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(credit=""), name="source_has_credit")]

    def __str__(self) -> str:
        return self.title


class ProjectArtefact(DistrictRow):
    """Something shown in evidence that came of a project; optionally at one of its milestones."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="artefact_links")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="project_links")
    milestone = models.ForeignKey(Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "artefact"], name="project_artefact_once")]

    def __str__(self) -> str:
        return f"{self.artefact_id} of {self.project_id}"


class ProjectMentor(DistrictRow):
    """A mentor asked into one project: a member asks, an educator approves, and it ends on a day.

    ``mentor`` is somebody of the school from the start, or empty until who was written to (``email``) has come in. The
    mentor sees first names and this project alone, from the approval until the day before ``ends_on``.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mentor_links")
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="project_links")
    name = models.CharField(_("who"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)
    why = models.CharField(_("what they can help with"), max_length=300)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="project_mentor_has_an_end"),
        ]
        indexes = [models.Index(fields=["mentor", "ends_on"], name="project_by_mentor")]

    def __str__(self) -> str:
        return f"{self.name} until {self.ends_on}"
