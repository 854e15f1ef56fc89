"""The address of a film as a code that a telephone reads: drawn here, never looked up."""

from printkit.document import Picture

SQUARE_MM = 0.7  # 0.5 is the least that a telephone reads from a print; an old printer spreads its ink
QUIET = 4  # squares of white around a QR code (ISO/IEC 18004)
_PIXELS = 8  # to the side of a square


def code(address: str, alt: str) -> Picture:
    """An address as a QR code with its quiet zone."""
    import zxingcpp  # few prints name a film, and a browser's Python does not have it

    from printkit.content import bitmaps

    made = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    squares = memoryview(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    many = len(squares) + 2 * QUIET
    empty, side = b"\xff" * many * QUIET, b"\xff" * QUIET
    rows = squares.tobytes()
    inside = b"".join(side + rows[at : at + len(squares)] + side for at in range(0, len(rows), len(squares)))
    data = bitmaps.of_squares(empty + inside + empty, many, _PIXELS)
    return Picture(data, alt, many * SQUARE_MM, many * SQUARE_MM)
