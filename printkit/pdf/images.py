"""Pictures as objects of a file: drawings that are stamped, photos and logos, corner codes."""

import re
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO

from msgspec import Struct

from printkit.figures import writers
from printkit.figures.limited import limited
from printkit.figures.scene import Drawing
from printkit.pdf import file as pdf
from printkit.pdf import packing
from printkit.sheets import datamatrix

_JPEG = b"\xff\xd8"  # how every one begins
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY = b"\0"
# 8 bits, grey or in colour, without transparency and in one pass: the header of each PNG that content.bitmaps writes
_SIMPLE_PNG = re.compile(re.escape(_SIGNATURE) + rb"\0\0\0\x0dIHDR(.{4})(.{4})\x08([\0\x02])\0\0\0", re.DOTALL)


class Code(Struct, frozen=True):
    """A corner code: what it says, its lower left corner and its side, in points."""

    says: str
    x: float
    y: float
    side: float


@lru_cache(maxsize=4096)
def stamp_name(drawing: Drawing) -> str:
    """The name of a drawing's form, the same in every file."""
    return "S" + blake2b(writers.operators(drawing).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=256)
def image_name(data: bytes) -> str:
    """The name of an image, the same in every file."""
    return "I" + blake2b(data, digest_size=6).hexdigest()


@limited(mib=12, weigh=len)
def form(drawing: Drawing) -> bytes:
    """A drawing as a form XObject, which pages stamp."""
    said = f"/Subtype/Form/BBox[0 0 {drawing.wide:g} {drawing.high:g}]/Resources<<>>"
    return pdf.stream(said.encode(), writers.operators(drawing).encode("ascii"), packing.drawing)


@lru_cache(maxsize=64)
def pixels(data: bytes) -> bytes:
    """An image without transparency as an object; the pixels of a JPEG, and of a PNG as we write it, stay packed as they are."""
    if (png := _SIMPLE_PNG.match(data)) is not None:
        wide, high = int.from_bytes(png[1]), int.from_bytes(png[2])
        colours = 1 if png[3] == _GREY else 3
        rows = b"/DecodeParms<</Predictor 15/Colors %d/Columns %d>>" % (colours, wide)
        return pdf.flated(_described(wide, high, grey=colours == 1) + rows, _packed(data))
    from reportlab.lib.utils import ImageReader  # brings Pillow, which only photos need

    reader = ImageReader(BytesIO(data))
    unpacked = reader.getRGBData()  # before its mode is asked, which is not there yet
    wide, high = reader.getSize()
    said = _described(wide, high, grey=reader.mode == "L")
    if data.startswith(_JPEG):
        return b"<<%s/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (said, len(data), data)
    return pdf.stream(said, unpacked)


def _described(wide: int, high: int, *, grey: bool) -> bytes:
    space = b"DeviceGray" if grey else b"DeviceRGB"
    return b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/%s" % (wide, high, space)


def _packed(png: bytes) -> bytes:
    """The pixels of a PNG (ISO 15948), packed: PDF reads its filters as a predictor (ISO 32000-1, 7.4.4.4)."""
    found, at = [], len(_SIGNATURE)
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        if kind == b"IDAT":
            found.append(png[at + 8 : at + 8 + size])
        at += size + 12  # length, kind and checksum
    return b"".join(found)


def squares(code: Code) -> bytes:
    """A code as a picture with a bit for each square, each row filled up to whole bytes."""
    data, many = datamatrix.picture(code.says), datamatrix.SIDE
    said = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Length %d"
    return b"<<%s>>\nstream\n%s\nendstream" % (said % (many, many, len(data)), data)
