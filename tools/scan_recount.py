"""Counts every row of docs/scan-figures.md anew with the reader of today, and writes its tables.

    python tools/scan_recount.py count rows.json --minutes 60
    python tools/scan_recount.py count rows.json --only "main/.*/shaky/scan 150"
    python tools/scan_recount.py write rows.json

All rows are counted side by side, a share of each at a time, so that whenever it ends each has some pages; it goes on
where it stopped. The seeds of a row are its number in ROWS times 100,000, from FIRST: none of them was used for tuning.
A row is thrown away when the reader has changed since, by a hash of its source.
"""

import argparse
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import scan_figures
import simulated_attacks
import simulated_variety
import simulated_wear

from printkit.scan.records import REASONS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "scan-figures.md"
FIRST = 20_000_000
_MANY = 40_000  # boxes of a kind of sheet on flat scans, so that nothing wrong is less than 1 in 10,000
# of a row that are counted before the next row has its turn
_SHARES = (0.04, 0.12, *(tenths / 10 for tenths in range(2, 11)))


@dataclass(frozen=True)
class Row:
    """One row of a table, and of how many boxes it should be."""

    table: str
    kind: str
    hand: str
    picture: str
    boxes: int
    effect: str = ""

    @property
    def name(self) -> str:
        return f"{self.table}/{self.kind}/{self.hand}/{self.picture}/{self.effect}"


def _main() -> Iterator[Row]:
    for kind in ("chart", "numbers", "home-safety", "skin sheet", "handout"):
        yield Row("main", kind, "shaky", "scan 150", _MANY)
    for kind in ("chart", "large chart"):
        yield Row("main", kind, "severe", "scan 150", 10_000)
    yield Row("main", "large chart", "severe", "curled photo", 3_000)
    yield Row("main", "chart", "shaky", "fax", 1_000)
    for kind, boxes in (
        ("chart", 5_000), ("home-safety", 3_000), ("numbers", 3_000), ("skin sheet", 1_500), ("handout", 1_500)
    ):  # fmt: skip
        yield Row("main", kind, "steady", "scan 150", boxes)
        for picture in ("scan 100", "scan 300", "copy", "good photo", "curled photo"):
            yield Row("main", kind, "shaky", picture, boxes)
        if kind != "chart":
            yield Row("main", kind, "severe", "scan 150", boxes)
    for kind, boxes in (("chart", 10_000), ("home-safety", 5_000)):
        for picture in simulated_variety.PICTURES:
            yield Row("variety", kind, "any", picture, boxes)
    wears = (
        *simulated_wear.MARKINGS, *simulated_wear.WEARS, *simulated_wear.STREAKS,
        "highlighter", "red pen", "orange pen", "hardest pencil",
    )  # fmt: skip
    for table, effects in (("wear", wears), ("attacks", simulated_attacks.ATTACKS)):
        for effect in effects:
            for kind, boxes in (("chart", 2_240), ("home-safety", 560)):
                yield Row(table, kind, "shaky", "scan 150", boxes, effect)


ROWS = tuple(_main())


def reader() -> str:
    """What tells one reader from another: a hash of its source, and of the pages that it reads."""
    found = hashlib.blake2b(digest_size=8)
    for name in ("deciding", "ink", "placing", "reading", "straightening", "streaks", "strokes"):
        found.update((ROOT / "printkit" / "scan" / f"{name}.py").read_bytes())
    return found.hexdigest()


def _load(path: Path) -> dict[str, dict[str, object]]:
    kept = json.loads(path.read_text()) if path.exists() else {}
    return {name: row for name, row in kept.items() if row["reader"] == reader()}


def count(path: Path, minutes: float, only: str = "") -> None:
    """Rows whose name has the pattern `only`, until all are counted, or time is over."""
    rows = _load(path)
    end = time.monotonic() + 60 * minutes
    for share in _SHARES:
        for number, row in enumerate(ROWS):
            if not re.search(only, row.name):
                continue
            kept = rows.setdefault(row.name, {"reader": reader(), "next": 0, "counts": {}, "wrong": []})
            counts, wrong = Counter(kept["counts"]), list(kept["wrong"])
            while counts["boxes"] < share * row.boxes and counts["refused"] < max(10, share * row.boxes / 50):
                seed = FIRST + 100_000 * number + int(kept["next"])
                scan_figures.tried(row.kind, row.hand, row.picture, seed, counts, wrong, row.effect)
                kept["next"] = int(kept["next"]) + 1
                if time.monotonic() > end:
                    break
            kept["counts"], kept["wrong"] = dict(counts), wrong
            path.write_text(json.dumps(rows, indent=1))
            if time.monotonic() > end:
                return


# --- tables

