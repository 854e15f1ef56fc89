"""Fragments onto pages: where each piece lands, what stands at the foot, and the marks drawn on the canvas."""

from collections.abc import Iterable
from contextlib import nullcontext
from functools import cache
from io import BytesIO
from itertools import groupby

import zxingcpp
from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.utils import ImageReader

from printkit import sheet
from printkit.document import Block, Contents, DayChart, Document, Group, Heading, Text, Together
from printkit.document import plain as plain_words
from printkit.figures import writers
from printkit.render import blocks, fonts
from printkit.render.fragment import (
    Blank,
    Element,
    Fragment,
    Frame,
    Image,
    Mark,
    PageNumber,
    Piece,
    Room,
    Rule,
    Stamp,
    TickBox,
    Words,
    moved,
)
from printkit.render.lines import Bit, line_marks, set_lines, to_baseline
from printkit.render.profiles import MM, Profile, Style
from printkit.render.tagged import TaggedCanvas

_ANCHOR = 2.5  # mm wide
_OUTLINE = 0.035  # of the size of letters that have no bold weight


class Placed(Struct, frozen=True):
    """A piece on a page. `fragment` is an index; a running header is drawn as decoration."""

    fragment: int
    piece: Piece
    x: float
    y: float
    decoration: bool = False


class Page(Struct):
    """One page while it fills up; sizes in mm."""

    width: float
    height: float
    placed: list[Placed] = []
    headings: list[tuple[str, int]] = []
    template: str = ""


def lay_out_document(document: Document, profile: Profile) -> tuple[list[Fragment], list[Page]]:
    """Every block as a fragment, and every fragment on its page or pages."""
    paper = sheet.PAGE_SIZES[document.paper]
    room = Room(
        (paper[0] - profile.left_margin - profile.right_margin) * MM,
        (paper[1] - profile.top_margin - profile.bottom_margin) * MM,
    )
    # the first is the title of the whole; a chart's second sheet has the name of its first
    chapters = tuple(dict.fromkeys(_chapters(document.blocks)[1:]))
    fragments = [
        blocks.contents(block.title, chapters, room, profile)
        if isinstance(block, Contents)
        else blocks.lay_out(block, room, profile)
        for block in _flat(document.blocks)
    ]
    return fragments, _paginate(fragments, document.paper, room, profile)


def _flat(blocks_: tuple[Block, ...]) -> list[Block]:
    """Groups opened up, so that page breaks and contents inside them are seen."""
    found: list[Block] = []
    for block in blocks_:
        found += _flat(block.children) if isinstance(block, Group) else [block]
    return found


