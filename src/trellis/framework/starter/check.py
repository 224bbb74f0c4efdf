"""Is the starter content fit to ship? Every problem in one plain sentence; none means yes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from graphlib import CycleError, TopologicalSorter

from trellis.framework.starter import (
    LANGUAGES,
    Heading,
    StarterCompetency,
    StarterContent,
    StarterRequirement,
    Text,
)

LONGEST_STATEMENT = 28  # words; longer sentences are hard to read at eleven
GRADES = tuple(f"{grade:02d}" for grade in range(1, 13))
WORDS_NOT_USED = {
    "en": (
        *("student", "rank", "ranking", "percentile", "behind", "fail", "fails", "failing", "failure"),
        *("low", "lower", "weak", "weaker", "weakness", "poor", "risk", "i can"),
    ),
    "es": (
        *("ranking", "percentil", "atrasado", "atrasada", "retraso", "fracaso", "fracasar", "suspenso"),
        *("bajo", "baja", "débil", "débiles", "peor", "riesgo", "alumno", "alumna"),
    ),
}


def problems_in(content: StarterContent) -> tuple[str, ...]:
    """Return what is wrong with the content, nothing when it is fit to ship."""
    checks = (
        _texts_missing,
        _words_not_used,
        _long_statements,
        _repeats,
        _bands,
        _links,
        _rules,
        _descriptors,
    )
    return tuple(problem for check in checks for problem in check(content))


def texts_in(thing: object, place: str = "starter") -> Iterator[tuple[str, Text]]:
    """Yield every text below ``thing`` with the place where it stands."""
    if isinstance(thing, Text):
        yield place, thing
    elif isinstance(thing, tuple):
        for number, part in enumerate(thing, 1):
            yield from texts_in(part, f"{place}.{getattr(part, 'code', number)}")
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name), f"{place}.{field.name}")


def _texts_missing(content: StarterContent) -> Iterator[str]:
    for place, text in texts_in(content):
        for language in LANGUAGES:
            if not getattr(text, language).strip():
                yield f"{place} has no text in '{language}'."


def _words_not_used(content: StarterContent) -> Iterator[str]:
    for place, text in texts_in(content):
        for language, words in WORDS_NOT_USED.items():
            for word in words:
                if re.search(rf"\b{re.escape(word)}\b", getattr(text, language), re.IGNORECASE):
                    yield f"{place} says '{word}'."


def _long_statements(content: StarterContent) -> Iterator[str]:
    for competency in content.competencies():
        for language in LANGUAGES:
            count = len(getattr(competency.statement, language).split())
            if count > LONGEST_STATEMENT:
                yield f"{competency.code} has {count} words in '{language}'."


def _repeats(content: StarterContent) -> Iterator[str]:
    headings = [heading for framework in content.frameworks for heading in framework.headings]
    entries: list[Heading | StarterCompetency | StarterRequirement] = [
        *headings,
        *content.competencies(),
        *content.requirements,
    ]
    codes = Counter(entry.code for entry in entries)
    identifiers = Counter(entry.identifier for entry in entries)
    identifiers.update(level.identifier for level in content.scale.levels)
    identifiers.update([content.scale.identifier, *(one.head.identifier for one in content.frameworks)])
    yield from (f"{name} stands there {count} times." for name, count in (codes + identifiers).items() if count > 1)
    known = {heading.code for heading in headings}
    yield from (f"{entry.code} has no heading." for entry in content.competencies() if entry.heading not in known)


def _bands(content: StarterContent) -> Iterator[str]:
    for competency in content.academic.competencies:
        first = GRADES.index(competency.bands[0]) if competency.bands and competency.bands[0] in GRADES else 0
        if not competency.bands or competency.bands != GRADES[first : first + len(competency.bands)]:
            yield f"{competency.code} names no unbroken span of grades."


def _links(content: StarterContent) -> Iterator[str]:
    bands = {entry.code: entry.bands for entry in content.academic.competencies}
    opens: TopologicalSorter[str] = TopologicalSorter()
    for link in content.links:
        name = f"{link.origin} {link.kind} {link.destination}"
        if link.origin not in bands or link.destination not in bands or link.origin == link.destination:
            yield f"{name} does not connect two competencies."
        elif link.kind == "precedes":
            opens.add(link.destination, link.origin)
            if bands[link.origin][0] > bands[link.destination][0]:
                yield f"{name}, but starts in a later grade."
    try:
        opens.prepare()
    except CycleError as error:
        yield f"These lead to each other in a circle: {error.args[1]}."


def _rules(content: StarterContent) -> Iterator[str]:
    known = {entry.code for entry in content.competencies()}
    for requirement in content.requirements:
        if missing := {part.code for part in requirement.parts} - known:
            yield f"{requirement.code} names {sorted(missing)}, which are not there."
        if not can_be_met(requirement):
            yield f"{requirement.code} can never be met."


def can_be_met(requirement: StarterRequirement) -> bool:
    """Say whether showing every part meets the requirement, and showing none does not."""
    reachable = {
        "all": len(requirement.parts),
        "count": len({part.code for part in requirement.parts}),
        "points": sum(part.points for part in requirement.parts),
    }
    if requirement.rule not in reachable or not requirement.parts:
        return False
    if requirement.rule == "all":
        return requirement.needed is None
    return requirement.needed is not None and 0 < requirement.needed <= reachable[requirement.rule]


def _descriptors(content: StarterContent) -> Iterator[str]:
    steps = len(content.scale.levels)
    for entry in content.described():
        if len(entry.descriptors) != steps:
            yield f"{entry.code} says what {len(entry.descriptors)} of {steps} levels look like."
