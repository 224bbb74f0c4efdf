"""LaTeX to MathML, kept to presentation elements, and to plain text."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

MAX_DEPTH = 30
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS_WORDS = (
    "math mrow mi mn mo mtext mspace ms msup msub msubsup munder mover munderover mmultiscripts mprescripts none"
    " mfrac msqrt mroot mfenced menclose mpadded mphantom mstyle mtable mtr mtd mlabeledtr"
)
_ELEMENTS = frozenset(_ELEMENTS_WORDS.split())
_ATTRIBUTES_WORDS = (
    "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form frame"
    " height largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowalign"
    " rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width open close"
)
_ATTRIBUTES = frozenset(_ATTRIBUTES_WORDS.split())
_CHILDREN = {
    "mfrac": 2,
    "msup": 2,
    "msub": 2,
    "mroot": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
_VALUE = re.compile(r"[A-Za-z0-9 .,%+\-#()\[\]{}|]{0,60}")


def latex_to_mathml(latex: str, *, display: bool = False) -> str | None:
    r"""Return the formula as a ``<math>`` element, or None where it is broken or not understood.

    >>> latex_to_mathml("x^2").startswith('<math')
    True
    >>> latex_to_mathml(r"\frac{1}") is None
    True
    """
    return _converted(latex, display=display)


@lru_cache(maxsize=4096)
def _converted(latex: str, *, display: bool) -> str | None:
    if _depth(latex) > MAX_DEPTH:
        return None
    try:
        mathml = convert(latex, display="block" if display else "inline")
        root = ET.fromstring(mathml)  # noqa: S314 - written by the converter, which knows no entities or doctypes
    except Exception:  # noqa: BLE001 - on broken input it raises KeyError, IndexError and whatever else
        return None
    if not _keep_to_presentation(root):
        return None
    root.set("alttext", latex)
    if not display:
        root.attrib.pop("display", None)
    ET.register_namespace("", _NAMESPACE)
    return _without_namespace(ET.tostring(root, encoding="unicode"))


def _keep_to_presentation(root: ET.Element) -> bool:
    """Drop every attribute that could style, link or run; say False for what is not known or not complete."""
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name not in _ELEMENTS or "\\" in (element.text or ""):
            return False
        if len(element) != _CHILDREN.get(name, len(element)):
            return False
        for attribute, value in list(element.attrib.items()):
            if attribute not in _ATTRIBUTES or not _VALUE.fullmatch(value):
                del element.attrib[attribute]
    return True


def _without_namespace(mathml: str) -> str:
    # HTML knows <math> by its name; the declaration only costs bytes on every page.
    return mathml.replace(f' xmlns="{_NAMESPACE}"', "", 1)


def _depth(latex: str) -> int:
    deepest = depth = 0
    for sign in latex:
        if sign == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign == "}":
            depth -= 1
    return deepest + latex.count("\\left") + latex.count("\\begin")


_GROUP = r"\{([^{}]*)\}"
_REWRITES = (
    (re.compile(r"\\[dt]?frac\s*" + _GROUP + r"\s*" + _GROUP), r"(\1)/(\2)"),
    (re.compile(r"\\sqrt\s*\[([^\]]*)\]\s*" + _GROUP), r"root \1 of (\2)"),
    (re.compile(r"\\sqrt\s*" + _GROUP), r"√(\1)"),
    (re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\s*" + _GROUP), r"\1"),
    (re.compile(r"([\^_])" + _GROUP), r"\1(\2)"),
)
_SIGNS = {
    "times": "×", "div": "÷", "cdot": "·", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "pi": "π", "theta": "θ", "alpha": "α", "beta": "β", "infty": "∞", "degree": "°",
    "circ": "°", "angle": "∠", "rightarrow": "→", "to": "→", "in": "∈", "sum": "∑", "int": "∫", "ldots": "…",
    "dots": "…", "left": "", "right": "", "quad": " ", "over": "/", "Delta": "Δ", "cup": "∪", "cap": "∩",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_SIMPLE_BRACKETS = re.compile(r"\((\w)\)")


def latex_to_text(latex: str) -> str:
    r"""Return a formula as one readable line.

    >>> latex_to_text(r"\frac{a}{b} \times x^2")
    'a/b × x^2'
    """
    text = latex
    for _round in range(4):  # inner groups first: each round opens one level of nesting
        before = text
        for pattern, replacement in _REWRITES:
            text = pattern.sub(replacement, text)
        if text == before:
            break
    text = _COMMAND.sub(_sign, text)
    text = re.sub(r"\\(.)", r"\1", text).replace("{", "").replace("}", "")
    return " ".join(_SIMPLE_BRACKETS.sub(r"\1", text).split())


def _sign(found: re.Match[str]) -> str:
    sign = _SIGNS.get(found[1], found[1])
    spaced = found[0] != found[0].rstrip()
    return f"{sign} " if spaced and sign else sign
