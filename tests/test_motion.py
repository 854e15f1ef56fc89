"""A picture that moves: it starts as the start, its middle is the end, and who wants no motion sees both."""

import re
import stat
from io import BytesIO
from itertools import product
from math import dist
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pdf_reading import shipped
from PIL import Image, ImageChops, ImageStat

from printkit.cli.group import cli
from printkit.content.bitmaps import png
from printkit.content.illustration import pair
from printkit.errors import CatalogError
from printkit.figures import writers
from printkit.figures.motion import FRAMES, SECONDS, _Moving, frames
from printkit.figures.pair import drawn_pair
from printkit.figures.scene import Drawing
from printkit.figures.spec import Figure
from printkit.model.vocabulary import Side
from printkit.pdf import seal
from printkit.printing import gallery
from printkit.resources import CATALOG

NAMES = sorted(path.stem for path in (CATALOG / "figures").glob("*.yaml"))
TURNED_OVER = {"floor-get-down", "floor-get-up"}  # a foot that turns on its toes to kneel passes through the mat
SOME = ("seated-march", "bridging", "toe-spread", "reach-for-a-cup", "rolling")


def figure_of(name: str) -> Figure:
    figure = shipped().figure(name)
    assert figure is not None
    return figure


def frames_of(name: str, side: Side = Side.RIGHT) -> tuple[Drawing, ...]:
    figure = figure_of(name)
    return frames(figure, shipped().poses[figure.pose], side)


def paints(drawing: Drawing) -> tuple[object, ...]:
    return tuple((layer.clip, layer.paints) for layer in drawing.layers)


@pytest.mark.parametrize("side", [Side.RIGHT, Side.BOTH])  # a left pair is the mirror image of the right one
@pytest.mark.parametrize("name", SOME)
def test_the_first_frame_is_the_start_and_the_last_of_the_way_is_the_end(name: str, side: Side):
    figure = figure_of(name)
    start, *_, end = drawn_pair(figure, shipped().poses[figure.pose], side).drawings
    found = frames_of(name, side)
    assert len(found) == FRAMES + 1
    assert paints(found[0]) == paints(start)
    assert paints(found[-1]) == paints(end)
    assert len(set(map(paints, found))) == len(found)


def test_no_bone_gets_shorter_and_no_foot_sinks_on_the_way(subtests):
    for name in NAMES:
        figure = figure_of(name)
        picture = _Moving(figure, shipped().poses[figure.pose])
        if picture.view != "side" or name in TURNED_OVER:
            continue
        with subtests.test(name):
            for t, side in product((0.2, 0.5, 0.8), ("aff", "ok")):
                points = picture.solved(t).points
                for one, other, long in (("hip", "knee", 42), ("knee", "ankle", 40), ("shoulder", "elbow", 29)):
                    assert dist(points[f"{side}.{one}"], points[f"{side}.{other}"]) == pytest.approx(long, abs=0.5)
                low = [min(s.points[f"{side}.{n}"][1] for n in ("heel", "toe")) for s in map(picture.solved, (0, t, 1))]
                assert low[1] >= min(low) - 0.01
                assert low[1] >= min(low[0], low[2]) - 4  # a foot that turns about its heel dips a little


@pytest.mark.parametrize("form", [".gif", ".apng"])
def test_a_film_takes_2_seconds_each_way_and_is_small(form: str):
    data = gallery.one(shipped(), "seated-toe-raise", Side.LEFT, form)
    film = Image.open(BytesIO(data))
    assert film.info["loop"] == 0
    assert len(data) < 400_000
    moments, seen = [], 0.0
    for number in range(getattr(film, "n_frames", 1)):
        film.seek(number)
        moments.append((seen, film.convert("RGB")))
        seen += film.info["duration"]
    assert seen == 2000 * SECONDS
    found = pair(shipped(), gallery._voice(shipped(), Side.LEFT), "en", "seated-toe-raise")
    assert found is not None
    start, end = (each.drawing for each in found.sketches)
    for wanted, moment in ((start, 0.0), (end, 1000 * SECONDS)):
        shown = [image for at, image in moments if at <= moment][-1]
        still = Image.open(BytesIO(png(writers.svg(wanted, ""), shown.width))).convert("RGB")
        assert ImageStat.Stat(ImageChops.difference(shown, still).convert("L")).rms[0] < 3  # few colours


