"""A stack of paper comes back: every page goes to its patient, and what is not ours is named."""

import re
import sqlite3
import stat
from contextlib import closing
from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example_options, make
from PIL import Image, ImageFilter, ImageOps

from printkit.diary import database, schema
from printkit.errors import DiaryError
from printkit.outcomes.history import Observation, PatientEntry, Sheets
from printkit.sheets import codes, geometry, returns, scans

pytestmark = pytest.mark.foreign

DAY = date(2026, 11, 20)
PATIENTS = ("p-1", "p-2", "p-3")
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def printed(patient: str, first_week: int = 1) -> tuple[bytes, str]:
    """The chart of a patient, and its token."""
    options = example_options()
    options = replace(
        options,
        patient=replace(options.patient, id=patient, name=""),
        plan=replace(options.plan, first_week=first_week),
    )
    made = make("chart", options)
    return made.printed.data, made.document.plan_token


@cache
def scan(patient: str, page: int, first_week: int = 1, dpi: int = 200) -> Image.Image:
    """A page as a scanner gives it, upright."""
    document = pypdfium2.PdfDocument(printed(patient, first_week)[0])
    try:
        return document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


BLANK = Image.new("L", (1169, 1654), 250)


@pytest.fixture
def place(tmp_path):
    """A diary that knows the sheets of 3 patients; p-1 has those of 2 fortnights."""
    path = tmp_path / "diary.sqlite3"
    with database.opened(path) as book:
        for patient, first_week in (*((each, 1) for each in PATIENTS), ("p-1", 3)):
            with book.printed(noted(patient, first_week)):
                pass
    return path


def noted(patient: str, first_week: int = 1) -> Sheets:
    token = printed(patient, first_week)[1]
    return Sheets(patient=patient, token=token, first_week=first_week, weeks=2, printed_on=DAY)


def as_scanned_pdf(path, *pictures: Image.Image) -> None:
    first, *rest = pictures
    first.save(path, "PDF", save_all=True, append_images=rest, resolution=200)


# --- codes


def test_what_a_sheet_prints_is_read_again():
    one = geometry.Sheet(page=7, template="C", plan_token="AB12CD", width=297, height=210, boxes=(), layout_hash="9XY0")
    for corner in geometry.CORNERS:
        read = codes.read_code(f" {one.code(corner).lower()}\n")
        assert read == codes.Read(plan_token="AB12CD", page=7, template="C", layout_hash="9XY0", corner=corner)


@given(st.integers(0, 17), st.sampled_from(_ALPHABET))
def test_a_wrong_character_is_noticed(place, letter):
    one = geometry.Sheet(page=7, template="C", plan_token="AB12CD", width=297, height=210, boxes=(), layout_hash="9XY0")
    code = one.code("A")
    wrong = code[:place] + letter + code[place + 1 :]
    assert wrong == code or codes.read_code(wrong) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_codes(text):
    read = codes.read_code(text)
    assert read is None or len(read.plan_token) == 6


