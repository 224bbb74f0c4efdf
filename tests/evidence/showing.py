"""Evidence of Ada's for the tests of this room, made through the actions, each through the eyes of who does it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.files.samples import picture_upload
from tests.people import Cast

from trellis.core.scope import change_scope, current_scope
from trellis.evidence.actions.artefacts import Links, Said, add_artefact
from trellis.evidence.actions.feedback import ask_for_feedback, give_feedback
from trellis.evidence.actions.judging import judge_own
from trellis.evidence.models import Artefact, Feedback, FeedbackRequest, Judgement
from trellis.files.checking import check_any
from trellis.files.many import FilesChoice
from trellis.framework.models import Competency, Level
from trellis.framework.queries_competency import levels_for
from trellis.people.models import Person


def moment():
    """Now, by the clock: the database's own wall counts its days by it."""
    return timezone.now()


def day():
    """Today, by the clock."""
    return timezone.now().date()


@contextmanager
def eyes_of(cast: Cast, person: Person) -> Iterator[None]:
    """Look through somebody's eyes, and back."""
    before = current_scope()
    change_scope(cast.district.pk, person.pk)
    yield
    change_scope(cast.district.pk, before.person_id)


def some_competency(place: int = 0) -> Competency:
    """A competency with levels."""
    found = Competency.objects.select_related("framework").filter(code__contains=".").order_by("code")
    return found[place]


def levels(competency: Competency):
    """The levels of its scale."""
    return levels_for(competency, "en")


def show(cast: Cast, **given: Any) -> Artefact:
    """An artefact of Ada's, shared with her educators unless said otherwise."""
    who = given.pop("learners", [cast.ada])
    by = given.pop("by", who[0])
    photo = given.pop("photo", False)
    what = {"title": "A map of our street", "words": "You can hear each corner.", **given.pop("said", {})}
    files = FilesChoice(checked=(check_any(picture_upload()),)) if photo else FilesChoice()
    links = Links(**given.pop("links", {}))
    with eyes_of(cast, by):
        return add_artefact(
            learners=who, said=Said(**what), files=files, links=links, by=by, now=given.pop("now", moment()), **given
        )


def ask(cast: Cast, artefact: Artefact, *people: Person, **given: Any) -> list[FeedbackRequest]:
    """Ada asks people for feedback."""
    with eyes_of(cast, cast.ada):
        return ask_for_feedback(artefact=artefact, people=people, by=cast.ada, now=moment(), **given)


def give(cast: Cast, artefact: Artefact, by: Person, **given: Any) -> Feedback:
    """Somebody gives Ada feedback."""
    words = {"works": "The bridge is to scale, I could measure it.", "following": "Add a legend for the colours."}
    with eyes_of(cast, by):
        return give_feedback(
            artefact=artefact,
            learner=cast.ada,
            by=by,
            now=moment(),
            is_educator=by.pk in {cast.tom.pk, cast.ines.pk},
            **{**words, **given},
        )


def judge(cast: Cast, artefact: Artefact, competency: Competency, place: int = 1, **given: Any) -> Judgement:
    """Ada judges herself."""
    with eyes_of(cast, cast.ada):
        return judge_own(
            artefact=artefact,
            learner=cast.ada,
            competency=competency,
            level=_level(competency, place),
            by=cast.ada,
            now=moment(),
            **{"reason": "Each corner can be heard.", **given},
        )


def _level(competency: Competency, place: int):
    return Level.objects.get(pk=levels(competency)[place].level_id)


def age(artefact: Artefact, days: int) -> None:
    """Let an artefact have been shown so many days ago, through its maker's eyes."""
    Artefact.objects.filter(pk=artefact.pk).update(shared_at=moment() - timedelta(days=days))
