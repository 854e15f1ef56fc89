"""The measures and what is kept count of: figures that fit together, sources that exist, words a reader can take."""

from pathlib import Path

import pytest
from msgspec.structs import fields

from printkit.catalog import measure_facts
from printkit.catalog.store import Catalog
from printkit.checking import files
from printkit.errors import CatalogError
from printkit.model.vocabulary import Answer
from printkit.outcomes import choosing
from printkit.outcomes.history import Measured
from printkit.outcomes.measures import Change, Condition, Copying, Direction, Phase, Tally

DOCS = Path(__file__).parents[1] / "docs"
MEASURE = """\
speed:
  title: {en: Walking speed}
  name: Walk test
  short: WT
  unit: m/s
  direction: up
  lowest: 0
  highest: 4
  source: [W04]
  thresholds:
    - {kind: detectable, value: 0.1, population: some people, phases: [chronic], source: W08}
"""
TRACKED = "trembling:\n  title: {en: The foot trembled}\n  kind: yes-no\n  source: [S2]\n"


@pytest.fixture
def found(few, templates, tmp_path):
    def check(name: str, text: str) -> list[str]:
        (tmp_path / name).write_text(text)
        report = files.check(tmp_path, Catalog((few,)), templates)
        return [f"{problem.where.removeprefix(f'{tmp_path}/')}: {problem.message}" for problem in report.problems]

    return check


def test_the_measures_that_a_clinic_takes_are_there(catalog):
    assert " ".join(catalog.measures) == (
        "fma-ue fma-le arat 10mwt 10mwt-fast 6mwt tug berg sls 5xsts ankle-lift mrc mas falls pain effort effort-borg "
        "adherence fac barthel-20 barthel-100 mrs tis tis-fujiwara pass 9hpt bbt grip abc fss fatigue phq-2 gas gas-goal "
        "mal-amount mal-quality abilhand sis-strength sis-daily-life sis-mobility sis-hand"
    )


def test_studies_that_disagree_both_stay(catalog):
    detectable = {
        threshold.value
        for threshold in catalog.measures["tug"].thresholds
        if threshold.kind is Change.DETECTABLE and threshold.in_percent is Answer.NO
    }
    assert {3.2, 8.0} <= detectable


def test_a_figure_from_other_people_than_after_stroke_says_so(catalog):
    (only,) = catalog.measures["sls"].thresholds
    assert only.phases == (Phase.NOT_STROKE,)


def test_lifting_the_foot_alone_has_no_figure_of_people_after_a_stroke(catalog):
    assert {each.phases for each in catalog.measures["ankle-lift"].thresholds} == {(Phase.NOT_STROKE,)}


def test_the_ashworth_scale_has_1_plus_between_1_and_2_and_no_averages(catalog):
    mas = catalog.measures["mas"]
    assert mas.grades["1"] < mas.grades["1+"] < mas.grades["2"]
    assert mas.ordinal is Answer.YES
    assert mas.direction is Direction.DOWN


def test_walking_speed_has_a_threshold_for_every_first_value(catalog):
    steps = [each for each in catalog.measures["10mwt"].thresholds if each.source == "W10"]
    assert [(each.from_baseline, each.below_baseline) for each in steps] == [(None, 0.4), (0.4, 0.8), (0.8, None)]


def test_the_conditions_are_fields_of_what_was_measured():
    assert set(Condition) <= {field.name for field in fields(Measured)}


def test_what_a_printed_chart_asks_has_a_place_in_the_diary(catalog):
    also = {name for tracked in catalog.tracked.values() for name in tracked.also}
    assert "fell" in also
    assert {"toes-caught", "effort", "pain"} <= set(catalog.tracked)


def test_a_clinic_adds_a_measure_of_its_own(tmp_path, catalog):
    (tmp_path / "measures.yaml").write_text(MEASURE)
    own = Catalog((tmp_path, *catalog.folders))
    assert own.measures["speed"].thresholds[0].value == 0.1
    assert own.measures["tug"] == catalog.measures["tug"]


