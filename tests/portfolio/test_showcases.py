"""Showcases: put together from evidence and projects, opened by the learner, taken along as PDF and as a folder."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.evidence.showing import show
from tests.studio.making import make_project

from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope
from trellis.files import storing
from trellis.portfolio import actions
from trellis.portfolio.jobs import make_copy
from trellis.portfolio.models import Showcase, ShowcaseCopy, ShowcaseItem, ShowcaseLink
from trellis.portfolio.pdf import plain_words
from trellis.portfolio.queries import showcase_page


@pytest.fixture
def showcase(cast, now) -> Showcase:
    """Ada's showcase: a photo with a place in it, words, a project."""
    change_scope(cast.district.pk, cast.ada.pk)
    made = actions.make_showcase(title="My street", words="What I **heard**.", by=cast.ada, now=now)
    photo = show(cast, photo=True, said={"title": "Bridge", "words": "Our bridge holds three books."})
    project = make_project(cast, now)
    actions.add_things(showcase=made, artefacts=[photo], projects=[project], by=cast.ada, now=now)
    actions.add_words(showcase=made, heading="And then", words="We <b>listened</b>.", by=cast.ada, now=now)
    return made


def items(showcase: Showcase) -> list[ShowcaseItem]:
    return list(ShowcaseItem.objects.filter(showcase=showcase, removed_at__isnull=True).order_by("position"))


def headings(client, showcase: Showcase) -> list[str]:
    html = client.get(reverse("portfolio:showcase", args=[showcase.pk])).content.decode()
    return re.findall(r'class="shown \w+"[^>]*><h2>([^<]+)', html)


def test_a_learner_puts_one_together_page_by_page(cast, sign_in):
    ada = sign_in(cast.ada)
    change_scope(cast.district.pk, cast.ada.pk)
    shown = show(cast, said={"title": "", "words": "I read to the little ones"})
    response = ada.post(reverse("portfolio:new"), {"title": "Reading", "words": ""})
    made = Showcase.objects.get()
    assert response["Location"] == reverse("portfolio:add", args=[made.pk])
    html = ada.post(response["Location"], {"artefacts": [shown.pk]}, follow=True).content.decode()
    assert "1 thing is in your showcase." in html
    assert "I read to the little ones" in html
    assert "Only you can see this" in html


def test_others_see_it_only_where_it_was_opened(cast, sign_in, showcase):
    address = reverse("portfolio:showcase", args=[showcase.pk])
    assert sign_in(cast.ruth).get(address).status_code == 404
    sign_in(cast.ada).post(reverse("portfolio:open", args=[showcase.pk]), {"to": "family", "open": "yes"})
    html = sign_in(cast.ruth).get(address).content.decode()
    assert "Bridge" in html
    assert "Put in order" not in html
    listed = sign_in(cast.ruth).get(reverse("portfolio:of-learner", args=[cast.ada.pk])).content.decode()
    assert "My street" in listed
    assert sign_in(cast.tom).get(address).status_code == 404


def test_what_is_written_in_it_runs_nowhere(cast, sign_in, showcase):
    html = sign_in(cast.ada).get(reverse("portfolio:showcase", args=[showcase.pk])).content.decode()
    assert "<strong>heard</strong>" in html
    assert "<b>listened</b>" not in html
    assert "listened" in html


def test_things_are_moved_taken_out_and_put_back(cast, sign_in, showcase):
    ada, (first, _second, third) = sign_in(cast.ada), items(showcase)
    assert headings(ada, showcase) == ["Bridge", "Sounds of our street", "And then"]
    ada.post(reverse("portfolio:move", args=[third.pk]), {"to": "up"})
    assert headings(ada, showcase) == ["Bridge", "And then", "Sounds of our street"]
    html = ada.post(reverse("portfolio:take-out", args=[first.pk]), follow=True).content.decode()
    assert reverse("portfolio:put-back", args=[first.pk]) in html
    assert headings(ada, showcase) == ["And then", "Sounds of our street"]
    ada.post(reverse("portfolio:put-back", args=[first.pk]))
    assert headings(ada, showcase) == ["Bridge", "And then", "Sounds of our street"]


