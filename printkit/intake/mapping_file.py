"""What a list asks of a person: its columns, words and dates, each with a guess; and a mapping file with these guesses.

What is not known is said, never guessed.
"""

import json
import re
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, structs

from printkit.errors import OptionsError
from printkit.intake import roster
from printkit.model.options import Patient, PlanRequest, PrintSettings
from printkit.model.person import GROUPS
from printkit.reading import days, records, tables
from printkit.reading.cells import Unread
from printkit.reading.columns import ColumnMapping, Meanings, normalised
from printkit.reading.days import DaysSeen
from printkit.reading.tables import SURE, Rank
from printkit.resources import CATALOG

PARTS = ("first name", "family name")  # of which a name is joined
_FOLDED = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
_TWO_LETTERS = re.compile(r"(?<=[aou])e")  # ue is typed for ü
_KNOWN_ANSWERS = {"yes", "no", "true", "false", "y", "n", "l", "r", *records.UNKNOWN}
_MOST_WORDS = 40  # in one column; more are names or notes
_CELLS = 3  # of a column, shown to whoever says what it stands for


class _Words(Struct, frozen=True, kw_only=True):
    """Words of one language."""

    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]


class Guess(Struct, frozen=True, kw_only=True):
    """The text of a mapping file, and what of the list it leaves to a person, a sentence each."""

    text: str
    notes: tuple[str, ...]
    open_columns: tuple[str, ...]
    open_values: tuple[str, ...]


class AskedColumn(Struct, frozen=True, kw_only=True):
    """A column of a list, and what its first cells hold."""

    name: str
    meant: str  # what it stands for as far as that is known or guessed; "" where it is not
    known: bool  # by one of the usual names, or because somebody has said so
    cells: tuple[str, ...]


class AskedWord(Struct, frozen=True, kw_only=True):
    """A word of a list that is none of the answers to its question, and which of them it may mean."""

    answer: str  # the dotted name of the question
    column: str
    word: str
    meant: str  # as it is guessed; "" where it is not
    choices: tuple[str, ...]


class ListQuestions(Struct, frozen=True, kw_only=True):
    """What must be known of a list before it is read. Its order of dates is asked about where `dates` has open ones."""

    columns: tuple[AskedColumn, ...]
    words: tuple[AskedWord, ...]
    dates: DaysSeen

    @property
    def unknown(self) -> tuple[AskedColumn, ...]:
        """The columns that nobody knows without asking."""
        return tuple(each for each in self.columns if not each.known)


def questions(path: Path, usual: Mapping[str, str], mapped: ColumnMapping, today: date) -> ListQuestions:
    """What a list asks, where `mapped` is what has been said of it. Raises OptionsError where it cannot be read."""
    found = _looked(path, usual, mapped)
    own = {normalised(name) for name in (*mapped.columns, *(each for names in mapped.join.values() for each in names))}
    known = {name for name in found.head if normalised(name) in own or found.meanings.of(name) is not None}
    columns = tuple(
        AskedColumn(
            name=name,
            meant=found.columns[name],
            known=name in known,
            cells=tuple(dict.fromkeys(cell.strip() for row in found.body for cell in row[at : at + 1] if cell.strip()))[
                :_CELLS
            ],
        )
        for at, name in enumerate(found.head)
        if name
    )
    own_words = {answer: {word.casefold() for word in words} for answer, words in mapped.values.items()}
    header = {meant: name for name, meant in found.columns.items()}
    words = tuple(
        AskedWord(answer=answer, column=header[answer], word=word, meant=meant, choices=tuple(sorted(_choices(answer))))
        for answer in dict.fromkeys((*found.values, *found.unknown))
        for word, meant in (
            *found.values.get(answer, {}).items(),
            *((word, "") for word in found.unknown.get(answer, ())),
        )
        if word.casefold() not in own_words.get(answer, ())
    )
    return ListQuestions(columns=columns, words=words, dates=days.seen(found.written(), today))


