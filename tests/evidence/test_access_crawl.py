"""Everything as everybody: no sealed value where it is sealed, no word we do not use, no order by achievement."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from tests.evidence.crawling import Answer, ask, crawl, is_part_of, lists_of, order_in, text_of, unwanted, words_of
from tests.evidence.five import BY_LEVEL, NAMES, lists_by_level, make_five
from tests.evidence.lessons import answer as answer_check
from tests.evidence.lessons import ask as ask_class
from tests.evidence.lessons import notice
from tests.evidence.pasts import SAID, SHOWN, let_in_mira, make_past, open_it
from tests.evidence.showing import eyes_of
from tests.evidence.test_record_archive import PRIVATE
from tests.people import PEOPLE
from tests.url_samples import samples_for
from tests.url_walk import clients_of

from trellis.agenda.actions import make_feed
from trellis.core.scope import change_scope
from trellis.evidence.actions.lessons import keep_idea
from trellis.evidence.actions.sealing import answer_fresh_start
from trellis.evidence.models import Artefact, Authorship, Feedback, FreshStart, Judgement, Reflection
from trellis.people.models import Account

DRAFT, NOTED, LIKED = "Not shown to anybody yet: MARK-1d0f", "Ada asked why: MARK-4b2c", "The key is clear: MARK-8e66"
THOUGHT, IDEA, ALONE = "It is longer: MARK-a90d", "Longer is more: MARK-c3f7", "I can do this alone: MARK-e41b"
MARKS = {
    "judgement": SAID[-9:],  # Tom's, of before this term
    "artefact": SHOWN[-9:],  # shown before this term
    "feedback": LIKED[-9:],  # Tom's, on what was shown before this term
    "private": PRIVATE[-9:],  # an artefact and an entry of the journal, for Ada's eyes
    "alone": ALONE[-9:],  # how Ada judges what she shows nobody
    "draft": DRAFT[-9:],
    "observation": NOTED[-9:],  # what Tom noted this term
    "answer": THOUGHT[-9:],  # to a check
    "idea": IDEA[-9:],  # which Tom keeps of a check
}
HOME = {"ada", "ruth"}
CONCEPTS = (Path(__file__).resolve().parents[2] / "docs" / "concepts.md").read_text(encoding="utf-8")


def listed(title: str) -> list[str]:
    """Return the words under a heading of the concepts."""
    part = CONCEPTS.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return [line.removeprefix("- ").strip() for line in part.splitlines() if line.startswith("- ")]


ENGLISH, SPANISH = listed("Words we do not use"), listed("Words we do not use in Spanish")


@pytest.fixture
def world(cast):
    """Ada's past and what she keeps to herself; Mira, new to her, with an opening that was not looked through."""
    let_in_mira(cast)
    samples = samples_for(cast)
    past = make_past(cast)
    Artefact.objects.filter(pk=past.artefact.pk).update(audience="circle")
    with eyes_of(cast, cast.ada):
        said = {"works": LIKED, "next": "Draw the river.", "at": past.artefact.shared_at}
        Feedback.objects.create(artefact=past.artefact, by=cast.tom, voice="educator", **said)
        thought = Reflection.objects.create(learner=cast.ada, words=PRIVATE, at=past.now)
        Judgement.objects.create(
            purpose="as", voice="self", learner=cast.ada, by=cast.ada, competency=past.competency, level=past.level,
            reason=ALONE, artefact=_of_ada(cast, past, PRIVATE, shared_at=past.now), at=past.now,
        )  # fmt: skip
        _of_ada(cast, past, DRAFT)
    notice(cast, cast.ada, NOTED)
    check = ask_class(cast)
    answer_check(check, cast.ada, words=THOUGHT)
    keep_idea(check=check, words=IDEA, learners=[cast.ada.pk], by=cast.tom, now=past.now)
    five = make_five(cast, check)
    own = {"artefact_id": past.artefact.pk, "judgement_id": past.judgement.pk, "reflection_id": thought.pk}
    return cast, past, {**samples, **own, "check_id": check.pk, "announcement_id": five.announcement.pk}


def _of_ada(cast, past, words, **given):
    made = Artefact.objects.create(
        kind="text", title=words, words=words, happened_on=past.today, made_by=cast.ada, made_at=past.now,
        audience="me", **given,
    )  # fmt: skip
    Authorship.objects.create(artefact=made, learner=cast.ada)
    return made


def marks_in(answers):
    """Return (visitor, mark, route) for each mark that somebody was shown."""
    return {(one.visitor, mark, one.route) for one in answers for mark, value in MARKS.items() if value in one.text}


def _everything(cast, clients, samples, rooms=""):
    """Every page, every calendar and every record as everybody, in English."""
    yield from crawl(clients, samples, rooms)
    for name in (*PEOPLE, "zed"):
        change_scope(cast.elsewhere.pk if name == "zed" else cast.district.pk)
        feed = reverse("agenda:feed", args=[make_feed(person=getattr(cast, name), now=samples["now"])])
        change_scope(cast.district.pk)
        yield ask(clients, "nobody", f"calendar of {name}", feed)
        yield ask(clients, name, "archive", reverse("evidence:record-archive", args=[cast.ada.pk]), "post")


