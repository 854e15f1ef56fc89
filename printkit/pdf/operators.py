"""Marks as operators. Whatever is drawn is either the content of an element or an artifact; there is no way to draw anything else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter

from msgspec import Struct

from printkit.figures import writers
from printkit.figures.limited import limited
from printkit.figures.scene import Drawing
from printkit.layout import faces
from printkit.layout.fragment import (
    Element,
    Frame,
    Image,
    Line,
    Mark,
    PageNumber,
    Stamp,
    TextRun,
    TickBox,
)
from printkit.layout.profiles import Profile, Style
from printkit.layout.shaping import Run, is_basic, language_of, languages, runs
from printkit.pdf import encoding, frame_path
from printkit.pdf.encoding import FontEncoding
from printkit.pdf.images import image_name, stamp_name

_OUTLINE = 0.035  # of the size of letters that have no bold weight
_WORDS = "%g %g Td (%s) Tj"  # hundreds of a page are said so, and % takes two thirds of the time of an f-string
_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\", "\r": r"\r", "\n": r"\n"})


class PlacedFigure(Struct, frozen=True):
    """Where a picture stands in its piece: its element, and x and y of its upper left corner, width and height."""

    element: int
    x: float
    y: float
    wide: float
    high: float


class OtherLettersError(Exception):
    """A letter has no code that is the same in every file."""


@lru_cache(maxsize=64)
def _colours(profile: Profile) -> Mapping[str, str]:
    """The colours of a profile by name, as PDF says them: in thousandths, which are finer than #RRGGBB."""
    return {
        name: " ".join(
            f"{int(value[start : start + 2], 16) / 255:.3f}".strip("0").rstrip(".") or "0" for start in (1, 3, 5)
        )
        for name, value in profile.colours
    }


@limited(mib=1, weigh=lambda said: 4 * len(said))  # with its places
def _boxes(places: tuple[tuple[float, float, float, bool], ...], ground: str, outline: str) -> str:
    """Boxes to tick, each by its upper left corner, its side, and whether it is dotted, with half a dot at each corner.

    Those of a row are said from the height of that row, so that rows say the same and pack to next to nothing.
    """
    said = [f"{ground} rg {outline} RG 1.1 w"]
    for (y, side, dotted), row in groupby(places, itemgetter(1, 2, 3)):
        boxes = " ".join([f"{x:.2f} 0 {side:.2f} {side:.2f} re" for x, *_ in row])
        dot, between = (each * side / round(side / sum(_DOTS)) / sum(_DOTS) for each in _DOTS)
        dots = f"[{dot:.3f} {between:.3f}] {dot / 2:.3f} d " if dotted else ""
        said.append(f"q 1 0 0 1 0 {-y - side:.2f} cm {dots}{boxes} B Q")
    return "\n".join(said)


_DOTS = (3.2, 1.9)  # points, and what lies between two; farther apart a scanner takes more of them for lost boxes


