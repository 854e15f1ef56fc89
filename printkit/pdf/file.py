"""A PDF file as it is written: objects with their numbers, streams, and the table of where each lies (ISO 32000-1, 7.5).

ReportLab's writer makes an object in memory for every name and number of a file. Nearly all bytes of a print are the
same from one patient to the next, so here finished objects are put down as they are.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from msgspec import Struct

from printkit.pdf import packing
from printkit.pdf.packing import Pack
from printkit.pdf.seal import sealed

_HEADER = b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n"  # 4 bytes above 127 say that the file is not text
_SMALL_ONES = 4096  # objects compressed together
_FIRST_BLOCK = 16  # numbers kept free for what is alike; each further block is twice as large, up to 4,096
ROW = 7  # bytes: the kind of an object, 4 for its place, 2 for its index


def stream(said: bytes, data: bytes, pack: Pack = packing.tight) -> bytes:
    """A stream with its dictionary, deflated."""
    return flated(said, pack(data))


def flated(said: bytes, data: bytes) -> bytes:
    """A stream whose data are deflated already."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (said, len(data), data)


def bundle(objects: list[bytes], numbers: Iterable[int], pack: Pack = packing.tight) -> bytes:
    """Objects without a stream, compressed together (ISO 32000-1, 7.5.7)."""
    places = accumulate([len(body) + 1 for body in objects], initial=0)
    head = b"%d %d " * len(objects) % tuple(chain.from_iterable(zip(numbers, places, strict=False)))
    head = head[:-1] + b"\n"
    said = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return stream(said, head + b"\n".join(objects), pack)


_PLACES = tuple(index.to_bytes(2, "big") for index in range(_SMALL_ONES))


def _rows_in(container: int, count: int) -> bytes:
    """The rows of the table for the objects in a bundle."""
    start = b"\2" + container.to_bytes(4, "big")
    return start + start.join(_PLACES[:count])


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


class Kind(NamedTuple):
    """What objects say that differ in numbers only, as a pattern, and the same with room for the longest of each number."""

    said: bytes
    wide: bytes


class Alike(Struct):
    """Objects of one kind: the number of each, and what stands in the pattern, one after the other."""

    numbers: list[int] = []
    values: list[int | bytes] = []


AlikeBelow = dict[tuple[Kind, str], Alike]  # by the kind, and by the tag of what they stand below

Packing = Callable[[list[tuple[int, bytes]], AlikeBelow], Iterable[tuple[list[int], bytes]]]
"""From objects with their numbers, and those that are known to be alike, to streams of them, each with the numbers in the
order in which they stand in it."""


def one_by_one(objects: list[tuple[int, bytes]], alike: AlikeBelow) -> Iterator[tuple[list[int], bytes]]:
    """Objects one after the other, some in each stream."""
    assert not alike
    lines = b"\n".join([said for _, said in objects]).split(b"\n")
    numbers = list(chain.from_iterable([range(number, number + said.count(b"\n") + 1) for number, said in objects]))
    for first in range(0, len(lines), _SMALL_ONES):
        part = slice(first, first + _SMALL_ONES)
        yield numbers[part], bundle(lines[part], numbers[part], packing.once)


class File:
    """One PDF while it is written. Numbers may be given out before their objects are there."""

    def __init__(self, packed: Packing = one_by_one) -> None:
        """`packed` compresses objects without a stream together."""
        self._packed = packed
        self._parts = [_HEADER]
        self._at = len(_HEADER)
        self._rows = bytearray(b"\0\0\0\0\0\xff\xff")
        self._small: list[tuple[int, bytes]] = []
        self._alike: AlikeBelow = {}
        self._waiting = 0  # objects without a stream
        self._blocks: dict[Hashable, tuple[int, int, int]] = {}  # the next number, the end of the block, its size
        self.next = 1

    def number(self) -> int:
        """The number of an object to come."""
        self.next += 1
        return self.next - 1

    def numbers(self, of: Hashable, count: int) -> int:
        """The first of so many numbers in a row, which stand behind those of what is alike.

        So the table and the heads of streams count on by ones, and pack to nothing.
        """
        at, end, size = self._blocks.get(of, (0, 0, _FIRST_BLOCK // 2))
        if at + count > end:
            size = max(count, min(size * 2, _SMALL_ONES))
            at, end = self.next, self.next + size
            self.next = end
        self._blocks[of] = (at + count, end, size)
        return at

    def put(self, number: int, body: bytes) -> None:
        """An object, as it is."""
        self._rows_at(number, b"\1" + self._at.to_bytes(4, "big") + b"\0\0")
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self._parts.append(whole)
        self._at += len(whole)

    def put_small(self, number: int, said: bytes) -> None:
        """An object without a stream, to be compressed with others, in one line; `one_by_one` takes more lines for as many objects.

        Their numbers go on by ones. No line breaks an object, for words are said as hexadecimal digits (`words`).
        """
        self._small.append((number, said))
        self._waiting += said.count(b"\n") + 1

    def put_alike(self, kind: Kind, below: str, numbers: Iterable[int], values: Iterable[int | bytes]) -> None:
        """Objects of one kind without a stream, all `below` the same: their numbers, and what stands in the pattern of each."""
        if (found := self._alike.get((kind, below))) is None:
            found = self._alike[kind, below] = Alike()
        before = len(found.numbers)
        found.numbers += numbers
        found.values += values
        self._waiting += len(found.numbers) - before

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

    def _rows_at(self, number: int, rows: bytes) -> None:
        start, end = number * ROW, number * ROW + len(rows)
        if end > len(self._rows):
            self._rows += bytes(end - len(self._rows))
        self._rows[start:end] = rows

    def pack(self, least: int = 1) -> None:
        """Put down the objects without a stream, if there are so many."""
        if self._waiting < least:
            return
        for numbers, body in self._packed(self._small, self._alike):
            rows = _rows_in(self.add(body), len(numbers))
            breaks = [at for at, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1]
            for first, end in pairwise([0, *breaks, len(numbers)]):  # those with numbers in a row
                self._rows_at(numbers[first], rows[first * ROW : end * ROW])
        self._small, self._alike, self._waiting = [], {}, 0

    def finished(self, root: int, info: int, identity: bytes) -> bytes:
        """The whole file. `identity` is 16 bytes that tell it from other files."""
        self.pack()
        at = self._at
        number = self.number()
        self._rows_at(number, b"\1" + at.to_bytes(4, "big") + b"\0\0")
        named = identity.hex().encode()
        said = b"/Type/XRef/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>/Size %d/Root %d 0 R/Info %d 0 R" % (
            ROW, len(self._rows) // ROW, root, info,
        )  # fmt: skip
        said += b"/ID[<%s><%s>]" % (named, named)
        pack = packing.once if self._packed is one_by_one else packing.tight
        self._parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, stream(said, predicted(self._rows, ROW), pack)))
        self._parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return sealed(b"".join(self._parts))
