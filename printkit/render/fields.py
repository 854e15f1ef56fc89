"""Form fields: boxes to tick and lines to write on, on a screen. Their looks are drawn, never left to the viewer.

ReportLab's own fields use fonts that are not embedded and stand outside of the structure tree; these do neither.
"""

from collections.abc import Callable
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFObjectReference, PDFStream

from printkit.render import fonts

Refer = Callable[[str], str]
_FONT, _SIZE = "FormFont", 12
_FIRST, _LAST = 32, 255  # the codes of Windows Latin 1
_TICK = "0.1 0.1 0.1 RG {w:.2f} w 1 J 1 j {a:.2f} {b:.2f} m {c:.2f} {d:.2f} l {e:.2f} {f:.2f} l S"


class Written(PDFObject):  # type: ignore[misc]
    """An object written in one go.

    A booklet has thousands of structure elements, and ReportLab's own dictionaries of objects are slow. `write` is
    given a function that turns the name of an object into its reference.
    """

    def __init__(self, write: Callable[[Refer], str]) -> None:
        self.write = write

    def format(self, document: Any) -> bytes:
        """The object as PDF."""
        numbers = document.idToObjectNumberAndVersion
        return self.write(lambda name: f"{numbers[name][0]} 0 R").encode("latin-1")


class Fields:
    """The fields of one document."""

    def __init__(self, doc: Any) -> None:
        self._doc = doc
        self.widgets: dict[int, tuple[str, str]] = {}  # structure element to the names of its widget and its page
        self._names: set[str] = set()
        self._looks: set[str] = set()

    def add(
        self,
        form: int,
        name: str,
        label: str,
        box: tuple[float, float, float, float],
        look: Callable[[Refer], str],
        page: str,
        pages: Callable[[], int],
    ) -> str:
        """One field with its tooltip; returns the name of its annotation. A name in use gets a number."""
        x, y, wide, high = box
        at, widget = len(self.widgets), f"Widget{len(self.widgets)}"
        name = self._unused(name)

        def write(reference: Refer) -> str:
            rect = f"{x:.2f} {y:.2f} {x + wide:.2f} {y + high:.2f}"
            said = f"/T{_text(name)}/TU{_text(label)}/Rect[{rect}]/F 4/P {reference(page)}/StructParent {pages() + at}"
            return f"<</Type/Annot/Subtype/Widget{said}{look(reference)}>>"

        self._doc.Reference(Written(write), widget)
        self.widgets[form] = (widget, page)
        return widget

    def _unused(self, name: str) -> str:
        # a dot would make it the child of another field
        name = wanted = name.replace(".", "-")
        number = 1
        while name in self._names:
            number += 1
            name = f"{wanted}-{number}"
        self._names.add(name)
        return name

    def tick_look(self, side: float) -> Callable[[Refer], str]:
        """A tick, and nothing."""
        shape = dict(zip("abcdef", (part * side for part in (0.2, 0.5, 0.42, 0.22, 0.82, 0.8)), strict=True))
        on = self._drawn(f"TickOn{side:.1f}", side, side, _TICK.format(w=side * 0.09, **shape))
        off = self._drawn(f"TickOff{side:.1f}", side, side, "")
        return lambda reference: f"/FT/Btn/V/Off/AS/Off/MK<<>>/AP<</N<</Yes {reference(on)}/Off {reference(off)}>>>>"

    def text_look(self, wide: float, high: float) -> Callable[[Refer], str]:
        """An empty line; what is typed into it is set in the shipped typeface."""
        empty = self._drawn(f"Text{wide:.1f}x{high:.1f}", wide, high, "/Tx BMC EMC")
        lines = "/Ff 4096" if high > 2.2 * _SIZE else ""  # of more than one line
        return lambda reference: f"/FT/Tx{lines}/DA(/{_FONT} {_SIZE} Tf 0 g)/AP<</N {reference(empty)}>>"

    def _drawn(self, name: str, wide: float, high: float, operators: str) -> str:
        if name not in self._looks:
            self._looks.add(name)
            said = {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Form"),
                "BBox": PDFArray([0, 0, round(wide, 2), round(high, 2)]),
                "Resources": PDFDictionary({}),
            }
            stream = PDFStream(PDFDictionary(said), content=operators)
            stream.filters = [pdfdoc.PDFZCompress]
            self._doc.Reference(stream, name)
        return name

    def form(self) -> PDFDictionary:
        """The form of the document, with the typeface of what is typed, whole, for nobody knows which letters come."""
        face = fonts.face(bold=False).face
        stream = PDFStream(PDFDictionary({"Length1": len(face._ttf_data)}), content=face._ttf_data)  # noqa: SLF001
        stream.filters = [pdfdoc.PDFZCompress]
        self._doc.Reference(stream, "FormFontFile")
        name = "AtkinsonHyperlegibleNext-Regular"
        described = {
            "Type": PDFName("FontDescriptor"), "FontName": PDFName(name), "Flags": 32,
            "FontBBox": PDFArray([round(side) for side in face.bbox]), "ItalicAngle": 0, "Ascent": round(face.ascent),
            "Descent": round(face.descent), "CapHeight": round(face.capHeight), "StemV": round(face.stemV),
            "FontFile2": PDFObjectReference("FormFontFile"),
        }  # fmt: skip
        self._doc.Reference(PDFDictionary(described), "FormFontDescriptor")
        letters = [bytes([code]).decode("cp1252", "replace") for code in range(_FIRST, _LAST + 1)]
        widths = [round(face.charWidths.get(ord(letter), face.defaultWidth)) for letter in letters]
        font = {
            "Type": PDFName("Font"), "Subtype": PDFName("TrueType"), "BaseFont": PDFName(name),
            "Encoding": PDFName("WinAnsiEncoding"), "FirstChar": _FIRST, "LastChar": _LAST, "Widths": PDFArray(widths),
            "FontDescriptor": PDFObjectReference("FormFontDescriptor"),
        }  # fmt: skip
        self._doc.Reference(PDFDictionary(font), _FONT)
        known = PDFDictionary({"Font": PDFDictionary({_FONT: PDFObjectReference(_FONT)})})
        fields = PDFArray([PDFObjectReference(widget) for widget, _ in self.widgets.values()])
        return PDFDictionary({"Fields": fields, "DR": known, "DA": f"(/{_FONT} {_SIZE} Tf 0 g)"})


def _text(words: str) -> str:
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"