def _chapters(blocks_: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in _flat(blocks_):
        match block:
            case Heading(level=1):
                found.append(plain_words(block.children))
            case Together():
                found += _chapters(block.children)
            case DayChart(title=title):
                found.append(title)
            case _:
                pass
    return found


def _paginate(fragments: list[Fragment], paper: str, room: Room, profile: Profile) -> list[Page]:
    wide, high = sheet.PAGE_SIZES[paper]
    pages: list[Page] = []
    y = 0.0
    gap = 0.0
    fresh = True  # nothing stands on the page yet

    def turn() -> Page:
        nonlocal y, gap, fresh
        y, gap, fresh = 0.0, 0.0, True
        pages.append(Page(wide, high))
        return pages[-1]

    for index, fragment in enumerate(fragments):
        if fragment.turned:
            edge = sheet.landscape(paper)
            page = Page(*edge, template=fragment.corner)
            page.placed.append(Placed(index, fragment.pieces[0], 0, 0))
            page.headings += fragment.pieces[0].headings
            if pages and not pages[-1].placed:
                pages[-1] = page
            else:
                pages.append(page)
            fresh = False
            y = room.height + 1  # nothing follows on a chart's page
            continue
        if fragment.break_before:
            if pages and pages[-1].placed:
                turn()
            continue
        if fragment.own_page and pages and not fresh:
            turn()
        for number, piece in enumerate(fragment.pieces):
            space = 0.0 if fresh else max(gap, piece.above)
            if not pages or (not fresh and y + space + _kept(fragments, index, number) > room.height + 0.01):
                turn()
                space = 0.0
                if number and fragment.running is not None:
                    place = Placed(
                        index, fragment.running, profile.left_margin * MM, profile.top_margin * MM, decoration=True
                    )
                    pages[-1].placed.append(place)
                    y, fresh = fragment.running.height, False
            page = pages[-1]
            y += space
            page.placed.append(Placed(index, piece, profile.left_margin * MM, profile.top_margin * MM + y))
            page.headings += piece.headings
            if fragment.corner:
                page.template = fragment.corner
            y += piece.height
            gap, fresh = piece.below, False
    return [page for page in pages if page.placed]


def _kept(fragments: list[Fragment], index: int, number: int) -> float:
    """The height of a piece with all that must stay on the page with it."""
    total = 0.0
    gap = 0.0
    first = True
    for fragment in fragments[index:]:
        if fragment.turned or fragment.break_before:
            break
        for piece in fragment.pieces[number:]:
            total += piece.height + (0.0 if first else max(gap, piece.above))
            first, gap = False, piece.below
            if not piece.keep_next:
                return total
        number = 0
    return total


# --- drawing


class Laid(Struct):
    """A document on its pages, ready to be drawn."""

    document: Document
    profile: Profile
    fragments: list[Fragment]
    pages: list[Page]


def draw(laid: Laid) -> tuple[bytes, tuple[sheet.Sheet, ...]]:
    """The pages as PDF bytes, and the sheets among them that are filled in by hand."""
    canvas, file = _opened(laid.document.title, laid.document)
    return _closed(canvas, file, _drawn(canvas, laid, before=0))


def draw_volume(title: str, parts: Iterable[tuple[str, Laid]]) -> tuple[bytes, int]:
    """Several documents in one file for printing on both sides, and how many pages it has.

    Before each stands a separator with its label, and each begins on a right-hand page. Numbers of pages, boxes, codes and
    tags are those of the document; each is a Part of the whole. Raises ValueError when there is nothing to draw.
    """
    canvas: TaggedCanvas | None = None
    sheets: list[sheet.Sheet] = []
    before = 0
    for label, laid in parts:
        if canvas is None:
            canvas, file = _opened(title, laid.document)
        part = canvas.elements((Element("Part"),))
        before += _separator(canvas, label, laid, part)
        sheets += _drawn(canvas, laid, before=before, under=part)
        before += len(laid.pages)
        before += _blank_back(canvas, before)
    if canvas is None:
        raise ValueError("a volume needs a document")
    return _closed(canvas, file, sheets)[0], before


def _opened(title: str, first: Document) -> tuple[TaggedCanvas, BytesIO]:
    fonts.face(bold=True)
    file = BytesIO()
    regular = fonts.face(bold=False).fontName
    return TaggedCanvas(file, title=title, subject=first.subject, language=first.language, font=regular), file


def _separator(canvas: TaggedCanvas, label: str, laid: Laid, part: int) -> int:
    """A page that says whose pages follow, for whoever sorts the stack; with its blank back it is 2 pages."""
    wide, high = sheet.PAGE_SIZES[laid.document.paper]
    canvas.setPageSize((wide * MM, high * MM))
    style = laid.profile.headings[0]
    element = canvas.elements((Element("P"),), under=part)
    marks, _ = line_marks(set_lines((Text(label),), (wide - 60) * MM, style), 30 * MM, high / 3 * MM, style, element)
    painter = _Painter(canvas, high * MM, laid.profile, {}, fillable=False)
    painter.paint(tuple(marks), decoration=False)
    canvas.showPage()
    canvas.setPageSize((wide * MM, high * MM))
    canvas.showPage()
    return 2


def _blank_back(canvas: TaggedCanvas, pages: int) -> int:
    """The empty back of a last page, so that what follows begins on a right-hand page."""
    if pages % 2 == 0:
        return 0
    canvas.showPage()
    return 1


def _drawn(canvas: TaggedCanvas, laid: Laid, *, before: int, under: int = -1) -> list[sheet.Sheet]:
    """The pages of one document on a canvas that has `before` pages; returns the sheets to fill in."""
    document, profile, pages = laid.document, laid.profile, laid.pages
    offsets = [canvas.elements(fragment.elements, under=under) for fragment in laid.fragments]
    page_of: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for heading, _ in page.headings:
            page_of.setdefault(heading, number)
    sheets: list[sheet.Sheet] = []
    depth = -1
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width * MM, page.height * MM))
        painter = _Painter(canvas, page.height * MM, profile, page_of, fillable=document.fillable)
        boxes: list[tuple[str, float, float, float]] = []
        for place in page.placed:
            marks = tuple(moved(mark, place.x, place.y, offsets[place.fragment]) for mark in place.piece.marks)
            painter.paint(marks, decoration=place.decoration)
            boxes += [
                (mark.name, round(mark.x / MM, 2), round(mark.y / MM, 2), round(mark.size / MM, 2))
                for mark in marks
                if isinstance(mark, TickBox)
            ]
        if boxes:
            filled = sheet.Sheet(
                page=before + number, template=page.template, plan_token=document.plan_token,
                width=page.width, height=page.height, boxes=tuple(boxes),
                layout_hash=sheet.layout_hash(page.template, page.width, page.height, tuple(boxes)),
            )  # fmt: skip
            sheets.append(filled)
            painter.corner_codes(filled)
        painter.foot(document, page, number, len(pages))
        painter.anchor(page)
        for heading, level in page.headings:
            depth = min(level - 1, depth + 1)
            key = f"h{before + number}-{len(canvas._elements)}-{heading}"  # noqa: SLF001 - only to be unique
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(heading, key, level=depth, closed=depth == 0)
        canvas.showPage()
    return sheets


