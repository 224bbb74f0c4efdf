"""From rows to cards: who said what about a goal, what is proposed, and whom it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.plan.access import Reader
from trellis.plan.models import Clause, Goal, Voice
from trellis.plan.queries.cards import ChangeLine, ClauseLine, GoalCard, OpenProposal, VoiceLine
from trellis.plan.queries.load import Loaded
from trellis.plan.queries.people import Participants
from trellis.plan.queries.words import Names, changed_html, clause_html, label_of, names_of

SHOWN_APART = (Clause.TITLE, Clause.COMPETENCIES, Clause.REQUIREMENTS)


def make_cards(loaded: Loaded, reader: Reader, people: Participants) -> list[GoalCard]:
    """Return the cards of goals that were loaded; at most two more queries, for names that only proposals use."""
    changes = [{row["clause"]: row["new"]} for rows in loaded.changes.values() for row in rows]
    changes += [{row["clause"]: row["old"]} for rows in loaded.changes.values() for row in rows]
    names = names_of(changes, loaded.names)
    return [_card(goal, loaded, names, reader, people) for goal in loaded.goals]


def _card(goal: Goal, loaded: Loaded, names: Names, reader: Reader, people: Participants) -> GoalCard:
    proposals = tuple(_proposals(loaded.changes[goal.pk], names, people))
    agreements = loaded.agreements[goal.pk]
    now = [row for row in agreements if row["version"] == goal.version]
    spoken = {row["voice"] for row in now}
    missing = [voice for voice in people.voices if voice not in spoken]
    return GoalCard(
        id=goal.pk,
        title=goal.title,
        state=goal.state,
        origin=goal.origin,
        version=goal.version,
        finish_by=goal.finish_by,
        reflection=goal.reflection,
        ended_at=goal.ended_at,
        clauses=tuple(_clauses(loaded.clauses_of(goal), proposals, names)),
        tags=(*loaded.tags[goal.pk], *loaded.requirements[goal.pk]),
        steps=tuple(loaded.steps[goal.pk]),
        voices=() if goal.state == Goal.State.DRAFT else tuple(_voices(goal, agreements, proposals, people)),
        proposals=proposals,
        waits_for_me=_waits_for(goal, reader, proposals, missing),
        waits_for=tuple(_names_of_voices(missing, people)) if goal.state == Goal.State.PROPOSED else (),
        agreed_at=max((row["at"] for row in now), default=None),
        n_new=loaded.unread.get(goal.pk, 0),
    )


def _proposals(rows: Iterable[dict[str, Any]], names: Names, people: Participants) -> Iterable[OpenProposal]:
    grouped: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["proposal_id"], []).append(row)
    order = {str(clause): place for place, clause in enumerate(Clause)}
    for pk, changes in grouped.items():
        first = changes[0]
        name = first["proposal__by__called"] or first["proposal__by__given_name"]
        by = people.called(first["proposal__by_id"], name)
        changes.sort(key=lambda row: order[row["clause"]])
        yield OpenProposal(
            id=pk,
            by_id=first["proposal__by_id"],
            by=by,
            by_name=f"{name} {first['proposal__by__family_name']}",
            voice=first["proposal__voice"],
            at=first["proposal__at"],
            changes=tuple(
                ChangeLine(row["clause"], by, changed_html(row["clause"], row["old"], row["new"], names), row["reason"])
                for row in changes
            ),
            labels={row["clause"]: label_of(row["clause"]) for row in changes},
        )


def _clauses(values: dict[str, Any], proposals: tuple[OpenProposal, ...], names: Names) -> Iterable[ClauseLine]:
    changed: dict[str, list[ChangeLine]] = {}
    for proposal in proposals:
        for change in proposal.changes:
            changed.setdefault(change.clause, []).append(change)
    for clause in Clause:
        changes = tuple(changed.get(clause, ()))
        if changes or (values[clause] and clause not in SHOWN_APART):
            yield ClauseLine(clause, label_of(clause), clause_html(clause, values[clause], names), changes)


def _waits_for(goal: Goal, reader: Reader, proposals: tuple[OpenProposal, ...], missing: list[str]) -> bool:
    if reader.is_learner:
        return bool(proposals) and goal.state in {Goal.State.PROPOSED, Goal.State.AGREED}
    mine = any(proposal.by_id == reader.person.pk for proposal in proposals)
    return goal.state == Goal.State.PROPOSED and not mine and any(voice in missing for voice in reader.voices)


def _names_of_voices(missing: Iterable[str], people: Participants) -> Iterable[str]:
    for voice in missing:
        those = [one for one in people.others if one.voice == voice]
        if voice == Voice.LEARNER:
            yield people.called(people.learner.id, people.learner.name)
        elif len(those) == 1:
            yield people.called(those[0].id, those[0].name)
        else:
            yield _("an educator") if voice == Voice.EDUCATOR else _("the family")


def _voices(
    goal: Goal, agreements: list[dict[str, Any]], proposals: tuple[OpenProposal, ...], people: Participants
) -> Iterable[VoiceLine]:
    """One line for each person who spoke, and for each voice that is asked and has not."""
    proposing = {(proposal.by_id, proposal.voice): proposal for proposal in proposals}
    for voice in (Voice.LEARNER, Voice.EDUCATOR, Voice.FAMILY):
        heard = False
        for row in agreements:
            if row["voice"] != voice:
                continue
            heard = True
            yield _said(goal, row, proposing.pop((row["person_id"], voice), None), people)
        for proposal in [one for key, one in proposing.items() if key[1] == voice]:
            heard = True
            yield VoiceLine(proposal.by_id, proposal.by, proposal.by_name, voice, _suggests(proposal.n_changes))
        if not heard and voice in people.voices:
            yield _silent(voice, people)


def _said(goal: Goal, row: dict[str, Any], proposal: OpenProposal | None, people: Participants) -> VoiceLine:
    name = people.called(row["person_id"], row["person__called"] or row["person__given_name"])
    agrees = row["version"] == goal.version
    day = _short(row["at"])
    if proposal is not None:
        said = _suggests(proposal.n_changes)
    elif row["voice"] == Voice.LEARNER and goal.state == Goal.State.PROPOSED and agrees:
        said = _("proposed on %(day)s") % {"day": day}
    elif agrees:
        said = _("agreed on %(day)s") % {"day": day}
    else:
        said = _("agreed before the last change")
    full = f"{row['person__called'] or row['person__given_name']} {row['person__family_name']}"
    return VoiceLine(row["person_id"], name, full, row["voice"], said, row["words"], agrees)


def _suggests(n: int) -> str:
    return ngettext("suggests one change", "suggests %(n)s changes", n) % {"n": n}


def _silent(voice: str, people: Participants) -> VoiceLine:
    those = [one for one in people.others if one.voice == voice]
    waiting = _("not heard yet")
    if len(those) == 1:
        return VoiceLine(those[0].id, people.called(those[0].id, those[0].name), those[0].full_name, voice, waiting)
    return VoiceLine(None, str(Voice(voice).label).capitalize(), "", voice, waiting)


def _short(at: Any) -> str:
    # Translators: Django date format for a day in few letters, such as "18 Nov".
    return date_format(localtime(at), _("j M"))
