"""A single print from the shell: what is ready, or remembered from the last time, is the same as what is made anew."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
import ready_faces as tool
from msgspec.structs import replace
from PIL import Image

from printkit import budget
from printkit.catalog import compiled, remembered, shipped
from printkit.catalog.remembered import Memory
from printkit.catalog.store import Catalog
from printkit.checking import files
from printkit.checking.passed import Passed
from printkit.checking.report import Report
from printkit.cli import group
from printkit.content import bitmaps, logos, plain_pixels
from printkit.content.templates import Templates
from printkit.errors import CatalogError, OptionsError, PrintkitError
from printkit.kit import Printkit
from printkit.layout.ready_faces import ready
from printkit.model.records import Exercise
from printkit.pdf import images
from printkit.resources import CATALOG, TEMPLATES

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "foot-drop.yaml"
HEAVY = ("reportlab", "PIL", "uharfbuzz")
_RUN = """
import sys
from printkit.cli.group import cli
try:
    cli()
finally:
    print("loaded:", *sorted(sys.modules))
"""


def loaded(*command: str) -> set[str]:
    """The modules that a command imports."""
    found = subprocess.run([sys.executable, "-c", _RUN, *command], capture_output=True, text=True, check=True)
    return set(found.stdout.rpartition("loaded:")[2].split())


def test_a_booklet_with_a_logo_needs_no_library_of_typefaces_or_pixels(tmp_path):
    assert not loaded("booklet", str(EXAMPLE), "-o", str(tmp_path / "booklet.pdf")) & {*HEAVY}


def test_a_second_command_imports_neither_jinja_nor_the_parser_of_markdown(tmp_path, monkeypatch):
    monkeypatch.setenv("PRINTKIT_MEMORY", str(tmp_path / "kept"))
    command = ("handout", "seated-toe-raise", "--side", "left", "-o", str(tmp_path / "handout.pdf"))
    assert "jinja2" in loaded(*command)
    assert not loaded(*command) & {"jinja2", "markdown_it", *HEAVY}


def test_a_second_english_booklet_imports_nothing_of_other_languages_and_nothing_that_reads_a_logo(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("PRINTKIT_MEMORY", str(tmp_path / "kept"))
    command = ("booklet", str(EXAMPLE), "-o", str(tmp_path / "booklet.pdf"))
    loaded(*command)
    assert not loaded(*command) & {
        *("printkit.budget", "printkit.catalog.sides", "printkit.reading.po_files", "printkit.content.template_words"),
        "calendar",
    }


_READ = """
import sys
from pathlib import Path
from printkit.content import bitmaps
bitmaps._logo(bitmaps._logo_file(Path(sys.argv[1])), False)
print(*sorted(sys.modules))
"""


@pytest.mark.parametrize("name", ["riverside.svg", "riverside.png"])
def test_a_logo_that_is_drawn_or_a_png_is_read_without_the_readers_of_other_formats_and_of_profiles(name, tmp_path):
    logo = tmp_path / name
    svg = (ROOT / "examples" / "riverside.svg").read_text(encoding="utf-8")
    logo.write_bytes(svg.encode() if name.endswith("svg") else bitmaps.png(svg, 800))
    found = subprocess.run([sys.executable, "-c", _READ, str(logo)], capture_output=True, text=True, check=True)
    assert "PIL.PngImagePlugin" in found.stdout.split()
    assert not {*found.stdout.split()} & {
        *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PpmImagePlugin", "PIL.ImageCms"),
    }


def test_a_command_makes_the_options_of_its_own_module_only():
    assert {name for name in loaded("handout", "--help") if name.startswith("printkit.")} <= {
        *("printkit.cli", "printkit.cli.group", "printkit.cli.sheets", "printkit.cli.diary_place"),
        *("printkit.cli.options", "printkit.cli.output", "printkit.cli.environment", "printkit.errors"),
    }


def test_the_table_of_commands_names_each_with_its_module():
    named = {each.name: home for home in group._HOMES.values() for each in group._commands_of(home)}
    assert named == group._HOMES
    homes = {each.name: each.callback.__module__ for home in named.values() for each in group._commands_of(home)}
    assert homes == {name: f"printkit.cli.{home}" for name, home in named.items()}


@pytest.mark.foreign
def test_what_is_ready_of_the_typefaces_is_what_their_files_say():
    assert ready() == tool.made()
    assert len(ready()) == 2


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_pixels_of_a_print_are_those_of_the_logo_however_they_were_packed(mode):
    pixels = Image.radial_gradient("L").resize((97, 61)).convert(mode)
    flat = Image.new(mode, (97, 61), "white")
    for asked in (pixels, flat):
        png = io.BytesIO()
        asked.save(png, "PNG")  # with filters, as a logo with shades has them
        for data in (png.getvalue(), plain_pixels.as_png(asked.tobytes(), *asked.size)):
            assert shown(images.pixels(data)).tobytes() == asked.tobytes()


def test_a_logo_with_shades_is_packed_by_what_changes_from_line_to_line():
    down = b"".join(bytes(((7 * x * x + 3 * y) % 256) for x in range(97)) for y in range(61))
    plain = zlib.compress(b"".join(b"\0" + down[at : at + 97] for at in range(0, len(down), 97)), 9)
    assert len(plain_pixels.as_png(down, 97, 61)) < len(plain) / 2


def shown(image: bytes) -> Image.Image:
    """An image of a PDF, as another program reads it."""
    said, _, packed = image.removesuffix(b"\nendstream").partition(b"\nstream\n")
    with pikepdf.new() as file:
        return pikepdf.PdfImage(file.make_stream(packed, pikepdf.Object.parse(said))).as_pil_image()


# --- what is remembered of a catalogue


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """The files of these tests were not written just now."""
    monkeypatch.setattr(remembered, "_SETTLED", -3_000_000_000)


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder for what is remembered."""
    return tmp_path / "kept"


