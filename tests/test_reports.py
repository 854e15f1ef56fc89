"""Printed reports: what a reader hears, what a therapist can recompute, and pages that validators accept.

The files of tests/reports hold what a screen reader says of a report, line by line. To write them anew after a change of
words, and then read the difference:

    PRINTKIT_ACCEPT=1 pytest tests/test_reports.py
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import histories
import pikepdf
import pypdfium2
import pytest
import verapdf
from click.testing import CliRunner
from first_validator import but_stream_lengths, complaints
from histories import SINCE, UNTIL, measured
from msgspec.structs import replace
from pdf_reading import (
    every_mark,
    example_options,
    heard,
    looks,
    overlapping,
    runs_on,
    shipped,
    shipped_templates,
    tree,
)

from printkit.catalog import plain_language
from printkit.catalog.store import Catalog
from printkit.checking import readability
from printkit.cli.group import cli
from printkit.content.templates import Templates
from printkit.document import Plots, Table, texts, walk
from printkit.errors import CatalogError, OptionsError, TemplateError
from printkit.layout import pagination
from printkit.layout.fit import Laid
from printkit.layout.fragment import Stamp
from printkit.layout.profiles import MM
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, Paper, PrintProfile, Side
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, Prescribed
from printkit.pdf.pages import Printed, draw
from printkit.reports import report as reporting
from printkit.reports.names import lost
from printkit.reports.report import Audience
from printkit.resources import TEMPLATES

ACCEPT = os.environ.get("PRINTKIT_ACCEPT") == "1"
FOLDER = Path(__file__).parent / "reports"
HISTORIES = ("full", "scarce", "empty")
every_audience = pytest.mark.parametrize("audience", Audience)


def laid(audience: Audience, history: History, options: Options | None = None, **more) -> Laid:
    days = {"since": SINCE, "until": UNTIL, "today": UNTIL, **more}
    return reporting.laid_out(
        audience, shipped(), shipped_templates(), options or example_options(), history, **days
    ).laid


@cache
def drawn(audience: Audience, name: str, look: PrintProfile | None = None, paper: Paper | None = None) -> Printed:
    return draw(laid(audience, getattr(histories, name)(), looking(look, paper)))


def looking(look: PrintProfile | None = None, paper: Paper | None = None, **more) -> Options:
    options = example_options()
    return replace(options, print=replace(options.print, profile=look, paper=paper, **more))


def crowded() -> History:
    """All that makes a page long: a row of tests that got worse, a fall, a streak, every kind of day."""
    full = histories.full()
    worse = [
        measured(
            name,
            day,
            value,
            aid="frame",
            side=Side.RIGHT if shipped().measures[name].per_side is Answer.YES else Side.UNKNOWN,
        )
        for name in ("tug", "berg", "fma-le", "arat", "6mwt")
        for day, value in (
            (SINCE, shipped().measures[name].lowest if name == "tug" else 30),
            (UNTIL, 90 if name == "tug" else 0),
        )
    ]
    return replace(full, measured=tuple(sorted((*full.measured, *worse), key=lambda row: row.day)))


def all_words(of: Laid) -> str:
    return "\n".join(texts(of.document.blocks))


# --- what a reader hears


@every_audience
@pytest.mark.parametrize("name", HISTORIES)
def test_a_report_says_what_its_file_says(audience, name):
    file = FOLDER / f"{audience}-{name}.txt"
    told = "".join(f"{tag}: {words_}\n" for tag, words_ in heard(drawn(audience, name).data))
    if ACCEPT:
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


@every_audience
def test_a_report_over_no_data_says_so(audience):
    assert re.search("Nothing was (written down|recorded) in this time", all_words(laid(audience, histories.empty())))


@every_audience
@pytest.mark.parametrize("name", ["full", "scarce", "empty", "crowded"])
def test_a_report_never_claims_or_forecasts(audience, name):
    history = crowded() if name == "crowded" else getattr(histories, name)()
    told = all_words(laid(audience, history))
    assert not re.search(plain_language._CLAIM, told)
    assert not re.search(r"\b(will|expect|predict|forecast|soon|likely to|on track|recovered)\b", told)
    assert not re.search(plain_language._CONTRACTION, told)


@pytest.mark.parametrize(
    ("look", "gate"), [(None, readability.BOOKLET), (PrintProfile.APHASIA, readability.APHASIA)], ids=str
)
@pytest.mark.parametrize("name", ["full", "scarce", "empty", "crowded"])
def test_a_patient_reads_short_sentences(name, look, gate):
    history = crowded() if name == "crowded" else getattr(histories, name)()
    counted = readability.measure(laid(Audience.PATIENT, history, looking(look)).document)
    assert list(readability.complaints(counted, gate)) == []


def test_a_patient_is_told_of_two_gains_at_most_and_of_what_got_worse():
    told = all_words(laid(Audience.PATIENT, crowded()))
    assert told.count(", and now ") == 2
    assert "what got worse" in told


def test_a_patient_whose_tests_did_not_change_is_told_so_plainly():
    history = replace(histories.empty(), measured=both_days("10mwt", 0.5, 0.51, aid="stick"))
    told = all_words(laid(Audience.PATIENT, history))
    assert "Your tests show no clear change for the better." in told
    assert "What got better" not in told


@pytest.mark.parametrize(("quiet", "said"), [(0, False), (6, False), (7, True), (20, True)])
def test_a_week_without_a_word_is_asked_about_and_never_praised(quiet, said):
    full = histories.full()
    last = UNTIL - timedelta(days=quiet)
    done, noted = (tuple(row for row in rows if row.day <= last) for rows in (full.done, full.noted))
    words = all_words(laid(Audience.PATIENT, replace(full, done=done, noted=noted)))
    assert ("Nothing is written down after" in words) == said
    assert ("kept going" in words) == (not said)


def test_a_streak_promises_nothing():
    told = all_words(laid(Audience.PATIENT, histories.full()))
    assert "For 27 days your foot did not drop, but foot drop can come and go." in told


def test_what_groups_gained_is_a_note_with_its_source_for_a_clinician_only():
    clinician, patient = (laid(audience, histories.full()) for audience in (Audience.CLINICIAN, Audience.PATIENT))
    assert "9.5 points after 4 weeks (W12). This figure is not confirmed." in all_words(clinician)
    assert "A mean of a group says nothing of one person." in all_words(clinician)
    assert "9.5" not in all_words(patient)
    figures = [
        plot.alt for block in walk(clinician.document.blocks) if isinstance(block, Plots) for plot in block.plots
    ]
    assert not [alt for alt in figures if "9.5 points" in alt or "16.48" in alt]


def test_what_a_patient_typed_stays_words(monkeypatch):
    note = "**bold** {{ name }} <b>x</b>"
    history = replace(histories.empty(), noted=(Observation(day=SINCE, what="falls", value=1, note=note),))
    assert note in all_words(laid(Audience.CLINICIAN, history))


def test_a_fall_with_only_a_note_stands_in_both_reports():
    history = replace(histories.empty(), noted=(Observation(day=SINCE, what="falls", note="slipped in the bath"),))
    patient, clinician = (laid(audience, history) for audience in (Audience.PATIENT, Audience.CLINICIAN))
    assert "You fell at least once." in all_words(patient)
    assert "Nothing was written down" not in all_words(patient)
    assert "No practice was written down." in all_words(patient)
    assert "You wrote these marks" not in all_words(patient)
    assert "Falls: at least 1. No day without one was written down, so there is no rate." in all_words(clinician)
    assert table(clinician, "Day", "Falls").rows == (("31 August 2026", "at least 1", "slipped in the bath"),)


def test_a_look_that_nobody_wrote_the_result_of_is_not_called_not_well():
    looks_ = (None, "", "looked at, result not written"), (False, "red heel", "not well, red heel"), (True, "", "")
    for well, note, says in looks_:
        history = replace(
            histories.empty(), checked=(Checked(day=date(2026, 9, 7), what="skin", all_well=well, note=note),)
        )
        (row,) = table(laid(Audience.CLINICIAN, history), "What", "Looks").rows
        assert row[2] == (f"7 September: {says}" if says else "each time all well")


def test_a_day_with_only_a_note_is_not_counted_as_practised_or_as_missed():
    rows = tuple(
        Done(day=SINCE + timedelta(days=at), exercise="seated-toe-raise", sets=sets, note="felt ill")
        for at, sets in enumerate((1, 1, 0, None))
    )
    report_ = laid(Audience.CLINICIAN, replace(histories.empty(), done=rows))
    row = table(report_, "Week from (week since the stroke)").rows[0]
    assert row[1] == "2 of 3; 1 not known"
    assert "incomplete" in row[0]
    assert "You practised on 2 of 82 days." in all_words(laid(Audience.PATIENT, replace(histories.empty(), done=rows)))
    drawn_ = laid(Audience.PATIENT, replace(histories.empty(), done=rows), until=SINCE + timedelta(days=6))
    plots_ = [plot for block in walk(drawn_.document.blocks) if isinstance(block, Plots) for plot in block.plots]
    assert "Practice not known" in [each.text for each in plots_[0].words]


def test_a_share_is_told_of_complete_weeks_only():
    orders = (Prescribed(exercise="seated-toe-raise", starts_on=SINCE),)
    for days, says in (
        (range(0, 60, 20), "3 of 3; too few days written down"),
        (range(9), "9 of 9; in 1 complete week 7 of 7 (100 %)"),
    ):
        rows = tuple(Done(day=SINCE + timedelta(days=at), exercise="seated-toe-raise", sets=1) for at in days)
        report_ = laid(Audience.CLINICIAN, replace(histories.empty(), done=rows, prescribed=orders))
        assert table(report_, "Exercise", "Done of planned").rows[0][1] == says


def test_the_head_counts_weeks_from_the_stroke_to_the_last_day():
    for since, until, says in (
        (date(2026, 6, 4), date(2026, 6, 20), "Weeks 1 to 3 since the stroke."),
        (date(2026, 5, 20), date(2026, 6, 8), "Week 1 since the stroke."),
        (date(2026, 5, 20), date(2026, 6, 1), ""),
    ):
        told = all_words(laid(Audience.CLINICIAN, histories.empty(), since=since, until=until))
        assert says in told
        assert ("since the stroke." in told) == bool(says)
        assert "(0)" not in told


LONG = ("Measure", "First", "Last", "Change", "What the studies say")


def told(*values, audience=Audience.PATIENT, **more) -> str:
    """The words of a report over some values of measures."""
    return all_words(laid(audience, replace(histories.empty(), measured=values), **more))


def both_days(name: str, first: float, last: float, **more):
    return measured(name, SINCE, first, **more), measured(name, UNTIL, last, **more)


def meaning(*values) -> tuple[str, ...]:
    """The rows of a clinician's table of measures."""
    history = replace(histories.empty(), measured=values)
    return table(laid(Audience.CLINICIAN, history), *LONG).rows


