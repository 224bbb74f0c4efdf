"""Who may open a file, and how it is sent: whoever may open what it hangs on; nobody else learns that it is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from tests.files import samples
from tests.people import Now
from tests.refusals import HIDDEN, answer_of

from trellis.core.scope import district_scope
from trellis.files import access
from trellis.files.access import get_file_for, register_opener
from trellis.files.actions import attach_file, release_file, store_file
from trellis.files.models import StoredFile
from trellis.files.serving import OutOfRange, parse_range
from trellis.people.access import standing_of
from trellis.people.doors.entering import SHARED_KEY


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def sound(cast, now) -> StoredFile:
    return store_file(upload=samples.sound_upload(), kind="sound", words="", owner=cast.ada, now=now)


@pytest.fixture
def opener(monkeypatch):
    """Let Tom alone open what hangs on a class."""
    monkeypatch.setattr(access, "_openers", {})
    asked = []

    def allow(*names):
        def may_open(person, _standing, thing_id, on):
            asked.append((thing_id, on))
            return person.given_name in names

        register_opener("school.schoolclass", may_open)
        return asked

    return allow


def opened_by(cast, name, file):
    person, on = getattr(cast, name), Now.date()
    with district_scope(person.district_id, person.pk):
        return answer_of(get_file_for, person, standing_of(person, on), file.pk, on)


def test_a_file_that_hangs_on_nothing_is_its_owners_alone(cast, sound):
    assert opened_by(cast, "ada", sound) == sound
    for name in ("ben", "tom", "ruth", "omar", "dana", "zed"):
        assert opened_by(cast, name, sound) == HIDDEN


def test_whoever_may_open_the_thing_may_open_its_file(cast, sound, opener):
    asked = opener("Tom")
    attach_file(file=sound, thing=cast.ada_class, now=Now)
    assert opened_by(cast, "tom", sound) == sound
    assert asked == [(cast.ada_class.pk, Now.date())]
    assert opened_by(cast, "ada", sound) == HIDDEN  # the thing decides, also about who added the file
    assert opened_by(cast, "omar", sound) == HIDDEN


def test_where_nobody_answers_for_a_thing_its_file_stays_closed(cast, sound, monkeypatch):
    monkeypatch.setattr(access, "_openers", {})
    attach_file(file=sound, thing=cast.ada_class, now=Now)
    for name in ("ada", "tom", "omar"):
        assert opened_by(cast, name, sound) == HIDDEN


def test_nobody_of_another_district_sees_it_even_where_the_thing_lets_everybody_in(cast, sound, opener):
    opener("Zed", "Tom")
    attach_file(file=sound, thing=cast.ada_class, now=Now)
    assert opened_by(cast, "tom", sound) == sound
    assert opened_by(cast, "zed", sound) == HIDDEN


def address(file) -> str:
    return reverse("files:file", args=[file.pk])


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_file_is_sent_to_be_seen_or_heard_and_never_to_run(cast, sign_in, sound, shelf):
    response = sign_in(cast.ada).get(address(sound))
    assert body(response) == (shelf / sound.path).read_bytes()
    assert {name: response[name] for name in response.headers if name != "X-Frame-Options"} == {
        "Content-Type": "audio/wav",
        "Content-Length": str(sound.size),
        "Content-Disposition": 'attachment; filename="sound-2026-11-24.wav"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": f'"{sound.sha256[:32]}"',
        "Cache-Control": "private, no-cache",
        "Vary": response["Vary"],
        "Content-Language": "en",
        "Permissions-Policy": response["Permissions-Policy"],
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert "Cookie" in response["Vary"]


def words_of(response, thing_id) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(str(thing_id), "")


def test_others_are_answered_as_if_there_were_nothing(cast, sign_in, sound, client):
    nothing = reverse("files:file", args=[cast.ada.pk])
    for name in ("ben", "tom", "omar", "zed"):
        visitor = sign_in(getattr(cast, name))
        there, gone = visitor.get(address(sound)), visitor.get(nothing)
        assert there.status_code == 404
        assert words_of(there, sound.pk) == words_of(gone, cast.ada.pk)
    assert client.get(address(sound)).status_code == 302
    assert sign_in(cast.ada).post(address(sound)).status_code == 405


def test_a_browser_that_has_the_file_is_told_so_while_the_right_lasts(cast, sign_in, sound):
    ada = sign_in(cast.ada)
    again = ada.get(address(sound), headers={"if-none-match": f'"{sound.sha256[:32]}"'})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    release_file(file=sound, now=Now)
    assert ada.get(address(sound), headers={"if-none-match": f'"{sound.sha256[:32]}"'}).status_code == 404


def test_a_shared_device_keeps_nothing(cast, sign_in, sound):
    ada = sign_in(cast.ada)
    session = ada.session
    session[SHARED_KEY] = True
    session.save()
    assert ada.get(address(sound))["Cache-Control"] == "private, no-store"


def test_a_row_without_bytes_answers_404(cast, sign_in, sound, shelf):
    (shelf / sound.path).unlink()
    assert sign_in(cast.ada).get(address(sound)).status_code == 404


def test_a_player_may_ask_for_a_part(cast, sign_in, sound, shelf):
    whole, ada = (shelf / sound.path).read_bytes(), sign_in(cast.ada)
    n = len(whole)
    for asked, first, last in (("bytes=0-1", 0, 1), ("bytes=100-", 100, n - 1), ("bytes=-5", n - 5, n - 1)):
        response = ada.get(address(sound), headers={"range": asked})
        assert (response.status_code, response["Content-Range"]) == (206, f"bytes {first}-{last}/{n}")
        assert body(response) == whole[first : last + 1]
        assert response["Content-Length"] == str(last + 1 - first)


def test_a_part_that_is_not_there_and_a_part_of_an_older_file(cast, sign_in, sound):
    ada = sign_in(cast.ada)
    beyond = ada.get(address(sound), headers={"range": f"bytes={sound.size}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{sound.size}")
    older = ada.get(address(sound), headers={"range": "bytes=0-1", "if-range": '"older"'})
    assert (older.status_code, older["Content-Length"]) == (200, str(sound.size))
    assert older.close() is None


def test_ranges_are_read_as_the_standard_says():
    assert [parse_range(text, 10) for text in ("bytes=0-0", "bytes=2-99", "bytes=-99", "bytes=9-")] == [
        (0, 0), (2, 9), (0, 9), (9, 9),
    ]  # fmt: skip
    for whole in ("", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 30):
        assert parse_range(whole, 10) is None
    for beyond in ("bytes=10-", "bytes=-0", "bytes=99-100"):
        with pytest.raises(OutOfRange):
            parse_range(beyond, 10)
