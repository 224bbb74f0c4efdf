"""Judgements OF learning: few, announced beforehand, explained, and revisited by a newer one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import current_district_id
from trellis.evidence.models import AnnouncedCompetency, Announcement, EvidencePolicy, Judgement, Voice
from trellis.evidence.queries.policy import policy_of
from trellis.evidence.telling_sealing import tell_of_announcement, tell_of_judgement
from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.school.models import SchoolClass, Term


@transaction.atomic
def announce(
    *,
    school_class: SchoolClass,
    title: str,
    words: str,
    on: date,
    competencies: Iterable[Competency],
    by: Person,
    now: datetime,
    today: date,
) -> Announcement:
    """Tell a class and its families what will be judged, against which competencies, and when.

    Raises ``ActionRefused``: not beforehand, against nothing, in no term, or once the few of this term are announced.
    """
    named = list(competencies)
    if on <= today:
        raise ActionRefused(_("Choose a day after today: a judgement is announced beforehand."), field="on")
    if not named:
        raise ActionRefused(_("Say against which competencies you will judge."), field="competencies")
    term = _term_of(on)
    _check_few(school_class, term)
    made = Announcement.objects.create(
        school_class=school_class, term=term, title=title.strip(), words=words.strip(), on=on, by=by, announced_at=now
    )
    AnnouncedCompetency.objects.bulk_create(
        AnnouncedCompetency(announcement=made, competency=competency, district_id=current_district_id())
        for competency in named
    )
    record_moment(at=now, actor=by, verb="announced", thing=made, context={"competencies": len(named)})
    tell_of_announcement(made, by, now, today)
    return made


def _term_of(on: date) -> Term:
    terms = Term.objects.exclude(kind=Term.Kind.GRADING_PERIOD).filter(starts_on__lte=on, ends_on__gt=on)
    term = terms.order_by("-starts_on", "ends_on").first()  # the term, not the year that began with it
    if term is None:
        raise ActionRefused(_("No term is going on that day. Choose a day in a term."), field="on")
    return term


def _check_few(school_class: SchoolClass, term: Term) -> None:
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)  # two educators cannot both take the last place
    policy = policy_of(school_class.school) or EvidencePolicy()
    n = Announcement.objects.filter(school_class=school_class, term=term, withdrawn_at__isnull=True).count()
    if n >= policy.most_announced:
        most = policy.most_announced
        sentence = ngettext(
            "This school announces at most %(n)s judgement in a class and term. Give feedback that helps on instead.",
            "This school announces at most %(n)s judgements in a class and term. Give feedback that helps on instead.",
            most,
        )
        raise ActionRefused(sentence % {"n": most})


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement, by: Person, now: datetime) -> None:
    """Take an announcement back. Raises ``ActionRefused`` once somebody was judged by it."""
    Announcement.objects.select_for_update().get(pk=announcement.pk)
    if announcement.withdrawn_at is not None:
        raise ActionRefused(_("This was taken back already."))
    if announcement.judged_at is not None:
        raise ActionRefused(_("Somebody was judged by this already, so it stays."))
    announcement.withdrawn_at = now
    announcement.save(update_fields=["withdrawn_at"])
    record_moment(at=now, actor=by, verb="withdrawn", thing=announcement)


@transaction.atomic
def judge_of(
    *,
    announcement: Announcement,
    learner: Person,
    competency: Competency,
    level: Level,
    reason: str,
    by: Person,
    now: datetime,
    today: date,
    revisits: Judgement | None = None,
) -> Judgement:
    """Say what a learner can do, at a level, because of what was seen: on the announced day or later.

    A second one by the same educator revisits the first: a new row, the old one stays. What another educator judged
    is another row beside it. Raises ``ActionRefused`` where it was not announced, too early, or without a reason.
    """
    _check_announced(announcement, competency, today)
    _check_said(competency, level, reason)
    Announcement.objects.select_for_update().get(pk=announcement.pk)
    newest = own_judgement(announcement, learner, competency, by)
    if newest != revisits:
        raise ActionRefused(_("You judged this meanwhile. Look at what stands there, and revisit it."))
    made = Judgement.objects.create(
        purpose=Judgement.Purpose.OF,
        voice=Voice.EDUCATOR,
        learner=learner,
        by=by,
        competency=competency,
        level=level,
        reason=reason.strip(),
        announcement=announcement,
        revisits=revisits,
        at=now,
    )
    Announcement.objects.filter(pk=announcement.pk, judged_at__isnull=True).update(judged_at=now)
    verb = "judged" if revisits is None else "revisited"
    record_moment(at=now, actor=by, verb=verb, thing=made, learner=learner, context={"purpose": "of"})
    tell_of_judgement(made, by, now)
    return made


def _check_announced(announcement: Announcement, competency: Competency, today: date) -> None:
    if announcement.withdrawn_at is not None:
        raise ActionRefused(_("This was taken back, so nobody is judged by it."))
    if today < announcement.on:
        raise ActionRefused(_("It is announced for a later day. Until then, give feedback that helps on."))
    if not AnnouncedCompetency.objects.filter(announcement=announcement, competency=competency).exists():
        raise ActionRefused(_("This competency was not announced."))


def _check_said(competency: Competency, level: Level, reason: str) -> None:
    if not reason.strip():
        raise ActionRefused(_("Say what you saw that makes you think so."), field="reason")
    if level.scale_id != competency.framework.scale_id:
        raise ActionRefused(_("Choose a level of this competency."), field="level")


def own_judgement(announcement: Announcement, learner: Person, competency: Competency, by: Person) -> Judgement | None:
    """Return the newest judgement by this educator under an announcement, None where there is none."""
    mine = Judgement.objects.filter(announcement=announcement, learner=learner, competency=competency, by=by)
    return mine.filter(withdrawn_at__isnull=True, revisited_by__isnull=True).order_by("-at", "-pk").first()
