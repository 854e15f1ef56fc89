"""What was signed is kept beside its signature, and a change of it is shown word by word and waits to be signed anew."""

import csv
import json
import re
from pathlib import Path

import pytest

from printkit.catalog import reviews, signed_words
from printkit.catalog.store import Catalog
from printkit.resources import CATALOG

NAME = "exercises/seated-toe-raise"


@pytest.fixture
def own(tmp_path, printkit) -> Path:
    """A clinic's own catalogue in which one exercise, one rule and one checklist are signed."""
    folder = tmp_path / "my-catalog"
    folder.mkdir()
    exercise = CATALOG / f"{NAME}.yaml"
    (folder / "exercises").mkdir()
    (folder / f"{NAME}.yaml").write_text(exercise.read_text(encoding="utf-8"), encoding="utf-8")
    sign(printkit, folder, NAME, "rules/R-21", "checklists/shoes")
    return folder


def sign(printkit, folder: Path, *names: str) -> None:
    sheet = folder.parent / "sheet.csv"
    sheet.unlink(missing_ok=True)
    assert printkit("review", "-o", sheet, "--catalog", folder).exit_code == 0
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["name"] in names:
            row |= {"reviewed_by": "J. Marsh", "reviewed_on": "2026-11-20"}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reviews.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    assert printkit("review", "--signed", sheet, "--into", folder).exit_code == 0


def reword(folder: Path, old: str, new: str) -> None:
    path = folder / f"{NAME}.yaml"
    said = path.read_text(encoding="utf-8")
    assert old in said
    path.write_text(said.replace(old, new, 1), encoding="utf-8")


def first_step() -> str:
    return Catalog((CATALOG,)).exercise("seated-toe-raise").text["en"].steps[0]


def entry(folder: Path, name: str = NAME) -> reviews.ReviewEntry:
    return next(each for each in reviews.entries(Catalog((folder, CATALOG))) if each.name == name)


def test_words_in_another_language_void_no_signature(own):
    path = own / f"{NAME}.yaml"
    said = path.read_text(encoding="utf-8")
    english = said[said.index("  en:\n") :]
    english = english[: english.index("\n", english.rindex("\n    ") + 1)]
    path.write_text(said.replace(english, f"{english}\n{english.replace('  en:', '  cy:', 1)}"), encoding="utf-8")
    record = Catalog((own, CATALOG)).exercise("seated-toe-raise")
    assert set(record.text) == {"en", "cy"}
    assert record.reviewed_by == "J. Marsh"
    assert entry(own).changed == ()


def test_the_words_are_kept_beside_the_signature(own):
    kept = sorted(str(path.relative_to(own)) for path in (own / "signed").rglob("*.txt"))
    assert kept == [f"signed/{name}.txt" for name in ("checklists/shoes", NAME, "rules/R-21")]
    rule = (own / "signed/rules/R-21.txt").read_text(encoding="utf-8")
    assert "\nwhen.health.reduced_feeling: yes\n" in rule
    assert "\nbecause.en: You feel less in your foot, so use your eyes to guide it.\n" in rule
    assert "\nshort.en: Use your eyes to guide your foot.\n" in rule
    assert "\nrooms.heel-and-sole.lines.P9.short.en: Choose a light shoe.\n" in (
        own / "signed/checklists/shoes.txt"
    ).read_text(encoding="utf-8")
    assert entry(own).reviewed_by == "J. Marsh"
    assert entry(own).changed == ()


def test_nothing_has_changed_after_a_signature(own, printkit):
    said = printkit("review", "--changes", "--catalog", own).stdout
    assert re.fullmatch(r"0 of \d+ entries changed since they were signed\n", said)
    assert "void" not in printkit("review", "--catalog", own).stdout


def test_a_changed_word_is_shown_and_waits_to_be_signed_anew(own, printkit):
    before = first_step()
    first, *rest = before.split()
    reword(own, before, " ".join(("Please", first.lower(), *rest)))
    changed = entry(own)
    assert (changed.reviewed_by, changed.signed_before) == ("", "J. Marsh, 2026-11-20")
    [line] = changed.changed
    assert line == f"text.en.steps: [-{first}-] {{+Please {first.lower()}+}} {' '.join(rest)}"
    said = printkit("review", "--changes", "--catalog", own).stdout.splitlines()
    assert said[1:] == [f"{NAME}: {changed.title}, signed by J. Marsh, 2026-11-20", f"  {line}"]
    assert "1 signature void, because the words changed" in printkit("review", "--catalog", own).stdout
    sheet = own.parent / "again.csv"
    printkit("review", "--changes", "-o", sheet, "--catalog", own)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["name"], row["changed"], row["reviewed_by"]) == (NAME, line, "")
    [told] = json.loads(printkit("review", "--changes", "--json", "--catalog", own).stdout)
    assert told["changed"] == [line]
    sign(printkit, own, NAME)
    assert entry(own).changed == ()
    assert "Please" in (own / f"signed/{NAME}.txt").read_text(encoding="utf-8")
    assert entry(own, "rules/R-21").reviewed_by == "J. Marsh"


def test_short_words_are_part_of_what_is_signed(own):
    path = own / f"{NAME}.yaml"
    said = path.read_text(encoding="utf-8").partition("\n    short:")[0].rstrip("\n")
    path.write_text(f"{said}\n    short: {{tip: Slow is good.}}\n", encoding="utf-8")
    assert any(line.endswith("{+Slow is good.+}") for line in entry(own).changed)
    assert "With aphasia: Slow is good." in entry(own).words


def test_the_condition_of_a_part_is_part_of_what_is_signed():
    topic = Catalog((CATALOG,)).topic("off-day")
    when = signed_words.lines(topic)
    assert not [line for line in when if line.startswith(("reviewed_by", "reviewed_on"))]
    known = next(each for each in Catalog((CATALOG,)).rules if each.id == "R-09f")
    assert "when.health.fall_risk: unknown" in signed_words.lines(known)


def test_a_signature_of_before_says_that_its_words_were_not_kept(own):
    (own / f"signed/{NAME}.txt").unlink()
    reword(own, first_step(), "Sit on a chair.")
    assert entry(own).changed == ("the words that were signed are not kept here, so read it whole",)


def test_words_of_another_signature_are_not_taken_for_those_of_the_last(own):
    path = own / f"signed/{NAME}.txt"
    path.write_text(re.sub(r"of: \w+", "of: 00000000", path.read_text(encoding="utf-8")), encoding="utf-8")
    reword(own, first_step(), "Sit on a chair.")
    assert "not kept" in entry(own).changed[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Lift your foot.", "Lift your foot slowly.", "Lift your [-foot.-] {+foot slowly.+}"),
        ("Sit down.", "", "[-Sit down.-]"),
        ("", "Sit down.", "{+Sit down.+}"),
        ("Go on. Stop.", "Go on. Stop.", "Go on. Stop."),
    ],
)
def test_a_change_is_told_word_by_word(old, new, said):
    assert signed_words.word_changes(old, new) == said
