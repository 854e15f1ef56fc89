"""What a picture is made of: paths with a fill and a line, in the order in which they are painted."""

from collections.abc import Callable, Mapping
from math import sqrt

from msgspec import Struct, field
from msgspec.structs import replace

from printkit.figures.geometry import Path, Point, add, points_of, poly

HIGH = 190.0  # points; a drawing is made at this height and scaled by its user
INK, SOFT = "#1F2D3A", "#6F7D89"
# What a person wears and their skin are those of nobody in particular; figures.people has them for each person.
COLOURS = {
    "skin": "#FFF3E8", "shirt": "#EDF1F4", "pants": "#DCE3E8", "hair": "#5B6873", "shoe": "#F4F6F8",
    "aff-skin": "#F0A35E", "aff-shirt": "#D97F2E", "aff-pants": "#D97F2E", "aff-shoe": "#D97F2E",
    "ghost-skin": "#FFFFFF", "ghost-shirt": "#FFFFFF", "ghost-pants": "#FFFFFF", "ghost-shoe": "#FFFFFF",
    "prop": "#F3EFE8", "prop-dark": "#E4DDD1", "prop-line": "#5F5A50", "arrow": "#0B4A86", "floor": "#5C6873",
    "ground": "#F1F0EC", "shadow": "#E2DFD8", "shadow-soft": "#EAE8E2", "frame": "#C5CCD2", "cloth": "#D5E6EF", "band": "#2E7D5B", "sock": "#7F97A8",
    "brace": "#8FA9BF", "putty": "#C9D39A", "paper": "#FFFFFF",
}  # fmt: skip
# printed points, at whatever size a picture is printed
WIDTHS = {"body": 1.4, "aff": 1.9, "far": 1.4, "ghost": 0.9, "inner": 0.8, "prop": 0.7}
_LARGE, _LEAST = 0.8, 0.55  # a smaller scale thins all lines, to no less than this part of their width


def luma(colour: str) -> float:
    """How light a printer without colour makes #RRGGBB, from 0 to 1 (ITU-R BT.601)."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def grey(colour: str) -> str:
    """What a printer without colour makes of #RRGGBB; nothing stays nothing."""
    return "#" + f"{round(255 * luma(colour)):02X}" * 3 if colour else ""


class Paint(Struct, frozen=True):
    """A path: filled when `fill` is a colour, stroked when `ink` is one.

    What a `pen` draws is as thick on paper however large the drawing is printed.
    """

    path: Path
    fill: str = ""
    ink: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    pen: bool = False


class Arrow(Struct, frozen=True):
    """A line of points with a head at its end, or at both; it begins beside `parts`: from where to where, how broad."""

    points: tuple[Point, ...]
    both: bool = False
    parts: tuple[tuple[Point, Point, float], ...] = ()


class Letter(Struct, frozen=True):
    """A letter or digit, as tall as `size` points; never mirrored."""

    at: Point
    text: str
    size: float


Mark = Paint | Arrow | Letter


class Layer(Struct, frozen=True):
    """Paths inside one clip, all of them from the point `at`: what two panels share is then the same in both."""

    clip: Path
    paints: tuple[Paint, ...]
    at: Point = (0.0, 0.0)


class Grain(Struct, frozen=True):
    """How finely a drawing is said: `units` to a point, and how far in points a curve may be from the outline it stands for.

    What is small by itself, as a nose or a mouth, is said more closely.
    """

    units: int
    tolerance: float
    of_small: float


# What is printed at up to its own size, as the frames of a page; at half of it at most, as beside a step; at a sixth, on a chart.
# All come to a quarter of a point on paper or less, a pixel at 300 dots to the inch. Whole numbers take fewer bytes.
LARGE, SMALL, TINY = Grain(4, 0.25, 0.07), Grain(2, 0.3, 0.15), Grain(1, 0.6, 0.6)


class Photograph(Struct, frozen=True):
    """JPEG bytes, and where they stand in a drawing."""

    data: bytes
    x: float
    y: float
    wide: float
    high: float


class Ready(Struct, frozen=True, eq=False):
    """All that is kept of a drawing that is printed: its paths take ten times as much, and are made again only if somebody asks.

    `room` is how wide a sign may be in each of its corners, first of the drawing, then of its mirror image; without it that
    is found by the paths.
    """

    operators: str
    room: tuple[tuple[float, ...], ...]
    drawing: Callable[[], "Drawing"]


