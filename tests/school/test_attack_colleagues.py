"""Who teaches a class is the coordinators' to say, not the other educators'."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.school.models import Enrolment


def enrolment(person, where):
    return Enrolment.objects.get(person=person, school_class=where)


@pytest.mark.parametrize(("who", "status"), [("tom", 403), ("omar", 302)])
def test_a_former_educator_is_brought_back_by_coordinators_alone(cast, sign_in, who, status):
    eves = enrolment(cast.eve, cast.ada_class)
    ended_on = eves.ends_on
    response = sign_in(getattr(cast, who)).post(reverse("school:come-back", args=[eves.pk]))
    eves.refresh_from_db()
    assert (response.status_code, eves.ends_on) == (status, ended_on if status == 403 else None)


def test_an_educator_does_not_end_the_time_of_a_colleague(cast, sign_in):
    colleague = Enrolment.objects.create(
        person=cast.ines, school_class=cast.ada_class, role=Enrolment.Role.EDUCATOR, starts_on=cast.term.starts_on
    )
    response = sign_in(cast.tom).post(reverse("school:leave-class", args=[colleague.pk]))
    colleague.refresh_from_db()
    assert (response.status_code, colleague.ends_on) == (403, None)


def test_an_educator_ends_and_takes_back_the_time_of_a_learner(cast, sign_in):
    bens, client = enrolment(cast.ben, cast.ada_class), sign_in(cast.tom)
    for name in ("leave-class", "come-back"):
        assert client.post(reverse(f"school:{name}", args=[bens.pk])).status_code == 302
    bens.refresh_from_db()
    assert bens.ends_on is None


def test_the_page_offers_each_what_they_may_take_back(cast, sign_in):
    path = reverse("school:class", args=[cast.ada_class.pk])
    offered = {
        who: [member.name for member in sign_in(getattr(cast, who)).get(path).context["page"].ended]
        for who in ("tom", "omar", "ben")
    }
    assert offered == {"tom": [], "omar": ["Eve Castillo"], "ben": []}
