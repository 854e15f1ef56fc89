"""The cases of tools/fuzz.py: real files of every kind that printkit reads, broken, and the command that reads them."""

import contextlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import mutations as broken
import openpyxl
import pypdfium2
from click.testing import CliRunner
from msgspec import Struct
from PIL import Image

from printkit.cli.group import cli
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

Words = list[str]


class Reader(Struct, frozen=True):
    """A kind of file from outside: what it is called, how many of 10,000 cases it gets, and what makes a case."""

    name: str
    share: int
    case: Callable[[Random, Path], Words]


# --- real files


def _shipped(path: Path) -> bytes:
    return path.read_bytes()


def given(folder: Path) -> None:
    """The examples, in a folder of their own."""
    for path in EXAMPLES.iterdir():
        shutil.copy(path, folder)


def invoke(words: Words) -> tuple[int, str]:
    """The exit code of a command, and all that it said."""
    result = CliRunner().invoke(cli, words)
    return result.exit_code, result.output


@cache
def _made(*words: str) -> bytes:
    """A print of the example."""
    with tempfile.TemporaryDirectory() as folder:
        given(Path(folder))
        with contextlib.chdir(folder):
            code, said = invoke([*words, "-o", "made.pdf"])
            if code:
                raise SystemExit(said)
            return Path("made.pdf").read_bytes()


