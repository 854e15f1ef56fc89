"""A small picture of one box and what lies around it, for who decides what it says."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from printkit.scan.straightening import PX, Floats

_AROUND = 7.0  # mm on each side of the box
_RED = (196, 30, 30)
_QUALITY = 80  # of JPEG


def crop(page: Floats, x: float, y: float, side: float) -> bytes:
    """A JPEG of the box at x and y (mm of the straightened page), outlined, with its neighbourhood."""
    left, top = (max(0, round((at - _AROUND) * PX)) for at in (x, y))
    right, bottom = (round((at + side + _AROUND) * PX) for at in (x, y))
    cut = Image.fromarray(np.clip(page[top:bottom, left:right], 0, 255).astype(np.uint8))
    shown = cut.convert("RGB")
    # outside of the printed line, so that nothing in the box is covered
    corner = [at * PX - start - PX for at, start in ((x, left), (y, top))]
    far = [at + (side + 2) * PX for at in corner]
    ImageDraw.Draw(shown).rectangle((*corner, *far), outline=_RED, width=2)
    out = BytesIO()
    shown.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
