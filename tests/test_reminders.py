"""The days of a chart for a phone: read back by a library of calendars, right when the clocks change, and no word too much."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from msgspec.structs import replace

from printkit import pipeline
from printkit.content import kinds
from printkit.errors import OptionsError
from printkit.model.options import Options
from printkit.model.vocabulary import Weekday
from printkit.pipeline import Made
from printkit.printing import reminders
from printkit.resources import EXAMPLES

pytestmark = [pytest.mark.foreign, pytest.mark.usefixtures("november")]


@pytest.fixture
def sam(tmp_path: Path) -> Path:
    for name in ("clinic.yaml", "riverside.svg"):
        (tmp_path / name).write_bytes((EXAMPLES / name).read_bytes())
    path = tmp_path / "sam.yaml"
    path.write_bytes((EXAMPLES / "foot-drop.yaml").read_bytes())
    return path


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def moments(event: icalendar.Event) -> list[datetime]:
    """When it is, as a library of calendars counts it out."""
    start = event["DTSTART"].dt
    return list(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))


def beginning(options: Options, day: date | None) -> Options:
    return replace(
        options,
        plan=replace(options.plan, starts_on=day),
        print=replace(options.print, weeks=2, printed_on=date(2026, 11, 20)),
    )


def chart(catalog, templates, options: Options) -> Made:
    return pipeline.make(kinds.KINDS["chart"], catalog, templates, options)


def written(catalog, made: Made, *times: time) -> bytes:
    voice = pipeline.speaker(catalog, made.cleared.options)
    return reminders.calendar(made.cleared, voice, times, made.document.plan_token)


@pytest.mark.parametrize(
    "zone", ["Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Tokyo"]
)
@pytest.mark.parametrize("start", [date(2026, 10, 19), date(2026, 3, 23), date(2026, 10, 26)])
def test_a_time_stays_that_of_the_clock_on_the_wall_when_the_clocks_change(catalog, templates, example, start, zone):
    """Within 2 weeks of these days the clocks change, in one place or another."""
    made = chart(catalog, templates, beginning(example, start))
    (event,) = events(written(catalog, made, time(10)))
    found = [each.replace(tzinfo=ZoneInfo(zone)) for each in moments(event)]
    assert event["DTSTART"].dt.tzinfo is None
    assert [each.date() for each in found] == [start + timedelta(days=each) for each in range(14)]
    assert {(each.hour, each.minute) for each in found} == {(10, 0)}


def test_it_has_the_days_and_the_exercises_of_the_chart(catalog, templates, example):
    start = date(2026, 11, 23)
    later = replace(beginning(example, start), plan=replace(example.plan, starts_on=start, first_week=3))
    made = chart(catalog, templates, later)
    (event,) = events(written(catalog, made, time(9, 30)))
    assert moments(event)[0] == datetime(2026, 12, 7, 9, 30)  # noqa: DTZ001 - it has no zone
    said = str(event["DESCRIPTION"]).splitlines()
    titles = [each.exercise.text["en"].title for each in made.cleared.items]
    assert [line.partition(":")[0].partition(" (")[0] for line in said[:-1]] == titles
    assert said[-1] == "Take your sheets, because they say how to do it and when to stop."


@pytest.mark.parametrize("start", [date(2026, 11, 23), date(2026, 11, 26)])
def test_an_exercise_is_on_its_days_of_the_week_and_on_no_other(catalog, templates, example, start):
    first, second, *_ = example.plan.exercises
    chosen = (replace(first, on=(Weekday.MON, Weekday.THU)), replace(second, on=(Weekday.THU, Weekday.SUN)))
    asked = beginning(replace(example, plan=replace(example.plan, exercises=chosen)), start)
    made = chart(catalog, templates, asked)
    titles = {each.exercise.text["en"].title: each.item.on for each in made.cleared.items}
    found: dict[tuple[str, date], int] = {}
    for event in events(written(catalog, made, time(10))):
        for moment in moments(event):
            for line in str(event["DESCRIPTION"]).splitlines()[:-1]:
                key = (line.partition(":")[0].partition(" (")[0], moment.date())
                found[key] = found.get(key, 0) + 1
    days = [start + timedelta(days=each) for each in range(14)]
    right = {(title, day): 1 for title, on in titles.items() for day in days if Weekday.of(day) in on}
    assert found == right


def test_what_needs_a_helper_says_so(catalog, templates, example):
    alone = replace(beginning(example, date(2026, 11, 23)))
    made = chart(catalog, templates, alone)
    (event,) = events(written(catalog, made, time(9)))
    for each, line in zip(made.cleared.items, str(event["DESCRIPTION"]).splitlines(), strict=False):
        assert ("(with a helper)" in line) == each.needs_person


def test_a_phone_that_shows_it_tells_nobody_whose_it_is(catalog, templates, example):
    named = beginning(example, date(2026, 11, 23))
    assert named.patient is not None
    named = replace(named, patient=replace(named.patient, name="Gwendolyn Example"))
    data = written(catalog, chart(catalog, templates, named), time(9)).decode()
    for word in ("Gwendolyn", named.patient.id, "left", "right", "stroke", "weak"):
        assert word not in data, word


def test_made_again_it_is_the_same_and_each_time_is_an_entry_of_its_own(catalog, templates, example):
    made = chart(catalog, templates, beginning(example, date(2026, 11, 23)))
    first = written(catalog, made, time(9), time(16), time(9))
    assert first == written(catalog, made, time(16), time(9))
    assert len({str(event["UID"]) for event in events(first)}) == 2


def test_every_line_is_as_short_as_a_calendar_wants_it(catalog, templates, example):
    data = written(catalog, chart(catalog, templates, beginning(example, date(2026, 11, 23))), time(9))
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert all(line.decode() for line in lines)  # no letter is cut in two


def test_a_plan_without_a_first_day_has_no_calendar(catalog, templates, example):
    made = chart(catalog, templates, beginning(example, None))
    with pytest.raises(OptionsError, match="no first day") as raised:
        written(catalog, made, time(9))
    assert "starts_on" in raised.value.hint


# --- the command


def test_the_chart_is_printed_with_its_calendar_beside_it(printkit, sam, tmp_path):
    result = printkit("chart", "sam.yaml", "--calendar", "sam.ics", "--at", "09:30", "--at", "16:00")
    assert result.exit_code == 0, result.output
    assert "sam.ics" in result.stdout
    assert [event["DTSTART"].dt.time() for event in events((tmp_path / "sam.ics").read_bytes())] == [
        time(9, 30),
        time(16),
    ]
    assert printkit("chart", "sam.yaml", "--calendar", "sam.ics", "--at", "09:30", "--at", "16:00").exit_code == 0


def test_a_calendar_that_would_change_stays_and_the_hint_can_be_typed(printkit, refused, sam, tmp_path):
    import re
    import shlex

    (tmp_path / "O'Neil.ics").write_text("my own")
    said = refused("chart", "sam.yaml", "--calendar", "O'Neil.ics", says="is there already")
    offered = re.search(r"give another name, as (.+), or move", said)
    assert offered
    assert printkit("chart", "sam.yaml", *shlex.split(offered[1])).exit_code == 0
    assert (tmp_path / "O'Neil.ics").read_text() == "my own"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--at", "09:30"), "--at stands beside --calendar"),
        (("--calendar", "sam.ics", "--at", "9"), "write it as 09:30"),
        (("--calendar", "sam.ics", "--at", "25:00"), "write it as 09:30"),
        (("--calendar", "sam.ics", "--at", "09:30+01:00"), "write it as 09:30"),
        (("--calendar", "sam.txt"), "ends in .ics"),
    ],
)
def test_what_makes_no_calendar_is_refused_and_nothing_is_written(refused, sam, words, says):
    refused("chart", "sam.yaml", *words, code=2, says=says)


def test_what_is_forbidden_has_no_calendar(refused, sam):
    sam.write_text(sam.read_text(encoding="utf-8").replace("health:", "health:\n  medically_unstable: yes", 1))
    refused("chart", "sam.yaml", "--calendar", "sam.ics", code=3)
