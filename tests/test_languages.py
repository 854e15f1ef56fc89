"""Another language than English: its words by their English sentence, its sides with grammar, and no English left."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel import Locale
from histories import SINCE, UNTIL, full
from msgspec.structs import replace
from pdf_reading import decoration, example_options, heard, tree

from printkit.catalog import sides
from printkit.catalog.store import Catalog
from printkit.checking import translations
from printkit.content.templates import Templates
from printkit.errors import CatalogError
from printkit.kit import Printkit
from printkit.model.options import Appearance, Options
from printkit.model.vocabulary import PrintProfile, Side
from printkit.reports.report import Audience
from printkit.reading import po_files, records
from printkit.resources import CATALOG, TEMPLATES

TOKEN = re.compile(r"(\{\{.*?\}\}|\{[^{}]*\}|https?://\S+)")
WORD = re.compile(r"[^\W\d_]+")
PRETTY = str.maketrans("aeioucnAEIOUN", "áéíóúçñÁÉÍÓÚÑ")


def pseudo(text: str) -> str:
    """A made-up language: every word of the English one with accents and a tail. Sides are tokens of a part."""
    text = sides.ENGLISH_SIDE.sub(lambda found: _token(found), text)
    return "".join(
        part if index % 2 else WORD.sub(lambda word: f"{word[0].translate(PRETTY)}ö", part)
        for index, part in enumerate(TOKEN.split(text))
    )


def _token(found: re.Match[str]) -> str:
    role = found["role"].capitalize() if found[0].startswith("{Y") else found["role"]
    return f"{{{role}:{found['part']}}}"


PARTS = sorted({*"hand foot side knee arm leg forearm elbow hip heel thumb wrist calf shoulder toes sole palm".split()})


def lexicon() -> dict[str, object]:
    patterns = {f"{role}-{side}": f"{{noun}} {role[0]}ö{side[0]}ö" for role in ("affected", "stronger") for side in Side}
    patterns["affected-both-said"] = "éáçhö {noun}"
    return {
        "classes": {"all": {}},
        "patterns": patterns,
        "nouns": {part: {"class": "all", "noun": f"{part.translate(PRETTY)}ö"} for part in PARTS},
    }


@pytest.fixture(scope="session")
def made_up(tmp_path_factory) -> Path:
    """A catalogue that says all of ours in the made-up language xx."""
    folder = tmp_path_factory.mktemp("made-up")
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
    return folder


@pytest.fixture(scope="session")
def kit(made_up) -> Printkit:
    return Printkit(catalog=made_up, today=date(2026, 11, 20))


# --- no English is left


def allowed(options: Options, version: str) -> set[str]:
    """What is nobody's language: names, what a patient or a therapist wrote, and the months of the CLDR."""
    own = [options.clinic.name, options.clinic.therapist, options.patient.id if options.patient else ""]
    own += [options.patient.name if options.patient else "", options.plan.goal]
    own += [version]
    own += [choice.note for choice in options.plan.exercises]
    months = [name for width in ("wide", "abbreviated") for name in Locale("cy").months["format"][width].values()]
    return {word for text in (*own, *months) for word in WORD.findall(text)}


def leaked(data: bytes, options: Options, version: str) -> set[str]:
    """The words of a print, seen, heard or asked, that the made-up language has not."""
    said = [words for _, words in heard(data)] + decoration(data)
    said += [tooltip for element in tree(data).walk() for tooltip in element.fields]
    found = {word for text in said for word in WORD.findall(text) if len(word) > 1 and not word.endswith("ö")}
    return found - allowed(options, version)


def in_xx(options: Options, **look) -> Options:
    return replace(options, print=replace(options.print, language="xx", **look))


LOOKS = (PrintProfile.STANDARD, PrintProfile.APHASIA)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["booklet", "chart", "fridge", "skin_sheet", "handout", "leaflet", "checklist", "set"])
def test_no_english_is_left_on_a_page_in_another_language(kit, kind, look):
    options = in_xx(example_options(), profile=look)
    made = {
        "booklet": lambda: [kit.booklet(options)],
        "chart": lambda: [kit.chart(options)],
        "fridge": lambda: [kit.fridge(options, chart=True)],
        "skin_sheet": lambda: [kit.skin_sheet(options)],
        "handout": lambda: [kit.handout("seated-toe-raise", options)],
        "leaflet": lambda: [kit.leaflet("red-flags", options)],
        "checklist": lambda: [kit.checklist("skin", options)],
        "set": lambda: [piece.made for piece in kit.set(options)],
    }[kind]()
    for each in made:
        assert each.document.language == "xx"
        assert leaked(each.pdf, options, kit.catalog.version) == set()


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("side", Side)
def test_no_english_is_left_in_any_leaflet_list_or_exercise(kit, side, look):
    appearance = Appearance(language="xx", profile=look)
    nobody = Options()
    for name in kit.catalog.names("exercises"):
        assert leaked(kit.handout(name, side=side, look=appearance).pdf, nobody, kit.catalog.version) == set(), name
    for name in kit.catalog.names("checklists"):
        assert leaked(kit.checklist(name, side=side, look=appearance).pdf, nobody, kit.catalog.version) == set(), name


@pytest.mark.parametrize("look", LOOKS)
def test_no_english_is_left_in_a_report_to_a_patient(kit, look):
    options = in_xx(example_options(), profile=look)
    made = kit.report(options, full(), Audience.PATIENT, SINCE, UNTIL)
    assert leaked(made.pdf, options, kit.catalog.version) == set()
