"""How the pages come out: nothing cut, nothing empty, nothing outside its margins, for every kind and paper and side."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from pdf_reading import (
    KINDS,
    PAPERS,
    SIDES,
    everything,
    example,
    example_options,
    looks,
    make,
    on,
    overlapping,
    shipped,
    shipped_templates,
    spaced,
    stressed,
    tree,
    worst,
)

from printkit import pipeline
from printkit.content import kinds
from printkit.document import (
    Band,
    Checks,
    DayChart,
    DayChecks,
    Document,
    Heading,
    NumberChart,
    Pair,
    SheetTitle,
    Strip,
    Table,
    Together,
    text_of,
    walk,
)
from printkit.errors import PrintkitError, Unsafe
from printkit.figures import picture
from printkit.figures.people import Person
from printkit.figures.picture import drawn
from printkit.figures.scene import Drawing
from printkit.figures.spec import Figure, Moment, Stance
from printkit.intake import unnamed
from printkit.layout import fit, pagination
from printkit.layout.fonts import width
from printkit.layout.fragment import (
    Blank,
    Fragment,
    Frame,
    Image,
    Line,
    Mark,
    PageNumber,
    Stamp,
    TextRun,
    TickBox,
    moved,
)
from printkit.layout.profiles import MM, Profile
from printkit.model.options import ChosenExercise, Clinic, Options, PlanRequest
from printkit.model.vocabulary import Answer, Paper, PrintProfile, Side
from printkit.pdf.pages import Printed
from printkit.pdf.writer import Unit, units
from printkit.planning.plan import draft
from printkit.planning.safety import review
from printkit.sheets import geometry

CASES = ("example", "worst")
_ROUNDING = 0.05  # points
_LOW = 0.2  # how far letters such as g hang below their line, as part of their size


class Layout(NamedTuple):
    """A document on its pages, as `render` decided, before anything is drawn."""

    document: Document
    fragments: list[Fragment]
    pages: list[pagination.Page]
    profile: Profile


@cache
def laid_out(kind: str, options: Options, exercise: str = "seated-toe-raise") -> Layout:
    """Go down the whole street, but stop short of drawing. What does not fit its one page is laid out all the same."""
    taken: list[Layout] = []

    def keep(document: Document, profile: Profile, *, one_page: bool) -> fit.Laid:
        laid = fit.lay_out(document, profile, one_page=one_page)
        taken.append(Layout(document, laid.fragments, laid.pages, laid.profile))
        return laid

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "lay_out", keep)
        patch.setattr(pipeline, "draw", _undrawn)
        patch.setattr(picture, "drawn", _of_one_side)
        with contextlib.suppress(PrintkitError):
            make(kind, options, exercise)
    return taken[-1]


def _undrawn(laid: fit.Laid) -> Printed:
    return Printed(b"", len(laid.pages), ())


def _of_one_side(
    figure: Figure, stance: Stance, _side: Side, moment: Moment | None = None, _person: Person | None = None
) -> Drawing:
    """A picture takes as much room for any side and person, which test_figures.py tests, so it is drawn for one."""
    return drawn(figure, stance, Side.RIGHT, moment)


def options_of(kind: str, case: str, paper: Paper, side: Side) -> Options:
    """The example, or the longest that this kind has to take: every exercise, or 8 for one page."""
    options = on(example_options(), paper, side)
    if case == "example":
        return options
    if kind == "fridge":
        return _without_notes(worst(options, _longest_titles(8)))
    if kind == "handout":
        return _without_notes(worst(options, ("seated-toe-raise",)))
    return worst(options, shipped().names("exercises"), stick=False)


def _longest_titles(count: int) -> tuple[str, ...]:
    names = shipped().names("exercises")
    return tuple(sorted(names, key=lambda name: -len(shipped().exercise(name).text["en"].title)))[:count]


def _without_notes(options: Options) -> Options:
    exercises = tuple(replace(choice, note="") for choice in options.plan.exercises)
    return replace(options, plan=replace(options.plan, exercises=exercises))


@cache
def layouts(kind: str, case: str) -> tuple[tuple[str, Layout], ...]:
    """One kind on both papers for all sides."""
    return tuple(
        (f"{paper}/{side}", laid_out(kind, options_of(kind, case, paper, side))) for paper in PAPERS for side in SIDES
    )


every_kind = pytest.mark.parametrize("kind", KINDS)
# the clinician's pages come after those of the booklet, whose worst case is looked at already
every_print = pytest.mark.parametrize(
    ("kind", "case"), [(kind, case) for case in CASES for kind in KINDS if (kind, case) != ("clinician", "worst")]
)


def _placed(layout: Layout, number: int, *, decoration: bool = True) -> Iterator[tuple[Mark, str]]:
    """The marks of a page where they land, each with the tag of its element."""
    for place in layout.pages[number].placed:
        if place.decoration and not decoration:
            continue
        fragment = layout.fragments[place.fragment]
        for unit in units(Unit((), fragment, place.piece, place.x, place.y)):
            for mark in unit.piece.marks:
                element = getattr(mark, "element", None)
                # signs over a picture are decoration in a fragment without elements
                tag = unit.fragment.elements[element].tag if element is not None and unit.fragment.elements else ""
                yield moved(mark, unit.x, unit.y), tag


def _ends(mark: TextRun) -> float:
    return mark.x + width(mark.text.rstrip(), mark.style.bold, mark.style.size)


@every_print
def test_no_page_is_empty(kind: str, case: str):
    empty = [
        (where, number + 1)
        for where, layout in layouts(kind, case)
        for number in range(len(layout.pages))
        if not any(isinstance(mark, TextRun) for mark, _ in _placed(layout, number, decoration=False))
    ]
    assert not empty


@every_print
def test_no_heading_is_the_last_thing_on_its_page(kind: str, case: str):
    assert not [(where, *lonely) for where, layout in layouts(kind, case) for lonely in _lonely_headings(layout)]


def _lonely_headings(layout: Layout) -> Iterator[tuple[int, str]]:
    """Pages whose last words are a heading, and the words."""
    for number, of in enumerate(layout.pages):
        words = [(mark, tag) for mark, tag in _placed(layout, number) if isinstance(mark, TextRun)]
        lowest, tag = max(words, key=lambda item: item[0].y)
        # what has no words, such as the empty rows of a table, may follow a heading, too
        below = [mark for mark, _ in _placed(layout, number) if isinstance(mark, Line) and mark.y > lowest.y + 20]
        if tag.startswith("H") and not below and not of.edge_to_edge:
            yield number + 1, lowest.text


@every_print
def test_no_mark_leaves_the_margins(kind: str, case: str):
    outside = []
    for where, layout in layouts(kind, case):
        for number, of in enumerate(layout.pages):
            if of.edge_to_edge:
                left = geometry.chart_side("A4") * MM
                top, foot = geometry.TITLE_TOP * MM, (of.height - geometry.CHART_FOOT) * MM
            else:
                left = layout.profile.left_margin * MM
                top, foot = layout.profile.top_margin * MM, (of.height - layout.profile.bottom_margin) * MM
            right = of.width * MM - left
            for mark, _ in _placed(layout, number):
                x, y, to_x, to_y = _edges(mark)
                if x < left - _ROUNDING or to_x > right + _ROUNDING or y < top - _ROUNDING or to_y > foot + _ROUNDING:
                    outside.append((where, number + 1, mark))
    assert not outside


def _edges(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a mark."""
    match mark:
        case TextRun():
            return mark.x, mark.y - mark.style.size * 0.7, _ends(mark), mark.y + mark.style.size * _LOW
        case PageNumber():
            return mark.x - 30, mark.y - mark.style.size * 0.7, mark.x, mark.y
        case Line():
            return min(mark.x, mark.to_x), mark.y, max(mark.x, mark.to_x), mark.to_y
        case Frame() | Image() | Stamp() | Blank():
            return mark.x, mark.y, mark.x + mark.wide, mark.y + mark.high
        case TickBox():
            return mark.x, mark.y, mark.x + mark.size, mark.y + mark.size


