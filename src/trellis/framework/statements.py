"""Statements as published: Markdown, HTML and maths made safe to show, and made plain for search and titles.

Publishers write statements as Markdown, as HTML, with LaTeX between dollars, or with bare ``<`` signs that mean
"less than". What comes out holds an allow-list of elements, no style, no script, nothing fetched from elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.html_inline import html_inline
from markdown_it.token import Token

from trellis.framework.maths import latex_to_mathml, latex_to_text

MAX_LENGTH = 20_000  # of what is shown; Markdown takes quadratic time on texts made to take long
MAX_BRACKETS = 200
MAX_MATHS = 2_000

_TAGS_WORDS = (
    "a abbr b blockquote br caption code dd dl dt em i li ol p pre s strong sub sup"
    " table tbody td tfoot th thead tr u ul"
)
TAGS = frozenset(_TAGS_WORDS.split())
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3 would allow a title and a language everywhere
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# Names that publishers and attackers use as tags. Any other "<name" is taken as "less than" and shown as text.
_OTHER_TAGS_WORDS = (
    "applet article aside audio base body button canvas center cite col colgroup del details div embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe img input ins"
    " kbd label legend link main map mark marquee math menu meta nav noscript object option param picture q samp"
    " script section select small source span strike style summary svg template textarea title track tt var video"
    " xmp annotation-xml annotation semantics mi mn mo mrow mtext ms msup msub msubsup mfrac msqrt mroot mtable mtr"
    " mtd mglyph malignmark mstyle mspace foreignobject animate set use image path desc"
)
_OTHER_TAGS = frozenset(_OTHER_TAGS_WORDS.split())
_KNOWN_TAGS = TAGS | _OTHER_TAGS
_TAG = re.compile(
    r"""</?([A-Za-z][A-Za-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)))*)\s*/?>"""
)
# Placeholders travel through Markdown and the sanitiser between two private-use characters.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACEHOLDER = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Without any of these, a text is its own rendering and needs no parser: most statements are.
_MARKED = re.compile(r"[*_`<$\\&\[\]|#>~\n\r]|^\s*(?:[-+]|[0-9]+[.)])\s|^\s")
_PROSE = re.compile(r"[A-Za-z]{2,}\s")
_FORMULA = re.compile(r"[\\^_={}<>+]")


def render_statement(text: str) -> str:
    """Return ``text`` as safe HTML; a statement of one paragraph comes without the ``<p>`` around it.

    >>> render_statement("Find $x^2$ when *x* < 3")[-24:]
    ' when <em>x</em> &lt; 3'
    """
    text = _tidy(text)
    if not _MARKED.search(text):
        return html.escape(text.strip(), quote=False)
    formulas: list[tuple[str, bool]] = []
    raw = _markdown().render(text, {"formulas": formulas})
    safe = nh3.clean(
        raw,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_only_whole_addresses,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    safe = _EMPTY.sub("", safe)
    return _unwrap(_PLACEHOLDER.sub(lambda found: _formula(formulas, int(found[1])), safe).strip())


def _only_whole_addresses(_tag: str, attribute: str, value: str) -> str | None:
    """Drop links into Trellis itself: no source may point a reader to "/sign-out/"."""
    whole = attribute != "href" or value.lower().startswith(("https://", "http://", "mailto:"))
    return value if whole else None


def plain_statement(text: str) -> str:
    """Return ``text`` as one line without markup, for search, page titles and labels."""
    text = _tidy(text)
    if not _MARKED.search(text):
        return " ".join(text.split())
    formulas: list[tuple[str, bool]] = []
    raw = _markdown().render(text, {"formulas": formulas})
    raw = _SCRIPTED.sub(_scripted, raw)
    raw = _ENDS_A_BLOCK.sub(" ", raw)
    bare = html.unescape(nh3.clean(raw, tags=set()))
    bare = _PLACEHOLDER.sub(lambda found: _formula_text(formulas, int(found[1])), bare)
    return " ".join(bare.split())


def _tidy(text: str) -> str:
    if len(text) > MAX_LENGTH:
        text = f"{text[:MAX_LENGTH]}…"
    if text.count("[") > MAX_BRACKETS:  # every open bracket may begin a link, and each is followed to the end
        text = text.replace("[", "&#91;")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def _unwrap(safe: str) -> str:
    if safe.startswith("<p>") and safe.endswith("</p>") and safe.count("<p>") == 1:
        inner = safe[3:-4]
        if not _BLOCK.search(inner):
            return inner
    return safe


_EMPTY = re.compile(r"<p>\s*</p>\n?")
_BLOCK = re.compile(r"</?(?:p|ul|ol|dl|table|pre|blockquote)\b")
_ENDS_A_BLOCK = re.compile(r"<br\s*/?>|</(?:p|li|td|th|tr|dd|dt|caption|blockquote|pre|div|h[1-6])>", re.IGNORECASE)
_SCRIPTED = re.compile(r"<(sup|sub)>([^<>]{1,40})</\1>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def _scripted(found: re.Match[str]) -> str:
    """Write a raised or lowered text with Unicode digits where they exist, otherwise behind ``^`` or ``_``."""
    inner = html.unescape(found[2]).strip()
    raised = found[1].lower() == "sup"
    moved = inner.translate(_RAISED if raised else _LOWERED)
    if inner and all(before != after for before, after in zip(inner, moved, strict=True)):
        return moved
    sign = "^" if raised else "_"
    return html.escape(f"{sign}{inner}" if len(inner) == 1 else f"{sign}({inner})", quote=False)


def _formula(formulas: Sequence[tuple[str, bool]], number: int) -> str:
    if number >= len(formulas):
        return ""
    latex, display = formulas[number]
    mathml = latex_to_mathml(latex, display=display)
    return mathml if mathml is not None else f"<code>{html.escape(latex, quote=False)}</code>"


def _formula_text(formulas: Sequence[tuple[str, bool]], number: int) -> str:
    if number >= len(formulas):
        return ""
    latex, display = formulas[number]
    return latex_to_text(latex) if latex_to_mathml(latex, display=display) is not None else latex


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    """Return the parser: CommonMark with tables, HTML where it really is HTML, maths; no images, no indented code."""
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable(["table", "strikethrough"])
    # Blocks of HTML would switch Markdown and maths off inside them; lines under a text are no headings here.
    parser.disable(["html_block", "code", "lheading", "image", "hr", "reference"])
    parser.inline.ruler.before("escape", "maths", _maths_rule)
    parser.inline.ruler.at("html_inline", _html_rule)
    parser.add_render_rule("maths", _render_maths)
    parser.add_render_rule("heading_open", _render_heading_open)
    parser.add_render_rule("heading_close", _render_heading_close)
    return parser


def _html_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    """Take a ``<`` as HTML only where a whole, known tag or a comment stands; else it is a sign in the text."""
    if state.src.startswith(("<!--", "<!", "<?"), state.pos):
        return html_inline(state, silent)
    found = _TAG.match(state.src, state.pos)
    if found is None or found[1].lower() not in _KNOWN_TAGS:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _maths_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called by markdown-it
    r"""Take ``$..$``, ``$$..$$``, ``\(..\)`` and ``\[..\]`` as maths where they enclose some."""
    found = _find_maths(state.src, state.pos, state.posMax)
    if found is None:
        return False
    latex, display, end = found
    if not silent:
        formulas: list[tuple[str, bool]] = state.env["formulas"]
        token = state.push("maths", "", 0)
        token.content = str(len(formulas))
        formulas.append((latex, display))
    state.pos = end
    return True


def _find_maths(source: str, start: int, limit: int) -> tuple[str, bool, int] | None:
    for opening, closing, display in (("$$", "$$", True), ("\\(", "\\)", False), ("\\[", "\\]", True)):
        if source.startswith(opening, start):
            end = source.find(closing, start + 2, min(limit, start + MAX_MATHS))
            latex = source[start + 2 : end].strip() if end > 0 else ""
            return (latex, display, end + 2) if latex else None
    return _find_between_dollars(source, start, limit) if source.startswith("$", start) else None


def _find_between_dollars(source: str, start: int, limit: int) -> tuple[str, bool, int] | None:
    """Find maths between single dollars; sums of money ("$5 and $6", "$5-$10") are not maths."""
    if start + 1 >= limit or source[start + 1].isspace():
        return None
    end = start
    while (end := source.find("$", end + 1, min(limit, start + MAX_MATHS))) > 0:
        if source[end - 1] == "\\":
            continue
        latex = source[start + 1 : end]
        followed_by_digit = source[end + 1 : end + 2].isdigit()
        if not latex or latex[-1].isspace() or followed_by_digit:
            return None
        if _PROSE.search(latex) and not _FORMULA.search(latex):
            return None
        return latex, False, end + 1
    return None


def _render_maths(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    return f"{_OPEN}{tokens[index].content}{_CLOSE}"


def _render_heading_open(
    _self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: object, _env: object
) -> str:
    return "<p><strong>"


def _render_heading_close(
    _self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: object, _env: object
) -> str:
    return "</strong></p>\n"
