"""What can be done with districts, schools, persons, accounts and the relations between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.dates import is_time_zone
from trellis.core.ids import uuid7
from trellis.core.scope import district_scope
from trellis.people.models import (
    Account,
    District,
    Guardianship,
    Mentorship,
    Person,
    Role,
    School,
    SignInCard,
)


def create_district(*, name: str, time_zone: str, language: str = "en", now: datetime) -> District:
    """Make a district with nothing in it. Raises ``ActionRefused`` for an empty name or unknown time zone."""
    _refuse_bad_district(name, time_zone)
    district = District(id=uuid7(), name=name.strip(), time_zone=time_zone, language=language)
    with district_scope(district.pk):
        district.save(force_insert=True)
        record_moment(at=now, actor=None, verb="district.created", thing=district)
    return district


@transaction.atomic
def change_district(*, district: District, name: str, time_zone: str, language: str, by: Person, now: datetime) -> None:
    """Change the name, time zone and language of a district."""
    _refuse_bad_district(name, time_zone)
    district.name, district.time_zone, district.language = name.strip(), time_zone, language
    district.save(update_fields=["name", "time_zone", "language"])
    record_moment(at=now, actor=by, verb="district.changed", thing=district)


@transaction.atomic
def settle_district(*, district: District, name: str, time_zone: str, language: str, by: Person, now: datetime) -> None:
    """Let a coordinator confirm name, time zone and language: the first step of setting up."""
    change_district(district=district, name=name, time_zone=time_zone, language=language, by=by, now=now)
    if district.set_up_at is None:
        finish_set_up(district=district, by=by, now=now)


@transaction.atomic
def finish_set_up(*, district: District, by: Person, now: datetime) -> None:
    """Note that a coordinator has said where the district is."""
    district.set_up_at = now
    district.save(update_fields=["set_up_at"])
    record_moment(at=now, actor=by, verb="district.set-up", thing=district)


def _refuse_bad_district(name: str, time_zone: str) -> None:
    if not name.strip():
        raise ActionRefused(_("Give the district a name."), "name")
    if not is_time_zone(time_zone):
        raise ActionRefused(_("Choose a time zone such as Europe/Madrid."), "time_zone")


@transaction.atomic
def create_school(
    *,
    name: str,
    by: Person | None,
    now: datetime,
    kind: str = School.Kind.SCHOOL,
    parent: School | None = None,
) -> School:
    """Make a school of the current district."""
    if not name.strip():
        raise ActionRefused(_("Give the school a name."), "name")
    school = School.objects.create(name=name.strip(), kind=kind, parent=parent)
    record_moment(at=now, actor=by, verb="school.created", thing=school)
    return school


@transaction.atomic
def rename_school(*, school: School, name: str, expected_version: int, by: Person, now: datetime) -> None:
    """Give a school another name; raises ``StaleVersion`` when somebody saved it meanwhile."""
    if not name.strip():
        raise ActionRefused(_("Give the school a name."), "name")
    school.name = name.strip()
    save_version(school, expected=expected_version, fields=["name"])
    record_moment(at=now, actor=by, verb="school.renamed", thing=school)


@transaction.atomic
def create_person(
    *,
    given_name: str,
    by: Person | None,
    now: datetime,
    family_name: str = "",
    called: str = "",
    email: str = "",
    language: str = "",
    grades: Sequence[str] = (),
) -> Person:
    """Add somebody to the current district, without role or account."""
    if not given_name.strip():
        raise ActionRefused(_("Write at least a given name."), "given_name")
    person = Person.objects.create(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        called=called.strip(),
        email=email.strip().lower(),
        language=language,
        grades=list(grades),
    )
    record_moment(at=now, actor=by, verb="person.created", thing=person)
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    given_name: str,
    family_name: str,
    called: str,
    email: str,
    language: str,
    expected_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Change how somebody is named and reached; raises ``StaleVersion`` when somebody saved it meanwhile."""
    if not given_name.strip():
        raise ActionRefused(_("Write at least a given name."), "given_name")
    person.given_name, person.family_name = given_name.strip(), family_name.strip()
    person.called, person.email, person.language = called.strip(), email.strip().lower(), language
    fields = ["given_name", "family_name", "called", "email", "language"]
    save_version(person, expected=expected_version, fields=fields)
    record_moment(at=now, actor=by, verb="person.changed", thing=person)