@every_print
def test_no_words_are_laid_over_others(kind: str, case: str):
    met = []
    for where, layout in layouts(kind, case):
        for number in range(len(layout.pages)):
            words = [mark for mark, _ in _placed(layout, number) if isinstance(mark, TextRun)]
            words.sort(key=lambda mark: mark.y)
            for index, one in enumerate(words):
                for other in words[index + 1 :]:
                    if other.y - other.style.size * 0.7 > one.y + one.style.size * _LOW:
                        break  # sorted by line, with a page's few sizes: those below are lower still
                    if one.x < _ends(other) - 0.34 and other.x < _ends(one) - 0.34:
                        met.append((where, number + 1, one.text, other.text))
    assert not met


def near_boxes(layout: pagination.Laid) -> Iterator[tuple[int, str, Mark]]:
    """The words and lines in a box or within 2 mm of it."""
    for number in range(len(layout.pages)):
        marks = [mark for mark, _ in _placed(layout, number)]
        boxes = [mark for mark in marks if isinstance(mark, TickBox)]
        rest = [mark for mark in marks if isinstance(mark, TextRun | Line)]
        for box in boxes:
            x, y, to_x, to_y = box.x - 2 * MM, box.y - 2 * MM, box.x + box.size + 2 * MM, box.y + box.size + 2 * MM
            for mark in rest:
                left, top, right, bottom = _edges(mark)
                if left < to_x and right > x and top < to_y and bottom > y:
                    yield number + 1, box.name, mark


