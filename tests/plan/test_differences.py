"""What is shown as different between two texts."""

from __future__ import annotations

import pytest

from trellis.plan.differences import shown_difference


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a map", "a map and a page", "a map<ins> and a page</ins>"),
        ("a map and a page", "a map", "a map<del> and a page</del>"),
        ("", "a page", "<ins>a page</ins>"),
        ("a page", "", "<del>a page</del>"),
        ("I run far", "She sings well", "<del>I run far</del> → <ins>She sings well</ins>"),
        ("a <b> c", "a <b> c d", "a &lt;b&gt; c<ins> d</ins>"),
        ("x " * 900, "x " * 901, f"<del>{'x ' * 900}</del> → <ins>{'x ' * 901}</ins>"),
    ],
)
def test_words_that_stay_are_shown_once(old, new, shown):
    assert shown_difference(old, new) == shown
