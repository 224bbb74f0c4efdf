"""Mails of notices: in time, never in quiet hours, never twice, nothing sensitive, stopped with one click."""

from __future__ import annotations

import re
import smtplib
from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.notice.news import KIND, QUIET_KIND, register_news
from tests.people import Now
from tests.talk.walls import register_walls, say
from trellis.core.ids import uuid7
from trellis.core.models import Moment
from trellis.core.scope import district_scope
from trellis.notice import jobs
from trellis.notice.actions import choose_digest, read_notices, tell
from trellis.notice.jobs import send_digests_of
from trellis.notice.letters import people_waiting, read_stop_token, stop_token_of, take_letter, write_mail
from trellis.notice.models import Digest, Notice
from trellis.notice.timing import is_due, is_quiet
from trellis.people.actions import change_district, close_account
from trellis.people.models import Account
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment
from trellis.talk.actions import report_message

# Tuesday 24 November 2026, 9:00 in UTC, which is the cast's time zone.
MADRID, SYDNEY, NEW_YORK = "Europe/Madrid", "Australia/Sydney", "America/New_York"


@pytest.fixture(autouse=True)
def news() -> None:
    register_news()


def told(cast, *names: str, at: datetime = Now - timedelta(hours=1), kind: str = KIND, **more) -> None:
    tell(people=[getattr(cast, name) for name in names], kind=kind, thing=cast.ada_class, now=at, **more)


def choose(cast, who: str, rhythm: str, quiet: tuple[time, time] = (time(18), time(7))) -> None:
    choose_digest(
        person=getattr(cast, who), rhythm=rhythm, quiet_from=quiet[0], quiet_until=quiet[1], now=Now - timedelta(days=9)
    )


def digest(rhythm: str = "daily", sent_at: datetime | None = None, quiet=(time(18), time(7))) -> Digest:
    return Digest(district_id=uuid7(), rhythm=rhythm, sent_at=sent_at, quiet_from=quiet[0], quiet_until=quiet[1])


def wall(zone: str, *moment: int, fold: int = 0) -> datetime:
    """The moment at which the clock on the wall shows this; as the worker gets it, in UTC."""
    return datetime(*moment, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "quiet_from", "quiet_until", "quiet"),
    [
        (time(17, 59, 59), time(18), time(7), False),
        (time(18), time(18), time(7), True),
        (time(23, 59), time(18), time(7), True),
        (time(0), time(18), time(7), True),
        (time(6, 59, 59), time(18), time(7), True),
        (time(7), time(18), time(7), False),
        (time(12), time(9), time(15), True),
        (time(8, 59), time(9), time(15), False),
        (time(15), time(9), time(15), False),
        (time(12), time(12), time(12), False),
        (time(0), time(0), time(0), False),
        (time(23, 59), time(0), time(23, 59), False),
    ],
)
def test_quiet_hours_have_a_first_and_no_last_minute(at, quiet_from, quiet_until, quiet):
    assert is_quiet(at, quiet_from, quiet_until) is quiet


@pytest.mark.parametrize("zone", ["UTC", MADRID, SYDNEY, NEW_YORK, "Asia/Kathmandu", "Pacific/Apia"])
def test_each_boundary_is_that_of_the_school(zone):
    assert not is_due(digest(), zone, wall(zone, 2026, 11, 24, 6, 59, 59))
    assert is_due(digest(), zone, wall(zone, 2026, 11, 24, 7))
    assert is_due(digest(), zone, wall(zone, 2026, 11, 24, 17, 59, 59))
    assert not is_due(digest(), zone, wall(zone, 2026, 11, 24, 18))
    assert not is_due(digest(), zone, wall(zone, 2026, 11, 21, 12))  # Saturday
    assert not is_due(digest(), zone, wall(zone, 2026, 11, 22, 12))  # Sunday
    assert not is_due(digest("never"), zone, wall(zone, 2026, 11, 24, 12))


