"""A year of a clinic: import, one patient's history and reports, size and peak memory, beside the same year as one CSV.

    python benchmarks/year.py [--patients 1000] [--url postgresql://host/empty-database]

Every patient has 6 exercises on each of 365 days (1 row in 12 is an empty day, 1 in 9 was not done) and 12 measures, each
once a month: about 2,200 rows a patient. The spreadsheet user's year is the same rows in one CSV, read with the csv
module from its first row to its last to find one patient. Each part runs in a process of its own; seconds are CPU time, for
other programs want the machine, too; its peak memory is what the operating system says, and that of a Python that only imports the parts is told beside it.

A report is timed whole, from the question to the diary to the file on the disk, of all 365 days, with 6 exercises
prescribed; the first one of a process is left out. Its peer is what a spreadsheet user makes of the same CSV with
openpyxl: the patient's rows as a table, the measures by day, and a line chart of them. It judges and averages nothing.
"""

import argparse
import csv
import json
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from msgspec.structs import replace
from openpyxl.chart import LineChart, Reference
from openpyxl.worksheet.table import Table

from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.diary import database, import_files
from printkit.model.options import Clinic, Options, Patient
from printkit.model.person import Health, Stroke
from printkit.model.vocabulary import Side
from printkit.outcomes.history import Prescribed
from printkit.pdf.pages import draw
from printkit.printing import files as output
from printkit.reading.columns import ColumnMapping
from printkit.reports import report as reporting
from printkit.resources import CATALOG, TEMPLATES

EXERCISES = (
    "seated-toe-raise", "standing-calf-stretch", "sit-to-stand", "bridging", "ankle-pumps", "walking-practice"
)  # fmt: skip
MEASURES = (
    ("fma-ue", 0, 66), ("fma-le", 0, 34), ("arat", 0, 57), ("10mwt", 0.2, 1.4), ("10mwt-fast", 0.3, 1.9),
    ("6mwt", 80, 450), ("tug", 8, 40), ("berg", 0, 56), ("sls", 0, 30), ("5xsts", 9, 40), ("ankle-lift", -20, 15),
    ("falls", 0, 4),
)  # fmt: skip
OF_A_SIDE = ("fma-ue", "fma-le", "arat", "sls", "ankle-lift")
START, DAYS = date(2025, 11, 1), 365
TODAY = START + timedelta(days=DAYS)


def write(folder: Path, patients: int) -> int:
    """A CSV for each 50 patients, as clinics would bring them, and one with all; returns how many rows."""
    chance, count = random.Random(4), 0
    head = ["patient", "date", "what", "value", "sets", "minutes", "effort", "pain", "side", "assessor"]
    with (folder / "all.csv").open("w", newline="") as whole:
        every = csv.writer(whole)
        every.writerow(head)
        for first in range(0, patients, 50):
            with (folder / f"part-{first:06}.csv").open("w", newline="") as part:
                rows = csv.writer(part)
                rows.writerow(head)
                for number in range(first, min(first + 50, patients)):
                    for row in year_of(f"p-{number:06}", chance):
                        rows.writerow(row)
                        every.writerow(row)
                        count += 1
    return count


def year_of(patient: str, chance: random.Random) -> list[list[object]]:
    rows: list[list[object]] = []
    for offset in range(DAYS):
        day = (START + timedelta(days=offset)).isoformat()
        for exercise in EXERCISES:
            if chance.random() > 1 / 12:
                sets = 0 if chance.random() < 1 / 9 else chance.randint(1, 3)
                felt = (chance.randint(4, 15), chance.randint(1, 8), chance.randint(0, 5)) if sets else ("", "", "")
                rows.append([patient, day, exercise, "", sets, *felt, "", ""])
        if offset % 30 == 0:
            for name, low, high in MEASURES:
                value = chance.randint(low, high) if isinstance(low, int) else round(chance.uniform(low, high), 2)
                side = "left" if name in OF_A_SIDE else ""
                rows.append([patient, day, name, value, "", "", "", "", side, "A. Reed"])
    return rows


def bring(place: str, folder: Path) -> dict[str, float]:
    catalog = Catalog((CATALOG,))
    files = sorted(folder.glob("part-*.csv"))

    start = time.process_time()
    with database.opened(place) as book:
        added = book.add(
            each
            for file in files
            for each in import_files.read(file, catalog, ColumnMapping(), TODAY, import_files.ImportDefaults())
        )
    return {"seconds": time.process_time() - start, "rows": added.new, "peak": peak()}


