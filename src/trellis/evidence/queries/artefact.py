"""The page of one artefact: its files, what it is about, how it read before, who sees it, what can be judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader
from trellis.evidence.models import Artefact, ArtefactFile, ArtefactVersion, Authorship
from trellis.evidence.queries.artefacts import ICONS, Thing, things_about
from trellis.framework.models import Competency
from trellis.framework.queries_words import reader_language, shortened, statement_plain
from trellis.plan.models import Goal, GoalCompetency

# audience: icon, words on the button, sentence to those whose it is
SEEN: dict[str, tuple[str, Promise, Promise]] = {
    "me": ("lock", gettext_lazy("only me"), gettext_lazy("Only you can see this")),
    "educators": ("graduation-cap", gettext_lazy("my educators"), gettext_lazy("You and your educators can see this")),
    "family": ("house", gettext_lazy("my family"), gettext_lazy("You and your family can see this")),
    "circle": (
        "users",
        gettext_lazy("my circle"),
        gettext_lazy("You, your educators, your family and your mentors can see this"),
    ),
}


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody whose artefact it is."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Before:
    """How an artefact read before."""

    number: int
    title: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that its learner can judge themselves by: the levels of a competency, or criteria of their own."""

    kind: str
    id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class ArtefactPage:
    """Everything on the page of an artefact besides judgements, feedback and talk."""

    artefact: Artefact
    reader: Reader
    authors: tuple[Author, ...]
    files: tuple[ArtefactFile, ...]
    about: tuple[Thing, ...]
    versions: tuple[Before, ...]
    judged_by: tuple[Judged, ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        artefact = self.artefact
        return artefact.title or shortened(artefact.words, 70) or str(Artefact.Kind(artefact.kind).label)

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICONS[self.artefact.kind]

    @property
    def is_draft(self) -> bool:
        """Nobody else has seen it yet."""
        return self.artefact.shared_at is None

    @property
    def may_change(self) -> bool:
        """The reader made it, or it is theirs."""
        return self.reader.is_learner or self.artefact.made_by_id == self.reader.person.pk

    @property
    def seen(self) -> tuple[str, Promise, Promise]:
        """The icon and words of who sees it."""
        return SEEN[self.artefact.audience]

    @property
    def link_host(self) -> str:
        """Where a link leads."""
        return urlsplit(self.artefact.link).hostname or ""

    @property
    def team(self) -> list[str]:
        """The names of those who may judge it together, once it is shown; empty where one made it alone."""
        return [] if self.is_draft or len(self.authors) < 2 else self.others

    @property
    def others(self) -> list[str]:
        """The names of all whose it is, the reader being "you"."""
        mine = self.reader.person.pk
        return [_("you") if one.id == mine else one.name for one in self.authors]


def artefact_page(artefact: Artefact, reader: Reader) -> ArtefactPage:
    """Return the page of an artefact; six queries at most."""
    about = list(dict.fromkeys(thing for _key, thing in things_about([artefact.pk])))
    return ArtefactPage(
        artefact=artefact,
        reader=reader,
        authors=tuple(Author(key, called or given) for key, called, given in _authors(artefact.pk)),
        files=tuple(_files(artefact.pk)),
        about=tuple(about),
        versions=tuple(_before(row) for row in _versions(artefact.pk)),
        judged_by=tuple(judged_by(about)) if reader.is_learner else (),
    )


@compiled
def _authors(artefact_id: UUID) -> QuerySet[Authorship, Any]:
    rows = Authorship.objects.filter(artefact=artefact_id).order_by("learner__given_name", "learner")
    return rows.values_list("learner_id", "learner__called", "learner__given_name")


@compiled
def _files(artefact_id: UUID) -> QuerySet[ArtefactFile]:
    return ArtefactFile.objects.filter(artefact=artefact_id).select_related("file").order_by("position", "pk")


@compiled
def _versions(artefact_id: UUID) -> QuerySet[ArtefactVersion]:
    return ArtefactVersion.objects.filter(artefact=artefact_id).select_related("by").order_by("-number")


def _before(row: ArtefactVersion) -> Before:
    by = row.by.first_name if row.by else ""
    return Before(row.number, row.content.get("title", ""), row.content.get("words", ""), by, row.at)


def judged_by(about: list[Thing]) -> list[Judged]:
    """Return what can be judged: competencies it is about or its goals name, and goals with success criteria."""
    goals = [thing.id for thing in about if thing.kind == "goal"]
    own = [thing.id for thing in about if thing.kind == "competency"]
    language = reader_language()
    found = []
    for key, statement, others in _competencies(own, goals):
        found.append(Judged("competency", key, shortened(statement_plain(statement, others, language), 140)))
    found += [Judged("goal", key, success) for key, success in _criteria(goals)]
    return found


@compiled
def _competencies(own: list[UUID], goals: list[UUID]) -> QuerySet[Competency, Any]:
    named = GoalCompetency.objects.filter(competency=OuterRef("pk"), goal__any_of=goals)
    wanted = Competency.objects.filter(Q(pk__any_of=own) | Q(Exists(named)), retired_at__isnull=True)
    return wanted.order_by("code", "pk").values_list("pk", "statement", "translations")


@compiled
def _criteria(goals: list[UUID]) -> QuerySet[Goal, tuple[UUID, str]]:
    return Goal.objects.filter(pk__any_of=goals).exclude(success="").values_list("pk", "success")