@cache
def _scan(form: str) -> bytes:
    """A chart as a scanner gives it."""
    document = pypdfium2.PdfDocument(_made("chart", "foot-drop.yaml"))
    picture = document[0].render(scale=100 / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


@cache
def _photo(form: str) -> bytes:
    picture = Image.effect_noise((300, 200), 60).convert("RGB")
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def _rows(name: str) -> list[list[str]]:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return [line.split(",") for line in text.replace('"J. Marsh, physiotherapist"', "J. Marsh").splitlines()[:30]]


def _workbook(chance: Random, rows: list[list[str]]) -> bytes:
    """Rows as .xlsx, with formulas, formats, hidden and merged cells where chance wants them."""
    if chance.random() < 0.5:
        broken.changed_rows(chance, rows)
    book = openpyxl.Workbook()
    sheet = book.active
    for down, row in enumerate(rows, 1):
        for over, cell in enumerate(row[:40], 1):
            value = "".join(letter for letter in cell[:30_000] if letter.isprintable())
            sheet.cell(
                down, over, value if chance.random() < 0.9 else chance.choice((1, 1.5, True, 45000, "=A1", "=1/0"))
            )
    if chance.random() < 0.3:
        sheet.merge_cells(chance.choice(("A1:B2", "B2:B4", "A1:C1", "A2:Z9")))
    if chance.random() < 0.3:
        sheet.row_dimensions[chance.randrange(1, 6)].hidden = True
    if chance.random() < 0.3:
        sheet["A2"].number_format = chance.choice(
            ("000000", "0.00%", "yyyy-mm-dd", "@", '"x"0', "[h]:mm", "#,##0;[Red]-0")
        )
    if chance.random() < 0.2:
        book.create_sheet("Lists", 0).sheet_state = chance.choice(("hidden", "visible", "veryHidden"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(rows: list[list[str]]) -> bytes:
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{key}:1.0"' for key in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{0}</text:p></table:table-cell>'
    body = "".join(
        "<table:table-row>"
        + "".join((number if each.isdigit() else cell).format(each) for each in row)
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="S"><table:table-column table:number-columns-repeated="3"/>{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr("content.xml", content)
    return out.getvalue()


# --- cases


def _one_of(chance: Random, data: bytes, *ways: broken.Mutation) -> bytes:
    """A file that is broken in one of these ways, mostly in the first."""
    return chance.choice((*ways, ways[0]))(chance, data)


def _options(chance: Random, folder: Path) -> Words:
    text = _shipped(EXAMPLES / "foot-drop.yaml")
    (folder / "foot-drop.yaml").write_bytes(_one_of(chance, text, broken.in_yaml, broken.by_bytes, broken.encoded))
    return chance.choice((
        ["fridge", "foot-drop.yaml", "-o", "a.pdf"], ["explain", "foot-drop.yaml"], ["chart", "foot-drop.yaml"],
        ["booklet", "foot-drop.yaml"], ["handout", "seated-toe-raise", "--options", "foot-drop.yaml"], ["plan", "foot-drop.yaml"],
        ["check", "foot-drop.yaml"], ["checklist", "shoes", "--options", "foot-drop.yaml", "-o", "a.pdf"],
    ))  # fmt: skip


def _clinic(chance: Random, folder: Path) -> Words:
    text = _shipped(EXAMPLES / "clinic.yaml")
    (folder / "clinic.yaml").write_bytes(_one_of(chance, text, broken.in_yaml, broken.by_bytes))
    return chance.choice((["fridge", "foot-drop.yaml"], ["handout", "seated-toe-raise", "--clinic", "clinic.yaml"]))


def _catalogue(chance: Random, folder: Path) -> Words:
    """A clinic's own catalogue with one of our files, broken."""
    every = sorted(path for path in CATALOG.rglob("*.yaml") if path.parent.name != "figures")
    favourites = [
        path for path in every if path.parent == CATALOG or path.stem in ("seated-toe-raise", "en", "red-flags")
    ]
    path = chance.choice((chance.choice(every), chance.choice(favourites)))
    target = folder / "ours" / path.relative_to(CATALOG)
    target.parent.mkdir(parents=True)
    target.write_bytes(_one_of(chance, _shipped(path), broken.in_yaml, broken.by_bytes))
    within = ["--catalog", "ours"]
    return chance.choice((
        ["fridge", "foot-drop.yaml", *within], ["handout", "seated-toe-raise", *within], ["booklet", "foot-drop.yaml", *within],
        ["check", str(target.relative_to(folder))], ["checklist", "home-safety", *within], ["catalog", "list", *within],
        ["rules", *within], ["explain", "foot-drop.yaml", *within], ["diary", "import", "log.csv", "--dry-run", *within],
        ["batch", "roster.csv", "--dry-run", *within],
    ))  # fmt: skip


def _figure(chance: Random, folder: Path) -> Words:
    path = chance.choice(sorted((CATALOG / "figures").glob("*.yaml")))
    target = folder / "ours" / "figures" / path.name
    target.parent.mkdir(parents=True)
    target.write_bytes(_one_of(chance, _shipped(path), broken.in_yaml, broken.by_bytes))
    show = ["figure", "show", path.stem, "--side", "left", "--catalog", "ours", "-o", "a.svg"]
    return chance.choice((show, ["check", f"ours/figures/{path.name}"]))


def _roster_csv(chance: Random, folder: Path) -> Words:
    data = _one_of(chance, _shipped(EXAMPLES / "roster.csv"), broken.in_table, broken.by_bytes, broken.encoded)
    (folder / "roster.csv").write_bytes(data)
    return [*_of_list(chance, "roster.csv"), *chance.choice(([], [], ["--encoding", "cp1252"], ["--dates", "D/M/Y"]))]


def _of_list(chance: Random, name: str) -> Words:
    batch = ["batch", name, "--dry-run", "--kind", chance.choice(("booklet", "fridge", "skin", "chart"))]
    return chance.choice((batch, batch, ["batch", name, "--kind", "fridge"], ["new", "mapping", name]))


def _roster_book(chance: Random, folder: Path) -> Words:
    return _of_list(chance, _book(chance, folder, "roster.csv"))


def _book(chance: Random, folder: Path, name: str) -> str:
    """A workbook of the rows of an example, broken in its XML or its bytes, or only odd."""
    ods = chance.random() < 0.4
    data = _ods(_rows(name)) if ods else _workbook(chance, _rows(name))
    if ods or chance.random() < 0.7:
        data = _one_of(chance, data, broken.in_zip, broken.in_zip, broken.by_bytes)
    path = folder / ("list.ods" if ods else "list.xlsx")
    path.write_bytes(data)
    return path.name


def _log_csv(chance: Random, folder: Path) -> Words:
    data = _one_of(chance, _shipped(EXAMPLES / "log.csv"), broken.in_table, broken.by_bytes, broken.encoded)
    (folder / "log.csv").write_bytes(data)
    return _import(chance, "log.csv")


def _import(chance: Random, name: str) -> Words:
    more = chance.choice(
        ([], ["--dry-run"], ["--correct", "--by", "J. Marsh"], ["--month", "2026-11"], ["--patient", "p-1"])
    )
    return ["diary", "import", name, *more]


def _log_book(chance: Random, folder: Path) -> Words:
    return _import(chance, _book(chance, folder, "log.csv"))


def _mapping(chance: Random, folder: Path) -> Words:
    text = (
        b"columns: {id: patient.id, Name: patient.name, side: stroke.affected_side, programme: plan.programme, level: ''}\n"
        b"join: {health.screened_by: [screened by, level]}\ndates: D/M/Y\nencoding: utf-8\nsheet: S\n"
        b"values: {stroke.affected_side: {li: left, re: right}}\n"
    )
    (folder / "mapping.yaml").write_bytes(_one_of(chance, text, broken.in_yaml, broken.by_bytes))
    log = ["diary", "import", "log.csv", "--dry-run"]
    return [*chance.choice((["batch", "roster.csv", "--dry-run"], log)), "--mapping", "mapping.yaml"]


def _logo(chance: Random, folder: Path) -> Words:
    words = (
        b"M0 0L9 9Z",
        b"url(#a)",
        b"<use href='#a'/>",
        b"<text>a</text>",
        b"<image href='data:image/png;base64,AAAA'/>",
    )
    text = _shipped(EXAMPLES / "riverside.svg")
    if chance.random() < 0.4:
        text = text.replace(b"</svg>", chance.choice(words) * chance.choice((1, 200)) + b"</svg>")
    if chance.random() < 0.7:
        data = _one_of(chance, text, broken.in_xml, broken.by_bytes)
    else:
        data = _one_of(chance, _photo("PNG"), broken.as_picture, broken.by_bytes)
    (folder / "riverside.svg").write_bytes(data)
    return ["handout", "seated-toe-raise", "--clinic", "clinic.yaml", *chance.choice(([], ["--greyscale"]))]


def _own_photo(chance: Random, folder: Path) -> Words:
    photos = folder / "ours" / "photos"
    photos.mkdir(parents=True)
    text = (
        b'file: toes.jpg\nsays: {en: "{Your affected} toes lift off the floor."}\nflip: allowed\naffected_side: left\n'
    )
    if chance.random() < 0.3:
        text = _one_of(chance, text, broken.in_yaml, broken.by_bytes)
    (photos / "seated-toe-raise.yaml").write_bytes(text)
    data = _one_of(chance, _photo(chance.choice(("PNG", "JPEG"))), broken.as_picture, broken.by_bytes)
    (photos / "toes.jpg").write_bytes(data)
    side = chance.choice(("left", "right"))
    return ["handout", "seated-toe-raise", "--catalog", "ours", "--side", side, "-o", "a.pdf"]


def _scanned(chance: Random, folder: Path) -> Words:
    form = chance.choice(("PNG", "JPEG", "TIFF", "PDF", "PDF"))
    data = _one_of(
        chance,
        _scan(form),
        *((broken.in_pdf, broken.by_bytes) if form == "PDF" else (broken.by_bytes, broken.as_picture)),
    )
    (folder / f"scan.{form.lower()}").write_bytes(data)
    _with_diary()
    return ["diary", "sort", f"scan.{form.lower()}", *chance.choice(([], ["-o", "sorted"]))]


def _with_diary() -> None:
    invoke(["diary", "import", "log.csv"])


def _form(chance: Random, folder: Path) -> Words:
    kind = chance.choice((
        ("chart", "foot-drop.yaml", "--fillable"), ("checklist", "skin", "--options", "foot-drop.yaml"),
        ("checklist", "shoes", "--region", "GB"),
    ))  # fmt: skip
    (folder / "form.pdf").write_bytes(_one_of(chance, _made(*kind), broken.in_pdf, broken.in_pdf, broken.by_bytes))
    return chance.choice((
        ["read-form", "form.pdf"], ["read-form", "form.pdf", "-o", "a.csv"], ["todo", "form.pdf", "--region", "GB"],
        ["diary", "import", "form.pdf", "--patient", "p-1", "--day", "2026-11-02"],
    ))  # fmt: skip


def _template(chance: Random, folder: Path) -> Words:
    path = chance.choice(sorted(TEMPLATES.glob("*.en.md")))
    (folder / "words").mkdir()
    (folder / "words" / path.name).write_bytes(_one_of(chance, _shipped(path), broken.in_template, broken.by_bytes))
    kind = path.name.partition(".")[0]
    usual = {
        "booklet": ["booklet", "foot-drop.yaml"],
        "fridge": ["fridge", "foot-drop.yaml"],
        "chart": ["chart", "foot-drop.yaml"],
    }
    words = usual.get(
        kind, ["handout", "seated-toe-raise"] if kind == "handout" else ["booklet", "foot-drop.yaml", "--clinician"]
    )
    return [*words, "--templates", "words"] if chance.random() < 0.8 else ["check", f"words/{path.name}"]


def _folder_file(chance: Random, folder: Path) -> Words:
    text = b"catalog: ours\ntemplates: words\nclinic: clinic.yaml\ndiary: kept.sqlite3\n"
    (folder / "ours").mkdir()
    (folder / "words").mkdir()
    (folder / "printkit.yaml").write_bytes(_one_of(chance, text, broken.in_yaml, broken.by_bytes))
    return chance.choice((["fridge", "foot-drop.yaml"], ["diary", "export"], ["batch", "roster.csv", "--dry-run"]))


def _review(chance: Random, folder: Path) -> Words:
    invoke(["review", "-o", "all.csv"])
    rows = (folder / "all.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)[:12]
    (folder / "all.csv").unlink()
    (folder / "ours").mkdir()
    (folder / "review.csv").write_bytes(_one_of(chance, "".join(rows).encode(), broken.in_table, broken.by_bytes))
    return ["review", "--signed", "review.csv", "--into", "ours"]


def _diary(chance: Random, folder: Path) -> Words:
    _with_diary()
    path = folder / "diary.sqlite3"
    path.write_bytes(broken.by_bytes(chance, path.read_bytes()))
    return chance.choice(
        (["diary", "export"], ["report", "patient", "foot-drop.yaml"], ["diary", "import", "log.csv", "--dry-run"])
    )


READERS = (
    Reader("options", 1900, _options),
    Reader("clinic", 300, _clinic),
    Reader("catalogue", 1500, _catalogue),
    Reader("figure", 300, _figure),
    Reader("roster-csv", 1300, _roster_csv),
    Reader("roster-workbook", 700, _roster_book),
    Reader("log-csv", 1000, _log_csv),
    Reader("log-workbook", 400, _log_book),
    Reader("mapping", 400, _mapping),
    Reader("logo", 500, _logo),
    Reader("photo", 300, _own_photo),
    Reader("scan", 300, _scanned),
    Reader("form", 400, _form),
    Reader("template", 400, _template),
    Reader("printkit-yaml", 150, _folder_file),
    Reader("review", 50, _review),
    Reader("diary", 100, _diary),
)