@pytest.fixture
def own(tmp_path) -> Path:
    """A clinic's own catalogue with a version of one exercise."""
    file = tmp_path / "own" / "exercises" / "seated-toe-raise.yaml"
    file.parent.mkdir(parents=True)
    file.write_text((CATALOG / "exercises" / file.name).read_text().replace("Sit ", "Rest "))
    return tmp_path / "own"


def catalog(place: Path, *folders: Path) -> Catalog:
    """A catalogue as a command opens it."""
    used = (*folders, CATALOG)
    return Catalog(used, memory=Memory(place, "catalogue", used))


def keep(found: Catalog) -> Path:
    """Keep it as a command does; returns the file."""
    assert found.memory.is_wanted
    found.memory.keep(compiled.entries(found))
    (file,) = found.memory._file.parent.glob("*.kept")
    return file


def first_step(found: Catalog) -> str:
    return found.exercise("seated-toe-raise").text["en"].steps[0]


def read_none(*_: object) -> None:
    raise AssertionError("a file was read")


def test_every_shipped_record_is_the_same_from_both_ways(place, monkeypatch):
    made = catalog(place)
    keep(made)
    again = catalog(place)
    monkeypatch.setattr(Catalog, "_checked", read_none)
    monkeypatch.setattr(Catalog, "_merged", read_none)
    monkeypatch.setattr(Catalog, "_read_labels", read_none)
    names = [name for name, _ in compiled._all(made)]
    assert len(names) == len(set(names)) > 300
    assert set(again.memory._entries) == set(names)
    for (name, one), (_, other) in zip(compiled._all(made), compiled._all(again), strict=True):
        assert one() == other(), name
        assert repr(one()) == repr(other()), name  # 1 and 1.0 are equal, and print otherwise


def test_a_booklet_from_what_is_remembered_has_the_same_bytes(place, tmp_path):
    prints = []
    for which in (place, place, None):
        kit = Printkit(memory=which)
        prints.append(kit.booklet(kit.options(EXAMPLE)).pdf)
        kit.remember()
    assert {each.name.partition("-")[0] for each in place.iterdir()} == {"catalogue", "templates", "logo"}
    assert prints[0] == prints[1] == prints[2]


def test_a_print_in_another_language_has_the_same_bytes(place):
    prints = []
    for which in (place, place, None):
        kit = Printkit(memory=which)
        asked = kit.options(EXAMPLE)
        made = kit.booklet(replace(asked, print=replace(asked.print, language="es")))
        assert made.document.language == "es"
        prints.append(made.pdf)
        kit.remember()
    assert prints[0] == prints[1] == prints[2]


