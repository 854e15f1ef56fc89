"""A made-up language that says every word of the catalogue, to find English that nobody has translated."""

import re
from collections.abc import Callable
from pathlib import Path

import yaml
from msgspec.structs import replace

from printkit.catalog import sides
from printkit.catalog.store import Catalog
from printkit.checking import translations
from printkit.content.templates import Templates
from printkit.model.vocabulary import Side
from printkit.reading import po_files
from printkit.resources import CATALOG, TEMPLATES

TOKEN = re.compile(r"(\{\{.*?\}\}|\{[^{}]*\}|https?://\S+)")
WORD = re.compile(r"[^\W\d_]+")
PRETTY = str.maketrans("aeioucnAEIOUN", "áéíóúçñÁÉÍÓÚÑ")


def pseudo(text: str) -> str:
    """A made-up language: every word of the English one with accents and a tail. Sides are tokens of a part."""
    text = sides.ENGLISH_SIDE.sub(spanish_like_token, text)
    return "".join(
        part if index % 2 else WORD.sub(lambda word: f"{word[0].translate(PRETTY)}ö", part)
        for index, part in enumerate(TOKEN.split(text))
    )


def spanish_like_token(found: re.Match[str]) -> str:
    role = found["role"].capitalize() if found[0].startswith("{Y") else found["role"]
    return f"{{{role}:{found['part']}}}"


PARTS = [
    "arm",
    "calf",
    "elbow",
    "foot",
    "forearm",
    "hand",
    "heel",
    "hip",
    "knee",
    "leg",
    "palm",
    "shoulder",
    "side",
    "sole",
    "thumb",
    "toes",
    "wrist",
]


def lexicon(say: Callable[[str], str] = pseudo) -> dict[str, object]:
    """How it says the parts of a body that have a side."""
    patterns = {
        f"{role}-{side}": f"{{noun}} {say(role[0])} {say(str(side)[0])}"
        for role in ("affected", "stronger")
        for side in Side
    }
    patterns["affected-both-said"] = f"{say('each')} {{noun}}"
    no = ("no", "not", "never", "nobody", "nothing", "none", "cannot", "without", "nor", "neither")
    return {
        "negation": [say(word) for word in no],
        "classes": {"all": {}},
        "patterns": patterns,
        "nouns": {part: {"class": "all", "noun": say(part)} for part in PARTS},
    }


# Letters of Arabic for those of English: they are words of no language, but they join and run as its words do.
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابسدعفجهيطكلمنوبقرستحغشخيز")


def in_arabic_letters(text: str) -> str:
    """The same for a language that is read from the right: every word in Arabic letters."""
    text = sides.ENGLISH_SIDE.sub(spanish_like_token, text)
    return "".join(
        part if index % 2 else WORD.sub(lambda word: word[0].lower().translate(ARABIC), part)
        for index, part in enumerate(TOKEN.split(text))
    )


def say_all(
    folder: Path, language: str = "xx", say: Callable[[str], str] = pseudo, about: str = "name: Pseudo\nlocale: cy\n"
) -> None:
    """Write a catalogue that says all of ours in a made-up language into a folder."""
    place = folder / "languages" / language
    place.mkdir(parents=True)
    (place / "language.yaml").write_text(about, encoding="utf-8")
    (place / "parts.yaml").write_text(yaml.safe_dump(lexicon(say), allow_unicode=True), encoding="utf-8")
    exported = translations.exported(Catalog((folder, CATALOG)), Templates((TEMPLATES,)), language)
    for name, text in exported.items():
        path = place / name
        path.write_text(text, encoding="utf-8")
        found = po_files.read(path)
        entries = [
            replace(each, said=(say(each.english), say(each.plural)) if each.plural else (say(each.english),))
            for each in found.entries
        ]
        path.write_text(po_files.as_text(found.head, entries), encoding="utf-8")
