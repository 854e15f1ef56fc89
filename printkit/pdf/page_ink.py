"""What is drawn on one page while its content streams are put together."""

from printkit.figures.scene import Drawing
from printkit.pdf.operators import Ink, image_name, stamp_name


class PageInk:
    """What is drawn on one page, in stretches of the content stream: of one fragment each, or of what comes back."""

    def __init__(self, high: float) -> None:
        self.high = high  # of the page, in points
        self.stretches: list[list[tuple[Ink, float, float]]] = []
        self.stamps: dict[str, Drawing] = {}
        self.images: dict[str, bytes] = {}
        self.faces: set[str] = set()
        self._of: tuple[int, ...] | None = ()

    def begin(self, of: tuple[int, ...] | None) -> None:
        """What follows belongs to the fragment at this place; None stands for all that comes back on other pages."""
        if of != self._of:
            self.stretches.append([])
        self._of = of

    def add(self, made: Ink, x: float, y: float) -> None:
        """Draw a piece, its upper left corner at x and y from that of the page, in points."""
        if not self.stretches:
            self.stretches.append([])
        self.stretches[-1].append((made, x, self.high - y))
        self.faces |= made.faces
        for drawing in made.stamps:
            self.stamps[stamp_name(drawing)] = drawing
        for data in made.images:
            self.images[image_name(data)] = data
