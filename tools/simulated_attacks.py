"""A third simulator, written to break the reader after its limits were set: marks that go astray, tired pens and machines.

It shares no stroke and no scanner with simulated_scans, on which limits were set. What is true of a box is 0 empty,
1 marked, 2 nobody can know. Each attack is one thing at a time, on a page that is filled in as usual for the rest.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from simulated_scans import DPI, Filled, to_mark

from printkit.sheets.geometry import Sheet

_DOTS = DPI / 25.4
Line = np.ndarray  # points in mm, a row each
Box = tuple[str, float, float, float]


@dataclass(frozen=True)
class Tool:
    """What one person writes with: mm wide, the light it takes, how far a line wavers, how far a mark misses (mm)."""

    wide: float
    dark: float
    waver: float
    miss: float


@dataclass
class Scene:
    """A page as it is being filled in; `ink` is the light that strokes take, of each dot."""

    sheet: Sheet
    chance: np.random.Generator
    tool: Tool
    ink: Image.Image
    filled: Filled

    def empty(self, share: float) -> list[Box]:
        """Some of the boxes that nobody marked."""
        return [box for box in self.sheet.boxes if not self.filled.truth[box[0]] and self.chance.random() < share]

    def marked(self, share: float) -> list[Box]:
        """Some of those that are marked."""
        return [box for box in self.sheet.boxes if self.filled.truth[box[0]] == 1 and self.chance.random() < share]

    def say(self, box: Box, truth: int, kind: str) -> None:
        """What is true of a box."""
        self.filled.truth[box[0]], self.filled.kinds[box[0]] = truth, kind


def _bow(chance: np.random.Generator, start: tuple[float, float], end: tuple[float, float], waver: float) -> Line:
    """A line that is bent a little (a quadratic Bezier curve), and that wavers."""
    (x, y), (u, v) = start, end
    bend = chance.normal(0, 0.08) * math.dist(start, end)
    along = math.atan2(v - y, u - x)
    middle = ((x + u) / 2 - bend * math.sin(along), (y + v) / 2 + bend * math.cos(along))
    t = np.linspace(0, 1, max(8, int(math.dist(start, end) * 3)))[:, None]
    line = (1 - t) ** 2 * np.array(start) + 2 * t * (1 - t) * np.array(middle) + t**2 * np.array(end)
    shake = np.cumsum(chance.normal(0, waver, line.shape), 0)
    return line + 0.5 * (shake - np.linspace(0, 1, len(line))[:, None] * shake[-1])


def _lines(scene: Scene, kind: str, x: float, y: float, r: float) -> list[Line]:
    """The strokes of a mark about x and y that is r mm large to each side."""
    chance = scene.chance
    bow = partial(_bow, chance, waver=scene.tool.waver)

    def near(across: float, down: float) -> tuple[float, float]:
        return x + r * (across + chance.uniform(-0.15, 0.15)), y + r * (down + chance.uniform(-0.15, 0.15))

    match kind:
        case "tick":
            low, far = near(-0.2, 0.55), chance.uniform(0.7, 1.2)
            return [bow(near(-0.7, -0.05), low), bow(low, near(far, -far))]
        case "cross":
            return [bow(near(-0.75, -0.75), near(0.75, 0.75)), bow(near(-0.75, 0.75), near(0.75, -0.75))]
        case "hatch":
            shifts = np.linspace(-1.1, 1.1, int(chance.integers(5, 9)))
            return [bow(near(-0.6 + k / 3, 0.6 + k / 3), near(0.6 + k / 3, -0.6 + k / 3)) for k in shifts]
        case _:
            return [bow(near(-0.6, 0.6), near(0.6, -0.6))]


def _draw(
    scene: Scene, lines: list[Line], wide: float = 0, dark: float = 0, skips: tuple[float, float] = (0, 0)
) -> None:
    """Strokes; `skips` are the mm with ink and the mm without of a pen that comes and goes."""
    wide, dark = wide or scene.tool.wide, dark or scene.tool.dark * scene.chance.uniform(0.85, 1.05)
    every = np.vstack(lines) * _DOTS
    low, high = np.floor(every.min(0)).astype(int) - 20, np.ceil(every.max(0)).astype(int) + 20
    left, top, right, bottom = (int(n) for n in (*low, *high))
    stroke = Image.new("L", (right - left, bottom - top), 0)
    on = ImageDraw.Draw(stroke)
    w = max(1, round(wide * _DOTS))
    light = round(255 * min(dark, 0.96))
    for line in lines:
        dots = [(float(x) - left, float(y) - top) for x, y in line * _DOTS]
        length = 0.0
        for one, other in pairwise(dots):
            length += math.dist(one, other) / _DOTS
            if skips[1] and length % sum(skips) > skips[0]:
                continue
            on.line((*one, *other), fill=light, width=w)
            x, y = other
            on.ellipse((x - w / 2, y - w / 2, x + w / 2, y + w / 2), fill=light)
    below = scene.ink.crop((left, top, right, bottom))
    scene.ink.paste(ImageChops.lighter(below, stroke), (left, top))


def _fine(line: Line) -> Line:
    """The same line with a point each 0.1 mm, for a pen that skips."""
    along = np.r_[0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    at = np.arange(0, along[-1], 0.1)
    return np.c_[np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])]


def _plain(scene: Scene, box: Box, kind: str) -> list[Line]:
    chance, (_, x, y, side) = scene.chance, box
    off = np.clip(chance.normal(0, scene.tool.miss, 2), -side / 3, side / 3)
    return _lines(scene, kind, x + side / 2 + off[0], y + side / 2 + off[1], side / 2 * chance.uniform(0.7, 1.1))


# --- marks


def _beyond(scene: Scene) -> None:
    """Crosses and ticks that are far larger than their box."""
    for box in scene.empty(0.12):
        _, x, y, side = box
        r = side / 2 * scene.chance.uniform(1.3, 2.1)
        miss = scene.chance.normal(0, 0.7, 2)
        _draw(scene, _lines(scene, "cross", x + side / 2 + miss[0], y + side / 2 + miss[1], r))
        scene.say(box, 1, "cross beyond its box")


def _from_next(scene: Scene) -> None:
    """Ticks that begin in the box to the left or above, and turn in their own."""
    for box in scene.empty(0.12):
        chance, (_, x, y, side) = scene.chance, box
        others = [
            each
            for each in scene.sheet.boxes
            if (1 < x - each[1] < 20 and abs(y - each[2]) < 2) or (1 < y - each[2] < 18 and abs(x - each[1]) < 2)
        ]
        if not others:
            continue
        _, u, v, wide = others[int(chance.integers(len(others)))]
        into = chance.uniform(0.5, 2.5)
        start = (u + wide - into, y + side * chance.uniform(0.2, 0.6)) if abs(v - y) < 2 else (
            x + side * chance.uniform(0.1, 0.4), v + wide - into)  # fmt: skip
        low = (x + side * chance.uniform(0.3, 0.5), y + side * chance.uniform(0.65, 0.9))
        end = (x + side * chance.uniform(0.8, 1.3), y - side * chance.uniform(-0.15, 0.2))
        _draw(scene, [_bow(chance, start, low, scene.tool.waver), _bow(chance, low, end, scene.tool.waver)])
        scene.say(box, 1, "tick from the next box")


def _past(scene: Scene) -> None:
    """Marks that lie between boxes, and run past a corner or an edge without going in."""
    for box in scene.empty(0.08):
        chance, (_, x, y, side) = scene.chance, box
        corner = x + side * chance.integers(2), y + side * chance.integers(2)
        way = chance.uniform(0, math.tau)
        off = chance.uniform(0.2, 1.6)
        middle = corner[0] + math.copysign(off, corner[0] - x - 1), corner[1] + math.copysign(off, corner[1] - y - 1)
        r = side / 2 * chance.uniform(0.5, 1.0)
        ends = [(middle[0] + r * k * math.cos(way), middle[1] + r * k * math.sin(way)) for k in (-1, 1)]
        _draw(scene, [_bow(chance, ends[0], ends[1], scene.tool.waver)])
        scene.say(box, 2, "past a corner")
        for other in scene.sheet.boxes:
            _, u, v, wide = other
            if u - 1 < middle[0] < u + wide + 1 and v - 1 < middle[1] < v + wide + 1:
                scene.say(other, 2, "past a corner")


def _dotted(scene: Scene) -> None:
    """A pen that comes and goes: dots and dashes along the line."""
    for box in scene.empty(0.25):
        on, off = scene.chance.uniform(0.15, 0.9), scene.chance.uniform(0.3, 1.0)
        _draw(scene, [_fine(line) for line in _plain(scene, box, scene.filled.mark)], skips=(on, off))
        scene.say(box, 1, "dotted pen")


def _erased(scene: Scene) -> None:
    """Marks rubbed out in patches, with the grey that a rubber leaves, and sometimes one written anew upon it."""
    for box in scene.empty(0.12):
        chance, (_, x, y, side) = scene.chance, box
        _draw(scene, _plain(scene, box, scene.filled.mark), dark=scene.tool.dark * chance.uniform(0.08, 0.4))
        smear = Image.new("L", scene.ink.size, 0)
        on = ImageDraw.Draw(smear)
        for _ in range(6):
            u, v = x + side * chance.uniform(0, 1), y + side * chance.uniform(0, 1)
            on.line(
                ((u - 3) * _DOTS, v * _DOTS, (u + 3) * _DOTS, (v - 1) * _DOTS),
                fill=int(chance.uniform(3, 16)),
                width=18,
            )
        scene.ink.paste(ImageChops.add(scene.ink, smear.filter(ImageFilter.GaussianBlur(7))))
        anew = chance.random() < 0.3
        if anew:
            _draw(scene, _plain(scene, box, scene.filled.mark))
        scene.say(box, 1 if anew else 2, "written anew" if anew else "erased")


def _smudged(scene: Scene) -> None:
    """A hand that has gone over wet ink: each of some marks has a soft tail over the next boxes."""
    for box in scene.marked(0.15):
        chance, (_, x, y, side) = scene.chance, box
        area = [round(n * _DOTS) for n in (x - 2, y - 2, x + side + 2, y + side + 2)]
        wet = scene.ink.crop(area)
        tail = Image.new("L", scene.ink.size, 0)
        way, strength = chance.uniform(-0.5, 0.5), chance.uniform(0.06, 0.3)
        for step in range(1, 40):
            far = step * 0.45 * _DOTS
            faint = wet.point([int(value * strength * (1 - step / 40)) for value in range(256)])
            at = (area[0] + round(far * math.cos(way)), area[1] + round(far * math.sin(way)))
            tail.paste(ImageChops.lighter(tail.crop((*at, at[0] + faint.width, at[1] + faint.height)), faint), at)
        scene.ink.paste(ImageChops.add(scene.ink, tail.filter(ImageFilter.GaussianBlur(3))))


def _none(_: Scene) -> None:
    return


MARKINGS: dict[str, Callable[[Scene], None]] = {
    "crosses beyond the box": _beyond,
    "ticks from the next box": _from_next,
    "strokes past a corner": _past,
    "dotted pen": _dotted,
    "erasures": _erased,
    "smudges": _smudged,
}

# --- paper: how much light it gives back, of a page in grey, and in 3 colours where it has any


def _stained(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Stains of coffee with a ragged outline, darker at the rim, over boxes."""
    veil = Image.new("L", page.size, 255)
    for _ in range(int(chance.integers(2, 5))):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        x, y, r = box[1] + chance.normal(0, 15), box[2] + chance.normal(0, 15), chance.uniform(2, 22)
        turns = np.linspace(0, math.tau, 60, endpoint=False)
        ragged = 1 + 0.12 * np.sin(turns * chance.integers(2, 7) + 1) + 0.05 * chance.normal(0, 1, 60)
        outline = [
            ((x + r * k * math.cos(t)) * _DOTS, (y + r * k * math.sin(t)) * _DOTS)
            for t, k in zip(turns.tolist(), ragged.tolist(), strict=True)
        ]
        stain = Image.new("L", page.size, 255)
        on = ImageDraw.Draw(stain)
        inner = chance.uniform(0.75, 0.95)
        on.polygon(outline, fill=int(255 * inner))
        on.line(
            [*outline, outline[0]],
            fill=int(255 * (inner - chance.uniform(0.02, 0.25))),
            width=int(chance.uniform(4, 14)),
        )
        veil = ImageChops.multiply(veil, stain.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 6))))
    return ImageChops.multiply(page, veil)


