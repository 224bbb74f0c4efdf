"""What can be done with an artefact: make, show, say anew, take away and bring back, say whose it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.audience import Audience
from trellis.evidence.models import About, Artefact, ArtefactFile, ArtefactVersion, Authorship, Voice
from trellis.evidence.telling import SHOWN_WITH, tell_of_artefact
from trellis.files.actions import settle_files
from trellis.files.many import FilesChoice
from trellis.files.models import StoredFile
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal, Step
from trellis.school.models import SchoolClass

MOST_LETTERS, MOST_LETTERS_OF_TITLE = 5_000, 200
MOST_FILES = 20
WORDS = ("title", "words", "link", "place", "happened_on")
NOTHING_THERE = _("Say one sentence, or add a photo, a sound, a file or a link.")
NO_FILES = FilesChoice()
_KIND_OF = {"picture": Artefact.Kind.PHOTO, "sound": Artefact.Kind.AUDIO, "video": Artefact.Kind.VIDEO}


@dataclass(frozen=True, slots=True)
class Links:
    """What an artefact is about."""

    goals: Collection[Goal] = ()
    steps: Collection[Step] = ()
    competencies: Collection[Competency] = ()
    classes: Collection[SchoolClass] = ()

    def rows(self) -> list[dict[str, Any]]:
        """Return the columns of one row of ``About`` for each thing."""
        named = (("goal", self.goals), ("step", self.steps), ("competency", self.competencies))
        rows = [{name: thing} for name, things in named for thing in things]
        return rows + [{"school_class": one} for one in self.classes]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an artefact in words."""

    title: str = ""
    words: str = ""
    link: str = ""
    place: str = Artefact.Place.SCHOOL
    happened_on: date | None = None
    was_there: bool = False

    def checked(self, on: date) -> dict[str, Any]:
        """Return the columns; raises ``ActionRefused`` for what cannot be kept."""
        if len(self.words) > MOST_LETTERS:
            sentence = _("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}
            raise ActionRefused(sentence, "words")
        if len(self.title) > MOST_LETTERS_OF_TITLE:
            sentence = _("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS_OF_TITLE}
            raise ActionRefused(sentence, "title")
        if self.happened_on is not None and self.happened_on > on:
            raise ActionRefused(_("This day is still to come. When did it happen?"), "happened_on")
        return {
            "title": self.title.strip(),
            "words": self.words.replace("\r\n", "\n").strip(),
            "link": self.link.strip(),
            "place": self.place,
            "happened_on": self.happened_on or on,
        }


@transaction.atomic
def add_artefact(
    *,
    learners: Collection[Person],
    said: Said,
    files: FilesChoice = NO_FILES,
    links: Links = Links(),
    audience: str = Audience.EDUCATORS,
    share: bool = True,
    voice: str = Voice.SELF,
    key: UUID | None = None,
    by: Person,
    now: datetime,
) -> Artefact:
    """Keep something that shows learning; a draft, where it is not shared, is seen by whoever made it alone.

    What a device sends twice with one ``key`` arrives once. Raises ``ActionRefused``.
    """
    if key is not None and (there := Artefact.objects.filter(made_by=by, key=key).first()) is not None:
        return there
    columns = said.checked(by.district.today(now))
    if not (columns["words"] or columns["title"] or columns["link"] or files.holds):
        raise ActionRefused(NOTHING_THERE, "words")
    artefact = Artefact(
        **columns, kind=_kind(columns, ()), made_by=by, voice=voice, made_at=now, audience=audience, key=key
    )
    artefact.shared_at = now if share else None
    artefact.save(force_insert=True)
    Authorship.objects.bulk_create(Authorship(artefact=artefact, learner=learner) for learner in learners)
    stored = _settle(artefact, files, by, now)
    artefact.kind = _kind(columns, stored, was_there=said.was_there)
    artefact.save(update_fields=["kind"])
    _link(artefact, links)
    context = {"kind": str(artefact.kind), "files": len(stored), "shared": share, "learners": len(learners)}
    first = next(iter(learners), None)
    record_moment(at=now, actor=by, verb="artefact.added", thing=artefact, learner=first, context=context)
    if share:
        tell_of_artefact(artefact, SHOWN_WITH, learners, by, now)
    return artefact


def _kind(columns: dict[str, Any], stored: Collection[StoredFile], *, was_there: bool = False) -> str:
    """Say what it is by what there is: files first, then a link, else words: of somebody who was there, or not."""
    first = next(iter(stored), None)
    if first is not None:
        return _KIND_OF.get(str(first.kind), Artefact.Kind.FILE)
    if columns["link"]:
        return Artefact.Kind.LINK
    return Artefact.Kind.SEEN if was_there and columns["words"] else Artefact.Kind.TEXT


def _settle(artefact: Artefact, choice: FilesChoice, by: Person, now: datetime) -> list[StoredFile]:
    """Do what was chosen for the files; a picture nobody described is described by the artefact's own words."""
    rows = {row.file_id: row for row in artefact.files.select_related("file").order_by("position", "pk")}
    before = [row.file for row in rows.values()]
    if len(before) - len(choice.removed) + len(choice.checked) + len(choice.kept) > MOST_FILES:
        raise ActionRefused(_("At most %(n)s files fit here. Show the others apart.") % {"n": MOST_FILES}, "uploads")
    ArtefactFile.objects.filter(artefact=artefact, file__in=choice.removed).delete()
    stored = settle_files(choice=choice, thing=artefact, owner=by, now=now, before=before, field="uploads")
    new = [file for file in stored if file.pk not in rows]
    for file in new:
        if not file.words and file.kind == StoredFile.Kind.PICTURE:
            file.words = (artefact.title or artefact.words)[:300]
            file.save(update_fields=["words"])
    first = len(rows)
    ArtefactFile.objects.bulk_create(
        ArtefactFile(artefact=artefact, file=file, position=first + n) for n, file in enumerate(new)
    )
    return stored


def _link(artefact: Artefact, links: Links) -> None:
    About.objects.filter(artefact=artefact).delete()
    About.objects.bulk_create(About(artefact=artefact, **columns) for columns in links.rows())


@transaction.atomic
def share_artefact(*, artefact: Artefact, by: Person, now: datetime) -> None:
    """Show a draft to those whom its audience names, and to those whose it is too."""
    if artefact.shared_at is not None:
        return
    artefact.shared_at = now
    artefact.save(update_fields=["shared_at"])
    record_moment(at=now, actor=by, verb="artefact.shared", thing=artefact, learner=_first_of(artefact))
    tell_of_artefact(artefact, SHOWN_WITH, learners_of(artefact), by, now)


@transaction.atomic
def change_artefact(
    *,
    artefact: Artefact,
    expected: int,
    said: Said,
    links: Links,
    files: FilesChoice = NO_FILES,
    by: Person,
    now: datetime,
) -> None:
    """Say it anew, with other files or about other things; how it read before is kept once others could see it.

    Raises ``StaleVersion`` where it was changed since.
    """
    before = Artefact.objects.get(pk=artefact.pk)
    for name, value in said.checked(by.district.today(now)).items():
        setattr(artefact, name, value)
    stored = _settle(artefact, files, by, now)
    columns = {name: getattr(artefact, name) for name in WORDS}
    if not (artefact.words or artefact.title or artefact.link or stored):
        raise ActionRefused(NOTHING_THERE, "words")
    if artefact.kind != Artefact.Kind.SEEN or artefact.voice == Voice.SELF:
        artefact.kind = _kind(columns, stored, was_there=artefact.kind == Artefact.Kind.SEEN)
    elif not artefact.words:  # what an educator saw is what they say of it
        raise ActionRefused(NOTHING_THERE, "words")
    save_version(artefact, expected=expected, fields=[*WORDS, "kind"])
    if before.shared_at is not None and any(getattr(before, name) != columns[name] for name in WORDS):
        _keep_as_it_was(before, now)
    _link(artefact, links)
    record_moment(at=now, actor=by, verb="artefact.changed", thing=artefact, learner=_first_of(artefact))


def _keep_as_it_was(before: Artefact, now: datetime) -> None:
    content = {name: getattr(before, name) for name in WORDS if name != "happened_on"}
    content["happened_on"] = before.happened_on.isoformat()
    ArtefactVersion.objects.create(artefact=before, number=before.version, content=content, by=before.made_by, at=now)


@transaction.atomic
def change_audience(*, artefact: Artefact, audience: str, by: Person, now: datetime) -> None:
    """Show it to others, or to nobody else any more."""
    if audience not in Audience.values:
        raise ActionRefused(_("Choose who can see this."), "audience")
    artefact.audience = audience
    artefact.save(update_fields=["audience"])
    context = {"audience": str(audience)}
    learner = _first_of(artefact)
    record_moment(at=now, actor=by, verb="artefact.shown", thing=artefact, learner=learner, context=context)


@transaction.atomic
def say_whose(*, artefact: Artefact, learners: Collection[Person], by: Person, now: datetime) -> None:
    """Say whose an artefact is: all who made it. Who is new is told; nobody takes the last one off."""
    if not learners:
        raise ActionRefused(_("Somebody must have made it."), "learners")
    there = set(Authorship.objects.filter(artefact=artefact).values_list("learner", flat=True))
    wanted = {learner.pk for learner in learners}
    Authorship.objects.bulk_create(
        Authorship(artefact=artefact, learner=learner) for learner in learners if learner.pk not in there
    )
    Authorship.objects.filter(artefact=artefact).exclude(learner__in=wanted).delete()
    context = {"learners": len(wanted)}
    first = next(iter(learners))
    record_moment(at=now, actor=by, verb="artefact.team", thing=artefact, learner=first, context=context)
    if artefact.shared_at is not None:
        new = [learner for learner in learners if learner.pk not in there]
        tell_of_artefact(artefact, SHOWN_WITH, new, by, now)


@transaction.atomic
def take_away(*, artefact: Artefact, by: Person, now: datetime) -> None:
    """Take an artefact away: nobody sees it any more, and whoever made it can bring it back."""
    artefact.removed_at = now
    artefact.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="artefact.taken-away", thing=artefact, learner=_first_of(artefact))


@transaction.atomic
def bring_back(*, artefact: Artefact, by: Person, now: datetime) -> None:
    """Bring back what was taken away: those who saw it see it again."""
    artefact.removed_at = None
    artefact.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="artefact.brought-back", thing=artefact, learner=_first_of(artefact))


def learners_of(artefact: Artefact) -> list[Person]:
    """Return whose an artefact is, by name."""
    return list(Person.objects.filter(authorships__artefact=artefact).order_by("given_name", "pk"))


def _first_of(artefact: Artefact) -> Person | None:
    return next(iter(learners_of(artefact)), None)
