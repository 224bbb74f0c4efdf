"""`python -m trellis.embedded start|stop|status DIR`: the embedded server for scripts, tests and tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from trellis import embedded
from trellis.embedded import server
from trellis.embedded.places import find_place


def main() -> int:
    """Run one command; print the addresses as lines that a shell can `eval`."""
    parser = argparse.ArgumentParser(prog="python -m trellis.embedded", description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--throwaway", action="store_true", help="faster and unsafe on power loss, for tests")
    options = parser.parse_args()
    try:
        return _run(options.command, options.data_dir, throwaway=options.throwaway)
    except embedded.EmbeddedError as error:
        print(error, file=sys.stderr)
        return 2


def _run(command: str, data_dir: Path, *, throwaway: bool) -> int:
    if command == "start":
        with embedded.start(data_dir, throwaway=throwaway, keep_running=True) as database:
            for name, value in database.environ().items():
                print(f"export {name}='{value}'")
            print(f"export TRELLIS_SUPERUSER_URL='{database.superuser_url}'")
            print(f"export TRELLIS_POSTGRES_BIN='{database.bin_dir}'")
        return 0
    if command == "stop":
        print("stopped" if embedded.stop(data_dir) else "was not running")
        return 0
    running = server.running_socket_dir(find_place(data_dir))
    print(f"running, socket in {running}" if running else "not running")
    return 0 if running else 3


if __name__ == "__main__":
    sys.exit(main())