class Drawing(Struct, frozen=True, eq=False):
    """A picture in points: y up from the lower left corner. Made once for each picture and side, so it is itself only.

    One that is made of others has no layers of its `own`, and a file has each of these others once. `parts` are drawings of
    its size, one over the other: a person's picture, and the plates of its signs. `moved` is a smaller one that stands in many,
    and its lower left corner in this one. `mirrors` is the one that it is the mirror image of: that of the other side. One that
    came `ready` has layers only when somebody asks for them. The first of those that it is made of has its `grain`.
    """

    wide: float
    high: float
    own: tuple[Layer, ...]
    photograph: Photograph | None = None
    parts: tuple["Drawing", ...] = ()
    moved: "tuple[Drawing, Point] | None" = None
    mirrors: "Drawing | None" = None
    ready: Ready | None = None
    grain: Grain = LARGE

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, those of the drawings that it is made of in their places; made anew each time for a mirror image."""
        if self.ready is not None:
            return self.ready.drawing().layers
        if self.mirrors is not None:
            return tuple(_turned(layer, self.wide) for layer in self.mirrors.layers)
        if self.moved is not None:
            return tuple(replace(layer, at=add(layer.at, self.moved[1])) for layer in self.moved[0].layers)
        return tuple(layer for part in self.parts for layer in part.layers) or self.own

    @property
    def weight(self) -> int:
        """How many bytes are kept of it: its operators, of which one that is made of others has none of its own."""
        return 0 if self.ready is None else len(self.ready.operators)

    def __repr__(self) -> str:
        return f"Drawing({self.wide:.0f} x {self.high:.0f})"


class Pair(Struct, frozen=True, eq=False):
    """The start and the end, with the middle of a way that has one; or one drawing of a picture that has no other.

    Stacked is one above the other.
    """

    drawings: tuple[Drawing, ...]
    stacked: bool = False


def over(below: Drawing, *above: Drawing) -> Drawing:
    """Drawings over another of their size."""
    return Drawing(below.wide, below.high, (), parts=(below, *above), grain=below.grain)


def moved(drawing: Drawing, corner: Point, size: Point) -> Drawing:
    """A drawing with its lower left corner at a place of a larger one, whose width and height are its `size`."""
    return Drawing(*size, (), moved=(drawing, corner), grain=drawing.grain)


def mirrored(drawing: Drawing) -> Drawing:
    """The mirror image of a drawing without letters."""
    return Drawing(drawing.wide, drawing.high, (), mirrors=drawing, grain=drawing.grain)


def _turned(layer: Layer, wide: float) -> Layer:
    def path(way: Path) -> Path:
        return tuple((kind, tuple((wide - x, y) for x, y in points)) for kind, points in way)

    paints = tuple(replace(paint, path=path(paint.path)) for paint in layer.paints)
    return Layer(path(layer.clip), paints, (-layer.at[0], layer.at[1]))


def without_colour(drawing: Drawing) -> Drawing:
    """The same drawing without colour. A photograph keeps its own; pictures.load_photo takes that out."""
    return _repainted(drawing, lambda paint: replace(paint, fill=grey(paint.fill), ink=grey(paint.ink)))


def thinned(scale: float) -> float:
    """The part of their width that lines keep in a drawing printed at a scale: all of it, but for small pictures."""
    return min(1.0, max(_LEAST, sqrt(scale / _LARGE)))


def as_printed(drawing: Drawing, scale: float) -> Drawing:
    """A drawing whose lines are as thick as they shall be when it is printed at a scale."""
    more = thinned(scale) / scale
    return _repainted(
        drawing, lambda paint: replace(paint, width=paint.width * more, pen=False) if paint.pen else paint
    )


def _repainted(drawing: Drawing, other: Callable[[Paint], Paint]) -> Drawing:
    layers = tuple(replace(layer, paints=tuple(map(other, layer.paints))) for layer in drawing.layers)
    return replace(drawing, own=layers, parts=(), moved=None, mirrors=None, ready=None)


class Scene(Struct):
    """Marks in the world: 1 unit is 1 cm, x to the right, y up from the floor."""

    marks: list[Mark] = []
    backdrop: list[Paint] = []  # painted before them, past the edges of the frame, and no part of what has to fit
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)  # of the person in it, and of all else

    def group(
        self,
        items: list[tuple[Path, str]],
        ink: str = INK,
        width: float = WIDTHS["body"],
        dash: tuple[float, ...] = (),
        details: list[Path] | None = None,
    ) -> None:
        """Parts as one silhouette: all of them stroked at double width, then all filled, then the details."""
        every: Path = tuple(segment for path, _ in items for segment in path)
        self.marks.append(Paint(every, "", ink, width * 2, dash, pen=True))
        self.marks += [Paint(path, fill) for path, fill in items]
        for detail in details or ():
            self.marks.append(Paint(detail, "", ink, WIDTHS["inner"], pen=True))

    def shape(self, path: Path, fill: str = "", ink: str = "", width: float = WIDTHS["prop"]) -> None:
        """One path."""
        self.marks.append(Paint(path, fill, ink, width, pen=bool(ink)))

    def line(self, points: list[Point], ink: str = INK, width: float = WIDTHS["prop"]) -> None:
        """Straight lines."""
        self.marks.append(Paint(poly(points, closed=False), "", ink, width, pen=True))

    def bounds(self) -> tuple[float, float, float, float]:
        """The box round all marks: left, low, right, high."""
        found: list[Point] = []
        for mark in self.marks:
            match mark:
                case Paint(path=path):
                    found += points_of(path)
                case Arrow(points=points):
                    found += points
                case Letter(at=at):
                    found.append(at)
        xs, ys = [p[0] for p in found], [p[1] for p in found]
        return min(xs), min(ys), max(xs), max(ys)