def test_the_night_in_which_the_clock_is_moved_keeps_its_hours():
    quiet = (time(2, 30), time(7))
    # Monday would never do in Madrid, where clocks move on Sundays; the hours themselves are what counts here.
    for zone, day in ((MADRID, (2026, 3, 29)), (MADRID, (2026, 10, 25)), (NEW_YORK, (2026, 11, 1))):
        before, after = (wall(zone, *day, hour) for hour in (0, 12))
        minutes = int((after - before).total_seconds() // 60)
        assert minutes in {11 * 60, 13 * 60}
        for minute in range(0, minutes, 15):
            here = (before + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).time()
            assert is_quiet(here, *quiet) is (time(2, 30) <= here < time(7))


def test_the_day_after_the_clock_moved_a_mail_goes_out_once():
    # Friday 27 March and Monday 30 March 2026 in Madrid, one hour apart from what 72 hours would say.
    friday, monday = wall(MADRID, 2026, 3, 27, 7), wall(MADRID, 2026, 3, 30, 7)
    assert monday - friday == timedelta(hours=71)
    assert is_due(digest(sent_at=friday), MADRID, monday)
    assert not is_due(digest(sent_at=monday), MADRID, monday + timedelta(hours=8))
    # Egypt moves its clock at midnight from Thursday to Friday: a school day with 23 hours.
    assert not is_due(digest(), "Africa/Cairo", wall("Africa/Cairo", 2026, 4, 24, 6, 59))
    assert is_due(digest(), "Africa/Cairo", wall("Africa/Cairo", 2026, 4, 24, 7))


def test_daily_is_once_a_day_where_the_school_is():
    sent = wall(SYDNEY, 2026, 11, 24, 8)  # still Monday in UTC
    assert not is_due(digest(sent_at=sent), SYDNEY, wall(SYDNEY, 2026, 11, 24, 17))
    assert is_due(digest(sent_at=sent), SYDNEY, wall(SYDNEY, 2026, 11, 25, 7))


def test_weekly_is_once_a_week_and_also_over_new_year():
    sent = wall("UTC", 2026, 11, 24, 8)
    assert not is_due(digest("weekly", sent), "UTC", wall("UTC", 2026, 11, 27, 12))
    assert not is_due(digest("weekly", sent), "UTC", wall("UTC", 2026, 11, 29, 12))
    assert is_due(digest("weekly", sent), "UTC", wall("UTC", 2026, 11, 30, 7))
    assert is_due(digest("weekly", wall("UTC", 2026, 12, 31, 8)), "UTC", wall("UTC", 2027, 1, 4, 8))
    assert not is_due(digest("weekly", wall("UTC", 2026, 12, 28, 8)), "UTC", wall("UTC", 2027, 1, 1, 8))


def test_a_mail_says_how_many_and_nothing_about_anybody(cast):
    for _number in range(2):
        told(cast, "tom", title="I am afraid of the dark", by=cast.ada, learner=cast.ada)
    told(cast, "tom", kind=QUIET_KIND, title="Ada", by_name="Abuela")
    assert send_digests_of(cast.district, Now) == 1
    letter = mail.outbox[0]
    assert letter.to == ["tom@example.org"]
    assert letter.subject == "3 pieces of news in Trellis"
    whole = f"{letter.subject} {letter.body} {letter.extra_headers}"
    assert "- 2 of the tests" in letter.body
    assert "- 1 other piece of news" in letter.body
    assert settings.PUBLIC_ADDRESS + reverse("notice:index") in letter.body
    for secret in ("Ada", "Kovač", "afraid", "Abuela", "Tom", "Sounds", str(cast.ada.pk), str(cast.ada_class.pk)):
        assert secret not in whole
    assert letter.message().get_content_type() == "text/plain"


def test_a_mail_is_in_the_language_of_its_reader(cast):
    told(cast, "tom", "ruth", "noor")
    Account.objects.filter(person=cast.tom).update(language="es")
    cast.ruth.language = "es-MX"
    cast.ruth.save(update_fields=["language"])
    for person, language in ((cast.tom, "es"), (cast.ruth, "es"), (cast.noor, "en")):
        assert take_letter(person, cast.district, Now).language == language


def test_nothing_goes_out_in_quiet_hours_and_nothing_is_lost(cast):
    told(cast, "tom")
    for hour in (0, 6, 18, 23):
        assert send_digests_of(cast.district, Now.replace(hour=hour)) == 0
    assert not Notice.objects.filter(mailed_at__isnull=False).exists()
    assert send_digests_of(cast.district, Now.replace(hour=7)) == 0  # not yet told
    assert send_digests_of(cast.district, Now.replace(hour=8)) == 1


def test_the_hours_are_those_of_the_district(cast, now):
    change_district(district=cast.district, name="X", time_zone=SYDNEY, language="en", by=cast.omar, now=now)
    told(cast, "tom", at=Now - timedelta(days=1))
    assert send_digests_of(cast.district, wall(SYDNEY, 2026, 11, 24, 6, 59)) == 0
    assert send_digests_of(cast.district, wall(SYDNEY, 2026, 11, 24, 18)) == 0
    assert send_digests_of(cast.district, wall(SYDNEY, 2026, 11, 24, 7)) == 1


def test_no_mail_for_who_reads_stops_leaves_or_has_no_address(cast, now):
    told(cast, "ada", "ben", "chidi", "tom", "mira", learner=None)
    told(cast, "ines", learner=cast.ada)
    choose(cast, "ada", "never")
    read_notices(person=cast.ben, now=now)
    close_account(account=Account.objects.get(person=cast.chidi), by=cast.omar, now=now)
    Account.objects.filter(person=cast.mira).update(email="")
    end_enrolment(enrolment=Enrolment.objects.get(person=cast.ines), on=cast.term.starts_on, by=cast.omar, now=now)
    assert send_digests_of(cast.district, Now) == 1
    assert [letter.to for letter in mail.outbox] == [["tom@example.org"]]


def test_old_news_is_no_news(cast):
    told(cast, "tom", at=Now - timedelta(days=32))
    assert people_waiting(Now) == []
    assert send_digests_of(cast.district, Now) == 0


def test_where_no_mail_can_be_sent_nothing_is_marked(cast, monkeypatch):
    told(cast, "tom")
    monkeypatch.setattr(settings, "SENDS_MAIL", False)
    assert jobs.send_digests(int(Now.timestamp())) == 0

    class Away:
        def __enter__(self) -> None:
            raise ConnectionRefusedError

        def __exit__(self, *_failure: object) -> None: ...

    monkeypatch.setattr(jobs, "get_connection", Away)
    with pytest.raises(ConnectionRefusedError):
        send_digests_of(cast.district, Now)
    assert Notice.objects.get().mailed_at is None


def test_an_address_that_is_refused_keeps_nobody_else_waiting(cast, monkeypatch):
    told(cast, "ada", "tom")
    real = mail.get_connection()

    class Picky:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_failure: object) -> None: ...

        def send_messages(self, letters) -> int:
            if letters[0].to == ["ada@example.org"]:
                raise smtplib.SMTPRecipientsRefused({})
            return real.send_messages(letters)

    monkeypatch.setattr(jobs, "get_connection", Picky)
    assert send_digests_of(cast.district, Now) == 1
    assert send_digests_of(cast.district, Now) == 0


