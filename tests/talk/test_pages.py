"""The pages of conversations: with and without scripts, safe, and nothing lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.talk.walls import KIND, WALL, say
from trellis.talk.actions import report_message
from trellis.talk.models import Message, MessageReport

HTMX = {"HX-Request": "true"}
SAY = "talk:say"


def where(name: str, *args: object) -> str:
    return reverse(f"talk:{name}", args=args or [KIND, WALL])


def text(response) -> str:
    return response.content.decode()


def test_saying_leads_back_to_where_one_was_and_offers_undo(cast, sign_in):
    client = sign_in(cast.ada)
    answer = client.post(where("say"), {"body": "I **like** maps", "next": "/account/"})
    message = Message.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/account/#message-{message.pk}")
    page = text(client.get(where("thread")))
    assert "<strong>like</strong>" in page
    assert f'action="{where("take-back", message.pk)}"' in page
    assert client.post(where("take-back", message.pk)).status_code == 302
    page = text(client.get(where("thread")))
    assert "You took back a message." in page
    assert "like" not in re.sub(r"<[^>]+>", "", page.split('<ol class="messages"')[1].split("</ol>")[0])


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_no_form_leads_elsewhere(cast, sign_in, elsewhere):
    answer = sign_in(cast.ada).post(where("say"), {"body": "Hello", "next": elsewhere})
    assert answer["Location"].startswith(where("thread"))


def test_htmx_gets_the_conversation_anew(cast, sign_in):
    say(cast, "tom", "Good morning")
    answer = sign_in(cast.ada).post(where("say"), {"body": "Hello", "next": "/account/"}, headers=HTMX)
    page = text(answer)
    assert page.startswith('<div class="talk"') or page.lstrip().startswith('<div class="talk"')
    assert page.count('<li class="message') == 2
    assert 'name="next" value="/account/"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_much_text_is_said_at_the_field_and_nothing_is_lost(cast, sign_in, headers):
    body = "A long story. " * 7_400
    page = text(sign_in(cast.ada).post(where("say"), {"body": body, "next": "/account/"}, headers=headers))
    assert "letters long. One message can have 10,000" in page
    assert f'aria-describedby="talk-{WALL}-error"' in page
    assert body.strip() in page
    assert not Message.objects.exists()


UNSAFE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](/account/logout/)",
    "![a](https://evil.example/a.png)",
    '<a href="https://x" style="position:fixed">a</a>',
    "<iframe src=//evil.example>",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    '<svg onload="alert(1)">',
    "`<script>`",
    "> <form action=/>",
]


@pytest.mark.parametrize("body", UNSAFE)
def test_unsafe_markdown_is_harmless(cast, sign_in, body):
    say(cast, "ruth", body)
    page = text(sign_in(cast.ada).get(where("thread")))
    words = page.split('<div class="words">')[1].split("</div>")[0]
    tags = set(re.findall(r"<(/?[a-z]+)", words))
    assert tags <= {"p", "/p", "a", "/a", "code", "/code", "blockquote", "/blockquote", "br"}
    assert not re.search(r"<[^>]+\s(?:on\w+|style|src)\s*=", words)
    assert not re.search(r'<[^>]*href="(?!https://|http://|mailto:)', words)


@pytest.mark.parametrize("who", ["ben", "chidi", "mira", "omar", "zed"])
def test_who_takes_no_part_neither_reads_nor_says(cast, sign_in, who):
    message = say(cast, "ada", "Hello")
    client = sign_in(getattr(cast, who))
    assert client.get(where("thread")).status_code == 404
    assert client.post(where("say"), {"body": "Hello"}).status_code == 404
    for name in ("take-back", "show"):
        assert client.post(where(name, message.pk)).status_code == 404
    for name in ("report", "hide"):
        assert client.get(where(name, message.pk)).status_code == 404
    assert Message.objects.count() == 1


def test_reading_the_page_makes_it_read(cast, sign_in):
    say(cast, "tom", "Good morning", timezone.now())
    client = sign_in(cast.ada)
    assert "1 new message" in text(client.get(where("thread")))
    assert "new message" not in text(client.get(where("thread")))


def test_a_report_is_made_looked_at_and_hidden(cast, sign_in):
    message = say(cast, "ruth", "Not kind words")
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    page = text(ada.post(where("report", message.pk), {"reason": ""}))
    assert "Say what is wrong with it" in page
    assert ada.post(where("report", message.pk), {"reason": "It hurts"}).status_code == 302
    assert "You asked an educator to look at this" in text(ada.get(where("thread")))
    waiting = text(tom.get(reverse("talk:reports")))
    assert "Not kind words" in waiting
    assert "It hurts" in waiting
    assert "1 new" in re.sub(r"<[^>]+>", "", waiting)  # the bell
    answer = tom.post(where("hide", message.pk) + "?reports=1", {"reason": "We speak kindly"})
    assert answer["Location"] == reverse("talk:reports")
    assert "Nothing to look at" in text(tom.get(reverse("talk:reports")))
    page = text(ada.get(where("thread")))
    assert "A message of Ruth Kovač is hidden. Tom Lindqvist says why: “We speak kindly”" in page
    assert "Not kind words" not in page


def test_a_report_is_settled_and_comes_back(cast, sign_in, now):
    report = report_message(message=say(cast, "ruth", "Hm"), reason="It hurts", by=cast.ada, now=now)
    tom = sign_in(cast.tom)
    assert tom.post(where("settle", report.pk)).status_code == 302
    assert "Undo" in text(tom.get(reverse("talk:reports")))
    assert tom.post(where("reopen", report.pk)).status_code == 302
    assert MessageReport.objects.get().settled_at is None
    for who in ("ada", "ruth", "mira", "omar"):
        assert sign_in(getattr(cast, who)).post(where("settle", report.pk)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("tom", 200), ("omar", 200), ("ada", 404), ("ruth", 404), ("dana", 404)])
def test_the_page_of_reports_is_not_for_everybody(cast, sign_in, who, status):
    assert sign_in(getattr(cast, who)).get(reverse("talk:reports")).status_code == status


@pytest.mark.parametrize("n", [1, 30])
def test_reports_take_the_same_queries_for_one_and_for_thirty(cast, sign_in, now, django_assert_num_queries, n):
    for number in range(n):
        report_message(message=say(cast, "ruth", f"Number {number}"), reason="Hm", by=cast.ada, now=now)
    client = sign_in(cast.tom)
    client.get(reverse("talk:reports"))
    with django_assert_num_queries(12):
        page = text(client.get(reverse("talk:reports")))
    assert page.count("<article") == n


def test_hiding_can_be_undone(cast, sign_in):
    message = say(cast, "ruth", "Hm")
    tom = sign_in(cast.tom)
    assert sign_in(cast.noor).post(where("hide", message.pk), {"reason": "No"}).status_code == 403
    tom.post(where("hide", message.pk), {"reason": "No"})
    assert where("show", message.pk) in text(tom.get(where("thread")))
    tom.post(where("show", message.pk))
    assert "Hm" in text(tom.get(where("thread")))


def test_what_cannot_be_done_any_more_says_so(cast, sign_in):
    old = say(cast, "ada", "An hour ago", timezone.now() - timedelta(hours=1))
    theirs = say(cast, "ruth", "Hm")
    report = report_message(message=theirs, reason="It hurts", by=cast.ada, now=timezone.now())
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    assert "That time is over." in text(ada.post(where("take-back", old.pk), follow=True))
    assert "It is not hidden." in text(tom.post(where("show", theirs.pk), follow=True))
    tom.post(where("settle", report.pk))
    assert "Somebody has looked at it already." in text(tom.post(where("settle", report.pk), follow=True))
    tom.post(where("hide", theirs.pk), {"reason": "No"})
    again = text(tom.post(where("hide", theirs.pk), {"reason": "No"}))
    assert "It is not there any more." in again
    assert "These are your own words." in text(ada.post(where("report", old.pk), {"reason": "Hm"}))


def test_far_too_much_text_is_no_error_of_the_server(cast, sign_in):
    answer = sign_in(cast.ada).post(where("say"), {"body": "a" * 1_000_001})
    assert answer.status_code == 200
    assert "aria-invalid" in text(answer)
