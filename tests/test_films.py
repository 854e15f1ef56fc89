"""A clinic's film of an exercise: which addresses are taken, and a code that a telephone reads from the page."""

import io

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from PIL import Image

from printkit import Printkit
from printkit.catalog.store import Catalog
from printkit.content import films
from printkit.document import Picture, walk, words_of
from printkit.errors import PrintkitError
from printkit.resources import CATALOG, TEMPLATES

ADDRESS = "https://films.clinic.example/stroke/seated-toe-raise?v=2"
DPI = 150


def own_version(folder, film):
    """A clinic's own catalogue with a film of one exercise."""
    text = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "seated-toe-raise.yaml").write_text(f"{text}film: {film}\n", encoding="utf-8")
    return folder


@pytest.fixture
def kit(tmp_path):
    own = own_version(tmp_path / "own", ADDRESS)
    templates = tmp_path / "templates"
    templates.mkdir()
    words = (TEMPLATES / "handout.en.md").read_text(encoding="utf-8")
    words += "\n\n{% for item in items %}\n{{ film(item) }}\n{% endfor %}\n"
    (templates / "handout.en.md").write_text(words, encoding="utf-8")
    return Printkit(catalog=own, templates=templates)


def codes_in(image):
    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"), formats=only)]


# --- addresses


def test_shipped_exercises_have_no_film(catalog):
    assert {catalog.exercise(name).film for name in catalog.names("exercises")} == {""}


@pytest.mark.parametrize(
    "film",
    [
        "http://clinic.example/film",
        "ftp://clinic.example/film",
        "javascript:alert(1)",
        "https://user:secret@clinic.example/film",
        "https://good.example@bad.example/",
        "https://clinic",
        "'https://clinic.example/a film'",
        "'https://clinic.example/<b>'",
        "'https://clinic.example/\"onload'",
        "https://clinic.example/**bold**",
        "https://clinic.example/" + "a" * 100,
    ],
)
def test_an_address_that_is_no_safe_one_is_refused_with_its_line(tmp_path, film):
    own = Catalog((own_version(tmp_path, film), CATALOG))
    with pytest.raises(PrintkitError, match="film") as refused:
        own.exercise("seated-toe-raise")
    lines = (tmp_path / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8").splitlines()
    assert refused.value.where.endswith(f"seated-toe-raise.yaml:{len(lines)}")


@pytest.mark.parametrize("film", [ADDRESS, "https://clinic.example", "https://a-b.example.org/left/#t=10"])
def test_an_address_is_taken_as_it_is(tmp_path, film):
    assert Catalog((own_version(tmp_path, film), CATALOG)).exercise("seated-toe-raise").film == film


# --- the code


@hypothesis(max_examples=25, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789-._~/?=&", max_size=90))
def test_every_code_is_read_back_and_large_enough(rest):
    address = f"https://clinic.example/{rest}"
    made = films.code(address, "alt")
    image = Image.open(io.BytesIO(made.data))
    assert codes_in(image) == [address]
    assert made.width_mm == made.height_mm
    pixels = image.width / (made.width_mm / films.SQUARE_MM)
    assert films.SQUARE_MM >= 0.5
    quiet = round(films.QUIET * pixels)
    assert films.QUIET >= 4
    inner = image.crop((quiet, quiet, image.width - quiet, image.height - quiet))
    assert image.getbbox() is not None
    white = Image.eval(image, lambda value: 255 - value).getbbox()
    assert white == (quiet, quiet, image.width - quiet, image.height - quiet)
    assert inner.getpixel((0, 0)) == 0


def test_a_telephone_reads_the_code_from_the_page_and_a_reader_the_address(kit):
    made = kit.handout("seated-toe-raise", region="GB")
    pages = [page.render(scale=DPI / 72).to_pil() for page in pypdfium2.PdfDocument(made.pdf)]
    assert [found for page in pages for found in codes_in(page)] == [ADDRESS]
    words = "\n".join(map(words_of, made.document.blocks))
    assert f"Film of this exercise: {ADDRESS}\n" in words
    assert "The film may show the other side." in words
    (picture,) = (block for block in walk(made.document.blocks) if isinstance(block, Picture))
    assert picture.alt == f"Film of this exercise: {ADDRESS}"


def test_an_exercise_without_a_film_has_nothing(kit):
    made = kit.handout("outer-foot-lift", region="GB")
    assert "film" not in "\n".join(map(words_of, made.document.blocks)).lower()


def test_a_long_address_stays_on_its_page(tmp_path):
    address = "https://clinic.example/" + "long-name-of-a-film-" * 4
    own = own_version(tmp_path / "own", address)
    templates = tmp_path / "templates" / "parts"
    templates.mkdir(parents=True)
    shipped = (TEMPLATES / "parts" / "exercise.en.md").read_text(encoding="utf-8")
    (templates / "exercise.en.md").write_text(f"{shipped}\n\n{{{{ film(item) }}}}\n", encoding="utf-8")
    kit = Printkit(catalog=own, templates=templates.parent)
    made = kit.handout("seated-toe-raise", region="GB")
    for page in pypdfium2.PdfDocument(made.pdf):
        text = page.get_textpage()
        right = page.get_width()
        assert all(text.get_charbox(at)[2] <= right - 20 for at in range(text.count_chars()))


def test_nothing_is_looked_up(kit, monkeypatch):
    import socket

    def refuse(*_given, **_named):
        raise AssertionError("the network is asked")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    assert kit.handout("seated-toe-raise", region="GB").pages >= 1
