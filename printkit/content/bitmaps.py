"""A clinic's own picture file, a logo or a photo, checked and made small: PNG, JPEG or SVG in, PNG bytes out.

It comes from outside, so it is read within a budget; Pillow and resvg are imported by the process that reads.
"""

import re
import warnings
from codecs import BOM_UTF8
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from msgspec import Struct

from printkit import budget
from printkit.document import Picture
from printkit.errors import CatalogError, OptionsError, PrintkitError, reason

if TYPE_CHECKING:
    from PIL import Image

LARGEST_FILE = 5_000_000  # bytes
MOST_PIXELS = 25_000_000  # a square of 5,000
WIDEST_MM, HIGHEST_MM = 50.0, 16.0  # a logo at the head of a page
_SHARPEST_LOGO = 600  # pixels wide; 300 dpi at the widest
_SHARPEST_PHOTO = 1200  # pixels wide or high; 300 dpi at 100 mm
_FORMATS = ("PNG", "JPEG")
_HINT = "give a PNG, JPEG or SVG file of at most 5 MB"


class _File(Struct, frozen=True):
    """The file that is read, and who is told when it is no picture."""

    path: Path
    noun: str
    error: type[PrintkitError]

    def refusal(self, said: str, hint: str = _HINT, line: int = 0) -> PrintkitError:
        name = str(self.path)
        where = (name if name.isprintable() else repr(name)) + (f":{line}" if line else "")
        return self.error(f"the {self.noun} {said}", where=where, hint=hint)


def load_logo(path: Path, alt: str, *, grey: bool = False) -> Picture:
    """Read a logo. Raises OptionsError when it is no picture, too large, or reaches outside of itself.

    The picture is drawn again from its pixels, so that nothing that came with it (place, camera, names) is passed on.
    """
    data, wide, high = _logo_as_it_is(path, _changed(path), grey)
    scale = min(WIDEST_MM / wide, HIGHEST_MM / high)
    return Picture(data, alt, wide * scale, high * scale)


def _changed(path: Path) -> tuple[int, int]:
    """What tells a file from an older one of its name."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return 0, 0  # reading it says why
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=16)
def _logo_as_it_is(path: Path, _changed: tuple[int, int], grey: bool) -> tuple[bytes, int, int]:  # noqa: FBT001 - a key
    file = _File(path, "logo", OptionsError)
    return budget.within(_logo, file, grey, refusal=file.refusal)


def _logo(file: _File, grey: bool) -> tuple[bytes, int, int]:  # noqa: FBT001 - it travels to a child process
    pixels = _read(file, _SHARPEST_LOGO)
    return _saved(pixels.convert("L") if grey else pixels, "PNG"), pixels.width, pixels.height


def load_photo(path: Path, *, mirrored: bool = False) -> tuple[bytes, int, int]:
    """Read a photo or drawing of an exercise as JPEG bytes, with its width and height in pixels. Raises CatalogError.

    As with a logo, nothing but the pixels is passed on.
    """
    file = _File(path, "photo", CatalogError)
    return budget.within(_photo, file, mirrored, refusal=file.refusal)


def _photo(file: _File, mirrored: bool) -> tuple[bytes, int, int]:  # noqa: FBT001 - it travels to a child process
    from PIL import ImageOps

    pixels = _read(file, _SHARPEST_PHOTO)
    return _saved(ImageOps.mirror(pixels) if mirrored else pixels, "JPEG"), pixels.width, pixels.height


def in_grey(photo: bytes) -> bytes:
    """A JPEG of our own in shades of grey."""
    from PIL import Image

    return _saved(Image.open(BytesIO(photo)).convert("L"), "JPEG")


def _read(file: _File, sharpest: int) -> "Image.Image":
    """The pixels of a picture file on white, at most so many wide and high."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    path = file.path
    try:
        if path.exists() and not path.is_file():
            raise file.refusal("is not a regular file")
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    except ValueError as error:
        raise file.refusal("has no name of a file") from error
    except OSError as error:
        raise file.refusal(f"cannot be read: {reason(error)}") from error
    if not data:
        raise file.refusal("is empty or larger than 5 MB")
    if _looks_like_svg(data):
        data = _drawn(data, file, sharpest)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                wide, high = opened.size
                if wide * high > MOST_PIXELS:
                    raise file.refusal(f"has {wide} x {high} pixels", "2,000 are enough")
                opened.thumbnail((sharpest, sharpest))
                pixels = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise file.refusal("is not a picture that can be read") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise file.refusal("has too many pixels", "2,000 on a side are enough") from error
    return Image.alpha_composite(Image.new("RGBA", pixels.size, "white"), pixels).convert("RGB")


def _saved(pixels: "Image.Image", form: str) -> bytes:
    out = BytesIO()
    pixels.save(out, form, quality=85)  # of a JPEG; a PNG has no such choice
    return out.getvalue()


