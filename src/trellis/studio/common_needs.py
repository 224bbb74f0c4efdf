"""What several teams have in common, so that one short lesson serves them all. Pure: words and ids in, needs out.

A suggestion always says of how many teams it speaks and why; an educator takes it up or lets it go.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

FEWEST_TEAMS = 2
ALIKE, FEWEST_WORDS = 0.5, 2
_WORD = re.compile(r"\w+", re.UNICODE)
# Words that say nothing about what a text is about, in the languages of the house.
_EMPTY = frozenset(
    "a an the and or of to in on at for with by is are was were be do does did can could how what which who why when"
    " where we our us you your it its this that they them their i my me not from as if"
    " el la los las un una unos unas y o de del al en con por para es son era ser hacer como cómo qué que cuál quién"
    " cuándo dónde nuestro nuestra nosotros tu su lo se no si mi me".split()
)


@dataclass(frozen=True, slots=True)
class Common:
    """Something that several projects share: what it is called, a key that stays the same, and whose it is."""

    key: str
    words: str
    projects: tuple[UUID, ...]


def about(text: str) -> frozenset[str]:
    """Return the words that say what a text is about.

    >>> sorted(about("How do we draw a map to scale?"))
    ['draw', 'map', 'scale']
    """
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)


def are_alike(one: str, other: str) -> bool:
    """Say whether two texts are about the same: at least two words in common, which are half of all their words.

    >>> are_alike("How do we draw a map to scale?", "Can you draw the map to scale")
    True
    >>> are_alike("How do we draw a map?", "Who draws a map of sounds?")
    False
    """
    first, second = about(one), about(other)
    if not first or not second:
        return one.casefold().strip() == other.casefold().strip() != ""
    shared = first & second
    if first == second:
        return True
    return len(shared) >= FEWEST_WORDS and len(shared) >= ALIKE * len(first | second)


def shared_texts(texts: Mapping[UUID, Iterable[str]], *, fewest: int = FEWEST_TEAMS) -> list[Common]:
    """Return the texts that several projects have, the one of most projects first; each project counts once.

    >>> a, b = UUID(int=1), UUID(int=2)
    >>> [(one.words, len(one.projects)) for one in shared_texts({a: ["Draw a map"], b: ["Draw the map", "Eat"]})]
    [('Draw a map', 2)]
    """
    pairs = sorted((text.strip(), project) for project, found in texts.items() for text in found if text.strip())
    groups: list[tuple[str, set[UUID]]] = []
    for text, project in pairs:
        group = next((one for one in groups if are_alike(one[0], text)), None)
        if group is None:
            group = (text, set())
            groups.append(group)
        group[1].add(project)
    found = [Common(key_of(words), words, tuple(sorted(projects))) for words, projects in groups]
    return in_order(one for one in found if len(one.projects) >= fewest)


def shared_things(
    things: Mapping[str, Collection[UUID]], names: Mapping[str, str], *, fewest: int = FEWEST_TEAMS
) -> list[Common]:
    """Return the things (by key) that several projects have, named, the one of most projects first."""
    found = (Common(key, names[key], tuple(sorted(set(projects)))) for key, projects in things.items() if key in names)
    return in_order(one for one in found if len(one.projects) >= fewest)


def in_order(found: Iterable[Common]) -> list[Common]:
    """Return needs of most teams first, then by their words."""
    return sorted(found, key=lambda one: (-len(one.projects), one.words.casefold(), one.key))


def key_of(text: str) -> str:
    """Return a key that stays the same however a text is punctuated and which small words it uses."""
    words = " ".join(sorted(about(text))) or text.casefold().strip()
    return sha256(words.encode()).hexdigest()[:40]
