"""What a person is asked about scans: a page for a browser that needs no network, and the same as a table to fill in.

The page is one file. It holds crops of boxes, ids and no names, and what is answered leaves it as a table only.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path

from msgspec import Struct

from printkit.errors import DiaryError
from printkit.reading import tables
from printkit.scan.records import REASONS, Mark, ReadPage

HEAD = ("patient", "sheet", "box", "question", "read", "why", "answer")
_ANSWERS = {
    **dict.fromkeys(("1", "marked", "yes", "y", "x", "ticked", "true"), True),
    **dict.fromkeys(("0", "empty", "no", "n", "false"), False),
}
_MARK = "<title>Boxes to look at</title>"
_DATA = re.compile(r'data-(patient|sheet|box)="([^"]*)"')
_TEMPLATE = Path(__file__).with_name("review.html")
_SHOWN = {Mark.MARKED: "These are read as marked", Mark.EMPTY: "These are read as empty"}


class Asked(Struct, frozen=True, kw_only=True):
    """One box that somebody must look at. `words` say what it is; `why` is "" for a sure one that is shown all the same."""

    patient: str  # the id; without a diary the scan and its page
    sheet: str
    box: str
    words: str
    read: Mark
    why: str
    crop: bytes = b""


class Answer(Struct, frozen=True, kw_only=True):
    """What somebody has said of a box."""

    patient: str
    sheet: str
    box: str
    ticked: bool


def of_pages(pages: Iterable[ReadPage], words: Mapping[str, str]) -> tuple[Asked, ...]:
    """What must be looked at of pages that belong to no diary, the doubts first. `words` are those of each box by its name."""
    found = [
        Asked(
            patient=page.where, sheet=page.code.key if page.code else "", box=box.name, words=words.get(box.name, box.name),
            read=box.mark, why=REASONS[box.reason] if box.mark is Mark.CHECK and box.reason else "", crop=box.crop,
        )
        for page in pages
        for box in page.boxes
        if box.mark is Mark.CHECK or box.crop
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.why))


def as_html(asked: Sequence[Asked], answers_name: str) -> str:
    """The page to look at: doubts one by one with the keys 1, 0 and s, then the sure ones to click on what is wrong."""
    doubts = [each for each in asked if each.why]
    parts = [_doubt(each) for each in doubts]
    sure = [_sure(mark, [each for each in asked if not each.why and each.read is mark]) for mark in _SHOWN]
    page = _TEMPLATE.read_text(encoding="utf-8")
    for name, said in {
        "{{doubts}}": "".join(parts) or "<p>There is none.</p>",
        "{{sure}}": "".join(sure) or "<p>There is none.</p>",
        "{{answers}}": escape(answers_name, quote=True),
    }.items():
        page = page.replace(name, said)
    return page


def _about(each: Asked) -> str:
    data = {"patient": each.patient, "sheet": each.sheet, "box": each.box, "read": str(each.read)}
    return " ".join(f'data-{name}="{escape(value, quote=True)}"' for name, value in data.items())


def _picture(each: Asked) -> str:
    crop = b64encode(each.crop).decode()
    said = escape(f"the box of {each.words}, with what lies around it", quote=True)
    return f'<img src="data:image/jpeg;base64,{crop}" alt="{said}">'


def _doubt(each: Asked) -> str:
    said = f"<b>{escape(each.patient)}</b> {escape(each.words)}"
    buttons = "".join(
        f'<button type="button" data-answer="{value}">{key} {word}</button>'
        for key, value, word in (("1", "1", "marked"), ("0", "0", "empty"), ("s", "", "skip"))
    )
    return (
        f'<figure class="doubt" tabindex="0" {_about(each)}>{_picture(each)}'
        f"<figcaption>{said}<br><i>{escape(each.why)}</i><br>{buttons}</figcaption></figure>\n"
    )


def _sure(mark: Mark, some: Sequence[Asked]) -> str:
    if not some:
        return ""
    shown = "".join(
        f'\n<button type="button" class="sure" aria-pressed="false" {_about(each)}>{_picture(each)}'
        f"<span>{escape(each.patient)} {escape(each.words)}</span></button>\n"
        for each in some
    )
    return f"<h3>{_SHOWN[mark]}</h3>\n<div class='grid'>{shown}</div>\n"


def without(page: str, answered: Iterable[Answer]) -> str:
    """A page without the pictures of what was answered; "" when nothing is left to look at, or it is no page of ours."""
    done = {(each.patient, each.sheet, each.box) for each in answered}
    lines = [line for line in page.splitlines(keepends=True) if not _asks(line) or _key(line) not in done]
    return "".join(lines) if _MARK in page and any(map(_asks, lines)) else ""


def is_ours(page: str) -> bool:
    """Whether a file is a page to look at boxes."""
    return _MARK in page


def _asks(line: str) -> bool:
    return (
        line.startswith(('<figure class="doubt"', '<button type="button" class="sure"', "<h3>")) and "data-box" in line
    )


def _key(line: str) -> tuple[str, str, str]:
    found = {name: unescape(value) for name, value in _DATA.findall(line)}
    return found["patient"], found["sheet"], found["box"]


def as_csv(asked: Iterable[Asked]) -> str:
    """The same as a table, its last column to be filled in with 1 or 0."""
    rows = [
        (each.patient, each.sheet, each.box, each.words, str(each.read), each.why or "shown to be sure", "")
        for each in asked
    ]
    return "\ufeff" + tables.as_csv([HEAD, *rows])


def answers(path: Path) -> Iterator[Answer]:
    """What was answered in a table that the page has written or that was filled in; empty cells are still open.

    Raises DiaryError for what is no such table, or an answer that is neither 1 nor 0.
    """
    source = tables.RowSource(path, DiaryError, rank=_rank)
    head = [name.strip().lower() for name in source.head]
    wanted = ("patient", "sheet", "box", "answer")
    if not set(wanted) <= set(head):
        hint = "give the table that its page has saved, or that lies beside it, with its columns as they were"
        raise DiaryError("the table holds no answers about scans", where=str(path), hint=hint)
    at = [head.index(name) for name in wanted]
    for number, row in source.body():
        patient, sheet, box, said = (
            tables.with_formula(row[place].strip()) if place < len(row) else "" for place in at
        )
        if not said:
            continue
        if said.lower() not in _ANSWERS:
            where = f"{path}: row {number}"
            raise DiaryError(f"the answer is {said[:20]!r}", where=where, hint="write 1 for marked, 0 for empty")
        yield Answer(patient=patient, sheet=sheet, box=box, ticked=_ANSWERS[said.lower()])


def _rank(row: Sequence[str]) -> int:
    return len({name.strip().lower() for name in row} & {"patient", "sheet", "box", "answer"})
