"""Small pictures and sounds, made byte by byte: what each test needs and nothing else."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def picture_upload(name: str = "map.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture_bytes(), "image/png")


def photo_with_place() -> bytes:
    """A photo lying on its side, that says where it was taken and by which camera."""
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 20, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter clockwise to see it upright
    exif[0x010F] = "CameraOfAda"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 25.0, 0.5), 3: "W", 4: (3.0, 42.0, 0.5)})
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"HomeOfAda")
    return written.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small file that unfolds to billions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def webp_bomb() -> bytes:
    """A WebP that claims a canvas of 16384 x 16384."""
    head = struct.pack("<I", 0x10)[:4] + b"\xff\x3f\x00" + b"\xff\x3f\x00"
    body = b"WEBPVP8X" + struct.pack("<I", 10) + head
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wav_bytes(
    seconds: float = 1.0, *, rate: int = 16_000, channels: int = 1, bits: int = 16, codec: int = 1, notes: bytes = b""
) -> bytes:
    block = channels * bits // 8
    samples = bytes(n % 251 for n in range(int(seconds * rate) * block))
    form = struct.pack("<HHIIHH", codec, channels, rate, rate * block, block, bits)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    if notes:
        chunks += b"LIST" + struct.pack("<I", len(notes)) + notes + b"\0" * (len(notes) % 2)
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def sound_upload(content: bytes | None = None, name: str = "voice.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if content is not None else wav_bytes(), "audio/wav")


def mp3_bytes(frames: int = 40, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """Frames of silence: MPEG 1, layer III, 128 kbit/s, 44.1 kHz; each sounds 26 milliseconds."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return before + frame * frames + after


def id3(notes: bytes) -> bytes:
    size = bytes((len(notes) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + notes


def aac_bytes(frames: int = 40) -> bytes:
    """AAC frames of 100 bytes at 44.1 kHz (ADTS)."""
    size = 100
    head = bytes((0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC))
    return (head + bytes(size - len(head))) * frames


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def m4a_bytes(seconds: int = 2, *, role: bytes = b"soun", codec: bytes = b"mp4a", notes: bytes = b"") -> bytes:
    """The boxes of an MP4 with one track, and notes about the recording in three places."""
    header = box(b"mdhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(4))
    handler = box(b"hdlr", bytes(8) + role + bytes(12) + b"\0")
    samples = box(b"stbl", box(b"stsd", bytes(4) + struct.pack(">I", 1) + box(codec, bytes(28))))
    track = box(b"tkhd", bytes(84)) + box(b"mdia", header + handler + box(b"minf", samples)) + box(b"udta", notes)
    movie = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", track) + box(b"udta", box(b"meta", notes)))
    return box(b"ftyp", b"M4A \0\0\0\0isom") + movie + box(b"uuid", notes) + box(b"mdat", bytes(500))


def film_track(
    role: bytes, codec: bytes, at: int, *, notes: bytes = b"", seconds: int = 2, sizes: tuple[int, ...] = (40, 60)
) -> bytes:
    """One track of a video: all its samples in one chunk that begins at ``at``."""
    numbers = struct.pack
    header = box(b"mdhd", bytes(12) + numbers(">II", 1000, seconds * 1000) + bytes(4))
    handler = box(b"hdlr", bytes(8) + role + bytes(12) + notes + b"\0")
    described = box(b"stsd", bytes(4) + numbers(">I", 1) + box(codec, bytes(78)))
    table = described + box(b"stts", numbers(">IIII", 0, 1, len(sizes), 1000))
    table += box(b"stsc", numbers(">IIIII", 0, 1, 1, len(sizes), 1))
    table += box(b"stsz", numbers(">III", 0, 0, len(sizes)) + b"".join(numbers(">I", size) for size in sizes))
    table += box(b"stco", numbers(">III", 0, 1, at)) + box(b"udta", notes)
    place = box(b"dinf", box(b"dref", numbers(">II", 0, 1) + box(b"url ", b"\0\0\0\1")))
    shown = (
        bytes(40)
        + numbers(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
        + numbers(">II", 640 << 16, 360 << 16)
    )
    media = box(b"mdia", header + handler + box(b"minf", place + box(b"stbl", table)))
    return box(b"trak", box(b"tkhd", shown) + media + box(b"udta", box(b"\xa9xyz", notes)) + box(b"meta", notes))


def mp4_bytes(
    *,
    codec: bytes = b"avc1",
    seconds: int = 2,
    notes: bytes = b"",
    brand: bytes = b"isom",
    sound: bytes = b"mp4a",
    other: bytes = b"",
) -> bytes:
    """The boxes of a video with picture, sound and, where ``other`` says so, a track of places; notes wherever phones put them."""  # noqa: E501
    head = box(b"ftyp", brand + b"\0\0\0\0mp42")
    gap = notes.ljust(64, b"\0")
    at = len(head) + 8 + len(gap)
    data = gap + b"P" * 100 + gap + b"S" * 100 + gap + other.ljust(100, b"\0")
    tracks = film_track(b"vide", codec, at, notes=notes, seconds=seconds)
    if sound:
        tracks += film_track(b"soun", sound, at + 100 + len(gap), notes=notes, seconds=seconds)
    if other:
        tracks += film_track(b"meta", b"mebx", at + 200 + 2 * len(gap), notes=notes, seconds=seconds)
    notes_box = box(b"udta", box(b"\xa9xyz", notes) + box(b"loci", notes)) + box(b"meta", notes)
    movie = box(
        b"moov", box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80)) + tracks + notes_box
    )
    return head + box(b"mdat", data) + movie + box(b"uuid", notes) + box(b"free", notes)


def element(name: int, content: bytes, *, endless: bool = False) -> bytes:
    number = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return number + (b"\x01" + b"\xff" * 7 if endless else b"\x08" + len(content).to_bytes(4, "big")) + content


def webm_bytes(
    *,
    kind: bytes = b"webm",
    codec: bytes = b"V_VP9",
    notes: bytes = b"",
    endless: bool = False,
    ticks: int = 2000,
    other: bytes = b"",
) -> bytes:
    """A WebM with a track of pictures, one of words where ``other`` says so, and notes wherever they can stand."""
    head = element(0x1A45DFA3, element(0x4282, kind) + element(0x42F2, b"\4"))
    info = element(
        0x1549A966,
        element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
        + element(0x7BA9, notes)
        + element(0x4D80, notes)
        + element(0x5741, notes),
    )
    shown = element(0xE0, element(0xB0, b"\x02\x80") + element(0xBA, b"\x01\x68"))
    tracks = element(
        0xAE, element(0xD7, b"\1") + element(0x83, b"\1") + element(0x86, codec) + element(0x536E, notes) + shown
    )
    if other:
        tracks += element(0xAE, element(0xD7, b"\2") + element(0x83, b"\x11") + element(0x86, b"S_TEXT/UTF8"))
    blocks = element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80" + b"P" * 50)
    blocks += element(0xA0, element(0xA1, b"\x82\0\5\0" + other)) if other else b""
    later = element(0xE7, ticks.to_bytes(4, "big")) + element(0xA3, b"\x81\0\0\x80" + b"P" * 50)
    inside = (
        info
        + element(0x1654AE6B, tracks)
        + element(0x1F43B675, blocks, endless=endless)
        + element(0x1F43B675, later, endless=endless)
    )
    inside += b"" if endless else element(0x1254C367, notes) + element(0x1941A469, notes) + element(0xEC, notes)
    return head + element(0x18538067, inside, endless=endless)
