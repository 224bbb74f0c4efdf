"""Writing local competencies through the pages; refusals beside successes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.core.models import Moment
from trellis.framework import actions
from trellis.framework.models import Competency, Framework


@pytest.fixture
def starter(cast) -> Framework:
    return Framework.objects.get(title="Trellis starter framework")


@pytest.fixture
def spoon(cast, starter, now) -> Competency:
    return actions.write_local_competency(
        framework=starter, parent=None, code="OWN.1", statement="Carve a spoon.", by=cast.tom, now=now
    )


def competency(code: str) -> Competency:
    return Competency.objects.get(code=code)


@pytest.mark.parametrize("who", ["tom", "mira", "omar"])
def test_educators_and_coordinators_write_their_own(cast, sign_in, starter, who):
    parent = competency("ART")
    where = reverse("framework:write", args=[starter.pk])
    sent = {"statement": "Carve a **spoon**.", "code": "OWN.1", "parent": str(parent.pk), "grades": ["05", "06"]}
    answer = sign_in(getattr(cast, who)).post(where, sent)
    written = competency("OWN.1")
    assert (answer.status_code, answer.url) == (302, reverse("framework:competency", args=[written.pk]))
    assert written.statement_html == "Carve a <strong>spoon</strong>."
    assert (written.education_levels, written.is_local) == (["05", "06"], True)
    assert written.links_from.get().destination == parent
    assert Moment.objects.filter(verb="competency.written", object_id=written.pk).count() == 1


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("ruth", 403), ("noor", 403), ("dana", 403), ("eve", 404)])
def test_others_do_not_write(cast, sign_in, starter, who, status):
    where = reverse("framework:write", args=[starter.pk])
    assert sign_in(getattr(cast, who)).get(where).status_code == status
    assert sign_in(getattr(cast, who)).post(where, {"statement": "Mine."}).status_code == status
    assert not Competency.objects.filter(is_local=True).exists()


def test_form_without_a_statement_comes_back_with_what_was_typed(cast, sign_in, starter):
    where = reverse("framework:write", args=[starter.pk])
    page = sign_in(cast.tom).post(where, {"statement": "<b> </b>", "code": "OWN.9"}).content.decode()
    assert "OWN.9" in page
    assert 'aria-invalid="true"' in page
    assert not Competency.objects.filter(code="OWN.9").exists()


def test_place_in_another_framework_is_no_choice(cast, sign_in, starter):
    other = Competency.objects.exclude(framework=starter).first()
    where = reverse("framework:write", args=[starter.pk])
    answer = sign_in(cast.tom).post(where, {"statement": "Carve a spoon.", "parent": str(other.pk)})
    assert answer.status_code == 200
    assert not Competency.objects.filter(is_local=True).exists()


def test_preview_shows_and_saves_nothing(cast, sign_in, starter):
    where = reverse("framework:write", args=[starter.pk])
    sent = {"statement": "Find $x^2$ <script>x</script>", "preview": "1"}
    whole = sign_in(cast.tom).post(where, sent).content.decode()
    part = sign_in(cast.tom).post(where, sent, headers={"HX-Request": "true"}).content.decode()
    assert "<math" in whole
    assert part.startswith('<div id="preview"')
    assert "<script>" not in part
    assert not Competency.objects.filter(is_local=True).exists()


def test_words_of_ones_own_can_be_changed(cast, sign_in, spoon):
    where = reverse("framework:edit", args=[spoon.pk])
    sent = {"statement": "Carve two spoons.", "code": "OWN.1", "grades": ["07"], "version": spoon.version}
    assert sign_in(cast.mira).post(where, sent).status_code == 302
    spoon.refresh_from_db()
    assert (spoon.statement, spoon.education_levels, spoon.version) == ("Carve two spoons.", ["07"], 2)


@pytest.mark.parametrize(("who", "status"), [("tom", 200), ("omar", 200), ("ada", 403), ("ruth", 403), ("eve", 404)])
def test_only_educators_and_coordinators_open_the_form(cast, sign_in, spoon, who, status):
    assert sign_in(getattr(cast, who)).get(reverse("framework:edit", args=[spoon.pk])).status_code == status


def test_published_words_cannot_be_changed(cast, sign_in):
    client = sign_in(cast.omar)
    for name in ("edit", "retire", "bring-back"):
        where = reverse(f"framework:{name}", args=[competency("LAN.6").pk])
        assert client.post(where, {"statement": "Mine.", "version": 1}).status_code == 403
    assert competency("LAN.6").statement.startswith("Ask open questions")


def test_save_from_an_older_page_shows_both_texts_and_loses_nothing(cast, sign_in, spoon):
    where = reverse("framework:edit", args=[spoon.pk])
    first, second = sign_in(cast.tom), sign_in(cast.mira)
    first.post(where, {"statement": "Carve with Tom.", "code": "OWN.1", "version": 1})
    page = second.post(where, {"statement": "Carve with Mira.", "code": "OWN.1", "version": 1}).content.decode()
    assert "Carve with Tom." in page
    assert "Carve with Mira." in page
    assert 'name="version" value="2"' in page
    spoon.refresh_from_db()
    assert spoon.statement == "Carve with Tom."
    second.post(where, {"statement": "Carve together.", "code": "OWN.1", "version": 2})
    spoon.refresh_from_db()
    assert (spoon.statement, spoon.version) == ("Carve together.", 3)


def test_retiring_is_said_and_can_be_undone(cast, sign_in, spoon):
    client = sign_in(cast.tom)
    page = client.post(reverse("framework:retire", args=[spoon.pk]), follow=True).content.decode()
    undo = reverse("framework:bring-back", args=[spoon.pk])
    assert f'action="{undo}"' in page
    assert "no longer in use" in page
    spoon.refresh_from_db()
    assert spoon.retired_at is not None
    client.post(undo)
    spoon.refresh_from_db()
    assert spoon.retired_at is None


@pytest.mark.parametrize("name", ["retire", "bring-back"])
def test_links_never_retire(cast, sign_in, spoon, name):
    assert sign_in(cast.tom).get(reverse(f"framework:{name}", args=[spoon.pk])).status_code == 405
    assert sign_in(cast.ada).post(reverse(f"framework:{name}", args=[spoon.pk])).status_code == 403


def test_a_code_in_use_is_refused_and_a_free_one_is_named(cast, sign_in, starter, spoon):
    where = reverse("framework:write", args=[starter.pk])
    for taken, free in (("OWN.1", "OWN.2"), ("lan.3", "lan.11")):
        page = sign_in(cast.tom).post(where, {"statement": "Carve a bowl.", "code": taken}).content.decode()
        assert f"{taken} is already in use here. {free} is free." in page
    assert Competency.objects.filter(is_local=True).count() == 1


def test_words_written_here_say_who_wrote_them_and_claim_no_licence(cast, sign_in, spoon):
    page = sign_in(cast.ada).get(reverse("framework:competency", args=[spoon.pk])).content.decode()
    assert f"Written here by {cast.tom.full_name}, " in page
    assert "CC BY" not in page


def test_what_comes_before_and_after_is_found_ticked_kept_and_taken_out_without_script(cast, sign_in, starter):
    client, where = sign_in(cast.tom), reverse("framework:write", args=[starter.pk])
    first, second = competency("LAN.2"), competency("LAN.9")
    sent = {"statement": "Carve a bowl.", "q": "reading", "do": "search"}
    assert f'name="pick" value="{first.pk}"' in client.post(where, sent).content.decode()
    page = client.post(where, {**sent, "pick": str(first.pk), "do": "before"}).content.decode()
    assert f'name="before" value="{first.pk}"' in page
    assert "Carve a bowl." in page
    assert not Competency.objects.filter(is_local=True).exists()
    kept = {"statement": "Carve a bowl.", "before": str(first.pk), "after": str(second.pk)}
    assert client.post(where, kept).status_code == 302
    bowl = Competency.objects.get(is_local=True)
    assert bowl.links_to.get(kind="precedes").origin == first
    assert bowl.links_from.get(kind="precedes").destination == second
    edit = reverse("framework:edit", args=[bowl.pk])
    assert f'name="after" value="{second.pk}"' in client.get(edit).content.decode()
    client.post(edit, {"statement": "Carve a bowl.", "before": str(first.pk), "version": bowl.version})
    assert not bowl.links_from.filter(kind="precedes").exists()


def test_nothing_comes_before_itself(cast, sign_in, starter):
    where = reverse("framework:write", args=[starter.pk])
    sent = {"statement": "Carve.", "before": str(competency("LAN.10").pk), "after": str(competency("LAN.4").pk)}
    assert "cannot come both before and after" in sign_in(cast.tom).post(where, sent).content.decode()
    assert not Competency.objects.filter(is_local=True).exists()
