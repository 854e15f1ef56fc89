"""Drawings that came with a wheel, made when it was: a first booklet then draws nobody.

A file has, for each picture file and for the views of the skin, what its drawings say to a page: the lines of operators that any
of them has, once, and each drawing as the numbers of its lines. People of one build share most of them, and so do start, end and all that an answer leaves
as it is. A drawing is found by all that it is made from (`answered.Asked`), so that one of a clinic's own files is never taken for
ours; the file holds only for the very code that made it. What is not in it, and all in a checkout, is drawn.
"""

import hashlib
import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct, msgpack
from msgspec.structs import replace

from printkit.figures.answered import Asked, Shown, shown
from printkit.figures.limited import limited
from printkit.figures.people import Person
from printkit.figures.scene import Drawing, Grain, Pair, Ready, mirrored
from printkit.model.vocabulary import Side, SkinView
from printkit.resources import READY

T = TypeVar("T")
NAME = "pictures"  # of the file
SKIN = "views of the skin"  # the block of `skin_views`; no picture file can have such an id
_PACKAGE = Path(__file__).parent
_CODE = (_PACKAGE, _PACKAGE.parent / "model")  # what a drawing is made by
_DIGEST, _SIZE, _KEY = 32, 4, 12  # bytes
_TOGETHER, _ENTRIES = 64, 32  # lines and entries that are packed together
_DAMAGED = (IndexError, ValueError, zlib.error, msgspec.MsgspecError)  # what a byte that is another leads to


class Found(Struct, frozen=True):
    """The start and the end of a picture, and its move in a square; which of the answers a text beside them has to tell."""

    pair: Pair
    small: Drawing
    aid: bool
    brace: bool
    helper: bool

    def shown(self, asked: Asked) -> Shown:
        """As `answered.shown` says it, but for what was put into the figure, which is drawn already."""
        return Shown(asked.figure, asked.stance, self.aid, self.brace, self.helper)

    @property
    def weight(self) -> int:
        """What it takes in memory, in bytes."""
        return sum(each.weight for each in (*self.pair.drawings, self.small))


class _Kept(Struct, frozen=True, array_like=True):
    """A drawing in the file: its points, how wide a sign may be in its corners, and its lines, each by its step from the one before."""

    wide: float
    high: float
    grain: Grain
    room: tuple[tuple[float, ...], tuple[float, ...]]
    steps: bytes


class _Entry(Struct, frozen=True, array_like=True):
    """One picture of one side: its frames, whether they are stacked, and its move."""

    frames: tuple[_Kept, ...]
    stacked: bool
    small: _Kept
    told: tuple[bool, bool, bool]  # aid, brace, helper


class _Block(Struct, frozen=True, array_like=True):
    """All of a picture file, or of the skin: which entry is whose, the entries, and the lines that they share.

    Each is packed, with its checksum, so many entries and so many lines together: a print needs one of some hundred.
    """

    numbers: bytes
    entries: tuple[bytes, ...]
    lines: tuple[bytes, ...]


class ToKeep(Struct, frozen=True):
    """What goes into the file, and for whom."""

    asked: Asked
    side: Side
    person: Person
    shown: Shown
    pair: Pair
    small: Drawing


class ViewsToKeep(Struct, frozen=True):
    """The views of the skin that go into the file, and for whom."""

    side: Side
    person: Person
    drawings: tuple[Drawing, ...]


def found(asked: Asked, side: Side, person: Person) -> Found | None:
    """What is ready of a picture: what `answered.shown`, `pair.drawn_pair` and `picture.drawn_for_chart` make; the same one each time."""
    file = READY / NAME
    if asked.figure.id not in _index(file):
        return None
    turned = side is Side.LEFT and not asked.figure.notes  # letters are not turned round
    as_it_is, other = _drawings(_Of(file, asked, Side.RIGHT if turned else side, person))
    return other if turned else as_it_is


def found_views(side: Side, person: Person) -> tuple[Drawing, ...] | None:
    """What is ready of the views of the skin: what `skin_views.drawn` makes."""
    entry = _entry(READY / NAME, SKIN, _key(side, person), tuple[_Kept, ...])
    if entry is None:
        return None
    kept, lines = entry
    try:
        views = zip(SkinView, kept, strict=True)
        return tuple(_drawing(each, lines, partial(_view_anew, view, side, person)) for view, each in views)
    except _DAMAGED:
        return None


class _Of:
    """What is looked for in a file, as a key."""

    def __init__(self, file: Path, asked: Asked, side: Side, person: Person) -> None:
        self.file, self.asked, self.side, self.person = file, asked, side, person
        self.key = _key(asked, side, person)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and (self.file, self.key) == (other.file, other.key)

    def __hash__(self) -> int:
        return hash(self.key)


@limited(mib=16, weigh=lambda both: both[0].weight if both[0] else 0)
def _drawings(of: _Of) -> tuple[Found | None, Found | None]:
    """An entry, and its mirror image; None where there is none, or it is damaged."""
    found = _entry(of.file, of.asked.figure.id, of.key, _Entry)
    if found is None:
        return None, None
    entry, lines = found

    def drawing(kept: _Kept, frame: int | None) -> Drawing:
        return _drawing(kept, lines, partial(_anew, of.asked, of.side, of.person, frame))

    try:
        frames = tuple(drawing(kept, frame) for frame, kept in enumerate(entry.frames))
        as_it_is = Found(Pair(frames, entry.stacked), drawing(entry.small, None), *entry.told)
    except _DAMAGED:
        return None, None
    turned = replace(as_it_is.pair, drawings=tuple(map(mirrored, frames)))
    return as_it_is, replace(as_it_is, pair=turned, small=mirrored(as_it_is.small))


