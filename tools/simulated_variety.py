"""Filled sheets by other hands and other machines than those on which the reader's limits were set.

Nothing of it is tuned on: strokes of a width that changes with pressure and that skip, marks of other shapes, and pictures
of which every property is drawn at random and far wider than in simulated_scans: resolution, turn, stretch, blur, sharpening,
contrast, gamma, paper, shade, noise, dust and JPEG.
"""

import math
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from simulated_scans import DOTS, DPI, Filled

from printkit.sheets.geometry import Sheet

_FINE = 2  # times larger are strokes drawn
_STEP = 0.12  # mm along a stroke
SHAPES = ("check", "x", "plus", "vee", "blob", "ring", "bar", "swirl", "block", "letter")
_OFTEN = (0.36, 0.2, 0.04, 0.1, 0.05, 0.06, 0.04, 0.05, 0.05, 0.05)
PICTURES = ("any scan", "any photo")


def _curve(points: list[tuple[float, float]]) -> np.ndarray:
    """A smooth line through points (Catmull and Rom)."""
    p = np.array([points[0], *points, points[-1]], float)
    found = []
    for at in range(1, len(p) - 2):
        count = max(3, int(math.dist(p[at], p[at + 1]) / _STEP))
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        a, b, c, d = p[at - 1 : at + 3]
        found.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*found, p[-2:-1]])


def _shape(chance: np.random.Generator, kind: str, r: float) -> list[np.ndarray]:
    """The strokes of a mark about its middle."""

    def at(x: float, y: float, loose: float = 0.15) -> tuple[float, float]:
        return r * (x + chance.normal(0, loose)), r * (y + chance.normal(0, loose))

    match kind:
        case "check":
            long = chance.uniform(0.7, 1.5)
            return [_curve([at(-0.6, -0.1), at(-0.35, 0.3), at(-0.1, 0.6), at(0.3, -0.1), at(long, -long)])]
        case "x":
            bow = chance.normal(0, 0.15)
            return [
                _curve([at(-0.8, -0.8), at(bow, 0.0), at(0.8, 0.8)]),
                _curve([at(0.8, -0.8), at(0.0, bow), at(-0.8, 0.8)]),
            ]
        case "plus":
            return [_curve([at(-0.8, 0), at(0.8, 0)]), _curve([at(0, -0.8), at(0, 0.8)])]
        case "vee":
            return [_curve([at(-0.6, -0.5), at(0.0, 0.6), at(0.6, -0.6)])]
        case "blob":
            turns = np.linspace(0, 12, 14)
            return [_curve([at(0.1 * math.cos(t), 0.1 * math.sin(t), 0.08) for t in turns])]
        case "ring":
            start, round_ = chance.uniform(0, 6), chance.uniform(5.6, 7.2)
            tall = chance.uniform(0.7, 1.2)
            turns = np.linspace(start, start + round_, 12)
            return [_curve([at(0.75 * math.cos(t), 0.75 * tall * math.sin(t), 0.03) for t in turns])]
        case "bar":
            return [_curve([at(-0.8, 0), at(0, 0.1), at(0.8, 0)])]
        case "swirl":
            turns = np.linspace(0, chance.uniform(9, 16), 26)
            return [_curve([at(0.05 * t * math.cos(t), 0.05 * t * math.sin(t), 0.04) for t in turns])]
        case "block":
            rows = int(chance.integers(5, 10))
            lines = [at((-1) ** k * 0.7, -0.7 + 1.4 * k / rows, 0.06) for k in range(rows + 1)]
            return [_curve(lines)]
        case _:  # the letter of a name: up, down, and a bow
            return [
                _curve([at(-0.5, 0.8, 0.05), at(-0.5, -0.8, 0.05)]),
                _curve([at(-0.5, -0.8), at(0.5, -0.5), at(0.4, 0.0), at(-0.5, 0.1), at(0.6, 0.8)]),
            ]


