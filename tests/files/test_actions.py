"""Storing, attaching, settling a form, letting go, sweeping, erasing: rows and bytes stay together."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.files import samples
from tests.people import Now

from trellis.core.actions import ActionRefused
from trellis.core.models import Moment
from trellis.core.registries import erase_everything_of, export_everything_of
from trellis.files import actions, disk, jobs, storing
from trellis.files.actions import attach_file, release_file, settle_file, store_file, sweep_files
from trellis.files.checking import check_upload
from trellis.files.choice import FileChoice
from trellis.files.limiting import set_limit
from trellis.files.models import FilesLimit, StoredFile
from trellis.profile.models import Facet


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def stored(cast, now) -> StoredFile:
    return store(cast.ada, now)


def store(owner, now=Now, **options) -> StoredFile:
    given = {"upload": samples.picture_upload(), "kind": "picture", "words": "a map", "owner": owner, "now": now}
    return store_file(**given | options)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is undone, as when a request fails."""
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the block is the test's own
        yield
        raise RuntimeError


def on_disk(shelf: Path) -> list[str]:
    return sorted(path.relative_to(shelf).as_posix() for path in shelf.rglob("*") if path.is_file())


def grow_old(shelf: Path, days: int = 3) -> None:
    at = (Now - timedelta(days=days)).timestamp()
    for path in shelf.rglob("*"):
        if path.is_file():
            os.utime(path, (at, at))


def test_a_file_is_stored_whole_under_a_name_nobody_can_guess(stored, cast, shelf):
    assert on_disk(shelf) == [stored.path]
    assert stored.path.startswith(f"{cast.district.pk}/")
    assert "map" not in stored.path
    body = (shelf / stored.path).read_bytes()
    assert (stored.size, stored.width, stored.height) == (len(body), 60, 40)
    assert storing.full_path(stored.path).stat().st_size == stored.size
    assert stat.S_IMODE((shelf / stored.path).stat().st_mode) == 0o600
    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.owner, row.words, row.used_by_kind, row.used_by_id) == (cast.ada, "a map", "", None)
    moment = Moment.objects.get(object_id=stored.pk)
    assert (moment.verb, moment.actor_id, moment.context["kind"]) == ("file.stored", cast.ada.pk, "picture")


def test_a_sound_is_stored_with_its_length(cast, now):
    sound = store(cast.ada, upload=samples.sound_upload(), kind="sound")
    assert (sound.media_type, sound.seconds, sound.width) == ("audio/wav", 1.0, None)
    assert sound.path.endswith(".wav")


def test_what_is_no_picture_is_refused_at_its_field_and_leaves_nothing(cast, shelf):
    with pytest.raises(ActionRefused) as refused:
        store(cast.ada, upload=samples.picture_upload("map.png", b"<html>"), field="picture")
    assert refused.value.field == "picture"
    assert "not a picture" in str(refused.value.sentence)
    assert on_disk(shelf) == []


def test_a_voice_note_of_forty_megabytes_is_refused_without_being_read(cast):
    upload = samples.sound_upload()
    upload.size = 40 * 1024 * 1024
    upload.file = None  # reading would fail
    with pytest.raises(ActionRefused, match="larger than 12 MB"):
        store(cast.ada, upload=upload, kind="sound")


def test_a_district_has_its_quota(cast, settings, shelf):
    settings.FILES_QUOTA_MB = 1
    first = store(cast.ada)
    StoredFile.objects.filter(pk=first.pk).update(size=1024 * 1024 - 10)
    with pytest.raises(ActionRefused, match="no room left") as refused:
        store(cast.ben, field="picture")
    assert refused.value.field == "picture"
    assert on_disk(shelf) == [first.path]
    release_file(file=first, now=Now)
    assert store(cast.ben).owner == cast.ben


