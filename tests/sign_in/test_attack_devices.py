"""What the next person finds on a device that others use too: nothing of the visit before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.school.models import Enrolment


@pytest.mark.parametrize(
    ("who", "path"),
    [("ada", "/"), ("tom", "/people/"), ("ruth", "/classes/"), ("omar", "/roster/export/"), ("ada", "/framework/")],
)
def test_no_browser_keeps_a_page_of_a_visit(cast, sign_in, who, path):
    response = sign_in(getattr(cast, who)).get(path)
    response.close()
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")


def test_what_is_everybodys_may_be_kept(cast, client, sign_in):
    style = client.get("/account/login/").text.partition('href="/style/')[2].partition('"')[0]
    assert "immutable" in sign_in(cast.ada).get(f"/style/{style}").headers["Cache-Control"]


@pytest.mark.parametrize("how", ["signed out", "visit lost"])
def test_a_notice_that_was_not_read_ends_with_the_visit(cast, sign_in, how):
    client = sign_in(cast.tom)
    client.post(reverse("school:leave-class", args=[Enrolment.objects.get(person=cast.ben).pk]))
    if how == "signed out":
        client.post("/account/logout/")
    else:
        del client.cookies["sessionid"]
    assert "Ben" not in client.get("/account/login/").text
