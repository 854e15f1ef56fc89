"""The tagged canvas: nothing can be drawn that is neither in the structure tree nor called an artifact.

ReportLab 5.1 writes no tags of its own. This subclass of its Canvas wraps every page in an artifact, opens marked
content only through `tag`, refuses words outside of both, and adds the structure tree, the parent tree, metadata and
the output intent when it is saved. Private names of ReportLab in use: `_code`, `_doc`, `_pagesize`, `_formsinuse`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

from printkit.render.fields import Fields, Refer, Written
from printkit.render.fragment import Element

_ICC = Path(__file__).parent / "srgb.icc"
_OWNERS = {"Scope": "Table", "ListNumbering": "List"}  # whose attribute it is, as PDF wants it said


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas on which everything is an artifact until `tag` says what it is."""

    def __init__(self, file: BytesIO, *, title: str, subject: str, language: str, font: str) -> None:
        rl_config.useA85 = 0  # ASCII armour makes a file a quarter larger and serves no printer of today
        # set before ReportLab's own __init__, which starts a page
        self._elements: list[Element] = []
        self._content: dict[int, list[tuple[str, int]]] = {}
        self._marked: list[list[int]] = []
        self._page_marks: list[int] = []
        self._open = ""
        self._stamps: dict[str, str] = {}  # operators to the name of their form
        super().__init__(file, pdfVersion=(1, 7), invariant=1, lang=language, initialFontName=font, pageCompression=1)
        self.setTitle(title)
        self.setSubject(subject)
        self.setAuthor("printkit")
        self.setCreator("printkit")
        self.setViewerPreference("DisplayDocTitle", "true")
        self._language = language
        self._attached: list[tuple[str, bytes, str]] = []
        self._fields = Fields(self._doc)

    # --- what is drawn

    def elements(self, elements: tuple[Element, ...], under: int = -1) -> int:
        """Add the elements of a placed fragment to the tree, below `under`; returns the number of the first."""
        first = len(self._elements)
        for element in elements:
            parent = element.parent + first if element.parent >= 0 else under
            self._elements.append(Element(element.tag, parent, element.attributes))
        return first

    @contextmanager
    def tag(self, element: int) -> Iterator[None]:
        """What is drawn inside is the content of an element. Never nests."""
        if self._open:
            raise ValueError("marked content may not nest")
        self._open = "tag"
        number = len(self._page_marks)
        self._page_marks.append(element)
        self._content.setdefault(element, []).append((self._doc.thisPageName(), number))
        self._code += ["EMC", f"/{self._elements[element].tag} <</MCID {number}>> BDC"]
        yield
        self._code += ["EMC", "/Artifact BMC"]
        self._open = ""

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside stands on every page and is not read out: feet, page numbers, corner codes."""
        if self._open:
            raise ValueError("an artifact may not stand inside marked content")
        self._open = "artifact"
        self._code += ["EMC", "/Artifact <</Type /Pagination>> BDC"]
        yield
        self._code += ["EMC", "/Artifact BMC"]
        self._open = ""

    def drawText(self, aTextObject: Any) -> None:  # noqa: N802, N803 - ReportLab's names
        """Refuse words that no reader would be told of; drawString and its kin all come through here."""
        if not self._open:
            raise ValueError("words outside of any tag and of any artifact")
        super().drawText(aTextObject)

    def drawImage(self, *arguments: Any, **named: Any) -> Any:  # noqa: N802
        """Refuse pictures that no reader would be told of."""
        if not self._open:
            raise ValueError("a picture outside of any tag and of any artifact")
        return super().drawImage(*arguments, **named)

    def drawInlineImage(self, *arguments: Any, **named: Any) -> Any:  # noqa: N802
        """Refuse inline pictures that no reader would be told of."""
        if not self._open:
            raise ValueError("a picture outside of any tag and of any artifact")
        return super().drawInlineImage(*arguments, **named)

    def showPage(self) -> None:  # noqa: N802
        """End a page: close its artifact and note which elements it carries."""
        self._code.insert(0, "/Artifact BMC")
        self._code.append("EMC")
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs, page.StructParents = PDFName("S"), len(self._marked)
        self._marked.append(self._page_marks)
        self._page_marks = []

    def words(self, runs: Iterable[tuple[float, float, str, Any, float, str]]) -> None:
        """Set runs of words: x, y of the baseline, text, font, size in points and colour as "r g b".

        The operators are written here and not by ReportLab's text object, which spends most of its time on features
        that no page of ours uses.
        """
        if not self._open:
            raise ValueError("words outside of any tag and of any artifact")
        said = ["BT"]
        font_then, colour_then = "", ""
        for x, y, text, font, size, colour in runs:
            if colour != colour_then:
                said.append(f"{colour} rg")
                colour_then = colour
            said.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for subset, codes in font.splitString(text, self._doc):
                name = f"{font.getSubsetInternalName(subset, self._doc)} {size:g} Tf"
                if name != font_then:
                    said.append(name)
                    font_then = name
                said.append(f"<{codes.hex()}> Tj")
        self._code.append(" ".join([*said, "ET"]))

    @contextmanager
    def spoken(self, text: str, language: str) -> Iterator[None]:
        """Words inside are said as `text`, in a language; "" for what needs neither."""
        said = f"/ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>" if text else ""
        said += f"/Lang ({language})" if language else ""
        self._code.append(f"/Span <<{said}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def heavier(self, width: float, colour: str) -> Iterator[None]:
        """Letters inside get an outline, for a typeface without a bold weight."""
        self._code.append(f"q 2 Tr {width:.2f} w {colour} RG")
        yield
        self._code.append("Q")

    def rule(self, points: tuple[float, float, float, float], width: float, colour: str) -> None:
        """A straight line from x, y to x, y."""
        x, y, to_x, to_y = points
        self._code.append(f"{width:g} w {colour} RG {x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S")

    def frame(self, box: tuple[float, float, float, float], ground: str, outline: str, width: float) -> None:
        """A rectangle at x, y with a width and a height; a ground or an outline of "" is left out."""
        x, y, wide, high = box
        said = f"{ground} rg " if ground else ""
        said += f"{outline} RG {width:g} w " if outline else ""
        paint = "B" if ground and outline else "f" if ground else "S"
        self._code.append(f"{said}{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re {paint}")

    def stamp(self, operators: str, size: tuple[float, float], place: tuple[float, float, float]) -> None:
        """A drawing as a form that stands once in the file: its operators and size, then x, y and scale on the page."""
        if not self._open:
            raise ValueError("a drawing outside of any tag and of any artifact")
        if operators not in self._stamps:
            name = f"stamp{len(self._stamps)}"
            described = {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Form"),
                "BBox": PDFArray([0, 0, *size]),
                "Resources": PDFDictionary({}),
            }
            stream = PDFStream(PDFDictionary(described), content=operators.encode("ascii"))
            stream.filters = [pdfdoc.PDFZCompress]
            self._doc.Reference(stream, pdfdoc.xObjectName(name))
            self._stamps[operators] = name
        name = self._stamps[operators]
        if name not in self._formsinuse:
            self._formsinuse.append(name)
        x, y, scale = place
        self._code.append(f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm /{pdfdoc.xObjectName(name)} Do Q")

    def draw_modules(self, matrix: list[list[int]], x: float, top: float, side: float) -> None:
        """Draw a code, 0 for a dark square; dark ones side by side as one. x and top are its upper left corner."""
        said = [f"q {side:.4f} 0 0 {-side:.4f} {x:.3f} {top:.3f} cm 0 g"]
        for row, modules in enumerate(matrix):
            column = 0
            for shade, run in groupby(modules):
                wide = len(list(run))
                if shade == 0:
                    said.append(f"{column} {row} {wide} 1 re")
                column += wide
        self._code.append(" ".join([*said, "f Q"]))

    def tick_field(self, element: int, name: str, label: str, box: tuple[float, float, float]) -> None:
        """A box that can be ticked on a screen, inside an element: its lower left corner and its side."""
        x, y, side = box
        look = self._fields.tick_look(side)
        self._field(element, name, label, (x, y, side, side), look)

    def text_field(self, element: int, name: str, label: str, box: tuple[float, float, float, float]) -> None:
        """Room to write in on a screen, inside an element: its lower left corner, width and height."""
        self._field(element, name, label, box, self._fields.text_look(box[2], box[3]))

    def _field(
        self, element: int, name: str, label: str, box: tuple[float, float, float, float], look: Callable[[Refer], str]
    ) -> None:
        form = self.elements((Element("Form"),))
        self._elements[form] = Element("Form", element)
        page = self._doc.thisPageName()
        widget = self._fields.add(form, name, label, box, look, page, lambda: len(self._marked))
        self._annotationrefs.append(PDFObjectReference(widget))

    def attach(self, name: str, data: bytes, description: str) -> None:
        """Put a file into the PDF, as data that belongs to it."""
        self._attached.append((name, data, description))

    # --- what makes it a tagged document

    def finish(self) -> None:
        """Write the structure tree and the metadata. Called once, after the last page and before `save`."""
        doc, catalog = self._doc, self._doc.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        used = self._used()
        for number in used:
            doc.Reference(Written(partial(self._element, number)), f"SE{number}")
        top = [number for number in used if self._elements[number].parent < 0]
        doc.Reference(Written(partial(self._document, top)), "StructDocument")
        doc.Reference(Written(self._tree_root), "StructTreeRoot")
        catalog.StructTreeRoot = PDFObjectReference("StructTreeRoot")
        if self._attached:
            self._attach_all()
        if self._fields.widgets:
            catalog.__NoDefault__ = [*catalog.__NoDefault__, "AcroForm"]
            catalog.AcroForm = self._fields.form()
        self._describe()

    def _used(self) -> list[int]:
        """The elements that are written: those with content, empty cells (a table must be whole), and all above."""
        kept: set[int] = set()
        self._kids: dict[int, list[int]] = {}
        for number in range(len(self._elements) - 1, -1, -1):  # children come after their parents
            element = self._elements[number]
            if number in kept or number in self._content or element.tag in ("TD", "TH", "Form"):
                kept.add(number)
                kept.add(element.parent)
                self._kids.setdefault(element.parent, []).insert(0, number)
        return sorted(kept - {-1})

    def _document(self, top: list[int], reference: Refer) -> str:
        kids = " ".join(reference(f"SE{number}") for number in top)
        return f"<</Type/StructElem/S/Document/P {reference('StructTreeRoot')}/K[{kids}]>>"

    def _tree_root(self, reference: Refer) -> str:
        """The root, with the table from the marks on each page to their elements."""
        pages = " ".join(
            f"{page} [{' '.join(reference(f'SE{number}') for number in marks)}]"
            for page, marks in enumerate(self._marked)
        )
        forms = self._fields.widgets
        pages += "".join(f" {len(self._marked) + at} {reference(f'SE{form}')}" for at, form in enumerate(forms))
        return (
            f"<</Type/StructTreeRoot/K[{reference('StructDocument')}]"
            f"/ParentTree<</Nums[{pages}]>>/ParentTreeNextKey {len(self._marked) + len(forms)}>>"
        )

    def _element(self, number: int, reference: Refer) -> str:
        element = self._elements[number]
        content = self._content.get(number, [])
        only = content[0][0] if len({page for page, _ in content}) == 1 else ""
        kids = [str(mark) if only else f"<</Type/MCR/Pg {reference(page)}/MCID {mark}>>" for page, mark in content]
        kids += [reference(f"SE{child}") for child in self._kids.get(number, ())]
        if number in self._fields.widgets:
            widget, only = self._fields.widgets[number]
            kids.append(f"<</Type/OBJR/Obj {reference(widget)}/Pg {reference(only)}>>")
        parent = reference(f"SE{element.parent}" if element.parent >= 0 else "StructDocument")
        said = [f"<</Type/StructElem/S/{element.tag}/P {parent}/K[{' '.join(kids)}]"]
        if only:
            said.append(f"/Pg {reference(only)}")
        for name, value in element.attributes:
            if name in _OWNERS:
                said.append(f"/A<</O/{_OWNERS[name]}/{name}/{value}>>")
            elif name == "BBox":
                said.append(f"/A<</O/Layout/Placement/Block/BBox[{value}]>>")
            else:
                said.append(f"/{name}<FEFF{value.encode('utf-16-be').hex().upper()}>")
        return "".join(said) + ">>"

    def set_box(self, element: int, box: tuple[float, float, float, float]) -> None:
        """The rectangle of a figure on its page, which PDF/UA asks for."""
        old = self._elements[element]
        said = " ".join(f"{side:.2f}" for side in box)
        self._elements[element] = Element(old.tag, old.parent, (*old.attributes, ("BBox", said)))

    def _attach_all(self) -> None:
        doc, catalog = self._doc, self._doc.Catalog
        names: list[Any] = []
        files: list[Any] = []
        for number, (name, data, description) in enumerate(self._attached):
            stream = PDFStream(
                PDFDictionary(
                    {
                        "Type": PDFName("EmbeddedFile"),
                        # written out, because PDFName would escape the # of the escaped slash
                        "Subtype": "/application#2Fjson",
                        "Params": PDFDictionary({"Size": len(data), "ModDate": PDFString("D:20000101000000+00'00'")}),
                    }
                ),
                content=data,
            )
            stream.filters = [pdfdoc.PDFZCompress]
            embedded = doc.Reference(stream, f"EmbeddedFile{number}")
            said = {
                "Type": PDFName("Filespec"),
                "F": PDFString(name),
                "UF": PDFString(name),
                "Desc": PDFString(description),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": embedded, "UF": embedded}),
            }
            file = doc.Reference(PDFDictionary(said), f"Filespec{number}")
            names += [PDFString(name), file]
            files.append(file)
        catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})
        catalog.AF = PDFArray(files)

    def _describe(self) -> None:
        doc, catalog, info = self._doc, self._doc.Catalog, self._doc.info
        # PDF/A-2 allows no data inside a PDF, PDF/A-3 does
        said = _XMP.format(
            title=escape(info.title),
            subject=escape(info.subject),
            language=self._language,
            part=3 if self._attached else 2,
        )
        catalog.Metadata = pdfdoc.XMP(creator=lambda _doc: said.encode())
        profile = PDFStream(PDFDictionary({"N": 3}), content=_ICC.read_bytes())
        profile.filters = [pdfdoc.PDFZCompress]
        intent = {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": doc.Reference(profile, "sRGB"),
        }
        catalog.OutputIntents = PDFArray([PDFDictionary(intent)])


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>printkit</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part><pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdf:Producer>ReportLab PDF Library - (opensource)</pdf:Producer><xmp:CreatorTool>printkit</xmp:CreatorTool>
<xmp:CreateDate>2000-01-01T00:00:00+00:00</xmp:CreateDate><xmp:ModifyDate>2000-01-01T00:00:00+00:00</xmp:ModifyDate>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