def test_a_grade_is_told_from_and_to_and_never_counted():
    (row,) = meaning(*both_days("mrc", 3, 4, side=Side.LEFT, part="calf"))
    assert row[3] == "grade 3 to grade 4"


def test_several_values_of_a_day_are_named_and_not_compared():
    (row,) = meaning(measured("tug", SINCE, 40, assessor="A"), measured("tug", SINCE, 10, assessor="B"))
    assert row[1:4] == ("10 s and 40 s, 31 August", "measured on 1 day", "none")
    assert row[4].startswith("No verdict, for there are several values of 31 August.")
    (row,) = meaning(*both_days("tug", 40, 10), measured("tug", UNTIL, 30))
    assert row[1:4] == ("40 s, 31 August", "10 s and 30 s, 20 November", "none")
    assert row[4].startswith("No verdict, for there are several values of 20 November.")


def test_a_side_that_is_not_recorded_is_told_to_a_clinician_and_never_to_a_patient():
    values = both_days("fma-ue", 10, 60)
    (row,) = meaning(*values)
    assert row[4] == "No verdict, for the side is not recorded. Not recorded: side."
    assert "arm" not in told(*values)
    assert "no clear change" not in told(*values)


def test_figures_of_people_without_a_stroke_are_a_note_for_a_clinician():
    values = both_days("sls", 1, 60, side=Side.LEFT, aid="none")
    (row,) = meaning(*values)
    assert row[4].startswith("No verdict, for no study of people after a stroke gives one.")
    assert "In people without a stroke, so no verdict: 24.1 s (W15e)." in row[4]
    assert "W15e" in [
        each[0] for each in table(laid(Audience.CLINICIAN, replace(histories.empty(), measured=values)), "Tag").rows
    ]
    assert "leg" not in told(*values)


