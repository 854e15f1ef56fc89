"""How high blocks are, for a look that is only tried: to the last digit as `layout.blocks` makes them, but without a mark.

A strip is a piece that nothing is drawn on. What few pages have is laid out by who asks; tests/test_heights.py holds the rest
against what is laid out.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from printkit.document import (
    FROM_THERAPIST,
    Band,
    Block,
    Bullets,
    Callout,
    Cards,
    Columns,
    DayPlan,
    Group,
    Heading,
    Paragraph,
    Points,
    Spring,
    Strip,
    Together,
    is_of_one_patient,
)
from printkit.layout import apart, bullets, day_plans, headings, panels, plans
from printkit.layout.fragment import Fragment, Piece, Space, tops_of
from printkit.layout.lines import Lines, set_lines
from printkit.layout.profiles import Profile, Style

LayOut = Callable[[Block, Space, Profile], Fragment]
Strips = tuple[Piece, ...]


LEAST_PICTURE = 56.0  # mm; under it a pair would not be told apart at arm's length


def ways(
    block: Together, room: Space, profile: Profile, lay_out: LayOut
) -> Iterator[tuple[tuple[Block, ...], Space, Profile]]:
    """How blocks may stand on one page, or on a part of it, from best to last."""
    if block.smaller and block.share > 1:
        part = apart.room_of_share(block, room)
        yield block.smaller, part, _closest(block.smaller, part, profile, lay_out)
    closest = _closest(block.children, room, profile, lay_out)
    if block.smaller and block.share == 1 and closest.picture < LEAST_PICTURE:
        yield block.smaller, room, _closest(block.smaller, room, profile, lay_out)
    else:
        yield block.children, room, closest


def _closest(blocks: tuple[Block, ...], room: Space, profile: Profile, lay_out: LayOut) -> Profile:
    """The look in which blocks fit on one page, as loose as it can be."""
    return profile.loosest_by(lambda attempt: page(blocks, room, attempt, lay_out).height - room.height)


def page(blocks: Iterable[Block], room: Space, profile: Profile, lay_out: LayOut) -> Piece:
    """One strip for blocks one below the other, with the space above the first and below the last."""
    found = [(block, strips(block, room, profile, lay_out)) for block in blocks]
    each = [_as_one(some) for block, some in found if some or isinstance(block, Spring)]
    drawn = [some for _, some in found if some]
    if not drawn:
        return Piece(tops_of(each)[-1], ())
    return Piece(tops_of(each)[-1], (), above=drawn[0][0].above, below=drawn[-1][-1].below)


def _as_one(some: Strips) -> Piece:
    return some[0] if len(some) == 1 else panels.as_high_as([some])


def measured(block: Block, room: Space, profile: Profile, lay_out: LayOut) -> Fragment:
    """A block that may go on over a page, for a look that is only tried: a plan, of which nothing is kept, without a mark."""
    match block:
        case Cards():
            return Fragment((), plans.card_strips(block, room, profile))
        case DayPlan():
            return Fragment((), day_plans.strips(block, room, profile))
        case _:
            return lay_out(block, room, profile)


def strips(block: Block, room: Space, profile: Profile, lay_out: LayOut) -> Strips:
    """A strip for each piece of a block, with the space above and below it."""
    if type(block) in _HOLDERS and not is_of_one_patient(block):
        return kept(block, room, profile, lay_out)
    return _strips(block, room, profile, lay_out)


_HOLDERS = frozenset({Band, Bullets, Callout, Columns, Together})


@lru_cache(maxsize=2048)
def kept(block: Block, room: Space, profile: Profile, lay_out: LayOut) -> Strips:
    """The strips of a block that holds others and comes back, in pages that only one patient has and beside other blocks."""
    return _strips(block, room, profile, lay_out)


def _strips(block: Block, room: Space, profile: Profile, lay_out: LayOut) -> Strips:
    def all_of(children: Iterable[Block], room: Space, profile: Profile = profile) -> Strips:
        return tuple(strip for child in children for strip in strips(child, room, profile, lay_out))

    match block:
        case Paragraph():
            return of_paragraph(set_lines(block.children, room.width, profile.body), profile.body, profile.gap)
        case Heading():
            return (headings.strip(block, room, profile),)
        case Strip():
            return (panels.dose_strip(block, room, profile),)
        case Bullets():
            inner = bullets.entry_room(block, room, profile)
            return bullets.strips(block, [all_of(item, inner) for item in block.items], room, profile)
        case Group():
            return all_of(block.children, room)
        case Columns():
            rooms = panels.column_rooms(block.parts, room, profile)
            columns = [all_of(column, space) for column, space in zip(block.columns, rooms, strict=True)]
            return (panels.as_high_as(columns),) if profile.beside_each_other else tuple(sum(columns, ()))
        case Callout() if block.kind != FROM_THERAPIST:
            return panels.callout_strips(all_of(block.children, panels.callout_room(room, profile)), room, profile)
        case Band() if profile.beside_each_other:
            body = all_of(block.children, panels.band_room(room, profile), panels.in_band(profile))
            return (panels.band_strip(block, body, profile),)
        case Points():
            return all_of(bullets.of_points(block, profile), room)
        case Cards():
            return plans.card_strips(block, room, profile)
        case DayPlan():
            return day_plans.strips(block, room, profile)
        case Together():
            return _of_together(block, room, profile, lay_out)
        case _:
            return lay_out(block, room, profile).pieces


def _of_together(block: Together, room: Space, profile: Profile, lay_out: LayOut) -> Strips:
    """What stands together on a page inside another one, or on a part of it."""
    if any(isinstance(each, Spring) for each in (*block.children, *block.smaller)):  # it fills its page
        return lay_out(block, room, profile).pieces
    if not block.smaller and (as_it_is := page(block.children, room, profile, lay_out)).height <= room.height:
        return (as_it_is,)
    for blocks, part, closest in ways(block, room, profile, lay_out):
        found = page(blocks, part, closest, lay_out)
        if found.height <= part.height:
            return (found if part is room else replace(found, below=apart.BETWEEN_SHARES),)
    return lay_out(block, room, profile).pieces


def chunks(lines: Lines) -> list[Lines]:
    """The lines of a paragraph that are never cut from each other."""
    return [lines] if len(lines) <= 8 else [lines[:3], *((line,) for line in lines[3:-3]), lines[-3:]]


def of_paragraph(lines: Lines, style: Style, gap: float) -> Strips:
    """A strip for each chunk of a paragraph."""
    found = chunks(lines)
    last = len(found) - 1
    return tuple(
        Piece(len(chunk) * style.leading, (), above=0.0 if index else gap, below=gap if index == last else 0.0)
        for index, chunk in enumerate(found)
    )
