"""Pages into a file: where each piece is drawn, what is heard of it, and all that makes a tagged, lasting document."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from printkit.figures.scene import Drawing
from printkit.layout.fragment import Blank, Fragment, Piece, TickBox
from printkit.layout.profiles import Profile
from printkit.pdf import archive, images, outline, structure
from printkit.pdf import file as pdf
from printkit.pdf.drawn_pieces import DrawnPiece, ink
from printkit.pdf.encoding import LAST_NUMBER, FontEncoding
from printkit.pdf.file import File
from printkit.pdf.form_fields import Fields
from printkit.pdf.images import Code
from printkit.pdf.page_ink import PageInk
from printkit.pdf.rows import in_rows
from printkit.pdf.structure import FormOf, Marked, OpenFragment, Part
from printkit.sheets.geometry import Packed

_CATALOG, _PAGES, _INFO, _TREE, _DOCUMENT, _METADATA, _INTENT, _TYPEFACES, _FIRST_GROUP = range(1, 10)
_FIRST_PAGE = 64  # its object; the typefaces of every file come before
_BESIDE = (-1,)  # whose stretch the foot of a page is: others have the same
_GROUP = 64  # pages in a node of the page tree
_AT_ONCE = 65536  # objects packed together: elements of many pages are alike, but they take memory until then


class Unit(Struct, frozen=True):
    """A piece on a page, of a fragment without children; x and y are those of its upper left corner, in points.

    `place` tells the fragment from an equal one that stands elsewhere, and orders them as they are read; `page` is that
    of the document, which may be drawn after later ones.
    """

    place: tuple[int, ...]
    fragment: Fragment
    piece: Piece
    x: float
    y: float
    decoration: bool = False
    page: int = 0
    below: bool = False  # the rest of a piece whose head is drawn apart


class _Group(Struct):
    """What one page has of one fragment."""

    unit: Unit
    mark: int  # the number of its first marked content
    marked: list[int]
    boxes: list[tuple[int, bytes]]  # elements with their rectangles
    fields: list[tuple[TickBox | Blank, float, float]]  # with their lower left corners


def units(unit: Unit) -> Iterator[Unit]:
    """A piece as what is drawn one by one."""
    head, marks = unit.piece.head, unit.piece.marks
    if head:
        yield replace(unit, piece=replace(unit.piece, marks=marks[:head]))
        yield replace(unit, piece=replace(unit.piece, marks=marks[head:], head=0), below=True)
    elif not unit.piece.parts:
        yield unit
    for part in unit.piece.parts:
        place = (*unit.place, part.child)
        child = unit.fragment.children[part.child]
        yield from units(Unit(place, child, part.piece, unit.x, unit.y + part.y, unit.decoration, unit.page))


class PdfWriter:
    """A tagged file while its pages are drawn. With `shared` stretches that several pages have stand in it once.

    `sides` is how a viewer should print it, as PDF says it (ISO 32000-1, 12.2: Simplex ...), and `shown` how it lays out
    the pages on a screen (7.7.2: TwoPageRight ...); "" leaves it to its reader. `leftward` pages follow from right to left.
    """

    def __init__(
        self, title: str, subject: str, language: str, *, shared: bool = False, sides: str = "", shown: str = "",
        leftward: bool = False,
    ) -> None:  # fmt: skip
        self._sides, self._shown, self._leftward = sides, shown, leftward
        self._said = (title, subject, language)
        self._file = File(in_rows) if shared else File()
        self._file.next = _FIRST_PAGE
        assert LAST_NUMBER < _FIRST_PAGE
        self.letters = FontEncoding()
        self._faces: set[str] = set()
        self._fields = Fields(self._file)
        self._groups: list[tuple[int, list[int]]] = []  # nodes of the page tree and their pages
        self._kids: list[tuple[tuple[int, ...], int]] = []  # of the document, with their places
        self._parents: list[bytes] = []  # keys and elements of the table of parents
        self._key = 0
        self._stamps: dict[str, int] = {}
        self._images: dict[str, int] = {}
        self._outline: list[tuple[str, int, int]] = []
        self._depth = -1
        self._attached: list[tuple[str, Packed, str]] = []
        self._streams: dict[bytes, int] | None = {} if shared else None  # those that stand in it, to their objects
        self._alts: dict[str, int] = {}  # texts of pictures that stand in a volume, to their objects
        self._checks = blake2b(digest_size=16)
        self.pages = 0
        self._whole = Part(_DOCUMENT, self._kids)
        self._part = self._whole

    # --- what is drawn

    def begin_part(self) -> None:
        """What follows is a part of the document."""
        self.end_part()
        self._part = self.new_part()

    def new_part(self, language: str = "") -> Part:
        """A part behind those that are there, in a language where it has one of its own; `turn_to` it to draw on it."""
        part = Part(self._file.number(), [], language)
        self._kids.append(((), part.number))
        return part

    def turn_to(self, part: Part) -> None:
        """What follows is of a part that has begun before; the one before it stays open."""
        self._part = part

    def end_part(self) -> None:
        """Write what is still open of a part, or of the document."""
        part = self._part
        for place, each in part.open.items():
            self._write(place, each)
        part.open = {}
        if part is not self._whole:
            language = b"/Lang(%s)" % part.language.encode() if part.language else b""
            said = b"<</S/Part/P %d 0 R%s/K[%s]>>" % (_DOCUMENT, language, _in_order(part.kids))
            self._file.put_small(part.number, said)
            self._part = self._whole
            self._file.pack(_AT_ONCE)

    def page(
        self,
        size: tuple[float, float],
        placed: Iterable[Unit],
        profile: Profile,
        *,
        going_on: set[tuple[int, ...]],
        fillable: bool,
        beside: Iterable[tuple[DrawnPiece, float, float]] = (),
        codes: Iterable[Code] = (),
    ) -> int:
        """Draw a page of `size` in points; returns its object.

        `going_on` are the places of fragments with pieces on other pages; `beside` is what stands on it besides, with the
        upper left corner of each.
        """
        base = self._file.next
        drawn = PageInk(size[1])
        groups = self._grouped(placed, drawn, profile, fillable=fillable)
        for made, x, y in beside:
            drawn.begin(_BESIDE)
            drawn.add(made, x, y)
        self._faces |= drawn.faces
        widgets = self._plant(base, groups, going_on)
        corners = list(codes)
        contents = self._content(base + 1, drawn, corners)
        forms = {name: self._stamp(name, drawing) for name, drawing in drawn.stamps.items()}
        forms |= {name: self._image(name, data) for name, data in drawn.images.items()}
        forms |= {f"C{number}": self._file.add(images.squares(code)) for number, code in enumerate(corners)}
        self._put_page(base, size, contents, forms, widgets)
        return base

    def _grouped(self, placed: Iterable[Unit], drawn: PageInk, profile: Profile, *, fillable: bool) -> list[_Group]:
        """Draw the units of a page; returns what each fragment has on it."""
        groups: list[_Group] = []
        mark = 0
        for unit in placed:
            begins = not groups or groups[-1].unit.place != unit.place or unit.below
            if groups and begins and (len(unit.place) > 1 or unit.below):
                # what others have has the same numbers on their pages, however many numbers come before it
                step = structure.MARKS if groups[-1].unit.place[0] == unit.place[0] else structure.MARKS_OF_CARD
                mark = -(-mark // step) * step
            made = ink(unit.piece, unit.fragment, mark, profile, self.letters, decoration=unit.decoration)
            drawn.begin(None if made.kept and not unit.fragment.alone else (*unit.place, int(unit.below)))
            drawn.add(made, unit.x, unit.y)
            if unit.decoration or not unit.fragment.elements:  # nobody is told of it, as of signs over a picture
                continue
            if begins:
                groups.append(_Group(unit, mark, [], [], []))
            group = groups[-1]
            group.marked += made.marked
            mark += len(made.marked)
            for figure in made.figures:
                x, low = unit.x + figure.x, drawn.high - unit.y - figure.y - figure.high
                box = b"%.2f %.2f %.2f %.2f" % (x, low, x + figure.wide, low + figure.high)
                group.boxes.append((figure.element, box))
            if fillable:
                group.fields += [
                    (each, unit.x + each.x, drawn.high - unit.y - each.y - (each.size if isinstance(each, TickBox) else each.high))
                    for each in unit.piece.marks
                    if isinstance(each, TickBox | Blank)
                ]  # fmt: skip
        return groups

    def _content(self, number: int, drawn: PageInk, codes: list[Code]) -> list[int]:
        """The streams of a page, of which the last is the object `number`."""
        said = b""
        if codes:
            corners = b"".join(
                b"q %.4f 0 0 %.4f %.3f %.3f cm /C%d Do Q\n" % (code.side, code.side, code.x, code.y, each)
                for each, code in enumerate(codes)
            )
            said = b"/Artifact <</Type /Pagination>> BDC\n%sEMC\n" % corners
        found, data = drawn.streams(said, self._once if self._streams is not None else None)
        self._checks.update(data[-4:])
        return [*found, self._once(data, number)]

    def _once(self, data: bytes, number: int = 0) -> int:
        """A stream, in a volume only if no page before it has the same; returns its object. `number` is kept free for it."""
        if self._streams is None:
            self._file.put(number, pdf.flated(b"", data))
            return number
        if data not in self._streams:
            self._streams[data] = number or self._file.number()
            self._file.put(self._streams[data], pdf.flated(b"", data))
        return self._streams[data]

    def _plant(self, base: int, groups: list[_Group], going_on: set[tuple[int, ...]]) -> list[int]:
        """The elements of a page and the table of its marks; returns its form fields."""
        self._file.next = base + structure.OWN
        opened = self._part.open
        table: list[tuple[int, Sequence[int], list[int]]] = []
        for group in groups:
            place, marked = group.unit.place, tuple(group.marked)
            if (of := opened.get(place)) is None:
                of = opened[place] = OpenFragment(group.unit.fragment, self._numbers_of(group.unit.fragment, marked))
            of.pages.append(Marked(group.unit.page, base, group.mark, marked))
            of.boxes.update(group.boxes)
            table.append((group.mark, of.numbers, group.marked))
        self._file.put_small(base + structure.OWN - 1, structure.marks(table))
        self._parent_of(b"%d 0 R" % (base + structure.OWN - 1))
        widgets: list[int] = []
        for group in groups:
            for mark, x, y in group.fields:
                widget, form = self._fields.number(), self._file.number()
                opened[group.unit.place].forms.append(FormOf(mark.element, form, widget, base))
                self._fields.put(widget, mark, (x, y), base, self._key)
                self._parent_of(b"%d 0 R" % form)
                widgets.append(widget)
        for place in [group.unit.place for group in groups if group.unit.place not in going_on]:
            if (found := opened.pop(place, None)) is not None:
                self._write(place, found)
        return widgets

    def _numbers_of(self, fragment: Fragment, marked: tuple[int, ...]) -> Sequence[int]:
        """The numbers of its elements, in a volume beside those of others that say the same."""
        if self._streams is None:
            first = self._file.next
            self._file.next += len(fragment.elements)
            return range(first, self._file.next)
        found = structure.numbering(fragment.elements, marked)
        firsts = [self._file.numbers(what, count) for what, count in found.among]
        return [firsts[among] + rank for among, rank in found.places]

    def _parent_of(self, element: bytes) -> None:
        self._parents.append(b"%d %s" % (self._key, element))
        self._key += 1

    def _put_page(
        self,
        base: int,
        size: tuple[float, float],
        contents: list[int],
        forms: dict[str, int],
        widgets: list[int],
    ) -> None:
        if self.pages % _GROUP == 0:
            self._groups.append((self._file.number() if self._groups else _FIRST_GROUP, []))
        group, pages = self._groups[-1]
        pages.append(base)
        drawn = b"".join(b"/%s %d 0 R" % (name.encode(), forms[name]) for name in sorted(forms))
        streams = b" ".join(b"%d 0 R" % number for number in contents)
        streams = b"[%s]" % streams if len(contents) > 1 else streams
        said = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.5g %.5g]/Contents %s" % (group, *size, streams)
        said += b"/Resources<</Font %d 0 R%s>>" % (_TYPEFACES, b"/XObject<<%s>>" % drawn if drawn else b"")
        if widgets:
            said += b"/Annots[%s]" % b" ".join(b"%d 0 R" % widget for widget in widgets)
        key = self._key - 1 - len(widgets)
        self._file.put_small(base, said + b"/StructParents %d/Tabs/S>>" % key)
        self.pages += 1

    def _stamp(self, name: str, drawing: Drawing) -> int:
        if name not in self._stamps:
            self._stamps[name] = self._file.add(images.form(drawing))
        return self._stamps[name]

    def _image(self, name: str, data: bytes) -> int:
        if name not in self._images:
            self._images[name] = self._file.add(images.pixels(data))
        return self._images[name]

    def heading(self, title: str, level: int, page: int) -> None:
        """A bookmark to a page; a level is never skipped."""
        self._depth = min(level - 1, self._depth + 1)
        self._outline.append((title, self._depth, page))

    def attach(self, name: str, data: Packed, description: str) -> None:
        """Put a file into the PDF, as data that belongs to it."""
        self._attached.append((name, data, description))

    def _write(self, place: tuple[int, ...], of: OpenFragment) -> None:
        if self._streams is None:
            said, tops = structure.elements(of, self._part.number)
            self._file.put_small(of.numbers[0], said)
        else:
            tops = structure.put_alike(self._file, of, self._part.number, self._alts)
        self._part.kids += [(place, top) for top in tops]
        for form in of.forms:
            self._file.put_small(form.number, structure.form_element(of, form))

    # --- what makes it a document

    def finished(self) -> bytes:
        """The whole file. Nothing can be drawn afterwards."""
        self.end_part()
        file = self._file
        title, subject, language = self._said
        file.put_small(_TYPEFACES, self.letters.put(file, self._faces))
        for number, pages in self._groups:
            kids = b" ".join(b"%d 0 R" % page for page in pages)
            said = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>" % (_PAGES, len(pages), kids)
            file.put_small(number, said)
        kids = b" ".join(b"%d 0 R" % number for number, _ in self._groups)
        file.put_small(_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.pages, kids))
        self._put_tree()
        said = b"<</Type/Catalog/Pages %d 0 R/Lang(%s)/MarkInfo<</Marked true>>" % (_PAGES, language.encode())
        sides = b"/Duplex/%s" % self._sides.encode() if self._sides else b""
        sides += b"/Direction/R2L" if self._leftward else b""
        said += b"/ViewerPreferences<</DisplayDocTitle true%s>>/StructTreeRoot %d 0 R" % (sides, _TREE)
        said += b"/Metadata %d 0 R%s" % (_METADATA, b"/PageLayout/%s" % self._shown.encode() if self._shown else b"")
        said += (
            archive.intent(_INTENT) + outline.bookmarks(file, self._outline) + outline.attachments(file, self._attached)
        )
        if self._fields.widgets:
            said += b"/AcroForm %d 0 R" % file.add_small(self._fields.form())
        file.put_small(_CATALOG, said + b">>")
        file.put_small(_INFO, outline.information(title, subject))
        # PDF/A-2 allows no data inside a PDF, PDF/A-3 does
        meta = archive.metadata(title, subject, language, part=3 if self._attached else 2)
        file.put(_METADATA, b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream" % (len(meta), meta))
        file.put(_INTENT, archive.profile())
        self._checks.update(meta)
        return file.finished(_CATALOG, _INFO, self._checks.digest())

    def _put_tree(self) -> None:
        said = b"<</S/Document/P %d 0 R/K[%s]>>" % (_TREE, _in_order(self._kids))
        self._file.put_small(_DOCUMENT, said)
        said = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>"
        self._file.put_small(_TREE, said % (_DOCUMENT, b" ".join(self._parents), self._key))


def _in_order(kids: list[tuple[tuple[int, ...], int]]) -> bytes:
    """Elements as they are read, whichever was drawn first; those at one place have their order already."""
    return b" ".join([b"%d 0 R" % number for _, number in sorted(kids, key=itemgetter(0))])
