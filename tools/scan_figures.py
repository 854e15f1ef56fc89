"""How often the reader of scans is wrong without saying so, and how often it asks: both, on simulated pages.

    python tools/scan_figures.py chart --picture "scan 150" --hand shaky --pages 400 --seed 8000000

Seeds below 8,000,000 are for tuning; figures that are published use others. It prints a row of the table in
docs/scan-figures.md. Needs the extra [scan], and pypdfium2 to draw the blank page.
"""

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402
import pypdfium2  # noqa: E402
import simulated_attacks  # noqa: E402
import simulated_scans  # noqa: E402
import simulated_variety  # noqa: E402
import simulated_wear  # noqa: E402
from msgspec.structs import replace  # noqa: E402
from PIL import Image  # noqa: E402

from printkit.kit import Print, Printkit  # noqa: E402
from printkit.model.options import Options  # noqa: E402
from printkit.model.vocabulary import Paper, Side, Tremor  # noqa: E402
from printkit.scan import reading, straightening  # noqa: E402
from printkit.scan.rates import upper_bound  # noqa: E402
from printkit.scan.records import Mark  # noqa: E402
from printkit.sheets.geometry import Sheet, layout_hash  # noqa: E402

EXAMPLE = Path(__file__).parent.parent / "examples" / "foot-drop.yaml"
UNKNOWABLE = 2
_STATES = {Mark.EMPTY: 0, Mark.MARKED: 1, Mark.CHECK: 2}


@cache
def printed(kind: str) -> tuple[bytes, tuple[Sheet, ...]]:
    """A print of the product itself, and the sheets in it that are filled in."""
    kit = Printkit()
    options = kit.options(EXAMPLE)
    if kind == "large chart":
        options = replace(options, health=replace(options.health, tremor=Tremor.SEVERE))
    made = _made(kit, kind, options, whose=None)
    wanted = {"chart": "C", "large chart": "C", "numbers": "N", "skin sheet": "S", "handout": "H"}.get(kind, "L")
    return made.pdf, tuple(each for each in made.sheets if each.template == wanted and each.boxes)


def _made(kit: Printkit, kind: str, options: Options, whose: Options | None) -> Print:
    """One print; checklists are of nobody, or of `whose` options."""
    match kind:
        case "chart" | "numbers" | "large chart":
            return kit.chart(options)
        case "skin sheet":
            return kit.skin_sheet(options)
        case "handout":
            return kit.handout("seated-toe-raise", options)
        case _:
            return kit.checklist(kind, whose, side=Side.LEFT, region="GB")


@cache
def other_forms(kind: str) -> dict[str, tuple[Sheet, ...]]:
    """Forms that a sheet was not printed from, though they are as near to it as can be, by what is wrong about them."""
    kit = Printkit()
    options = kit.options(EXAMPLE)
    token = printed(kind)[1][0].plan_token
    clinic = replace(options.clinic, sheet_key="of another clinic")
    size = replace(options, print=replace(options.print, paper=Paper.LETTER))
    others = {
        "another plan": replace(options, patient=replace(options.patient, id="somebody-else")),
        "another clinic": replace(options, clinic=clinic),
        "another size": size,
    }
    found: dict[str, tuple[Sheet, ...]] = {}
    for wrong, changed in others.items():
        sheets = _made(kit, kind, changed, whose=changed).sheets
        # a size has the token of the right form, so that only its boxes tell
        found[wrong] = tuple(replace(each, plan_token=token) for each in sheets) if changed is size else sheets
    return found


def wrong_forms(
    kind: str, sheet: Sheet, every: tuple[Sheet, ...], chance: np.random.Generator
) -> Iterator[tuple[str, tuple[Sheet, ...]]]:
    """For one sheet, which is one of `every` of its print, what it must not be read with."""
    yield from other_forms(kind).items()
    yield "another page of the same plan", tuple(each for each in every if each.page != sheet.page)
    name, x, y, side = sheet.boxes[at := int(chance.integers(len(sheet.boxes)))]
    moved = (name, x + round(float(chance.choice([-1, 1]) * chance.uniform(0.1, 3)), 2), y, side)
    for boxes in ((*sheet.boxes[:at], moved, *sheet.boxes[at + 1 :]), (*sheet.boxes[:at], *sheet.boxes[at + 1 :])):
        changed = layout_hash(sheet.template, sheet.width, sheet.height, boxes)
        yield "another version of the page", (replace(sheet, boxes=boxes, layout_hash=changed),)


