"""Pictures as objects of a file: drawings that are stamped, photos and logos, corner codes."""

from functools import lru_cache
from io import BytesIO

from msgspec import Struct

from printkit.figures import writers
from printkit.figures.scene import Drawing
from printkit.pdf import file as pdf
from printkit.sheets import datamatrix

_JPEG = b"\xff\xd8"  # how every one begins


class Code(Struct, frozen=True):
    """A corner code: what it says, its lower left corner and its side, in points."""

    says: str
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
    from reportlab.lib.utils import ImageReader  # brings Pillow, which only photos and logos need

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
    data, many = datamatrix.picture(code.says), datamatrix.SIDE
    said = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Length %d"
    return b"<<%s>>\nstream\n%s\nendstream" % (said % (many, many, len(data)), data)