def test_an_svg_moves_by_its_styles_and_stands_still_for_who_asked_for_it():
    text = gallery.one(shipped(), "seated-toe-raise", Side.LEFT, ".svg").decode()
    root = ET.fromstring(text)
    assert "The front of your left foot lifts." in text
    assert "<script" not in text
    reduced = re.search(r"@media \(prefers-reduced-motion: reduce\)\{(.*?\})\}", text)
    assert reduced is not None
    assert reduced[1] == ".moving{display:none}.still{display:inline}"
    ns = {"s": "http://www.w3.org/2000/svg"}
    still = root.findall("s:g[@class='still']/s:use", ns)
    assert [each.get("href") for each in still] == ["#f0", f"#f{FRAMES}"]
    assert len(root.findall("s:g[@class='moving']/s:use", ns)) == FRAMES + 1
    for number, moments in ((0, {0.0}), (FRAMES, {50.0})):
        (rule,) = re.findall(rf"@keyframes m{number}\{{(.*?\}})\}}", text)
        assert {float(at) for at in re.findall(r"([\d.]+)%\{visibility:visible", rule)} == moments
    assert f"animation:{2 * SECONDS}s step-end infinite" in text


def test_a_viewer_without_styles_for_motion_shows_the_pair():
    text = gallery.one(shipped(), "seated-march", Side.RIGHT, ".svg").decode()
    image = Image.open(BytesIO(png(text, 400))).convert("L")
    halves = [image.crop((x, 0, x + 198, image.height)) for x in (0, 202)]
    for half in halves:
        assert ImageStat.Stat(half).stddev[0] > 10
    assert ImageStat.Stat(ImageChops.difference(*halves)).rms[0] / 255 > 0.05


def test_still_is_the_picture_as_it_was(tmp_path: Path):
    out = tmp_path / "toe.svg"
    result = CliRunner().invoke(cli, ["figure", "show", "seated-toe-raise", "-o", str(out), "--still"])
    assert result.exit_code == 0, result.output
    assert "@keyframes" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["gif", "apng", "svg"])
def test_a_film_is_sealed_for_its_owner_only_and_replaced_as_a_print(tmp_path: Path, form: str):
    out = tmp_path / f"march.{form}"
    for _ in range(2):
        result = CliRunner().invoke(cli, ["figure", "show", "seated-march", "-o", str(out)])
        assert result.exit_code == 0, result.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    data = out.read_bytes()
    assert seal.kind(data) == "picture"
    assert seal.kind(data[:100] + bytes([data[100] ^ 1]) + data[101:]) == ""
    out.write_bytes(data + b" ")
    assert CliRunner().invoke(cli, ["figure", "show", "seated-march", "-o", str(out)]).exit_code != 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["seated-march", "-o", "x.webp"], "cannot be written as '.webp'"),
        (["seated-march", "-o", "x.gif", "--still"], "cannot be written as '.gif'"),
        (["seated-march", "-o", "x"], "cannot be written as ''"),
    ],
)
def test_another_ending_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["figure", "show", *arguments])
    assert result.exit_code != 0
    assert says in result.output
    assert "hint: name a file that ends in .png" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_is_shown_once_cannot_move(tmp_path: Path):
    (tmp_path / "figures").mkdir()
    path = tmp_path / "figures" / "seated-march.yaml"
    path.write_text('pose: sit\nsays: {en: "Sits."}\nshow: single\n', encoding="utf-8")
    from printkit.catalog.store import Catalog

    own = Catalog((tmp_path, CATALOG))
    with pytest.raises(CatalogError, match="cannot move"):
        gallery.one(own, "seated-march", Side.LEFT, ".gif")
    assert b"@keyframes" not in gallery.one(own, "seated-march", Side.LEFT, ".svg")


def test_a_step_is_lifted_on_its_way(subtests):
    for name in ("step-over", "backward-walking"):
        with subtests.test(name):
            figure = figure_of(name)
            picture = _Moving(replace(figure), shipped().poses[figure.pose])
            assert picture.solved(0.5).points["aff.ankle"][1] > picture.solved(0).points["aff.ankle"][1] + 2
