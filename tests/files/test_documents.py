"""Documents are looked at by content: what is a plain one stays as it is, and only ever is downloaded."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from tests.files.hostile_documents import docx, odt, pdf, relation, stream, types, zipped
from tests.people import Now

from trellis.files.actions import store_file
from trellis.files.checked import NotAccepted
from trellis.files.documents import check_document

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("a.txt", b"Bees dance.\n", "txt"),
        ("a", b"Bees dance.\n", "txt"),
        ("a.MD", b"# Bees\n\nThey <em>dance</em>.", "md"),
        ("a.csv", b"bees,1\n-5,=SUM(A1:A2)\n", "csv"),
        ("a.html.txt", "Ein Käfer".encode("cp1252"), "txt"),
        ("a.pdf", pdf(b"<</OpenAction[3 0 R/Fit]/URI(http://a.example)>>"), "pdf"),
        ("a.pdf", pdf(stream(zlib.compress(b"1 0 0 1 0 0 cm (/JS) Tj")[:9])), "pdf"),
        ("a.docx", docx(relation("hyperlink", "https://a.example/")), "docx"),
        ("a.docx", docx(relation("attachedTemplate", "file:///C:\\Users\\Ada\\letter.dotx")), "docx"),
        ("a.pptx", docx(("ppt/embeddings/a.xlsx", docx(kind=f"{SHEET}.main+xml")), kind=f"{SLIDES}.main+xml"), "pptx"),
        ("a.xlsx", zipped(types(f"{SHEET}.main+xml"), ("xl/workbook.xml", b"<a/>")), "xlsx"),
        ("a.odt", odt(("meta.xml", b'<m:meta><m:template xlink:href="file:///x.ott"/></m:meta>')), "odt"),
        ("a.jpg", odt(), "odt"),
    ],
)
def test_plain_documents_are_kept(name, content, ending):
    kept = check_document(content, name)
    assert (kept.kind, kept.ending) == ("document", ending)
    if ending not in {"txt", "csv", "md"}:
        assert kept.body == content


def test_text_is_written_anew_as_utf_8():
    for way in ("utf-8-sig", "utf-16", "cp1252"):
        kept = check_document("Käfer tanzen: ¿sí?\n".encode(way), "a.txt")
        assert kept.body.decode() == "Käfer tanzen: ¿sí?\n"
        assert kept.media_type == "text/plain; charset=utf-8"


def test_what_cannot_be_added_is_said_with_what_can():
    with pytest.raises(NotAccepted, match="Documents that can: PDF, text, CSV"):
        check_document(b"\x7fELF" + bytes(100), "a.txt")


@tries(max_examples=300, deadline=None)
@given(st.sampled_from([docx(), odt(), pdf(stream(zlib.compress(b"1 0 <<>>")))]), st.data())
def test_a_document_with_broken_bytes_is_kept_or_refused(content, data):
    broken = bytearray(content)
    for _number in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_document(bytes(broken), "a.docx")
    except NotAccepted as refused:
        said = str(refused.sentence)
    else:
        said = "."
    assert said.endswith(".")


def test_a_document_is_downloaded_under_its_own_name_and_never_shown(cast, sign_in, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "files"
    upload = SimpleUploadedFile('Mi "plan" de ñandú\u202e.exe', pdf())
    file = store_file(upload=upload, kind="document", words="", owner=cast.ada, now=Now)
    response = sign_in(cast.ada).get(reverse("files:file", args=[file.pk]))
    assert file.name == "Mi plan de ñandú"
    said = "attachment; filename*=utf-8''Mi%20plan%20de%20%C3%B1and%C3%BA.pdf"
    assert response["Content-Disposition"] == said
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == pdf()