def test_a_district_sets_its_room_within_what_operations_allow(cast, settings, sign_in):
    settings.FILES_QUOTA_MB, settings.FILES_QUOTA_MOST_MB = 10, 30
    omar, address = sign_in(cast.omar), reverse("files:room")
    assert 'value="10"' in omar.get(address).content.decode()
    assert "At most 30 MB." in omar.post(address, {"most_mb": "31"}).content.decode()
    for wrong in ("0", "", "much"):
        assert omar.post(address, {"most_mb": wrong}).status_code == 200
    assert not FilesLimit.objects.exists()
    for most in ("25", "1"):
        assert "Saved." in omar.post(address, {"most_mb": most}, follow=True).content.decode()
    assert f'value="{most}"' in omar.get(address).content.decode()
    StoredFile.objects.filter(pk=store(cast.ada).pk).update(size=1024 * 1024 - 10)
    with pytest.raises(ActionRefused, match="no room left"):
        store(cast.ben)
    set_limit(most_mb=30, by=cast.omar, now=Now)
    assert store(cast.ben).owner == cast.ben
    settings.FILES_QUOTA_MB = settings.FILES_QUOTA_MOST_MB = 1  # operations have the last word
    with pytest.raises(ActionRefused, match="no room left"):
        store(cast.ben)
    for name in ("ada", "tom", "ruth", "dana"):
        assert sign_in(getattr(cast, name)).post(address, {"most_mb": "5"}).status_code == 404
    assert FilesLimit.objects.get().most_mb == 30


def test_what_was_checked_as_a_picture_is_not_stored_as_a_sound(cast):
    checked = check_upload(samples.picture_upload(), "picture")
    with pytest.raises(ValueError, match="another kind"):
        store(cast.ada, upload=checked, kind="sound")


def test_a_file_hangs_on_one_thing_only(stored, cast, now):
    attach_file(file=stored, thing=cast.ada_class, now=now)
    attach_file(file=stored, thing=cast.ada_class, now=now)
    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.used_by_kind, row.used_by_id) == ("school.schoolclass", cast.ada_class.pk)
    with pytest.raises(ActionRefused, match="no longer there"):
        attach_file(file=stored, thing=cast.chidi_class, now=now)


def test_letting_go_removes_the_bytes_once_it_is_certain(stored, shelf, django_capture_on_commit_callbacks):
    with undone():
        release_file(file=stored, now=Now)
    assert StoredFile.objects.filter(pk=stored.pk).exists() and on_disk(shelf) == [stored.path]
    with django_capture_on_commit_callbacks(execute=True):
        release_file(file=stored, now=Now)
        assert on_disk(shelf) == [stored.path]
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert on_disk(shelf) == []
    assert Moment.objects.filter(object_id=stored.pk, verb="file.removed").count() == 1


@pytest.fixture
def settled(cast):
    """Settle a choice for Ada's class."""

    def settle(before=None, by=cast.ada, **choice):
        return settle_file(
            choice=FileChoice("picture", **choice), thing=cast.ada_class, owner=by, now=Now, before=before, field="f"
        )

    return settle


def test_a_new_file_takes_the_place_of_the_one_before(settled, cast):
    checked = check_upload(samples.picture_upload(), "picture")
    first = settled(checked=checked, words="one")
    second = settled(first, checked=checked, words="two", had=True)
    assert [file.words for file in StoredFile.objects.filter(used_by_id=cast.ada_class.pk)] == ["two"]
    assert second.pk != first.pk


def test_a_thing_that_is_nothing_without_its_picture_can_change_it(cast, django_capture_on_commit_callbacks, shelf):
    """The profile refuses an entry without words, picture and sound, at every moment."""
    facet = Facet(learner=cast.ada, kind="interest", audience="educators", written_at=Now, still_true_at=Now)
    checked = check_upload(samples.picture_upload(), "picture")

    def choose(before):
        return settle_file(
            choice=FileChoice("picture", checked), thing=facet, owner=cast.ada, now=Now, before=before, field="picture"
        )

    facet.picture = choose(None)
    facet.save(force_insert=True)
    with django_capture_on_commit_callbacks(execute=True):
        facet.picture = choose(facet.picture)
        facet.save(update_fields=["picture"])
    connection.check_constraints()
    assert on_disk(shelf) == [facet.picture.path]
    assert list(StoredFile.objects.filter(used_by_id=facet.pk)) == [facet.picture]