@every_print
def test_no_words_stand_in_a_box_or_within_2_mm_of_it(kind: str, case: str):
    assert not [(where, *each) for where, layout in layouts(kind, case) for each in near_boxes(layout)]


@pytest.mark.parametrize(("look", "paper"), looks())
@pytest.mark.parametrize("count", [1, 4, 14])
def test_what_was_left_out_is_said_on_every_sheet_of_days_away_from_the_boxes(look, paper, count):
    names = [
        *(
            "one-leg-stand-affected-side",
            "heel-walking",
            "step-up",
            "backward-walking",
            "stairs-with-rail",
            "step-over",
        ),
        *("tandem-stand", "lunge-to-chair", "side-steps-free", "step-down", "rhythm-walk", "carry-and-walk"),
        *("heel-first-steps", "walking-practice"),
    ]
    kept = ("seated-toe-raise", "ankle-pumps", "seated-march", "ankle-circles", "seated-heel-raise", "towel-scrunch")
    options = example_options()
    options = replace(
        options,
        health=replace(options.health, dizzy_on_standing=Answer.YES, stands_5_minutes=Answer.NO),
        home=replace(options.home, helper=Answer.NO, lives_alone=Answer.YES),
        plan=PlanRequest(exercises=tuple(ChosenExercise(exercise=name) for name in (*names[:count], *kept))),
        print=replace(options.print, profile=look, paper=paper, weeks=1),
    )
    found = pipeline.laid_out(kinds.KINDS["chart"], shipped(), shipped_templates(), options)
    assert len(found.cleared.left_out) >= count
    assert not list(near_boxes(found.laid))
    for number, page in enumerate(found.laid.pages):
        marks = [mark for mark, _ in _placed(found.laid, number)]
        if any(isinstance(mark, TickBox) and "seated" in mark.name for mark in marks):
            assert any(isinstance(mark, TextRun) and "not on this sheet" in mark.text.lower() for mark in marks), page


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "clinician"])
def test_boxes_stand_apart_and_have_names_of_their_own(kind: str):
    for _, layout in layouts(kind, "worst"):
        for number in range(len(layout.pages)):
            boxes = [mark for mark, _ in _placed(layout, number) if isinstance(mark, TickBox)]
            assert len({box.name for box in boxes}) == len(boxes)
            for index, one in enumerate(boxes):
                assert one.size >= geometry.BOX * MM - _ROUNDING
                for other in boxes[index + 1 :]:
                    far = max(abs(one.x - other.x), abs(one.y - other.y)) - one.size
                    assert far >= 2 * MM


