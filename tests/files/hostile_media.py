"""Pictures, sounds and videos that mean harm."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, PngImagePlugin
from tests.files import samples
from tests.files.samples import box, chunk, element

Made = tuple[str, str, Callable[[], bytes]]
PNG = b"\x89PNG\r\n\x1a\n"


def media(script: bytes) -> Iterator[Made]:
    """Yield what is wrong, a name, and how it is made."""
    page = b"<html><script>%s</script></html>" % script
    yield from _polyglots(script, page)
    yield from _bombs(page)
    yield from _sounds(page)
    yield from _mp4(page)
    yield from _webm(page)


def _polyglots(script: bytes, page: bytes) -> Iterator[Made]:
    jpeg, png, gif = (samples.picture_bytes(kind) for kind in ("JPEG", "PNG", "GIF"))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", page.decode())
    notes.add_text("long", page.decode() * 50, zip=True)
    yield "gif and script", "photo.gif", lambda: b"GIF89a/*" + bytes(50) + b"*/=1;" + script
    yield "gif and script, whole", "photo.js", lambda: gif + b"/*" + script + b"*/"
    yield "gif and page", "photo.html", lambda: gif + page
    yield "jpeg and page behind", "photo.jpg", lambda: jpeg + page
    yield "jpeg and page in a comment", "photo.html", lambda: samples.picture_bytes("JPEG", comment=page)
    yield "jpeg and page in its notes", "photo.jpg", lambda: samples.picture_bytes("JPEG", exif=_exif(page))
    yield "jpeg as a page", "photo.html", lambda: jpeg
    yield "png and page in a comment", "photo.png", lambda: samples.picture_bytes("PNG", pnginfo=notes)
    yield "png and page behind", "photo.png", lambda: png + page
    yield "png and page in a chunk", "photo.png", lambda: png[:-12] + chunk(b"scRt", page) + png[-12:]
    yield "webp and page behind", "photo.webp", lambda: samples.picture_bytes("WEBP") + page
    yield "webp and page in its notes", "photo.webp", lambda: samples.picture_bytes("WEBP", xmp=page)
    yield "bitmap and script", "photo.bmp", lambda: b"BM/*" + bytes(60) + b"*/=1;" + script
    yield "jpeg and zip", "photo.jpg", lambda: jpeg + b"PK\x03\x04" + page
    yield "page and jpeg", "photo.jpg", lambda: page + jpeg
    yield "page and mp4", "film.mp4", lambda: page + samples.mp4_bytes()
    for kind in ("TIFF", "BMP", "ICO", "PPM", "TGA", "JPEG2000"):
        yield f"picture of another kind: {kind}", "photo.jpg", lambda kind=kind: samples.picture_bytes(kind)
    yield "photoshop", "photo.png", lambda: b"8BPS\0\1" + bytes(200)
    yield "heic", "photo.jpg", lambda: box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", page)


def _exif(page: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = page.decode(), page
    return exif


def _bombs(page: bytes) -> Iterator[Made]:
    for width, height in ((100_000, 100_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1), (8000, 8000), (25_000_000, 1)):
        yield f"png of {width} x {height}", "photo.png", lambda w=width, h=height: samples.png_bomb(w, h)
    yield "png of nothing", "photo.png", lambda: samples.png_bomb(0, 0)
    yield "webp of 16384 x 16384", "photo.webp", samples.webp_bomb
    yield "webp that lies, lossless", "photo.webp", lambda: _riff(b"VP8L", b"\x2f" + b"\xff" * 40)
    yield (
        "webp that lies, lossy",
        "photo.webp",
        lambda: _riff(b"VP8 ", b"\x30\1\0\x9d\1\x2a\xff\x3f\xff\x3f" + bytes(40)),
    )
    yield "jpeg of 65535 x 65535", "photo.jpg", lambda: _jpeg_of(65_535, 65_535)
    yield (
        "gif of 65535 x 65535",
        "photo.gif",
        lambda: b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;",
    )
    yield (
        "gif whose frame is larger",
        "photo.gif",
        lambda: b"GIF89a\1\0\1\0\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;",
    )
    yield "gif of 3000 frames", "photo.gif", lambda: _gif_of_frames(3000)
    yield "png of 500 frames", "photo.png", lambda: _moving("PNG")
    yield "webp of 500 frames", "photo.webp", lambda: _moving("WEBP")
    yield "png that unfolds to 60 MB", "photo.png", lambda: _png(chunk(b"IDAT", zlib.compress(bytes(60_000_000), 9)))
    yield (
        "png whose notes unfold",
        "photo.png",
        lambda: _png(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000), 9))),
    )
    yield (
        "png whose colours unfold",
        "photo.png",
        lambda: _png(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60_000_000), 9))),
    )
    yield (
        "png whose place unfolds",
        "photo.png",
        lambda: _png(chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(60_000_000), 9))),
    )
    yield "png of 100 000 notes", "photo.png", lambda: _png(chunk(b"tEXt", b"a\0" + page[:20]) * 100_000)
    yield (
        "png with a wrong sum",
        "photo.png",
        lambda: samples.picture_bytes("PNG")[:40] + b"\xff" + samples.picture_bytes("PNG")[41:],
    )
    yield (
        "jpeg of 60 000 parts",
        "photo.jpg",
        lambda: b"\xff\xd8" + (b"\xff\xfe\0\x42" + bytes(64)) * 60_000 + samples.picture_bytes("JPEG")[2:],
    )
    yield (
        "jpeg whose notes go in circles",
        "photo.jpg",
        lambda: _jpeg_with_notes(b"MM\0*\0\0\0\x08\0\1\x87\x69\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08"),
    )
    yield (
        "jpeg whose notes say four billion",
        "photo.jpg",
        lambda: _jpeg_with_notes(b"MM\0*\0\0\0\x08\xff\xff" + b"\1\x0f\0\2\xff\xff\xff\xff\0\0\0\x08" * 200),
    )
    yield (
        "jpeg whose notes lie about turning",
        "photo.jpg",
        lambda: _jpeg_with_notes(b"II*\0\x08\0\0\0\1\0\x12\1\x0c\0\xff\xff\xff\xff\xff\xff\xff\xff"),
    )
    yield "jpeg of broken colours", "photo.jpg", lambda: samples.picture_bytes("JPEG", icc_profile=page * 200)
    for kind in ("JPEG", "PNG", "WEBP", "GIF"):
        yield f"half a {kind}", "photo.jpg", lambda kind=kind: samples.picture_bytes(kind)[:400]
        yield f"the head of a {kind}", "photo.jpg", lambda kind=kind: samples.picture_bytes(kind)[:14]


def _riff(name: bytes, body: bytes) -> bytes:
    inside = b"WEBP" + name + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _png(more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(13 * 4)))
    return PNG + chunk(b"IHDR", head) + more + pixels + chunk(b"IEND", b"")


def _jpeg_of(width: int, height: int) -> bytes:
    whole = bytearray(samples.picture_bytes("JPEG"))
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def _jpeg_with_notes(notes: bytes) -> bytes:
    body = b"Exif\0\0" + notes
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + samples.picture_bytes("JPEG")[2:]


def _gif_of_frames(n: int) -> bytes:
    frame = b"\x21\xf9\4\0\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * n + b";"


def _moving(kind: str) -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (4, 4), (n % 256, n // 256, 0)) for n in range(500)]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


def _sounds(page: bytes) -> Iterator[Made]:
    yield "wav with a page in its notes", "voice.wav", lambda: samples.wav_bytes(notes=page)
    yield "wav with a page behind", "voice.wav", lambda: samples.wav_bytes() + page
    yield "wav that says four billion", "voice.wav", lambda: samples.wav_bytes()[:40] + b"\xff\xff\xff\xff" + bytes(100)
    yield "wav of a million chunks", "voice.wav", lambda: b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 1_000_000
    yield "mp3 with a page in its notes", "voice.mp3", lambda: samples.mp3_bytes(before=samples.id3(page))
    yield "mp3 with a page behind", "voice.html", lambda: samples.mp3_bytes(after=page)
    yield "mp3 of notes alone", "voice.mp3", lambda: samples.id3(page) + page
    yield "aac with a page behind", "voice.aac", lambda: samples.aac_bytes() + page
    yield "m4a with pages in its notes", "voice.m4a", lambda: samples.m4a_bytes(notes=page)
    yield "ogg", "voice.mp3", lambda: b"OggS\0" + page


def _mp4(page: bytes) -> Iterator[Made]:
    whole = samples.mp4_bytes(notes=page)
    yield "mp4 with pages wherever they fit", "film.mp4", lambda: whole
    yield "mp4 with a track of places", "film.mov", lambda: samples.mp4_bytes(notes=page, other=page, brand=b"qt  ")
    yield "mp4 called a page", "film.html", lambda: whole
    yield "mp4 with a page behind", "film.mp4", lambda: samples.mp4_bytes() + page
    yield "mp4 with a page in a box behind", "film.mp4", lambda: samples.mp4_bytes() + box(b"html", page)
    yield "mp4 cut off", "film.mp4", lambda: whole[:-300]
    yield "mp4 of its head alone", "film.mp4", lambda: whole[:20]
    for codec in (b"hvc1", b"mp4v", b"    "):
        yield f"mp4 packed as {codec!r}", "film.mp4", lambda codec=codec: samples.mp4_bytes(codec=codec)
    yield "mp4 of strange sound", "film.mp4", lambda: samples.mp4_bytes(sound=b"apac")
    yield "mp4 of many hours", "film.mp4", lambda: samples.mp4_bytes(seconds=4_000_000)
    yield "mp4 of no time", "film.mp4", lambda: samples.mp4_bytes(seconds=0)
    lies = {b"stsz": b"\0\0\0\0\0\0\0\0\xff\xff\xff\xff", b"stsc": b"\0\0\0\0\xff\xff\xff\xff", b"stco": b"\0\0\0\0\0\0\0\1\xff\xff\xff\xff",  # noqa: E501
            b"dref": b"\0\0\0\0\0\0\0\1\0\0\0\x0curl \0\0\0\0"}  # fmt: skip
    for name, lie in lies.items():
        yield f"mp4 whose {name.decode()} lies", "film.mp4", lambda name=name, lie=lie: _overwritten(name, lie)
    yield "mp4 whose samples are its own tables", "film.mp4", lambda: _overwritten(b"stco", b"\0\0\0\0\0\0\0\1\0\0\0\0")
    yield (
        "mp4 whose samples are four billion",
        "film.mp4",
        lambda: _overwritten(b"stsz", b"\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"),
    )
    yield "mp4 of boxes without a size", "film.mp4", lambda: box(b"ftyp", b"isom") + b"\0\0\0\1moov" + b"\xff" * 8
    yield "mp4 of boxes of nothing", "film.mp4", lambda: box(b"ftyp", b"isom") + b"\0\0\0\1free\0\0\0\0\0\0\0\0" * 1000
    yield "mp4 of a million boxes", "film.mp4", lambda: box(b"ftyp", b"isom") + box(b"free", b"") * 1_000_000
    yield "mp4 of boxes in boxes", "film.mp4", lambda: box(b"ftyp", b"isom") + _nested(2000) + box(b"mdat", page)
    yield "mp4 of two movies", "film.mp4", lambda: samples.mp4_bytes() + box(b"moov", page)
    yield (
        "mp4 in pieces",
        "film.mp4",
        lambda: box(b"ftyp", b"isom") + box(b"moov", box(b"mvex", b"")) + box(b"moof", b"") + box(b"mdat", page),
    )
    yield (
        "mp4 of a packed head",
        "film.mov",
        lambda: box(b"ftyp", b"qt  ") + box(b"moov", box(b"cmov", page)) + box(b"mdat", page),
    )
    yield "avi", "film.avi", lambda: b"RIFF\xff\0\0\0AVI LIST" + page
    yield "flv", "film.mp4", lambda: b"FLV\1\5" + page


def _overwritten(name: bytes, with_: bytes) -> bytes:
    whole = bytearray(samples.mp4_bytes())
    at = whole.index(name) + 4
    whole[at : at + len(with_)] = with_
    return bytes(whole)


def _nested(depth: int) -> bytes:
    inside = b""
    for _number in range(depth):
        inside = box(b"moov", inside)
    return inside


def _webm(page: bytes) -> Iterator[Made]:
    whole = samples.webm_bytes(notes=page)
    head = whole[: whole.index(b"\x18\x53\x80\x67")]
    yield "webm with pages wherever they fit", "film.webm", lambda: whole
    yield "webm with a page as words below", "film.webm", lambda: samples.webm_bytes(notes=page, other=page)
    yield "webm without ends", "film.webm", lambda: samples.webm_bytes(notes=page, endless=True)
    yield "webm with a page behind", "film.html", lambda: samples.webm_bytes() + page
    yield "webm cut off", "film.webm", lambda: whole[:-100]
    yield "webm of its head alone", "film.webm", lambda: head
    yield "matroska", "film.webm", lambda: samples.webm_bytes(kind=b"matroska")
    yield "webm packed strangely", "film.webm", lambda: samples.webm_bytes(codec=b"V_MPEG4/ISO/AVC")
    yield "webm of sound alone", "film.webm", lambda: samples.webm_bytes(codec=b"A_OPUS")
    yield "webm of many years", "film.webm", lambda: samples.webm_bytes(ticks=2**32 - 1)
    yield "webm of a million nothings", "film.webm", lambda: head + element(0x18538067, b"\xec\x80" * 1_000_000)
    yield "webm of zeros", "film.webm", lambda: head + element(0x18538067, bytes(100_000))
    yield "webm of four billion", "film.webm", lambda: head + b"\x18\x53\x80\x67\x01\x00\xff\xff\xff\xff\xff\xff" + page
    yield (
        "webm of segments in segments",
        "film.webm",
        lambda: head + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" * 1000,
    )
