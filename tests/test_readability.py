"""How easy the words are: the figures against ones worked by hand, the gates against texts that must not pass."""

import pytest
from msgspec.structs import replace
from pdf_reading import everything, example

from printkit.catalog import plain_language
from printkit.checking import readability
from printkit.checking.syllables import by_rule
from printkit.document import (
    Band,
    Bullets,
    Callout,
    Columns,
    Document,
    Group,
    Heading,
    Pair,
    Paragraph,
    Table,
    Text,
    Together,
    walk,
)
from printkit.model.records import PlainWord
from printkit.model.vocabulary import Answer, PrintProfile
from printkit.resources import CATALOG


def document(*texts: str, heading: str = "The main points") -> Document:
    blocks = (Heading(1, (Text(heading),)), *(Paragraph((Text(text),)) for text in texts))
    return replace(example("fridge").document, blocks=blocks)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("foot", 1), ("feet", 1), ("raise", 1), ("ankle", 2), ("table", 2), ("muscles", 2), ("lifted", 2), ("hold", 1),
        ("walked", 1), ("exercise", 3), ("therapist", 3), ("emergency", 4), ("clinic", 2), ("stroke", 1), ("slowly", 2),
        ("physiotherapist", 5), ("rehabilitation", 6), ("every", 2), ("shoes", 1), ("places", 2), ("brace", 1),
        ("helper", 2), ("dizzy", 2), ("area", 3), ("10", 1), ("steps", 1), ("practice", 2), ("weakness", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_a_speaker_would(word: str, count: int):
    assert abs(by_rule(word) - count) <= (1 if word in ("every", "area") else 0)


def test_the_grades_are_those_of_the_formulas():
    reading = readability.measure(document("Lift your foot. Put it down slowly."))
    assert (reading.words, reading.sentences, reading.syllables, reading.long_words) == (7, 2, 8, 0)
    assert reading.flesch_kincaid == pytest.approx(0.39 * 3.5 + 11.8 * 8 / 7 - 15.59)
    assert reading.smog == pytest.approx(3.1291)


def test_headings_and_labels_are_not_sentences():
    assert readability.measure(document("Stop if", heading="Rehabilitation considerations")).sentences == 0


HARD = "The physiotherapist recommends individualised rehabilitation interventions, considering contraindications."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HARD, "Flesch-Kincaid"),
        (HARD, "SMOG"),
        ("One " + "two " * 14 + "word.", "a sentence has 16 words"),
        ("The foot is lifted.", "passive"),
    ],
)
def test_a_hard_text_does_not_pass_the_gate(text: str, says: str):
    assert says in " ".join(readability.complaints(readability.measure(document(text)), readability.BOOKLET))


def test_eleven_words_are_too_many_for_a_reader_with_aphasia_only():
    reading = readability.measure(document("Lift your foot up and put it down on the mat."))
    assert list(readability.complaints(reading, readability.BOOKLET)) == []
    assert "a sentence has 11 words" in " ".join(readability.complaints(reading, readability.APHASIA))


@pytest.mark.parametrize(
    ("profile", "gate"),
    [(PrintProfile.STANDARD, readability.BOOKLET), (PrintProfile.APHASIA, readability.APHASIA)],
)
def test_a_booklet_of_all_exercises_with_all_rules_passes_its_gate_but_for_its_notes(profile, gate):
    """The note is a therapist's own; the rest is ours."""
    reading = readability.measure(everything(profile).document)
    found = list(readability.complaints(reading, gate))
    assert [each for each in found if "mirror, slowly" not in each] == []


# --- PEMAT-P


def met(made: Document) -> set[str]:
    return {item for item, is_met in readability.pemat(made) if is_met}


def test_the_booklet_meets_every_item_that_a_program_can_check():
    items = {item for item, _ in readability.pemat(example("booklet").document)}
    assert met(example("booklet").document) == items
    assert len(items) == 15


