"""Commands that keep running: the demo, the server, a worker."""

from __future__ import annotations

import os
import sys
from typing import cast

import click

from trellis.cli import running
from trellis.cli.house import ensure_tables, open_database, open_house, read_settings, set_up_django, whole_number
from trellis.cli.progress import Bars
from trellis.cli.remembering import DemoDoors, recall_demo, remember_demo

LOOPBACK = {"127.0.0.1", "::1"}


@click.command()
@click.option(
    "--learners",
    type=click.IntRange(min=1),
    help="How many learners the district has, for measuring. Without it 110 learners, 160 people.",
)
@click.option("--no-serve", is_flag=True, help="Only make the district, then stop.")
def demo(learners: int | None, *, no_serve: bool) -> None:
    """Make a district to look around in, once, and serve it on this machine."""
    os.environ.setdefault("TRELLIS_DEMO", "1")
    address = _address()
    if not no_serve:
        running.ensure_port_is_free(*address)
    with open_database() as embedded:
        read_settings()
        doors = recall_demo(embedded) if learners is None else None
        if doors is None:
            set_up_django(serves_pages=True)
            ensure_tables(embedded)
            doors = _build_district(learners)
            remember_demo(embedded, doors)
        if not no_serve:
            sys.exit(_serve(*address, greeting=_demo_greeting(*address, doors)))


@click.command()
def serve() -> None:
    """Serve Trellis, with one worker for background work beside it."""
    address = _address()
    with open_house(serves_pages=True) as embedded:
        from django.db import connections

        ensure_tables(embedded)
        _collect_static_files()
        connections.close_all()
        sys.exit(_serve(*address, greeting=f"Trellis is open on http://{address[0]}:{address[1]}/ (Ctrl-C stops it)"))


@click.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs done at the same time.")
def worker(jobs: int) -> None:
    """Do background work until stopped; run as many of these as you like, on any machine."""
    with open_house():
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        connector = cast("DjangoConnector", app.connector)
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(concurrency=jobs, delete_jobs="successful", shutdown_graceful_timeout=1.5)


def _build_district(learners: int | None) -> DemoDoors:
    """Make the demo district unless it is there, with a bar for each part of it; return how one comes in."""
    from django.db import connections
    from django.utils import timezone

    from trellis.demo.build import build_demo
    from trellis.demo.calendar import day_of_demo

    with Bars() as bars:
        built = build_demo(today=day_of_demo(timezone.now()), learners=learners, on_progress=bars.tell)
    connections.close_all()
    return DemoDoors(list(built.usernames), built.password, built.class_code, list(built.pictures))


def _demo_greeting(host: str, port: int, doors: DemoDoors) -> str:
    address = f"http://{'localhost' if host in LOOPBACK else host}:{port}/"
    young = [
        f"  A young learner knocks at {address}class/ with {doors.class_code}",
        f"  and {_in_words(doors.pictures)}.",
    ]
    return "\n".join(
        [
            "",
            f"  Trellis is open:  {address}",
            "",
            f"  One click on that page signs you in, or type a name: {', '.join(doors.usernames)}.",
            f"  The password of each is: {doors.password}",
            *(young if doors.class_code else []),
            "",
            "  Ctrl-C stops everything; your changes are kept for the next time.",
            "",
        ]
    )


def _in_words(pictures: list[str]) -> str:
    """Name the pictures in the order in which they are chosen."""
    return f"three pictures, whoever it is: {', then '.join(pictures)}"


def _address() -> tuple[str, int]:
    return os.environ.get("HOST", "").strip() or "127.0.0.1", whole_number("PORT", 8000)


def _serve(host: str, port: int, *, greeting: str) -> int:
    workers = whole_number("TRELLIS_WORKERS", 2, most=64)
    return running.run_until_stopped(host=host, port=port, workers=workers, on_ready=lambda: click.echo(greeting))


def _collect_static_files() -> None:
    """Gather style sheets and scripts under names that change with their content, where the settings ask for it."""
    from django.conf import settings
    from django.core.management import call_command

    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
        call_command("collectstatic", interactive=False, verbosity=0)
