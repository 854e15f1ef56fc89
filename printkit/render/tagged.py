"""The tagged canvas: nothing can be drawn that is neither in the structure tree nor called an artifact.

ReportLab 5.1 writes no tags of its own. This subclass of its Canvas wraps every page in an artifact, opens marked
content only through `tag`, refuses words outside of both, and adds the structure tree, the parent tree, metadata and
the output intent when it is saved. Private names of ReportLab in use: `_code`, `_doc`, `_pagesize`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from printkit.render.fragment import Element

_ICC = Path(__file__).parent / "srgb.icc"
_TABLE_ATTRIBUTES = ("Scope",)
_LIST_ATTRIBUTES = ("ListNumbering",)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas on which everything is an artifact until `tag` says what it is."""

    def __init__(self, file: BytesIO, *, title: str, subject: str, language: str, font: str) -> None:
        # set before ReportLab's own __init__, which starts a page
        self._elements: list[Element] = []
        self._content: dict[int, list[tuple[str, int]]] = {}
        self._marked: list[list[int]] = []
        self._page_marks: list[int] = []
        self._open = ""
        super().__init__(file, pdfVersion=(1, 7), invariant=1, lang=language, initialFontName=font, pageCompression=1)
        self.setTitle(title)
        self.setSubject(subject)
        self.setAuthor("printkit")
        self.setCreator("printkit")
        self.setViewerPreference("DisplayDocTitle", "true")
        self._language = language
        self._attached: list[tuple[str, bytes, str]] = []

    # --- what is drawn

    def elements(self, elements: tuple[Element, ...]) -> int:
        """Add the elements of a placed fragment to the tree; returns the number of the first."""
        first = len(self._elements)
        for element in elements:
            parent = element.parent + first if element.parent >= 0 else -1
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
        """Refuse words that no reader would be told of."""
        if not self._open:
            raise ValueError("words outside of any tag and of any artifact")
        super().drawText(aTextObject)

    def drawImage(self, *arguments: Any, **named: Any) -> Any:  # noqa: N802
        """Refuse pictures that no reader would be told of."""
        if not self._open:
            raise ValueError("a picture outside of any tag and of any artifact")
        return super().drawImage(*arguments, **named)

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

    def attach(self, name: str, data: bytes, description: str) -> None:
        """Put a file into the PDF, as data that belongs to it."""
        self._attached.append((name, data, description))

    # --- what makes it a tagged document

    def finish(self) -> None:
        """Write the structure tree and the metadata. Called once, after the last page and before `save`."""
        doc, catalog = self._doc, self._doc.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        root = PDFObjectReference("StructTreeRoot")
        children: dict[int, list[int]] = {}
        for number, element in enumerate(self._elements):
            children.setdefault(element.parent, []).append(number)
        top = PDFDictionary(
            {
                "Type": PDFName("StructElem"),
                "S": PDFName("Document"),
                "P": root,
                "K": PDFArray([self._reference(n) for n in children.get(-1, []) if self._is_used(n, children)]),
            }
        )
        doc.Reference(top, "StructDocument")
        for number in range(len(self._elements)):
            if self._is_used(number, children):
                doc.Reference(PDFDictionary(self._element(number, children)), f"SE{number}")
        numbers: list[Any] = []
        for page, marks in enumerate(self._marked):
            numbers += [page, PDFArray([self._reference(element) for element in marks])]
        tree = {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFArray([PDFObjectReference("StructDocument")]),
            "ParentTree": PDFDictionary({"Nums": PDFArray(numbers)}),
            "ParentTreeNextKey": len(self._marked),
        }
        doc.Reference(PDFDictionary(tree), "StructTreeRoot")
        catalog.StructTreeRoot = root
        if self._attached:
            self._attach_all()
        self._describe()

    def _is_used(self, number: int, children: dict[int, list[int]]) -> bool:
        """Empty cells stay, for a table must be whole; any other empty element goes."""
        if number in self._content or self._elements[number].tag in ("TD", "TH"):
            return True
        return any(self._is_used(child, children) for child in children.get(number, ()))

    def _reference(self, number: int) -> Any:
        return PDFObjectReference(f"SE{number}")

    def _element(self, number: int, children: dict[int, list[int]]) -> dict[str, Any]:
        element = self._elements[number]
        kids: list[Any] = []
        content = self._content.get(number, [])
        pages = {page for page, _ in content}
        only = content[0][0] if len(pages) == 1 else ""
        for page, mark in content:
            if only:
                kids.append(mark)
            else:
                entry = {"Type": PDFName("MCR"), "Pg": PDFObjectReference(page), "MCID": mark}
                kids.append(PDFDictionary(entry))
        kids += [self._reference(child) for child in children.get(number, ()) if self._is_used(child, children)]
        parent = self._reference(element.parent) if element.parent >= 0 else PDFObjectReference("StructDocument")
        found = {"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent, "K": PDFArray(kids)}
        if only:
            found["Pg"] = PDFObjectReference(only)
        owners: dict[str, dict[str, Any]] = {}
        for name, value in element.attributes:
            if name in _TABLE_ATTRIBUTES:
                owners.setdefault("Table", {})[name] = PDFName(value)
            elif name in _LIST_ATTRIBUTES:
                owners.setdefault("List", {})[name] = PDFName(value)
            elif name == "BBox":
                box = PDFArray([float(side) for side in value.split()])
                owners.setdefault("Layout", {}).update({"BBox": box, "Placement": PDFName("Block")})
            else:
                found[name] = PDFString(value)
        if owners:
            found["A"] = PDFArray([PDFDictionary({"O": PDFName(owner), **said}) for owner, said in owners.items()])
        return found

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
                        "Params": PDFDictionary(
                            {"Size": len(data), "ModDate": PDFString("D:20000101000000+00'00'")}
                        ),
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


_STREAM_END = re.compile(rb"(?<!\n)endstream\s*\nendobj\s*$")


def with_line_ends(data: bytes) -> bytes:
    """The same PDF with the line end before `endstream` that PDF/A asks for and ReportLab leaves out.

    Objects are taken apart at the offsets of the cross-reference table, and a new table is written.
    """
    start = int(data[data.rindex(b"startxref") + len(b"startxref") :].split()[0])
    table, trailer = data[start:].split(b"trailer", 1)
    offsets = [int(line[:10]) for line in table.splitlines() if line.rstrip().endswith(b" n")]
    out = BytesIO()
    out.write(data[: min(offsets)])
    moved: list[int] = []
    for offset, end in zip(offsets, [*offsets[1:], start], strict=True):
        moved.append(out.tell())
        out.write(_STREAM_END.sub(b"\nendstream\nendobj\n", data[offset:end]))
    xref = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(moved) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in moved)
    out.write(b"trailer" + trailer[: trailer.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % xref)
    return out.getvalue()


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
