"""How a visit ends, the second step, and what somebody can set on their own account."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.people import STAFF_PASSWORD

from trellis.core.models import Moment
from trellis.people.doors.entering import ENTERED_KEY, SEEN_KEY, SHARED_KEY
from trellis.people.jobs import forget_old_visits
from trellis.people.models import Account, MentorInvitation, Mentorship, Person, SignInCard
from trellis.school.models import ClassCode
from trellis.sign_on import sign_on_providers

ACCOUNT = "/account/"


def log_in(login, **more):
    client = Client()
    client.post("/account/login/", {"login": login, "password": STAFF_PASSWORD, **more})
    return client


def change_session(client, **values):
    session = client.session
    session.update(values)
    session.save()


# --- How a visit ends ----------------------------------------------------------------------------


def test_a_visit_ends_after_the_hours_of_the_setting(cast):
    client = log_in("ada")
    change_session(client, **{ENTERED_KEY: int(time.time()) - settings.SESSION_COOKIE_AGE + 60})
    assert client.get(ACCOUNT).status_code == 200
    change_session(client, **{ENTERED_KEY: int(time.time()) - settings.SESSION_COOKIE_AGE - 60})
    assert client.get(ACCOUNT).url == "/account/login/"
    assert "long" in client.get("/account/login/").text


@pytest.mark.parametrize(("shared", "minutes", "inside"), [("on", 19, True), ("on", 21, False), ("", 500, True)])
def test_a_shared_device_forgets_after_a_while_without_use(cast, shared, minutes, inside):
    client = log_in("ada", shared_device=shared)
    change_session(client, **{SEEN_KEY: int(time.time()) - minutes * 60})
    assert (client.get(ACCOUNT).status_code == 200) is inside
    if inside and shared:
        assert client.session[SEEN_KEY] >= int(time.time()) - 5


def test_the_cookie_ends_with_the_browser(cast):
    client = log_in("ada")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    assert client.cookies[settings.SESSION_COOKIE_NAME]["expires"] == ""
    assert SHARED_KEY not in client.session


def test_other_visits_are_listed_and_ended(cast):
    here, there = log_in("ada"), log_in("ada")
    assert UserSession.objects.filter(user__username="ada").count() == 2
    assert "Sign out everywhere else" in here.get("/account/sessions/").text
    here.post("/account/sessions/")
    assert there.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def test_a_new_password_ends_other_visits(cast):
    here, there = log_in("ada"), log_in("ada")
    new = "river stones sing"
    here.post("/account/password/change/", {"oldpassword": STAFF_PASSWORD, "password1": new, "password2": new})
    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 302


def test_at_night_ended_visits_and_old_guesses_are_thrown_away(cast):
    here, there = log_in("ada"), log_in("ada")
    Client().post("/account/login/", {"login": "ada", "password": "wrong"})
    Session.objects.filter(session_key=there.session.session_key).update(expire_date=timezone.now())
    forget_old_visits(int(time.time()))
    assert [visit.session_key for visit in UserSession.objects.all()] == [here.session.session_key]
    assert AccessAttempt.objects.count() == 1
    forget_old_visits(int(time.time()) + 90_000)
    assert AccessAttempt.objects.count() == 0


# --- The second step -----------------------------------------------------------------------------


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def prove(client):
    """Give the password once more, as pages about safety ask."""
    client.post("/account/reauthenticate/", {"password": STAFF_PASSWORD})


def forget_used_codes():
    """A code counts once; setting the app up has used the one of this half minute."""
    cache.clear()


def set_up_app(client):
    assert client.get("/account/2fa/totp/activate/").url.startswith("/account/reauthenticate/")
    prove(client)
    page = client.get("/account/2fa/totp/activate/")
    assert "<svg" in page.text
    assert "data:" not in page.text
    secret = parse_qs(urlsplit(page.context["totp_url"]).query)["secret"][0]
    client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    return secret


def test_a_coordinator_without_a_second_step_is_led_to_it(cast):
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        client = log_in("omar")
        door = reverse("school:class-doors", args=[cast.ada_class.pk])
        assert client.get(door).url == "/account/2fa/"
        assert client.get("/account/2fa/").status_code == 200
        set_up_app(client)
        assert client.get(door).status_code == 200
        assert log_in("tom").get(door).status_code == 200


def test_where_it_is_not_asked_for_a_coordinator_goes_on(cast):
    door = reverse("school:class-doors", args=[cast.ada_class.pk])
    assert log_in("omar").get(door).status_code == 200


def test_with_the_app_the_password_alone_stays_outside(cast):
    secret = set_up_app(log_in("tom"))
    client = Client()
    step = client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
    assert step.url == "/account/2fa/authenticate/"
    assert client.get(ACCOUNT).status_code == 302
    assert client.get(step.url).status_code == 200
    assert client.post(step.url, {"code": "000000"}).status_code == 200
    assert client.get(ACCOUNT).status_code == 302
    forget_used_codes()
    client.post(step.url, {"code": code_for(secret)})
    assert client.get(ACCOUNT).status_code == 200


def test_six_digits_are_not_guessed_for_long(cast):
    secret = set_up_app(log_in("tom"))
    answers = []
    for number in range(9):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
        code = "000000" if number < 8 else code_for(secret)
        answers.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [200] * 7 + [429] * 2
    assert client.get(ACCOUNT).status_code == 302


def test_spare_codes_open_once(cast):
    set_up_app(log_in("tom"))
    codes = Authenticator.objects.get(user__username="tom", type="recovery_codes").wrap().get_unused_codes()
    inside = []
    for _try in range(2):
        client = Client()
        client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
        client.post("/account/2fa/authenticate/", {"code": codes[0]})
        inside.append(client.get(ACCOUNT).status_code)
    assert inside == [200, 302]


def test_a_coordinator_keeps_the_last_second_step_and_others_may_drop_it(cast):
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        for name, kept in (("omar", True), ("tom", False)):
            client = log_in(name)
            set_up_app(client)
            client.post("/account/2fa/totp/deactivate/")
            assert Authenticator.objects.filter(user__username=name, type="totp").exists() is kept


@pytest.mark.parametrize(
    "path",
    [
        "",
        "webauthn/",
        "webauthn/add/",
        "totp/activate/",
        "recovery-codes/generate/",
        "recovery-codes/",
        "totp/deactivate/",
    ],
)
def test_the_pages_of_the_second_step_open(cast, path):
    client = log_in("tom")
    if "totp/act" in path:
        prove(client)
    else:
        set_up_app(client)
    page = client.get(f"/account/2fa/{path}")
    assert page.status_code == 200
    assert " style=" not in page.text
    assert "onclick" not in page.text


# --- One's own account ---------------------------------------------------------------------------


def test_preferences_are_kept_with_the_account(cast):
    client = log_in("ada")
    wanted = {"language": "es", "theme": "dark", "font": "lexend"}
    assert client.post("/account/preferences/", wanted).status_code == 302
    ada = Account.objects.get(username="ada")
    assert {name: getattr(ada, name) for name in wanted} == wanted
    assert 'lang="es"' in client.get(ACCOUNT).text


@pytest.mark.parametrize(("name", "value"), [("theme", "neon"), ("language", "xx"), ("font", "comic")])
def test_unknown_preferences_change_nothing(cast, name, value):
    client = log_in("ada")
    client.post("/account/preferences/", {name: value})
    assert getattr(Account.objects.get(username="ada"), name) != value


def test_one_preference_leaves_the_others(cast):
    client = log_in("ada")
    client.post("/account/preferences/", {"theme": "dark", "next": "/account/?x=1"})
    client.post("/account/preferences/", {"font": "lexend", "next": "https://elsewhere.example/"})
    ada = Account.objects.get(username="ada")
    assert (ada.theme, ada.font) == ("dark", "lexend")


def test_preferences_lead_back_but_never_away(cast):
    client = log_in("ada")
    assert client.post("/account/preferences/", {"theme": "dark", "next": "/class/"}).url == "/class/"
    assert client.post("/account/preferences/", {"next": "//elsewhere.example/"}).url == ACCOUNT


def test_signed_out_preferences_are_kept_on_the_device(cast, client):
    response = client.post("/account/preferences/", {"theme": "dark", "next": "/account/login/"}, follow=True)
    assert response.status_code == 200
    assert client.cookies["trellis_theme"].value == "dark"


def test_somebody_chooses_what_they_are_called(cast):
    client = log_in("ben")
    client.post("/account/called/", {"called": "Benny", "version": cast.ben.version})
    assert Person.objects.get(pk=cast.ben.pk).first_name == "Benny"
    client.post("/account/called/", {"called": "Late", "version": cast.ben.version})
    assert Person.objects.get(pk=cast.ben.pk).first_name == "Benny"


def ask_for_address(client, capture):
    with capture(execute=True):
        client.post("/account/email/", {"email": "Tom@new.example.org"})
    [letter] = mail.outbox
    return next(word for word in letter.body.split() if word.startswith("http"))


def test_a_new_address_counts_after_its_letter_is_opened(cast, django_capture_on_commit_callbacks):
    client = log_in("tom")
    assert client.get("/account/email/").url.startswith("/account/reauthenticate/")
    prove(client)
    link = ask_for_address(client, django_capture_on_commit_callbacks)
    assert Account.objects.get(username="tom").email == "tom@example.org"
    reader = Client()
    assert "tom@new.example.org" in reader.get(link).text
    assert Account.objects.get(username="tom").email == "tom@example.org"
    reader.post(link)
    assert Account.objects.get(username="tom").email == "tom@new.example.org"
    assert reader.post(link).status_code == 404
    assert reader.post(link.replace("/email/", "/email/x")).status_code == 404


@pytest.mark.parametrize("path", ["", "password/change/", "sessions/", "3rdparty/"])
@pytest.mark.parametrize("who", ["ada", "tom", "ruth", "noor", "omar"])
def test_the_account_pages_open_for_everybody_and_not_at_the_door(cast, client, who, path):
    page = log_in(who).get(f"{ACCOUNT}{path}")
    assert page.status_code == 200
    assert " style=" not in page.text
    assert client.get(f"{ACCOUNT}{path}").status_code == 302


def test_only_staff_and_families_are_shown_the_second_step(cast):
    assert "2fa" not in log_in("ada").get(ACCOUNT).text
    assert "2fa" in log_in("tom").get(ACCOUNT).text


# --- The doors of a class ------------------------------------------------------------------------

REACH = {
    "tom": 200,
    "omar": 200,
    "ines": 404,
    "mira": 404,
    "ada": 403,
    "ruth": 403,
    "noor": 404,
    "eve": 404,
    "dana": 404,
}


@pytest.mark.parametrize(("who", "status"), REACH.items())
def test_the_doors_of_a_class_belong_to_its_educators_and_the_coordinator(cast, who, status):
    client = log_in(who)
    doors = reverse("school:class-doors", args=[cast.ada_class.pk])
    assert client.get(doors).status_code == status
    before = SignInCard.objects.count(), ClassCode.objects.count()
    answers = {client.post(f"{doors}{part}").status_code for part in ("code/", "cards/", "pictures/")}
    after = SignInCard.objects.count(), ClassCode.objects.count()
    assert (after != before) is (status == 200)
    assert answers == ({status} if status != 200 else {302})


def test_the_sheet_of_cards_shows_each_learner_and_opens(cast):
    page = log_in("tom").post(reverse("school:class-cards", args=[cast.ada_class.pk]), follow=True)
    assert page.text.count("<svg class=") >= 2
    assert "Ada Kovač" in page.text
    assert "Riverbank School" in page.text
    assert " style=" not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert SignInCard.objects.filter(revoked_at__isnull=True).count() == 2
    assert Moment.objects.filter(verb="cards.made").count() == 1


def test_pictures_are_shown_once(cast):
    client = log_in("tom")
    path = reverse("school:new-pictures", args=[cast.ada_class.pk])
    given = {"learner": str(cast.ada.pk)}
    assert client.post(path, given, follow=True).text.count('class="three-pictures"') == 1
    assert client.post(path, follow=True).text.count('class="three-pictures"') == 1
    secret = Account.objects.get(person=cast.ben).picture_secret
    assert "Everybody has pictures already" in client.post(path, follow=True).text
    assert client.get(path).text.count('class="three-pictures"') == 1  # a reload shows the same and makes none
    assert Account.objects.get(person=cast.ben).picture_secret == secret
    assert client.post(path, {"learner": str(cast.chidi.pk)}).status_code == 404
    assert client.post(path, {"learner": "x"}).status_code == 404


def test_a_lost_card_is_stopped(cast):
    client = log_in("tom")
    client.post(reverse("school:class-cards", args=[cast.ada_class.pk]))
    client.post(reverse("school:lost-card", args=[cast.ada_class.pk, cast.ada.pk]))
    assert list(SignInCard.objects.filter(revoked_at__isnull=True).values_list("person", flat=True)) == [cast.ben.pk]


# --- Inviting mentors ----------------------------------------------------------------------------

INVITE = {
    "tom": 200,
    "ines": 200,
    "omar": 200,
    "mira": 404,
    "ruth": 403,
    "noor": 403,
    "ada": 403,
    "ben": 404,
    "eve": 404,
}


@pytest.mark.parametrize(("who", "status"), INVITE.items())
def test_educators_of_the_learner_and_coordinators_invite_mentors(
    cast, who, status, django_capture_on_commit_callbacks
):
    client = log_in(who)
    path = reverse("school:invite-mentor", args=[cast.ada.pk])
    until = timezone.now().date() + timedelta(days=20)
    wanted = {"email": "Guide@Example.org", "purpose": "Bees", "mentor_until": until.isoformat()}
    assert client.get(path).status_code == status
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(path, wanted).status_code == (302 if status == 200 else status)
    assert MentorInvitation.objects.count() == (1 if status == 200 else 0)
    assert len(mail.outbox) == (1 if status == 200 else 0)


def test_invitations_and_mentorships_can_be_ended(cast):
    client = log_in("tom")
    path = reverse("school:invite-mentor", args=[cast.ada.pk])
    past = {"email": "g@example.org", "purpose": "Bees", "mentor_until": timezone.now().date().isoformat()}
    assert "mentor_until" in client.post(path, past).context["form"].errors
    client.post(path, {**past, "mentor_until": (timezone.now().date() + timedelta(days=9)).isoformat()})
    invitation = MentorInvitation.objects.get()
    client.post(reverse("school:withdraw-invitation", args=[cast.ada.pk, invitation.pk]))
    assert MentorInvitation.objects.get().withdrawn_at is not None
    link = Mentorship.objects.get(mentor=cast.noor)
    client.post(reverse("school:end-mentorship", args=[cast.ada.pk, link.pk]))
    assert Mentorship.objects.get(mentor=cast.noor).ends_on == timezone.now().date()


# --- Single sign-on by configuration -------------------------------------------------------------

OIDC = {"TRELLIS_OIDC_ID": "t", "TRELLIS_OIDC_SECRET": "s", "TRELLIS_OIDC_SERVER": "https://login.example.org/realm"}
SAML = {
    "TRELLIS_SAML_ENTITY_ID": "urn:idp",
    "TRELLIS_SAML_SSO_URL": "https://saml.example.org/sso",
    "TRELLIS_SAML_CERTIFICATE": "MIIB",
}


def test_without_configuration_there_is_no_single_sign_on(cast, client):
    assert sign_on_providers({}) == ({}, [])
    assert "Sign in with" not in client.get("/account/login/").text


def test_configured_single_sign_on_is_on_the_page_and_its_origin_allowed(cast, client):
    providers, origins = sign_on_providers({**OIDC, **SAML, "TRELLIS_OIDC_NAME": "Valley ID"})
    assert origins == ["https://login.example.org", "https://saml.example.org"]
    with override_settings(SOCIALACCOUNT_PROVIDERS=providers):
        page = client.get("/account/login/").text
    assert "Sign in with Valley ID" in page
    assert "Sign in with SAML" in page


@pytest.mark.parametrize("missing", [*OIDC, *SAML])
def test_half_a_configuration_stops_the_start_with_one_sentence(missing):
    environment = {name: value for name, value in {**(OIDC if missing in OIDC else SAML)}.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match="needs TRELLIS_"):
        sign_on_providers(environment)
