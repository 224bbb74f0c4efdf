"""Pages of drafts, rounds and critique: works by forms alone, shows what it should, and hides the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.evidence.showing import day, moment, show
from tests.studio.critiquing import WORDS, give, make_draft, make_teams, open_, prepare, turn_of
from tests.studio.making import make_frame, make_project

from trellis.people.models import Account
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Draft


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def status(client, name: str, *args: object) -> int:
    return client.get(reverse(name, args=args)).status_code


def with_account(person):
    """Give somebody who fills the class an account to come in with."""
    if not Account.objects.filter(person=person).exists():
        from trellis.people.actions import open_account

        open_account(person=person, username=person.given_name, password="x" * 14, by=None, now=moment())
    return person


def test_a_team_keeps_drafts_and_compares_them(cast, sign_in):
    project, ada = make_project(cast, moment(), frame=make_frame(cast, moment())), sign_in(cast.ada)
    artefact = show(cast, said={"title": "Photo of the corner"})
    assert "No draft yet" in page(ada, "studio:drafts", project.pk)
    assert "Photo of the corner" in page(ada, "studio:new-draft", project.pk)
    first = {"title": "Our map", "words": "Here is the corner.", "artefact": artefact.pk, "question": "Is it clear?"}
    html = post(ada, "studio:new-draft", project.pk, **first)
    assert "Is it clear?" in html and "You can hear each corner." in html
    html = post(ada, "studio:new-draft", project.pk, title="Our map", words="Here is the loud corner.")
    assert "Say what you changed" in html
    post(ada, "studio:new-draft", project.pk, title="Our map", words="Here is the loud corner.", changed="One word")
    newest = Draft.objects.get(number=2)
    assert "<ins>loud </ins>" in page(ada, "studio:compare-drafts", newest.pk, 1)
    assert status(ada, "studio:compare-drafts", newest.pk, 7) == 404
    tom = sign_in(cast.tom)
    assert "Give words on it" in page(tom, "studio:draft", newest.pk)
    assert status(tom, "studio:new-draft", project.pk) == 403
    for name in ("chidi", "mira", "omar", "dana"):
        assert status(sign_in(getattr(cast, name)), "studio:drafts", project.pk) == 404


def test_a_round_is_prepared_changed_opened_given_answered_and_closed(cast, sign_in):
    frame, projects, others = make_teams(cast, 2)
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    late = {"protocol": "kind", "each_gives": 1, "until": day() - timedelta(days=1)}
    assert "from today on" in post(tom, "studio:rounds", frame.pk, **late)
    html = post(tom, "studio:rounds", frame.pk, protocol="kind", each_gives=1, until=day() + timedelta(days=5))
    assert "Only you see this" in html
    found = CritiqueRound.objects.get()
    assert status(ada, "studio:round", found.pk) == 404
    assert "Dealt anew" in post(tom, "studio:round-step", found.pk, "again")
    turn = turn_of(found, cast.ada)
    html = page(tom, "studio:change-turn", turn.pk)
    assert "Ada" in html
    choices = [one for one in others if str(one.pk) in html]
    if choices:
        assert "Changed." in post(tom, "studio:change-turn", turn.pk, giver=choices[0].pk)
        CritiqueTurn.objects.filter(pk=turn.pk).update(giver=cast.ada)
    post(tom, "studio:round-step", found.pk, "open")
    assert "waits for a look" in page(tom, "studio:round", found.pk)
    response = ada.get(reverse("studio:round", args=[found.pk]))
    assert response.headers["Location"] == reverse("studio:critique")
    assert turn.draft.project.title in page(ada, "studio:critique")
    html = post(ada, "studio:give-critique", turn.pk, **{**WORDS, "first": "Great job!"})
    assert "One look before you send it" in html and not Critique.objects.exists()
    post(ada, "studio:give-critique", turn.pk, **{**WORDS, "first": "Great job!"}, asked_again="yes")
    critique = Critique.objects.get()
    assert "Great job!" in page(ada, "studio:give-critique", turn.pk)
    maker = sign_in(with_account(turn.draft.by))
    assert "Words that wait for your answer" in page(maker, "studio:critique")
    assert "What do you make of it?" in page(maker, "studio:draft", turn.draft_id)
    assert "Say what you changed" in post(maker, "studio:answer-critique", critique.pk, became="")
    post(maker, "studio:answer-critique", critique.pk, became="We keep the corner.", changed_in="")
    assert "We keep the corner." in page(ada, "studio:critique")
    assert ada.post(reverse("studio:hide-critique", args=[critique.pk])).status_code == 403
    assert "Say why" in post(tom, "studio:hide-critique", critique.pk, reason="")
    post(tom, "studio:hide-critique", critique.pk, reason="Praise alone does not help.")
    assert "Great job!" not in page(maker, "studio:draft", turn.draft_id)
    assert "Praise alone does not help." in page(ada, "studio:critique")
    post(tom, "studio:show-critique", critique.pk)
    assert "Great job!" in page(maker, "studio:draft", turn.draft_id)
    post(tom, "studio:round-step", found.pk, "close")
    assert status(ada, "studio:give-critique", turn.pk) == 404
    post(tom, "studio:round-step", found.pk, "reopen")
    assert status(ada, "studio:give-critique", turn.pk) == 200
    assert tom.post(reverse("studio:round-step", args=[found.pk, "other"])).status_code == 404
    assert ada.post(reverse("studio:round-step", args=[found.pk, "close"])).status_code == 403
    del projects


def test_a_gallery_has_note_sheets_for_all_and_for_ones_own_turns(cast, sign_in):
    frame, _projects, _others = make_teams(cast, 2)
    found = open_(cast, prepare(cast, frame, "gallery"))
    html = page(sign_in(cast.tom), "studio:round-notes", found.pk)
    assert html.count("note-sheet") == 3 and "What stays with me" in html
    mine = page(sign_in(cast.ada), "studio:round-notes", found.pk)
    assert mine.count("note-sheet") == 1 and "Sounds of our street" not in mine


def test_a_mentor_and_family_read_first_names_alone(cast, sign_in):
    frame, projects, _others = make_teams(cast, 1)
    found = open_(cast, prepare(cast, frame))
    turn = next(one for one in CritiqueTurn.objects.select_related("round", "draft__project", "giver"))
    turn = CritiqueTurn.objects.select_related("round", "draft__project", "giver").get(draft__project=projects[0])
    give(turn)
    html = page(sign_in(cast.ruth), "studio:draft", turn.draft_id)
    assert turn.giver.first_name in html and turn.giver.full_name not in html
    assert turn.giver.full_name in page(sign_in(cast.tom), "studio:draft", turn.draft_id)
    assert "What do you make of it?" not in html
    del found


def test_an_educator_gives_words_on_a_draft(cast, sign_in):
    draft = make_draft(make_project(cast, moment()), cast.ada)
    tom = sign_in(cast.tom)
    assert "A few words are missing" in post(tom, "studio:advise", draft.pk, first="Good corner")
    assert "The corner by the bakery" in post(tom, "studio:advise", draft.pk, **WORDS)
    assert status(sign_in(cast.ruth), "studio:advise", draft.pk) == 403


@pytest.mark.parametrize("n", [2, 30])
def test_the_pages_of_a_round_ask_the_same_however_many_take_part(cast, sign_in, n):
    frame, projects, _others = make_teams(cast, n)
    found = open_(cast, prepare(cast, frame, each=2))
    for turn in CritiqueTurn.objects.select_related("round", "draft__project", "giver").filter(
        draft__project=projects[0]
    ):
        give(turn)
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    for client, name, thing, expected in (
        (tom, "studio:round", found.pk, 7),
        (ada, "studio:critique", None, 3),
        (ada, "studio:draft", projects[0].drafts.get().pk, 5),
        (ada, "studio:drafts", projects[0].pk, 3),
    ):
        args = [] if thing is None else [thing]
        page(client, name, *args)
        with CaptureQueriesContext(connection) as asked:
            page(client, name, *args)
        mine = [one["sql"] for one in asked if '"studio_' in one["sql"] or "evidence_" in one["sql"]]
        assert len(mine) == expected, (name, mine)