def test_the_job_goes_through_every_district(cast):
    # Its clock is that of now: only that it finds its way is asked here.
    assert cast.district in jobs._districts()
    assert cast.elsewhere not in jobs._districts()  # nobody has an address there


def test_taking_a_letter_twice_gives_one(cast):
    told(cast, "tom")
    choose(cast, "tom", "daily")
    assert take_letter(cast.tom, cast.district, Now).total == 1
    assert take_letter(cast.tom, cast.district, Now) is None
    told(cast, "tom", at=Now)
    assert take_letter(cast.tom, cast.district, Now + timedelta(hours=1)) is None
    assert take_letter(cast.tom, cast.district, Now + timedelta(days=1)).total == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(1, 3)),
        st.tuples(st.just("run"), st.integers(0, 60 * 60)),
        st.tuples(st.just("choose"), st.sampled_from(["daily", "weekly", "never"])),
        st.tuples(st.just("read"), st.just(0)),
    ),
    max_size=25,
)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_no_notice_is_mailed_twice_and_none_in_quiet_hours(cast, steps):
    Notice.objects.all().delete()
    Digest.objects.all().delete()
    mail.outbox.clear()
    clock, n_told = Now, 0
    for what, value in steps:
        if what == "tell":
            told(cast, *["tom", "ines", "omar"][:value], at=clock)
            n_told += value
        elif what == "run":
            clock += timedelta(minutes=value)
            before = len(mail.outbox)
            sent = sum(send_digests_of(cast.district, clock) for _worker in range(2))
            assert len(mail.outbox) == before + sent
            if sent:
                assert not is_quiet(clock.time(), time(18), time(7))
                assert clock.weekday() < 5
        elif what == "choose":
            choose(cast, "tom", str(value))
        else:
            read_notices(person=cast.ines, now=clock)
    spoken_of = sum(int(re.match(r"\d+", letter.subject)[0]) for letter in mail.outbox)
    assert spoken_of == Notice.objects.filter(mailed_at__isnull=False).count() <= n_told
    days = [(letter.to[0], letter.extra_headers["List-Unsubscribe"]) for letter in mail.outbox]
    assert all(link.startswith("<http") for _address, link in days)


