"""A stranger cannot fill the disk, and nobody can send more than any page takes."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from trellis.people import uploads


def names_taken_in(client, path, **fields):
    file = SimpleUploadedFile("roster.zip", b"PK" + b"\0" * 2_000)
    request = client.post(path, {"roster": file, **fields}).wsgi_request
    return ([kept.name for kept in request.FILES.values()], request.POST.get("login"))


def test_a_file_of_a_stranger_is_not_taken_in_and_the_fields_beside_it_are(cast, client):
    assert names_taken_in(client, "/account/login/", login="ada") == ([], "ada")
    assert names_taken_in(client, "/roster/", login="ada") == ([], "ada")


def test_a_file_from_inside_is_taken_in(cast, sign_in):
    assert names_taken_in(sign_in(cast.omar), "/roster/") == (["roster.zip"], None)


def test_more_than_any_page_takes_is_not_taken_in(cast, sign_in, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    client = sign_in(cast.omar)
    assert names_taken_in(client, "/roster/") == ([], None)
