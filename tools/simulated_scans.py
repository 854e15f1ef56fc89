"""Filled sheets as scanners and telephones give them: pens in hands of every kind on pages of the product's own.

Made with numpy and Pillow alone. What is true is known for each box: 0 empty, 1 marked, 2 nobody can know (cancelled,
rubbed out, beside its box), so that a person must look. Nothing here was drawn by a real hand.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from printkit.sheets.geometry import Sheet

DPI = 300
DOTS = DPI / 25.4  # in a mm
_BAND = 118  # dots
_FINE = 3  # strokes are drawn so many times larger


@dataclass(frozen=True)
class Hand:
    """Millimetres by which a hand trembles, misses the middle of a box, and how often it lands a stray dot a page."""

    tremor: float
    aim: float
    size: float  # how much its marks differ in size
    strays: float


@dataclass(frozen=True)
class Pen:
    """The width of a line in mm, and how much light it takes."""

    wide: float
    dark: float
    grain: float  # how much of the paper's grain shows in it


@dataclass(frozen=True)
class Picture:
    """How a picture is taken. `curl` is the share of the page's width by which the paper is off its plane."""

    dpi: int = 0
    pixels: int = 0  # along the longer side of a photo
    turn: float = 1.0  # degrees
    blur: float = 0.5
    noise: float = 4.0
    quality: int = 85
    tilt: float = 0.0
    curl: float = 0.0
    shadow: float = 0.0
    askew: bool = False  # turned by as much, to one side or the other, and no less
    copied: bool = False
    bitonal: bool = False


HANDS = {
    "steady": Hand(0.12, 0.5, 0.08, 0.0),
    "shaky": Hand(0.45, 1.0, 0.2, 0.3),
    "severe": Hand(0.9, 1.7, 0.3, 0.8),
}
PENS = {
    "ball pen": Pen(0.45, 0.78, 0.12),
    "gel pen": Pen(0.6, 0.88, 0.03),
    "felt pen": Pen(1.1, 0.9, 0.02),
    "pencil": Pen(0.55, 0.5, 0.5),
    "light pencil": Pen(0.5, 0.28, 0.5),
    # only where they are asked for
    "red pen": Pen(0.5, 0.62, 0.1),
    "orange pen": Pen(0.6, 0.36, 0.1),
    "hardest pencil": Pen(0.4, 0.16, 0.5),
}
_USUAL = ("ball pen", "gel pen", "felt pen", "pencil", "light pencil")
_HOW_OFTEN = (0.42, 0.2, 0.1, 0.18, 0.1)
PICTURES = {
    "scan 300": Picture(dpi=300, turn=0.6, blur=0.5, noise=3.5, quality=88),
    "scan 150": Picture(dpi=150, turn=0.9, blur=0.5, noise=4, quality=80),
    "scan 100": Picture(dpi=100, turn=1.2, blur=0.5, noise=4.5, quality=75),
    "copy": Picture(dpi=150, turn=2.0, blur=0.8, noise=6, quality=65, copied=True),
    "good photo": Picture(pixels=3000, turn=4, blur=0.7, noise=5, quality=85, tilt=0.04, shadow=0.25),
    "curled photo": Picture(pixels=2200, turn=6, blur=1.0, noise=7, quality=72, tilt=0.08, curl=0.009, shadow=0.45),
    "askew scan": Picture(dpi=150, turn=3, blur=0.5, noise=4, quality=80, askew=True),
    "rough scan": Picture(dpi=150, turn=0.9, blur=0.5, noise=4, quality=30),
    "scan of a book": Picture(dpi=150, turn=0.9, blur=0.6, noise=4, quality=80, shadow=0.5),
    "fax": Picture(dpi=150, turn=1.0, blur=0.6, noise=6, quality=90, bitonal=True),
}
MARKS = ("tick", "cross", "fill", "slash", "circle")
_MARKS_OFTEN = (0.48, 0.25, 0.13, 0.07, 0.07)
_RARE = ("fell", "toes-caught")


@dataclass
class Filled:
    """A filled page in grey, what is true of each box, and how it was made."""

    page: Image.Image
    truth: dict[str, int]
    pen: str
    mark: str
    kinds: dict[str, str] = field(default_factory=dict)


Marking = Callable[[np.ndarray, Filled, Sheet, np.random.Generator, Hand, Pen], None]


# --- strokes


