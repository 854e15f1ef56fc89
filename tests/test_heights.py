"""A look that is only tried is measured: every block is as high as when it is laid out, to the last digit."""

from collections.abc import Iterator
from functools import partial
from math import inf, nextafter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit import pipeline
from printkit.content.kinds import KINDS
from printkit.document import Block, Contents, DayChart, NumberChart, SheetTitle, Spring, Strong, Text, Together, walk
from printkit.layout import blocks, heights, lines, profiles
from printkit.layout.fragment import Piece, Space, tops_of, whole
from printkit.layout.pagination import room
from printkit.layout.profiles import PROFILES, STANDARD, Profile
from printkit.model.options import Appearance

WHOLE_PAGES = (Contents, DayChart, NumberChart, SheetTitle)  # never measured


@pytest.fixture(scope="module")
def every(catalog, templates, example) -> tuple[Block, ...]:
    """Each block of a booklet with a checklist and the pages for a clinician, in the order in which they stand."""
    wanted = Appearance(add=("skin",))
    document, _ = pipeline.composed(
        KINDS["booklet"], catalog, templates, wanted.over(example), pipeline.Variant(clinician=True)
    )
    found = [block for block in walk(document.blocks) if not isinstance(block, WHOLE_PAGES)]
    return tuple(
        dict.fromkeys([*found, *(small for block in found if isinstance(block, Together) for small in block.smaller)])
    )


def looks() -> Iterator[tuple[str, int]]:
    for name, profile in PROFILES.items():
        rungs = len(profiles._ladder(profile))
        yield from ((name, rung) for rung in (-1, rungs // 2, rungs - 1))


def measures(pieces: tuple[Piece, ...]) -> list[tuple[float, float, float]]:
    return [(piece.height, piece.above, piece.below) for piece in pieces]


def look(name: str, rung: int) -> Profile:
    return PROFILES[name] if rung < 0 else profiles._ladder(PROFILES[name])[rung]


@pytest.mark.parametrize(("name", "rung"), tuple(looks()))
def test_a_block_is_as_high_when_it_is_only_measured(every, name, rung):
    attempt = look(name, rung)
    page = room("A4", attempt, coded=False)
    for block in every:
        laid = blocks.lay_out(block, page, attempt)
        assert measures(heights.strips(block, page, attempt, blocks.lay_out)) == measures(laid.pieces), block


def laid_out(children: tuple[Block, ...], space: Space, attempt: Profile) -> float:
    """The height of blocks one below the other, with all of them put together."""
    laid = [(child, blocks.lay_out(child, space, attempt)) for child in children]
    return tops_of([whole(each) for child, each in laid if each.pieces or isinstance(child, Spring)])[-1]


@pytest.mark.parametrize("name", ["standard", "large"])
def test_the_look_is_the_loosest_that_fits(every, name):
    """The same search, with each look laid out in full."""
    profile = PROFILES[name]
    page = room("A4", profile, coded=False)
    for block in every:
        if isinstance(block, Together):
            for children, part, found in heights.ways(block, page, profile, blocks.lay_out):
                high = partial(laid_out, children, part)
                assert heights.page(children, part, found, blocks.lay_out).height == high(found)
                assert profile.loosest(lambda attempt: high(attempt) <= part.height) == found  # noqa: B023


@given(
    st.text(" aeilmtw18,;.", max_size=60) | st.text(" añ\u00a0道", max_size=20),
    st.lists(st.floats(5, 400), min_size=3, max_size=3),
    st.sampled_from((STANDARD.body, STANDARD.strong)),
)
def test_lines_are_counted_as_they_are_set(words, wides, style):
    least = lines._least_widths(words, style.size, style.bold)
    for wide in (*wides, *least, *[nextafter(each, -inf) for each in least]):
        assert lines.line_count(words, wide, style) == len(lines.set_lines((Text(words),), wide, style))


SOME = st.text(" abémt1%,·\u00a0道", max_size=24).map(Text)


@given(
    st.lists(SOME | SOME.map(lambda text: Strong((text,))), max_size=5).map(tuple),
    st.floats(5, 300),
    st.sampled_from((STANDARD.body, STANDARD.strong)),
)
def test_words_of_latin_letters_are_set_as_those_of_all_others(inlines, wide, style):
    found = lines.broken.__wrapped__(inlines, wide, style.size, style.bold)
    with pytest.MonkeyPatch.context() as context:
        context.setattr(lines, "_latin_lines", lambda *_: None)
        assert lines.broken.__wrapped__(inlines, wide, style.size, style.bold) == found


def test_english_and_spanish_in_two_weights_take_the_short_way():
    words = (
        Text("Sit tall, with "),
        Strong((Text("both feet"),)),
        Text(" on the floor: siéntese con la espalda recta."),
    )
    assert lines._latin_lines(words, 200.0, 13.0, False) is not None


def test_a_word_that_is_cut_goes_on_without_a_space():
    found = lines.set_lines((Text("of a leaflet-" + "x" * 80),), 200.0, STANDARD.body)
    assert "".join(bit.text for line in found for bit in line) == "of a" + "leaflet-" + "x" * 80
    assert [line[-1].cut for line in found] == [False, *[True] * (len(found) - 2), False]
    marks, _ = lines.line_marks(found, 0.0, 0.0, STANDARD.body, 0)
    assert [mark.after for mark in marks] == [" ", *[""] * (len(found) - 1)]
