"""What can be done with showcases: put together, open and close, let somebody in by a link, take along as a copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.scope import change_scope
from trellis.evidence.models import Artefact
from trellis.files.actions import attach_file, release_file, store_file
from trellis.files.checked import Checked
from trellis.people.models import Person
from trellis.people.secrets import hash_token, make_token
from trellis.portfolio.models import Showcase, ShowcaseCopy, ShowcaseItem, ShowcaseLink
from trellis.portfolio.queries import older_copies
from trellis.studio.models import Project

LONGEST = timedelta(days=366)
LETTERS = 5000


@transaction.atomic
def make_showcase(*, title: str, words: str, by: Person, now: datetime) -> Showcase:
    """Begin a showcase; nobody but its learner sees it until they open it."""
    showcase = Showcase(learner=by, made_at=now)
    _say(showcase, title, words)
    showcase.save(force_insert=True)
    record_moment(at=now, actor=by, verb="made", thing=showcase, learner=by)
    return showcase


@transaction.atomic
def change_showcase(*, showcase: Showcase, title: str, words: str, expected: int, by: Person, now: datetime) -> None:
    """Say anew what it is called and shows. Raises ``StaleVersion`` where it was saved in between."""
    _say(showcase, title, words)
    save_version(showcase, expected=expected, fields=["title", "words"])
    record_moment(at=now, actor=by, verb="changed", thing=showcase, learner=by)


def _say(showcase: Showcase, title: str, words: str) -> None:
    if not title.strip():
        raise ActionRefused(_("Give it a title."), field="title")
    if len(words) > LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": LETTERS}, field="words")
    showcase.title, showcase.words = title.strip()[:200], words.strip()


@transaction.atomic
def open_showcase(*, showcase: Showcase, to: str, is_open: bool, by: Person, now: datetime) -> None:
    """Open a showcase to the family or the educators, or close it again."""
    field = {"family": "family_sees", "educators": "educators_see"}.get(to)
    if field is None:
        raise ActionRefused(_("Choose who may see it."))
    setattr(showcase, field, is_open)
    showcase.save(update_fields=[field])
    record_moment(at=now, actor=by, verb="opened" if is_open else "closed", thing=showcase, learner=by)


@transaction.atomic
def take_away_showcase(*, showcase: Showcase, by: Person, now: datetime) -> None:
    """Take a showcase away with all its links; it can be brought back, its links stay closed."""
    showcase.removed_at = now
    showcase.save(update_fields=["removed_at"])
    showcase.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    record_moment(at=now, actor=by, verb="took away", thing=showcase, learner=by)


@transaction.atomic
def bring_back_showcase(*, showcase: Showcase, by: Person, now: datetime) -> None:
    """Bring back a showcase that was taken away."""
    showcase.removed_at = None
    showcase.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="brought back", thing=showcase, learner=by)


# --- What it shows -----------------------------------------------------------------------------------


@transaction.atomic
def add_things(
    *, showcase: Showcase, artefacts: Iterable[Artefact], projects: Iterable[Project], by: Person, now: datetime
) -> int:
    """Add artefacts and projects at the end, in the order given; return how many."""
    place = _next_place(showcase)
    made = [ShowcaseItem(showcase=showcase, artefact=one) for one in artefacts]
    made += [ShowcaseItem(showcase=showcase, project=one) for one in projects]
    for n, item in enumerate(made):
        item.position = place + n
    ShowcaseItem.objects.bulk_create(made)
    record_moment(at=now, actor=by, verb="added", thing=showcase, learner=by, context={"things": len(made)})
    return len(made)


@transaction.atomic
def add_words(*, showcase: Showcase, heading: str, words: str, by: Person, now: datetime) -> ShowcaseItem:
    """Add words alone: an introduction, a thought between two things."""
    if not heading.strip() and not words.strip():
        raise ActionRefused(_("Write something, or leave it out."), field="words")
    item = ShowcaseItem(showcase=showcase, position=_next_place(showcase))
    _put_words(item, heading, words)
    item.save(force_insert=True)
    record_moment(at=now, actor=by, verb="added", thing=item, learner=by)
    return item


def _next_place(showcase: Showcase) -> int:
    Showcase.objects.select_for_update().get(pk=showcase.pk)
    last = ShowcaseItem.objects.filter(showcase=showcase).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _put_words(item: ShowcaseItem, heading: str, words: str) -> None:
    if len(words) > LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": LETTERS}, field="words")
    item.heading, item.words = heading.strip()[:200], words.strip()


@transaction.atomic
def say_item(*, item: ShowcaseItem, heading: str, words: str, expected: int, by: Person, now: datetime) -> None:
    """Say what one thing is called here and why it is shown. Raises ``StaleVersion`` where it was saved in between."""
    if item.artefact_id is None and item.project_id is None and not heading.strip() and not words.strip():
        raise ActionRefused(_("Write something, or take it out."), field="words")
    _put_words(item, heading, words)
    save_version(item, expected=expected, fields=["heading", "words"])
    record_moment(at=now, actor=by, verb="changed", thing=item, learner=by)


@transaction.atomic
def move_item(*, item: ShowcaseItem, by_places: int, by: Person, now: datetime) -> None:
    """Move a thing so many places on (or back, below zero); the others close up."""
    Showcase.objects.select_for_update().get(pk=item.showcase_id)
    order = list(ShowcaseItem.objects.filter(showcase=item.showcase_id, removed_at__isnull=True))
    order.sort(key=lambda one: (one.position, one.pk))
    here = next(place for place, one in enumerate(order) if one.pk == item.pk)
    order.insert(max(0, min(here + by_places, len(order) - 1)), order.pop(here))
    for place, one in enumerate(order):
        one.position = place
    ShowcaseItem.objects.bulk_update(order, ["position"])
    record_moment(at=now, actor=by, verb="moved", thing=item, learner=by)


@transaction.atomic
def take_out(*, item: ShowcaseItem, by: Person, now: datetime) -> None:
    """Take a thing out of a showcase; what it shows stays where it is."""
    item.removed_at = now
    item.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="took out", thing=item, learner=by)


@transaction.atomic
def put_back(*, item: ShowcaseItem, by: Person, now: datetime) -> None:
    """Put back a thing that was taken out. Refused where it has been added again meanwhile."""
    there = ShowcaseItem.objects.filter(showcase=item.showcase_id, removed_at__isnull=True)
    same = there.filter(artefact=item.artefact_id, project=item.project_id)
    if (item.artefact_id or item.project_id) and same.exists():
        raise ActionRefused(_("This is in your showcase already."))
    item.removed_at = None
    item.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="put back", thing=item, learner=by)


# --- Links -------------------------------------------------------------------------------------------


@transaction.atomic
def make_link(*, showcase: Showcase, name: str, expires_on: date, by: Person, now: datetime, today: date) -> str:
    """Make a link that opens a showcase until a day, and return its secret, which is shown once."""
    if not name.strip():
        raise ActionRefused(_("Say for whom it is, so that you know later whom to close it for."), field="name")
    if not today <= expires_on <= today + LONGEST:
        raise ActionRefused(_("Choose a day from today on, a year ahead at most."), field="expires_on")
    token = make_token()
    link = ShowcaseLink.objects.create(
        showcase=showcase, name=name.strip()[:160], token_hash=hash_token(token), made_at=now, expires_on=expires_on
    )
    record_moment(at=now, actor=by, verb="made a link", thing=link, learner=by)
    return token


@transaction.atomic
def end_link(*, link: ShowcaseLink, by: Person, now: datetime) -> None:
    """Close a link at once."""
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        record_moment(at=now, actor=by, verb="ended a link", thing=link, learner=by)


def enter_by_link(token: str, now: datetime) -> ShowcaseLink | None:
    """Step from the front door into the district through the learner's eyes; None where the link opens nothing.

    Only what the showcase shows is read from there. It opens while it is not over, not ended, the showcase not taken
    away and its learner still here.
    """
    link = ShowcaseLink.objects.filter(token_hash=hash_token(token), revoked_at__isnull=True).first()
    if link is None or link.district_id is None:
        return None
    change_scope(link.district_id)
    found = ShowcaseLink.objects.select_related("showcase__learner__district").get(pk=link.pk)
    showcase, learner = found.showcase, found.showcase.learner
    if showcase.removed_at is not None or learner.left_on is not None:
        return None
    if found.expires_on < learner.district.today(now):
        return None
    change_scope(link.district_id, learner.pk)
    ShowcaseLink.objects.filter(pk=link.pk).update(seen_at=now)
    return found


# --- Copies ------------------------------------------------------------------------------------------


@transaction.atomic
def ask_copy(*, showcase: Showcase, kind: str, language: str, by: Person, now: datetime) -> ShowcaseCopy:
    """Ask for a copy; the worker makes it. One that waits or is being made already is answered again."""
    if kind not in ShowcaseCopy.Kind.values:
        raise ActionRefused(_("Choose a PDF or a folder of web pages."))
    going = showcase.copies.filter(kind=kind, state__in=(ShowcaseCopy.State.WAITS, ShowcaseCopy.State.RUNS)).first()
    if going is not None:
        return going
    copy = ShowcaseCopy.objects.create(showcase=showcase, kind=kind, language=language, asked_at=now)
    job = app.configure_task("portfolio.copy", queue="copies", lock=f"copy {showcase.pk}")
    job.defer(district_id=str(copy.district_id), learner_id=str(by.pk), copy_id=str(copy.pk))
    record_moment(at=now, actor=by, verb="asked for a copy", thing=copy, learner=by, context={"kind": kind})
    return copy


@transaction.atomic
def keep_copy(*, copy: ShowcaseCopy, body: bytes, now: datetime) -> None:
    """Keep a copy that was made; it takes the place of older ones of its kind."""
    learner = copy.showcase.learner
    media = {"pdf": "application/pdf", "html": "application/zip"}[copy.kind]
    ending = {"pdf": "pdf", "html": "zip"}[copy.kind]
    checked = Checked("document", media, ending, body, name=f"trellis-{now:%Y-%m-%d}")
    file = store_file(upload=checked, kind="document", words=copy.showcase.title, owner=learner, now=now)
    attach_file(file=file, thing=copy, now=now)
    copy.file, copy.state, copy.progress, copy.done_at = file, ShowcaseCopy.State.READY, 100, now
    copy.save(update_fields=["file", "state", "progress", "done_at"])
    for old in older_copies(copy, copy.asked_at):
        was = old.file
        old.delete()
        if was is not None:
            release_file(file=was, now=now, by=learner)
    record_moment(at=now, actor=learner, verb="copied", thing=copy, learner=learner, context={"bytes": len(body)})


@transaction.atomic
def give_up_copy(*, copy_id: UUID, problem: str, now: datetime) -> None:
    """Say that a copy could not be made; it can be asked for again."""
    copy = ShowcaseCopy.objects.get(pk=copy_id)
    copy.state, copy.problem, copy.done_at = ShowcaseCopy.State.BROKEN, problem[:300], now
    copy.save(update_fields=["state", "problem", "done_at"])
    record_moment(at=now, actor=None, verb="gave up", thing=copy)
