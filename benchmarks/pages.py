"""How fast pages are: server time, requests a second, size and memory, in a small and in a very large district.

Each page is asked through the whole WSGI stack inside this process (server time), then all of them in turn from a
real server with two workers over eight keep-alive connections. Set TRELLIS_BENCH_LEARNERS=1000 to leave the large
district out: building it takes minutes.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from benchmarks.harness import Claim
from trellis.embedded import Embedded

ROUNDS, WARM_UP = 200, 20
WORKERS, CONNECTIONS, SECONDS = 2, 8, 8.0
ITEMS = 746
NAMESPACE = UUID("6c2d7f0e-6f1b-5f0a-9a53-0d5b1d1f6c11")
PEOPLE = {"learner": "ada", "educator": "tom", "family": "ruth", "mentor": "noor", "coordinator": "omar"}
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its name in the table, its address, and the cookie of who reads it."""

    name: str
    path: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page took inside the process, in milliseconds, and how large it was."""

    median: float
    p95: float
    size: int


def claims(_database: Embedded) -> list[Claim]:
    """Build the districts, one growing out of the other, and measure the pages in each."""
    sizes = [int(size) for size in os.environ.get("TRELLIS_BENCH_LEARNERS", "1000,100000").split(",")]
    found: list[Claim] = []
    first: dict[str, Measured] = {}
    for size in sizes:
        district_id = build(size)
        pages = choose_pages(district_id)
        measured = measure(pages)
        if not first:
            first = measured
            found += claims_of_pages(measured, size)
            found += claims_of_server(pages, size)
        else:
            found += claims_of_growth(first, measured, size)
    return found


def build(learners: int) -> UUID:
    """Make the demo district, or let it grow, and bring in the framework once."""
    from django.db import connection
    from django.utils import timezone

    from trellis.demo.build import build_demo
    from trellis.demo.calendar import day_of_demo

    began = time.monotonic()
    demo = build_demo(today=day_of_demo(timezone.now()), learners=learners)
    bring_in_framework(demo.district_id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"    built a district of {learners:,} learners in {time.monotonic() - began:.0f} s", flush=True)
    return demo.district_id


def bring_in_framework(district_id: UUID) -> None:
    """Import Common Core mathematics where the shared data has it, otherwise a made-up framework of its size."""
    from django.utils import timezone

    from trellis.interop.case.actions import import_framework

    folder = Path(os.environ.get("TRELLIS_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
    package = folder / "standards" / "ccss-math-case" / "ccss-math-2010.json"
    source: Path | bytes = package if package.exists() else made_up_package()
    report = import_framework(district_id=district_id, source=source, by=None, now=timezone.now())
    if report.refused:
        raise RuntimeError("The framework could not be imported.")


def made_up_package() -> bytes:
    """Return a CASE package of 746 items, nine under each, with statements as long as real ones."""
    rng = random.Random(7)
    words = "count compare build explain show measure describe number shape pattern story map model reason".split()

    def link(number: int) -> dict[str, str]:
        identifier = str(uuid5(NAMESPACE, str(number)))
        return {"identifier": identifier, "uri": f"urn:uuid:{identifier}", "title": str(number)}

    items: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []
    for number in range(1, ITEMS + 1):
        statement = " ".join(rng.choices(words, k=rng.randint(8, 40))).capitalize()
        own = {key: value for key, value in link(number).items() if key != "title"}
        items.append({**own, "humanCodingScheme": f"M.{number}", "fullStatement": statement, "educationLevel": ["05"]})
        associations.append(
            {
                "identifier": str(uuid5(NAMESPACE, f"link {number}")),
                "uri": f"urn:uuid:{uuid5(NAMESPACE, f'link {number}')}",
                "associationType": "isChildOf",
                "sequenceNumber": number,
                "originNodeURI": link(number),
                "destinationNodeURI": link((number - 1) // 9),
            }
        )
    document = {**link(0), "title": "A made-up framework", "creator": "Trellis", "adoptionStatus": "Draft"}
    return json.dumps({"CFDocument": document, "CFItems": items, "CFAssociations": associations}).encode()


def choose_pages(district_id: UUID) -> list[Page]:
    """Return the pages to measure, each with a reader who may see it."""
    from django.db.models import Count
    from django.urls import reverse

    from trellis.core.scope import district_scope
    from trellis.framework.models import Framework
    from trellis.school.models import Enrolment

    with district_scope(district_id):
        cookies = {role: cookie_of(username) for role, username in PEOPLE.items()}
        framework = Framework.objects.annotate(n=Count("competencies")).order_by("-n")[0]
        learners = Enrolment.objects.filter(role=Enrolment.Role.LEARNER, ends_on__isnull=True)
        counted = dict(learners.values_list("school_class").annotate(n=Count("pk")))
        class_id = min(counted, key=lambda key: (abs(counted[key] - 30), str(key)))
    pages = [Page(f"Today of a {role}", "/", cookie) for role, cookie in cookies.items()]
    class_page = reverse("school:class", args=[class_id])
    browser = reverse("framework:framework", args=[framework.pk])
    return [
        *pages,
        Page(f"class page of {counted[class_id]}", class_page, cookies["coordinator"]),
        Page("framework browser on 746 items", browser, cookies["learner"]),
    ]


def cookie_of(username: str) -> str:
    """Sign somebody in through the session and return the cookie a browser would send."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from trellis.people.middleware import DISTRICT_KEY, PERSON_KEY
    from trellis.people.models import Account

    account = Account.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "trellis.people.backends.AccountBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[DISTRICT_KEY], session[PERSON_KEY] = str(account.district_id), str(account.person_id)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def measure(pages: Sequence[Page]) -> dict[str, Measured]:
    """Ask every page in turn, many times, through the WSGI application, and time each answer."""
    times: dict[str, list[float]] = {page.name: [] for page in pages}
    sizes: dict[str, int] = {}
    for number in range(WARM_UP + ROUNDS):
        for page in pages:
            began = time.perf_counter()
            size = call(page)
            if number >= WARM_UP:
                times[page.name].append((time.perf_counter() - began) * 1000)
            sizes[page.name] = size
    return {
        name: Measured(statistics.median(taken), statistics.quantiles(taken, n=20)[-1], sizes[name])
        for name, taken in times.items()
    }


