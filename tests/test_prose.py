"""Which text is of which kind, what each kind keeps to, and what is an error, a warning or only told."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import words as tool

from printkit.catalog.store import Catalog
from printkit.checking import between_boxes, files, prose, syllables
from printkit.checking.between_boxes import Form
from printkit.checking.prose import GATES, Kind
from printkit.content.templates import Templates
from printkit.errors import CatalogError, HardToRead
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

TOPIC = """chapter: learn
order: 900
source: [DM]
evidence: E2
text:
  en:
    title: A title
    parts:
      - heading: A heading
        say:
          - Your foot may be weak. It can catch on the floor.
          - Too hard?
        short: [Your foot is weak.]
        list: [Rest in between.]
        steps: [Lift your foot.]
"""


OURS = prose.ENFORCED


PLAIN = "".join(line for line in TOPIC.splitlines(keepends=True) if "short" not in line)


def texts(path: Path) -> dict[Kind, list[list[tuple[str, int]]]]:
    found: dict[Kind, list[list[tuple[str, int]]]] = {}
    for each in prose.passages(path):
        found.setdefault(each.kind, []).append([(one.text, one.line) for one in each.sentences])
    return found


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- which text is of which kind


def test_a_part_of_a_topic_is_a_paragraph_and_its_short_wording_a_kind_of_its_own(tmp_path):
    assert texts(written(tmp_path, "topics/ours.yaml", TOPIC)) == {
        Kind.TOPICS: [[("Your foot may be weak.", 11), ("It can catch on the floor.", 11), ("Too hard?", 12)]],
        Kind.SHORT: [[("Your foot is weak.", 13)]],
        Kind.LISTS: [[("Rest in between.", 14)]],
        Kind.STEPS: [[("Lift your foot.", 15)]],
    }


def test_the_fields_of_an_exercise_have_their_kinds(tmp_path):
    text = (
        "text:\n  en:\n    title: T\n    purpose: This helps. So walk.\n    tip: Go on.\n    hold_on: Hold on.\n"
        "    steps: [Sit down., Stand up.]\n    stop_if: [You fall.]\n    short: {purpose: For walking., tip: Rest.}\n"
    )
    assert {
        kind: [[said for said, _ in one] for one in found]
        for kind, found in texts(written(tmp_path, "exercises/ours.yaml", text)).items()
    } == {
        Kind.PURPOSES: [["This helps.", "So walk."]],
        Kind.TIPS: [["Go on."]],
        Kind.STEPS: [["Hold on."], ["Sit down."], ["Stand up."]],
        Kind.STOP_SIGNS: [["You fall."]],
        Kind.SHORT: [["For walking."], ["Rest."]],
    }


def test_rules_and_checklists_have_reasons_advice_questions_and_notes():
    rules, skin = texts(CATALOG / "rules.yaml"), texts(CATALOG / "checklists" / "skin.yaml")
    assert len(rules[Kind.REASONS]) > 200
    assert {Kind.NOTES, Kind.QUESTIONS, Kind.ADVICE} <= set(skin)
    assert len(skin[Kind.QUESTIONS]) == len(skin[Kind.ADVICE])


@pytest.mark.parametrize("text", ["", "a: [", "just words", "- 1\n- 2\n", "text: {en: 3}\n", "text: [en]\n"])
def test_a_file_without_such_texts_has_none(tmp_path, text):
    assert prose.passages(written(tmp_path, "topics/ours.yaml", text)) == ()
    assert prose.passages(written(tmp_path, "notes.yaml", TOPIC)) == ()


def test_every_kind_has_a_gate_and_every_shipped_kind_is_there(catalog):
    assert set(GATES) == set(Kind)
    there = {each.kind for each in prose.of_catalog(catalog)}
    there |= {each.kind for each in prose.between(catalog, (TEMPLATES,))}
    assert there >= set(Kind) - {Kind.SHORT}


# --- what stands between them, in templates and labels

TEMPLATE = """# A heading.

