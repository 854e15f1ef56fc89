"""A single print from the shell: what is ready, or remembered from the last time, is the same as what is made anew."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import ready_faces as tool
from PIL import Image

from printkit.content import bitmaps
from printkit.layout.ready_faces import ready
from printkit.pdf import images

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "foot-drop.yaml"
HEAVY = ("reportlab", "PIL", "uharfbuzz")
_RUN = """
import sys
from printkit.cli.group import cli
try:
    cli()
finally:
    print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded(*command: str) -> set[str]:
    """The packages that a command imports."""
    found = subprocess.run([sys.executable, "-c", _RUN, *command], capture_output=True, text=True, check=True)
    return set(found.stdout.rpartition("loaded:")[2].split())


def test_a_booklet_with_a_logo_needs_no_library_of_typefaces_or_pixels(tmp_path):
    assert not loaded("booklet", str(EXAMPLE), "-o", str(tmp_path / "booklet.pdf")) & {*HEAVY}


@pytest.mark.foreign
def test_what_is_ready_of_the_typefaces_is_what_their_files_say():
    assert ready() == tool.made()
    assert len(ready()) == 2


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_pixels_of_a_print_are_those_of_the_logo_however_they_were_packed(mode):
    pixels = Image.radial_gradient("L").resize((97, 61)).convert(mode)
    flat = Image.new(mode, (97, 61), "white")
    for asked in (pixels, flat):
        png = io.BytesIO()
        asked.save(png, "PNG")  # with filters, as a logo with shades has them
        for data in (png.getvalue(), bitmaps._unfiltered(asked)):
            assert shown(images.pixels(data)).tobytes() == asked.tobytes()


def shown(image: bytes) -> Image.Image:
    """An image of a PDF, as another program reads it."""
    said, _, packed = image.removesuffix(b"\nendstream").partition(b"\nstream\n")
    with pikepdf.new() as file:
        return pikepdf.PdfImage(file.make_stream(packed, pikepdf.Object.parse(said))).as_pil_image()
