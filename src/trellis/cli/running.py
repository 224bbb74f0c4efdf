"""Run the web server and the worker side by side, and stop both together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from trellis.cli.house import HouseError

GRACE_SECONDS = 2.0
LOOK_EVERY = 0.05
WORKER_REST_SECONDS = 5.0


class Children:
    """The processes of one `serve`: the web server has to live, a lost worker is started again."""

    def __init__(self, web: list[str]) -> None:
        self._web = _spawn(web)
        self._worker: subprocess.Popen[bytes] | None = None
        self._worker_since = 0.0

    def start_worker(self) -> None:
        """Start the worker beside the web server."""
        self._worker = _spawn([sys.executable, "-m", "trellis", "worker"])
        self._worker_since = time.monotonic()

    def watch(self) -> bool:
        """Look after the worker; return whether the web server still runs."""
        rested = time.monotonic() - self._worker_since > WORKER_REST_SECONDS
        if self._worker is not None and self._worker.poll() is not None and rested:
            print("The background worker stopped; starting it again.", file=sys.stderr)
            self.start_worker()
        return self._web.poll() is None

    def stop(self) -> None:
        """Ask both to finish, and end them after a short grace."""
        both = [child for child in (self._web, self._worker) if child is not None]
        for child in both:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(child.poll() is None for child in both):
            time.sleep(LOOK_EVERY)
        for child in both:
            # The whole family: the web server has workers of its own, which must not outlive it.
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            child.wait()


def run_until_stopped(*, host: str, port: int, workers: int, on_ready: Callable[[], None]) -> int:
    """Serve until Ctrl-C or a stop signal; return the exit code."""
    ensure_port_is_free(host, port)
    with _stop_signals() as stopped:
        children = Children(_web_command(host, port, workers))
        ready = False
        try:
            while not stopped and children.watch():
                if not ready and answers(host, port):
                    ready = True
                    on_ready()
                    # After the first page, so that the two do not compete for the processor while somebody waits.
                    children.start_worker()
                time.sleep(LOOK_EVERY)
        finally:
            children.stop()
    if not stopped:
        print("The web server stopped by itself; its last lines above say why.", file=sys.stderr)
        return 1
    return 0


def ensure_port_is_free(host: str, port: int) -> None:
    """Raise `HouseError` when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            raise HouseError(
                f"Port {port} on {host} is not free ({error.strerror}); set PORT to another number."
            ) from error


def answers(host: str, port: int) -> bool:
    """Return whether the web server answers its health check."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
    reach = everywhere.get(host, host)
    # Asked by a name that the server knows itself by, or it would report a stranger at each start.
    name = os.environ.get("TRELLIS_ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".").replace("*", "")
    connection = http.client.HTTPConnection(reach, port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": name or "localhost", "X-Forwarded-Proto": "https"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _web_command(host: str, port: int, workers: int) -> list[str]:
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        # Each thread keeps a database connection: 4 by 2 workers leave room among the 60 of the laptop.
        "blocking-threads": 4,
        "blocking-threads-idle-timeout": 600,
        "workers-kill-timeout": 1,
        "log-level": "warning",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "--respawn-failed-workers", "trellis.wsgi:application"]


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only us, and we stop everything in order.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Collect stop signals instead of dying of them."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
