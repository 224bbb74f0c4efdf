"""Breaks packages and tables in every way we could think of, from a seed."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.interop.case.small import as_bytes, identifier, small_package

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**25, -(2**31) - 1, 1e300, "", " ", "x" * 300, "x" * 5000, "\x00", "\ud800",
    "\u202e", "𝑑" * 50, "İi̇ß", "a/b~c", "<script>alert(1)</script>", "$\\frac{1}$",
    "NaN", [], {}, [None], [[]], {"": None},
    ["x"] * 40, {"identifier": "x"}, {"uri": 5}, {"title": "t", "identifier": identifier(1), "uri": "u"},
    [{"identifier": identifier(2)}], "isChildOf", "ext:", "2024-13-45T99:99:99Z", "../../etc/passwd", identifier(1),
    identifier(1).upper(), "22222222-0000-4000-8000-00000000000g", "=1+1", "-٣", "٣", "1_000",
)  # fmt: skip
KEYS = (
    "identifier", "uri", "fullStatement", "associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber",
    "educationLevel", "extensions", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "trellis:kept",
    "lastChangeDateTime", "title", "", "\x00", "a/b", "licenseURI", "subject", "CFItemTypeURI", "humanCodingScheme",
)  # fmt: skip


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        keys: Any = part.keys() if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
        for key in list(keys):
            found.append((part, key))
            waiting.append(part[key])
    return found


def drop(value: Any, random: Random) -> None:
    container, key = random.choice(places_in(value))
    del container[key]


def replace(value: Any, random: Random) -> None:
    container, key = random.choice(places_in(value))
    container[key] = copy.deepcopy(random.choice(STRANGE))


def rename(value: Any, random: Random) -> None:
    container, key = random.choice([(c, k) for c, k in places_in(value) if isinstance(c, dict)] or [({"": 0}, "")])
    container[random.choice(KEYS)] = container.pop(key)


def add(value: Any, random: Random) -> None:
    container, _key = random.choice(places_in(value))
    part = copy.deepcopy(random.choice(STRANGE))
    if isinstance(container, dict):
        container[random.choice(KEYS)] = part
    else:
        container.insert(random.randint(0, len(container)), part)


def repeat(value: Any, random: Random) -> None:
    container, key = random.choice([(c, k) for c, k in places_in(value) if isinstance(c, list)] or [([0], 0)])
    container.append(copy.deepcopy(container[key]))
    if random.random() < 0.5 and isinstance(container[-1], dict):
        container[-1][random.choice(KEYS)] = copy.deepcopy(random.choice(STRANGE))


def dangle(value: Any, random: Random) -> None:
    nodes = [(c, k) for c, k in places_in(value) if k in {"originNodeURI", "destinationNodeURI"}]
    if nodes:
        container, key = random.choice(nodes)
        container[key] = {"title": "t", "identifier": identifier(random.choice([1, 2, 3, 4, 5, 99])), "uri": "u"}


def swap(value: Any, random: Random) -> None:
    places = places_in(value)
    (one, first), (other, second) = random.choice(places), random.choice(places)
    # Copies: a value inside itself would be no JSON any more.
    a, b = copy.deepcopy(one[first]), copy.deepcopy(other[second])
    one[first], other[second] = b, a


def nest(value: Any, random: Random) -> None:
    container, key = random.choice(places_in(value))
    part = container[key]
    for _round in range(random.choice([1, 5, 38, 45, 300])):
        part = [part] if random.random() < 0.5 else {"x": part}
    container[key] = part


MUTATIONS: tuple[Callable[[Any, Random], None], ...] = (drop, replace, rename, add, repeat, dangle, swap, nest)


def broken_package(seed: int) -> bytes:
    """Return a small package, broken in one to four ways; sometimes its bytes are broken as well."""
    random = Random(seed)
    value: Any = small_package()
    for _round in range(random.randint(1, 4)):
        if places_in(value):
            random.choice(MUTATIONS)(value, random)
    content = as_bytes(value)
    return _broken_bytes(content, random) if random.random() < 0.15 else content


def broken_table(seed: int) -> bytes:
    """Return a small table, broken in one or two ways."""
    random = Random(seed)
    heads = ["identifier", "fullStatement", "Human Coding Scheme", "smartLevel", "Is Child Of", "Precedes", "Order"]
    rows = [["", f"Row {n}", f"C.{n}", f"1.{n}" if n else "1", "C.0" if n else "", "", str(n)] for n in range(5)]
    cells = [heads, *rows]
    for _round in range(random.randint(1, 2)):
        row = random.choice(cells)
        if not row:
            continue
        column = random.randrange(len(row))
        what = random.randrange(4)
        if what == 0:
            row[column] = str(random.choice(STRANGE)).replace("\ud800", "?")
        elif what == 1:
            row.pop(column)
        elif what == 2:
            row.insert(column, '"')
        else:
            cells.append(list(row))
    separator = random.choice([",", ";", "\t", ",", ","])
    content = "\n".join(separator.join(row) for row in cells).encode()
    return _broken_bytes(content, random) if random.random() < 0.2 else content


def _broken_bytes(content: bytes, random: Random) -> bytes:
    what = random.randrange(6)
    where = random.randrange(len(content))
    if what == 0:
        return content[:where]
    if what == 1:
        return content[:where] + bytes([random.randrange(256)]) + content[where + 1 :]
    if what == 2:
        return gzip.compress(content)[: max(where // 3, 1)]
    if what == 3:
        return content[:where] + content[where // 2 :]
    if what == 4:
        return content.decode().encode(random.choice(["utf-16", "utf-8-sig", "utf-7"]))
    return content + json.dumps(random.choice(["x", [1], {}])).encode()
