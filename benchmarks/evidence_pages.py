"""How fast the pages of evidence are: what a learner shows and writes, what grows, what an educator sees of a class.

Measured like the pages of the house (see `pages`): server time inside this process, in a district of 1,000 learners
and in one of 100,000. The large trellis stands on a framework that is made up here. Set TRELLIS_BENCH_LEARNERS=1000 to
leave the large district out.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

from benchmarks.harness import Claim
from benchmarks.pages import (
    NAMESPACE,
    Measured,
    Page,
    build,
    call,
    claims_of_growth,
    claims_of_pages,
    cookie_of,
    made_up_package,
    measure,
)
from trellis.embedded import Embedded

ARTEFACTS, JUDGED, THOUGHTS, OPENINGS = 40, 20, 200, 10
LEARNERS, COMPETENCIES = 30, 40
LARGE = "My trellis on 746 competencies, all opened"
ANEW = 20


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into the district: the made-up framework, the one that schools begin with, and what to look at."""

    large: UUID
    starter: UUID
    competency: UUID
    artefact: UUID
    school_class: UUID


def claims(_database: Embedded) -> list[Claim]:
    """Fill one learner's record and one educator's class, and measure the pages that show them, in both districts."""
    sizes = [int(size) for size in os.environ.get("TRELLIS_BENCH_LEARNERS", "1000,100000").split(",")]
    found: list[Claim] = []
    first = None
    for size in sizes:
        pages = prepare_pages(build(size))
        measured = measure(pages)
        if first is None:
            first = measured
            small = {name: page for name, page in measured.items() if name != LARGE}
            large = next(page for page in pages if page.name == LARGE)
            found += [*_claims_of_large(measured[LARGE], _drawn_anew(large), size), *claims_of_pages(small, size)]
        else:
            found += claims_of_growth(first, measured, size)
    return found


def _claims_of_large(page: Measured, anew: float, learners: int) -> list[Claim]:
    """Return the claims of the largest picture, with the limits of its own."""
    return [
        Claim(f"{LARGE}, {learners:,} learners: median server time", page.median, "ms", limit=15),
        Claim(f"{LARGE}, {learners:,} learners: 95th percentile of server time", page.p95, "ms", limit=30),
        Claim(f"{LARGE}, {learners:,} learners: median where something new has grown each time", anew, "ms", limit=30),
        Claim(f"{LARGE}: size of the HTML", page.size / 1000, "kB", limit=150),
    ]


