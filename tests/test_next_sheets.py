"""The next sheets go on where the last ones end, and say of the last week only what was written down."""

import json
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdf_reading import example_options, heard, looks, overlapping, shipped, shipped_templates, spaced, words_on

from printkit import pipeline
from printkit.catalog import plain_language
from printkit.content import kinds
from printkit.diary import database, next_sheets
from printkit.diary.next_sheets import LastWeek
from printkit.errors import OptionsError
from printkit.model.options import LAST_WEEK
from printkit.model.vocabulary import Paper, PrintProfile
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, PatientEntry, Prescribed
from printkit.pipeline import Variant

START = date(2026, 10, 7)  # a Wednesday: the weeks of a plan begin on its own weekday
FULL = LastWeek(recorded=6, practised=5, sets=12, toes_caught=3, falls=0)
AGREE = (
    "Falls: Thu 26 November (2). Worst pain: 8 of 10, Sun 29 November. "
    "Begin only when the clinic has agreed. Stop what hurts."
)
EMPTY = LastWeek(recorded=0, practised=0, sets=None, toes_caught=None, falls=None)


def on(day: int) -> date:
    """A day of the plan, the first being 0."""
    return START + timedelta(days=day)


def done(day: int, sets: int | None = 2, *, ticked: bool = False) -> Done:
    return Done(day=on(day), exercise="bridging", sets=sets, ticked=ticked)


def noted(what: str, day: int, value: float) -> Observation:
    return Observation(day=on(day), what=what, value=value)


def week_of(*, week: int = 1, **parts: tuple) -> LastWeek:
    history = History(patient="p-1", **parts)
    return next_sheets.last_week(history, shipped().measures, shipped().tracked, START, week)


def said(week: LastWeek) -> tuple[str, ...]:
    return next_sheets.sentences(week, shipped().labels("en"))


# --- which week


@pytest.mark.parametrize(
    ("parts", "week"),
    [
        ({}, 1),
        ({"done": (done(0),)}, 2),
        ({"done": (done(6),)}, 2),
        ({"done": (done(7),)}, 3),
        ({"done": (done(-1),)}, 1),
        ({"done": (done(0),), "noted": (noted("falls", 20, 0),)}, 4),
        ({"checked": (Checked(day=on(14), what="skin"),)}, 4),
        ({"measured": (Measured(day=on(30), measure="10mwt", value=0.8),)}, 1),
        ({"prescribed": (Prescribed(exercise="bridging", starts_on=on(30)),)}, 1),
    ],
)
def test_the_week_after_the_last_one_that_was_written_down(parts, week):
    assert next_sheets.first_week(History(patient="p-1", **parts), START) == week


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.lists(st.integers(-400, 3000), max_size=8),
)
def test_the_next_sheet_begins_after_every_recorded_day_and_skips_no_week(start, offsets):
    days = [start + timedelta(days=offset) for offset in offsets]
    history = History(patient="p-1", done=tuple(Done(day=day, exercise="bridging") for day in days))
    begins = start + timedelta(weeks=next_sheets.first_week(history, start) - 1)
    later = [day for day in days if day >= start]
    assert (begins - start).days % 7 == 0
    if later:
        assert 1 <= (begins - max(later)).days <= 7
    else:
        assert begins == start


def test_a_plan_without_a_first_day_and_one_of_another_decade_are_refused():
    options, catalog = example_options(), shipped()
    nothing = History(patient="p-1")
    unplanned = replace(options, plan=replace(options.plan, starts_on=None))
    with pytest.raises(OptionsError, match="starts_on is missing") as raised:
        next_sheets.going_on(unplanned, nothing, catalog.measures, catalog.tracked, "sam.yaml")
    assert raised.value.where == "sam.yaml"
    assert "2026-11-23" in raised.value.hint
    old = replace(options, plan=replace(options.plan, starts_on=START))
    late = History(patient="p-1", done=(done(7 * LAST_WEEK),))
    with pytest.raises(OptionsError, match="week 522"):
        next_sheets.going_on(old, late, catalog.measures, catalog.tracked, "sam.yaml")


