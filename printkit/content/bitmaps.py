"""A clinic's own picture file, a logo or a photo, checked and made small: pixels in, pixels out, and nothing else.

It comes from outside, so it is read within a budget; Pillow, resvg and the reader of HEIC are imported by the process
that reads. What a camera wrote beside the pixels (place, day, name, a small copy, a profile of colours) is applied where
it says how to look at them, and is never passed on.
"""

import re
import struct
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from printkit import resources
from printkit.content import plain_pixels
from printkit.errors import CatalogError, OptionsError, PrintkitError, reason, to_install

if TYPE_CHECKING:
    from PIL import Image

LARGEST_FILE = 5_000_000  # bytes of a logo, and of any SVG
LARGEST_CHOSEN = 2_000_000  # bytes of a logo that is chosen on a screen
LARGEST_PHOTO = 100_000_000  # bytes; a photo of 200 million pixels has 60 million
# Where our templates print a photo largest: a handout with few words in the look "standard", on letter paper
# (test_photo_files.py measures it).
WIDEST_PHOTO_MM, HIGHEST_PHOTO_MM = 177.0, 76.5
# What a sharp eye (1 minute of arc, visus 1.0 of ISO 8596) can just tell apart at 30 cm is 0.087 mm: 291 to the inch.
_DPI = 300
_COLOURS = 64  # of a drawing that moves
_SMOOTH = ("L", "RGB", "RGBA", "CMYK")  # how pixels are kept that can be mixed when a picture is made smaller
_EXTRA = "heic"
_HEIC = re.compile(rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif[12]|msf1)", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"  # how one begins
_BEGUN = (b"\xff\xd8\xff", _PNG[:6])  # how a JPEG begins, and a PNG whose ends of lines a transfer may have changed
_ORIENTATION = 0x0112  # of EXIF; from 5 on what is stored as a row is seen as a column
_LYING = (5, 6, 7, 8)


class _File(Struct, frozen=True):
    """The file that is read, how much of it, and who is told when it is no picture."""

    path: Path  # only its name where the data are there already
    noun: str
    error: type[PrintkitError]
    largest: int  # bytes
    most_pixels: int
    box: tuple[int, int]  # the most pixels, wide and high, that a print can use
    kinds: str
    data: bytes | None = None

    def refusal(self, said: str, hint: str = "", line: int = 0) -> PrintkitError:
        name = str(self.path)
        where = (name if name.isprintable() else repr(name)) + (f":{line}" if line else "")
        usual = f"give a {self.kinds} file of at most {self.largest // 1_000_000} MB; 2,000 pixels on a side are enough"
        return self.error(f"the {self.noun} {said}", where=where, hint=hint or usual)


def _logo_file(source: Path | bytes) -> _File:
    path, data = (Path("chosen file"), source) if isinstance(source, bytes) else (source, None)
    most = LARGEST_FILE if data is None else LARGEST_CHOSEN
    if resources.IN_BROWSER:
        return _File(path, "logo", OptionsError, most, plain_pixels.LARGEST, (600, 600), "PNG or JPEG", data)
    return _File(path, "logo", OptionsError, most, 25_000_000, (600, 600), "PNG, JPEG or SVG", data)


def _photo_file(path: Path) -> _File:
    box = _pixels(WIDEST_PHOTO_MM), _pixels(HIGHEST_PHOTO_MM)
    return _File(path, "photo", CatalogError, LARGEST_PHOTO, 210_000_000, box, "JPEG, PNG, HEIC or SVG")


def _pixels(millimetres: float) -> int:
    return round(millimetres / 25.4 * _DPI)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it says why


def read_logo(source: Path | bytes, *, grey: bool) -> tuple[bytes, int, int]:
    """The pixels of a logo as a PNG, and how many they are, wide and high. Raises OptionsError as `logos.load_logo` does."""
    from printkit import budget  # a logo that is remembered needs no process

    file = _logo_file(source)
    return budget.within(_logo, file, grey, refusal=file.refusal)


def _logo(file: _File, grey: bool) -> tuple[bytes, int, int]:  # noqa: FBT001 - it travels to a child process
    if resources.IN_BROWSER:  # which lacks Pillow
        try:
            rgb, wide, high = plain_pixels.of_logo(_data(file), file.box)
        except ValueError as error:
            raise file.refusal(str(error)) from error
        return plain_pixels.as_png(plain_pixels.in_grey(rgb) if grey else rgb, wide, high), wide, high
    pixels = _read(file)
    shown = pixels.convert("L") if grey else pixels
    return plain_pixels.as_png(shown.tobytes(), pixels.width, pixels.height), pixels.width, pixels.height