# --- the printed file, with its foot


@every_kind
@pytest.mark.parametrize("print_of", [example, stressed])
def test_no_words_are_printed_over_others(kind: str, print_of):
    with pikepdf.open(BytesIO(print_of(kind).printed.data)) as pdf:
        met = {number: over for number, one in enumerate(pdf.pages, 1) if (over := overlapping(one))}
    assert not met


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", ["fridge", "chart"])
def test_the_longest_name_of_a_clinic_does_not_run_into_the_page_number(kind: str, paper: Paper):
    name = ("Riverside and Upper Valley Community Stroke Rehabilitation and Early Supported Discharge Team " * 2)[:100]
    options = on(example_options(), paper, Side.LEFT)
    options = replace(options, clinic=replace(options.clinic, name=name.strip(), phone="01632 960123 extension 4567 or 4568")
    )  # fmt: skip
    with pikepdf.open(BytesIO(make(kind, options).printed.data)) as pdf:
        assert not [over for one in pdf.pages if (over := overlapping(one))]


# --- exercises


_NUMBERED = re.compile(r"\d+ (.+?)( (Morning|Midday|Evening).*)?")  # the heading of an exercise


def _pages_of(layout: Layout, index: int) -> set[int]:
    return {
        number
        for number, of in enumerate(layout.pages, 1)
        for place in of.placed
        if place.fragment == index and not place.decoration
    }


def _titles(options: Options) -> set[str]:
    voice = pipeline.speaker(shipped(), options)
    return {voice.say(shipped().exercise(name).text["en"].title) for name in shipped().names("exercises")}


@pytest.mark.parametrize("stick", [True, False])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_exercise_stands_whole_on_one_page_of_the_booklet(paper: Paper, stick: bool):
    cut = []
    for side in SIDES:
        options = worst(on(example_options(), paper, side), shipped().names("exercises"), stick=stick)
        layout = laid_out("booklet", options)
        titles = _titles(options)
        found = [index for index, fragment in enumerate(layout.fragments) if _is_exercise(layout, index, titles)]
        kept = review(draft(shipped(), options), options, shipped().rules, shipped().exercise).items
        assert len(found) == len(kept) >= 0.75 * len(shipped().names("exercises"))
        cut += [
            (str(side), _title_of(layout, index), sorted(_pages_of(layout, index)))
            for index in found
            if len(_pages_of(layout, index)) > 1
        ]
    # on letter paper the words for two weak sides are a line too many for these
    too_long = {"Stand with feet together", "Half-step stand", "Stand up from a chair", "Stand up, foot back"}
    assert [each for each in cut if paper is not Paper.LETTER or each[0] != Side.BOTH or each[1] not in too_long] == []


def _title_of(layout: Layout, index: int) -> str:
    block = _block_of(layout, index)
    assert isinstance(block, Together)
    return [text_of(child.children) for child in block.children if isinstance(child, Heading)][-1]


def _is_exercise(layout: Layout, index: int, titles: set[str]) -> bool:
    """Whether a fragment is an exercise."""
    block = _block_of(layout, index)
    if not isinstance(block, Together) or not any(isinstance(child, Strip) for child in walk(block.children)):
        return False
    return any(isinstance(child, Heading) and text_of(child.children) in titles for child in block.children)


