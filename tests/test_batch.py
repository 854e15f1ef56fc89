"""A whole roster: read as clinics save it, printed once, and finished by a second run whatever happened to the first."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import Executor, Future
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import distributed
import openpyxl
import page
import pypdf
import pytest
import verapdf
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pdf_reading import heard
from PIL import Image

from printkit.catalog.store import Catalog
from printkit.errors import OptionsError
from printkit.intake import roster
from printkit.model.vocabulary import DateOrder, Side
from printkit.pdf import imposition as page_of_render
from printkit.printing import cluster, manifest, run
from printkit.reading.columns import ColumnMapping
from printkit.resources import CATALOG, EXAMPLES

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]

TODAY = date(2026, 11, 21)
USUAL = Catalog((CATALOG,)).roster_columns
HEAD = "id,name,side,stroke date,screened by,screened on"
LINE = "{id},Sam,left,2026-05-01,J. Marsh,2026-11-16"


def read(path: Path, mapped: ColumnMapping = ColumnMapping()) -> list[roster.Row]:  # noqa: B008 - frozen
    return list(roster.rows(path, USUAL, mapped, TODAY))


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


# --- how clinics save their lists


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_is_read_as_it_was_saved(tmp_path, encoding, delimiter, end):
    text = "id,name,side\n007,Zoë Müller,right\n008,José Núñez,left\n".replace(",", delimiter).replace("\n", end)
    found = read(written(tmp_path, text, encoding))
    assert [(row.id, row.options.patient.name, row.options.side) for row in found] == [
        ("007", "Zoë Müller", Side.RIGHT),
        ("008", "José Núñez", Side.LEFT),
    ]


def test_a_spreadsheet_keeps_days_ticks_and_whole_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Patient ID", "Affected side", "Stroke date", "Falls", "Diabetes"])
    book.active.append([1007, "R", datetime(2026, 5, 1), 2, True])  # noqa: DTZ001 - as a spreadsheet has it
    book.active.append(["0042", "left", None, None, None])
    book.save(tmp_path / "roster.xlsx")
    one, two = read(tmp_path / "roster.xlsx")
    assert (one.id, one.options.side, one.options.stroke.happened_on) == ("1007", Side.RIGHT, date(2026, 5, 1))
    assert (one.options.health.falls_last_year, one.options.health.diabetes) == (2, "yes")
    assert (two.id, two.options.stroke.happened_on, two.options.health.diabetes) == ("0042", None, "unknown")


def test_blank_is_unknown_and_an_empty_row_is_nobody(tmp_path):
    (row,) = read(written(tmp_path, f"{HEAD},diabetes\n,,,,,,\np-1,,,,,,\n"))
    assert row.number == 3
    assert row.options.side is Side.UNKNOWN
    assert row.options.health.diabetes == "unknown"


def test_a_list_of_exercises_and_a_programme(tmp_path):
    one, two = read(
        written(tmp_path, "id,exercises,programme,level\np-1,seated-toe-raise; weight-shift,,\np-2,,walking,assisted\n")
    )
    assert [choice.exercise for choice in one.options.plan.exercises] == ["seated-toe-raise", "weight-shift"]
    assert (two.options.plan.programme, two.options.plan.level) == ("walking", "assisted")


def test_a_row_may_name_an_option_file(tmp_path):
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace("clinic_file: clinic.yaml", "")
    (tmp_path / "sam.yaml").write_text(text, encoding="utf-8")
    (row,) = read(written(tmp_path, "options\nsam.yaml\n"))
    assert row.id == "example-foot-drop"
    assert row.options.devices.afo == "yes"


def test_a_clinic_maps_its_own_columns_words_and_dates(tmp_path):
    mapped = ColumnMapping(
        columns={
            "Pat.Nr": "patient.id",
            "Seite": "stroke.affected_side",
            "Insult am": "stroke.happened_on",
            "Zimmer": "",
        },
        dates=DateOrder.DAY_FIRST,
        values={"stroke.affected_side": {"rechts": "right"}},
    )
    (row,) = read(written(tmp_path, "Pat.Nr;Seite;Insult am;Zimmer\n12;Rechts;03.04.2026;4b\n"), mapped)
    assert (row.id, row.options.side, row.options.stroke.happened_on) == ("12", Side.RIGHT, date(2026, 4, 3))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("03/04/2026", "25/04/2026"), date(2026, 4, 3)),
        (("03/04/2026", "04/25/2026"), date(2026, 3, 4)),
        (("2026-04-03", "2026-04-25"), date(2026, 4, 3)),
    ],
)
def test_a_day_over_12_shows_the_order_of_dates(tmp_path, days, expected):
    lines = "".join(f"p-{number},{day}\n" for number, day in enumerate(days))
    assert read(written(tmp_path, f"id,stroke date\n{lines}"))[0].options.stroke.happened_on == expected


@pytest.mark.parametrize("days", [("03/04/2026",), ("25/04/2026", "04/25/2026")])
def test_dates_that_show_no_order_or_two_are_asked_for(tmp_path, days):
    lines = "".join(f"p-{number},{day}\n" for number, day in enumerate(days))
    path = written(tmp_path, f"id,stroke date\n{lines}")
    with pytest.raises(OptionsError, match=r"can be read in more|not all in one order") as caught:
        read(path)
    assert "--dates D/M/Y" in caught.value.hint
    first = read(path, ColumnMapping(dates=DateOrder.MONTH_FIRST))[0]
    assert first.options is None or first.options.stroke.happened_on == date(2026, 3, 4)


# --- what is wrong is told with row and column, all at once


def test_every_problem_names_its_row_and_column(tmp_path):
    text = f"{HEAD}\n{LINE.format(id='p-1')}\np-2,Ada,sideways,2026-13-01,J. Marsh,2026-11-16\n,Lee,left,,,\n"
    good, bad, nameless = read(written(tmp_path, text))
    assert good.problems == ()
    assert {problem.where.rpartition("/")[2] for problem in bad.problems} == {
        "roster.csv: row 3, column 'side'",
        "roster.csv: row 3, column 'stroke date'",
    }
    assert "there is no patient id" in nameless.problems[0].message
    assert "Ada" not in "".join(map(str, bad.problems))


def test_an_id_that_comes_twice_is_named(tmp_path):
    _, two = read(written(tmp_path, f"{HEAD}\n{LINE.format(id='p-1')}\n{LINE.format(id='p-1')}\n"))
    assert "the id 'p-1' is in row 2 too" in two.problems[0].message


def test_rows_that_are_read_again_have_the_same_problems(tmp_path):
    ids = "p-1", "p-2", "P-1", "p-2"
    lines = "\n".join(LINE.format(id=each) for each in ids)
    path = written(tmp_path, f"{HEAD}\n{lines}\n")
    rows = roster.read(path, USUAL, ColumnMapping(), TODAY).rows
    first, again = ([(row.options, *map(str, row.problems)) for row in rows] for _ in range(2))
    assert first == again
    assert [len(said) for said in first] == [1, 1, 2, 2]


def test_no_id_is_held_while_rows_are_read_again(tmp_path):
    lines = "\n".join(LINE.format(id=f"p-{number}") for number in range(3000))
    path = written(tmp_path, f"{HEAD}\n{lines}\n")
    rows = roster.read(path, USUAL, ColumnMapping(), TODAY).rows
    most = []
    for _ in range(2):
        tracemalloc.start()
        for _ in rows:
            pass
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[0] - most[1] > 3000 * 200, most  # bytes that an id takes
    assert most[1] < 3000 * 150, most  # what rows have in common, and a row


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "the list is empty"),
        ("id,sid\np-1,left\n", "'sid' (did you mean 'side'?)"),
        ("id,side,affected side\np-1,left,left\n", "stands for stroke.affected_side a second time"),
        ('id,name\n"p-1,Sam\n', "is no CSV"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_message(tmp_path, text, complaint):
    with pytest.raises(OptionsError) as caught:
        read(written(tmp_path, text))
    assert complaint in str(caught.value)


@hypothesis(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".xlsx", ".ods"]))
def test_no_file_breaks_the_reading(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("any") / f"roster{suffix}"
    path.write_bytes(data)
    try:
        read(path)
    except OptionsError as error:
        assert str(path) in str(error)  # noqa: PT017 - a list that can be read is as good


# --- what the catalogue and the rules say of a row


@pytest.mark.usefixtures("november")
def test_a_programme_that_is_not_there_is_told_with_its_row(printkit, tmp_path, out):
    path = written(
        tmp_path,
        "id,side,screened by,screened on,programme\n"
        "p-1,left,J. Marsh,2026-11-16,walkin\np-2,left,J. Marsh,2026-11-16,walking\n",
    )
    result = printkit("batch", path, "-o", out, "--kind", "fridge")
    assert result.exit_code == 4
    assert "row 2: there is no programme 'walkin'" in result.stderr
    assert "did you mean 'walking'?" in result.stderr
    assert set(files(out)) == {"p-2-fridge.pdf"}


def test_a_dry_run_tells_what_the_rules_forbid(printkit, tmp_path, out):
    path = written(tmp_path, "id,programme\np-1,walking\n")
    result = printkit("batch", path, "-o", out, "--dry-run")
    assert result.exit_code == 4
    assert "row 2, rule R-70: What made the foot drop?" in result.stderr
    assert "row 2: nothing, see the problems" in result.stdout


# --- the run


def ten(tmp_path: Path, name: str = "roster.csv") -> Path:
    path = tmp_path / name
    path.write_text(
        HEAD + "\n" + "".join(f"{LINE.format(id=f'p-{number}')}\n" for number in range(10)), encoding="utf-8"
    )
    return path


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}


@pytest.fixture
def out(tmp_path) -> Path:
    folder = tmp_path / "prints"
    folder.mkdir()
    return folder


def test_each_row_is_printed_once_and_a_second_run_makes_nothing(printkit, tmp_path, out):
    path = ten(tmp_path)
    first = printkit("batch", path, "--kind", "fridge", "-o", out)
    assert first.exit_code == 0, first.output
    assert set(files(out)) == {f"p-{number}-fridge.pdf" for number in range(10)}
    assert all((out / name).stat().st_mode & 0o077 == 0 for name in (*files(out), manifest.MANIFEST))
    second = printkit("batch", path, "--kind", "fridge", "-o", out)
    assert "10 stand already, 0 to print" in second.stdout
    assert "Sam" not in first.output + (out / manifest.MANIFEST).read_text()


def test_only_what_changed_or_is_missing_is_made_again(printkit, tmp_path, out):
    path = ten(tmp_path)
    printkit("batch", path, "--kind", "fridge", "-o", out)
    before = files(out)
    (out / "p-3-fridge.pdf").unlink()
    path.write_text(path.read_text().replace("p-5,Sam,left", "p-5,Sam,right"), encoding="utf-8")
    assert "8 stand already, 2 to print" in printkit("batch", path, "--kind", "fridge", "-o", out).stdout
    after = files(out)
    assert {name for name in before if before[name] != after[name]} == {"p-5-fridge.pdf"}


def test_one_bad_row_never_stops_the_others(printkit, tmp_path, out):
    path = ten(tmp_path)
    text = (
        path.read_text()
        .replace("p-3,Sam,left", "p-3,Sam,sideways")
        .replace("p-6,Sam,left,2026-05-01", "p-6,Sam,left,2026-11-21")
    )
    path.write_text(text, encoding="utf-8")
    result = printkit("batch", path, "-o", out, "--kind", "fridge")
    assert result.exit_code == 4
    assert "row 5, column 'side'" in result.stderr
    assert len(files(out)) == 8
    assert "Traceback" not in result.output
    path.write_text(ten(tmp_path, "good.csv").read_text(), encoding="utf-8")
    again = printkit("batch", path, "-o", out, "--kind", "fridge")
    assert again.exit_code == 0
    assert "8 stand already, 2 to print" in again.stdout


def test_a_dry_run_says_what_would_be_printed_and_prints_nothing(printkit, tmp_path, out):
    path = ten(tmp_path)
    result = printkit("batch", path, "-o", out, "--dry-run")
    assert result.exit_code == 0
    assert "row 2: p-0-booklet.pdf would be printed" in result.stdout
    assert files(out) == {}


def test_2_processes_make_the_same_bytes_as_1(printkit, tmp_path, out):
    path, two = ten(tmp_path), tmp_path / "two"
    two.mkdir()
    printkit("batch", path, "--kind", "fridge", "-o", out)
    assert printkit("batch", path, "--kind", "fridge", "-o", two, "--jobs", "2").exit_code == 0
    assert files(two) == files(out)


@pytest.mark.parametrize("kind", ["booklet", "fridge", "chart"])
def test_a_row_that_is_printed_alone_has_the_bytes_of_the_batch(printkit, tmp_path, out, kind):
    path = written(tmp_path, "options\nsam.yaml\n")
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace("clinic_file: clinic.yaml", "")
    (tmp_path / "sam.yaml").write_text(text, encoding="utf-8")
    printkit("batch", path, "--kind", kind, "-o", out)
    printkit(kind, tmp_path / "sam.yaml", "-o", tmp_path / "alone.pdf")
    assert (out / f"example-foot-drop-{kind}.pdf").read_bytes() == (tmp_path / "alone.pdf").read_bytes()


def test_a_new_logo_prints_a_row_again(printkit, tmp_path, out):
    path = written(tmp_path, "options\nsam.yaml\n")
    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "navy").save(logo)
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8").replace("clinic_file: clinic.yaml", "")
    (tmp_path / "sam.yaml").write_text(text + "clinic: {name: A, logo: logo.png}\n", encoding="utf-8")
    first = printkit("batch", path, "--kind", "booklet", "-o", out)
    assert "1 printed" in first.stdout
    assert "1 stand already" in printkit("batch", path, "--kind", "booklet", "-o", out).stdout
    Image.new("RGB", (40, 20), "red").save(logo)
    assert "1 to print" in printkit("batch", path, "--kind", "booklet", "-o", out).stdout


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
@pytest.mark.parametrize("seconds", [0.7, 1.2, 1.8, 2.6])
def test_killed_at_any_moment_a_second_run_ends_with_the_files_of_an_undisturbed_one(tmp_path, out, seconds, processes):
    path, calm = ten(tmp_path), tmp_path / "calm"
    calm.mkdir()
    command = [sys.executable, "-m", "printkit", "batch", str(path), "--kind", "booklet", "--jobs", processes]
    subprocess.run([*command, "-o", str(calm)], check=True, capture_output=True)
    killed = subprocess.Popen(
        [*command, "-o", str(out)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(seconds)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    subprocess.run([*command, "-o", str(out)], check=True, capture_output=True)
    assert files(out) == files(calm)
    assert {path.name for path in out.iterdir()} == {path.name for path in calm.iterdir()}


# --- the printer


@pytest.fixture
def printer(tmp_path, monkeypatch) -> Path:
    """An lp of our own on the path: it writes down what it is asked, and refuses the printer "broken"."""
    folder = tmp_path / "bin"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked.txt\n'
        'if [ "$2" = broken ]; then echo "lp: The printer or class does not exist." >&2; exit 1; fi\n'
        f'echo "request id is $2-$(wc -l < {tmp_path}/asked.txt) (1 file(s))"\n'
    )
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return tmp_path / "asked.txt"


# two sides for a sheet with a back, the paper of the country, copies one after the other, every millimetre as it is
HOW = "-o sides=two-sided-long-edge -o media=A4 -o collate=true -o print-scaling=none"


@pytest.mark.usefixtures("november")
def test_each_file_goes_to_the_printer_in_order_and_its_job_is_told_and_noted(printkit, tmp_path, out, printer):
    result = printkit("batch", ten(tmp_path), "--kind", "fridge", "-o", out, "--print", "ward-2", "--copies", "3")
    assert result.exit_code == 0, result.output
    asked = printer.read_text().splitlines()
    assert [line.rpartition("/")[2] for line in asked] == [f"p-{number}-fridge.pdf" for number in range(10)]
    assert all(line.startswith(f"-d ward-2 -n 3 {HOW} -t p-") for line in asked)
    assert "p-0-fridge.pdf: print job ward-2-1" in result.stdout
    log = (out / "print-log.jsonl").read_text()
    assert log.count('"printer": "ward-2", "copies": 3') == 10
    assert "Sam" not in log + printer.read_text()
    assert (out / "print-log.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("november")
def test_what_a_printer_refuses_is_told_with_its_words_and_the_files_stay(printkit, tmp_path, out, printer):
    result = printkit("batch", ten(tmp_path), "--kind", "fridge", "-o", out, "--print", "broken")
    assert result.exit_code == 4
    assert "The printer or class does not exist." in result.stderr
    assert len(files(out)) == 10


def test_without_lp_it_is_a_message(printkit, tmp_path, out, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    result = printkit("batch", ten(tmp_path), "--kind", "fridge", "-o", out, "--print", "ward-2")
    assert result.exit_code == 1
    assert "there is no lp command" in result.stderr
    assert files(out) == {}  # said before the work, and not after it


# --- more than one machine


@pytest.fixture
def scheduler(tmp_path):
    """A real scheduler and two real workers, each a process of its own, on loopback."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    head = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-nanny"]
    processes = [
        subprocess.Popen(
            [*head, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)], **quiet
        ),
        *(subprocess.Popen([*worker, "--nthreads", "1", "--no-dashboard"], **quiet) for _ in range(2)),
    ]
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(file.read_text())["address"]
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes_and_a_dead_worker_costs_nothing_but_time(tmp_path, out, scheduler):
    address, (_, _, victim) = scheduler
    path, calm = ten(tmp_path), tmp_path / "calm"
    calm.mkdir()
    batch = [sys.executable, "-m", "printkit", "batch", str(path), "--kind", "booklet", "-o"]
    subprocess.run([*batch, str(calm)], check=True, capture_output=True)  # on the same day as the cluster
    command = [*batch, str(out), "--cluster", address]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not files(out) and time.monotonic() < deadline:
        time.sleep(0.05)
    victim.kill()
    said, complaints = running.communicate(timeout=120)
    if running.returncode:  # what was on the dead worker too often is told; a second run makes it
        assert "its worker died" in complaints, said + complaints
        subprocess.run(command, check=True, capture_output=True)
    assert files(out) == files(calm)