def test_no_verdict_says_which_figure_there_is_none_of():
    (row,) = meaning(*both_days("abilhand", 1, 2))
    assert row[4].startswith("No verdict, for there is no figure for the error of measuring. Meaningful: 0.35 logits")
    (row,) = [
        each for each in meaning(*both_days("6mwt", 200, 300), measured("10mwt", SINCE, 0.9)) if each[0] == "6MWT"
    ]
    assert "Meaningful: the authors call their figures not accurate for this first speed or value." in row[4]


@pytest.mark.parametrize(
    ("side", "words_"), [(Side.LEFT, "your left"), (Side.RIGHT, "your stronger right"), (Side.BOTH, "each")]
)
def test_a_patient_reads_which_side_changed(side, words_):
    assert f"You move {words_} arm and hand better." in told(*both_days("fma-ue", 10, 60, side=side))
    assert f"what got worse: How {words_} arm moves." in told(*both_days("fma-ue", 60, 10, side=side))


@pytest.mark.parametrize(
    ("measure", "first", "last", "says"),
    [
        ("10mwt", 0.52, 0.79, "10 metres took you 19 seconds in August, and now they take 13."),
        ("10mwt", 0, 0.5, "The value was 0 metres a second in August. Now the value is 0.5 metres a second."),
        ("10mwt", 0.79, 0.52, "10 metres took you 13 seconds in August, and now they take 19."),
        ("tug", 10, 40, "You needed 10 seconds in August, and now you need 40."),
        ("fma-ue", 20, 45, "You had 20 of 66 points in August, and now you have 45."),
        ("berg", 45, 20, "You had 45 of 56 points in August, and now you have 20."),
        ("6mwt", 300, 100, "You walked 300 metres in August, and now you walk 100."),
    ],
)
def test_a_patient_reads_figures_that_say_something(measure, first, last, says):
    side = Side.LEFT if shipped().measures[measure].per_side is Answer.YES else Side.UNKNOWN
    assert says in told(*both_days(measure, first, last, aid="stick", side=side))


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ((date(2026, 11, 2), date(2026, 11, 19)), "19 seconds on 2 November, and now they take 13."),
        ((date(2025, 10, 2), date(2026, 11, 19)), "19 seconds in October 2025, and now they take 13."),
        ((date(2025, 12, 2), date(2026, 11, 19)), "19 seconds in December, and now they take 13."),
        (
            (date(2026, 9, 1), date(2026, 10, 2)),
            "The value was 19 seconds for 10 metres in September. The value was 13 seconds for 10 metres in October.",
        ),
    ],
)
def test_a_patient_reads_when_a_first_value_was_and_an_old_one_is_not_now(days, says):
    rows = tuple(measured("10mwt", day, speed, aid="stick") for day, speed in zip(days, (0.52, 0.79), strict=True))
    history = replace(histories.empty(), measured=rows)
    assert says in all_words(laid(Audience.PATIENT, history, since=min(days[0], SINCE)))


def test_the_plot_of_a_patient_shows_the_figures_of_the_words():
    values = both_days("10mwt", 0.52, 0.79, aid="stick")
    report_ = laid(Audience.PATIENT, replace(histories.empty(), measured=values))
    alts = [plot.alt for block in walk(report_.document.blocks) if isinstance(block, Plots) for plot in block.plots]
    assert "A plot of 2 values: 19 seconds for 10 metres on 31 August, 13 seconds for 10 metres on 20 November." in alts


def test_a_single_decline_is_told_with_its_values_and_several_by_their_names():
    one = told(*both_days("10mwt", 0.79, 0.52, aid="stick"))
    assert "Show your therapist what got worse: Walking speed at ease. 10 metres took you 13 seconds" in one
    several = told(*both_days("10mwt", 0.79, 0.52, aid="stick"), *both_days("berg", 50, 20))
    assert "what got worse: Walking speed at ease." in several
    assert "10 metres took" not in several


def test_a_measure_has_one_line_and_the_weaker_side_comes_first():
    values = [row for side in (Side.RIGHT, Side.LEFT) for row in both_days("fma-ue", 10, 60, side=side)]
    assert told(*values).count("arm and hand better") == 1
    assert "You move your left arm" in told(*values)
    values = [row for aid in ("stick", "frame") for row in both_days("10mwt", 0.2, 0.9, aid=aid)]
    assert told(*values).count("You walk faster than before.") == 1


@pytest.mark.parametrize(
    "values",
    [
        (*both_days("fma-ue", 10, 60, side=Side.LEFT), *both_days("fma-ue", 60, 10, side=Side.RIGHT)),
        (*both_days("10mwt", 0.2, 0.9, aid="stick"), *both_days("10mwt", 0.9, 0.2, aid="none")),
        (*both_days("10mwt", 0.2, 0.9, aid="stick"), *both_days("10mwt", 0.9, 0.9, aid="none")),
        both_days("10mwt", 0.2, 0.9),
        both_days("10mwt", 0.9, 0.2),
    ],
    ids=["sides", "settings", "one setting", "better without conditions", "worse without conditions"],
)
def test_what_disagrees_or_has_no_conditions_is_no_word_for_a_patient(values):
    said_ = told(*values)
    assert "What got better" not in said_
    assert "got worse" not in said_
    assert "no clear change" not in said_


