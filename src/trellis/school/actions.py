"""What can be done with terms, courses, classes, enrolments and class codes."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.database import refresh_statistics
from trellis.people.actions import create_person, end_role, give_role, reopen_role
from trellis.people.models import Person, Role, School
from trellis.school.code_words import ANIMALS, PLACES
from trellis.school.models import ClassCode, ClassTerm, Course, Enrolment, SchoolClass, Term

CODE_LASTS = timedelta(days=120)
# An educator and six learners who do not exist.
SAMPLE_PEOPLE = (
    ("Sample", "Teacher"),
    ("Alba", "Sample"),
    ("Bao", "Sample"),
    ("Chioma", "Sample"),
    ("Dario", "Sample"),
    ("Elif", "Sample"),
    ("Farid", "Sample"),
)


@transaction.atomic
def add_person(
    *,
    given_name: str,
    family_name: str,
    called: str,
    email: str,
    language: str,
    kind: str,
    school: School,
    on: date,
    by: Person,
    now: datetime,
    school_class: SchoolClass | None = None,
) -> Person:
    """Add somebody by hand with what they are in a school and a class; without a kind they are family or other."""
    person = create_person(
        given_name=given_name, family_name=family_name, called=called, email=email, language=language, by=by, now=now
    )
    if kind:
        give_role(person=person, kind=kind, school=school, starts_on=on, by=by, now=now)
    if kind and school_class is not None:
        role = Enrolment.Role.EDUCATOR if kind == Role.Kind.EDUCATOR else Enrolment.Role.LEARNER
        enrol(person=person, school_class=school_class, role=role, starts_on=on, by=by, now=now)
    return person


@transaction.atomic
def create_term(
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Person | None,
    now: datetime,
    kind: str = Term.Kind.TERM,
    parent: Term | None = None,
) -> Term:
    """Make a term; ``ends_on`` is the first day after it."""
    _refuse_bad_term(title, starts_on, ends_on)
    term = Term.objects.create(title=title.strip(), kind=kind, starts_on=starts_on, ends_on=ends_on, parent=parent)
    record_moment(at=now, actor=by, verb="term.created", thing=term)
    return term


@transaction.atomic
def change_term(
    *,
    term: Term,
    title: str,
    starts_on: date,
    ends_on: date,
    expected_version: int,
    by: Person,
    now: datetime,
) -> None:
    """Change title and dates; raises ``StaleVersion`` when somebody saved it meanwhile."""
    _refuse_bad_term(title, starts_on, ends_on)
    term.title, term.starts_on, term.ends_on = title.strip(), starts_on, ends_on
    save_version(term, expected=expected_version, fields=["title", "starts_on", "ends_on"])
    record_moment(at=now, actor=by, verb="term.changed", thing=term)


@transaction.atomic
def name_term_for_roster(*, term: Term, sourced_id: str, by: Person | None, now: datetime) -> None:
    """Say under which identifier a roster knows a term that was made by hand, so that it is not brought in again."""
    term.sourced_id = sourced_id
    term.save(update_fields=["sourced_id"])
    record_moment(at=now, actor=by, verb="term.named-for-roster", thing=term)


def _refuse_bad_term(title: str, starts_on: date, ends_on: date) -> None:
    if not title.strip():
        raise ActionRefused(_("Give the term a title."), "title")
    if ends_on <= starts_on:
        raise ActionRefused(_("The last day comes before the first."), "ends_on")


@transaction.atomic
def create_course(
    *,
    title: str,
    by: Person | None,
    now: datetime,
    school: School | None = None,
    code: str = "",
    subjects: Sequence[str] = (),
    grades: Sequence[str] = (),
) -> Course:
    """Make a course that several classes teach alike."""
    course = Course.objects.create(
        title=title.strip(), school=school, code=code, subjects=list(subjects), grades=list(grades)
    )
    record_moment(at=now, actor=by, verb="course.created", thing=course)
    return course


@transaction.atomic
def create_class(
    *,
    school: School,
    title: str,
    by: Person | None,
    now: datetime,
    kind: str = SchoolClass.Kind.CLASS,
    terms: Sequence[Term] = (),
    course: Course | None = None,
    code: str = "",
    place: str = "",
    grades: Sequence[str] = (),
    subjects: Sequence[str] = (),
) -> SchoolClass:
    """Make a class or an advisory of a school, in some terms."""
    if not title.strip():
        raise ActionRefused(_("Give the class a title."), "title")
    school_class = SchoolClass.objects.create(
        school=school,
        course=course,
        title=title.strip(),
        code=code,
        kind=kind,
        place=place,
        grades=list(grades),
        subjects=list(subjects),
    )
    ClassTerm.objects.bulk_create([ClassTerm(school_class=school_class, term=term) for term in terms])
    record_moment(at=now, actor=by, verb="class.created", thing=school_class, context={"kind": str(kind)})
    return school_class


@transaction.atomic
def change_class(
    *,
    school_class: SchoolClass,
    title: str,
    place: str,
    expected_version: int,
    by: Person,
    now: datetime,
    kind: str | None = None,
    terms: Collection[Term] | None = None,
) -> None:
    """Change title and place, and kind and terms where they are given.

    Raises ``StaleVersion`` when somebody saved the class meanwhile.
    """
    if not title.strip():
        raise ActionRefused(_("Give the class a title."), "title")
    school_class.title, school_class.place = title.strip(), place.strip()
    school_class.kind = kind or school_class.kind
    save_version(school_class, expected=expected_version, fields=["title", "place", "kind"])
    if terms is not None:
        links = ClassTerm.objects.filter(school_class=school_class)
        links.exclude(term__in=terms).delete()
        there = set(links.values_list("term_id", flat=True))
        ClassTerm.objects.bulk_create(
            [ClassTerm(school_class=school_class, term=t) for t in terms if t.pk not in there]
        )
    record_moment(at=now, actor=by, verb="class.changed", thing=school_class, context={"kind": str(school_class.kind)})


@transaction.atomic
def enrol(
    *,
    person: Person,
    school_class: SchoolClass,
    role: str,
    starts_on: date,
    by: Person | None,
    now: datetime,
    ends_on: date | None = None,
    is_primary: bool = False,
) -> Enrolment:
    """Let somebody belong to a class from ``starts_on``; raises ``ActionRefused`` when they already do."""
    if ends_on is not None and ends_on < starts_on:
        raise ActionRefused(_("The end comes before the start."), "ends_on")
    already = Enrolment.objects.filter(person=person, school_class=school_class, role=role, ends_on__isnull=True)
    if already.exists():
        raise ActionRefused(_("They belong to this class already."), "person")
    enrolment = Enrolment.objects.create(
        person=person,
        school_class=school_class,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        is_primary=is_primary,
    )
    record_moment(
        at=now,
        actor=by,
        verb="enrolment.started",
        thing=enrolment,
        learner=person,
        context={"role": str(role)},
    )
    return enrolment


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, on: date, by: Person | None, now: datetime) -> None:
    """End an enrolment: from ``on`` neither side sees the other through it. The person's work stays."""
    enrolment.ends_on = max(on, enrolment.starts_on)
    enrolment.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="enrolment.ended", thing=enrolment, learner=enrolment.person)


