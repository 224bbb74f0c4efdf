"""Reads people, their roles and who answers for whom, from the files of the OneRoster family."""

from __future__ import annotations

from itertools import zip_longest

from trellis.interop.oneroster import layouts
from trellis.interop.oneroster.cells import BadCell, Desk, extra
from trellis.interop.oneroster.dialects import ROLE_NAMES, unusual
from trellis.interop.oneroster.kinds import Mode
from trellis.interop.oneroster.roster import NOTHING, Extra, Guardianship, Person, Role
from trellis.interop.oneroster.tables import Table
from trellis.interop.oneroster.values import OFFICE_ROLES, RELATIONS, ROLE_KINDS, is_email, listed, role_key, truth_of

Agents = list[tuple[str, str, int, str]]  # person, agent, line, relation if the file tells it
_NAMES = (
    "id",
    "status",
    "enabled",
    "username",
    "given",
    "family",
    "middle",
    "called",
    "identifier",
    "email",
    "grades",
    "agents",
    "relations",
)


def read_people(desk: Desk) -> None:
    """Read users, roles and relationships."""
    own_roles = desk.kind.mode("roles.csv") is Mode.ABSENT
    table = desk.table(layouts.USERS_WITH_ROLE if own_roles else layouts.USERS, "people")
    agents: Agents = []
    if table is not None:
        agents = _read_users(desk, table, own_roles)
    if not own_roles:
        _read_roles(desk)
    if table is not None and table.has("agents"):
        desk.roster.modes["guardianships"] = desk.roster.modes["people"]
        desk.roster.files["guardianships"] = table.file
        _pair_agents(desk, table, agents)
    _read_relationships(desk)


def _read_users(desk: Desk, table: Table, own_roles: bool) -> Agents:
    if own_roles:
        desk.roster.modes["roles"] = desk.roster.modes["people"]
        desk.roster.files["roles"] = table.file
    agents: Agents = []
    names = (*_NAMES, "role", "orgs") if own_roles else _NAMES
    for line, values in table.rows(*names):
        try:
            person = _person(desk, table, line, values)
        except BadCell:
            desk.spare("people", values[0], line)
            continue
        desk.keep("people", person, table.file)
        if own_roles:
            _roles_of(desk, table, person, values[13], values[14])
        if values[11] and person.active:
            told = values[12].lower().split(",")
            agents += [
                (person.id, agent, line, relation if relation in RELATIONS else "")
                for agent, relation in zip_longest(listed(values[11]), told, fillvalue="")
                if agent
            ]
    desk.done(table, "people", *(["roles"] if own_roles else []))
    return agents


def _person(desk: Desk, table: Table, line: int, values: list[str]) -> Person:
    id_, status, enabled, username, given, family, middle, called, identifier, email, grades = values[:11]
    is_active = desk.is_active(table, line, status)
    if enabled and truth_of(enabled) is False:
        desk.log.add("not_enabled", table.file, line, table.header_of("enabled"), enabled)
        is_active = False
    return person_row(
        desk, table, line, desk.identifier(table, line, id_), is_active,
        (given, family, called, username, email), desk.grades(table, line, grades),
        extra(middleName=middle[:120], identifier=identifier[:255]),
    )  # fmt: skip


def person_row(
    desk: Desk, table: Table, line: int, id_: str, is_active: bool, names: tuple[str, str, str, str, str],
    grades: tuple[str, ...], more: Extra,
) -> Person:  # fmt: skip
    """Return a person; somebody without any name goes by their username until a name comes."""
    given, family, called, username, email = names
    if not given and not family:
        desk.text(table, line, "given", username, required=True)
        desk.log.add("name_from_username", table.file, line, table.header_of("given"), username)
        given = username.split("@")[0]
    elif not given:
        given, family = family, ""
    if email and not is_email(email):
        desk.log.add("bad_email", table.file, line, table.header_of("email"), email)
        email = ""
    return Person(
        id_,
        line,
        is_active,
        desk.text(table, line, "given", given, 120),
        desk.text(table, line, "family", family, 120),
        desk.text(table, line, "called", called, 120),
        email,
        desk.text(table, line, "username", username, 255),
        grades,
        more,
    )


def _roles_of(desk: Desk, table: Table, person: Person, cell: str, orgs: str) -> None:
    """OneRoster 1.1 and SDS v2: one role in one or more organisations, on the person's own row."""
    kind = _kind_of(desk, table, person.line, cell)
    if kind is None:
        return
    for org in listed(orgs) or ("",):
        id_ = f"{person.id}:{org}:{kind}"
        more = extra(role=unusual(role_key(cell), ROLE_NAMES[kind]))
        desk.keep("roles", Role(id_, person.line, person.active, person.id, org, kind, None, None, more), table.file)


