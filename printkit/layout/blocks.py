"""One small function for each node of the document tree: a block and a width in, a fragment out."""

from functools import lru_cache
from typing import assert_never

from msgspec.structs import replace

from printkit.document import (
    FROM_THERAPIST,
    Band,
    Block,
    Bullets,
    Callout,
    Cards,
    Checks,
    Columns,
    Contents,
    DayChart,
    DayChecks,
    DayPlan,
    Group,
    Heading,
    Inline,
    Masthead,
    NumberChart,
    PageBreak,
    Pair,
    Paragraph,
    Picture,
    Plots,
    Points,
    SheetTitle,
    Sketch,
    Spring,
    Strip,
    Table,
    Terms,
    ToDo,
    Together,
    Views,
    Week,
    WriteLines,
    is_of_one_patient,
    text_of,
)
from printkit.layout import apart, bullets, day_plans, headings, heights, panels, pictures, plans
from printkit.layout.fragment import (
    Apart,
    Element,
    Fragment,
    Piece,
    Space,
    flattened,
    in_one_piece,
    moved,
    page_count,
    page_of,
    renumbered,
    tops_of,
    whole,
)
from printkit.layout.lines import line_marks, set_lines
from printkit.layout.profiles import Profile, Style


def lay_out(block: Block, room: Space, profile: Profile) -> Fragment:
    """Lay out one block. A pure function of values, so that equal blocks are laid out once where that is worth it.

    What holds the values of one patient is laid out each time; its parts are kept, where they have any of other people. So
    are the figures of a dose and pictures with its signs: others have another one, and `layout.apart` keeps what comes back.
    """
    if type(block) in _EACH_TIME or is_of_one_patient(block):
        return _laid_out(block, room, profile)
    return kept(block, room, profile)


_EACH_TIME = frozenset({Together, Strip, Pair})


@lru_cache(maxsize=4096)
def kept(block: Block, room: Space, profile: Profile) -> Fragment:
    """The fragment of a block that comes back in other documents."""
    return _laid_out(block, room, profile)


def _laid_out(block: Block, room: Space, profile: Profile) -> Fragment:
    # what few pages have is imported when one has it
    match block:
        case Heading():
            return headings.heading(block, room, profile)
        case Paragraph():
            fragment = paragraph(block.children, room.width, profile.body, profile.gap)
            return _with_next(fragment) if text_of(block.children).endswith(":") else fragment
        case Bullets():
            inner = bullets.entry_room(block, room, profile)
            entries = [gathered([lay_out(child, inner, profile) for child in item]) for item in block.items]
            return bullets.bullets(block, entries, room, profile)
        case SheetTitle():
            return headings.sheet_title(block, room, profile)
        case Points():
            return _points(block, room, profile)
        case Callout():
            of_each = _laid_out if block.kind == FROM_THERAPIST else lay_out
            inner = panels.callout_room(room, profile)
            body = gathered([of_each(child, inner, profile) for child in block.children])
            return panels.callout(block, body, room, profile)
        case Band():
            inner, calm = panels.band_room(room, profile), panels.in_band(profile)
            body = gathered([lay_out(child, inner, calm) for child in block.children])
            return panels.band(block, body, room, profile)
        case Columns():
            return _columns(block, room, profile)
        case Spring():
            return Fragment((), (), spring=True)
        case Strip():
            return panels.strip(block, room, profile)
        case Pair():
            return pictures.pair(block, room, profile)
        case Views():
            from printkit.layout import views

            return views.views(block, room, profile)
        case Cards():
            return plans.cards(block, room, profile)
        case DayPlan():
            return day_plans.day_plan(block, room, profile)
        case Together():
            return _together(block, room, profile)
        case Group():
            return gathered([lay_out(child, room, profile) for child in block.children])
        case Terms():
            from printkit.layout import tables

            return tables.terms(block, room, profile)
        case Table():
            from printkit.layout import tables

            return tables.table(block, room, profile)
        case Checks():
            from printkit.layout import forms

            return forms.checks(block, room, profile)
        case Week():
            from printkit.layout import weeks

            return weeks.week(block, room, profile)
        case DayChecks():
            from printkit.layout import day_rows

            return day_rows.day_checks(block, room, profile)
        case ToDo():
            from printkit.layout import forms

            return forms.to_do(block, room, profile)
        case WriteLines():
            from printkit.layout import forms

            return forms.write_lines(block, room, profile)
        case PageBreak():
            return Fragment((), (), break_before=True)
        case Contents():
            raise ValueError("contents are laid out with the whole document, by layout.pagination")
        case Picture():
            return pictures.picture(block)
        case Sketch():
            return pictures.sketch(block, room, profile)
        case Plots():
            from printkit.layout import plots

            return plots.plots(block, room, profile)
        case Masthead():
            return headings.masthead(block, room, profile)
        case DayChart():
            from printkit.layout import charts

            return charts.day_chart(block, profile)
        case NumberChart():
            from printkit.layout import scales

            return scales.number_chart(block, profile)
        case _:
            assert_never(block)


