"""A photo as a phone makes it: read whatever its kind, upright, no larger than print needs, and with its pixels alone."""

import contextlib
import io
import re
import shutil
import struct
import tomllib
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from msgspec.structs import replace
from pdf_reading import every_mark, example_options, looks, on, shipped_templates
from PIL import Image, ImageCms

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import bitmaps, kinds
from printkit.content.bitmaps import load_photo
from printkit.errors import CatalogError, Unsafe
from printkit.intake import unnamed
from printkit.layout.fragment import Stamp
from printkit.layout.profiles import MM
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import Paper, Side
from printkit.resources import CATALOG

pytestmark = pytest.mark.foreign

ROOT = Path(__file__).parent.parent
NAME = "seated-toe-raise"
SECRET = "Secret Street 7"
UPRIGHT = ["red", "green", "blue", "white"]  # its quarters, row by row
_RGB = {"red": (255, 0, 0), "green": (0, 160, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
# How a picture is stored that is upright when it is turned as EXIF says; each is the way back of the other.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A picture with a colour in each quarter."""
    wide, high = size
    image = Image.new("RGB", size)
    for index, colour in enumerate(UPRIGHT):
        x, y = wide // 2 * (index % 2), high // 2 * (index // 2)
        image.paste(_RGB[colour], (x, y, x + wide // 2, y + high // 2))
    return image


def seen(data: bytes) -> list[str]:
    """The colour of each quarter, by the nearest that has a name."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    places = [(image.width * x // 4, image.height * y // 4) for y in (1, 3) for x in (1, 3)]

    def named(pixel: tuple[int, ...]) -> str:
        return min(_RGB, key=lambda name: sum((a - b) ** 2 for a, b in zip(pixel, _RGB[name], strict=True)))

    return [named(image.getpixel(place)) for place in places]


def saved(path: Path, image: Image.Image, **how: object) -> Path:
    """HEIC by its own library, which Pillow need not know; all else by Pillow."""
    if path.suffix.lower() == ".heic":
        heif = pillow_heif.from_pillow(image)
        heif.save(path, quality=90, **how)
    else:
        image.save(path, **how)
    return path


# --- upright


@pytest.mark.parametrize("ending", ["jpg", "HEIC", "png"])
@pytest.mark.parametrize("held", STORED)
def test_a_photo_stands_upright_however_the_camera_was_held(tmp_path, held, ending):
    exif = Image.Exif()
    exif[0x0112] = held
    turn = STORED[held]
    image = quarters() if turn is None else quarters().transpose(turn)
    data, wide, high = load_photo(saved(tmp_path / f"a.{ending}", image, exif=exif.tobytes()))
    assert (seen(data), wide, high) == (UPRIGHT, 400, 300)


@pytest.mark.parametrize("held", [1, 6])
def test_a_large_photo_that_was_held_upright_is_as_sharp_as_one_that_lay(tmp_path, held):
    exif = Image.Exif()
    exif[0x0112] = held
    image = quarters((3000, 4000))
    path = saved(tmp_path / "a.jpg", image if held == 1 else image.transpose(STORED[held]), exif=exif)
    _, wide, high = load_photo(path)
    assert (wide, high) == (round(high * 3 / 4), round(bitmaps.HIGHEST_PHOTO_MM / 25.4 * 300))


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0nothing", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"]
)
def test_a_photo_with_broken_exif_is_printed_as_it_is(tmp_path, broken):
    data, _, _ = load_photo(saved(tmp_path / "a.jpg", quarters(), exif=broken))
    assert seen(data) == UPRIGHT


# --- kinds


def _in_other_primaries() -> bytes:
    """A profile in which what is called red is green, as a wide one moves it a little."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"----", b"gXYZ", 1)


def _grey_16(path: Path) -> None:
    grey = Image.linear_gradient("L").resize((400, 300))
    deep = array("H", [level * 257 for level in grey.tobytes()])
    Image.frombytes("I;16", grey.size, deep.tobytes()).save(path)


KINDS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a.Jpeg": (lambda path: quarters().save(path), UPRIGHT),
    "cmyk.JPG": (lambda path: quarters().convert("CMYK").save(path), UPRIGHT),
    "palette.png": (lambda path: quarters().quantize(8).save(path), UPRIGHT),
    "animated.png": (
        lambda path: quarters().save(path, save_all=True, append_images=[Image.new("RGB", (400, 300))]),
        UPRIGHT,
    ),
    "two in one.jpg": (
        lambda path: quarters().save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (400, 300))]),
        UPRIGHT,
    ),
    "a.HEIC": (lambda path: saved(path, quarters()), UPRIGHT),
    "a heic called.jpg": (
        lambda path: path.write_bytes(saved(path.with_suffix(".HEIC"), quarters()).read_bytes()),
        UPRIGHT,
    ),
    "a jpeg called.HEIC": (lambda path: quarters().save(path, "JPEG"), UPRIGHT),
    "other primaries.jpg": (
        lambda path: quarters().save(path, icc_profile=_in_other_primaries()),
        ["green", "red", "blue", "white"],
    ),
    "a profile of nothing.jpg": (lambda path: quarters().save(path, icc_profile=b"no profile" * 20), UPRIGHT),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_photo_is_read(tmp_path, name):
    write, colours = KINDS[name]
    write(tmp_path / name)
    assert seen(load_photo(tmp_path / name)[0]) == colours


def test_what_is_transparent_is_white(tmp_path):
    palette = quarters().quantize(8)
    palette.save(tmp_path / "palette.png", transparency=palette.getpixel((0, 0)))
    clear = quarters().convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 200, 150))
    clear.save(tmp_path / "alpha.png")
    for name in ("palette.png", "alpha.png"):
        assert seen(load_photo(tmp_path / name)[0]) == ["white", *UPRIGHT[1:]], name