class OperatorWriter:
    """Writes operators; turns y round, for PDF counts upwards."""

    def __init__(
        self,
        profile: Profile,
        elements: tuple[Element, ...],
        first: int,
        own: FontEncoding | None,
        *,
        decoration: bool,
    ) -> None:
        """For marks of `elements`, whose first stretch of marked content has the number `first`; none as decoration."""
        self.colours = _colours(profile)
        self.elements = elements
        self.first = first
        self.own = own
        self.decoration = decoration
        self.said: list[str] = []
        self.marked: list[int] = []
        self.faces: set[str] = set()
        self.stamps: dict[str, Drawing] = {}
        self.images: dict[str, bytes] = {}
        self.figures: list[PlacedFigure] = []
        self.style: Style | None = None  # of the words before, where it still holds

    def paint(self, marks: tuple[Mark, ...]) -> None:
        """Grounds and lines first, then pictures, then words, those of one element in one stretch."""
        grounds: list[str] = []
        boxes: list[TickBox] = []
        pictures: list[Stamp | Image] = []
        words: list[TextRun] = []
        for mark in marks:
            # there are hundreds on a page, and `match` and isinstance take 4 times as long to tell one from the other
            if type(mark) is TextRun:
                words.append(mark)
            elif type(mark) is TickBox:
                boxes.append(mark)
            elif type(mark) is Line or type(mark) is Frame:
                grounds.append(self.ground(mark))
            elif type(mark) is Stamp or type(mark) is Image:
                pictures.append(mark)
            elif type(mark) is PageNumber:
                raise ValueError("numbers of pages are put in before a piece is drawn")
        if boxes:
            places = tuple([(mark.x, mark.y, mark.size, mark.dotted) for mark in boxes])
            grounds.append(_boxes(places, self.colour("paper"), self.colour("box")))
        if grounds:
            self.said += (self.artifact(), *grounds, "EMC")
        for picture in pictures:
            self.picture(picture)
        for element, group in groupby(words, _element_of):
            some = list(group)
            self.said.append(self.artifact() if self.decoration else self.content(element))
            if all(map(_is_english, some)):
                self.set_english(some)
            else:
                self.say(some)
            self.said.append("EMC")

    def content(self, element: int) -> str:
        """What follows, up to EMC, is the content of an element."""
        number = self.first + len(self.marked)
        self.marked.append(element)
        return f"/{self.elements[element].tag} <</MCID {number}>> BDC"

    def artifact(self) -> str:
        """What follows, up to EMC, is not read out."""
        return "/Artifact <</Type /Pagination>> BDC" if self.decoration else "/Artifact BMC"

    def colour(self, name: str) -> str:
        return self.colours[name]

    def ground(self, mark: Line | Frame) -> str:
        if isinstance(mark, Line):
            line = f"{mark.width:g} w {self.colour(mark.colour)} RG"
            return f"{line} {mark.x:.2f} {-mark.y:.2f} m {mark.to_x:.2f} {-mark.to_y:.2f} l S"
        if not mark.outline:
            return frame_path.filled(mark, self.colour(mark.ground))
        said = f"{self.colour(mark.ground)} rg " if mark.ground else ""
        said += f"{self.colour(mark.outline)} RG {mark.width:g} w "
        return said + frame_path.painted(mark, "B" if mark.ground else "S")

    def picture(self, mark: Stamp | Image) -> None:
        silent = self.decoration or (isinstance(mark, Stamp) and mark.beside)
        self.said.append(self.artifact() if silent else self.content(mark.element))
        if isinstance(mark, Image):
            self.image(mark.data, (mark.x, -mark.y - mark.high, mark.wide, mark.high))
        else:
            self.stamp(mark)
        self.said.append("EMC")
        if not silent:
            self.figures.append(PlacedFigure(mark.element, mark.x, mark.y, mark.wide, mark.high))

    def stamp(self, mark: Stamp) -> None:
        drawing, low, scale = mark.drawing, -mark.y - mark.high, mark.wide / mark.drawing.wide
        if (photo := drawing.photograph) is not None:
            place = (mark.x + photo.x * scale, low + photo.y * scale, photo.wide * scale, photo.high * scale)
            self.image(photo.data, place)
            return
        pen = writers.pen_width(drawing, scale)
        at = f"{scale:.4f} 0 0 {scale:.4f} {mark.x:.2f} {low:.2f} cm"
        said = " ".join(self.stamped(part) for part in drawing.parts or (drawing,))
        self.said.append(f"q {at} {pen:.4g} w {said} Q")

    def stamped(self, part: Drawing) -> str:
        """A drawing at its size; a mirror image by turning round the one that it is of, which both sides share."""
        if part.moved is not None:
            drawing, (x, y) = part.moved
            return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {self.stamped(drawing)} Q"
        if part.mirrors is not None:
            return f"q -1 0 0 1 {part.wide:.2f} 0 cm {self.stamped(part.mirrors)} Q"
        name = stamp_name(part)
        self.stamps[name] = part
        return f"/{name} Do"

    def image(self, data: bytes, box: tuple[float, float, float, float]) -> None:
        x, y, wide, high = box
        name = image_name(data)
        self.images[name] = data
        self.said.append(f"q {wide:.2f} 0 0 {high:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def say(self, words: list[TextRun]) -> None:
        """Set words; those of another language or with other letters apart from the others, in their order."""
        self.style = None
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
        """The same as `say` for words without any letter that needs a thought, each placed from the one before it."""
        said = ["BT"]
        then = self.style
        x = y = 0  # hundredths of a point, so that nothing adds up
        for mark in words:
            style = mark.style
            if style is not then and style != then:
                then, face = style, encoding.english(faces.face_name(style.bold))
                self.faces.add(face)
                said.append(f"{self.colours[style.colour]} rg /{face} {style.size:g} Tf")
            at, up = round(mark.x * 100), round(mark.y * -100)
            said.append(_WORDS % ((at - x) / 100, (up - y) / 100, _escaped(mark.text + mark.after)))
            x, y = at, up
        self.style = then
        said.append("ET")
        self.said.append(" ".join(said))

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
                said.append(f"({_escaped(codes.decode('latin-1'))}) Tj")
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
                row.append(f"({_escaped(codes.decode('latin-1'))})")
            widths = faces.named(run.face).face.charWidths
            pen += sum(widths.get(ord(code), 0) for code in run.codes)
            start += run.wide
        said += [*_shown(row), "0 Ts ET" if up_then else "ET"]
        self.said.append(" ".join(said))

    def coded(self, text: str, face: str) -> encoding.Coded:
        found = encoding.fixed(text, face) if face in (faces.REGULAR, faces.BOLD) else None
        if found is None:
            if self.own is None:
                raise OtherLettersError
            found = self.own.coded(text, face)
        self.faces |= {name for name, _ in found if encoding.is_fixed(name)}
        return found


_element_of = attrgetter("element")


def _escaped(text: str) -> str:
    """What stands in a string of a file; few words have a letter that means something there, and to look for it is quick."""
    is_plain = not ("(" in text or ")" in text or "\\" in text or "\r" in text or "\n" in text)
    return text if is_plain else text.translate(_ESCAPED)


def _is_english(word: TextRun) -> bool:
    """Whether words have no letter that needs a thought."""
    return word.text.isascii() and _is_plain(word)


def _is_plain(word: TextRun) -> bool:
    """Whether words are in the language of the document, and their brackets open where they begin."""
    return not (word.language or word.leftward)


def _shown(row: list[str]) -> list[str]:
    return [f"[{''.join(row)}] TJ"] if row else []
