"""Every page as everybody: what is sealed carries a mark, and no page shows it to whom it is sealed."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from tests.evidence.pasts import SAID, SHOWN, let_in_mira, make_past, open_it
from tests.evidence.test_record_archive import PRIVATE
from tests.url_samples import samples_for
from tests.url_walk import VISITORS, all_routes, clients_of, path_of

from trellis.core.scope import change_scope
from trellis.evidence.actions.sealing import answer_fresh_start
from trellis.evidence.models import Artefact, Authorship, FreshStart, Reflection

MARKS = {"judgement": SAID[-9:], "artefact": SHOWN[-9:], "private": PRIVATE[-9:]}
HOME = {"ada", "ruth"}


@pytest.fixture
def world(cast):
    """Ada's past and a private entry; Mira new to her, with an opening that has not been looked through."""
    let_in_mira(cast)
    samples = samples_for(cast)
    past = make_past(cast)
    Artefact.objects.filter(pk=past.artefact.pk).update(audience="circle")
    change_scope(cast.district.pk, cast.ada.pk)
    mine = Artefact.objects.create(
        kind="text", title=PRIVATE, words=PRIVATE, happened_on=past.today, made_by=cast.ada, made_at=past.now,
        shared_at=past.now, audience="me",
    )  # fmt: skip
    Authorship.objects.create(artefact=mine, learner=cast.ada)
    thought = Reflection.objects.create(learner=cast.ada, words=PRIVATE, at=past.now)
    change_scope(cast.district.pk)
    own = {"artefact_id": past.artefact.pk, "judgement_id": past.judgement.pk, "reflection_id": thought.pk}
    return cast, past, {**samples, **own}


def seen_by(clients, samples, rooms=""):
    """Return (visitor, mark, route) for each page that shows a mark; whatever a request writes is undone at once."""
    found, pages = set(), 0
    cache.clear()
    paths = [(route, path_of(route, samples)) for route in all_routes() if route.name.startswith(rooms)]
    for route, path in paths:
        for visitor in VISITORS:
            with transaction.atomic():
                answer = clients[visitor].get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                pages += answer.status_code == 200
                transaction.set_rollback(True)
            text = body.decode(errors="replace")
            found |= {(visitor, mark, route.name) for mark, value in MARKS.items() if value in text}
    return found, pages


def test_no_page_shows_what_is_sealed_to_whom_it_is_sealed(world, sign_in):
    cast, past, samples = world
    clients = clients_of(cast, sign_in)
    theirs = open_it(cast, past)  # Mira's: Tom's is among the samples
    found, pages = seen_by(clients, {**samples, "opening_id": theirs.pk})
    assert pages > 200
    leaked = {(who, mark, route) for who, mark, route in found if who not in HOME}
    # Through the one door, whose log is written first; and Tom sees what he said himself.
    assert {one for one in leaked if one[2] == "evidence:opened"} == {
        ("mira", "judgement", "evidence:opened"),
        ("mira", "artefact", "evidence:opened"),
    }
    assert {one for one in leaked if one[2] != "evidence:opened" and one[:2] != ("tom", "judgement")} == set()
    assert {(who, mark) for who, mark, _route in found if who == "ruth" and mark == "private"} == set()


def test_after_a_fresh_start_no_page_shows_it_to_anybody_but_the_family(world, sign_in):
    cast, past, samples = world
    theirs = open_it(cast, past)
    answer_fresh_start(
        fresh=FreshStart.objects.get(learner=cast.ada), grant=True, answer="", by=cast.omar, now=past.now
    )
    found, _pages = seen_by(clients_of(cast, sign_in), {**samples, "opening_id": theirs.pk}, rooms="evidence:")
    assert {one for one in found if one[0] not in HOME} == set()