@transaction.atomic
def end_role_and_places(*, role: Role, places: Sequence[Enrolment], on: date, by: Person, now: datetime) -> None:
    """End what somebody is, and with it these places in classes: all of it, or nothing."""
    for place in places:
        end_enrolment(enrolment=place, on=on, by=by, now=now)
    end_role(role=role, on=on, by=by, now=now)


@transaction.atomic
def reopen_role_and_places(*, role: Role, places: Sequence[Enrolment], by: Person, now: datetime) -> None:
    """Take both ends back."""
    reopen_role(role=role, by=by, now=now)
    for place in places:
        reopen_enrolment(enrolment=place, by=by, now=now)


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, by: Person, now: datetime) -> None:
    """Take the end of an enrolment back."""
    enrolment.ends_on = None
    enrolment.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="enrolment.reopened", thing=enrolment, learner=enrolment.person)


@transaction.atomic
def issue_class_code(*, school_class: SchoolClass, by: Person, now: datetime) -> ClassCode:
    """Make a fresh code of three plain words' worth for the classroom wall; the one before stops working."""
    ClassCode.objects.filter(school_class=school_class, revoked_at__isnull=True).update(revoked_at=now)
    word = f"{secrets.choice(PLACES)}-{secrets.choice(ANIMALS)}-{secrets.randbelow(900) + 100}"
    code = ClassCode.objects.create(school_class=school_class, code=word, made_at=now, expires_at=now + CODE_LASTS)
    record_moment(at=now, actor=by, verb="class-code.issued", thing=school_class)
    return code


@transaction.atomic
def make_sample_class(*, by: Person, on: date, now: datetime) -> SchoolClass:
    """Make a class of invented learners in the first school, to look around with before the real roster comes.

    Raises ``ActionRefused`` where there is no school yet.
    """
    school = School.objects.filter(kind=School.Kind.SCHOOL, closed_on__isnull=True).order_by("name").first()
    if school is None:
        raise ActionRefused(_("Add a school first."))
    terms = list(Term.objects.filter(starts_on__lte=on, ends_on__gt=on))
    sample = create_class(school=school, title=_("Sample class"), terms=terms, by=by, now=now)
    for number, (given, family) in enumerate(SAMPLE_PEOPLE):
        teaches = number == 0
        person = add_person(
            given_name=given,
            family_name=family,
            called="",
            email="",
            language="",
            kind=Role.Kind.EDUCATOR if teaches else Role.Kind.LEARNER,
            school=school,
            on=on,
            by=by,
            now=now,
        )
        role = Enrolment.Role.EDUCATOR if teaches else Enrolment.Role.LEARNER
        enrol(person=person, school_class=sample, role=role, starts_on=on, by=by, now=now)
    refresh_statistics()  # the first pages of a new school are fast at once, not when the server next counts
    return sample
