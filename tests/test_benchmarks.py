"""The booklet of the benchmark: its template composes, and its peers get the words that printkit prints."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO

import booklets
import msgspec
import openpyxl
import pytest
from msgspec import Struct
from msgspec.structs import replace
from pdf_reading import heard
from peers import clock, made_up, words
from pypdf import PdfReader

from printkit import pipeline
from printkit.catalog import doses
from printkit.content import kinds
from printkit.document import Document
from printkit.intake.option_file import load
from printkit.model.options import ChosenExercise
from printkit.model.vocabulary import Side
from printkit.pdf.pages import Printed, render
from printkit.planning import safety
from printkit.planning.plan import draft

_NOT_PRINTED = ("file", "kind")


@cache
def one_of_them(folder) -> tuple[Document, Printed]:
    catalog, templates = made_up.opened()
    made_up.write(folder, made_up.patients(catalog, 1, seed=1))
    _, options = next(iter(made_up.read(folder, catalog)))
    document = pipeline.laid_out(kinds.KINDS["booklet"], catalog, templates, options).laid.document
    return document, render(document)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("booklet")


def test_the_clock_prints_a_list_and_a_peer_draws_the_same_pages(tmp_path, monkeypatch):
    """Each engine goes its whole way once; Typst and WeasyPrint are not on every machine."""
    monkeypatch.setattr(clock, "WARM_UP", 1)
    monkeypatch.setattr(booklets, "WARM_UP", 1)
    booklets.prepare(tmp_path, 2)
    listed = clock._rows(tmp_path, 2, 0)
    lines = (tmp_path / "pages.jsonl").read_bytes()
    draw, every = clock._peer("platypus", tmp_path, lines)
    drawn = clock._drawn(draw, every[:1])
    pages = clock._drawn(clock._rendered, clock._composed(tmp_path, 2))
    assert pages["bytes"] == listed["bytes"]
    assert pages["cpu_later"] > 0
    assert min(listed["cpu_first"], drawn["wall_later"]) > 0
    assert min(listed["pages"], drawn["pages"]) > 10
    assert min(listed["bytes"], drawn["bytes"]) > 50_000


def said(node) -> Iterator[str]:
    """Every word that a peer is given to print or to read out."""
    if isinstance(node, str):
        yield from node.split()
    elif isinstance(node, words.Paragraph):
        yield from "".join(run for run, _ in node.runs).split()
    elif isinstance(node, words.Days):  # the rows again for each week
        yield from said((node.title, node.subtitle, node.how, node.weeks, node.rows * len(node.weeks)))
    elif isinstance(node, words.Scale):
        yield from said((node.label, node.low, node.high))
        yield from map(str, range(11))
    elif isinstance(node, tuple):
        for child in node:
            yield from said(child)
    elif isinstance(node, Struct):
        yield from said(tuple(getattr(node, name) for name in node.__struct_fields__ if name not in _NOT_PRINTED))


def spoken(blocks) -> set[str]:
    """The words that are only read out: those of pictures."""
    found: set[str] = set()
    for block in blocks:
        match block:
            case words.Picture(alt=alt):
                found |= set(alt.split())
            case words.Whole(blocks=inner) | words.Box(blocks=inner):
                found |= spoken(inner)
            case words.Beside(columns=columns):
                found |= spoken(each for column in columns for each in column)
    return found


def test_peers_are_given_the_words_that_stand_on_the_pages(folder):
    document, printed = one_of_them(folder)
    given = words.of(document, words.Pictures(folder))
    # pages of lines only make the number of pages even
    found = [text for tag, text in heard(printed.data) if tag != "Lbl" and text != document.last]
    # only printkit says on which page the exercise of a card is
    found = [re.sub(r" page \d+$", "", text) for text in found]
    # a row of a chart has its detail behind a comma, or on a line below
    on_paper = Counter(word.rstrip(",") for text in found for word in text.split())
    assert Counter(word.rstrip(",") for word in said(given.blocks)) == on_paper


def test_the_same_words_come_out_of_the_json(folder):
    given = words.of(one_of_them(folder)[0], words.Pictures(folder))
    assert msgspec.json.decode(msgspec.json.encode(given), type=words.Booklet) == given


def test_a_text_of_ones_own_is_in_no_other_booklet(folder):
    document = one_of_them(folder)[0]
    first, second = (
        {
            run
            for block in words.of(words.own(document, number), words.Pictures(folder)).blocks
            if isinstance(block, words.Paragraph)
            for run, _ in block.runs
            if run.strip(" .")
        }
        for number in (1, 2)
    )
    assert first
    assert not first & second


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_no_rule_has_anything_to_say_of_the_forty_exercises(folder, side):
    one_of_them(folder)
    catalog, _ = made_up.opened()
    _, options = next(iter(made_up.read(folder, catalog)))
    every = made_up.exercises()
    assert len(set(every)) == 40
    choices = tuple(ChosenExercise(exercise=name) for name in every)
    stroke = replace(options.stroke, affected_side=side)
    asked = replace(options, stroke=stroke, plan=replace(options.plan, exercises=choices))
    cleared = safety.review(draft(catalog, asked), asked, catalog.rules, catalog.exercise)
    assert not cleared.left_out
    assert [item.exercise.id for item in cleared.items] == list(every)
    assert not any(item.needs_person or item.modify or item.conditions for item in cleared.items)


def test_doses_are_within_the_limits_of_the_catalogue():
    catalog, _ = made_up.opened()
    for choice in (each for patient in made_up.patients(catalog, 50, seed=3) for each in patient.choices):
        exercise = catalog.exercise(choice.exercise)
        assert not list(doses.beyond(exercise, choice.dose(exercise.dose), catalog.planning))


def test_the_option_file_says_what_the_row_says(folder):
    one_of_them(folder)
    _, options = next(iter(made_up.read(folder, made_up.opened()[0])))
    file = folder / "one.yaml"
    file.write_text(made_up.option_file(options), encoding="utf-8")
    assert load(file, made_up.PRINTED_ON).required().plan == options.plan


@pytest.mark.skipif(find_spec("typst") is None, reason="typst is in the extra bench")
def test_typst_prints_the_same_words_on_as_many_pages(folder):
    from peers import typst_booklet

    document, printed = one_of_them(folder)
    given = words.of(document, words.Pictures(folder))
    data = typst_booklet.drawer(folder)(msgspec.json.encode(given).decode())
    reader = PdfReader(BytesIO(data))
    # printkit fits a page by its look and adds one for notes, Typst only by the sizes that its source gives
    assert abs(len(reader.pages) - printed.pages) <= 3
    on_paper = {word for page in reader.pages for word in page.extract_text().split()}
    assert not {word for word in said(given.blocks) if word not in on_paper} - spoken(given.blocks)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


# --- the year of a clinic


def test_a_year_of_2_patients_is_imported_reported_and_made_a_workbook(tmp_path):
    import year

    rows = year.write(tmp_path, 2)
    place = str(tmp_path / "diary.sqlite3")
    assert year.bring(place, tmp_path)["rows"] == rows
    for audience in ("patient", "clinician"):
        assert year.report(place, audience, 2, str(tmp_path), count=2)["size"] > 10_000
        assert (tmp_path / f"p-000001-{audience}.pdf").read_bytes().startswith(b"%PDF")
    assert year.workbook(tmp_path / "all.csv", 2, str(tmp_path / "one.xlsx"))["size"] > 10_000
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[0].max_row == 14


def test_the_booklets_of_a_volume_share_its_time_so_that_every_stretch_has_some(monkeypatch):
    times = iter([(0.0, 0.0), (6.0, 12.0), (7.0, 14.0)])
    pending: list[float] = []
    monkeypatch.setattr(clock.time, "process_time", lambda: (at := next(times), pending.append(at[1]))[0][0])
    monkeypatch.setattr(clock.time, "perf_counter", pending.pop)
    found = clock._Clock()
    found.lap(6)
    found.lap(1)
    assert found.laps == 7
    assert found.said() == {"cpu_first": 1.0, "wall_first": 2.0, "cpu_later": 1.0, "wall_later": 2.0}
