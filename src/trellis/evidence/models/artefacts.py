"""What learners show: artefacts with their files, whose they are, and what they are about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import Audience
from trellis.core.models import DistrictRow, Versioned
from trellis.files.models import StoredFile
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal, Step
from trellis.school.models import SchoolClass


class Voice(models.TextChoices):
    """Whose eyes saw it: the learner's own, a peer's, an educator's."""

    SELF = "self", _("learner")
    PEER = "peer", _("peer")
    EDUCATOR = "educator", _("educator")


class Artefact(DistrictRow, Versioned):
    """Something that shows learning: words, files, a link, or that somebody was there and saw it.

    A draft (``shared_at`` empty) is seen by whoever made it alone; the database holds that too. ``shared_at`` is also
    the day by which the seal of a past term counts. ``key`` is made on the device, so that what is sent twice arrives
    once. Each save keeps the words as they were (ArtefactVersion).
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("words")
        PHOTO = "photo", _("photo")
        AUDIO = "audio", _("sound")
        VIDEO = "video", _("video")
        LINK = "link", _("link")
        FILE = "file", _("file")
        SEEN = "seen", _("I was there")

    class Place(models.TextChoices):
        SCHOOL = "school", _("at school")
        OUTSIDE = "outside", _("outside school")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    words = models.TextField(_("what there is to see"), blank=True)
    link = models.URLField(_("address"), max_length=1000, blank=True)
    place = models.CharField(max_length=8, choices=Place.choices, default=Place.SCHOOL)
    happened_on = models.DateField(_("when it happened"))
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.SELF)
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EDUCATORS)
    peers_may_see = models.BooleanField(_("those I ask for feedback"), default=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True)
    learners = models.ManyToManyField(Person, through="Authorship", related_name="artefacts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="artefact_arrives_once"),
            models.CheckConstraint(condition=~Q(kind="seen") | ~Q(words=""), name="seen_says_what"),
            models.CheckConstraint(condition=~Q(kind="link") | ~Q(link=""), name="link_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.happened_on}"


class Authorship(DistrictRow):
    """A learner whose artefact it is: made by them, alone or with others, or seen of them."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="authorships")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="authorships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artefact", "learner"], name="author_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} of {self.artefact_id}"


class ArtefactFile(DistrictRow):
    """A stored file of an artefact, in its place."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="artefact_file")
    position = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"file {self.position}"


class About(DistrictRow):
    """What an artefact is about: one goal, step, competency (learning skills are some) or class."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="about")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, related_name="artefact_links")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="artefact_links")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="artefact_links")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, related_name="artefact_links")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(goal__isnull=False, step__isnull=True, competency__isnull=True, school_class__isnull=True)
                | Q(goal__isnull=True, step__isnull=False, competency__isnull=True, school_class__isnull=True)
                | Q(goal__isnull=True, step__isnull=True, competency__isnull=False, school_class__isnull=True)
                | Q(goal__isnull=True, step__isnull=True, competency__isnull=True, school_class__isnull=False),
                name="about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["artefact", "goal", "step", "competency", "school_class"],
                name="about_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"what {self.artefact_id} is about"


class ArtefactVersion(DistrictRow):
    """An artefact's words as they were, and who saved them; shown to those who see the artefact."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artefact", "number"], name="artefact_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"
