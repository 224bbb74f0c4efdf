"""How somebody likes their pages, for whoever writes something that they will read."""

from __future__ import annotations

from trellis.people.access import account_of
from trellis.people.models import Person


def language_of_pages(person: Person) -> str:
    """Return the language in which somebody reads their pages: their own choice, else the district's."""
    account = account_of(person)
    return (account.language if account is not None else "") or person.district.language
