"""Choosing from when until when a relation holds: a role, a guardianship, a mentorship."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, StaleVersion, record_moment
from trellis.people.models import Guardianship, Mentorship, Person, Role

LONGEST_MENTORSHIP = timedelta(days=366)  # a mentor comes for a time
Relation = Role | Guardianship | Mentorship


@transaction.atomic
def change_dates(
    *, relation: Relation, starts_on: date, ends_on: date | None, dates_seen: str, by: Person, now: datetime
) -> None:
    """Let a relation hold from ``starts_on`` until the day before ``ends_on``.

    ``dates_seen`` are the dates on the page that asks (``Dated.dates_seen``): these rows carry no version, their dates
    are all that people edit. Raises ``StaleVersion`` when they are others by now.
    """
    _refuse_bad_dates(relation, starts_on, ends_on)
    if ends_on is not None and isinstance(relation, Mentorship) and ends_on != relation.ends_on:
        refuse_over_a_year(ends_on, by.district.today(now), "last_day")
    model = type(relation)
    stored = model._default_manager.select_for_update().get(pk=relation.pk)
    if stored.dates_seen != dates_seen:
        raise StaleVersion(stored)
    relation.starts_on, relation.ends_on = starts_on, ends_on
    relation.save(update_fields=["starts_on", "ends_on"])
    learner = None if isinstance(relation, Role) else relation.learner
    record_moment(at=now, actor=by, verb=f"{model._meta.model_name}.dated", thing=relation, learner=learner)


def refuse_over_a_year(ends_on: date, today: date, field: str) -> None:
    """Raise ``ActionRefused`` for a mentorship that would last longer than a year from today."""
    if ends_on > today + LONGEST_MENTORSHIP:
        raise ActionRefused(_("Choose a day within a year. It can be made longer then."), field)


def _refuse_bad_dates(relation: Relation, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on <= starts_on:
        raise ActionRefused(_("The last day comes before the first."), "last_day")
    if ends_on is None and isinstance(relation, Mentorship):
        raise ActionRefused(_("A mentor comes for a time: choose a last day."), "last_day")
    if ends_on is None and isinstance(relation, Guardianship):
        same = Guardianship.objects.filter(guardian=relation.guardian_id, learner=relation.learner_id)
        if same.filter(ends_on__isnull=True).exclude(pk=relation.pk).exists():
            raise ActionRefused(_("They are linked already."), "last_day")
