"""Pieces as the operators of a page: drawn from their own upper left corner, so that they serve wherever they stand.

A piece whose letters all have codes of their own in every file is drawn once and kept. Whatever is drawn is either the
content of an element or an artifact; there is no way to draw anything else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from printkit.figures import writers
from printkit.figures.limited import limited
from printkit.figures.scene import Drawing
from printkit.layout import faces
from printkit.layout.fragment import (
    Blank,
    Fragment,
    Frame,
    Image,
    Line,
    Mark,
    PageNumber,
    Piece,
    Stamp,
    TextRun,
    TickBox,
)
from printkit.layout.profiles import Profile, Style
from printkit.layout.shaping import Run, is_basic, language_of, languages, runs
from printkit.pdf import encoding, file
from printkit.pdf.encoding import FontEncoding
from printkit.pdf.file import DeflatedChunk
from printkit.pdf.frame_path import frame_path
from printkit.pdf.images import image_name, stamp_name

_OUTLINE = 0.035  # of the size of letters that have no bold weight
_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\", "\r": r"\r", "\n": r"\n"})


class PlacedFigure(Struct, frozen=True):
    """Where a picture stands in its piece: its element, and x and y of its upper left corner, width and height."""

    element: int
    x: float
    y: float
    wide: float
    high: float


class DrawnPiece(Struct, frozen=True, eq=False):
    """What a piece looks like, and what a file needs for it."""

    said: bytes  # operators
    kept: bool  # it looks the same in every file, and may come back
    marked: tuple[int, ...]  # the element of each stretch of marked content
    faces: frozenset[str]  # the fixed typefaces in use
    stamps: tuple[Drawing, ...]
    images: tuple[bytes, ...]
    figures: tuple[PlacedFigure, ...]


def ink(
    piece: Piece, fragment: Fragment, first: int, profile: Profile, own: FontEncoding, *, decoration: bool
) -> DrawnPiece:
    """Draw a piece whose first stretch of marked content has the number `first` on its page.

    It belongs to `fragment`; `own` gives codes to letters that have none in every file. As decoration
    nothing is content.
    """
    kept = None if fragment.own else _kept(piece, fragment, first, profile, decoration)
    return kept or _drawn(piece.marks, fragment, first, profile, own, decoration)


@lru_cache(maxsize=3072)
def _kept(piece: Piece, fragment: Fragment, first: int, profile: Profile, decoration: bool) -> DrawnPiece | None:  # noqa: FBT001
    """A piece that looks the same in every file; None when it has letters of other alphabets."""
    try:
        return _drawn(piece.marks, fragment, first, profile, None, decoration)
    except _OtherLettersError:
        return None


def marks_ink(marks: tuple[Mark, ...], profile: Profile, own: FontEncoding) -> DrawnPiece:
    """Marks of the page itself, which nobody is told of: its foot, and the line at its side."""
    return _kept_marks(marks, profile) or _drawn(marks, None, 0, profile, own, decoration=True)


@lru_cache(maxsize=4096)
def _kept_marks(marks: tuple[Mark, ...], profile: Profile) -> DrawnPiece | None:
    try:
        return _drawn(marks, None, 0, profile, None, decoration=True)
    except _OtherLettersError:
        return None


class _OtherLettersError(Exception):
    """A letter has no code that is the same in every file."""


def _drawn(
    marks: tuple[Mark, ...],
    fragment: Fragment | None,
    first: int,
    profile: Profile,
    own: FontEncoding | None,
    decoration: bool,  # noqa: FBT001
) -> DrawnPiece:
    pen = _OperatorWriter(profile, fragment, first, own, decoration=decoration)
    pen.paint(marks)
    raw = ("\n".join(pen.said) + "\n").encode("latin-1")
    return DrawnPiece(
        raw, own is None, tuple(pen.marked), frozenset(pen.faces), tuple(pen.stamps), tuple(pen.images),
        tuple(pen.figures),
    )  # fmt: skip


class PlacedPiece(Struct, frozen=True):
    """Ink at its place: x and y of its upper left corner, from that of the first of a stretch, x to the right, y up."""

    ink: DrawnPiece
    x: float
    y: float


def stretch(strokes: tuple[PlacedPiece, ...]) -> DeflatedChunk:
    """Pieces that are drawn one after the other as one stretch of a page's content."""
    return _kept_stretch(strokes) if all(stroke.ink.kept for stroke in strokes) else _stretch(strokes)