def stroke(chance: np.random.Generator, points: list[tuple[float, float]], hand: Hand) -> np.ndarray:
    """A line through points as a hand draws it: rounded, with the waves of a tremor of 4 to 9 a second."""
    corners = np.array(points, float)
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    along = np.r_[0, np.cumsum(lengths)]
    count = max(16, int(along[-1] * 4))
    at = np.linspace(0, along[-1], count)
    line = np.c_[np.interp(at, along, corners[:, 0]), np.interp(at, along, corners[:, 1])]
    soft = np.ones(5) / 5
    for axis in (0, 1):
        line[2:-2, axis] = np.convolve(line[:, axis], soft, "valid")
    seconds = np.linspace(0, along[-1] / chance.uniform(15, 40), count)
    strength = hand.tremor * chance.uniform(0.3, 1.3)
    way = chance.uniform(0, math.tau)
    for share, faster in ((1.0, 1.0), (0.35, 1.9)):
        wave = (
            share * strength * np.sin(math.tau * chance.uniform(4, 9) * faster * seconds + chance.uniform(0, math.tau))
        )
        line += np.outer(wave, (math.cos(way), math.sin(way)))
        way += math.pi / 2
    return line + np.cumsum(chance.normal(0, 0.3 * hand.tremor / math.sqrt(count), (count, 2)), 0)


def mark_strokes(
    chance: np.random.Generator, kind: str, x: float, y: float, side: float, hand: Hand
) -> list[np.ndarray]:
    """The strokes of a mark about x and y."""
    r = side / 2 * float(np.clip(chance.normal(0.92, hand.size), 0.45, 1.7))

    def at(across: float, down: float, loose: float = 0.12) -> tuple[float, float]:
        return x + r * (across + chance.normal(0, loose)), y + r * (down + chance.normal(0, loose))

    match kind:
        case "tick":
            tail = chance.uniform(0.7, 1.25) + (0.5 if chance.random() < 0.12 else 0)
            return [stroke(chance, [at(-0.7, 0.0), at(-0.2, 0.65), at(tail, -tail)], hand)]
        case "cross":
            one = stroke(chance, [at(-0.75, -0.75), at(0.75, 0.75)], hand)
            return [one, stroke(chance, [at(0.75, -0.75), at(-0.75, 0.75)], hand)]
        case "slash":
            return [stroke(chance, [at(-0.65, 0.75), at(0.65, -0.75)], hand)]
        case "dot":
            return [stroke(chance, [at(0, 0) for _ in range(5)], hand)]
        case "circle":
            start = chance.uniform(0, math.tau)
            turns = np.linspace(start, start + 6.7, 24)
            return [stroke(chance, [at(0.8 * math.cos(t), 0.8 * math.sin(t), 0.04) for t in turns], hand)]
        case "fill":
            rows = int(chance.integers(7, 12))
            zigzag: list[tuple[float, float]] = []
            for row in range(rows):
                down = -0.75 + 1.5 * row / (rows - 1)
                zigzag += [at(-0.75, down, 0.07), at(0.75, down, 0.07)]
            return [stroke(chance, zigzag, hand)]
        case _:  # to cancel what was there
            some = [at(chance.uniform(-1, 1), chance.uniform(-1, 1)) for _ in range(16)]
            return [stroke(chance, some, hand), stroke(chance, some[::-3], hand)]


def draw(page: np.ndarray, strokes: list[np.ndarray], pen: Pen, dark: float, chance: np.random.Generator) -> None:
    """Strokes onto a page of light from 0 to 1."""
    every = np.vstack(strokes) * DOTS
    left, top = np.maximum(np.floor(every.min(0)).astype(int) - 24, 0)
    right, bottom = np.minimum(np.ceil(every.max(0)).astype(int) + 24, (page.shape[1], page.shape[0]))
    if right <= left or bottom <= top:
        return
    fine = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE), 0)
    on = ImageDraw.Draw(fine)
    for line in strokes:
        points = [((x - left) * _FINE, (y - top) * _FINE) for x, y in line * DOTS]
        wide = pen.wide * DOTS * _FINE * chance.uniform(0.9, 1.1)
        on.line(points, fill=255, width=max(1, round(wide)), joint="curve")
        for x, y in (points[0], points[-1]):
            on.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=255)
    cover = np.asarray(fine.reduce(_FINE), np.float32) / 255
    if pen.grain:
        grain = Image.fromarray(chance.normal(128, 60, cover.shape).clip(0, 255).astype(np.uint8))
        rough = (np.asarray(grain.filter(ImageFilter.GaussianBlur(1.2)), np.float32) - 128) / 25
        cover = cover * np.clip(1 - pen.grain * 0.4 + pen.grain * rough, 0.1, 1.1)
    patch = page[top:bottom, left:right]
    np.minimum(patch, 1 - np.clip(cover * dark, 0, 0.95), out=patch)


