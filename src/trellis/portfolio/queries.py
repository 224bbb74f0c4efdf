"""Reads of showcases: what is shown, what could be, who holds a link, which copies are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.core.scope import current_district_id, current_scope, district_scope
from trellis.evidence.models import Artefact, ArtefactFile
from trellis.files.models import StoredFile
from trellis.people.access import children_of
from trellis.people.models import Person
from trellis.portfolio.access import own_showcases
from trellis.portfolio.models import Showcase, ShowcaseCopy, ShowcaseItem, ShowcaseLink
from trellis.studio.models import Project

MOST_TO_CHOOSE = 100


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of something shown, with what a page needs to show it."""

    id: UUID
    kind: str
    words: str
    width: int | None
    height: int | None
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing in its place. ``kind`` is artefact, project or words; ``said`` is what the learner says to it."""

    id: UUID
    kind: str
    heading: str
    said: str
    words: str
    link: str
    day: date | None
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class ShowcasePage:
    """A showcase as it is shown: title, words and things in their order."""

    showcase: Showcase
    name: str
    items: tuple[ShownItem, ...]


@contextmanager
def through_the_eyes_of(learner: Person) -> Iterator[None]:
    """Read what a learner chose to show as the learner sees it; whoever looks was let in before (``access``)."""
    if current_scope().person_id == learner.pk:
        yield
        return
    with district_scope(current_district_id(), learner.pk):
        yield


def showcase_page(showcase: Showcase) -> ShowcasePage:
    """Return everything that a showcase shows. Two queries, and two more through somebody else's eyes."""
    with through_the_eyes_of(showcase.learner):
        rows = list(_items(showcase.pk))
        files: dict[UUID, list[ShownFile]] = defaultdict(list)
        for artefact, *columns in _files([row.artefact_id for row in rows if row.artefact_id]):
            files[artefact].append(ShownFile(*columns))
    items = [_shown(row, tuple(files.get(row.artefact_id or row.pk, ()))) for row in rows if _is_there(row)]
    return ShowcasePage(showcase, showcase.learner.first_name, tuple(items))


@compiled
def _items(showcase_id: UUID) -> QuerySet[ShowcaseItem]:
    rows = ShowcaseItem.objects.filter(showcase=showcase_id, removed_at__isnull=True)
    return rows.select_related("artefact", "project").order_by("position", "pk")


@compiled
def _files(artefacts: list[UUID]) -> QuerySet[ArtefactFile, Any]:
    rows = ArtefactFile.objects.filter(artefact__any_of=artefacts).order_by("position", "pk")
    return rows.values_list(
        "artefact_id", "file_id", "file__kind", "file__words", "file__width", "file__height", "file__path", "file__name"
    )


def _is_there(row: ShowcaseItem) -> bool:
    return row.artefact is None or row.artefact.removed_at is None


def _shown(row: ShowcaseItem, files: tuple[ShownFile, ...]) -> ShownItem:
    day: date | None
    if row.artefact is not None:
        thing, kind = row.artefact, "artefact"
        title, words, link, day = thing.title, thing.words, thing.link, thing.happened_on
    elif row.project is not None:
        project, kind = row.project, "project"
        title, link, day = project.title, "", project.going_at.date() if project.going_at else None
        words = "\n\n".join(part for part in (project.question, project.words, project.looking_back) if part)
    else:
        kind, title, words, link, day = "words", "", "", "", None
    return ShownItem(row.pk, kind, row.heading or title, row.words, words, link, day, files)


@dataclass(frozen=True, slots=True)
class ChildShelf:
    """A child with the showcases that they opened to their family."""

    child: Person
    shown: tuple[Showcase, ...]


def family_shelves(guardian: Person, on: date) -> list[ChildShelf]:
    """Return the children of a guardian by name, each with what they opened to the family. Two queries."""
    children = list(children_of(guardian, on).order_by("given_name", "pk"))
    opened = Showcase.objects.filter(learner__in=children, family_sees=True, removed_at__isnull=True)
    shown: dict[UUID, list[Showcase]] = defaultdict(list)
    for showcase in opened.order_by("-made_at", "-pk"):
        shown[showcase.learner_id].append(showcase)
    return [ChildShelf(child, tuple(shown[child.pk])) for child in children]