def test_every_title_of_a_measure_is_short_enough_for_a_patient():
    for name, each in shipped().measures.items():
        title = each.title["en"].replace("{your affected}", "your stronger right")
        assert len(f"It got worse: {title}.".split()) <= 10, name
        assert len(each.better.get("en", "").replace("{your affected}", "your stronger right").split()) <= 10, name


def test_a_report_of_years_tells_of_its_last_weeks():
    since = UNTIL - timedelta(days=800)
    report_ = laid(Audience.CLINICIAN, histories.full(), since=since)
    assert len(table(report_, "Week from (week since the stroke)").rows) == 26
    said_ = all_words(report_)
    assert "This report is longer than a year. Here are its last 26 weeks." in said_
    assert "Here are its last 13 weeks." in said_
    calendars = [
        alt
        for block in walk(report_.document.blocks)
        if isinstance(block, Plots)
        for alt in (each.alt for each in block.plots)
        if alt.startswith("Calendar")
    ]
    assert len(calendars) == 1
    assert len(report_.pages) < 12
    year = laid(Audience.CLINICIAN, histories.full(), since=UNTIL - timedelta(days=365))
    assert len(table(year, "Week from (week since the stroke)").rows) == 53


# --- what can be recomputed


def tables(of: Laid) -> Iterator[Table]:
    return (block for block in walk(of.document.blocks) if isinstance(block, Table))


def table(of: Laid, *headers: str) -> Table:
    (found,) = [each for each in tables(of) if each.headers[: len(headers)] == headers]
    return found


@pytest.fixture(scope="module")
def report() -> Laid:
    return laid(Audience.CLINICIAN, histories.full())


def test_every_number_of_the_weeks_can_be_recomputed(report):
    full = histories.full()
    rows = table(report, "Week from (week since the stroke)").rows
    assert len(rows) == 12
    for number, row in enumerate(rows):
        start = SINCE + timedelta(weeks=number)
        some = [each for each in full.done if start <= each.day < start + timedelta(days=7)]
        done = [each for each in some if each.sets != 0]
        assert row[0].startswith(f"{start.day} ")
        assert f"({(start - date(2026, 6, 2)).days // 7 + 1})" in row[0]
        assert row[1] == f"{len({each.day for each in done})} of {len({each.day for each in some})}"
        planned = [each for each in some if each.exercise == "seated-toe-raise"]
        walks = sorted((each for each in some if each.exercise == "walking-practice"), key=lambda each: each.day)
        asked = min(len(walks), 5)
        as_done = sum(each.sets != 0 for each in planned) + min(sum(each.sets != 0 for each in walks), asked)
        assert row[2].startswith(f"{as_done} of {len(planned) + asked}")
        assert row[3] == str(sum(each.sets for each in done))
        assert row[4] == f"{sum(each.minutes for each in done):g}"
        for cell, name in ((row[5], "effort"), (row[6], "pain")):
            by_day: dict[date, float] = {}
            for each in some:
                if (value := getattr(each, name)) is not None:
                    by_day[each.day] = max(value, by_day.get(each.day, 0))
            mean = (
                f"{round(sum(by_day.values()) / len(by_day), 1):g} ({len(by_day)})"
                if len(by_day) > 2
                else "too few days"
            )
            assert cell == mean
        assert row[7] == f"{max(each.pain for each in some if each.pain is not None):g}"


def test_every_value_that_was_measured_is_printed_with_its_day(report):
    units = {name: each.unit for name, each in shipped().measures.items()}
    printed = "\n".join(row[2] for row in table(report, "Measure", "Conditions").rows)
    for each in histories.full().measured:
        value = f"{each.value:g} {units[each.measure]}"
        if each.measure == "mas":
            value = {2: "grade 2", 1.5: "grade 1+"}[each.value]
        assert f"{value}, {each.day.day} " in printed


@pytest.mark.parametrize(
    ("measure", "change", "says"),
    [
        ("FMA-UE, left", "+14 points", ("Large enough to matter to most people in the study, better.", "1.52 points (W67", "10 points (W01")),
        ("10MWT. Round mark", "+0.27 m/s", ("Likely real change, better.", "0.11 m/s (W10", "0.16 m/s (W04", "0.05 or 0.1 m/s (W63)")),
        ("10MWT. Square mark", "none", ("Measured once",)),
        ("TUG", "\u22124.5 s", ("No verdict, for no study looked at people like this patient.", "8 s (W08", "another phase")),
        ("MAS, left, calf", "grade 2 to grade 1+", ("No verdict",)),
        ("SLS, left", "+6 s", ("No verdict, for it was measured alone. Not recorded: aid, brace",)),
    ],
)  # fmt: skip
def test_a_change_stands_with_its_verdict_and_its_study(report, measure, change, says):
    (row,) = [row for each in tables(report) if each.headers == LONG for row in each.rows if row[0] == measure]
    assert row[3] == change
    for part in says:
        assert part in row[4]


def test_every_study_that_is_cited_stands_with_the_sources(report):
    cited = {tag for each in tables(report) for row in each.rows for tag in re.findall(r"\((W[0-9]+[a-z]?),", row[-1])}
    assert cited
    assert cited <= {row[0] for row in table(report, "Tag").rows}


def test_falls_stand_with_their_days_and_over_recorded_days(report):
    rows = [row for row in histories.full().noted if row.what == "falls"]
    days = len({row.day for row in rows})
    count = int(sum(row.value for row in rows))
    told = all_words(report)
    assert f"Falls: {count} in {days} recorded days. In 30 recorded days: {round(30 * count / days, 1):g}." in told
    assert [row[0] for row in table(report, "Day", "Falls").rows] == ["9 September 2026", "10 October 2026"]


