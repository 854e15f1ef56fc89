"""A stack of scanned sheets: which code stands on each page, how the page lies, and pages as a PDF of their own.

PNG, JPEG, HEIC, TIFF of several pages, and PDF as scanners write it: each page one picture. Pictures come from outside, so
Pillow, pypdf and zxing-cpp are at home here too, beside the modules that print; each is imported when a scan is read.
"""

import math
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from printkit import budget
from printkit.errors import DiaryError, reason, to_install
from printkit.sheets import codes, geometry

if TYPE_CHECKING:
    from PIL import Image

LARGEST_FILE = 1_000_000_000  # bytes; some 500 pages in colour
_FORMATS = ("PNG", "JPEG", "TIFF")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
_HEIC_EXTRA = "heic"
_AS_THEY_ARE = ("1", "L", "RGB")  # shades that a PDF takes
_HINT = "give a PNG, JPEG or TIFF file, or a PDF from a scanner"
MOST_PAGES = 2000
_QUALITY = 85  # of JPEG, for the pages of a patient
_MM = 25.4  # in an inch
_LEAST_PIXELS = 500  # on the short side of a page in a PDF; A5 at 100 dpi has 580, and a corner code of our own has 18
_USUAL_DPI = (75, 100, 150, 200, 240, 300, 400, 600, 1200)
_SAME_FORM = 0.02  # as the sides of a page and of its picture
_STRAIGHT = 0.7  # the cosine of 45 degrees
_OFF = 0.04  # of the side of a code, which is known to a pixel or two


class ScannedPage(Struct, frozen=True, kw_only=True):
    """One page of a scan. Without a code, `why` says why it has none."""

    path: Path
    number: int  # in its file; the first is 1
    code: codes.Read | None = None
    why: str = ""
    turn: int = 0  # degrees against the clock until it stands upright: 0, 90, 180 or 270
    dpi: float = 0.0  # pixels in an inch of the upright paper, measured at the codes
    dpi_down: float = 0.0  # the same from its top to its foot: a coarse fax has half as many

    @property
    def where(self) -> str:
        """The file and the page, as a message names them."""
        return f"{self.path}: page {self.number}"


def pages(path: Path) -> tuple[ScannedPage, ...]:
    """Every page of a scan with its code. Raises DiaryError when the file is no scan that can be read."""
    size = size_of(path)
    return budget.within(_pages, path, refusal=partial(refusal, path), size=size, pieces=MOST_PAGES)


def _pages(path: Path) -> tuple[ScannedPage, ...]:
    return tuple(_page(path, number, picture) for number, picture in enumerate(pictures(path), 1))


def as_pdf(some: Sequence[ScannedPage]) -> bytes:
    """Pages of scans as one PDF, in this order, each upright and as large as its paper.

    Each needs a code. Raises DiaryError when a file has changed since its pages were read.
    """
    size = sum(size_of(path) for path in {page.path for page in some})
    return budget.within(_as_pdf, tuple(some), refusal=partial(refusal, some[0].path), size=size, pieces=2 * MOST_PAGES)


def _as_pdf(some: Sequence[ScannedPage]) -> bytes:
    import pypdf

    wanted: dict[Path, set[int]] = {}
    for page in some:
        wanted.setdefault(page.path, set()).add(page.number)
    drawn: dict[tuple[Path, int], bytes] = {}
    of = {(page.path, page.number): page for page in some}
    for path, numbers in wanted.items():
        for number, picture in enumerate(pictures(path, numbers), 1):
            if picture is not None:
                drawn[path, number] = _upright(picture, of[path, number])
    if lost := [page for page in some if (page.path, page.number) not in drawn]:
        raise DiaryError("the page is gone since it was read", where=lost[0].where, hint="run it again")
    writer = pypdf.PdfWriter()
    for page in some:
        budget.next_piece()
        writer.append(BytesIO(drawn[page.path, page.number]))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _upright(picture: "Image.Image", page: ScannedPage) -> bytes:
    out = BytesIO()
    turned = picture.rotate(page.turn, expand=True) if page.turn else picture
    # what is black or white goes in without loss, and Pillow takes no quality for it
    quality = {} if turned.mode == "1" else {"quality": _QUALITY}
    turned.save(out, "PDF", dpi=(page.dpi, page.dpi_down), **quality)
    return out.getvalue()


