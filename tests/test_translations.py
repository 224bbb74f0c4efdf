"""English and Spanish ship: every text has its Spanish, and what is compiled is what is written."""

from __future__ import annotations

import re
from pathlib import Path

import polib

CATALOGUE = Path(__file__).resolve().parents[1] / "src/trellis/locale/es/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_every_text_has_its_spanish():
    catalogue = polib.pofile(str(CATALOGUE))
    waiting = [entry.msgid for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries()]
    assert waiting == []
    assert len(catalogue) > 300


def test_translations_keep_their_placeholders():
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        allowed = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        needed = allowed if not entry.msgid_plural else set()
        for text in texts:
            found = set(PLACEHOLDER.findall(text))
            if not needed <= found <= allowed:
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_compiled_catalogue_is_the_written_one():
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    written = polib.pofile(str(CATALOGUE))
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in written
    }
