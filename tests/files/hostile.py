"""Files that mean harm: more than 200, made here byte by byte. Each that holds a script holds ``RAN`` in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.files.hostile_documents import documents
from tests.files.hostile_media import media

RAN = b"hostileran"
SCRIPT = b"document.title='hostileran';window.hostileran=1;alert('hostileran');fetch('/hostileran/')"


@dataclass(frozen=True)
class Hostile:
    """One file: what is wrong with it, what it calls itself, and how it is made."""

    label: str
    name: str
    make: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        return self.make()


PAGES = {
    "svg script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>%s</script></svg>' % SCRIPT,
    "svg onload": b'<svg xmlns="http://www.w3.org/2000/svg" onload="%s"/>' % SCRIPT,
    "svg declared": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text>'
    b"<script>%s</script></svg>" % SCRIPT,
    "svg page inside": b'<svg><foreignObject><body onload="%s"/></foreignObject></svg>' % SCRIPT,
    "svg far down": b" " * 5000 + b"<svg><script>%s</script></svg>" % SCRIPT,
    "html": b"<!doctype html><html><script>%s</script></html>" % SCRIPT,
    "html loud": b'<HTML><BODY ONLOAD="%s">' % SCRIPT,
    "html late": b'\xef\xbb\xbf\r\n\t <html><img src=x onerror="%s">' % SCRIPT,
    "html wide": f"<html><script>{SCRIPT.decode()}</script>".encode("utf-16"),
    "html in a comment": b"<!-- a --><script>%s</script>" % SCRIPT,
    "html without a frame": b"<script>%s</script>" % SCRIPT,
    "html behind words": b"Dear reader, <script>%s</script>" % SCRIPT,
    "xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><script>%s</script></html>' % SCRIPT,
    "xml style": b'<?xml version="1.0"?><?xml-stylesheet href="javascript:%s"?><a/>' % SCRIPT,
    "script": SCRIPT,
    "mail page": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>%s</script>" % SCRIPT,
    "html wide in seven": b"+ADw-script+AD4-%s+ADw-/script+AD4-" % SCRIPT,
}
PAGE_NAMES = ("page.svg", "photo.jpg", "plan.pdf", "notes.txt", "film.mp4", "essay.docx", "page.html", "table.csv")
PROGRAMS = {
    "windows program": b"MZ\x90\0" + bytes(200) + RAN,
    "linux program": b"\x7fELF\2\1\1" + bytes(200) + RAN,
    "shell script": b"#!/bin/sh\necho hostileran\n",
    "shortcut": b"L\0\0\0\x01\x14\x02\0" + bytes(100),
    "flash": b"FWS\x09" + bytes(100),
    "java": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100),
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rich text": b"{\\rtf1{\\object\\objocx hostileran}}",
    "gzip": b"\x1f\x8b\x08\0" + bytes(100),
    "rar": b"Rar!\x1a\x07\0" + bytes(100),
    "seven zip": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "postscript": b"%!PS-Adobe-3.0\n(hostileran) run\n\x00",
    "nothing": b"",
    "one byte": b"\x00",
    "zeros": bytes(100_000),
    "ones": b"\xff" * 100_000,
    "spaces": b" " * 1000,
    "noise": bytes(n * 7919 % 251 for n in range(50_000)),
    "words with a zero": b"hello\0<script>hostileran</script>",
    "batch": b"@echo off\r\ncalc.exe\r\n",
    "program in words": b"WScript.Shell hostileran",
}
PROGRAM_NAMES = ("photo.jpg.exe", "notes.txt", "essay.pdf")
NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow.txt", "a\0b.txt", "photo\u202egpj.txt", "CON.txt",
    "x" * 5000 + ".txt", "", ".", "..", ".htaccess", "a\r\nSet-Cookie: hostileran=1.txt", 'a";filename="b.html.txt',
    "<img src=x onerror=alert(1)>.txt", "a.txt;.html", "%2e%2e%2fa.txt", "file:///a.txt", "\ufeff\u200b.txt", "a.txt.",
    "$(touch hostileran).txt", "`id`.txt", "-rf.txt", "C:\\a.txt", "e\u0301" * 300 + ".txt", "a.txt::$DATA",
)  # fmt: skip
TABLES = (
    b"a,b\n=cmd|' /C calc'!A0,1\n", b'name\n"=HYPERLINK(""http://hostileran/"",""x"")"\n', b"x;@SUM(1)*cmd|' /C calc'!A0\n",  # noqa: E501
    b"+WEBSERVICE(\"http://hostileran/\")\n", b"a\t-2+3+cmd|' /C calc'!D2\n", b"=" * 2_000_000, b"=|" * 500_000, b'"' * 1_000_000,  # noqa: E501
)  # fmt: skip


@cache
def corpus() -> tuple[Hostile, ...]:
    """Return all of them."""
    return tuple(_all())


def _all() -> Iterator[Hostile]:
    for label, content in PAGES.items():
        for name in PAGE_NAMES:
            yield Hostile(f"{label} as {name}", name, lambda content=content: content)
    for label, content in PROGRAMS.items():
        for name in PROGRAM_NAMES:
            yield Hostile(f"{label} as {name}", name, lambda content=content: content)
    for name in NAMES:
        yield Hostile(f"words called {name[:30]!r}", name, lambda: b"Some words <script>hostileran</script>\n")
    for number, content in enumerate(TABLES):
        yield Hostile(f"table {number}", "table.csv", lambda content=content: content)
    for label, name, make in (*media(SCRIPT), *documents(SCRIPT)):
        yield Hostile(label, name, make)