def test_a_choice_that_says_no_words_leaves_them(settled, stored):
    settled(stored, had=True)
    assert StoredFile.objects.get(pk=stored.pk).words == "a map"


def test_words_change_alone_and_a_file_can_be_left_out(settled, stored):
    assert settled(stored, words="a better map", had=True) is stored
    assert StoredFile.objects.get(pk=stored.pk).words == "a better map"
    assert settled(stored, remove=True, had=True) is None
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert settled() is None
    assert settled(remove=True) is None


def test_a_kept_file_is_taken_by_its_owner_alone_and_once(settled, stored, cast):
    with pytest.raises(ActionRefused, match="no longer there") as refused:
        settled(kept=stored.pk, by=cast.ben)
    assert refused.value.field == "f"
    taken = settled(kept=stored.pk, words="my map")
    assert (taken.pk, taken.words, taken.used_by_id) == (stored.pk, "my map", cast.ada_class.pk)
    with pytest.raises(ActionRefused):
        settled(kept=stored.pk)
    with pytest.raises(ActionRefused):
        settled(kept=uuid4())


def test_the_sweep_lets_go_of_what_hangs_on_nothing_after_a_day(
    stored, cast, shelf, django_capture_on_commit_callbacks
):
    used = store(cast.ada)
    attach_file(file=used, thing=cast.ada_class, now=Now)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_files(now=Now + timedelta(hours=23)).released == 0
        assert sweep_files(now=Now + timedelta(hours=25)).released == 1
    assert on_disk(shelf) == [used.path]
    assert list(StoredFile.objects.all()) == [used]


def test_the_sweep_removes_bytes_whose_row_was_undone(stored, cast, shelf):
    attach_file(file=stored, thing=cast.ada_class, now=Now)
    with undone():
        store(cast.ada)
    (shelf / stored.path).with_name(".half.part").write_bytes(b"half")
    assert len(on_disk(shelf)) == 3
    grow_old(shelf, days=0)
    assert sweep_files(now=Now).removed == 0
    grow_old(shelf)
    assert sweep_files(now=Now).removed == 2
    assert on_disk(shelf) == [stored.path]


def test_the_sweep_leaves_folders_alone_that_belong_to_no_district_here(cast, shelf):
    other = shelf / str(uuid4()) / "ab"
    other.mkdir(parents=True)
    (other / "x.webp").write_bytes(b"x")
    (shelf / "notes").mkdir()
    grow_old(shelf)
    assert sweep_files(now=Now) == actions.Swept(0, 0)
    assert (other / "x.webp").exists()


def test_the_worker_sweeps_at_night(stored, django_capture_on_commit_callbacks):
    jobs.sweep(int((Now + timedelta(days=2)).timestamp()))
    assert not StoredFile.objects.filter(pk=stored.pk).exists()


@pytest.mark.parametrize(
    "path",
    [
        "../secret-key",
        "/etc/passwd",
        "",
        "a/b/c.webp",
        f"{uuid4()}/ab/../../../x.webp",
        f"{uuid4()}/ab/{'a' * 32}.webp\n",
        f"{uuid4()}/ab/{'a' * 32}.webp/../../x",
    ],
)
def test_no_path_leads_out_of_the_folder(path):
    with pytest.raises(ValueError, match="stored file"):
        storing.full_path(path)


def test_a_disk_that_is_full_leaves_nothing_half(cast, shelf, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(cast.ada)
    assert on_disk(shelf) == []


def test_export_has_the_bytes_and_erasure_removes_them(stored, cast, shelf, django_capture_on_commit_callbacks):
    of_ben = store(cast.ben)
    row = export_everything_of(cast.ada.pk)["files.StoredFile"][0]
    assert row["words"] == "a map"
    assert base64.b64decode(row["content"]) == (shelf / stored.path).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        erase_everything_of(cast.ada.pk)
    assert on_disk(shelf) == [of_ben.path]
    (shelf / of_ben.path).unlink()
    assert export_everything_of(cast.ben.pk)["files.StoredFile"][0]["content"] == ""
