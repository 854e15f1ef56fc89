"""Objects that differ in their numbers only as rows of one length, each as what it is more than the one above it.

In a volume 10,000s of elements say the same but for the numbers of what is above and below them. In rows, with a predictor, they
pack to a third of what they take one after the other: equal words become zeros, and so does a number that grows by as much
as the one above it did. Spaces before a number mean nothing in PDF (ISO 32000-1, 7.2.2), nor does the order of objects in a
stream of them (7.5.7), and any deflated stream may have a predictor (7.4.4.4).
"""

import re
from collections.abc import Iterator
from typing import TypeVar

from printkit.pdf import file
from printkit.pdf.content_stream import LEVEL

# a number after a bracket or a space; not the 0 before the R of a reference
_NUMBER = re.compile(rb"(?<=[\[ ])(-?[\d.]+)(?=[\] /])(?! R)")
_FIELD = b"%8b"  # what a number gets; an object with a longer one is no row
_ENTRY, _ENTRY_WIDE = b"%7d %7d ", 16  # in the head of a stream: the number of an object, and where it begins
_REFERENCE = b"%7b 0 R\n"  # in a list of references, which has a row for each
_REFERENCES = re.compile(rb"\[(?:\d{1,7} 0 R ?)*\]")
_FAR = 10**7  # bytes; what begins beyond them has no place in the head
_LEAST = 24  # objects of one kind that are worth a stream
_MOST = 4096  # objects in a stream: a reader unpacks all of it for one of them
_A_STRING = b"("  # its spaces and numbers are words

Container = tuple[list[int], bytes]  # numbers of objects in their order, and the stream that they stand in
_Numbered = tuple[int, bytes, list[bytes]]  # the number of an object, all of it, and the numbers in it
_T = TypeVar("_T")


def in_rows(objects: list[tuple[int, bytes]], level: int = LEVEL) -> Iterator[Container]:
    """All of these objects, each with its number: those of one kind in rows, the others one after the other."""
    kinds: dict[tuple[bytes, ...], list[_Numbered]] = {}
    lists: list[tuple[int, bytes]] = []
    others: list[tuple[int, bytes]] = []
    for number, body in objects:
        if _REFERENCES.fullmatch(body):
            lists.append((number, body))
        elif _A_STRING in body:
            others.append((number, body))
        else:
            parts = _NUMBER.split(body)
            kinds.setdefault(tuple(parts[::2]), []).append((number, body, parts[1::2]))
    for kind, found in kinds.items():
        for some in _some(found):
            if len(some) >= _LEAST and (made := _rows(kind, some, level)):
                yield made
            else:
                others += [(number, body) for number, body, _ in some]
    for few in _some(lists):
        yield _lists(few, level)
    others.sort(key=lambda each: (_NUMBER.sub(b"", each[1][:64]), each[0]))
    for few in _some(others):
        numbers = [number for number, _ in few]
        yield numbers, file.bundle([body for _, body in few], numbers, level)


def _some(objects: list[_T]) -> Iterator[list[_T]]:
    return (objects[start : start + _MOST] for start in range(0, len(objects), _MOST))


def _rows(kind: tuple[bytes, ...], objects: list[_Numbered], level: int) -> Container | None:
    """Objects of one kind, each a row; None where a number is too long for its place, or a row too short or too long."""
    row = _FIELD.join([words.replace(b"%", b"%%") for words in kind]) + b"\n"
    wide = len(row % tuple(objects[0][2]))
    body = row * len(objects) % tuple([number for _, _, numbers in objects for number in numbers])
    if len(body) != wide * len(objects) or not (wide >= _ENTRY_WIDE and len(body) < _FAR):
        return None
    numbers = [number for number, *_ in objects]
    entries = [_ENTRY % (number, at * wide) for at, number in enumerate(numbers)]
    beside = wide // _ENTRY_WIDE
    lines = [b"".join(entries[start : start + beside]) for start in range(0, len(entries), beside)]
    head = b"".join([line[: wide - 1].ljust(wide - 1) + b"\n" for line in lines])
    return _container(numbers, head, body, wide, level)


def _lists(objects: list[tuple[int, bytes]], level: int) -> Container:
    """Lists of references, a row for each of these and one for each bracket."""
    wide = len(_REFERENCE % b"")
    head, rows, at = [], [], 0
    for number, said in objects:
        references = [each.strip() for each in said[1:-1].split(b" 0 R")[:-1]]
        head += [b"%d\n" % number, b"%d\n" % at]
        rows += [b"[\n".rjust(wide), _REFERENCE * len(references) % tuple(references), b"]\n".rjust(wide)]
        at += wide * (len(references) + 2)
    numbers = [number for number, _ in objects]
    return _container(numbers, b"".join([each.rjust(wide) for each in head]), b"".join(rows), wide, level)


def _container(numbers: list[int], head: bytes, body: bytes, wide: int, level: int) -> Container:
    said = b"/Type/ObjStm/N %d/First %d/DecodeParms<</Predictor 12/Columns %d>>" % (len(numbers), len(head), wide)
    return numbers, file.stream(said, file.predicted(head + body, wide), level)
