"""Reads about the next conference of a learner: whether two voices are on its agenda."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.framework.models import Competency
from trellis.framework.queries_words import in_language, shortened
from trellis.framework.statements import plain_statement
from trellis.people.models import Person
from trellis.plan.models import Conference, Topic
from trellis.plan.queries.conferences_due import next_conference

MOST = 200


def conference_ahead(learner: Person, now: datetime) -> Conference | None:
    """Return the next conference of a learner that nobody cancelled and that was not held yet."""
    line = next_conference(learner, now)
    return None if line is None else Conference.objects.select_related("event", "learner").get(pk=line.id)


def words_of_gap(competency: Competency) -> str:
    """Return what stands on an agenda: what it is about, and nothing of what anybody said or showed."""
    language = (get_language() or "en").split("-")[0]
    statement = plain_statement(in_language(competency.translations, language, "statement", competency.statement))
    return _("How we each see “%(what)s”") % {"what": shortened(statement, MOST)}


def ways_to_say(competency: Competency) -> set[str]:
    """Return the words of a gap in every language of the pages: which one it was put down in does not matter."""
    said = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.add(words_of_gap(competency))
    return said


def topic_there(conference: Conference, competency: Competency) -> Topic | None:
    """Return the topic about this competency that is on the agenda."""
    topics = Topic.objects.filter(conference=conference, removed_at__isnull=True)
    return topics.filter(words__in=ways_to_say(competency)).first()


def gap_topics(learner: Person, competencies: list[Competency]) -> list[Topic]:
    """Return the topics of a learner's conferences that came of two voices about these competencies."""
    words = [said for one in competencies for said in ways_to_say(one)]
    topics = Topic.objects.filter(conference__learner=learner, words__in=words, removed_at__isnull=True)
    return list(topics.select_related("conference__learner"))


def gaps_on_agenda(learner: Person, competencies: list[Competency], now: datetime) -> tuple[UUID | None, set[UUID]]:
    """Return the next conference, and the competencies that two voices of it will talk about. Two queries."""
    line = next_conference(learner, now)
    if line is None:
        return None, set()
    there = set(_words(line.id))
    return line.id, {one.pk for one in competencies if there & ways_to_say(one)}


@compiled
def _words(conference_id: UUID) -> QuerySet[Topic, str]:
    topics = Topic.objects.filter(conference=conference_id, removed_at__isnull=True).exclude(words="")
    return topics.values_list("words", flat=True)
