"""Fixtures are nouns: the shipped catalogue and templates, the smallest options, the example, the command line."""

import gc
import getpass
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import made_up_language
import pytest
import sqlalchemy
from click.testing import CliRunner, Result
from hypothesis import settings

from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.content import logos
from printkit.content.templates import Templates
from printkit.intake.option_file import load
from printkit.model.options import Clinic, Options, Patient, PrintSettings
from printkit.model.person import Health, Stroke
from printkit.model.vocabulary import Side
from printkit.reading import records
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

PRINTED_ON = date(2026, 11, 20)
# how long an example takes is measured in benchmarks/; on a busy machine a deadline fails what is right
settings.register_profile("printkit", parent=settings(), deadline=None)
settings.load_profile("printkit")

NOVEMBER = date(2026, 11, 29)  # the day of the fixture `november`
USER_ERROR = 1

os.environ["PRINTKIT_MEMORY"] = "no"  # of the one who runs the tests; tests/test_cold.py has folders of its own

# The prints that tests share are kept to the end, and looking through them for garbage took a sixth of the time.
gc.set_threshold(200_000, 20, 100)


def pytest_sessionfinish() -> None:
    """Look for garbage once at the end, so that what complains of being thrown away is heard; then no more."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def november(monkeypatch) -> None:
    """It is the day that the manual and the examples were written for: their screenings are too old in half a year."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return NOVEMBER

    for module in ("kit", "checking.files"):
        monkeypatch.setattr(f"printkit.{module}.date", Day)


@pytest.fixture(scope="session", autouse=True)
def _shipped_files_read_once():
    """A shipped file becomes records, and the logo of the examples a picture, the first time that a test asks for it.

    Both depend on nothing but the bytes of the file and what was asked, and these are the key. The commands that the
    tests run would parse the same 270 files hundreds of times.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load", "load_mapping", "load_sequence"):
            patch.setattr(records, name, _once(getattr(records, name), CATALOG))
        patch.setattr(logos, "load_logo", _once(logos.load_logo, EXAMPLES))
        yield


def _once(read: Callable[..., object], folder: Path) -> Callable[..., object]:
    """The same function, which remembers what it made of the files below a folder."""
    kept: dict[tuple[str, bytes], object] = {}

    def remembered(*given: object, **named: object) -> object:
        path = next((each for each in given if isinstance(each, Path)), None)
        if path is None or folder not in path.parents or not path.is_file():
            return read(*given, **named)
        key = repr((given, named)), path.read_bytes()
        if key not in kept:
            kept[key] = read(*given, **named)
        return kept[key]

    return remembered


@pytest.fixture(scope="session")
def made_up(tmp_path_factory) -> Path:
    """A catalogue that says all of ours in the made-up language xx."""
    folder = tmp_path_factory.mktemp("made-up")
    made_up_language.say_all(folder)
    return folder


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalogue."""
    return Catalog((CATALOG,))


@pytest.fixture(scope="session")
def few(tmp_path_factory) -> Path:
    """A small part of the shipped catalogue that is whole in itself, so that many checks stay quick."""
    folder = tmp_path_factory.mktemp("few")
    kept = {
        "exercises": ("hand-toe-raise", "assisted-toe-raise", "seated-toe-raise", "band-toe-raise", "heel-walking"),
        "topics": ("red-flags", "stop-rules", "low-mood"),
        "labels": ("en",),
        ".": (
            "locked-labels",
            "sources",
            "regions",
            "wear-in",
            "skin-look",
            "poses",
            "plain-words",
            "demands",
            "measures",
            "tracked",
            "diary-columns",
        ),
    }
    kept["figures"] = kept["exercises"]
    for kind, names in kept.items():
        (folder / kind).mkdir(exist_ok=True)
        for name in names:
            shutil.copy(CATALOG / kind / f"{name}.yaml", folder / kind)
    for name, neighbour in (("band-toe-raise", "harder"), ("heel-walking", "easier")):  # these are not in it
        path = folder / "exercises" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"^{neighbour}: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    planning = (CATALOG / "planning.yaml").read_text(encoding="utf-8")
    planning = re.sub("exercises: .sit-to-stand.*", "exercises: [seated-toe-raise]", planning)
    (folder / "planning.yaml").write_text(planning, encoding="utf-8")
    for own in ("toes-up", "one", "two", "three"):  # pictures for the exercises that tests write
        shutil.copy(CATALOG / "figures" / "seated-toe-raise.yaml", folder / "figures" / f"{own}.yaml")
    rule = {"id": "R-01", "action": "modify", "demands": ["steps"], "source": ["DM"]}
    rule |= {"say": {"en": "Walk slowly."}, "because": {"en": "Fast steps are risky."}}
    (folder / "rules.yaml").write_text(json.dumps([rule]))  # JSON is YAML, too
    (folder / "programmes.yaml").write_text("few:\n  title: {en: Few}\n  levels: {active: [seated-toe-raise]}\n")
    return folder


