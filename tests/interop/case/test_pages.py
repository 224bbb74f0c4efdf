"""The coordinator's pages: a file is looked at, answered, and remembered."""

from __future__ import annotations

import gzip
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate import testing
from procrastinate.contrib.django import app
from tests.interop.case.small import DOCUMENT, as_bytes, small_package

from trellis.core.scope import district_scope
from trellis.framework.models import Competency, Framework
from trellis.interop.case import queries
from trellis.interop.case.jobs import telling
from trellis.interop.case.models import FrameworkImport
from trellis.interop.case.package import same_content
from trellis.interop.case.parsing import read_package

State = FrameworkImport.State
INDEX = "/framework/exchange/"
TABLE = "Level,Text,Shortcut\n1,Asking,A\n1.1,Ask <b>why</b>,A.1\n2,Telling,T\n"


@pytest.fixture
def omar(sign_in, cast):
    return sign_in(cast.omar)


def bring(client, content, name="growing.json", **more):
    file = SimpleUploadedFile(name, content)
    answer = client.post(INDEX, {"file": file, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def latest():
    return FrameworkImport.objects.latest("made_at", "id")


def test_a_package_is_looked_at_and_then_imported(omar):
    page = bring(omar, as_bytes(small_package()))
    shown = omar.get(page).content.decode()
    assert "Nothing has been changed yet." in shown
    assert "<dt>New entries</dt><dd>5</dd>" in shown
    assert "CC BY 4.0" in shown
    assert not Framework.objects.filter(case_identifier=DOCUMENT).exists()
    answer = omar.post(f"{page}apply/")
    assert answer.status_code == 302
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    done = omar.get(page).content.decode()
    assert "This is what the file changed." in done
    assert reverse("framework:framework", args=[framework.pk]) in done
    assert (latest().state, bytes(latest().content), latest().framework_id) == (State.DONE, b"", framework.pk)


def test_what_cannot_be_imported_says_where_and_what_to_do(omar):
    broken = small_package()
    broken["CFItems"][2] = {"fullStatement": "x"}
    page = bring(omar, as_bytes(broken))
    shown = omar.get(page).content.decode()
    assert "/CFItems/2/identifier" in shown
    assert "One thing stops the import." in shown
    assert "apply/" not in shown
    assert latest().state == State.REFUSED
    assert omar.post(f"{page}apply/").status_code == 302
    assert not Framework.objects.filter(case_identifier=DOCUMENT).exists()


def test_a_picture_is_refused_in_words(omar):
    page = bring(omar, b"\x89PNG\r\n\x1a\n" + b"0" * 50, name="framework.png")
    assert "This is a picture or a document." in omar.get(page).content.decode()


def test_a_file_put_aside_changes_nothing(omar):
    page = bring(omar, as_bytes(small_package()))
    assert omar.post(f"{page}drop/").status_code == 302
    assert latest().state == State.DROPPED
    omar.post(f"{page}apply/")
    assert not Framework.objects.filter(case_identifier=DOCUMENT).exists()
    assert "put aside" in omar.get(INDEX).content.decode()


def test_the_columns_of_a_table_are_asked_and_corrected(omar):
    page = bring(omar, TABLE.encode(), name="our_skills.csv")
    shown = omar.get(page).content.decode()
    assert 'value="our skills"' in shown
    assert "Ask &lt;b&gt;why&lt;/b&gt;" in shown
    answers = {"title": "Our skills", "column_0": "level", "column_1": "statement", "column_2": "statement"}
    wrong = omar.post(f"{page}?columns=1", answers)
    assert wrong.status_code == 400
    assert "Choose one of the two." in wrong.content.decode()
    assert omar.post(f"{page}?columns=1", {**answers, "column_2": "code"}).status_code == 302
    assert "<dt>New entries</dt><dd>3</dd>" in omar.get(page).content.decode()
    omar.post(f"{page}apply/")
    framework = Framework.objects.get(title="Our skills")
    assert set(Competency.objects.filter(framework=framework).values_list("code", flat=True)) == {"A", "A.1", "T"}


def test_a_table_with_a_fault_can_be_mapped_again(omar):
    page = bring(omar, b"smartLevel,fullStatement\n1,A\nx,B\n", name="t.csv")
    answers = {"title": "T", "column_0": "level", "column_1": "statement"}
    omar.post(f"{page}?columns=1", answers)
    shown = omar.get(page).content.decode()
    assert "A level is written 1, 1.1 or 1.1.2." in shown
    assert "line 3" in shown
    omar.post(f"{page}?columns=1", {**answers, "column_0": ""})
    omar.post(f"{page}apply/")
    assert Framework.objects.get(title="T").competencies.count() == 2


def test_a_licence_said_by_hand_is_kept(omar):
    value = small_package()
    del value["CFDocument"]["licenseURI"]
    page = bring(omar, as_bytes(value), licence="Our own", attribution="© us", kind="learning-skill")
    omar.post(f"{page}apply/")
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    assert (framework.licence, framework.attribution, framework.kind) == ("Our own", "© us", "learning-skill")


def test_an_export_reads_as_the_same_framework(omar):
    page = bring(omar, gzip.compress(as_bytes(small_package())), name="growing.json.gz")
    omar.post(f"{page}apply/")
    framework = Framework.objects.get(case_identifier=DOCUMENT)
    answer = omar.get(reverse("case:export", args=[framework.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="growing-things.case.json"'
    assert json.loads(answer.content)["CFDocument"]["caseVersion"] == "1.1"
    assert same_content(read_package(answer.content)[0], read_package(as_bytes(small_package()))[0])


def test_a_large_framework_goes_to_the_worker(omar, cast, monkeypatch):
    monkeypatch.setattr(queries, "LARGE", 3)
    jobs = testing.InMemoryConnector()
    with app.replace_connector(jobs) as replaced:
        page = bring(omar, as_bytes(small_package()))
        omar.post(f"{page}apply/")
        assert latest().state == State.WAITING
        shown = omar.get(page).content.decode()
        assert "Import under way" in shown
        fragment = omar.get(page, headers={"HX-Request": "true"}).content.decode()
        assert fragment.lstrip().startswith("<section")
        assert [job["task_name"] for job in jobs.jobs.values()] == ["case.finish_import"]
        task = replaced.tasks["case.finish_import"]
        task(**next(iter(jobs.jobs.values()))["args"])
    with district_scope(cast.district.pk):
        assert latest().state == State.DONE
        assert Framework.objects.filter(case_identifier=DOCUMENT).exists()


def test_progress_can_be_read_while_the_import_is_still_one_transaction(cast):
    upload = FrameworkImport(kind="package", state=State.WAITING, file_name="x", made_at=timezone.now())
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("SELECT set_config('trellis.district', %s, false)", [str(cast.district.pk)])
        cursor.execute(
            "INSERT INTO case_frameworkimport (id, district_id, kind, state, file_name, content, choices, progress,"
            " report, made_at) VALUES (%s, %s, 'package', 'waiting', 'x', '', '{}', '{}', '{}', now())",
            [upload.pk, cast.district.pk],
        )
        try:
            with telling(cast.district.pk, upload.pk) as tell:
                tell("items", 3, 9)
            assert FrameworkImport.objects.get(pk=upload.pk).progress == {"what": "items", "done": 3, "total": 9}
        finally:
            cursor.execute("DELETE FROM case_frameworkimport WHERE id = %s", [upload.pk])
            beside.close()


@pytest.mark.parametrize("name", ["ada", "tom", "ruth", "noor", "dana", "eve", "zed"])
def test_nobody_but_coordinators_finds_these_pages(sign_in, cast, omar, name):
    page = bring(omar, as_bytes(small_package()))
    framework = Framework.objects.first()
    client = sign_in(getattr(cast, name))
    for address in (INDEX, page, reverse("case:export", args=[framework.pk])):
        assert client.get(address).status_code == 404
    for address in (INDEX, page, f"{page}apply/", f"{page}drop/"):
        assert client.post(address, {}).status_code == 404


def test_the_page_says_what_to_do_without_a_file(omar):
    answer = omar.post(INDEX, {})
    assert answer.status_code == 400
    assert "This field is required." in answer.content.decode()


def test_the_worker_gives_a_file_back_that_it_cannot_finish(omar, cast, monkeypatch):
    monkeypatch.setattr(queries, "LARGE", 3)
    jobs = testing.InMemoryConnector()
    with app.replace_connector(jobs) as replaced:
        page = bring(omar, as_bytes(small_package()))
        omar.post(f"{page}apply/")
        with district_scope(cast.district.pk):
            FrameworkImport.objects.filter(pk=latest().pk).update(content=b"no gzip any more")
        with pytest.raises(gzip.BadGzipFile):
            replaced.tasks["case.finish_import"](**next(iter(jobs.jobs.values()))["args"])
    with district_scope(cast.district.pk):
        assert latest().state == State.PREVIEW
        assert not Framework.objects.filter(case_identifier=DOCUMENT).exists()


def test_the_history_costs_the_same_with_one_row_and_with_thirty(omar, cast):
    bring(omar, as_bytes(small_package()))
    with CaptureQueriesContext(connection) as one:
        omar.get(INDEX)
    with district_scope(cast.district.pk):
        for number in range(30):
            FrameworkImport.objects.create(
                kind="package", state=State.DONE, file_name=f"{number}.json", made_at=timezone.now(), by=cast.omar
            )
    with CaptureQueriesContext(connection) as thirty:
        shown = omar.get(INDEX).content.decode()
    assert shown.count("Omar Benali</td>") == 31
    assert len(thirty) == len(one)
