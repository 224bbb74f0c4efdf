"""Pages of a sealed past: opening it, what stands in the log, a page that crashes, fresh starts, the policy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from tests.evidence.pasts import SAID, SHOWN, WHY, let_in_mira, make_past, make_purpose, open_it

from trellis.core.models import ReadEntry
from trellis.core.scope import change_scope
from trellis.evidence.actions.announcing import announce
from trellis.evidence.models import Announcement, EvidencePolicy, FreshStart, Judgement, Opening, SealPurpose
from trellis.evidence.views import sealing
from trellis.notice.models import Notice


@pytest.fixture
def past(cast):
    let_in_mira(cast)
    return make_past(cast)


def address(name, *args):
    return reverse(f"evidence:{name}", args=args)


def page_of(client, name, *args):
    answer = client.get(address(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def asked_for(past, **changes):
    return {
        "purpose": make_purpose().pk,
        "sentence": WHY,
        "framework": "",
        "from_on": (past.today - timedelta(days=400)).isoformat(),
        "to": past.today.isoformat(),
        "days": 14,
        **changes,
    }


def test_an_educator_sees_no_past_opens_it_and_the_learner_sees_that_at_once(cast, sign_in, past):
    mira, ada = sign_in(cast.mira), sign_in(cast.ada)
    assert SAID not in page_of(mira, "past", cast.ada.pk)
    answer = mira.post(address("open-past", cast.ada.pk), asked_for(past))
    opening = Opening.objects.get(reader=cast.mira)
    assert answer["Location"] == address("opened", opening.pk)
    told = Notice.objects.filter(kind="evidence.opened", subject_id=opening.pk)
    assert set(told.values_list("person", flat=True)) == {cast.ada.pk, cast.ruth.pk}
    shown = page_of(mira, "opened", opening.pk)
    assert SAID in shown
    assert SHOWN in shown
    for client in (ada, sign_in(cast.ruth)):
        log = page_of(client, "record", cast.ada.pk)
        assert "Mira Rahman" in log
        assert WHY in log
        assert "To plan support that goes on" in log
        assert "Read 1 time" in log
    assert page_of(ada, "my-record").count(WHY) == 1


def test_it_shows_nothing_after_it_was_closed(cast, sign_in, past):
    opening = open_it(cast, past)
    mira = sign_in(cast.mira)
    assert SAID in page_of(mira, "opened", opening.pk)
    assert mira.post(address("end-opening", opening.pk)).status_code == 302
    assert mira.get(address("opened", opening.pk)).status_code == 404
    assert SAID not in page_of(mira, "past", cast.ada.pk)
    assert "Closed early" in page_of(sign_in(cast.ada), "my-record")


def test_a_page_that_crashes_leaves_its_entry_in_the_log(cast, sign_in, past, monkeypatch):
    opening = open_it(cast, past)
    mira = sign_in(cast.mira)
    mira.raise_request_exception = False

    def crash(*_args):
        raise RuntimeError("the page fell over after it had read")

    monkeypatch.setattr(sealing, "opened_page", crash)
    assert mira.get(address("opened", opening.pk)).status_code == 500
    assert ReadEntry.objects.filter(kind=f"opening:{opening.pk}", reader_id=cast.mira.pk).count() == 1
    other = connection.copy()  # and not only here: it is committed
    try:
        with other.cursor() as cursor, other.connection.transaction():
            cursor.execute("SELECT set_config('trellis.district', %s, true)", [str(cast.district.pk)])
            cursor.execute("SELECT count(*) FROM core_readentry WHERE kind = %s", [f"opening:{opening.pk}"])
            assert cursor.fetchone()[0] == 1
    finally:
        other.close()


def test_what_cannot_be_written_down_is_not_shown(cast, sign_in, past, monkeypatch):
    opening = open_it(cast, past)
    mira = sign_in(cast.mira)
    mira.raise_request_exception = False
    monkeypatch.setattr("trellis.core.reading._WRITE", "INSERT INTO no_such_log VALUES (%s, %s, %s, %s, %s, %s, %s)")
    answer = mira.get(address("opened", opening.pk))
    assert (answer.status_code, SAID in answer.content.decode()) == (500, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sentence": "Because."}, "Say in a sentence what you want to find out"),
        ({"days": 46}, "45"),
        ({"days": 0}, "1"),
        ({"purpose": ""}, "required"),
        ({"to": "2001-01-01"}, "The last day comes before the first one."),
    ],
)
def test_an_opening_has_its_limits(cast, sign_in, past, changes, sentence):
    answer = sign_in(cast.mira).post(address("open-past", cast.ada.pk), asked_for(past, **changes))
    assert (answer.status_code, Opening.objects.count()) == (200, 0)
    assert sentence in answer.content.decode()


def test_the_school_says_how_long_an_opening_lasts(cast, sign_in, past):
    make_purpose()
    assert 'value="14"' in page_of(sign_in(cast.mira), "open-past", cast.ada.pk)
    EvidencePolicy.objects.create(school=cast.school, opening_days=21)
    assert 'value="21"' in page_of(sign_in(cast.mira), "open-past", cast.ada.pk)
    assert open_it(cast, past).until == past.today + timedelta(days=20)


def test_the_learner_asks_objects_is_answered_and_the_school_closes_it(cast, sign_in, past):
    opening = open_it(cast, past)
    ada, mira, omar = sign_in(cast.ada), sign_in(cast.mira), sign_in(cast.omar)
    assert WHY not in page_of(omar, "policy")
    ada.post(address("say-opening", opening.pk), {"kind": "ask", "words": "Why my maps?"})
    assert "Why my maps?" in page_of(mira, "past", cast.ada.pk)
    mira.post(address("say-opening", opening.pk), {"kind": "answer", "words": "I want to build on them."})
    assert "I want to build on them." in page_of(ada, "my-record")
    assert ada.post(address("say-opening", opening.pk), {"kind": "answer", "words": "x"}).status_code == 403
    assert mira.post(address("say-opening", opening.pk), {"kind": "object"}).status_code == 403
    sign_in(cast.ruth).post(address("say-opening", opening.pk), {"kind": "object", "words": ""})
    assert WHY in page_of(omar, "policy")
    for client, place in ((mira, "past"), (ada, "record")):
        went = client.get(address("opening", opening.pk))["Location"]
        assert went == f"{address(place, cast.ada.pk)}#o-{opening.pk}"
    assert omar.get(address("opening", opening.pk))["Location"] == address("policy")
    assert omar.post(address("end-opening", opening.pk))["Location"] == address("policy")
    assert mira.get(address("opened", opening.pk)).status_code == 404
    assert omar.get(address("opened", opening.pk)).status_code == 404


def test_a_fresh_start_is_asked_for_and_granted(cast, sign_in, past):
    ada, omar = sign_in(cast.ada), sign_in(cast.omar)
    given = {"before_on": cast.term.starts_on.isoformat(), "why": "I was ill that year."}
    late = {**given, "before_on": past.today.isoformat()}
    assert "still going on" in ada.post(address("ask-fresh-start"), late).content.decode()
    assert sign_in(cast.ruth).get(address("ask-fresh-start")).status_code == 404
    assert ada.post(address("ask-fresh-start"), given)["Location"] == address("my-record")
    assert "You have asked already" in ada.post(address("ask-fresh-start"), given).content.decode()
    fresh = FreshStart.objects.get(learner=cast.ada)
    assert "Ada Kovač" in page_of(omar, "policy")
    answering = address("answer-fresh-start", fresh.pk)
    assert "Say why not" in omar.post(answering, {"do": "decline", "answer": ""}).content.decode()
    assert omar.post(answering, {"do": "grant", "answer": "Begin anew."})["Location"] == address("policy")
    assert "answered this already" in omar.post(answering, {"do": "grant"}).content.decode()
    log = page_of(ada, "my-record")
    assert "Begin anew." in log
    assert "Granted" in log


def test_coordinators_settle_the_policy_and_the_purposes(cast, sign_in):
    omar = sign_in(cast.omar)
    given = {"rule": "recent", "times": 3, "opening_days": 10, "most_announced": 2, "version": 0}
    place = address("school-policy", cast.school.pk)
    assert omar.post(place, {**given, "opening_days": 46}).status_code == 200
    assert omar.post(place, given).status_code == 302
    assert omar.post(place, given).status_code == 200  # from a page that was opened before
    assert EvidencePolicy.objects.get(school=cast.school).opening_days == 10
    assert omar.post(address("new-purpose"), {"words": "To plan support", "spanish": "Para apoyar"}).status_code == 302
    assert omar.post(address("new-purpose"), {"words": "To plan support"}).status_code == 200
    purpose = SealPurpose.objects.get()
    assert "Para apoyar" in page_of(omar, "policy")
    omar.post(address("drop-purpose", purpose.pk))
    assert "no longer offered" in page_of(omar, "policy")
    omar.post(address("new-purpose"), {"words": "To plan support"})
    purpose.refresh_from_db()
    assert purpose.retired_at is None
    for who in ("ada", "tom", "ruth", "dana"):
        assert sign_in(cast.people[who]).get(address("policy")).status_code == 404


def test_a_judgement_is_announced_made_and_looked_at_again(cast, sign_in, past):
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    form = address("announce", cast.ada_class.pk)
    word = past.competency.statement_plain.split()[0]
    searched = tom.post(form, {"do": "search", "title": "My title", "find": word}).content.decode()
    assert "My title" in searched
    given = {
        "title": "A sound map",
        "words": "",
        "on": (past.today + timedelta(days=1)).isoformat(),
        "competencies": [str(past.competency.pk)],
    }
    made = tom.post(form, given)["Location"]
    announcement = Announcement.objects.get(title="A sound map")
    assert made == address("announcement", announcement.pk)
    assert "A sound map" in page_of(ada, "announcements", cast.ada_class.pk)
    judging = address("judge-announced", announcement.pk, cast.ada.pk, past.competency.pk)
    said = {"level": str(past.level.pk), "reason": "I hear the street in it."}
    assert "for a later day" in tom.post(judging, said).content.decode()
    Announcement.objects.filter(pk=announcement.pk).update(on=past.today)
    assert tom.post(judging, said).status_code == 302
    assert "I hear the street in it." in page_of(ada, "announcement", announcement.pk)
    assert "What you said before" in tom.get(judging).content.decode()
    assert "meanwhile" in tom.post(judging, {**said, "reason": "From an older page."}).content.decode()
    change_scope(cast.district.pk, cast.tom.pk)
    first = Judgement.objects.get(announcement=announcement)
    change_scope(cast.district.pk)
    again = {**said, "reason": "She brought a key.", "revisits": str(first.pk)}
    assert tom.post(judging, again).status_code == 302
    both = page_of(sign_in(cast.ruth), "announcement", announcement.pk)
    assert "I hear the street in it." in both
    assert "She brought a key." in both
    for who in ("mira", "ben", "omar"):
        assert "I hear the street" not in page_of(sign_in(cast.people[who]), "announcement", announcement.pk)


@pytest.mark.parametrize("n", [1, 30])
def test_the_log_is_read_with_the_same_number_of_queries(cast, sign_in, past, django_assert_num_queries, n):
    for _each in range(n):
        open_it(cast, past)
    client = sign_in(cast.ada)
    client.get(address("my-record"))
    with django_assert_num_queries(12):
        assert client.get(address("my-record")).content.decode().count(WHY) == n


def test_a_list_of_announcements_takes_the_same_number_of_queries(cast, sign_in, past, django_assert_num_queries):
    EvidencePolicy.objects.create(school=cast.school, most_announced=30)
    client = sign_in(cast.ada)
    for n in (1, 29):
        for _each in range(n):
            announce(
                school_class=cast.ada_class,
                title="A sound map",
                words="",
                on=past.today + timedelta(days=2),
                competencies=[past.competency],
                by=cast.tom,
                now=past.now,
                today=past.today,
            )
        client.get(address("announcements", cast.ada_class.pk))
        with django_assert_num_queries(11):
            client.get(address("announcements", cast.ada_class.pk))