@pytest.mark.parametrize("exercises", [(), ("outer-foot-lift",), shipped().names("exercises")])
@pytest.mark.parametrize(("look", "paper"), [("large", Paper.A4), ("large", Paper.LETTER), ("standard", Paper.A5)])
def test_pictures_and_steps_of_an_exercise_face_each_other(look: str, paper: Paper, exercises: tuple[str, ...]):
    """What does not fit on one page begins on a left-hand page, so that nobody turns a page between picture and steps."""
    options = on(example_options(), paper, Side.LEFT)
    options = replace(options, print=replace(options.print, profile=PrintProfile(look)))
    if exercises:
        chosen = tuple(ChosenExercise(exercise=name) for name in exercises)
        options = replace(options, plan=replace(options.plan, exercises=chosen))
    layout = laid_out("booklet", options)
    every = [index for index in range(len(layout.fragments)) if _is_exercise(layout, index, _titles(options))]
    spreads = [
        (_title_of(layout, index), pages) for index in every if len(pages := sorted(_pages_of(layout, index))) > 1
    ]
    assert spreads
    assert [each for each in spreads if each[1][0] % 2] == []
    longer = [each for each in spreads if len(each[1]) > 2]  # the steps of a few go on overleaf, on half the paper
    assert len(longer) <= (8 if paper is Paper.A5 else 0), longer


@pytest.mark.parametrize("paper", PAPERS)
def test_the_exercise_that_a_rule_puts_in_place_of_another_stands_whole(paper: Paper):
    options = worst(on(example_options(), paper, Side.RIGHT), ("one-leg-stand-affected-side",))
    layout = laid_out("booklet", options)
    (index,) = [index for index in range(len(layout.fragments)) if _is_exercise(layout, index, _titles(options))]
    assert len(_pages_of(layout, index)) == 1


def test_in_the_printed_booklet_each_exercise_begins_and_ends_on_one_page():
    made = everything()
    root = tree(made.printed.data)
    titles = _titles(made.cleared.options)
    elements = root.kids[0].kids
    starts = [index for index, each in enumerate(elements)
              if each.tag == "H1" and (said := _NUMBERED.fullmatch(spaced(each.words))) and said[1] in titles]  # fmt: skip
    assert len(starts) >= 95
    for start in starts:
        end = next(index for index in range(start + 1, len(elements) + 1)
                   if index == len(elements) or elements[index].tag == "H1")  # fmt: skip
        pages = {number for each in elements[start:end] for inner in each.walk() for number in inner.pages}
        assert len(pages) == 1, spaced(elements[start].words)


@pytest.mark.parametrize("region", ["GB", "US"])
def test_a_handout_of_a_clinic_with_a_logo_fits_one_page_but_for_a_few_on_letter_paper(region: str):
    """With all that a screening left open for its reader. The few go on the back of the sheet; both sides has more words."""
    clinic = replace(example_options().clinic, region=region)
    for side, most in ((Side.LEFT, 12), (Side.BOTH, 16)):
        longer = _longer_handouts(str(side), clinic)
        assert len(longer) <= (most if region == "US" else 1), (side, longer)


def test_every_handout_without_a_clinic_fits_one_page():
    assert not _longer_handouts("left", Clinic(region="GB"))


def test_a_handout_for_no_one_whom_nobody_has_screened_fits_one_sheet():
    """It asks its reader most: a few take the back of the sheet, since each names the signs of a new stroke."""
    longer = _longer_handouts("unknown", Clinic(region="GB"), screened=False)
    assert 0 < len(longer) <= 24, longer


def _longer_handouts(side: str, clinic: Clinic, *, screened: bool = True) -> list[str]:
    """The handouts of 2 pages; more are refused, and a sheet of what asks for a screening, too."""
    longer = []
    by, on_ = ("J. Marsh, physiotherapist", "2026-11-16") if screened else ("", "")
    for name in _done_alone_or_helped():
        options = unnamed.handout(name, shipped(), side, clinic, by, on_, date(2026, 11, 20))
        try:
            pages = _handout(options)
        except Unsafe:
            assert not screened, name
            continue
        if pages > 1:
            longer.append(name)
    return longer


