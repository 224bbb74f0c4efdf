"""A showcase as PDF: A4, in the house's own type, with pictures; what cannot be on paper is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from PIL import Image

from trellis.files import storing
from trellis.portfolio.queries import ShowcasePage, ShownFile, ShownItem
from trellis.web.dates import exact_date

FONTS = Path(__file__).parent / "fonts"
TYPE = "Atkinson"
MARGIN, TALLEST = 20, 120  # millimetres
WIDEST_PIXELS = 1400  # at the width of the page about 210 dots an inch
INK, QUIET, LEAF = (28, 30, 26), (90, 92, 84), (46, 94, 62)
OnProgress = Callable[[int, int], None]


def written_pdf(page: ShowcasePage, *, now: datetime, on_progress: OnProgress) -> bytes:
    """Return a showcase as PDF. Letters outside our type (Latin with its accents) appear as empty boxes."""
    sheet = _sheet(page, now)
    _cover(sheet, page, now)
    for done, item in enumerate(page.items):
        on_progress(done, len(page.items))
        _item(sheet, item)
    on_progress(len(page.items), len(page.items))
    return bytes(sheet.output())


class _Sheet(FPDF):
    """Pages with a number at the foot."""

    title_words = ""

    def footer(self) -> None:
        """Write title and number at the foot of a page."""
        self.set_y(-14)
        self.set_font(TYPE, size=9)
        self.set_text_color(*QUIET)
        self.cell(0, 6, f"{self.title_words} · {self.page_no()}", align="C")


def _sheet(page: ShowcasePage, now: datetime) -> _Sheet:
    sheet = _Sheet(format="A4")
    sheet.add_font(TYPE, "", FONTS / "atkinson-hyperlegible-next-regular.ttf")
    sheet.add_font(TYPE, "B", FONTS / "atkinson-hyperlegible-next-bold.ttf")
    sheet.set_margins(MARGIN, MARGIN)
    sheet.set_auto_page_break(auto=True, margin=MARGIN)
    sheet.set_title(page.showcase.title)
    sheet.set_lang(get_language() or "en")
    sheet.set_creator("Trellis")
    sheet.set_creation_date(now)
    sheet.title_words = page.showcase.title
    return sheet


def _cover(sheet: _Sheet, page: ShowcasePage, now: datetime) -> None:
    sheet.add_page()
    _text(sheet, page.showcase.title, size=26, bold=True)
    _text(sheet, _("%(name)s, %(day)s") % {"name": page.name, "day": exact_date(now.date())}, size=11, ink=QUIET)
    sheet.ln(4)
    sheet.set_draw_color(*LEAF)
    sheet.set_line_width(0.8)
    sheet.line(MARGIN, sheet.get_y(), MARGIN + 30, sheet.get_y())
    sheet.ln(6)
    _text(sheet, page.showcase.words, size=12)


def _item(sheet: _Sheet, item: ShownItem) -> None:
    sheet.ln(8)
    if sheet.will_page_break(40):  # a heading stays with what follows
        sheet.add_page()
    _text(sheet, item.heading, size=16, bold=True)
    if item.day:
        _text(sheet, exact_date(item.day), size=9.5, ink=QUIET)
    _text(sheet, item.said, size=11.5)
    for file in item.files:
        _file(sheet, file)
    _text(sheet, item.words, size=11.5)
    _text(sheet, item.link, size=10, ink=LEAF)


def _text(sheet: _Sheet, words: str, *, size: float, bold: bool = False, ink: tuple[int, int, int] = INK) -> None:
    if not words:
        return
    sheet.set_font(TYPE, "B" if bold else "", size)
    sheet.set_text_color(*ink)
    for paragraph in re.split(r"\n{2,}", plain_words(words)):
        sheet.multi_cell(0, size * 0.5, paragraph, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        sheet.ln(1.5)


def plain_words(words: str) -> str:
    """Return what somebody wrote without the signs of Markdown that are for the screen.

    >>> plain_words("**Loud** and _quiet_ [map](https://example.org)")
    'Loud and quiet map (https://example.org)'
    """
    words = re.sub(r"\[([^\]]+)\]\((https?://[^)\s]+)\)", r"\1 (\2)", words.replace("\r\n", "\n"))
    words = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", words)
    words = re.sub(r"(?<!\w)[*_](?=\S)(.+?)(?<=\S)[*_](?!\w)", r"\1", words)
    return re.sub(r"(?m)^#{1,6} +", "", words).strip()


def _file(sheet: _Sheet, file: ShownFile) -> None:
    if file.kind == "picture" and _picture(sheet, file):
        return
    named = {
        "sound": _("Sound: %(words)s"),
        "video": _("Video: %(words)s"),
        "document": _("Document: %(words)s"),
        "picture": _("Picture: %(words)s"),
    }[file.kind]
    _text(sheet, named % {"words": file.words or file.name or "…"}, size=10, ink=QUIET)


def _picture(sheet: _Sheet, file: ShownFile) -> bool:
    """Put a picture on the page, as wide as it is good for; say whether its bytes were there."""
    body = storing.read_bytes(file.path)
    if body is None:
        return False
    with Image.open(io.BytesIO(body)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((WIDEST_PIXELS, WIDEST_PIXELS))
    wide = min(sheet.epw, picture.width / 150 * 25.4)
    tall = wide * picture.height / picture.width
    if tall > TALLEST:
        wide, tall = wide * TALLEST / tall, TALLEST
    if sheet.will_page_break(tall + 8):
        sheet.add_page()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=82)
    sheet.image(jpeg, w=wide, h=tall, alt_text=file.words or _("A picture without a description"))
    sheet.ln(2)
    _text(sheet, file.words, size=9.5, ink=QUIET)
    return True