def test_a_change_of_what_was_prescribed_is_told(report):
    rows = table(report, "Exercise", "Dose").rows
    assert [row[-1] for row in rows] == ["new", "new", "before: 10 times, 2 times a day, every day"]


# --- which days, whose


def test_a_report_never_changes_when_other_patients_are_added(tmp_path):
    diary = pytest.importorskip("printkit.diary.database")
    from datetime import UTC, datetime

    from printkit.outcomes.history import PatientEntry

    def filed(whose: str) -> Iterator[PatientEntry]:
        full = histories.full()
        for part in (full.done, full.noted, full.checked, full.measured, full.prescribed):
            yield from (PatientEntry(patient=whose, entry=entry) for entry in part)

    with diary.opened(tmp_path / "d.sqlite3") as kept:
        kept.add(filed(histories.PATIENT), by="", at=datetime(2026, 11, 20, tzinfo=UTC))
        before = [draw(laid(each, kept.history(histories.PATIENT))).data for each in Audience]
        kept.add(filed("somebody-else"), by="", at=datetime(2026, 11, 20, tzinfo=UTC))
        after = [draw(laid(each, kept.history(histories.PATIENT))).data for each in Audience]
    assert before == after == [drawn(each, "full").data for each in Audience]


def test_the_history_of_another_patient_is_refused():
    with pytest.raises(OptionsError, match="the history is of 'p-2'"):
        laid(Audience.PATIENT, History(patient="p-2"))


def test_days_that_are_still_to_come_are_refused():
    with pytest.raises(OptionsError, match="still to come"):
        laid(Audience.PATIENT, histories.full(), until=UNTIL + timedelta(days=1))


def test_a_template_that_loses_a_verdict_is_refused(tmp_path):
    template = (TEMPLATES / "report-clinician.en.md").read_text(encoding="utf-8")
    (tmp_path / "report-clinician.en.md").write_text(template.replace("{{ measure_table() }}", ""), encoding="utf-8")
    templates = Templates((tmp_path, TEMPLATES))
    with pytest.raises(TemplateError, match="leaves out"):
        reporting.laid_out(
            Audience.CLINICIAN, shipped(), templates, example_options(), histories.full(), SINCE, UNTIL, UNTIL
        )


@pytest.mark.parametrize(
    ("audience", "old", "new"),
    [
        (Audience.CLINICIAN, "{{ falls_table() }}", ""),
        (Audience.CLINICIAN, '{{ measure_table("alone") }}', ""),
        (
            Audience.CLINICIAN,
            "{{ measure_table() }}",
            "No clear change. Measured once, so there is nothing to compare.",
        ),
        (Audience.PATIENT, '{{ box("today", fell,', '{{ box("today", "A fall.",'),
        (Audience.PATIENT, "**{{ each.what }}**", ""),
    ],
)
def test_a_template_that_loses_a_promise_is_refused(tmp_path, audience, old, new):
    name = f"report-{audience}.en.md"
    template = (TEMPLATES / name).read_text(encoding="utf-8")
    assert old in template
    (tmp_path / name).write_text(template.replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateError, match="leaves out"):
        reporting.laid_out(
            audience, shipped(), Templates((tmp_path, TEMPLATES)), example_options(), crowded(), SINCE, UNTIL, UNTIL
        )


def test_the_words_of_a_verdict_without_its_measure_keep_no_promise(tmp_path):
    template = (TEMPLATES / "report-clinician.en.md").read_text(encoding="utf-8")
    words_ = "Measured once, so there is nothing to compare."
    (tmp_path / "report-clinician.en.md").write_text(
        template.replace("{{ measure_table() }}", words_), encoding="utf-8"
    )
    history = replace(histories.empty(), measured=(measured("tug", SINCE, 20),))
    with pytest.raises(TemplateError, match="leaves out: 'TUG"):
        reporting.laid_out(
            Audience.CLINICIAN,
            shipped(),
            Templates((tmp_path, TEMPLATES)),
            example_options(),
            history,
            SINCE,
            UNTIL,
            UNTIL,
        )


def test_what_is_promised_twice_must_stand_twice():
    row = ("TUG", "20 s")
    blocks = (Table(("a", "b"), (row,), (50, 50)),)
    assert list(lost([row, ("It fell.",)], blocks, "It fell.")) == []
    assert list(lost([row, row], blocks, "TUG\n20 s\nTUG\n20 s")) == [row]
    assert list(lost([("It fell.",)] * 2, blocks, "It fell.")) == [("It fell.",)]


# --- pages


def first_page(history: History, **more) -> str:
    made = draw(laid(Audience.CLINICIAN, history, **more))
    return " ".join(pypdfium2.PdfDocument(made.data)[0].get_textpage().get_text_range().split())


def test_the_first_page_of_a_clinician_says_it_all():
    """12 weeks of 7 ways of measuring: the verdicts with their studies, practice, falls, skin, pain and doses."""
    page = first_page(histories.full())
    for says in (
        "Large enough to matter to most people in the study, better. Threshold: 10 points (W01).",
        "Likely real change, better. Threshold: 0.11 m/s (W10).",
        "TUG 24 s, 1 Sept 19.5 s, 17 Nov \u22124.5 s No verdict, for no study looked at people like this patient.",
        "SLS, left 3 s, 5 Sept 9 s, 8 Nov +6 s No verdict, for it was measured alone.",
        "57 of 63; in 11 complete weeks 55 of 61 (90 %)",
        "37 of 40; in 8 complete weeks 36 of 39 (92 %)",
        "Falls: 2 in 40 recorded days. In 30 recorded days: 1.5. Last: 10 October 2026, slipped on the bathroom mat",
        "2 looks. 21 September: not well, red mark on the heel",
        "5 in the week of 31 August, 2.7 in the week of 16 November",
        "2 sets of 12 times, 2 times a day, every day; before: 10 times, 2 times a day, every day",
    ):
        assert says in page, (says, page)


