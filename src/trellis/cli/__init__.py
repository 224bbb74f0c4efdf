"""The `trellis` command: each file of this folder holds one family of its verbs.

Everything heavy is imported by the verb that needs it, so `trellis --help` answers at once and the demo
starts fast. Errors that a person can mend are one sentence on the error stream and exit code 2.
"""

from __future__ import annotations

import sys

import click

from trellis.cli.exchanging import export_group, import_group
from trellis.cli.founding import create_coordinator, create_district
from trellis.cli.house import HouseError
from trellis.cli.keeping import backup, check, erasures, migrate, restore
from trellis.cli.serving import demo, serve, worker
from trellis.embedded import EmbeddedError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name=None, version="0.1.0", prog_name="trellis")
def trellis() -> None:
    """Trellis: learners co-design their learning inside a shared framework.

    Start with `trellis demo`, or `trellis create-district` for a school of your own.
    """


for command in (
    demo,
    serve,
    worker,
    migrate,
    create_district,
    create_coordinator,
    import_group,
    export_group,
    backup,
    restore,
    erasures,
    check,
):
    trellis.add_command(command)


def main() -> None:
    """Run the command line; say what is wrong in one sentence where a person can mend it."""
    try:
        trellis(prog_name="trellis")
    except (HouseError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
