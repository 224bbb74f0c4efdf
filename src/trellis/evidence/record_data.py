"""A learner's whole record, gathered: every declared row, words for people to read, and the files that go with it.

The learner takes everything along. The family takes what it reads on its pages: nothing that a learner kept from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import audiences_for
from trellis.core.registries import personal_data
from trellis.evidence import prompts
from trellis.evidence.access import Reader, visible_artefacts, visible_judgements
from trellis.files.models import StoredFile
from trellis.school.ties import FAMILY

Row = dict[str, Any]
SECRET = frozenset({"password", "picture_secret", "token_hash", "path", "content", "upload"})

# What a person reads, part by part; everything else stands in the data beside it.
PARTS: tuple[tuple[Promise, tuple[tuple[str, Promise], ...]], ...] = (
    (
        _("Who I am"),
        (
            ("people.Person", _("About me")),
            ("people.Role", _("What I am at school")),
            ("people.Guardianship", _("Family")),
            ("people.Mentorship", _("Mentors")),
            ("school.Enrolment", _("Classes")),
            ("profile.Facet", _("What I said about myself")),
            ("profile.NoticedStrength", _("Strengths that others noticed")),
        ),
    ),
    (
        _("My plans"),
        (
            ("plan.Goal", _("Goals")),
            ("plan.Step", _("Steps")),
            ("plan.Agreement", _("Agreements")),
            ("plan.Outcome", _("What conferences decided")),
            ("plan.OwnExpectation", _("What I expect of myself")),
            ("plan.Expectation", _("Expectations that were lowered for a while")),
        ),
    ),
    (
        _("What I showed"),
        (
            ("evidence.Artefact", _("What there is to see")),
            ("evidence.Judgement", _("What was judged")),
            ("evidence.Feedback", _("Feedback")),
            ("evidence.Reflection", _("My journal")),
            ("talk.Message", _("What I wrote to others")),
        ),
    ),
    (
        _("Who looked"),
        (
            ("evidence.Opening", _("Who opened the past")),
            ("core.ReadEntry", _("Each time somebody looked")),
            ("evidence.OpeningWord", _("What was said about it")),
            ("evidence.FreshStart", _("Fresh starts")),
        ),
    ),
)
FAMILY_READS = frozenset(
    {
        "people.Person", "people.Role", "people.Guardianship", "people.Mentorship", "school.Enrolment",
        "profile.Facet", "plan.Plan", "plan.Goal", "plan.Agreement", "plan.Outcome", "plan.OwnExpectation",
        "plan.Expectation", "evidence.Artefact", "evidence.Judgement", "evidence.Reflection", "evidence.Opening",
        "evidence.OpeningWord", "evidence.FreshStart", "core.ReadEntry",
    }
)  # fmt: skip
LABELS: dict[str, Promise] = {
    "at": _("when"), "by": _("by"), "made_by": _("made by"), "learner": _("learner"), "kind": _("kind"),
    "voice": _("whose voice"), "audience": _("who sees it"), "level": _("level"), "competency": _("competency"),
    "goal": _("goal"), "artefact": _("what there is to see"), "purpose": _("what for"), "reader": _("who"),
    "reader_id": _("who"), "opened_at": _("opened"), "ended_at": _("ended"), "framework": _("subject"),
    "state": _("how it stands"), "starts_on": _("from"), "ends_on": _("until"), "person": _("who"),
    "school": _("school"), "school_class": _("class"), "role": _("role"), "guardian": _("who"), "mentor": _("who"),
    "relation": _("relation"), "aspect": _("about"), "written_at": _("written"), "answer": _("answer"),
    "happened_on": _("when"), "shared_at": _("shared"), "asked_at": _("asked"), "granted_at": _("granted"),
    "declined_at": _("declined"), "words": _("words"), "answers": _("in my words"), "author": _("by"),
    "grades": _("grade"), "body": _("words"), "position": _("place"), "done_at": _("done"), "due_on": _("due"),
    "opening": _("opening"), "requirement": _("what graduation asks for"), "until": _("until"),
    "announcement": _("announced as"), "revisits": _("looks again at"), "works": _("what works"),
    "next": _("what could be next"), "offer": _("what I can offer"), "helped": _("what helped"),
}  # fmt: skip
LEFT_OUT = frozenset(
    {"id", "district_id", "version", "sourced_id", "roster", "from_roster", "roster_username", "key", "learner_id",
     "learner", "peers_may_see", "position", "is_primary", "origin", "thread_id", "made_at", "removed_at", "plan_id",
     "conference_id", "topic_id", "proposal_id", "link_id", "request_id", "picture_id", "voice_id", "facet_id"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind, each as pairs of a label and words."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: a heading and its sections."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything of one learner as ``reader`` takes it along."""

    learner_id: UUID
    name: str
    rows: Mapping[str, list[Row]]
    parts: tuple[Part, ...]
    files: tuple[StoredFile, ...]