def test_options_go_on_and_say_what_the_week_before_held():
    options, catalog = example_options(), shipped()
    asked = replace(options, plan=replace(options.plan, starts_on=START))
    nothing = History(patient="p-1")
    first, before = next_sheets.going_on(asked, nothing, catalog.measures, catalog.tracked, "")
    assert (first, before) == (asked, None)
    some = History(patient="p-1", done=(done(8), done(9)))
    later, before = next_sheets.going_on(asked, some, catalog.measures, catalog.tracked, "")
    assert later.plan.first_week == 3
    assert before is not None
    assert (before.recorded, before.sets) == (2, 4)
    assert next_sheets.late(later) == on(20)
    assert next_sheets.late(replace(later, print=replace(later.print, printed_on=on(20)))) is None


# --- what the last week held


def test_a_week_over_2_weeks_of_the_calendar_is_one_week():
    found = week_of(done=tuple(done(day) for day in range(-1, 8)))
    assert (found.recorded, found.practised, found.sets) == (7, 7, 14)


def test_what_was_not_recorded_is_not_said_and_never_zero():
    found = week_of(done=tuple(replace(done(day, None), minutes=5) for day in range(5)))
    assert found == LastWeek(recorded=5, practised=5, sets=None, toes_caught=None, falls=None)
    assert said(found) == ("Last week: practised on 5 days.",)


def test_a_sum_with_ticks_in_it_is_no_count_of_sets():
    rows = (*(done(day) for day in range(4)), done(4, 1, ticked=True))
    assert week_of(done=rows).sets is None


def test_none_at_all_is_said_only_of_enough_days():
    rows = tuple(done(day) for day in range(5))
    few = week_of(done=rows, noted=tuple(noted("falls", day, 0) for day in range(3)))
    many = week_of(done=rows, noted=tuple(noted("falls", day, 0) for day in range(4)))
    fell = week_of(done=rows, noted=(noted("falls", 0, 1), noted("toes-caught", 1, 1)))
    assert (few.falls, many.falls, fell.falls, fell.toes_caught) == (None, 0, 1, 1)
    assert said(fell)[0] == "Last week: practised on 5 days, 10 sets; toes caught 1 time; falls 1."


def test_exercises_that_were_written_down_as_not_done_are_no_practice():
    found = week_of(done=tuple(done(day, 0) for day in range(5)))
    assert (found.recorded, found.practised) == (5, 0)
    assert said(found)[0] == "Last week: practised on 0 days."


def test_from_long_to_short():
    assert said(FULL) == (
        "Last week: practised on 5 days, 12 sets; toes caught 3 times; falls 0.",
        "Last week: practised on 5 days, 12 sets; falls 0.",
        "Last week: practised on 5 days; falls 0.",
        "Last week: practised on 5 days.",
    )


def test_a_week_of_which_too_little_is_known_says_so_and_still_tells_of_a_fall():
    few = LastWeek(recorded=2, practised=2, sets=4, toes_caught=1, falls=0)
    assert said(few) == ("Last week is incomplete: 2 days written down.", "Last week is incomplete.")
    assert said(replace(few, recorded=1, falls=1))[0] == "Last week is incomplete: 1 day written down; falls 1."
    assert said(EMPTY)[0] == "No practice was written down last week."


@given(
    st.builds(
        LastWeek,
        recorded=st.integers(0, 7),
        practised=st.integers(0, 7),
        sets=st.none() | st.integers(0, 999),
        toes_caught=st.none() | st.integers(0, 3500),
        falls=st.none() | st.integers(0, 350),
    )
)
def test_sentences_are_short_and_plain_and_never_longer_than_the_one_before(week):
    choices = said(week)
    assert len(set(choices)) == len(choices)
    assert [len(each) for each in choices] == sorted((len(each) for each in choices), reverse=True)
    for each in choices:
        assert not list(plain_language.complaints(each))
        assert all(plain_language.word_count(sentence) <= 10 for sentence in plain_language.sentences(each))


