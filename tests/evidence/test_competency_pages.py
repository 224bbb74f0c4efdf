"""The page of one competency: both voices, never averaged; what all of it says together, and what it rests on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.evidence.growing import competency, eyes, judge, show

from trellis.evidence.models import EvidencePolicy
from trellis.framework.models import CompetencyLink


def page(client, cast, code: str = "NUM.1") -> str:
    response = client.get(reverse("evidence:competency", args=[cast.ada.pk, competency(code).pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_seen_is_not_enough_seen_yet(cast, sign_in):
    html = page(sign_in(cast.ada), cast)
    assert "Not enough seen yet" in html
    assert "Nobody has said anything yet." in html


def test_both_voices_stand_side_by_side_and_a_gap_is_for_talking(cast, sign_in):
    mine = show(cast, competency())
    judge(cast, competency(), 2, by=cast.ada, artefact=mine)
    judge(cast, competency(), 3, by=cast.tom)
    html = page(sign_in(cast.ada), cast)
    assert "Because self saw it" in html
    assert "Because educator saw it" in html
    assert "You see it differently." in html
    judge(cast, competency(), 3, by=cast.ada, artefact=mine)
    assert "You see it differently." not in page(sign_in(cast.ada), cast)


def test_the_learners_own_judgement_enters_no_number(cast, sign_in):
    for _again in range(6):
        judge(cast, competency(), 4, by=cast.ada)
    html = page(sign_in(cast.ada), cast)
    assert "Not enough seen yet" in html
    assert 'class="band"' not in html
    judge(cast, competency(), 2, by=cast.tom)
    judge(cast, competency(), 2, by=cast.ines)
    html = page(sign_in(cast.ada), cast)
    assert '<p class="stands">Getting there</p>' in html
    assert "Your own judgement is yours and is never counted." in html
    assert html.count("carries much of it (50 %)") == 2


def test_a_peer_carries_half_and_what_was_revisited_nothing(cast, sign_in):
    judge(cast, competency(), 2, by=cast.tom)
    old = judge(cast, competency(), 1, by=cast.ines)
    new = judge(cast, competency(), 2, by=cast.ines)
    with eyes(cast, cast.ines):
        new.revisits = old
        new.save(update_fields=["revisits"])
    judge(cast, competency(), 3, by=cast.ben)
    html = page(sign_in(cast.ada), cast)
    assert html.count("carries much of it (40 %)") == 2
    assert html.count("carries some of it (20 %)") == 1


@pytest.mark.parametrize(
    ("rule", "level", "sentence"),
    [
        ("model", "On my own", "what is older counts less"),
        ("recent", "Getting there", "The level of the most recent judgement"),
        ("highest", "Teaching others", "The highest level that was seen so far."),
        ("decaying", "Getting there", "the latest counts most"),
        ("times", "Getting there", "The highest level that was seen often enough."),
    ],
)
def test_the_school_chooses_the_rule_and_the_page_says_which(cast, sign_in, rule, level, sentence):
    EvidencePolicy.objects.create(school=cast.school, rule=rule, times=2)
    now = timezone.now()
    judge(cast, competency(), 4, by=cast.tom, at=now - timedelta(days=30))
    judge(cast, competency(), 2, by=cast.ines, at=now - timedelta(days=3))
    judge(cast, competency(), 2, by=cast.tom, at=now - timedelta(days=1))
    html = page(sign_in(cast.ada), cast)
    assert f'<p class="stands">{level}</p>' in html
    assert sentence in html
    if rule == "times":
        assert "seen at least 2 times" in html


def test_ready_for_follows_from_what_comes_before(cast, sign_in):
    link = CompetencyLink.objects.filter(kind="precedes", origin__framework=competency().framework).first()
    others = CompetencyLink.objects.filter(kind="precedes", destination=link.destination)
    assert "Not yet: something that comes before it" in page(sign_in(cast.ada), cast, link.destination.code)
    for before in others:
        for by in (cast.tom, cast.ines, cast.tom):
            judge(cast, before.origin, 4, by=by)
    html = page(sign_in(cast.ada), cast, link.destination.code)
    assert "Ready for this: all that comes before it is there." in html
    assert "ready for it" in page(sign_in(cast.ada), cast, link.origin.code)


def test_an_educator_reads_what_is_not_sealed_to_them(cast, sign_in):
    judge(cast, competency(), 2, by=cast.tom)
    judge(cast, competency(), 4, by=cast.ines)
    judge(cast, competency(), 3, by=cast.ada, artefact=show(cast, competency(), audience="me"))
    tom = page(sign_in(cast.tom), cast)
    assert tom.count("Because educator saw it") == 1
    assert "Because self saw it" not in tom
    assert "The rest is sealed." in tom
    ruth = page(sign_in(cast.ruth), cast)
    assert ruth.count("Because educator saw it") == 2
    assert "sealed" not in ruth


@pytest.mark.parametrize("name", ["ben", "mira", "paul", "noor", "omar", "dana", "eve"])
def test_others_find_no_page(cast, sign_in, name):
    address = reverse("evidence:competency", args=[cast.ada.pk, competency().pk])
    assert sign_in(getattr(cast, name)).get(address).status_code == 404


@pytest.mark.parametrize("n", [1, 30])
def test_it_takes_the_same_queries_however_much_was_said(cast, sign_in, n):
    for number in range(n):
        judge(cast, competency(), 1 + number % 4, by=cast.tom)
    ada = sign_in(cast.ada)
    page(ada, cast)
    with CaptureQueriesContext(connection) as seen:
        html = page(ada, cast)
    assert len(seen) == 22
    assert len(html) < 40_000