def _closed(canvas: TaggedCanvas, file: BytesIO, sheets: list[sheet.Sheet]) -> tuple[bytes, tuple[sheet.Sheet, ...]]:
    if sheets:
        said = sheet.geometry(tuple(sheets)).encode()
        canvas.attach("sheets.json", said, "Where every box to tick lies, in millimetres")
    canvas.finish()
    canvas.save()
    return file.getvalue(), tuple(sheets)


def _first_that_fits(choices: tuple[str, ...], style: Style, wide: float) -> str:
    """The longest of the choices that fits; the last one if none does."""
    return next((said for said in choices if fonts.width(said, style.bold, style.size) <= wide), choices[-1])


@cache
def _colour(value: str) -> str:
    """#RRGGBB as PDF says it."""
    return " ".join(f"{int(value[start : start + 2], 16) / 255:.4g}" for start in (1, 3, 5))


class _Painter:
    """Marks onto one page of the canvas; turns y round, for PDF counts from the foot of the page."""

    def __init__(
        self, canvas: TaggedCanvas, height: float, profile: Profile, page_of: dict[str, int], *, fillable: bool
    ) -> None:
        self.fillable = fillable
        self.canvas = canvas
        self.height = height
        self.profile = profile
        self.page_of = page_of

    def colour(self, name: str) -> str:
        return _colour(self.profile.colour(name))

    def paint(self, marks: tuple[Mark, ...], *, decoration: bool) -> None:
        """Grounds and lines first, then the words, those of one element in one stretch of marked content."""
        words: list[Words] = []
        for mark in marks:
            match mark:
                case Words():
                    words.append(mark)
                case PageNumber():
                    text = str(self.page_of.get(mark.heading, ""))
                    wide = fonts.width(text, mark.style.bold, mark.style.size)
                    words.append(Words(mark.x - wide, mark.y, text, mark.style, mark.element))
                case Rule():
                    self.rule(mark)
                case Frame():
                    self.frame(mark)
                case TickBox():
                    self.frame(Frame(mark.x, mark.y, mark.size, mark.size, "paper", "box", 1.1))
                    if self.fillable:
                        low = self.height - mark.y - mark.size
                        self.canvas.tick_field(mark.element, mark.name, mark.label, (mark.x, low, mark.size))
                case Blank():
                    if self.fillable:
                        box = (mark.x, self.height - mark.y - mark.high, mark.wide, mark.high)
                        self.canvas.text_field(mark.element, mark.name, mark.label, box)
                case Image():
                    self.image(mark)
                case Stamp() if decoration or mark.beside:
                    with self.canvas.artifact():
                        self.stamp(mark)
                case Stamp():
                    with self.canvas.tag(mark.element):
                        self.stamp(mark)
                    low = self.height - mark.y - mark.high
                    self.canvas.set_box(mark.element, (mark.x, low, mark.x + mark.wide, low + mark.high))
        start = 0
        for end in range(1, len(words) + 1):
            if end == len(words) or words[end].element != words[start].element:
                with self.canvas.artifact() if decoration else self.canvas.tag(words[start].element):
                    self.say(words[start:end])
                start = end

    def say(self, words: list[Words]) -> None:
        """Set words; those of another language or with other letters apart from the others, in their order."""
        for simple, some in groupby(words, lambda word: not word.language and fonts.plain(word.text)):
            if simple:
                self.canvas.words(
                    (
                        word.x,
                        self.height - word.y,
                        word.text + word.after,
                        fonts.face(word.style.bold),
                        word.style.size,
                        self.colour(word.style.colour),
                    )
                    for word in some
                )
            else:
                for word in some:
                    self.say_in_other_language(word)

    def say_in_other_language(self, word: Words) -> None:
        """Joined letters are drawn as their forms and said as they are typed; what has no bold weight is outlined."""
        style, runs = word.style, fonts.runs(word.text, word.style.bold, word.leftward)
        size, colour, at = style.size, self.colour(style.colour), word.x
        typed = "" if all(run.codes == run.letters for run in runs) else word.text
        with self.canvas.spoken(typed, word.language or fonts.language_of(word.text)):
            for heavy, some in groupby(runs, lambda run: style.bold and run.face != fonts.BOLD):
                said = []
                for run in some:
                    x, y = at + run.right * size / fonts.EM, self.height - word.y + run.up * size / fonts.EM
                    said.append((x, y, run.codes, fonts.named(run.face), size, colour))
                    at += run.wide * size / fonts.EM
                with self.canvas.heavier(size * _OUTLINE, colour) if heavy else nullcontext():
                    self.canvas.words(said)
        if word.after:
            self.canvas.words([(at, self.height - word.y, word.after, fonts.face(style.bold), size, colour)])

    def rule(self, mark: Rule) -> None:
        points = (mark.x, self.height - mark.y, mark.to_x, self.height - mark.to_y)
        self.canvas.rule(points, mark.width, self.colour(mark.colour))

    def frame(self, mark: Frame) -> None:
        ground = self.colour(mark.ground) if mark.ground else ""
        outline = self.colour(mark.outline) if mark.outline else ""
        box = (mark.x, self.height - mark.y - mark.high, mark.wide, mark.high)
        self.canvas.frame(box, ground, outline, mark.width)

    def image(self, mark: Image) -> None:
        bottom = self.height - mark.y - mark.high
        with self.canvas.tag(mark.element):
            reader = ImageReader(BytesIO(mark.data))
            self.canvas.drawImage(reader, mark.x, bottom, mark.wide, mark.high)
        self.canvas.set_box(mark.element, (mark.x, bottom, mark.x + mark.wide, bottom + mark.high))

    def stamp(self, mark: Stamp) -> None:
        drawing, low, scale = mark.drawing, self.height - mark.y - mark.high, mark.wide / mark.drawing.wide
        if (photo := drawing.photograph) is not None:
            reader = ImageReader(BytesIO(photo.data))
            corner = (mark.x + photo.x * scale, low + photo.y * scale)
            self.canvas.drawImage(reader, *corner, photo.wide * scale, photo.high * scale)
            return
        place = (mark.x, low, scale)
        self.canvas.stamp(writers.operators(drawing), (drawing.wide, drawing.high), place)

    def corner_codes(self, filled: sheet.Sheet) -> None:
        """The 4 codes that tell a reader of scans which sheet this is and how it lies."""
        for letter, x, y in sheet.corners(filled.width, filled.height):
            code = zxingcpp.create_barcode(filled.code(letter), zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
            picture = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
            rows: list[list[int]] = memoryview(picture).tolist()  # type: ignore[arg-type, assignment]
            side = sheet.CODE * MM / len(rows)
            self.canvas.draw_modules(rows, x * MM, self.height - y * MM, side)

    def anchor(self, page: Page) -> None:
        """A thick line at the side that the reader may miss, from the first line of the page to the last."""
        profile = self.profile
        if not profile.anchor:
            return
        turned = page.width > page.height
        # on a chart it stands between the edge of the paper and the corner codes
        inset = 5.0 if turned else profile.left_margin - 8 if profile.anchor == "left" else profile.right_margin - 8
        x = inset if profile.anchor == "left" else page.width - inset - _ANCHOR
        high = page.height - profile.top_margin - profile.bottom_margin
        with self.canvas.artifact():
            self.frame(Frame(x * MM, profile.top_margin * MM, _ANCHOR * MM, high * MM, "alarm"))

    def foot(self, document: Document, page: Page, number: int, count: int) -> None:
        """What stands at the foot of each page, always in the same place: help, page number, small print."""
        style = self.profile.label_strong
        small = self.profile.small
        inset = (sheet.CODE_EDGE + sheet.CODE + 4) * MM
        left, right = inset, page.width * MM - inset
        if self.profile.anchor and page.width < page.height:
            left, right = (
                max(left, self.profile.left_margin * MM),
                right - max(0.0, self.profile.right_margin * MM - inset),
            )
        lowest = self.height - 10.5 * MM
        said = document.page_of.replace("{number}", str(number)).replace("{count}", str(count))
        wide = fonts.width(said, bold=True, size=style.size)
        light = replace(style, bold=False)
        foot = _first_that_fits(document.foot, light, right - wide - 8 - left)
        imprint = _first_that_fits(document.small_print, small, right - left)
        lines = set_lines((Text(imprint),), right - left, small)
        above = lowest - len(lines) * small.leading
        help_words, _ = line_marks(((Bit(foot, bold=False),),), left, above - to_baseline(light), light, 0)
        words, _ = line_marks(lines, left, above + small.leading - to_baseline(small), small, 0)
        words = [Words(right - wide, above, said, style, 0), *help_words, *words]
        with self.canvas.artifact():
            self.say([mark for mark in words if isinstance(mark, Words)])
