"""What the worker does with files at night."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from trellis.files.actions import sweep_files


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="files.sweep", name="files.sweep")
def sweep(timestamp: int) -> None:
    """Each night: let go of files that hang on nothing, and remove bytes that no row knows."""
    sweep_files(now=datetime.fromtimestamp(timestamp, UTC))
