"""Decisions explained, rules listed, and the review by a clinician: out as a sheet, back with signatures."""

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pdf_reading import example_options, shipped, shipped_templates

from printkit import pipeline
from printkit.catalog import reviews
from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.content import explanation, kinds
from printkit.document import texts
from printkit.errors import CatalogError, Several
from printkit.model.options import ChosenExercise
from printkit.model.vocabulary import Answer
from printkit.pipeline import Variant
from printkit.resources import CATALOG

TODAY = date(2026, 11, 21)


def explained(options, catalog=None):
    catalog = catalog or shipped()
    return explanation.explain(catalog, options, pipeline.speaker(catalog, options))


def with_exercises(*names, **health):
    options = example_options()
    return replace(
        options,
        health=replace(options.health, **health),
        plan=replace(options.plan, exercises=tuple(ChosenExercise(exercise=name) for name in names)),
    )


# --- explain


def test_each_exercise_is_in_changed_or_out_with_rule_answer_and_source():
    found = explained(with_exercises("ankle-alphabet", "one-leg-stand-affected-side", aphasia=Answer.YES))
    verdicts = {each.exercise: each for each in found.exercises}
    out = verdicts["ankle-alphabet"]
    assert (out.verdict, out.replaced_by) == ("out", "ankle-circles")
    (ground,) = out.grounds
    assert (ground.rule, ground.action) == ("R-49a", "exclude")
    assert ground.answers == {"health.aphasia": "yes"}
    assert ground.sources == ("house rule",)
    assert verdicts["ankle-circles"].stands_in_for == "ankle-alphabet"
    assert verdicts["one-leg-stand-affected-side"].verdict == "out"
    assert {ground.rule for ground in verdicts["one-leg-stand-affected-side"].grounds} == {"R-09c"}
    assert "R-48" in {ground.rule for ground in found.everywhere}
    assert found.profile == "aphasia"


def test_what_is_explained_is_what_is_printed():
    options = example_options()
    found = explained(options)
    cleared = pipeline.make(kinds.KINDS["fridge"], shipped(), shipped_templates(), options).cleared
    assert [each.exercise for each in found.exercises if each.verdict != "out"] == [
        item.exercise.id for item in cleared.items
    ]
    told = {(ground.rule, each.exercise) for each in found.exercises for ground in each.grounds}
    told |= {(ground.rule, "") for ground in found.everywhere}
    assert told == {(finding.rule.id, finding.exercise) for finding in cleared.findings}


def test_a_block_is_explained_and_ends_as_a_print_would(printkit, tmp_path):
    (tmp_path / "sam.yaml").write_text(
        "patient: {id: p-1}\nplan: {exercises: [seated-toe-raise]}\nclinic: {region: GB}\n", encoding="utf-8"
    )
    result = printkit("explain", "sam.yaml")
    assert result.exit_code == 3
    assert "blocked: rule R-72: Is this person under 18?" in result.stdout


def test_the_json_says_the_same_as_the_text(printkit, tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text(
        "patient: {id: p-1}\nstroke: {affected_side: left}\n"
        f"health: {{screened_by: J. Marsh, screened_on: {date.today()}, aphasia: yes}}\n"
        "plan: {exercises: [ankle-alphabet, seated-toe-raise]}\nclinic: {region: GB}\n",
        encoding="utf-8",
    )
    found = json.loads(printkit("explain", path, "--json").stdout)
    text = printkit("explain", path).stdout
    for verdict in found["exercises"]:
        assert f"\n{verdict['exercise']}: {verdict['verdict']}" in text
        for ground in verdict["grounds"]:
            assert f"  {ground['rule']} {ground['action']}: {ground['because']}" in text


def test_every_rule_is_listed_and_says_where_it_has_no_source(printkit):
    lines = printkit("rules").stdout.partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in shipped().rules]
    assert all(
        line.partition("]  ")[2].partition("  DIFFERS")[0].endswith("house rule") == ("DM" in rule.source)
        for line, rule in zip(lines, shipped().rules, strict=True)
    )
    assert set(range(1, 74)) <= {int(rule.id[2:4]) for rule in shipped().rules}