def test_a_grey_photo_of_16_bits_keeps_its_shades(tmp_path):
    _grey_16(tmp_path / "a.png")
    image = Image.open(io.BytesIO(load_photo(tmp_path / "a.png")[0])).convert("L")
    shades = [image.getpixel((200, high)) for high in (30, 150, 270)]
    assert shades == pytest.approx([25, 128, 230], abs=4)


def test_a_photo_of_heic_lies_in_a_clinics_folder_as_any_other(tmp_path):
    (tmp_path / "photos").mkdir()
    saved(tmp_path / "photos" / "IMG_0001 (2).HEIC", quarters())
    text = "file: IMG_0001 (2).HEIC\nsays: {en: Toes lift.}\nflip: locked\naffected_side: neither\n"
    (tmp_path / "photos" / f"{NAME}.yaml").write_text(text)
    catalog = Catalog((tmp_path, CATALOG))
    assert list(_stamps(catalog, _for_nobody(catalog, NAME)))


def test_without_the_extra_the_message_names_it(tmp_path, monkeypatch):
    path = saved(tmp_path / "a.heic", quarters())
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "pi_heif.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(tmp_path / "none")
    with pytest.raises(CatalogError) as raised:
        load_photo(path)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extra,) = (name for name, needs in project["optional-dependencies"].items() if needs[0].startswith("pi-heif"))
    assert extra == "heic"
    assert f"the extra {extra} is needed" in raised.value.message
    assert raised.value.hint.startswith(f"pip install '.[{extra}]'")


# --- nothing but the pixels