def test_from_what_is_remembered_a_page_needs_no_yaml(place, tmp_path, monkeypatch):
    keep(catalog(place))
    (file,) = place.glob("catalogue-*")
    monkeypatch.setenv("PRINTKIT_MEMORY", str(place))
    monkeypatch.setattr(remembered, "_SETTLED", 0)
    out = str(tmp_path / "handout.pdf")
    assert "yaml" not in loaded("handout", "seated-toe-raise", "--side", "left", "-o", out)
    assert file.stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("size", ["same", "other"])
def test_a_changed_file_prints_as_it_is_now(place, own, size):
    keep(catalog(place, own))
    assert first_step(catalog(place, own)).startswith("Rest ")
    file = own / "exercises" / "seated-toe-raise.yaml"
    before = file.stat()
    file.write_text(file.read_text().replace("Rest ", "Stay " if size == "same" else "Remain "))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a program does that keeps the time of a file
    found = catalog(place, own)
    assert first_step(found).startswith(("Stay ", "Remain "))
    assert found.memory.is_wanted


def test_a_file_that_is_changed_while_it_is_read_is_not_taken_for_what_it_was(place, own):
    found = catalog(place, own)
    assert first_step(found).startswith("Rest ")
    file = own / "exercises" / "seated-toe-raise.yaml"
    file.write_text(file.read_text().replace("Rest ", "Stay "))
    found.memory.keep(compiled.entries(found))
    assert first_step(catalog(place, own)).startswith("Stay ")


def test_a_file_that_comes_or_goes_counts_and_an_overlay_has_a_memory_of_its_own(place, own):
    keep(catalog(place))
    assert first_step(catalog(place, own)).startswith("Rest ")
    catalog(place, own).memory.keep(compiled.entries(catalog(place, own)))
    assert len(list(place.glob("*.kept"))) == 2
    assert first_step(catalog(place)).startswith("Sit ")
    (own / "exercises" / "seated-toe-raise.yaml").unlink()
    assert first_step(catalog(place, own)).startswith("Sit ")


def test_a_file_with_a_problem_is_told_each_time(place, own):
    file = own / "exercises" / "seated-toe-raise.yaml"
    file.write_text(file.read_text().replace("Rest ", "Rest your left foot and "))
    keep(catalog(place, own))
    assert catalog(place, own).memory._entries
    for _ in range(2):
        with pytest.raises(PrintkitError, match="left"):
            catalog(place, own).exercise("seated-toe-raise")


def test_a_file_that_was_changed_just_now_is_not_remembered(place, own, monkeypatch):
    monkeypatch.setattr(remembered, "_SETTLED", 60_000_000_000)
    found = catalog(place, own)
    assert not found.memory.is_wanted
    found.memory.keep(compiled.entries(found))
    assert not place.exists()


def forged(data: bytes) -> bytes:
    """The same with another first word, and a check that fits: what only a program of the user's own can write."""
    at = len(remembered._BEGINS)
    body = data[at + 64 :].replace(b"Sit ", b"Fly ")
    return data[: at + 32] + hashlib.sha256(body).digest() + body


