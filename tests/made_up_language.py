"""A made-up language that says every word of the catalogue, to find English that nobody has translated."""

import re
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


def lexicon() -> dict[str, object]:
    patterns = {
        f"{role}-{side}": f"{{noun}} {role[0]}ö{side[0]}ö" for role in ("affected", "stronger") for side in Side
    }
    patterns["affected-both-said"] = "éáçhö {noun}"
    no = ("no", "not", "never", "nobody", "nothing", "none", "cannot", "without", "nor", "neither")
    return {
        "negation": [pseudo(word) for word in no],
        "classes": {"all": {}},
        "patterns": patterns,
        "nouns": {part: {"class": "all", "noun": f"{part.translate(PRETTY)}ö"} for part in PARTS},
    }


def say_all(folder: Path) -> None:
    """Write a catalogue that says all of ours in the made-up language xx into a folder."""
    language = folder / "languages" / "xx"
    language.mkdir(parents=True)
    (language / "language.yaml").write_text("name: Pseudo\nlocale: cy\n", encoding="utf-8")
    (language / "parts.yaml").write_text(yaml.safe_dump(lexicon(), allow_unicode=True), encoding="utf-8")
    exported = translations.exported(Catalog((folder, CATALOG)), Templates((TEMPLATES,)), "xx")
    for name, text in exported.items():
        path = language / name
        path.write_text(text, encoding="utf-8")
        found = po_files.read(path)
        entries = [
            replace(each, said=(pseudo(each.english), pseudo(each.plural)) if each.plural else (pseudo(each.english),))
            for each in found.entries
        ]
        path.write_text(po_files.as_text(found.head, entries), encoding="utf-8")
