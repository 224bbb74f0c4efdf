"""A data folder of its own for each test that starts a server, and the `trellis` command as a person runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trellis import embedded

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def make_data_dir() -> Path:
    """Make a folder that the account of PostgreSQL may pass through, as `var/` of a clone."""
    folder = Path(tempfile.mkdtemp(prefix="trellis-house-"))
    folder.chmod(0o711)
    return folder / "var"


def clean_environ(data_dir: Path, **more: str) -> dict[str, str]:
    """Return an environment without the settings of the running tests."""
    ours = ("TRELLIS_", "DATABASE_", "DJANGO_", "PORT", "HOST")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return environ | {"PYTHONPATH": str(ROOT / "src"), "TRELLIS_DATA_DIR": str(data_dir)} | more


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """A data folder for the tests of one module."""
    folder = make_data_dir()
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder.parent)


@pytest.fixture(scope="module")
def trellis(data_dir: Path) -> Iterator[Run]:
    """Run the `trellis` command on the module's data folder, with more environment as keywords."""

    def run(*words: str, folder: Path = data_dir, **more: str) -> subprocess.CompletedProcess[str]:
        # The cheap password hash of the tests; everything else as a school has it.
        environ = clean_environ(folder, **({"TRELLIS_TESTING": "1"} | more))
        command = [sys.executable, "-m", "trellis", *words]
        return subprocess.run(command, env=environ, cwd="/", capture_output=True, text=True, timeout=120, check=False)

    # Held open, so that each command joins a running server instead of starting one.
    with embedded.start(data_dir, throwaway=True):
        yield run
