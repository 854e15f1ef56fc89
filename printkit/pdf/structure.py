"""The structure tree of a file (ISO 32000-1, 14.7): which words are a heading, a list, a cell, and in which order.

A fragment always has the same elements, but for their numbers and those of its pages; so they are made once, with room for
the numbers.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add
from typing import NamedTuple

from msgspec import Struct

from printkit.layout.fragment import Element, Fragment
from printkit.pdf import file

OWN = 3  # numbers of a page before its elements: the page, its content, the table of its marks
MARKS, MARKS_OF_CARD = 16, 128  # a part of a card, and a card, begin at a multiple of it in the count of marked content
_OWNERS = {"Scope": "Table", "ListNumbering": "List"}  # whose attribute it is, as PDF wants it said
_BOX = b"/A<</O/Layout/Placement/Block/BBox[%b]>>"  # PDF/UA asks for the rectangle of a figure
_KEPT_EMPTY = ("TD", "TH")  # a table must be whole


class ElementTemplate(Struct, frozen=True):
    """The elements of a fragment, with room for numbers that are not known yet: each is so much more than one of a few."""

    said: bytes  # one element a line; `null` where one is not in use, for a number has only one object
    bases: tuple[int, ...]  # what each number counts from: _FIRST, _PARENT, the marks or the object of a page, a form
    more: tuple[int, ...]
    boxes: tuple[tuple[int, int], ...]  # the place of a rectangle among the numbers, and its element
    tops: tuple[int, ...]  # elements in use without a parent in the fragment


_FIRST, _PARENT, _FIRST_PAGE = range(3)  # the first element; that of the whole; the first mark on the first page


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
    first: int  # the number of its first element; the others follow
    pages: list[Marked] = []
    boxes: dict[int, bytes] = {}  # the rectangles of pictures
    forms: list[FormOf] = []


class Part(Struct):
    """A part of the document while its pages are drawn; pages of another one may come between them."""

    number: int
    kids: list[tuple[tuple[int, ...], int]]
    language: str = ""  # where it is not that of the document
    open: dict[tuple[int, ...], OpenFragment] = {}


def elements(of: OpenFragment, parent: int) -> tuple[list[bytes], tuple[int, ...]]:
    """The objects of a fragment below an element, in the order of their numbers, and which of them lead to the others."""
    pages = sorted(of.pages)
    made = _template(
        of.fragment.elements, tuple([each.elements for each in pages]), tuple([f.element for f in of.forms])
    )
    counts = [of.first, parent]
    for each in pages:
        counts += (each.first, each.page)
    counts += [form.number for form in of.forms]
    numbers: list[int | bytes] = list(map(add, map(counts.__getitem__, made.bases), made.more))
    for place, element in made.boxes:
        numbers[place] = of.boxes[element]
    return (made.said % tuple(numbers)).split(b"\n"), tuple([of.first + top for top in made.tops])


def marks(groups: Iterable[tuple[int, int, Sequence[int]]]) -> bytes:
    """The table from the marks of a page to their elements.

    Of each group it has the number of its first mark, that of its first element, and the element of each mark.
    """
    said: list[bytes] = []
    at = 0
    for mark, first, marked in groups:
        said.append(b"null " * (mark - at))  # numbers that nothing has
        said.append(b"%d 0 R " * len(marked) % tuple([first + element for element in marked]))
        at = mark + len(marked)
    return b"[%s]" % b"".join(said)


@lru_cache(maxsize=2048)
def _template(
    elements: tuple[Element, ...], pages: tuple[tuple[int, ...], ...], forms: tuple[int, ...]
) -> ElementTemplate:
    """The same for all fragments that differ in their words only, with the element of each mark on each page, and of each form."""
    content: dict[int, list[tuple[int, int]]] = {}
    for index, marked in enumerate(pages):
        for mark, of in enumerate(marked):
            content.setdefault(of, []).append((_FIRST_PAGE + 2 * index, mark))
    kids = _kids_of(elements, {*content, *forms})
    said: list[bytes] = []
    slots: list[tuple[int, int]] = []
    boxes: list[tuple[int, int]] = []
    for number, element in enumerate(elements):
        if number not in kids:
            said.append(b"null")
            continue
        slots.append((_FIRST, element.parent) if element.parent >= 0 else (_PARENT, 0))
        marked_here = content.get(number, [])
        on_one = len({page for page, _ in marked_here}) == 1
        for page, mark in marked_here:
            slots += [(page, mark)] if on_one else [(page + 1, 0), (page, mark)]
        places = [b"%d" if on_one else b"<</Type/MCR/Pg %d 0 R/MCID %d>>"] * len(marked_here)
        under = [(_FIRST, kid) for kid in kids[number]]
        under += [(_FIRST_PAGE + 2 * len(pages) + place, 0) for place, of in enumerate(forms) if of == number]
        slots += under
        whole = b"<</S/%s/P %%d 0 R/K[%s]" % (element.tag.encode(), b" ".join(places + [b"%d 0 R"] * len(under)))
        if on_one:
            whole += b"/Pg %d 0 R"
            slots.append((marked_here[0][0] + 1, 0))
        whole += attributes(element).replace(b"%", b"%%")
        if element.tag == "Figure" and marked_here:
            whole += _BOX
            boxes.append((len(slots), number))
            slots.append((_FIRST, 0))
        said.append(whole + b">>")
    tops = tuple([number for number in kids if elements[number].parent < 0])
    bases, more = zip(*slots, strict=True) if slots else ((), ())
    return ElementTemplate(b"\n".join(said), bases, more, tuple(boxes), tops)


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
    return said % (of.first + form.element, form.field, form.page)


def attributes(element: Element) -> bytes:
    """What is said of an element besides its place."""
    said = b""
    for name, value in element.attributes:
        if name in _OWNERS:
            said += f"/A<</O/{_OWNERS[name]}/{name}/{value}>>".encode()
        else:
            said += b"/%s%s" % (name.encode(), file.words(value))
    return said