def _drawn_anew(page: Page) -> float:
    """Return the median time of a page whose picture is not kept from the last time."""
    from trellis.evidence.queries.trellis import grown
    from trellis.evidence.trellis_html import drawn

    times = []
    for _number in range(ANEW):
        grown.cache_clear()
        drawn.cache_clear()
        began = time.perf_counter()
        call(page)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def prepare_pages(district_id: UUID) -> list[Page]:
    """Fill the district and return the pages to measure, each with a reader who may see it."""
    from django.db import connection
    from django.urls import reverse
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.people.models import Person

    with district_scope(district_id):
        people = {name: Person.objects.get(account__username=name) for name in ("ada", "tom", "mira")}
        ada, tom, ruth = (cookie_of(name) for name in ("ada", "tom", "ruth"))
    filled = _fill(district_id, people, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    learner = people["ada"].pk
    trellis = reverse("evidence:my-trellis")
    one = reverse("evidence:competency", args=[learner, filled.competency])
    artefact = reverse("evidence:artefact", args=[filled.artefact])
    lessons = f"a class of {LEARNERS}"
    return [
        Page(LARGE, f"{trellis}?of={filled.large}", ada),
        Page("My trellis on the framework that schools begin with", f"{trellis}?of={filled.starter}", ada),
        Page(f"a competency with {JUDGED} judgements", one, ada),
        Page("the same competency, read by the family", one, ruth),
        Page("my evidence", reverse("evidence:evidence"), ada),
        Page("the same evidence, read by an educator", reverse("evidence:learner", args=[learner]), tom),
        Page("an artefact with two voices and feedback", artefact, ada),
        Page("the same artefact, read by an educator", artefact, tom),
        Page("the form to add evidence", reverse("evidence:add"), ada),
        Page(f"the journal of {THOUGHTS} entries", reverse("evidence:journal"), ada),
        Page("own patterns in the journal", reverse("evidence:journal-patterns"), ada),
        Page(f"my record with {OPENINGS} openings", reverse("evidence:my-record"), ada),
        Page(f"noticing in {lessons}", reverse("evidence:notice", args=[filled.school_class]), tom),
        Page(
            f"the picture of {lessons} in {COMPETENCIES} competencies",
            reverse("evidence:picture", args=[filled.school_class]),
            tom,
        ),
    ]


def _fill(district_id: UUID, people: dict[str, Any], now: datetime) -> Filled:
    """Bring the record and the class up to their sizes; what the first district has, the one grown from it keeps."""
    from trellis.core.scope import district_scope
    from trellis.evidence.models import Artefact
    from trellis.framework.models import Competency, Framework

    ada, tom, mira = people["ada"], people["tom"], people["mira"]
    large = _made_up_framework(district_id, now)
    with district_scope(district_id, ada.pk):
        starter = Framework.objects.filter(kind="academic", scale__isnull=False).exclude(pk=large.pk).order_by("pk")[0]
        things = list(Competency.objects.filter(framework=large).order_by("pk"))
        is_filled = Artefact.objects.filter(authorships__learner=ada, title="Thing 0").exists()
        if not is_filled:
            _show(things, large.scale, ada, tom, now)
            _think(ada, now)
        newest = Artefact.objects.filter(authorships__learner=ada, title="Thing 0").get()
    if not is_filled:
        _open_past(district_id, ada, mira, now)
    school_class = _judge_class(district_id, tom, things[:COMPETENCIES], now)
    return Filled(large.pk, starter.pk, things[-1].pk, newest.pk, school_class)


def _made_up_framework(district_id: UUID, now: datetime) -> Any:
    """Bring in 746 competencies on the scale that the school uses, each of which leads to the next."""
    from trellis.core.scope import district_scope
    from trellis.framework.models import Competency, CompetencyLink, Framework, Scale
    from trellis.interop.case.actions import import_framework

    report = import_framework(district_id=district_id, source=made_up_package(), by=None, now=now)
    if report.refused:
        raise RuntimeError("The framework could not be imported.")
    with district_scope(district_id):
        framework = Framework.objects.get(case_identifier=uuid5(NAMESPACE, "0"))
        if framework.scale_id is None:
            framework.scale = Scale.objects.order_by("pk")[0]
            framework.save(update_fields=["scale"])
            things = list(Competency.objects.filter(framework=framework).order_by("pk"))
            CompetencyLink.objects.bulk_create(
                CompetencyLink(framework=framework, kind="precedes", origin=before, destination=after)
                for before, after in pairwise(things)
            )
    return framework


def _show(things: Sequence[Any], scale: Any, ada: Any, tom: Any, now: datetime) -> None:
    """Let a learner show something at every competency, and an educator answer half of it; both judge the first."""
    from trellis.evidence.actions.artefacts import Links, Said, add_artefact
    from trellis.evidence.actions.feedback import Named, ask_for_feedback, give_feedback
    from trellis.evidence.actions.judging import judge_own
    from trellis.framework.models import Level

    one, levels = things[-1], list(Level.objects.filter(scale=scale).order_by("position"))
    for number in range(ARTEFACTS):
        at = now - timedelta(minutes=20 + number)
        about = {*things[number::ARTEFACTS], *([one] if number < JUDGED else [])}
        shown = add_artefact(
            learners=[ada], said=Said(title=f"Thing {number}", words="What I made"),
            links=Links(competencies=about), audience="circle", by=ada, now=at,
        )  # fmt: skip
        if number < JUDGED:
            level = levels[number % len(levels)]
            judge_own(artefact=shown, learner=ada, competency=one, level=level, reason="It holds.", by=ada, now=at)
            ask_for_feedback(artefact=shown, people=[tom], wants_level=True, by=ada, now=at)
            give_feedback(
                artefact=shown, learner=ada, works="It holds.", following="Try it with less paper.",
                named=Named(one, levels[-1 - number % len(levels)], "You tested it three times."), is_educator=True,
                by=tom, now=at,
            )  # fmt: skip


def _think(ada: Any, now: datetime) -> None:
    from trellis.evidence.actions.journal import Thought, write_reflection

    for number in range(THOUGHTS):
        thought = Thought({"try": f"The {number}th way", "surprise": "It was quieter at night than I thought."})
        write_reflection(learner=ada, thought=thought, by=ada, now=now - timedelta(hours=number))


def _open_past(district_id: UUID, ada: Any, mira: Any, now: datetime) -> None:
    from trellis.core.scope import district_scope
    from trellis.evidence.actions.sealing import open_past
    from trellis.evidence.models import Opening, SealPurpose

    today = now.date()
    with district_scope(district_id, mira.pk):
        purpose = SealPurpose.objects.order_by("pk")[0]
        for _number in range(OPENINGS - Opening.objects.filter(learner=ada).count()):
            open_past(
                learner=ada, purpose=purpose, sentence="I would like to know how the map of sounds began.",
                framework=None, from_on=today - timedelta(days=400), to_on=today - timedelta(days=100),
                by=mira, now=now, today=today,
            )  # fmt: skip


def _judge_class(district_id: UUID, tom: Any, things: Sequence[Any], now: datetime) -> UUID:
    """Let an educator have a class of thirty, and judge each of them in each of forty competencies."""
    from trellis.core.scope import district_scope
    from trellis.evidence.models import Announcement, Judgement
    from trellis.framework.models import Level
    from trellis.people.models import Person, Role
    from trellis.school.models import Enrolment

    today = now.date()
    with district_scope(district_id, tom.pk):
        taught = Enrolment.objects.filter(person=tom, role=Enrolment.Role.EDUCATOR, ends_on__isnull=True)
        home = taught.order_by("pk")[0].school_class
        there = Enrolment.objects.filter(school_class=home, role=Enrolment.Role.LEARNER, ends_on__isnull=True)
        others = Role.objects.filter(kind=Role.Kind.LEARNER, school=home.school, ends_on__isnull=True)
        waiting = Person.objects.filter(pk__in=others.values("person")).exclude(pk__in=there.values("person"))
        Enrolment.objects.bulk_create(
            Enrolment(person=person, school_class=home, role=Enrolment.Role.LEARNER, starts_on=today)
            for person in waiting.order_by("pk")[: max(0, LEARNERS - there.count())]
        )
        if not Announcement.objects.filter(school_class=home, title="Forty").exists():
            told = Announcement.objects.create(school_class=home, title="Forty", on=today, by=tom, announced_at=now)
            levels = list(Level.objects.filter(scale=things[0].framework.scale_id).order_by("position"))
            learners = there.order_by("pk").values_list("person", flat=True)[:LEARNERS]
            Judgement.objects.bulk_create(
                Judgement(
                    purpose="of", voice="educator", learner_id=learner, by=tom, competency=thing, announcement=told,
                    level=levels[(row * 7 + column) % len(levels)], reason="It holds.", at=now,
                )
                for row, learner in enumerate(learners)
                for column, thing in enumerate(things)
            )  # fmt: skip
    key: UUID = home.pk
    return key
