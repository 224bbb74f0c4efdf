"""Who may see and write the framework: all of a district see it, educators and coordinators add to it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trellis.framework.models import Competency, Framework
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


def get_framework_for(standing: Standing, framework_id: UUID, to: str = "see") -> Framework:
    """Return the framework with this id; 404 where invisible, 403 to write without being educator or coordinator."""
    found = visible_frameworks(standing).filter(pk=framework_id).first()
    if found is None:
        raise Http404
    if to == "write" and not may_write_competencies(standing):
        raise PermissionDenied
    return found


def get_competency_for(standing: Standing, competency_id: UUID, to: str = "see") -> Competency:
    """Return the competency with this id; only local ones can be edited, the others belong to their source."""
    found = visible_competencies(standing).select_related("framework").filter(pk=competency_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not (found.is_local and may_write_competencies(standing)):
        raise PermissionDenied
    return found
