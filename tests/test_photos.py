"""A clinic's own photo or drawing: it stands in for ours, tells the same to all readers, and never shows a wrong side."""

import io
from pathlib import Path

import page
import pikepdf
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pdf_reading import example_options, heard, on, shipped_templates
from PIL import Image

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.checking.catalog import problems
from printkit.cli.group import cli
from printkit.content import kinds
from printkit.content.bitmaps import png
from printkit.document import Pair, Sketch, walk
from printkit.figures import writers
from printkit.intake import unnamed
from printkit.model.vocabulary import Paper, Side
from printkit.resources import CATALOG

pytestmark = pytest.mark.foreign

NAME = "seated-toe-raise"
SECRET = "Secret Street 7"


def half_red(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    """White, with its right half red, and with the name of a street in its data."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (size[0] // 2, 0, *size))
    if kind == "SVG":
        head = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"'
        return f'<svg {head}><!-- {SECRET} --><rect x="200" width="200" height="300" fill="red"/></svg>'.encode()
    marked = Image.Exif()
    marked[0x010E] = SECRET  # ImageDescription
    out = io.BytesIO()
    image.save(out, kind, exif=marked)
    return out.getvalue()


@pytest.fixture
def clinic(tmp_path: Path):
    def write(kind: str = "JPEG", flip: str = "allowed", affected: str = "right", says: str = "") -> Catalog:
        says = says or "{Your affected} toes lift off the floor."
        file = {"JPEG": "toes.jpg", "PNG": "my toes.png", "SVG": "toes.svg"}[kind]
        folder = tmp_path / "photos"
        folder.mkdir(exist_ok=True)
        (folder / file).write_bytes(half_red(kind))
        text = f'file: {file}\nsays: {{en: "{says}"}}\nflip: {flip}\naffected_side: {affected}\n'
        (folder / f"{NAME}.yaml").write_text(text, encoding="utf-8")
        return Catalog((tmp_path, CATALOG))

    return write


def handout(catalog: Catalog, side: Side) -> pipeline.Made:
    sample = unnamed.only(NAME, on(example_options(), Paper.A4, side))
    if side is Side.UNKNOWN:  # nobody in particular: a patient would be asked for it
        sample = replace(sample, patient=None)
    return pipeline.make(kinds.KINDS["handout"], catalog, shipped_templates(), sample)


def shown(catalog: Catalog, side: Side) -> Sketch:
    made = handout(catalog, side)
    (found,) = [block for block in walk(made.document.blocks) if isinstance(block, Pair)]
    # a photo is alone in its frame: ours never stands beside it as its start or its end
    assert len(found.sketches) == 1 or not any(sketch.drawing.photograph for sketch in found.sketches)
    return found.sketches[-1]


def is_red(sketch: Sketch, x: float) -> bool:
    drawing = sketch.drawing
    image = Image.open(io.BytesIO(png(writers.svg(drawing, ""), 200))).convert("RGB")
    red, green, _ = image.getpixel((round(x * 200), round(100 * drawing.high / drawing.wide)))
    return red > 200 and green < 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "SVG"])
def test_a_photo_stands_in_for_our_picture_and_is_flipped_for_the_other_side(clinic, kind: str):
    catalog = clinic(kind)
    right, left = shown(catalog, Side.RIGHT), shown(catalog, Side.LEFT)
    assert (is_red(right, 0.25), is_red(right, 0.75)) == (False, True)
    assert (is_red(left, 0.25), is_red(left, 0.75)) == (True, False)


def test_its_words_say_the_patients_side(clinic):
    assert shown(clinic(), Side.LEFT).alt == "Your left toes lift off the floor."


def test_a_locked_photo_is_never_flipped_and_ours_serves_the_other_side(clinic):
    catalog = clinic(flip="locked")
    assert is_red(shown(catalog, Side.RIGHT), 0.75)
    assert shown(catalog, Side.LEFT).drawing.photograph is None


def test_a_locked_photo_that_shows_no_side_serves_all(clinic):
    catalog = clinic(flip="locked", affected="neither")
    assert all(is_red(shown(catalog, side), 0.75) for side in Side)


@pytest.mark.parametrize("side", [Side.UNKNOWN, Side.BOTH])
def test_a_photo_of_one_side_is_not_shown_when_the_side_is_not_one(clinic, side: Side):
    assert shown(clinic(), side).drawing.photograph is None


def test_nothing_but_the_pixels_of_a_photo_reaches_the_print(clinic):
    made = handout(clinic(), Side.RIGHT)
    assert SECRET.encode() in half_red("JPEG")
    with pikepdf.open(io.BytesIO(made.printed.data)) as pdf:
        images = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        photos = [each for each in images if each.ColorSpace == "/DeviceRGB"]  # the others are the codes in the corners
        assert len(photos) == 1
        assert not [each for each in images if SECRET.encode() in each.read_raw_bytes()]


def test_a_photo_is_told_to_those_who_cannot_see_it(clinic):
    made = handout(clinic(), Side.LEFT)
    assert ("Figure", "Your left toes lift off the floor.") in heard(made.printed.data)
    assert page.validate_pdf_bytes(made.printed.data, profile="ua1").is_compliant


def test_a_photo_gives_the_catalogue_another_version(clinic, tmp_path: Path):
    before = clinic().version
    (tmp_path / "photos" / "toes.jpg").write_bytes(half_red("JPEG", (200, 200)))
    assert Catalog((tmp_path, CATALOG)).version != before


# --- mistakes


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("file: toes.jpg", "file: nothing.jpg", 1, "cannot be read"),
        ("file: toes.jpg", "file: ../../etc/passwd.png", 1, "beside this one"),
        ("file: toes.jpg", "file: seated-toe-raise.yaml", 1, "beside this one"),
        ('says: {en: "{Your affected} toes lift off the floor."}\n', "", 1, "says"),
        ("{Your affected} toes", "Your left toes", 2, "a side typed as a word"),
        ("flip: allowed\n", "", 1, "flip"),
        ("flip: allowed", "flip: sometimes", 3, "allowed"),
        ("affected_side: right", "affected_side: both", 4, "neither"),
    ],
)
def test_check_names_the_line_of_what_is_wrong_with_a_photo(clinic, few, tmp_path, old, new, line, says):
    clinic()
    file = tmp_path / "photos" / f"{NAME}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    found = [str(problem) for problem in problems(Catalog((tmp_path, few)))]
    assert any(f"{file.name}:{line}" in each and says in each for each in found), found


def test_a_file_that_is_no_picture_is_refused(clinic, few, tmp_path: Path):
    clinic()
    (tmp_path / "photos" / "toes.jpg").write_bytes(b"hello")
    found = problems(Catalog((tmp_path, few)))
    assert "not a picture that can be read" in "".join(str(problem) for problem in found)


def test_an_exercise_may_have_a_photo_alone_when_it_serves_both_sides(clinic, few, tmp_path: Path):
    clinic()
    (tmp_path / "exercises").mkdir()
    own = (CATALOG / "exercises" / f"{NAME}.yaml").read_text(encoding="utf-8")
    (tmp_path / "exercises" / "my-lift.yaml").write_text(own, encoding="utf-8")
    folder = tmp_path / "photos"
    text = (folder / f"{NAME}.yaml").read_text(encoding="utf-8")
    (folder / "my-lift.yaml").write_text(text, encoding="utf-8")
    assert list(problems(Catalog((tmp_path, few)))) == []
    (folder / "my-lift.yaml").write_text(text.replace("allowed", "locked"), encoding="utf-8")
    (found,) = problems(Catalog((tmp_path, few)))
    assert "the other side has no picture" in str(found)


@pytest.mark.parametrize("ending", ["JPG", "Jpeg"])
def test_the_ending_of_a_camera_is_read_too(clinic, tmp_path: Path, ending: str):
    catalog = clinic("JPEG")
    file = tmp_path / "photos" / f"{NAME}.yaml"
    text = file.read_text(encoding="utf-8")
    (old,) = (tmp_path / "photos").glob("*.jp*g")
    old.rename(old.with_suffix(f".{ending}"))
    file.write_text(text.replace(old.name, old.with_suffix(f".{ending}").name), encoding="utf-8")
    assert is_red(shown(Catalog(catalog.folders), Side.RIGHT), 0.75)


@pytest.mark.parametrize("side", ["left", "right"])
def test_figure_show_shows_the_photo_that_would_be_printed(clinic, tmp_path: Path, side: str):
    clinic()
    out = tmp_path / f"{side}.png"
    ran = CliRunner().invoke(cli, ["figure", "show", NAME, "--side", side, "--catalog", str(tmp_path), "-o", str(out)])
    assert ran.exit_code == 0, ran.output
    with Image.open(out) as image:
        place = (image.width // 4 if side == "left" else image.width * 3 // 4, image.height // 2)
        assert image.convert("RGB").getpixel(place)[1] < 60


def test_check_reads_the_file_of_one_picture(clinic, tmp_path: Path):
    clinic()
    for path in (tmp_path / "photos" / f"{NAME}.yaml", CATALOG / "figures" / f"{NAME}.yaml"):
        ran = CliRunner().invoke(cli, ["check", str(path)])
        assert (ran.exit_code, ran.output) == (0, f"{path}: no problems\n")


def test_a_photo_of_a_leaflet_that_changes_is_another_one_in_the_next_booklet(clinic, tmp_path: Path):
    clinic()
    (tmp_path / "photos" / f"{NAME}.yaml").rename(tmp_path / "photos" / "after-a-fall.yaml")
    catalog, templates = Catalog((tmp_path, CATALOG)), shipped_templates()
    options = on(example_options(), Paper.A4, Side.RIGHT)

    def printed() -> list[bytes]:
        blocks = pipeline.composed(kinds.KINDS["booklet"], catalog, templates, options)[0].blocks
        pairs = [block for block in walk(blocks) if isinstance(block, Pair)]
        return [each.drawing.photograph.data for pair in pairs for each in pair.sketches if each.drawing.photograph]

    first = printed()
    assert len(first) == 1
    assert printed() == first
    (tmp_path / "photos" / "toes.jpg").write_bytes(half_red("JPEG", (402, 300)))
    assert len(printed()) == 1
    assert printed() != first