def _stretch(strokes: tuple[PlacedPiece, ...]) -> DeflatedChunk:
    said = [b"q 1 0 0 1 %.2f %.2f cm\n%sQ\n" % (stroke.x, stroke.y, stroke.ink.said) for stroke in strokes]
    return file.deflate(b"".join(said))


_kept_stretch = limited(mib=8, weigh=lambda cut: len(cut.raw) + len(cut.deflated))(_stretch)


@lru_cache(maxsize=64)
def _colours(profile: Profile) -> Mapping[str, str]:
    """The colours of a profile by name, as PDF says them."""
    return {
        name: " ".join(f"{int(value[start : start + 2], 16) / 255:.4g}" for start in (1, 3, 5))
        for name, value in profile.colours
    }


@limited(mib=3, weigh=len)
def _boxes(places: tuple[tuple[float, float, float, bool], ...], ground: str, outline: str) -> str:
    """Boxes to tick, each by its upper left corner, its side, and whether it is dotted, with half a dot at each corner."""
    said = []
    for x, y, side, dotted in places:
        box = f"{ground} rg {outline} RG 1.1 w {x:.2f} {-y - side:.2f} {side:.2f} {side:.2f} re B"
        dot, between = (each * side / round(side / sum(_DOTS)) / sum(_DOTS) for each in _DOTS)
        said.append(f"[{dot:.3f} {between:.3f}] {dot / 2:.3f} d {box} [] 0 d" if dotted else box)
    return "\n".join(said)


_DOTS = (3.2, 1.9)  # points, and what lies between two; farther apart a scanner takes more of them for lost boxes


