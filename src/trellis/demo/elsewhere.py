"""A second, tiny district: Zed learns there, and nobody of the first may ever see him."""

from __future__ import annotations

from datetime import date, datetime

from trellis.core.scope import district_scope
from trellis.demo.calendar import NearDays, school_year
from trellis.demo.content import load_places, person_from
from trellis.demo.district import Building, add_people, add_terms
from trellis.framework.actions import adopt_starter_framework
from trellis.people.actions import create_district, create_school, finish_set_up, give_role
from trellis.people.models import District, Role
from trellis.school.actions import create_class, enrol
from trellis.school.models import Enrolment


def build_elsewhere(*, today: date, now: datetime) -> None:
    """Make Zed's district with a school, a class, an educator and a coordinator."""
    places = load_places()["elsewhere"]
    building = Building(today, now, school_year(today), NearDays.around(today))
    district = create_district(**places["district"], now=now)
    coordinator, educator, learner = (person_from(places[part]) for part in ("coordinator", "educator", "learner"))
    with district_scope(district.pk):
        add_people(building, (coordinator, educator, learner), lambda *_: None)
        abel, ida, zed = (building.people[entry.username] for entry in (coordinator, educator, learner))
        school = create_school(name=places["school"]["name"], by=abel, now=now)
        began = building.year.year.starts_on
        give_role(person=abel, kind=Role.Kind.COORDINATOR, starts_on=began, by=None, now=now)
        give_role(person=ida, kind=Role.Kind.EDUCATOR, school=school, starts_on=began, by=abel, now=now)
        give_role(person=zed, kind=Role.Kind.LEARNER, school=school, starts_on=began, by=abel, now=now)
        terms = add_terms(building.year, by=abel, now=now)
        harbor = create_class(school=school, **places["class"], terms=terms, by=abel, now=now)
        for person, role in ((ida, Enrolment.Role.EDUCATOR), (zed, Enrolment.Role.LEARNER)):
            enrol(
                person=person,
                school_class=harbor,
                role=role,
                starts_on=began,
                is_primary=person is ida,
                by=abel,
                now=now,
            )
        adopt_starter_framework(district_id=district.pk, by=abel, now=now)
        finish_set_up(district=District.objects.get(pk=district.pk), by=abel, now=now)
