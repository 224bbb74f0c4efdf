"""Whom one may enter as with one click on the sign-in page of the demo."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from trellis.people.doors.demo_entry import DemoPerson

ENTRIES = (
    DemoPerson("ada", "Ada", _("learner, grade 6")),
    DemoPerson("tom", "Tom", _("teaches Ada")),
    DemoPerson("ruth", "Ruth", _("Ada’s mother, reads Spanish")),
    DemoPerson("noor", "Noor", _("mentor of Ada’s project")),
    DemoPerson("omar", "Omar", _("coordinator of the district")),
    DemoPerson("ines", "Ines", _("Ada’s adviser")),
    DemoPerson("ben", "Ben", _("Ada’s classmate")),
    DemoPerson("chidi", "Chidi", _("learner in another class")),
    DemoPerson("mira", "Mira", _("teaches Chidi, new to Ada")),
    DemoPerson("paul", "Paul", _("Chidi’s father")),
    DemoPerson("teresa", "Teresa", _("coordinator of one school")),
    DemoPerson("dana", "Dana", _("works for the district")),
    DemoPerson("mateo", "Mateo", _("learner, grade 1")),
    DemoPerson("eve", "Eve", _("left the school last month")),
    DemoPerson("zed", "Zed", _("learner in another district")),
)


def entries() -> Sequence[DemoPerson]:
    """Return the named people of the demo, those of most stories first."""
    return ENTRIES
