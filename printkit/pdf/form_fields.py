"""Form fields: boxes to tick and lines to write on, on a screen. Their looks are drawn, never left to the viewer.

ReportLab's own fields use fonts that are not embedded and stand outside of the structure tree; these do neither.
"""

from functools import cache

from printkit.layout import faces
from printkit.layout.fragment import Blank, TickBox
from printkit.pdf import file as pdf
from printkit.pdf.file import File

_FONT, _SIZE = "FormFont", 12
_FIRST, _LAST = 32, 255  # the codes of Windows Latin 1
_TICK = "0.1 0.1 0.1 RG {w:.2f} w 1 J 1 j {a:.2f} {b:.2f} m {c:.2f} {d:.2f} l {e:.2f} {f:.2f} l S"


class Fields:
    """The fields of one file."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.widgets: list[int] = []  # the objects of all fields
        self._names: set[str] = set()
        self._looks: dict[bytes, int] = {}

    def number(self) -> int:
        """The object of a field to come."""
        self.widgets.append(self._file.number())
        return self.widgets[-1]

    def put(self, widget: int, mark: TickBox | Blank, corner: tuple[float, float], page: int, key: int) -> None:
        """One field with its tooltip: its mark, lower left corner and page, and its key in the table of parents."""
        (x, y), (wide, high) = corner, _size(mark)
        said = f"/Rect[{x:.2f} {y:.2f} {x + wide:.2f} {y + high:.2f}]/F 4/P {page} 0 R/StructParent {key}".encode()
        look = self._tick_look(wide) if isinstance(mark, TickBox) else self._text_look(wide, high)
        name = pdf.words(self._unused(mark.name))
        self._file.put_small(
            widget, b"<</Type/Annot/Subtype/Widget/T%s/TU%s%s%s>>" % (name, pdf.words(mark.label), said, look)
        )

    def _unused(self, name: str) -> str:
        """A name that no other field has; one in use gets a number."""
        # a dot would make it the child of another field
        name = wanted = name.replace(".", "-")
        number = 1
        while name in self._names:
            number += 1
            name = f"{wanted}-{number}"
        self._names.add(name)
        return name

    def _tick_look(self, side: float) -> bytes:
        """A tick, and nothing."""
        shape = dict(zip("abcdef", (part * side for part in (0.2, 0.5, 0.42, 0.22, 0.82, 0.8)), strict=True))
        on = self._drawn(side, side, _TICK.format(w=side * 0.09, **shape))
        off = self._drawn(side, side, "")
        return b"/FT/Btn/V/Off/AS/Off/MK<<>>/AP<</N<</Yes %d 0 R/Off %d 0 R>>>>" % (on, off)

    def _text_look(self, wide: float, high: float) -> bytes:
        """An empty line; what is typed into it is set in the shipped typeface."""
        empty = self._drawn(wide, high, "/Tx BMC EMC")
        lines = b"/Ff 4096" if high > 2.2 * _SIZE else b""  # of more than one line
        return b"/FT/Tx%s/DA(/%s %d Tf 0 g)/AP<</N %d 0 R>>" % (lines, _FONT.encode(), _SIZE, empty)

    def _drawn(self, wide: float, high: float, operators: str) -> int:
        said = f"/Type/XObject/Subtype/Form/BBox[0 0 {round(wide, 2)} {round(high, 2)}]/Resources<<>>"
        body = pdf.stream(said.encode(), operators.encode())
        if body not in self._looks:
            self._looks[body] = self._file.add(body)
        return self._looks[body]

    def form(self) -> bytes:
        """The form of the file, with the typeface of what is typed, whole, for nobody knows which letters come."""
        data, described, font = _typeface()
        file = self._file.add(data)
        described_by = self._file.add_small(described % file)
        number = self._file.add_small(font % described_by)
        fields = b" ".join(b"%d 0 R" % widget for widget in self.widgets)
        name = _FONT.encode()
        return b"<</Fields[%s]/DR<</Font<</%s %d 0 R>>>>/DA(/%s %d Tf 0 g)>>" % (fields, name, number, name, _SIZE)


def _size(mark: TickBox | Blank) -> tuple[float, float]:
    return (mark.size, mark.size) if isinstance(mark, TickBox) else (mark.wide, mark.high)


@cache
def _typeface() -> tuple[bytes, bytes, bytes]:
    """The typeface of what is typed: its file, its description and the font, each with room for the one before."""
    face = faces.facts(faces.REGULAR)
    data = (faces.FOLDER / faces.FILES[faces.REGULAR]).read_bytes()
    name = b"AtkinsonHyperlegibleNext-Regular"
    box = b" ".join(b"%d" % round(side) for side in face.box)
    letters = [bytes([code]).decode("cp1252", "replace") for code in range(_FIRST, _LAST + 1)]
    widths = b" ".join(b"%d" % round(face.widths.get(ord(letter), face.default_width)) for letter in letters)
    return (
        pdf.stream(b"/Length1 %d" % len(data), data),
        b"<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[%s]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d"
        % (name, box, round(face.ascent), round(face.descent), round(face.cap_height), round(face.stem_v))
        + b"/FontFile2 %d 0 R>>",
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths[%s]"
        % (name, _FIRST, _LAST, widths)
        + b"/FontDescriptor %d 0 R>>",
    )  # fmt: skip