# --- blocks


def paragraph(inlines: tuple[Inline, ...], wide: float, style: Style, gap: float, tag: str = "P") -> Fragment:
    """Words as one element. Longer than 8 lines it may be cut, with at least 3 lines on either page."""
    lines = set_lines(inlines, wide, style)
    chunks, strips = heights.chunks(lines), heights.of_paragraph(lines, style, gap)
    pieces: list[Piece] = []
    for chunk, strip in zip(chunks, strips, strict=True):
        marks, _ = line_marks(chunk, 0, 0, style, 0, wide)
        if strip is not strips[-1]:
            marks[-1] = replace(marks[-1], after=" ")
        pieces.append(replace(strip, marks=tuple(marks)))
    return Fragment((Element(tag),), tuple(pieces))


def _with_next(fragment: Fragment) -> Fragment:
    """Words that lead to a list stay on its page."""
    return replace(fragment, pieces=(*fragment.pieces[:-1], replace(fragment.pieces[-1], keep_next=True)))


def _columns(block: Columns, room: Space, profile: Profile) -> Fragment:
    rooms = panels.column_rooms(block.parts, room, profile)
    found = [
        flattened(gathered([lay_out(child, space, profile) for child in column]))
        for column, space in zip(block.columns, rooms, strict=True)
    ]
    if not profile.beside_each_other:
        return gathered(found)
    return panels.beside(found, rooms)


def gathered(children: list[Fragment]) -> Fragment:
    """Fragments in a row as one, without an element of their own."""
    elements: list[Element] = []
    pieces: list[Piece] = []
    turn = False
    headed = [child for child in children if child.running is not None]
    running, runs_from = None, 0
    for child in map(flattened, children):
        offset = len(elements)
        if len(headed) == 1 and child.running is not None:
            again = tuple(moved(mark, 0, 0, offset) for mark in child.running.marks)
            running, runs_from = replace(child.running, marks=again), len(pieces) + child.runs_from
        elements += renumbered(child.elements, offset, -1)
        some = list(child.pieces)
        if offset:
            some = [replace(piece, marks=tuple(moved(m, 0, 0, offset) for m in piece.marks)) for piece in some]
        if some and turn:
            some[0], turn = replace(some[0], turn=True), False
        turn = turn or child.break_before
        pieces += some
    numbered, own = any(child.numbered for child in children), any(child.own for child in children)
    return Fragment(tuple(elements), tuple(pieces), running=running, runs_from=runs_from, numbered=numbered, own=own)


