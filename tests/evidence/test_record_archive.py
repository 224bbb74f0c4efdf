"""A whole record as one archive: for the learner everything, for the family what it may read; then erased."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.evidence.pasts import SAID, SHOWN, WHY, let_in_mira, make_past, open_it
from tests.files.samples import picture_upload

from trellis.core.actions_erasing import erase_again, erase_person
from trellis.core.models import Erasure
from trellis.core.scope import change_scope
from trellis.evidence.models import Artefact, ArtefactFile, Authorship, Judgement, Opening, Reflection
from trellis.files.actions import attach_file, store_file
from trellis.files.models import StoredFile
from trellis.files.storing import size_of
from trellis.people.models import Account, Person

PRIVATE = "Only for myself: MARK-55aa"


@pytest.fixture
def record(cast, settings, tmp_path):
    """Ada's past, opened once, with a picture; and what she keeps for herself."""
    settings.MEDIA_ROOT = tmp_path / "files"
    let_in_mira(cast)
    past = make_past(cast)
    open_it(cast, past)
    change_scope(cast.district.pk, cast.ada.pk)
    file = store_file(upload=picture_upload(), kind="picture", words="My street", owner=cast.ada, now=past.now)
    attach_file(file=file, thing=past.artefact, now=past.now)
    ArtefactFile.objects.create(artefact=past.artefact, file=file)
    Artefact.objects.filter(pk=past.artefact.pk).update(audience="family")
    mine = Artefact.objects.create(
        kind="text", words=PRIVATE, happened_on=past.today, made_by=cast.ada, made_at=past.now, shared_at=past.now,
        audience="me",
    )  # fmt: skip
    Authorship.objects.create(artefact=mine, learner=cast.ada)
    Reflection.objects.create(learner=cast.ada, words=PRIVATE, answers={"surprise": "An owl."}, at=past.now)
    change_scope(cast.district.pk)
    return past


def archive_of(client, learner):
    answer = client.post(reverse("evidence:record-archive", args=[learner.pk]))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_learner_takes_everything_along(cast, sign_in, record):
    packed = archive_of(sign_in(cast.ada), cast.ada)
    names = packed.namelist()
    assert [name for name in names if not name.startswith("files/")] == [
        "index.html",
        "style.css",
        "record.json",
        "who-looked.json",
    ]
    assert [name.rsplit(".", 1)[1] for name in names if name.startswith("files/")] == ["png"] or len(names) == 5
    page = packed.read("index.html").decode()
    for words in (SAID, SHOWN, WHY, PRIVATE, "Mira Rahman", "My street", "What surprised me? An owl."):
        assert words in page, words
    rows = json.loads(packed.read("record.json"))["rows"]
    assert [row["reason"] for row in rows["evidence.Judgement"]] == [SAID]
    assert json.loads(packed.read("who-looked.json"))["evidence.Opening"][0]["sentence"] == WHY
    assert packed.testzip() is None


def test_no_secret_is_in_it(cast, sign_in, record):
    data = json.loads(archive_of(sign_in(cast.ada), cast.ada).read("record.json"))["rows"]
    found = {key for rows in data.values() for row in rows for key in row}
    assert found.isdisjoint({"password", "picture_secret", "token_hash", "path"})


def test_it_is_written_in_the_readers_language(cast, sign_in, record):
    Account.objects.filter(person=cast.ada).update(language="es")
    assert '<html lang="es">' in archive_of(sign_in(cast.ada), cast.ada).read("index.html").decode()


def test_the_family_takes_along_what_it_may_read(cast, sign_in, record):
    packed = archive_of(sign_in(cast.ruth), cast.ada)
    everything = "".join(packed.read(name).decode() for name in packed.namelist() if not name.startswith("files/"))
    assert SAID in everything
    assert SHOWN in everything
    assert PRIVATE not in everything
    assert len([name for name in packed.namelist() if name.startswith("files/")]) == 1


def test_nobody_else_takes_it(cast, sign_in, record):
    for who in ("ben", "tom", "mira", "ines", "paul", "noor", "omar", "dana", "eve"):
        place = reverse("evidence:record-archive", args=[cast.ada.pk])
        assert sign_in(cast.people[who]).post(place).status_code == 404


def test_erasing_takes_everything_and_a_restore_does_not_bring_it_back(
    cast, sign_in, record, django_capture_on_commit_callbacks
):
    path = StoredFile.objects.get(owner=cast.ada).path
    assert size_of(path)
    omar, place = sign_in(cast.omar), reverse("evidence:erase-person", args=[cast.ada.pk])
    assert sign_in(cast.tom).get(place).status_code == 404
    assert "Nothing was erased" in omar.post(place, {"name": "Ben"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert omar.post(place, {"name": "ada kovač"}).status_code == 302
    assert size_of(path) is None
    change_scope(cast.district.pk, cast.ada.pk)
    left = [model.objects.count() for model in (Judgement, Artefact, Reflection, Opening)]
    assert left == [0, 0, 0, 0]
    assert not Person.objects.filter(pk=cast.ada.pk).exists()
    change_scope(cast.district.pk)
    gone = Erasure.objects.get()
    Person.objects.create(pk=cast.ada.pk, given_name="Ada", family_name="Kovač")  # as an older backup has her
    assert erase_again([(cast.district.pk, gone.person_id, gone.at)], now=timezone.now()) == 1
    assert not Person.objects.filter(pk=cast.ada.pk).exists()


def test_nobody_erases_themselves_and_an_educator_can_be_erased(cast, sign_in, record):
    place = reverse("evidence:erase-person", args=[cast.omar.pk])
    assert sign_in(cast.omar).get(place).status_code == 404
    erase_person(person_id=cast.tom.pk, by=cast.omar, now=timezone.now())
    change_scope(cast.district.pk, cast.ada.pk)
    assert Judgement.objects.get().by is None
