"""Reads a PDF as a screen reader would, with pikepdf: none of the code that wrote it has a hand in this.

The tree of structure elements gives the order, the pages give the words: text operators inside marked content, each
byte turned into a letter by the ToUnicode map of the font in force.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_TEXT_OPERATORS = "BDC BMC EMC Tf Tj TJ"
ARTIFACT = -1  # where words go that are in no element


@dataclass
class Element:
    """A structure element with the words that are its own, and its children in order."""

    tag: str
    words: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    alt: str | None = None
    kids: list["Element"] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    node: Any = None

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *tags: str) -> list["Element"]:
        """Every element below with one of these tags, in reading order."""
        return [element for element in self.walk() if element.tag in tags]


def heard(data: bytes) -> list[tuple[str, str]]:
    """What a screen reader says, in order: each tag with its own words; a picture with its alternative text."""
    return [
        (element.tag, element.alt or "" if element.tag == "Figure" else spaced(element.words))
        for element in tree(data).walk()
        if element.words.strip() or element.tag == "Figure"
    ]


def tree(data: bytes) -> Element:
    """The structure tree with its words; the root has the tag "StructTreeRoot"."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.obj.objgen: (number, words_on(page)) for number, page in enumerate(pdf.pages, 1)}
        root = Element("StructTreeRoot")
        for kid in _list(pdf.Root.StructTreeRoot.K):
            root.kids.append(_element(kid, pages))
        return root


def decoration(data: bytes) -> list[str]:
    """The words of each page that stand in no element: a screen reader never says them."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [spaced(words_on(page).get(ARTIFACT, "")) for page in pdf.pages]


def words_on(page: pikepdf.Page) -> dict[int, str]:
    """The words of a page by their number of marked content."""
    maps = {str(name): to_unicode(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    found: dict[int, list[str]] = {}
    open_marks: list[int] = []
    letters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, _TEXT_OPERATORS):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            open_marks.append(int(operands[1].get("/MCID", ARTIFACT)))
        elif operator == "BMC":
            open_marks.append(ARTIFACT)
        elif operator == "EMC":
            open_marks.pop()
        elif operator == "Tf":
            letters = maps[str(operands[0])]
        else:
            where = open_marks[-1] if open_marks else ARTIFACT
            strings = operands[0] if operator == "TJ" else [operands[0]]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    found.setdefault(where, []).append("".join(letters[code] for code in bytes(string)))
    assert not open_marks, "marked content is left open at the end of a page"
    return {where: "".join(parts) for where, parts in found.items()}


def to_unicode(font: pikepdf.Object) -> dict[int, str]:
    """The letters of a simple font by their code, from its ToUnicode map."""
    said = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for low, high, start in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code] = chr(int(start, 16) + offset)
    return found


def spaced(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())


def changed(data: bytes, change: Any) -> bytes:
    """The PDF with one thing changed by a function of its pikepdf.Pdf."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def nodes(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    """Every structure element of a tag as pikepdf's own dictionary, in reading order: to change it."""
    return [node for node in _walk(pdf.Root.StructTreeRoot) if node.get("/S") == f"/{tag}"]


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for kid in _list(node.get("/K")):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid)


def _list(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _element(node: Any, pages: dict[Any, tuple[int, dict[int, str]]]) -> Element:
    element = Element(str(node.S)[1:], node=None)
    if "/Alt" in node:
        element.alt = str(node.Alt)
    for attributes in _list(node.get("/A")):
        element.attributes.update({str(key)[1:]: str(value).lstrip("/") for key, value in attributes.items()})
        if "/BBox" in attributes:
            element.attributes["BBox"] = " ".join(str(float(side)) for side in attributes.BBox)
    for kid in _list(node.get("/K")):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            element.kids.append(_element(kid, pages))
            continue
        if isinstance(kid, pikepdf.Dictionary):  # a mark on a page of its own
            page, mark = kid.get("/Pg", node.get("/Pg")), int(kid.MCID)
        else:
            page, mark = node.Pg, int(kid)
        number, words = pages[page.objgen]
        element.pages.append(number)
        element.words += words.get(mark, "")
    return element
