"""Translations as PO files, the form that translators' tools read and write: an English sentence and what it is elsewhere.

A reader of our own, for what printkit asks of one is small: contexts, plural forms, fuzzy entries, and a place in the
file for every complaint. gettext of the standard library reads only the compiled form, which says no line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from printkit.errors import CatalogError, reason

_KEYWORD = r'(?P<word>msgctxt|msgid|msgid_plural|msgstr|msgstr\[(?P<form>[0-5])\])\s+(?P<text>".*")'
_ESCAPED = r"\\(.)"
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_HINT = 'an entry is msgctxt "...", msgid "...", msgstr "...", each on lines of its own; save it from a PO editor'


class PoEntry(Struct, frozen=True, kw_only=True):
    """A sentence with its translation; `said` has one text for each plural form, and "" where nobody has said one."""

    english: str
    said: tuple[str, ...] = ("",)
    context: str = ""  # the id of what it is part of
    plural: str = ""  # the English words for more than one, where a number stands in it
    fuzzy: bool = False
    notes: tuple[str, ...] = ()  # for the translator, by a program
    remarks: tuple[str, ...] = ()  # of people
    line: int = 0


class PoFile(Struct, frozen=True, kw_only=True):
    """What a PO file says: its head by name, and its entries in their order."""

    path: Path
    head: Mapping[str, str]
    entries: tuple[PoEntry, ...]


def read(path: Path) -> PoFile:
    """The file at a path; obsolete entries are left out. Raises CatalogError with file and line for what is no PO."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CatalogError("is not UTF-8 text", where=str(path), hint="save it again as UTF-8 text") from error
    except OSError as error:
        raise CatalogError(f"cannot be read: {reason(error)}", where=str(path), hint=_HINT) from error
    entries = tuple(_entries(path, text))
    head = next((each.said[0] for each in entries if not each.english and not each.context), "")
    said = (line.partition(":") for line in head.splitlines())
    return PoFile(
        path=path,
        head={name.strip(): value.strip() for name, _, value in said},
        entries=tuple(each for each in entries if each.english),
    )


def _entries(path: Path, text: str) -> Iterator[PoEntry]:
    found: dict[str, str] = {}
    notes: list[str] = []
    remarks: list[str] = []
    fuzzy, begins, word = False, 0, ""

    def made() -> PoEntry:
        forms = sorted(key for key in found if key.startswith("msgstr"))
        return PoEntry(
            english=found.get("msgid", ""),
            said=tuple(found[key] for key in forms) or ("",),
            context=found.get("msgctxt", ""),
            plural=found.get("msgid_plural", ""),
            fuzzy=fuzzy,
            notes=tuple(notes),
            remarks=tuple(remarks),
            line=begins,
        )

    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        match = re.fullmatch(_KEYWORD, line)
        opens = line.startswith("#") or (match and match["word"] in ("msgctxt", "msgid"))
        if opens and any(key.startswith("msgstr") for key in found):
            yield made()
            found, notes, remarks, fuzzy = {}, [], [], False
        if not line or line.startswith("#~"):
            continue
        if line.startswith("#"):
            kind, said = line[1:2], line[2:].strip()
            fuzzy = fuzzy or (kind == "," and "fuzzy" in said)
            if kind == ".":
                notes.append(said)
            elif kind in ("", " "):
                remarks.append(said)
        elif match:
            word, begins = match["word"], number if match["word"] in ("msgctxt", "msgid") and not found else begins
            if word in found:
                raise CatalogError(f"{word} stands twice in one entry", where=f"{path}:{number}", hint=_HINT)
            found[word] = _plain(match["text"])
        elif len(line) > 1 and line[0] == line[-1] == '"' and found:
            found[word] += _plain(line)
        else:
            raise CatalogError(f"this is no line of a PO file: {line[:60]!r}", where=f"{path}:{number}", hint=_HINT)
    if any(key.startswith("msgstr") for key in found):
        yield made()


def _plain(quoted: str) -> str:
    return re.sub(_ESCAPED, lambda match: _ESCAPES.get(match[1], match[1]), quoted[1:-1])


def as_text(head: Mapping[str, str], entries: Iterable[PoEntry]) -> str:
    """A PO file, the same for the same entries: no day and no name of a program stands in its head."""
    said = "".join(f"{name}: {value}\n" for name, value in head.items())
    return "\n".join(("\n".join(_lines(PoEntry(english="", said=(said,)))), *("\n".join(_lines(e)) for e in entries)))


def _lines(entry: PoEntry) -> Iterator[str]:
    yield from (f"#  {each}" for each in entry.remarks)
    yield from (f"#. {each}" for each in entry.notes)
    if entry.fuzzy:
        yield "#, fuzzy"
    if entry.context:
        yield f"msgctxt {_quoted(entry.context)}"
    yield f"msgid {_quoted(entry.english)}"
    if entry.plural:
        yield f"msgid_plural {_quoted(entry.plural)}"
        yield from (f"msgstr[{number}] {_quoted(each)}" for number, each in enumerate(entry.said))
    else:
        yield f"msgstr {_quoted(entry.said[0])}"
    yield ""


def _quoted(text: str) -> str:
    said = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{said}"'