# --- codes


def _page(path: Path, number: int, picture: "Image.Image | None") -> ScannedPage:
    if picture is None:
        return ScannedPage(path=path, number=number, why="there is no scan on it that can be read")
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    found = [
        (code, known)
        for code in zxingcpp.read_barcodes(picture.convert("L"), formats=only)
        if (known := codes.read_code(code.text)) is not None
    ]
    if not found:
        return ScannedPage(path=path, number=number, why="no code on it can be read")
    sheets = {(known.plan_token, known.page, known.template, known.layout_hash) for _, known in found}
    corners = Counter(known.corner for _, known in found)
    if (count := max(len(sheets), *corners.values())) > 1:
        return ScannedPage(path=path, number=number, why=f"it shows {count} sheets at once")
    if _is_mirrored({known.corner: code.position for code, known in found}):
        return ScannedPage(path=path, number=number, why="it is mirrored; scan the side that was written on")
    code, known = found[0]
    across, down = (
        _length(code.position.top_left, end) for end in (code.position.top_right, code.position.bottom_left)
    )
    return ScannedPage(
        path=path,
        number=number,
        code=known,
        turn=round(code.orientation / 90) * 90 % 360,
        dpi=_dpi(max(across, 1.0) * _MM / geometry.CODE),
        dpi_down=_dpi(max(down, 1.0) * _MM / geometry.CODE),
    )


def _length(one: Any, other: Any) -> float:
    return math.dist((one.x, one.y), (other.x, other.y))


def _is_mirrored(places: Mapping[str, Any]) -> bool:
    """Whether the corners lie as in a mirror, in which a code is read as well but lies across the line to its neighbour."""
    for one, other, edge in (
        ("A", "B", "top_right"),
        ("C", "D", "top_right"),
        ("A", "C", "bottom_left"),
        ("B", "D", "bottom_left"),
    ):
        if one in places and other in places:
            start, end, along = places[one].top_left, places[other].top_left, getattr(places[one], edge)
            way = (end.x - start.x) * (along.x - start.x) + (end.y - start.y) * (along.y - start.y)
            if way < _STRAIGHT * _length(start, end) * _length(start, along):
                return True
    return False


def _dpi(measured: float) -> float:
    """Pixels in an inch: what scanners are set to, where a code is about as large; else as measured, as in a copy."""
    return next((float(usual) for usual in _USUAL_DPI if abs(measured / usual - 1) <= _OFF), measured)


# --- pictures


def pictures(path: Path, only: Collection[int] | None = None) -> Iterator["Image.Image | None"]:
    """The picture of each page, one at a time; None for a page without one, or that is not asked for. Raises DiaryError."""
    size_of(path)
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise refusal(path, f"cannot be read: {reason(error)}") from error
    formats: tuple[str, ...] = _FORMATS
    if start[4:12] in _HEIC:
        _learn_heic(path)
        formats = (*_FORMATS, "HEIF")
    found = _of_pdf(path, only) if b"%PDF-" in start else _of_picture(path, only, formats)
    for number, picture in enumerate(found, 1):
        if number > MOST_PAGES:
            raise refusal(path, f"has more than {MOST_PAGES:,} pages", "split it")
        yield picture
        budget.next_piece()


def size_of(path: Path) -> int:
    """How large a scan is. Raises DiaryError for what cannot be one."""
    try:
        if not path.is_file():
            raise refusal(path, "is a folder" if path.is_dir() else "is not there")
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise refusal(path, f"cannot be read: {reason(error)}") from error
    if not size or size > LARGEST_FILE:
        raise refusal(path, "is empty or larger than 1 GB")
    return size