def test_every_worker_of_a_cluster_is_counted():
    alone = "127.0.0.1"
    six = distributed.LocalCluster(
        n_workers=6, threads_per_worker=1, processes=False, protocol="tcp", host=alone, dashboard_address=f"{alone}:0"
    )
    with six, cluster.executor(six.scheduler_address) as (_, workers):
        assert workers == 6


class DyingWorkers(Executor):
    """Workers that die of a row that cannot be drawn, and lose what else its task holds."""

    def __init__(self) -> None:
        self.tasks = 0

    def submit(self, do, *given):
        self.tasks += 1
        found = Future()
        try:
            found.set_result(do(*given))
        except MemoryError as error:
            found.set_exception(error)
        return found


class Row(NamedTuple):
    number: int

    @property
    def jobs(self):
        return (self,)


def drawn(row: Row) -> int:
    if row.number == 11:
        raise MemoryError
    return row.number


def test_of_a_task_that_was_lost_only_the_row_that_kills_its_worker_is_told():
    workers = DyingWorkers()
    found = list(run._on_cluster(map(Row, range(20)), workers, 2, drawn, lambda row, why: (row.number, why)))
    assert sorted(map(str, found)) == sorted(
        [*(str(number) for number in range(20) if number != 11), str((11, "its worker died (MemoryError); run again"))]
    )
    assert workers.tasks == 2 + 16  # sixteen rows a task, and those of one again