# --- on paper


def printed(
    look: PrintProfile, paper: Paper, week: LastWeek | None, *, first: int = 3, weeks: int = 2, agree: str = ""
) -> bytes:
    options = example_options()
    options = replace(
        options,
        plan=replace(options.plan, first_week=first),
        print=replace(options.print, profile=look, paper=paper, weeks=weeks),
    )
    last_week = said(week) if week else ()
    kind = kinds.KINDS["chart"]
    return pipeline.make(
        kind, shipped(), shipped_templates(), options, Variant(last_week=last_week, agree=agree)
    ).printed.data


def token_in(data: bytes) -> str:
    """The plan token that every sheet of a file carries."""
    with pikepdf.open(BytesIO(data)) as pdf:
        sheets = json.loads(pdf.attachments["sheets.json"].get_file().read_bytes())["sheets"]
    (token,) = {one["plan"] for one in sheets}
    return str(token)


@pytest.mark.parametrize(("look", "paper"), looks())
def test_the_last_week_stands_on_the_chart_and_no_words_over_others(look, paper):
    longest = LastWeek(recorded=7, practised=7, sets=999, toes_caught=3500, falls=350)
    for week in (longest, replace(FULL, recorded=3, falls=2)):
        data = printed(look, paper, week, first=LAST_WEEK - 1, agree=AGREE)
        with pikepdf.open(BytesIO(data)) as pdf:
            assert not [over for page in pdf.pages if (over := overlapping(page))]
        assert [words for tag, words in heard(data) if tag == "P" and words in said(week)]
        assert [words for tag, words in heard(data) if tag == "P" and words == AGREE]


def test_the_week_goes_on_in_titles_days_and_numbers():
    heard_words = [words for _, words in heard(printed(PrintProfile.STANDARD, Paper.A4, FULL))]
    assert heard_words[1] == "from 7 December 2026"
    assert heard_words[3] == said(FULL)[0]
    assert {"Week 3", "Mon 7/12", "Week 4", "Mon 14/12", "Weeks 3 and 4", "Week 4: worst pain"} <= {*heard_words}
    assert not any("Week 1" in words for words in heard_words)


def test_the_last_week_is_said_of_the_sheet_that_follows_it_only():
    data = printed(PrintProfile.STANDARD, Paper.A4, FULL, weeks=4)
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [spaced(" ".join(words_on(page).values())) for page in pdf.pages]
    assert ["Last week" in page for page in pages] == [True, False, False, False]


def test_without_it_a_chart_says_nothing_of_a_last_week():
    assert not any("Last week" in words for _, words in heard(printed(PrintProfile.STANDARD, Paper.A4, None)))


def test_charts_of_other_weeks_have_another_token():
    tokens = set()
    for first, weeks in ((1, 2), (3, 2), (3, 1), (4, 2)):
        tokens.add(token_in(printed(PrintProfile.STANDARD, Paper.A4, None, first=first, weeks=weeks)))
    assert len(tokens) == 4


# --- as a therapist types it


OPTIONS = """\
patient: {id: p-1}
stroke: {affected_side: left}
health: {screened_by: A. Reed, screened_on: 2026-10-05}
plan: {starts_on: 2026-10-07, exercises: [seated-toe-raise]}
print: {printed_on: 2026-10-20}
clinic: {region: GB}
"""