def fill(
    blank: Image.Image, sheet: Sheet, chance: np.random.Generator, hand: str, pen: str = "", more: Marking | None = None
) -> Filled:
    """A page filled in by one hand with one pen; `blank` is the print at 300 dpi in grey, `more` adds odd marks."""
    whose, paper = HANDS[hand], np.ones((blank.height, blank.width), np.float32)
    name = pen or str(chance.choice(_USUAL, p=_HOW_OFTEN))
    mark = str(chance.choice(MARKS, p=_MARKS_OFTEN))
    filled = Filled(blank, {box[0]: 0 for box in sheet.boxes}, name, mark)
    for box in to_mark(sheet, chance):
        _fill_box(paper, filled, box, sheet, chance, whose, PENS[name])
    _strays(paper, filled, sheet, chance, whose, PENS[name])
    if more is not None:
        more(paper, filled, sheet, chance, whose, PENS[name])
    light = np.array(blank)
    # a band of 1 cm at a time, and of it the part that was drawn on: most of a page is as it was printed
    for top in range(0, blank.height, _BAND):
        band = paper[top : top + _BAND]
        drawn = np.flatnonzero(band.min(0) < 1)
        if len(drawn):
            some = slice(drawn[0], drawn[-1] + 1)
            light[top : top + _BAND, some] = light[top : top + _BAND, some] * band[:, some]
    filled.page = Image.fromarray(light)
    return filled


def to_mark(sheet: Sheet, chance: np.random.Generator) -> list[tuple[str, float, float, float]]:
    """The boxes that a person marks: days by chance, one answer of a question."""
    if sheet.template not in "LNS":
        return [
            box for box in sheet.boxes if chance.random() < (0.1 if box[0].startswith(_RARE) else 0.55)
        ]  # fmt: skip
    questions: dict[str, list[tuple[str, float, float, float]]] = {}
    for box in sheet.boxes:
        questions.setdefault(box[0].rpartition("/")[0], []).append(box)
    return [some[int(chance.integers(len(some)))] for some in questions.values() if chance.random() < 0.9]


def _fill_box(
    paper: np.ndarray,
    filled: Filled,
    box: tuple[str, float, float, float],
    sheet: Sheet,
    chance: np.random.Generator,
    hand: Hand,
    pen: Pen,
) -> None:
    name, x, y, side = box
    kind = filled.mark if chance.random() < 0.9 else str(chance.choice(["tick", "cross", "slash", "dot", "fill"]))
    off = chance.normal(0, hand.aim, 2)
    middle = (x + side / 2 + off[0], y + side / 2 + off[1])
    strokes = mark_strokes(chance, kind, *middle, side, hand)
    dark, lot = pen.dark * chance.uniform(0.85, 1.08), chance.random()
    filled.truth[name], filled.kinds[name] = 1, kind
    if lot < 0.012:
        filled.truth[name], filled.kinds[name] = 2, "cancelled"
        strokes += mark_strokes(chance, "scribble", *middle, side, hand)
    elif lot < 0.02:
        filled.truth[name], filled.kinds[name] = 2, "rubbed out"
        dark = chance.uniform(0.05, 0.11)
    if np.abs(off).max() > side / 2:
        filled.truth[name], filled.kinds[name] = 2, "beside"
        for other, left, top, wide in sheet.boxes:
            if left - 1 <= middle[0] <= left + wide + 1 and top - 1 <= middle[1] <= top + wide + 1:
                filled.truth[other] = 2
    draw(paper, strokes, pen, min(dark, 0.95), chance)


