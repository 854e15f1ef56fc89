"""What strangers send has a budget: of memory, of seconds, and a message where it is used up."""

import os
import pickle
import resource
import sys
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from msgspec import Struct
from PIL import Image

from printkit import Printkit, budget
from printkit.content.bitmaps import load_photo
from printkit.content.logos import load_logo
from printkit.content.templates import Templates
from printkit.diary import import_files
from printkit.errors import CatalogError, DiaryError, FormError, OptionsError, PrintkitError, TemplateError
from printkit.intake import filled_form
from printkit.reading.columns import ColumnMapping, Meanings
from printkit.reading.tables import RowSource
from printkit.resources import EXAMPLES
from printkit.sheets import scans

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows limits the seconds alone")


@pytest.fixture
def kit() -> Printkit:
    return Printkit()


# --- the wrapper


class Found(Struct, frozen=True):
    path: Path
    data: bytes
    numbers: tuple[int, ...]


def echo(value: str) -> Found:
    sys.stdout.write("what a library says is not heard")
    return Found(Path(value), bytes(range(256)), (1, -2))


def hungry(_: object) -> int:
    return len(bytearray(4_000_000_000))


class Trap:
    def __reduce__(self):
        return print, ("this ran in the parent",)


def pickled(_: object) -> str:
    """What a library that was taken over would answer in place of what we wait for."""
    os.write(3, pickle.dumps(("made", Trap())))
    os._exit(0)


def otherwise(_: object) -> str:
    return 7  # no text, as it says it is


def slow(_: object) -> None:
    while True:
        pass


def asleep(_: object) -> None:
    time.sleep(1000)


def broken(_: object) -> None:
    class PanicException(BaseException):
        """As Rust's, which is no Exception."""

    raise PanicException("index out of bounds")


def killed(_: object) -> None:
    os.abort()


def wrong(_: object) -> None:
    raise OptionsError("is wrong", where="here", hint="do this")


def missing(_: object) -> None:
    Path("nowhere").read_bytes()


def within(work, **more):
    return budget.within(work, "x", refusal=lambda said: OptionsError(f"the file {said}"), **more)


