"""A PDF file as it is written: objects with their numbers, streams, and the table of where each lies (ISO 32000-1, 7.5).

ReportLab's writer makes an object in memory for every name and number of a file. Nearly all bytes of a print are the
same from one patient to the next, so here finished objects are put down as they are.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from printkit.pdf.seal import sealed

_HEADER = b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n"  # 4 bytes above 127 say that the file is not text
_SMALL_ONES = 200  # objects compressed together
LEVEL = 6
ONCE = 3  # of what serves one file only: a tenth larger, in half the time
ROW = 7  # bytes: the kind of an object, 4 for its place, 2 for its index
# Deflated data may be cut where it meets a whole byte, and put together again from cuts (RFC 1951, 3.2.4 and 3.2.3).
_ZLIB_HEAD, _LAST_BLOCK = b"\x78\x9c", b"\x03\x00"
_LONGEST_STORED = 65535  # bytes


class DeflatedChunk(Struct, frozen=True, eq=False):
    """A stretch of a content stream: its bytes, and the same deflated up to a whole byte."""

    raw: bytes
    deflated: bytes


def deflate(raw: bytes) -> DeflatedChunk:
    """Deflate a stretch that comes back in other pages or files."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return DeflatedChunk(raw, packer.compress(raw) + packer.flush(zlib.Z_SYNC_FLUSH))


def stored(raw: bytes) -> DeflatedChunk:
    """A short stretch that is not worth deflating. Raises ValueError when it is longer than 65,535 bytes."""
    if len(raw) > _LONGEST_STORED:
        raise ValueError("too long to be stored in one block")
    size = len(raw)
    return DeflatedChunk(raw, b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + raw)


def join_chunks(cuts: Iterable[DeflatedChunk]) -> bytes:
    """Stretches as one deflated stream."""
    check = 1
    parts = [_ZLIB_HEAD]
    for each in cuts:
        parts.append(each.deflated)
        check = zlib.adler32(each.raw, check)
    parts += (_LAST_BLOCK, check.to_bytes(4, "big"))
    return b"".join(parts)


def stream(said: bytes, data: bytes, level: int = LEVEL) -> bytes:
    """A stream with its dictionary, deflated."""
    return flated(said, zlib.compress(data, level))


def flated(said: bytes, data: bytes) -> bytes:
    """A stream whose data are deflated already."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (said, len(data), data)


def bundle(objects: list[bytes], numbers: Iterable[int], level: int = LEVEL) -> bytes:
    """Objects without a stream, compressed together (ISO 32000-1, 7.5.7)."""
    index: list[bytes] = []
    at = 0
    for number, body in zip(numbers, objects, strict=True):
        index.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    said = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return stream(said, head + b"\n".join(objects), level)


@lru_cache(maxsize=4096)
def rows_in(container: int, count: int) -> bytes:
    """The rows of the table for the objects in a bundle."""
    start = b"\2" + container.to_bytes(4, "big")
    return b"".join([start + index.to_bytes(2, "big") for index in range(count)])


def words(text: str) -> bytes:
    """A string of text."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def predicted(rows: bytes | bytearray, wide: int) -> bytes:
    """Rows of `wide` bytes as what each byte is more than the one above it, which packs to a tenth (PNG, filter 2, Up).

    All rows are subtracted at once, as two long numbers whose bytes lend each other nothing.
    """
    size = len(rows)
    high = int.from_bytes(b"\x80" * size)
    these, above = int.from_bytes(rows), int.from_bytes(bytes(wide) + rows[:-wide])
    less = (((these | high) - (above & ~high)) ^ ((these ^ ~above) & high)).to_bytes(size)
    found = bytearray(b"\2" * (size // wide * (wide + 1)))
    for at in range(wide):
        found[at + 1 :: wide + 1] = less[at::wide]
    return bytes(found)


Packing = Callable[[list[tuple[int, bytes]]], Iterable[tuple[list[int], bytes]]]
"""From objects with their numbers to streams of them, each with the numbers in the order in which they stand in it."""


def one_by_one(objects: list[tuple[int, bytes]]) -> Iterator[tuple[list[int], bytes]]:
    """Objects one after the other, some in each stream."""
    for first in range(0, len(objects), _SMALL_ONES):
        part = objects[first : first + _SMALL_ONES]
        numbers = [number for number, _ in part]
        yield numbers, bundle([body for _, body in part], numbers, ONCE)


class File:
    """One PDF while it is written. Numbers may be given out before their objects are there."""

    def __init__(self, packed: Packing = one_by_one) -> None:
        """`packed` compresses objects without a stream together."""
        self._packed = packed
        self._parts = [_HEADER]
        self._at = len(_HEADER)
        self._rows = bytearray(b"\0\0\0\0\0\xff\xff")
        self._small: list[tuple[int, bytes]] = []
        self.next = 1

    def number(self) -> int:
        """The number of an object to come."""
        self.next += 1
        return self.next - 1

    def put(self, number: int, body: bytes) -> None:
        """An object, as it is."""
        self._row(number, b"\1" + self._at.to_bytes(4, "big") + b"\0\0")
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self._parts.append(whole)
        self._at += len(whole)

    def put_small(self, number: int, body: bytes) -> None:
        """An object without a stream, to be compressed with others."""
        self._small.append((number, body))

    def put_all_small(self, first: int, bodies: list[bytes]) -> None:
        """Objects `first` and following, without a stream."""
        self._small += enumerate(bodies, first)

    def put_bundle(self, container: int, body: bytes, first: int, count: int) -> None:
        """Objects `first` and following, bundled already."""
        self.put(container, body)
        self._rows_at(first, rows_in(container, count))

    def add(self, body: bytes) -> int:
        """An object that gets the next number, as it is; returns its number."""
        number = self.number()
        self.put(number, body)
        return number

    def add_small(self, body: bytes) -> int:
        """An object without a stream that gets the next number; returns its number."""
        number = self.number()
        self.put_small(number, body)
        return number

    def _row(self, number: int, row: bytes) -> None:
        self._rows_at(number, row)

    def _rows_at(self, number: int, rows: bytes) -> None:
        start, end = number * ROW, number * ROW + len(rows)
        if end > len(self._rows):
            self._rows += bytes(end - len(self._rows))
        self._rows[start:end] = rows

    def pack(self, least: int = 1) -> None:
        """Put down the objects without a stream, if there are so many."""
        if len(self._small) < least:
            return
        for numbers, body in self._packed(self._small):
            start = b"\2" + self.add(body).to_bytes(4, "big")
            for index, number in enumerate(numbers):
                self._row(number, start + index.to_bytes(2, "big"))
        self._small = []

    def finished(self, root: int, info: int, identity: bytes) -> bytes:
        """The whole file. `identity` is 16 bytes that tell it from other files."""
        self.pack()
        at = self._at
        number = self.number()
        self._row(number, b"\1" + at.to_bytes(4, "big") + b"\0\0")
        named = identity.hex().encode()
        said = b"/Type/XRef/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>/Size %d/Root %d 0 R/Info %d 0 R" % (
            ROW, len(self._rows) // ROW, root, info,
        )  # fmt: skip
        said += b"/ID[<%s><%s>]" % (named, named)
        level = ONCE if self._packed is one_by_one else LEVEL
        self._parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, stream(said, predicted(self._rows, ROW), level)))
        self._parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return sealed(b"".join(self._parts))
