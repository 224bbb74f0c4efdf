"""Who may see and write the framework: all of a district see it, educators and coordinators add to it.

What holds for the whole district, its scales and what graduation asks for, is shaped by its own coordinators alone.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.framework.models import Competency, Framework, Requirement, Scale
from trellis.people.access import COORDINATOR, EDUCATOR, Standing


def visible_frameworks(standing: Standing) -> QuerySet[Framework]:
    """Return the frameworks of the district; to nobody with no standing at all."""
    return Framework.objects.all() if standing.kinds else Framework.objects.none()


def visible_competencies(standing: Standing) -> QuerySet[Competency]:
    """Return the competencies of the district's frameworks, retired ones included (pages say so)."""
    return Competency.objects.all() if standing.kinds else Competency.objects.none()


def may_write_competencies(standing: Standing) -> bool:
    """Educators and coordinators add and edit competencies of their own."""
    return bool(standing.kinds & {EDUCATOR, COORDINATOR})


def may_shape_frame(standing: Standing) -> bool:
    """Scales and graduation hold for every school, so only a coordinator of the whole district changes them."""
    return standing.is_district_coordinator


def may_describe(standing: Standing, competency: Competency) -> bool:
    """Coordinators say for every competency what its levels look like, educators for those written here."""
    return standing.is_coordinator or (competency.is_local and may_write_competencies(standing))


def visible_scales(standing: Standing) -> QuerySet[Scale]:
    """Return the scales of the district, the oldest first; to nobody with no standing at all."""
    return Scale.objects.order_by("pk") if standing.kinds else Scale.objects.none()


def visible_requirements(standing: Standing) -> QuerySet[Requirement]:
    """Return what graduation asks for, in its order."""
    return Requirement.objects.all() if standing.kinds else Requirement.objects.none()


def get_framework_for(standing: Standing, framework_id: UUID, to: str = "see") -> Framework:
    """Return the framework with this id; 404 where invisible, 403 to write or to choose its scale without the right."""
    found: Framework | None = next(iter(_visible_framework(standing, framework_id)), None)
    if found is None:
        raise Http404
    if to == "write" and not may_write_competencies(standing):
        raise PermissionDenied
    if to == "shape" and not may_shape_frame(standing):
        raise PermissionDenied
    return found


@compiled
def _visible_framework(standing: Standing, framework_id: UUID) -> QuerySet[Framework]:
    return visible_frameworks(standing).filter(pk=framework_id)


def get_competency_for(standing: Standing, competency_id: UUID, to: str = "see") -> Competency:
    """Return the competency with this id; only local ones can be edited, the others belong to their source.

    ``to="describe"`` asks to say what its levels look like: those words are the school's own in any case.
    """
    found = next(iter(_competency(standing, competency_id)), None)
    if found is None:
        raise Http404
    if to == "edit" and not (found.is_local and may_write_competencies(standing)):
        raise PermissionDenied
    if to == "describe" and not may_describe(standing, found):
        raise PermissionDenied
    return found


@compiled
def _competency(standing: Standing, competency_id: UUID) -> QuerySet[Competency]:
    return visible_competencies(standing).select_related("framework", "written_by").filter(pk=competency_id)


def get_scale_for(standing: Standing, scale_id: UUID, to: str = "see") -> Scale:
    """Return the scale with this id; 404 where invisible, 403 to change it without running the district."""
    found = visible_scales(standing).filter(pk=scale_id).first()
    if found is None:
        raise Http404
    if to != "see" and not may_shape_frame(standing):
        raise PermissionDenied
    return found


def get_requirement_for(standing: Standing, requirement_id: UUID, to: str = "see") -> Requirement:
    """Return the requirement with this id; 404 where invisible, 403 to change it without running the district."""
    found = visible_requirements(standing).filter(pk=requirement_id).first()
    if found is None:
        raise Http404
    if to != "see" and not may_shape_frame(standing):
        raise PermissionDenied
    return found


def require_shaper(standing: Standing) -> None:
    """Answer 404 to those who see no framework at all, 403 to those who see it and may not shape it."""
    if not standing.kinds:
        raise Http404
    if not may_shape_frame(standing):
        raise PermissionDenied
