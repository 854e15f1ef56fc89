"""The wording that a clinician signed, kept beside the signature, and what has become of it since, word by word.

Each entry has a text file in the folder `signed` of the clinic's own catalogue: after its fingerprint a line for each
text, number and condition of it, with the place that it stands in. No print reads it; without it a signature holds all
the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec
from msgspec.structs import replace

from printkit.model.records import Checklist, Exercise, Rule, Topic
from printkit.model.skin import SkinLook

_FOLDER = "signed"
_OF = re.compile(r"of: ([0-9a-f]{8})")
_HEAD = "# What was read and signed of {name}. Written by: printkit review --signed"
_NOT_KEPT = "the words that were signed are not kept here, so read it whole"
_NO_WORD = "no word of it is another one; printkit keeps the entry in a new form"

Record = Exercise | Topic | Checklist | Rule | SkinLook


def lines(record: Record) -> tuple[str, ...]:
    """All that a signature holds for: "place: words", in the order of the entry; what stands empty is left out."""
    return tuple(f"{place}: {' '.join(value.split())}" for place, value in _flat(signed_for(record), ""))


def signed_for(record: Record) -> object:
    """What a signature holds for, as plain values: numbers and English words, without the review.

    Of words in several languages only the English ones are left; what has none of them stays as it is.
    """
    return _in_english(msgspec.to_builtins(replace(record, reviewed_by="", reviewed_on=None)))


def _in_english(value: object) -> object:
    if isinstance(value, dict):
        kept = {"en": value["en"]} if "en" in value else value
        return {key: _in_english(below) for key, below in kept.items()}
    return [_in_english(item) for item in value] if isinstance(value, list | tuple) else value


def _flat(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _flat(below, f"{place}.{key}" if place else key)
    elif isinstance(value, list | tuple):
        for item in value:
            name = item.get("id") if isinstance(item, Mapping) else None
            yield from _flat(item, f"{place}.{name}" if name else place)
    elif value not in ("", None):
        yield place, str(value)


def file_of(name: str) -> Path:
    """Where the signed wording of an entry lies in a catalogue."""
    return Path(_FOLDER, f"{name}.txt")


def as_text(name: str, of: str, kept: Sequence[str]) -> str:
    """The file of an entry: its fingerprint, then its lines."""
    return "\n".join((_HEAD.format(name=name), f"of: {of}", *kept, ""))


def since(folders: Sequence[Path], name: str, of: str, record: Record) -> tuple[str, ...]:
    """What changed in an entry since the wording `of` was signed: a line for each text, with [-old-] and {+new+} words.

    The first of the folders that kept this wording tells; where none did, that is what is said.
    """
    for folder in folders:
        if (kept := _kept(folder / file_of(name), of)) is not None:
            return tuple(_changes(kept, lines(record))) or (_NO_WORD,)
    return (_NOT_KEPT,)


def _kept(path: Path, of: str) -> tuple[str, ...] | None:
    """The lines of a file, if it is of the wording that was signed last."""
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None
    head, *rest = [line for line in text.splitlines() if not line.startswith("#")] or [""]
    found = _OF.fullmatch(head)
    return tuple(rest) if found and found[1] == of else None


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    before, after = _by_place(old), _by_place(new)
    for place in dict.fromkeys((*after, *before)):
        for gone, came in _pairs(before.get(place, []), after.get(place, [])):
            yield f"{place}: {word_changes(gone, came)}"


def _by_place(kept: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in kept:
        place, _, said = line.partition(": ")
        found.setdefault(place, []).append(said)
    return found


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of one place that differ, each with the one that stands there now; "" is none."""
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(old_to - old_from, new_to - new_from)):
            yield (
                old[old_from + index] if old_from + index < old_to else "",
                new[new_from + index] if new_from + index < new_to else "",
            )


def word_changes(old: str, new: str) -> str:
    """A text with the words that went in [-brackets-] and those that came in {+braces+}."""
    before, after = old.split(), new.split()
    said: list[str] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            said += before[old_from:old_to]
            continue
        if old_to > old_from:
            said.append(f"[-{' '.join(before[old_from:old_to])}-]")
        if new_to > new_from:
            said.append(f"{{+{' '.join(after[new_from:new_to])}+}}")
    return " ".join(said)