class _Lines(dict[int, list[str]]):
    """The lines of a picture file, of which only those are unpacked that somebody asks for."""

    def __init__(self, packed: tuple[bytes, ...]) -> None:
        self._packed = packed

    def __missing__(self, number: int) -> list[str]:
        found = self[number] = zlib.decompress(self._packed[number]).decode().split("\n")
        return found


def _drawing(kept: _Kept, lines: _Lines, anew: Callable[[], Drawing]) -> Drawing:
    """A drawing of its lines; `anew` makes it with its layers."""
    steps = array("h")
    steps.frombytes(kept.steps)
    operators = "\n".join([lines[at // _TOGETHER][at % _TOGETHER] for at in accumulate(steps)])
    return Drawing(kept.wide, kept.high, (), ready=Ready(operators, kept.room, anew), grain=kept.grain)


def _anew(asked: Asked, side: Side, person: Person, frame: int | None) -> Drawing:
    """The same drawing with its layers: a frame of the pair by its number, or the move."""
    seen = shown(asked)
    if frame is None:
        from printkit.figures.picture import drawn_for_chart

        return drawn_for_chart(seen.figure, seen.stance, side, person)
    from printkit.figures.pair import drawn_pair

    return drawn_pair(seen.figure, seen.stance, side, person).drawings[frame]


def _view_anew(view: SkinView, side: Side, person: Person) -> Drawing:
    from printkit.figures import skin_views

    return skin_views.drawn(view, side, person)


def _key(*made_from: object) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(made_from), digest_size=_KEY).digest()


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


class _Sharing:
    """Entries on their way into a block, which has each of their lines once."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._known: dict[Drawing, _Kept] = {}  # many who answer otherwise get the same drawing
        self._entries: dict[bytes, int] = {}
        self._numbers: dict[bytes, int] = {}

    def kept(self, drawing: Drawing) -> _Kept:
        if drawing not in self._known:
            self._known[drawing] = self._in_lines(drawing)
        return self._known[drawing]

    def _in_lines(self, drawing: Drawing) -> _Kept:
        from printkit.figures.signs import room_in_corners
        from printkit.figures.writers import operators

        lines = self._lines
        numbers = [lines.setdefault(line, len(lines)) for line in operators(drawing).split("\n")]
        steps = array("h", [after - before for before, after in pairwise((0, *numbers))])
        room = room_in_corners(drawing), room_in_corners(mirrored(drawing))
        return _Kept(drawing.wide, drawing.high, drawing.grain, room, steps.tobytes())

    def put(self, key: bytes, entry: object) -> None:
        self._numbers[key] = self._entries.setdefault(msgpack.encode(entry), len(self._entries))

    def block(self) -> bytes:
        lines = ("\n".join(some).encode() for some in _in_groups(list(self._lines), _TOGETHER))
        entries = map(msgpack.encode, _in_groups([*map(Raw, self._entries)], _ENTRIES))
        numbers = _packed(msgpack.encode(self._numbers))
        return msgpack.encode(_Block(numbers, tuple(map(_packed, entries)), tuple(map(_packed, lines))))


def _in_groups(every: list[T], size: int) -> Iterator[list[T]]:
    return (every[at : at + size] for at in range(0, len(every), size))


def _packed(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def block(drawn: Iterable[ToKeep]) -> bytes:
    """All drawings of a picture file, packed."""
    sharing = _Sharing()
    for each in drawn:
        told = each.shown.aid, each.shown.brace, each.shown.helper
        frames, small = tuple(map(sharing.kept, each.pair.drawings)), sharing.kept(each.small)
        sharing.put(_key(each.asked, each.side, each.person), _Entry(frames, each.pair.stacked, small, told))
    return sharing.block()


def views_block(drawn: Iterable[ViewsToKeep]) -> bytes:
    """All views of the skin, packed."""
    sharing = _Sharing()
    for each in drawn:
        sharing.put(_key(each.side, each.person), tuple(map(sharing.kept, each.drawings)))
    return sharing.block()


@lru_cache(maxsize=2)
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


def _entry(file: Path, name: str, key: bytes, kind: type[T]) -> tuple[T, _Lines] | None:
    """An entry of a block and the lines of that block; None where there is none, or it is damaged."""
    found = _block(file, name) if name in _index(file) else None
    if found is None or key not in found.numbers:
        return None
    group, place = divmod(found.numbers[key], _ENTRIES)
    try:
        entries = msgpack.decode(zlib.decompress(found.entries[group]), type=tuple[Raw, ...])
        return msgpack.decode(entries[place], type=kind), found.lines
    except _DAMAGED:
        return None


class _Opened(Struct, frozen=True):
    """A block, of which the entries and lines are unpacked that somebody asks for."""

    numbers: Mapping[bytes, int]
    entries: tuple[bytes, ...]
    lines: _Lines


@lru_cache(maxsize=2)
def _block(file: Path, name: str) -> _Opened | None:
    """A block of the file; None where it is damaged."""
    start, size = _index(file)[name]
    try:
        with file.open("rb") as opened:
            opened.seek(start)
            found = msgpack.decode(opened.read(size), type=_Block)
        numbers = msgpack.decode(zlib.decompress(found.numbers), type=dict[bytes, int])
    except (OSError, *_DAMAGED):
        return None
    return _Opened(numbers, found.entries, _Lines(found.lines))


def _digest() -> bytes:
    """Of all code that a drawing is made by."""
    digest = hashlib.sha256()
    for folder in _CODE:
        for name in sorted(name for name in os.listdir(folder) if name.endswith(".py")):  # noqa: PTH208 - see below
            with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123 - 60 files: a Path takes longer
                data = file.read()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.digest()
