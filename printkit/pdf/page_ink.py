"""What is drawn on one page, and its content stream."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from printkit.figures.scene import Drawing
from printkit.pdf import packing
from printkit.pdf.content_stream import ContentStream, DeflatedChunk, deflate
from printkit.pdf.drawn_pieces import WORTH_DEFLATING, DrawnPiece

WORTH_SHARING = 500  # bytes: shorter stretches of content cost more as objects of their own

Placed = tuple[DrawnPiece, float, float]  # x and y of its upper left corner, from the lower left one of the page


class PageInk(Struct):
    """What is drawn on one page, in stretches of the content stream: of one fragment each, or of what comes back."""

    high: float  # of the page, in points
    stretches: list[list[Placed]] = []
    stamps: dict[str, Drawing] = {}
    images: dict[str, bytes] = {}
    faces: set[str] = set()
    of: tuple[int, ...] | None = ()  # what the last stretch belongs to

    def begin(self, of: tuple[int, ...] | None) -> None:
        """What follows belongs to the fragment at this place; None stands for all that comes back on other pages."""
        if of != self.of or not self.stretches:
            self.stretches.append([])
        self.of = of

    def add(self, made: DrawnPiece, x: float, y: float) -> None:
        """Draw a piece, its upper left corner at x and y from that of the page, in points."""
        self.stretches[-1].append((made, x, self.high - y))
        self.faces.update(made.faces)
        self.stamps.update(made.stamps)
        self.images.update(made.images)

    def streams(self, last: bytes, once: Callable[[bytes], int] | None) -> tuple[list[int], bytes]:
        """The content: streams that several pages of a volume may have, by their objects, and the last one, which ends with `last`.

        `once` puts such a stream into the volume, if it is one.
        """
        if once is not None:
            return self._shared(last, once)
        stream = ContentStream()
        for said, stretch in self._parts():
            stream.say(said)
            if stretch is not None:
                stream.add(stretch)
                stream.say(b"Q\n")
        stream.say(last)
        return [], stream.finished()

    def _shared(self, last: bytes, once: Callable[[bytes], int]) -> tuple[list[int], bytes]:
        """Long stretches by themselves, and all between two of them deflated together, for others hardly have it."""
        found: list[int] = []
        own: list[bytes] = []
        for said, stretch in self._parts():
            own.append(said)
            if stretch is None:
                continue
            if len(stretch.deflated) > WORTH_SHARING:
                found.append(once(packing.tight(b"".join(own))))
                found.append(once(_alone(stretch)))
                own = []
            else:
                own.append(stretch.raw())
            own.append(b"Q\n")
        own.append(last)
        return found, packing.tight(b"".join(own))

    def _parts(self) -> Iterator[tuple[bytes, DeflatedChunk | None]]:
        """Each stretch as plain operators; or as what moves to its corner, and what is drawn from there until Q."""
        for each in self.stretches:
            _, x, y = each[0]
            stretch = _deflated(each)
            yield _said(each) if stretch is None else b"q 1 0 0 1 %.2f %.2f cm\n" % (x, y), stretch


def _alone(chunk: DeflatedChunk) -> bytes:
    stream = ContentStream()
    stream.add(chunk)
    return stream.finished()


def _said(stretch: list[Placed]) -> bytes:
    return b"".join([b"q 1 0 0 1 %.2f %.2f cm\n%sQ\n" % (at, up, made.said) for made, at, up in stretch])


def _deflated(stretch: list[Placed]) -> DeflatedChunk | None:
    """What is drawn one after the other; None where it is too short to be worth it."""
    first, x, y = stretch[0]
    if len(stretch) == 1 and (first.deflated is not None or len(first.said) < WORTH_DEFLATING):
        return first.deflated
    strokes = tuple([(made, round(at - x, 2), round(up - y, 2)) for made, at, up in stretch])
    return _kept(strokes) if all(made.kept for made, _, _ in strokes) else _soon_again(_one_after_the_other(strokes))


@lru_cache(maxsize=512)  # what comes back does so within some 300; an entry holds its pieces, too
def _kept(strokes: tuple[Placed, ...]) -> DeflatedChunk:
    return deflate(_one_after_the_other(strokes))


@lru_cache(maxsize=8)  # rows of a chart look the same in its second week; most charts have 2 pages of them
def _soon_again(raw: bytes) -> DeflatedChunk:
    return deflate(raw)


def _one_after_the_other(strokes: tuple[Placed, ...]) -> bytes:
    return b"".join([b"q 1 0 0 1 %.2f %.2f cm\n%sQ\n" % (x, y, made.said) for made, x, y in strokes])