def _put(
    paper: np.ndarray, lines: list[np.ndarray], wide: float, dark: float, tremor: float, chance: np.random.Generator
) -> None:
    every = np.vstack(lines) * DOTS
    left, top = np.maximum(np.floor(every.min(0)).astype(int) - 30, 0)
    right, bottom = np.minimum(np.ceil(every.max(0)).astype(int) + 30, (paper.shape[1], paper.shape[0]))
    if right <= left or bottom <= top:
        return
    fine = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE), 0)
    on = ImageDraw.Draw(fine)
    skips = chance.random() < 0.25
    for line in lines:
        count = len(line)
        slow = np.convolve(chance.normal(0, 1, (count + 24)), np.ones(25) / 5, "valid")
        shaken = line + tremor * np.stack(
            [np.convolve(chance.normal(0, 1, count + 10), np.ones(11) / 4, "valid") for _ in (0, 1)], 1
        )
        press = np.clip(1 + 0.25 * slow, 0.45, 1.6)
        for k in range(count - 1):
            if skips and slow[k] < -1.3:
                continue
            ends = [((x * DOTS - left) * _FINE, (y * DOTS - top) * _FINE) for x, y in (shaken[k], shaken[k + 1])]
            w = wide * press[k] * DOTS * _FINE
            on.line(ends, fill=int(255 * min(1, 0.6 + 0.4 * press[k])), width=max(1, round(w)))
            x, y = ends[1]
            on.ellipse((x - w / 2, y - w / 2, x + w / 2, y + w / 2), fill=int(255 * min(1, 0.6 + 0.4 * press[k])))
    cover = np.asarray(fine.reduce(_FINE), np.float32) / 255
    if chance.random() < 0.4:
        cover = cover * (1 - chance.uniform(0.05, 0.5) * chance.random(cover.shape, np.float32))
    patch = paper[top:bottom, left:right]
    np.minimum(patch, 1 - np.clip(cover * dark, 0, 0.97), out=patch)


def fill(
    blank: Image.Image, sheet: Sheet, chance: np.random.Generator, marked: list[tuple[str, float, float, float]]
) -> Filled:
    """A page filled in by one person of this kind; `marked` are the boxes that are meant."""
    paper = np.ones((blank.height, blank.width), np.float32)
    wide, dark = float(chance.uniform(0.3, 1.3)), float(chance.uniform(0.22, 0.95))
    tremor, aim = float(chance.choice([0.02, 0.06, 0.15])), float(chance.uniform(0.2, 1.1))
    usual = str(chance.choice(SHAPES, p=_OFTEN))
    filled = Filled(blank, {box[0]: 0 for box in sheet.boxes}, f"{wide:.1f} mm of {dark:.2f}", usual)
    for name, x, y, side in marked:
        kind = usual if chance.random() < 0.93 else str(chance.choice(SHAPES, p=_OFTEN))
        off = np.clip(chance.normal(0, aim, 2), -side / 3, side / 3)
        r = side / 2 * float(np.clip(chance.normal(0.85, 0.18), 0.5, 1.4))
        middle = np.array([x + side / 2, y + side / 2]) + off
        lines = [middle + line for line in _shape(chance, kind, r)]
        _put(paper, lines, wide, dark * chance.uniform(0.8, 1.1), tremor, chance)
        filled.truth[name], filled.kinds[name] = 1, kind
    filled.page = Image.fromarray((np.asarray(blank, np.float32) * paper).astype(np.uint8))
    return filled