def guess(path: Path, usual: Mapping[str, str], mapped: ColumnMapping, today: date) -> Guess:
    """A mapping file for a list. `mapped` may say its encoding and its sheet; raises OptionsError where it cannot be read."""
    found = _looked(path, usual, mapped)
    open_columns = tuple(dict.fromkeys(name for name in found.head if name and not found.columns.get(name)))
    return Guess(
        text="".join(f"{line}\n" for line in _lines(path, found, mapped, today)),
        notes=tuple(found.source.notes()),
        open_columns=open_columns,
        open_values=tuple(f"{name}: {word}" for name, words in found.unknown.items() for word in words),
    )


class _Looked(NamedTuple):
    """A list with what its columns and words stand for, as far as that is known or guessed."""

    source: tables.RowSource
    meanings: Meanings
    head: list[str]
    columns: Mapping[str, str]
    body: list[list[str]]
    values: Mapping[str, Mapping[str, str]]
    unknown: Mapping[str, Sequence[str]]

    def written(self) -> list[str]:
        """Its days as they are written."""
        dated = [at for at, name in enumerate(self.head) if self.columns.get(name, "").endswith("_on")]
        return [row[at].strip() for row in self.body for at in dated if at < len(row) and row[at].strip()]


def _looked(path: Path, usual: Mapping[str, str], mapped: ColumnMapping) -> _Looked:
    languages = {file.stem: _load(file) for file in sorted((CATALOG / "list-words").glob("*.yaml"))}
    names = {language: _folded_names(words) for language, words in languages.items()}
    meanings = Meanings(usual, mapped, roster.KNOWN)
    source = tables.RowSource(path, rank=_rank(meanings, names), encoding=mapped.encoding, sheet=mapped.sheet)
    head = [name.strip() for name in source.head]
    if not any(head):
        raise OptionsError("the list is empty", where=source.place, hint="the first row names the columns")
    # the language that knows most of the columns speaks first; English is at home everywhere
    order = sorted(names, key=lambda each: (-sum(_fold(name) in names[each] for name in head), each != "en"))
    columns = _columns(head, meanings, [names[each] for each in order])
    columns |= _as_said(head, mapped)
    body = [row for _, row in source.body()]
    # words are of one language: what is right in Spanish is no guess in a German list
    values, unknown = _values(head, columns, body, [languages[each] for each in dict.fromkeys((order[0], "en"))])
    return _Looked(source, meanings, head, columns, body, values, unknown)


def _as_said(head: Sequence[str], mapped: ColumnMapping) -> dict[str, str]:
    """The columns of which somebody has said what they stand for."""
    said = {normalised(name): meant for name, meant in mapped.columns.items()}
    parts = [names for meant, names in mapped.join.items() if meant == "patient.name" and len(names) == len(PARTS)]
    said |= {normalised(name): part for names in parts for name, part in zip(names, PARTS, strict=True)}
    return {name: said[normalised(name)] for name in head if normalised(name) in said}


def _load(file: Path) -> _Words:
    return records.load(_Words, file).required()


