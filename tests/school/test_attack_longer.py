"""Nobody makes their own time longer: neither coordinators of one school nor mentors of a learner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.actions import ActionRefused
from trellis.people import actions as people
from trellis.people.models import Mentorship, Role
from trellis.people.signing_in_mentors import find_invitation, invite_mentor
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def teresa(cast, now, today):
    """A coordinator of one school, for ten days."""
    person = people.create_person(given_name="Teresa", by=cast.omar, now=now)
    people.give_role(
        person=person, kind="coordinator", school=cast.school, starts_on=today, ends_on=today + 10 * DAY,
        by=cast.omar, now=now,
    )  # fmt: skip
    people.open_account(person=person, username="teresa", by=cast.omar, now=now)
    return person


def test_a_coordinator_of_one_school_does_not_say_what_they_are_themselves(cast, sign_in, teresa, today):
    role = Role.objects.get(person=teresa)
    given = {"kind": "coordinator", "school": str(cast.school.pk)}
    dates = {"starts_on": today.isoformat(), "last_day": "", "dates_seen": role.dates_seen}
    tried = [
        (reverse("school:give-role", args=[teresa.pk]), given),
        (reverse("school:role-dates", args=[role.pk]), dates),
        (reverse("school:reopen-role", args=[role.pk]), {}),
    ]
    assert [sign_in(teresa).post(url, data).status_code for url, data in tried] == [403, 403, 403]
    assert Role.objects.get(person=teresa).ends_on == today + 10 * DAY


def test_they_still_say_it_of_others_and_the_district_of_themselves(cast, sign_in, teresa, today):
    given = {"kind": "educator", "school": str(cast.school.pk)}
    for who, whom in ((teresa, cast.tom), (cast.omar, cast.omar)):
        assert sign_in(who).post(reverse("school:give-role", args=[whom.pk]), given).status_code == 302
        assert Role.objects.filter(person=whom, kind="educator", starts_on=today).exists()


def invite(cast, by, until):
    links = {"make_link": lambda token: token}
    return invite_mentor(
        learner=cast.ada, email="g@example.org", purpose="Bees", mentor_until=until, by=by, now=timezone.now(), **links
    )


def test_a_mentor_comes_for_a_year_at_most(cast, sign_in, today):
    with pytest.raises(ActionRefused, match="within a year"):
        invite(cast, cast.tom, today + 367 * DAY)
    link = Mentorship.objects.get(learner=cast.ada)
    url = reverse("school:mentorship-dates", args=[cast.ada.pk, link.pk])
    given = {"starts_on": link.starts_on.isoformat(), "dates_seen": link.dates_seen}
    form = sign_in(cast.tom).post(url, {**given, "last_day": (today + 400 * DAY).isoformat()}).context["form"]
    assert "last_day" in form.errors
    assert sign_in(cast.tom).post(url, {**given, "last_day": (today + 300 * DAY).isoformat()}).status_code == 302


@pytest.mark.parametrize(("who", "opens"), [("tom", False), ("ines", True), ("omar", True)])
def test_an_invitation_ends_with_the_teaching_of_who_invited(cast, now, today, who, opens):
    token = invite(cast, getattr(cast, who), today + 30 * DAY)
    assert find_invitation(token, timezone.now()) is not None
    place = Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class)
    end_enrolment(enrolment=place, on=today, by=cast.omar, now=now)
    assert (find_invitation(token, timezone.now()) is not None) is opens
