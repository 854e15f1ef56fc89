"""A name is as long as it is: one word of 100 letters, in every field that somebody fills in, is printed whole and inside."""

from datetime import date

import pypdfium2
import pytest
from msgspec.structs import replace
from pdf_reading import example_options, looks, make, on

from printkit.model.options import ChosenExercise, Options
from printkit.model.person import ClearedFor
from printkit.model.vocabulary import Clearance, Paper, PrintProfile, Side

pytestmark = pytest.mark.foreign

_VILLAGE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
_EDGE = 20  # points; no printer needs more
FIELDS = {"name": 100, "clinic": 100, "therapist": 100, "phone": 40, "note": 300, "limits": 200}
# What each kind has of them; the rest is not asked of it.
SHOWN = {
    "booklet": {"name", "clinic", "phone", "note", "limits"},
    "clinician": {"name", "clinic", "phone", "note", "limits"},
    "fridge": {"name"},
    "chart": set(),
    "handout": {"limits"},
    "home-safety": set(),
    "todo": set(),
}


def word(field: str) -> str:
    """One word without a hyphen that begins with the name of its field."""
    return (field.capitalize() + _VILLAGE * 6)[: FIELDS[field]]


def filled(look: PrintProfile, paper: Paper) -> Options:
    options = on(example_options(), paper, Side.RIGHT)
    assert options.patient is not None
    cleared = ClearedFor(what=Clearance.HEART, by="J. Marsh", on=date(2026, 11, 10), limits=word("limits"))
    chosen = ChosenExercise(exercise="seated-toe-raise", note=word("note"))
    clinic = replace(options.clinic, name=word("clinic"), therapist=word("therapist"), phone=word("phone"))
    return replace(
        options,
        patient=replace(options.patient, name=word("name")),
        clinic=clinic,
        health=replace(options.health, cleared=(cleared,)),
        plan=replace(options.plan, exercises=(chosen,)),
        print=replace(options.print, profile=look, paper=paper),
    )


def _looks() -> list[object]:
    """The look with the largest letters, and in the slow tests all of them."""
    quick = (PrintProfile.LARGE, Paper.LETTER)
    return [each if each == quick else pytest.param(*each, marks=pytest.mark.slow) for each in looks()]


@pytest.mark.parametrize(("look", "paper"), _looks())
@pytest.mark.parametrize("kind", SHOWN)
def test_a_word_of_100_letters_is_printed_whole_and_inside_the_page(kind, look, paper):
    said, outside = "", []
    for number, page in enumerate(pypdfium2.PdfDocument(make(kind, filled(look, paper)).printed.data), 1):
        text, (wide, high) = page.get_textpage(), page.get_size()
        said += "".join(text.get_text_range().split())
        for index in range(text.count_chars()):
            left, low, right, top = text.get_charbox(index)
            if right > left and not (_EDGE <= left <= right <= wide - _EDGE and 0 < low < top < high):
                outside.append((number, text.get_text_range(index, 1)))
    assert outside == []
    assert {field for field in SHOWN[kind] if word(field) not in said} == set()
    cut = {field for field in FIELDS if word(field)[: len(field) + 20] in said and word(field) not in said}
    assert cut == set()
