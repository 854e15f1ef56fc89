"""What is drawn on one page while its content streams are put together."""

from msgspec import Struct

from printkit.figures.scene import Drawing
from printkit.pdf.images import image_name, stamp_name
from printkit.pdf.operators import DrawnPiece


class PageInk(Struct):
    """What is drawn on one page, in stretches of the content stream: of one fragment each, or of what comes back."""

    high: float  # of the page, in points
    stretches: list[list[tuple[DrawnPiece, float, float]]] = []
    stamps: dict[str, Drawing] = {}
    images: dict[str, bytes] = {}
    faces: set[str] = set()
    of: tuple[int, ...] | None = ()  # what the last stretch belongs to

    def begin(self, of: tuple[int, ...] | None) -> None:
        """What follows belongs to the fragment at this place; None stands for all that comes back on other pages."""
        if of != self.of:
            self.stretches.append([])
        self.of = of

    def add(self, made: DrawnPiece, x: float, y: float) -> None:
        """Draw a piece, its upper left corner at x and y from that of the page, in points."""
        if not self.stretches:
            self.stretches.append([])
        self.stretches[-1].append((made, x, self.high - y))
        self.faces |= made.faces
        for drawing in made.stamps:
            self.stamps[stamp_name(drawing)] = drawing
        for data in made.images:
            self.images[image_name(data)] = data
