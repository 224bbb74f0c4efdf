"""Who may reach what: every URL x person x method, compared with the reviewed table `url_table.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.url_samples import samples_for
from tests.url_walk import METHODS, VISITORS, all_routes, clients_of, path_of, statuses

TABLE = Path(__file__).parent / "url_table.txt"
HEAD = f"{'url':<44} {'method':<7}" + "".join(f"{name[:5]:>6}" for name in VISITORS)


def _read_table() -> dict[tuple[str, str], list[int]]:
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith(("#", "url ")):
            name, method, *cells = line.split()
            rows[name, method] = [int(cell) for cell in cells]
    return rows


def _line(name: str, method: str, cells: list[int]) -> str:
    return f"{name:<44} {method:<7}" + "".join(f"{cell:>6}" for cell in cells)


@pytest.fixture
def walked(cast, sign_in) -> dict[tuple[str, str], list[int]]:
    samples = samples_for(cast)
    clients = clients_of(cast, sign_in)
    seen = {}
    for route in all_routes():
        path = path_of(route, samples)
        for method in METHODS:
            seen[route.name, method] = statuses(path, method, clients)
    return seen


def test_every_answer_stands_in_the_reviewed_table(walked, request):
    if request.config.getoption("--write-table"):
        notes = [line for line in TABLE.read_text().splitlines() if line.startswith("#")] if TABLE.exists() else []
        lines = [_line(name, method, cells) for (name, method), cells in walked.items()]
        TABLE.write_text("\n".join([*notes, HEAD, *lines]) + "\n")
        pytest.fail("The table was written anew: read the difference, every line of it.")
    expected = _read_table()
    assert {key: cells for key, cells in walked.items() if any(cell >= 500 for cell in cells)} == {}
    wrong = [
        f"{_line(name, method, cells)}\n   table says:{_line('', '', expected.get((name, method), []))[11:]}"
        for (name, method), cells in walked.items()
        if expected.get((name, method)) != cells
    ]
    assert not wrong, "\n" + HEAD + "\n" + "\n".join(wrong)
    assert set(expected) == set(walked), "The table has rows of URLs that are gone."
