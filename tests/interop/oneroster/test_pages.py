"""The coordinator's pages: upload, look, apply or put aside, history, problems as a table, and export."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.interop.oneroster.rosters import GOOD, with_row, zipped

from trellis.interop.oneroster import jobs, uploads
from trellis.interop.oneroster.models import RosterImport
from trellis.people.models import Person

INDEX = "/roster/"


@pytest.fixture(autouse=True)
def uploads_in_a_folder_of_the_test(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def omar(sign_in, cast):
    return sign_in(cast.omar)


def upload(client, content: bytes, name: str = "roster.zip"):
    response = client.post(INDEX, {"roster": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()[:3000]
    return RosterImport.objects.get(), response["Location"]


def test_a_roster_is_looked_at_and_then_applied(omar, tmp_path, django_capture_on_commit_callbacks):
    found, page = upload(omar, zipped(GOOD))
    assert found.state == RosterImport.State.PREVIEWED
    text = omar.get(page).content.decode()
    assert "This is what the roster would change" in text
    assert "Apply the roster" in text
    assert not Person.objects.filter(sourced_id="u1").exists()
    with django_capture_on_commit_callbacks(execute=True):
        omar.post(reverse("oneroster:apply", args=[found.pk]))
    assert Person.objects.get(sourced_id="u1").given_name == "Ada"
    assert "This is what the roster changed" in omar.get(page).content.decode()
    assert list((tmp_path / "uploads" / "rosters").iterdir()) == []


def test_several_csv_files_make_a_roster(omar):
    files = [SimpleUploadedFile(name, text.encode()) for name, text in GOOD.items()]
    omar.post(INDEX, {"roster": files})
    assert RosterImport.objects.get().state == RosterImport.State.PREVIEWED


def test_a_refused_roster_says_where_and_is_not_kept(omar, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        found, page = upload(omar, zipped(with_row(GOOD, "users", "u1,,,true,x,,Somebody,Else,,,,,,,,")))
    text = omar.get(page).content.decode()
    assert "users.csv" in text
    assert "line 6" in text
    assert "stops the import" in text
    assert "Apply the roster" not in text
    assert found.state == RosterImport.State.REFUSED
    assert list((tmp_path / "uploads" / "rosters").iterdir()) == []


def test_a_roster_can_be_put_aside(omar, tmp_path, django_capture_on_commit_callbacks):
    found, _page = upload(omar, zipped(GOOD))
    with django_capture_on_commit_callbacks(execute=True):
        omar.post(reverse("oneroster:discard", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == RosterImport.State.DISCARDED
    assert not Person.objects.filter(sourced_id="u1").exists()
    assert list((tmp_path / "uploads" / "rosters").iterdir()) == []


def test_problems_come_as_a_table_without_passwords(omar):
    found, _page = upload(omar, zipped(with_row(GOOD, "enrollments", "e9,,,k1,s1,nobody,student,,,")))
    text = omar.get(reverse("oneroster:problems", args=[found.pk])).content.decode()
    assert "enrollments.csv,6,userSourcedId,nobody,row left out" in text
    assert "secret" not in text


def test_a_large_roster_goes_to_the_worker(omar, monkeypatch):
    monkeypatch.setattr("trellis.interop.oneroster.imports.SMALL_BYTES", 10)
    found, page = upload(omar, zipped(GOOD))
    assert found.state == RosterImport.State.READING
    assert "The worker has the roster" in omar.get(page).content.decode()
    assert omar.get(page, headers={"HX-Request": "true"}).content.decode().strip().startswith("<section")


def test_the_export_is_a_zip_of_csv_files(omar):
    response = omar.get(reverse("oneroster:export"))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert {"manifest.csv", "orgs.csv", "users.csv", "enrollments.csv"} <= set(archive.namelist())
        assert "Ada" in archive.read("users.csv").decode()


def test_only_coordinators_of_the_district_find_the_pages(sign_in, cast, omar):
    found, page = upload(omar, zipped(GOOD))
    for name in ("tom", "ada", "ruth", "noor", "dana", "eve"):
        client = sign_in(getattr(cast, name))
        for address in (INDEX, page, reverse("oneroster:export"), reverse("oneroster:problems", args=[found.pk])):
            assert client.get(address).status_code == 404, (name, address)


def test_kept_files_have_names_that_lead_nowhere_else():
    with pytest.raises(ValueError, match="not a name"):
        uploads.kept_path("../../etc")


def test_the_worker_looks_and_applies(omar, cast, monkeypatch):
    monkeypatch.setattr("trellis.interop.oneroster.imports.SMALL_BYTES", 10)
    found, page = upload(omar, zipped(GOOD))
    jobs.look(str(cast.district.pk), str(found.pk))
    found.refresh_from_db()
    assert found.state == RosterImport.State.PREVIEWED and not Person.objects.filter(sourced_id="u1").exists()
    omar.post(reverse("oneroster:apply", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == RosterImport.State.APPLYING
    jobs.apply(str(cast.district.pk), str(found.pk), False)
    found.refresh_from_db()
    assert found.state == RosterImport.State.APPLIED and Person.objects.filter(sourced_id="u1").exists()
    assert "This is what the roster changed" in omar.get(page).content.decode()


def test_a_failing_worker_gives_the_roster_back(omar, cast, monkeypatch):
    found, _page = upload(omar, zipped(GOOD))

    def fail(**_choices):
        raise MemoryError

    monkeypatch.setattr("trellis.interop.oneroster.imports.import_roster", fail)
    with pytest.raises(MemoryError):
        jobs.apply(str(cast.district.pk), str(found.pk), False)
    found.refresh_from_db()
    assert found.state == RosterImport.State.PREVIEWED and not Person.objects.filter(sourced_id="u1").exists()
