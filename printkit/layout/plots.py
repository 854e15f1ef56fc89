"""Plots: each a figure of its own, in rows, with its words as real words at the size of the page's."""

from msgspec.structs import replace

from printkit.document import Plot, Plots
from printkit.layout.fonts import width
from printkit.layout.fragment import Element, Fragment, Mark, Piece, Space, Stamp, TextRun, moved
from printkit.layout.profiles import Profile

_LETTERS = 10.0  # points, in the measure of a plot's drawing
_BETWEEN = 22.0


def plots(block: Plots, room: Space, profile: Profile) -> Fragment:
    """Rows of plots. A plot that has no narrower one and is wider than the page is made smaller, its words with it."""
    elements: list[Element] = []
    rows: list[list[Mark]] = []
    heights: list[float] = []
    x = 0.0
    for each in block.plots:
        plot = each
        while plot.narrower and plot.drawing.wide * profile.body.size / _LETTERS > room.width:
            plot = plot.narrower
        scale = min(profile.body.size / _LETTERS, room.width / plot.drawing.wide)
        wide, high = plot.drawing.wide * scale, plot.drawing.high * scale
        if not rows or x + wide > room.width + 0.01:
            rows.append([])
            heights.append(0.0)
            x = 0.0
        elements.append(Element("Figure", attributes=(("Alt", plot.alt),)))
        rows[-1] += [moved(mark, x, 0) for mark in _marks(plot, scale, len(elements) - 1, profile)]
        heights[-1] = max(heights[-1], high)
        x += wide + _BETWEEN
    pieces = (
        Piece(high, tuple(marks), above=profile.gap, below=profile.gap)
        for marks, high in zip(rows, heights, strict=True)
    )
    return Fragment(tuple(elements), tuple(pieces))


def _marks(plot: Plot, scale: float, element: int, profile: Profile) -> list[Mark]:
    """The drawing, then its words with a space between each two for whoever copies them."""
    wide, high = plot.drawing.wide * scale, plot.drawing.high * scale
    style = replace(profile.body, size=_LETTERS * scale)
    marks: list[Mark] = [Stamp(0, 0, wide, high, plot.drawing, element)]
    for words in plot.words:
        of_words = replace(style, bold=words.bold)
        x = words.x * scale - words.before * width(words.text, words.bold, of_words.size)
        marks.append(TextRun(x, high - words.y * scale, words.text, of_words, element, after=" "))
    return marks
