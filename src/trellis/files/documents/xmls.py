"""The XML in office files: no declarations that load or repeat things, no scripts, no fields that call programs."""

from __future__ import annotations

import re
from xml.parsers import expat

from trellis.files.checked import NotAccepted
from trellis.files.documents.words import A_PAGE, FROM_ELSEWHERE, LOCKED, MACROS, NOT_WHOLE
from trellis.files.documents.zips import Member

_IS_XML = re.compile(r"\.(?:xml|rels|vml|svg|rdf)$", re.IGNORECASE)
_SAFE_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:|#|\.{0,2}/|[^:]*$)", re.IGNORECASE)
_CALLS_PROGRAM = re.compile(
    r"\b(?:DDE|DDEAUTO)\b|\bINCLUDE(?:TEXT|PICTURE)\b[^a-z]*(?:https?:|file:|\\\\)", re.IGNORECASE
)
_SCRIPTED = {"event-listener", "script", "ddelink", "dde-connection-decl", "dde-source"}
_PAGES = {"html", "iframe", "foreignobject"}
_LOADS = {"image", "object", "object-ole", "plugin", "applet", "floating-frame", "section-source", "fill-image"}
_OWN_DISK = re.compile(
    r"(?:file:///)?[A-Za-z]:[\\/][^:]*"
)  # where somebody's own template lay; nothing is loaded from it
MOST_FIELD_LETTERS = 100_000
MOST_DEPTH = 1000


def look_through(member: Member) -> None:
    """Read a member if it is XML; refuse what it should not hold."""
    head = member.body[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _IS_XML.search(member.name) or head[:1] == b"<" or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        _Looking(member).look()


class _Looking:
    """One walk through one XML member."""

    def __init__(self, member: Member) -> None:
        self.body = member.body
        self.is_relations = member.name.lower().endswith(".rels")
        self.in_field = False
        self.field: list[str] = []
        self.letters = self.depth = 0

    def look(self) -> None:
        """Read from beginning to end."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declared
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._said
        try:
            parser.Parse(self.body, True)  # noqa: FBT003 - expat's own form
        except (expat.ExpatError, ValueError, LookupError):
            raise NotAccepted(NOT_WHOLE) from None
        if _CALLS_PROGRAM.search("".join(self.field)):
            raise NotAccepted(FROM_ELSEWHERE)

    def _declared(self, *_said: object) -> None:
        raise NotAccepted(FROM_ELSEWHERE)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        low = name.rsplit(":", 1)[-1].lower()
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise NotAccepted(NOT_WHOLE)
        if low in _SCRIPTED:
            raise NotAccepted(FROM_ELSEWHERE if low.startswith("dde") else MACROS)
        if low in _PAGES:
            raise NotAccepted(A_PAGE)
        if low == "encryption-data":
            raise NotAccepted(LOCKED)
        if self.is_relations and low == "relationship":
            _look_at_relation(attributes)
        elif not self.is_relations and low != "template":  # a note of where the template lay
            _look_at_links(low, attributes)
        if low == "fldsimple":
            self._keep(" ".join(attributes.values()))
        self.in_field = low in {"instrtext", "delinstrtext"}

    def _closed(self, _name: str) -> None:
        self.depth -= 1
        self.in_field = False

    def _said(self, words: str) -> None:
        if self.in_field:
            self._keep(words)

    def _keep(self, words: str) -> None:
        self.letters += len(words)
        if self.letters <= MOST_FIELD_LETTERS:
            self.field.append(words)


def _look_at_relation(attributes: dict[str, str]) -> None:
    """Links that a reader clicks may lead outside; everything else that comes from outside is loaded unasked."""
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if kind.endswith(("/vbaProject", "/wordVbaData", "/control", "/activeXControlBinary")):
        raise NotAccepted(MACROS)
    if kind.endswith("/attachedTemplate") and _OWN_DISK.fullmatch(target):
        return
    if kind.endswith(("/oleObject", "/aFChunk", "/subDocument", "/attachedTemplate", "/frame", "/externalLinkPath")):
        raise NotAccepted(FROM_ELSEWHERE)
    outside = attributes.get("TargetMode", "").lower() == "external" or "://" in target
    if outside and not (kind.endswith("/hyperlink") and _SAFE_LINK.match(target)):
        raise NotAccepted(FROM_ELSEWHERE)


def _look_at_links(element: str, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        local = name.rsplit(":", 1)[-1].lower()
        if local == "href" and (_SAFE_LINK.match(value) is None or (element in _LOADS and "://" in value)):
            raise NotAccepted(FROM_ELSEWHERE)
        if local == "action" and value.lower().startswith(("ppaction://macro", "ppaction://program")):
            raise NotAccepted(MACROS)
        if local.startswith("on") and name == local and len(local) > 3 and "(" in value:
            raise NotAccepted(MACROS)
