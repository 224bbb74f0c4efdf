"""No dead ends: whatever a room shows somebody is at most two clicks from their Today, and leads back."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve
from tests.url_samples import samples_for

LINK = re.compile(r'<a[^>]* href="(/[^"#]*)')
OF_A_LEARNER = {
    "plan:plan", "plan:goal", "plan:conferences", "plan:learner-conferences", "plan:conference", "plan:graduation",
    "plan:decisions", "plan:print", "plan:family-links", "agenda:index",
}  # fmt: skip
REACHED = {
    "ada": (OF_A_LEARNER - {"plan:plan"})
    | {"plan:mine", "plan:new-goal", "profile:me", "profile:add", "profile:my-check-ins", "profile:answer"}
    | {"evidence:evidence", "evidence:add", "evidence:my-trellis", "evidence:journal", "evidence:artefact",
       "evidence:announcements", "evidence:my-record"}
    | {"studio:projects", "studio:project", "studio:frame", "studio:begin-own", "portfolio:showcases"},
    # An educator has thirty plans: each of them is two clicks away, and what is in it one more.
    "tom": (OF_A_LEARNER - {"plan:goal", "plan:decisions", "plan:print", "plan:family-links", "plan:graduation"})
    | {"plan:expectations", "plan:new-conference", "profile:profile", "profile:check-ins",
       "profile:check-in", "profile:new-check-in", "talk:reports"}
    | {"evidence:evidence", "evidence:artefact", "evidence:learner", "evidence:notice", "evidence:questions",
       "evidence:checks", "evidence:picture", "evidence:announcements"}
    | {"studio:frames", "studio:frame", "studio:new-frame", "studio:exhibitions"},
    "ruth": OF_A_LEARNER
    | {"plan:suggest", "profile:profile", "evidence:learner", "evidence:trellis", "evidence:record"},
    "noor": {"profile:profile", "school:person"},
    "omar": {"plan:policy", "plan:expectations", "profile:check-ins", "profile:tags", "school:schools"}
    | {"evidence:policy", "files:room"},
}  # fmt: skip


def links_of(client, address: str) -> set[str]:
    response = client.get(address, follow=True)
    html = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
    return {found.replace("&amp;", "&") for found in LINK.findall(html)}


@pytest.mark.parametrize("name", REACHED)
def test_pages_are_two_clicks_from_today_and_lead_back(cast, sign_in, name):
    samples_for(cast)
    client = sign_in(getattr(cast, name))
    first = links_of(client, "/")
    pages = {address: links_of(client, address) for address in first}
    seen = first.union(*pages.values())
    assert REACHED[name] - {_name(address) for address in seen} == set()
    own = {address: links for address, links in pages.items() if _name(address).startswith(("plan:", "profile:"))}
    assert [address for address, links in own.items() if not links & {"/", "/plan/", "/me/"}] == []


def _name(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


def test_an_educator_comes_to_plan_profile_and_evidence_of_each_learner_in_two_clicks(cast, sign_in):
    tom = sign_in(cast.tom)
    assert "/people/" in links_of(tom, "/")
    for learner in (cast.ada, cast.ben):
        for page in ("plan", "profile", "evidence"):
            assert f"/learners/{learner.pk}/{page}/" in links_of(tom, "/people/")