def _spoken_of(path: Path) -> None:
    """A photo that tells in every way a JPEG has where it was made, and by whom."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = SECRET  # description, artist
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (50.0, 30.0, 0.0), SECRET
    small = io.BytesIO()
    quarters((160, 120)).save(small, "JPEG", comment=SECRET)
    profile = _in_other_primaries() + SECRET.encode()
    out = io.BytesIO()
    quarters().save(out, "JPEG", exif=exif, comment=SECRET, xmp=SECRET.encode(), icc_profile=profile)
    words = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + SECRET.encode() + small.getvalue()
    data = out.getvalue()
    path.write_bytes(data[:2] + b"\xff\xed" + struct.pack(">H", len(words) + 2) + words + data[2:])
    assert path.read_bytes().count(SECRET.encode()) >= 6


def segments(data: bytes) -> set[int]:
    """The markers of a JPEG before its pixels."""
    found, at = set(), 2
    while data[at + 1] != 0xDA:
        found.add(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


def test_nothing_but_the_pixels_of_a_photo_is_passed_on(tmp_path):
    _spoken_of(tmp_path / "a.jpg")
    data, _, _ = load_photo(tmp_path / "a.jpg")
    assert SECRET.encode() not in data
    tables, frame = {0xDB, 0xC4, 0xDD}, {0xC0, 0xC2}
    assert segments(data) <= {0xE0} | tables | frame  # JFIF, how wide and high, and how to read the pixels
    assert data.endswith(b"\xff\xd9")


def test_nothing_but_the_pixels_of_a_photo_is_in_the_print(tmp_path):
    (tmp_path / "photos").mkdir()
    _spoken_of(tmp_path / "photos" / "a.jpg")
    text = "file: a.jpg\nsays: {en: Toes lift.}\nflip: locked\naffected_side: neither\n"
    (tmp_path / "photos" / f"{NAME}.yaml").write_text(text)
    sample = unnamed.only(NAME, on(example_options(), looks()[0][1], Side.RIGHT))
    made = pipeline.make(kinds.KINDS["handout"], Catalog((tmp_path, CATALOG)), shipped_templates(), sample)
    with pikepdf.open(io.BytesIO(made.printed.data)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        pictures = [each.read_raw_bytes() for each in streams if each.get("/Filter") == "/DCTDecode"]
        assert len(pictures) == 1
        assert not segments(pictures[0]) & {0xE1, 0xE2, 0xED, 0xFE}
        rest = [each.read_bytes() for each in streams if each.get("/Filter") != "/DCTDecode"]
    assert not any(SECRET.encode() in each for each in [made.printed.data, *pictures, *rest])


# --- as large as print needs


LARGEST = "sit-to-stand-with-arms"  # the handout with the highest pictures of all, where it takes 2 pages
FEW_WORDS = "arm-rest-position"  # a handout that leaves its picture all the room of its look


def _stamps(catalog: Catalog, options: Options, kind: str = "handout") -> Iterator[tuple[float, float, int, int]]:
    """Each photo of a print in each look: its millimetres and its pixels, wide and high."""
    for profile, paper in looks():
        wanted = replace(options, print=replace(options.print, profile=profile, paper=paper))
        made = pipeline.laid_out(kinds.KINDS[kind], catalog, shipped_templates(), wanted)
        marks = [mark for page in made.laid.pages for placed in page.placed for mark in every_mark(placed.piece)]
        for mark in marks:
            if isinstance(mark, Stamp) and (photo := mark.drawing.photograph):
                scale = mark.wide / mark.drawing.wide / MM
                pixels = Image.open(io.BytesIO(photo.data)).size
                yield photo.wide * scale, photo.high * scale, *pixels


def _for_nobody(catalog: Catalog, exercise: str, screened_by: str = "") -> Options:
    on_day = "2026-11-20" if screened_by else ""
    return unnamed.handout(exercise, catalog, "right", Clinic(region="GB"), screened_by, on_day, date(2026, 11, 20))


def _photographed(folder: Path, shape: tuple[int, int], exercises: Iterable[str]) -> Catalog:
    """The catalogue with one photo for these exercises."""
    (folder / "photos").mkdir()
    quarters(shape).save(folder / "photos" / "a.jpg")
    text = "file: a.jpg\nsays: {en: Toes lift.}\nflip: locked\naffected_side: neither\n"
    for exercise in exercises:
        (folder / "photos" / f"{exercise}.yaml").write_text(text)
    return Catalog((folder, CATALOG))


@pytest.mark.parametrize("shape", [(4000, 3000), (3000, 4000), (4000, 1600)])
def test_a_large_photo_has_300_dots_an_inch_where_it_is_printed_largest_and_no_more(tmp_path, shape):
    catalog = _photographed(tmp_path, shape, [LARGEST])
    found = _stamps(catalog, _for_nobody(catalog, LARGEST, "J. Marsh"))
    sharpness = {pixels / millimetres * 25.4 for millimetres, _, pixels, _ in found}
    # of a wide one the frame is the bound, which no exercise fills
    assert min(sharpness) == pytest.approx(300, abs=2 if shape[0] < 2 * shape[1] else 30)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(400, 300), (1000, 100)])
def test_no_print_of_any_exercise_shows_a_photo_larger(tmp_path, shape):
    """Each exercise as a handout, and each kind with pictures for a patient with one exercise and with several."""
    exercises = Catalog((CATALOG,)).names("exercises")
    catalog = _photographed(tmp_path, shape, exercises)
    sizes = []
    for exercise in exercises:
        with contextlib.suppress(Unsafe):  # who is not known gets no such thing
            sizes += _stamps(catalog, _for_nobody(catalog, exercise, "J. Marsh"))
    patient = on(example_options(), Paper.A4, Side.RIGHT)
    for kind in ("booklet", "fridge", "chart"):
        for options in (
            patient,
            *(unnamed.only(exercise, patient) for exercise in (NAME, FEW_WORDS, "hand-toe-raise")),
        ):
            sizes += _stamps(catalog, options, kind)
    assert len(sizes) > 1000
    widest, highest = max(wide for wide, *_ in sizes), max(high for _, high, *_ in sizes)
    assert widest <= bitmaps.WIDEST_PHOTO_MM
    assert highest <= bitmaps.HIGHEST_PHOTO_MM + 0.01
    assert widest == pytest.approx(bitmaps.WIDEST_PHOTO_MM, abs=0.5) or highest == pytest.approx(
        bitmaps.HIGHEST_PHOTO_MM, abs=0.5
    )


def test_a_small_photo_is_not_blown_up(tmp_path):
    _, wide, high = load_photo(saved(tmp_path / "a.jpg", quarters((80, 60))))
    assert (wide, high) == (80, 60)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["jpg", "png", "HEIC"])
def test_a_photo_of_48_megapixels_is_read(tmp_path, ending):
    data, wide, high = load_photo(saved(tmp_path / f"a.{ending}", quarters((8064, 6048))))
    assert (seen(data), wide, high) == (UPRIGHT, 1205, 904)
    assert len(data) < 500_000


# --- what is wrong


def _png_of(wide: int, high: int) -> bytes:
    """A few bytes that unfold to a picture of that size, all of it clear; the most that are unfolded are there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    packer, row = zlib.compressobj(1), b"\0" * (1 + 4 * wide)
    packed = b"".join(packer.compress(row) for _ in range(high if wide < 20_000 else 1)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("size", "says"),
    [
        ((60_000, 60_000), "too many pixels: 60,000 x 60,000"),
        pytest.param((14_000, 15_000), "memory to read", marks=pytest.mark.slow),
    ],
)
def test_a_photo_that_unfolds_without_end_is_refused(tmp_path, size, says):
    (tmp_path / "a.png").write_bytes(_png_of(*size))
    with pytest.raises(CatalogError, match=says) as raised:
        load_photo(tmp_path / "a.png")
    assert "2,000 pixels on a side are enough" in raised.value.hint


