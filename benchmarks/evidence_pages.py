"""How fast what grows is: My trellis on 746 competencies, all of them opened, the page of one competency, the journal.

Measured like the pages of the house (see `pages`): server time inside this process, in a district of 1,000 learners
and in one of 100,000. Set TRELLIS_BENCH_LEARNERS=1000 to leave the large district out.
"""

from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID

from benchmarks.harness import Claim
from benchmarks.pages import Measured, Page, build, claims_of_growth, claims_of_pages, cookie_of, measure
from trellis.embedded import Embedded

ARTEFACTS, JUDGED, THOUGHTS = 40, 20, 200
LARGE = "My trellis on 746 competencies, all opened"


def claims(_database: Embedded) -> list[Claim]:
    """Let one learner show something at every competency, and measure the pages that tell of it, in both districts."""
    sizes = [int(size) for size in os.environ.get("TRELLIS_BENCH_LEARNERS", "1000,100000").split(",")]
    found: list[Claim] = []
    first = None
    for size in sizes:
        measured = measure(_pages(build(size)))
        if first is None:
            first = measured
            small = {name: page for name, page in measured.items() if name != LARGE}
            found += [*_claims_of_large(measured[LARGE], size), *claims_of_pages(small, size)]
        else:
            found += claims_of_growth(first, measured, size)
    return found


def _claims_of_large(page: Measured, learners: int) -> list[Claim]:
    """Return the claims of the largest picture, with the limits of its own."""
    return [
        Claim(f"{LARGE}, {learners:,} learners: median server time", page.median, "ms", limit=15),
        Claim(f"{LARGE}, {learners:,} learners: 95th percentile of server time", page.p95, "ms", limit=30),
        Claim(f"{LARGE}: size of the HTML", page.size / 1000, "kB", limit=150),
    ]


def _pages(district_id: UUID) -> list[Page]:
    from django.urls import reverse

    from trellis.core.scope import district_scope
    from trellis.people.models import Person

    with district_scope(district_id):
        people = {name: Person.objects.get(account__username=name) for name in ("ada", "tom", "ben")}
        cookies = {name: cookie_of(name) for name in ("ada", "tom", "ben", "ruth")}
    competency_id = _fill(district_id, people["ada"], people["tom"])
    ada = people["ada"].pk
    one = reverse("evidence:competency", args=[ada, competency_id])
    return [
        Page(LARGE, reverse("evidence:my-trellis"), cookies["ada"]),
        Page("My trellis on 80 competencies", reverse("evidence:my-trellis"), cookies["ben"]),
        Page(f"a competency with {JUDGED} judgements", one, cookies["ada"]),
        Page("the same competency, read by the family", one, cookies["ruth"]),
        Page(f"the journal of {THOUGHTS} entries", reverse("evidence:journal"), cookies["ada"]),
        Page("own patterns in the journal", reverse("evidence:journal-patterns"), cookies["ada"]),
    ]


def _fill(district_id: UUID, ada: object, tom: object) -> UUID:
    """Show something at each of the 746 competencies; return one that much was said about."""
    from django.db.models import Count
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.evidence.actions.artefacts import Links, Said, add_artefact
    from trellis.evidence.actions.feedback import Named, ask_for_feedback, give_feedback
    from trellis.evidence.actions.journal import Thought, write_reflection
    from trellis.evidence.models import Reflection
    from trellis.framework.models import Competency, Framework, Level, Scale
    from trellis.people.models import Person

    assert isinstance(ada, Person)
    assert isinstance(tom, Person)
    now = timezone.now()
    with district_scope(district_id, ada.pk):
        framework = Framework.objects.annotate(n=Count("competencies")).order_by("-n")[0]
        if framework.scale_id is None:
            framework.scale = Scale.objects.order_by("pk").first()
            framework.save(update_fields=["scale"])
        things = list(Competency.objects.filter(framework=framework).order_by("pk"))
        one, levels = things[-1], list(Level.objects.filter(scale=framework.scale_id))
        if Reflection.objects.filter(learner=ada).count() >= THOUGHTS:
            return one.pk
        for number in range(ARTEFACTS):
            at = now - timedelta(hours=ARTEFACTS - number)
            about = {one, *things[number::ARTEFACTS]} if number < JUDGED else set(things[number::ARTEFACTS])
            shown = add_artefact(
                learners=[ada], said=Said(title=f"Thing {number}", words="What I made"),
                links=Links(competencies=about), audience="circle", by=ada, now=at,
            )  # fmt: skip
            if number < JUDGED:
                ask_for_feedback(artefact=shown, people=[tom], wants_level=True, by=ada, now=at)
                give_feedback(
                    artefact=shown, learner=ada, works="It holds.", following="Try it with less paper.",
                    named=Named(one, levels[number % len(levels)], "You tested it three times."), is_educator=True,
                    by=tom, now=at,
                )  # fmt: skip
        for number in range(THOUGHTS):
            thought = Thought({"try": f"The {number}th way", "surprise": "It was quieter at night than I thought."})
            write_reflection(learner=ada, thought=thought, by=ada, now=now - timedelta(hours=number))
    return one.pk
