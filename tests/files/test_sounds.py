"""Sounds are known by their content, measured, and kept without notes about place, device and people."""

from __future__ import annotations

import io
import wave

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.files import samples

from trellis.files import sounds
from trellis.files.checked import NotAccepted
from trellis.files.sounds import check_sound, words

SECRET = b"recorded at home by Ada"
BEGINNINGS = (
    b"",
    b"RIFF\xff\0\0\0WAVE",
    samples.wav_bytes(0.01)[:36],
    b"ID3\x04\0\0\0\0\0\x05",
    b"\xff\xfb\x90\x00",
    b"\xff\xf1\x50\x80\x0c\x9f\xfc",
    b"\0\0\0\x10ftypM4A \0\0\0\0",
    samples.m4a_bytes()[:200],
)


def refusal(content: bytes) -> str:
    with pytest.raises(NotAccepted) as refused:
        check_sound(content)
    return str(refused.value.sentence)


@pytest.mark.parametrize(
    ("content", "media_type", "seconds"),
    [
        (samples.wav_bytes(1.5), "audio/wav", 1.5),
        (samples.wav_bytes(1, rate=44_100, channels=2, bits=24), "audio/wav", 1.0),
        (samples.wav_bytes(1, bits=32, codec=3), "audio/wav", 1.0),
        (samples.mp3_bytes(100), "audio/mpeg", 2.61),
        (samples.mp3_bytes(100, before=samples.id3(SECRET), after=b"TAG" + SECRET), "audio/mpeg", 2.61),
        (samples.aac_bytes(100), "audio/aac", 2.32),
        (samples.m4a_bytes(2, notes=SECRET), "audio/mp4", 2.0),
    ],
)
def test_each_kind_of_sound_is_measured(content, media_type, seconds):
    checked = check_sound(content)
    assert (checked.kind, checked.media_type, checked.seconds) == ("sound", media_type, seconds)


@pytest.mark.parametrize(
    "content",
    [
        samples.wav_bytes(1, notes=SECRET),
        samples.wav_bytes(1) + b"id3 " + SECRET,
        samples.mp3_bytes(before=samples.id3(SECRET), after=b"TAG" + SECRET),
        samples.m4a_bytes(notes=SECRET),
    ],
)
def test_notes_about_place_device_and_people_are_left_behind(content):
    assert SECRET in content
    assert SECRET not in check_sound(content).body


def test_a_cleaned_sound_is_whole_and_stays_as_it_is_when_cleaned_again():
    for content in (samples.wav_bytes(1, notes=SECRET), samples.mp3_bytes(), samples.aac_bytes(), samples.m4a_bytes()):
        once = check_sound(content)
        assert check_sound(once.body) == once
    with wave.open(io.BytesIO(check_sound(samples.wav_bytes(1, notes=SECRET)).body)) as kept:
        assert (kept.getnchannels(), kept.getframerate(), kept.getnframes()) == (1, 16_000, 16_000)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", sounds.NOT_A_SOUND),
        (b"<html><script>alert(1)</script>", sounds.NOT_A_SOUND),
        (samples.picture_bytes("PNG"), sounds.NOT_A_SOUND),
        (samples.picture_bytes("JPEG"), sounds.NOT_A_SOUND),
        (b"\xff" * 5000, sounds.NOT_A_SOUND),
        (b"OggS" + bytes(100), sounds.NOT_EVERYWHERE),
        (b"\x1a\x45\xdf\xa3" + bytes(100), sounds.NOT_EVERYWHERE),
        (b"#!AMR\n" + bytes(100), sounds.NOT_EVERYWHERE),
        (samples.wav_bytes(0.1), sounds.NOTHING_TO_HEAR),
        (samples.wav_bytes(190, rate=8000, bits=8), sounds.TOO_LONG),
        (samples.mp3_bytes(7200), sounds.TOO_LONG),
        (samples.m4a_bytes(200), sounds.TOO_LONG),
        (samples.wav_bytes(1)[:-500], words.CUT_OFF),
        (samples.m4a_bytes()[:-100], words.CUT_OFF),
        (samples.wav_bytes(1, codec=17, bits=4), words.OTHER_CODEC),
        (samples.wav_bytes(1, channels=6), words.OTHER_CODEC),
        (samples.m4a_bytes(codec=b"alac"), words.OTHER_CODEC),
        (samples.m4a_bytes(role=b"vide"), words.A_FILM),
        (samples.m4a_bytes(0), words.NO_LENGTH),
        (samples.m4a_bytes(role=b"text"), words.DAMAGED),
        (b"RIFF\0\0\0\0WAVEdata\0\0\0\0", words.DAMAGED),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == str(sentence)


def test_three_minutes_recorded_here_are_small_enough():
    longest = samples.wav_bytes(180)
    assert len(longest) < sounds.MOST_BYTES / 2
    assert check_sound(longest).seconds == 180.0


def test_frames_with_much_else_between_them_are_something_else():
    assert refusal(samples.mp3_bytes(10, after=b"x\xff" * 40_000)) == str(words.DAMAGED)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600))
def test_any_bytes_are_a_sound_or_refused_with_a_sentence(beginning, rest):
    try:
        checked = check_sound(beginning + rest)
    except NotAccepted as refused:
        said = str(refused.sentence)
    else:
        said = "."
        assert checked.seconds and checked.seconds > 0
    assert said.endswith(".")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([samples.wav_bytes(0.3), samples.m4a_bytes(), samples.mp3_bytes(8), samples.aac_bytes(9)]),
    st.data(),
)
def test_a_sound_with_broken_bytes_is_kept_or_refused(content, data):
    broken = bytearray(content)
    for _number in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, min(len(broken), 700) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_sound(bytes(broken))
    except NotAccepted:
        return
