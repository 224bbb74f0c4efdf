"""Sheets and links that stay for some minutes, questions before what breaks things, and links from a coordinator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from tests.people import STAFF_PASSWORD

from trellis.core.models import Moment
from trellis.people import actions as people
from trellis.people.doors.kept import KEPT_FOR, KEPT_KEY, keep, kept
from trellis.people.models import Account, MentorInvitation, Role, SignInCard
from trellis.people.signing_in import make_cards
from trellis.school.actions import enrol, issue_class_code
from trellis.school.doors.access import find_code
from trellis.school.models import ClassCode, Enrolment


@pytest.fixture
def tom(cast, sign_in):
    return sign_in(cast.tom)


@pytest.fixture
def doors(cast):
    return reverse("school:class-doors", args=[cast.ada_class.pk])


@pytest.fixture
def cards(cast):
    return reverse("school:class-cards", args=[cast.ada_class.pk])


def live():
    return set(SignInCard.objects.filter(revoked_at__isnull=True).values_list("pk", flat=True))


# --- Sheets --------------------------------------------------------------------------------------


def test_a_reload_of_the_sheet_shows_the_same_cards(tom, cards):
    answer = tom.post(cards)
    assert (answer.status_code, answer.url) == (302, cards)
    first, made = tom.get(cards), live()
    assert [card.person.given_name for card in first.context["cards"]] == ["Ada", "Ben"]
    assert tom.get(cards).content == first.content
    assert live() == made


def test_a_sheet_leads_back_with_a_sentence_when_there_is_none(tom, cards, doors):
    answer = tom.get(cards, follow=True)
    assert answer.redirect_chain == [(doors, 302)]
    assert "That sheet is no longer shown" in answer.text


def test_a_sheet_belongs_to_the_visit_that_made_it(cast, tom, sign_in, cards):
    tom.post(cards)
    assert (sign_in(cast.omar).get(cards).status_code, sign_in(cast.mira).get(cards).status_code) == (302, 404)


def test_nothing_of_a_card_lies_readable_in_the_database(tom, cards):
    tom.post(cards)
    page = tom.get(cards)
    held = Session.objects.get(session_key=tom.session.session_key).get_decoded()[KEPT_KEY]
    [(name, sealed)] = held.items()
    assert name.startswith("cards:")
    assert str(page.context["cards"][0].person.pk) not in sealed


def test_what_is_kept_is_gone_after_its_minutes_or_under_another_key(rf, now):
    request = rf.get("/")
    request.session = {}
    keep(request, "one", {"secret": "x"}, now=now)
    assert kept(request, "one", now=now + KEPT_FOR) == {"secret": "x"}
    assert kept(request, "other", now=now) is None
    with override_settings(SECRET_KEY="another-key-of-another-installation-0123456789"):
        assert kept(request, "other", now=now) is None
    keep(request, "one", {"secret": "x"}, now=now)
    assert kept(request, "one", now=now + KEPT_FOR + timedelta(seconds=1)) is None
    assert request.session[KEPT_KEY] == {}


def test_one_learner_gets_a_new_card_and_the_others_keep_theirs(cast, tom, cards):
    tom.post(cards)
    bens = SignInCard.objects.get(person=cast.ben, revoked_at__isnull=True)
    tom.post(cards, {"learner": str(cast.ada.pk)})
    sheet = tom.get(cards)
    assert [card.person for card in sheet.context["cards"]] == [cast.ada]
    assert bens.pk in live()
    assert len(live()) == 2
    assert [tom.post(cards, {"learner": who}).status_code for who in (str(cast.chidi.pk), "x")] == [404, 404]


def test_cards_for_those_without_leave_the_others(cast, tom, cards):
    make_cards(people=[cast.ada], by=cast.tom, now=timezone.now())
    before = live()
    tom.post(cards, {"missing": "1"})
    assert [card.person for card in tom.get(cards).context["cards"]] == [cast.ben]
    assert before < live()
    assert "Everybody has a card already" in tom.post(cards, {"missing": "1"}, follow=True).text


def test_a_card_that_was_stopped_leaves_the_sheet(cast, tom, cards):
    tom.post(cards)
    tom.post(reverse("school:lost-card", args=[cast.ada_class.pk, cast.ada.pk]))
    assert [card.person for card in tom.get(cards).context["cards"]] == [cast.ben]


def test_sheets_and_the_list_stand_by_family_name(cast, tom, cards, doors, now):
    start = cast.term.starts_on
    zoe = people.create_person(given_name="Zoe", family_name="Abend", by=None, now=now)
    people.give_role(person=zoe, kind=Role.Kind.LEARNER, school=cast.school, starts_on=start, by=None, now=now)
    enrol(person=zoe, school_class=cast.ada_class, role=Enrolment.Role.LEARNER, starts_on=start, by=None, now=now)
    tom.post(cards)
    wanted = ["Zoe", "Ada", "Ben"]
    assert [card.person.given_name for card in tom.get(cards).context["cards"]] == wanted
    assert [ways.person.given_name for ways in tom.get(doors).context["doors"].learners] == wanted


# --- Questions before what breaks things ---------------------------------------------------------


def test_the_page_asks_before_everybodys_cards_and_the_code_change(cast, tom, cards, doors):
    fresh = tom.get(doors).text
    assert ('class="button main"' in fresh, "Replace the code" in fresh) == (True, False)
    tom.post(cards)
    tom.post(f"{doors}code/")
    code, made = ClassCode.objects.get(school_class=cast.ada_class, revoked_at__isnull=True).code, live()
    asked = tom.get(doors, {"ask": "cards"}).text
    assert ("2 cards stop working." in asked, ">Keep</a>" in asked) == (True, True)
    assert f"The code {code} stops working" in tom.get(doors, {"ask": "code"}).text
    for what in ("card", "lost"):
        asked = tom.get(doors, {"ask": what, "learner": str(cast.ada.pk)}).text
        assert asked.count('id="ask"') == 1
    assert 'class="button main"' not in tom.get(doors).text
    assert live() == made


def test_the_first_code_replaces_none(tom, doors):
    assert "no longer works" not in tom.post(f"{doors}code/", follow=True).text
    assert "The one before no longer works" in tom.post(f"{doors}code/", follow=True).text


def test_a_code_holds_until_a_day_and_not_a_minute(cast, tom, doors, now):
    code = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())
    assert tom.get(doors).context["doors"].code_until == timezone.localtime(code.expires_at).date()


def test_pictures_for_those_without_are_offered_while_somebody_lacks_them(cast, tom, doors):
    assert "Pictures for all who have none" in tom.get(doors).text
    tom.post(reverse("school:new-pictures", args=[cast.ada_class.pk]))
    assert "Pictures for all who have none" not in tom.get(doors).text


@pytest.mark.parametrize(
    "typed", ["forest–swan–983", "forestswan983", "Forest — Swan — 983", "FOREST.SWAN.983", "forest-swan-９８３"]
)
def test_a_code_is_understood_however_it_is_typed(cast, now, typed):
    code = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=now)
    ClassCode.objects.filter(pk=code.pk).update(code="forest-swan-983")
    assert find_code(typed, now) == code
    assert [find_code(wrong, now) for wrong in ("forest-swan-984", "", "–")] == [None, None, None]


@pytest.mark.parametrize("part", ["code/"])
def test_an_address_for_a_button_says_so_in_a_page_of_ours(tom, doors, part):
    answer = tom.get(f"{doors}{part}")
    assert (answer.status_code, "This address needs a button" in answer.text) == (405, True)
    assert answer.headers["Allow"] == "POST"
    assert tom.put(f"{doors}{part}").content == b""


# --- A link from a coordinator -------------------------------------------------------------------


def test_a_coordinator_gives_a_link_that_opens_once_and_ends_other_visits(cast, sign_in):
    omar, mira = sign_in(cast.omar), sign_in(cast.mira)
    page = reverse("school:sign-in-link", args=[cast.mira.pk])
    assert "Wherever they are signed in, they are signed out." in omar.get(page).text
    assert mira.get("/account/").status_code == 200
    shown = omar.post(page, follow=True)
    link = shown.context["link"]
    assert (link in shown.text, link in omar.get(page).text, "no-store" in shown["Cache-Control"]) == (True,) * 3
    assert mira.get("/account/").status_code == 302
    Client().post("/account/login/", {"login": "mira", "password": STAFF_PASSWORD})
    assert not Moment.objects.filter(verb="account.entered", actor_id=cast.mira.pk).exists()
    assert Moment.objects.filter(verb="account.link-given", actor_id=cast.omar.pk).count() == 1
    newcomer, fresh = Client(), {"password1": "clouds over harbours", "password2": "clouds over harbours"}
    form = newcomer.get(link, follow=True)
    assert newcomer.post(form.request["PATH_INFO"], fresh).status_code == 302
    assert Account.objects.get(person=cast.mira).check_password("clouds over harbours")
    assert "This link no longer works" in Client().get(link, follow=True).text


def test_the_page_of_a_person_leads_to_the_link_for_who_may_give_it(cast, sign_in):
    def offered(who, whom):
        page = sign_in(who).get(reverse("school:person", args=[whom.pk])).text
        return reverse("school:sign-in-link", args=[whom.pk]) in page

    pairs = [(cast.omar, cast.mira), (cast.omar, cast.omar), (cast.tom, cast.ada)]
    assert [offered(*pair) for pair in pairs] == [True, False, False]


def test_a_link_is_not_kept_in_clear(cast, sign_in):
    omar = sign_in(cast.omar)
    omar.post(reverse("school:sign-in-link", args=[cast.mira.pk]))
    assert "password" not in str(omar.session[KEPT_KEY])


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [("omar", "omar", 403), ("tom", "ada", 403), ("mira", "ada", 404), ("ruth", "ada", 403), ("eve", "tom", 404)],
)
def test_others_give_no_link_and_nobody_gives_themselves_one(cast, sign_in, who, whom, status):
    client, other = sign_in(getattr(cast, who)), getattr(cast, whom)
    page, before = reverse("school:sign-in-link", args=[other.pk]), Account.objects.get(person=other).password
    assert (client.get(page).status_code, client.post(page).status_code) == (status, status)
    assert Account.objects.get(person=other).password == before


def test_a_closed_account_gets_no_link(cast, sign_in, now):
    people.close_account(account=Account.objects.get(person=cast.mira), by=cast.omar, now=now)
    page = reverse("school:sign-in-link", args=[cast.mira.pk])
    assert "This account is closed. Open it again first." in sign_in(cast.omar).post(page, follow=True).text


@pytest.mark.parametrize("backend", ["console", "locmem"])
def test_an_invitation_is_shown_as_a_field_to_copy_and_made_once(cast, tom, backend):
    path = reverse("school:invite-mentor", args=[cast.ada.pk])
    until = timezone.now().date() + timedelta(days=20)
    wanted = {"email": "guide@example.org", "purpose": "Bees", "mentor_until": until.isoformat()}
    with override_settings(EMAIL_BACKEND=f"django.core.mail.backends.{backend}.EmailBackend"):
        shown = tom.post(path, wanted, follow=True)
        assert tom.get(path).context["link"] == shown.context["link"] != ""
    assert ('data-copy="#link"' in shown.text, "readonly" in shown.text) == (True, True)
    assert ("This machine sends no letters. Give them this link." in shown.text) is (backend == "console")
    invitation = MentorInvitation.objects.get()
    tom.post(reverse("school:withdraw-invitation", args=[cast.ada.pk, invitation.pk]))
    assert tom.get(path).context["link"] == ""


# --- Our own words -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/account/password/change/", "/account/reauthenticate/"])
def test_pages_about_passwords_never_say_usted(cast, client, path):
    client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
    with translation.override("es"):
        Account.objects.filter(person=cast.tom).update(language="es")
        wrong = {"oldpassword": "x", "password1": "tom", "password2": "b", "password": "x"}
        pages = [client.get(path), client.post(path, wrong)]
    for page in pages:
        words = page.text.lower()
        assert page.status_code == 200
        assert [word for word in (" su ", " sus ", "usted", "ha olvidado", "debe ") if word in words] == []


def test_two_passwords_that_differ_are_said_once_in_our_words(cast, client):
    client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
    given = {"oldpassword": STAFF_PASSWORD, "password1": "clouds over harbours", "password2": "clouds over hills"}
    errors = client.post("/account/password/change/", given).context["form"].errors
    assert errors == {"password2": ["The two are not the same. Type it once more."]}