def test_a_short_verdict_is_the_long_one_without_what_gave_none():
    history = histories.full()
    long = {
        row[0]: row[-1]
        for each in tables(laid(Audience.CLINICIAN, history))
        if each.headers == LONG
        for row in each.rows
    }
    short = table(laid(Audience.CLINICIAN, history), "Measure", "First", "Last", "Change", "Verdict").rows
    assert {row[0] for row in short} == set(long)
    for row in short:
        phrase, _, held = row[-1].partition(" Threshold: ")
        assert long[row[0]].startswith(phrase.rstrip("."))
        assert held.removesuffix(").") in long[row[0]]


@every_audience
def test_the_goal_of_a_patient_stands_above_all_else(audience):
    options = example_options()
    options = replace(options, plan=replace(options.plan, goal="I want to walk to the shop."))
    told = [words_ for _, words_ in heard(draw(laid(audience, histories.full(), options)).data)]
    (at,) = [number for number, words_ in enumerate(told) if "I want to walk to the shop." in words_]
    assert at < next(number for number, words_ in enumerate(told) if words_.startswith(("You practised", "What was")))
    assert not any("oal" in words_ for _, words_ in heard(drawn(Audience.PATIENT, "full").data))


@pytest.mark.parametrize(("look", "paper"), looks())
def test_the_calendar_of_a_patient_is_as_wide_as_the_page_and_its_words_as_large_as_the_others(look, paper):
    made = laid(Audience.PATIENT, histories.full(), looking(look, paper))
    wide = pagination.room(paper, made.profile, coded=False).width
    calendar, *_ = [
        mark
        for page in made.pages
        for each in page.placed
        for mark in every_mark(each.piece)
        if isinstance(mark, Stamp) and not mark.beside
    ]
    assert wide * 0.85 < calendar.wide <= wide
    with pikepdf.open(BytesIO(draw(made).data)) as pdf:
        days = {run.size for one in pdf.pages for run in runs_on(one) if run.text.strip() in ("Mo", "28 September")}
    assert days == {made.profile.body.size}


def test_a_year_with_many_falls_stays_on_its_pages():
    since = UNTIL - timedelta(days=360)
    days = [since + timedelta(days=at) for at in range(361)]
    note = "slipped on the wet floor of the bathroom while reaching for a towel"
    history = replace(
        histories.empty(),
        done=tuple(Done(day=day, exercise="seated-toe-raise", sets=2, pain=3, effort=4) for day in days),
        noted=tuple(Observation(day=day, what="falls", value=1, note=note) for day in days),
        checked=tuple(Checked(day=day, what="skin", all_well=False, note=note) for day in days),
        measured=tuple(measured("tug", day, 40 - at / 20, aid="stick") for at, day in enumerate(days)),
    )
    for audience, look in (
        (Audience.PATIENT, None),
        (Audience.CLINICIAN, None),
        (Audience.CLINICIAN, PrintProfile.LARGE),
    ):
        made = laid(audience, history, looking(look), since=since)
        for page in made.pages:
            for each in page.placed:
                low = each.y + each.piece.height
                assert low <= (page.height - made.profile.bottom_margin) * MM + 0.01
    assert "You fell 361 times." in all_words(laid(Audience.PATIENT, history, since=since))


@pytest.mark.parametrize(("look", "paper"), looks())
def test_a_patients_report_stands_on_its_page_in_every_look(look, paper):
    pages = len(laid(Audience.PATIENT, crowded(), looking(look, paper)).pages)
    roomy = look in (PrintProfile.STANDARD, PrintProfile.APHASIA) and paper is not Paper.A5
    assert pages == 1 if roomy else pages <= 3


def test_a_clinician_gets_small_letters_unless_a_look_was_asked_for():
    neglect = replace(example_options(), health=replace(example_options().health, low_vision=Answer.YES))
    assert laid(Audience.CLINICIAN, histories.full(), neglect).profile.body.size == 10
    assert laid(Audience.PATIENT, histories.full(), neglect).profile.body.size == 18
    asked = looking(PrintProfile.LARGE)
    assert laid(Audience.CLINICIAN, histories.full(), asked).profile.body.size == 18


@pytest.mark.parametrize(("audience", "least"), [(Audience.PATIENT, 12), (Audience.CLINICIAN, 9)])
def test_no_letter_is_smaller_than_its_reader_can_read(audience, least):
    """The foot of a patient's page has 12 pt, the words of its plots 14."""
    with pikepdf.open(BytesIO(drawn(audience, "full").data)) as pdf:
        assert min(run.size for one in pdf.pages for run in runs_on(one)) >= least
        if audience is Audience.PATIENT:
            assert {run.size for one in pdf.pages for run in runs_on(one) if run.text.strip() == "Mo"} == {14}


@every_audience
@pytest.mark.parametrize(("look", "paper"), looks())
def test_no_words_are_printed_over_each_other(audience, look, paper):
    with pikepdf.open(BytesIO(drawn(audience, "full", look, paper).data)) as pdf:
        assert not [pair for one in pdf.pages for pair in overlapping(one)]


def test_a_long_name_of_a_muscle_stays_inside_its_plot():
    rows = [
        measured("ankle-lift", day, value, side=side, part="gastrocnemius and soleus with the knee bent")
        for day, value in ((SINCE, 1), (UNTIL, 9))
        for side in (Side.LEFT, Side.RIGHT)
    ]
    data = draw(laid(Audience.CLINICIAN, replace(histories.empty(), measured=tuple(rows)))).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not [pair for one in pdf.pages for pair in overlapping(one)]


@every_audience
def test_every_plot_says_what_it_shows_and_where_it_stands(audience):
    figures = [each for each in tree(drawn(audience, "full").data).all("Figure") if "Logo" not in (each.alt or "")]
    assert figures
    for figure in figures:
        assert re.search("[0-9]", figure.alt)
        assert figure.alt.endswith(".")
        assert figure.attributes["BBox"]


