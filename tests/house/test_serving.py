"""`trellis demo` and `trellis serve`: they say where they are, and stop cleanly."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.conftest import clean_environ

from trellis import embedded
from trellis.cli import running
from trellis.cli.house import HouseError
from trellis.embedded import server

STOP_SECONDS = 3.0


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def demo(data_dir: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environ = clean_environ(data_dir, PORT=str(port), TRELLIS_TESTING="1", TRELLIS_WORKERS="1")
    command = [sys.executable, "-m", "trellis", "demo"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        yield process
        process.kill()


def greeting_of(process: subprocess.Popen[str]) -> str:
    """Read what the demo prints until it stands."""
    said = ""
    for line in process.stdout or ():
        said += line
        if "Ctrl-C" in line:
            return said
    pytest.fail(f"The demo stopped by itself:\n{said}")


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_greets_answers_and_stops_cleanly(
    demo: subprocess.Popen[str], port: int, data_dir: Path, number: signal.Signals
):
    said = greeting_of(demo)
    assert f"http://localhost:{port}/" in said
    assert "ada" in said
    assert re.search(rf"http://localhost:{port}/class/ with [a-z]+-[a-z]+-[0-9]{{3}}\n", said)
    assert re.search(r"three pictures, whoever it is: [a-z]+, then [a-z]+, then [a-z]+\.", said)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/health/")
    assert connection.getresponse().status == 200
    connection.close()
    children = children_of(demo.pid)
    began = time.monotonic()
    demo.send_signal(number)
    demo.wait(timeout=20)
    assert time.monotonic() - began < STOP_SECONDS
    assert demo.returncode == 0
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
    assert server.running_socket_dir(embedded.find_place(data_dir)) is None


def test_a_taken_port_is_said_before_anything_starts(data_dir: Path, port: int):
    command = [sys.executable, "-m", "trellis", "demo"]
    environ = clean_environ(data_dir, PORT=str(port))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 is not free")
    assert done.stderr.endswith("set PORT to another number.\n")


def test_a_lost_web_server_ends_the_command(monkeypatch: pytest.MonkeyPatch, port: int, capfd):
    monkeypatch.setattr(running, "_web_command", lambda *_: [sys.executable, "-c", "print('cannot start')"])
    code = running.run_until_stopped(host="127.0.0.1", port=port, workers=1, on_ready=lambda: None)
    assert code == 1
    assert "The web server stopped by itself" in capfd.readouterr().err


def test_a_port_that_needs_more_rights_is_explained(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(HouseError, match="Permission denied"):
        running.ensure_port_is_free("127.0.0.1", 80)
