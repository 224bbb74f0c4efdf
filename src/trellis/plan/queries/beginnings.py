"""What a goal may begin with: an interest, something one is ready for, what graduation asks, a suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trellis.core.compiled import compiled
from trellis.framework.access import visible_competencies, visible_requirements
from trellis.framework.models import Competency, CompetencyLink, Framework, Requirement, RequirementItem
from trellis.framework.queries_search import Question, Results, search
from trellis.framework.queries_words import in_language, reader_language
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.plan.clauses import MOST_LETTERS
from trellis.plan.models import Clause, Goal, GoalCompetency, GoalRequirement, Outcome, Suggestion
from trellis.plan.queries.cards import Tag
from trellis.plan.queries.words import competency_tags, competency_words
from trellis.profile.models import Facet
from trellis.web.markdown import plain_words

MOST_READY = 6
_ALIVE = (Goal.State.DRAFT, Goal.State.PROPOSED, Goal.State.AGREED, Goal.State.REACHED)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something that a goal may begin with: ``key`` says what, as in ``interest:<id>``."""

    key: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """All of them, by kind."""

    interests: tuple[Beginning, ...]
    ready: tuple[Beginning, ...]
    requirements: tuple[Beginning, ...]
    suggestions: tuple[Beginning, ...]


def beginnings(learner: Person, standing: Standing) -> Beginnings:
    """Return what this learner's next goal may begin with. Four queries."""
    language = reader_language()
    return Beginnings(
        interests=tuple(
            Beginning(f"interest:{pk}", plain_words(words)) for pk, words in _interests(learner) if words.strip()
        ),
        ready=tuple(
            Beginning(f"competency:{pk}", competency_words(short, plain, words, language))
            for pk, short, plain, words in _ready(learner)
        ),
        requirements=tuple(
            Beginning(f"requirement:{tag.id}", tag.words) for tag in open_requirements(learner, standing)
        ),
        suggestions=tuple(
            Beginning(f"suggestion:{row.pk}", row.title, row.by.first_name) for row in _suggestions(learner)
        ),
    )


@compiled
def _interests(learner: Person) -> QuerySet[Facet, Any]:
    return (
        Facet.objects.filter(learner=learner, kind=Facet.Kind.INTEREST, put_away_at__isnull=True)
        .order_by("-still_true_at", "pk")
        .values_list("pk", "words")
    )


@compiled
def _ready(learner: Person) -> QuerySet[Competency, Any]:
    """What comes right after something that a goal of theirs reached, and is in no goal of theirs yet."""
    reached = GoalCompetency.objects.filter(goal__learner=learner, goal__state=Goal.State.REACHED)
    mine = GoalCompetency.objects.filter(goal__learner=learner, goal__state__in=_ALIVE, competency=OuterRef("pk"))
    after = CompetencyLink.objects.filter(
        kind=CompetencyLink.Kind.PRECEDES, origin__in=reached.values("competency"), destination=OuterRef("pk")
    )
    return (
        Competency.objects.filter(Exists(after), ~Exists(mine), retired_at__isnull=True)
        .order_by("code", "pk")
        .values_list("pk", "short_statement", "statement_plain", "translations")[:MOST_READY]
    )


def open_requirements(learner: Person, standing: Standing) -> list[Tag]:
    """Return what graduation asks for and no goal of the learner's points at yet."""
    language = reader_language()
    rows = _open_requirements(learner) if standing.kinds else []
    return [Tag(pk, in_language(words, language, "title", title), "requirement") for pk, title, words in rows]


@compiled
def _open_requirements(learner: Person) -> QuerySet[Requirement, Any]:
    mine = GoalRequirement.objects.filter(goal__learner=learner, goal__state__in=_ALIVE, requirement=OuterRef("pk"))
    return (
        Requirement.objects.filter(~Exists(mine)).order_by("position", "pk").values_list("pk", "title", "translations")
    )


@compiled
def _suggestions(learner: Person) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(learner=learner, answer=Suggestion.Answer.OPEN).select_related("by").order_by("at")


def own_interest(learner: Person, facet_id: UUID) -> Facet | None:
    """Return an interest of the learner's own, None for everything else."""
    found: list[Facet] = _interest(learner, facet_id)
    return found[0] if found else None


@compiled
def _interest(learner: Person, facet_id: UUID) -> QuerySet[Facet]:
    return Facet.objects.filter(pk=facet_id, learner=learner, kind=Facet.Kind.INTEREST)


def competencies_to_choose(standing: Standing) -> QuerySet[Competency]:
    """Return what a goal may point at: everything in use."""
    return visible_competencies(standing).filter(retired_at__isnull=True)


def requirements_to_choose(standing: Standing) -> QuerySet[Requirement]:
    """Return what graduation asks for."""
    return visible_requirements(standing)


def requirement_choices(standing: Standing) -> list[tuple[str, str]]:
    """Return what graduation asks for, in the reader's language."""
    language = reader_language()
    return [
        (str(one.pk), in_language(one.translations, language, "title", one.title))
        for one in visible_requirements(standing)
    ]


@dataclass(frozen=True, slots=True)
class Picking:
    """Choosing competencies: what is ticked, what was found, what a requirement counts."""

    find: str
    subjects: tuple[Tag, ...]
    skills: tuple[Tag, ...]
    found: Results | None
    offered: tuple[Tag, ...]
    offered_skills: tuple[Tag, ...]