def _strays(paper: np.ndarray, filled: Filled, sheet: Sheet, chance: np.random.Generator, hand: Hand, pen: Pen) -> None:
    """Dots and short lines anywhere; one in an empty box, and nobody can know."""
    left, top = min(box[1] for box in sheet.boxes) - 15, min(box[2] for box in sheet.boxes) - 5
    right, bottom = max(box[1] + box[3] for box in sheet.boxes) + 8, max(box[2] + box[3] for box in sheet.boxes) + 5
    for _ in range(int(chance.poisson(hand.strays))):
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        way, long = chance.uniform(0, math.tau), chance.uniform(0.1, 2.5)
        line = stroke(chance, [(x, y), (x + long * math.cos(way), y + long * math.sin(way))], hand)
        draw(paper, [line], pen, pen.dark, chance)
        for name, bx, by, side in sheet.boxes:
            inside = (line[:, 0] > bx) & (line[:, 0] < bx + side) & (line[:, 1] > by) & (line[:, 1] < by + side)
            if inside.any() and filled.truth[name] == 0:
                filled.truth[name], filled.kinds[name] = 2, "stray"


# --- pictures


def taken(page: Image.Image, chance: np.random.Generator, how: str) -> Image.Image:
    """A picture of a page, as a scanner, a copier or a telephone gives it."""
    picture = PICTURES[how]
    drawn = _scanned(page, chance, picture) if picture.dpi else _photographed(page, chance, picture)
    light = np.asarray(drawn, np.float32)
    if picture.copied:
        light = _copied(light, chance)
    if picture.shadow:
        light = _shaded(light, chance, picture.shadow)
    noise = _noise(light.shape, chance) * picture.noise
    soft = Image.fromarray(light.clip(0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(picture.blur * chance.uniform(0.7, 1.2))
    )
    grain = (noise[:, :-1] + noise[:, 1:]) * 0.6  # the noise of a sensor is not that of single pixels
    light = np.asarray(soft, np.float32).copy()
    light[:, 1:] += grain
    found = Image.fromarray(light.clip(0, 255).astype(np.uint8))
    if picture.bitonal:
        return found.point(lambda value: 255 if value > 150 else 0)
    out = BytesIO()
    found.save(out, "JPEG", quality=picture.quality)
    opened = Image.open(out)
    opened.load()
    return opened


@cache
def _much_noise() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((4096, 4096), np.float32)


def _noise(shape: tuple[int, ...], chance: np.random.Generator) -> np.ndarray:
    """Noise of a sensor, cut out of much that is made once: no two pages have the same in the same place."""
    whole = _much_noise()
    if max(shape) > min(whole.shape):
        return chance.standard_normal(shape, np.float32)
    top, left = (int(chance.integers(0, most - size + 1)) for most, size in zip(whole.shape, shape, strict=True))
    cut = whole[top : top + shape[0], left : left + shape[1]]
    return cut[:: int(chance.choice([-1, 1])), :: int(chance.choice([-1, 1]))]


def _scanned(page: Image.Image, chance: np.random.Generator, picture: Picture) -> Image.Image:
    scale = picture.dpi / DPI
    times = max(1, int(1 / scale))
    small = page.reduce(times)
    scale *= times
    wide, high = round(small.width * scale), round(small.height * scale)
    lean = picture.turn * chance.choice([-1, 1]) if picture.askew else chance.normal(0, picture.turn)
    turn = math.radians(lean) + (math.pi if chance.random() < 0.25 else 0)
    stretch = 1 + chance.normal(0, 0.004), 1 + chance.normal(0, 0.004)
    shift = chance.normal(0, 1.0 * picture.dpi / 25.4, 2)
    cos, sin = math.cos(turn) / scale, math.sin(turn) / scale
    a, b, d, e = cos / stretch[0], sin / stretch[0], -sin / stretch[1], cos / stretch[1]
    c = small.width / 2 - a * (wide / 2 + shift[0]) - b * (high / 2 + shift[1])
    f = small.height / 2 - d * (wide / 2 + shift[0]) - e * (high / 2 + shift[1])
    return small.transform(
        (wide, high), Image.Transform.AFFINE, (a, b, c, d, e, f), Image.Resampling.BICUBIC, fillcolor=248
    )


def _photographed(page: Image.Image, chance: np.random.Generator, picture: Picture) -> Image.Image:
    """Through a mesh: each small square of the photo shows a piece of the paper, which may be curled."""
    scale = picture.pixels * 0.88 / page.height
    times = max(1, int(1 / scale))
    small = page.reduce(times)
    w, h = small.size
    high = picture.pixels
    wide = round(high * 0.77)
    corners = np.array([[0.04, 0.05], [0.96, 0.05], [0.96, 0.95], [0.04, 0.95]]) * (wide, high)
    corners += chance.normal(0, picture.tilt * 0.35, (4, 2)) * (wide, high)
    turn = math.radians(chance.normal(0, picture.turn))
    turned = (corners - (wide / 2, high / 2)) @ np.array(
        [[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]
    )
    # who takes a photo has the whole sheet in the picture
    corners = np.clip(np.add(turned, (wide / 2, high / 2)), 0.012 * high, (wide - 0.012 * high, 0.988 * high))
    rows: list[list[float]] = []
    right: list[float] = []
    for (u, v), (x, y) in zip(corners, ((0, 0), (w, 0), (w, h), (0, h)), strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        right += [x, y]
    a, b, c, d, e, f, g, i = np.linalg.solve(np.array(rows), np.array(right))
    phase, bend = chance.uniform(0, math.tau, 4), picture.curl * w * chance.uniform(0.3, 1.3)

    def source(u: float, v: float) -> tuple[float, float]:
        below = g * u + i * v + 1
        x, y = (a * u + b * v + c) / below, (d * u + e * v + f) / below
        s, t = x / w, y / h
        x += bend * (0.5 * math.sin(math.tau * 0.8 * s + phase[0]) + 0.3 * math.sin(math.tau * 0.7 * t + phase[1]))
        y += bend * (
            0.8 * math.sin(math.tau * 0.8 * s + phase[2]) + 0.4 * math.sin(math.tau * 0.9 * (s + t) + phase[3])
        )
        return x, y

    step = 64 if picture.curl else 256
    mesh = []
    for top in range(0, high, step):
        for left in range(0, wide, step):
            box = (left, top, min(left + step, wide), min(top + step, high))
            at = (box[0], box[1]), (box[0], box[3]), (box[2], box[3]), (box[2], box[1])
            mesh.append((box, tuple(number for u, v in at for number in source(u, v))))
    table = int(chance.uniform(60, 150))
    paper = Image.new("L", (w + 40, h + 40), table)
    paper.paste(small, (20, 20))
    moved = [(box, tuple(number + 20 for number in quad)) for box, quad in mesh]
    photo = paper.transform((wide, high), Image.Transform.MESH, moved, Image.Resampling.BILINEAR, fillcolor=table)
    quarters = int(chance.choice([0, 0, 0, 1, 2]))
    return photo.rotate(90 * quarters, expand=True) if quarters else photo


def _copied(light: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """What a copier does: harder contrast, specks of toner, streaks, one edge darker."""
    light = 255 * np.clip((light / 255 - 0.5) * chance.uniform(0.85, 1.35) + 0.5 + chance.uniform(-0.04, 0.07), 0, 1)
    h, w = light.shape
    for _ in range(int(chance.integers(0, 3))):
        x = int(chance.integers(0, w - 3))
        light[:, x : x + int(chance.integers(1, 3))] *= chance.uniform(0.6, 0.92)
    for _ in range(int(chance.poisson(25))):
        x, y, r = int(chance.integers(0, w - 4)), int(chance.integers(0, h - 4)), int(chance.integers(1, 4))
        light[y : y + r, x : x + r] *= chance.uniform(0.2, 0.7)
    edge = np.linspace(0, 1, w, dtype=np.float32) ** 6
    return light * (1 - chance.uniform(0, 0.3) * (edge if chance.random() < 0.5 else edge[::-1]))


def _shaded(light: np.ndarray, chance: np.random.Generator, most: float) -> np.ndarray:
    """Light that falls off to one side, and in a bad light the edge of a shadow."""
    h, w = light.shape
    y, x = np.mgrid[0:h:16, 0:w:16].astype(np.float32)
    way = chance.uniform(0, math.tau)
    fall = np.clip(math.cos(way) * (x / w - 0.5) + math.sin(way) * (y / h - 0.5) + 0.5, 0, 1)
    shade = 1 - most * fall * chance.uniform(0.5, 1)
    if most > 0.4:
        way = chance.uniform(0, math.tau)
        from_edge = math.cos(way) * (x / w - 0.5) + math.sin(way) * (y / h - 0.5) - chance.uniform(-0.2, 0.3)
        shade *= 1 - 0.35 / (1 + np.exp(-from_edge * chance.uniform(20, 80)))
    whole = Image.fromarray((shade * chance.uniform(0.75, 1.0) * 255).astype(np.uint8)).resize(
        (w, h), Image.Resampling.BICUBIC
    )
    return light * (np.asarray(whole, np.float32) / 255)
