"""Drawings that came with a wheel, made when it was: a first booklet then draws nobody.

A file has, for each picture file, what its drawings say to a page: the lines of operators that any of them has, once, and each
drawing as the numbers of its lines. People of one build share most of them, and so do start, end and all that an answer leaves
as it is. A drawing is found by all that it is made from (`named.Named`), so that one of a clinic's own files is never taken for
ours; the file holds only for the very code that made it. What is not in it, and all in a checkout, is drawn.
"""

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec
from msgspec import Struct, msgpack
from msgspec.structs import replace

from printkit.figures.limited import limited
from printkit.figures.named import Named
from printkit.figures.people import Person
from printkit.figures.scene import Drawing, Pair, Ready, mirrored
from printkit.figures.spec import Figure, Moment, Stance
from printkit.model.vocabulary import Side
from printkit.resources import READY

NAME = "pictures"  # of the file
_PACKAGE = Path(__file__).parent
_CODE = (_PACKAGE, _PACKAGE.parent / "model")  # what a drawing is made by
_DIGEST, _SIZE, _KEY = 32, 4, 12  # bytes


class _Found(Struct, frozen=True):
    """The start and the end of a picture, and its move in a square; the same of the other side, where it is the mirror image."""

    pair: Pair
    small: Drawing
    other: "_Found | None" = None

    @property
    def weight(self) -> int:
        """What it takes in memory, in bytes."""
        return sum(each.weight for each in (*self.pair.drawings, self.small))


class _Kept(Struct, frozen=True, array_like=True):
    """A drawing in the file: its points, how wide a sign may be in its corners, and its lines, each by its step from the one before."""

    wide: float
    high: float
    room: tuple[tuple[float, ...], tuple[float, ...]]
    steps: bytes


class _Entry(Struct, frozen=True, array_like=True):
    """One picture of one side: its frames, and whether they are stacked; its move."""

    frames: tuple[_Kept, ...]
    stacked: bool
    small: _Kept


class _Block(Struct, frozen=True, array_like=True):
    """All of a picture file: its entries by their keys, and the lines that they share."""

    entries: dict[bytes, _Entry]
    lines: str


class ToKeep(Struct, frozen=True):
    """What goes into the file under one key."""

    named: Named
    side: Side
    pair: Pair
    small: Drawing


def pair(figure: Figure, stance: Stance, side: Side, person: Person) -> Pair | None:
    """What `pair.drawn_pair` draws, if it is ready; the same one each time."""
    found = _of(figure, stance, side, person)
    return found.pair if found is not None else None


def small(figure: Figure, stance: Stance, side: Side, person: Person) -> Drawing | None:
    """What `picture.drawn` draws of the move, if it is ready; the same one each time."""
    found = _of(figure, stance, side, person)
    return found.small if found is not None else None


def _of(figure: Figure, stance: Stance, side: Side, person: Person) -> _Found | None:
    if figure.id not in _index(READY / NAME):
        return None
    named = Named(figure, stance, person)
    turned = side is Side.LEFT and not figure.notes  # letters are not turned round
    found = _found(named, Side.RIGHT if turned else side)
    return found.other if found and turned else found


@limited(mib=16, weigh=lambda found: found.weight if found else 0)
def _found(named: Named, side: Side) -> _Found | None:
    block = _block(READY / NAME, named.figure.id)
    entry = block and block[0].get(_key(named, side))
    if block is None or entry is None:
        return None
    _, lines = block

    def drawing(kept: _Kept, number: int | None) -> Drawing:
        steps = array("h")
        steps.frombytes(kept.steps)
        operators = "\n".join([lines[at] for at in accumulate(steps)])
        anew = partial(_anew, named.figure, named.stance, side, named.person, number)
        return Drawing(kept.wide, kept.high, (), ready=Ready(operators, kept.room, anew))

    try:
        frames = tuple(drawing(kept, number) for number, kept in enumerate(entry.frames))
        found = _Found(Pair(frames, entry.stacked), drawing(entry.small, None))
    except (IndexError, ValueError):  # of a file that is not whole
        return None
    turned = _Found(replace(found.pair, drawings=tuple(map(mirrored, frames))), mirrored(found.small))
    return replace(found, other=turned)


def _anew(figure: Figure, stance: Stance, side: Side, person: Person, number: int | None) -> Drawing:
    """The same drawing with its layers: a frame of the pair by its number, or the move."""
    if number is None:
        from printkit.figures.picture import drawn

        return drawn(figure, stance, side, Moment.MOVE, person)
    from printkit.figures.pair import drawn_pair

    return drawn_pair(figure, stance, side, person).drawings[number]


def _key(named: Named, side: Side) -> bytes:
    return hashlib.blake2b(named.key + side.encode(), digest_size=_KEY).digest()


# --- the file


def write(folder: Path, blocks: Iterable[tuple[str, bytes]]) -> None:
    """Write the blocks of picture files, each with the id of its file, as the file of a wheel."""
    index: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name, packed in blocks:
        index[name] = len(body), len(packed)
        body += packed
    said = msgpack.encode(index)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(_digest() + len(said).to_bytes(_SIZE) + said + body)


def block(drawn: Iterable[ToKeep]) -> bytes:
    """All drawings of a picture file, packed."""
    from printkit.figures.signs import room_in_corners
    from printkit.figures.writers import operators

    lines: dict[str, int] = {}

    def kept(drawing: Drawing) -> _Kept:
        numbers = [lines.setdefault(line, len(lines)) for line in operators(drawing).split("\n")]
        steps = array("h", [after - before for before, after in pairwise((0, *numbers))])
        room = room_in_corners(drawing), room_in_corners(mirrored(drawing))
        return _Kept(drawing.wide, drawing.high, room, steps.tobytes())

    entries = {
        _key(each.named, each.side): _Entry(tuple(map(kept, each.pair.drawings)), each.pair.stacked, kept(each.small))
        for each in drawn
    }
    return zlib.compress(msgpack.encode(_Block(entries, "\n".join(lines))), 9)


@cache
def _index(file: Path) -> Mapping[str, tuple[int, int]]:
    """Where the block of each picture file begins in the file, and its bytes; nothing where the file does not hold."""
    try:
        with file.open("rb") as opened:
            if opened.read(_DIGEST) != _digest():
                return {}
            size = int.from_bytes(opened.read(_SIZE))
            found = msgpack.decode(opened.read(size), type=dict[str, tuple[int, int]])
    except (OSError, msgspec.MsgspecError):
        return {}
    return {name: (start + _DIGEST + _SIZE + size, long) for name, (start, long) in found.items()}


@lru_cache(maxsize=4)
def _block(file: Path, name: str) -> tuple[Mapping[bytes, _Entry], list[str]] | None:
    """The entries of a picture file and their lines; None where they are damaged."""
    start, size = _index(file)[name]
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            found = msgpack.decode(zlib.decompress(opened.read(size)), type=_Block)
    except (OSError, ValueError, zlib.error, msgspec.MsgspecError):
        return None
    return found.entries, found.lines.split("\n")


def _digest() -> bytes:
    """Of all code that a drawing is made by."""
    digest = hashlib.sha256()
    for file in _code():
        data = file.read_bytes()
        digest.update(f"{file.name}\0{len(data)}\0".encode() + data)
    return digest.digest()


def _code() -> Iterator[Path]:
    for folder in _CODE:
        yield from sorted(folder.glob("*.py"))
