"""Who sees a showcase: its learner, family and educators where the learner opened it, and who holds a live link.

What a learner puts into a showcase is shown there whatever is sealed elsewhere: showing it is their own decision. So
its content is read through the learner's eyes, after it was decided here that somebody may see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.evidence.models import ArtefactFile
from trellis.files.models import StoredFile
from trellis.people.access import LEARNER, Standing
from trellis.people.models import Person
from trellis.portfolio.models import Showcase, ShowcaseCopy, ShowcaseItem, ShowcaseLink
from trellis.school.ties import EDUCATOR, FAMILY, SELF, ties_to


@dataclass(frozen=True, slots=True)
class ShowcaseReader:
    """Somebody who opened a showcase, and how they are tied to its learner on this day."""

    person: Person
    showcase: Showcase
    ties: frozenset[str]

    @property
    def is_learner(self) -> bool:
        """It is their own."""
        return SELF in self.ties


def require_learner(standing: Standing) -> None:
    """Answer 404 to everybody who is no learner on this day: showcases of one's own are theirs."""
    if LEARNER not in standing.kinds:
        raise Http404


def own_showcases(learner: Person) -> QuerySet[Showcase]:
    """Return a learner's showcases that were not taken away."""
    return Showcase.objects.filter(learner=learner, removed_at__isnull=True)


def showcases_shown(person: Person, learner: Person, on: date) -> QuerySet[Showcase]:
    """Return the showcases of a learner that somebody else sees: those opened to their tie."""
    ties, found = ties_to(person, learner, on), own_showcases(learner)
    if SELF in ties:
        return found
    shown = found.none()
    if FAMILY in ties:
        shown |= found.filter(family_sees=True)
    if EDUCATOR in ties:
        shown |= found.filter(educators_see=True)
    return shown


def get_showcase_for(person: Person, showcase_id: UUID, on: date, to: str = "see") -> ShowcaseReader:
    """Return how somebody reads a showcase; 404 where it is not there for them.

    ``to="change"`` is for its learner, 403 to all others; one that was taken away is there to be brought back alone.
    """
    showcase: Showcase | None = next(iter(_showcase(showcase_id)), None)
    if showcase is None or (showcase.removed_at is not None and to != "bring back"):
        raise Http404
    ties = ties_to(person, showcase.learner, on)
    reader = ShowcaseReader(person, showcase, ties)
    shown = (FAMILY in ties and showcase.family_sees) or (EDUCATOR in ties and showcase.educators_see)
    if not reader.is_learner and (not shown or to == "bring back"):
        raise Http404
    if to == "change" and not reader.is_learner:
        raise PermissionDenied
    return reader


@compiled
def _showcase(showcase_id: UUID) -> QuerySet[Showcase]:
    return Showcase.objects.filter(pk=showcase_id).select_related("learner__district")


def get_item_for(person: Person, item_id: UUID, on: date, *, removed: bool = False) -> ShowcaseItem:
    """Return an item of an own showcase, to change it; 404 to everybody else. ``removed`` asks for one taken out."""
    item = ShowcaseItem.objects.filter(pk=item_id, removed_at__isnull=not removed).first()
    if item is None:
        raise Http404
    item.showcase = get_showcase_for(person, item.showcase_id, on, to="change").showcase
    return item


def get_link_for(person: Person, link_id: UUID, on: date) -> ShowcaseLink:
    """Return a link to an own showcase, to end it; 404 to everybody else."""
    link = ShowcaseLink.objects.filter(pk=link_id).first()
    if link is None or not get_showcase_for(person, link.showcase_id, on).is_learner:
        raise Http404
    return link


def get_shown_file(showcase: Showcase, file_id: UUID) -> StoredFile:
    """Return a file of something that a showcase shows, for whoever may see the showcase; else 404."""
    shown = ShowcaseItem.objects.filter(showcase=showcase, removed_at__isnull=True, artefact__removed_at__isnull=True)
    files = ArtefactFile.objects.filter(file=file_id, artefact__in=shown.values("artefact")).values("file")
    found = StoredFile.objects.filter(pk__in=files).first()
    if found is None:
        raise Http404
    return found


def may_open_copy(person: Person, _standing: Standing, copy_id: UUID, _on: date) -> bool:
    """Say whether somebody downloads a copy of a showcase: its learner alone."""
    return ShowcaseCopy.objects.filter(pk=copy_id, showcase__learner=person).exists()
