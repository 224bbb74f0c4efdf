"""A whole demo district on a port of its own, and browsers that visit it with and without JavaScript."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# Building the demo says how far it is. On a busy machine it takes its time: only silence means that it hangs.
SILENT_SECONDS, START_SECONDS = 120, 600
CHROMIUM = os.environ.get("TRELLIS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Without these a browser asks its maker's servers at every start, and nothing here may leave the machine.
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic"]  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """The data folder of the demo district, for what no page shows.

    `TRELLIS_JOURNEYS_DATA` names one that is kept: whoever writes a story builds the district once.
    """
    if kept := os.environ.get("TRELLIS_JOURNEYS_DATA"):
        Path(kept).mkdir(mode=0o711, parents=True, exist_ok=True)
        yield Path(kept)
        return
    folder = Path(tempfile.mkdtemp(prefix="trellis-journeys-"))
    folder.chmod(0o711)  # as root the database has an account of its own, which passes through
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def house(data_dir) -> Iterator[str]:
    """The address of a freshly built demo district, served by the real command."""
    port = _free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("TRELLIS_", "DATABASE_", "DJANGO_"))}
    environment |= {"PORT": str(port), "TRELLIS_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT / "src")}
    log = data_dir / "log.txt"
    with log.open("w") as output:
        command = [sys.executable, "-m", "trellis", "demo"]
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output, cwd=ROOT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    began = heard = time.monotonic()
    said = 0
    while time.monotonic() < min(heard + SILENT_SECONDS, began + START_SECONDS):
        if server.poll() is not None:
            pytest.fail(f"The demo did not start:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.2)
        if log.stat().st_size > said:
            said, heard = log.stat().st_size, time.monotonic()
    pytest.fail(f"The demo did not answer within {time.monotonic() - began:.0f} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def scripted(request) -> bool:
    """Stories that ask for it are told twice."""
    return request.param == "with JavaScript"


@pytest.fixture
def visit(house, browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a visitor of their own: fresh cookies, own device."""
    contexts: list[BrowserContext] = []

    def open_page(*, scripted: bool = True, width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(
            base_url=house,
            java_script_enabled=scripted,
            viewport={"width": width, "height": height},
            locale=str(options.pop("locale", "en-GB")),
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: _stay_home(request.url, house))
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _stay_home(url: str, house: str) -> None:
    assert url.startswith((house, "data:", "blob:", "about:")), f"A request left the origin: {url}"


def enter(page: Page, name: str) -> Page:
    """Enter the demo as a named person, by the one click of the sign-in page."""
    page.goto("/account/login/")
    button = page.locator(".demo-people").get_by_role("button", name=name, include_hidden=True).first
    if not button.is_visible():
        page.get_by_text("More people").click()
    button.click()
    page.wait_for_load_state()
    return page
