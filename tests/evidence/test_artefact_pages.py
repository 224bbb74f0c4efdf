"""Pages of evidence: a photo in three taps, words that change, who sees it, and what is taken away comes back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.evidence.showing import ask, eyes_of, give, judge, moment, show, some_competency
from tests.files.samples import photo_with_place, picture_bytes, picture_upload

from trellis.core.scope import change_scope
from trellis.evidence.actions.noticing import notice_learner
from trellis.evidence.models import Artefact, ArtefactVersion
from trellis.notice.models import Notice


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def count_queries(client, name: str, *args: object) -> int:
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(seen)


def the_only_one(cast) -> Artefact:
    change_scope(cast.district.pk, cast.ada.pk)
    return Artefact.objects.get()


def test_a_photo_and_one_sentence_are_enough(cast, sign_in):
    ada = sign_in(cast.ada)
    taken = picture_upload("IMG_1.jpg", photo_with_place())
    html = post(ada, "evidence:add", uploads_camera=taken, words="Our bridge holds three books.", audience="educators")
    assert "Added to your evidence." in html
    assert 'alt="Our bridge holds three books."' in html
    assert "You and your educators can see this" in html
    artefact = the_only_one(cast)
    assert (artefact.kind, artefact.shared_at is not None) == ("photo", True)
    file = artefact.files.get().file_id
    assert sign_in(cast.tom).get(reverse("files:file", args=[file])).status_code == 200
    assert b"HomeOfAda" not in b"".join(sign_in(cast.tom).get(reverse("files:file", args=[file])).streaming_content)
    for name in ("ruth", "ben", "mira", "omar", "paul", "noor", "eve", "zed"):
        assert sign_in(getattr(cast, name)).get(reverse("files:file", args=[file])).status_code == 404


def test_what_a_device_sends_twice_arrives_once(cast, sign_in):
    ada, key = sign_in(cast.ada), "01890f3e-0000-7000-8000-000000000001"
    for _again in range(2):
        post(ada, "evidence:add", words="I read aloud", audience="me", key=key)
    assert the_only_one(cast).words == "I read aloud"


def test_many_files_at_once_and_a_bad_one_loses_none_of_the_others(cast, sign_in):
    ada = sign_in(cast.ada)
    good = [picture_upload(f"{n}.png", picture_bytes(size=(30 + n, 30))) for n in range(3)]
    bad = picture_upload("bad.png", b"<svg onload='alert(1)'></svg>")
    html = post(ada, "evidence:add", uploads=[*good, bad], words="Three bridges", audience="me")
    assert "bad" in html
    kept = [part.split('"')[0] for part in html.split('name="uploads_kept" value="')[1:]]
    assert len(kept) == 3
    post(ada, "evidence:add", uploads_kept=kept, words="Three bridges", audience="me")
    assert the_only_one(cast).files.count() == 3


def test_nothing_at_all_is_refused_at_the_field(cast, sign_in):
    html = post(sign_in(cast.ada), "evidence:add", audience="me")
    assert "Say one sentence, or add a photo" in html
    assert 'id="id_words_error"' in html


def test_a_draft_is_its_makers_alone_until_it_is_shown(cast, sign_in):
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    assert "Only you see it." in post(ada, "evidence:add", words="Not ready", audience="educators", do="draft")
    artefact = the_only_one(cast)
    address = reverse("evidence:artefact", args=[artefact.pk])
    assert tom.get(address).status_code == 404
    post(ada, "evidence:share", artefact.pk)
    assert "Not ready" in tom.get(address).content.decode()


def test_words_change_and_how_they_read_before_is_kept(cast, sign_in):
    artefact, ada = show(cast, said={"words": "You can hear three corners."}), sign_in(cast.ada)
    html = post(ada, "evidence:change", artefact.pk, title="A map", words="You can hear <b>all</b>.", version=1)
    assert "How it read before is kept" in html
    assert "You can hear three corners." in html
    assert "<b>all</b>" not in html
    with eyes_of(cast, cast.ada):
        assert ArtefactVersion.objects.get(artefact=artefact).number == 1
    html = post(ada, "evidence:change", artefact.pk, title="A map", words="From an old page", version=1)
    assert "Somebody else saved this since you opened it." in html
    assert "This stands there now:" in html
    assert "Saved." in post(ada, "evidence:change", artefact.pk, title="A map", words="From an old page", version=2)


def test_one_tap_changes_who_sees_it_with_htmx_and_without(cast, sign_in):
    artefact, ada, ruth = show(cast), sign_in(cast.ada), sign_in(cast.ruth)
    address = reverse("evidence:artefact", args=[artefact.pk])
    assert ruth.get(address).status_code == 404
    assert "You and your family can see this" in post(ada, "evidence:audience", artefact.pk, audience="family")
    assert ruth.get(address).status_code == 200
    asked = {"HTTP_HX_REQUEST": "true"}
    part = ada.post(reverse("evidence:audience", args=[artefact.pk]), {"audience": "me"}, **asked).content.decode()
    assert "Only you can see this" in part
    assert "<html" not in part
    assert ruth.get(address).status_code == 404
    assert "Choose who can see this." in post(ada, "evidence:audience", artefact.pk, audience="everybody")


def test_what_is_taken_away_comes_back(cast, sign_in):
    artefact, ada, tom = show(cast), sign_in(cast.ada), sign_in(cast.tom)
    address = reverse("evidence:artefact", args=[artefact.pk])
    assert "Nobody sees it any more." in post(ada, "evidence:take-away", artefact.pk)
    assert tom.get(address).status_code == ada.get(address).status_code == 404
    assert tom.post(reverse("evidence:bring-back", args=[artefact.pk])).status_code == 404
    assert "It is back" in post(ada, "evidence:bring-back", artefact.pk)
    assert tom.get(address).status_code == 200


def test_what_two_made_is_shown_by_both_and_the_other_is_told(cast, sign_in):
    ada = sign_in(cast.ada)
    post(ada, "evidence:add", words="Our bridge", audience="educators", team=[cast.ben.pk])
    artefact = the_only_one(cast)
    with eyes_of(cast, cast.ben):
        told = Notice.objects.get(person=cast.ben, subject_id=artefact.pk)
        assert told.kind == "evidence.shown-with"
    assert "Our bridge" in page(sign_in(cast.ben), "evidence:evidence")
    assert "Our bridge" in page(sign_in(cast.tom), "evidence:learner", cast.ben.pk)
    html = post(ada, "evidence:change", artefact.pk, words="Our bridge", version=1)
    assert "you · " in html
    assert "Our bridge" not in page(sign_in(cast.ben), "evidence:evidence")


def test_a_stranger_cannot_be_named_as_team(cast, sign_in):
    html = post(sign_in(cast.ada), "evidence:add", words="Our bridge", audience="me", team=[cast.chidi.pk])
    assert "is not one of the available choices" in html


def test_evidence_is_found_by_goal_and_by_what_it_shows(cast, sign_in, now):
    competency = some_competency()
    show(cast, said={"title": "With a tag"}, links={"competencies": [competency]})
    show(cast, said={"title": "Without"})
    ada = sign_in(cast.ada)
    everything = page(ada, "evidence:evidence")
    assert "With a tag" in everything
    assert "Without" in everything
    narrowed = page(ada, "evidence:evidence", about=f"competency:{competency.pk}")
    assert "With a tag" in narrowed
    assert "Without" not in narrowed
    assert "Without" in page(ada, "evidence:evidence", about="competency:nonsense", before="nonsense")


def test_a_page_of_a_goal_begins_the_form(cast, sign_in):
    competency = some_competency(2)
    html = page(sign_in(cast.ada), "evidence:add", competency=str(competency.pk), goal="nonsense")
    assert f'value="{competency.pk}" id="id_competencies' in html
    assert "checked" in html.split(f'value="{competency.pk}"')[1][:80]


def test_an_educator_opens_what_was_shown_lately_and_a_family_finds_its_door(cast, sign_in):
    show(cast, audience="circle")
    for name in ("tom", "ines"):
        assert "A map of our street" in page(sign_in(getattr(cast, name)), "evidence:evidence")
    assert "A map of our street" not in page(sign_in(cast.mira), "evidence:evidence")
    assert "A map of our street" in page(sign_in(cast.ruth), "evidence:learner", cast.ada.pk)
    assert reverse("evidence:learner", args=[cast.ada.pk]) in page(sign_in(cast.ruth), "home:today")
    assert sign_in(cast.ruth).get(reverse("evidence:evidence")).status_code == 302


@pytest.mark.parametrize("n", [1, 3])
def test_lists_and_pages_ask_as_often_however_much_there_is(cast, sign_in, n):
    competency = some_competency()
    for _one in range(n):
        artefact = show(cast, photo=True, links={"competencies": [competency]})
        judge(cast, artefact, competency)
        ask(cast, artefact, cast.ben, cast.tom, wants_level=True)
        give(cast, artefact, cast.ben)
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    asked = {
        "own": count_queries(ada, "evidence:evidence"),
        "educator": count_queries(tom, "evidence:evidence"),
        "learner": count_queries(tom, "evidence:learner", cast.ada.pk),
        "artefact": count_queries(ada, "evidence:artefact", artefact.pk),
        "artefact to Tom": count_queries(tom, "evidence:artefact", artefact.pk),
    }
    assert asked == {"own": 16, "educator": 15, "learner": 17, "artefact": 28, "artefact to Tom": 29}


def test_who_was_there_says_so_without_a_file(cast, sign_in):
    ada = sign_in(cast.ada)
    said = {"words": "I showed two little ones the way.", "was_there": "on", "audience": "educators"}
    assert "Added to your evidence." in post(ada, "evidence:add", **said)
    seen = Artefact.objects.get()
    assert (seen.kind, seen.voice) == ("seen", "self")
    link = {"words": "Our page", "link": "https://example.org/", "was_there": "on", "audience": "educators"}
    post(ada, "evidence:add", **link)
    assert Artefact.objects.exclude(pk=seen.pk).get().kind == "link"  # what can be held up says what it is
    post(ada, "evidence:change", seen.pk, version="1", words="", title="The way", place="school")
    seen.refresh_from_db()
    assert (seen.kind, seen.title, seen.words) == ("text", "The way", "")


def test_what_an_educator_saw_keeps_its_words(cast, sign_in):
    with eyes_of(cast, cast.tom):
        seen = notice_learner(
            learner=cast.ada, school_class=cast.ada_class, words="Ada asked why.", by=cast.tom, now=moment()
        )
    post(sign_in(cast.tom), "evidence:change", seen.pk, version="1", words="", title="A title", place="school")
    with eyes_of(cast, cast.tom):
        seen.refresh_from_db()
    assert (seen.kind, seen.words, seen.title) == ("seen", "Ada asked why.", "")
