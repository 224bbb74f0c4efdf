"""The words for what somebody is to a child at home: rosters bring codes, the office writes what it likes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RELATIONS: dict[str, Promise] = {
    "guardian": _("guardian"),
    "parent": _("parent"),
    "mother": _("mother"),
    "father": _("father"),
    "relative": _("relative"),
    "family": _("family"),
    "grandparent": _("grandparent"),
    "grandmother": _("grandmother"),
    "grandfather": _("grandfather"),
    "aunt": _("aunt"),
    "uncle": _("uncle"),
    "fosterparent": _("foster parent"),
    "stepparent": _("step-parent"),
}


def relation_words(relation: str) -> str:
    """Return a relation in the reader's language where it is a common one, otherwise as it was written."""
    return str(RELATIONS.get(relation.strip().lower().replace(" ", "").replace("-", ""), relation))
