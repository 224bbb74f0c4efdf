"""Commands that begin a district: the district itself and its first coordinator."""

from __future__ import annotations

import os
from pathlib import Path

import click

from trellis.cli.districts import find_district
from trellis.cli.house import HouseError, ensure_tables, open_house


@click.command("create-district")
@click.argument("name")
@click.option("--time-zone", help="Such as Europe/Madrid; the one of this machine when not given.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
def create_district(name: str, time_zone: str | None, language: str) -> None:
    """Make an empty district called NAME."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.utils import timezone

        from trellis.core.actions import ActionRefused
        from trellis.core.scope import district_scope
        from trellis.evidence.actions.policy import begin_purposes
        from trellis.people.actions import create_district as create

        try:
            zone, now = time_zone or local_time_zone(), timezone.now()
            district = create(name=name, time_zone=zone, language=language, now=now)
            with district_scope(district.pk):
                begin_purposes(by=None, now=now)
        except ActionRefused as refused:
            raise HouseError(str(refused.sentence)) from refused
        click.echo(f"Made the district {district.name} ({district.pk}), time zone {zone}.")
        click.echo(f"Next: trellis create-coordinator --district {district.pk}")


@click.command("create-coordinator")
@click.option("--district", help="Name or identifier of the district, where there are several.")
@click.option("--given-name", prompt="Given name")
@click.option("--family-name", prompt="Family name", default="", show_default=False)
@click.option("--username", prompt="Username")
@click.option("--email", default="", help="For setting a new password by mail.")
@click.option(
    "--password",
    envvar="TRELLIS_NEW_PASSWORD",
    prompt="Password (at least 10 characters)",
    hide_input=True,
    confirmation_prompt="Once more",
    help="Asked for when not given; better there, or in TRELLIS_NEW_PASSWORD, than on the command line.",
)
def create_coordinator(
    *, district: str | None, given_name: str, family_name: str, username: str, email: str, password: str
) -> None:
    """Add somebody who sets up a district and runs its schools."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError
        from django.utils import timezone

        from trellis.core.actions import ActionRefused
        from trellis.people.actions import create_coordinator as create

        try:
            validate_password(password)
            account = create(
                district_id=find_district(district, embedded),
                given_name=given_name,
                family_name=family_name,
                username=username,
                password=password,
                email=email,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise HouseError(" ".join(error.messages)) from error
        except ActionRefused as refused:
            raise HouseError(str(refused.sentence)) from refused
        click.echo(f"{given_name} can sign in as {account.username}.")


def local_time_zone() -> str:
    """Return the name of this machine's time zone, UTC where it cannot be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    if "/" in named:
        return named
    try:
        target = str(Path("/etc/localtime").resolve(strict=True))
    except OSError:
        return "UTC"
    _, found, name = target.partition("zoneinfo/")
    return name if found else "UTC"
