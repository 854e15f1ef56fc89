"""`printkit new photo`: a therapist's photo goes into the clinic's own catalogue, and never shows a wrong side."""

import io
import shlex
from pathlib import Path

import pytest
import yaml
from PIL import Image
from test_photo_files import quarters
from test_photos import half_red, is_red, shown

from printkit.catalog.store import Catalog
from printkit.errors import OutputError
from printkit.figures.photo import Flip, Seen
from printkit.intake import blank_files
from printkit.model.vocabulary import Side
from printkit.resources import CATALOG

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

NAME = "seated-toe-raise"
SAYS = "{Your affected} toes lift off the floor."
WORDS = ("--says", SAYS, "--affected-side", "right", "--catalog", "mine")


@pytest.fixture(autouse=True)
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0001.JPG"
    path.write_bytes(half_red("JPEG"))
    return path


def test_a_photo_is_put_in_its_place_and_check_is_happy_and_a_handout_prints_it(printkit, tmp_path, photo):
    before = photo.read_bytes()
    assert printkit("new", "photo", NAME, photo, *WORDS).exit_code == 0
    words = yaml.safe_load((tmp_path / "mine/photos" / f"{NAME}.yaml").read_text(encoding="utf-8"))
    assert words == {"file": f"{NAME}.jpg", "says": {"en": SAYS}, "flip": "locked", "affected_side": "right"}
    assert photo.read_bytes() == before
    assert printkit("check", "mine").exit_code == 0
    assert printkit("check", f"mine/photos/{NAME}.yaml").exit_code == 0
    assert printkit("handout", NAME, "--side", "right", "--catalog", "mine", "-o", "a.pdf").exit_code == 0
    sketch = shown(Catalog((tmp_path / "mine", CATALOG)), Side.RIGHT)
    assert is_red(sketch, 0.75)
    assert sketch.alt == "Your right toes lift off the floor."


def test_the_copy_is_clean_upright_and_for_its_owner_alone(printkit, tmp_path, photo):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Secret Street 7"
    quarters((4000, 3000)).transpose(Image.Transpose.ROTATE_90).save(photo, exif=exif)
    assert printkit("new", "photo", NAME, photo, *WORDS).exit_code == 0
    for path in (tmp_path / "mine/photos").iterdir():
        assert b"Secret Street" not in path.read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600
    with Image.open(tmp_path / "mine/photos" / f"{NAME}.jpg") as copy:
        assert copy.size == (1205, 904)
        assert not copy.getexif()


@pytest.mark.parametrize("flip", Flip)
@pytest.mark.parametrize("affected", Seen)
def test_no_side_of_a_photo_is_ever_printed_for_the_other(printkit, tmp_path, photo, affected, flip):
    """The right half of the photo is red and stands for the affected side in it; a photo of the left is its mirror image."""
    if affected is Seen.LEFT:
        with Image.open(io.BytesIO(half_red("JPEG"))) as image:
            image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(photo)
    said = ("--says", "Toes lift.", "--affected-side", affected, "--flip", flip, "--catalog", "mine")
    assert printkit("new", "photo", NAME, photo, *said).exit_code == 0
    catalog = Catalog((tmp_path / "mine", CATALOG))
    for side in Side:
        sketch = shown(catalog, side)
        if affected is Seen.NEITHER:
            assert is_red(sketch, 0.75), side
        elif side in (Side.LEFT, Side.RIGHT) and (flip is Flip.ALLOWED or side == affected.value):
            assert is_red(sketch, 0.75 if side is Side.RIGHT else 0.25), side
        else:
            assert sketch.drawing.photograph is None, side


def test_a_folder_of_printkit_yaml_is_the_clinics_own(printkit, tmp_path, photo):
    (tmp_path / "ours").mkdir()
    (tmp_path / "printkit.yaml").write_text("catalog: ours\n")
    assert printkit("new", "photo", NAME, photo, *WORDS[:4]).exit_code == 0
    assert (tmp_path / "ours/photos" / f"{NAME}.jpg").is_file()