def test_a_number_that_is_none_is_refused(tmp_path, catalog):
    (tmp_path / "measures.yaml").write_text(MEASURE.replace("value: 0.1", "value: a lot"))
    with pytest.raises(CatalogError, match="value is 'a lot'"):
        _ = Catalog((tmp_path, *catalog.folders)).measures


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[W04]", "[W99]", "measures.yaml:9: there is no source 'W99'"),
        ("source: W08", "source: W98", "measures.yaml:11: there is no source 'W98'"),
        ("highest: 4", "highest: 0", "measures.yaml:8: speed has no values"),
        ("value: 0.1", "value: -0.1", "measures.yaml:11: a threshold of speed is -0.1"),
        (
            "phases: [chronic]",
            "phases: [chronic], below_baseline: 1, baseline_of: tgu",
            "measures.yaml:11: there is no measure 'tgu'",
        ),
        (
            "phases: [chronic]",
            "phases: [chronic], baseline_of: tug",
            "measures.yaml:11: baseline_of of speed bounds nothing",
        ),
        (
            "phases: [chronic]",
            "phases: [chronic], from_baseline: 2, below_baseline: 1",
            "measures.yaml:11: a threshold of speed is for no first value",
        ),
        (
            "phases: [chronic]",
            "phases: [chronic, not-stroke]",
            "measures.yaml:11: a threshold of speed is of all people",
        ),
        ("phases: [chronic]", "phases: [chronic], hand: writing", "measures.yaml:11: speed is not taken of each side"),
        (
            "highest: 4",
            "highest: 4\n  screen: {positive: 2, topic: low-modo, source: W04}",
            "measures.yaml:9: there is no topic 'low-modo'",
        ),
        ("highest: 4", 'highest: 4\n  levels: {"5": {en: Far}}', "measures.yaml:9: '5' is no level of speed"),
        ("highest: 4", "highest: 4\n  part_of: goal", "measures.yaml:9: speed is not taken of each goal"),
        ("highest: 4", "highest: 4\n  also: [TUG]", "measures.yaml:9: 'TUG' stands for tug too"),
        ("highest: 4", 'highest: 4\n  grades: {"9": 9}', "measures.yaml:9: the grade '9' of speed is 9"),
        ("Walking speed", "Gait speed", "measures.yaml:2: a hard word: 'gait' in 'Gait speed'"),
    ],
)
def test_check_finds_in_measures(found, old, new, said):
    assert found("measures.yaml", MEASURE.replace(old, new)) == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[S2]", "[S99]", "tracked.yaml:4: there is no source 'S99'"),
        ("yes-no", "choice", "tracked.yaml:1: trembling gives half of a choice"),
        ("source:", "also: [fell]\n  source:", "tracked.yaml:4: 'fell' stands for falls too"),
    ],
)
def test_check_finds_in_what_is_tracked(found, old, new, said):
    assert found("tracked.yaml", TRACKED.replace(old, new)) == [said]


def test_check_finds_a_column_that_stands_for_no_field(found):
    assert found("diary-columns.yaml", "Übung: exercise\nSätze: set\nName: ''\n") == [
        "diary-columns.yaml:2: the column 'Sätze' stands for 'set'"
    ]


def test_check_finds_nothing_in_good_files(found):
    assert found("tracked.yaml", TRACKED) == found("measures.yaml", MEASURE) == []


def test_every_choice_has_words_and_nothing_else_has(catalog):
    for tracked in catalog.tracked.values():
        assert bool(tracked.choices) == (tracked.kind is Tally.CHOICE)


# --- whose test it is


COPYING = {
    Copying.FREE: "free to copy",
    Copying.NOT_FOR_PROFIT: "free to copy, not for profit",
    Copying.ASK: "ask first",
    Copying.SIGNED: "only under a signed licence",
}


def test_the_page_for_therapists_says_of_each_test_whose_it_is(catalog):
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (DOCS / "diary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    for name, measure in catalog.measures.items():
        if (licence := measure.licence) is not None:
            says = COPYING[licence.items] + ("" if licence.confirmed is Answer.YES else " (not confirmed)")
            (row,) = [row for row in rows if measure.short in row[0].split(", ")]
            assert row[1:] == [says, licence.holder], name


def test_a_screen_has_its_page_and_no_figure_of_change(catalog):
    screens = {name: each for name, each in catalog.measures.items() if each.screen}
    assert list(screens) == ["phq-2"]
    for each in screens.values():
        assert each.screen.topic in catalog.names("topics")
        assert not each.thresholds


def test_every_measure_that_a_person_takes_says_how(catalog):
    assert [name for name, each in catalog.measures.items() if not each.how.get("en")] == ["adherence"]


def test_levels_have_words_for_every_number_that_a_living_person_may_be(catalog):
    said = {name: list(each.levels) for name, each in catalog.measures.items() if each.levels}
    assert said == {
        "fac": list("012345"),
        "mrs": list("012345"),
        "gas-goal": ["-2", "-1", "0", "1", "2"],
    }


def test_a_measure_is_told_with_its_figures_and_what_is_not_known_is_called_so(catalog):
    told = "\n".join(measure_facts.lines(catalog, "9hpt"))
    assert "values: s, from 0.1 to 600; lower is better" in told
    assert "32.8 s: weak hand; 54 % of the mean; the weaker side; gives no verdict (too-wide) [W73, E2]" in told
    assert "large enough to matter: not known" in told
    assert "free to copy (not confirmed)" in told
    assert "could not" in told
    assert "[MEM, E3]" in "\n".join(measure_facts.lines(catalog, "fac"))
    assert "from 2 on it leads to a person, by low-mood" in "\n".join(measure_facts.lines(catalog, "phq-2"))


def test_a_figure_that_judges_nobody_alone_leaves_the_change_not_known(catalog):
    for name, measure in catalog.measures.items():
        told = list(measure_facts.lines(catalog, name))
        for kind, words in ((Change.DETECTABLE, "error of measuring"), (Change.MEANINGFUL, "enough to matter")):
            known = any(each.kind is kind and choosing.judges(each) for each in measure.thresholds)
            (line,) = (line for line in told if line.startswith("  ") and f"{words}:" in line)
            assert line.endswith("not known") is not known, (name, kind)


def test_a_measure_that_is_not_there_is_told_with_the_nearest(catalog):
    with pytest.raises(CatalogError) as raised:
        list(measure_facts.lines(catalog, "9htp"))
    assert "9hpt" in raised.value.hint


def test_what_was_only_from_memory_says_so(catalog):
    memory = {
        (name, each.value) for name, m in catalog.measures.items() for each in m.thresholds if each.confirmed != "yes"
    }
    assert {("fma-ue", 5.2), ("6mwt", 13), ("tug", 2.9), ("tis", 3.7)} <= memory
    assert ("fma-ue", 4.25) not in memory
