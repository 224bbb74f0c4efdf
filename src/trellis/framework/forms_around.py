"""What a local competency builds on and opens, as it was ticked: two lists that grow by searching."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict

from trellis.framework.forms_requirements import keys_in

MOST = 30
SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Around:
    """What comes before and after, by id and in the order in which it was chosen."""

    before: tuple[UUID, ...] = ()
    after: tuple[UUID, ...] = ()


def around_sent(data: QueryDict, do: str) -> Around:
    """Return both lists as they were sent: with what was ticked for one side, without what was taken out."""
    around = Around(*(tuple(keys_in(data.getlist(side)))[:MOST] for side in SIDES))
    ticked = tuple(keys_in(data.getlist("pick")))
    if do in SIDES:
        joined = tuple(dict.fromkeys((*getattr(around, do), *ticked)))[:MOST]
        other = SIDES[do == SIDES[0]]
        around = replace(
            around, **{do: joined, other: tuple(key for key in getattr(around, other) if key not in joined)}
        )
    if do.startswith("out:"):
        gone = set(keys_in([do.removeprefix("out:")]))
        around = Around(*(tuple(key for key in getattr(around, side) if key not in gone) for side in SIDES))
    return around
