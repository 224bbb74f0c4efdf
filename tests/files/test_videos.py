"""Videos are known by their content, measured, and kept without notes about place, time and device."""

from __future__ import annotations

import struct

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from tests.files import samples

from trellis.core.ids import uuid7
from trellis.files import videos
from trellis.files.checked import NotAccepted
from trellis.files.models import StoredFile
from trellis.files.videos import check_video, words

SECRET = b"+40.4167-003.7033/ AdasPhone"
WHOLE = {"mp4": samples.mp4_bytes(), "webm": samples.webm_bytes(), "endless": samples.webm_bytes(endless=True)}


def checked(content: bytes):
    return check_video(bytearray(content))


def refusal(content: bytes) -> str:
    with pytest.raises(NotAccepted) as refused:
        checked(content)
    return str(refused.value.sentence)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.mp4_bytes(), "video/mp4"),
        (samples.mp4_bytes(brand=b"qt  "), "video/mp4"),
        (samples.mp4_bytes(codec=b"vp09", sound=b""), "video/mp4"),
        (samples.webm_bytes(), "video/webm"),
        (samples.webm_bytes(endless=True), "video/webm"),
    ],
)
def test_each_kind_of_video_is_measured(content, media_type):
    video = checked(content)
    assert (video.kind, video.media_type, video.seconds) == ("video", media_type, 2.0)
    assert len(video.body) == len(content)  # nothing moves, so that the tables in it hold


@pytest.mark.parametrize(
    "content",
    [
        samples.mp4_bytes(notes=SECRET),
        samples.mp4_bytes(notes=SECRET, other=SECRET),
        samples.webm_bytes(notes=SECRET),
        samples.webm_bytes(notes=SECRET, other=SECRET),
        samples.webm_bytes(notes=SECRET, endless=True),
    ],
)
def test_notes_about_place_and_device_are_left_behind_and_pictures_and_sounds_are_not(content):
    assert SECRET in content
    kept = checked(content).body
    assert SECRET not in kept
    for letter in (b"P" * 50,):
        assert content.count(letter) == kept.count(letter) > 0
    assert check_video(bytearray(kept)).body == kept


def test_a_video_taken_upright_is_shown_upright():
    assert (checked(samples.mp4_bytes()).width, checked(samples.mp4_bytes()).height) == (360, 640)
    assert (checked(samples.webm_bytes()).width, checked(samples.webm_bytes()).height) == (640, 360)


def test_when_it_was_taken_is_left_behind():
    dated = bytearray(samples.mp4_bytes())
    for name in (b"mvhd", b"tkhd", b"mdhd"):
        at = dated.index(name) + 8
        dated[at : at + 8] = b"WHENWHEN"
    assert b"WHEN" not in checked(bytes(dated)).body


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", videos.NOT_A_VIDEO),
        (b"<html>", videos.NOT_A_VIDEO),
        (b"RIFF\0\0\0\0AVI ", videos.NOT_EVERYWHERE),
        (samples.webm_bytes(kind=b"matroska"), videos.NOT_EVERYWHERE),
        (samples.mp4_bytes(codec=b"hvc1"), words.OTHER_CODEC),
        (samples.mp4_bytes(sound=b"apac"), words.OTHER_CODEC),
        (samples.webm_bytes(codec=b"V_MPEG4/ISO/AVC"), words.OTHER_CODEC),
        (samples.m4a_bytes(codec=b"mp4a"), words.DAMAGED),
        (samples.mp4_bytes()[:-100], words.DAMAGED),
        (samples.webm_bytes()[:-10], words.CUT_OFF),
        (samples.mp4_bytes(seconds=0), videos.NOTHING_TO_SEE),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(content, sentence):
    said = refusal(content)
    assert said == str(sentence) or (sentence is words.DAMAGED and said in {str(words.NO_PICTURE), str(words.CUT_OFF)})


def test_limits_are_settings_and_stand_in_the_sentence(settings):
    settings.FILES_VIDEO_MINUTES = 1
    assert (
        refusal(samples.mp4_bytes(seconds=70))
        == "This video is longer than 1 minutes. Make it shorter, or add it in parts."
    )
    settings.FILES_VIDEO_MB = 1
    assert "larger than 1 MB" in refusal(bytes(1024 * 1024 + 1))


@tries(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_video_with_broken_bytes_is_kept_or_refused(kind, data):
    content = bytearray(WHOLE[kind])
    for _number in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_video(content)
    except NotAccepted as refused:
        said = str(refused.sentence)
    else:
        said = "."
    assert said.endswith(".")


@tries(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"\0\0\0\x10ftypisom\0\0\0\0", WHOLE["webm"][:60], WHOLE["mp4"][:300]]), st.binary(max_size=400)
)
def test_any_bytes_are_a_video_or_refused(beginning, rest):
    try:
        check_video(bytearray(beginning + rest))
    except NotAccepted as refused:
        said = str(refused.sentence)
    else:
        said = "."
    assert said.endswith(".")


def test_a_video_and_a_document_are_shown_with_their_words():
    def shown(tag: str, file: StoredFile | None) -> str:
        return Template("{% load files %}{% " + tag + " file %}").render(Context({"file": file}))

    film = StoredFile(district_id=uuid7(), kind="video", words='a "bee"', width=640, height=360, seconds=64.6)
    html = shown("video", film)
    assert f'src="/files/{film.pk}/" width="640" height="360" aria-label="a &quot;bee&quot;"' in html
    assert "1 minute 5 seconds" in html
    assert "autoplay" not in html
    plan = StoredFile(district_id=uuid7(), kind="document", name="<b>", size=2048, path="a/b/c.pdf")
    html = shown("document", plan)
    assert f'<a href="/files/{plan.pk}/" download>&lt;b&gt;</a>' in html
    assert "PDF, 2.0" in html
    assert shown("stored_file", film) == shown("video", film)
    assert [shown(tag, None) for tag in ("video", "document", "stored_file")] == ["", "", ""]


def test_four_billion_samples_are_not_believed():
    lying = bytearray(samples.mp4_bytes())
    at = lying.index(b"stsz") + 8
    lying[at : at + 8] = struct.pack(">II", 0, 2**32 - 1)
    assert refusal(bytes(lying)) == str(words.DAMAGED)
