"""The pixels of a PNG without Pillow, and as many of them as a print can use: for a browser's Python, which lacks it.

Every step is that of Pillow to the last bit (libImaging: Resample.c, AlphaComposite.c, Convert.c; test_plain_pixels.py
holds them side by side), so a logo prints the same bytes by every door. It takes seconds where Pillow takes
hundredths, so larger pictures are refused. What is not packed as PNG is opened by the browser, which hands on its bare
pixels (the format PPM).
"""

import math
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from operator import mul

from msgspec import Struct

LARGEST = 4_500_000  # pixels
LARGEST_OPENED = 3 * LARGEST + 100  # bytes of as many, bare, behind a head
_BEGUN = b"\x89PNG\r\n\x1a\n"
_BARE = re.compile(rb"P6\s(\d{1,5})\s(\d{1,5})\s255\s")
_OF_PIXEL = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # samples, by the colour type (ISO 15948, 11.2.2)
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_GREY, _COLOUR, _PALETTE = 0, 2, 3
# Adam7: first column and row, steps between columns and rows (ISO 15948, 8.2)
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_PRECISE = 22  # bits behind the point of a weight
_HALF = 1 << (_PRECISE - 1)
_REACH = 2.0  # of the cubic
_CLIPPED = (*range(256), *[255] * 1024, *[0] * 640)  # by place, also from behind: what a sharp edge overshoots
_OPAQUE = 255


class Pixels(Struct, frozen=True):
    """A picture as planes of bytes, row after row: red, green, blue, and how opaque where it is not all so."""

    wide: int
    high: int
    planes: tuple[bytes, ...]


def of_logo(data: bytes, box: tuple[int, int]) -> tuple[bytes, int, int]:
    """The colours of a picture on white, 3 bytes a pixel, with its width and height, which fit `box`.

    Raises ValueError for what is neither PNG nor PPM, is damaged, or has too many pixels; then it has the words.
    """
    found = _fitted(_bare(data) if data.startswith(b"P6") else _unpacked(data), box)
    planes = _on_white(found.planes) if len(found.planes) > 3 else found.planes
    rgb = bytearray(3 * found.wide * found.high)
    for at, plane in enumerate(planes):
        rgb[at::3] = plane
    return bytes(rgb), found.wide, found.high


