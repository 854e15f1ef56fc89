"""Reports of a whole roster: made from the diary like any other print, once, and again only where the diary changed."""

import hashlib
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

import histories
import pypdf
import pytest
from click.testing import CliRunner

from printkit.cli.group import cli
from printkit.outcomes.history import Done, History, Prescribed
from printkit.printing import jobs, manifest, worker
from printkit.reports.report import Days

HEAD = "id,name,side,stroke date,screened by,screened on,clinic.region"
LINE = "{id},Sam,left,2026-05-01,J. Marsh,2026-11-16,GB"
TODAY = date.today()
DAYS = ("--from", TODAY - timedelta(days=27), "--to", TODAY)
KINDS = ("report-patient", "report-clinician")


@pytest.fixture
def roster(tmp_path, kept) -> Path:
    """3 patients and a diary of the first 2, in which everyone has something of their own."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return tmp_path / "roster.csv"


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """The folder that each test gets a copy of."""
    folder = tmp_path_factory.mktemp("roster")
    people = [HEAD, *(LINE.format(id=f"p-{number}") for number in range(3))]
    (folder / "roster.csv").write_text("\n".join(people), encoding="utf-8")
    rows = ["patient,date,what,sets,effort,pain,value,assessor"]
    for number in range(2):
        rows += [
            f"p-{number},{TODAY - timedelta(days=back)},seated-toe-raise,2,4,{back % 3},,"
            for back in range(0, 40, 2 + number)
        ]
        rows += [f"p-{number},{TODAY - timedelta(days=back)},tug,,,,{20 + back},J. Marsh" for back in (1, 20)]
    (folder / "log.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(cli, ["diary", "import", "log.csv"]).exit_code == 0
    return folder


@pytest.fixture
def out(tmp_path) -> Path:
    folder = tmp_path / "prints"
    folder.mkdir()
    return folder


def prints(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}


@pytest.mark.parametrize("kind", KINDS)
def test_each_patient_of_a_roster_gets_a_report_and_a_second_run_prints_nothing(printkit, roster, out, kind):
    first = printkit("batch", roster, "--kind", kind, "-o", out, *DAYS)
    assert first.exit_code == 0, first.output
    assert set(prints(out)) == {f"p-{number}-{kind}.pdf" for number in range(3)}
    assert "3 stand already, 0 to print" in printkit("batch", roster, "--kind", kind, "-o", out, *DAYS).stdout
    assert "Sam" not in first.output + (out / manifest.MANIFEST).read_text()


def test_a_patient_with_nothing_in_the_diary_gets_a_report_that_says_so(printkit, roster, out):
    told = printkit("batch", roster, "--kind", "report-patient", "-o", out, *DAYS).stderr
    assert "row 4: p-2-report-patient.pdf: the diary holds nothing" in told
    assert "row 3" not in told
    words = pypdf.PdfReader(out / "p-2-report-patient.pdf").pages[0].extract_text()
    assert "Nothing was written down in this time" in words


@pytest.mark.parametrize("kind", KINDS)
def test_1_changed_value_prints_1_file(printkit, roster, out, kind):
    printkit("batch", roster, "--kind", kind, "-o", out, *DAYS)
    before = prints(out)
    day = TODAY - timedelta(days=1)
    asked = ("--day", day, "--value", "7", "--correct", "--by", "A")
    changed = printkit("diary", "add", "p-1", "falls", *asked)
    assert changed.exit_code == 0, changed.output
    assert "2 stand already, 1 to print" in printkit("batch", roster, "--kind", kind, "-o", out, *DAYS).stdout
    after = prints(out)
    assert {name for name in before if before[name] != after[name]} == {f"p-1-{kind}.pdf"}


def test_what_a_report_does_not_tell_of_prints_nothing(printkit, roster, out):
    printkit("batch", roster, "--kind", "report-clinician", "-o", out, *DAYS)
    printkit("diary", "add", "p-1", "falls", "--day", TODAY - timedelta(days=90), "--value", "2")
    printkit("diary", "add", "somebody-else", "falls", "--value", "2", "--new-patients")
    again = printkit("batch", roster, "--kind", "report-clinician", "-o", out, *DAYS)
    assert "3 stand already, 0 to print" in again.stdout


def test_other_days_are_another_report(printkit, roster, out):
    printkit("batch", roster, "--kind", "report-patient", "-o", out, *DAYS)
    again = printkit("batch", roster, "--kind", "report-patient", "-o", out)
    assert "0 stand already, 3 to print" in again.stdout


def test_2_processes_make_the_same_bytes_as_1(printkit, roster, tmp_path, out):
    two = tmp_path / "two"
    two.mkdir()
    printkit("batch", roster, "--kind", "report-clinician", "-o", out, *DAYS)
    result = printkit("batch", roster, "--kind", "report-clinician", "-o", two, *DAYS, "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert prints(two) == prints(out)


@pytest.mark.parametrize(("audience", "kind"), [("patient", KINDS[0]), ("clinician", KINDS[1])])
@pytest.mark.parametrize("days", [DAYS, ()])
def test_a_report_that_is_printed_alone_has_the_bytes_of_the_batch(
    printkit, roster, tmp_path, out, audience, kind, days
):
    options = "patient: {id: p-0, name: Sam}\nstroke: {affected_side: left, happened_on: 2026-05-01}\n"
    options += "health: {screened_by: J. Marsh, screened_on: 2026-11-16}\nclinic: {region: GB}\n"
    (tmp_path / "sam.yaml").write_text(options, encoding="utf-8")
    printkit("batch", roster, "--kind", kind, "-o", out, *days)
    assert printkit("report", "sam.yaml", "--for", audience, "-o", "alone.pdf", *days).exit_code == 0
    assert (out / f"p-0-{kind}.pdf").read_bytes() == (tmp_path / "alone.pdf").read_bytes()


def test_reports_of_a_roster_stand_in_one_file_for_the_printer(printkit, roster, out):
    result = printkit("batch", roster, "--kind", "report-patient", "-o", out, *DAYS, "--combined", "2")
    assert result.exit_code == 0, result.output
    assert set(prints(out)) == {"volume-001-report-patient.pdf", "volume-002-report-patient.pdf"}


def test_a_worker_needs_no_database(roster, monkeypatch, catalog, templates, tmp_path, smallest):
    """The history is in the job: a worker that has no SQLAlchemy prints it."""
    told = jobs.Recorded.of(histories.full(), Days(histories.SINCE, histories.UNTIL), histories.UNTIL)
    (job,) = jobs.jobs(
        "report-clinician",
        [(2, _named(smallest, histories.PATIENT))],
        tmp_path,
        catalog,
        templates,
        recorded=lambda _: told,
    )
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.delitem(sys.modules, "printkit.diary.database", raising=False)
    done = worker.make(job)
    assert not done.problem
    assert (tmp_path / done.name).is_file()


def _named(options, patient: str):
    from msgspec.structs import replace

    return replace(options, patient=replace(options.patient, id=patient))


def test_a_history_comes_out_of_a_job_as_it_went_in_but_for_other_days():
    days = Days(histories.SINCE, histories.UNTIL)
    assert jobs.Recorded.of(histories.full(), days, histories.UNTIL).unpacked() == histories.full()
    early = History(
        patient="p-1",
        done=(Done(day=date(2026, 1, 1), exercise="bridging"),),
        prescribed=(Prescribed(exercise="bridging", starts_on=date(2026, 1, 1), until=date(2026, 1, 31)),),
    )
    told = jobs.Recorded.of(early, days, histories.UNTIL)
    assert told.nothing
    assert told.unpacked() == History(patient="p-1", prescribed=early.prescribed)


def test_a_dry_run_says_what_would_be_printed_and_makes_nothing(printkit, roster, files):
    before = files()
    result = printkit("batch", roster, "--kind", "report-patient", *DAYS, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "row 2: p-0-report-patient.pdf would be printed" in result.stdout
    assert files() == before


def test_a_dry_run_of_reports_asks_nothing_of_a_plan(printkit, roster):
    """A report prints no exercise, so what a rule says of a programme is no reason against it."""
    roster.write_text("id,programme\np-0,walking\n", encoding="utf-8")
    assert printkit("batch", roster, "--kind", "booklet", "--dry-run").exit_code == 4
    assert printkit("batch", roster, "--kind", "report-patient", "--dry-run").exit_code == 0
    assert printkit("batch", roster, "--kind", "report-patient").exit_code == 0


@pytest.mark.parametrize(
    ("more", "says", "code"),
    [
        (("--kind", "report-patient", "--diary", "nowhere.sqlite3"), ("there is no diary", "nowhere.sqlite3"), 1),
        (("--kind", "report-patient", "--from", "yesterday"), "'yesterday' is no date", 2),
        (("--kind", "report-patient", "--to", "2999-01-01"), "still to come", 1),
        (("--kind", "report-patient", "--from", "2025-02-01", "--to", "2025-01-01"), "before it begins", 1),
        (
            ("--kind", "report-patient", "--from", "2999-02-01", "--to", "2999-01-01"),
            ("still to come", "before it begins"),
            1,
        ),
        (("--kind", "report-patient", "--booklet"), ("is not folded", "leave --booklet out"), 2),
        (("--kind", "report"), "did you mean 'report-patient'?", 2),
        (("--from", "2026-01-01", "--to", "2026-01-02"), "--from and --to: only for reports", 2),
        (("--kind", "report-patient", "--no-diary"), "a report is made from the diary", 2),
        (("--diary", "d.sqlite3", "--no-diary"), "cannot both be", 2),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_written(refused, roster, more, says, code):
    refused("batch", roster, *more, code=code, says=says)


def test_without_the_extra_it_is_a_message(refused, roster, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.delitem(sys.modules, "printkit.diary.database", raising=False)
    monkeypatch.delitem(sys.modules, "printkit.diary.schema", raising=False)
    from printkit import diary

    monkeypatch.delattr(diary, "database", raising=False)
    refused("batch", roster, "--kind", "report-patient", says="the extra diary is needed")
