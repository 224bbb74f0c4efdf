"""Exhibitions: a day, a place, a programme, guests and their words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.agenda.models import Event
from trellis.core.models import DistrictRow, Versioned
from trellis.people.models import Person, School
from trellis.studio.models.frames import Frame
from trellis.studio.models.projects import Project


class Exhibition(DistrictRow, Versioned):
    """Work meets a real audience; when and where is its event. Shown to those who exhibit and those who are asked."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="exhibition")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what guests will see"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    frames = models.ManyToManyField(Frame, through="ExhibitionFrame", related_name="exhibitions")

    def __str__(self) -> str:
        return self.title


class ExhibitionFrame(DistrictRow):
    """A frame whose projects are exhibited."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="frame_links")
    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="exhibition_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "frame"], name="exhibition_frame_once")]

    def __str__(self) -> str:
        return f"{self.frame_id} in {self.exhibition_id}"


class ProgrammeItem(DistrictRow, Versioned):
    """A line of the programme: a project at its place, or something for everybody, with a time if it has one.

    ``agreed_at``: a member of the project said yes to being shown; without it no guest sees the project.
    """

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="programme")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("what"), max_length=200, blank=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="programme")
    place = models.CharField(_("where"), max_length=120, blank=True)
    at = models.TimeField(_("when"), null=True, blank=True)
    label = models.TextField(_("what the label says"), blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["exhibition", "position"], name="programme_by_exhibition")]
        constraints = [
            models.CheckConstraint(condition=Q(project__isnull=False) | ~Q(title=""), name="programme_says_what"),
            models.UniqueConstraint(
                fields=["exhibition", "project"], condition=Q(project__isnull=False), name="exhibited_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"project {self.project_id}"


class Invitation(DistrictRow):
    """A guest is asked: somebody of the house, or somebody outside by a dated link whose secret is kept as a hash."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("family")
        MENTOR = "mentor", _("mentor")
        COMMUNITY = "community", _("community")

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("who"), max_length=160)
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "person"], condition=Q(person__isnull=False), name="guest_once"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="") | Q(expires_at__isnull=False), name="invitation_link_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GuestNote(DistrictRow):
    """What a guest says about an exhibited project: kind, specific, helpful. An educator reads it before the team."""

    class State(models.TextChoices):
        WAITS = "waits", _("waits for an educator")
        SHOWN = "shown", _("shown to the team")
        HIDDEN = "hidden", _("kept back")

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="guest_notes")
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes")
    by_name = models.CharField(_("your name"), max_length=160)
    kind_words = models.TextField(_("what I liked"))
    specific_words = models.TextField(_("what exactly"), blank=True)
    helpful_words = models.TextField(_("what could come next"), blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind_words=""), name="guest_note_says_something")]

    def __str__(self) -> str:
        return f"note of {self.by_name}"


class ExhibitionLookBack(DistrictRow, Versioned):
    """What a learner takes from an exhibition, in their own words."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="look_backs")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("what I take with me"))
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "learner"], name="one_look_back")]

    def __str__(self) -> str:
        return f"look back at {self.at:%Y-%m-%d}"
