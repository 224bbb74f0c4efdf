"""Pictures: looked at by content, decoded within limits, turned upright and written anew.

What is kept are the pixels alone: no place, no camera, no comment and nothing behind the end of the picture survives.
"""

from __future__ import annotations

import struct
import threading
import zlib
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import GifImagePlugin, Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from trellis.files.checked import Checked, NotAccepted

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "GIF": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE = 2000
DRAWING_COLOURS = 256  # so few colours are a drawing: kept exactly, and smaller so than as a photo

NOT_A_PICTURE = _("This is not a picture that we can show. Choose a JPEG, PNG, WebP or GIF.")
NOT_WHOLE = _("This picture is not whole: something is missing inside. Choose it again, or take another one.")
TOO_MANY_PIXELS = _("This picture has too many pixels for us. Make it smaller and choose it again.")
TOO_LARGE = _("This picture is larger than 25 MB. Choose a smaller one.")
HEIC = _(
    "This photo is in the format HEIC, which most browsers cannot show. Save it as JPEG and choose it again."
    " On an iPhone: Settings, Camera, Formats, Most compatible."
)
SVG = _("Drawings in the format SVG can hold more than a picture. Save it as PNG and choose it again.")

_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError, OverflowError,
    ZeroDivisionError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip # all that Pillow's readers were seen to raise on bytes that mean harm
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
HEIC_BRANDS = {b"heic", b"heix", b"heif", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_PLUGINS = {
    "JPEG": JpegImagePlugin.jpeg_factory,
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}
# One large picture at a time in each process: many at once would need more memory than a small server has.
_one_at_a_time = threading.BoundedSemaphore(1)


def check_picture(content: bytes) -> Checked:
    """Return the picture as WebP of at most 2000 pixels a side, upright and bare; or raise ``NotAccepted``."""
    if len(content) > MOST_BYTES:
        raise NotAccepted(TOO_LARGE)
    kind = _sniff(content)
    try:
        with _one_at_a_time, _opened(kind, content) as image:
            pixels = _decode(image)
            return _write(pixels, exact=kind in {"PNG", "GIF"})
    except _TOO_MANY:
        raise NotAccepted(TOO_MANY_PIXELS) from None
    except _BROKEN:
        raise NotAccepted(NOT_WHOLE) from None


def _sniff(content: bytes) -> str:
    """Return the format by the first bytes, whatever the name of the file says."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise NotAccepted(HEIC)
    if b"<svg" in content[:4096].lower():
        raise NotAccepted(SVG)
    raise NotAccepted(NOT_A_PICTURE)


def _opened(kind: str, content: bytes) -> Image.Image:
    """Return the picture with its size known and nothing decoded yet; refuse one that would unfold to too much."""
    if kind == "WEBP" and _webp_pixels(content) > MOST_PIXELS[kind]:  # its reader makes room at once
        raise Image.DecompressionBombError
    image = _PLUGINS[kind](BytesIO(content), "")
    width, height = image.size
    if width * height > MOST_PIXELS[kind]:
        raise Image.DecompressionBombError
    return image


def _webp_pixels(content: bytes) -> int:
    head = content[12:30].ljust(18, b"\0")
    if head.startswith(b"VP8X"):
        return (1 + int.from_bytes(head[12:15], "little")) * (1 + int.from_bytes(head[15:18], "little"))
    if head.startswith(b"VP8L"):
        bits = int.from_bytes(head[9:13], "little")
        return (1 + (bits & 0x3FFF)) * (1 + (bits >> 14 & 0x3FFF))
    width, height = struct.unpack("<HH", head[14:18])
    return int(width & 0x3FFF) * int(height & 0x3FFF)


def _decode(image: Image.Image) -> Image.Image:
    """Return the first frame upright, in the colours of a screen, at most ``LONGEST_SIDE`` on a side."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at half or a quarter where that is enough
    image.load()
    if image.width * image.height > max(MOST_PIXELS.values()):  # a frame may be larger than its picture said
        raise Image.DecompressionBombError
    upright = _on_screen(_upright(image))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return upright


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:  # notes of the camera that cannot be read: the picture itself can
        return image


def _on_screen(image: Image.Image) -> Image.Image:
    clear = image.mode in {"LA", "PA", "RGBA", "RGBa"} or "transparency" in image.info
    mode = "RGBA" if clear else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    plain = image.convert(mode)
    if profile and image.mode == mode:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            shown = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"))
        except (ImageCms.PyCMSError, *_BROKEN):
            return plain
        return shown or plain
    return plain


def _write(pixels: Image.Image, *, exact: bool) -> Checked:
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    drawing = exact and bare.getcolors(DRAWING_COLOURS) is not None
    written = BytesIO()
    bare.save(written, "WEBP", quality=82, method=4, lossless=drawing)
    return Checked("picture", "image/webp", "webp", written.getvalue(), bare.width, bare.height)