def picking(standing: Standing, chosen: Iterable[str], find: str = "", requirements: Iterable[str] = ()) -> Picking:
    """Return what the form shows about competencies: what is ticked stays, whatever was looked for."""
    language = reader_language()
    ids = [pk for pk in (_uuid(value) for value in chosen) if pk]
    tags = competency_tags(ids, language) if ids else []
    have = {tag.id for tag in tags}
    asked = [pk for pk in (_uuid(value) for value in requirements) if pk]
    offered = [tag for tag in _counting_for(asked, language) if tag.id not in have] if asked else []
    skills = [tag for tag in _skills(language) if tag.id not in have]
    question = Question(text=find)
    return Picking(
        find=find,
        subjects=tuple(tag for tag in tags if not tag.is_skill),
        skills=tuple(tag for tag in tags if tag.is_skill),
        found=search(standing, question, language) if question.words else None,
        offered=tuple(offered[:12]),
        offered_skills=tuple(skills),
    )


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def _counting_for(requirements: list[UUID], language: str) -> list[Tag]:
    return competency_tags(list(dict.fromkeys(_items(requirements))), language)


@compiled
def _items(requirements: list[UUID]) -> QuerySet[RequirementItem, UUID]:
    return RequirementItem.objects.filter(requirement__any_of=requirements).values_list("competency_id", flat=True)


def _skills(language: str) -> list[Tag]:
    rows = _learning_skills()
    return [Tag(pk, competency_words(short, plain, words, language), kind) for pk, short, plain, words, kind in rows]


@compiled
def _learning_skills() -> QuerySet[Competency, Any]:
    """The learning skills themselves, without the headings that stand above them."""
    under = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.CHILD_OF, destination=OuterRef("pk"))
    return (
        Competency.objects.filter(
            ~Exists(under), framework__kind=Framework.Kind.LEARNING_SKILL, retired_at__isnull=True
        )
        .order_by("framework", "code", "pk")
        .values_list("pk", "short_statement", "statement_plain", "translations", "framework__kind")[:16]
    )


@dataclass(frozen=True, slots=True)
class Start:
    """What one goal begins with: its origin, what the form is filled with, and the words that stand above it."""

    origin: str
    facet: Facet | None = None
    suggestion: Suggestion | None = None
    outcome: Outcome | None = None
    quote: str = ""
    by: str = ""
    competencies: tuple[UUID, ...] = ()
    requirements: tuple[UUID, ...] = ()

    @property
    def initial(self) -> dict[str, Any]:
        """What the form is filled with."""
        title = self.suggestion.title if self.suggestion else ""
        if self.outcome is not None and len(self.quote) <= MOST_LETTERS[Clause.TITLE] and "\n" not in self.quote:
            title = self.quote
        return {"title": title, "competencies": self.competencies, "requirements": self.requirements, "version": 0}


def start_from(key: str, learner: Person, standing: Standing) -> Start | None:
    """Return what a goal begins with, from ``kind:id`` or ``nothing``; None for what is not there for this learner."""
    kind, _colon, value = key.partition(":")
    if kind == Goal.Origin.NOTHING:
        return Start(Goal.Origin.NOTHING)
    pk = _uuid(value)
    makers = {
        "interest": _from_interest,
        "competency": _from_competency,
        "requirement": _from_requirement,
        "suggestion": _from_suggestion,
        "conference": _from_conference,
    }
    return makers[kind](pk, learner, standing) if pk and kind in makers else None


def _from_interest(pk: UUID, learner: Person, _standing: Standing) -> Start | None:
    facet = own_interest(learner, pk)
    return Start(Goal.Origin.INTEREST, facet=facet, quote=facet.words) if facet else None


def _from_competency(pk: UUID, _learner: Person, standing: Standing) -> Start | None:
    found = competencies_to_choose(standing).filter(pk=pk).exists()
    return Start(Goal.Origin.COMPETENCY, competencies=(pk,)) if found else None


def _from_requirement(pk: UUID, _learner: Person, standing: Standing) -> Start | None:
    tags = [tag for tag in _names_of_requirements(standing) if tag.id == pk]
    return Start(Goal.Origin.REQUIREMENT, quote=tags[0].words, requirements=(pk,)) if tags else None


def _names_of_requirements(standing: Standing) -> list[Tag]:
    return [Tag(UUID(key), words, "requirement") for key, words in requirement_choices(standing)]


def _from_suggestion(pk: UUID, learner: Person, _standing: Standing) -> Start | None:
    row = next((one for one in _suggestions(learner) if one.pk == pk), None)
    if row is None:
        return None
    chosen = (row.competency_id,) if row.competency_id else ()
    by = row.by.first_name
    return Start(Goal.Origin.SUGGESTION, suggestion=row, quote=row.why, by=by, competencies=chosen)


def _from_conference(pk: UUID, learner: Person, _standing: Standing) -> Start | None:
    row = next(iter(_outcome(learner, pk)), None)
    return Start(Goal.Origin.CONFERENCE, outcome=row, quote=plain_words(row.words)) if row is not None else None


@compiled
def _outcome(learner: Person, outcome_id: UUID) -> QuerySet[Outcome]:
    """What a conference of this learner decided, as long as no goal carries it."""
    mine = Outcome.objects.filter(pk=outcome_id, conference__learner=learner)
    return mine.filter(goal__isnull=True, proposal__isnull=True)
