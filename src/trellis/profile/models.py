"""Who a learner is, in their own words: facets, strengths that others noticed, and check-ins."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import Audience
from trellis.core.models import DistrictRow, Versioned
from trellis.files.models import StoredFile
from trellis.people.models import Person, School
from trellis.school.models import SchoolClass


class Tag(DistrictRow):
    """A word of the school's vocabulary, with which entries can be found again; ``translations`` by language."""

    words = models.CharField(_("word"), max_length=60)
    translations = models.JSONField(default=dict, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "words"], name="tag_once")]

    def __str__(self) -> str:
        return self.words


class Facet(DistrictRow, Versioned):
    """One entry of a profile. ``aspect`` belongs to preferences; each save keeps the entry as it was (FacetVersion)."""

    class Kind(models.TextChoices):
        INTEREST = "interest", _("interest")
        STRENGTH = "strength", _("strength")
        NEED = "need", _("need")
        PREFERENCE = "preference", _("preference")
        HOPE = "hope", _("hope")

    class Aspect(models.TextChoices):
        """Universal Design for Learning: three ways in which people differ from day to day and task to task."""

        TAKE_IN = "take-in", _("how I take in")
        TAKE_PART = "take-part", _("how I take part")
        SHOW = "show", _("how I show what I know")

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    aspect = models.CharField(max_length=12, choices=Aspect.choices, blank=True)
    words = models.TextField(_("in my words"), blank=True)
    picture = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    voice = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.ME)
    tags = models.ManyToManyField(Tag, through="FacetTag", related_name="facets")
    written_at = models.DateTimeField()
    still_true_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "kind"], name="facet_by_learner")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="")
                | Q(picture__isnull=False)
                | Q(voice__isnull=False)
                | Q(put_away_at__isnull=False),
                name="facet_says_something",
            ),
            models.CheckConstraint(condition=Q(kind="preference") | Q(aspect=""), name="facet_aspect_of_preference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"


class FacetTag(DistrictRow):
    """A tag on a facet."""

    facet = models.ForeignKey(Facet, on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="facet_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "tag"], name="facet_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.facet_id}"


class FacetVersion(DistrictRow):
    """A facet as it was: its history, for whom the facet itself is shown to, each version for its own audience too."""

    facet = models.ForeignKey(Facet, on_delete=models.CASCADE, related_name="versions")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    aspect = models.CharField(max_length=12, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "number"], name="facet_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class NoticedStrength(DistrictRow):
    """Somebody noticed a strength: it joins the profile only when the learner keeps it, then as ``facet``."""

    class Answer(models.TextChoices):
        OPEN = "open", _("not answered yet")
        KEPT = "kept", _("kept")
        DECLINED = "declined", _("let go")

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="noticed_strengths")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(_("what you noticed"))
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    facet = models.OneToOneField(
        Facet, on_delete=models.SET_NULL, null=True, blank=True, related_name="noticed_strength"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(by=F("learner")), name="strength_noticed_by_another")]
        indexes = [models.Index(fields=["learner", "answer"], name="noticed_by_learner")]

    def __str__(self) -> str:
        return f"noticed at {self.at:%Y-%m-%d}"


class CheckIn(DistrictRow, Versioned):
    """A short round of questions to a class or a school. ``told`` says who reads the answers: learners see it first.

    ``questions`` is a list of ``{"key", "kind": "scale" | "words", "text"}``.
    """

    class Told(models.TextChoices):
        AUTHOR = "author", _("who asks")
        EDUCATORS = "educators", _("my educators")
        NOBODY = "nobody", _("only me")

    title = models.CharField(_("title"), max_length=120)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    questions = models.JSONField(default=list)
    told = models.CharField(max_length=12, choices=Told.choices, default=Told.AUTHOR)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school_class__isnull=False) ^ Q(school__isnull=False), name="check_in_of_class_or_school"
            ),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="check_in_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(DistrictRow):
    """What a learner answered in a check-in; others read it only once the learner saw their own trend (``seen_at``)."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_in_answers")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "learner"], name="one_answer_to_a_check_in")]

    def __str__(self) -> str:
        return f"answered at {self.at:%Y-%m-%d}"