@pytest.mark.parametrize("ending", ["JPG", "png", "heic"])
def test_a_photo_that_was_not_copied_whole_is_told_as_that(tmp_path, ending):
    path = saved(tmp_path / f"a.{ending}", Image.effect_noise((400, 300), 90).convert("RGB"))
    data = path.read_bytes()
    for length in (len(data) // 3, len(data) * 2 // 3, len(data) - 200):
        path.write_bytes(data[:length])
        with pytest.raises(CatalogError, match="damaged or cut off") as raised:
            load_photo(path)
        assert raised.value.hint.startswith("copy it again")


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "TIFF", "BMP"])
def test_another_kind_is_refused_by_what_may_be_given(tmp_path, kind):
    quarters().save(tmp_path / "a.jpg", kind)
    with pytest.raises(CatalogError, match="not a picture that can be read") as raised:
        load_photo(tmp_path / "a.jpg")
    assert "JPEG, PNG, HEIC or SVG" in raised.value.hint


def test_a_photo_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(bitmaps.LARGEST_PHOTO + 1)
    with pytest.raises(CatalogError, match="larger than 100 MB"):
        load_photo(tmp_path / "a.jpg")


@pytest.mark.parametrize(
    "name", ["IMG_0001.HEIC", "IMG-20261129-WA0003.jpeg", "toes (1).JPG", "Füße, rechts & links.png", "a+b@c.heif"]
)
def test_a_photo_may_have_the_name_that_a_phone_or_a_person_gave_it(tmp_path, few, name):
    from printkit.checking.catalog import problems

    (tmp_path / "photos").mkdir()
    saved(tmp_path / "photos" / "it.jpg", quarters())
    shutil.move(tmp_path / "photos" / "it.jpg", tmp_path / "photos" / name)
    text = f'file: "{name}"\nsays: {{en: Toes lift.}}\nflip: locked\naffected_side: neither\n'
    (tmp_path / "photos" / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    assert list(problems(Catalog((tmp_path, few)))) == []


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/a.jpg", "a/b.jpg", "a\\b.jpg", ".hidden.jpg", "a.jpg.exe"])
def test_a_photo_never_lies_elsewhere(tmp_path, few, name):
    from printkit.checking.catalog import problems

    (tmp_path / "photos").mkdir()
    text = f"file: '{name}'\nsays: {{en: Toes lift.}}\nflip: locked\naffected_side: neither\n"
    (tmp_path / "photos" / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    found = "".join(str(each) for each in problems(Catalog((tmp_path, few))))
    assert re.search("lies beside this one", found)
