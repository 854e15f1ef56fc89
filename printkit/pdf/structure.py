"""The structure tree of a file (ISO 32000-1, 14.7): which words are a heading, a list, a cell, and in which order.

A fragment that lies whole on one page always has the same elements, but for their numbers; so it is made once, with
room for the numbers. All elements of a page are bundled, and the bundle is kept for the next file that has the same page
at the same place; a volume, which has no such page, bundles those of many. A fragment that goes on over a page, or has form fields, is written element by element.
"""

from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

from printkit.figures.limited import limited
from printkit.layout.fragment import Element, Fragment
from printkit.pdf import file

OWN = 4  # numbers of a page before its elements: the page, its content, the bundle, the table of its marks
_OWNERS = {"Scope": "Table", "ListNumbering": "List"}  # whose attribute it is, as PDF wants it said
BOX = b"/A<</O/Layout/Placement/Block/BBox[%b]>>"  # PDF/UA asks for the rectangle of a figure
_KEPT_EMPTY = ("TD", "TH")  # a table must be whole


class _Slot(IntEnum):
    """What a number in a tree counts from."""

    OBJECT = 0  # the first element
    MARK = 1  # the first marked content
    PAGE = 2
    PARENT = 3  # of the whole fragment
    BOX = 4  # not a number: the rectangle of a picture


class ElementTemplate(Struct, frozen=True, cache_hash=True):
    """The elements of a fragment that lies on one page, with room for numbers that are not known yet."""

    said: bytes  # one element a line
    slots: tuple[tuple[int, int], ...]  # kind and distance of each number
    count: int  # of elements
    tops: tuple[int, ...]  # elements without a parent in the fragment
    marked: tuple[int, ...]  # the element of each marked content


class PlacedElements(Struct, frozen=True):
    """A tree at its place in a file: its first number, its first marked content, and the rectangles of its pictures."""

    tree: ElementTemplate
    first: int
    mark: int
    boxes: tuple[bytes, ...]


class PageElements(Struct, frozen=True):
    """The elements of one page, bundled."""

    body: bytes
    count: int


class OpenFragment(Struct):
    """A fragment that is written element by element: it goes on over a page, or has form fields."""

    fragment: Fragment
    first: int  # its first number
    parent: int
    content: dict[int, list[tuple[int, int, int]]]  # element to number and object of pages, and marks on them
    forms: dict[int, list[tuple[int, int, int]]]  # element to forms, their fields and pages
    boxes: dict[int, bytes]


class Part(Struct):
    """A part of the document while its pages are drawn; pages of another one may come between them."""

    number: int
    kids: list[tuple[tuple[int, ...], int]]
    language: str = ""  # where it is not that of the document
    open: dict[tuple[int, ...], OpenFragment] = {}


def tree(fragment: Fragment, marked: tuple[int, ...]) -> ElementTemplate:
    """The tree of a fragment, of whose marked content the elements are known."""
    return _tree(fragment.elements, marked) if fragment.own else _kept(fragment, marked)


@lru_cache(maxsize=3072)
def _kept(fragment: Fragment, marked: tuple[int, ...]) -> ElementTemplate:
    """Found by the fragment itself, without looking at its elements."""
    return _tree(fragment.elements, marked)


@lru_cache(maxsize=2048)
def _tree(elements: tuple[Element, ...], marked: tuple[int, ...]) -> ElementTemplate:
    """The same tree for all fragments that differ in their words only, so that comparing it costs nothing."""
    content: dict[int, list[int]] = {}
    for number, of in enumerate(marked):
        content.setdefault(of, []).append(number)
    kids = kids_of(elements, set(content))
    used = [number for number in range(len(elements)) if number in kids]
    place = {number: index for index, number in enumerate(used)}
    said: list[bytes] = []
    slots: list[tuple[int, int]] = []
    for number in used:
        element = elements[number]
        text, found = _element(element, content.get(number, []), [place[kid] for kid in kids[number]], place)
        said.append(text)
        slots += found
    tops = tuple(place[number] for number in used if elements[number].parent < 0)
    return ElementTemplate(b"\n".join(said), tuple(slots), len(used), tops, tuple(place[number] for number in marked))


def kids_of(elements: tuple[Element, ...], content: set[int]) -> dict[int, list[int]]:
    """The elements in use with their children: those with content, cells, and all above them."""
    kids: dict[int, list[int]] = {}
    for number in range(len(elements) - 1, -1, -1):  # children come after their parents
        if number in kids or number in content or elements[number].tag in _KEPT_EMPTY:
            kids.setdefault(number, [])
            if elements[number].parent >= 0:
                kids.setdefault(elements[number].parent, []).insert(0, number)
    return kids


def _element(
    element: Element, marks: list[int], kids: list[int], place: dict[int, int]
) -> tuple[bytes, list[tuple[int, int]]]:
    parent = (_Slot.OBJECT, place[element.parent]) if element.parent >= 0 else (_Slot.PARENT, 0)
    slots: list[tuple[int, int]] = [parent]
    places = b" ".join([b"%d"] * len(marks) + [b"%d 0 R"] * len(kids))
    said = b"<</S/%s/P %%d 0 R/K[%s]" % (element.tag.encode(), places)
    slots += [(_Slot.MARK, mark) for mark in marks]
    slots += [(_Slot.OBJECT, kid) for kid in kids]
    if marks:
        said += b"/Pg %d 0 R"
        slots.append((_Slot.PAGE, 0))
    said += attributes(element).replace(b"%", b"%%")
    if element.tag == "Figure":
        said += BOX
        slots.append((_Slot.BOX, 0))
    return said + b">>", slots


def attributes(element: Element) -> bytes:
    """What is said of an element besides its place."""
    said = b""
    for name, value in element.attributes:
        if name in _OWNERS:
            said += f"/A<</O/{_OWNERS[name]}/{name}/{value}>>".encode()
        else:
            said += b"/%s%s" % (name.encode(), file.words(value))
    return said


@limited(mib=3, weigh=lambda page: len(page.body))
def grove(base: int, parent: int, trees: tuple[PlacedElements, ...], marks: tuple[int, ...]) -> PageElements:
    """The elements of the page whose object is `base`, and the table from its marks to their elements, in one bundle.

    `marks` are the numbers of the elements of all marked content. Other files have a page like it at the same place.
    """
    objects = elements(base, parent, trees, marks)
    return PageElements(file.bundle(objects, range(base + OWN - 1, base + OWN - 1 + len(objects))), len(objects))


def elements(base: int, parent: int, trees: tuple[PlacedElements, ...], marks: tuple[int, ...]) -> list[bytes]:
    """The same, each as an object, in the order of their numbers."""
    objects = [b"[%s]" % b" ".join([b"%d 0 R" % number for number in marks])]
    for planted in trees:
        objects += _said(planted, base, parent)
    return objects


def _said(planted: PlacedElements, page: int, parent: int) -> list[bytes]:
    counts = (planted.first, planted.mark, page, parent)
    boxes = iter(planted.boxes)
    numbers = [next(boxes) if kind == _Slot.BOX else counts[kind] + by for kind, by in planted.tree.slots]
    return (planted.tree.said % tuple(numbers)).split(b"\n") if planted.tree.count else []
