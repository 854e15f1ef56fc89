"""What a reader can point at: pictures of the signs of a new stroke, answers to choose from, lists in place of paragraphs."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from pdf_reading import every_mark, example_options, heard, in_look, make, shipped, shipped_templates

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.checking import catalog as checking
from printkit.content.kinds import KINDS
from printkit.document import Block, Points, Terms, Week, WeekRow, texts, walk
from printkit.figures.stroke_signs import PICTURES
from printkit.layout import blocks
from printkit.layout.fragment import Blank, Mark, Space, Stamp, TextRun, TickBox
from printkit.layout.profiles import MM, PROFILES
from printkit.model.vocabulary import Answer, Paper, PrintProfile, StrokeSign
from printkit.resources import CATALOG

SIGNS = ("Balance suddenly", "Eyes blurred", "Face newly", "Arm or leg newly", "Speech newly", "Time.")
ROOM = Space(174 * MM, 250 * MM)


def marks_of(block: Block, wide: float = ROOM.width, *, runs_on: bool = False) -> list[Mark]:
    """What a block draws in the standard look, as loose as it is or where short lines run on."""
    profile = replace(PROFILES[PrintProfile.STANDARD], runs_on=runs_on)
    laid = blocks.lay_out(block, Space(wide, ROOM.height), profile)
    return [mark for piece in laid.pieces for mark in every_mark(piece)]


def over(folder: Path, name: str, old: str, new: str) -> Catalog:
    """The shipped catalogue under a topic in which some words are others."""
    path = folder / "topics" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    words = (CATALOG / "topics" / path.name).read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")
    return Catalog((folder, CATALOG))


def signs_in(document) -> Terms:
    """BE FAST in a document."""
    return next(block for block in walk(document.blocks) if isinstance(block, Terms))


# --- the signs of a new stroke


def test_every_sign_has_a_picture_of_its_own():
    assert set(PICTURES) == set(StrokeSign)
    assert len({drawing.layers for drawing in PICTURES.values()}) == len(StrokeSign)


@pytest.mark.parametrize("look", PrintProfile)
def test_each_sign_of_be_fast_is_pictured_beside_its_words_and_heard_in_order(look):
    made = in_look("booklet", look, Paper.A4)
    be_fast = signs_in(made.document)
    assert be_fast.pictures == tuple(PICTURES.values())
    said = [words for _, words in heard(made.printed.data)]
    places = [next(at for at, words in enumerate(said) if words.startswith(sign)) for sign in SIGNS]
    assert places == sorted(places)


def test_the_picture_of_a_sign_begins_its_row_and_no_two_overlap():
    be_fast = signs_in(in_look("booklet", PrintProfile.STANDARD, Paper.A4).document)
    marks = marks_of(be_fast)
    stamps = [mark for mark in marks if isinstance(mark, Stamp)]
    assert [mark.drawing for mark in stamps] == list(be_fast.pictures)
    assert all(mark.beside for mark in stamps)  # decoration: the words beside it say it all
    first, second = stamps[0], stamps[1]
    assert (first.y, second.x > ROOM.width / 2) == (second.y, True)  # read from left to right, then down
    for number, (key, say) in enumerate(be_fast.rows):
        run = next(
            mark for mark in marks if isinstance(mark, TextRun) and say.startswith(mark.text) and mark.text != key
        )
        stamp = stamps[number]
        assert stamp.x + stamp.wide < run.x
        assert stamp.y <= run.y <= stamp.y + stamp.high


def test_in_grey_the_signs_have_no_colour():
    asked = example_options()
    grey = make("booklet", replace(asked, print=replace(asked.print, greyscale=Answer.YES)))
    used = {
        colour
        for drawing in signs_in(grey.document).pictures
        for layer in drawing.layers
        for paint in layer.paints
        for colour in (paint.fill, paint.ink)
        if colour
    }
    assert used
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in used)


def test_with_a_picture_missing_none_is_drawn(tmp_path):
    catalog = over(tmp_path, "red-flags", "            picture: face\n", "")
    made = pipeline.make(KINDS["booklet"], catalog, shipped_templates(), example_options())
    assert signs_in(made.document).pictures == ()


# --- answers to choose from


@pytest.mark.parametrize("look", PrintProfile)
def test_only_with_aphasia_questions_have_answers_to_point_at(look):
    part = next(part for part in shipped().topic("teach-back").text["en"].parts if part.choices)
    printed = " ".join(words for block in in_look("booklet", look, Paper.A4).document.blocks for words in texts(block))
    open_, closed = part.list[0], part.choices[0]
    assert (closed in printed, open_ in printed) == (look is PrintProfile.APHASIA, look is not PrintProfile.APHASIA)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('          - "A new, sharp pain: go on, or stop?"\n', ""),
        ('"A new, sharp pain: go on, or stop?"', "A new, sharp pain is a sign to stop."),
        ("          - When do you stop?\n", "          - Stop when it hurts.\n"),
    ],
)
def test_choices_that_would_take_the_place_of_other_words_are_refused(tmp_path, old, new):
    found = [str(each) for each in checking.problems(over(tmp_path, "teach-back", old, new))]
    assert any("one for each" in each for each in found)


# --- lists and paragraphs


def test_points_are_a_list_with_room_and_a_paragraph_without_and_lose_no_word():
    points = Points(
        "Do not do this if:", ("You feel unwell.", "A leg is swollen.", "You are under 18.", "You had a clot.")
    )
    said = {}
    for runs_on in (False, True):
        runs = [mark for mark in marks_of(points, runs_on=runs_on) if isinstance(mark, TextRun)]
        said[runs_on] = " ".join(run.text for run in runs).split()
    assert said[False].count("•") == len(points.lines)
    assert "•" not in said[True]
    assert sorted(word for word in said[False] if word != "•") == sorted(said[True])

    closest = {look: PROFILES[look].loosest(lambda _: False) for look in PrintProfile}
    assert all(profile.runs_on and not PROFILES[look].runs_on for look, profile in closest.items())


# --- a week that comes back says which it was


def test_a_week_to_tick_has_a_line_for_its_first_day_beside_its_title_or_under_it():
    rows, days = (WeekRow("morning", "Morning"),), tuple((f"D{n}", f"day-{n}") for n in range(1, 8))
    week = Week("Tick when you have done it", "Week from:", "When", days, rows)
    for wide, beside in ((ROOM.width, True), (110 * MM, False)):
        marks = marks_of(week, wide)
        line = next(mark for mark in marks if isinstance(mark, Blank))
        title, first = (next(mark for mark in marks if isinstance(mark, each)) for each in (TextRun, TickBox))
        assert line.label == "Week from:"
        assert line.x + line.wide <= wide
        assert (line.y < title.y) == beside
        assert line.y + line.high < first.y  # what is written in it stays clear of the boxes