def test_beside_every_plot_of_a_clinicians_report_stands_its_table():
    """In the tree: the numbers of a figure are read from cells, not only from its alternative text."""
    root = tree(drawn(Audience.CLINICIAN, "full").data)
    cells = " ".join(each.words for each in root.all("TD", "TH"))
    for alt in (each.alt for each in root.all("Figure") if " first " in (each.alt or "")):
        for value in re.findall(r"(?:first|last) (?:grade )?([0-9.+]+)", alt):
            assert value in cells


@every_audience
def test_a_grey_report_has_no_colour_and_tells_days_apart_by_their_marks(audience):
    grey = laid(audience, histories.full(), looking(greyscale=Answer.YES))
    plots = [plot for block in walk(grey.document.blocks) if isinstance(block, Plots) for plot in block.plots]
    paints = [paint for plot in plots for layer in plot.drawing.layers for paint in layer.paints]
    colours = {colour for paint in paints for colour in (paint.fill, paint.ink) if colour}
    assert colours
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


@every_audience
def test_the_same_history_gives_the_same_bytes(audience):
    assert draw(laid(audience, histories.full())).data == drawn(audience, "full").data


# --- validators


@every_audience
@pytest.mark.parametrize("name", HISTORIES)
def test_a_report_is_accessible_and_can_be_kept_by_the_first_validator(audience, name):
    for profile in ("ua1", "2a"):
        assert but_stream_lengths(complaints(drawn(audience, name).data, profile)) == []


@every_audience
@pytest.mark.parametrize(("look", "paper"), looks())
def test_a_report_is_accessible_in_every_look_by_the_first_validator(audience, look, paper):
    assert but_stream_lengths(complaints(drawn(audience, "full", look, paper).data)) == []


