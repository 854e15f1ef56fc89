"""Pictures as objects of a file: drawings that are stamped, photos and logos, corner codes."""

from functools import lru_cache
from io import BytesIO

from msgspec import Struct
from reportlab.lib.utils import ImageReader

from printkit.figures import writers
from printkit.figures.scene import Drawing
from printkit.pdf import file as pdf

_AS_BITS = bytes([ord("0"), *[ord("1")] * 255])  # dark is 0
_JPEG = b"\xff\xd8"  # how every one begins


class Code(Struct, frozen=True):
    """A code of dark and light squares, a byte each, row by row: how many in a row, lower left corner and side."""

    squares: bytes
    many: int
    x: float
    y: float
    side: float


@lru_cache(maxsize=1024)
def form(drawing: Drawing) -> bytes:
    """A drawing as a form XObject, which pages stamp."""
    said = f"/Type/XObject/Subtype/Form/BBox[0 0 {drawing.wide:g} {drawing.high:g}]/Resources<<>>"
    return pdf.stream(said.encode(), writers.operators(drawing).encode("ascii"))


@lru_cache(maxsize=64)
def pixels(data: bytes) -> bytes:
    """An image without transparency as an object; a JPEG stays as it is."""
    reader = ImageReader(BytesIO(data))
    data_of_pixels = reader.getRGBData()
    wide, high = reader.getSize()
    said = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s" % (
        wide, high, b"DeviceGray" if reader.mode == "L" else b"DeviceRGB",
    )  # fmt: skip
    if data.startswith(_JPEG):
        return b"<<%s/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (said, len(data), data)
    return pdf.stream(said, data_of_pixels)


def squares(code: Code) -> bytes:
    """A code as a picture with a bit for each square, each row filled up to whole bytes."""
    many, wide = code.many, -(-code.many // 8)
    bits = code.squares.translate(_AS_BITS)
    rows = (bits[start : start + many] for start in range(0, len(bits), many))
    data = b"".join([(int(row, 2) << (wide * 8 - many)).to_bytes(wide, "big") for row in rows])
    said = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Length %d"
    return b"<<%s>>\nstream\n%s\nendstream" % (said % (many, len(bits) // many, len(data)), data)
