"""Pages of profiles and check-ins: what each reader sees, what they may do, and what is said at the field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.files.samples import picture_upload

from trellis.core.scope import change_scope
from trellis.profile import actions
from trellis.profile.actions_tags import add_tag
from trellis.profile.models import Answer, CheckIn, Facet, NoticedStrength, Tag

SHOWN = {"tom": "school", "ines": "school", "ruth": "home", "noor": "mentors"}


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


def test_a_learner_adds_an_entry_with_words_a_picture_and_a_tag(cast, sign_in, now):
    music = add_tag(words="music", by=cast.omar, now=now)
    ada = sign_in(cast.ada)
    html = post(
        ada,
        "profile:add",
        kind="interest",
        words="Drums <b>!</b>",
        audience="educators",
        tags=[music.pk],
        picture=picture_upload(),
        picture_words="My drum",
    )
    assert "Added to your profile." in html
    assert "Drums &lt;b&gt;!&lt;/b&gt;" in html
    assert 'alt="My drum"' in html
    assert "You and your educators can see this" in html
    change_scope(cast.district.pk, cast.ada.pk)
    facet = Facet.objects.get()
    assert [tag.words for tag in facet.tags.all()] == ["music"]
    assert sign_in(cast.tom).get(reverse("files:file", args=[facet.picture_id])).status_code == 200
    assert sign_in(cast.ruth).get(reverse("files:file", args=[facet.picture_id])).status_code == 404


def test_far_too_many_words_are_refused_at_the_field_and_kept(cast, sign_in):
    html = post(sign_in(cast.ada), "profile:add", kind="hope", words="a" * 100_000, audience="me")
    assert "Say it in at most 2000 letters. Yours has 100000." in html
    assert "a" * 100_000 in html
    assert 'id="id_words_error"' in html


def test_a_picture_chosen_beside_an_error_is_kept(cast, sign_in):
    html = post(
        sign_in(cast.ada), "profile:add", kind="hope", words="a" * 3000, picture=picture_upload(), audience="me"
    )
    assert "Your picture is kept." in html


def test_one_tap_changes_who_sees_an_entry_with_htmx_and_without(cast, sign_in, make_facet):
    facet, ada = make_facet(), sign_in(cast.ada)
    assert "You and your family can see this" in post(ada, "profile:audience", facet.pk, audience="family")
    address = reverse("profile:audience", args=[facet.pk])
    partial = ada.post(address, {"audience": "circle"}, headers={"hx-request": "true"}).content.decode()
    assert partial.lstrip().startswith(f'<article class="facet" id="entry-{facet.pk}"')
    assert 'value="circle" aria-pressed="true"' in partial
    assert "<html" not in partial


def test_a_change_stands_in_the_history_and_can_be_used_again(cast, sign_in, make_facet):
    facet, ada = make_facet(words="Maps"), sign_in(cast.ada)
    post(ada, "profile:entry", facet.pk, words="Maps of sounds", version=1)
    html = page(ada, "profile:entry", facet.pk)
    assert "Use these words again" in html
    assert ">\nMaps</textarea>" in page(ada, "profile:entry", facet.pk, **{"from": "1"})


def test_a_stale_save_shows_both_texts(cast, sign_in, make_facet):
    facet, ada = make_facet(words="Maps"), sign_in(cast.ada)
    post(ada, "profile:entry", facet.pk, words="Boats", version=1)
    html = post(ada, "profile:entry", facet.pk, words="Trees", version=1)
    assert "Somebody else saved this" in html
    assert "“Boats”" in html
    assert "Trees</textarea>" in html
    assert "Changed." in post(ada, "profile:entry", facet.pk, words="Trees", version=2)


def test_putting_away_is_undone_in_one_tap(cast, sign_in, make_facet):
    facet, ada = make_facet(words="Maps"), sign_in(cast.ada)
    html = post(ada, "profile:put-away", facet.pk)
    assert f'action="{reverse("profile:bring-back", args=[facet.pk])}"' in html
    assert "Maps" in page(ada, "profile:put-away-page")
    assert f'id="entry-{facet.pk}"' in post(ada, "profile:bring-back", facet.pk)


def test_an_old_entry_asks_whether_it_is_still_true(cast, sign_in, make_facet):
    facet = make_facet(now=timezone.now() - timedelta(days=121))
    ada = sign_in(cast.ada)
    assert "Is it still true?" in page(ada, "profile:me")
    assert "Is it still true?" not in post(ada, "profile:still-true", facet.pk)


@pytest.mark.parametrize("name", SHOWN)
def test_others_read_what_is_shown_to_them_and_nothing_else(cast, sign_in, make_facet, name):
    for audience, words in (("me", "alone"), ("educators", "school"), ("family", "home"), ("circle", "mentors")):
        make_facet(words=f"Said for {words}", audience=audience)
    html = page(sign_in(getattr(cast, name)), "profile:profile", cast.ada.pk)
    assert "Said for mentors" in html
    assert f"Said for {SHOWN[name]}" in html
    assert "Said for alone" not in html
    assert html.count("Said for ") == html.count("<blockquote>Said for ") * 2
    assert html.count("<blockquote>") == (1 if name == "noor" else 2)
    assert 'name="audience"' not in html


def test_a_profile_that_shows_nothing_says_so_kindly(cast, sign_in, make_facet):
    make_facet(audience="family")
    html = page(sign_in(cast.tom), "profile:profile", cast.ada.pk)
    assert "Ada shows you nothing here yet" in html


def test_what_others_noticed_waits_for_the_learner(cast, sign_in):
    html = post(sign_in(cast.ruth), "profile:notice", cast.ada.pk, words="You repaired the bicycle")
    assert "Ada decides whether to keep it." in html
    noticed, ada = NoticedStrength.objects.get(), sign_in(cast.ada)
    assert "Ruth Kovač noticed" in page(ada, "profile:me")
    html = post(ada, "profile:answer-noticed", noticed.pk, answer="keep", next="/me/")
    assert "Ruth Kovač noticed this" in html
    assert "You repaired the bicycle" not in page(sign_in(cast.tom), "profile:profile", cast.ada.pk)


@pytest.mark.parametrize(("answer", "answered"), [("let-go", "declined"), ("keep", "kept")])
def test_an_answer_to_what_others_noticed_can_be_taken_back(cast, sign_in, through, answer, answered):
    now = timezone.now()
    noticed = actions.notice_strength(learner=cast.ada, words="You repaired it", by=cast.tom, now=now)
    ada = sign_in(cast.ada)
    html = post(ada, "profile:answer-noticed", noticed.pk, answer=answer, next="/")
    noticed.refresh_from_db()
    assert noticed.answer == answered
    undo = f"/me/noticed/{noticed.pk}/back/"
    assert f'action="{undo}?next=%2F"' in html
    assert sign_in(cast.tom).post(undo).status_code == 403
    assert sign_in(cast.ruth).post(undo).status_code == 404
    back = ada.post(f"{undo}?next=%2F", follow=True)
    assert back.redirect_chain == [("/", 302)]
    assert "It waits for your answer again." in back.content.decode()
    assert "You repaired it" in back.content.decode()
    assert ada.post(f"{undo}?next=https://elsewhere.example/")["Location"] == "/me/"
    with through(cast.ada):
        noticed.refresh_from_db()
        assert (noticed.answer, noticed.answered_at) == ("open", None)
        assert not Facet.objects.filter(put_away_at__isnull=True).exists()


def test_what_was_kept_taken_back_and_kept_again_is_one_entry(cast, sign_in, now, through):
    noticed = actions.notice_strength(learner=cast.ada, words="You repaired it", by=cast.tom, now=now)
    ada = sign_in(cast.ada)
    for path in ("", "back/", ""):
        ada.post(f"/me/noticed/{noticed.pk}/{path}", {"answer": "keep"})
    with through(cast.ada):
        assert Facet.objects.get().put_away_at is None


def test_a_profile_leads_back_to_the_person_and_on_to_the_plan(cast, sign_in):
    person, plan = f'href="/people/{cast.ada.pk}/"', f'href="/learners/{cast.ada.pk}/plan/"'
    for name, plans in (("tom", 1), ("ruth", 1), ("noor", 0)):
        html = page(sign_in(getattr(cast, name)), "profile:profile", cast.ada.pk)
        assert (html.count(person), html.count(plan)) == (1, plans)
    assert "Kovač" not in page(sign_in(cast.noor), "profile:profile", cast.ada.pk)


@pytest.mark.parametrize(("name", "back"), [("check-ins", True), ("tags", True)])
def test_pages_of_the_school_lead_back_to_it(cast, sign_in, name, back):
    assert ('<a class="up" href="/schools/"' in page(sign_in(cast.omar), f"profile:{name}")) is back


def test_an_educator_has_check_ins_in_the_rail_and_no_school_to_go_back_to(cast, sign_in):
    assert 'href="/schools/"' not in page(sign_in(cast.tom), "profile:check-ins")


def test_a_strength_without_words_is_refused_at_the_field(cast, sign_in):
    assert "Write what you noticed." in post(sign_in(cast.tom), "profile:notice", cast.ada.pk, words=" ")


def test_this_is_me_prints_what_the_learner_ticks(cast, sign_in, make_facet):
    one, two = make_facet(words="On the sheet"), make_facet(words="Not on it")
    ada = sign_in(cast.ada)
    assert str(two.pk) in page(ada, "profile:print")
    html = page(ada, "profile:print", entry=str(one.pk), sheet="1")
    assert ("On the sheet" in html, "Not on it" in html) == (True, False)
    assert "Tick one entry at least." in page(ada, "profile:print", sheet="1", entry="nonsense")


def test_a_round_is_asked_answered_seen_and_then_read(cast, sign_in):
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    day = timezone.now().date()
    asked = {"title": "This week", "ready": ["doing", "need"], "own": "What was fun?", "own_kind": "words"}
    dates = {"first_day": day, "last_day": day}
    html = post(tom, "profile:new-check-in", whom=cast.ada_class.pk, told="author", **asked, **dates)
    assert "What was fun?" in html
    check_in = CheckIn.objects.get()
    html = page(ada, "profile:answer", check_in.pk)
    assert html.index("Tom Lindqvist will read it, and nobody else.") < html.index("How am I doing?")
    answers = {"doing": "4", "own-1": "The drums"}
    address = reverse("profile:answer", args=[check_in.pk])
    ada.post(address, answers)
    assert "The drums" not in page(tom, "profile:check-in", check_in.pk)
    assert "<polyline" in page(ada, "profile:my-check-ins")
    html = page(tom, "profile:check-in", check_in.pk)
    assert ("The drums" in html, "rather well" in html) == (True, True)
    assert Answer.objects.get().values == {"doing": 4, "own-1": "The drums"}


def test_coordinators_keep_the_vocabulary(cast, sign_in):
    omar = sign_in(cast.omar)
    assert "música" in post(omar, "profile:tags", words="music", spanish="música")
    assert "This word is there already." in post(omar, "profile:tags", words="Music")
    tag = Tag.objects.get(words="music")
    assert "Offered no longer." in post(omar, "profile:retire-tag", tag.pk)
    assert "Offered again." in post(omar, "profile:use-tag-again", tag.pk)
    assert "making music" in post(omar, "profile:tag", tag.pk, words="making music")
    assert sign_in(cast.tom).get(reverse("profile:tags")).status_code == 404


def test_pages_ask_the_same_number_of_questions_with_one_entry_and_with_thirty(cast, sign_in, make_facet, now):
    tag = add_tag(words="music", by=cast.omar, now=now)
    make_facet(audience="circle", tags=[tag])
    actions.notice_strength(learner=cast.ada, words="You listen", by=cast.tom, now=now)
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    few = [count_queries(ada, "profile:me"), count_queries(tom, "profile:profile", cast.ada.pk)]
    for n in range(29):
        make_facet(words=f"Sound {n}", audience="circle", kind="hope", tags=[tag])
    many = [count_queries(ada, "profile:me"), count_queries(tom, "profile:profile", cast.ada.pk)]
    assert few == many == [14, 13]