def call(page: Page) -> int:
    """Ask the WSGI application for a page, as a web server does; return the size of the answer."""
    from trellis.wsgi import application

    status: list[str] = []
    status_body: list[bytes] = []  # what the old way of answering would write; Django never does

    def start_response(line: str, _headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
        status.append(line)
        return status_body.append

    path, _between, query = page.path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": page.cookie,
        "REMOTE_ADDR": HOST,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    answer = application(environ, start_response)
    size = sum(map(len, answer))
    answer.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{page.name} ({page.path}) answered {status[0]}.")
    return size


def claims_of_pages(measured: dict[str, Measured], learners: int) -> list[Claim]:
    """Return three claims for each page of the small district."""
    where = f"{learners:,} learners"
    found: list[Claim] = []
    for name, page in measured.items():
        found += [
            Claim(f"{name}, {where}: median server time", page.median, "ms", limit=8),
            Claim(f"{name}, {where}: 95th percentile of server time", page.p95, "ms", limit=20),
            Claim(f"{name}: size of the HTML", page.size / 1000, "kB", limit=40),
        ]
    return found


def claims_of_growth(first: dict[str, Measured], measured: dict[str, Measured], learners: int) -> list[Claim]:
    """Return one claim for each page: how much slower it is in the large district."""
    return [
        Claim(
            f"{name}, {learners:,} learners: median compared with the small district ({page.median:.1f} ms)",
            page.median / first[name].median,
            "times",
            limit=1.5,
        )
        for name, page in measured.items()
        if name in first
    ]


def claims_of_server(pages: Sequence[Page], learners: int) -> list[Claim]:
    """Start a real server, load it, and claim requests a second and memory."""
    with served() as (process, port):
        load(pages, port, seconds=2.0)
        counted = load(pages, port, seconds=SECONDS)
        memory = [resident(child) for child in children(process.pid)]
    if counted["failed"]:
        raise RuntimeError(f"{counted['failed']:.0f} requests were not answered with 200.")
    rate = counted["answered"] / counted["seconds"]
    where = f"{learners:,} learners, {WORKERS} workers, {CONNECTIONS} connections"
    found = [Claim(f"all pages in turn, {where}: requests", rate, "requests/s", limit=200, better="more")]
    if memory:
        found.append(Claim(f"memory of the largest worker after the load, {where}", max(memory), "MB", limit=150))
    return found


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the server as `trellis serve` runs it, on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    options = ["--interface=wsgi", f"--host={HOST}", f"--port={port}", f"--workers={WORKERS}", "--blocking-threads=4"]
    command = [sys.executable, "-m", "granian", *options, "--no-ws", "--log-level=warning", "trellis.wsgi:application"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield process, port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start within 30 seconds.")


def load(pages: Sequence[Page], port: int, *, seconds: float) -> dict[str, float]:
    """Let another process ask for the pages, and return what it counted."""
    asked = {
        "host": HOST,
        "port": port,
        "seconds": seconds,
        "connections": CONNECTIONS,
        "pages": [[page.path, page.cookie] for page in pages],
    }
    command = [sys.executable, "-m", "benchmarks.page_load"]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, input=json.dumps(asked).encode(), stdout=subprocess.PIPE, check=True, cwd=root)
    counted: dict[str, float] = json.loads(done.stdout)
    return counted


def children(pid: int) -> list[int]:
    """Return the processes that a process started; none where the system does not say."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1_000_000
    return 0.0