def stop_address(cast, who: str) -> str:
    return reverse("notice:stop", args=[stop_token_of(cast.district.pk, getattr(cast, who).pk)])


def test_the_link_of_a_mail_stops_it_with_one_click(cast):
    told(cast, "tom")
    send_digests_of(cast.district, Now)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link in mail.outbox[0].body
    # A mail program: no cookies, no token, no session.
    program = Client(enforce_csrf_checks=True)
    path = link.removeprefix(settings.PUBLIC_ADDRESS)
    shown = program.get(path)
    assert shown.status_code == 200
    assert "Stop the mails" in shown.content.decode()
    assert "Tom" not in shown.content.decode()
    assert Digest.objects.get(person=cast.tom).rhythm == "weekly"
    answer = program.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, "The mails have stopped" in answer.content.decode()) == (200, True)
    assert Digest.objects.get(person=cast.tom).rhythm == "never"
    assert program.post(path).status_code == 200  # twice is as good as once
    assert Moment.objects.filter(verb="digest.stopped").count() == 1
    told(cast, "tom", at=Now)
    assert send_digests_of(cast.district, Now + timedelta(days=7)) == 0


def test_the_link_works_for_somebody_who_never_chose_and_for_nobody_else(cast):
    assert Client().post(stop_address(cast, "ruth")).status_code == 200
    assert [(found.person_id, found.rhythm) for found in Digest.objects.all()] == [(cast.ruth.pk, "never")]


def test_the_link_works_while_somebody_else_is_signed_in(cast, sign_in):
    with district_scope(cast.elsewhere.pk):
        client = sign_in(cast.zed)
    assert client.post(stop_address(cast, "tom")).status_code == 200
    assert Digest.objects.get(person=cast.tom).rhythm == "never"
    assert client.get(reverse("notice:index")).status_code == 200


@pytest.mark.parametrize("broken", ["no-such-token", "a:b", "W10:x", "é"])
def test_a_broken_link_stops_nothing(cast, broken):
    assert read_stop_token(broken) is None
    for method in ("get", "post"):
        answer = getattr(Client(), method)(reverse("notice:stop", args=[broken]))
        assert answer.status_code == 404
    assert not Digest.objects.exists()


def test_a_link_with_another_name_in_it_is_broken(cast):
    mine, other = (stop_token_of(cast.district.pk, person.pk) for person in (cast.tom, cast.ada))
    assert read_stop_token(other.split(":")[0] + ":" + mine.split(":")[1]) is None
    # One whose person is no longer there, or in another district, stops nothing either.
    assert (
        Client().post(reverse("notice:stop", args=[stop_token_of(cast.elsewhere.pk, cast.tom.pk)])).status_code == 404
    )


def test_a_letter_in_spanish_keeps_its_headers(cast):
    told(cast, "tom")
    Account.objects.filter(person=cast.tom).update(language="es")
    letter = write_mail(take_letter(cast.tom, cast.district, Now))
    assert "/notices/stop/" in letter.extra_headers["List-Unsubscribe"]
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_the_job_sends_what_is_due(cast):
    tuesday = datetime(2099, 11, 24, 9, tzinfo=UTC)  # later than any clock that runs this
    told(cast, "omar", at=tuesday - timedelta(minutes=5))
    assert jobs.send_digests(int(tuesday.timestamp())) == 1
    assert jobs.send_digests(int(tuesday.timestamp())) == 0
    assert [letter.to for letter in mail.outbox] == [["omar@example.org"]]
    assert mail.outbox[0].subject == "1 piece of news in Trellis"


def test_a_reported_message_is_counted_in_a_mail_and_leads_to_the_reports(cast, sign_in):
    register_walls()
    report_message(message=say(cast, "ruth", "Not kind", Now), reason="It hurts", by=cast.ada, now=Now)
    assert {notice.person for notice in Notice.objects.all()} == {cast.tom, cast.ines}
    assert send_digests_of(cast.district, Now) == 2
    assert "- 1 message to look at" in mail.outbox[0].body
    assert "Ruth" not in mail.outbox[0].body
    notice = Notice.objects.get(person=cast.tom)
    assert sign_in(cast.tom).get(reverse("notice:open", args=[notice.pk]))["Location"] == reverse("talk:reports")


def test_news_that_only_counts_among_others_is_counted(cast):
    told(cast, "tom", kind=QUIET_KIND)
    send_digests_of(cast.district, Now)
    assert "- 1 piece of news\n" in mail.outbox[0].body
