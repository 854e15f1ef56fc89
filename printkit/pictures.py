"""A clinic's own picture file, checked and made small: PNG, JPEG or SVG in, PNG bytes out. The only home of Pillow."""

import re
import warnings
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

from PIL import Image, UnidentifiedImageError

from printkit.document import Picture
from printkit.errors import OptionsError

LARGEST_FILE = 5_000_000  # bytes
LARGEST_SIDE = 12_000  # pixels
WIDEST_MM, HIGHEST_MM = 50.0, 16.0  # a logo at the head of a page
_SHARPEST = 600  # pixels wide; 300 dpi at the widest
_FORMATS = ("PNG", "JPEG")
_HINT = "give a PNG, JPEG or SVG file of at most 5 MB"


def load_logo(path: Path, alt: str) -> Picture:
    """Read a logo. Raises OptionsError when it is no picture, too large, or reaches outside of itself.

    The picture is drawn again from its pixels, so that nothing that came with it (place, camera, names) is passed on.
    """
    where = str(path)
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise OptionsError(f"the logo cannot be read: {reason}", where=where, hint=_HINT) from error
    if not data:
        raise OptionsError("the logo is empty or larger than 5 MB", where=where, hint=_HINT)
    if _looks_like_svg(data):
        drawn = _drawn(data, where)
        with Image.open(BytesIO(drawn), formats=_FORMATS) as opened:
            return _fitted(drawn, opened.size, alt)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                if max(opened.size) > LARGEST_SIDE:
                    wide, high = opened.size
                    raise OptionsError(f"the logo has {wide} x {high} pixels", where=where, hint="2,000 are enough")
                pixels = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise OptionsError("the logo is not a picture that can be read", where=where, hint=_HINT) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise OptionsError("the logo has too many pixels", where=where, hint="2,000 on a side are enough") from error
    return _small(pixels, alt)


def _small(pixels: Image.Image, alt: str) -> Picture:
    ground = Image.new("RGBA", pixels.size, "white")
    flat = Image.alpha_composite(ground, pixels).convert("RGB")
    flat.thumbnail((_SHARPEST, _SHARPEST))
    out = BytesIO()
    flat.save(out, "PNG")
    return _fitted(out.getvalue(), flat.size, alt)


def _fitted(data: bytes, size: tuple[int, int], alt: str) -> Picture:
    """The picture as large as a logo may be."""
    wide, high = size
    scale = min(WIDEST_MM / wide, HIGHEST_MM / high)
    return Picture(data, alt, wide * scale, high * scale)


def _looks_like_svg(data: bytes) -> bool:
    return b"<svg" in data[:4000] and data.lstrip()[:1] == b"<"


def _drawn(data: bytes, where: str) -> bytes:
    """An SVG as a PNG. Refuses anything that points outside of the file: other files, the network, entities."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise OptionsError("the logo declares entities", where=where, hint="save it again as plain SVG")
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        line = error.position[0]
        raise OptionsError("the logo is not well-formed SVG", where=f"{where}:{line}", hint=_HINT) from error
    for element in root.iter():
        for name, value in element.attrib.items():
            outside = name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:image/"))
            if outside or re.search(r"url\(\s*['\"]?(?!#)", value):
                raise OptionsError(f"the logo points to {value[:60]!r}", where=where, hint="embed it in the SVG file")
        if element.tag.rpartition("}")[2] == "style" and re.search(r"@import|url\(\s*['\"]?(?!#)", element.text or ""):
            raise OptionsError("the logo's style points outside of the file", where=where, hint="embed it in the file")
    import resvg_py

    try:
        # looking for the machine's fonts takes long, and only words need them
        without_fonts = b"<text" not in data
        drawn = resvg_py.svg_to_bytes(
            svg_string=data.decode("utf-8"), width=_SHARPEST, background="#ffffff", skip_system_fonts=without_fonts
        )
        return bytes(drawn)
    except (ValueError, UnicodeDecodeError) as error:
        raise OptionsError("the logo cannot be drawn", where=where, hint=_HINT) from error