def refusal(path: Path, said: str, hint: str = _HINT) -> DiaryError:
    """The error for a scan that cannot be read, of the end of a sentence."""
    name = str(path)
    return DiaryError(f"the scan {said}", where=name if name.isprintable() else repr(name), hint=hint)


def _learn_heic(path: Path) -> None:
    """Have Pillow read the photos of an iPhone; the decoder is an extra."""
    try:
        import pi_heif
    except ImportError:
        said = f"is a HEIC picture, and the extra {_HEIC_EXTRA} is needed to read it"
        raise refusal(path, said, f"{to_install(_HEIC_EXTRA)}, or send it as JPEG") from None
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _of_picture(path: Path, only: Collection[int] | None, formats: tuple[str, ...]) -> Iterator["Image.Image | None"]:
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # a file that claims far more pixels than a page has is no scan
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=formats) as opened:
                for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                    yield _shown(frame) if only is None or number in only else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refusal(path, "has too many pixels", "scan at 200 or 300 dpi") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise refusal(path, "is not a picture that can be read") from error


def _of_pdf(path: Path, only: Collection[int] | None) -> Iterator["Image.Image | None"]:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told of once, by us
    try:
        reader = pypdf.PdfReader(path)
        locked = reader.is_encrypted
        count = 0 if locked else len(reader.pages)
    except Exception as error:  # a broken file breaks pypdf in many ways
        raise refusal(path, "is not a PDF that can be read") from error
    if locked:
        raise refusal(path, "is locked by a password", "save it without one first")
    if not count:
        raise refusal(path, "has no pages")
    for number in range(1, count + 1):
        yield _largest(reader, number - 1) if only is None or number in only else None


def _largest(reader: Any, number: int) -> "Image.Image | None":
    """The largest picture of a page of a PDF: the scan, and not the mark of the scanner's maker."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            page = reader.pages[number]
            largest = _names_of_pictures(page)
            for name in largest or page.images.keys():
                found = page.images[name].image
                if found is not None and min(found.size) >= _LEAST_PIXELS:
                    shown = _shown(found)
                    shown.info["dpi"] = _dots(found.size, (float(page.mediabox.width), float(page.mediabox.height)))
                    return shown
            return None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pypdf and Pillow fail in many ways; the page is named as one without a picture
        return None


def _dots(pixels: tuple[int, int], points: tuple[float, float]) -> tuple[float, float]:
    """Pixels in an inch of a picture that fills its page; 0 where its form is another, and nobody can tell."""
    across, down = (many / (long / 72) if long else 0.0 for many, long in zip(pixels, points, strict=True))
    return (across, down) if down and abs(across / down - 1) < _SAME_FORM else (0.0, 0.0)


def _names_of_pictures(page: Any) -> list[str]:
    """The pictures that a page itself names, the largest first, each once, by what the file says of their size.

    Only the first that is large enough is decoded: a page may name one picture hundreds of times.
    """
    sizes: dict[object, tuple[int, str]] = {}
    for name, each in (page.get("/Resources") or {}).get("/XObject", {}).items():
        picture = each.get_object()
        if picture.get("/Subtype") == "/Image":
            size = int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))
            sizes.setdefault(id(picture), (size, name))
    return [name for _, name in sorted(sizes.values(), key=lambda each: -each[0])]


def _shown(picture: "Image.Image") -> "Image.Image":
    """The picture in shades that a PDF takes; what is seen through is paper."""
    from PIL import Image

    if picture.mode in _AS_THEY_ARE:
        return picture.copy()
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("RGB")


def every(paths: Iterable[Path]) -> tuple[list[ScannedPage], list[DiaryError]]:
    """The pages of all files, and what is wrong with those that cannot be read."""
    found: list[ScannedPage] = []
    wrong: list[DiaryError] = []
    for path in paths:
        try:
            found += pages(path)
        except DiaryError as error:
            wrong.append(error)
    return found, wrong