@pytest.fixture
def found(monkeypatch) -> None:
    """The child finds the functions of this module."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(budget, "SECONDS", 1)
    monkeypatch.setattr(budget, "_PATIENCE", 30)  # the machine may be busy


@pytest.mark.usefixtures("found")
def test_what_a_function_makes_comes_back():
    assert within(echo) == Found(Path("x"), bytes(range(256)), (1, -2))


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("work", "says"),
    [
        (hungry, "takes more than 1,000 MB of memory to read"),
        (slow, "takes longer than 1 seconds to read"),
        (asleep, "takes longer than 1 seconds to read"),
        (broken, "breaks the library that reads it (PanicException)"),
        (killed, "takes more than 1,000 MB"),  # how Rust ends without memory
        (pickled, "breaks the library that reads it"),
        (otherwise, "breaks the library that reads it"),
    ],
)
def test_what_goes_beyond_is_a_message(work, says, capfd, monkeypatch):
    if work is asleep:
        monkeypatch.setattr(budget, "_PATIENCE", 2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(OptionsError) as raised:
        within(work)
    assert says in raised.value.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 50_000
    assert "ran in the parent" not in capfd.readouterr().out


@pytest.mark.usefixtures("found")
def test_what_the_function_complains_of_is_heard_as_it_is():
    with pytest.raises(OptionsError) as raised:
        within(wrong)
    assert str(raised.value) == "here: is wrong\n  hint: do this"
    with pytest.raises(FileNotFoundError):
        within(missing)


@pytest.mark.usefixtures("found")
def test_a_large_file_may_take_longer_and_each_piece_has_its_own_time():
    with pytest.raises(OptionsError, match="longer than 3 seconds"):
        within(slow, size=4_000_000)


# --- spreadsheets

_HEAD = '<row r="1"><c r="A1" t="str"><v>id</v></c></row>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sheet(path: Path, cells: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        )
        for name, target, what in (
            ("_rels/.rels", "xl/workbook.xml", "officeDocument"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheet"),
        ):
            related = f'<Relationship Id="r1" Type="{_OFFICE}/{what}" Target="{target}"/>'
            packed.writestr(name, f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>')
        named = '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        packed.writestr("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{named}</workbook>')
        data = f'<worksheet xmlns="{_MAIN}"><sheetData>{_HEAD}{cells}</sheetData></worksheet>'
        packed.writestr("xl/worksheets/sheet1.xml", data)
    return path


@pytest.mark.parametrize(("row", "cell"), [(1048576, "XFD1048576"), (20000, "XFD20000")])
def test_a_small_sheet_with_a_cell_far_away_is_refused_by_name(tmp_path, row, cell):
    path = sheet(tmp_path / "far.xlsx", f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>')
    assert path.stat().st_size < 2000
    with pytest.raises(OptionsError, match="the sheet reaches over") as raised:
        RowSource(path)
    assert raised.value.where.startswith(str(path))


def test_an_ordinary_sheet_is_read(tmp_path):
    path = sheet(tmp_path / "near.xlsx", '<row r="2"><c r="A2" t="str"><v>p-1</v></c></row>')
    assert list(RowSource(path)) == [["id"], ["p-1"]]


# --- CSV


def long_list(path: Path, size: int) -> Path:
    """One emoji makes each letter of a text in memory take 4 bytes."""
    row = f"p-1,2026-11-16,{'seated-toe-raise ' * 5},2\n"
    path.write_text(
        "patient,day,what,sets\n" + row * (size // len(row)) + "p-2,2026-11-16,\N{FLEXED BICEPS},2\n", "utf-8"
    )
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1250"])
def test_a_csv_is_read_without_its_text_in_memory(tmp_path, encoding):
    size = 2_000_000
    path = long_list(tmp_path / "log.csv", size)
    if encoding != "utf-8":
        path.write_bytes(path.read_text("utf-8").replace("\N{FLEXED BICEPS}", "Ł").encode(encoding))
    tracemalloc.start()
    try:
        source = RowSource(path, rank=lambda row: 3 * ("patient" in row), encoding=encoding.removeprefix("utf-8"))
        rows = sum(1 for _ in source.body())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows > 15_000
    assert peak < path.stat().st_size + 12_000_000  # what is decoded at once takes up to 4 times a million


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("id,name\n1," + "a" * 1_000_000, "has a line of more than 1,000,000 letters"),
        (
            "id,name\n" + "1,a\n" * 2000 + '1,"a\n' + "2,b\n" * 2000,
            "row that begins in line 2002 goes over more than 1,000",
        ),
        ("id,name\n" + "1,a\n" * 60 + "," * 16_384, "line 62 has more than 16,384 cells"),
        ("id,name\n1," + "a" * 131_073, "a cell has more than 131,072 letters"),
    ],
    ids=["line", "quote", "columns", "cell"],
)
def test_a_csv_without_measure_is_refused_by_its_line(tmp_path, data, says):
    path = tmp_path / "list.csv"
    path.write_text(data)
    with pytest.raises(OptionsError, match=says) as raised:
        list(RowSource(path, rank=lambda row: 3 * ("id" in row)))
    assert raised.value.where == str(path)
    assert raised.value.hint


def test_thousands_of_columns_that_nobody_knows_are_told_in_brief(tmp_path):
    head = ["id", *(f"c{number}" for number in range(16_000))]
    start = time.process_time()
    with pytest.raises(OptionsError, match="and 15,970 more") as raised:
        Meanings({"id": "patient.id"}, ColumnMapping(), ("patient.id",)).columns("list.csv", 1, head)
    assert time.process_time() - start < 2
    assert len(raised.value.message) < 3000


@pytest.mark.parametrize(
    ("below", "line", "says"),
    [
        ("health:", "  k{}: a", "unknown key 'k29999'"),
        ("  exercises:", "    - k{}", "there is no exercise 'k29999'"),
        ("  exercises:", "    - bridging", "bridging is in the plan twice"),
        ("clinic_file: clinic.yaml", 'x{}: "{quotes}', "found unexpected end of stream"),
    ],
    ids=["keys", "exercises", "one exercise", "quotes"],
)
def test_an_option_file_with_a_mistake_in_each_of_its_lines_is_told_within_5_seconds(tmp_path, kit, below, line, says):
    count = 1 if "{quotes}" in line else 30_000
    wrong = "\n".join(line.format(number, quotes='\\"' * 300_000) for number in range(count))
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace(below, f"{below}\n{wrong}", 1)
    (tmp_path / "clinic.yaml").write_text("name: A\n")
    (tmp_path / "sam.yaml").write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(PrintkitError) as raised:
        kit.options(tmp_path / "sam.yaml")
    assert time.process_time() - start < 5
    assert says in str(raised.value)


def test_a_log_with_a_mistake_in_each_of_its_rows_is_told_within_5_seconds(tmp_path, catalog):
    rows = "".join(f"p-1,2026-11-02,k{number},2\n" for number in range(20_000))
    (tmp_path / "log.csv").write_text(f"patient,day,what,sets\n{rows}")
    start = time.process_time()
    asked = import_files.ImportDefaults()
    found = list(import_files.read(tmp_path / "log.csv", catalog, ColumnMapping(), date(2026, 11, 20), asked))
    assert time.process_time() - start < 5
    assert len(found) == 20_000


def test_letters_of_another_encoding_are_found_in_a_long_word_at_once(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,name\n" + b"a" * 900_000 + b"\n\xff\n")
    start = time.process_time()
    with pytest.raises(OptionsError, match="is not UTF-8"):
        RowSource(path)
    assert time.process_time() - start < 3


# --- pictures


def svg(path: Path, inner: str) -> Path:
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 2000">{inner}</svg>')
    return path


def test_a_drawing_that_never_ends_is_refused_by_name(tmp_path):
    mask = '<mask id="m"><rect width="50" height="2000" fill="#fff"/></mask>'
    path = svg(tmp_path / "long.svg", mask + '<g mask="url(#m)"><rect width="50" height="2000"/></g>' * 4000)
    start = time.monotonic()
    with pytest.raises(OptionsError, match=r"long.svg: the logo takes (longer|more) than"):
        load_logo(path, "A")
    assert time.monotonic() - start < 30


def test_a_logo_is_read_once_and_again_when_it_has_changed(tmp_path, monkeypatch):
    path = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "navy").save(path)
    first = load_logo(path, "A")
    with monkeypatch.context() as patch:
        patch.setattr(budget, "within", None)
        assert load_logo(path, "A") == first
    Image.new("RGB", (40, 20), "red").save(path)
    os.utime(path, (0, 0))
    assert load_logo(path, "A") != first


# --- scans and forms


def test_a_page_that_names_one_picture_hundreds_of_times_is_read_once(tmp_path):
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(pdf, b"\xff" * 1600 * 2200)
        picture.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image})
        picture.update(
            {"/Width": 1600, "/Height": 2200, "/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8}
        )
        shared = pdf.make_indirect(picture)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/I{n}": shared for n in range(300)}))
        pdf.save(tmp_path / "often.pdf")
    start = time.monotonic()
    (page,) = scans.pages(tmp_path / "often.pdf")
    assert page.why == "no code on it can be read"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 5000, b"%PDF-1.7\n" + b"[" * 100_000, b"\x89PNG\r\n\x1a\n" + b"\xff" * 999]
)
@pytest.mark.parametrize(
    ("read", "error", "name"),
    [
        (scans.pages, DiaryError, "x.pdf"),
        (scans.pages, DiaryError, "x.tif"),
        (filled_form.read, FormError, "x.pdf"),
        (RowSource, OptionsError, "x.xlsx"),
        (RowSource, OptionsError, "x.ods"),
        (RowSource, OptionsError, "x.xls"),
        (lambda path: load_logo(path, "A"), OptionsError, "x.png"),
        (load_photo, CatalogError, "x.jpg"),
    ],
)
def test_what_is_no_file_of_its_kind_is_refused_by_name(tmp_path, data, read, error, name):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error) as raised:
        read(tmp_path / name)
    assert name in raised.value.where


# --- templates


@pytest.mark.parametrize(
    "text",
    [
        '{% set x = "ab" %}' + "{% set x = x ~ x %}" * 31 + "{{ x }}",
        '{% set x = "ab" %}' + "{% set x = x + x %}" * 31 + "{{ x }}",
        '{% set x = ["ab"] %}' + "{% set x = x + x %}" * 31 + "{{ x|length }}",
        '{% set x = ["ab"] %}{% set y = ["ab"] %}' + "{% set x = [x, x] %}{% set y = [y, y] %}" * 31 + "{{ x == y }}",
        f'{{% set x = "{"a" * 9000}" %}}{{% set x = x|join(x) %}}{{{{ x }}}}',
        f'{{% set x = "{"a" * 999}" %}}' + "{% for a in x %}" * 3 + "a" + "{% endfor %}" * 3,
        f'{{% set x = "{"a" * 150}" %}}' + "{% for a in x %}" * 2 + "a" * 1000 + "{% endfor %}" * 2,
        "a" * 200_001,
    ],
    ids=["tilde", "plus", "lists", "lists of lists", "join", "loops", "output", "long"],
)
def test_a_template_cannot_grow_without_end(tmp_path, text):
    (tmp_path / "page.md").write_text(text)
    start = time.monotonic()
    with pytest.raises(TemplateError) as raised:
        Templates((tmp_path,)).compose("page.md", {})
    assert "page.md" in raised.value.where
    assert time.monotonic() - start < 5


def test_what_templates_need_still_works(tmp_path):
    text = (
        '{% for a, b in [(1, "x"), (2, "y")] %}{{ a }}{{ b ~ "-" ~ a }}{{ "," if not loop.last }}{{ loop.length }} {% endfor %}'
        '{{ ["a", "b"]|join(", ") }} {{ 1 + 2 }} {{ "a" + "b" }}'
    )
    (tmp_path / "page.md").write_text(text)
    (block,) = Templates((tmp_path,)).compose("page.md", {})
    words = "".join(each.text for each in block.children)
    assert words == "1x-1,2 2y-22 a, b 3 ab"


# --- any bytes at all


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_files_with_bytes_changed_end_in_a_message_and_never_in_a_traceback(tmp_path, seed):
    import random

    chance = random.Random(seed)
    near = sheet(tmp_path / "near.xlsx", '<row r="2"><c r="A2" t="str"><v>p-1</v></c></row>')
    Image.new("RGB", (600, 800), "navy").save(tmp_path / "a.png")
    Image.new("RGB", (600, 800), "navy").save(tmp_path / "a.jpg")
    Image.new("1", (600, 800)).save(tmp_path / "a.tif", compression="group4")
    Image.new("RGB", (600, 800)).save(tmp_path / "a.pdf")
    svg(tmp_path / "a.svg", '<g opacity=".5"><path d="M0 0 L9 9" stroke-dasharray="1 2"/></g>')
    readers = {
        near.name: [RowSource],
        "a.png": [lambda path: load_logo(path, "A"), scans.pages],
        "a.jpg": [load_photo, scans.pages],
        "a.tif": [scans.pages],
        "a.pdf": [scans.pages, filled_form.read],
        "a.svg": [lambda path: load_logo(path, "A")],
    }
    for turn in range(10):
        for name, some in readers.items():
            data = bytearray((tmp_path / name).read_bytes())
            for _ in range(chance.choice((1, 3, 20))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            if chance.random() < 0.2:
                del data[chance.randrange(len(data)) :]
            path = tmp_path / f"{turn}-{name}"
            path.write_bytes(data)
            for read in some:
                start = time.monotonic()
                try:
                    read(path)
                except PrintkitError as error:
                    assert str(path) in error.where  # noqa: PT017 - it may also be read
                assert time.monotonic() - start < 30  # by the clock of a busy machine; 4 of the processor
