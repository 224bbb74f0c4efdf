"""What the forms of frames offer: classes, learners, competencies, levels."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from trellis.framework.models import Competency, Level, Scale
from trellis.framework.queries_words import in_language, reader_language
from trellis.people.models import Person, School
from trellis.school.access import classes_taught, learners_of
from trellis.school.models import SchoolClass
from trellis.studio.models import Frame, FrameCompetency


def classes_to_answer(person: Person, on: date) -> QuerySet[SchoolClass]:
    """Return the classes somebody teaches, by title."""
    return classes_taught(person, on).select_related("school").order_by("title", "pk")


def learners_to_vary(frame: Frame, person: Person, on: date) -> QuerySet[Person]:
    """Return the learners of a frame's classes whom somebody teaches, by name."""
    inside = learners_of(person, on).filter(enrolments__school_class__frame_links__frame=frame)
    return Person.objects.filter(pk__in=inside.values("pk")).order_by("given_name", "family_name", "pk")


def competencies_named(ids: list[UUID]) -> QuerySet[Competency]:
    """Return the competencies with these ids that are still in use."""
    found = Competency.objects.filter(pk__in=ids, retired_at__isnull=True)
    return found.defer("search", "case_extra", "notes").order_by("framework__kind", "code", "pk")


def competencies_of_frame(frame: Frame) -> QuerySet[Competency]:
    """Return the competencies every answer works on."""
    links = FrameCompetency.objects.filter(frame=frame, variation__isnull=True)
    return competencies_named(list(links.values_list("competency_id", flat=True)))


def school_scale() -> Scale | None:
    """Return the scale that criteria are told on unless another is chosen: the district's first."""
    return Scale.objects.order_by("pk").first()


def scale_levels(frame: Frame) -> list[tuple[Level, str]]:
    """Return the levels of a frame's scale in their order, with their names in the reader's language."""
    language = reader_language()
    rows = Level.objects.filter(scale=frame.scale_id).order_by("position") if frame.scale_id else ()
    return [(row, in_language(row.translations, language, "title", row.title)) for row in rows]


def school_of(person: Person, on: date) -> School | None:
    """Return the school of the first class somebody teaches, else of their role."""
    first = classes_to_answer(person, on).first()
    if first is not None:
        return first.school
    return School.objects.filter(roles__person=person).order_by("pk").first()


def n_answering(frame: Frame) -> int:
    """Return how many projects answer a frame, drafts too."""
    return frame.projects.count()
