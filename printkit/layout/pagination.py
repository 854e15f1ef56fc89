"""Fragments onto pages: where each piece lands, what stands at the foot and in the corners, and what is drawn."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import zxingcpp
from msgspec import Struct
from msgspec.structs import replace

from printkit.document import Block, Contents, DayChart, Document, Group, Heading, Text, Together
from printkit.document import plain as plain_words
from printkit.layout import blocks, fonts
from printkit.layout.fragment import (
    Element,
    Fragment,
    Frame,
    Mark,
    PageNumber,
    Piece,
    Room,
    TickBox,
    Words,
)
from printkit.layout.lines import Bit, line_marks, set_lines, to_baseline
from printkit.layout.profiles import MM, Profile, Style
from printkit.pdf.operators import Ink, marks_ink
from printkit.pdf.writer import Book, Code, Unit, units
from printkit.sheets import geometry

_ANCHOR = 2.5  # mm wide


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
    paper = geometry.PAGE_SIZES[document.paper]
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
    wide, high = geometry.PAGE_SIZES[paper]
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
            edge = geometry.landscape(paper)
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


def draw(laid: Laid) -> tuple[bytes, tuple[geometry.Sheet, ...]]:
    """The pages as PDF bytes, and the sheets among them that are filled in by hand."""
    document = laid.document
    book = Book(document.title, document.subject, document.language)
    sheets = _drawn(book, laid)
    _attach(book, sheets)
    return book.finished(), tuple(sheets)


def draw_volume(title: str, parts: Iterable[tuple[str, Laid]]) -> tuple[bytes, int]:
    """Several documents in one file for printing on both sides, and how many pages it has.

    Before each stands a separator with its label, and each begins on a right-hand page. Numbers of pages, boxes, codes and
    tags are those of the document; each is a Part of the whole. Raises ValueError when there is nothing to draw.
    """
    book: Book | None = None
    sheets: list[geometry.Sheet] = []
    for label, laid in parts:
        if book is None:
            book = Book(title, laid.document.subject, laid.document.language, shared=True)
        book.begin_part()
        _separator(book, label, laid)
        sheets += _drawn(book, laid)
        if book.pages % 2:
            _blank(book, laid)
    if book is None:
        raise ValueError("a volume needs a document")
    _attach(book, sheets)
    return book.finished(), book.pages


def _attach(book: Book, sheets: list[geometry.Sheet]) -> None:
    if sheets:
        said = geometry.geometry(tuple(sheets))
        book.attach("sheets.json", said, "Where every box to tick lies, in millimetres")


def _separator(book: Book, label: str, laid: Laid) -> None:
    """A page that says whose pages follow, for whoever sorts the stack, and its blank back."""
    wide, high = geometry.PAGE_SIZES[laid.document.paper]
    style = laid.profile.headings[0]
    marks, tall = line_marks(set_lines((Text(label),), (wide - 60) * MM, style), 0, 0, style, 0)
    piece = Piece(tall, tuple(marks))
    unit = Unit((), Fragment((Element("P"),), (piece,)), piece, 30 * MM, high / 3 * MM)
    book.page((wide * MM, high * MM), [unit], laid.profile, going_on=set(), fillable=False)
    _blank(book, laid)


def _blank(book: Book, laid: Laid) -> None:
    """An empty page, so that what follows begins on a right-hand one."""
    wide, high = geometry.PAGE_SIZES[laid.document.paper]
    book.page((wide * MM, high * MM), [], laid.profile, going_on=set(), fillable=False)


def draw_folded(laid: Laid, paper: str) -> tuple[bytes, int]:
    """Pages in the order for folding: 2 beside each other on both sides of a sheet of `paper`, and how many sheets.

    The pages are A5; on letter each loses 4 mm of its empty margins at the left and the right. Print it on both sides, flip on
    the short edge, fold the stack and staple its back. Codes for scanners are left out: the pages are not sheets.
    """
    document = laid.document
    book = Book(document.title, document.subject, document.language)
    high, wide = geometry.PAGE_SIZES[paper]
    page_wide, page_high = geometry.PAGE_SIZES[document.paper]
    edges = [(half + (wide / 2 - page_wide) / 2) * MM for half in (0.0, wide / 2)]
    down = (high - page_high) / 2 * MM
    page_of, going_on = _page_of(laid.pages), _going_on(laid.pages)
    found: list[tuple[int, int]] = []
    sides = list(_to_fold(len(laid.pages)))
    for side in sides:
        placed: list[Unit] = []
        beside: list[tuple[Ink, float, float]] = []
        for number, right in zip(side, edges, strict=True):
            if number:
                placed += _placed(laid, number, page_of, right, down)
                beside += _beside(book, laid, number, right, down)
        size = (wide * MM, high * MM)
        at = book.page(size, placed, laid.profile, going_on=going_on, fillable=False, beside=beside)
        found += [(number, at) for number in side if number]
    for number, at in sorted(found):
        for heading, level in laid.pages[number - 1].headings:
            book.heading(heading, level, at)
    book.end_part()
    return book.finished(), len(sides) // 2


def _to_fold(count: int) -> Iterator[tuple[int, int]]:
    """The pages at the left and the right of each side of each sheet, from the outermost; 0 for an empty one."""
    total = -(-count // 4) * 4

    def there(number: int) -> int:
        return number if number <= count else 0

    for outer in range(1, total // 2, 2):
        yield there(total + 1 - outer), there(outer)
        yield there(outer + 1), there(total - outer)


def _drawn(book: Book, laid: Laid) -> list[geometry.Sheet]:
    """The pages of one document in a book; returns the sheets to fill in."""
    document = laid.document
    page_of, going_on = _page_of(laid.pages), _going_on(laid.pages)
    sheets: list[geometry.Sheet] = []
    for number, page in enumerate(laid.pages, 1):
        boxes = tuple(box for place in page.placed for box in _boxes(place.piece, place.x, place.y))
        filled = _sheet(book.pages + 1, page, document, boxes) if boxes else None
        at = book.page(
            (page.width * MM, page.height * MM), _placed(laid, number, page_of), laid.profile, going_on=going_on,
            fillable=document.fillable, beside=_beside(book, laid, number),
            codes=_corner_codes(filled) if filled else (),
        )  # fmt: skip
        sheets += [filled] if filled else []
        for heading, level in page.headings:
            book.heading(heading, level, at)
    book.end_part()
    return sheets


def _page_of(pages: list[Page]) -> dict[str, int]:
    """The page of each heading."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for heading, _ in page.headings:
            found.setdefault(heading, number)
    return found