def _stapled(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Staples that lie over boxes: bright metal, and the shadow beside it."""
    found = page.copy()
    on = ImageDraw.Draw(found)
    for _ in range(4):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        x, y = (box[1] + chance.uniform(-6, 6)) * _DOTS, (box[2] + chance.uniform(0, box[3])) * _DOTS
        lean = chance.uniform(-0.8, 0.8)
        u, v = x + 12 * _DOTS * math.cos(lean), y + 12 * _DOTS * math.sin(lean)
        on.line((x, y + 5, u, v + 5), fill=int(chance.uniform(60, 150)), width=7)
        on.line((x, y, u, v), fill=int(chance.uniform(170, 255)), width=6)
    return found


def _punched(page: Image.Image, sheet: Sheet, chance: np.random.Generator) -> Image.Image:
    """Holes of a punch through boxes, dark or as white as the lid, with a crescent of shade."""
    found = page.copy()
    on = ImageDraw.Draw(found)
    for _ in range(2):
        box = sheet.boxes[int(chance.integers(len(sheet.boxes)))]
        x, y, r = (box[1] + chance.uniform(-5, 14)) * _DOTS, (box[2] + chance.uniform(-5, 14)) * _DOTS, 3 * _DOTS
        shade = int(chance.choice([25, 90, 250]))
        on.ellipse((x - r, y - r, x + r, y + r), fill=int(chance.uniform(90, 170)))
        on.ellipse((x - r + 5, y - r + 5, x + r, y + r), fill=shade)
    return found


def _faint(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A printer at the end of its toner, and less of it in bands down the page. Only what is printed is fainter."""
    x = np.linspace(0, 1, page.width, dtype=np.float32)
    less = chance.uniform(0.25, 0.6) * (1 - 0.4 * np.exp(-(((x - chance.random()) / 0.06) ** 2)))
    light = 255 - (255 - np.asarray(page, np.float32)) * less
    return Image.fromarray(light.astype(np.uint8))


def _shrunk(page: Image.Image) -> Image.Image:
    """Printed at 96 of 100."""
    found = Image.new("L", page.size, 255)
    small = page.resize((round(page.width * 0.96), round(page.height * 0.96)), Image.Resampling.LANCZOS)
    found.paste(small, ((page.width - small.width) // 2, (page.height - small.height) // 2))
    return found


WEARS = {"coffee stains": _stained, "staples over boxes": _stapled, "punched holes": _punched}
INKS = {"yellow": (255, 245, 80), "green": (150, 250, 120), "pink": (255, 130, 190), "blue": (120, 210, 250)}


def _lit(page: Image.Image, scene: Scene, *, meant: bool) -> Image.Image:
    """A highlighter over whole rows, which means nothing, or over some boxes, which means them. In colour."""
    over = Image.new("L", page.size, 0)
    on = ImageDraw.Draw(over)
    chance, wide = scene.chance, int(scene.chance.uniform(2.5, 5) * _DOTS)
    if meant:
        for box in scene.empty(0.15):
            _, x, y, side = box
            for line in _lines(scene, "slash", x + side / 2, y + side / 2, side / 2):
                on.line([(float(u), float(v)) for u, v in line * _DOTS], fill=255, width=wide, joint="curve")
            scene.say(box, 1, "highlighter")
    else:
        tops = sorted({box[2] for box in scene.sheet.boxes})
        for top in chance.permutation(tops)[:2]:
            row = [box for box in scene.sheet.boxes if box[2] == top]
            y = (top + row[0][3] * chance.uniform(0.1, 0.9)) * _DOTS
            start, end = (min(box[1] for box in row) - 8) * _DOTS, (max(box[1] + box[3] for box in row) + 8) * _DOTS
            on.line((start, y, end, y + chance.normal(0, 8)), fill=255, width=wide)
    share = np.asarray(over.filter(ImageFilter.GaussianBlur(2)), np.float32)[..., None] / 255
    colour = np.array(list(INKS.values())[int(chance.integers(len(INKS)))], np.float32) / 255
    light = np.asarray(page, np.float32)[..., None] * (1 - share * (1 - colour))
    return Image.fromarray(light.astype(np.uint8))


# --- scanner


def _scanned(page: Image.Image, chance: np.random.Generator, lean: float, quality: int) -> Image.Image:
    """A scan of 150 dpi that is turned by so many degrees."""
    wide, high = round(page.width / 2), round(page.height / 2)
    half = page.resize((wide, high), Image.Resampling.BOX)
    turned = half.rotate(lean, Image.Resampling.BICUBIC, fillcolor=245 if half.mode == "L" else (245, 245, 245))
    light = np.asarray(turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8))), np.float32)
    light = light * chance.uniform(0.88, 1.0) + chance.uniform(0, 14)
    light += chance.normal(0, chance.uniform(1, 4), light.shape)
    out = BytesIO()
    Image.fromarray(light.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    opened = Image.open(out)
    opened.load()
    return opened


ATTACKS = (
    "plain", *MARKINGS, *WEARS, "highlighted rows", "highlighter as pen", "faint print", "shrunk to 96 %",
    "up to 6 degrees askew", "JPEG of quality 30",
)  # fmt: skip


def made(blank: Image.Image, sheet: Sheet, chance: np.random.Generator, attack: str) -> tuple[Filled, Image.Image]:
    """A page filled in by one person, and a scan of it, with one attack; `blank` is the print at 300 dpi in grey."""
    tool = Tool(
        chance.uniform(0.35, 0.9),
        chance.uniform(0.3, 0.92),
        float(chance.choice([0.02, 0.06, 0.12])),
        chance.uniform(0.2, 1.0),
    )
    usual = str(chance.choice(["tick", "cross", "hatch"], p=[0.6, 0.3, 0.1]))
    truth = {box[0]: 0 for box in sheet.boxes}
    scene = Scene(
        sheet, chance, tool, Image.new("L", blank.size, 0), Filled(blank, truth, f"{tool.wide:.1f} mm", usual)
    )
    for box in to_mark(sheet, chance):
        _draw_in(scene, box)
    MARKINGS.get(attack, _none)(scene)
    printed = _faint(blank, chance) if attack == "faint print" else blank
    page = ImageChops.multiply(printed, ImageChops.invert(scene.ink))
    if attack in WEARS:
        page = WEARS[attack](page, sheet, chance)
    if attack == "shrunk to 96 %":
        page = _shrunk(page)
    if attack.startswith("highlight"):
        page = _lit(page, scene, meant=attack == "highlighter as pen")
    lean = chance.uniform(-6, 6) if "askew" in attack else chance.normal(0, 0.5)
    scene.filled.page = page
    return scene.filled, _scanned(page, chance, float(lean), 30 if "JPEG" in attack else 80)


def _draw_in(scene: Scene, box: Box) -> None:
    kind = scene.filled.mark if scene.chance.random() < 0.93 else str(scene.chance.choice(["tick", "cross", "slash"]))
    _draw(scene, _plain(scene, box, kind))
    scene.say(box, 1, kind)
