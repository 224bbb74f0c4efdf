"""Make, start and stop the PostgreSQL server of one place. Callers hold the `turn`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from trellis.embedded.places import POSTGRES_MAJOR, EmbeddedError, Place, make_socket_dir
from trellis.embedded.roles import SUPERUSER

PORT = "5432"  # Only names the socket file: the server listens on no network at all.
LARGEST_LOG = 5_000_000
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Sized for a teacher's laptop: web server, worker and a few commands side by side.
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    # Pages are many and short; compiling a query or sharing it over cores costs more than it saves.
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    # Failed statements and their rows hold children's data: the log names the failure, not the values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def create(place: Place, *, throwaway: bool) -> None:
    """Make an empty cluster when there is none; an interrupted attempt leaves nothing behind."""
    version_file = place.pgdata / "PG_VERSION"
    if version_file.exists():
        found = version_file.read_text(encoding="ascii").strip()
        if found != str(POSTGRES_MAJOR):
            raise EmbeddedError(
                f"The database in {place.pgdata} was made by PostgreSQL {found} and this Trellis carries"
                f" {POSTGRES_MAJOR}; restore a backup into an empty data folder."
            )
        return
    draft = place.home / "pgdata.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if place.runner:
        os.chown(draft, place.runner.uid, place.runner.gid)
    # "trust" is safe here: the socket lives in a folder that only the server's own account (and root) can
    # enter, and there is no network listener. "peer" would tie the roles to names of system accounts, which
    # differ between root in a container and an ordinary user.
    options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    options += ["--no-sync"] if throwaway else []
    done = place.run("initdb", *options, f"--username={SUPERUSER}", f"--pgdata={draft}")
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise EmbeddedError(f"The database could not be made in {place.home}: {_last_line(done)}")
    if place.pgdata.exists():
        place.pgdata.rmdir()
    draft.rename(place.pgdata)


def launch(place: Place, *, throwaway: bool) -> Path:
    """Start the server and wait until it answers; return the folder of its socket."""
    socket_dir = make_socket_dir(place)
    for left_behind in socket_dir.glob(".s.PGSQL.*"):
        # No server of ours runs (we hold the turn); after a crash the number in the lock may be another program's.
        left_behind.unlink()
    settings = SETTINGS | {"unix_socket_directories": str(socket_dir)} | (THROWAWAY_SETTINGS if throwaway else {})
    flags = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    if place.log.exists() and place.log.stat().st_size > LARGEST_LOG:
        place.log.replace(place.log.with_suffix(".old.log"))
    # pg_ctl puts the server into a session of its own, so Ctrl-C reaches us first and not the database.
    done = place.run(
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=60",
        f"--pgdata={place.pgdata}",
        f"--log={place.log}",
        f"--options={flags}",
    )
    if done.returncode:
        raise EmbeddedError(f"The database did not start: {_last_log_line(place)} (see {place.log})")
    return socket_dir


def stop(place: Place) -> bool:
    """Stop the server, ending its connections; return whether it ran."""
    if running_socket_dir(place) is None:
        return False
    done = place.run("pg_ctl", "stop", "--mode=fast", "--wait", "--timeout=30", f"--pgdata={place.pgdata}")
    if done.returncode:
        raise EmbeddedError(f"The database did not stop: {_last_line(done)}")
    return True


def running_socket_dir(place: Place) -> Path | None:
    """Return the folder of the running server's socket, or None after clearing what a crash left behind."""
    pid_file = place.pgdata / "postmaster.pid"
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except PermissionError:
        raise EmbeddedError(
            f"The database in {place.pgdata} belongs to another account; start Trellis as that account"
            " or set TRELLIS_DATA_DIR."
        ) from None
    if lines and lines[0].isdigit() and _is_server(int(lines[0]), place.pgdata):
        return Path(lines[4])
    # After a power cut the number may belong to another program by now; PostgreSQL would refuse to start.
    pid_file.unlink(missing_ok=True)
    return None


def _is_server(pid: int, pgdata: Path) -> bool:
    command_file = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            words = command_file.read_bytes().split(b"\0")
        except OSError:
            return False
        return b"postgres" in words[0] and os.fsencode(pgdata) in words
    found = subprocess.run(["/bin/ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return "postgres" in found.stdout and str(pgdata) in found.stdout


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return lines[-1] if lines else f"exit code {done.returncode}"


def _last_log_line(place: Place) -> str:
    try:
        lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "no log was written"
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or ["the log is empty"])[-1].strip()