def test_a_thing_that_was_added_again_is_not_put_back_twice(cast, now, showcase):
    first = items(showcase)[0]
    actions.take_out(item=first, by=cast.ada, now=now)
    actions.add_things(showcase=showcase, artefacts=[first.artefact], projects=[], by=cast.ada, now=now)
    with pytest.raises(ActionRefused, match="already"):
        actions.put_back(item=first, by=cast.ada, now=now)


def test_a_stale_save_shows_both_texts(cast, sign_in, showcase):
    ada, first = sign_in(cast.ada), items(showcase)[0]
    address = reverse("portfolio:say", args=[first.pk])
    assert ada.post(address, {"heading": "The bridge", "words": "first", "version": 1}).status_code == 302
    html = ada.post(address, {"heading": "A bridge", "words": "second", "version": 1}).content.decode()
    assert "The bridge first" in html
    assert "second" in html
    assert ada.post(address, {"heading": "A bridge", "words": "second", "version": 2}).status_code == 302


def test_a_showcase_without_a_title_is_refused_at_the_field(cast, sign_in):
    html = sign_in(cast.ada).post(reverse("portfolio:new"), {"title": " ", "words": "x"}).content.decode()
    assert 'aria-invalid="true"' in html
    assert not Showcase.objects.exists()


def test_a_link_opens_this_showcase_until_its_day(cast, client, sign_in, showcase):
    today = timezone.now().date()
    ada = sign_in(cast.ada)
    data = {"name": "Grandma", "expires_on": today + timedelta(days=3)}
    html = ada.post(reverse("portfolio:links", args=[showcase.pk]), data).content.decode()
    address = re.search(r'value="http://testserver(/showcase/[^"]+)"', html)[1]
    response = client.get(address)
    shown = response.content.decode()
    assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    assert "noindex" in response["X-Robots-Tag"]
    assert "Bridge" in shown
    assert "Kovač" not in shown  # a first name is enough
    picture = re.search(r'<img src="([^"]+)"', shown)[1]
    assert client.get(picture).status_code == 200
    assert client.get(address.replace("/showcase/", "/showcase/x")).status_code == 404
    change_scope(cast.district.pk, cast.ada.pk)
    ShowcaseLink.objects.update(expires_on=today - timedelta(days=1))
    assert client.get(address).status_code == 404
    assert client.get(picture).status_code == 404


def test_a_closed_link_and_one_of_a_showcase_taken_away_open_nothing(cast, client, sign_in, showcase, now):
    today, ada = now.date(), sign_in(cast.ada)
    make = {"showcase": showcase, "expires_on": today + timedelta(days=9), "by": cast.ada, "now": now, "today": today}
    one, two = actions.make_link(name="One", **make), actions.make_link(name="Two", **make)
    ada.post(reverse("portfolio:close-link", args=[ShowcaseLink.objects.get(name="One").pk]))
    assert client.get(reverse("portfolio:by-link", args=[one])).status_code == 404
    assert client.get(reverse("portfolio:by-link", args=[two])).status_code == 200
    ada.post(reverse("portfolio:take-away", args=[showcase.pk]))
    assert client.get(reverse("portfolio:by-link", args=[two])).status_code == 404
    ada.post(reverse("portfolio:bring-back", args=[showcase.pk]))
    assert client.get(reverse("portfolio:by-link", args=[two])).status_code == 404  # closed for good


@pytest.mark.parametrize("days", [-1, 367])
def test_a_link_ends_within_a_year(cast, now, showcase, days):
    today = now.date()
    with pytest.raises(ActionRefused, match="a year ahead"):
        actions.make_link(
            showcase=showcase, name="X", expires_on=today + timedelta(days=days), by=cast.ada, now=now, today=today
        )


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_costs_as_many_queries_with_thirty_things(cast, sign_in, now, n):
    change_scope(cast.district.pk, cast.ada.pk)
    made = actions.make_showcase(title="Much", words="", by=cast.ada, now=now)
    shown = [show(cast, said={"title": "", "words": f"Thing {place}"}) for place in range(n)]
    actions.add_things(showcase=made, artefacts=shown, projects=[], by=cast.ada, now=now)
    ada, address = sign_in(cast.ada), reverse("portfolio:showcase", args=[made.pk])
    ada.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert ada.get(address).status_code == 200
    assert len(seen) == 13


# --- Copies ------------------------------------------------------------------------------------------


