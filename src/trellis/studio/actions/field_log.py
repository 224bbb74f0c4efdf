"""What a team found out and where from: field notes, one at once or a whole printed page, sources, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.evidence.actions.artefacts import NO_FILES, Said, add_artefact
from trellis.evidence.models import Artefact
from trellis.files.many import FilesChoice
from trellis.people.models import Person
from trellis.studio.access_projects import artefacts_of_team, people_of
from trellis.studio.actions.projects import fitting, refuse_over
from trellis.studio.models import FieldNote, Milestone, Project, ProjectArtefact, Source

MOST_AT_ONCE, MOST_MINUTES = 20, 24 * 60
COLUMNS = ("kind", "on", "place", "whom", "words", "amount", "unit", "minutes")


@dataclass(frozen=True, slots=True)
class Noted:
    """What stands in a field note. ``amount`` and ``unit`` belong to a measurement."""

    kind: str
    on: date
    words: str
    place: str = ""
    whom: str = ""
    amount: Decimal | None = None
    unit: str = ""
    minutes: int | None = None

    def columns(self, today: date, line: str = "") -> dict[str, Any]:
        """Return the columns; raises ``ActionRefused`` on a field whose name begins with ``line``."""
        words = fitting(self.words, f"{line}words", 5_000)
        is_measured = self.kind == FieldNote.Kind.MEASUREMENT
        if self.kind not in FieldNote.Kind.values:
            raise ActionRefused(_("Choose what it is."), f"{line}kind")
        if not words:
            raise ActionRefused(_("Write what you found, in one sentence at least."), f"{line}words")
        if self.on > today:
            raise ActionRefused(_("This day is still to come. When did it happen?"), f"{line}on")
        if is_measured and self.amount is None:
            raise ActionRefused(_("Say how much you measured."), f"{line}amount")
        if is_measured and not self.unit.strip():
            raise ActionRefused(_("Say the unit, such as cm, °C or people."), f"{line}unit")
        if self.minutes is not None and not 0 < self.minutes <= MOST_MINUTES:
            raise ActionRefused(_("Between one minute and a day."), f"{line}minutes")
        return {
            "kind": self.kind,
            "on": self.on,
            "words": words,
            "place": fitting(self.place, f"{line}place", 200),
            "whom": fitting(self.whom, f"{line}whom", 120),
            "amount": self.amount if is_measured else None,
            "unit": fitting(self.unit, f"{line}unit", 40) if is_measured else "",
            "minutes": self.minutes,
        }


@transaction.atomic
def add_note(*, project: Project, noted: Noted, files: FilesChoice = NO_FILES, by: Person, now: datetime) -> FieldNote:
    """Write down what was found; its photos and sounds become evidence of the whole team."""
    refuse_over(project)
    note = FieldNote(project=project, by=by, at=now, **noted.columns(by.district.today(now)))
    if files.holds:
        note.artefact = _shown(project, note, files, by, now)
    note.save(force_insert=True)
    context = {"kind": str(note.kind), "files": bool(files.holds)}
    record_moment(at=now, actor=by, verb="field-note.added", thing=note, learner=by, context=context)
    return note


def _shown(project: Project, note: FieldNote, files: FilesChoice, by: Person, now: datetime) -> Artefact:
    # While a project is a draft its team alone sees it: what they show waits as a draft of whoever adds it.
    artefact = add_artefact(
        learners=list(people_of(project)),
        said=Said(title=project.title, words=note.words, place=Artefact.Place.OUTSIDE, happened_on=note.on),
        files=files,
        share=project.state != Project.State.DRAFT,
        by=by,
        now=now,
    )
    ProjectArtefact.objects.create(project=project, artefact=artefact, at=now)
    return artefact


@transaction.atomic
def type_in_notes(*, project: Project, lines: Sequence[Noted], by: Person, now: datetime) -> list[FieldNote]:
    """Type a printed page in: all of its lines, or none where one cannot be kept."""
    refuse_over(project)
    if not lines:
        raise ActionRefused(_("Type at least one line."))
    if len(lines) > MOST_AT_ONCE:
        raise ActionRefused(_("At most %(n)s lines at once. Type the others after that.") % {"n": MOST_AT_ONCE})
    today = by.district.today(now)
    rows = [
        FieldNote(project=project, by=by, at=now, **noted.columns(today, f"form-{place}-"))
        for place, noted in enumerate(lines)
    ]
    made = FieldNote.objects.bulk_create(rows)
    context = {"notes": len(made)}
    record_moment(at=now, actor=by, verb="field-notes.typed-in", thing=project, learner=by, context=context)
    return made


@transaction.atomic
def change_note(*, note: FieldNote, expected: int, noted: Noted, by: Person, now: datetime) -> FieldNote:
    """Say a note otherwise. Raises ``StaleVersion`` where somebody was faster."""
    for name, value in noted.columns(by.district.today(now)).items():
        setattr(note, name, value)
    save_version(note, expected=expected, fields=COLUMNS)
    record_moment(at=now, actor=by, verb="field-note.changed", thing=note, learner=by)
    return note


@transaction.atomic
def remove_note(*, note: FieldNote, removed: bool, by: Person, now: datetime) -> FieldNote:
    """Take a note out, or bring it back."""
    note.removed_at = now if removed else None
    note.save(update_fields=["removed_at"])
    verb = "field-note.removed" if removed else "field-note.brought-back"
    record_moment(at=now, actor=by, verb=verb, thing=note, learner=by)
    return note


@transaction.atomic
def add_source(
    *,
    project: Project,
    title: str,
    credit: str,
    link: str = "",
    licence: str = "",
    words: str = "",
    by: Person,
    now: datetime,
) -> Source:
    """Note where something came from, with credit to whoever made it."""
    refuse_over(project)
    columns = {
        "title": fitting(title, "title", 300),
        "credit": fitting(credit, "credit", 300),
        "link": fitting(link, "link", 1_000),
        "licence": fitting(licence, "licence", 120),
        "words": fitting(words, "words", 500),
    }
    if not columns["title"]:
        raise ActionRefused(_("Say what it is: a book, a page, a talk."), "title")
    if not columns["credit"]:
        raise ActionRefused(_("Say who made it. Everybody’s work deserves its name."), "credit")
    source = Source.objects.create(project=project, by=by, at=now, **columns)
    record_moment(at=now, actor=by, verb="source.added", thing=source, learner=by)
    return source


@transaction.atomic
def remove_source(*, source: Source, removed: bool, by: Person, now: datetime) -> Source:
    """Take a source out, or bring it back."""
    source.removed_at = now if removed else None
    source.save(update_fields=["removed_at"])
    verb = "source.removed" if removed else "source.brought-back"
    record_moment(at=now, actor=by, verb=verb, thing=source, learner=by)
    return source


@transaction.atomic
def link_artefact(
    *, project: Project, artefact: Artefact, milestone: Milestone | None = None, by: Person, now: datetime
) -> ProjectArtefact:
    """Say that something shown in evidence came of this project, at one of its milestones if one likes."""
    if not artefacts_of_team(project).filter(pk=artefact.pk).exists():
        raise ActionRefused(_("Only you can see this. Show it in Evidence first, then link it here."), "artefact")
    if milestone is not None and milestone.project_id != project.pk:
        raise ActionRefused(_("Choose a milestone of this project."), "milestone")
    link, new = ProjectArtefact.objects.get_or_create(
        project=project, artefact=artefact, defaults={"milestone": milestone, "at": now}
    )
    if not new:
        link.milestone = milestone
        link.save(update_fields=["milestone"])
    record_moment(at=now, actor=by, verb="project.evidence-linked", thing=link, learner=by)
    return link


@transaction.atomic
def unlink_artefact(*, link: ProjectArtefact, by: Person, now: datetime) -> None:
    """Take the link away; what was shown stays in evidence."""
    record_moment(at=now, actor=by, verb="project.evidence-unlinked", thing=link, learner=by)
    link.delete()
