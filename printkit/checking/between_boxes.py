"""What a template and the labels print between the texts of the catalogue, as paragraphs with their lines.

A line of a template is read twice: with what each `{% if %}` on it says, and with what the `{% else %}` does.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

_SPOKEN = "en"
_PLACE = "‹value›"  # where a value comes; never the end of a sentence
_TAG = re.compile(r"\{%-?\s*(.*?)\s*-?%\}")
_VALUE = re.compile(r"\{\{.*?\}\}")
_BOX = re.compile(r"\bbox\((.*)\)", re.DOTALL)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_JOINED = re.compile(r"(?<=\")\s*~\s*[\w.]+\s*~\s*(?=\")")
_WHOLE = re.compile(r"[.?!][\"'’”)]*$")
_MARK = re.compile(r"^(#{1,6} |- |[0-9]+\. )?")
_EMPHASIS = re.compile(r"\*\*")


class Form(StrEnum):
    """How a line of a template stands on paper."""

    PARAGRAPH = "paragraph"
    LINE = "line"  # of a list with dots
    STEP = "step"  # of a list with numbers


class Line(Struct, frozen=True):
    """Whole sentences that a template prints in one place."""

    form: Form
    text: str
    line: int


def is_whole(text: str) -> bool:
    """Whether a text ends as a sentence does; a heading, a cell and a line to fill in do not."""
    return bool(_WHOLE.search(text.strip()))


def lines(path: Path) -> Iterator[Line]:
    """What a template in English says by itself; nothing of one that cannot be read."""
    if not path.name.endswith(f".{_SPOKEN}.md"):
        return
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    for number, text in enumerate(source.splitlines(), start=1):
        for said in dict.fromkeys(_boxes(text)):
            yield Line(Form.PARAGRAPH, said, number)
        for reading in dict.fromkeys(_readings(text)):
            mark = _MARK.match(reading)[0]  # type: ignore[index]  # it matches nothing, too
            said = _EMPHASIS.sub("", reading[len(mark) :]).strip()
            if not mark.startswith("#") and is_whole(said) and any(map(str.isalpha, _VALUE.sub("", said))):
                form = Form.LINE if mark == "- " else Form.STEP if mark else Form.PARAGRAPH
                yield Line(form, _VALUE.sub(_PLACE, said), number)


def _boxes(text: str) -> Iterator[str]:
    """The title and the text of each box of a line, as they are read: one after the other."""
    for value in _VALUE.findall(text):
        if found := _BOX.search(value):
            joined = _JOINED.sub("~", found[1]).replace('"~"', _PLACE)
            whole = [said for quoted in _QUOTED.findall(joined) if is_whole(said := quoted[1:-1].strip())]
            if whole:
                yield " ".join(whole)


def _readings(text: str) -> Iterator[str]:
    """A line as it is where each of its conditions holds, and where none does."""
    parts = _TAG.split(text)  # words and tags in turn
    for first in (True, False):
        said, shown = "", [True]
        for at, part in enumerate(parts):
            if at % 2 == 0:
                said += part if all(shown) else ""
            elif part.startswith(("if ", "for ")):
                shown.append(first or part.startswith("for "))
            elif part.startswith("elif "):
                shown[-1] = False
            elif part == "else" and len(shown) > 1:
                shown[-1] = not first
            elif part.startswith("end") and len(shown) > 1:
                shown.pop()
        yield said.strip()