def count_wrong_forms(kind: str, hand: str, picture: str, seeds: range, counts: dict[str, Counter[str]]) -> None:
    """Pictures of sheets, each read with forms that it was not printed from, and with its own."""
    every = printed(kind)[1]
    for seed in seeds:
        sheet = every[seed % len(every)]
        _, image = made(kind, hand, picture, seed)
        pairs = [("its own", every), *wrong_forms(kind, sheet, every, np.random.default_rng(seed))]
        for name, sheets in pairs:
            if sheets:
                found = reading.read(image, reading.Sheets.of(sheets))
                counts.setdefault(name, Counter())["pairs"] += 1
                counts[name]["accepted" if found.gate is None else str(found.gate)] += 1


@cache
def blank(kind: str, page: int) -> Image.Image:
    """A page at 300 dpi in grey, as a printer gives it."""
    document = pypdfium2.PdfDocument(printed(kind)[0])
    try:
        return document[page - 1].render(scale=simulated_scans.DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()


PICTURES = (*simulated_scans.PICTURES, *simulated_variety.PICTURES)
EFFECTS = (
    *simulated_wear.MARKINGS, *simulated_wear.WEARS, *simulated_wear.STREAKS, "highlighter", *simulated_scans.PENS,
    *simulated_attacks.ATTACKS,
)  # fmt: skip


def made(kind: str, hand: str, picture: str, seed: int, effect: str = "") -> tuple[simulated_scans.Filled, Image.Image]:
    """A page, filled in, and a picture of it; `effect` is one of EFFECTS."""
    sheets = printed(kind)[1]
    sheet = sheets[seed % len(sheets)]
    chance = np.random.default_rng(seed)
    if picture in simulated_variety.PICTURES:
        marked = simulated_scans.to_mark(sheet, chance)
        varied = simulated_variety.fill(blank(kind, sheet.page), sheet, chance, marked)
        return varied, simulated_variety.taken(varied.page, chance, picture)
    if effect in simulated_attacks.ATTACKS:
        return simulated_attacks.made(blank(kind, sheet.page), sheet, chance, effect)
    pen = effect if effect in simulated_scans.PENS else ""
    more = simulated_wear.MARKINGS.get(effect)
    filled = simulated_scans.fill(blank(kind, sheet.page), sheet, chance, hand, pen, more)
    if effect == "highlighter":
        page = simulated_wear.highlighted(filled.page, filled, sheet, chance)
        return filled, simulated_wear.taken_in_colour(page, chance, picture)
    if effect in simulated_wear.STREAKS:
        return filled, simulated_wear.streaked(filled, sheet, chance, picture, effect)
    if effect in simulated_wear.WEARS:
        filled.page = simulated_wear.WEARS[effect](filled.page, sheet, chance)
    return filled, simulated_scans.taken(filled.page, chance, picture)


def tried(
    kind: str, hand: str, picture: str, seed: int, counts: Counter[str], wrong: list[str], effect: str = ""
) -> None:
    """One page more: filled, taken, read, and held against what is true."""
    sheets = printed(kind)[1]
    filled, image = made(kind, hand, picture, seed, effect)
    start = time.process_time()
    found = reading.read(image, reading.Sheets.of(sheets))
    counts["ms"] += round((time.process_time() - start) * 1000)
    counts["pages"] += 1
    if found.gate is not None:
        counts["refused"] += 1
        counts[f"gate {found.gate}"] += 1
        return
    silent = 0
    for box in found.boxes:
        true = filled.truth[box.name]
        asked = box.mark is Mark.CHECK
        if true == UNKNOWABLE:
            counts["ambiguous"] += 1
            counts["ambiguous asked"] += asked
            counts[f"kind {filled.kinds.get(box.name, '-')}"] += 1
            counts[f"kind asked {filled.kinds.get(box.name, '-')}"] += asked
            continue
        counts["boxes"] += 1
        counts["asked"] += asked
        if asked:
            counts[f"why {box.reason}"] += 1
        elif _STATES[box.mark] != true:
            silent += 1
            wrong.append(f"seed {seed} {box.name} is {true}: {filled.kinds.get(box.name)} {filled.pen} {box.ink}")
    counts["silent"] += silent
    counts["pages with silent"] += silent > 0


def row(kind: str, hand: str, picture: str, counts: Counter[str]) -> str:
    """A row of the table."""
    boxes = counts["boxes"]
    page = f"{counts['ms'] / max(1, counts['pages']):.0f}"
    first = f"| {kind} | {hand} | {picture} | {counts['pages']:,} | {counts['refused']} | {boxes:,} |"
    if not boxes:
        return f"{first} | | | | {page} |"
    bound = upper_bound(counts["silent"], boxes)
    ambiguous = f"{counts['ambiguous asked']}/{counts['ambiguous']}"
    return f"{first} {counts['silent']} | {bound:.1e} | {counts['asked'] / boxes:.2%} | {ambiguous} | {page} |"


def speed(kind: str, pages: int, seed: int) -> str:
    """Pages a second and core on flat scans, and how long reading takes next to decoding the picture and its codes."""
    sheets = printed(kind)[1]
    known = reading.Sheets.of(sheets)
    scans: list[bytes] = []
    for number in range(seed, seed + pages):
        chance = np.random.default_rng(number)
        sheet = sheets[number % len(sheets)]
        filled = simulated_scans.fill(blank(kind, sheet.page), sheet, chance, "shaky")
        out = BytesIO()
        simulated_scans.taken(filled.page, chance, "scan 150").save(out, "JPEG", quality=80)
        scans.append(out.getvalue())
    start = time.process_time()
    for data in scans:
        with Image.open(BytesIO(data)) as image:
            straightening.find(image.convert("L"))
    codes = time.process_time()
    for data in scans:
        with Image.open(BytesIO(data)) as image:
            reading.read(image, known)
    whole = time.process_time() - codes
    alone = codes - start
    return (
        f"{kind}: {pages / whole:.0f} pages a second and core, {whole / pages * 1000:.0f} ms a page: "
        f"{whole / alone:.1f} times as long as decoding the picture and its codes"
    )


HEAD = (
    "| sheet | hand | picture | pages | refused | boxes | silent | at most (95 %) | asked | ambiguous asked | ms a page |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Rows of the table, as asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "sheet", help="chart, large chart, numbers, skin sheet, handout, or a checklist: home-safety ..."
    )
    asked.add_argument("--picture", action="append", choices=PICTURES, default=[])
    asked.add_argument("--effect", action="append", choices=EFFECTS, default=[])
    asked.add_argument("--speed", action="store_true", help="say how many pages a second and core are read")
    asked.add_argument("--wrong-forms", action="store_true", help="count forms that a sheet was not printed from")
    asked.add_argument("--hand", default="shaky", choices=simulated_scans.HANDS)
    asked.add_argument("--pages", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--details", action="store_true", help="say what was asked about and what was wrong")
    given = asked.parse_args()
    if given.speed:
        print(speed(given.sheet, given.pages, given.seed))
    if given.wrong_forms:
        seeds = range(given.seed, given.seed + given.pages)
        of_forms: dict[str, Counter[str]] = {}
        for picture in given.picture:
            count_wrong_forms(given.sheet, given.hand, picture, seeds, of_forms)
        for name, gates in of_forms.items():
            said = ", ".join(f"{gate} {count}" for gate, count in gates.items() if gate not in ("pairs", "accepted"))
            print(f"| {given.sheet} | {name} | {gates['pairs']} | {gates['accepted']} | {said} |")
        return
    for picture, effect in product(given.picture, given.effect or [""]):
        counts: Counter[str] = Counter()
        wrong: list[str] = []
        for seed in range(given.seed, given.seed + given.pages):
            tried(given.sheet, given.hand, picture, seed, counts, wrong, effect)
        how = f"{picture}, {effect}" if effect else picture
        print(row(given.sheet, given.hand, how, counts), flush=True)
        if given.details:
            some = {name: count for name, count in sorted(counts.items()) if name.startswith(("why", "gate", "kind"))}
            print(some, *wrong[:10], sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