def test_nothing_sealed_is_shown_nobody_is_ranked_and_no_word_shames(world, sign_in):
    """One walk for all three: what is shown to whom, in which words, and in which order."""
    cast, past, samples = world
    theirs = open_it(cast, past)  # Mira's: Tom's is among the samples
    clients = clients_of(cast, sign_in)
    found, n_pages, wrong, unfair, ordered, readers = set(), 0, {}, {}, set(), {}
    for one in _everything(cast, clients, {**samples, "opening_id": theirs.pk, "now": past.now}):
        found |= marks_in([one])
        if one.status != 200:
            continue
        n_pages += 1
        readers.setdefault(one.route, one)
        if words := unwanted(words_of(one), ENGLISH):
            wrong[one.route] = words
        n, by_level = lists_by_level(one)
        unfair |= by_level
        ordered |= {one.route} if n else set()
    assert (n_pages > 700, wrong, unfair) == (True, {}, {})
    assert ordered >= LISTS_OF_LEARNERS
    _assert_only_where_opened(found)
    _assert_words_in_spanish(clients, readers.values())


LISTS_OF_LEARNERS = {
    "home:today", "school:class", "school:people", "evidence:evidence", "evidence:ask", "evidence:notice",
    "evidence:picture", "evidence:check-who", "evidence:announcement", "oneroster:export",
}  # fmt: skip


def test_groups_of_the_class_picture_stand_by_name(world, sign_in):
    cast, _past, _samples = world
    page = ask({"tom": sign_in(cast.tom)}, "tom", "", reverse("evidence:picture", args=[cast.ada_class.pk])).text
    groups = [order_in(text, NAMES) for where, text in lists_of(page) if where.startswith("dd")]
    assert len([group for group in groups if len(group) > 1]) >= 3
    assert all(is_part_of(group, NAMES) for group in groups)


def test_crawl_sees_an_order_by_level_a_hidden_word_and_what_is_in_an_archive():
    def page(text):
        return Answer("tom", "", "", 200, "text/html", text)

    by_name, by_level = ("".join(f"<li><b>{name}</b></li>" for name in order) for order in (NAMES, BY_LEVEL))
    assert lists_by_level(page(f"<ul>{by_name}</ul>")) == (1, {})
    assert len(lists_by_level(page(f"<ol>{by_level}</ol>"))[1]) == 1
    assert unwanted(words_of(page('<b class="rank">x</b><i aria-label="You fell behind">y</i>')), ENGLISH) == {"behind"}
    assert unwanted("3rd in the class", ENGLISH) == {"3rd in the class"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", SAID * 20)
    assert SAID in text_of(packed.getvalue())


def _assert_only_where_opened(found):
    shown = {(who, mark) for who, mark, route in found if route != "evidence:opened"}
    # Through the one door, whose log is written first.
    assert {(who, mark) for who, mark, route in found if route == "evidence:opened"} == {
        ("mira", "judgement"), ("mira", "artefact"), ("mira", "observation"),
    }  # fmt: skip
    # Ada has all of it but what educators keep of a check; her family what she shows it.
    assert {mark for who, mark in shown if who == "ada"} == MARKS.keys() - {"idea"}
    assert {mark for who, mark in shown if who == "ruth"} <= {"judgement", "artefact", "feedback", "observation"}
    # Tom sees what he said himself, and what his class said this term; so does Mira of the class.
    assert {mark for who, mark in shown if who == "tom"} <= {"judgement", "observation", "answer", "idea"}
    assert {mark for who, mark in shown if who == "mira"} <= {"answer", "idea"}
    assert {(who, mark) for who, mark in shown if who not in {*HOME, "tom", "mira"}} == set()


def _assert_words_in_spanish(clients, answers):
    """Each page once more, as the first who may read it, in Spanish."""
    Account.objects.update(language="es")
    wrong = {}
    for one in answers:
        if (one.is_page or one.route == "archive") and one.visitor != "nobody":
            method = "post" if one.route == "archive" else "get"
            again = ask(clients, one.visitor, one.route, one.path, method)
            if words := unwanted(words_of(again), SPANISH):
                wrong[one.route] = words
    assert wrong == {}


def test_after_a_fresh_start_no_page_shows_it_to_anybody_but_the_family(world, sign_in):
    cast, past, samples = world
    theirs = open_it(cast, past)
    answer_fresh_start(
        fresh=FreshStart.objects.get(learner=cast.ada), grant=True, answer="", by=cast.omar, now=past.now
    )
    answers = crawl(clients_of(cast, sign_in), {**samples, "opening_id": theirs.pk}, "evidence:")
    old = {"judgement", "artefact", "feedback"}
    assert {one for one in marks_in(answers) if one[0] not in HOME and one[1] in old} == set()
