"""Asks a server for pages over keep-alive connections, from a process of its own: `python -m benchmarks.page_load`.

Reads a JSON object from standard input (host, port, seconds, connections, pages as [path, cookie]) and writes one
back: how many requests were answered with 200, how many otherwise, and in how many seconds.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import islice


@dataclass
class Tally:
    """What the threads counted together."""

    answered: int = 0
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, answered: int, failed: int) -> None:
        """Add what one thread counted."""
        with self.lock:
            self.answered += answered
            self.failed += failed


def ask(host: str, port: int, pages: list[tuple[str, str]], until: float, tally: Tally) -> None:
    """Ask for one page after another over one connection until the time is over."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    answered = failed = 0
    while time.monotonic() < until:
        for path, cookie in pages:
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status == http.client.OK:
                answered += 1
            else:
                failed += 1
            if time.monotonic() >= until:
                break
    connection.close()
    tally.add(answered, failed)


def main() -> None:
    """Run the connections side by side and say what came of it."""
    asked = json.load(sys.stdin)
    pages = [(path, cookie) for path, cookie in asked["pages"]]
    tally, began = Tally(), time.monotonic()
    until = began + asked["seconds"]
    threads = []
    for number in range(asked["connections"]):
        start = number % len(pages)  # each connection begins elsewhere, so that the pages are mixed at all times
        turned = [*islice(pages, start, None), *islice(pages, start)]
        arguments = (asked["host"], asked["port"], turned, until, tally)
        threads.append(threading.Thread(target=ask, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    json.dump({"answered": tally.answered, "failed": tally.failed, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
