"""What people write, shown: a little Markdown made safe. No HTML, no pictures, no headings, nothing from elsewhere.

Used for words that people say to each other, on every page that shows them. Publishers' statements have their own
rules (``framework/statements.py``): those arrive as HTML and hold maths.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_LETTERS = 20_000  # of what is shown; Markdown takes quadratic time on texts made to take long
MOST_BRACKETS = 200

TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Without any of these, a text is one plain paragraph and needs no parser: most messages are.
_MARKED = re.compile(r"[*_`\\\[\]|#>~&\n\r]|^\s*(?:[-+]|[0-9]+[.)])\s|https?://|^\s")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\x00-\x20]{1,500}")
_AFTER_AN_ADDRESS = ".,;:!?)]}…"


def render_words(text: str) -> SafeString:
    """Return what somebody wrote as safe HTML; a line break is a line break, an address is a link.

    >>> render_words("Two **things** <b>")
    '<p>Two <strong>things</strong> &lt;b&gt;</p>'
    """
    return _rendered(text)


@lru_cache(maxsize=1024)  # a conversation is read again and again, and its words never change
def _rendered(text: str) -> SafeString:
    text = tidy_words(text)
    if not _MARKED.search(text):
        return mark_safe(f"<p>{html.escape(text.strip(), quote=False)}</p>" if text.strip() else "")  # noqa: S308
    safe = nh3.clean(
        _markdown().render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_only_whole_addresses,
        link_rel="noopener noreferrer nofollow ugc",
    )
    return mark_safe(safe.strip())  # noqa: S308 - made safe by the line above


def plain_words(text: str) -> str:
    r"""Return what somebody wrote as one line without markup, for a title or a quotation.

    >>> plain_words("Two **things**\nand a [link](https://example.org)")
    'Two things and a link'
    """
    text = tidy_words(text)
    if not _MARKED.search(text):
        return " ".join(text.split())
    spaced = re.sub(r"</(?:p|li|pre|blockquote)>|<br ?/?>", " ", _markdown().render(text))
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def tidy_words(text: str) -> str:
    """Return ``text`` without signs that nobody sees, such as those that turn a line around."""
    if len(text) > MOST_LETTERS:
        text = f"{text[:MOST_LETTERS]}…"
    if text.count("[") > MOST_BRACKETS:  # every open bracket may begin a link, and each is followed to the end
        text = text.replace("[", "&#91;")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def _only_whole_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """Drop links into Trellis itself: nobody may point a reader to "/sign-out/"."""
    whole = attribute != "href" or value.lower().startswith(("https://", "http://", "mailto:"))
    return value if whole else None


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).enable("strikethrough")
    parser.disable(["html_block", "html_inline", "code", "heading", "lheading", "image", "hr", "reference"])
    parser.core.ruler.after("inline", "addresses", _link_addresses)
    return parser


def _link_addresses(state: StateCore) -> None:
    """Turn bare addresses into links, unless they stand inside one."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth, children = 0, []
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            children += [token] if depth or token.type != "text" else _with_links(token)
        block.children = children


def _with_links(token: Token) -> list[Token]:
    parts: list[Token] = []
    end = 0
    for found in _ADDRESS.finditer(token.content):
        address = found[0].rstrip(_AFTER_AN_ADDRESS)
        if len(address) <= len("https://"):
            continue
        parts += [_text(token.content[end : found.start()]), Token("link_open", "a", 1, attrs={"href": address})]
        parts += [_text(address), Token("link_close", "a", -1)]
        end = found.start() + len(address)
    return [*parts, _text(token.content[end:])]


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
