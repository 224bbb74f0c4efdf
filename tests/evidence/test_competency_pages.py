"""The page of one competency: both voices, never averaged; what all of it says together, and what it rests on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.evidence.growing import competency, eyes, judge, show
from tests.evidence.test_feedback_and_voices import meet

from trellis.evidence.models import EvidencePolicy
from trellis.framework.models import CompetencyLink
from trellis.plan.models import Topic


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
    assert len(seen) == 21
    assert len(html) < 40_000


# --- A gap goes to the next conference -------------------------------------------------------------------


def differ(cast):
    """Let Ada and Tom see the same thing differently."""
    mine = show(cast, competency())
    judge(cast, competency(), 2, by=cast.ada, artefact=mine)
    judge(cast, competency(), 3, by=cast.tom)


def tap(client, cast, route: str, *more, code: str = "NUM.1"):
    return client.post(reverse(route, args=[cast.ada.pk, competency(code).pk, *more]), follow=True)


def test_one_tap_puts_the_gap_on_the_next_conference_and_another_takes_it_off(cast, sign_in):
    differ(cast)
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    assert "Arrange a conference to talk about it" in page(tom, cast)
    assert "No conference is arranged yet." in tap(tom, cast, "evidence:gap-to-conference").content.decode()
    conference = meet(cast)
    assert "Talk about it at the next conference" in page(ada, cast)
    for _twice in range(2):
        html = tap(ada, cast, "evidence:gap-to-conference").content.decode()
    assert "It is on the agenda of the next conference." in html
    assert "Talk about it at the next conference" not in page(tom, cast)
    topic = Topic.objects.get(conference=conference)
    assert "saw it" not in topic.words
    assert "It is off the agenda." in tap(ada, cast, "evidence:gap-off-agenda", topic.pk).content.decode()
    assert "Talk about it at the next conference" in page(tom, cast)


def test_nobody_else_puts_it_there_nor_what_is_no_gap_nor_takes_off_something_else(cast, sign_in):
    differ(cast)
    conference = meet(cast)
    other = Topic.objects.create(conference=conference, words="My bicycle", position=0)
    for name, status in {"ruth": 403, "ben": 404, "mira": 404, "noor": 404, "omar": 404}.items():
        client = sign_in(getattr(cast, name))
        assert tap(client, cast, "evidence:gap-to-conference").status_code == status, name
        assert tap(client, cast, "evidence:gap-off-agenda", other.pk).status_code == status, name
    ada = sign_in(cast.ada)
    assert "Talk about it at the next conference" not in page(sign_in(cast.ruth), cast)
    assert tap(ada, cast, "evidence:gap-to-conference", code="NUM.2").status_code == 404
    assert tap(ada, cast, "evidence:gap-off-agenda", other.pk).status_code == 404
