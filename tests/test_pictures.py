"""A clinic's logo: drawn again from its pixels, small, and closed to everything outside of its file."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from printkit.content.bitmaps import LARGEST_FILE
from printkit.content.logos import HIGHEST_MM, WIDEST_MM, load_logo
from printkit.errors import OptionsError
from printkit.resources import EXAMPLES

pytestmark = pytest.mark.foreign

SECRET = "Secret Street 7"
STRANGE = "the logo has no size, or a strange one"
SMALL = 60_000  # bytes of PNG; it stands on the first page of every booklet


def svg(inside: str = '<rect width="100" height="50"/>', box: str = "0 0 100 50") -> bytes:
    head = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {head} viewBox="{box}">{inside}</svg>'.encode()


def picture(kind: str, size: tuple[int, int] = (300, 100), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def logo(tmp_path):
    def load(data: bytes, name: str = "logo.png"):
        path = tmp_path / name
        path.write_bytes(data)
        return load_logo(path, "Logo of a clinic")

    return load


def pixels_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


# --- accepted


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (picture("PNG"), "logo.png"),
        (picture("PNG", mode="L"), "logo.png"),
        (picture("PNG", mode="1"), "logo.png"),
        (picture("PNG", mode="P"), "logo.png"),
        (picture("PNG", mode="RGBA"), "logo.png"),
        (picture("PNG", mode="I;16"), "logo.png"),
        (picture("JPEG"), "logo.jpg"),
        (picture("JPEG", mode="CMYK"), "logo.jpg"),
        (picture("PNG"), "named-wrongly.jpg"),
        (picture("PNG", size=(3000, 1000)), "large.png"),
        (svg(), "logo.svg"),
    ],
)
def test_png_jpeg_and_svg_are_accepted_and_come_out_as_a_small_png(logo, data, name):
    found = logo(data, name)
    assert found.data.startswith(b"\x89PNG")
    assert len(found.data) < SMALL
    assert found.alt == "Logo of a clinic"


def test_the_shipped_example_is_accepted():
    assert load_logo(EXAMPLES / "riverside.svg", "Logo").width_mm == pytest.approx(32)


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (1, 1), (1, 900), (900, 1), (4000, 1000), (50, 16)])
def test_a_logo_fills_the_room_at_the_head_of_a_page_and_keeps_its_shape(logo, size):
    found = logo(picture("PNG", size=size))
    assert found.width_mm <= WIDEST_MM + 0.001
    assert found.height_mm <= HIGHEST_MM + 0.001
    assert found.width_mm == pytest.approx(WIDEST_MM) or found.height_mm == pytest.approx(HIGHEST_MM)
    if min(size) > 10:
        assert found.width_mm / found.height_mm == pytest.approx(size[0] / size[1], rel=0.02)


def test_no_logo_has_more_pixels_than_print_needs(logo):
    assert max(pixels_of(logo(picture("PNG", size=(3000, 900))).data).size) <= 600


def test_what_is_see_through_becomes_white(logo):
    data = io.BytesIO()
    Image.new("RGBA", (30, 10), (255, 0, 0, 0)).save(data, "PNG")
    assert pixels_of(logo(data.getvalue()).data).getpixel((5, 5)) == (255, 255, 255)
    assert pixels_of(logo(svg(""), "logo.svg").data).getpixel((5, 5)) == (255, 255, 255)


def test_an_svg_keeps_its_colours(logo):
    found = logo(svg('<rect width="100" height="50" fill="#ff0000"/>'), "logo.svg")
    assert pixels_of(found.data).getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize(
    "fill",
    ["url(#a)", "url('#a')", 'url("#a")', "url( #a )"],
)
@pytest.mark.parametrize("place", ["attribute", "style"])
def test_an_svg_may_point_into_itself(logo, fill, place):
    colours = '<linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>'
    quoted = fill.replace('"', "&quot;")
    shape = {
        "attribute": f'<rect fill="{quoted}" width="100" height="50"/>',
        "style": f'<style>.c {{fill: {quoted}}}</style><rect class="c" width="100" height="50"/>',
    }[place]
    assert pixels_of(logo(svg(colours + shape), "logo.svg").data).getpixel((5, 5)) == (255, 0, 0)


def test_an_svg_may_hold_a_picture_inside(logo):
    import base64

    inside = base64.b64encode(picture("PNG")).decode()
    shape = f'<image width="100" height="50" xlink:href="data:image/png;base64,{inside}"/>'
    assert pixels_of(logo(svg(shape), "logo.svg").data).getpixel((300, 150)) == (255, 0, 0)


def test_an_svg_may_say_its_doctype(logo):
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    found = logo(b'<?xml version="1.0" encoding="UTF-8"?>\n' + doctype + svg(), "logo.svg")
    assert found.width_mm == pytest.approx(32)


@pytest.mark.parametrize("box", ["0 0 20 1", "0 0 1 20"])
def test_an_svg_may_be_20_times_wider_than_high_or_higher_than_wide(logo, box):
    assert logo(svg(box=box), "logo.svg").height_mm <= HIGHEST_MM


def test_a_picture_of_25_megapixels_is_accepted(logo):
    assert logo(picture("PNG", size=(5_000, 5_000), mode="1")).height_mm == HIGHEST_MM


def test_an_svg_may_begin_with_a_byte_order_mark(logo):
    assert logo(b"\xef\xbb\xbf" + svg(), "logo.svg").width_mm == pytest.approx(32)


# --- nothing that came with it is passed on


def labelled_png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", SECRET)
    return picture("PNG", pnginfo=text, exif=exif(), icc_profile=colours())


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x010E] = SECRET
    found[0x0112] = orientation
    return found


def colours() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "data",
    [
        labelled_png(),
        picture("JPEG", exif=exif(), comment=SECRET, icc_profile=colours()),
        svg(f"<title>{SECRET}</title><!-- {SECRET} --><metadata>{SECRET}</metadata>"),
    ],
    ids=["png", "jpeg", "svg"],
)
def test_place_camera_and_names_are_not_passed_on(logo, data):
    assert SECRET.encode() in data
    found = logo(data, "logo.svg" if data.startswith(b"<") else "logo")
    assert SECRET.encode() not in found.data
    chunks = Image.open(io.BytesIO(found.data))
    chunks.load()
    assert not chunks.info
    assert not chunks.getexif()


def test_a_photograph_that_was_taken_sideways_stands_upright(logo):
    found = logo(picture("JPEG", size=(300, 100), exif=exif(orientation=6)))
    assert found.height_mm > found.width_mm


# --- refused


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"this is no picture", "not a picture"),
        (b"<html></html>", "not a picture"),
        (b"%PDF-1.7", "not a picture"),
        (picture("GIF"), "not a picture"),
        (picture("BMP"), "not a picture"),
        (picture("TIFF"), "not a picture"),
        (picture("PNG")[:60], "not a picture"),
        (picture("JPEG")[:300], "not a picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a picture"),
        (picture("PNG") + b"\0" * LARGEST_FILE, "larger than 5 MB"),
        (picture("PNG", size=(5_001, 5_000), mode="1"), "too many pixels: 5,001 x 5,000"),
        (picture("PNG", size=(11_000, 11_000), mode="1"), "too many pixels"),
    ],
)
def test_what_is_no_picture_or_far_too_large_is_refused(logo, tmp_path, data, says):
    with pytest.raises(OptionsError, match=says) as raised:
        logo(data)
    assert raised.value.where == str(tmp_path / "logo.png")
    assert raised.value.hint


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (svg('<image href="http://example.org/x.png"/>'), "points to 'http"),
        (svg('<image xlink:href="https://example.org/x.png"/>'), "points to 'http"),
        (svg('<image xlink:href="/etc/passwd"/>'), "points to '/etc"),
        (svg('<image xlink:href="file:///etc/passwd"/>'), "points to 'file"),
        (svg('<image xlink:href="../other.png"/>'), "points to"),
        (svg('<image href="data:text/plain,x"/>'), "points to 'data:text"),
        (svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), "points to 'data:image/svg"),
        (svg('<image href="data:image/gif;base64,R0lGODlh"/>'), "points to 'data:image/gif"),
        (svg('<image href="data:;base64,R0lGODlh"/>'), "points to 'data:;"),
        (svg('<image href=" #a"/>'), "points to ' #a"),
        (svg('<use href="other.svg#a"/>'), "points to 'other"),
        (svg('<rect fill="url(http://example.org/#a)"/>'), "points to 'url"),
        (svg("<rect style=\"fill: url('other.svg#a')\"/>"), "points to"),
        (svg("<style>@import 'x.css';</style>"), "points outside"),
        (svg("<style>.a {fill: url(http://example.org)}</style>"), "points outside"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>"), "entities"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("<text>&b;</text>"), "entities"),
        (b'<?xml version="1.0"?><!doctype svg [<!entity a "a">]>' + svg(), "entities"),
        (svg("<rect>"), "not well-formed"),
        (svg("<text>&nbsp;</text>"), "not well-formed"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"></svg>', STRANGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', STRANGE),
        (svg(box="0 0 0 0"), STRANGE),
        (svg(box="0 0 21 1"), STRANGE),
        (svg(box="0 0 1 21"), STRANGE),
        (svg(box="0 0 1e9 1e9"), STRANGE),
        (svg(box="0 0 nan 50"), STRANGE),
        (svg(box="0 0 inf inf"), STRANGE),
        (svg(box="0 0 -100 50"), STRANGE),
        (svg(box="0 0 100"), STRANGE),
        (svg(box="0 0 1_0 5"), STRANGE),
        (svg(box="0 0 . 50"), STRANGE),
        (svg(box="0 0 wide high"), STRANGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="1..0" height="1"></svg>', STRANGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"></svg>', STRANGE),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="1" viewBox="0 0 10 10"></svg>', STRANGE),
        (svg('<filter id="a"><feGaussianBlur stdDeviation="999"/></filter><rect filter="url(#a)"/>'), "uses a filter"),
        (svg("<defs><g><filter/></g></defs>"), "uses a filter"),
    ],
)
def test_an_svg_that_reaches_outside_of_its_file_or_cannot_be_drawn_is_refused(logo, data, says):
    with pytest.raises(OptionsError, match=says) as raised:
        logo(data, "logo.svg")
    assert raised.value.hint


def test_a_picture_inside_a_picture_inside_an_svg_cannot_reach_a_file(logo, tmp_path):
    (tmp_path / "red.png").write_bytes(picture("PNG"))
    inner = f"&lt;svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'&gt;&lt;image width='10' height='10' href='{tmp_path}/red.png'/&gt;&lt;/svg&gt;"
    with pytest.raises(OptionsError, match=r"points to .data:image/svg"):
        logo(svg(f'<image width="100" height="50" href="data:image/svg+xml;utf8,{inner}"/>'), "logo.svg")


def chain(links: int) -> bytes:
    """A rectangle at the end of so many <use> that stand for each other."""
    defined = '<g id="a0"><rect width="100" height="50" fill="#ff0000"/></g>' + "".join(
        f'<g id="a{i}"><use href="#a{i - 1}"/></g>' for i in range(1, links)
    )
    return svg(f'<defs>{defined}</defs><use href="#a{links - 1}"/>')


@pytest.mark.parametrize("links", [1, 2, 19, 20])
def test_a_chain_of_20_links_is_drawn_to_its_end(logo, links):
    assert pixels_of(logo(chain(links), "logo.svg").data).getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("links", [21, 22, 1000])
def test_a_chain_of_more_links_is_refused(logo, links):
    with pytest.raises(OptionsError, match="repeats its parts too often"):
        logo(chain(links), "logo.svg")


HOSTILE = {
    # drawn 600 pixels wide it would need 144 GB
    "a line far higher than wide": svg(box="0 0 1 100000"),
    "groups in groups": svg("<g>" * 500 + "</g>" * 500),
    "a hundred thousand groups in groups": svg("<g>" * 100_000 + "</g>" * 100_000),
    "ten of ten of ten": svg(
        '<g id="a0"><rect width="1" height="1"/></g>'
        + "".join(f'<g id="a{i}">' + f'<use href="#a{i - 1}"/>' * 10 + "</g>" for i in range(1, 9))
        + '<use href="#a8"/>'
    ),
    "masks of masks of masks": svg(
        "".join(
            f'<mask id="m{i}">' + f'<g mask="url(#m{i - 1})"><rect width="100" height="50"/></g>' * 2 + "</mask>"
            for i in range(1, 17)
        )
        + '<rect width="100" height="50" mask="url(#m16)"/>'
    ),
    "blurs that need no filter element": svg(
        "<style>g {filter: blur(800px)}</style>" + '<g><rect width="100" height="50"/></g>' * 200
    ),
    "a group that uses itself": svg('<g id="a"><use href="#a"/></g><use href="#a"/>'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_svg_never_ends_the_program(tmp_path, name):
    """In a process of its own, with 2 GB and 10 seconds: it is drawn or refused, both in words."""
    path = tmp_path / "logo.svg"
    path.write_bytes(HOSTILE[name])
    script = (
        "import resource, sys; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "from printkit.content.logos import load_logo; from printkit.errors import OptionsError\n"
        "try: load_logo(Path(sys.argv[1]), 'Logo')\n"
        "except OptionsError as error: assert error.hint\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=10, check=False
    )
    assert result.returncode == 0, result.stderr[-500:]


def test_a_logo_that_is_not_there_or_is_a_folder_is_a_message(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    for path, says in (
        (tmp_path / "nothing.png", "cannot be read: "),
        (tmp_path, "is not a regular file"),
        (tmp_path / "pipe.png", "is not a regular file"),
        (Path(os.devnull), "is not a regular file"),
        (tmp_path / "nul\0.png", "has no name of a file"),
    ):
        with pytest.raises(OptionsError, match=says) as raised:
            load_logo(path, "Logo")
        assert raised.value.hint


@pytest.mark.slow
def test_the_largest_picture_allowed_is_drawn_within_a_gigabyte_and_five_seconds(tmp_path):
    """In a process of its own: a logo just within the limits fits into 1 GB and 5 seconds of the processor."""
    path = tmp_path / "logo.png"
    path.write_bytes(picture("PNG", size=(5_000, 5_000), mode="1"))
    script = (
        "import resource, sys; from pathlib import Path\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        "from printkit.content.logos import load_logo\n"
        "load_logo(Path(sys.argv[1]), 'Logo')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr[-500:]
