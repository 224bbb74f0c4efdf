"""WebM: what is no picture and no sound is emptied where it stands: tags, attachments, titles, other tracks."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from trellis.files.checked import NotAccepted
from trellis.files.videos import NOT_EVERYWHERE, Measured, ebml
from trellis.files.videos.ebml import CHECKSUM, Element, Walk
from trellis.files.videos.words import CUT_OFF, DAMAGED, NO_PICTURE, OTHER_CODEC

HEAD, SEGMENT, KIND = 0x1A45DFA3, 0x18538067, 0x4282
SEEK, INFO, TRACKS, CLUSTER, CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
CHAPTERS, TAGS, ATTACHMENTS = 0x1043A770, 0x1254C367, 0x1941A469
TOP = {SEEK, INFO, TRACKS, CLUSTER, CUES, CHAPTERS, TAGS, ATTACHMENTS}
SCALE, LENGTH, PROGRAMS = 0x2AD7B1, 0x4489, {0x4D80, 0x5741}
TRACK, NUMBER, ROLE, CODEC, VIDEO, WIDTH, HEIGHT = 0xAE, 0xD7, 0x83, 0x86, 0xE0, 0xB0, 0xBA
NOTES_OF_TRACK = {0x536E, 0x258688, 0x7446, 0x3A9697, 0x3B4040}  # names, attachments, addresses of programs
TIME, BLOCK, GROUP, BLOCK_IN_GROUP = 0xE7, 0xA3, 0xA0, 0xA1
PICTURES, SOUNDS = {b"V_VP8", b"V_VP9", b"V_AV1"}, {b"A_OPUS", b"A_VORBIS"}


def read(content: bytearray) -> Measured:
    """Empty what is neither picture nor sound, and return what is known of the rest."""
    try:
        return _Reader(content).read()
    except ebml.CutOff:
        raise NotAccepted(CUT_OFF) from None
    except (ebml.Damaged, struct.error):
        raise NotAccepted(DAMAGED) from None


class _Reader:
    """Reads one file from its head to its end."""

    def __init__(self, content: bytearray) -> None:
        self.content = content
        self.walk = Walk(content)
        self.scale = 1_000_000  # nanoseconds in a tick
        self.ticks = 0.0
        self.kept: set[int] = set()
        self.size: tuple[int | None, int | None] = (None, None)

    def read(self) -> Measured:
        """Go through the file once; tracks stand before the blocks that belong to them."""
        head = self.walk.element(0, len(self.content))
        kinds = [self._text(each) for each in self.walk.inside(head.start, head.end) if each.name == KIND]
        if head.endless or kinds != [b"webm"]:
            raise NotAccepted(NOT_EVERYWHERE)
        segment = self.walk.element(head.end, len(self.content))
        if segment.name != SEGMENT:
            raise ebml.Damaged
        for element in self._top(segment):
            if element.name == INFO:
                self._info(element)
            elif element.name == TRACKS:
                self._tracks(element)
            elif element.name not in {CLUSTER, SEEK, CUES}:
                self.walk.empty(element)
        if not self.kept:
            raise ebml.Damaged
        self.content[segment.end :] = b""
        return Measured(self.ticks * self.scale / 1e9, *self.size)

    def _top(self, segment: Element) -> Iterator[Element]:
        """Yield what stands in the segment; a cluster that knows no end ends where something else begins."""
        at = segment.start
        while at < segment.end:
            element = self.walk.next(at, segment.end)
            if element.name == CLUSTER and not self.kept:
                raise ebml.Damaged
            at = self._cluster(element) if element.name == CLUSTER else element.end
            if element.endless and element.name != CLUSTER:
                raise ebml.Damaged
            yield element

    def _info(self, info: Element) -> None:
        for each in self.walk.inside(info.start, info.end):
            if each.name == SCALE:
                self.scale = self.walk.number(each)
            elif each.name == LENGTH:
                form = ">f" if each.end - each.start == 4 else ">d"
                length = struct.unpack(form, self.content[each.start : each.end])[0]
                if not 0 <= length < 1e15:
                    raise ebml.Damaged
                self.ticks = max(self.ticks, length)
            elif each.name in PROGRAMS:  # must be there, but need not say anything
                self.content[each.start : each.end] = b" " * (each.end - each.start)
            else:
                self.walk.empty(each)

    def _tracks(self, tracks: Element) -> None:
        shown = False
        for track in self.walk.inside(tracks.start, tracks.end):
            parts = list(self.walk.inside(track.start, track.end)) if track.name == TRACK else []
            held = {part.name: part for part in parts}
            if not parts or not {NUMBER, ROLE, CODEC} <= set(held):
                self.walk.empty(track)
                continue
            role, codec = self.walk.number(held[ROLE]), self._text(held[CODEC])
            if role not in {1, 2}:
                self.walk.empty(track)
                continue
            if codec not in (PICTURES if role == 1 else SOUNDS):
                raise NotAccepted(OTHER_CODEC)
            shown = shown or role == 1
            self.kept.add(self.walk.number(held[NUMBER]))
            if role == 1 and VIDEO in held:
                self._size(held[VIDEO])
            for part in parts:
                if part.name in NOTES_OF_TRACK | {CHECKSUM}:
                    self.walk.empty(part)
        if not shown:
            raise NotAccepted(NO_PICTURE)

    def _size(self, video: Element) -> None:
        held = {each.name: each for each in self.walk.inside(video.start, video.end)}
        if WIDTH in held and HEIGHT in held:
            width, height = self.walk.number(held[WIDTH]), self.walk.number(held[HEIGHT])
            if 0 < width <= 10_000 and 0 < height <= 10_000:
                self.size = (width, height)

    def _cluster(self, cluster: Element) -> int:
        """Go through one cluster, empty the blocks of other tracks, and return where it ends."""
        time = 0
        for each in self.walk.inside(cluster.start, cluster.end):
            if cluster.endless and each.name in TOP:
                return each.at
            if each.name == TIME:
                time = self.walk.number(each)
            elif each.name == BLOCK:
                self._block(each, each, time)
            elif each.name == GROUP:
                for block in list(self.walk.inside(each.start, each.end)):
                    if block.name == BLOCK_IN_GROUP:
                        self._block(block, each, time)
            else:
                self.walk.empty(each)
        return cluster.end

    def _block(self, block: Element, whole: Element, time: int) -> None:
        track, after = self.walk.short(block.start, block.end)
        if track not in self.kept:
            self.walk.empty(whole)
            return
        self.ticks = max(self.ticks, time + struct.unpack_from(">h", self.content, after)[0])

    def _text(self, element: Element) -> bytes:
        return bytes(self.content[element.start : element.end]).rstrip(b"\0")
