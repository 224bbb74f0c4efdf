"""Frames: what an educator fixes and what is left to learners, with the criteria that every answer shares."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Lens, Versioned
from trellis.framework.models import Competency, Level, Scale
from trellis.people.models import Person, School
from trellis.school.models import SchoolClass


class Frame(DistrictRow, Versioned):
    """What must hold for a piece of work, and what learners decide. Answered by projects, alone, in pairs or teams.

    A draft is seen by whoever writes it alone (the database holds that too). ``roles`` is a list of
    ``{"title", "words"}``; ``log_pages`` of ``{"title", "lines": [...]}``, printed for the walk; ``prompts`` of texts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("only a draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("over")

    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="frames")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    question = models.CharField(_("driving question or theme"), max_length=300, blank=True)
    words = models.TextField(_("what it is about"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    template = models.CharField(max_length=40, blank=True, editable=False)
    roles = models.JSONField(default=list, blank=True)
    log_pages = models.JSONField(default=list, blank=True)
    prompts = models.JSONField(default=list, blank=True)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remixed_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="remixes")
    # Whom it was taken from, as it was called then: credit stays when the other frame goes.
    credit = models.CharField(max_length=300, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    criteria_until = models.DateField(_("learners propose criteria until"), null=True, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    classes = models.ManyToManyField(SchoolClass, through="FrameClass", related_name="frames")

    class Meta:
        indexes = [models.Index(fields=["by", "state"], name="frame_by_author")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="frame_has_a_title"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="frame_ends_after_start"),
            models.CheckConstraint(condition=Q(state="draft") | Q(published_at__isnull=False), name="frame_published"),
        ]

    def __str__(self) -> str:
        return self.title


class FrameClass(DistrictRow):
    """A class that answers a frame."""

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="class_links")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="frame_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "school_class"], name="frame_class_once")]

    def __str__(self) -> str:
        return f"{self.frame_id} in {self.school_class_id}"


class Variation(DistrictRow, Versioned):
    """The same frame with other choices for a group or one learner: seen by its educators and those it is for.

    What is expected stays: a competency of a variation may sit below the expected stage only as far as plans allow.
    """

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="variations")
    title = models.CharField(_("what you call it"), max_length=120)
    reason = models.TextField(_("why it helps"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    learners = models.ManyToManyField(Person, through="VariationFor", related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="variation_has_a_reason")]

    def __str__(self) -> str:
        return self.title


class VariationFor(DistrictRow):
    """A learner whom a variation is for; one of a frame at most."""

    variation = models.ForeignKey(Variation, on_delete=models.CASCADE, related_name="learner_links")
    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "learner"], name="one_variation_a_learner")]

    def __str__(self) -> str:
        return f"{self.variation_id} for {self.learner_id}"


class DimensionName(models.TextChoices):
    """The eight things about a piece of work that somebody decides."""

    TOPIC = "topic", _("topic")
    QUESTION = "question", _("question")
    PRODUCT = "product", _("product")
    TOOLS = "tools", _("tools")
    PARTNERS = "partners", _("partners")
    PLACE = "place", _("place and time")
    AUDIENCE = "audience", _("audience")
    ASSESSED = "assessed", _("how it is assessed")


# Through which lens a decision about each of them is told. "Objectives" follows from the competencies of a frame.
LENS_OF: dict[str, Lens] = {
    DimensionName.TOPIC: Lens.INTERESTS,
    DimensionName.QUESTION: Lens.START,
    DimensionName.PRODUCT: Lens.VOICE,
    DimensionName.TOOLS: Lens.TOOLS,
    DimensionName.PARTNERS: Lens.NETWORK,
    DimensionName.PLACE: Lens.DESIGN,
    DimensionName.AUDIENCE: Lens.VOICE,
    DimensionName.ASSESSED: Lens.ASSESSMENT,
}


class Dimension(DistrictRow):
    """Who decides one of the eight: the educator (fixed, in ``words``), or the learner, freely or from ``options``.

    ``sparks`` are an educator's examples: shown to start ideas, never to choose from.
    """

    class Mode(models.TextChoices):
        FIXED = "fixed", _("fixed")
        CHOOSE = "choose", _("choose from")
        FREE = "free", _("free")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="dimensions")
    variation = models.ForeignKey(Variation, on_delete=models.CASCADE, null=True, blank=True, related_name="dimensions")
    name = models.CharField(max_length=10, choices=DimensionName.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.FREE)
    words = models.TextField(_("what holds"), blank=True)
    options = models.JSONField(default=list, blank=True)
    sparks = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["frame", "variation", "name"], name="dimension_once", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(mode="fixed") | ~Q(words=""), name="fixed_says_what"),
            models.CheckConstraint(condition=~Q(mode="choose") | ~Q(options=[]), name="choose_from_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.mode}"


class FrameCompetency(DistrictRow):
    """A competency (learning skills are some) that every answer works on; of a variation, for whom it is."""

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="competency_links")
    variation = models.ForeignKey(
        Variation, on_delete=models.CASCADE, null=True, blank=True, related_name="competency_links"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="frame_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["frame", "variation", "competency"], name="frame_competency_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.frame_id} to {self.competency_id}"


class Phase(DistrictRow):
    """A part of a frame in its order: with whom, on or off the screen, how long. Together they make its rhythm."""

    class Together(models.TextChoices):
        WHOLE = "whole", _("everybody")
        SMALL = "small", _("small groups")
        PAIR = "pair", _("pairs")
        SOLO = "solo", _("alone")

    class Screen(models.TextChoices):
        OFF = "off", _("away from the screen")
        ON = "on", _("on the screen")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("what happens"), max_length=200)
    words = models.TextField(_("how"), blank=True)
    together = models.CharField(max_length=6, choices=Together.choices, default=Together.SMALL)
    screen = models.CharField(max_length=3, choices=Screen.choices, default=Screen.OFF)
    minutes = models.PositiveIntegerField(_("minutes"), default=45)
    starts_on = models.DateField(_("from"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["frame", "position"], name="phase_by_frame")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="phase_has_a_title")]

    def __str__(self) -> str:
        return self.title


class Criterion(DistrictRow, Versioned):
    """By what every answer to a frame is looked at. One that a learner proposed waits for the educator's yes."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        HOLDS = "holds", _("holds")
        DECLINED = "declined", _("not this time")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("we look at"), max_length=200)
    words = models.TextField(_("what it means"), blank=True)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.HOLDS)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("why"), max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["frame", "position"], name="criterion_by_frame")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="criterion_declined_with_why")
        ]

    def __str__(self) -> str:
        return self.title


class CriterionLevel(DistrictRow):
    """What one level of the frame's scale looks like for a criterion."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("what it looks like"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["criterion", "level"], name="criterion_level_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Stance(models.TextChoices):
    """What somebody says where consent is sought: a concern is heard before anything is decided."""

    WANT = "want", _("I want this")
    LIVE = "live", _("I can live with it")
    CONCERN = "concern", _("I have a concern")


class CriterionVoice(DistrictRow):
    """What a learner says to a proposed criterion: wants it, can live with it, or has a concern (in words)."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="voices")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    words = models.CharField(_("my concern"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "learner"], name="one_voice_on_a_criterion"),
            models.CheckConstraint(condition=~Q(stance="concern") | ~Q(words=""), name="concern_says_what"),
        ]

    def __str__(self) -> str:
        return self.stance