# --- pages


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_chart_of_before_that_lay_on_its_side_is_still_known_and_laid_as_it_was(tmp_path, turned):
    one = geometry.Sheet(page=2, template="C", plan_token="AB12CD", width=297, height=210, boxes=(), layout_hash="9XY0")
    scale = 200 / 25.4
    paper = Image.new("L", (round(297 * scale), round(210 * scale)), 255)
    for letter, x, y in geometry.corners(one.width, one.height):
        code = zxingcpp.create_barcode(one.code(letter), zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
        modules = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
        side = round(geometry.CODE * scale)
        drawn = Image.fromarray(modules).convert("L").resize((side, side), Image.Resampling.NEAREST)
        paper.paste(drawn, (round(x * scale), round(y * scale)))
    paper.rotate(turned, expand=True).save(tmp_path / "old.png")
    (page,) = scans.pages(tmp_path / "old.png")
    assert page.code is not None
    assert (page.code.plan_token, page.code.template, page.code.page) == ("AB12CD", "C", 2)
    with pikepdf.open(BytesIO(scans.as_pdf([page]))) as pdf:
        (only,) = pdf.pages
        assert [float(side) for side in only.MediaBox[2:]] == pytest.approx([841.9, 595.3], rel=0.01)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_known_in_every_orientation_and_laid_upright(tmp_path, dpi, turned):
    upright = scan("p-1", 1, dpi=dpi)
    path = tmp_path / "scan.png"
    upright.rotate(turned, expand=True).save(path)
    (page,) = scans.pages(path)
    assert page.code is not None
    assert (page.code.plan_token, page.code.template, page.code.page) == (printed("p-1")[1], "C", 1)
    assert page.dpi == pytest.approx(dpi, rel=0.01)
    with pikepdf.open(BytesIO(scans.as_pdf([page]))) as pdf:
        (only,) = pdf.pages
        assert [float(side) for side in only.MediaBox[2:]] == pytest.approx([595.3, 841.9], rel=0.01)
    again = tmp_path / "again.pdf"
    again.write_bytes(scans.as_pdf([page]))
    (read,) = scans.pages(again)
    assert (read.code and read.code.plan_token, read.turn) == (page.code.plan_token, 0)


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("askew", [-3.0, 2.0])
def test_a_page_that_lay_askew_and_was_pressed_hard_is_known(tmp_path, dpi, askew):
    path = tmp_path / "scan.jpg"
    lain = scan("p-1", 1, dpi=dpi).rotate(90 + askew, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    lain.filter(ImageFilter.GaussianBlur(dpi / 250)).save(path, quality=30)
    (page,) = scans.pages(path)
    assert page.code is not None
    assert page.code.plan_token == printed("p-1")[1]
    assert page.turn == 270


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_a_picture_in_any_shades_is_read_and_goes_into_a_pdf(tmp_path, mode, form):
    path = tmp_path / "scan"
    scan("p-1", 1).convert(mode).save(path, form)
    (page,) = scans.pages(path)
    assert page.code is not None
    assert scans.as_pdf([page]).startswith(b"%PDF-")


def _fax(upright: Image.Image, down: int) -> Image.Image:
    """As a fax comes: black and white, 204 dots in an inch across and 98 or 196 down."""
    lain = upright.rotate(90, expand=True)
    size = (round(lain.width * 204 / 200), round(lain.height * down / 200))
    return lain.resize(size).point(lambda value: 255 * (value > 128)).convert("1")


def _exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    return made


def _of_scanner(upright: Image.Image, **page: object) -> bytes:
    """A PDF of a scanner with a page that is turned, or does not begin at 0."""
    out = BytesIO()
    upright.save(out, "PDF", resolution=200)
    with pikepdf.open(BytesIO(out.getvalue())) as pdf:
        if "MediaBox" in page:
            pdf.pages[0].contents_add(b"1 0 0 1 0 440 cm", prepend=True)
        for key, value in page.items():
            setattr(pdf.pages[0], key, value)
        changed = BytesIO()
        pdf.save(changed)
    return changed.getvalue()


SCANS = {
    "askew by 4 degrees": lambda page: page.rotate(4, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
    "100 dpi": lambda page: page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS),
    "fax": lambda page: _saved(_fax(page, 98), "TIFF", compression="group3"),
    "fine fax": lambda page: _saved(_fax(page, 196), "TIFF", compression="group4"),
    "G4": lambda page: _saved(page.convert("1"), "TIFF", compression="group4"),
    "CMYK": lambda page: _saved(page.convert("CMYK"), "JPEG", quality=80),
    "no orientation": lambda page: _saved(page, "JPEG", exif=_exif(0)),
    "orientation 6": lambda page: _saved(page, "JPEG", exif=_exif(6)),
    "negative": ImageOps.invert,
    "upper half": lambda page: page.crop((0, 0, page.width, page.height // 2)),
    "lower right quarter": lambda page: page.crop((page.width // 2, page.height // 2, page.width, page.height)),
    "turned page": lambda page: _of_scanner(page, Rotate=90),
    "page above 0": lambda page: _of_scanner(page, MediaBox=[0, 440, 595, 1282]),
}


def _saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", SCANS)
def test_a_scan_of_any_kind_finds_its_patient_and_comes_out_upright_in_its_shape(tmp_path, kind):
    made = SCANS[kind](scan("p-1", 1))
    path = tmp_path / "scan"
    path.write_bytes(made if isinstance(made, bytes) else _saved(made, "PNG"))
    (page,) = scans.pages(path)
    assert page.code is not None
    assert (page.code.plan_token, page.code.page) == (printed("p-1")[1], 1)
    path.with_suffix(".pdf").write_bytes(scans.as_pdf([page]))
    (again,) = scans.pages(path.with_suffix(".pdf"))
    assert (again.code and again.code.plan_token, again.turn) == (page.code.plan_token, 0)
    with pikepdf.open(path.with_suffix(".pdf")) as pdf:
        wide, high = (float(side) for side in pdf.pages[0].MediaBox[2:])
    if "half" not in kind and "quarter" not in kind:
        assert wide / high == pytest.approx(595.3 / 841.9, rel=0.06)  # askew it has corners


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("way", [ImageOps.mirror, ImageOps.flip])
def test_a_mirrored_scan_is_told_and_never_filed(tmp_path, way, turned):
    """Its code is read as well as any other, and its days would run from right to left."""
    way(scan("p-1", 1)).rotate(turned, expand=True).save(tmp_path / "scan.png")
    (page,) = scans.pages(tmp_path / "scan.png")
    assert page.code is None
    assert "mirrored" in page.why


def test_the_same_sheet_twice_on_one_picture_is_told(tmp_path):
    one = scan("p-1", 1)
    both = Image.new("L", (one.width, one.height * 2), 255)
    both.paste(one, (0, 0))
    both.paste(one, (0, one.height))
    both.save(tmp_path / "both.png")
    assert "2 sheets at once" in scans.pages(tmp_path / "both.png")[0].why


def test_one_code_that_is_left_is_enough_and_2_sheets_at_once_are_not(tmp_path):
    torn, both = BLANK.copy(), BLANK.copy()
    torn.paste(scan("p-1", 1).crop((0, 0, 200, 200)))
    both.paste(scan("p-1", 1).crop((0, 0, 200, 200)))
    both.paste(scan("p-2", 1).crop((0, 0, 200, 200)), (800, 0))
    torn.save(tmp_path / "torn.png")
    both.save(tmp_path / "both.png")
    assert scans.pages(tmp_path / "torn.png")[0].code is not None
    assert "2 sheets at once" in scans.pages(tmp_path / "both.png")[0].why


def test_a_pdf_that_was_never_paper_is_named(tmp_path):
    path = tmp_path / "chart.pdf"
    path.write_bytes(printed("p-1")[0])
    assert {page.why for page in scans.pages(path)} == {"there is no scan on it that can be read"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.png", b"", "is empty"),
        ("notes.txt", b"nothing of ours", "is not a picture"),
        ("broken.pdf", b"%PDF-1.7\nbroken", "is not a PDF"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00", "is not a picture"),
    ],
)
def test_what_is_no_scan_is_refused(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DiaryError, match=says) as raised:
        scans.pages(tmp_path / name)
    assert name in raised.value.where
    assert raised.value.hint


def test_a_scan_that_is_cut_off_is_refused(tmp_path):
    whole, path = BytesIO(), tmp_path / "cut.tif"
    scan("p-1", 1).save(whole, "TIFF", save_all=True, append_images=[scan("p-1", 2)])
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 3])
    with pytest.raises(DiaryError):
        scans.pages(path)


def test_a_locked_pdf_and_a_picture_of_far_too_many_pixels_are_refused(tmp_path, monkeypatch):
    as_scanned_pdf(tmp_path / "open.pdf", scan("p-1", 1))
    with pikepdf.open(tmp_path / "open.pdf") as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(DiaryError, match="locked"):
        scans.pages(tmp_path / "locked.pdf")
    scan("p-1", 1).save(tmp_path / "large.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # of this process, so no other may read it
    with pytest.raises(DiaryError, match="too many pixels"):
        scans._pages(tmp_path / "large.png")


# --- whose it is


def test_letters_that_stand_for_2_patients_go_to_neither():
    one = noted("p-1")
    code = codes.Read(plan_token=one.token, page=1, template="C", layout_hash="0000", corner="A")
    text = f"PK1C010000{one.token}A"
    typed = text + codes.check_character(text)
    assert codes.read_code(typed) == code
    returned, lost = returns.owners((), [typed], [one, replace(one, patient="p-2")])
    assert returned == ()
    assert "2 patients" in lost[0].why


def codes_of(patient: str, first_week: int = 1) -> list[str]:
    document = pikepdf.open(BytesIO(printed(patient, first_week)[0]))
    with document as pdf:
        said = pdf.attachments["sheets.json"].get_file().read_bytes().decode()
    return re.findall(r'"code":"([^"]+)"', said)


# --- the command


@pytest.fixture
def stack(tmp_path):
    """Sheets of 3 patients, turned and shuffled over 4 files, with a blank page and one of another clinic."""
    scan("p-3", 2).rotate(180).save(tmp_path / "a.jpg", quality=80)
    pages = [scan("p-2", 2).rotate(90, expand=True), BLANK, scan("p-1", 2, 3), scan("p-1", 1).rotate(180)]
    pages[0].save(tmp_path / "b.tif", save_all=True, append_images=pages[1:])
    as_scanned_pdf(
        tmp_path / "c.pdf",
        scan("p-1", 1, 3).rotate(270, expand=True),
        scan("elsewhere", 1),
        scan("p-2", 1),
        scan("p-2", 1).rotate(180),
    )
    scan("p-3", 1).save(tmp_path / "d.png")
    return [tmp_path / name for name in ("d.png", "c.pdf", "b.tif", "a.jpg")]


def test_a_mixed_stack_sorts_itself(printkit, place, stack, tmp_path):
    folder = tmp_path / "sorted"
    folder.mkdir()
    result = printkit("diary", "sort", *stack, "-o", folder)
    assert result.exit_code == 4, (result.output, result.exception)
    assert [line.replace(f"{tmp_path}/", "") for line in result.stdout.splitlines()] == [
        "p-1  weeks 1-2  C page 1  b.tif: page 4",
        "p-1  weeks 3-4  C page 1  c.pdf: page 1",
        "p-1  weeks 3-4  N page 2  b.tif: page 3",
        "p-2  weeks 1-2  C page 1  c.pdf: page 3",
        "p-2  weeks 1-2  C page 1  c.pdf: page 4  (again)",
        "p-2  weeks 1-2  N page 2  b.tif: page 1",
        "p-3  weeks 1-2  C page 1  d.png: page 1",
        "p-3  weeks 1-2  N page 2  a.jpg: page 1",
    ]
    assert "b.tif: page 2: no code on it can be read" in result.stderr
    assert f"c.pdf: page 2: the token {printed('elsewhere')[1]} is not in this diary" in result.stderr
    assert "elsewhere" not in result.output
    found = sorted(path.name for path in folder.iterdir())
    assert found == ["p-1-sheets.pdf", "p-2-sheets.pdf", "p-3-sheets.pdf"]
    for name, count in zip(found, (3, 3, 2), strict=True):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
        pages = scans.pages(folder / name)
        assert len(pages) == count
        assert {page.turn for page in pages} == {0}
        with database.opened(place) as book:
            returned, lost = returns.owners(pages, (), book.sheets())
        assert {each.sheets.patient for each in returned} == {name.removesuffix("-sheets.pdf")}
        assert not lost


def test_sheets_that_were_sorted_before_are_never_replaced(printkit, refused, place, stack, tmp_path):
    (tmp_path / "p-2-sheets.pdf").write_bytes(b"%PDF-1.7 of last week")
    (tmp_path / "p-3-sheets.pdf").write_bytes(b"%PDF-1.7 of last week")
    said = refused("diary", "sort", *stack, "-o", tmp_path, says=("p-2-sheets.pdf: is there already", "empty folder"))
    assert "p-3-sheets.pdf: is there already" in said


def test_typed_codes_are_sorted(printkit, place):
    first, later = codes_of("p-1")[0], codes_of("p-1", 3)[5]
    result = printkit("diary", "sort", "--code", later.lower(), "--code", first)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"p-1  weeks 1-2  C page 1  --code {first}",
        f"p-1  weeks 3-4  N page 2  --code {later.lower()}",
    ]
    result = printkit("diary", "sort", "--code", first, "--code", first[:-2] + "X" + first[-1])
    assert result.exit_code == 4
    assert "a character of it is wrong" in result.stderr


def test_what_cannot_be_sorted_is_refused_all_at_once(refused, place, tmp_path):
    (tmp_path / "notes.txt").write_text("notes")
    refused("diary", "sort", "notes.txt", "gone.png", tmp_path, says=("notes.txt: ", "gone.png: ", "is a folder"))
    refused("diary", "sort", code=2, says="nothing is given to sort")
    refused("diary", "sort", "--code", "PK1", "-o", tmp_path, code=2, says="has no page to write")
    place.unlink()
    refused("diary", "sort", "--code", "PK1", says="there is no diary")


# --- the diary


def test_a_patient_who_is_forgotten_has_no_sheets_and_a_backup_has_all(place, tmp_path):
    with database.opened(place) as book:
        book.backup(tmp_path / "copy.sqlite3")
        before = book.sheets()
        assert book.forget("p-1") == 2
        assert {each.patient for each in book.sheets()} == {"p-2", "p-3"}
    with database.opened(tmp_path / "copy.sqlite3") as copy:
        assert copy.sheets() == before
        assert len(before) == 4
    assert noted("p-1").token.encode() not in place.read_bytes()


def test_printing_that_fails_notes_nothing(tmp_path):
    def fail(book):
        with book.printed(noted("p-1")):
            raise OSError("no paper")

    with database.opened(tmp_path / "diary.sqlite3") as book:
        with pytest.raises(OSError, match="no paper"):
            fail(book)
        assert (book.sheets(), book.patients()) == ((), ())


LATER = ("sheets", "geometry", "papers", "paper_checks")


def test_a_diary_of_version_1_learns_of_sheets_and_is_then_like_a_new_one(tmp_path):
    new, old = tmp_path / "new.sqlite3", tmp_path / "old.sqlite3"
    with database.opened(new):
        pass
    with database.opened(old) as book:
        book.add([PatientEntry(patient="p-9", entry=Observation(day=DAY, what="falls", value=1))])
    with closing(sqlite3.connect(old)) as connection:  # version 1 had all but these
        for name in LATER:
            connection.execute(f"DROP TABLE {name}")
        connection.execute("ALTER TABLE prescribed DROP COLUMN weekdays")
        connection.execute("UPDATE diary_version SET version = 1")
        connection.commit()
    with database.opened(old) as book, book.printed(noted("p-1")):
        pass
    with database.opened(old) as book:
        assert book.sheets() == (noted("p-1"),)
        assert book.history("p-9").noted[0].value == 1
    assert _shape(old) == _shape(new)


def _shape(path):
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("SELECT version FROM diary_version").fetchall()
        shapes = [
            (
                connection.execute(f"PRAGMA table_info({name})").fetchall(),
                connection.execute(f"PRAGMA foreign_key_list({name})").fetchall(),
                connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (name,)).fetchone(),
            )
            for name in LATER
        ]
    assert version == [(1 + len(schema.MIGRATIONS),)]
    return shapes