def taken(page: Image.Image, chance: np.random.Generator, how: str) -> Image.Image:
    """A picture of which each property is drawn at random."""
    light = page if how == "any scan" else page.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.5)))
    if how == "any scan":
        dpi = float(chance.choice([100, 120, 150, 150, 200, 240, 300]))
        lean, tilt, margin = float(np.clip(chance.normal(0, 0.8), -2, 2)), 0.0, 0.0
    else:
        dpi = float(chance.uniform(150, 280))
        lean, tilt, margin = float(chance.normal(0, 5)), 0.05, 0.06
    scale = dpi / DPI * chance.uniform(0.95, 1.03)
    times = max(1, int(1 / scale))
    small = light.reduce(times)
    wide, high = (round(size / DPI * dpi * (1 + 2 * margin)) for size in page.size)
    turn, s = math.radians(lean), scale * times
    stretch = s * (1 + chance.normal(0, 0.005)), s * (1 + chance.normal(0, 0.005))
    cos, sin = math.cos(turn), math.sin(turn)
    a, b, d, e = cos / stretch[0], sin / stretch[0], -sin / stretch[1], cos / stretch[1]
    g, i = chance.normal(0, tilt / wide), chance.normal(0, tilt / high)
    shift = chance.normal(0, 0.8 * dpi / 25.4, 2)
    middle = wide / 2 + shift[0], high / 2 + shift[1]
    # the middle of the page lies in the middle of the picture
    k = 1 - g * middle[0] - i * middle[1]
    a, b, d, e = a + g * small.width / 2, b + i * small.width / 2, d + g * small.height / 2, e + i * small.height / 2
    c = small.width / 2 - a * middle[0] - b * middle[1]
    f = small.height / 2 - d * middle[0] - e * middle[1]
    numbers = [n / k for n in (a, b, c, d, e, f, g, i)]
    beside = int(chance.choice([20, 90, 160, 245])) if margin else int(chance.choice([255, 248, 235]))
    drawn = small.transform(
        (wide, high), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC, fillcolor=beside
    )
    return _developed(drawn, chance, how)


def _developed(drawn: Image.Image, chance: np.random.Generator, how: str) -> Image.Image:
    wide, high = drawn.size
    photo = how == "any photo"
    soft = drawn.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 1.1)))
    value = np.asarray(soft, np.float32) / 255
    value = value ** chance.uniform(0.7, 1.6)
    low, top = chance.uniform(0, 0.15), chance.uniform(0.78, 1.04)
    value = low + value * (top - low)
    y, x = np.mgrid[0:high:8, 0:wide:8].astype(np.float32)
    way, strength = chance.uniform(0, math.tau), chance.uniform(0, 0.4 if photo else 0.08)
    shade = 1 - strength * (0.5 + math.cos(way) * (x / wide - 0.5) + math.sin(way) * (y / high - 0.5)) ** 2
    if photo and chance.random() < 0.4:
        far = math.cos(way) * x + math.sin(way) * y - chance.uniform(0.2, 0.8) * wide
        shade *= 1 - chance.uniform(0.1, 0.35) / (1 + np.exp(np.clip(-far / chance.uniform(15, 120), -30, 30)))
    whole = Image.fromarray((shade.clip(0, 1) * 255).astype(np.uint8)).resize((wide, high), Image.Resampling.BICUBIC)
    value *= np.asarray(whole, np.float32) / 255
    value += chance.standard_normal(value.shape, np.float32) * chance.uniform(0.002, 0.03 if photo else 0.02)
    found = Image.fromarray((value.clip(0, 1) * 255).astype(np.uint8))
    on = ImageDraw.Draw(found)
    for _ in range(int(chance.poisson(chance.choice([0, 3, 12])))):
        u, v, r = chance.uniform(0, wide), chance.uniform(0, high), chance.uniform(0.3, 1.2)
        on.ellipse((u - r, v - r, u + r, v + r), fill=int(chance.uniform(40, 200)))
    if chance.random() < 0.5:
        found = found.filter(ImageFilter.UnsharpMask(chance.uniform(0.6, 2), int(chance.uniform(30, 160)), 2))
    if chance.random() < 0.4:
        tint = [int(255 * chance.uniform(0.85, 1)) for _ in range(3)]
        found = Image.merge("RGB", [found.point(lambda n, t=t: n * t // 255) for t in tint])
    found = found.rotate(90 * int(chance.choice([0, 0, 0, 1, 2, 3])), expand=True)
    out = BytesIO()
    found.save(out, "JPEG", quality=int(chance.integers(35, 96)))
    opened = Image.open(out)
    opened.load()
    return opened
