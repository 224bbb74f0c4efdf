"""No file does harm: each of many hostile ones is refused with a sentence, or kept so that nothing in it can act."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.utils.functional import Promise
from PIL import Image
from tests.files.hostile import RAN, corpus

from trellis.files import documents, pictures, sounds, videos
from trellis.files.checked import Checked, NotAccepted
from trellis.files.checking import ALL_KINDS, check_any, check_upload, what_can_be_added
from trellis.files.documents import words as of_documents
from trellis.files.names import harmless_name
from trellis.files.sounds import words as of_sounds
from trellis.files.videos import words as of_videos

SECONDS, MEGABYTES = 4.0, 300
TYPES = {
    "picture": {"image/webp"},
    "sound": {"audio/wav", "audio/mpeg", "audio/mp4", "audio/aac"},
    "video": {"video/mp4", "video/webm"},
    "document": {
        "application/pdf", "text/plain; charset=utf-8", "text/csv; charset=utf-8", "text/markdown; charset=utf-8",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.oasis.opendocument.text",  # noqa: E501
    },
}  # fmt: skip


def sentences_of(*modules: ModuleType) -> set[str]:
    return {str(said) for module in modules for said in vars(module).values() if isinstance(said, Promise)}


@pytest.fixture(scope="module")
def our_sentences() -> set[str]:
    ours = sentences_of(pictures, sounds, of_sounds, videos, of_videos, documents, of_documents)
    return ours | {str(videos.too_large()), str(videos.too_long()), what_can_be_added(ALL_KINDS)}


def upload(name: str, content: bytes) -> InMemoryUploadedFile:
    file = SimpleUploadedFile("x", content, "image/png")
    file._name = name  # as the browser sent it: Django itself would tidy the name up already
    return file


def assert_inert(checked: Checked, label: str) -> None:
    assert checked.media_type in TYPES[checked.kind], label
    assert checked.name == harmless_name(checked.name), label
    if checked.kind == "document":
        return
    assert RAN not in checked.body, label
    assert b"<script" not in checked.body, label
    if checked.kind == "picture":
        assert Image.open(BytesIO(checked.body)).size == (checked.width, checked.height), label


def memory_grown() -> Callable[[], int]:
    """Return what tells how many megabytes this process has grown at most since now, whatever ran in it before.

    Linux alone forgets a peak when asked to; elsewhere nothing is said.
    """
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return lambda: 0
    before = _memory("VmRSS")
    return lambda: _memory("VmHWM") - before


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name))


def test_there_are_more_than_two_hundred_hostile_files():
    labels = [hostile.label for hostile in corpus()]
    assert len(labels) == len(set(labels)) > 300


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow grumbles about broken notes of cameras
def test_each_hostile_file_is_refused_with_a_sentence_or_kept_inert(our_sentences):
    kept, strange, slow, grown = [], {}, {}, memory_grown()
    for hostile in corpus():
        content = hostile.content
        for kind in ("", *ALL_KINDS):
            began = time.monotonic()
            try:
                sent = upload(hostile.name, content)
                checked = check_upload(sent, kind) if kind else check_any(sent)
            except NotAccepted as refused:
                if str(refused.sentence) not in our_sentences:
                    strange[hostile.label] = str(refused.sentence)
            else:
                assert_inert(checked, hostile.label)
                kept.append(hostile.label)
            if (took := time.monotonic() - began) > SECONDS:
                slow[f"{hostile.label} as {kind}"] = round(took, 1)
    assert (strange, slow) == ({}, {})
    assert grown() < MEGABYTES
    assert 40 < len(set(kept)) < len(corpus()) / 2