@pytest.mark.slow
@every_audience
@pytest.mark.parametrize("name", HISTORIES)
def test_a_report_is_accessible_and_can_be_kept_by_verapdf(audience, name, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(drawn(audience, name).data)
    for flavour in ("ua1", "2a"):
        verdict = verapdf.check(path, flavour)
        assert verdict.passed, str(verdict)


# --- the command


@pytest.fixture
def kept(week, tmp_path) -> Path:
    """An option file, and a diary with a few days of its patient."""
    shutil.copytree(week, tmp_path, dirs_exist_ok=True)
    return tmp_path / "sam.yaml"


@pytest.fixture(scope="module")
def week(tmp_path_factory) -> Path:
    """The folder that each test gets a copy of."""
    folder = tmp_path_factory.mktemp("week")
    (folder / "sam.yaml").write_text(
        "patient: {id: p-1, name: Sam}\nstroke: {happened_on: 2024-01-05}\nhealth: {screened_by: A. Therapist, screened_on: 2026-01-05}\nclinic: {region: GB}\n"
    )

    today = date.today()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for what, days, more in (
            *(("seated-toe-raise", days, ("--sets", "2")) for days in (0, 3, 60)),
            *(("tug", days, ("--value", value, "--assessor", "J. Marsh")) for days, value in ((40, "30"), (1, "10"))),
        ):
            day = str(today - timedelta(days=days))
            added = CliRunner().invoke(cli, ["diary", "add", "p-1", what, "--day", day, *more])
            assert added.exit_code == 0, added.output
    return folder


def test_the_command_prints_eight_weeks_for_the_patient(printkit, kept, tmp_path):
    result = printkit("report", kept)
    assert result.exit_code == 0, result.output
    assert result.stdout == "out/p-1-report.pdf: 1 page\n"
    days = 50 + date.today().weekday()  # 7 whole weeks and the days of this one
    assert ("H2", f"You practised on 2 of {days} days.") in heard((tmp_path / "out" / "p-1-report.pdf").read_bytes())


def test_the_command_says_when_the_diary_knows_nobody_of_that_name(printkit, kept):
    kept.write_text(kept.read_text().replace("p-1", "p-2"))
    result = printkit("report", kept)
    assert result.exit_code == 0
    assert "the diary holds nothing of p-2" in result.stderr


def test_the_command_prints_any_days_for_a_clinician(printkit, kept, tmp_path):
    first = date.today() - timedelta(days=90)
    result = printkit("report", kept, "--for", "clinician", "--from", first, "--study", "tug=W15b")
    assert result.exit_code == 0, result.output
    told = heard((tmp_path / "out" / "p-1-report-clinician.pdf").read_bytes())
    assert any("Detectable: 3.2 s (W15b" in words_ for _, words_ in told)


@pytest.mark.parametrize(
    ("more", "says", "code"),
    [
        (("--from", "2026-13-01"), "2026-13-01", 2),
        (("--to", "2999-01-01"), "still to come", 1),
        (("--from", "2025-02-01", "--to", "2025-01-01"), "before it begins", 1),
        (("--study", "tug"), "write it as tug=W15b", 2),
        (("--study", "tug=W1"), "tug has no threshold", 1),
        (("--diary", "nowhere.sqlite3"), "nowhere.sqlite3", 1),
    ],
)
def test_the_command_says_what_is_wrong(refused, kept, more, says, code):
    refused("report", kept, *more, code=code, says=says)


# --- a low mood leads to a person


@pytest.mark.parametrize(
    ("values", "leads"),
    [((1,), False), ((2,), True), ((4, 1), False), ((1, 4), True)],
)
def test_a_screen_that_found_something_leads_a_patient_to_a_person(values, leads):
    rows = tuple(measured("phq-2", SINCE + timedelta(days=at), value) for at, value in enumerate(values))
    told = all_words(laid(Audience.PATIENT, replace(histories.empty(), measured=rows)))
    assert ("Tell someone you trust." in told) is leads
    assert ("Call 999 now, or call a crisis line." in told) is leads


def test_a_screen_that_the_patient_took_alone_counts_too_and_says_no_number_of_a_crisis_line():
    row = Measured(day=UNTIL, measure="phq-2", value=6)
    told = all_words(laid(Audience.PATIENT, replace(histories.full(), measured=(*histories.full().measured, row))))
    assert "When your mood is low" in told
    topic = shipped().topic("low-mood").text["en"]
    assert not re.search("[0-9]", " ".join(line for part in topic.parts for line in (*part.say, *part.list)))


@pytest.mark.parametrize("value", [1, 2])
def test_a_clinician_reads_first_of_all_that_a_screen_found_something(value):
    told = all_words(laid(Audience.CLINICIAN, replace(histories.empty(), measured=(measured("phq-2", UNTIL, value),))))
    assert ("A mood screen found something." in told.split("What was measured")[0]) is (value == 2)
    assert ("The last value does." in told) is (value == 2)


def test_a_screen_without_its_page_prints_nothing(tmp_path):
    (tmp_path / "measures.yaml").write_text(
        "mood: {title: {en: Mood}, name: Mood, short: MOOD, unit: points, direction: down, lowest: 0, highest: 6, "
        "screen: {positive: 2, topic: nobody, source: W77}, source: [W77]}\n"
    )
    history = replace(histories.empty(), measured=(measured("mood", UNTIL, 0),))
    catalog = Catalog((tmp_path, *shipped().folders))
    with pytest.raises(
        CatalogError, match="mood needs the topic 'nobody', which leads to a person; nothing was printed"
    ):
        reporting.content_of(catalog, example_options(), history, SINCE, UNTIL)


def test_what_got_worse_with_no_study_of_such_people_is_for_a_talk():
    worse = both_days("tug", 12, 24, aid="stick")  # the errors known are of people late after the stroke
    told = all_words(laid(Audience.PATIENT, replace(histories.empty(), measured=worse)))
    assert "Ask about this value, which got worse: Standing up and walking 3 metres." in told
    chance = both_days("tug", 12, 13, aid="stick")
    told = all_words(laid(Audience.PATIENT, replace(histories.empty(), measured=chance)))
    assert "Ask about this value" not in told


# --- pain that a printed chart asks for once a week


def hurting(*worst: float) -> History:
    """The worst pain of some weeks, each noted on the last day of its week, as a chart says it."""
    noted = (
        Observation(day=SINCE + timedelta(days=7 * at + 6), what="pain", value=value) for at, value in enumerate(worst)
    )
    return replace(histories.empty(), noted=tuple(noted))


@pytest.mark.parametrize(
    ("worst", "tells"),
    [
        ((8,), "Your worst pain was 8 of 10. It was in the week of 31 August."),
        ((5, 8), "Your worst pain was 8 of 10. It was in the week of 7 September."),
        ((8, 2, 8), "Your worst pain was 8 of 10. It was in the week of 14 September."),
        ((1, 3), "Your worst pain went up from 1 to 3 of 10. It was in the week of 7 September."),
        ((4, 3), ""),
        ((3, 4), ""),
        ((0,), ""),
        ((), ""),
    ],
)
def test_a_patient_is_asked_to_tell_the_clinic_of_bad_pain_and_of_pain_that_rose(worst, tells):
    told = all_words(laid(Audience.PATIENT, hurting(*worst)))
    assert ("Your worst pain" in told) is bool(tells)
    if tells:
        assert f"{tells} Tell Riverside Stroke Clinic (01632 960123) about it." in " ".join(told.split())


def test_the_first_page_for_a_clinician_has_the_worst_pain_of_each_week_though_no_mean_may_be_taken():
    told = " ".join(all_words(laid(Audience.CLINICIAN, hurting(5, 8))).split())
    facts = told[told.index("Falls, skin, pain and doses") : told.index("How to read it.")]
    assert "Worst pain of a week, 0 to 10: 31 August: 5; 7 September: 8." in facts
    assert "Up by 3 in the week of 7 September. In people without a stroke 2 points matter (W15l)." in facts
    assert "Mean pain" not in facts
    assert "Farrar" in told
    one_more = " ".join(all_words(laid(Audience.CLINICIAN, hurting(5, 6))).split())
    assert "Up by" not in one_more
    assert "Farrar" not in one_more


def test_of_many_weeks_the_first_page_has_the_last_ones_and_the_worst():
    told = " ".join(all_words(laid(Audience.CLINICIAN, hurting(9, 1, 2, 3, 3, 4))).split())
    assert "Worst pain of a week, 0 to 10: 31 August: 9; 21 September: 3; 28 September: 3; 5 October: 4." in told


def test_days_before_the_plan_begins_count_neither_as_practised_nor_as_missed():
    """A plan of 15 days was 13 of 50 days: nobody could have practised before it began."""
    began = UNTIL - timedelta(days=14)
    rows = tuple(Done(day=began + timedelta(days=at), exercise="seated-toe-raise", sets=1) for at in range(13))
    history = replace(histories.empty(), done=rows)
    options = example_options()
    for starts_on, days in (
        (began, 15),
        (UNTIL, 15),  # what was done before the plan is practice all the same
        (began - timedelta(days=5), 20),
        (None, 82),  # nobody knows when it began
    ):
        mine = replace(options, plan=replace(options.plan, starts_on=starts_on))
        assert f"You practised on 13 of {days} days." in all_words(laid(Audience.PATIENT, history, mine))


def test_a_week_with_ticks_has_at_least_so_many_sets():
    rows = (
        Done(day=SINCE, exercise="bridging", sets=2, ticked=True),
        Done(day=SINCE, exercise="seated-toe-raise", sets=3),
    )
    told = " ".join(all_words(laid(Audience.CLINICIAN, replace(histories.empty(), done=rows))).split())
    assert "at least 5" in told
    counted = tuple(replace(each, ticked=False) for each in rows)
    assert "at least" not in all_words(laid(Audience.CLINICIAN, replace(histories.empty(), done=counted)))
