"""Reads a PDF as a screen reader would, with pikepdf: none of the code that wrote it has a hand in this.

The tree of structure elements gives the order, the pages give the words: text operators inside marked content, each
byte turned into a letter by the ToUnicode map of the font in force. Below it stand the prints that are read: made once
in a run, whichever test asks first.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds, todo
from printkit.content.templates import Templates
from printkit.intake import unnamed
from printkit.intake.option_file import load
from printkit.layout.fragment import Mark, Piece, moved
from printkit.model.options import ChosenExercise, Options
from printkit.model.vocabulary import Answer, BookletSize, Paper, PrintProfile, Side, WalkingAid
from printkit.pipeline import Made, Variant
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

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
    fields: list[str] = field(default_factory=list)  # the tooltips of form fields

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


@cache
def tree(data: bytes) -> Element:
    """The structure tree with its words; the root has the tag "StructTreeRoot". Kept, so not to be changed."""
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
    turned: list[bool] = []  # for each of them, whether its letters are drawn from the last one to the first
    row: list[str] = []  # of letters that are
    letters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, _TEXT_OPERATORS):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            turned.append(operands[0] == "/ReversedChars")
            if operands[0] in ("/Span", "/ReversedChars"):
                open_marks.append(open_marks[-1] if open_marks else ARTIFACT)
                assert operator == "BMC" or "/ActualText" not in operands[1], "no words are said in place of letters"
            else:
                open_marks.append(int(operands[1].get("/MCID", ARTIFACT)) if operator == "BDC" else ARTIFACT)
        elif operator == "EMC":
            where = open_marks.pop()
            if turned.pop():
                found.setdefault(where, []).extend(reversed(row))
                row = []
        elif operator == "Tf":
            letters = maps[str(operands[0])]
        else:
            where = open_marks[-1] if open_marks else ARTIFACT
            strings = operands[0] if operator == "TJ" else [operands[0]]
            said = [letters[code] for each in strings if isinstance(each, pikepdf.String) for code in bytes(each)]
            (row if any(turned) else found.setdefault(where, [])).extend(said)
    assert not open_marks, "marked content is left open at the end of a page"
    return {where: "".join(parts) for where, parts in found.items()}


@dataclass(frozen=True)
class Run:
    """Words as they lie on a page: their left end and baseline from the lower left corner, and their length, in points."""

    text: str
    x: float
    y: float
    length: float
    size: float

    def overlaps(self, other: "Run") -> bool:
        """Whether the letters of two runs meet. A third of a point is the rounding of a file."""
        beside = self.x + self.length <= other.x + 0.34 or other.x + other.length <= self.x + 0.34
        above = self.y + self.size * 0.7 <= other.y - other.size * 0.2
        below = other.y + other.size * 0.7 <= self.y - self.size * 0.2
        return not (beside or above or below)


def runs_on(page: pikepdf.Page) -> list[Run]:
    """Every run of words on a page, its length from the widths in the file."""
    fonts = {
        str(name): (to_unicode(font), [float(wide) for wide in font.Widths], int(font.FirstChar))
        for name, font in page.obj.Resources.get("/Font", {}).items()
    }
    found: list[Run] = []
    letters: dict[int, str] = {}
    widths: list[float] = []
    x = y = size = 0.0
    line = (0.0, 0.0)  # from which the next one is moved
    first = 0
    for operator, operands, origin in placed(page, "BT Tm Td Tf Tj TJ"):
        if operator == "BT":
            line = origin
        elif operator == "Tm":
            x, y = line = origin[0] + float(operands[4]), origin[1] + float(operands[5])
        elif operator == "Td":
            x, y = line = line[0] + float(operands[0]), line[1] + float(operands[1])
        elif operator == "Tf":
            letters, widths, first = fonts[str(operands[0])]
            size = float(operands[1])
        else:
            for each in operands[0] if operator == "TJ" else operands:
                if not isinstance(each, pikepdf.String):
                    x -= float(each) * size / 1000
                    continue
                codes = bytes(each)
                text = "".join(letters[code] for code in codes)
                length = sum(widths[code - first] for code in codes[: len(text.rstrip())]) * size / 1000
                found.append(Run(text, x, y, length, size))
                x += sum(widths[code - first] for code in codes) * size / 1000
    return found


def placed(page: pikepdf.Page, operators: str) -> Iterator[tuple[str, Any, tuple[float, float]]]:
    """Operators with their operands and the point of the page from which they measure. Words are never scaled."""
    origin, kept = (0.0, 0.0), []
    for instruction in pikepdf.parse_content_stream(page, f"q Q cm {operators}"):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(origin)
        elif operator == "Q":
            origin = kept.pop()
        elif operator == "cm":
            origin = (origin[0] + float(operands[4]), origin[1] + float(operands[5]))
        else:
            yield operator, operands, origin


def overlapping(page: pikepdf.Page) -> list[tuple[str, str]]:
    """Every two runs of words on a page that are printed over each other."""
    found = [run for run in runs_on(page) if run.text.strip()]
    return [
        (one.text, other.text) for index, one in enumerate(found) for other in found[index + 1 :] if one.overlaps(other)
    ]


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


def every_mark(piece: Piece) -> Iterator[Mark]:
    """The marks of a piece and of its parts, where they stand in it. Their elements are those of their own fragments."""
    yield from piece.marks
    for part in piece.parts:
        yield from (moved(mark, 0, part.y) for mark in every_mark(part.piece))


def spaced(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
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
    element = Element(str(node.S)[1:])
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
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            element.fields.append(str(kid.Obj.TU))
            continue
        if isinstance(kid, pikepdf.Dictionary):  # a mark on a page of its own
            page, mark = kid.get("/Pg", node.get("/Pg")), int(kid.MCID)
        else:
            page, mark = node.Pg, int(kid)
        number, words = pages[page.objgen]
        element.pages.append(number)
        element.words += words.get(mark, "")
    return element


# --- the prints

CHECKLISTS = ("bath-transfer", "helper-back", "home-safety", "limb-care", "medicines", "shoes", "skin", "visit")
KINDS = ("booklet", "clinician", "chart", "fridge", "handout", "todo", "skin-sheet", *CHECKLISTS)
WITH_BOXES = ("booklet", "clinician", "chart", "handout", "skin-sheet", *CHECKLISTS)
PAPERS = (Paper.A4, Paper.LETTER)  # where an exercise stands whole on a page; A5 has room for half of one
SIDES = (Side.LEFT, Side.RIGHT, Side.BOTH)  # one that is not known is asked for
LONG_NOTE = ("Do this one in front of the mirror, slowly, and count aloud with me. " * 5)[:200]


@cache
def shipped() -> Catalog:
    """The shipped catalogue."""
    return Catalog((CATALOG,))


@cache
def shipped_templates() -> Templates:
    """The shipped templates."""
    return Templates((TEMPLATES,))


@cache
def example_options() -> Options:
    """The option file of the README."""
    return load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()


def looks() -> tuple[tuple[PrintProfile, Paper], ...]:
    """Every profile on every paper that has room for it."""
    roomy = (PrintProfile.STANDARD, PrintProfile.APHASIA)
    return tuple((look, paper) for look in PrintProfile for paper in Paper if paper is not Paper.A5 or look in roomy)


def archive_flavour(kind: str) -> str:
    """PDF/A-2 allows no data inside, PDF/A-3 does."""
    return "3a" if kind in WITH_BOXES else "2a"


@cache
def in_look(kind: str, look: PrintProfile, paper: Paper) -> Made:
    """The example of the README in one look on one paper."""
    options = example_options()
    return make(kind, replace(options, print=replace(options.print, profile=look, paper=paper)))


def on(options: Options, paper: Paper, side: Side) -> Options:
    """The same patient on another paper, with another side."""
    return replace(
        options,
        stroke=replace(options.stroke, affected_side=side),
        print=replace(options.print, paper=paper),
    )


def worst(options: Options, exercises: tuple[str, ...], *, stick: bool = True) -> Options:
    """Options that make every exercise as long as it can be: rules that add sentences, and a note of 200 letters.

    A stick excludes one exercise; without it that one is printed, too.
    """
    return replace(
        options,
        health=replace(options.health, high_fall_risk=Answer.YES, falls_last_year=3),
        devices=replace(
            options.devices,
            afo=Answer.YES,
            walking_aid=WalkingAid.STICK if stick else WalkingAid.NONE,
        ),
        home=replace(options.home, lives_alone=Answer.NO, helper=Answer.YES),
        plan=replace(
            options.plan,
            exercises=tuple(ChosenExercise(exercise=name, note=LONG_NOTE) for name in exercises),
            starts_on=None,
        ),
        print=replace(options.print, size=BookletSize.FULL),
    )


def make(kind: str, options: Options, exercise: str = "seated-toe-raise") -> Made:
    """Print one kind; a checklist goes by its own name, and "clinician" is the booklet with the clinician's pages."""
    catalog, templates = shipped(), shipped_templates()
    if kind in catalog.names("checklists"):
        extra = unnamed.checklist_names(catalog, kind, ())
        return pipeline.make(kinds.KINDS["checklist"], catalog, templates, options, Variant(names=extra))
    if kind == "todo":
        ticked = {f"{name}/no": "yes" for name in every_line("home-safety")}
        extra = todo.names(catalog, options, pipeline.speaker(catalog, options), ticked, "answers")
        return pipeline.make(kinds.KINDS[kind], catalog, templates, options, Variant(names=extra))
    if kind == "handout":
        return pipeline.make(kinds.KINDS[kind], catalog, templates, unnamed.only(exercise, options))
    if kind == "clinician":
        return pipeline.make(kinds.KINDS["booklet"], catalog, templates, options, Variant(clinician=True))
    return pipeline.make(kinds.KINDS[kind], catalog, templates, options)


