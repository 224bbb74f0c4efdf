"""How fast the studio is: the board of a frame with forty projects, a showcase of sixty things, and its PDF.

Measured like the pages of the house (see `pages`): server time inside this process, in a district of 1,000 learners
and in one of 100,000. Set TRELLIS_BENCH_LEARNERS=1000 to leave the large district out.
"""

from __future__ import annotations

import io
import os
import random
import statistics
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from benchmarks.harness import Claim
from benchmarks.pages import Page, build, claims_of_growth, claims_of_pages, cookie_of, measure
from trellis.embedded import Embedded

PROJECTS, LEARNERS, SHOWN, PICTURES, TIMES = 40, 120, 60, 30, 5
PDF_SECONDS = 3.0
# page: median in milliseconds and kilobytes of HTML, where they are not those of all pages
LIMITS = {"the board": (12.0, 60.0), "a showcase": (8.0, 60.0)}


def claims(_database: Embedded) -> list[Claim]:
    """Fill a frame and a showcase, measure the pages that show them in both districts, and write the PDF."""
    sizes = [int(size) for size in os.environ.get("TRELLIS_BENCH_LEARNERS", "1000,100000").split(",")]
    found: list[Claim] = []
    first = None
    for size in sizes:
        district_id = build(size)
        measured = measure(_pages(district_id))
        if first is None:
            first = measured
            found += [_own_limit(claim) for claim in claims_of_pages(measured, size)]
            found.append(_pdf(district_id))
        else:
            found += claims_of_growth(first, measured, size)
    return found


def _own_limit(claim: Claim) -> Claim:
    for name, (median, size) in LIMITS.items():
        if claim.claim.startswith(name):
            limit = median if "median" in claim.claim else size if claim.unit == "kB" else claim.limit
            return Claim(claim.claim, claim.value, claim.unit, limit)
    return claim


def _pages(district_id: UUID) -> list[Page]:
    from django.urls import reverse

    from trellis.core.scope import district_scope
    from trellis.people.models import Person

    with district_scope(district_id):
        ada, tom = (Person.objects.get(account__username=name) for name in ("ada", "tom"))
        cookies = {name: cookie_of(name) for name in ("ada", "tom")}
    frame_id = _fill_frame(district_id, tom)
    showcase_id = _fill_showcase(district_id, ada)
    return [
        Page(
            f"the board of a frame with {PROJECTS} projects and {LEARNERS} learners",
            reverse("studio:board", args=[frame_id]),
            cookies["tom"],
        ),
        Page(f"a showcase with {SHOWN} artefacts", reverse("portfolio:showcase", args=[showcase_id]), cookies["ada"]),
        Page("the frame itself", reverse("studio:frame", args=[frame_id]), cookies["tom"]),
        Page("one project", reverse("studio:project", args=[_one_project(district_id, tom, frame_id)]), cookies["tom"]),
        Page("the projects of a learner", reverse("studio:projects"), cookies["ada"]),
    ]


def _fill_frame(district_id: UUID, tom: Any) -> UUID:
    """Give Tom a class of a hundred and twenty and a frame with forty projects of three."""
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.people.models import Person, Role
    from trellis.school.models import Enrolment
    from trellis.studio.models import Criterion, Frame, FrameClass, Member, Milestone, Project

    now, today = timezone.now(), timezone.localdate()
    title = "A frame to be measured"
    with district_scope(district_id, tom.pk):
        there = Frame.objects.filter(title=title).first()
        if there is not None:
            return there.pk
        home = Enrolment.objects.filter(person=tom, role=Enrolment.Role.EDUCATOR, ends_on__isnull=True)[0].school_class
        others = Role.objects.filter(kind=Role.Kind.LEARNER, school=home.school_id, ends_on__isnull=True)
        learners = list(Person.objects.filter(pk__in=others.values("person"))[:LEARNERS])
        here = set(Enrolment.objects.filter(school_class=home).values_list("person_id", flat=True))
        Enrolment.objects.bulk_create(
            Enrolment(person=one, school_class=home, role=Enrolment.Role.LEARNER, starts_on=today)
            for one in learners
            if one.pk not in here
        )
        frame = Frame.objects.create(
            by=tom,
            school_id=home.school_id,
            state=Frame.State.OPEN,
            title=title,
            question="What would make our street better?",
            starts_on=today,
            ends_on=today + timedelta(days=30),
            made_at=now,
            published_at=now,
        )
        FrameClass.objects.create(frame=frame, school_class=home)
        for place in range(4):
            Criterion.objects.create(frame=frame, position=place, title=f"We look at part {place}")
        states = (Project.State.PROPOSED, Project.State.GOING, Project.State.GOING, Project.State.FINISHED)
        for number in range(PROJECTS):
            state = states[number % len(states)]
            project = Project.objects.create(
                frame=frame,
                state=state,
                title=f"Project {number}: a map of the sounds of our street",
                question="Where is it loud, and why does nobody hear it any more?",
                opened_by=learners[number * 3 % len(learners)],
                made_at=now,
                proposed_at=now,
                going_at=None if state == Project.State.PROPOSED else now,
            )
            for one in range(3):
                learner = learners[(number * 3 + one) % len(learners)]
                Member.objects.create(project=project, learner=learner, asked_at=now, joined_at=now)
            for place in range(3):
                due = today + timedelta(days=5 * (place + 1))
                Milestone.objects.create(project=project, position=place, title=f"By then {place}", due_on=due)
        return frame.pk