def in_grey(rgb: bytes) -> bytes:
    """The lightness of each pixel by ITU-R BT.601, as Pillow weighs it."""
    reds, greens, blues = rgb[::3], rgb[1::3], rgb[2::3]
    return bytes((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16 for r, g, b in zip(reds, greens, blues, strict=True))


def as_png(samples: bytes, wide: int, high: int) -> bytes:
    """A PNG of so many pixels of 1 or 3 samples of 8 bits, in the best of 3 ways to say their lines, as far as a quick try tells."""
    many = len(samples) // (wide * high)
    size = wide * many
    lines = [samples[at : at + size] for at in range(0, len(samples), size)]
    header = struct.pack(">IIBBBBB", wide, high, 8, _GREY if many == 1 else _COLOUR, 0, 0, 0)
    # which of them is the smallest is tried at level 4: level 9 takes up to 8 times as long
    packed = zlib.compress(min(_filtered(lines, many), key=lambda rows: len(zlib.compress(rows, 4))), 9)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return _BEGUN + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _filtered(lines: Sequence[bytes], many: int) -> Iterator[bytes]:
    """As they are, which suits flat areas; each less what stands to its left; each less what stands above."""
    yield b"".join(b"\0" + line for line in lines)
    size, numbers = len(lines[0]), [int.from_bytes(line) for line in lines]
    tops = int.from_bytes(b"\x80" * size)
    yield b"".join(b"\1" + _less(line, line >> 8 * many, tops).to_bytes(size) for line in numbers)
    yield b"".join(
        b"\2" + _less(line, above, tops).to_bytes(size) for line, above in zip(numbers, (0, *numbers), strict=False)
    )


def _less(a: int, b: int, tops: int) -> int:
    """Each byte of a line less that of another, all at once: none borrows from the next, for its bit of `tops` is set."""
    return ((a | tops) - ((b | tops) ^ tops)) ^ ((a ^ b ^ tops) & tops)


def _few(wide: int, high: int) -> None:
    if not wide or not high:
        raise ValueError("has no pixels")
    if wide * high > LARGEST:
        raise ValueError(f"has too many pixels: {wide:,} x {high:,}")


def _bare(data: bytes) -> Pixels:
    head = _BARE.match(data)
    if head is None:
        raise ValueError("is not a picture that can be read")
    wide, high = int(head[1]), int(head[2])
    _few(wide, high)
    rgb = data[head.end() :]
    if len(rgb) != 3 * wide * high:
        raise ValueError("is not a picture that can be read: it is damaged or cut off")
    return Pixels(wide, high, (rgb[::3], rgb[1::3], rgb[2::3]))


# --- PNG, ISO 15948


def _unpacked(data: bytes) -> Pixels:
    if not data.startswith(_BEGUN):
        raise ValueError("is not a picture that can be read")
    try:
        return _read(dict(_chunks(data)))
    except (KeyError, IndexError, struct.error, zlib.error) as error:
        raise ValueError("is not a picture that can be read: it is damaged or cut off") from error


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks by their kinds; what is packed in several is one."""
    at, packed = len(_BEGUN), bytearray()
    while True:
        (size,), kind = struct.unpack_from(">I", data, at), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        (checked,) = struct.unpack_from(">I", data, at + 8 + size)
        if zlib.crc32(kind + body) != checked:
            raise zlib.error
        at += size + 12
        if kind == b"IDAT":
            packed += body
        elif kind == b"IEND":
            break
        else:
            yield kind, body
    yield b"IDAT", bytes(packed)


def _read(chunks: dict[bytes, bytes]) -> Pixels:
    wide, high, depth, colour, _, _, woven = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth not in _DEPTHS.get(colour, ()):
        raise zlib.error
    _few(wide, high)
    samples = _OF_PIXEL[colour]
    passes = [
        (start, top, across, down, len(range(start, wide, across)), len(range(top, high, down)))
        for start, top, across, down in (_PASSES if woven else ((0, 0, 1, 1),))
    ]
    sizes = [((columns * samples * depth + 7) // 8 + 1) * rows if columns else 0 for *_, columns, rows in passes]
    opened = zlib.decompressobj().decompress(chunks[b"IDAT"], sum(sizes))
    if len(opened) < sum(sizes):
        raise zlib.error
    planes = [bytearray(wide * high) for _ in range(samples)]
    at = 0
    for (start, top, across, down, columns, _), size in zip(passes, sizes, strict=True):
        if not size:
            continue
        for row, line in enumerate(_lines(opened[at : at + size], columns * samples * depth, samples * depth)):
            values = _shades(line) if (colour, depth) == (_GREY, 16) else _values(line, depth, columns * samples)
            first = (top + row * down) * wide
            for sample, plane in enumerate(planes):
                plane[first + start : first + wide : across] = values[sample::samples]
        at += size
    return _in_colours(wide, high, tuple(map(bytes, planes)), depth, colour, chunks)


def _lines(data: bytes, bits: int, of_pixel: int) -> Iterator[bytes]:
    """The lines of a pass with their filters undone (ISO 15948, 9)."""
    size, back = (bits + 7) // 8, max(1, of_pixel // 8)
    above = bytes(size)
    for at in range(0, len(data), size + 1):
        kind, line = data[at], data[at + 1 : at + 1 + size]
        if kind == 2:
            line = bytes([(a + b) & 255 for a, b in zip(line, above, strict=True)])
        elif kind in (1, 3, 4):
            line = _from_the_left(kind, line, above, back)
        elif kind:
            raise zlib.error
        yield line
        above = line


def _from_the_left(kind: int, line: bytes, above: bytes, back: int) -> bytes:
    found = bytearray(back) + line  # with nothing to the left of the first pixel
    higher = bytes(back) + above
    if kind == 1:
        for at in range(back, len(found)):
            found[at] = (found[at] + found[at - back]) & 255
    elif kind == 3:
        for at in range(back, len(found)):
            found[at] = (found[at] + ((found[at - back] + higher[at]) >> 1)) & 255
    else:
        for at in range(back, len(found)):
            left, up, corner = found[at - back], higher[at], higher[at - back]
            to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            above_or_corner = up if to_up <= to_corner else corner
            guess = left if to_left <= to_up and to_left <= to_corner else above_or_corner
            found[at] = (found[at] + guess) & 255
    return bytes(found[back:])


def _shades(line: bytes) -> bytes:
    """The samples of a line of 16 bits, each as a shade of 255."""
    return bytes([int((high << 8 | low) * (1 / 257)) for high, low in zip(line[::2], line[1::2], strict=True)])


def _values(line: bytes, depth: int, many: int) -> bytes:
    """The samples of a line, a byte each: of 16 bits the higher ones, of fewer than 8 as they are."""
    if depth == 8:
        return line
    if depth == 16:
        return line[::2]
    mask, shifts = (1 << depth) - 1, range(8 - depth, -1, -depth)
    return bytes([(byte >> shift) & mask for byte in line for shift in shifts])[:many]


def _in_colours(
    wide: int, high: int, planes: tuple[bytes, ...], depth: int, colour: int, chunks: dict[bytes, bytes]
) -> Pixels:
    """What the samples stand for: places in a palette, shades, colours, and what is see-through."""
    clear = chunks.get(b"tRNS")
    if colour == _PALETTE:
        palette = chunks[b"PLTE"]
        tables = [palette[part::3].ljust(256, b"\0") for part in range(3)]
        if clear is not None:
            tables.append(clear[:256].ljust(256, b"\xff"))
        return Pixels(wide, high, tuple(planes[0].translate(table) for table in tables))
    if colour in (_GREY, _COLOUR) and clear is not None and depth <= 8:
        key = struct.unpack(f">{len(planes)}H", clear[: 2 * len(planes)])
        opaque = bytes([0 if pixel == key else _OPAQUE for pixel in zip(*planes, strict=True)])
    else:
        opaque = planes[-1] if len(planes) in (2, 4) else b""
    shades = planes[:3] if len(planes) > 2 else planes[:1] * 3
    if depth < 8:
        steps = bytes(min(255, value * 255 // ((1 << depth) - 1)) for value in range(256))
        shades = (shades[0].translate(steps),) * 3
    return Pixels(wide, high, (*shades, opaque) if opaque else shades)


# --- as many pixels as a print can use: Pillow's thumbnail by a cubic, first across and then down


def _fitted(found: Pixels, box: tuple[int, int]) -> Pixels:
    wide, high = inside(found.wide, found.high, box)
    if (wide, high) == (found.wide, found.high):
        return found
    planes = _weighted(found.planes)
    once = {plane: _smaller(plane, found.wide, found.high, wide, high) for plane in dict.fromkeys(planes)}
    return Pixels(wide, high, _unweighted(tuple(once[plane] for plane in planes)))


def inside(wide: int, high: int, box: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a picture in a box: of two numbers of pixels the one that keeps its shape better."""
    if wide <= box[0] and high <= box[1]:
        return wide, high
    shape = wide / high
    if box[0] / box[1] >= shape:
        exact = box[1] * shape
        return max(min(math.floor(exact), math.ceil(exact), key=lambda each: abs(shape - each / box[1])), 1), box[1]
    exact = box[0] / shape
    lower = min(
        math.floor(exact), math.ceil(exact), key=lambda each: 0 if each == 0 else abs(shape - box[0] / each)
    )  # fmt: skip
    return box[0], max(lower, 1)


def _smaller(plane: bytes, wide: int, high: int, new_wide: int, new_high: int) -> bytes:
    rows: Sequence[bytes] = [plane[at : at + wide] for at in range(0, len(plane), wide)]
    if new_wide != wide:
        columns = list(_fewer([plane[at::wide] for at in range(wide)], new_wide))
        rows = [bytes(row) for row in zip(*columns, strict=True)]
    return b"".join(_fewer(rows, new_high) if new_high != high else rows)


def _fewer(lines: Sequence[bytes], many: int) -> Iterator[bytes]:
    """So many lines in place of all, each a mean of those around its place."""
    for first, weights in _weights(len(lines), many):
        taken = lines[first : first + len(weights)]
        yield bytes(
            [_CLIPPED[(_HALF + sum(map(mul, values, weights))) >> _PRECISE] for values in zip(*taken, strict=True)]
        )


def _weights(before: int, after: int) -> Iterator[tuple[int, list[int]]]:
    scale = before / after
    wider = max(scale, 1.0)
    reach = _REACH * wider
    for place in range(after):
        centre = (place + 0.5) * scale
        first = max(int(centre - reach + 0.5), 0)
        last = min(int(centre + reach + 0.5), before)
        exact = [_cubic((each - centre + 0.5) * (1.0 / wider)) for each in range(first, last)]
        whole = 0.0
        for each in exact:
            whole += each
        yield first, [_rounded(each / whole if whole else each) for each in exact]


def _rounded(weight: float) -> int:
    return int((-0.5 if weight < 0 else 0.5) + weight * (1 << _PRECISE))


def _cubic(at: float) -> float:
    """The cubic of Keys (1981) with a = -0.5."""
    at = abs(at)
    if at < 1:
        return (1.5 * at - 2.5) * at * at + 1
    return (((at - 5) * at + 8) * at - 4) * -0.5 if at < 2 else 0.0


# --- what is see-through


def _weighted(planes: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Colours that count as much as they are opaque, so that what nobody sees colours nothing beside it."""
    if len(planes) < 4:
        return planes
    *colours, opaque = planes

    def product(value: int, share: int) -> int:
        found = value * share + 128
        return ((found >> 8) + found) >> 8

    return (*(bytes(map(product, each, opaque)) for each in colours), opaque)


def _unweighted(planes: tuple[bytes, ...]) -> tuple[bytes, ...]:
    if len(planes) < 4:
        return planes
    *colours, opaque = planes

    def quotient(value: int, share: int) -> int:
        return value if share in (0, _OPAQUE) else min(255, 255 * value // share)

    return (*(bytes(map(quotient, each, opaque)) for each in colours), opaque)


def _on_white(planes: tuple[bytes, ...]) -> tuple[bytes, ...]:
    *colours, opaque = planes
    whole = 255 << 7

    def over(value: int, share: int) -> int:
        if not share:
            return 255
        mine = share * 255 * 255 * (1 << 7) // (share * 255 + 255 * (255 - share))
        mixed = value * mine + 255 * (whole - mine) + (0x80 << 7)
        return (((mixed >> 8) + mixed) >> 8) >> 7

    return tuple(bytes(map(over, each, opaque)) for each in colours)