# --- The learner's own pages -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowcaseCard:
    """A showcase in a list: how many things it shows, and whom it is open to."""

    showcase: Showcase
    n_items: int
    n_links: int


def own_cards(learner: Person, on: date) -> list[ShowcaseCard]:
    """Return a learner's showcases, the latest first. One query."""
    return [ShowcaseCard(row, row.n_items, row.n_links) for row in _cards(learner, on)]


@compiled
def _cards(learner: Person, on: date) -> QuerySet[Any]:
    live = Q(links__revoked_at__isnull=True, links__expires_on__gte=on)
    return (
        own_showcases(learner)
        .annotate(
            n_items=Count("items", filter=Q(items__removed_at__isnull=True), distinct=True),
            n_links=Count("links", filter=live, distinct=True),
        )
        .order_by("-made_at", "-pk")
    )


def artefacts_to_show(showcase: Showcase) -> QuerySet[Artefact]:
    """Return a learner's artefacts that are not in the showcase yet, the latest first; drafts are not to be shown."""
    inside = ShowcaseItem.objects.filter(showcase=showcase, artefact=OuterRef("pk"), removed_at__isnull=True)
    found = Artefact.objects.filter(learners=showcase.learner, removed_at__isnull=True, shared_at__isnull=False)
    found = found.filter(~Exists(inside)).order_by("-happened_on", "-pk")
    return Artefact.objects.filter(pk__in=found.values("pk")[:MOST_TO_CHOOSE]).order_by("-happened_on", "-pk")


def projects_to_show(showcase: Showcase) -> QuerySet[Project]:
    """Return a learner's projects that are under way or finished and not in the showcase yet, by title."""
    inside = ShowcaseItem.objects.filter(showcase=showcase, project=OuterRef("pk"), removed_at__isnull=True)
    mine = Project.objects.filter(
        members__learner=showcase.learner, members__joined_at__isnull=False, members__left_at__isnull=True
    )
    shown = mine.filter(state__in=(Project.State.GOING, Project.State.FINISHED))
    return shown.filter(~Exists(inside)).order_by("title", "pk")


@compiled
def live_links(showcase: Showcase, on: date) -> QuerySet[ShowcaseLink]:
    """Return the links that open a showcase on this day, the next to end first."""
    links = ShowcaseLink.objects.filter(showcase=showcase, revoked_at__isnull=True, expires_on__gte=on)
    return links.order_by("expires_on", "pk")


@compiled
def copies_of(showcase: Showcase) -> QuerySet[ShowcaseCopy]:
    """Return the latest copy of each kind, with its file."""
    rows = ShowcaseCopy.objects.filter(showcase=showcase).order_by("kind", "-asked_at").distinct("kind")
    return rows.select_related("file")


def copy_of(showcase: Showcase, copy_id: UUID) -> ShowcaseCopy | None:
    """Return a copy of this showcase."""
    return ShowcaseCopy.objects.filter(showcase=showcase, pk=copy_id).select_related("file").first()


def copy_to_make(copy_id: UUID) -> ShowcaseCopy | None:
    """Return a copy with its showcase and learner, for the worker."""
    found = ShowcaseCopy.objects.select_related("showcase__learner__district").filter(pk=copy_id)
    return found.first()


def older_copies(copy: ShowcaseCopy, before: datetime) -> list[ShowcaseCopy]:
    """Return the copies of the same kind that a new one takes the place of."""
    rows = ShowcaseCopy.objects.filter(showcase=copy.showcase_id, kind=copy.kind, asked_at__lte=before)
    return list(rows.exclude(pk=copy.pk).select_related("file"))


def stored(file_id: UUID) -> StoredFile:
    """Return the row of a file that is shown."""
    return StoredFile.objects.get(pk=file_id)
