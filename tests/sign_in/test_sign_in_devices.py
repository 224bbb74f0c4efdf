"""A visit says its browser and its device in words, not as the browser writes itself."""

from __future__ import annotations

import pytest

from trellis.people.devices import device_icon, device_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words", "icon"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/130.0 Safari/537.36",
            "Chrome on Windows",
            "monitor",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/130.0 Safari/537.36",
            "Chrome on Chromebook",
            "monitor",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/130.0 Mobile Safari/537.36",
            "Chrome on Android",
            "smartphone",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} CriOS/130.0",
            "Chrome on iPhone",
            "smartphone",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.5 Safari/605.1",
            "Safari on Mac",
            "monitor",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox on Linux", "monitor"),
        ("Mozilla/5.0 (Nintendo Switch) Firefox/131.0", "Firefox", "monitor"),
        ("Mozilla/5.0 (iPad)", "iPad", "smartphone"),
        ("curl/8.5", "A browser we do not know", "monitor"),
        ("", "A browser we do not know", "monitor"),
    ],
)
def test_a_browser_is_said_in_plain_words(user_agent, words, icon):
    assert (device_words(user_agent), device_icon(user_agent)) == (words, icon)