def gather_record(reader: Reader) -> Record:
    """Return a learner's whole record; call it in the scope of who takes it along, learner or guardian."""
    rows = _rows(reader)
    return Record(
        learner_id=reader.learner.pk,
        name=reader.learner.full_name,
        rows=rows,
        parts=tuple(Part(str(title), tuple(_sections(models, rows))) for title, models in PARTS),
        files=tuple(_files(reader, rows)),
    )


def _rows(reader: Reader) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for entry in reversed(personal_data()):
        label = entry.model._meta.label
        if entry.model is StoredFile or not (reader.is_learner or label in FAMILY_READS):
            continue
        unique = {row.get("id"): row for row in entry.export(reader.learner.pk)}
        rows = [{name: value for name, value in row.items() if name not in SECRET} for row in unique.values()]
        found[label] = rows if reader.is_learner else list(_shown_to_family(reader, label, rows))
    return found


def _shown_to_family(reader: Reader, label: str, rows: list[Row]) -> Iterable[Row]:
    """Keep what the family's pages show: what is for it, and of what somebody judged not what the learner kept."""
    audiences = set(map(str, audiences_for(FAMILY)))
    seen: set[UUID] | None = None
    if label == "evidence.Judgement":
        seen = set(visible_judgements(reader).values_list("pk", flat=True))
    elif label == "evidence.Artefact":
        seen = set(visible_artefacts(reader).values_list("pk", flat=True))
    for row in rows:
        if row.get("audience", next(iter(audiences))) in audiences and (seen is None or row["id"] in seen):
            yield row


def _files(reader: Reader, rows: Mapping[str, list[Row]]) -> Iterable[StoredFile]:
    """Return the files of what is taken along: the learner's own, and those that hang on a row of the record."""
    things = {row["id"] for label in ("evidence.Artefact", "profile.Facet") for row in rows.get(label, ())}
    found = StoredFile.objects.filter(used_by_id__in=things)
    if reader.is_learner:
        found = found | StoredFile.objects.filter(owner=reader.learner)
    return found.order_by("stored_at", "pk")


# --- Words -------------------------------------------------------------------------------------------


def _sections(models: Iterable[tuple[str, Promise]], rows: Mapping[str, list[Row]]) -> Iterable[Section]:
    for label, title in models:
        if rows.get(label):
            model = apps.get_model(label)
            names = _names(model, rows[label])
            yield Section(str(title), tuple(tuple(_words(model, row, names)) for row in rows[label]))


def _names(model: type[Model], rows: list[Row]) -> dict[UUID, str]:
    """Return what the rows point at, by id, in words."""
    names: dict[UUID, str] = {}
    for field in model._meta.concrete_fields:
        target = _target(field)
        ids = {row[field.attname] for row in rows if row.get(field.attname)} if target is not None else set()
        if target is not None and ids:
            names.update((pk, str(thing)) for pk, thing in target._default_manager.in_bulk(list(ids)).items())
    return names


def _target(field: Field[Any, Any]) -> type[Model] | None:
    if isinstance(field, ForeignKey):
        return field.related_model
    return apps.get_model("people.Person") if field.name == "reader_id" else None


def _words(model: type[Model], row: Row, names: Mapping[UUID, str]) -> Iterable[tuple[str, str]]:
    for field in model._meta.concrete_fields:
        value = row.get(field.attname)
        if field.attname in LEFT_OUT or value in (None, "", [], {}, False):
            continue
        said = names.get(value, "") if isinstance(value, UUID) else _said(field, value)
        if said:
            yield capfirst(str(LABELS.get(field.name, field.verbose_name))), said


def _said(field: Field[Any, Any], value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{prompts.ALL.get(key, '')} {each}".strip() for key, each in value.items() if each)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    choices = dict(field.flatchoices)
    if value in choices.keys() - {None}:
        return str(choices[value])
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)