def every_line(checklist: str) -> Iterator[str]:
    """The names of the lines of a checklist, as its boxes have them."""
    for room in shipped().checklist(checklist).rooms:
        yield from (f"{checklist}/{room.id}/{line.id}" for line in room.lines)


@cache
def example(kind: str) -> Made:
    """A print of the example of the README."""
    return make(kind, example_options())


@cache
def stressed(kind: str) -> Made:
    """A print on letter paper with long notes and long words, where lines are shortest and sentences longest."""
    plan = ("seated-towel-calf-stretch", "one-leg-stand-stronger-side", "sit-to-stand-with-arms", "standing-heel-raise")
    options = worst(on(example_options(), Paper.LETTER, Side.RIGHT), plan)
    if kind in ("handout", "fridge"):  # of one page by promise, so without the note
        plain_plan = tuple(replace(choice, note="") for choice in options.plan.exercises)
        options = replace(options, plan=replace(options.plan, exercises=plain_plan))
    return make(kind, options)


@cache
def everything(profile: PrintProfile = PrintProfile.STANDARD) -> Made:
    """A booklet with every shipped exercise, each as long as rules and a note can make it, and all its sheets."""
    options = worst(example_options(), shipped().names("exercises"), stick=False)
    return make("booklet", replace(options, print=replace(options.print, profile=profile)))
