"""How the nouns of a roster lie in the database: where each value stands, and how to tell that it changed."""

from __future__ import annotations

from dataclasses import dataclass

# UUIDv7 made by any PostgreSQL since 13: the milliseconds over the first 48 bits of a random UUID, then the version.
NEW_ID_BEFORE_18 = (
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing"
    " substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1),"
    " 'hex')::uuid"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a noun's table: what the roster wants there, in terms of ``i`` (incoming) and ``t`` (stored)."""

    name: str
    type: str
    wanted: str = ""
    refers_to: str = ""  # a noun: the incoming text is an identifier of it
    may_be_empty: bool = True

    @property
    def incoming(self) -> str:
        """The name of the incoming column."""
        return self.name.removesuffix("_id")

    @property
    def expression(self) -> str:
        """What the roster wants to stand here."""
        if self.refers_to:
            return f"{self.incoming}_ref.id"
        return self.wanted or f"i.{self.incoming}"


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun: its table, its columns, and how a row of it ends."""

    name: str
    table: str
    columns: tuple[Column, ...]
    ended: str  # the column with the day on which the row ended
    versioned: bool = False
    has_parent: bool = False
    defaults: tuple[tuple[str, str], ...] = ()
    keeps_living_if: str = ""  # a row for which this holds is not ended

    @property
    def is_dated(self) -> bool:
        """Whether the end is a date that the roster gives, too."""
        return self.ended == "ends_on"

    @property
    def is_referred_to(self) -> bool:
        """Whether rows of other nouns name rows of this one, so that its keys must be known before."""
        return self.name in REFERRED_TO

    def live(self, row: str) -> str:
        """SQL that says whether a stored row has not ended."""
        return f"({row}.{self.ended} IS NULL OR {row}.{self.ended} > %(today)s)"


def _text(name: str, wanted: str = "") -> Column:
    return Column(name, "text", wanted)


def _json(name: str, wanted: str = "") -> Column:
    return Column(name, "jsonb", wanted)


# Once a roster leaves a value empty, what stands here stays: people fill gaps that a roster has.
_KEEP_IF_EMPTY = "coalesce(nullif(i.{0}, ''), t.{0}, '')"
_KEEP_LIST_IF_EMPTY = "CASE WHEN i.{0} = '[]' THEN coalesce(t.{0}, '[]') ELSE i.{0} END"
ROSTER = _json("roster")
_SPAN = (
    Column("starts_on", "date", "least(coalesce(i.starts_on, t.starts_on, %(today)s), i.ends_on)"),
    Column("ends_on", "date"),
)
_VERSION = (("version", "1"),)

ORGS = Noun(
    "orgs",
    "people_school",
    (_text("name"), _text("kind"), ROSTER),
    ended="closed_on",
    versioned=True,
    has_parent=True,
    defaults=_VERSION,
)
SESSIONS = Noun(
    "sessions",
    "school_term",
    (_text("title"), _text("kind"), Column("starts_on", "date"), Column("ends_on", "date"), ROSTER),
    ended="closed_on",
    versioned=True,
    has_parent=True,
    defaults=_VERSION,
)
COURSES = Noun(
    "courses",
    "school_course",
    (
        _text("title"),
        _text("code"),
        Column("school_id", "text", refers_to="orgs"),
        _json("grades"),
        _json("subjects"),
        ROSTER,
    ),
    ended="closed_on",
)
CLASSES = Noun(
    "classes",
    "school_schoolclass",
    (
        _text("title"),
        _text("code"),
        _text("kind"),
        _text("place"),
        _json("grades"),
        _json("subjects"),
        Column("school_id", "text", refers_to="orgs", may_be_empty=False),
        Column("course_id", "text", refers_to="courses"),
        ROSTER,
    ),
    ended="closed_on",
    versioned=True,
    defaults=_VERSION,
)
PEOPLE = Noun(
    "people",
    "people_person",
    (
        _text("given_name"),
        _text("family_name"),
        # What somebody likes to be called is theirs to say; the roster only speaks first.
        _text("called", "coalesce(nullif(t.called, ''), i.called)"),
        _text("email", _KEEP_IF_EMPTY.format("email")),
        _text("roster_username", _KEEP_IF_EMPTY.format("roster_username")),
        _json("grades", _KEEP_LIST_IF_EMPTY.format("grades")),
        ROSTER,
    ),
    ended="left_on",
    versioned=True,
    defaults=(*_VERSION, ("language", "''")),
    # Somebody whom the school itself gave a role, a coordinator above all, does not leave because a roster is silent.
    keeps_living_if=(
        "EXISTS (SELECT FROM people_role own WHERE own.person_id = t.id AND own.sourced_id IS NULL"
        " AND (own.ends_on IS NULL OR own.ends_on > %(today)s))"
    ),
)
ROLES = Noun(
    "roles",
    "people_role",
    (
        Column("person_id", "text", refers_to="people", may_be_empty=False),
        Column("school_id", "text", refers_to="orgs"),
        _text("kind"),
        *_SPAN,
        ROSTER,
    ),
    ended="ends_on",
)
ENROLMENTS = Noun(
    "enrolments",
    "school_enrolment",
    (
        Column("person_id", "text", refers_to="people", may_be_empty=False),
        Column("school_class_id", "text", refers_to="classes", may_be_empty=False),
        _text("role"),
        Column("is_primary", "boolean"),
        *_SPAN,
    ),
    ended="ends_on",
    defaults=(("roster", "'{}'"),),
)
ALL_NOUNS = (ORGS, SESSIONS, COURSES, CLASSES, PEOPLE, ROLES, ENROLMENTS)
REFERRED_TO = ("orgs", "courses", "classes", "people", "sessions")