def _done_alone_or_helped() -> list[str]:
    """All exercises but getting down to the floor and up, which a therapist must see first: R-99d."""
    return [name for name in shipped().names("exercises") if "floor" not in shipped().exercise(name).demands]


def _handout(options: Options) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "draw", _undrawn)
        patch.setattr(picture, "drawn", _of_one_side)
        return pipeline.make(kinds.KINDS["handout"], shipped(), shipped_templates(), options).printed.pages


@pytest.mark.parametrize("paper", PAPERS)
def test_every_handout_for_the_patient_of_the_example_fits_one_page(paper: Paper):
    broken = [
        (name, str(side))
        for side in (Side.LEFT, Side.RIGHT)
        for name in _done_alone_or_helped()
        if _handout(unnamed.only(name, on(example_options(), paper, side))) > 1
    ]
    assert not broken


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("side", SIDES)
def test_a_plan_of_8_exercises_fits_the_refrigerator_door(paper: Paper, side: Side):
    layout = laid_out("fridge", options_of("fridge", "worst", paper, side))
    assert len(layout.pages) == 1


def test_a_handout_that_cannot_fit_is_refused_and_never_cut():
    sentences = shipped().exercise("one-leg-stand-stronger-side").text["en"]
    long = ("A sentence that goes on and on, to the very end of what a sentence may hold, and then some. " * 5)[:400]
    exercise = replace(
        shipped().exercise("one-leg-stand-stronger-side"),
        text={"en": replace(sentences, steps=(long,) * 6, stop_if=(long,) * 4)},
    )
    options = unnamed.handout(
        "one-leg-stand-stronger-side", shipped(), "left", Clinic(), "J. Marsh", "2026-11-16", date(2026, 11, 20)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped(), "_exercises", {**shipped()._exercises, exercise.id: exercise})
        with pytest.raises(PrintkitError, match="must fit on 2"):
            pipeline.make(kinds.KINDS["handout"], shipped(), shipped_templates(), options)


# --- tables and contents


def _calendars(layout: Layout) -> Iterator[tuple[int, int]]:
    """The fragment of each calendar for a new brace, and of the title of its sheet."""
    title = -1
    for index, fragment in enumerate(layout.fragments):
        if fragment.title is not None:
            title = index
        block = _block_of(layout, index)
        if isinstance(block, Together) and any(isinstance(child, DayChecks) for child in block.children):
            yield index, title


def _block_of(layout: Layout, index: int) -> object:
    """The block of a fragment; None for a page of lines, which evens up or comes before pictures that face their steps."""
    found = pagination.flat(layout.document.blocks)
    own = [at for at, each in enumerate(layout.fragments) if not _is_for_notes(each)]
    return found[own.index(index)] if index in own else None


def _is_for_notes(fragment: Fragment) -> bool:
    """Whether a fragment is a page of lines that the layout has put in."""
    return len(fragment.elements) == 1 and any(isinstance(m, Blank) for piece in fragment.pieces for m in piece.marks)


@pytest.mark.parametrize("kind", ["booklet"])
def test_the_calendar_for_a_new_brace_stands_whole_under_its_heading(kind: str):
    broken = []
    for where, layout in layouts(kind, "example"):
        found = list(_calendars(layout))
        assert found
        for table, heading in found:
            if len(_pages_of(layout, table) | _pages_of(layout, heading)) != 1:
                broken.append((where, sorted(_pages_of(layout, table) | _pages_of(layout, heading))))
    assert not broken


@every_print
def test_no_table_leaves_its_header_alone_at_the_foot_of_a_page(kind: str, case: str):
    alone = []
    for where, layout in layouts(kind, case):
        for number, of in enumerate(layout.pages, 1):
            place = of.placed[-1]
            fragment = layout.fragments[place.fragment]
            if fragment.running is not None and place.piece.marks == fragment.pieces[0].marks:
                alone.append((where, number))
    assert not alone


