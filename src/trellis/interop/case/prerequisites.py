"""A map of prerequisites against the codes of a framework: which edges are new, the same or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.coherence import PrerequisiteMap
from trellis.interop.case.problems import Problems

COHERENCE = "coherence-map"
LEAST_SHARE = 0.5
Edge = tuple[str, UUID, UUID]


@dataclass(frozen=True, slots=True)
class MapChange:
    """What a map would change in a framework."""

    framework: Framework
    n_matched: int
    fresh: tuple[Edge, ...]
    n_same: int
    gone: tuple[UUID, ...]


def compare_map(edges: PrerequisiteMap, framework: Framework | None, problems: Problems) -> MapChange | None:
    """Compare the map with the framework that has its codes; None, with the reason, where no framework has them."""
    found = framework or _framework_with(edges.codes)
    ids = _ids_by_code(found) if found is not None else {}
    matched = [code for code in edges.codes if code in ids]
    if found is None or len(matched) < LEAST_SHARE * max(len(edges.codes), 1):
        problems.error(
            "/standards",
            ", ".join(edges.codes[:3]),
            _("No framework here has these codes. Import Common Core mathematics first, then this map."),
        )
        return None
    for code in edges.codes:
        if code not in ids:
            problems.warning("/standards", code, _("The framework has no such code, or has it twice. It is left out."))
    wanted = dict.fromkeys(_edges(edges, ids))
    stored = CompetencyLink.objects.filter(framework=found, source=COHERENCE)
    there: dict[Edge, UUID] = {
        (kind, origin, destination): key
        for key, kind, origin, destination in stored.values_list("id", "kind", "origin_id", "destination_id")
    }
    return MapChange(
        framework=found,
        n_matched=len(matched),
        fresh=tuple(edge for edge in wanted if edge not in there),
        n_same=sum(edge in there for edge in wanted),
        gone=tuple(key for edge, key in there.items() if edge not in wanted),
    )


def write_map(change: MapChange) -> None:
    """Write the new edges and take the vanished ones away."""
    CompetencyLink.objects.filter(pk__in=change.gone).delete()
    CompetencyLink.objects.bulk_create(
        [
            CompetencyLink(
                framework=change.framework,
                kind=kind,
                case_type="precedes" if kind == CompetencyLink.Kind.PRECEDES else "isRelatedTo",
                origin_id=origin,
                destination_id=destination,
                source=COHERENCE,
            )
            for kind, origin, destination in change.fresh
        ],
        batch_size=1_000,
    )


def _framework_with(codes: tuple[str, ...]) -> Framework | None:
    """Return the framework with the most of these codes."""
    rows = Competency.objects.filter(code__in=codes, retired_at__isnull=True)
    best = rows.values("framework_id").annotate(n=Count("code", distinct=True)).order_by("-n", "framework_id").first()
    return Framework.objects.get(pk=best["framework_id"]) if best else None


def _ids_by_code(framework: Framework) -> dict[str, UUID]:
    rows = Competency.objects.filter(framework=framework, retired_at__isnull=True).exclude(code="")
    pairs = list(rows.values_list("code", "id"))
    times = Counter(code for code, _id in pairs)
    return {code: key for code, key in pairs if times[code] == 1}


def _edges(edges: PrerequisiteMap, ids: dict[str, UUID]) -> Iterator[Edge]:
    for kind, pairs in ((CompetencyLink.Kind.PRECEDES, edges.precedes), (CompetencyLink.Kind.RELATED, edges.related)):
        for start, end in pairs:
            if start in ids and end in ids:
                yield str(kind), ids[start], ids[end]
