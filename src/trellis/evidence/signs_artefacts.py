"""What artefacts hang up in the rooms below: how notices read, who opens their files, who talks about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.evidence import telling
from trellis.evidence.access import get_artefact_for, may_open_artefact
from trellis.evidence.models import Authorship
from trellis.files.access import register_opener
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.people.access import Standing, guardians_of
from trellis.people.models import Person
from trellis.school.access import educators_of
from trellis.talk import after_message
from trellis.talk.access import register_subject

SENTENCES: dict[str, tuple[Promise, str]] = {
    telling.SHOWN_WITH: (gettext_lazy("%(name)s showed what you made together."), "users"),
    telling.JUDGED_TOGETHER: (gettext_lazy("%(name)s said for your team how you see what you made."), "scale"),
    telling.ASKED: (gettext_lazy("%(name)s asks what you think of something."), "message-circle"),
    telling.GIVEN: (gettext_lazy("%(name)s gave you feedback."), "lightbulb"),
    telling.HELPED: (gettext_lazy("%(name)s said what helped in your feedback."), "sprout"),
    telling.REPORTED: (gettext_lazy("%(name)s asks you to look at feedback they got."), "flag"),
    telling.SAID: (gettext_lazy("%(name)s said something about evidence."), "message-circle"),
}


def hang_up_signs() -> None:
    """Register notices, files and conversations; called once, when all rooms are loaded."""
    for kind, (sentence, icon) in SENTENCES.items():
        lead = _reports if kind == telling.REPORTED else _page
        register_kind(kind, partial(_say, sentence), lead, icon=icon, counted=_counted)
    register_opener(telling.ARTEFACT, may_open_artefact)
    register_subject(telling.ARTEFACT, _takes_part, learner_of=_learner_of, circle=_circle, url=_address)
    after_message(telling.tell_of_words)


def _say(sentence: Promise, notice: Notice) -> str:
    name = notice.by.full_name if notice.by is not None else notice.by_name
    return str(sentence) % {"name": name or _("Somebody")}


def _page(notice: Notice) -> str:
    return _address(notice.subject_id)


def _reports(_notice: Notice) -> str:
    return reverse("evidence:reports")


def _address(artefact_id: UUID) -> str:
    return reverse("evidence:artefact", args=[artefact_id])


def _counted(n: int) -> str:
    return ngettext("%(n)s piece of news about evidence", "%(n)s pieces of news about evidence", n) % {"n": n}


def _takes_part(person: Person, _standing: Standing, artefact_id: UUID, on: date) -> bool:
    """Say whether somebody talks about an artefact: who sees it by a tie, once it is shown; peers give feedback."""
    try:
        artefact, reader = get_artefact_for(person, artefact_id, on)
    except Http404:
        return False
    return artefact.shared_at is not None and bool(reader.ties)


def _learner_of(artefact_id: UUID) -> Person | None:
    found = Authorship.objects.select_related("learner").filter(artefact=artefact_id).order_by("learner__given_name")
    first = found.first()
    return first.learner if first is not None else None


def _circle(artefact_id: UUID, on: date) -> Iterable[UUID]:
    """All whose it is, with their educators and families: so an educator is there wherever an adult may speak."""
    learners = Person.objects.filter(authorships__artefact=artefact_id)
    found = Q(pk__in=learners.values("pk"))
    for learner in learners:
        found |= Q(pk__in=educators_of(learner, on).values("pk")) | Q(pk__in=guardians_of(learner, on).values("pk"))
    return list(Person.objects.filter(found).values_list("pk", flat=True))