def _together(block: Together, room: Space, profile: Profile) -> Fragment:
    """Blocks as one piece, laid out once for all who have the same words in it; see `layout.apart`.

    What needs two pages or three is as loose as these allow, and turned where its template says.
    """
    for some, part in () if is_of_one_patient(block) else apart.places(block, room):
        card = apart.Card(some, part, profile)
        laid, is_smaller = _kept_card(card, part, room, profile)
        if laid is not None:
            found = apart.put_in(laid, card.smaller if is_smaller else card.own, lay_out)
            if found is not None:
                return found
            break
    for ways in heights.ways(block, room, profile, lay_out):
        found = _on_one_page(*ways)
        if found is not None:
            return apart.sharing(found, ways[1], room)
    return over_pages(ways[0], room, profile)


@lru_cache(maxsize=2048)
def _kept_card(card: apart.Card, part: Space, room: Space, profile: Profile) -> tuple[Fragment | None, bool]:
    """A card on one page or a part of it, and whether it is the smaller one; None where it needs more."""
    for blocks, _, closest in heights.ways(card.block, part, profile, lay_out):
        found = _on_one_page(blocks, part, closest, joined=True)
        if found is not None:
            return apart.sharing(found, part, room), blocks is card.block.smaller
    return None, False


def over_pages(children: tuple[Block, ...], room: Space, profile: Profile) -> Fragment:
    """Blocks on 2 pages or 3, as loose as these allow; at a page break among them a page ends, however short.

    Each page tells its exercise again, unless that alone would need one page more.
    """

    def put_together(laid: list[Fragment], attempt: Profile, *, titled: bool = True) -> Fragment:
        return with_title(gathered(laid), children, room, attempt) if titled else gathered(laid)

    def pages_in(attempt: Profile, *, titled: bool) -> int:
        measured = [heights.measured(child, room, attempt, lay_out) for child in children]
        return page_count(put_together(measured, attempt, titled=titled), room.height)

    def laid_in(attempt: Profile, *, titled: bool = True) -> Fragment:
        laid = [lay_out(child, room, attempt) for child in children]
        return replace(put_together(laid, attempt, titled=titled), own_page=True)

    for most, titled in ((2, True), (2, False), (3, True), (3, False)):
        closest = profile.loosest(lambda attempt: pages_in(attempt, titled=titled) <= most)  # noqa: B023
        if pages_in(closest, titled=titled) <= most:
            return laid_in(closest, titled=titled)
    return laid_in(profile)


def with_title(laid: Fragment, children: tuple[Block, ...], room: Space, profile: Profile) -> Fragment:
    """An exercise of which each page after the first begins with its number and title."""
    first = children[0] if children else None
    if not isinstance(first, Heading) or not first.number:
        return laid
    return replace(laid, running=headings.carried_on(first, room, profile), runs_from=0)


def _on_one_page(blocks: tuple[Block, ...], room: Space, profile: Profile, *, joined: bool = False) -> Fragment | None:
    """Blocks on one page; None when they do not fit. `joined` to few parts where all of them come back together."""
    found = [(child, laid) for child in blocks if (laid := lay_out(child, room, profile)).pieces or laid.spring]
    children = [in_one_piece(laid) for _, laid in found]
    tops = tops_of([whole(child) for child in children])
    if tops[-1] > room.height:
        return None
    pushed = room.height - tops[-1]
    for index in range(len(children), 0, -1):
        if children[index - 1].spring:
            tops[index:] = [top + pushed for top in tops[index:]]
            pushed = 0.0
    if not joined:
        return page_of(children, tops)
    leaves = [
        leaf
        for (child, laid), top in zip(found, tops, strict=False)
        if not laid.spring
        for leaf in apart.leaves(child, laid, Apart(room, profile), top, lay_out)
    ]
    return apart.together(leaves, page_of(children, tops).pieces[0])


def _points(block: Points, room: Space, profile: Profile) -> Fragment:
    lead, *listed = (lay_out(each, room, profile) for each in bullets.of_points(block, profile))
    return gathered([_with_next(lead), *listed]) if listed else lead
