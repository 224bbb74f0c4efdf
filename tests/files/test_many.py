"""Many files at once: one sentence for each that is refused, and nothing of the others is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from tests.files import samples
from tests.files.hostile_documents import pdf
from tests.people import Now

from trellis.core.actions import ActionRefused
from trellis.files import checking
from trellis.files.actions import settle_files, store_file
from trellis.files.keeping import keep_uploads
from trellis.files.many import FilesField
from trellis.files.models import StoredFile
from trellis.web.fields import render_errors, render_fields


class WorkForm(forms.Form):
    """What somebody made."""

    title = forms.CharField(max_length=20)
    files = FilesField(label="Files", required=False)


class NeedsFiles(forms.Form):
    """A form that asks for files of two kinds."""

    files = FilesField(label="Files", kinds=("picture", "sound"), most=2)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def good() -> list[SimpleUploadedFile]:
    return [
        a_file("bee.png", samples.picture_bytes()),
        a_file("hum.wav", samples.wav_bytes()),
        a_file("flight.mp4", samples.mp4_bytes()),
        a_file("song.m4a", samples.m4a_bytes()),
        a_file("plan.pdf", pdf()),
    ]


def sent(form=WorkForm, uploads=(), initial=None, **data):
    body = QueryDict(mutable=True)
    for name, value in data.items():
        body.setlist(name, value if isinstance(value, list) else [value])
    return form(body, MultiValueDict({"files": list(uploads)}), initial={"files": initial or []})


def kept_values(form) -> list[str]:
    return form.data.getlist("files_kept")


def test_the_field_works_without_scripts():
    html = render_fields(WorkForm())
    assert 'type="file"' in html
    assert " multiple" in html
    assert "video/mp4" in html
    assert ".docx" in html
    assert "video" not in render_fields(NeedsFiles()).split("data-too-large")[1]


def test_many_kinds_at_once_are_told_by_their_content():
    form = sent(uploads=good(), title="Bees")
    assert form.is_valid(), form.errors
    assert [file.kind for file in form.cleaned_data["files"].checked] == [
        "picture",
        "sound",
        "video",
        "sound",
        "document",
    ]


def test_one_sentence_for_each_that_is_refused_and_the_others_are_kept(cast):
    bad = [a_file("page.html", b"<html>"), a_file("tool.exe", b"MZ\0"), a_file("empty.png", b"")]
    form = sent(uploads=[bad[0], *good(), *bad[1:]], title="Bees")
    assert not form.is_valid()
    keep_uploads(form=form, owner=cast.ada, now=Now)
    said = list(form.errors["files"])
    assert [each.split(":")[0] for each in said] == ["page.html", "tool.exe", "empty.png"]
    assert "page.html: Web pages" in said[0]
    assert StoredFile.objects.filter(owner=cast.ada, used_by_id__isnull=True).count() == 5
    html = render_errors(form) + render_fields(form)
    assert html.count('name="files_kept"') == 5
    again = sent(title="Bees", files_kept=kept_values(form))
    assert again.is_valid()
    files = settle_files(choice=again.cleaned_data["files"], thing=cast.ada_class, owner=cast.ada, now=Now)
    assert [file.kind for file in files] == ["picture", "sound", "video", "sound", "document"]
    assert {file.used_by_id for file in files} == {cast.ada_class.pk}


def test_good_files_are_kept_when_another_field_is_wrong_and_can_be_left_out(cast):
    form = sent(uploads=good()[:2], title="")
    assert not form.is_valid()
    keep_uploads(form=form, owner=cast.ada, now=Now)
    first, second = kept_values(form)
    again = sent(title="Bees", files_kept=[first, second], files_out=first.split()[0])
    assert again.is_valid()
    files = settle_files(choice=again.cleaned_data["files"], thing=cast.ada_class, owner=cast.ada, now=Now)
    assert [file.kind for file in files] == ["sound"]


def test_files_that_are_there_stay_or_go(cast, shelf):
    before = [
        store_file(upload=each, kind=kind, words="", owner=cast.ada, now=Now)
        for each, kind in zip(good(), ("picture", "sound"), strict=False)
    ]
    form = sent(uploads=good()[4:], initial=before, title="Bees", files_out=str(before[0].pk))
    assert form.is_valid()
    assert form.has_changed()
    assert 'name="files_out"' in render_fields(form)
    files = settle_files(
        choice=form.cleaned_data["files"], thing=cast.ada_class, owner=cast.ada, now=Now, before=before
    )
    assert [file.kind for file in files] == ["sound", "document"]
    assert not StoredFile.objects.filter(pk=before[0].pk).exists()


def test_somebody_elses_file_cannot_be_carried_along(cast):
    of_ada = store_file(upload=good()[0], kind="picture", words="", owner=cast.ada, now=Now)
    form = sent(title="Bees", files_kept=[f"{of_ada.pk} picture a", "nonsense", f"{of_ada.pk} program"])
    assert form.is_valid()
    with pytest.raises(ActionRefused, match="no longer there"):
        settle_files(choice=form.cleaned_data["files"], thing=cast.ben, owner=cast.ben, now=Now)


def test_too_many_and_too_much_are_said_once(monkeypatch):
    form = sent(NeedsFiles, uploads=[samples.picture_upload() for _n in range(5)])
    assert list(form.errors["files"]) == ["3 files were too much for one time. Add them after you have saved."]
    monkeypatch.setattr(checking, "MOST_BYTES_AT_ONCE", 10)
    assert "1 file was too much" in sent(uploads=good()[:1], title="Bees").errors["files"][0]


def test_a_form_may_take_some_kinds_only_and_ask_for_one():
    said = sent(NeedsFiles, uploads=good()[4:]).errors["files"][0]
    can = "pictures (JPEG, PNG, WebP, GIF); sounds (WAV, MP3, M4A)"
    assert said == f"plan.pdf: This kind of file cannot be added here. What can: {can}."
    assert "required" in str(sent(NeedsFiles).errors["files"].as_data()[0].code)


def test_a_coordinator_sees_how_much_room_is_used(cast, sign_in, settings):
    for upload in good()[:2]:
        store_file(upload=upload, kind=checking.check_any(upload).kind, words="", owner=cast.ada, now=Now)
    page = sign_in(cast.omar).get(reverse("files:room"))
    assert page.status_code == 200
    assert "Picture" in page.content.decode()
    assert "Less than 50" in page.content.decode()
    settings.FILES_QUOTA_MB = 0.01
    assert "little room left" in sign_in(cast.omar).get(reverse("files:room")).content.decode()
    for name in ("ada", "tom", "ruth", "dana"):
        assert sign_in(getattr(cast, name)).get(reverse("files:room")).status_code == 404
