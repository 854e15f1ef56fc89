"""Objects that differ in their numbers only as rows of one length, each as what it is more than the one above it.

In a volume 10,000s of elements say the same but for the numbers of what is above and below them. In rows, with a predictor, they
pack to a third of what they take one after the other: equal words become zeros, and so does a number that grows by as much
as the one above it did. Spaces before a number mean nothing in PDF (ISO 32000-1, 7.2.2), nor does the order of objects in a
stream of them (7.5.7), and any deflated stream may have a predictor (7.4.4.4).
"""

import re
from collections.abc import Iterator
from itertools import chain, repeat
from operator import itemgetter
from typing import TypeVar

from printkit.pdf import file
from printkit.pdf.file import Alike, AlikeBelow, Kind

# a number after a bracket or a space; not the 0 before the R of a reference
_NUMBER = re.compile(rb"(?<=[\[ ])(-?[\d.]+)(?=[\] /])(?! R)")
_SLOT = re.compile(rb"(?<!%)((?:%%)*)%([bd])")
_WIDE = rb"\1%7\2"  # what a number gets; an object with a longer one is no row
_ENTRY, _ENTRY_WIDE = b"%9d %9d\n", 20  # in the head of a stream: the number of an object, and where it begins
_ROUND = 20  # a row is some times so many bytes long, as an entry of the head is, so that places count on by whole tens
_REFERENCE = b"%7b 0 R\n"  # in a list of references, which has a row for each
_REFERENCES = re.compile(rb"\[(?:(?:\d{1,7} 0 R|null) ?)*\]")
_FAR = 10**7  # bytes; what begins beyond them has no place in the head
_LEAST = 24  # objects of one kind that are worth a stream
_MOST = 4096  # objects in a stream: a reader unpacks all of it for one of them
_ALIKE = 64  # bytes without numbers by which objects that are no rows are sorted
_A_STRING = b"("  # its spaces and numbers are words

Container = tuple[list[int], bytes]  # numbers of objects in their order, and the stream that they stand in
_T = TypeVar("_T")


def kind(said: bytes) -> Kind:
    """The kind of objects that say this, with %d or %b for what differs."""
    return Kind(said, _SLOT.sub(_WIDE, said))


def in_rows(objects: list[tuple[int, bytes]], alike: AlikeBelow) -> Iterator[Container]:
    """All of these objects, each with its number: those of one kind in rows, the others one after the other."""
    found: dict[bytes, Alike] = {}
    lists: list[tuple[int, bytes]] = []
    others: list[tuple[bytes, int, bytes]] = []  # with what brings those together that say the same
    for number, body in objects:
        if _REFERENCES.fullmatch(body):
            lists.append((number, body))
        elif _A_STRING in body:
            others.append((_NUMBER.sub(b"", body[:_ALIKE]), number, body))
        else:
            parts = _NUMBER.split(body.replace(b"%", b"%%"))
            same = found.setdefault(b"%b".join(parts[::2]), Alike())
            same.numbers.append(number)
            same.values += parts[1::2]
    read = ((said, kind(said).wide if len(same.numbers) >= _LEAST else b"", same) for said, same in found.items())
    for said, wide, same in chain(_by_kind(alike), read):
        for some in _parts(same):
            if len(some.numbers) >= _LEAST and (made := _rows(wide, some)):
                yield made
            else:
                others += zip(repeat(said[:_ALIKE]), some.numbers, _one_by_one(said, some))
    for few in _some(lists):
        yield _lists(few)
    others.sort(key=itemgetter(0, 1))
    for part in _some(others):
        numbers = [number for _, number, _ in part]
        yield numbers, file.bundle([body for *_, body in part], numbers)


def _by_kind(alike: AlikeBelow) -> Iterator[tuple[bytes, bytes, Alike]]:
    """Those of one kind together, and of these one after the other what stands below the same."""
    found: dict[Kind, Alike] = {}
    for (each, _), same in sorted(alike.items(), key=itemgetter(0)):
        if (there := found.get(each)) is None:
            found[each] = same
        else:
            there.numbers += same.numbers
            there.values += same.values
    return ((*each, same) for each, same in found.items())


def _some(objects: list[_T]) -> Iterator[list[_T]]:
    return (objects[start : start + _MOST] for start in range(0, len(objects), _MOST))


def _parts(same: Alike) -> Iterator[Alike]:
    """Objects of one kind, so many as a stream may have."""
    if len(same.numbers) <= _MOST:
        yield same
        return
    each = len(same.values) // len(same.numbers)
    for start in range(0, len(same.numbers), _MOST):
        end = start + _MOST
        yield Alike(same.numbers[start:end], same.values[start * each : end * each])


def _one_by_one(said: bytes, same: Alike) -> Iterator[bytes]:
    each = len(same.values) // len(same.numbers)
    for start in range(0, len(same.values), each) if each else [0] * len(same.numbers):
        yield said % tuple(same.values[start : start + each])


def _rows(said: bytes, same: Alike) -> Container | None:
    """Objects of one kind, each a row; None where a number is too long for its place, or the rows for the head."""
    count = len(same.numbers)
    filled = len(said % tuple(same.values[: len(same.values) // count])) + 1
    wide = -(-filled // _ROUND) * _ROUND
    body = (said + b"\n".rjust(wide - filled + 1)) * count % tuple(same.values)
    if len(body) != wide * count or len(body) >= _FAR:
        return None
    head = _ENTRY * count % tuple(chain.from_iterable(zip(same.numbers, range(0, len(body), wide), strict=True)))
    return _container(same.numbers, head.ljust(-(-len(head) // wide) * wide), body, wide)


def _lists(objects: list[tuple[int, bytes]]) -> Container:
    """Lists of references, a row for each of these and one for each bracket."""
    wide = len(_REFERENCE % b"")
    head, rows, at = [], [], 0
    nothing = b"null\n".rjust(wide)
    for number, said in objects:
        listed = said[1:-1].replace(b" 0 R", b"").split()
        head += [b"%d\n" % number, b"%d\n" % at]
        rows += [
            b"[\n".rjust(wide),
            *[nothing if each == b"null" else _REFERENCE % each for each in listed],
            b"]\n".rjust(wide),
        ]
        at += wide * (len(listed) + 2)
    numbers = [number for number, _ in objects]
    return _container(numbers, b"".join([each.rjust(wide) for each in head]), b"".join(rows), wide)


def _container(numbers: list[int], head: bytes, body: bytes, wide: int) -> Container:
    said = b"/Type/ObjStm/N %d/First %d/DecodeParms<</Predictor 12/Columns %d>>" % (len(numbers), len(head), wide)
    return numbers, file.stream(said, file.predicted(head + body, wide))