def load_photo(path: Path, *, mirrored: bool = False, quality: int = 85) -> tuple[bytes, int, int]:
    """Read a photo or drawing of an exercise as JPEG bytes, with its width and height in pixels. Raises CatalogError.

    It stands upright, is no larger than a page can show, and as with a logo nothing but the pixels is passed on.
    """
    file = _photo_file(path)
    from printkit import budget

    return budget.within(_photo, file, mirrored, quality, refusal=file.refusal, size=_size(path))


def _photo(file: _File, mirrored: bool, quality: int) -> tuple[bytes, int, int]:  # noqa: FBT001 - it travels to a child process
    from PIL import ImageOps

    pixels = _read(file)
    return _saved(ImageOps.mirror(pixels) if mirrored else pixels, "JPEG", quality), pixels.width, pixels.height


def in_grey(photo: bytes) -> bytes:
    """A JPEG of our own in shades of grey."""
    from PIL import Image

    return _saved(Image.open(BytesIO(photo)).convert("L"), "JPEG")


def _read(file: _File) -> "Image.Image":
    """The pixels of a picture file, upright and on white, at most as many as fit its box."""
    from PIL import Image, UnidentifiedImageError

    data, formats = _data(file), ["JPEG"]
    if _looks_like_svg(data):
        data = _drawn(data, file, max(file.box))
    elif "HEIC" in file.kinds and _HEIC.match(data):
        _learn_heic(file)
        formats = ["HEIF"]
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before any pixel is read
    try:
        with _opened(data, formats) as opened:
            wide, high = opened.size
            if wide * high > file.most_pixels:
                raise file.refusal(f"has too many pixels: {wide:,} x {high:,}")
            fitted = _cut_down if file.noun == "logo" else _thumbnail
            pixels = _in_usual_colours(_upright(opened, file.box, fitted)).convert("RGBA")
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError) as error:
        if isinstance(error, UnidentifiedImageError) and not data.startswith(_BEGUN) and formats != ["HEIF"]:
            raise file.refusal("is not a picture that can be read") from error
        hint = "copy it again from where it came; if another program can show it, save it there as JPEG"
        raise file.refusal("is not a picture that can be read: it is damaged or cut off", hint) from error
    return Image.alpha_composite(Image.new("RGBA", pixels.size, "white"), pixels).convert("RGB")


def _opened(data: bytes, formats: list[str]) -> "Image.Image":
    """A picture whose pixels are not read yet. A PNG goes to its reader, as others make Pillow import five."""
    if data.startswith(_PNG):
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile(BytesIO(data))
    from PIL import Image

    return Image.open(BytesIO(data), formats=formats)


def _data(file: _File) -> bytes:
    path = file.path
    if file.data is not None:
        opened = resources.IN_BROWSER and file.data.startswith(b"P6")  # a JPEG, as the browser has opened it
        if len(file.data) > (plain_pixels.LARGEST_OPENED if opened else file.largest):
            raise file.refusal(f"is larger than {file.largest // 1_000_000} MB")
        return file.data
    try:
        if path.exists() and not path.is_file():
            raise file.refusal("is not a regular file")
        data = path.read_bytes() if path.stat().st_size <= file.largest else b""
    except ValueError as error:
        raise file.refusal("has no name of a file") from error
    except OSError as error:
        raise file.refusal(f"cannot be read: {reason(error)}") from error
    if not data:
        raise file.refusal(f"is empty or larger than {file.largest // 1_000_000} MB")
    if len(data) > LARGEST_FILE and _looks_like_svg(data):
        raise file.refusal("is an SVG larger than 5 MB", "save it as PNG")
    return data


def _learn_heic(file: _File) -> None:
    """Have Pillow read the pictures of an iPhone; the decoder is an extra, as most photos are JPEG."""
    try:
        import pi_heif
    except ImportError:
        said = f"is a HEIC picture, and the extra {_EXTRA} is needed to read it"
        raise file.refusal(said, f"{to_install(_EXTRA)}, or save it as JPEG") from None
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _upright(
    opened: "Image.Image", box: tuple[int, int], fitted: "Callable[[Image.Image, tuple[int, int]], Image.Image]"
) -> "Image.Image":
    """A picture as the camera was held, at most as large as its box."""
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(held := _orientation(opened))
    pixels = opened
    if opened.mode.startswith("I"):  # 16 bits, of which Pillow would show all above 255 as white
        pixels = opened.point(lambda value: value * (1 / 257)).convert("L")
    elif opened.mode not in _SMOOTH or "transparency" in opened.info:
        pixels = opened.convert("RGBA")
    pixels = fitted(pixels, box[::-1] if held in _LYING else box)
    return pixels if turn is None else pixels.transpose(turn)


