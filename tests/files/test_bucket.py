"""Files in a bucket: signed as the storage asks for, and everything that works on disk works there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from tests.files import samples
from tests.files.fake_s3 import KEYS, FakeS3, fake_s3
from tests.people import Now

from trellis.cli.checking import _files as check_files
from trellis.core.actions import ActionRefused
from trellis.core.registries import export_everything_of
from trellis.file_bucket import file_bucket
from trellis.files import s3
from trellis.files.actions import release_file, store_file, sweep_files
from trellis.files.models import StoredFile

# Amazon's own examples, from "Authenticating Requests: Using the Authorization Header".
EXAMPLE = s3.Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
HEADERS = {"host": "examplebucket.s3.amazonaws.com", "x-amz-content-sha256": NOTHING, "x-amz-date": "20130524T000000Z"}


@pytest.mark.parametrize(
    ("method", "path", "query", "more", "proof"),
    [
        ("GET", "/test.txt", {}, {"range": "bytes=0-9"}, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),  # noqa: E501
        (
            "PUT", "/test%24file.text", {},
            {
                "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY",
                "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            },
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        ("GET", "/", {"lifecycle": ""}, {}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("GET", "/", {"prefix": "J", "max-keys": "2"}, {}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),  # noqa: E501
    ],
)  # fmt: skip
def test_requests_are_signed_as_in_the_published_examples(method, path, query, more, proof):
    said = s3.signature(EXAMPLE, (method, path), query, HEADERS | more, "20130524T000000Z")
    assert said.endswith(f",Signature={proof}")
    assert said.startswith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,")


@pytest.fixture
def storage(settings, tmp_path) -> Iterator[FakeS3]:
    with fake_s3() as server:
        settings.MEDIA_ROOT = tmp_path / "files"
        settings.FILES_S3_ENDPOINT, settings.FILES_S3_BUCKET = server.address, "files"
        settings.FILES_S3_ACCESS_KEY, settings.FILES_S3_SECRET_KEY = KEYS.access, KEYS.secret
        settings.FILES_S3_REGION = KEYS.region
        yield server


@pytest.fixture
def sound(cast, storage) -> StoredFile:
    return store_file(upload=samples.sound_upload(), kind="sound", words="", owner=cast.ada, now=Now)


def test_a_file_goes_into_the_bucket_and_comes_back_whole_and_in_parts(cast, sign_in, sound, storage, settings):
    body, _at = storage.objects[sound.path]
    assert len(body) == sound.size
    assert not Path(settings.MEDIA_ROOT).exists()
    ada, address = sign_in(cast.ada), reverse("files:file", args=[sound.pk])
    assert b"".join(ada.get(address).streaming_content) == body
    part = ada.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, body[10:20])
    assert export_everything_of(cast.ada.pk)["files.StoredFile"][0]["content"] != ""


def test_what_is_let_go_leaves_the_bucket(cast, sign_in, sound, storage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        release_file(file=sound, now=Now)
    assert storage.objects == {}
    assert sign_in(cast.ada).get(reverse("files:file", args=[sound.pk])).status_code == 404


def test_a_row_without_an_object_answers_404(cast, sign_in, sound, storage):
    storage.objects.clear()
    assert sign_in(cast.ada).get(reverse("files:file", args=[sound.pk])).status_code == 404


def test_the_sweep_finds_what_no_row_knows_page_by_page(cast, sound, storage):
    old = Now - timedelta(days=3)
    strays = [f"{cast.district.pk}/{n:02x}/{n:032x}.webp" for n in range(7)]
    storage.objects |= dict.fromkeys(strays, (b"x", old))
    storage.objects[f"{cast.ada.pk}/00/{0:032x}.webp"] = (b"x", old)  # of a district that is not ours
    StoredFile.objects.filter(pk=sound.pk).update(used_by_id=cast.ada.pk)
    storage.objects[sound.path] = (storage.objects[sound.path][0], old)
    assert sweep_files(now=Now).removed == 7
    assert set(storage.objects) == {sound.path, f"{cast.ada.pk}/00/{0:032x}.webp"}


def test_a_storage_that_refuses_is_said_to_the_person_and_leaves_no_row(cast, storage, settings):
    settings.FILES_S3_SECRET_KEY = "wrong"
    with pytest.raises(ActionRefused, match="cannot be kept at this moment"):
        store_file(upload=samples.sound_upload(), kind="sound", words="", owner=cast.ada, now=Now)
    assert not StoredFile.objects.exists()
    assert storage.objects == {}


def test_the_check_says_what_is_wrong_with_the_bucket(storage, settings):
    assert [(found.well, "written, read, listed" in found.sentence) for found in check_files()] == [(True, True)]
    assert storage.objects == {}
    settings.FILES_S3_BUCKET = "other"
    assert "no such bucket" in next(check_files()).sentence
    settings.FILES_S3_SECRET_KEY = "wrong"
    assert "TRELLIS_FILES_S3_SECRET_KEY" in next(check_files()).sentence
    settings.FILES_S3_ENDPOINT = "http://127.0.0.1:1"
    found = next(check_files())
    assert (found.well, "nothing answers" in found.sentence) == (False, True)


def test_the_check_finds_files_that_were_left_on_disk(storage, settings):
    left = Path(settings.MEDIA_ROOT) / "district" / "00" / "a.webp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    assert "1 files still lie" in list(check_files())[1].sentence


def test_on_disk_the_check_says_where(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert [found.sentence for found in check_files()] == [f"Uploaded files lie in {tmp_path}."]


def test_a_bucket_has_all_its_settings_or_none():
    whole = {
        "TRELLIS_FILES_S3_ENDPOINT": "https://s3.example/", "TRELLIS_FILES_S3_BUCKET": "files",
        "TRELLIS_FILES_S3_ACCESS_KEY": "a", "TRELLIS_FILES_S3_SECRET_KEY": "b",
    }  # fmt: skip
    assert file_bucket({}) == ("", "", "", "", "")
    assert file_bucket(whole) == ("https://s3.example", "files", "us-east-1", "a", "b")
    for wrong, said in (
        ({"TRELLIS_FILES_S3_SECRET_KEY": ""}, "need TRELLIS_FILES_S3_SECRET_KEY as well"),
        ({"TRELLIS_FILES_S3_ENDPOINT": "s3.example"}, "set it to an address"),
        ({"TRELLIS_FILES_S3_BUCKET": "My files"}, "no name of a bucket"),
    ):
        with pytest.raises(ImproperlyConfigured, match=said):
            file_bucket(whole | wrong)
