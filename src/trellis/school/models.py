"""How time and people are arranged: terms, courses, classes (also advisories) and enrolments."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.models import Dated, DistrictRow, Versioned
from trellis.core.scope import current_district_id
from trellis.people.models import Person, Rostered, School


class Term(Rostered, Versioned):
    """A school year or a part of one. ``ends_on`` is the first day after it, as everywhere."""

    class Kind(models.TextChoices):
        YEAR = "schoolYear", _("school year")
        TERM = "term", _("term")
        SEMESTER = "semester", _("semester")
        GRADING_PERIOD = "gradingPeriod", _("grading period")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.TERM)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("day after the last"))
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    closed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            *Rostered.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="term_ends_after_start"),
        ]
        indexes = [models.Index(fields=["district", "starts_on"], name="term_by_start")]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last day of the term, as people say it."""
        return self.ends_on - timedelta(days=1)


class Course(Rostered):
    """What several classes teach alike."""

    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("code"), max_length=120, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="courses")
    grades = models.JSONField(default=list, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Rostered.Meta):
        pass

    def __str__(self) -> str:
        return self.title


class SchoolClass(Rostered, Versioned):
    """A group of people who learn together: a class, or an advisory."""

    class Kind(models.TextChoices):
        CLASS = "class", _("class")
        ADVISORY = "advisory", _("advisory")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    course = models.ForeignKey(Course, on_delete=models.SET_NULL, null=True, blank=True, related_name="classes")
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("code"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CLASS)
    place = models.CharField(_("place"), max_length=120, blank=True)
    grades = models.JSONField(default=list, blank=True)
    subjects = models.JSONField(default=list, blank=True)
    terms = models.ManyToManyField(Term, through="ClassTerm", related_name="classes")
    closed_on = models.DateField(null=True, blank=True)

    class Meta(Rostered.Meta):
        indexes = [models.Index(fields=["school", "title"], name="class_by_title")]

    def __str__(self) -> str:
        return self.title


class ClassTerm(DistrictRow):
    """A class meets in this term."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="term_links")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="class_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school_class", "term"], name="class_in_term_once")]

    def __str__(self) -> str:
        return f"{self.school_class_id} in {self.term_id}"


class Enrolment(Rostered, Dated):
    """Somebody belongs to a class from a day to a day; what one may see of others follows from it."""

    class Role(models.TextChoices):
        LEARNER = "learner", _("learner")
        EDUCATOR = "educator", _("educator")
        AIDE = "aide", _("aide")

    # That of the person, whose own district is checked.
    district = models.ForeignKey(
        "people.District", on_delete=models.PROTECT, default=current_district_id, editable=False, related_name="+",
        db_index=False, db_constraint=False,
    )  # fmt: skip
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [*Dated.Meta.constraints, *Rostered.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.school_class_id}"


class ClassCode(DistrictRow):
    """The word on the classroom wall with which young learners find their class at the door, until a day."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=24, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code