def _thumbnail(pixels: "Image.Image", box: tuple[int, int]) -> "Image.Image":
    """A photo at most as large as its box, the quick way: a JPEG is never read at its full size."""
    pixels.thumbnail(box)
    return pixels


def _cut_down(pixels: "Image.Image", box: tuple[int, int]) -> "Image.Image":
    """A logo at most as large as its box, step by step as `plain_pixels` does it, whatever a version of Pillow prefers."""
    from PIL import Image

    wide, high = plain_pixels.inside(*pixels.size, box)
    if (wide, high) == pixels.size:
        return pixels
    found = pixels.convert("RGBa") if pixels.mode == "RGBA" else pixels
    for size in ((wide, pixels.height), (wide, high)):
        found = found.resize(size, Image.Resampling.BICUBIC, reducing_gap=None)
    found = found.convert(pixels.mode)
    found.info = pixels.info
    return found


def _orientation(opened: "Image.Image") -> int:
    """How the camera was held; 1, as it is, where it says nothing, or nothing that can be read."""
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error):
        return 1


def _in_usual_colours(pixels: "Image.Image") -> "Image.Image":
    """In the colours of every screen and printer: those of a phone may be wider, and CMYK is meant for one press."""
    profile = pixels.info.get("icc_profile")
    if not profile:
        return pixels
    from PIL import ImageCms

    usual, mode = ImageCms.createProfile("sRGB"), "RGBA" if pixels.mode == "RGBA" else "RGB"
    try:
        found = ImageCms.profileToProfile(pixels, ImageCms.ImageCmsProfile(BytesIO(profile)), usual, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return pixels  # a profile of something else; without it the colours are a little off
    return found or pixels


def _saved(pixels: "Image.Image", form: str, quality: int = 85) -> bytes:
    out = BytesIO()
    pixels.save(out, form, quality=quality)  # of a JPEG; a PNG has no such choice
    return out.getvalue()


def of_squares(squares: bytes, many: int, pixels: int) -> bytes:
    """Dark and light squares, a byte each, so many in a row, as a PNG with so many pixels to the side of a square."""
    from PIL import Image

    found = Image.frombytes("L", (many, many), squares)
    return _saved(found.resize((many * pixels, many * pixels), Image.Resampling.NEAREST), "PNG")


def _looks_like_svg(data: bytes) -> bool:
    return b"<svg" in data[:4000] and data.removeprefix(BOM_UTF8).lstrip()[:1] == b"<"


_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>", re.IGNORECASE)


def _drawn(data: bytes, file: _File, wide: int) -> bytes:
    """An SVG as a PNG. Refuses anything that points outside of the file, and anything that would take for ever."""
    from xml.etree import ElementTree as ET  # most pictures are pixels

    from printkit.content import svg_files

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
    svg_files.refuse_what_is_unsafe(root, file.refusal)
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


def film(frames: Sequence[bytes], form: str, seconds: float) -> bytes:
    """PNGs of a size as a GIF or an APNG that never ends: to the last of them in so many seconds, and the same way back."""
    from PIL import Image

    pixels = [Image.open(BytesIO(each)).convert("RGB") for each in frames]
    often = Counter[tuple[int, ...]]()
    for each in (pixels[0], pixels[-1]):  # the colours of both ends are those of all: paint first, then soft edges
        for many, colour in each.getcolors(each.width * each.height) or ():
            often[cast("tuple[int, ...]", colour)] += many
    colours = Image.new("P", (1, 1))
    colours.putpalette([part for colour, _ in often.most_common(_COLOURS) for part in colour])
    few = [each.quantize(palette=colours, dither=Image.Dither.NONE) for each in pixels]
    first, *others = [*few, *few[-2:0:-1]]
    out = BytesIO()
    each_one = round(1000 * seconds / (len(frames) - 1))
    kind = {".gif": "GIF", ".apng": "PNG"}[form]
    first.save(out, kind, save_all=True, append_images=others, duration=each_one, loop=0, optimize=True)
    return out.getvalue()


def grey_difference(one: bytes, other: bytes) -> float:
    """How much two PNGs of a size differ in grey: the root mean square over all pixels, 1 for black against white."""
    from PIL import Image, ImageChops, ImageStat

    first, second = (Image.open(BytesIO(each)).convert("L") for each in (one, other))
    return float(ImageStat.Stat(ImageChops.difference(first, second)).rms[0]) / 255
