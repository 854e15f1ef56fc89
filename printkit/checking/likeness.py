"""How alike the start and the end of a picture look to who holds the page at arm's length."""

from collections.abc import Iterator

from msgspec.structs import replace

from printkit.content.bitmaps import grey_difference, png
from printkit.figures import writers
from printkit.figures.pair import rough
from printkit.figures.scene import Drawing
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Figure, Stance, Window

LEAST = 0.05  # the root mean square of the difference in grey, of 1 for black against white
WIDE_MM, DPI = 18, 150  # the thumbnails that are held against each other
_PIXELS = round(WIDE_MM / 25.4 * DPI)
_COARSE = 36  # pixels; mixing neighbours only takes away from a difference, so what differs here differs there as well
_CLOSER = (1.4, 1.8, 2.4)  # a window so many times as wide as all that moves


def difference(drawings: tuple[Drawing, ...]) -> float:
    """How much frames differ from each to the next, from 0 to 1, no finer than tells whether it is LEAST; 1 for one alone."""
    texts = [writers.svg(each, "") for each in drawings]
    small = [png(text, _COARSE) for text in texts]
    return min((_apart(texts[i : i + 2], small[i : i + 2]) for i in range(len(texts) - 1)), default=1.0)


def _apart(texts: list[str], small: list[bytes]) -> float:
    coarse = grey_difference(*small)
    return coarse if coarse >= LEAST else grey_difference(*(png(text, _PIXELS) for text in texts))


def apart(start: Drawing, end: Drawing) -> float:
    """The root mean square difference of two thumbnails in grey."""
    return grey_difference(*(png(writers.svg(each, ""), _PIXELS) for each in (start, end)))


def closer(figure: Figure, stance: Stance) -> Window | None:
    """A window onto what moves in which start and end can be told apart; None where no closer look helps."""

    def seen(window: Window) -> float:
        return difference(rough(SolvedFigure(replace(figure, window=window), stance)))

    return next((each for each in _windows(figure, stance) if seen(each) >= LEAST), None)


def _windows(figure: Figure, stance: Stance) -> Iterator[Window]:
    """The widest first: a reader should see where on the body it is."""
    picture = SolvedFigure(figure, stance)
    before, after = picture.solved(0).points, picture.solved(1).points
    moved = [(before[name], after[name]) for name in before.keys() & after.keys() if before[name] != after[name]]
    if not moved:
        return
    xs, ys = ([point[axis] for pair in moved for point in pair] for axis in (0, 1))
    middle = f"{round((min(xs) + max(xs)) / 2)} {round((min(ys) + max(ys)) / 2)}"
    for times in sorted(_CLOSER, reverse=True):
        wide = round(times * max(max(xs) - min(xs), max(ys) - min(ys), 10))
        if 20 <= wide <= 400:
            yield Window(at=middle, wide=wide)
