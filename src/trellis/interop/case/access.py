"""Who may bring frameworks in and take them out: coordinators of the whole district."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from trellis.framework.models import Framework
from trellis.interop.case.models import FrameworkImport
from trellis.people.access import Standing, require_district_coordinator


def get_upload(upload_id: UUID) -> FrameworkImport:
    """Return an import of the district in scope, for the worker; 404 where there is none."""
    found = FrameworkImport.objects.select_related("by").filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found


def get_upload_for(standing: Standing, upload_id: UUID) -> FrameworkImport:
    """Return an import for a coordinator of the whole district; 404 to everybody else."""
    require_district_coordinator(standing)
    return get_upload(upload_id)


def get_framework_to_export(standing: Standing, framework_id: UUID) -> Framework:
    """Return a framework for a coordinator of the whole district; 404 to everybody else."""
    require_district_coordinator(standing)
    found = Framework.objects.filter(pk=framework_id).first()
    if found is None:
        raise Http404
    return found
