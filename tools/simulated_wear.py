"""What happens to filled sheets besides scanning them: odd marks, tired paper, feeders that slip, copiers with a screen.

These are attacks: none of it was drawn while the reader's limits were first set, and each is counted by itself
(tools/scan_figures.py --effect). As in simulated_scans, what is true of a box is 0 empty, 1 marked, 2 nobody can know.
"""

import math
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from simulated_scans import DOTS, PENS, Filled, Hand, Marking, Pen, draw, mark_strokes, stroke, taken

from printkit.scan import straightening
from printkit.sheets.geometry import Sheet

Box = tuple[str, float, float, float]
Wearing = Callable[[Image.Image, Sheet, np.random.Generator], Image.Image]

HIGHLIGHTER = (255, 244, 70)  # red, green, blue of what it lets through


def _some(sheet: Sheet, chance: np.random.Generator, share: float) -> list[Box]:
    return [box for box in sheet.boxes if chance.random() < share]


def _unknown(filled: Filled, name: str, kind: str) -> None:
    filled.truth[name], filled.kinds[name] = 2, kind


def _beside(sheet: Sheet, box: Box) -> list[Box]:
    """The boxes next to one, the nearest first."""
    x, y = box[1], box[2]
    near = [other for other in sheet.boxes if other[0] != box[0] and math.hypot(other[1] - x, other[2] - y) < 22]
    return sorted(near, key=lambda other: math.hypot(other[1] - x, other[2] - y))


def _reached(sheet: Sheet, lines: list[np.ndarray]) -> list[Box]:
    """The boxes that strokes run through."""
    x, y = np.vstack(lines).T
    return [
        box
        for box in sheet.boxes
        if ((x > box[1]) & (x < box[1] + box[3]) & (y > box[2]) & (y < box[2] + box[3])).any()
    ]


# --- marks