def _one_project(district_id: UUID, tom: Any, frame_id: UUID) -> UUID:
    from trellis.core.scope import district_scope
    from trellis.studio.models import Project

    with district_scope(district_id, tom.pk):
        return Project.objects.filter(frame=frame_id, state=Project.State.GOING).order_by("pk")[0].pk


def _fill_showcase(district_id: UUID, ada: Any) -> UUID:
    """Let Ada show sixty artefacts, half of them photos, by the actions of the pages."""
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.evidence.actions.artefacts import Links, Said, add_artefact
    from trellis.files.checking import check_any
    from trellis.files.many import FilesChoice
    from trellis.portfolio import actions
    from trellis.portfolio.models import Showcase

    now, title = timezone.now(), "Sixty things"
    with district_scope(district_id, ada.pk):
        there = Showcase.objects.filter(title=title).first()
        if there is not None:
            return there.pk
        words = "What you hear at the corner when the shops open, and what is gone an hour later. " * 3
        shown = []
        for number in range(SHOWN):
            files = FilesChoice(checked=(check_any(_photo(number)),)) if number < PICTURES else FilesChoice()
            said = Said(f"Corner {number}", words)
            shown.append(
                add_artefact(
                    learners=[ada], said=said, files=files, links=Links(), audience="educators", by=ada, now=now
                )
            )
        showcase = actions.make_showcase(title=title, words=words, by=ada, now=now)
        actions.add_things(showcase=showcase, artefacts=shown, projects=[], by=ada, now=now)
        return showcase.pk


def _photo(number: int) -> Any:
    """A photo of a phone, of noise that no format makes small."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    rng = random.Random(number)
    small = Image.frombytes("RGB", (160, 120), rng.randbytes(160 * 120 * 3)).resize((1600, 1200))
    body = io.BytesIO()
    small.save(body, "JPEG", quality=85)
    return SimpleUploadedFile(f"corner-{number}.jpg", body.getvalue(), "image/jpeg")


def _pdf(district_id: UUID) -> Claim:
    """Write the PDF of the showcase as the worker does, without the queue."""
    from django.utils import timezone

    from trellis.core.scope import district_scope
    from trellis.people.models import Person
    from trellis.portfolio.models import Showcase
    from trellis.portfolio.pdf import written_pdf
    from trellis.portfolio.queries import showcase_page

    with district_scope(district_id):
        ada = Person.objects.get(account__username="ada")
    taken = []
    with district_scope(district_id, ada.pk):
        showcase = Showcase.objects.select_related("learner__district").get(title="Sixty things")
        for _again in range(TIMES):
            began = time.perf_counter()
            written_pdf(showcase_page(showcase), now=timezone.now(), on_progress=lambda _done, _total: None)
            taken.append(time.perf_counter() - began)
    what = f"PDF of a showcase with {SHOWN} artefacts, {PICTURES} of them photos: median"
    return Claim(what, statistics.median(taken), "s", PDF_SECONDS)
