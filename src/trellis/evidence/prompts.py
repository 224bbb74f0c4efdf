"""What a journal asks: by process, and by learning skill. The key of a prompt is kept with its answer."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROCESS: Mapping[str, Promise] = {
    "plan": _("What did I plan?"),
    "try": _("What did I try?"),
    "surprise": _("What surprised me?"),
    "again": _("What would I do again?"),
}
# By the family of a learning skill: the letters before the dot of its code in the starter framework.
_BY_FAMILY: Mapping[str, Mapping[str, Promise]] = {
    "PLA": {
        "pla-first": _("What came first, and why?"),
        "pla-change": _("Where did I change my plan, and what told me to?"),
    },
    "REA": {
        "rea-because": _("What was my “because”?"),
        "rea-other": _("What could somebody say against it?"),
    },
    "COL": {
        "col-give": _("What did I give the others, and what did they give me?"),
        "col-stuck": _("What did we do when we did not agree?"),
    },
    "ASK": {
        "ask-best": _("Which question brought me furthest?"),
        "ask-open": _("What do I still wonder about?"),
    },
    "REF": {
        "ref-know": _("How do I know that I understood it?"),
        "ref-next": _("What do I do differently next time?"),
    },
}
_ANY_SKILL: Mapping[str, Promise] = {
    "skill-where": _("Where did I use it?"),
    "skill-help": _("What helped me to do it?"),
}
ALL: Mapping[str, Promise] = {
    **PROCESS,
    **{key: words for family in _BY_FAMILY.values() for key, words in family.items()},
    **_ANY_SKILL,
}


def prompts_for(skill_code: str | None) -> Mapping[str, Promise]:
    """Return what is asked: the four of the process, and for a learning skill two of its own before them."""
    if skill_code is None:
        return PROCESS
    return {**_BY_FAMILY.get(skill_code.split(".")[0], _ANY_SKILL), **PROCESS}