def test_what_it_says_at_the_end_can_be_typed(printkit, photo):
    made = printkit("new", "photo", NAME, photo, *WORDS[:-1], "my own catalogue")
    advised = made.stdout.partition("look at it: printkit ")[2]
    result = printkit(*shlex.split(advised))
    assert result.exit_code == 0, result.output
    with Image.open(result.stdout.strip()) as image:
        assert image.convert("RGB").getpixel((image.width * 3 // 4, image.height // 2))[1] < 60


# --- languages


def test_each_language_has_its_own_words(printkit, tmp_path, photo):
    more = ("--language", "en", "--says", 'Los dedos se levantan: "arriba".', "--language", "es")
    assert printkit("new", "photo", NAME, photo, *WORDS, *more).exit_code == 0
    words = yaml.safe_load((tmp_path / "mine/photos" / f"{NAME}.yaml").read_text(encoding="utf-8"))
    assert words["says"] == {"en": SAYS, "es": 'Los dedos se levantan: "arriba".'}


def test_a_text_without_its_language_is_refused(refused, photo):
    refused("new", "photo", NAME, photo, *WORDS, "--says", "Los dedos.", code=2, says="--language of its own")
    refused("new", "photo", NAME, photo, *WORDS, "--language", "es", says="says nothing in the language 'en'")


# --- mistakes


def test_all_that_is_wrong_is_told_at_once(refused, photo):
    photo.write_bytes(photo.read_bytes()[:2000])
    said = refused("new", "photo", "seated-toe-rise", photo, "--says", "Your left toes can't lift.", code=2)
    for what in (
        "where your own catalogue is",
        "which side is the affected one",
        "a side typed as a word: 'left'",
        "a contraction",
        "there is no exercise 'seated-toe-rise'",
        f"{photo}: the photo is not a picture that can be read",
    ):
        assert what in said
    assert said.count("hint: ") == 6


def test_nothing_said_is_asked_for(refused, photo):
    said = refused("new", "photo", NAME, photo, "--says", " ", code=2)
    assert said.count("nothing says ") == 3
    refused("new", "photo", NAME, "--says", "Toes lift.", code=2, says="Missing argument 'FILE'")


def test_a_long_text_is_told_as_check_would_and_kept(printkit, refused, photo):
    refused("new", "photo", NAME, photo, "--says", "x" * 401, *WORDS[2:], says="401 characters")
    many = "The toes of this foot lift off the floor and then they go down again very slowly."
    said = "warning: {}: a sentence of 17 words"
    made = printkit("new", "photo", NAME, photo, "--says", many, *WORDS[2:])
    assert made.exit_code == 0
    assert said.format("--says") in made.stderr
    assert said.format(f"mine/photos/{NAME}.yaml:2") in printkit("check", "mine").stderr


@pytest.mark.parametrize("ending", ["yaml", "jpg"])
def test_what_somebody_made_is_never_overwritten(refused, tmp_path, photo, ending):
    own = tmp_path / "mine/photos" / f"{NAME}.{ending}"
    own.parent.mkdir(parents=True)
    own.write_text("my own words")
    refused("new", "photo", NAME, photo, *WORDS, says=(f"{NAME}.{ending}: is there already", "it stays"))


def test_a_link_to_nothing_is_not_written_through(refused, tmp_path, photo):
    own = tmp_path / "mine/photos" / f"{NAME}.jpg"
    own.parent.mkdir(parents=True)
    own.symlink_to(tmp_path / "elsewhere")
    refused("new", "photo", NAME, photo, *WORDS, says="is there already")


def test_both_files_are_written_or_none(tmp_path):
    """Somebody else may be quicker between the look and the writing."""
    taken = tmp_path / "photos" / "a.yaml"
    taken.parent.mkdir()
    taken.write_text("quicker")
    with pytest.raises(OutputError, match="is there already"):
        blank_files.create_all({tmp_path / "photos" / "a.jpg": b"photo", taken: b"words"})
    assert [path.name for path in taken.parent.iterdir()] == ["a.yaml"]
    assert taken.read_text() == "quicker"


def test_an_exercise_of_ones_own_needs_a_picture_for_both_sides(printkit, refused, tmp_path, photo):
    (tmp_path / "mine/exercises").mkdir(parents=True)
    own = (CATALOG / "exercises" / f"{NAME}.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine/exercises/my-lift.yaml").write_text(own, encoding="utf-8")
    said = refused("new", "photo", "my-lift", photo, *WORDS, says="the other side has no picture")
    assert "flip: allowed" in said
    assert printkit("new", "photo", "my-lift", photo, *WORDS, "--flip", "allowed").exit_code == 0
    assert printkit("check", "mine").exit_code == 0
    assert printkit("check", "mine/photos/my-lift.yaml").exit_code == 0


# --- what check says of photos that came another way


def test_check_names_a_photo_of_no_exercise(printkit, refused, tmp_path, photo):
    assert printkit("new", "photo", NAME, photo, *WORDS).exit_code == 0
    (tmp_path / "mine/photos" / f"{NAME}.yaml").rename(tmp_path / "mine/photos/seated-toe-rise.yaml")
    said = refused("check", "mine", says="seated-toe-rise.yaml: there is no exercise 'seated-toe-rise'")
    assert f"did you mean '{NAME}'?" in said


def test_check_names_a_language_that_a_photo_leaves_out(printkit, refused, tmp_path, photo):
    assert printkit("new", "photo", NAME, photo, *WORDS).exit_code == 0
    path = tmp_path / "mine/photos" / f"{NAME}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("en:", "es:"), encoding="utf-8")
    refused("check", "mine", says=f"{NAME}.yaml:2: the photo says nothing in the language 'en'")
