"""The same input gives the same bytes; a block looks the same wherever it stands; no words are lost at the end of a page."""

import hashlib
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_reading import KINDS, every_mark, example, example_options, heard, make, runs_on, stressed

from printkit.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Group,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Table,
    Text,
    Together,
    WriteLines,
    text_of,
    walk,
)
from printkit.layout import fonts, pagination
from printkit.layout.blocks import kept, lay_out
from printkit.layout.fragment import Fragment, Space, TextRun
from printkit.layout.lines import set_lines
from printkit.layout.profiles import MM, STANDARD
from printkit.pdf.pages import render
from printkit.pdf.writer import PdfWriter
from printkit.sheets.geometry import Packed

pytestmark = pytest.mark.foreign

ROOM = Space(
    (210 - STANDARD.left_margin - STANDARD.right_margin) * MM, (297 - STANDARD.top_margin - STANDARD.bottom_margin) * MM
)

# --- the same bytes


def test_the_same_document_gives_the_same_bytes_in_other_processes():
    """With other hash seeds, so that no order of a set can reach the file."""
    kinds = ("booklet", "chart")
    script = (
        "import hashlib; from pdf_reading import make, example_options; "
        f"[print(hashlib.sha256(make(kind, example_options()).printed.data).hexdigest()) for kind in {kinds!r}]"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    said = [process.communicate(timeout=120)[0].split() for process in started]
    here = [hashlib.sha256(example(kind).printed.data).hexdigest() for kind in kinds]
    assert said == [here, here]


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_print_is_the_first_to_the_byte(kind: str):
    assert make(kind, example_options()).printed.data == example(kind).printed.data


# --- the file itself


def _unsound(data: bytes) -> list[int]:
    """The packed streams that do not unpack to the last bit of their checksum, or that are not set off from their end."""
    found = []
    with pikepdf.open(BytesIO(data)) as pdf:
        for number, item in enumerate(pdf.objects, 1):
            if isinstance(item, pikepdf.Stream) and "/FlateDecode" in str(item.get("/Filter", "")):
                raw = item.read_raw_bytes()  # as many as its dictionary says
                try:
                    zlib.decompress(raw)
                except zlib.error:
                    found.append(number)
                if raw + b"\nendstream" not in data and raw + b"\r\nendstream" not in data:
                    found.append(number)
    return found


@pytest.mark.parametrize("print_of", [example, stressed])
@pytest.mark.parametrize("kind", KINDS)
def test_every_stream_of_a_print_is_whole(kind: str, print_of):
    data = print_of(kind).printed.data
    assert _unsound(data) == []


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\n\n", b" ", b"\t\r"])
def test_every_byte_of_a_stream_is_kept_whatever_its_last_is(ending: bytes):
    """A packed stream ends with any byte; 2 of 256 look like the end of a line."""
    book = PdfWriter("T", "S", "en")
    data = _packs_to(ending)
    book.attach("data.json", Packed(zlib.compress(data), len(data)), "D")
    book.page((100.0, 100.0), [], STANDARD, going_on=set(), fillable=False)
    out = book.finished()
    assert _unsound(out) == []
    with pikepdf.open(BytesIO(out)) as pdf:
        assert pdf.attachments["data.json"].get_file().read_bytes() == data


def _packs_to(ending: bytes) -> bytes:
    """Data whose packed form has this end: the last bytes of a checksum are 1 and the sum of all bytes."""
    total = int.from_bytes(ending, "big") - 1
    data = b"\xff" * (total // 255) + bytes([total % 255])
    assert zlib.compress(data).endswith(ending)
    return data


# --- a block is a value


def _block() -> Block:
    return Callout(
        "stop",
        (
            Paragraph((Strong((Text("Stop if:"),)), Text(" one of these is so."))),
            Bullets(((Paragraph((Text("Your knee gives way."),)),), (Paragraph((Text("You feel dizzy."),)),))),
        ),
    )


def test_equal_blocks_are_laid_out_once():
    assert _block() is not _block()
    assert lay_out(_block(), ROOM, STANDARD) is lay_out(_block(), ROOM, STANDARD)


def test_a_block_laid_out_anew_is_the_same_value():
    before = lay_out(_block(), ROOM, STANDARD)
    kept.cache_clear()
    after = lay_out(_block(), ROOM, STANDARD)
    assert after is not before
    assert _values(after) == _values(before)


def _values(fragment: Fragment) -> tuple[object, ...]:
    """All of a fragment, by value."""
    pieces = [(piece.height, piece.marks, piece.above, piece.below, piece.keep_next) for piece in fragment.pieces]
    return fragment.elements, pieces


def _document(*blocks: Block) -> Document:
    return Document(
        title="T", subject="S", language="en", paper="A4", foot=(("foot",),), review=("review",), imprint="imprint",
        page_of="{number} of {count}", plan_token="ABCDEF", blocks=blocks,
    )  # fmt: skip


def test_a_fragment_does_not_know_the_document_it_lands_in():
    alone = _document(Heading(1, (Text("Alone"),)), PageBreak(), _block())
    words = Paragraph((Text("Other words, so that every number of an element is another one. " * 30),))
    among = _document(Heading(1, (Text("Among others"),)), words, words, PageBreak(), _block(), words)
    fragments = [pagination.lay_out_document(document, STANDARD)[0] for document in (alone, among)]
    assert fragments[0][2] is fragments[1][4]
    before = fragments[0][2]
    said = []
    for document in (alone, among):
        with pikepdf.open(BytesIO(render(document).data)) as pdf:
            pages = [[(run.text, run.x, run.y, run.size) for run in runs_on(one)] for one in pdf.pages]
        (found,) = [runs for runs in pages if runs[0][0].startswith("Stop if:")]
        last = next(index for index, run in enumerate(found) if "dizzy" in run[0])
        said.append(found[: last + 1])
    assert said[0] == said[1]
    assert len(said[0]) > 3
    kept.cache_clear()
    assert _values(lay_out(_block(), ROOM, STANDARD)) == _values(before)


# --- nothing is lost at the end of a page

_LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'()éñüç%&<>/-", min_size=1)
_WORD = st.one_of(
    _LETTERS.filter(lambda word: len(word) <= 12), st.integers(1, 140).map(lambda length: "w" * length)
)  # now and then a word that no line can hold


def _text(most: int) -> st.SearchStrategy[str]:
    """From no words to many: the same few, repeated, so that examples stay small to draw and long to set."""
    return st.tuples(st.lists(_WORD, max_size=8), st.integers(0, most)).map(
        lambda drawn: " ".join((drawn[0] * (drawn[1] // max(1, len(drawn[0])) + 1))[: drawn[1]])[: most * 6].strip()
    )


def _inlines(most: int) -> st.SearchStrategy[tuple[Text | Strong, ...]]:
    one = st.one_of(_text(most).map(Text), _text(most // 4).map(lambda text: Strong((Text(text),))))
    return st.lists(one, max_size=3).map(tuple)


_paragraphs = _inlines(300).map(Paragraph)
_headings = st.builds(Heading, st.integers(1, 3), _text(15).filter(bool).map(lambda text: (Text(text),)))
_tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        Table,
        st.tuples(*[_text(4)] * columns),
        st.lists(st.tuples(*[_text(30)] * columns), max_size=12).map(tuple),
        st.just((1.0,) * columns),
        st.sampled_from([0.0, 12.0]),
    )
)
_items = st.lists(st.lists(_inlines(80).map(Paragraph), min_size=1, max_size=2).map(tuple), min_size=1, max_size=12)
_lists = st.builds(Bullets, _items.map(tuple), st.booleans())
_kinds = st.sampled_from(["emergency", "today", "stop", "note", "plan"])
_inner = st.lists(st.one_of(_paragraphs, _lists, _headings), min_size=1, max_size=4).map(tuple)
_callouts = st.builds(Callout, _kinds, _inner)
_togethers = st.builds(Together, st.lists(st.one_of(_paragraphs, _lists, _callouts), min_size=1, max_size=4).map(tuple))
_lines = st.builds(WriteLines, _text(12).filter(bool), st.integers(1, 4))
_blocks = st.lists(
    st.one_of(
        _paragraphs, _headings, _tables, _lists, _callouts, _togethers, _lines, st.just(PageBreak()), st.just(Group(()))
    ),
    min_size=1,
    max_size=5,
)


def _letters_of(blocks: Iterable[Block], *, headers: bool) -> list[str]:
    """The letters of each part of a document in order, without white space; those over a table, or all the others."""
    said: list[str] = []
    for block in walk(blocks):
        match block:
            case Table() if headers:
                said += block.headers
            case Table():
                said += [cell for row in block.rows for cell in row]
            case Heading() | Paragraph() if not headers:
                said.append(text_of(block.children))
            case WriteLines() if not headers:
                said.append(block.label)
            case _:
                pass
    return [letters for text in said if (letters := re.sub(r"\s", "", text))]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_blocks)
def test_every_document_can_be_printed_and_loses_no_words(blocks: list[Block]):
    document = _document(Heading(1, (Text("Title"),)), *blocks)
    printed = render(document)
    said = "".join(re.sub(r"\s", "", text) for tag, text in heard(printed.data) if tag != "Lbl")
    at = 0
    for letters in _letters_of(document.blocks, headers=False):
        at = said.index(letters, at) + len(letters)
    # a table too wide for its words says its headers in each row
    above = _letters_of(document.blocks, headers=True)
    assert all(letters in said for letters in above)
    rest = sum(map(len, _letters_of(document.blocks, headers=False)))
    rows = max((len(block.rows) for block in walk(document.blocks) if isinstance(block, Table)), default=0)
    assert len(said) <= rest + max(rows, 1) * sum(map(len, above))


@pytest.mark.parametrize("sign", ["%", "),", "0%."])
@pytest.mark.parametrize("letters", range(24, 34))
def test_a_sign_at_the_end_of_a_word_that_is_cut_takes_the_letter_before_it_along(letters: int, sign: str):
    word = "w" * letters
    lines = set_lines((Text(word), Strong((Text(sign),))), 300.0, STANDARD.body)
    said = ["".join(bit.text for bit in line) for line in lines]
    assert "".join(said) == word + sign
    assert all(each[0] in "w0" for each in said)
    size = STANDARD.body.size
    assert all(sum(fonts.width(bit.text, bit.bold, size) for bit in line) <= 300.0 + 1e-6 for line in lines)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_blocks)
def test_every_block_splits_or_fits(blocks: list[Block]):
    document = _document(Heading(1, (Text("Title"),)), *blocks)
    fragments, pages = pagination.lay_out_document(document, STANDARD)
    lowest = (297 - STANDARD.bottom_margin) * MM + 0.05
    right = (210 - STANDARD.right_margin) * MM + 0.05
    placed = 0
    for one in pages:
        assert one.placed
        for place in one.placed:
            placed += not place.decoration
            assert place.y + place.piece.height <= lowest
            for mark in every_mark(place.piece):
                if isinstance(mark, TextRun):
                    assert place.x + mark.x + fonts.width(mark.text, mark.style.bold, mark.style.size) <= right
    assert placed == sum(len(fragment.pieces) for fragment in fragments)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(()),
        Paragraph((Text(" "),)),
        Group(()),
        Callout("note", ()),
        Callout("stop", (Group(()),)),
        Together(()),
        Bullets(()),
        Table(("One", "Two"), (), (1.0, 1.0)),
        Table(("w" * 40, "w" * 40), (), (1.0, 1.0)),
        Table(("", ""), (("", ""),), (1.0, 1.0)),
        WriteLines(""),
        PageBreak(),
    ],
    ids=lambda block: type(block).__name__,
)
def test_a_block_with_nothing_in_it_does_no_harm(block: Block):
    words = Paragraph((Text("Words after it."),))
    printed = render(_document(Heading(1, (Text("Title"),)), block, words))
    assert ("P", "Words after it.") in heard(printed.data)


def test_an_item_of_a_list_with_nothing_in_it_keeps_its_number():
    steps = Bullets((((Paragraph((Text("One."),))),), (), ((Paragraph((Text("Three."),))),)), ordered=True)
    said = heard(render(_document(Heading(1, (Text("Title"),)), steps)).data)
    assert ("Lbl", "3.") in said
    assert said.index(("Lbl", "3.")) + 1 == said.index(("LBody", "Three."))