def bring_again(place: str, folder: Path) -> dict[str, float]:
    found = bring(place, folder)
    assert not found["rows"], "the same files again must change nothing"
    return found


def ask(place: str, patients: int) -> dict[str, float]:
    """The history of 200 patients, far apart."""
    with database.opened(place, new=False) as book:
        book.history("p-000000")
        spent, entries = [], 0
        for number in range(200):
            start = time.process_time()
            found = book.history(f"p-{number * 7919 % patients:06}")
            spent.append(time.process_time() - start)
            entries = len(found.done) + len(found.measured)
    return {"median": statistics.median(spent), "worst": max(spent), "entries": entries, "peak": peak()}


def spreadsheet(path: Path, patients: int) -> dict[str, float]:
    """One patient out of the CSV, as csv gives the rows: no days, no numbers, nothing checked."""
    start = time.process_time()
    with path.open(newline="") as file:
        found = [row for row in csv.reader(file) if row[0] == f"p-{patients // 2:06}"]
    seconds = time.process_time() - start
    return {"seconds": seconds, "entries": len(found), "peak": peak()}


def loaded(path: Path) -> dict[str, float]:
    """The whole CSV in memory, as an open spreadsheet has it; then one patient."""
    start = time.process_time()
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    opened = time.process_time() - start
    start = time.process_time()
    entries = sum(row[0] == rows[len(rows) // 2][0] for row in rows)
    return {"opened": opened, "seconds": time.process_time() - start, "entries": entries, "peak": peak()}


def report(place: str, audience: str, patients: int, folder: str, count: int = 20) -> dict[str, float]:
    """A report of the year of so many patients, far apart, after one that is not counted."""
    catalog, templates = Catalog((CATALOG,)), Templates((TEMPLATES,))
    prescribed = tuple(Prescribed(exercise=each, starts_on=START, sets=2, days_per_week=6) for each in EXERCISES)
    spent, size = [], 0
    with database.opened(place, new=False) as book:
        for number in range(count + 1):
            patient = f"p-{number * 7919 % patients:06}"
            options = Options(
                patient=Patient(id=patient),
                stroke=Stroke(affected_side=Side.LEFT, happened_on=START - timedelta(weeks=12)),
                health=Health(screened_by="A. Reed", screened_on=START),
                clinic=Clinic(region="GB"),
            )
            start = time.process_time()
            history = replace(book.history(patient), prescribed=prescribed)
            laid = reporting.laid_out(
                reporting.Audience(audience), catalog, templates, options, history, START, TODAY, TODAY
            ).laid
            data = draw(laid).data
            output.write(data, Path(folder) / f"{patient}-{audience}.pdf")
            spent.append(time.process_time() - start)
            size = len(data)
    return {
        "first": spent[0],
        "median": statistics.median(spent[1:]),
        "worst": max(spent[1:]),
        "size": size,
        "peak": peak(),
    }


def workbook(path: Path, patients: int, target: str) -> dict[str, float]:
    """The peer of a report: one patient's rows out of the CSV, and a workbook of them with a table and a chart."""
    wanted = {f"p-{number * 7919 % patients:06}" for number in range(6)}
    start = time.process_time()
    found: dict[str, list[list[str]]] = {}
    with path.open(newline="") as file:
        for row in csv.reader(file):
            if row[0] in wanted:
                found.setdefault(row[0], []).append(row)
    scanned = time.process_time() - start
    spent = []
    for rows in found.values():
        start = time.process_time()
        _workbook(rows, target)
        spent.append(time.process_time() - start)
    spent = spent[1:] or spent
    return {"scanned": scanned, "median": statistics.median(spent), "size": Path(target).stat().st_size, "peak": peak()}


def _workbook(rows: list[list[str]], target: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("rows")
    sheet.append(["patient", "date", "what", "value", "sets", "minutes", "effort", "pain", "side", "assessor"])
    for patient, day, what, *numbers, side, assessor in rows:
        felt = (float(each) if each else None for each in numbers)
        sheet.append([patient, date.fromisoformat(day), what, *felt, side, assessor])
    sheet.add_table(Table(displayName="rows", ref=f"A1:J{len(rows) + 1}"))
    months = book.worksheets[0]
    months.append(["date", *(name for name, _, _ in MEASURES)])
    taken = {(row[1], row[2]): row[3] for row in rows}
    days = [(START + timedelta(days=offset)).isoformat() for offset in range(0, DAYS, 30)]
    for day in days:
        cells = (taken.get((day, name), "") for name, _, _ in MEASURES)
        months.append([date.fromisoformat(day), *(float(cell) if cell else None for cell in cells)])
    chart = LineChart()
    chart.add_data(
        Reference(months, min_col=2, max_col=len(MEASURES) + 1, min_row=1, max_row=len(days) + 1), titles_from_data=True
    )
    chart.set_categories(Reference(months, min_col=1, max_col=1, min_row=2, max_row=len(days) + 1))
    months.add_chart(chart, "A18")
    book.save(target)


def forget(place: str, patient: str) -> dict[str, float]:
    start = time.process_time()
    with database.opened(place, new=False) as book:
        count = book.forget(patient)
    return {"seconds": time.process_time() - start, "entries": count, "peak": peak()}


def copy(place: str, target: str) -> dict[str, float]:
    start = time.process_time()
    with database.opened(place, new=False) as book:
        book.backup(target)
    return {"seconds": time.process_time() - start, "peak": peak()}


def nothing() -> dict[str, float]:
    return {"peak": peak()}


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(work: Callable[..., dict[str, float]], arguments: tuple[Any, ...], path: str) -> None:
    Path(path).write_text(json.dumps(work(*arguments)))


def apart(work: Callable[..., dict[str, float]], *arguments: Any) -> dict[str, float]:
    """The same in a process of its own, so that its peak memory is its own."""
    with tempfile.NamedTemporaryFile() as file:
        process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, arguments, file.name))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(f"{work.__name__} failed")
        found: dict[str, float] = json.loads(Path(file.name).read_text())
        return found


def main() -> None:
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a long run shows how far it is
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--patients", type=int, default=1000)
    options.add_argument("--url", default="", help="an empty database, in place of an SQLite file")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = asked.url or str(folder / "diary.sqlite3")
        rows = write(folder, asked.patients)
        table = folder / "all.csv"
        print(f"{asked.patients} patients, {rows:,} rows, CSV of {table.stat().st_size / 1e6:.0f} MB")
        print(f"a Python with the parts imported: {apart(nothing)['peak']:.0f} MB")
        found = apart(bring, place, folder)
        speed = found["rows"] / found["seconds"]
        print(f"import:        {found['seconds']:.1f} s, {speed:,.0f} rows a second, peak {found['peak']:.0f} MB")
        if not asked.url:
            size = Path(place).stat().st_size
            print(f"diary:         {size / 1e6:.0f} MB, {size / found['rows']:.0f} bytes a row")
        found = apart(bring_again, place, folder)
        print(f"import again:  {found['seconds']:.1f} s, nothing new, peak {found['peak']:.0f} MB")
        found = apart(ask, place, asked.patients)
        print(
            f"one history:   {found['median'] * 1000:.1f} ms median, {found['worst'] * 1000:.1f} ms worst of 200,"
            f" {found['entries']} entries, peak {found['peak']:.0f} MB"
        )
        found = apart(spreadsheet, table, asked.patients)
        print(f"CSV, scanned:  {found['seconds'] * 1000:.0f} ms, {found['entries']} rows, peak {found['peak']:.0f} MB")
        found = apart(loaded, table)
        print(
            f"CSV, loaded:   {found['opened']:.1f} s to open, then {found['seconds'] * 1000:.0f} ms a patient,"
            f" peak {found['peak']:.0f} MB"
        )
        for audience in reporting.Audience:
            found = apart(report, place, str(audience), asked.patients, name)
            print(
                f"report, {audience}: {found['median'] * 1000:.0f} ms median, {found['worst'] * 1000:.0f} ms worst of 20,"
                f" {found['first'] * 1000:.0f} ms the first; {found['size'] / 1e3:.0f} kB, peak {found['peak']:.0f} MB"
            )
        found = apart(workbook, table, asked.patients, str(folder / "one.xlsx"))
        print(
            f"workbook:      {found['scanned'] * 1000:.0f} ms to find the rows in the CSV, then {found['median'] * 1000:.0f} ms;"
            f" {found['size'] / 1e3:.0f} kB, peak {found['peak']:.0f} MB"
        )
        if not asked.url:
            found = apart(copy, place, str(folder / "copy.sqlite3"))
            print(f"backup:        {found['seconds']:.1f} s, peak {found['peak']:.0f} MB")
        found = apart(forget, place, "p-000000")
        print(f"forget 1:      {found['seconds']:.1f} s, {found['entries']} entries, peak {found['peak']:.0f} MB")


if __name__ == "__main__":
    main()
