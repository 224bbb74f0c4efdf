"""Who may import and export rosters: coordinators of the whole district."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from trellis.interop.oneroster.models import RosterImport
from trellis.people.access import Standing, require_district_coordinator


def get_import(import_id: UUID) -> RosterImport:
    """Return an import of the district in scope, for the worker; 404 where there is none."""
    found = RosterImport.objects.filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def get_import_for(standing: Standing, import_id: UUID) -> RosterImport:
    """Return an import for a coordinator of the whole district; 404 to everybody else."""
    require_district_coordinator(standing)
    return get_import(import_id)