@every_print
def test_a_table_that_goes_on_repeats_its_header(kind: str, case: str):
    for _, layout in layouts(kind, case):
        for index, fragment in enumerate(layout.fragments):
            if fragment.running is None:
                continue
            for number in sorted(_pages_of(layout, index))[1:]:
                placed = layout.pages[number - 1].placed
                first = next(place for place in placed if layout.fragments[place.fragment].title is None)
                assert first.decoration
                assert first.fragment == index


def test_the_days_of_a_brace_repeat_their_header_where_they_go_on():
    """Two boxes without a name would be ticked the wrong way round."""
    options = on(example_options(), Paper.A4, Side.LEFT)
    layout = laid_out("booklet", replace(options, print=replace(options.print, profile=PrintProfile.LARGE)))
    found = [index for index in range(len(layout.fragments)) if any(map(_is_days, walk_of(layout, index)))]
    assert found
    for index in found:
        first, *others = sorted(_pages_of(layout, index))
        assert others, "in large print 14 days go on"
        for number in others:
            placed = [place for place in layout.pages[number - 1].placed if place.fragment == index]
            assert placed[0].decoration, (first, number)


def walk_of(layout: Layout, index: int) -> Iterator[object]:
    block = _block_of(layout, index)
    return walk((block,)) if block is not None else iter(())


def _is_days(block: object) -> bool:
    return isinstance(block, DayChecks)


def test_the_contents_name_the_right_pages():
    made = stressed("booklet")
    with pikepdf.open(BytesIO(made.printed.data)) as pdf:
        count = len(pdf.pages)
    root = tree(made.printed.data)
    first_page: dict[str, int] = {}
    for heading in root.all("H1"):
        said = _NUMBERED.fullmatch(spaced(heading.words))
        for words in (spaced(heading.words), *([said[1]] if said else [])):
            first_page.setdefault(words, heading.pages[0])
    entries = [spaced(entry.words) for entry in root.all("Reference")]
    assert len(entries) >= 12
    for entry in entries:
        name = entry.rstrip("0123456789").rstrip()
        number = int(entry[len(name) :])
        assert 1 < number <= count
        assert first_page[name] == number


def test_contents_name_every_chapter_once():
    made = everything()
    chapters = [text_of(block.children) for block in walk(made.document.blocks)
                if isinstance(block, Heading) and block.level == 1]  # fmt: skip
    chapters += [block.title for block in walk(made.document.blocks) if isinstance(block, DayChart | SheetTitle)]
    named = [spaced(entry.words).rstrip("0123456789").rstrip() for entry in tree(made.printed.data).all("Reference")]
    assert sorted(named) == sorted(set(chapters[1:]))


# --- what the tests above stand on


def test_the_layouts_hold_what_they_are_meant_to_try():
    kinds_of_block = {
        type(block)
        for kind in ("booklet", "skin")
        for _, layout in layouts(kind, "worst")
        for block in walk(layout.document.blocks)
    }
    assert {Together, Table, Checks, DayChecks, DayChart, NumberChart, Strip, Pair, Band} <= kinds_of_block
    assert {where for where, _ in layouts("booklet", "worst")} == {f"{p}/{s}" for p in PAPERS for s in SIDES}


def test_what_goes_on_of_a_band_says_what_it_is_of():
    """On paper of A5 the signs to call for go on over a page, where those to call the clinic for follow."""
    options = example_options()
    made = make("booklet", replace(options, print=replace(options.print, paper=Paper.A5)))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.printed.data)]
    of_now = [page for page in pages if "foot is suddenly cold" in page or "Chest pain, or pressure" in page]
    assert len(of_now) == 2, "they go on over a page"
    for page in of_now:
        before, _, _ = page.partition("foot is suddenly cold" if "foot is suddenly cold" in page else "Chest pain")
        assert "999" in before
        assert "Call now." in before
        assert "Today" not in before