PLANTED = {
    "cut off": lambda data: data[: len(data) // 2],
    "without its last byte": lambda data: data[:-1],
    "empty": lambda _: b"",
    "one word changed": lambda data: data.replace(b"Sit ", b"Fly "),
    "of other sources": lambda data: data[: len(remembered._BEGINS)] + bytes(32) + forged(data)[len(remembered._BEGINS) + 32 :],
    "something else": lambda _: b"%PDF-1.7",
}  # fmt: skip


@pytest.mark.parametrize("how", PLANTED)
def test_a_file_that_is_not_whole_is_as_if_it_were_not_there(place, how):
    file = keep(catalog(place))
    file.write_bytes(PLANTED[how](file.read_bytes()))
    found = catalog(place)
    assert first_step(found).startswith("Sit ")
    assert found.memory.is_wanted  # and the next one takes its place
    keep(found)
    assert catalog(place).memory._entries


@pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are those of Unix")
@pytest.mark.parametrize("how", ["others may write", "others may read", "a link", "a folder", "of somebody else"])
def test_a_file_that_others_may_have_written_is_not_read(place, tmp_path, how):
    file = keep(catalog(place))
    file.write_bytes(forged(file.read_bytes()))
    assert first_step(catalog(place)).startswith("Fly ")  # so this is a file that would be taken
    if how == "a link":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    elif how == "a folder":
        file.unlink()
        file.mkdir()
    elif how == "of somebody else":
        if os.geteuid():
            pytest.skip("only root can give a file away")
        os.chown(file, 12345, 12345)
    else:
        file.chmod(0o622 if "write" in how else 0o644)
    assert first_step(catalog(place)).startswith("Sit ")


def test_where_nothing_can_be_kept_nothing_is_said(tmp_path, place):
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        found = catalog(folder)
        found.memory.keep(compiled.entries(found))
        assert first_step(found)


def test_an_entry_of_another_type_is_read_anew(place):
    found = catalog(place)
    entries = compiled.entries(found) | {"exercises/seated-toe-raise": b"\x93\x01\x02\x03"}
    found.memory.keep(entries)
    assert isinstance(catalog(place).exercise("seated-toe-raise"), Exercise)


def test_a_changed_template_prints_as_it_is_now(place, tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)

    def words() -> str:
        found = Templates((folder,), memory=Memory(place, "templates", (folder,)))
        if found.memory.is_wanted:
            found.memory.keep(found.programs())
        return repr(found.compose("a.en.md", {}))

    file = folder / "a.en.md"
    for said in ("One.", "Two."):
        file.write_text(said)
        assert said in words()
        assert said in words()
    assert next(place.glob("templates-*")).stat().st_size > 10_000


@pytest.mark.parametrize("how", ["changed", "laid over it", "taken away"])
def test_a_template_that_is_changed_while_a_process_lives_prints_as_it_is_now(place, tmp_path, how):
    """Also one that nobody has printed until then: what is remembered of it is of the file that was there before."""
    own, ours = tmp_path / "own", tmp_path / "ours"
    shutil.copytree(TEMPLATES, ours)
    own.mkdir()
    file, over = ours / "a.en.md", own / "a.en.md"
    file.write_text("One.")
    if how == "taken away":
        over.write_text("Two.")
    folders = (own, ours)
    before = Templates(folders, memory=Memory(place, "templates", folders))
    before.memory.keep(before.programs())
    living = Templates(folders, memory=Memory(place, "templates", folders))
    assert living.memory.packed("todo.en.md")
    match how:
        case "changed":
            file.write_text("Now.")
        case "laid over it":
            over.write_text("Now.")
        case _:
            over.unlink()
    said = repr(living.compose("a.en.md", {}))
    assert ("One." if how == "taken away" else "Now.") in said
    assert "Two." not in said


def test_the_oldest_memories_are_thrown_away(place, tmp_path):
    for number in range(15):
        folder = tmp_path / str(number)
        folder.mkdir()
        Memory(place, "catalogue", (folder,)).keep({"a": b"b"})
    assert len(list(place.iterdir())) == 12


def test_a_logo_that_is_kept_is_that_of_its_file(place, tmp_path, monkeypatch):
    file = tmp_path / "logo.svg"
    file.write_bytes((EXAMPLE.parent / "riverside.svg").read_bytes())

    def logo(*, grey: bool = False, kept: Path | None = place) -> bytes:
        logos._as_it_is.cache_clear()
        return logos.load_logo(file, "A", grey=grey, kept=kept).data

    fresh = {grey: logo(grey=grey, kept=None) for grey in (False, True)}
    assert {grey: logo(grey=grey) for grey in fresh} == fresh
    assert len(list(place.glob("*logo-*.kept"))) == 2
    monkeypatch.setattr(budget, "within", read_none)
    assert {grey: logo(grey=grey) for grey in fresh} == fresh
    monkeypatch.undo()
    file.write_text(file.read_text().replace("<circle", "<ellipse").replace("<rect", "<circle"))
    assert logo() != fresh[False]
    file.write_text("no picture")
    for _ in range(2):
        with pytest.raises(OptionsError, match="not a picture"):
            logo()


def test_what_is_kept_is_the_same_whoever_was_printed(tmp_path):
    kept = []
    for name, wanted in (("Ann Other", "sit-to-stand"), ("Bo Else", "outer-foot-lift")):
        kit = Printkit(memory=tmp_path / name)
        patient = {"patient": {"id": name.lower().replace(" ", "-"), "name": name}, "stroke": {"affected_side": "left"}}
        screened = {"screened_by": "J. Marsh", "screened_on": "2026-11-16"}
        asked = {**patient, "health": screened, "plan": {"exercises": [{"exercise": wanted}], "goal": "Walk the dog"}}
        kit.booklet(kit.options(asked))
        kit.remember()
        kept.append({file.name: file.read_bytes() for file in sorted((tmp_path / name).iterdir())})
        assert not any(word in data for data in kept[-1].values() for word in (name.encode(), b"Walk the dog"))
    assert kept[0] == kept[1]
    assert len(kept[0]) == 2


# --- what comes ready with a wheel


@pytest.fixture
def wheel(tmp_path, monkeypatch) -> Path:
    """A folder with what hatch_build.py puts into a wheel, in use."""
    kit, folder = Printkit(), tmp_path / "ready"
    shipped.write("catalogue", compiled.entries(kit.catalog), folder)
    shipped.write("templates", kit.templates.programs(), folder)
    monkeypatch.setattr(shipped, "READY", folder)
    return folder


def test_a_first_command_of_a_wheel_prints_the_same_and_keeps_what_came_with_it(place, wheel, monkeypatch):
    made = [Printkit().handout("seated-toe-raise").pdf]
    monkeypatch.setattr(Catalog, "_checked", read_none)
    monkeypatch.setattr(Catalog, "_merged", read_none)
    monkeypatch.setattr(Templates, "programs", read_none)
    for _ in range(2):
        kit = Printkit(memory=place)
        made.append(kit.handout("seated-toe-raise").pdf)
        kit.remember()
    assert made[0] == made[1] == made[2]
    assert {each.name.partition("-")[0] for each in place.iterdir()} == {"catalogue", "templates"}
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in place.iterdir())


