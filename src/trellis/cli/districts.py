"""Which district a command means. Outside its own scope no district is visible, not even to us."""

from __future__ import annotations

from uuid import UUID

from trellis.cli.house import HouseError
from trellis.embedded import Embedded


def find_district(given: str | None, embedded: Embedded | None) -> UUID:
    """Return the district with this name or identifier; without one, the only district there is."""
    districts = _known_districts(embedded)
    if given is None:
        if len(districts) == 1:
            return next(iter(districts))
        if not districts:
            raise HouseError(
                "There is no district yet; make one with `trellis create-district NAME`,"
                " or name one without accounts by its identifier with --district."
            )
        names = ", ".join(sorted(districts.values()))
        raise HouseError(f"There are several districts ({names}); say which with --district.")
    found = [key for key, name in districts.items() if given.strip().lower() in {name.lower(), str(key)}]
    if not found and (by_key := _by_identifier(given)) is not None:
        return by_key
    if len(found) != 1:
        raise HouseError(
            f"{'No' if not found else 'More than one'} district is called '{given}'; use its identifier,"
            " which `trellis create-district` printed."
        )
    return found[0]


def _known_districts(embedded: Embedded | None) -> dict[UUID, str]:
    """Return the districts by identifier: all of them on the embedded server, else those somebody can sign in to."""
    if embedded is not None:
        import psycopg

        with psycopg.connect(embedded.superuser_url) as connection:
            return dict(connection.execute("SELECT id, name FROM people_district").fetchall())
    from trellis.core.scope import front_door
    from trellis.people.models import Account

    with front_door():
        keys = list(Account.objects.order_by().values_list("district_id", flat=True).distinct())
    return {key: name for key in keys if (name := _name_of(key)) is not None}


def _by_identifier(given: str) -> UUID | None:
    try:
        key = UUID(given.strip())
    except ValueError:
        return None
    return key if _name_of(key) is not None else None


def _name_of(key: UUID) -> str | None:
    from trellis.core.scope import district_scope
    from trellis.people.models import District

    with district_scope(key):
        return District.objects.filter(pk=key).values_list("name", flat=True).first()