@transaction.atomic
def open_account(
    *,
    person: Person,
    username: str,
    by: Person | None,
    now: datetime,
    password: str | None = None,
    email: str = "",
) -> Account:
    """Let somebody sign in. Without a password the account waits for one by e-mail, card or picture secret."""
    username = username.strip().lower()
    if not username:
        raise ActionRefused(_("Write a username."), "username")
    if ":" in username:  # names under which the doors count their guesses
        raise ActionRefused(_("Choose a username without a colon."), "username")
    account = Account(
        id=uuid7(),
        district=person.district,
        person=person,
        username=username,
        email=email.strip().lower(),
        password=make_password(password),
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise ActionRefused(_("This username is taken, or the person has an account already."), "username") from None
    record_moment(at=now, actor=by, verb="account.opened", thing=account, learner=person)
    return account


@transaction.atomic
def close_account(*, account: Account, by: Person, now: datetime) -> None:
    """Stop somebody from signing in; their work stays. Can be opened again."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    SignInCard.objects.filter(person=account.person_id, revoked_at__isnull=True).update(revoked_at=now)
    record_moment(at=now, actor=by, verb="account.closed", thing=account)


@transaction.atomic
def reopen_account(*, account: Account, by: Person, now: datetime) -> None:
    """Let somebody sign in again."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    record_moment(at=now, actor=by, verb="account.reopened", thing=account)


def switch_account(*, person: Person, active: bool, by: Person, now: datetime) -> None:
    """Close or reopen somebody's account; raises ``ActionRefused`` when there is none."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        raise ActionRefused(_("There is no account yet."), "username")
    (reopen_account if active else close_account)(account=account, by=by, now=now)


@transaction.atomic
def prefer(*, account: Account, language: str, theme: str, font: str, now: datetime) -> None:
    """Keep how somebody likes their pages: language, light or dark, letters."""
    account.language, account.theme, account.font = language, theme, font
    account.save(update_fields=["language", "theme", "font"])
    record_moment(at=now, actor=account.person, verb="account.preferred", thing=account)


@transaction.atomic
def give_role(
    *,
    person: Person,
    kind: str,
    by: Person | None,
    now: datetime,
    starts_on: date,
    school: School | None = None,
    ends_on: date | None = None,
) -> Role:
    """Make somebody a learner, educator, coordinator... of a school, or of the whole district."""
    if ends_on is not None and ends_on < starts_on:
        raise ActionRefused(_("The end comes before the start."), "ends_on")
    role = Role.objects.create(person=person, kind=kind, school=school, starts_on=starts_on, ends_on=ends_on)
    record_moment(at=now, actor=by, verb="role.given", thing=role, context={"kind": str(kind)})
    return role


@transaction.atomic
def end_role(*, role: Role, on: date, by: Person, now: datetime) -> None:
    """End a role: from ``on`` it no longer holds."""
    role.ends_on = max(on, role.starts_on)
    role.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="role.ended", thing=role, context={"kind": role.kind})


@transaction.atomic
def reopen_role(*, role: Role, by: Person, now: datetime) -> None:
    """Take the end of a role back."""
    role.ends_on = None
    role.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="role.reopened", thing=role, context={"kind": role.kind})


@transaction.atomic
def link_guardian(
    *,
    guardian: Person,
    learner: Person,
    by: Person | None,
    now: datetime,
    starts_on: date,
    relation: str = "guardian",
    ends_on: date | None = None,
) -> Guardianship:
    """Let a guardian see and take part in the learning of one learner."""
    if guardian.pk == learner.pk:
        raise ActionRefused(_("Nobody is their own guardian."), "guardian")
    if ends_on is not None and ends_on < starts_on:
        raise ActionRefused(_("The end comes before the start."), "ends_on")
    if Guardianship.objects.filter(guardian=guardian, learner=learner, ends_on__isnull=True).exists():
        raise ActionRefused(_("They are linked already."), "guardian")
    link = Guardianship.objects.create(
        guardian=guardian, learner=learner, relation=relation, starts_on=starts_on, ends_on=ends_on
    )
    record_moment(at=now, actor=by, verb="guardianship.started", thing=link, learner=learner)
    return link


def link_guardian_by_email(
    *,
    email: str,
    among: QuerySet[Person],
    learner: Person,
    relation: str,
    starts_on: date,
    by: Person,
    now: datetime,
    ends_on: date | None = None,
) -> Guardianship:
    """Link the one person ``among`` those given who has this e-mail; raises ``ActionRefused`` for none or several."""
    found = list(among.filter(email__iexact=email.strip()).distinct()[:2])
    if not found:
        raise ActionRefused(_("Nobody here has this e-mail. Add the person first."), "email")
    if len(found) > 1:
        raise ActionRefused(_("Several people have this e-mail. Give each their own first."), "email")
    return link_guardian(
        guardian=found[0], learner=learner, relation=relation, starts_on=starts_on, ends_on=ends_on, by=by, now=now
    )


@transaction.atomic
def end_guardianship(*, link: Guardianship, on: date, by: Person, now: datetime) -> None:
    """End a guardianship: from ``on`` the guardian no longer sees the learner."""
    link.ends_on = max(on, link.starts_on)
    link.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="guardianship.ended", thing=link, learner=link.learner)


@transaction.atomic
def reopen_guardianship(*, link: Guardianship, by: Person, now: datetime) -> None:
    """Take the end of a guardianship back; raises ``ActionRefused`` when the two were linked anew meanwhile."""
    anew = Guardianship.objects.filter(guardian=link.guardian_id, learner=link.learner_id, ends_on__isnull=True)
    if anew.exclude(pk=link.pk).exists():
        raise ActionRefused(_("They are linked already."), "guardian")
    link.ends_on = None
    link.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="guardianship.reopened", thing=link, learner=link.learner)


@transaction.atomic
def start_mentorship(
    *,
    mentor: Person,
    learner: Person,
    invited_by: Person,
    purpose: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Mentorship:
    """Let a mentor work with one learner for one purpose until ``ends_on``."""
    if ends_on <= starts_on:
        raise ActionRefused(_("Choose an end after the start."), "ends_on")
    link = Mentorship.objects.create(
        mentor=mentor,
        learner=learner,
        invited_by=invited_by,
        purpose=purpose.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record_moment(at=now, actor=invited_by, verb="mentorship.started", thing=link, learner=learner)
    return link


@transaction.atomic
def end_mentorship(*, link: Mentorship, on: date, by: Person, now: datetime) -> None:
    """End a mentorship early."""
    link.ends_on = max(on, link.starts_on)
    link.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="mentorship.ended", thing=link, learner=link.learner)


def create_coordinator(
    *,
    district_id: UUID,
    given_name: str,
    family_name: str,
    username: str,
    password: str,
    now: datetime,
    email: str = "",
    school: School | None = None,
) -> Account:
    """Add a coordinator with an account, of the whole district or of one school."""
    with district_scope(district_id):
        district = District.objects.get(pk=district_id)
        person = create_person(given_name=given_name, family_name=family_name, email=email, by=None, now=now)
        today = district.today(now)
        give_role(person=person, kind=Role.Kind.COORDINATOR, school=school, starts_on=today, by=None, now=now)
        return open_account(person=person, username=username, password=password, email=email, by=None, now=now)
