"""The two fields: what they show, what they clean to, and that nothing chosen is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from tests.files import samples
from tests.people import Now

from trellis.core.actions import ActionRefused
from trellis.core.ids import uuid7
from trellis.files.actions import settle_file, store_file
from trellis.files.fields import PictureField, PictureInput, SoundField
from trellis.files.keeping import keep_uploads
from trellis.files.models import StoredFile
from trellis.files.templatetags.files import length_words
from trellis.web.fields import render_errors, render_fields

NOTHING = MultiValueDict()


class InterestForm(forms.Form):
    """An interest, as the profile asks for it."""

    words = forms.CharField(max_length=20)
    picture = PictureField(label="Picture", required=False)
    voice = SoundField(label="Voice", required=False)


class NeedsPicture(forms.Form):
    """A form that asks for a picture."""

    picture = PictureField(label="Picture")


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def sent(form=InterestForm, initial=None, files=None, **data):
    body = QueryDict(mutable=True)
    body.update(data)
    return form(body, MultiValueDict({k: [v] for k, v in (files or {}).items()}), initial=initial)


def a_file(**options) -> StoredFile:
    return StoredFile(district_id=uuid7(), **options)


def attributes(html: str, name: str) -> str:
    return re.search(rf'<input[^>]*name="{name}"[^>]*>', html)[0]


def test_an_empty_form_asks_for_files_and_for_words_about_them():
    html = render_fields(InterestForm())
    assert 'accept="image/jpeg,image/png,image/webp,image/gif"' in attributes(html, "picture")
    assert "capture" in attributes(html, "voice")
    assert 'aria-describedby="id_voice_helptext"' in attributes(html, "voice")
    assert '<label for="id_picture_words">' in html
    assert "required" in attributes(render_fields(NeedsPicture()), "picture")
    assert "_kept" not in html and "_remove" not in html
    assert InterestForm().is_multipart()


def test_without_script_the_recorder_is_hidden_and_the_input_works():
    html = render_fields(InterestForm())
    assert re.search(r"<sound-recorder [^>]*\bhidden\b", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "style=" not in html


def test_a_good_file_is_cleaned_to_what_will_be_kept():
    form = sent(words="Bees", files={"picture": samples.picture_upload()}, picture_words=" a map ")
    assert form.is_valid()
    choice = form.cleaned_data["picture"]
    assert (choice.checked.media_type, choice.words, choice.holds) == ("image/webp", "a map", True)
    assert not form.cleaned_data["voice"].holds


@pytest.mark.parametrize(
    ("field", "upload", "sentence"),
    [
        ("picture", samples.picture_upload("map.png", b"<html><script>"), "This is not a picture"),
        ("picture", samples.picture_upload("bomb.png", samples.png_bomb()), "too many pixels"),
        ("picture", samples.picture_upload("cat.png", samples.wav_bytes()), "This is not a picture"),
        ("voice", samples.sound_upload(samples.picture_bytes()), "This is not a sound"),
        ("voice", samples.sound_upload(b"RIFF" + bytes(40)), "This is not a sound"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_words_stay(field, upload, sentence):
    upload.seek(0)
    form = sent(words="Bees", files={field: upload}, **{f"{field}_words": "what I saw"})
    assert not form.is_valid()
    assert [sentence in form.errors[field][0], len(form.errors)] == [True, 1]
    html = render_fields(form)
    assert 'value="Bees"' in html and 'value="what I saw"' in html
    assert 'aria-invalid="true"' in attributes(html, field)
    assert f'href="#id_{field}"' in render_errors(form)


def test_a_voice_note_of_forty_megabytes_gets_a_sentence_and_nothing_typed_is_lost():
    note = samples.sound_upload(samples.wav_bytes(0.1) + bytes(40 * 1024 * 1024))
    form = sent(words="Bees", files={"voice": note}, voice_words="a hum")
    assert not form.is_valid()
    assert "larger than 12 MB" in form.errors["voice"][0]
    assert 'value="Bees"' in render_fields(form) and 'value="a hum"' in render_fields(form)


def test_many_letters_about_a_picture_are_refused():
    assert "at most 300" in sent(words="Bees", picture_words="x" * 301).errors["picture"][0]


def test_a_required_file_may_be_new_kept_or_there_before():
    before = a_file(kind="picture", words="before")
    assert sent(NeedsPicture).errors["picture"] == ["This field is required."]
    assert sent(NeedsPicture, picture_kept="no-identifier").errors
    assert sent(NeedsPicture, picture_kept=str(before.pk)).is_valid()
    assert sent(NeedsPicture, initial={"picture": before}, picture_words="").is_valid()
    assert sent(NeedsPicture, initial={"picture": before}, picture_remove="yes").errors
    assert "required" not in attributes(render_fields(NeedsPicture(initial={"picture": before})), "picture")


def test_what_is_there_is_shown_and_can_be_left_out():
    before = a_file(kind="picture", words="a map")
    html = render_fields(InterestForm(initial={"picture": before}))
    assert f'<img src="/files/{before.pk}/" alt="a map">' in html
    assert attributes(html, "picture_remove")
    assert 'value="a map"' in attributes(html, "picture_words")
    again = render_fields(sent(words="", initial={"picture": before}, picture_words="my map"))
    assert f"/files/{before.pk}/" in again and 'value="my map"' in again


def test_where_nobody_is_asked_for_words_the_ones_before_stay():
    class Silent(forms.Form):
        picture = PictureField(label="Picture", required=False, widget=PictureInput(asks_words=False))

    form = sent(Silent, initial={"picture": a_file(kind="picture", words="a map")})
    assert form.is_valid() and form.cleaned_data["picture"].words == "a map"
    assert "_words" not in render_fields(form)


def test_a_form_knows_whether_a_file_changed():
    before = a_file(kind="picture", words="a map")
    assert sent(words="Bees").changed_data == ["words"]
    assert sent(words="Bees", initial={"picture": before}, picture_words="a map").changed_data == ["words"]
    assert sent(words="", initial={"picture": before}, picture_words="new").changed_data == ["picture"]
    assert sent(words="", files={"voice": samples.sound_upload()}).changed_data == ["voice"]


def test_a_file_chosen_beside_a_mistake_is_kept_and_comes_along(cast, shelf):
    form = sent(words="x" * 30, files={"picture": samples.picture_upload(), "voice": samples.sound_upload()})
    assert list(form.errors) == ["words"]
    keep_uploads(form=form, owner=cast.ada, now=Now)
    picture, voice = (StoredFile.objects.get(owner=cast.ada, kind=kind) for kind in ("picture", "sound"))
    html = render_fields(form)
    assert f'value="{picture.pk}"' in attributes(html, "picture_kept")
    assert f'value="{voice.pk}"' in attributes(html, "voice_kept")
    assert f'<img src="/files/{picture.pk}/"' in html
    again = sent(words="Bees", picture_kept=str(picture.pk), voice_kept=str(voice.pk), picture_words="a map")
    assert again.is_valid()
    settled = settle_file(choice=again.cleaned_data["picture"], thing=cast.ada_class, owner=cast.ada, now=Now)
    assert (settled.pk, settled.words) == (picture.pk, "a map")


def test_keeping_says_where_there_is_no_room(cast, settings):
    settings.FILES_QUOTA_MB = 0
    form = sent(words="", files={"picture": samples.picture_upload()})
    assert not form.is_valid()
    keep_uploads(form=form, owner=cast.ada, now=Now)
    assert "no room left" in form.errors["picture"][0]


def test_somebody_elses_file_cannot_be_carried_along(cast):
    of_ada = store_file(upload=samples.picture_upload(), kind="picture", words="", owner=cast.ada, now=Now)
    form = sent(words="Bees", picture_kept=str(of_ada.pk))
    assert form.is_valid()
    with pytest.raises(ActionRefused, match="no longer there"):
        settle_file(choice=form.cleaned_data["picture"], thing=cast.ben, owner=cast.ben, now=Now)


def shown(tag: str, file: object) -> str:
    return Template("{% load files %}{% " + tag + " file %}").render(Context({"file": file}))


def test_a_picture_and_a_sound_are_shown_with_their_words():
    map_ = a_file(kind="picture", words='a "map"', width=60, height=40)
    assert shown("picture", map_) == (
        f'<figure class="stored"><img src="/files/{map_.pk}/" alt="a &quot;map&quot;" width="60" height="40"'
        ' loading="lazy" decoding="async"></figure>'
    )
    hum = a_file(kind="sound", words="a hum", seconds=64.6)
    html = shown("sound", hum)
    assert f'<audio controls preload="none" src="/files/{hum.pk}/" aria-label="a hum">' in html
    assert "a hum · 1 minute 5 seconds" in html
    assert "without a description" in shown("sound", a_file(kind="sound"))
    assert "without a description" in shown("picture", a_file(kind="picture"))
    assert (shown("picture", None), shown("sound", None), shown("picture", "")) == ("", "", "")
    assert "pictures.svg#cat" in shown("picture", "cat")


def test_lengths_are_said_as_people_do():
    assert [length_words(n) for n in (0.2, 1, 60, 125)] == ["1 second", "1 second", "1 minute", "2 minutes 5 seconds"]


@pytest.mark.django_db
def test_the_style_guide_shows_both_fields(client):
    html = client.get("/styleguide/rooms/").content.decode()
    assert html.count("<sound-recorder") == 2
    assert len(html.encode()) < 40_000
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_the_page_may_use_the_microphone_and_nothing_else(client, db):
    policy = client.get("/styleguide/rooms/")["Permissions-Policy"]
    assert "microphone=(self)" in policy and "camera=()" in policy


@pytest.mark.django_db
def test_far_too_much_is_refused_by_its_announced_length(client):
    response = client.post("/preferences/", {"theme": "dark"}, headers={"content-length": str(65 * 1024 * 1024)})
    assert response.status_code == 413
    assert "larger than 64 MB" in response.content.decode()
    assert client.post("/preferences/", {}, headers={"content-length": "x"}).status_code == 302
    roster = client.post("/roster/", {}, headers={"content-length": str(65 * 1024 * 1024)})
    assert roster.status_code != 413
    assert client.post("/roster/", {}, headers={"content-length": str(500 * 1024 * 1024)}).status_code == 413
    for megabytes, is_too_much in ((128, False), (130, True)):  # many files of evidence at once
        many = client.post("/evidence/add/", {}, headers={"content-length": str(megabytes * 1024 * 1024)})
        assert (many.status_code == 413) == is_too_much