def made_copy(cast, showcase: Showcase, kind: str, now) -> tuple[ShowcaseCopy, bytes]:
    copy = actions.ask_copy(showcase=showcase, kind=kind, language="en", by=cast.ada, now=now)
    make_copy(str(cast.district.pk), str(cast.ada.pk), str(copy.pk))
    change_scope(cast.district.pk, cast.ada.pk)
    copy.refresh_from_db()
    assert (copy.state, copy.progress) == ("ready", 100)
    return copy, storing.read_bytes(copy.file.path)


def test_the_folder_holds_page_style_and_pictures_and_names_no_address(cast, showcase, now):
    _copy, body = made_copy(cast, showcase, "html", now)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = archive.namelist()
        html = archive.read("index.html").decode()
    assert {"index.html", "style.css"} <= set(names)
    picture = re.search(r'<img src="(files/[^"]+)"', html)[1]
    assert picture in names
    assert not re.search(r'(src|href)="(https?:)?//', html)
    assert "My street" in html


def test_the_pdf_holds_the_words_and_the_picture(cast, showcase, now):
    copy, body = made_copy(cast, showcase, "pdf", now)
    assert body.startswith(b"%PDF-")
    assert b"/Subtype /Image" in body
    assert copy.file.media_type == "application/pdf"


def test_a_newer_copy_takes_the_place_of_the_older_one(cast, sign_in, showcase, now):
    first, _body = made_copy(cast, showcase, "html", now)
    second, _body = made_copy(cast, showcase, "html", now + timedelta(minutes=5))
    assert list(ShowcaseCopy.objects.values_list("pk", flat=True)) == [second.pk]
    ada = sign_in(cast.ada)
    assert ada.get(reverse("files:file", args=[first.file_id])).status_code == 404
    assert ada.get(reverse("files:file", args=[second.file_id])).status_code == 200
    assert sign_in(cast.ruth).get(reverse("files:file", args=[second.file_id])).status_code == 404


def test_asking_twice_makes_one_copy(cast, showcase, now):
    ask = {"showcase": showcase, "kind": "pdf", "language": "en", "by": cast.ada, "now": now}
    assert actions.ask_copy(**ask).pk == actions.ask_copy(**ask).pk
    with pytest.raises(ActionRefused):
        actions.ask_copy(**(ask | {"kind": "exe"}))


def test_a_copy_that_fails_can_be_asked_for_again(cast, sign_in, showcase, now, monkeypatch):
    copy = actions.ask_copy(showcase=showcase, kind="pdf", language="en", by=cast.ada, now=now)

    def broken(*_args: object, **_kwargs: object) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr("trellis.portfolio.jobs.written_pdf", broken)
    with pytest.raises(OSError, match="disk"):
        make_copy(str(cast.district.pk), str(cast.ada.pk), str(copy.pk))
    html = sign_in(cast.ada).get(reverse("portfolio:copy-state", args=[showcase.pk, copy.pk])).content.decode()
    assert "Try it once more" in html
    again = actions.ask_copy(showcase=showcase, kind="pdf", language="en", by=cast.ada, now=now)
    assert again.pk != copy.pk


def test_what_is_shown_stays_shown_though_it_is_sealed(cast, sign_in, showcase):
    """An educator reads what the learner shows, also what Mira or an earlier term would not open to them."""
    sign_in(cast.ada).post(reverse("portfolio:open", args=[showcase.pk]), {"to": "educators", "open": "yes"})
    html = sign_in(cast.tom).get(reverse("portfolio:showcase", args=[showcase.pk])).content.decode()
    assert "Our bridge holds three books." in html


def test_an_artefact_taken_away_leaves_every_showcase(cast, sign_in, showcase, now):
    first = items(showcase)[0]
    first.artefact.removed_at = now
    first.artefact.save(update_fields=["removed_at"])
    assert headings(sign_in(cast.ada), showcase) == ["Sounds of our street", "And then"]
    assert [item.heading for item in showcase_page(showcase).items] == ["Sounds of our street", "And then"]


@pytest.mark.parametrize(
    ("words", "plain"),
    [("# Title\ntext", "Title\ntext"), ("snake_case stays", "snake_case stays"), ("2 * 3 * 4", "2 * 3 * 4")],
)
def test_signs_of_markdown_do_not_reach_paper(words, plain):
    assert plain_words(words) == plain
