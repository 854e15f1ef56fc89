"""The blind test of the pictures: folders for fresh readers, and the sheet of their answers.

`python tools/blind_test.py make FOLDER` writes one folder a reader: pictures that have numbers for names, and a
question with eight near titles for each. The key stays outside the readers' folders. A reader writes into
`answers.txt` of the own folder a line a picture:

    01 | Seated toe raise | 90 | right foot | toes go up | the arrow crosses the foot

that is number, title, percent sure, limb, movement, faults. `python tools/blind_test.py score FOLDER` prints the
answers beside the key as a Markdown table; limb and movement are for a person to judge.

`make FOLDER NAME NAME` asks of some pictures only, `make FOLDER --small` shows each picture as a report and a list show it: 18 mm wide, in grey, at 300 dpi.
"""

import io
import json
import random
import sys
from pathlib import Path

from PIL import Image

from printkit.catalog.store import Catalog
from printkit.content.bitmaps import png
from printkit.figures import writers
from printkit.figures.picture import drawn
from printkit.figures.spec import Moment
from printkit.model.vocabulary import Side
from printkit.printing.gallery import sketched, title
from printkit.resources import CATALOG

READERS = 8  # four see the right side affected, each a quarter of the pictures; four the left
NEAR_NAMES = 8  # the right title and the seven nearest
GREY = 2  # pictures of each reader that are shown again in grey, 45 mm wide
PIXELS_WIDE = 900
GREY_PIXELS = round(45 / 25.4 * 200)  # 45 mm at 200 dpi
SMALL_MM, SMALL_DPI = 18, 300


def make(folder: Path, some: list[str], *, small: bool = False) -> None:
    """Write the readers' folders and the key; of every picture unless some are named."""
    catalog = Catalog((CATALOG,))
    names = some or _exercises(catalog)
    key = {}
    for side, first in ((Side.RIGHT, 1), (Side.LEFT, READERS // 2 + 1)):
        chance = random.Random(f"{folder.name} {side}")
        shuffled = chance.sample(names, len(names))
        for reader in range(first, first + READERS // 2):
            mine = shuffled[reader - first :: READERS // 2]
            key[str(reader)] = _for_a_reader(catalog, folder / f"reader-{reader}", mine, side, chance, small=small)
    (folder / "key.json").write_text(json.dumps(key, indent=1))


def _for_a_reader(
    catalog: Catalog, folder: Path, names: list[str], side: Side, chance: random.Random, *, small: bool
) -> list[dict]:
    folder.mkdir(parents=True)
    key, questions = [], []
    grey = [] if small else chance.sample(names, min(GREY, len(names)))
    for number, (name, is_grey) in enumerate([(name, False) for name in names] + [(name, True) for name in grey], 1):
        image = _small(catalog, name, side) if small else _large(catalog, name, side, grey=is_grey)
        (folder / f"{number:02}.png").write_bytes(image)
        titles = [title(catalog, choice, Side.UNKNOWN) for choice in _near(catalog, name, chance)]
        right = title(catalog, name, Side.UNKNOWN)
        key.append(
            {"number": number, "right": right, "name": name, "side": side.value, "grey": is_grey, "small": small}
        )
        questions.append("\n".join((f"{number:02}.png", *(f"  - {each}" for each in titles), "")))
    (folder / "questions.txt").write_text("\n".join(questions))
    return key


def _exercises(catalog: Catalog) -> list[str]:
    """Those with a picture; a picture may also belong to a page that is no exercise."""
    return [name for name in catalog.names("exercises") if catalog.figure(name) is not None]


def _large(catalog: Catalog, name: str, side: Side, *, grey: bool) -> bytes:
    image = png(writers.svg(sketched(catalog, name, side).drawing, "a picture"), GREY_PIXELS if grey else PIXELS_WIDE)
    return _in_grey(image) if grey else image


def _small(catalog: Catalog, name: str, side: Side) -> bytes:
    figure = catalog.figure(name)
    assert figure is not None
    drawing = drawn(figure, catalog.poses[figure.pose], side, Moment.MOVE)
    scale = SMALL_MM / 25.4 * 72 / drawing.high
    return _in_grey(png(writers.svg(drawing, "a picture", scale), round(SMALL_MM / 25.4 * SMALL_DPI)))


def _in_grey(image: bytes) -> bytes:
    grey = io.BytesIO()
    Image.open(io.BytesIO(image)).convert("L").save(grey, "PNG")
    return grey.getvalue()


def _near(catalog: Catalog, name: str, chance: random.Random) -> list[str]:
    """The name and the seven that are most easily taken for it, in any order."""
    drawn, exercise = catalog.figure(name), catalog.exercise(name)

    def unlike(other: str) -> tuple[float, float]:
        its_picture, its = catalog.figure(other), catalog.exercise(other)
        alike = 2 * (drawn.pose == its_picture.pose) + (drawn.show == its_picture.show)
        alike += 2 * (exercise.position == its.position) + 2 * bool(set(exercise.trains) & set(its.trains))
        alike += bool(set(exercise.equipment) & set(its.equipment))
        return -alike, chance.random()

    others = sorted((other for other in _exercises(catalog) if other != name), key=unlike)
    return chance.sample([name, *others[: NEAR_NAMES - 1]], NEAR_NAMES)


def score(folder: Path) -> str:
    """The answers beside the key, a line an answer, and how many are right."""
    key = json.loads((folder / "key.json").read_text())
    rows, right, asked = [], 0, 0
    for reader, pictures in key.items():
        file = folder / f"reader-{reader}" / "answers.txt"
        said = {}
        for line in file.read_text().splitlines() if file.exists() else []:
            number, *answer = (part.strip() for part in line.split("|"))
            number = number.removesuffix(".png")
            if number.isdigit() and len(answer) >= 4:
                said[int(number)] = answer
        for picture in pictures:
            if picture["number"] not in said:
                continue
            named, sure, limb, movement, *faults = said[picture["number"]]
            asked += 1
            as_it_is = named.lower() == picture["right"].lower()
            right += as_it_is
            verdict = "yes" if as_it_is else f"**no** ({named})"
            size = f", grey, {SMALL_MM} mm" if picture.get("small") else ", grey, 45 mm" if picture["grey"] else ""
            looks = picture["side"] + size
            rows.append((picture["name"], looks, reader, verdict, sure, limb, movement, " ".join(faults)))
    table = "\n".join("| " + " | ".join(row) + " |" for row in sorted(rows))
    head = "| picture | shown | reader | named right | sure, % | limb | movement | faults |\n" + "|---" * 8 + "|"
    return f"{right} of {asked} answers name the right exercise.\n\n{head}\n{table}"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, *rest]:
            make(Path(folder), [each for each in rest if each != "--small"], small="--small" in rest)
        case ["score", folder]:
            print(score(Path(folder)))
        case _:
            sys.exit(__doc__)