def _folded_names(words: _Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for meant, names in words.columns.items():
        for name in names:
            found.setdefault(_fold(name), meant)
    return found


def _fold(text: str) -> str:
    """A word without capitals, accents, brackets and signs, as Pat.-Nr. and PAT NR are the same."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _TWO_LETTERS.sub("", " ".join(re.findall(r"\w+", plain)))


def _rank(meanings: Meanings, names: Mapping[str, Mapping[str, str]]) -> Rank:
    known = {name for each in names.values() for name in each}

    def of(row: Sequence[str]) -> int:
        count = sum(1 for cell in row if cell.strip() and (meanings.of(cell) is not None or _fold(cell) in known))
        return SURE if count > 2 else count

    return of


def _columns(head: list[str], meanings: Meanings, names: list[dict[str, str]]) -> dict[str, str]:
    """The meaning of each header; a second one for the same answer stays open."""
    found: dict[str, str] = {}
    local = {name: next((each[_fold(name)] for each in names if _fold(name) in each), "") for name in head if name}
    parts = set(PARTS) <= set(local.values())
    ids = sum("patient.id" in (meanings.of(name), meant) for name, meant in local.items())
    for name in filter(None, head):
        meant = local[name] if parts and local[name] in PARTS else meanings.of(name) or local[name]
        if ids > 1 and meant == "patient.id" and local[name] == "patient.name":
            meant = local[name]  # a column 'Patient' beside one of numbers
        if meant in PARTS and not parts:
            meant = "patient.name"
        if meant and (meant in found.values()):
            meant = ""
        found[name] = meant
    return found


def _choices(name: str) -> frozenset[str]:
    """What can be answered where an answer is one of a few words."""
    group, _, field = name.partition(".")
    groups: dict[str, type[Struct]] = {"patient": Patient, "plan": PlanRequest, "print": PrintSettings, **GROUPS}
    record = groups.get(group)
    for each in structs.fields(record) if record is not None else ():
        if each.name == field:
            kinds = [each.type]
            while kinds:
                kind = kinds.pop()
                if isinstance(kind, type) and issubclass(kind, StrEnum):
                    return frozenset(map(str, kind))
                if typing.get_origin(kind) in (typing.Annotated, types.UnionType, typing.Union):
                    kinds += typing.get_args(kind)
    return frozenset()


def _values(
    head: list[str], columns: Mapping[str, str], body: list[list[str]], languages: list[_Words]
) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """For each answer its words in the list with their meanings, and those of which nobody knows what they mean."""
    said: dict[str, dict[str, str]] = {}
    unknown: dict[str, list[str]] = {}
    for at, header in enumerate(head):
        name = columns.get(header, "")
        choices = _choices(name)
        words = dict.fromkeys(
            cell.strip().lower() for row in body for cell in row[at : at + 1] if cell.strip() and not isinstance(cell, Unread)
        )  # fmt: skip
        if not choices or len(words) > _MOST_WORDS:
            continue
        for word in words:
            if word in choices or (word in _KNOWN_ANSWERS and _own_word(word, choices)):
                continue
            meant = next((found for each in languages if (found := _meant(word, each, choices))), "")
            if meant:
                said.setdefault(name, {})[word] = meant
            else:
                unknown.setdefault(name, []).append(word)
    return said, unknown


def _own_word(word: str, choices: frozenset[str]) -> bool:
    """Whether a list is understood without a mapping here."""
    return ("yes" in choices and word not in "lr") or ("left" in choices and word in "lr") or word in records.UNKNOWN


def _meant(word: str, words: _Words, choices: frozenset[str]) -> str:
    for choice, those in words.values.items():
        if choice in choices and _fold(word) in {_fold(each) for each in those}:
            return choice
    return ""


def _lines(path: Path, found: _Looked, mapped: ColumnMapping, today: date) -> Iterator[str]:
    """The mapping file. Every guess is for a person to check."""
    yield f"# What the columns and words of {path.name} stand for, guessed by printkit. Check every line: a wrong side is a"
    yield "# wrong page. A line that begins with # is not known: say what it stands for, or '' to pass it over, and take"
    yield "# the # away. The answers are those of an option file: printkit new options FILE shows them all."
    if mapped.encoding:
        yield f"encoding: {_quoted(mapped.encoding)}"
    if mapped.sheet:
        yield f"sheet: {_quoted(mapped.sheet)}"
    yield from _dates(path, found.written(), today)
    yield "columns:"
    columns, values, unknown = found.columns, found.values, found.unknown
    joined = [next((name for name, meant in columns.items() if meant == part), "") for part in PARTS]
    for name, meant in columns.items():
        if meant and meant not in PARTS:
            yield f"  {_quoted(name)}: {meant}"
        elif not meant:
            yield f"  # {_quoted(name)}: ''"
    if not any(meant and meant not in PARTS for meant in columns.values()):
        yield "  {}"
    if all(joined):
        yield "join:"
        yield f"  patient.name: [{', '.join(map(_quoted, joined))}]"
    if values or unknown:
        yield "values:" if values else "# values:"
    for name in dict.fromkeys((*values, *unknown)):
        yield f"  {name}:" if name in values else f"  # {name}:"
        for word, meant in values.get(name, {}).items():
            yield f"    {_quoted(word)}: {_quoted(meant)}"
        for word in unknown.get(name, ()):
            yield f"  #  {_quoted(word)}: one of {', '.join(sorted(_choices(name)))}"


def _dates(path: Path, written: Sequence[str], today: date) -> Iterator[str]:
    try:
        order = days.reading(path, written, None, today).order
    except OptionsError:
        yield f"# dates: day-first, or month-first; the list has such as {written[0]}"
        return
    if order is not None:
        yield f"dates: {order}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