class _OperatorWriter:
    """Writes operators; turns y round, for PDF counts upwards."""

    def __init__(
        self, profile: Profile, fragment: Fragment | None, first: int, own: FontEncoding | None, *, decoration: bool
    ) -> None:
        self.colours = _colours(profile)
        self.fragment = fragment
        self.first = first
        self.own = own
        self.decoration = decoration
        self.said: list[str] = []
        self.marked: list[int] = []
        self.faces: set[str] = set()
        self.stamps: list[Drawing] = []
        self.images: list[bytes] = []
        self.figures: list[PlacedFigure] = []

    def paint(self, marks: tuple[Mark, ...]) -> None:
        """Grounds and lines first, then pictures, then words, those of one element in one stretch."""
        grounds = [said for mark in marks if (said := self.ground(mark))]
        if places := tuple([(mark.x, mark.y, mark.size, mark.dotted) for mark in marks if type(mark) is TickBox]):
            grounds.append(_boxes(places, self.colour("paper"), self.colour("box")))
        if grounds:
            with self.artifact():
                self.said += grounds
        for mark in marks:
            if isinstance(mark, Stamp | Image):
                self.picture(mark)
        words = [mark for mark in marks if isinstance(mark, TextRun)]
        for element, group in groupby(words, lambda mark: mark.element):
            some = list(group)
            with self.artifact() if self.decoration else self.content(element):
                if all(mark.text.isascii() and _is_plain(mark) for mark in some):
                    self.set_english(some)
                else:
                    self.say(some)

    @contextmanager
    def content(self, element: int) -> Iterator[None]:
        """What is drawn inside is the content of an element."""
        assert self.fragment is not None
        self.said.append(f"/{self.fragment.elements[element].tag} <</MCID {self.first + len(self.marked)}>> BDC")
        self.marked.append(element)
        yield
        self.said.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is not read out."""
        self.said.append("/Artifact <</Type /Pagination>> BDC" if self.decoration else "/Artifact BMC")
        yield
        self.said.append("EMC")

    def colour(self, name: str) -> str:
        return self.colours[name]

    def ground(self, mark: Mark) -> str:
        match mark:
            case Line():
                line = f"{mark.width:g} w {self.colour(mark.colour)} RG"
                return f"{line} {mark.x:.2f} {-mark.y:.2f} m {mark.to_x:.2f} {-mark.to_y:.2f} l S"
            case Frame():
                said = f"{self.colour(mark.ground)} rg " if mark.ground else ""
                said += f"{self.colour(mark.outline)} RG {mark.width:g} w " if mark.outline else ""
                paint = "B" if mark.ground and mark.outline else "f" if mark.ground else "S"
                return f"{said}{frame_path(mark)} {paint}"
            case PageNumber():
                raise ValueError("numbers of pages are put in before a piece is drawn")
            case TickBox() | Blank() | TextRun() | Stamp() | Image():
                return ""

    def picture(self, mark: Stamp | Image) -> None:
        beside = isinstance(mark, Stamp) and mark.beside
        with self.artifact() if self.decoration or beside else self.content(mark.element):
            if isinstance(mark, Image):
                self.image(mark.data, (mark.x, -mark.y - mark.high, mark.wide, mark.high))
            else:
                self.stamp(mark)
        if not (self.decoration or beside):
            self.figures.append(PlacedFigure(mark.element, mark.x, mark.y, mark.wide, mark.high))

    def stamp(self, mark: Stamp) -> None:
        drawing, low, scale = mark.drawing, -mark.y - mark.high, mark.wide / mark.drawing.wide
        if (photo := drawing.photograph) is not None:
            place = (mark.x + photo.x * scale, low + photo.y * scale, photo.wide * scale, photo.high * scale)
            self.image(photo.data, place)
            return
        pen = writers.pen_width(scale)
        at = f"{scale:.4f} 0 0 {scale:.4f} {mark.x:.2f} {low:.2f} cm"
        said = " ".join(self.stamped(part) for part in drawing.parts or (drawing,))
        self.said.append(f"q {at} {pen:.4g} w {said} Q")

    def stamped(self, part: Drawing) -> str:
        """A drawing at its size; a mirror image by turning round the one that it is of, which both sides share."""
        if part.mirrors is not None:
            return f"q -1 0 0 1 {part.wide:.2f} 0 cm {self.stamped(part.mirrors)} Q"
        self.stamps.append(part)
        return f"/{stamp_name(part)} Do"

    def image(self, data: bytes, box: tuple[float, float, float, float]) -> None:
        x, y, wide, high = box
        self.images.append(data)
        self.said.append(f"q {wide:.2f} 0 0 {high:.2f} {x:.2f} {y:.2f} cm /{image_name(data)} Do Q")

    def say(self, words: list[TextRun]) -> None:
        """Set words; those of another language or with other letters apart from the others, in their order."""
        for simple, some in groupby(words, lambda word: _is_plain(word) and is_basic(word.text)):
            if simple:
                self.set(
                    (word.x, -word.y, word.text + word.after, faces.face_name(word.style.bold), word.style.size, word.style.colour)
                    for word in some
                )  # fmt: skip
            else:
                for word in some:
                    self.say_in_other_language(word)

    def say_in_other_language(self, word: TextRun) -> None:
        """Each script in its own language. What has no bold weight is outlined."""
        style, at = word.style, word.x
        drawn = runs(word.text, style.bold, word.leftward)
        whole = word.language or (language_of(word.text) if word.leftward else "")
        said = [whole] * len(drawn) if whole else languages(drawn)
        for language, part in groupby(zip(said, drawn, strict=True), lambda each: each[0]):
            with self.spoken(language), self.turned() if word.leftward else nullcontext():
                for is_lighter, some in groupby(part, lambda each: style.bold and not faces.has_weight(each[1].face)):
                    these = [run for _, run in some]
                    with self.heavier(style.size * _OUTLINE, style.colour) if is_lighter else nullcontext():
                        self.set_runs(at, -word.y, these, style)
                    at += sum(run.wide for run in these) * style.size / faces.EM
        if word.after:
            self.set(iter([(at, -word.y, word.after, faces.face_name(style.bold), style.size, style.colour)]))

    @contextmanager
    def spoken(self, language: str) -> Iterator[None]:
        """Words inside are said in a language; "" for that of the document."""
        if language:
            self.said.append(f"/Span <</Lang ({language})>> BDC")
        yield
        if language:
            self.said.append("EMC")

    @contextmanager
    def turned(self) -> Iterator[None]:
        """Letters inside are read from the last one drawn to the first (ISO 32000-1, 14.8.2.3.3).

        They are drawn from left to right, as most programs that read files expect of Arabic and Hebrew. Nothing says
        the words a second time: such a text would be turned round by them, too.
        """
        self.said.append("/ReversedChars BMC")
        yield
        self.said.append("EMC")

    @contextmanager
    def heavier(self, width: float, colour: str) -> Iterator[None]:
        """Letters inside get an outline, for a typeface without a bold weight."""
        self.said.append(f"q 2 Tr {width:.2f} w {self.colour(colour)} RG")
        yield
        self.said.append("Q")

    def set_english(self, words: list[TextRun]) -> None:
        """The same as `say` for words without any letter that needs a thought."""
        said = ["BT"]
        then: Style | None = None
        for mark in words:
            if mark.style != then:
                then, face = mark.style, encoding.english(faces.face_name(mark.style.bold))
                self.faces.add(face)
                said.append(f"{self.colours[then.colour]} rg /{face} {then.size:g} Tf")
            text = (mark.text + mark.after).translate(_ESCAPED)
            said.append(f"1 0 0 1 {mark.x:.2f} {-mark.y:.2f} Tm ({text}) Tj")
        self.said.append(" ".join([*said, "ET"]))

    def set(self, runs: Iterator[tuple[float, float, str, str, float, str]]) -> None:
        """Runs of words: x, y of the baseline, text, typeface, size in points, name of the colour."""
        said = ["BT"]
        face_then, colour_then = "", ""
        for x, y, text, face, size, colour in runs:
            if colour != colour_then:
                said.append(f"{self.colour(colour)} rg")
                colour_then = colour
            said.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for name, codes in self.coded(text, face):
                wanted = f"/{name} {size:g} Tf"
                if wanted != face_then:
                    said.append(wanted)
                    face_then = wanted
                said.append(f"({codes.decode('latin-1').translate(_ESCAPED)}) Tj")
        self.said.append(" ".join([*said, "ET"]))

    def set_runs(self, x: float, y: float, some: list[Run], style: Style) -> None:
        """Runs of letters as one line of text from x on, each accent moved to its place."""
        size = style.size
        pen = some[0].right  # where it is drawn; widths of a typeface know nothing of accents
        said = [f"BT {self.colour(style.colour)} rg 1 0 0 1 {x + pen * size / faces.EM:.2f} {y:.2f} Tm"]
        row: list[str] = []  # codes, and moves to the left, in thousandths of the size
        face_then, up_then = "", 0.0
        start = 0.0  # of a run
        for run in some:
            if move := round(start + run.right - pen):
                row.append(str(-move))  # ends the row before it, too: where a row begins counts for its place in a line
                pen += move
            up = run.up * size / faces.EM
            for name, codes in self.coded(run.codes, run.face):
                if (name, up) != (face_then, up_then):
                    said += _shown(row)
                    said += [f"/{name} {size:g} Tf"] if name != face_then else []
                    said += [f"{up:.2f} Ts"] if up != up_then else []
                    row, face_then, up_then = [], name, up
                row.append(f"({codes.decode('latin-1').translate(_ESCAPED)})")
            widths = faces.named(run.face).face.charWidths
            pen += sum(widths.get(ord(code), 0) for code in run.codes)
            start += run.wide
        said += [*_shown(row), "0 Ts ET" if up_then else "ET"]
        self.said.append(" ".join(said))

    def coded(self, text: str, face: str) -> encoding.Coded:
        found = encoding.fixed(text, face) if face in (faces.REGULAR, faces.BOLD) else None
        if found is None:
            if self.own is None:
                raise _OtherLettersError
            found = self.own.coded(text, face)
        self.faces |= {name for name, _ in found if encoding.is_fixed(name)}
        return found


def _is_plain(word: TextRun) -> bool:
    """Whether words are in the language of the document, and their brackets open where they begin."""
    return not (word.language or word.leftward)


def _shown(row: list[str]) -> list[str]:
    return [f"[{''.join(row)}] TJ"] if row else []
