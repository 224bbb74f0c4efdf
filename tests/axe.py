"""Hold a page in a real browser to WCAG 2.2 AA with axe, and say plainly what it found."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def assert_accessible(page: Page) -> None:
    """Fail with one line for each finding: what is wrong, where, and where to read about it.

    The script runs through the browser's own door for tools, so the page's strict policy stays in force.
    """
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    findings = [_say(violation) for violation in results.response["violations"]]
    assert not findings, f"{page.url} at {page.viewport_size}:\n" + "\n".join(findings)


def _say(violation: dict[str, Any]) -> str:
    places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:120]}" for node in violation["nodes"][:5]]
    head = f"- {violation['id']} ({violation['impact']}): {violation['help']} <{violation['helpUrl']}>"
    return "\n".join([head, *places])