def test_the_plan_says_what_was_chosen_and_why(printkit, tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text("patient: {id: p-1}\nplan: {programme: foot-drop, level: resisted}\n", encoding="utf-8")
    said_ = printkit("plan", path, "--equipment", "chair,towel", "--minutes", "20").stdout
    assert "programme foot-drop (to lift the foot when you walk), level resisted" in said_
    assert "not chosen: standing-calf-stretch (not at hand: worktop; seated-towel-calf-stretch in its place)" in said_
    assert "minutes a day" in said_
    refused = printkit("plan", path, "--programme", "foot-dorp")
    assert refused.exit_code == 1
    assert "did you mean 'foot-drop'?" in refused.stderr


# --- a clinic's own: switched off, never silently


@pytest.fixture
def clinic(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


def off(folder, text: str) -> Catalog:
    (folder / "rules-off.yaml").write_text(text, encoding="utf-8")
    return Catalog((folder, CATALOG))


def test_a_rule_that_a_clinic_switches_off_is_quiet_and_stands_in_every_clinician_copy(clinic):
    catalog = off(clinic, '- {rule: R-09c, name: "Dr. Ada Reed", reason: "All our patients stand in bars."}\n')
    options = with_exercises("one-leg-stand-affected-side", "seated-toe-raise")
    booklet = kinds.KINDS["booklet"]
    made = pipeline.make(booklet, catalog, shipped_templates(), options, Variant(clinician=True))
    assert [item.exercise.id for item in made.cleared.items] == ["one-leg-stand-affected-side", "seated-toe-raise"]
    for names in (("one-leg-stand-affected-side",), ("seated-toe-raise",)):
        copy = pipeline.make(booklet, catalog, shipped_templates(), with_exercises(*names), Variant(clinician=True))
        words = "\n".join(texts(copy.document.blocks))
        assert "Rules that this clinic has switched off" in words
        assert "All our patients stand in bars." in words
    assert any("SWITCHED OFF by Dr. Ada Reed" in line for line in explanation.rules(catalog))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {rule: R-09c}\n", "'name' is missing"),
        ("- {rule: R-09c, name: A. Reed}\n", "'reason' is missing"),
        ('- {rule: R-99, name: A. Reed, reason: "Not for us."}\n', "there is no rule 'R-99'"),
        ('- {rule: R-01, name: A. Reed, reason: "Not for us."}\n', "R-01 cannot be switched off"),
        ('- {rule: R-09c, name: nobody, reason: "Not for us."}\n', "name is 'nobody'"),
        ('- {rule: R-09c, name: "??", reason: "Not for us."}\n', "rules-off.yaml:1: name is '[?]{2}'"),
    ],
)
def test_a_rule_is_never_switched_off_without_a_name_and_a_reason(clinic, text, complaint):
    with pytest.raises((CatalogError, Several), match=complaint):
        _ = off(clinic, text).switched_off


