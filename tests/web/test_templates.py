"""Every template of every room: nothing inline, no word we do not use, icons that exist, a readable size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import trellis
from trellis.web.icons import names_in

SOURCE = Path(trellis.__file__).parent
ROOT = SOURCE.parent.parent
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
INLINE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*(?:\bsrc=|type=.application/json))", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"(?:src|href)=[\"']?(?:https?:)?//(?!www\.w3\.org)[^\"']*\.(?:js|css|woff2?|png|svg)"
    ),
}


def words_we_do_not_use() -> list[str]:
    text = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    part = text.split("## Words we do not use", 1)[1].split("\n## ", 1)[0]
    return [line.removeprefix("- ").strip() for line in part.splitlines() if line.startswith("- ")]


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_is_inline(path):
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_word_we_do_not_use(path):
    text = path.read_text(encoding="utf-8")
    found = [word for word in words_we_do_not_use() if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_can_be_read_at_a_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


def test_there_is_a_list_of_words():
    assert {"rank", "behind", "failing"} <= set(words_we_do_not_use())


@pytest.mark.parametrize(("tag", "sprite"), [("icon", "icons"), ("picture", "pictures")])
def test_every_icon_that_is_used_exists(tag, sprite):
    in_templates = re.compile(rf"{{%\s*{tag}\s+[\"']([\w-]+)[\"']")
    in_code = re.compile(rf"\b{tag}\(\"([\w-]+)\"|Place\([^,]+, [^,]+, \"([\w-]+)\"")
    used = {name for path in TEMPLATES for name in in_templates.findall(path.read_text(encoding="utf-8"))}
    if tag == "icon":
        code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
        used |= {one or other for one, other in in_code.findall(code)}
    assert used - names_in(sprite) == set()


def test_every_page_has_its_language_and_a_way_past_the_rail():
    for name in ("base", "base_plain"):
        text = (SOURCE / "web" / "templates" / "web" / f"{name}.html").read_text(encoding="utf-8")
        assert "<html {% page_attributes %}>" in text
        assert 'class="skip" href="#main"' in text
        assert '<main id="main"' in text
