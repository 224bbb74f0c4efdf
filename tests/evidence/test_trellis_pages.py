"""My trellis: what grows, who sees it, how large it is, and that it stays one learner's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.evidence.growing import competency, eyes, judge, show

from trellis.framework.models import Competency
from trellis.plan.actions.goals import draft_goal
from trellis.plan.actions.plans import open_plan
from trellis.profile.actions import write_facet
from trellis.school.actions import create_term


def page(client, name: str = "evidence:my-trellis", *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_trellis_says_how_the_first_leaf_grows(cast, sign_in):
    html = page(sign_in(cast.ada))
    assert "Nothing has grown here yet. Show one thing you did" in html
    assert html.count('class="leafy"') == html.count('id="s-leafy"') + 1  # the legend alone
    assert "10 not opened yet" in html


def test_leaves_goals_and_interests_grow_in_their_fields(cast, sign_in):
    seen = show(cast, competency("NUM.1"), title="Bridge of paper")
    judge(cast, competency("NUM.1"), 2, by=cast.tom, artefact=seen)
    show(cast, competency("NUM.2"), title="Half a pizza")
    with eyes(cast, cast.ada):
        interest = write_facet(learner=cast.ada, kind="interest", words="Bridges", by=cast.ada, now=timezone.now())
        write_facet(learner=cast.ada, kind="interest", words="Owls at night", by=cast.ada, now=timezone.now())
        plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=timezone.now())
        clauses = {"title": "Build a bridge", "competencies": [competency("NUM.3")]}
        draft_goal(plan=plan, clauses=clauses, facet=interest, by=cast.ada, now=timezone.now())
    html = page(sign_in(cast.ada))
    assert "1 leaf, 1 young leaf, 1 goal, 1 flower, 7 not opened yet" in html
    assert "“Bridge of paper”" in html
    assert "“Half a pizza”" in html
    assert "Build a bridge" in html
    assert "Owls at night" in html
    tom = page(sign_in(cast.tom), "evidence:trellis", cast.ada.pk)
    assert "1 leaf, 1 young leaf, 8 not opened yet" in tom
    assert "Build a bridge" not in tom
    assert "Owls at night" not in tom


def test_a_field_opens_and_leads_to_each_competency(cast, sign_in):
    show(cast, competency("NUM.1"))
    field = Competency.objects.get(code="NUM")
    html = page(sign_in(cast.ada), inside=field.pk)
    assert reverse("evidence:competency", args=[cast.ada.pk, competency("NUM.1").pk]) in html
    assert "The whole trellis" in html
    assert page(sign_in(cast.ada), inside="nonsense", of="nonsense", until="nonsense")


def test_the_slider_goes_back_to_the_end_of_a_term(cast, sign_in):
    before = create_term(
        title="Summer term", starts_on=cast.term.starts_on - timedelta(days=90), ends_on=cast.term.starts_on,
        by=None, now=timezone.now(),
    )  # fmt: skip
    show(cast, competency("NUM.1"), at=timezone.now() - timedelta(days=120), title="Old bridge")
    show(cast, competency("NUM.2"), title="New bridge")
    ada = sign_in(cast.ada)
    now, then = page(ada), page(ada, until=0)
    assert "2 young leaves, 8 not opened yet" in now
    assert "As it is today" in now
    assert "1 young leaf, 9 not opened yet" in then
    assert f"As it was at the end of {before.title}" in then
    assert 'type="range"' in now
    assert "until=0" in now
    # An educator sees nothing from before the term, and is told so.
    tom = page(sign_in(cast.tom), "evidence:trellis", cast.ada.pk)
    assert "Old bridge" not in tom
    assert "1 young leaf, 9 not opened yet" in tom
    assert "What lies before is sealed." in tom


@pytest.mark.parametrize("name", ["tom", "ines", "ruth"])
def test_educators_and_family_read_one_learner(cast, sign_in, name):
    html = page(sign_in(getattr(cast, name)), "evidence:trellis", cast.ada.pk)
    assert "The trellis of Ada" in html
    assert "Ben" not in html


@pytest.mark.parametrize("name", ["ben", "chidi", "mira", "paul", "noor", "omar", "dana", "eve"])
def test_others_find_no_trellis(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert client.get(reverse("evidence:trellis", args=[cast.ada.pk])).status_code == 404
    own = client.get(reverse("evidence:my-trellis")).status_code
    assert own == (200 if name in {"ben", "chidi"} else 404)


def test_the_learner_is_led_to_their_own_page(cast, sign_in):
    response = sign_in(cast.ada).get(reverse("evidence:trellis", args=[cast.ada.pk]))
    assert response.status_code == 302
    assert response["Location"] == reverse("evidence:my-trellis")


@pytest.mark.parametrize("leaves", [1, 30])
def test_it_takes_the_same_queries_however_much_grows(cast, sign_in, leaves):
    things = list(Competency.objects.filter(framework=competency().framework, code__contains="."))
    for number in range(leaves):
        show(cast, things[number % len(things)], title=f"Thing {number}")
    ada = sign_in(cast.ada)
    page(ada)
    with CaptureQueriesContext(connection) as seen:
        html = page(ada)
    assert len(seen) == 17
    assert len(html) < 60_000