# --- the review


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def write_rows(path, found: list[dict[str, str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(found)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("review") / "review.csv"
    result = CliRunner().invoke(cli, ["review", "-o", str(path)])
    assert result.exit_code == 0, result.output
    return path.read_text(encoding="utf-8")


@pytest.fixture
def sheet(written) -> list[dict[str, str]]:
    return rows(written)


def test_the_sheet_holds_every_entry_with_all_its_words(sheet):
    catalog = shipped()
    names = {row["name"] for row in sheet}
    for kind in ("exercises", "topics", "checklists"):
        assert {f"{kind}/{name}" for name in catalog.names(kind)} <= names
    assert {f"rules/{rule.id}" for rule in catalog.rules} <= names
    (toe,) = (row for row in sheet if row["name"] == "exercises/seated-toe-raise")
    text = catalog.exercise("seated-toe-raise").text["en"]
    for sentence in (*text.steps, *text.stop_if, text.hold_on, text.purpose):
        assert sentence in toe["words"]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_signed_sheet_signs_what_it_names_and_the_pages_say_so(printkit, tmp_path, sheet, clinic, delimiter):
    for row in sheet:
        if row["name"] == "exercises/seated-toe-raise":
            row.update(reviewed_by="Dr. Ada Reed", reviewed_on="2026-11-20")
    write_rows(tmp_path / "signed.csv", sheet, delimiter)
    result = printkit("review", "--signed", tmp_path / "signed.csv", "--into", clinic)
    assert result.exit_code == 0, result.output
    assert "1 signature" in result.stdout
    catalog = Catalog((clinic, CATALOG))
    assert catalog.exercise("seated-toe-raise").reviewed_by == "Dr. Ada Reed"
    assert catalog.exercise("ankle-circles").reviewed_by == ""
    assert printkit("check", clinic).exit_code == 0
    waiting = printkit("review", "--waiting", "--catalog", clinic, "-o", tmp_path / "rest.csv")
    assert "exercises/seated-toe-raise" not in (tmp_path / "rest.csv").read_text(encoding="utf-8")
    assert waiting.exit_code == 0


def test_a_signature_is_void_when_a_word_changes(printkit, tmp_path, sheet, clinic):
    for row in sheet:
        if row["name"] == "exercises/seated-toe-raise":
            row.update(reviewed_by="Dr. Ada Reed", reviewed_on="2026-11-20")
    write_rows(tmp_path / "signed.csv", sheet)
    printkit("review", "--signed", tmp_path / "signed.csv", "--into", clinic)
    (clinic / "exercises").mkdir()
    text = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    (clinic / "exercises" / "seated-toe-raise.yaml").write_text(
        text.replace("Lower your foot slowly.", "Lower your toes slowly."), encoding="utf-8"
    )
    assert Catalog((clinic, CATALOG)).exercise("seated-toe-raise").reviewed_by == ""
    again = printkit("review", "--signed", tmp_path / "signed.csv", "--into", clinic)
    assert again.exit_code == 1
    assert "was changed since the sheet was made" in again.stderr


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"reviewed_by": "Dr. Ada Reed"}, "half of a signature"),
        ({"reviewed_on": "2026-11-20"}, "half of a signature"),
        ({"reviewed_by": "-", "reviewed_on": "2026-11-20"}, "reviewed_by is '-'"),
        ({"reviewed_by": "Dr. Ada Reed", "reviewed_on": "20/11/2026"}, "reviewed_on is '20/11/2026'"),
        ({"reviewed_by": "Dr. Ada Reed", "reviewed_on": "2126-11-20"}, "a day to come"),
        ({"reviewed_by": "A. Reed", "reviewed_on": "2026-11-20", "name": "exercises/nothing"}, "nothing called"),
    ],
)
def test_a_bad_signature_is_told_with_its_row_and_nothing_is_written(
    tmp_path, sheet, clinic, printkit, change, complaint
):
    sheet[3].update(change)
    write_rows(tmp_path / "signed.csv", sheet)
    result = printkit("review", "--signed", tmp_path / "signed.csv", "--into", clinic)
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert "signed.csv: row 5" in result.stderr
    assert not (clinic / "reviews.yaml").exists()


def test_a_name_with_quotes_comes_back_as_it_was(clinic):
    entry = next(reviews.entries(shipped()))
    review = reviews.Review(by='A "Doc" Reed\\', on=TODAY, of=entry.of)
    (clinic / "reviews.yaml").write_text(reviews.as_yaml({entry.name: review}), encoding="utf-8")
    assert Catalog((clinic, CATALOG)).reviews[entry.name] == review


def test_a_sheet_that_was_cut_off_is_refused_without_a_guess(tmp_path, clinic, printkit):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    result = printkit("review", "--signed", tmp_path / "x.csv", "--into", clinic)
    assert result.exit_code == 1
    assert "letters that are not utf-16" in result.stderr


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"name,of\n"])
def test_a_file_that_is_no_sheet_is_refused(tmp_path, clinic, printkit, content):
    (tmp_path / "x.csv").write_bytes(content)
    result = printkit("review", "--signed", tmp_path / "x.csv", "--into", clinic)
    assert result.exit_code == 1
    assert "printkit review -o" in result.stderr
