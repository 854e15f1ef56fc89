"""A clinic's own photo or drawing, which stands in for a picture of ours."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from printkit.figures.scene import HIGH, Drawing, Photograph
from printkit.model.constraints import Words
from printkit.model.vocabulary import Side


class Flip(StrEnum):
    """Whether it may be printed the other way round; what holds words, a clock or a control may not."""

    ALLOWED = "allowed"
    LOCKED = "locked"


class Seen(StrEnum):
    """Which side is the affected one in it."""

    RIGHT = "right"
    LEFT = "left"
    NEITHER = "neither"


class Photo(Struct, frozen=True, kw_only=True):
    """A file beside this one. `says` is what a person who cannot see it is told."""

    id: str
    file: Annotated[
        str,
        Meta(
            pattern=r"^[\w(-][\w .,()+'&@-]*\.(?i:png|jpg|jpeg|heic|heif|svg)$",
            extra={"hint": "name a .jpg, .png, .heic or .svg file that lies beside this one"},
        ),
    ]
    says: Words
    flip: Flip
    affected_side: Seen


def serves(photo: Photo, side: Side) -> bool:
    """Whether it can be printed for a patient: one that shows a side needs to know which, and never shows the other."""
    if photo.affected_side is Seen.NEITHER:
        return True
    return side in _ONE_SIDE and (photo.flip is Flip.ALLOWED or not turned(photo, side))


def turned(photo: Photo, side: Side) -> bool:
    """Whether it has to be flipped for that side."""
    return photo.affected_side is not Seen.NEITHER and photo.affected_side.value != side.value


_ONE_SIDE = (Side.RIGHT, Side.LEFT)


def placed(data: bytes, wide: int, high: int, *, small: bool) -> Drawing:
    """JPEG bytes, so many pixels wide and high, as a drawing: as high as ours, or whole in a square for a row."""
    if not small:
        return Drawing(HIGH * wide / high, HIGH, (), Photograph(data, 0, 0, HIGH * wide / high, HIGH))
    scale = HIGH / max(wide, high)
    x, y = (HIGH - wide * scale) / 2, (HIGH - high * scale) / 2
    return Drawing(HIGH, HIGH, (), Photograph(data, x, y, wide * scale, high * scale))
