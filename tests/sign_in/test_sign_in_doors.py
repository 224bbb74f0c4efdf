"""Each door: who comes in by it, and who does not."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.people import STAFF_PASSWORD

from trellis.core.scope import district_scope
from trellis.people.access import standing_of
from trellis.people.actions import close_account, end_role, start_mentorship
from trellis.people.doors import demo_entry
from trellis.people.doors.demo_entry import DemoPerson
from trellis.people.jobs import send_reset_letters
from trellis.people.middleware import DISTRICT_KEY, PERSON_KEY
from trellis.people.models import Account, MentorInvitation, Mentorship, Person, Role, SignInCard
from trellis.people.secrets import PICTURES
from trellis.people.signing_in import account_for_sign_on, give_pictures, make_cards, open_accounts, revoke_card
from trellis.people.signing_in_mentors import invite_mentor, withdraw_invitation
from trellis.school.actions import end_enrolment, issue_class_code
from trellis.school.doors.queries import door_names
from trellis.school.models import Enrolment

LOGIN = "/account/login/"
ACCOUNT = "/account/"


def log_in(client, login, password=STAFF_PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_inside(client):
    return DISTRICT_KEY in client.session and "_auth_user_id" in client.session


def leave(person):
    person.left_on = timezone.now().date()
    person.save(update_fields=["left_on"])


# --- Password ------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org", " ada "])
def test_username_or_email_and_password_lead_inside(cast, client, login):
    response = log_in(client, login)
    assert response.status_code == 302
    assert response.url == "/"
    assert client.session[DISTRICT_KEY] == str(cast.district.pk)
    assert client.session[PERSON_KEY] == str(cast.ada.pk)
    assert "Ada" in client.get(ACCOUNT).text


@pytest.mark.parametrize(("login", "password"), [("ada", "wrong"), ("nobody", STAFF_PASSWORD), ("ada", "")])
def test_wrong_password_and_unknown_name_stay_outside(cast, client, login, password):
    response = log_in(client, login, password)
    assert response.status_code == 200
    assert not is_inside(client)
    assert client.get(ACCOUNT).status_code == 302


def test_wrong_password_and_unknown_name_get_the_same_answer(cast):
    known, unknown = log_in(Client(), "ada", "wrong-password"), log_in(Client(), "adb", "wrong-password")
    assert masked(known, "ada") == masked(unknown, "adb")


def masked(response, login):
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.text)
    return text.replace(f'value="{login}"', "")


def test_signing_in_notes_the_time_and_changes_the_session_key(cast, client):
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    log_in(client, "tom")
    assert client.session.session_key != session.session_key
    assert Account.objects.get(username="tom").last_login is not None


def test_whoever_left_cannot_enter(cast, client):
    leave(cast.ada)
    response = log_in(client, "ada")
    assert response.url == reverse("account_inactive")
    assert not is_inside(client)
    assert client.get(response.url).status_code == 200


def test_whoever_leaves_while_inside_is_led_out(cast, client):
    log_in(client, "ada")
    assert client.get(ACCOUNT).status_code == 200
    leave(cast.ada)
    assert client.get(ACCOUNT).url == LOGIN
    assert not is_inside(client)


def test_a_closed_account_is_closed_at_the_door_and_inside(cast, client):
    log_in(client, "ada")
    close_account(account=Account.objects.get(username="ada"), by=cast.omar, now=timezone.now())
    assert client.get(ACCOUNT).url == LOGIN
    assert not is_inside(client)
    log_in(client, "ada")
    assert not is_inside(client)


def test_former_educator_comes_in_and_stands_for_nothing(cast, client):
    log_in(client, "eve")
    assert is_inside(client)
    assert client.get(reverse("school:class-doors", args=[cast.ada_class.pk])).status_code == 404


def test_signing_out_forgets_the_district(cast, client):
    log_in(client, "ada")
    assert client.post("/account/logout/").url == LOGIN
    assert not is_inside(client)
    assert DISTRICT_KEY not in client.session


def test_nobody_signs_up_by_themselves(cast, client):
    before = Account.objects.count()
    for path in ("/account/signup/", "/account/3rdparty/signup/"):
        client.get(path)
        client.post(path, {"username": "me", "email": "me@example.org", "password1": "x" * 12, "password2": "x" * 12})
    assert Account.objects.count() == before
    assert not is_inside(client)


# --- Locking out ---------------------------------------------------------------------------------


def test_after_eight_wrong_passwords_even_the_right_one_waits(cast, client):
    for _attempt in range(7):
        assert log_in(client, "ada", "wrong").status_code == 200
    assert log_in(client, "Ada", "wrong").status_code == 429
    locked = log_in(client, "ada")
    assert locked.status_code == 429
    assert "15 minutes" in locked.text
    assert not is_inside(client)
    log_in(client, "ben")
    assert is_inside(client)


def test_a_right_password_forgets_the_wrong_ones(cast):
    for _round in range(2):
        for _attempt in range(5):
            log_in(Client(), "ada@example.org", "wrong")
        inside = Client()
        log_in(inside, "ada@example.org")
        assert is_inside(inside)


def test_another_address_is_not_locked_with_it(cast):
    for _attempt in range(9):
        log_in(Client(), "ada", "wrong")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    log_in(elsewhere, "ada")
    assert is_inside(elsewhere)


# --- Reset ---------------------------------------------------------------------------------------


def ask_for_reset(email):
    return Client().post("/account/password/reset/", {"email": email})


def test_reset_answers_the_same_for_known_and_unknown(cast, waiting_letters):
    known, unknown = ask_for_reset("ada@example.org"), ask_for_reset("stranger@example.org")
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url == reverse("account_reset_password_done")
    assert known.cookies.keys() == unknown.cookies.keys()
    assert [letter["email"] for letter in waiting_letters()] == ["ada@example.org", "stranger@example.org"]


def test_reset_letter_goes_to_the_known_only_and_opens_the_account(cast, client):
    assert send_reset_letters("stranger@example.org", "http://testserver/", "en") == 0
    assert send_reset_letters("ADA@example.org", "http://testserver/", "en") == 1
    [letter] = mail.outbox
    link = re.search(r"http://testserver(/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    new = "river stones sing"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.url == reverse("account_reset_password_from_key_done")
    log_in(client, "ada", new)
    assert is_inside(client)
    again = Client().get(link, follow=True)
    assert "no longer works" in again.text


def test_reset_asks_are_counted(cast, waiting_letters):
    answers = [ask_for_reset("ada@example.org").status_code for _ in range(7)]
    assert answers == [302, 302, 302, 302, 429, 429, 429]
    assert len(waiting_letters()) == 5


@pytest.mark.parametrize(
    "mail_settings",
    [{"SENDS_MAIL": False}, {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}],
    ids=["no-server", "this-machine-only"],
)
def test_where_no_mail_is_sent_the_page_says_so_to_known_and_unknown(cast, waiting_letters, mail_settings):
    assert "sends no letters" not in Client().get("/account/password/reset/").text
    with override_settings(**mail_settings):
        answers = [ask_for_reset(email) for email in ("ada@example.org", "nobody@example.org")]
        assert [(answer.status_code, "sends no letters" in answer.text) for answer in answers] == [(200, True)] * 2
        assert waiting_letters() == []


@pytest.fixture
def waiting_letters(cast):
    from procrastinate.contrib.django.models import ProcrastinateJob

    return lambda: [
        job.args for job in ProcrastinateJob.objects.filter(task_name="people.send_reset_letters").order_by("id")
    ]


# --- Class code and pictures ---------------------------------------------------------------------


@pytest.fixture
def code(cast):
    return issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())


@pytest.fixture
def pictures(cast):
    account = Account.objects.get(username="ada")
    return give_pictures(account=account, by=cast.tom, now=timezone.now(), chance=random.Random(7))


def choose(client, names):
    for name in names:
        response = client.post("/class/pictures/", {"picture": name})
    return response


def walk_to_pictures(client, code, person):
    client.post("/class/", {"code": code.code.upper().replace("-", " ")})
    return client.post("/class/names/", {"person": str(person.pk)})


def test_a_young_learner_comes_in_by_code_name_and_pictures(cast, client, code, pictures):
    names = client.post("/class/", {"code": code.code}, follow=True)
    assert names.request["PATH_INFO"] == "/class/names/"
    assert "Ada K." in names.text
    assert "Kovač" not in names.text
    assert "Chidi" not in names.text
    page = client.post("/class/names/", {"person": str(cast.ada.pk)}, follow=True)
    assert [name for name in PICTURES if f'value="{name}"' in page.text] == list(PICTURES)
    assert choose(client, pictures).url == "/"
    assert is_inside(client)
    assert client.session["trellis_shared_device"] is True


def test_pictures_in_another_order_stay_outside(cast, client, code, pictures):
    walk_to_pictures(client, code, cast.ada)
    assert "not your three pictures" in choose(client, reversed(pictures)).text
    assert not is_inside(client)


def test_starting_again_forgets_the_pictures_chosen(cast, client, code, pictures):
    walk_to_pictures(client, code, cast.ada)
    choose(client, [pictures[2]])
    client.post("/class/pictures/", {"again": "1"})
    choose(client, pictures)
    assert is_inside(client)


def test_six_wrong_guesses_close_the_pictures_from_everywhere(cast, code, pictures):
    wrong = tuple(reversed(pictures))
    for number in range(6):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        walk_to_pictures(client, code, cast.ada)
        last = choose(client, wrong)
    assert last.status_code == 429
    client = Client()
    walk_to_pictures(client, code, cast.ada)
    assert choose(client, pictures).status_code == 429
    assert not is_inside(client)


def test_a_learner_without_pictures_does_not_come_in(cast, client, code):
    walk_to_pictures(client, code, cast.ben)
    choose(client, ["cat", "sun", "key"])
    assert not is_inside(client)


@pytest.mark.parametrize("how", ["expired", "replaced", "unknown"])
def test_a_code_that_no_longer_holds_opens_nothing(cast, client, code, how):
    typed = code.code
    if how == "expired":
        code.expires_at = timezone.now() - timedelta(minutes=1)
        code.save(update_fields=["expires_at"])
    elif how == "replaced":
        issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())
    else:
        typed = "river-otter-000"
    assert "No class has this code" in client.post("/class/", {"code": typed}).text
    assert client.get("/class/names/").url == "/class/"


def test_codes_are_not_guessed_for_long(cast, client):
    answers = [client.post("/class/", {"code": f"river-otter-{n}"}).status_code for n in range(31)]
    assert answers == [200] * 29 + [429] * 2


def test_learners_of_other_classes_and_former_ones_have_no_name_there(cast, client, code, pictures):
    enrolment = Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class)
    end_enrolment(enrolment=enrolment, on=timezone.now().date(), by=cast.tom, now=timezone.now())
    leave(cast.ben)
    page = client.post("/class/", {"code": code.code}, follow=True).text
    assert "Ada" not in page
    assert "Ben" not in page
    for person in (cast.ada, cast.ben, cast.chidi, cast.tom, cast.zed):
        assert walk_to_pictures(client, code, person).status_code == 200
    assert client.get("/class/pictures/").url == "/class/"


def test_names_at_the_door_show_as_few_letters_as_tell_people_apart(cast):
    people = [Person(given_name=given, family_name=family) for given, family in NAMES]
    assert [door_names(people)[person.pk] for person in people] == ["Ada K.", "Ben Okaf.", "Ben Okal.", "Li", "Mo X"]


NAMES = [("Ada", "Kovač"), ("Ben", "Okafor"), ("Ben", "Okalani"), ("Li", ""), ("Mo", "X")]


# --- Cards ---------------------------------------------------------------------------------------


def card_of(cast, person):
    return make_cards(people=[person], by=cast.tom, now=timezone.now())[person.pk]


def test_a_card_asks_first_and_then_opens(cast, client):
    address = reverse("people:card", args=[card_of(cast, cast.ada)])
    page = client.get(address)
    assert "Sign in as Ada?" in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert not is_inside(client)
    assert client.post(address, {"shared_device": "on"}).url == "/"
    assert client.session[PERSON_KEY] == str(cast.ada.pk)
    assert client.session["trellis_shared_device"] is True


def test_only_a_hash_of_the_card_is_kept(cast):
    token = card_of(cast, cast.ada)
    assert token not in str(SignInCard.objects.filter(person=cast.ada).values())
    assert len(token) >= 43


@pytest.mark.parametrize("how", ["replaced", "lost", "closed", "left", "unknown"])
def test_a_card_that_no_longer_holds_opens_nothing(cast, client, how):
    token = card_of(cast, cast.ada)
    if how == "replaced":
        card_of(cast, cast.ada)
    elif how == "lost":
        revoke_card(person=cast.ada, by=cast.tom, now=timezone.now())
    elif how == "closed":
        close_account(account=Account.objects.get(username="ada"), by=cast.omar, now=timezone.now())
    elif how == "left":
        leave(cast.ada)
    else:
        token = "x" * 43
    client.post(reverse("people:card", args=[token]))
    assert not is_inside(client)


# --- Mentors -------------------------------------------------------------------------------------


@pytest.fixture
def invitation(cast):
    return invite_mentor(
        learner=cast.ada,
        email="guide@example.org",
        purpose="Bees on the roof",
        mentor_until=timezone.now().date() + timedelta(days=30),
        by=cast.tom,
        now=timezone.now(),
        make_link=lambda token: reverse("people:invitation", args=[token]),
    )


NEWCOMER = {"given_name": "Guido", "family_name": "Bee", "username": "guido", "password": "honey on the roof"}


def test_an_invited_mentor_comes_in_once(cast, client, invitation):
    assert "Bees on the roof" in client.get(invitation).text
    assert client.post(invitation, NEWCOMER).url == "/"
    assert is_inside(client)
    mentor = Account.objects.get(username="guido").person
    assert Mentorship.objects.get(mentor=mentor).learner_id == cast.ada.pk
    assert not Role.objects.filter(person=mentor).exists()  # a mentor by the mentorship alone, and until its end
    second = Client().post(invitation, {**NEWCOMER, "username": "guido2"})
    assert second.status_code == 404
    assert Account.objects.filter(username="guido2").count() == 0


def test_an_account_that_exists_accepts_with_a_click(cast, sign_in, invitation):
    client = sign_in(cast.paul)
    assert "Accept as Paul" in client.get(invitation).text
    assert client.post(invitation).url == "/"
    assert Mentorship.objects.get(mentor=cast.paul).purpose == "Bees on the roof"


@pytest.mark.parametrize("how", ["withdrawn", "old", "unknown"])
def test_an_invitation_that_no_longer_holds_opens_nothing(cast, client, invitation, how):
    found = MentorInvitation.objects.get()
    if how == "withdrawn":
        withdraw_invitation(invitation=found, by=cast.tom, now=timezone.now())
    elif how == "old":
        MentorInvitation.objects.update(expires_at=timezone.now())
    else:
        invitation = reverse("people:invitation", args=["x" * 43])
    assert client.post(invitation, NEWCOMER).status_code == 404
    assert not is_inside(client)


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_an_invitation_ends_with_the_work_of_who_sent_it_and_the_time_of_the_learner(cast, client, invitation, who):
    role, today = Role.objects.get(person=getattr(cast, who)), timezone.now().date()
    end_role(role=role, on=today, by=cast.omar, now=timezone.now())
    assert (client.get(invitation).status_code, client.post(invitation, NEWCOMER).status_code) == (404, 404)
    assert not Account.objects.filter(username="guido").exists()


def test_who_sent_an_invitation_does_not_accept_it(cast, sign_in, invitation):
    assert "for somebody else" in sign_in(cast.tom).post(invitation).text
    assert not Mentorship.objects.filter(mentor=cast.tom).exists()


def test_with_the_last_mentorship_a_mentor_is_nobody_here(cast, client, invitation):
    client.post(invitation, NEWCOMER)
    mentor = Account.objects.get(username="guido").person
    last_day = timezone.now().date() + timedelta(days=29)
    assert standing_of(mentor, last_day).kinds == {Role.Kind.MENTOR}
    assert standing_of(mentor, last_day + timedelta(days=1)).kinds == set()


@pytest.mark.parametrize(("field", "value"), [("password", "short"), ("username", "ada"), ("given_name", "")])
def test_a_newcomer_is_told_what_is_missing(cast, client, invitation, field, value):
    response = client.post(invitation, {**NEWCOMER, field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not is_inside(client)


# --- Demo ----------------------------------------------------------------------------------------


@pytest.fixture
def demo_people(monkeypatch):
    monkeypatch.setattr(demo_entry, "_sources", [lambda: [DemoPerson("ada", "Ada", "learner")]])


def test_the_demo_is_entered_with_one_click(cast, client, demo_people):
    with override_settings(DEMO=True):
        assert "Enter as Ada, learner" in client.get(LOGIN).text
        assert client.post("/account/demo/", {"username": "omar"}).status_code == 404
        client.post("/account/demo/", {"username": "ada"})
    assert is_inside(client)


def test_outside_the_demo_there_is_no_such_door(cast, client, demo_people):
    assert "Enter as" not in client.get(LOGIN).text
    assert client.post("/account/demo/", {"username": "ada"}).status_code == 404
    assert not is_inside(client)


# --- Single sign-on ------------------------------------------------------------------------------


def test_single_sign_on_finds_one_account_by_email_and_no_other(cast):
    def found(*emails, district=None, sourced=()):
        return account_for_sign_on(emails=emails, sourced_ids=sourced, district_id=district)

    assert found("tom@example.org").username == "tom"
    assert found("stranger@example.org") is None
    assert found("tom@example.org", "mira@example.org") is None
    assert found("tom@example.org", district=cast.elsewhere.pk) is None


def test_single_sign_on_finds_by_roster_identifier_in_the_named_district_only(cast):
    cast.tom.sourced_id = "t-1"
    cast.tom.save(update_fields=["sourced_id"])
    ask = {"emails": [], "sourced_ids": ["t-1"]}
    assert account_for_sign_on(**ask, district_id=None) is None
    assert account_for_sign_on(**ask, district_id=cast.district.pk).username == "tom"


# --- Accounts for a roster -----------------------------------------------------------------------


def test_everybody_of_a_roster_gets_an_account_of_their_own(cast):
    from trellis.people.actions import create_person

    twins = [create_person(given_name="Ädä", family_name="Kovač", by=None, now=timezone.now()) for _ in range(2)]
    accounts = open_accounts(people=[*twins, cast.ada], by=cast.omar, now=timezone.now())
    names = [accounts[person.pk].username for person in (*twins, cast.ada)]
    assert names[0] == "ada.kovac"
    assert names[1].startswith("ada.kovac")
    assert names[1] != names[0]
    assert names[2] == "ada"


def test_accounts_of_another_district_come_in_there(cast, client):
    log_in(client, "zed")
    assert client.session[DISTRICT_KEY] == str(cast.elsewhere.pk)
    with district_scope(cast.elsewhere.pk):
        assert Account.objects.get(username="zed").last_login is not None


def test_mentorship_needs_a_later_end(cast):
    day = timezone.now().date()
    from trellis.core.actions import ActionRefused

    with pytest.raises(ActionRefused):
        start_mentorship(
            mentor=cast.noor,
            learner=cast.ben,
            invited_by=cast.tom,
            purpose="x",
            starts_on=day,
            ends_on=day,
            now=timezone.now(),
        )
