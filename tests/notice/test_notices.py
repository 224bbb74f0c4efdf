"""Notices are told once, read by their owner alone, and counted cheaply."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.notice.news import KIND, register_news
from tests.people import Now
from tests.refusals import HIDDEN, answer_of
from trellis.core.models import Moment
from trellis.notice import kinds
from trellis.notice.access import get_notice_for, own_digest, visible_notices
from trellis.notice.actions import choose_digest, read_notices, tell
from trellis.notice.models import Digest, Notice
from trellis.notice.queries import notices_for, unread_count
from trellis.people.actions import end_guardianship, end_mentorship
from trellis.people.models import Guardianship, Mentorship
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment

TODAY = timezone.now().date()


@pytest.fixture(autouse=True)
def news() -> None:
    register_news()


def told(cast, *names: str, at=Now, **given) -> list[Notice]:
    people = [getattr(cast, name) for name in names]
    return tell(people=people, kind=KIND, thing=given.pop("thing", cast.ada_class), now=at, **given)


def text(response) -> str:
    return response.content.decode()


def bare(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def test_each_is_told_once_and_who_did_it_is_not(cast):
    n = Moment.objects.count()
    told(cast, "ada", "tom", "ada", "ruth", by=cast.tom, title="A map", learner=cast.ada)
    assert {(notice.person_id, notice.title) for notice in Notice.objects.all()} == {
        (cast.ada.pk, "A map"),
        (cast.ruth.pk, "A map"),
    }
    assert Moment.objects.count() == n


def test_telling_takes_one_query_for_any_number(cast, django_assert_num_queries):
    with django_assert_num_queries(3):  # a savepoint around it
        told(cast, *(name for name in cast.people if name != "zed"))
    assert Notice.objects.count() == 12


def test_an_unknown_kind_is_a_mistake_of_the_house(cast):
    with pytest.raises(LookupError):
        tell(people=[cast.ada], kind="nobody.said", thing=cast.ada_class, now=Now)


def test_a_long_title_is_cut_with_a_sign(cast):
    notice = told(cast, "ada", title="a" * 500)[0]
    assert (len(notice.title), notice.title[-1]) == (200, "…")


def test_nobody_reads_notices_of_others(cast):
    notice = told(cast, "ada")[0]
    assert answer_of(get_notice_for, cast.ada, notice.pk, TODAY) == notice
    for who in ("ben", "tom", "ruth", "omar", "zed"):
        assert answer_of(get_notice_for, getattr(cast, who), notice.pk, TODAY) == HIDDEN
        assert unread_count(getattr(cast, who), TODAY) == 0


@pytest.mark.parametrize("who", ["tom", "ruth", "noor"])
def test_notices_about_a_learner_go_with_the_tie(cast, now, who):
    person = getattr(cast, who)
    told(cast, "ada", who, learner=cast.ada)
    assert (unread_count(person, TODAY), unread_count(cast.ada, TODAY)) == (1, 1)
    if who == "tom":
        end_enrolment(enrolment=Enrolment.objects.get(person=cast.tom), on=TODAY, by=cast.omar, now=now)
    elif who == "ruth":
        end_guardianship(link=Guardianship.objects.get(guardian=cast.ruth), on=TODAY, by=cast.omar, now=now)
    else:
        end_mentorship(link=Mentorship.objects.get(mentor=cast.noor), on=TODAY, by=cast.omar, now=now)
    assert (unread_count(person, TODAY), unread_count(cast.ada, TODAY)) == (0, 1)
    assert not visible_notices(person, TODAY).exists()
    assert notices_for(person, on=TODAY).days == ()


def test_reading_all_some_or_those_about_a_thing(cast, now):
    first, _second = told(cast, "ada")[0], told(cast, "ada")[0]
    told(cast, "ada", thing=cast.chidi_class)
    told(cast, "tom")
    assert read_notices(person=cast.ada, only=[first.pk], now=now) == 1
    assert read_notices(person=cast.ada, only=cast.ada_class, now=now) == 1
    assert read_notices(person=cast.ada, only=[], now=now) == 0
    assert unread_count(cast.ada, TODAY) == 1
    assert read_notices(person=cast.ada, now=now) == 1
    assert (unread_count(cast.ada, TODAY), unread_count(cast.tom, TODAY)) == (0, 1)


@pytest.mark.parametrize("n", [1, 30])
def test_the_bell_takes_one_query(cast, django_assert_num_queries, n):
    for _number in range(n):
        told(cast, "ada", learner=cast.ada)
    unread_count(cast.ada, TODAY)
    with django_assert_num_queries(1):
        assert unread_count(cast.ada, TODAY) == n


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_takes_two_queries(cast, django_assert_num_queries, n):
    for _number in range(n):
        told(cast, "ada", learner=cast.ada, by=cast.tom)
    unread_count(cast.ada, TODAY)
    with django_assert_num_queries(2):
        assert sum(len(day.lines) for day in notices_for(cast.ada, on=TODAY).days) == n


def test_the_page_stands_by_day_in_words(cast, sign_in):
    told(cast, "ada", title="Today’s map", by=cast.tom, at=timezone.now())
    told(cast, "ada", title="Yesterday’s map", by_name="Abuela", at=timezone.now() - timedelta(days=1))
    Notice.objects.filter(by_name="Abuela").update(read_at=timezone.now())
    page = bare(sign_in(cast.ada).get(reverse("notice:index")))
    assert page.index("today") < page.index("Today’s map") < page.index("yesterday") < page.index("Yesterday’s map")
    assert page.count("News of the tests") == 2
    after = page[page.index("Today’s map") :]
    assert after.index("Not read yet") < after.index("Already read")
    assert "Abuela" in page


def test_the_bell_says_how_many_in_words_and_figures(cast, sign_in):
    client = sign_in(cast.ada)
    assert 'class="number"' not in text(client.get(reverse("people:account")))
    for _number in range(100):
        told(cast, "ada")
    page = text(client.get(reverse("people:account")))
    assert 'aria-hidden="true">99+</span>' in page
    assert "100 new" in page


def test_nobody_signed_out_has_a_bell(client, db):
    assert 'class="bell"' not in text(client.get("/styleguide/"))


def test_opening_marks_as_read_and_leads_there(cast, sign_in):
    notice = told(cast, "ada")[0]
    client = sign_in(cast.ada)
    answer = client.get(reverse("notice:open", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/there/")
    assert unread_count(cast.ada, TODAY) == 0
    assert sign_in(cast.ben).get(reverse("notice:open", args=[notice.pk])).status_code == 404


def test_everything_is_marked_as_read_at_once(cast, sign_in):
    told(cast, "ada", "ben")
    client = sign_in(cast.ada)
    assert "Mark everything as read" in text(client.get(reverse("notice:index")))
    client.post(reverse("notice:read-all"))
    assert "Mark everything as read" not in text(client.get(reverse("notice:index")))
    assert unread_count(cast.ben, TODAY) == 1


def test_older_news_stands_on_the_next_page(cast, sign_in):
    for number in range(45):
        told(cast, "ada", title=f"Map {number:02}", at=Now + timedelta(minutes=number))
    client = sign_in(cast.ada)
    first, second = (bare(client.get(reverse("notice:index"), {"page": page})) for page in (1, 2))
    assert ("Map 44" in first, "Map 04" in first, "Older" in first, "Newer" in first) == (True, False, True, False)
    assert ("Map 04" in second, "Older" in second, "Newer" in second) == (True, False, True)
    for odd in ("0", "x", "99999999999999999999", "-1", "²"):
        assert client.get(reverse("notice:index"), {"page": odd}).status_code == 200


def test_a_kind_whose_room_is_gone_still_shows(cast, sign_in, monkeypatch):
    notice = told(cast, "ada")[0]
    monkeypatch.delitem(kinds._kinds, KIND)
    client = sign_in(cast.ada)
    assert "Something happened that concerns you." in text(client.get(reverse("notice:index")))
    assert client.get(reverse("notice:open", args=[notice.pk]))["Location"] == reverse("notice:index")


def test_mails_are_chosen_on_their_page(cast, sign_in):
    client = sign_in(cast.ada)
    page = text(client.get(reverse("notice:settings")))
    assert "Mails go to ada@example.org." in page
    assert 'value="18:00"' in page
    assert own_digest(cast.ada).rhythm == "weekly"
    client.post(reverse("notice:settings"), {"rhythm": "daily", "quiet_from": "20:30", "quiet_until": "06:15"})
    digest = Digest.objects.get(person=cast.ada)
    assert (digest.rhythm, f"{digest.quiet_from}", f"{digest.quiet_until}") == ("daily", "20:30:00", "06:15:00")
    page = text(client.post(reverse("notice:settings"), {"rhythm": "hourly", "quiet_from": "25:00"}))
    assert page.count('class="wrong"') == 3
    assert 'value="25:00"' in page


def test_choosing_twice_keeps_one_row(cast, now):
    from datetime import time

    for rhythm in ("daily", "never"):
        choose_digest(person=cast.ada, rhythm=rhythm, quiet_from=time(18), quiet_until=time(7), now=now)
    assert Digest.objects.get(person=cast.ada).rhythm == "never"
    assert Moment.objects.latest("pk").context == {"rhythm": "never"}


def test_the_page_says_when_no_mail_is_sent(cast, sign_in, monkeypatch):
    monkeypatch.setattr(settings, "SENDS_MAIL", False)
    assert "sends no mail at your school yet" in text(sign_in(cast.ada).get(reverse("notice:settings")))
