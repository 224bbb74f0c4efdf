"""Pictures are known by their content and written anew: nothing hidden comes through, and no bomb goes off."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from tests.files import samples

from trellis.files import pictures
from trellis.files.checked import NotAccepted
from trellis.files.pictures import check_picture

BEGINNINGS = (
    b"",
    b"\xff\xd8\xff",
    b"\xff\xd8\xff\xe1\x00\x20Exif\0\0MM\0*",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x40\0\0\0WEBPVP8 ",
    b"RIFF\x40\0\0\0WEBPVP8L",
    b"RIFF\x40\0\0\0WEBPVP8X",
)

SMALL = {kind: samples.picture_bytes(kind, (8, 8)) for kind in ("JPEG", "PNG", "WEBP", "GIF")}


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def refusal(content: bytes) -> str:
    with pytest.raises(NotAccepted) as refused:
        check_picture(content)
    return str(refused.value.sentence)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_kind_of_picture_is_written_anew_as_webp(kind):
    checked = check_picture(samples.picture_bytes(kind))
    assert (checked.kind, checked.media_type, checked.ending) == ("picture", "image/webp", "webp")
    assert (checked.width, checked.height) == (60, 40)
    assert opened(checked.body).format == "WEBP"


def test_a_large_picture_is_made_smaller():
    checked = check_picture(samples.picture_bytes("JPEG", (3000, 1500)))
    assert (checked.width, checked.height) == (2000, 1000)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_way_of_writing_colours_is_read(mode):
    written = BytesIO()
    Image.new(mode, (9, 7)).save(written, "PNG")
    assert (check_picture(written.getvalue()).width, check_picture(written.getvalue()).height) == (9, 7)


@pytest.mark.parametrize("profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"broken"])
def test_the_colours_of_a_camera_become_those_of_a_screen_and_its_profile_goes(profile):
    written = BytesIO()
    Image.new("RGB", (9, 7), (200, 40, 40)).save(written, "JPEG", icc_profile=profile, quality=95)
    shown = opened(check_picture(written.getvalue()).body)
    assert "icc_profile" not in shown.info
    assert shown.convert("RGB").getpixel((4, 3))[0] == pytest.approx(200, abs=12)


def test_what_is_clear_stays_clear():
    written = BytesIO()
    Image.new("RGBA", (9, 7), (200, 0, 0, 0)).save(written, "PNG")
    assert opened(check_picture(written.getvalue()).body).convert("RGBA").getpixel((4, 3))[3] == 0


def test_a_photo_stands_upright_and_no_longer_says_where_it_was_taken():
    photo = samples.photo_with_place()
    assert opened(photo).getexif().get_ifd(0x8825)
    checked = check_picture(photo)
    shown = opened(checked.body)
    assert (shown.width, shown.height) == (checked.width, checked.height) == (40, 80)
    red, green, _blue = shown.convert("RGB").getpixel((20, 4))
    assert red > 180 and green < 90  # its left edge is on top now
    assert dict(shown.getexif()) == {}
    assert set(shown.info) <= {"loop", "background", "timestamp", "duration"}
    for secret in (b"CameraOfAda", b"HomeOfAda", b"Exif", b"XMP"):
        assert secret in photo or secret == b"XMP"
        assert secret not in checked.body


def test_a_page_hidden_in_a_picture_does_not_come_through():
    html = "<html><script>alert(1)</script></html>"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", html)
    polyglot = samples.picture_bytes("PNG", pnginfo=notes) + html.encode()
    assert html.encode() in polyglot
    checked = check_picture(polyglot)
    assert b"script" not in checked.body
    assert b"html" not in checked.body


@pytest.mark.parametrize("bomb", [samples.png_bomb(), samples.png_bomb(8000, 8000), samples.webp_bomb()])
def test_a_bomb_is_refused_before_it_unfolds(bomb):
    assert len(bomb) < 5000
    assert refusal(bomb) == str(pictures.TOO_MANY_PIXELS)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind):
    whole = samples.picture_bytes(kind)
    assert refusal(whole[: len(whole) // 2]) == str(pictures.NOT_WHOLE)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", pictures.NOT_A_PICTURE),
        (b"MZ\x90\0 a program", pictures.NOT_A_PICTURE),
        (b"%PDF-1.7", pictures.NOT_A_PICTURE),
        (b"<html><script>alert(1)</script>", pictures.NOT_A_PICTURE),
        (b"BM" + bytes(100), pictures.NOT_A_PICTURE),
        (b'<?xml version="1.0"?><SVG xmlns="http://www.w3.org/2000/svg"/>', pictures.SVG),
        (b"\0\0\0\x18ftypheic" + bytes(40), pictures.HEIC),
        (samples.wav_bytes(0.1), pictures.NOT_A_PICTURE),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content, sentence):
    assert refusal(content) == str(sentence)


def test_a_picture_of_too_many_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    assert refusal(samples.picture_bytes()) == str(pictures.TOO_LARGE)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow grumbles about broken notes of cameras
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_any_bytes_are_a_picture_or_refused_with_a_sentence(beginning, rest):
    try:
        checked = check_picture(beginning + rest)
    except NotAccepted as refused:
        said = str(refused.sentence)
    else:
        said = "."
        assert opened(checked.body).size == (checked.width, checked.height)
    assert said.endswith(".")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow grumbles about broken notes of cameras
@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_a_picture_with_broken_bytes_is_shown_or_refused(kind, data):
    content = bytearray(SMALL[kind])
    for _number in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        checked = check_picture(bytes(content))
    except NotAccepted:
        return
    assert opened(checked.body).size == (checked.width, checked.height)