def _placed(laid: Laid, number: int, page_of: dict[str, int], right: float = 0.0, down: float = 0.0) -> Iterator[Unit]:
    """What is drawn on a page, moved by so many points."""
    for place in laid.pages[number - 1].placed:
        piece, fragment = _numbered(place.piece, page_of), laid.fragments[place.fragment]
        x, y = place.x + right, place.y + down
        yield from units(Unit((place.fragment,), fragment, piece, x, y, place.decoration, number))


def _beside(
    book: Book, laid: Laid, number: int, right: float = 0.0, down: float = 0.0
) -> Iterator[tuple[Ink, float, float]]:
    """What stands on every page, with its corner: the foot, and the line at the side that a reader may miss."""
    document, profile, page = laid.document, laid.profile, laid.pages[number - 1]
    page_of_all = document.page_of.replace("{number}", str(number)).replace("{count}", str(len(laid.pages)))
    foot = _foot((document.foot, document.small_print), page_of_all, (page.width, page.height), profile)
    yield marks_ink(foot, profile, book.letters), right, down + page.height * MM
    if profile.anchor:
        yield marks_ink(_anchor(page, profile), profile, book.letters), right, down


def _going_on(pages: list[Page]) -> set[tuple[int, ...]]:
    """The places of the fragments that have pieces on several pages."""
    first: dict[int, int] = {}
    found: set[tuple[int, ...]] = set()
    for number, page in enumerate(pages):
        for place in page.placed:
            if not place.decoration and first.setdefault(place.fragment, number) != number:
                found.add((place.fragment,))
    return found


def _numbered(piece: Piece, page_of: dict[str, int]) -> Piece:
    """A piece with the numbers of pages put in."""
    asked = _asked(piece)
    return _with_numbers(piece, tuple(page_of.get(heading, 0) for heading in asked)) if asked else piece


@lru_cache(maxsize=2048)
def _asked(piece: Piece) -> tuple[str, ...]:
    """The headings whose pages a piece tells."""
    return tuple(mark.heading for mark in piece.marks if isinstance(mark, PageNumber))


@lru_cache(maxsize=1024)
def _with_numbers(piece: Piece, numbers: tuple[int, ...]) -> Piece:
    said = iter(numbers)
    return replace(piece, marks=tuple(_number(m, next(said)) if isinstance(m, PageNumber) else m for m in piece.marks))