@pytest.fixture(scope="session")
def templates() -> Templates:
    """The shipped templates."""
    return Templates((TEMPLATES,))


@pytest.fixture(scope="session")
def example() -> Options:
    """The option file that the README uses."""
    return load(EXAMPLES / "foot-drop.yaml", PRINTED_ON).required()


@pytest.fixture
def smallest() -> Options:
    """The least that prints anything: an id, a side, a day, and a therapist who has checked the patient."""
    return Options(
        patient=Patient(id="p-1"),
        stroke=Stroke(affected_side=Side.LEFT),
        health=Health(screened_by="A. Therapist", screened_on=PRINTED_ON),
        print=PrintSettings(printed_on=PRINTED_ON),
        clinic=Clinic(region="GB"),
    )


@pytest.fixture
def printkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line, run in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, typed: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=typed)

    return run


@pytest.fixture
def files(tmp_path):
    """Every file under the folder where the command runs."""
    return lambda: {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.fixture
def refused(printkit, files):
    """Run a command that must say no: the exit code, the words, no traceback, and nothing written."""

    def run(*arguments: object, code: int = USER_ERROR, says: str | tuple[str, ...] = ()) -> str:
        before = files()
        result = printkit(*arguments)
        assert result.exit_code == code, (result.output, result.exception)
        assert "Traceback" not in result.output
        assert "bug in printkit" not in result.output
        for words in (says,) if isinstance(says, str) else says:
            assert words in result.stderr
        assert result.stdout == ""
        assert files() == before
        return str(result.stderr)

    return run


# --- 2 databases: a file, and a server where one is installed


def _server(folder: Path) -> str:
    """A PostgreSQL server of our own, that only a socket in a folder leads to; "" or the reason why there is none."""
    if not all(shutil.which(name) for name in ("initdb", "pg_ctl")):
        return "no initdb and pg_ctl on the path"
    user = ["su", "postgres", "-s", "/bin/sh", "-c"] if getpass.getuser() == "root" else ["sh", "-c"]
    if user[0] == "su":
        shutil.chown(folder, "postgres")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    for command in (
        f"initdb -D {folder}/data -A trust -U tester --no-sync -E UTF8",
        f"pg_ctl -D {folder}/data -w -o '{options}' -l {folder}/log start",
    ):
        run = subprocess.run([*user, command], check=False, capture_output=True, text=True, timeout=60)
        if run.returncode:
            return f"PostgreSQL did not start: {(run.stderr or run.stdout).strip()[-200:]}"
    return ""


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The URL of a PostgreSQL server, without the name of a database."""
    with tempfile.TemporaryDirectory(prefix="pk") as name:  # a short name: a socket's path has 107 letters
        folder = Path(name)
        if reason := _server(folder):
            pytest.skip(reason)
        yield f"postgresql://tester@/{{}}?host={folder}"
        user = ["su", "postgres", "-s", "/bin/sh", "-c"] if getpass.getuser() == "root" else ["sh", "-c"]
        subprocess.run([*user, f"pg_ctl -D {folder}/data -m immediate stop"], capture_output=True, check=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where a new diary may be: a file, then an empty database of a server."""
    if request.param == "sqlite":
        return str(tmp_path / "diary.sqlite3")
    server = request.getfixturevalue("server")
    engine = sqlalchemy.create_engine(
        server.format("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS clinic WITH (FORCE)")
        connection.exec_driver_sql("CREATE DATABASE clinic")
    engine.dispose()
    return server.format("clinic")
