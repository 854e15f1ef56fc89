"""What all rows of a list have in common is said once. A row's own answer always wins, and nothing is signed for anybody."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from printkit.catalog.store import Catalog
from printkit.errors import PrintkitError
from printkit.intake import common, roster
from printkit.intake.common import CommonFacts
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import PrintProfile, Side
from printkit.printing.batch import Batch, planned
from printkit.printing.batch_request import BatchRequest
from printkit.reading.columns import ColumnMapping
from printkit.resources import CATALOG, EXAMPLES

TODAY = date(2026, 11, 29)  # as the fixture `november` has it
REGIONS = Catalog((CATALOG,)).regions
USUAL = Catalog((CATALOG,)).roster_columns
CLINIC = Clinic(name="Hill House", phone="0123 456", region="IE")

# what a row or an option file may say, by its dotted name, and what the command line may say
OWN = {
    "clinic.region": ("", "US", "IE"),
    "print.profile": ("", "large", "aphasia"),
    "health.screened_by": ("", "A. Reed"),
    "health.screened_on": ("", "2026-10-01"),
    "plan.starts_on": ("", "2026-12-07"),
}
TYPED = {
    "clinic.region": ("", "GB"),
    "print.profile": ("", "large"),
    "health.screened_by": ("", "J. Marsh"),
    "health.screened_on": ("", "2026-11-16"),
    "plan.starts_on": ("", "2026-11-30"),
}


def said(words: dict[str, str], clinic: Clinic | None = None, usual: Clinic | None = None) -> CommonFacts:
    return common.said(words, clinic, usual, REGIONS, TODAY)


def one_of(choices: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(words) for name, words in choices.items()})


def row_of(folder: Path, own: dict[str, str], facts: CommonFacts, *, by_file: bool) -> roster.Row:
    """A row that says these things of its own: in its cells, or in the option file that it names."""
    if by_file:
        groups: dict[str, dict[str, str]] = {"patient": {"id": "p-1"}}
        for name, text in own.items():
            if text:
                group, _, key = name.partition(".")
                groups.setdefault(group, {})[key] = text
        (folder / "one.yaml").write_text(yaml.safe_dump(groups), encoding="utf-8")
        text = "options\none.yaml\n"
    else:
        text = f"id,{','.join(own)}\np-1,{','.join(own.values())}\n"
    (folder / "roster.csv").write_text(text, encoding="utf-8")
    (row,) = roster.rows(folder / "roster.csv", USUAL, ColumnMapping(), TODAY, facts)
    return row


def says(options: Options) -> dict[str, str]:
    """What options say of the common facts, but for the look."""
    health = options.health
    return {
        "clinic.region": options.clinic.region,
        "health.screened_by": health.screened_by,
        "health.screened_on": str(health.screened_on or ""),
        "plan.starts_on": str(options.plan.starts_on or ""),
    }


# --- what wins


@hypothesis(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one_of(OWN), one_of(TYPED), st.booleans())
def test_a_rows_own_answer_wins_and_the_command_line_fills_what_is_empty(tmp_path, own, typed, by_file):
    row = row_of(tmp_path, own, said(typed), by_file=by_file)
    by, on = own["health.screened_by"], own["health.screened_on"]
    if not (typed["health.screened_by"] and typed["health.screened_on"]) or not (by or on):
        by, on = by or typed["health.screened_by"], on or typed["health.screened_on"]
    if bool(by) != bool(on):  # half a signature is none
        assert row.options is None
        assert ["belong together" in problem.message for problem in row.problems] == [True]
        return
    assert row.options is not None
    assert says(row.options) == {
        "clinic.region": own["clinic.region"] or typed["clinic.region"],
        "health.screened_by": by,
        "health.screened_on": on,
        "plan.starts_on": own["plan.starts_on"] or typed["plan.starts_on"],
    }
    assert str(row.options.print.profile or "") == own["print.profile"]  # the look needs the rules: see below
    assert row.options.side is Side.UNKNOWN


@pytest.mark.parametrize("by_file", [False, True])
def test_two_halves_of_two_signatures_are_never_one(tmp_path, by_file):
    both = said({"health.screened_by": "J. Marsh", "health.screened_on": "2026-11-16"})
    for own in ({"health.screened_by": "A. Reed"}, {"health.screened_on": "2026-10-01"}):
        row = row_of(tmp_path, own, both, by_file=by_file)
        assert row.options is None
        assert "belong together" in row.problems[0].message


def test_a_screening_that_was_answered_with_unknown_is_not_empty(tmp_path):
    both = said({"health.screened_by": "J. Marsh", "health.screened_on": "2026-11-16"})
    row = row_of(tmp_path, {"health.screened_on": "unknown"}, both, by_file=False)
    assert row.options is not None
    assert not row.options.screened


@pytest.mark.parametrize("by_file", [False, True])
def test_a_common_screening_before_the_stroke_is_told_with_its_row_and_its_flag(tmp_path, by_file):
    both = said({"health.screened_by": "J. Marsh", "health.screened_on": "2026-11-16"})
    row = row_of(tmp_path, {"stroke.happened_on": "2026-11-20"}, both, by_file=by_file)
    (problem,) = row.problems
    assert problem.where == f"{tmp_path / 'roster.csv'}: row 2, --screened-on"
    assert "before the stroke (2026-11-20)" in problem.message


def test_a_row_with_a_clinic_of_its_own_gets_the_country_and_no_telephone_of_another(tmp_path):
    (tmp_path / "theirs.yaml").write_text("name: Lakeside\n", encoding="utf-8")
    facts = said({"clinic.region": "GB"}, CLINIC)
    (tmp_path / "one.yaml").write_text("patient: {id: p-1}\nclinic_file: theirs.yaml\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("options\none.yaml\n", encoding="utf-8")
    (row,) = roster.rows(tmp_path / "roster.csv", USUAL, ColumnMapping(), TODAY, facts)
    assert row.options is not None
    assert row.options.clinic == Clinic(name="Lakeside", region="GB")


def test_the_country_that_is_typed_wins_over_that_of_the_clinic_file_and_loses_to_the_row(tmp_path):
    for own, expected in (("", "GB"), ("US", "US")):
        row = row_of(tmp_path, {"clinic.region": own}, said({"clinic.region": "gb"}, CLINIC), by_file=False)
        assert row.options is not None
        assert row.options.clinic == Clinic(name="Hill House", phone="0123 456", region=expected)
    assert said({}, None, CLINIC).clinic == CLINIC
    assert said({}, Clinic(name="Typed"), CLINIC).clinic == Clinic(name="Typed")


def test_what_an_option_file_does_not_say_is_not_in_it_for_the_cells_beside_it(tmp_path):
    (tmp_path / "one.yaml").write_text("patient: {id: p-1}\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("options,starts on\none.yaml,2026-12-07\n", encoding="utf-8")
    (row,) = roster.rows(tmp_path / "roster.csv", USUAL, ColumnMapping(), TODAY, said({"plan.starts_on": "2026-11-30"}))
    assert "its option file does not say it" in row.problems[0].message


# --- the types of a row


@pytest.mark.parametrize(
    ("name", "text", "where", "message"),
    [
        ("health.screened_by", "none", "--screened-by", "screened_by is 'none'"),
        ("health.screened_by", "??", "--screened-by", "screened_by is '??'"),
        ("health.screened_by", "x" * 101, "--screened-by", "has 101 characters"),
        ("health.screened_on", "16/11/2026", "--screened-on", "which is no date"),
        ("health.screened_on", "2027-01-01", "", "--screened-on is 2027-01-01, which is still to come"),
        ("health.screened_on", "unknown", "", "--screened-on is 'unknown'"),
        ("plan.starts_on", "soon", "--starts-on", "which is no date"),
        ("plan.starts_on", "1026-11-30", "--starts-on", "starts_on is '1026-11-30'"),
        ("clinic.region", "GBR", "--region", "there is no region 'GBR'"),
        ("print.profile", "huge", "--profile", "profile is 'huge'"),
    ],
)
def test_a_common_fact_goes_through_the_types_of_a_row_and_is_told_by_its_flag(tmp_path, name, text, where, message):
    with pytest.raises(PrintkitError) as raised:
        said({name: text})
    (problem,) = getattr(raised.value, "problems", (raised.value,))
    assert (problem.where, message in problem.message) == (where, True)
    assert problem.hint


def test_every_wrong_fact_is_told_at_once_before_anything_is_done(refused, tmp_path):
    (tmp_path / "roster.csv").write_text("id\np-1\n", encoding="utf-8")
    words = ("--screened-by", "nobody", "--screened-on", "yesterday", "--starts-on", "x", "--region", "XX")
    told = ("--screened-by: ", "--screened-on: ", "--starts-on: ", "--region: there is no region 'XX'")
    refused("batch", "roster.csv", *words, says=told)
    refused("batch", "roster.csv", "--profile", "neglect-left", code=2, says="--profile")


def test_today_is_a_day(tmp_path):
    facts = said({"health.screened_by": "J. Marsh", "health.screened_on": "today", "plan.starts_on": "today"})
    assert (facts.screened_on, facts.starts_on) == (TODAY, TODAY)


# --- the look


@pytest.fixture
def batch(tmp_path, catalog, templates):
    def plan(text: str, facts: CommonFacts, kind: str = "fridge") -> Batch:
        (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
        request = BatchRequest(
            roster=tmp_path / "roster.csv", kind=kind, folder=tmp_path / "out", today=TODAY, common=facts
        )
        return planned(request, catalog, templates)

    return plan


def test_a_common_look_is_for_those_for_whom_neither_the_row_nor_a_rule_has_one(batch):
    text = (
        "id,side,neglect,low vision,aphasia,profile\n"
        "p-1,left,,,,\np-2,left,yes,,,\np-3,left,,yes,,\np-4,left,,,yes,\np-5,left,,,,aphasia\np-6,,yes,,,\n"
    )
    found = batch(text, said({"print.profile": "large"}))
    looks = {job.options.patient.id: job.options.print.profile for job in found.read(found.todo)}
    # p-2 misses a side, and the rule for that reader stands; of p-6 nobody knows which side
    assert looks == {
        "p-1": PrintProfile.LARGE,
        "p-2": None,
        "p-3": None,
        "p-4": None,
        "p-5": PrintProfile.APHASIA,
        "p-6": PrintProfile.LARGE,
    }
    assert found.kept == {"--profile": (3, 5, 6)}  # p-3 gets large letters by its rule


# --- what is told


def test_each_missing_fact_is_one_line_with_its_column_and_rows(printkit, tmp_path):
    (tmp_path / "ward.csv").write_text(
        "Pat,Seite,clinic.phone\n1,left,\n2,,0123\n3,,\n4,unknown,\n5,left,0123\n", encoding="utf-8"
    )
    (tmp_path / "m.yaml").write_text("columns: {Pat: patient.id, Seite: stroke.affected_side}", encoding="utf-8")
    result = printkit("batch", "ward.csv", "--mapping", "m.yaml", "--kind", "skin", "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [
        "ward.csv: no side in 3 of 5 rows (column 'Seite'): rows 3-5",
        "ward.csv: no region in 5 of 5 rows (no column: call one 'clinic.region', or give --region): rows 2-6",
        "ward.csv: no phone in 3 of 5 rows (column 'clinic.phone', or give --clinic): rows 2, 4-5",
    ]
    filled = printkit(
        "batch", "ward.csv", "--mapping", "m.yaml", "--kind", "skin", "--dry-run", "--clinic", EXAMPLES / "clinic.yaml"
    )
    assert [line.partition(": ")[2] for line in filled.stderr.splitlines()] == [
        "no side in 3 of 5 rows (column 'Seite'): rows 3-5",
        "--clinic: 2 rows keep their own: rows 3, 6",
    ]


def test_a_fact_that_option_files_lack_is_told_to_be_there(printkit, tmp_path):
    (tmp_path / "one.yaml").write_text("patient: {id: p-1}\nclinic: {phone: 0123}\n", encoding="utf-8")
    (tmp_path / "ward.csv").write_text("options\none.yaml\n", encoding="utf-8")
    result = printkit("batch", "ward.csv", "--kind", "skin", "--dry-run")
    assert result.stderr.splitlines() == [
        "ward.csv: no side in 1 of 1 row (the option file): row 2",
        "ward.csv: no region in 1 of 1 row (the option file, or give --region): row 2",
    ]


def test_rows_that_keep_their_own_are_counted_and_no_error(printkit, tmp_path):
    rows = [
        "id,side,screened by,screened on,clinic.region,starts on",
        "p-1,left,A. Reed,2026-11-01,US,2026-12-07",
        "p-2,left,J. Marsh,2026-11-16,GB,2026-11-30",
        "p-3,left,,,,",
    ]
    (tmp_path / "ward.csv").write_text("\n".join(rows), encoding="utf-8")
    words = ("--screened-by", "J. Marsh", "--screened-on", "2026-11-16", "--region", "GB", "--starts-on", "2026-11-30")
    result = printkit("batch", "ward.csv", "--kind", "skin", "--dry-run", *words)
    assert result.exit_code == 0
    assert [line for line in result.stderr.splitlines() if "keep" in line] == [
        "ward.csv: --region: 1 row keeps its own: row 2",
        "ward.csv: --starts-on: 1 row keeps its own: row 2",
        "ward.csv: --screened-by and --screened-on: 1 row keeps its own: row 2",
    ]
    assert "A. Reed" not in result.output


# --- what is printed


@pytest.mark.usefixtures("november")
def test_a_fact_that_is_said_once_prints_what_it_prints_in_every_row(printkit, tmp_path):
    """Byte for byte: a booklet cannot tell whether its screening stood in the row or on the command line."""
    typed = {
        "clinic.region": "GB",
        "print.profile": "large",
        "health.screened_by": "J. Marsh",
        "health.screened_on": "2026-11-16",
        "plan.starts_on": "2026-11-30",
    }
    people = ("p-1,left,2026-05-01", "p-2,right,2026-05-01")
    head = "id,side,stroke date"
    (tmp_path / "short.csv").write_text("\n".join([head, *people]), encoding="utf-8")
    whole = [f"{head},{','.join(typed)}", *(f"{each},{','.join(typed.values())}" for each in people)]
    (tmp_path / "whole.csv").write_text("\n".join(whole), encoding="utf-8")
    words = [word for name, text in typed.items() for word in (common.FLAGS[name], text)]
    for kind in ("booklet", "chart"):
        assert printkit("batch", "whole.csv", "--kind", kind, "-o", "whole").exit_code == 0
        assert printkit("batch", "short.csv", "--kind", kind, "-o", "short", *words).exit_code == 0
    for number, kind in product((1, 2), ("booklet", "chart")):
        name = f"p-{number}-{kind}.pdf"
        assert (tmp_path / "short" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    # and another fact is another print
    again = printkit("batch", "short.csv", "--kind", "chart", "-o", "short", *words[:-1], "2026-12-07")
    assert "0 stand already, 2 to print" in again.stdout


@pytest.mark.usefixtures("november")
def test_without_the_screening_it_is_refused_or_left_out_as_ever(printkit, tmp_path):
    (tmp_path / "ward.csv").write_text("id,side,stroke date\np-1,left,2026-05-01\n", encoding="utf-8")
    bare = printkit("batch", "ward.csv", "--dry-run")
    signed = printkit("batch", "ward.csv", "--dry-run", "--screened-by", "J. Marsh", "--screened-on", "today")
    assert "left out" in bare.stdout or bare.exit_code == 4
    assert signed.exit_code == 0
    assert "left out" not in signed.stdout


def test_a_screening_and_a_first_day_come_from_no_variable(printkit, tmp_path, monkeypatch):
    (tmp_path / "ward.csv").write_text("id,side\np-1,left\n", encoding="utf-8")
    monkeypatch.setenv("PRINTKIT_BATCH_SCREENED_BY", "nobody")
    monkeypatch.setenv("PRINTKIT_BATCH_STARTS_ON", "x")
    monkeypatch.setenv("PRINTKIT_REGION", "GB")
    result = printkit("batch", "ward.csv", "--kind", "skin", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "no region" not in result.stderr
