"""Commands that bring rosters and frameworks in and give them out."""

from __future__ import annotations

import click


@click.group("import")
def import_group() -> None:
    """Bring a roster or a framework in."""


@click.group("export")
def export_group() -> None:
    """Give a roster or a framework out."""