def overshooting(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """Ticks whose tail ends in the next box, to the right or across the corner."""
    for name, x, y, side in _some(sheet, chance, 0.08):
        if filled.truth[name] != 0:
            continue
        middle = (x + side / 2, y + side / 2)
        far = (x + side * chance.uniform(1.5, 2.2), y - side * chance.uniform(-0.3, 0.9))
        points = [(middle[0] - side * 0.3, middle[1]), (middle[0], middle[1] + side * 0.3), far]
        draw(paper, [stroke(chance, points, hand)], pen, pen.dark, chance)
        filled.truth[name], filled.kinds[name] = 1, "overshooting tick"


def circled(paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen) -> None:
    """Circles round the whole box, which touch its inside nowhere; the box is meant."""
    for name, x, y, side in _some(sheet, chance, 0.05):
        if filled.truth[name] != 0:
            continue
        wide = side / 2 * chance.uniform(1.25, 1.75)
        start = chance.uniform(0, math.tau)
        turns = np.linspace(start, start + 6.6, 24)
        points = [(x + side / 2 + wide * math.cos(t), y + side / 2 + wide * math.sin(t)) for t in turns]
        draw(paper, [stroke(chance, points, hand)], pen, pen.dark, chance)
        filled.truth[name], filled.kinds[name] = 1, "circled box"


def beside(paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen) -> None:
    """Ticks in the gap beside their box."""
    for box in _some(sheet, chance, 0.05):
        name, x, y, side = box
        if filled.truth[name] != 0:
            continue
        way = int(chance.integers(4))
        off = side * chance.uniform(0.55, 0.8)
        across, down = ((off, 0), (-off, 0), (0, off), (0, -off))[way]
        lines = mark_strokes(chance, "tick", x + side / 2 + across, y + side / 2 + down, side * 0.6, hand)
        draw(paper, lines, pen, pen.dark, chance)
        for each in (box, *_reached(sheet, lines)):
            _unknown(filled, each[0], "beside its box")


def scribbled_out(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """Marks that are taken back: by a zigzag, by a line through them, by a scribble in another place."""
    for name, x, y, side in sheet.boxes:
        if filled.truth[name] != 1 or chance.random() > 0.08:
            continue
        middle = (x + side / 2, y + side / 2)
        r = side / 2
        way = str(chance.choice(["zigzag", "lines", "scribble"]))
        if way == "zigzag":
            lines = mark_strokes(chance, "fill", *middle, side * 1.2, hand)
        elif way == "lines":
            lines = [
                stroke(
                    chance,
                    [
                        (middle[0] - 1.2 * r, middle[1] + r * chance.uniform(-0.6, 0.6)),
                        (middle[0] + 1.2 * r, middle[1] + r * chance.uniform(-0.6, 0.6)),
                    ],
                    hand,
                )
                for _ in range(int(chance.integers(2, 5)))
            ]
        else:
            lines = mark_strokes(chance, "scribble", *middle, side * 1.1, hand)
        draw(paper, lines, pen, pen.dark, chance)
        _unknown(filled, name, f"taken back by {way}")


def corrected_by_arrow(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """An arrow from a mark to the box that was meant; it may cross a third."""
    marked = [box for box in sheet.boxes if filled.truth[box[0]] == 1]
    for at in chance.permutation(len(marked))[:3]:
        box = marked[at]
        others = [each for each in _beside(sheet, box) if filled.truth[each[0]] == 0]
        if not others:
            continue
        to = others[int(chance.integers(min(3, len(others))))]
        start = box[1] + box[3] / 2, box[2] + box[3] / 2
        end = to[1] + to[3] / 2, to[2] + to[3] / 2
        way = math.atan2(end[1] - start[1], end[0] - start[0])
        head = [
            (end[0] - 3 * math.cos(way - 0.5), end[1] - 3 * math.sin(way - 0.5)),
            end,
            (end[0] - 3 * math.cos(way + 0.5), end[1] - 3 * math.sin(way + 0.5)),
        ]
        draw(paper, [stroke(chance, [start, end], hand), stroke(chance, head, hand)], pen, pen.dark, chance)
        for name in (box[0], to[0]):
            _unknown(filled, name, "arrow")


def small_signs(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """Two short strokes as ditto marks, small crosses, short dashes: small, and meant."""
    for name, x, y, side in _some(sheet, chance, 0.1):
        if filled.truth[name] != 0:
            continue
        middle = (x + side / 2 + chance.normal(0, 0.8), y + side / 2 + chance.normal(0, 0.8))
        way = str(chance.choice(["ditto", "small cross", "dash", "bold dot"]))
        r = side * chance.uniform(0.12, 0.2)
        if way == "ditto":
            lines = [
                stroke(chance, [(middle[0] + k, middle[1] - r), (middle[0] + k, middle[1] + r)], hand) for k in (-1, 1)
            ]
        elif way == "dash":
            lines = [stroke(chance, [(middle[0] - 1.6 * r, middle[1]), (middle[0] + 1.6 * r, middle[1])], hand)]
        elif way == "small cross":
            lines = mark_strokes(chance, "cross", *middle, 2 * r, hand)
        else:
            lines = mark_strokes(chance, "fill", *middle, 1.2 * r, hand)
        draw(paper, lines, pen, pen.dark, chance)
        filled.truth[name], filled.kinds[name] = 1, way


def edge_dots(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """Dots on the edge of their box, of which the middle lies inside."""
    for name, x, y, side in _some(sheet, chance, 0.15):
        if filled.truth[name] != 0:
            continue
        off = np.array([side / 2 - chance.uniform(0, 1.0), chance.uniform(-0.4, 0.4) * side]) * chance.choice(
            [-1, 1], 2
        )
        across, down = off if chance.random() < 0.5 else off[::-1]
        lines = mark_strokes(chance, "dot", x + side / 2 + across, y + side / 2 + down, side, hand)
        draw(paper, lines, pen, pen.dark, chance)
        filled.truth[name], filled.kinds[name] = 1, "dot on the edge"


def written_beside(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """A word written across empty boxes or the gap beside them; where it crosses a box nobody can know."""
    for _ in range(3):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        left, middle = box[1] + chance.uniform(-6, 6), box[2] + chance.uniform(-3, box[3] + 3)
        points = [
            (left + 1.3 * k, middle + (1.6 if k % 2 else -1.6) * chance.uniform(0.4, 1.2))
            for k in range(int(chance.integers(8, 22)))
        ]
        line = stroke(chance, points, hand)
        draw(paper, [line], pen, pen.dark, chance)
        for name, x, y, side in sheet.boxes:
            near = (
                (line[:, 0] > x - 1) & (line[:, 0] < x + side + 1) & (line[:, 1] > y - 1) & (line[:, 1] < y + side + 1)
            )
            if near.any():
                _unknown(filled, name, "written over")


def line_through_row(
    paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen
) -> None:
    """One long line through the empty boxes of a row, which may mean none of them, or all."""
    tops = sorted({box[2] for box in sheet.boxes})
    for top in chance.permutation(tops)[:2]:
        row = [box for box in sheet.boxes if box[2] == top and filled.truth[box[0]] == 0]
        if len(row) < 2:
            continue
        some = sorted(row, key=lambda each: each[1])[: int(chance.integers(2, len(row) + 1))]
        start, end = some[0], some[-1]
        y = top + start[3] / 2
        line = stroke(
            chance,
            [(start[1] + 1, y + chance.normal(0, 1)), (end[1] + end[3] - 1, y + chance.normal(0, 1))],
            hand,
        )
        draw(paper, [line], pen, pen.dark, chance)
        for box in _reached(sheet, [line]):
            _unknown(filled, box[0], "line through a row")


MARKINGS: dict[str, Marking] = {
    "overshooting": overshooting,
    "circled": circled,
    "beside": beside,
    "scribbled out": scribbled_out,
    "arrow": corrected_by_arrow,
    "small signs": small_signs,
    "edge dots": edge_dots,
    "words": written_beside,
    "line through a row": line_through_row,
}


# --- paper


def _multiplied(page: Image.Image, light: np.ndarray) -> Image.Image:
    whole = Image.fromarray((light.clip(0, 1) * 255).astype(np.uint8)).resize(page.size, Image.Resampling.BILINEAR)
    found = np.asarray(page, np.uint16) * np.asarray(whole, np.uint16) // 255
    return Image.fromarray(found.astype(np.uint8))


def _grid(page: Image.Image, step: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Across and down in mm, on a coarser grid of the page."""
    y, x = np.mgrid[0 : page.height : step, 0 : page.width : step].astype(np.float32)
    return x / DOTS, y / DOTS


def folded(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """A fold through a row of boxes, and one down the page: a sharp dark line with shade on one side."""
    x, y = _grid(page)
    light = np.ones_like(x)
    box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
    for along, across, at in ((x, y, box[2] + box[3] * chance.uniform(0.1, 0.9)), (y, x, chance.uniform(60, 150))):
        lean = chance.normal(0, 0.006)
        off = across - at - lean * along
        light *= 1 - chance.uniform(0.08, 0.45) * np.exp(-((off / chance.uniform(0.12, 0.3)) ** 2))
        light *= 1 - chance.uniform(0.02, 0.1) * np.exp(-np.abs(off) / 6) * (off > 0)
    return _multiplied(page, light)


def coffee(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """The rings of a cup, sharp at the rim, and drops."""
    x, y = _grid(page)
    light = np.ones_like(x)
    for wide in (chance.uniform(32, 42), *chance.uniform(1, 6, int(chance.integers(1, 6)))):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        middle = box[1] + chance.normal(0, 25), box[2] + chance.normal(0, 25)
        far = np.hypot(x - middle[0], y - middle[1])
        far += 0.5 * np.sin(3 * np.arctan2(y - middle[1], x - middle[0]) + chance.uniform(0, 6))
        dark, rim = chance.uniform(0.08, 0.3), chance.uniform(0.3, 0.9)
        inner = dark * chance.uniform(0.2, 0.5) * (far < wide)
        light *= 1 - inner - dark * np.exp(-(((far - wide) / rim) ** 2)) * (far < wide + 0.4)
    return _multiplied(page, light)


def bleeding(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """The back of the page shines through: the same print mirrored, with marks of a felt pen."""
    back = np.ones((page.height, page.width), np.float32)
    felt, hand = Pen(1.1, 0.9, 0.02), Hand(0.3, 0.8, 0.1, 0.0)
    for _, x, y, side in sheet.boxes:
        if chance.random() < 0.5:
            draw(back, mark_strokes(chance, "tick", x + side / 2, y + side / 2, side, hand), felt, 0.9, chance)
    other = Image.fromarray((np.asarray(page, np.float32) * back).clip(0, 255).astype(np.uint8))
    soft = other.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(chance.uniform(2, 5)))
    light = 1 - chance.uniform(0.05, 0.28) * (1 - np.asarray(soft, np.float32) / 255)
    return _multiplied(page, np.roll(light, int(chance.integers(-30, 30)), 0))


def stapled(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Holes of staples and of a punch, where they fall, some of them in boxes; a staple left in its corner."""
    found = page.copy()
    on = ImageDraw.Draw(found)
    for _ in range(4):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        x, y = (box[1] + chance.uniform(-2, box[3] + 2)) * DOTS, (box[2] + chance.uniform(-2, box[3] + 2)) * DOTS
        r = chance.uniform(0.25, 0.5) * DOTS
        on.ellipse((x - r, y - r, x + r, y + r), fill=int(chance.uniform(20, 120)))
        on.ellipse((x + 11 * DOTS - r, y - r, x + 11 * DOTS + r, y + r), fill=60)
    for y in (108.5, 188.5):
        r, middle = 3 * DOTS, (8 * DOTS, y * DOTS)
        on.ellipse((middle[0] - r, middle[1] - r, middle[0] + r, middle[1] + r), fill=int(chance.uniform(10, 200)))
    on.line((28 * DOTS, 9 * DOTS, 38 * DOTS, 12 * DOTS), fill=70, width=6)
    return found


def halftone(page: Image.Image, _: Sheet, chance: np.random.Generator) -> Image.Image:
    """A copier that prints greys as dots of a screen, of which a scanner makes a moire."""
    y, x = np.mgrid[0 : page.height, 0 : page.width].astype(np.float32)
    way = math.radians(chance.choice([45.0, 15.0, 75.0]))
    step = math.tau / chance.uniform(2.8, 4.5)  # of dots 300 to an inch: 67 to 107 lines an inch
    u, v = x * math.cos(way) + y * math.sin(way), -x * math.sin(way) + y * math.cos(way)
    screen = 0.5 + 0.22 * (np.cos(u * step) + np.cos(v * step))
    light = np.asarray(page.filter(ImageFilter.GaussianBlur(1.0)), np.float32) / 255
    darker = light * chance.uniform(0.9, 0.985)  # paper is not copied as quite white: a veil of dots
    return Image.fromarray(np.where(darker > screen, 250, 30).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))


def slipped(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """A feeder that slips: below some line the paper comes later, or a strip of it comes twice."""
    data = np.asarray(page)
    box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
    at = int((box[2] + chance.uniform(-5, box[3] + 5)) * DOTS)
    by = int(chance.uniform(0.5, 9) * DOTS)
    if chance.random() < 0.5:
        moved = np.concatenate([data[:at], data[at - by : -by]])  # a strip twice
    else:
        moved = np.concatenate([data[:at], data[at + by :], np.full((by, data.shape[1]), 245, np.uint8)])
    return Image.fromarray(moved)


def overlapped(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Two sheets at once: a part is covered by another sheet, blank there, with its edge as a thin shadow."""
    found = page.copy()
    on = ImageDraw.Draw(found)
    w, h = page.size
    box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
    x, y = (box[1] + chance.uniform(0, box[3])) * DOTS, (box[2] + chance.uniform(0, box[3])) * DOTS
    lean = chance.normal(0, 0.02) * h
    if chance.random() < 0.5:
        corners = [(x, 60 * DOTS), (w, 60 * DOTS), (w, h - 40 * DOTS), (x + lean, h - 40 * DOTS)]
    else:
        corners = [
            (40 * DOTS, y),
            (w - 40 * DOTS, y + lean),
            (w - 40 * DOTS, y + 70 * DOTS),
            (40 * DOTS, y + 70 * DOTS),
        ]
    on.polygon(corners, fill=246)
    on.line([*corners, corners[0]], fill=175, width=3)
    return found


def taped(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """A strip of sticky tape over boxes: a veil with sharp edges."""
    x, y = _grid(page)
    box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
    off = y - box[2] - 4 - chance.normal(0, 0.08) * (x - box[1])
    light = 1 - chance.uniform(0.04, 0.18) * (np.abs(off) < 9)
    light -= chance.uniform(0.05, 0.2) * (np.abs(np.abs(off) - 9) < 0.15)
    return _multiplied(page, light)


WEARS: dict[str, Wearing] = {
    "fold": folded,
    "coffee": coffee,
    "bleed-through": bleeding,
    "staples": stapled,
    "halftone copy": halftone,
    "feeder slips": slipped,
    "covered": overlapped,
    "tape": taped,
}


# --- scanners

STREAKS = ("dead element", "dust on the glass")
_THIN = Hand(0.03, 0.0, 0.0, 0.0)  # a line drawn with care: all of it lies under a streak


def streaked(filled: Filled, sheet: Sheet, chance: np.random.Generator, how: str, streak: str) -> Image.Image:
    """A picture with a thin streak over its whole length, and under it, in half of the empty boxes there, a thin mark.

    A dead element gives the same light whatever lies under it; dust takes the same share of light from everything.
    """
    state = chance.bit_generator.state
    found = straightening.find(taken(filled.page, chance, how))  # the same chance again gives the same place
    assert isinstance(found, straightening.Found)
    a, b, c, d, e, f = straightening.flat(found, sheet)
    after = chance.bit_generator.state
    upright = chance.random() < 0.7
    name, x, y, side = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
    x, y = x + side * chance.uniform(0.25, 0.75), y + side * chance.uniform(0.25, 0.75)
    at = a * x + b * y + c if upright else d * x + e * y + f  # the column of the picture, or its row
    paper, pen = np.ones((filled.page.height, filled.page.width), np.float32), PENS[filled.pen]
    for name, left, top, side in sheet.boxes:
        # along the streak in mm of the paper, which may lie upside down or sideways
        down = np.array([top + side * share for share in chance.uniform((0.12, 0.7), (0.3, 0.88))])
        over = (at - c - b * down) / a
        if abs(a) < abs(b) or not upright:
            over = np.array([left + side * share for share in (0.2, 0.8)])
            down = (at - f - d * over) / e if not upright else (at - c - a * over) / b
        inside = (over > left + 1.2) & (over < left + side - 1.2) & (down > top + 1) & (down < top + side - 1)
        if inside.all() and filled.truth[name] == 0 and chance.random() < 0.5:
            line = stroke(chance, list(zip(over.tolist(), down.tolist(), strict=True)), _THIN)
            draw(paper, [line], pen, pen.dark, chance)
            filled.truth[name], filled.kinds[name] = 1, "under a streak"
    page = Image.fromarray((np.asarray(filled.page, np.float32) * paper).astype(np.uint8))
    rest = chance.bit_generator.state
    chance.bit_generator.state = state
    light = np.array(taken(page, chance, how), np.float32)
    assert chance.bit_generator.state == after
    chance.bit_generator.state = rest
    wide = int(chance.integers(1, 7))
    lines = slice(round(at - wide / 2), round(at - wide / 2) + wide)
    where = (slice(None), lines) if upright else (lines, slice(None))
    if streak == "dead element":
        light[where] = chance.uniform(85, 235)
    else:
        light[where] *= chance.uniform(0.45, 0.92)
    out = BytesIO()
    Image.fromarray(light.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=85)
    opened = Image.open(out)
    opened.load()
    return opened


def highlighted(page: Image.Image, filled: Filled, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Boxes marked with a yellow highlighter, and what it lets through, in colour."""
    through = np.ones((page.height, page.width), np.float32)
    pen, hand = Pen(chance.uniform(2.5, 4.5), 0.95, 0.02), Hand(0.3, 0.8, 0.15, 0.0)
    for name, x, y, side in sheet.boxes:
        if filled.truth[name] == 0 and chance.random() < 0.15:
            kind = str(chance.choice(["slash", "tick", "cross"]))
            draw(through, mark_strokes(chance, kind, x + side / 2, y + side / 2, side, hand), pen, 0.95, chance)
            filled.truth[name], filled.kinds[name] = 1, "highlighter"
    ink = 1 - through
    light = np.asarray(page, np.float32)
    bands = [light * (1 - ink * (1 - value / 255)) for value in HIGHLIGHTER]
    return Image.fromarray(np.stack(bands, -1).clip(0, 255).astype(np.uint8))


def taken_in_colour(page: Image.Image, chance: np.random.Generator, how: str) -> Image.Image:
    """A picture of a page in colour: each colour as a scanner or a telephone gives it, all from the same place."""
    state = chance.bit_generator.state
    bands: list[Image.Image] = []
    for band in page.split():
        chance.bit_generator.state = state
        bands.append(taken(band, chance, how))
    out = BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=85)
    opened = Image.open(out)
    opened.load()
    return opened