def _number(mark: PageNumber, number: int) -> Words:
    text = str(number or "")
    wide = fonts.width(text, mark.style.bold, mark.style.size)
    return Words(mark.x - wide, mark.y, text, mark.style, mark.element)


def _boxes(piece: Piece, x: float, y: float) -> list[tuple[str, float, float, float]]:
    """The boxes to tick of a placed piece: name, x, y and side in millimetres."""
    found = [(mark.name, _in_mm(x + mark.x), _in_mm(y + mark.y), _in_mm(mark.size)) for mark in _ticks(piece)]
    for part in piece.parts:
        found += _boxes(part.piece, x, y + part.y)
    return found


@lru_cache(maxsize=8192)
def _in_mm(points: float) -> float:
    return round(points / MM, 2)


@lru_cache(maxsize=2048)
def _ticks(piece: Piece) -> tuple[TickBox, ...]:
    return tuple(mark for mark in piece.marks if isinstance(mark, TickBox))


def _sheet(
    number: int, page: Page, document: Document, boxes: tuple[tuple[str, float, float, float], ...]
) -> geometry.Sheet:
    return geometry.Sheet(
        page=number, template=page.template, plan_token=document.plan_token, width=page.width, height=page.height,
        boxes=boxes, layout_hash=geometry.layout_hash(page.template, page.width, page.height, boxes),
    )  # fmt: skip


def _first_that_fits(choices: tuple[str, ...], style: Style, wide: float) -> str:
    """The longest of the choices that fits; the last one if none does."""
    return next((said for said in choices if fonts.width(said, style.bold, style.size) <= wide), choices[-1])


def _corner_codes(filled: geometry.Sheet) -> Iterator[Code]:
    """The 4 codes that tell a reader of scans which sheet this is and how it lies."""
    side = geometry.CODE * MM
    for letter, x, y in geometry.corners(filled.width, filled.height):
        code = zxingcpp.create_barcode(filled.code(letter), zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
        picture = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
        modules = memoryview(picture)  # type: ignore[arg-type]
        yield Code(modules.tobytes(), len(modules), x * MM, (filled.height - y) * MM - side, side)


def _anchor(page: Page, profile: Profile) -> tuple[Mark, ...]:
    """A thick line at the side that the reader may miss, from the first line of the page to the last."""
    turned = page.width > page.height
    # on a chart it stands between the edge of the paper and the corner codes
    inset = 5.0 if turned else profile.left_margin - 8 if profile.anchor == "left" else profile.right_margin - 8
    x = inset if profile.anchor == "left" else page.width - inset - _ANCHOR
    high = page.height - profile.top_margin - profile.bottom_margin
    return (Frame(x * MM, profile.top_margin * MM, _ANCHOR * MM, high * MM, "alarm"),)


@lru_cache(maxsize=4096)
def _foot(
    said: tuple[tuple[str, ...], tuple[str, ...]], page_of: str, size: tuple[float, float], profile: Profile
) -> tuple[Mark, ...]:
    """What stands at the foot of each page, always in the same place: help, page number, small print.

    `said` is the help and the small print, each from long to short; `size` that of the page in millimetres. The marks are
    measured from the lower left corner of the page.
    """
    style = profile.label_strong
    small = profile.small
    inset = (geometry.CODE_EDGE + geometry.CODE + 4) * MM
    left, right = inset, size[0] * MM - inset
    if profile.anchor and size[0] < size[1]:
        left, right = (max(left, profile.left_margin * MM), right - max(0.0, profile.right_margin * MM - inset))
    lowest = -10.5 * MM
    wide = fonts.width(page_of, bold=True, size=style.size)
    light = replace(style, bold=False)
    room = right - wide - 8 - left
    foot = _first_that_fits(said[0], light, room)
    long = fonts.width(foot, bold=False, size=light.size)
    light = replace(light, size=light.size * min(1.0, room / long))  # rather a little smaller than into the page number
    imprint = _first_that_fits(said[1], small, right - left)
    lines = set_lines((Text(imprint),), right - left, small)
    above = lowest - len(lines) * small.leading
    help_words, _ = line_marks(((Bit(foot, bold=False),),), left, above - to_baseline(light), light, 0)
    words, _ = line_marks(lines, left, above + small.leading - to_baseline(small), small, 0)
    return (Words(right - wide, above, page_of, style, 0), *help_words, *words)