def _looks_like_svg(data: bytes) -> bool:
    return b"<svg" in data[:4000] and data.removeprefix(BOM_UTF8).lstrip()[:1] == b"<"


_OUTSIDE = re.compile(r"url\(\s*+['\"]?+(?!#)")
_INSIDE = re.compile(r"(?:^|url\(\s*['\"]?)#([^'\")\s]+)")
_SLOW_STYLE = re.compile(r"\b(?:filter|mask(?:-image)?)\s*:\s*(?!none)", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:px|pt|mm|cm|in)?\s*")
_FLATTEST = 20  # times wider than high, or higher than wide
_DEEPEST = 100  # levels; resvg draws them one inside the other
_LONGEST_CHAIN = 20  # of <use> that stand for each other; more are not drawn to the end
_MOST_ELEMENTS = 20_000  # with every <use> written out


def _drawn(data: bytes, file: _File, wide: int) -> bytes:
    """An SVG as a PNG. Refuses anything that points outside of the file, and anything that would take for ever."""
    try:
        text = _DOCTYPE.sub("", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise file.refusal("is not UTF-8", "save it again as plain SVG") from error
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise file.refusal("declares entities", "save it again as plain SVG")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        raise file.refusal("is not well-formed SVG", line=error.position[0]) from error
    _refuse_what_points_outside(root, file)
    _refuse_what_never_ends(root, file)
    import resvg_py

    try:
        # looking for the machine's fonts takes long, and only words need them
        drawn = resvg_py.svg_to_bytes(
            svg_string=text, width=wide, background="#ffffff", skip_system_fonts="<text" not in text
        )
    except ValueError as error:
        raise file.refusal("cannot be drawn") from error
    return bytes(drawn)


def png(svg: str, wide: int) -> bytes:
    """A drawing of our own as a PNG, so many pixels wide."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=wide, background="#ffffff", skip_system_fonts=True))


def _refuse_what_points_outside(root: ET.Element, file: _File) -> None:
    for element in root.iter():
        tag, said = element.tag.rpartition("}")[2], f"{element.get('style', '')} {element.text or ''}"
        slow = element.get("filter", "none") != "none" or (tag != "text" and _SLOW_STYLE.search(said))
        if tag == "filter" or slow:
            raise file.refusal("uses a filter or a styled mask", "save it without shadows and blurs")
        for name, value in element.attrib.items():
            outside = name.rpartition("}")[2] == "href" and not value.startswith(
                ("#", "data:image/png", "data:image/jpeg")
            )
            if outside or _OUTSIDE.search(value):
                raise file.refusal(f"points to {value[:60]!r}", "embed it in the SVG file")
        style = element.text or "" if element.tag.rpartition("}")[2] == "style" else ""
        if "@import" in style or _OUTSIDE.search(style):
            raise file.refusal("has a style that points outside of its file", "embed it in the file")


def _refuse_what_never_ends(root: ET.Element, file: _File) -> None:
    """Extreme shapes, depths and repeats, which would take all the memory or the time of the machine."""
    box = root.get("viewBox", "").replace(",", " ").split()[2:]
    sizes = [pair for pair in (box, [root.get("width", ""), root.get("height", "")]) if len(pair) == 2]
    numbers = [[_NUMBER.fullmatch(side) for side in pair] for pair in sizes]
    ratios = [float(w[1]) / max(float(h[1]), 1e-9) for w, h in numbers if w is not None and h is not None]
    if not ratios or not all(1 / _FLATTEST <= ratio <= _FLATTEST for ratio in ratios):
        hint = f"give it a viewBox, at most {_FLATTEST} times wider than high"
        raise file.refusal("has no size, or a strange one", hint)
    if _depth(root) > _DEEPEST:
        raise file.refusal(f"is nested more than {_DEEPEST} levels deep", "flatten its groups")
    named = {element.get("id", ""): element for element in root.iter()}
    if _count(root, named, ()) > _MOST_ELEMENTS:
        raise file.refusal("repeats its parts too often", "write out what <use> stands for")


def _depth(root: ET.Element) -> int:
    deepest, level = 0, [root]
    while level and deepest <= _DEEPEST:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest


def _count(element: ET.Element, named: dict[str, ET.Element], inside: tuple[str, ...]) -> int:
    """The elements that are drawn, each reference (use, mask, pattern ...) counted as what it stands for."""
    total = 1
    for value in element.attrib.values():
        for name in _INSIDE.findall(value) if value.startswith("#") or "url(" in value else ():
            if name not in named:
                continue
            if name in inside or len(inside) >= _LONGEST_CHAIN or total > _MOST_ELEMENTS:
                return _MOST_ELEMENTS + 1
            total += _count(named[name], named, (*inside, name))
    for child in element:
        if total > _MOST_ELEMENTS:
            break
        total += _count(child, named, inside)
    return total
