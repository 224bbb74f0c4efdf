"""Words of the formats for our own kinds, and back."""

from __future__ import annotations

ORG_KINDS = {
    **dict.fromkeys("school college university".split(), "school"),
    **dict.fromkeys("district localeducationagency ministryofeducation".split(), "district"),
    "department": "department",
}
ORG_TYPES = {"school": "school", "district": "district", "department": "department", "other": "local"}
# Coordinators leave as administrators, and no administrator becomes a coordinator by coming in.
ROLE_NAMES = {
    "learner": "student",
    "educator": "teacher",
    "family": "guardian",
    "mentor": "ext:mentor",
    "coordinator": "siteAdministrator",
    "district": "districtAdministrator",
}
SESSION_KINDS = {"schoolyear": "schoolYear", "term": "term", "semester": "semester", "gradingperiod": "gradingPeriod"}
ADVISORIES = frozenset("homeroom advisory advisement registration".split())


def unusual(text: str, usual: str) -> str:
    """Return a word of a file if it says more than our own kind does, else nothing."""
    return "" if text.lower() == usual.lower() else text