@pytest.mark.parametrize(
    ("item", "spoilt"),
    [
        ("3 everyday words", lambda block: Paragraph((Text(HARD),)) if isinstance(block, Paragraph) else block),
        ("5 active voice", lambda block: Paragraph((Text("It is moved."),)) if isinstance(block, Paragraph) else block),
        ("6 numbers are clear", lambda block: Paragraph((Text("Do ten."),)) if isinstance(block, Paragraph) else block),
        ("7 no sum", lambda block: Paragraph((Text("Multiply by 2."),)) if isinstance(block, Paragraph) else block),
        ("8 short parts", lambda block: Paragraph((Text("Sit. " * 7),)) if isinstance(block, Paragraph) else block),
        ("9 headings", lambda block: replace(block, children=()) if isinstance(block, Heading) else block),
        ("11 a summary", lambda block: None if isinstance(block, Heading) else block),
        ("12 cues", lambda block: None if isinstance(block, Callout) else block),
        ("17 pictures", lambda block: replace(block, sketches=_mute(block)) if isinstance(block, Pair) else block),
        ("19 simple tables", lambda block: replace(block, headers=("x",) * 6) if isinstance(block, Table) else block),
        ("22 steps", lambda block: None if isinstance(block, Bullets) else block),
    ],
)  # fmt: skip
def test_a_document_that_misses_an_item_is_told_so(item: str, spoilt):
    flat = [
        block
        for block in walk(example("booklet").document.blocks)
        if not isinstance(block, Band | Columns | Group | Together)
    ]
    blocks = tuple(changed for block in [*flat, *_inner()] if (changed := spoilt(block)) is not None)
    assert not any(each.startswith(item) for each in met(replace(example("booklet").document, blocks=blocks)))


def _mute(pair: Pair):
    return tuple(replace(sketch, alt="") for sketch in pair.sketches)


def _inner():
    return [Callout("note", (Paragraph((Text("Look."),)),))]


# --- words of a catalogue


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do dorsiflexion.", True), ("Ask the orthotist.", True), ("Ask the orthotist (brace maker).", False),
        ("Ask the brace maker (orthotist).", False), ("Use a cane.", True), ("Use canes.", True), ("Hurricane.", False),
        ("Wear your AFO.", True), ("Wear your AFO (ankle brace).", False), ("afo", False),
    ],
)  # fmt: skip
def test_a_hard_word_is_found_unless_it_is_explained(text: str, found: bool):
    plain = {
        "dorsiflexion": PlainWord(say="lifting the foot"),
        "orthotist": PlainWord(say="brace maker", explained=Answer.YES),
        "AFO": PlainWord(say="ankle brace", explained=Answer.YES),
        "cane": PlainWord(say="stick"),
    }
    assert bool(list(plain_language.hard(text, plain))) == found


@pytest.mark.parametrize(
    ("step", "two"),
    [
        ("Lift your foot.", False), ("Lift your foot and hold it.", True), ("Sit. Lift your foot.", True),
        ("Lift your toes and the front of your foot.", False), ("Lift it, then lower it.", True),
    ],
)  # fmt: skip
def test_a_step_that_asks_for_two_things_is_found(step: str, two: bool):
    assert plain_language.two_actions(step, {"lift", "hold", "lower", "sit"}) == two


def test_every_shipped_step_asks_for_one_thing(catalog):
    steps = [step for name in catalog.names("exercises") for step in catalog.exercise(name).text["en"].steps]
    assert len(steps) > 150
    assert not [step for step in steps if plain_language.two_actions(step, catalog.actions)]


def test_a_hard_word_in_a_clinics_own_exercise_is_a_problem_with_its_line(tmp_path, printkit):
    exercise = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    (tmp_path / "exercises").mkdir()
    path = tmp_path / "exercises" / "seated-toe-raise.yaml"
    path.write_text(exercise.replace("Sit tall on a firm chair.", "Do dorsiflexion."), encoding="utf-8")
    result = printkit("check", str(tmp_path))
    line = 1 + exercise[: exercise.index("Sit tall")].count("\n")
    assert f"seated-toe-raise.yaml:{line}: a hard word: 'dorsiflexion'" in result.output