def _kind_of(desk: Desk, table: Table, line: int, cell: str) -> str | None:
    key = role_key(cell)
    kind = ROLE_KINDS.get(key)
    if kind is None:
        desk.log.add("unknown_role", table.file, line, table.header_of("role"), cell)
    elif key in OFFICE_ROLES:
        desk.log.add("no_rights", table.file, line, table.header_of("role"), cell)
    return kind


def _read_roles(desk: Desk) -> None:
    table = desk.table(layouts.ROLES, "roles")
    if table is None:
        return
    dates, has_id = desk.dates(table), table.has("id")
    grades_of: dict[str, tuple[str, ...]] = {}
    names = ("id", "status", "person", "org", "role", "type", "starts", "ends", "grades", "session")
    for line, (id_, status, person, org, role, type_, starts, ends, grades, session) in table.rows(*names):
        try:
            kind = _kind_of(desk, table, line, role)
            if kind is None:
                raise BadCell
            starts_on, ends_on = dates.span((starts, ends), line)
            more = extra(role=unusual(role[:60], ROLE_NAMES[kind]), roleType=unusual(type_[:60], "primary"))
            row = Role(
                desk.identifier(table, line, id_ if has_id else _role_id(person, org, role, session)), line,
                desk.is_active(table, line, status), person, org, kind, starts_on, ends_on, more,
            )  # fmt: skip
        except BadCell:
            desk.spare("roles", id_ if has_id else _role_id(person, org, role, session), line)
            continue
        desk.keep("roles", row, table.file)
        if kind == "learner" and grades:
            grades_of[person] = tuple(dict.fromkeys(grades_of.get(person, ()) + desk.grades(table, line, grades)))
    _add_grades(desk, grades_of)
    desk.done(table, "roles")


def _role_id(person: str, org: str, role: str, session: str) -> str:
    """SDS v2.1 gives roles no identifier of their own."""
    kind = ROLE_KINDS.get(role_key(role), "")
    return ":".join(filter(None, (person, org, kind, session)))


def _add_grades(desk: Desk, grades_of: dict[str, tuple[str, ...]]) -> None:
    """SDS v2.1 keeps the grade with the role; we keep it with the person."""
    if grades_of:
        desk.roster.people = [
            person._replace(grades=grades_of[person.id]) if person.id in grades_of and not person.grades else person
            for person in desk.roster.people
        ]


def _pair_agents(desk: Desk, table: Table, agents: Agents) -> None:
    """Agents stand on the learner's row, on the guardian's, or on both: the roles tell who answers for whom."""
    kinds: dict[str, set[str]] = {}
    family: dict[str, str] = {}
    for role in desk.roster.roles:
        kinds.setdefault(role.person, set()).add(role.kind)
        if role.kind == "family":
            family.setdefault(role.person, role_key(role.extra.get("role", "guardian")))
    people, column = desk.seen["people"], table.header_of("agents")
    done: set[str] = set()
    for person, agent, line, told in agents:
        mine, theirs = kinds.get(person, set()), kinds.get(agent, set())
        if agent not in people and desk.roster.mode("people") is Mode.BULK:
            desk.log.add("dangling", table.file, line, column, agent, other=table.file, of=person)
        elif "learner" in mine and (told or "family" in theirs or not theirs):
            _keep_pair(desk, line, agent, person, told or family.get(agent, "guardian"), done)
        elif "family" in mine and "learner" in theirs:
            _keep_pair(desk, line, person, agent, told or family[person], done)
        else:
            desk.log.add("agent_not_family", table.file, line, column, agent, of=person)


def _keep_pair(desk: Desk, line: int, guardian: str, learner: str, relation: str, done: set[str]) -> None:
    id_ = f"{guardian}:{learner}"
    if guardian != learner and id_ not in done:
        done.add(id_)
        desk.roster.guardianships.append(Guardianship(id_, line, True, guardian, learner, relation))


def _read_relationships(desk: Desk) -> None:
    """SDS v2.1: the relation has a file of its own; who is named as family there is family."""
    table = desk.table(layouts.RELATIONSHIPS, "guardianships")
    if table is None:
        return
    done = {row.id for row in desk.roster.guardianships}
    family = {role.person for role in desk.roster.roles if role.kind == "family"}
    for line, (person, other, cell) in table.rows("person", "other", "role"):
        relation = role_key(cell)
        if relation not in RELATIONS:
            desk.log.add("unknown_relation", table.file, line, table.header_of("role"), cell)
            desk.spare("guardianships", f"{other}:{person}", line)
            continue
        _keep_pair(desk, line, other, person, relation, done)
        if other in desk.seen["people"] and other not in family:
            family.add(other)
            role = Role(f"{other}::family", line, True, other, "", "family", None, None, NOTHING)
            desk.keep("roles", role, table.file)
    desk.done(table, "guardianships")