_NAMES = {"chart severe": "chart of 10 mm boxes"}
_SAID = {
    "overshooting": "ticks that end in the next box",
    "circled": "a circle round the whole box",
    "beside": "small ticks in the gap beside their box",
    "scribbled out": "marks taken back by a zigzag, lines or a scribble",
    "arrow": "an arrow from one box to another",
    "small signs": "small crosses, dashes, bold dots",
    "edge dots": "dots on the edge of their box",
    "words": "words across boxes",
    "fold": "a fold",
    "coffee": "the ring of a cup, and drops",
    "bleed-through": "the back shines through",
    "staples": "holes of staples and of a punch",
    "feeder slips": "the feeder slips in a row",
    "covered": "another sheet lies over a part (double feed)",
    "tape": "a strip of tape",
    "dead element": "a dead element of the scanner: a streak that hides what lies under it",
    "dust on the glass": "dust on the glass: a streak through which print shows",
    "highlighter": "yellow highlighter as a pen",
    "crosses beyond the box": "crosses of up to twice the size of their box",
    "ticks from the next box": "ticks that begin in the box beside or above",
    "dotted pen": "a pen that comes and goes",
    "erasures": "marks rubbed out, some of them written anew",
    "smudges": "a hand that has gone over wet ink",
    "coffee stains": "stains with a ragged outline",
    "staples over boxes": "4 staples a page with their shadow, over boxes",
    "punched holes": "2 holes of a punch a page, through boxes",
    "highlighted rows": "2 rows a page highlighted, in yellow, green, pink or blue",
    "highlighter as pen": "marks with such a highlighter",
    "faint print": "a printer at the end of its toner",
    "shrunk to 96 %": "printed at 96 %",
    "up to 6 degrees askew": "scanned up to 6 degrees askew",
    "plain": "nothing: other hands and another scanner",
}


def _tables(rows: dict[str, dict[str, object]]) -> dict[str, str]:
    counted = [(row, Counter(rows[row.name]["counts"])) for row in ROWS if row.name in rows]
    lines: dict[str, list[str]] = {
        "main": [scan_figures.HEAD],
        "variety": [scan_figures.HEAD],
        "wear": [],
        "attacks": [],
    }
    for row, counts in counted:
        if row.table in ("main", "variety") and counts["pages"]:
            name = _NAMES.get(f"{row.kind} {row.hand}", row.kind)
            lines[row.table].append(scan_figures.row(name, row.hand, row.picture, counts))
    for table in ("wear", "attacks"):
        lines[table] = [
            "| what was done to the page | pages | refused | boxes | silent | at most (95 %) | asked | such boxes asked |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for effect in dict.fromkeys(row.effect for row, _ in counted if row.table == table):
            total: Counter[str] = sum(
                (c for row, c in counted if row.table == table and row.effect == effect), Counter()
            )
            lines[table].append(_of_effect(effect, total))
    lines["reasons"] = _reasons([(row, counts) for row, counts in counted if row.boxes == _MANY and counts["boxes"]])
    return {table: "\n".join(some) for table, some in lines.items()}


def _reasons(counted: list[tuple[Row, Counter[str]]]) -> list[str]:
    """Of the rows that most is counted of, how many of 100 boxes are asked about for which reason."""
    shares = {reason: [100 * counts[f"why {reason}"] / counts["boxes"] for _, counts in counted] for reason in REASONS}
    asked = sorted((reason for reason in shares if any(shares[reason])), key=lambda reason: -sum(shares[reason]))
    head = ["why", *(row.kind for row, _ in counted)]
    rows = [[REASONS[reason], *(f"{share:.2f}" for share in shares[reason])] for reason in asked]
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _of_effect(effect: str, counts: Counter[str]) -> str:
    boxes = max(1, counts["boxes"])
    bound = scan_figures.upper_bound(counts["silent"], counts["boxes"])
    return (
        f"| {_SAID.get(effect, effect)} | {counts['pages']} | {counts['refused']} | {counts['boxes']:,} | {counts['silent']} | {bound:.1e} "
        f"| {counts['asked'] / boxes:.1%} | {counts['ambiguous asked']}/{counts['ambiguous']} |"
    )


def write(path: Path) -> None:
    """The tables of docs/scan-figures.md, each between its own two comments."""
    page = PAGE.read_text(encoding="utf-8")
    for table, text in _tables(_load(path)).items():
        begin, end = f"<!-- counted: {table} -->\n", "<!-- counted -->"
        page = re.sub(
            f"({re.escape(begin)}).*?({re.escape(end)})",
            lambda m, t=text: m[1] + t + "\n" + m[2],
            page,
            flags=re.DOTALL,
        )
    PAGE.write_text(page, encoding="utf-8")


def main() -> None:
    """Count, or write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("count", "write", "wrong"))
    asked.add_argument("rows", type=Path, help="the file in which counts are kept")
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--only", default="", help="a pattern of the rows to count: table/sheet/hand/picture/effect")
    given = asked.parse_args()
    match given.what:
        case "count":
            count(given.rows, given.minutes, given.only)
        case "write":
            write(given.rows)
        case _:
            for name, row in _load(given.rows).items():
                for each in row["wrong"]:
                    print(name, each)


if __name__ == "__main__":
    main()