@pytest.fixture
def sam(tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text(OPTIONS)
    return path


def filled(place, *entries):
    with database.opened(place) as book:
        book.add([PatientEntry(patient="p-1", entry=entry) for entry in entries])


def test_the_first_sheet_is_week_1_and_is_noted(printkit, sam, tmp_path):
    result = printkit("chart", sam, "--next")
    assert result.exit_code == 0, result.output
    assert "this is week 1" in result.stderr
    with database.opened(tmp_path / "diary.sqlite3", new=False) as book:
        (sheets,) = book.sheets()
    assert (sheets.patient, sheets.first_week, sheets.weeks, sheets.printed_on) == ("p-1", 1, 2, date(2026, 10, 20))
    assert token_in((tmp_path / "out" / "p-1-chart-weeks-1-2.pdf").read_bytes()) == sheets.token


def test_the_next_sheet_follows_the_diary_that_is_named(printkit, sam, tmp_path):
    filled(tmp_path / "other.sqlite3", *(done(day) for day in range(6)))
    for _ in range(2):  # the same again changes nothing
        result = printkit("chart", sam, "--next", "--diary", "other.sqlite3", "--weeks", 1, "-o", "next.pdf")
        assert result.exit_code == 0, result.output
        assert "week 1" not in result.stderr
    said_there = [words for _, words in heard((tmp_path / "next.pdf").read_bytes())]
    assert said_there[:2] == ["My week", "from 14 October 2026"]
    assert said_there[3:5] == ["Last week: practised on 6 days, 12 sets.", "Week 2"]
    with database.opened(tmp_path / "other.sqlite3") as book:
        assert [(each.first_week, each.weeks) for each in book.sheets()] == [(2, 1)]


def test_a_chart_that_cannot_be_written_is_not_noted(refused, sam, tmp_path):
    place = tmp_path / "diary.sqlite3"
    filled(place, done(0))
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    printed_before = len(list(tmp_path.iterdir()))
    refused("chart", sam, "--next", "-o", "file/next.pdf", says="is a file, not a folder")
    assert len(list(tmp_path.iterdir())) == printed_before
    with database.opened(place) as book:
        assert book.sheets() == ()


def test_weeks_that_nobody_wrote_down_are_told_of(printkit, sam, tmp_path):
    sam.write_text(OPTIONS.replace("printed_on: 2026-10-20", "printed_on: 2026-11-20"))
    filled(tmp_path / "diary.sqlite3", done(0))
    result = printkit("chart", sam, "--next")
    assert "week 2 ended on 2026-10-20, and nothing is written down since" in result.stderr


def test_what_cannot_go_on_is_refused(refused, sam):
    refused("chart", sam, "--next", "--no-diary", code=2, says="leave --no-diary out")
    sam.write_text(OPTIONS.replace("starts_on: 2026-10-07, ", ""))
    refused("chart", sam, "--next", says=("starts_on is missing", "hint: give plan"))


def test_a_first_week_in_the_option_file_is_honoured_and_held_to_its_limits(printkit, refused, sam, tmp_path):
    sam.write_text(OPTIONS.replace("starts_on", "first_week: 5, starts_on"))
    assert printkit("chart", sam, "-o", "five.pdf").exit_code == 0
    said_there = [words for _, words in heard((tmp_path / "five.pdf").read_bytes())]
    assert said_there[1] == "from 4 November 2026"
    assert {"Week 5", "Week 6"} <= {*said_there}
    sam.write_text(OPTIONS.replace("starts_on", "first_week: 521, starts_on"))
    refused("chart", sam, says="520")


# --- the answers that the charts rest on


@pytest.mark.parametrize(
    ("said", "checked_on", "falls", "says"),
    [
        (1, None, {1: 1}, ""),
        (1, None, {1: 1, 5: 1}, ": 2; the answers say 1 (falls_last_year)"),
        (None, None, {1: 1}, ": 1; falls_last_year is open"),
        (None, None, {1: 0}, ""),
        (0, None, {1: None}, ": 1; the answers say 0 (falls_last_year)"),
        (0, None, {-400: 3}, ""),
        (3, date(2026, 11, 4), {1: 1, 4: 1}, ""),
        (3, date(2026, 11, 4), {1: 1, 5: 1}, ": 1; the answers say 3 (falls_last_year)"),
        (3, None, {40: 9}, ""),
    ],
)
def test_falls_that_the_answers_do_not_know_of_are_said(said, checked_on, falls, says):
    options = example_options()
    health = replace(options.health, falls_last_year=said, screened_on=checked_on)
    first = date(2026, 11, 1)
    rows = tuple(
        Observation(
            day=first + timedelta(days=day - 1), what="falls", value=count, note="" if count is not None else "at home"
        )
        for day, count in falls.items()
    )
    found = next_sheets.behind(
        replace(options, health=health), History(patient="p-1", noted=rows),
        shipped().measures, shipped().tracked, date(2026, 11, 30),
    )  # fmt: skip
    assert found == (f"falls in the diary since these answers were given{says}" if says else "")
    assert (found in " ".join(next_sheets.remarks(options, goes_on=True, behind=found))) or not found


# --- what a clinic must have agreed to


FELL = Observation(day=date(2026, 11, 26), what="falls", value=2)
HURT = Observation(day=date(2026, 11, 29), what="pain", value=8)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((), ""),
        ((replace(HURT, value=2), replace(FELL, value=0)), ""),
        ((FELL,), "Falls: Thu 26 November (2). Begin only when the clinic has agreed."),
        ((HURT,), "Worst pain: 8 of 10, Sun 29 November. Leave out what hurts until the clinic has agreed."),
        (
            (FELL, HURT),
            (
                "Falls: Thu 26 November (2). Worst pain: 8 of 10, Sun 29 November. "
                "Begin only when the clinic has agreed. Stop what hurts."
            ),
        ),
    ],
)
def test_a_fall_and_bad_pain_stand_at_the_head_of_the_next_chart_on_as_many_pages(rows, says):
    options = example_options()
    history = History(patient="p-1", noted=rows)
    labels = shipped().labels("en")
    assert next_sheets.to_agree(options, history, shipped(), labels) == says
    assert next_sheets.to_agree(options, History(patient="p-1"), shipped(), labels, rows) == says
    options = replace(options, plan=replace(options.plan, first_week=3))
    last_week = said(FULL)
    made = [
        pipeline.make(
            kinds.KINDS["chart"], shipped(), shipped_templates(), options, Variant(last_week=last_week, agree=agree)
        ).printed.data
        for agree in ("", says)
    ]
    assert [words for tag, words in heard(made[1]) if tag == "P" and words == says] == ([says] if says else [])
    pages = []
    for data in made:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages.append(len(pdf.pages))
            assert not [over for page in pdf.pages if (over := overlapping(page))]
    assert pages == [2, 2]  # the days, and how it felt


def test_a_fall_and_bad_pain_take_no_page_more_in_spanish():
    options = example_options()
    options = replace(options, print=replace(options.print, language="es"))
    says = next_sheets.to_agree(options, History(patient="p-1", noted=(FELL, HURT)), shipped(), shipped().labels("es"))
    assert "Caídas" in says
    for agree in ("", says):
        variant = Variant(last_week=said(FULL), agree=agree)
        made = pipeline.make(kinds.KINDS["chart"], shipped(), shipped_templates(), options, variant)
        with pikepdf.open(BytesIO(made.printed.data)) as pdf:
            assert len(pdf.pages) == 2


def test_pain_of_weeks_before_the_last_sheets_stops_nobody():
    options = example_options()
    starts_on = options.plan.starts_on
    rows = tuple(
        Observation(day=starts_on + timedelta(days=day), what="pain", value=value) for day, value in ((2, 8), (44, 1))
    )
    assert next_sheets.pain(options, History(patient="p-1", noted=rows[:1]), shipped()) is not None
    assert next_sheets.pain(options, History(patient="p-1", noted=rows), shipped()) is None
