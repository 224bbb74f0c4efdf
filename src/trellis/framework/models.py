"""The frame everybody shares: frameworks, competencies and what leads to what, scales, requirements."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow, Versioned
from trellis.framework.searched import SEARCHED
from trellis.people.models import Person


class Framework(DistrictRow, Versioned):
    """A set of competencies with one source and one licence. Its CASE identifier is its identity."""

    class Kind(models.TextChoices):
        ACADEMIC = "academic", _("academic standards")
        LEARNING_SKILL = "learning-skill", _("learning skills")
        TRANSFERABLE = "transferable", _("transferable skills")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.ACADEMIC)
    title = models.TextField(_("title"))
    description = models.TextField(_("description"), blank=True)
    creator = models.TextField(_("written by"), blank=True)
    publisher = models.TextField(blank=True)
    source_url = models.TextField(_("source"), blank=True)
    licence = models.TextField(_("licence"), blank=True)
    licence_url = models.TextField(blank=True)
    attribution = models.TextField(_("attribution"), blank=True)
    language = models.CharField(max_length=20, blank=True)
    adoption_status = models.CharField(max_length=60, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    case_identifier = models.CharField(max_length=255)
    case_uri = models.TextField(blank=True)
    case_extra = models.JSONField(default=dict, blank=True, editable=False)
    is_local = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    scale = models.ForeignKey("Scale", on_delete=models.SET_NULL, null=True, blank=True, related_name="frameworks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "case_identifier"], name="framework_identity")]

    def __str__(self) -> str:
        return self.title


class Competency(DistrictRow, Versioned):
    """Something worth being able to do. Retired when its source drops it, never deleted while in use."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="competencies")
    case_identifier = models.CharField(max_length=255)
    case_uri = models.TextField(blank=True)
    case_extra = models.JSONField(default=dict, blank=True, editable=False)
    code = models.CharField(_("code"), max_length=255, blank=True)
    statement = models.TextField(_("statement"))
    statement_html = models.TextField(editable=False)
    statement_plain = models.TextField(editable=False)
    short_statement = models.TextField(_("short statement"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    item_type = models.CharField(_("type"), max_length=255, blank=True)
    education_levels = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=20, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    licence = models.TextField(blank=True)
    is_local = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    keywords = models.JSONField(default=dict, blank=True, editable=False)
    search = models.GeneratedField(
        expression=SEARCHED,
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "case_identifier"], name="competency_identity")]
        indexes = [
            models.Index(fields=["framework", "code"], name="competency_by_code"),
            GinIndex(fields=["search"], name="competency_search"),
        ]

    def __str__(self) -> str:
        return self.code or self.statement_plain[:80]


class CompetencyLink(DistrictRow):
    """One thing leads to, belongs to or resembles another. ``origin`` stands under, before or beside ``destination``.

    An empty ``origin`` or ``destination`` of kind *child of* is the framework itself. An end that could not be found
    keeps its identifier in ``unresolved`` and is looked for again at every import.
    """

    class Kind(models.TextChoices):
        CHILD_OF = "child of", _("belongs to")
        PRECEDES = "precedes", _("leads to")
        RELATED = "related", _("is related to")
        OTHER = "other", _("is connected with")

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    case_type = models.CharField(max_length=60, blank=True)
    origin = models.ForeignKey(Competency, on_delete=models.CASCADE, null=True, blank=True, related_name="links_from")
    destination = models.ForeignKey(
        Competency, on_delete=models.CASCADE, null=True, blank=True, related_name="links_to"
    )
    sequence = models.IntegerField(null=True, blank=True)
    unresolved = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=60, default="case")
    case_identifier = models.CharField(max_length=255, blank=True)
    case_extra = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "framework", "case_identifier"],
                condition=~Q(case_identifier=""),
                name="link_identity",
            )
        ]
        indexes = [models.Index(fields=["framework", "kind"], name="link_by_kind")]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.destination_id}"


class Scale(DistrictRow, Versioned):
    """The steps on which proficiency is told, lowest first."""

    title = models.CharField(_("title"), max_length=200)
    translations = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.title


class Level(DistrictRow):
    """One step of a scale: a name and a descriptor in plain words."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    descriptor = models.TextField(_("what it looks like"), blank=True)
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scale", "position"], name="level_position_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Descriptor(DistrictRow):
    """What a level looks like for one competency (and for those under it that have none of their own)."""

    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="descriptors")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="descriptors")
    text = models.TextField(_("what it looks like"))
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "competency"], name="descriptor_once")]

    def __str__(self) -> str:
        return self.text[:80]


class Requirement(DistrictRow, Versioned):
    """A part of what graduation asks for: a set of competencies and a rule."""

    class Rule(models.TextChoices):
        ALL = "all", _("all of these")
        COUNT = "count", _("at least so many of these")
        POINTS = "points", _("at least so many points from these")

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    translations = models.JSONField(default=dict, blank=True)
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, default=Rule.ALL)
    needed = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    identifier = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rule="all") | Q(needed__gt=0), name="requirement_says_how_many")
        ]

    def __str__(self) -> str:
        return self.title


class RequirementItem(DistrictRow):
    """A competency that counts for a requirement, with its points."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="items")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirement_items")
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "competency"], name="requirement_item_once")]

    def __str__(self) -> str:
        return f"{self.competency_id} for {self.requirement_id}"