{{ box("today", "Stop now.", "Call " ~ clinic ~ " today.", points=("A word", "All of this.")) }}
For **{{ name }}**.{% if brace %} Wear your brace{% if stick %} and stick{% endif %}.{% else %} Wear shoes.{% endif %}
1. Sit down.
- {{ line }}
- Rest.
Your name
"""


def test_a_line_of_a_template_is_read_with_its_conditions_and_without(tmp_path):
    found = list(between_boxes.lines(written(tmp_path, "templates/ours.en.md", TEMPLATE)))
    assert [(each.form, each.line, each.text) for each in found] == [
        (Form.PARAGRAPH, 3, "Stop now. Call ‹value› today. All of this."),
        (Form.PARAGRAPH, 4, "For ‹value›. Wear your brace and stick."),
        (Form.PARAGRAPH, 4, "For ‹value›. Wear shoes."),
        (Form.STEP, 5, "Sit down."),
        (Form.LINE, 7, "Rest."),
    ]
    assert list(between_boxes.lines(tmp_path / "none.en.md")) == []
    assert list(between_boxes.lines(written(tmp_path, "templates/ours.es.md", TEMPLATE))) == []


def test_a_template_speaks_to_whom_its_name_says(tmp_path):
    kinds = {
        name: {each.kind for each in prose.passages(written(tmp_path, f"{name}.en.md", TEMPLATE))}
        for name in ("booklet", "report-patient", "report-facts")
    }
    assert kinds == {
        "booklet": {Kind.BOOKLET, Kind.STEPS, Kind.LISTS},
        "report-patient": {Kind.REPORTS, Kind.STEPS, Kind.LISTS},
        "report-facts": {Kind.CLINICIANS, Kind.STEPS},
    }


def test_of_labels_only_whole_sentences_count_and_a_value_ends_none(tmp_path):
    text = (
        "chart: {title: My weeks, how: Tick a box. So we see it.}\nreport: {told-x: 'You stood {first} {then}.', once: x.}\n"
        "skin-days: {call: 'Call {clinic} today.', day: Day}\nload: {how: 'How: {how}.'}\n"
    )
    assert {
        kind: [[said for said, _ in one] for one in found]
        for kind, found in texts(written(tmp_path, "labels/en.yaml", text)).items()
    } == {
        Kind.BOOKLET: [["Tick a box.", "So we see it."]],
        Kind.STEPS: [["Call {clinic} today."]],
        Kind.REPORTS: [["You stood ‹first› ‹then›."]],
        Kind.CLINICIANS: [["How: ‹how›."]],
    }
    assert texts(written(tmp_path, "labels/es.yaml", text)) == {}


def test_a_telegram_in_a_shipped_template_is_an_error_and_in_a_clinics_own_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(prose, "ENFORCED", {Kind.BOOKLET})
    catalog = Catalog((CATALOG,))
    own = written(tmp_path, "leaflet.en.md", "Too hard?\n")
    report = files.check(own, catalog, Templates((TEMPLATES,)))
    assert (report.problems, [each.where for each in report.warnings]) == ((), [f"{own}:1"])
    monkeypatch.setattr(files, "TEMPLATES", tmp_path)
    assert [each.where for each in files.check(own, catalog, Templates((TEMPLATES,))).problems] == [f"{own}:1"]
    assert f"{own}:1" in [each.where for each in files.check(tmp_path, catalog, Templates((TEMPLATES,))).problems]


# --- each gate


def of(kind: Kind, *said: str) -> list[prose.Passage]:
    return [
        prose.Passage(kind, Path("x.yaml"), tuple(prose.cohesion.split(each, at)))
        for at, each in enumerate(said, start=1)
    ]


def told(found: list[prose.Passage]) -> str:
    return " | ".join(each.what for each in prose.findings(found))


def test_an_order_has_12_words_and_a_short_wording_10():
    twelve, ten = " ".join(["walk"] * 12) + ".", " ".join(["walk"] * 10) + "."
    for kind, fits in ((Kind.STEPS, twelve), (Kind.STOP_SIGNS, twelve), (Kind.QUESTIONS, twelve), (Kind.SHORT, ten)):
        assert told(of(kind, fits)) == ""
        assert "a sentence of" in told(of(kind, f"Please {fits}"))
    assert "Flesch-Kincaid" in " ".join(
        each.what for each in prose.whole(Kind.SHORT, prose.figures(of(Kind.SHORT, HARD)))
    )


HARD = "Individualised rehabilitation considerations."


def test_this_may_open_a_purpose_and_no_paragraph_of_a_topic():
    said = "This makes your legs stronger, so that you can stand up."
    assert told(of(Kind.PURPOSES, said)) == ""
    assert "'This' has no noun" in told(of(Kind.TOPICS, said))


def test_an_opening_of_more_than_a_quarter_of_a_field_is_told_at_each_text():
    others = [f"{word} is good for you." for word in ("Rest", "Sleep", "Bread", "Water", "Salt", "Light", "Air", "Sun")]
    alike = [f"You need them to {verb}." for verb in ("walk", "sit", "stand", "run")]
    few, many = of(Kind.TIPS, *others, *alike[:3]), of(Kind.TIPS, *others, *alike)
    assert prose.frames(few, Kind.TIPS) == {}
    assert prose.frames(many, Kind.TIPS) == {"you need": 33}
    assert [each.line for each in prose.framed(many, {Kind.TIPS: {"you need": 33}})] == [9, 10, 11, 12]


def test_two_actions_in_a_step_are_told(tmp_path, catalog):
    step = written(tmp_path, "exercises/a.yaml", "text: {en: {steps: [Sit down and lift your foot.]}}\n")
    assert [each.what for each in prose.findings(prose.passages(step), catalog.actions)] == [
        "2 actions in a step: 'Sit down and lift your foot.'"
    ]


# --- error, warning, or only told


@pytest.fixture
def shipped(tmp_path) -> Path:
    """A copy of the shipped catalogue with one bad topic."""
    folder = tmp_path / "shipped"
    shutil.copytree(CATALOG, folder)
    written(folder, "topics/zz-ours.yaml", TOPIC)
    return folder


def problems(*folders: Path) -> list[CatalogError]:
    catalog = Catalog(folders)
    texts = prose.of_catalog(catalog)
    return list(prose.problems(texts, lambda path: files.sentences.is_ours(catalog, path), whole_kinds=True))


@pytest.fixture(autouse=True)
def none_enforced(monkeypatch):
    """What the tests here add to the shipped texts is held to what they say."""
    monkeypatch.setattr(prose, "ENFORCED", frozenset())


def test_all_kinds_are_enforced():
    assert {*Kind} == {*OURS}


def test_a_kind_that_is_enforced_makes_errors(shipped, monkeypatch):
    assert problems(shipped) == []
    monkeypatch.setattr(prose, "ENFORCED", {Kind.TOPICS})
    found = problems(shipped)
    assert not [each for each in found if isinstance(each, HardToRead)]
    where = f"{shipped / 'topics' / 'zz-ours.yaml'}:12"
    assert [each.message for each in found if each.where == where and "telegram" not in each.message] == [
        "a question without its verb: 'Too hard?'"
    ]


def test_in_a_clinics_own_file_the_same_is_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(prose, "ENFORCED", {Kind.TOPICS})
    own = written(tmp_path, "topics/zz-ours.yaml", PLAIN)
    for each in problems(tmp_path, CATALOG):
        assert isinstance(each, HardToRead) == (each.where.startswith(str(own)) or not each.where)
    report = files.check(own, Catalog((CATALOG,)), Templates((TEMPLATES,)))
    assert (report.problems, bool(report.warnings)) == ((), True)


def long_topic(folder: Path, extra: str = "") -> Path:
    return written(folder, "topics/zz-ours.yaml", PLAIN.replace("Rest in between.", f"Walk {'on ' * 16}now.{extra}"))


def test_a_clinics_own_long_sentence_is_a_warning_and_never_a_wall(printkit, tmp_path):
    path = long_topic(tmp_path / "mine")
    for checked in (path, path.parent.parent):
        result = printkit("check", str(checked))
        assert result.exit_code == 0
        assert f"warning: {path}:13: a sentence of 18 words" in result.stderr
        assert "no problems" in result.stdout
    as_json = json.loads(printkit("check", str(path), "--json").stdout)
    assert as_json["problems"] == []
    assert [each["where"] for each in as_json["warnings"]] == [f"{path}:13"]


@pytest.mark.usefixtures("november")
def test_a_long_note_in_an_option_file_is_a_warning(printkit, tmp_path):
    text = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8")
    for file in EXAMPLES.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    path = written(tmp_path, "sam.yaml", text.replace("in front of the mirror.", f"{'on ' * 16}the mirror."))
    result = printkit("check", str(path))
    assert result.exit_code == 0
    assert "warning: sam.yaml, standard: a sentence has " in result.stderr
    assert "the most is 15" in result.stderr


def test_what_is_dangerous_in_a_clinics_own_text_stays_an_error(printkit, tmp_path):
    path = long_topic(tmp_path / "mine", " This cures your left foot.")
    result = printkit("check", str(path))
    assert result.exit_code == 1
    assert "a side typed as a word: 'left'" in result.output
    assert "a claim that nobody can make: 'cures'" in result.output
    assert "warning:" in result.stderr


def test_a_long_sentence_in_the_shipped_catalogue_is_an_error(shipped):
    path = long_topic(shipped)
    report = files.check(path, Catalog((shipped,)), Templates((TEMPLATES,)))
    assert ["a sentence of 18 words" in each.message for each in report.problems] == [True]
    assert report.warnings == ()


def test_check_tells_the_figures_of_each_kind(printkit):
    said = printkit("check").stdout
    for kind in ("topics", "purposes", "tips", "reasons", "advice", "notes", "reports", "booklet"):
        assert f"\n{kind} (not held to its gate yet): " in said


def test_a_paragraph_of_the_examples_prints_that_is_outside_its_gate_is_an_error(monkeypatch):
    monkeypatch.setattr(prose, "ENFORCED", {Kind.BOOKLET, Kind.REPORTS})
    for kind in (Kind.BOOKLET, Kind.REPORTS):
        monkeypatch.setitem(GATES, kind, prose.replace(GATES[kind], average=(11, 12)))
    found = files.check(None, Catalog((CATALOG,)), Templates((TEMPLATES,))).problems
    assert {each.message.partition(":")[0] for each in found} == {"booklet", "reports"}


# --- syllables


def test_syllables_are_those_of_the_dictionary_and_by_rule_where_it_has_none():
    counts = {"movement": 2, "idea": 3, "stronger": 2, "worktop": 2, "foot-drop": 2, "therapist's": 3, "10": 1}
    assert {word: syllables.syllables(word) for word in counts} == counts


def test_without_the_extra_it_counts_by_rule_and_says_so(monkeypatch):
    monkeypatch.setattr(syllables, "_dictionary", dict)
    assert syllables.syllables("idea") == syllables.by_rule("idea") == 2
    assert "pip install '.[check]'" in syllables.counted_by_rule()
    report = files.check(None, Catalog((CATALOG,)), Templates((TEMPLATES,)))
    assert report.problems == ()
    assert report.summary.endswith(syllables.counted_by_rule())


def test_the_dictionary_is_there_only_with_the_extra(monkeypatch):
    assert syllables.counted_by_rule() == ""
    monkeypatch.setattr(syllables, "find_spec", lambda name: None)
    assert syllables._dictionary.__wrapped__() == {}


def test_no_other_command_reads_the_dictionary():
    code = "import sys, printkit.checking.files; assert 'pysyllables' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


# --- the tool of those who rewrite


def test_the_tool_tells_a_file_its_findings_its_gaps_and_its_figures(tmp_path, capsys):
    path = written(tmp_path, "topics/ours.yaml", TOPIC)
    assert tool.main([str(path)]) == 1
    said = capsys.readouterr().out
    assert f"{path}:12: topics: a question without its verb: 'Too hard?'\n    hint: " in said
    assert f"{path}:12: topics: a telegram of 2 words" in said
    assert f"{path}:12: not linked: 'It can catch on the floor.' -- 'Too hard?'" in said
    assert "ours.yaml: topics: 13 words in 3 sentences" in said
    assert "outside: 4.3 words a sentence, the least is 8" in said


def test_the_tool_is_content_with_a_good_file(tmp_path, capsys):
    good = (
        "Your foot may be hard to lift after a stroke. "
        "A brace can support your ankle, so that walking is easier for you."
    )
    bad = "Your foot may be weak. It can catch on the floor.\n          - Too hard?"
    path = written(tmp_path, "topics/ours.yaml", TOPIC.replace(bad, good))
    assert tool.main([str(path)]) == 0
    assert "hint:" not in capsys.readouterr().out


def test_the_tool_tells_the_kinds_of_the_whole_catalogue(capsys):
    assert tool.main(["--kinds"]) == 0
    assert "all purposes: " in capsys.readouterr().out
