"""Competencies that a school writes itself, beside the ones of a published framework."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.framework.statements import plain_statement, render_statement
from trellis.people.models import Person


class StatementMissing(ActionRefused):
    """Nothing is left of the statement once its markup is gone."""

    def __init__(self) -> None:
        super().__init__(_("Write what somebody will be able to do."), field="statement")


class ParentElsewhere(ActionRefused):
    """The new competency was to stand under one of another framework."""

    def __init__(self) -> None:
        super().__init__(_("Choose a place in the same framework."), field="parent")


class CompetencyNotLocal(ActionRefused):
    """A published competency belongs to its source and is changed by importing it again."""

    def __init__(self) -> None:
        super().__init__(_("This one comes from a published framework. Only its source can change it."))


class CodeTaken(ActionRefused):
    """Another competency of the framework has this code."""

    def __init__(self, code: str, free: str) -> None:
        sentence = _("%(code)s is already in use here. %(free)s is free.") % {"code": code, "free": free}
        super().__init__(sentence, field="code")


class GoesInACircle(ActionRefused):
    """Something would come before itself."""

    def __init__(self) -> None:
        super().__init__(_("The same thing cannot come both before and after. Take one of them out."))


@transaction.atomic
def write_local_competency(
    *,
    framework: Framework,
    parent: Competency | None,
    code: str,
    statement: str,
    by: Person,
    now: datetime,
    item_type: str = "",
    education_levels: Sequence[str] = (),
    builds_on: Sequence[Competency] = (),
    opens: Sequence[Competency] = (),
) -> Competency:
    """Add a competency of the school's own under ``parent``, or at the top of ``framework``."""
    if parent is not None and parent.framework_id != framework.pk:
        raise ParentElsewhere
    _require_free_code(framework.pk, code)
    competency = Competency(
        framework=framework,
        district_id=framework.district_id,
        code=code.strip(),
        item_type=item_type.strip(),
        education_levels=list(education_levels),
        language=framework.language,
        is_local=True,
        written_by=by,
    )
    competency.case_identifier = str(uuid5(framework.pk, str(competency.pk)))
    _word(competency, statement)
    competency.save(force_insert=True)
    _place(competency, parent)
    _connect(competency, builds_on, opens)
    record_moment(at=now, actor=by, verb="competency.written", thing=competency)
    return competency


@transaction.atomic
def edit_local_competency(
    *,
    competency: Competency,
    code: str,
    statement: str,
    expected_version: int,
    by: Person,
    now: datetime,
    education_levels: Sequence[str] | None = None,
    builds_on: Sequence[Competency] | None = None,
    opens: Sequence[Competency] | None = None,
) -> Competency:
    """Change a local competency and what it stands between; raise ``StaleVersion`` if somebody saved it since."""
    _require_local(competency)
    if code.strip().casefold() != competency.code.casefold():
        _require_free_code(competency.framework_id, code)
    competency.code = code.strip()
    if education_levels is not None:
        competency.education_levels = list(education_levels)
    _word(competency, statement)
    fields = ("code", "education_levels", "statement", "statement_html", "statement_plain")
    save_version(competency, expected=expected_version, fields=fields)
    if builds_on is not None and opens is not None:
        _connect(competency, builds_on, opens)
    record_moment(at=now, actor=by, verb="competency.edited", thing=competency)
    return competency


@transaction.atomic
def retire_competency(*, competency: Competency, by: Person, now: datetime) -> Competency:
    """Take a local competency out of use; whatever points at it stays whole."""
    _require_local(competency)
    if competency.retired_at is None:
        competency.retired_at = now
        save_version(competency, expected=competency.version, fields=["retired_at"])
    record_moment(at=now, actor=by, verb="competency.retired", thing=competency)
    return competency


@transaction.atomic
def bring_back_competency(*, competency: Competency, by: Person, now: datetime) -> Competency:
    """Undo ``retire_competency``."""
    _require_local(competency)
    if competency.retired_at is not None:
        competency.retired_at = None
        save_version(competency, expected=competency.version, fields=["retired_at"])
    record_moment(at=now, actor=by, verb="competency.brought-back", thing=competency)
    return competency


def _require_local(competency: Competency) -> None:
    if not competency.is_local:
        raise CompetencyNotLocal


def _connect(competency: Competency, builds_on: Sequence[Competency], opens: Sequence[Competency]) -> None:
    """Make these, and no others, what somebody here said to come before and after ``competency``."""
    own = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES, source="local")
    own.filter(Q(origin=competency) | Q(destination=competency)).delete()
    _require_no_circle({competency.pk, *(each.pk for each in opens)}, {each.pk for each in builds_on})
    pairs = [(each, competency) for each in builds_on] + [(competency, each) for each in opens]
    CompetencyLink.objects.bulk_create(
        CompetencyLink(
            district_id=competency.district_id,
            framework_id=competency.framework_id,
            kind=CompetencyLink.Kind.PRECEDES,
            case_type="precedes",
            origin=origin,
            destination=destination,
            source="local",
            case_identifier=str(uuid5(competency.pk, f"{origin.pk} precedes {destination.pk}")),
        )
        for origin, destination in pairs
    )


def _require_no_circle(here_and_after: set[UUID], before: set[UUID]) -> None:
    """Follow what comes after, step by step; nothing that comes before may be met."""
    reached, step = set(here_and_after), set(here_and_after)
    precedes = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES, destination__isnull=False)
    while step and not reached & before:
        step = set(precedes.filter(origin__in=step).values_list("destination", flat=True)) - reached
        reached |= step
    if reached & before:
        raise GoesInACircle


def _require_free_code(framework_id: UUID, code: str) -> None:
    """Refuse a code that the framework already has, in use or retired, and name the next free one."""
    code = code.strip()
    if not code:
        return
    Framework.objects.select_for_update().filter(pk=framework_id).first()  # two who choose the same code take turns
    taken = {
        each.casefold() for each in Competency.objects.filter(framework=framework_id).values_list("code", flat=True)
    }
    if code.casefold() in taken:
        stem = re.sub(r"\d+$", "", code)
        stem = stem if stem != code else f"{code}."
        number = next(number for number in count(1) if f"{stem}{number}".casefold() not in taken)
        raise CodeTaken(code, f"{stem}{number}")


def _word(competency: Competency, statement: str) -> None:
    plain = plain_statement(statement)
    if not plain:
        raise StatementMissing
    competency.statement = statement.strip()
    competency.statement_html = render_statement(statement)
    competency.statement_plain = plain


def _place(competency: Competency, parent: Competency | None) -> None:
    siblings = CompetencyLink.objects.filter(
        framework_id=competency.framework_id, kind=CompetencyLink.Kind.CHILD_OF, destination=parent
    )
    last = siblings.order_by("-sequence").values_list("sequence", flat=True).exclude(sequence=None).first()
    CompetencyLink.objects.create(
        district_id=competency.district_id,
        framework_id=competency.framework_id,
        kind=CompetencyLink.Kind.CHILD_OF,
        case_type="isChildOf",
        origin=competency,
        destination=parent,
        sequence=(last or 0) + 1,
        source="local",
        case_identifier=str(uuid5(competency.pk, "child of")),
    )