def test_what_came_with_a_wheel_holds_only_for_its_own_files(tmp_path, monkeypatch):
    copy = shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.setattr(shipped, "READY", tmp_path)
    monkeypatch.setattr(shipped, "FOLDERS", {"catalogue": copy})
    shipped.write("catalogue", {"a": b"b"}, tmp_path)
    assert shipped.entries("catalogue", (copy,)) == {"a": b"b"}
    assert shipped.entries("templates", (copy,)) == shipped.entries("catalogue", (CATALOG,)) == {}
    assert shipped.entries("catalogue", (tmp_path, copy)) == {}  # a clinic's own folder lies over it
    file = copy / "exercises" / "seated-toe-raise.yaml"
    words = file.read_text()
    for change in (
        lambda: file.write_text(words.replace("Sit ", "Fly ")),
        lambda: file.rename(copy / "topics" / file.name),
        lambda: (copy / "exercises" / "another.yaml").write_text(words),
    ):
        change()
        assert shipped.entries("catalogue", (copy,)) == {}
        (copy / "topics" / file.name).unlink(missing_ok=True)
        (copy / "exercises" / "another.yaml").unlink(missing_ok=True)
        file.write_text(words)
        assert shipped.entries("catalogue", (copy,))


@pytest.mark.parametrize("how", ["cut off", "empty", "one byte", "something else"])
def test_what_is_not_whole_in_a_wheel_is_as_if_it_were_not_there(wheel, place, how):
    file = wheel / "catalogue"
    data = file.read_bytes()
    broken = {
        "cut off": data[: len(data) // 2],
        "empty": b"",
        "one byte": b"x" + data[1:],
        "something else": b"%PDF-1.7",
    }
    file.write_bytes(broken[how])
    assert shipped.entries("catalogue", (CATALOG,)) == {}
    assert first_step(catalog(place)).startswith("Sit ")


def test_who_keeps_nothing_takes_nothing_from_a_wheel(wheel, place):
    assert catalog(place).memory.shipped
    assert Printkit().catalog.memory._entries == {}


def test_a_check_tells_when_what_came_with_a_wheel_is_not_what_its_files_say(wheel):
    found = Printkit()
    assert list(files._unlike_its_files(found.catalog, found.templates)) == []
    other = compiled.entries(found.catalog) | {"version": b"\xa1x"}
    shipped.write("catalogue", other, wheel)
    (problem,) = files._unlike_its_files(found.catalog, found.templates)
    assert problem.where == str(files.READY / "catalogue")
    assert "the catalogue is not what its files say" in str(problem)


# --- how a command ends


def ended(code: str, *, out: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """A process that ends as `printkit` does when `code` is its command line."""
    begin = f"import sys, types; group = types.SimpleNamespace(cli=lambda: [{code}])\n"
    begin += "sys.modules['printkit.cli.group'] = group\nfrom printkit.__main__ import main; main()"
    return subprocess.run([sys.executable, "-c", begin], stdout=out, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize(("code", "status"), [("0", 0), ("sys.exit()", 0), ("sys.exit(3)", 3), ("sys.exit('why')", 1)])
def test_a_command_ends_with_its_status(code, status):
    assert ended(code).returncode == status


def test_all_that_was_said_is_there_though_the_memory_is_not_taken_apart():
    found = ended("print('said', end=''), sys.stderr.write('aside')")
    assert (found.stdout, found.stderr, found.returncode) == ("said", "aside", 0)


def test_what_is_to_be_done_at_the_end_is_done(tmp_path):
    asked = f"__import__('atexit').register(lambda: open({str(tmp_path / 'done')!r}, 'w').write('x'))"
    assert ended(asked).returncode == 0
    assert (tmp_path / "done").read_text() == "x"


def test_a_thread_that_still_runs_is_waited_for(tmp_path):
    late = f"(__import__('time').sleep(0.3), open({str(tmp_path / 'late')!r}, 'w').write('x'))"
    assert ended(f"__import__('threading').Thread(target=lambda: {late}).start()").returncode == 0
    assert (tmp_path / "late").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_words_that_could_not_be_written_are_no_success():
    with Path("/dev/full").open("w") as full:
        found = ended("print('said')", out=full.fileno())
    assert found.returncode != 0


# --- printkit check


@pytest.fixture
def checked(monkeypatch) -> list[tuple[Path, ...]]:
    """The folders of each check that was made, and a finding for every one that has an exercise of its own."""
    made: list[tuple[Path, ...]] = []

    def check(_path: Path | None, catalog: Catalog, _templates: Templates, _passed: Passed) -> Report:
        made.append(catalog.folders)
        bad = [file for folder in catalog.folders[:-1] for file in folder.rglob("*.yaml") if "bad" in file.read_text()]
        return Report(tuple(CatalogError("is bad", where=str(file)) for file in bad), f"all is well, {len(made)}")

    monkeypatch.setattr(files, "check", check)
    return made


def test_a_check_that_found_nothing_is_not_made_again_until_a_file_changes(place, own, checked):
    def check(**asked: bool) -> Report:
        return Printkit(catalog=own, memory=place).check(**asked)

    first = check()
    assert (first.unchanged, check().unchanged, check().summary) == (False, True, first.summary)
    assert len(checked) == 1
    assert not check(anew=True).unchanged
    assert len(checked) == 2
    file = own / "exercises" / "seated-toe-raise.yaml"
    words = file.read_text()
    file.write_text(words + "# bad")
    for _ in range(2):  # what has a problem is checked each time
        assert check().problems
    file.write_text(words)
    assert not check().problems
    assert len(checked) == 5
    Printkit(catalog=own, memory=place).check(own)
    assert len(checked) == 6  # what is named is checked
    Printkit(catalog=own).check()
    assert len(checked) == 7


def test_a_check_of_yesterday_or_of_other_folders_says_nothing(place, own, checked, monkeypatch, tmp_path):
    Printkit(catalog=own, memory=place).check()
    (tmp_path / "templates").mkdir()
    for folders in ({}, {"templates": tmp_path / "templates", "catalog": own}):
        assert not Printkit(**folders, memory=place).check().unchanged
    monkeypatch.setattr("printkit.kit.date", SimpleNamespace(today=lambda: date(2027, 1, 1)))
    assert not Printkit(catalog=own, memory=place).check().unchanged


def test_a_command_says_that_nothing_has_changed(place, checked, printkit, monkeypatch):
    monkeypatch.setenv("PRINTKIT_MEMORY", str(place))
    first, second, anew = printkit("check"), printkit("check"), printkit("check", "--all")
    assert (first.stdout, second.stdout, anew.stdout) == ("all is well, 1\n", "all is well, 1\n", "all is well, 2\n")
    assert [each.stderr.strip() for each in (first, anew)] == ["", ""]
    assert "--all checks it anew" in second.stderr
