"""The structure tree of a file (ISO 32000-1, 14.7): which words are a heading, a list, a cell, and in which order.

A fragment always has the same elements, but for their numbers and those of its pages; so they are made once, with room for
the numbers.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from msgspec import Struct

from printkit.layout.fragment import Element, Fragment
from printkit.pdf import rows
from printkit.pdf.file import File, Kind, words

OWN = 3  # numbers of a page before its elements: the page, its content, the table of its marks
MARKS, MARKS_OF_CARD = 16, 128  # a part of a card, and a card, begin at a multiple of it in the count of marked content
_OWNERS = {"Scope": "Table", "ListNumbering": "List"}  # whose attribute it is, as PDF wants it said
_BOX = b"/A<</O/Layout/Placement/Block/BBox[%b]>>"  # PDF/UA asks for the rectangle of a figure
_PARENT = 0  # among what numbers count from
_KEPT_EMPTY = ("TD", "TH")  # a table must be whole


class ElementTemplate(Struct, frozen=True):
    """Elements of a fragment, with room for numbers that are not known yet: each is so much more than one of a few."""

    said: bytes  # one element a line; `null` where one is not in use, for a number has only one object
    bases: tuple[int, ...]  # what each number counts from: see `_known`
    more: tuple[int, ...]
    boxes: tuple[tuple[int, int], ...]  # the place of a rectangle among the numbers, and its element
    tops: tuple[int, ...]  # elements in use without a parent in the fragment


class AlikeTemplate(Struct, frozen=True):
    """The elements of a fragment that are of one kind."""

    kind: Kind
    below: str  # of which tag
    elements: tuple[int, ...]
    bases: tuple[int, ...]
    more: tuple[int, ...]
    boxes: tuple[tuple[int, int], ...]  # the place of the first of 4 numbers, and the element


class VolumeTemplate(Struct, frozen=True):
    """The elements of a fragment by their kinds, where a file has many fragments."""

    kinds: tuple[AlikeTemplate, ...]
    alts: tuple[str, ...]  # texts of pictures, which stand in the file once
    tops: tuple[int, ...]


class NumberTemplate(Struct, frozen=True):
    """Which elements of a fragment get numbers in a row: what they stand among, how many, and the place of each element."""

    among: tuple[tuple[Hashable, int], ...]
    places: tuple[tuple[int, int], ...]


class Marked(NamedTuple):
    """What a page has of a fragment."""

    order: int  # of the page in its document, which may be drawn after later ones
    page: int  # its object
    first: int  # number of the first marked content
    elements: tuple[int, ...]  # of each marked content


class FormOf(NamedTuple):
    """A form field of an element: its own element, the field, and the object of its page."""

    element: int
    number: int
    field: int
    page: int


class OpenFragment(Struct):
    """A fragment that goes on over a page, until all of it is drawn."""

    fragment: Fragment
    numbers: Sequence[int]  # of its elements
    pages: list[Marked] = []
    boxes: dict[int, bytes] = {}  # the rectangles of pictures
    forms: list[FormOf] = []


class Part(Struct):
    """A part of the document while its pages are drawn; pages of another one may come between them."""

    number: int
    kids: list[tuple[tuple[int, ...], int]]
    language: str = ""  # where it is not that of the document
    open: dict[tuple[int, ...], OpenFragment] = {}


def elements(of: OpenFragment, parent: int) -> tuple[bytes, tuple[int, ...]]:
    """The objects of a fragment below an element, one a line in the order of their numbers, and which of them lead to the others."""
    made = _template(of.fragment.elements, *_drawn(of))
    known = _known(of, parent)
    numbers: list[int | bytes] = list(map(add, map(known.__getitem__, made.bases), made.more))
    for place, element in made.boxes:
        numbers[place] = of.boxes[element]
    return made.said % tuple(numbers), tuple([of.numbers[top] for top in made.tops])


def put_alike(file: File, of: OpenFragment, parent: int, alts: dict[str, int]) -> tuple[int, ...]:
    """Put the elements of a fragment among those of their kinds in a volume; returns those that lead to the others.

    `alts` are the texts of pictures that stand in it already, with their objects.
    """
    made = _alike(of.fragment.elements, *_drawn(of))
    known = _known(of, parent)
    for text in made.alts:
        if text not in alts:
            alts[text] = file.add_small(words(text))
        known.append(alts[text])
    numbers = of.numbers
    for each in made.kinds:
        values: list[int | bytes] = list(map(add, map(known.__getitem__, each.bases), each.more))
        for place, element in each.boxes:
            values[place : place + 4] = of.boxes[element].split()
        file.put_alike(each.kind, each.below, map(numbers.__getitem__, each.elements), values)
    return tuple([numbers[top] for top in made.tops])


def _drawn(of: OpenFragment) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """The element of each mark on each page, and of each form field."""
    of.pages.sort()
    return tuple([each.elements for each in of.pages]), tuple([form.element for form in of.forms])


def _known(of: OpenFragment, parent: int) -> list[int]:
    """What numbers count from: what is above the whole, the first mark and the object of each page, forms, elements."""
    found = [parent]
    for each in of.pages:
        found += (each.first, each.page)
    found += [form.number for form in of.forms]
    found += of.numbers
    return found


@lru_cache(maxsize=1024)
def numbering(elements: tuple[Element, ...], marked: tuple[int, ...]) -> NumberTemplate:
    """Which elements get numbers in a row: those that say the same, as far as the first page tells, on which `marked` have marks."""
    kids = Counter(each.parent for each in elements)
    marks = Counter(marked)
    among: dict[Hashable, int] = {}
    places: list[tuple[int, int]] = []
    for number, each in enumerate(elements):
        said = () if each.tag == "Figure" else each.attributes
        what = (each.tag, said, kids[number], marks[number], _tag_of(elements, each.parent))
        rank = among.get(what, 0)
        among[what] = rank + 1
        places.append((list(among).index(what), rank))
    return NumberTemplate(tuple(among.items()), tuple(places))


def marks(groups: Iterable[tuple[int, Sequence[int], Sequence[int]]]) -> bytes:
    """The table from the marks of a page to their elements.

    Of each group it has the number of its first mark, those of its elements, and the element of each mark.
    """
    said: list[bytes] = []
    at = 0
    for mark, numbers, marked in groups:
        said.append(b"null " * (mark - at))  # numbers that nothing has
        said.append(b"%d 0 R " * len(marked) % tuple([numbers[element] for element in marked]))
        at = mark + len(marked)
    return b"[%s]" % b"".join(said)


class _Line(NamedTuple):
    """An element in use: its words with %d for each number, and what each counts from; whether a rectangle follows."""

    element: int
    said: bytes
    slots: list[tuple[int, int]]
    boxed: bool


@lru_cache(maxsize=384)
def _template(
    elements: tuple[Element, ...], pages: tuple[tuple[int, ...], ...], forms: tuple[int, ...]
) -> ElementTemplate:
    """The same for all fragments that differ in their words only, with the element of each mark on each page, and of each form."""
    said = [b"null"] * len(elements)
    slots: list[tuple[int, int]] = []
    boxes: list[tuple[int, int]] = []
    lines, tops = _lines(elements, pages, forms)
    for number, words_of, numbers, boxed in lines:
        slots += numbers
        whole = words_of + attributes(elements[number]).replace(b"%", b"%%")
        if boxed:
            whole += _BOX % b"%b"
            boxes.append((len(slots), number))
            slots.append((_PARENT, 0))
        said[number] = whole + b">>"
    bases, more = zip(*slots, strict=True) if slots else ((), ())
    return ElementTemplate(b"\n".join(said), bases, more, tuple(boxes), tops)


def _tag_of(elements: tuple[Element, ...], number: int) -> str:
    """The tag of what is above an element; "" for that of the document."""
    return elements[number].tag if number >= 0 else ""


class _OfOneKind(Struct):
    """An `AlikeTemplate` while it is put together."""

    elements: list[int] = []
    slots: list[tuple[int, int]] = []
    boxes: list[tuple[int, int]] = []


@lru_cache(maxsize=1024)
def _alike(elements: tuple[Element, ...], pages: tuple[tuple[int, ...], ...], forms: tuple[int, ...]) -> VolumeTemplate:
    """What `_template` says, by kinds: texts of pictures are objects of their own, so that pictures are of one kind, too."""
    found: dict[tuple[bytes, str], _OfOneKind] = {}
    alts: list[str] = []
    lines, tops = _lines(elements, pages, forms)
    first_alt = 1 + 2 * len(pages) + len(forms) + len(elements)
    for number, words_of, numbers, boxed in lines:
        element = elements[number]
        told = dict(element.attributes)
        whole = words_of
        if (alt := told.pop("Alt", None)) is not None:
            whole += b"/Alt %d 0 R"
            numbers.append((first_alt + len(alts), 0))
            alts.append(alt)
        whole += attributes(Element(element.tag, attributes=tuple(told.items()))).replace(b"%", b"%%")
        if boxed:
            whole += _BOX % b"%b %b %b %b"
        kind = found.setdefault((whole + b">>", _tag_of(elements, element.parent)), _OfOneKind())
        kind.elements.append(number)
        kind.slots += numbers
        if boxed:
            kind.boxes.append((len(kind.slots), number))
            kind.slots += [(_PARENT, 0)] * 4
    kinds = [
        AlikeTemplate(
            rows.kind(said), below, tuple(each.elements), tuple([base for base, _ in each.slots]),
            tuple([more for _, more in each.slots]), tuple(each.boxes),
        )
        for (said, below), each in found.items()
    ]  # fmt: skip
    return VolumeTemplate(tuple(kinds), tuple(alts), tops)


def _lines(
    elements: tuple[Element, ...], pages: tuple[tuple[int, ...], ...], forms: tuple[int, ...]
) -> tuple[list[_Line], tuple[int, ...]]:
    """The elements in use, and those of them without a parent in the fragment."""
    content: dict[int, list[tuple[int, int]]] = {}
    for index, marked in enumerate(pages):
        for mark, of in enumerate(marked):
            content.setdefault(of, []).append((1 + 2 * index, mark))
    kids = _kids_of(elements, {*content, *forms})
    first_form = 1 + 2 * len(pages)
    first = first_form + len(forms)
    found: list[_Line] = []
    for number in sorted(kids):  # as they stand in the fragment
        element = elements[number]
        slots = [(first + element.parent, 0) if element.parent >= 0 else (_PARENT, 0)]
        marked_here = content.get(number, [])
        on_one = len({page for page, _ in marked_here}) == 1
        for page, mark in marked_here:
            slots += [(page, mark)] if on_one else [(page + 1, 0), (page, mark)]
        places = [b"%d" if on_one else b"<</Type/MCR/Pg %d 0 R/MCID %d>>"] * len(marked_here)
        under = [(first + kid, 0) for kid in kids[number]]
        under += [(first_form + place, 0) for place, of in enumerate(forms) if of == number]
        slots += under
        said = b"<</S/%s/P %%d 0 R/K[%s]" % (element.tag.encode(), b" ".join(places + [b"%d 0 R"] * len(under)))
        if on_one:
            said += b"/Pg %d 0 R"
            slots.append((marked_here[0][0] + 1, 0))
        found.append(_Line(number, said, slots, element.tag == "Figure" and bool(marked_here)))
    return found, tuple([each.element for each in found if elements[each.element].parent < 0])


def _kids_of(elements: tuple[Element, ...], content: set[int]) -> dict[int, list[int]]:
    """The elements in use with their children: those with content, cells, and all above them."""
    kids: dict[int, list[int]] = {}
    for number in range(len(elements) - 1, -1, -1):  # children come after their parents
        if number in kids or number in content or elements[number].tag in _KEPT_EMPTY:
            kids.setdefault(number, [])
            if elements[number].parent >= 0:
                kids.setdefault(elements[number].parent, []).insert(0, number)
    return kids


def form_element(of: OpenFragment, form: FormOf) -> bytes:
    """The element of a form field."""
    said = b"<</S/Form/P %d 0 R/K[<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>]>>"
    return said % (of.numbers[form.element], form.field, form.page)


def attributes(element: Element) -> bytes:
    """What is said of an element besides its place."""
    said = b""
    for name, value in element.attributes:
        if name in _OWNERS:
            said += f"/A<</O/{_OWNERS[name]}/{name}/{value}>>".encode()
        else:
            said += b"/%s%s" % (name.encode(), words(value))
    return said
