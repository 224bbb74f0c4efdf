"""Showcases: what a learner chose to show, whom a link lets in until when, and the copies that were made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.evidence.models import Artefact
from trellis.files.models import StoredFile
from trellis.people.models import Person
from trellis.studio.models import Project


class Showcase(DistrictRow, Versioned):
    """A page that a learner puts together. Nothing is public: the learner sees it, and whoever holds a live link.

    ``family_sees`` and ``educators_see`` open it to those tied to the learner today; both begin closed.
    """

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="showcases")
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what this shows about me"), blank=True)
    family_sees = models.BooleanField(_("my family sees it"), default=False)
    educators_see = models.BooleanField(_("my educators see it"), default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "made_at"], name="showcase_by_learner")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="showcase_has_a_title")]

    def __str__(self) -> str:
        return self.title


class ShowcaseItem(DistrictRow, Versioned):
    """One thing shown, in its place: an artefact, a project or words alone, with what the learner says to it.

    Taken out (``removed_at``) it can be put back.
    """

    showcase = models.ForeignKey(Showcase, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    words = models.TextField(_("why I show it"), blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["showcase", "position"], name="item_by_showcase")]
        constraints = [
            models.CheckConstraint(
                condition=Q(artefact__isnull=True) | Q(project__isnull=True), name="showcase_item_is_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(artefact__isnull=False) | Q(project__isnull=False) | ~Q(heading="") | ~Q(words=""),
                name="showcase_item_says_something",
            ),
            models.UniqueConstraint(
                fields=["showcase", "artefact"],
                condition=Q(artefact__isnull=False, removed_at__isnull=True),
                name="artefact_shown_once",
            ),
            models.UniqueConstraint(
                fields=["showcase", "project"],
                condition=Q(project__isnull=False, removed_at__isnull=True),
                name="project_shown_once",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or f"item {self.position}"


class ShowcaseLink(DistrictRow):
    """A link that opens one showcase until a day, for whoever holds it; only a hash of its secret is kept."""

    showcase = models.ForeignKey(Showcase, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("for whom"), max_length=160)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField(_("until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.name}"


class ShowcaseCopy(DistrictRow):
    """A copy of a showcase made in the background: PDF, or a folder of HTML. ``progress`` runs from 0 to 100."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        HTML = "html", _("a folder of web pages")

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        RUNS = "runs", _("is being made")
        READY = "ready", _("ready")
        BROKEN = "broken", _("could not be made")

    showcase = models.ForeignKey(Showcase, on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["showcase", "asked_at"], name="copy_by_showcase")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