def test_no_scheduler_is_a_message(printkit, tmp_path, out, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    result = printkit("batch", ten(tmp_path), "-o", out, "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "no scheduler answers" in result.stderr


# --- one file for the printer


def test_a_volume_holds_each_booklet_on_a_right_hand_page_behind_a_separator(printkit, tmp_path, out):
    path, alone = ten(tmp_path), tmp_path / "alone"
    alone.mkdir()
    assert printkit("batch", path, "--kind", "booklet", "-o", out, "--combined", "4").exit_code == 0
    assert set(files(out)) == {f"volume-00{number}-booklet.pdf" for number in (1, 2, 3)}
    printkit("batch", path, "--kind", "booklet", "-o", alone)
    single = pypdf.PdfReader(alone / "p-0-booklet.pdf")
    volume = pypdf.PdfReader(out / "volume-001-booklet.pdf")
    wide = 2 + len(single.pages) + len(single.pages) % 2
    assert len(volume.pages) == 4 * wide
    for number in range(4):
        assert volume.pages[number * wide].extract_text().strip() == f"p-{number}"
        assert volume.pages[number * wide + 1].extract_text().strip() == ""
        for page_number in (0, 5, len(single.pages) - 1):
            shown = volume.pages[number * wide + 2 + page_number].extract_text()
            assert shown == single.pages[page_number].extract_text()
    assert "Sam" not in volume.pages[0].extract_text()


def test_a_volume_is_accessible_and_its_boxes_are_found(printkit, tmp_path, out):
    printkit("batch", ten(tmp_path), "--kind", "chart", "-o", out, "--combined", "5")
    data = (out / "volume-001-chart.pdf").read_bytes()
    assert not page.validate_pdf_bytes(data, profile="ua1").failures
    sheets = json.loads(pypdf.PdfReader(io.BytesIO(data)).attachments["sheets.json"][0])
    pages = [each["page"] for each in sheets["sheets"]]
    assert len(pages) == len(set(pages)) == 10
    assert pages[:3] == [3, 4, 7]  # behind the separator and its back, and again after the next


def test_a_bad_row_leaves_its_place_in_a_volume_and_is_told(printkit, tmp_path, out):
    path = ten(tmp_path)
    unscreened = path.read_text().replace("p-6,Sam,left,2026-05-01,J. Marsh,2026-11-16", "p-6,Sam,left,2026-05-01,,")
    path.write_text(unscreened, encoding="utf-8")
    result = printkit("batch", path, "--kind", "fridge", "-o", out, "--combined", "10")
    assert result.exit_code == 4
    assert "row 8: p-6-fridge.pdf: rule R-" in result.stderr
    text = "".join(each.extract_text() for each in pypdf.PdfReader(out / "volume-001-fridge.pdf").pages)
    assert "p-6" not in text
    assert "p-7" in text
    again = printkit("batch", path, "--kind", "fridge", "-o", out, "--combined", "10")
    assert again.exit_code == result.exit_code


# --- to fold


@given(st.integers(1, 200))
def test_a_folded_stack_reads_from_the_first_page_to_the_last(count: int):
    sides = list(page_of_render._to_fold(count))
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    first_half = [number for front, back in sheets for number in (front[1], back[0])]
    second_half = [number for front, back in reversed(sheets) for number in (back[1], front[0])]
    assert first_half + second_half == [*range(1, count + 1), *[0] * (4 * len(sheets) - count)]
    assert len(sheets) == -(-count // 4)


def test_a_booklet_to_fold_reads_as_its_pages_do_without_the_charts(printkit, tmp_path, out):
    result = printkit("batch", ten(tmp_path), "--booklet", "-o", out)
    assert result.exit_code == 0
    assert "flip on the short edge" in result.stdout
    data = (out / "p-0-booklet-to-fold.pdf").read_bytes()
    assert not page.validate_pdf_bytes(data, profile="ua1").failures
    sides = pypdf.PdfReader(io.BytesIO(data)).pages
    assert {(round(side.mediabox.width), round(side.mediabox.height)) for side in sides} == {(842, 595)}
    assert "1 of " in sides[0].extract_text()
    a5 = tmp_path / "a5"
    a5.mkdir()
    small = ten(tmp_path).read_text(encoding="utf-8").splitlines()
    on_a5 = "\n".join(line + (",A5" if number else ",print.paper") for number, line in enumerate(small))
    (tmp_path / "a5.csv").write_text(on_a5, encoding="utf-8")
    assert printkit("batch", tmp_path / "a5.csv", "-o", a5).exit_code == 0
    flat = [said for said in heard((a5 / "p-0-booklet.pdf").read_bytes()) if said[0] in ("H2", "H3", "LBody")]
    folded = [said for said in heard(data) if said[0] in ("H2", "H3", "LBody")]
    assert len(folded) > 40
    assert folded == [said for said in flat if said != ("H2", "How it felt")]


def test_large_print_is_never_folded(printkit, tmp_path, out):
    path = ten(tmp_path)
    large = [
        line + (",large" if number else ",print.profile") for number, line in enumerate(path.read_text().splitlines())
    ]
    path.write_text("\n".join(large), encoding="utf-8")
    result = printkit("batch", path, "--booklet", "-o", out)
    assert result.exit_code == 4
    assert result.stderr.count("A5 is too small for the profile large") == 10
    assert not files(out)


@pytest.mark.parametrize("asked", [("--kind", "chart"), ("--combined", "4")])
def test_what_is_not_folded_is_told(printkit, tmp_path, out, asked):
    result = printkit("batch", ten(tmp_path), "--booklet", "-o", out, *asked)
    assert result.exit_code == 2
    assert "fold" in result.stderr


@pytest.mark.slow
def test_a_booklet_to_fold_passes_verapdf(printkit, tmp_path, out):
    printkit("batch", ten(tmp_path), "--booklet", "-o", out)
    path = out / "p-1-booklet-to-fold.pdf"
    assert verapdf.check(path, "ua1").passed
    assert verapdf.check(path, "2a").passed


@pytest.mark.slow
def test_a_volume_passes_verapdf(printkit, tmp_path, out):
    printkit("batch", ten(tmp_path), "--kind", "booklet", "-o", out, "--combined", "3")
    assert verapdf.check(out / "volume-001-booklet.pdf", "ua1").passed
    assert verapdf.check(out / "volume-001-booklet.pdf", "3a").passed


def test_rows_that_name_no_exercise_are_told_whose_exercises_they_get(printkit, tmp_path):
    """It is a guess, so it is told once for all of them; a handout has its own exercise, a checklist none."""
    head = "id,affected side,screened by,screened on,exercises\n"
    rows = [f"p-{at},left,J. Marsh,2026-11-16,{name}\n" for at, name in enumerate(("seated-march", "", ""))]
    (tmp_path / "list.csv").write_text(head + "".join(rows), encoding="utf-8")
    told = "rows 3-4: no exercises are named, so it prints those of the programme foot-drop"
    assert told in printkit("batch", tmp_path / "list.csv", "--dry-run").stderr
    for kind in (("handout", "--exercise", "seated-toe-raise"), ("home-safety",)):
        assert "no exercises" not in printkit("batch", tmp_path / "list.csv", "--kind", *kind, "--dry-run").stderr
