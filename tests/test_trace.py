"""A clinician's report is recomputed from the exported CSV with plain Python, and each number is traced to its rows.

Nothing here shares code with progress or comparing: rows are dictionaries of the csv module, days come from their text.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import histories
import pypdfium2
import pytest
import yaml
from histories import PATIENT, SINCE, UNTIL
from msgspec.structs import replace
from pdf_reading import example_options, heard, shipped, shipped_templates

from printkit.diary import database
from printkit.outcomes.history import Done, Measured, Observation, PatientEntry
from printkit.pdf.pages import draw
from printkit.reports import report
from printkit.reports import trace as tracing
from printkit.resources import CATALOG, TEMPLATES

pytestmark = pytest.mark.foreign

WEEKDAYS_ASKED = {"seated-toe-raise": 7, "walking-practice": 5}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
BRIEFLY = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
MEASURES = yaml.safe_load((CATALOG / "measures.yaml").read_text(encoding="utf-8"))
SHORT = {each["short"]: name for name, each in MEASURES.items()}
HOW = {" ".join(each["how"]["en"]) for each in MEASURES.values() if "how" in each}
GRADES = {"mas": {"1+": 1.5}}
Row = dict[str, str]
Number = tuple[str, str, str, str]  # part, about, says, printed


@pytest.fixture
def exported(printkit, tmp_path) -> Path:
    """12 weeks and more in a diary: a tick, pain noted beside the exercises, days before and after the report."""
    more = (
        Done(day=SINCE - timedelta(days=9), exercise="bridging", sets=3),
        Done(day=UNTIL + timedelta(days=1), exercise="bridging", sets=3),
        Done(day=date(2026, 9, 30), exercise="bridging", sets=1, ticked=True),
        Done(day=date(2026, 10, 1), exercise="bridging", minutes=4),
        Observation(day=date(2026, 11, 10), what="pain", value=9),
        Measured(day=UNTIL + timedelta(days=1), measure="tug", value=9, assessor="J. Marsh"),
    )
    with database.opened(tmp_path / "diary.sqlite3") as kept:
        entries = [PatientEntry(patient=PATIENT, entry=entry) for entry in (*histories.full().entries(), *more)]
        kept.add(entries, at=datetime(2026, 11, 21, tzinfo=UTC))
    assert printkit("diary", "export", PATIENT, "-o", "export.csv").exit_code == 0
    return tmp_path / "export.csv"


@pytest.fixture
def printed(exported) -> tuple[bytes, list[Row]]:
    """The report and its trace."""
    told = report.Days(SINCE, UNTIL)
    with database.opened(exported.parent / "diary.sqlite3") as kept:
        whole = kept.history(PATIENT)
    history = report.of_days(whole, told)
    options = example_options()
    laid = report.laid_out(
        report.Audience.CLINICIAN, shipped(), shipped_templates(), options, history, SINCE, UNTIL, UNTIL
    ).laid
    content = report.content_of(shipped(), options, history, SINCE, UNTIL)
    return draw(laid).data, read(tracing.as_csv(content, history, whole))


def read(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def numbers(trace: list[Row]) -> dict[Number, list[Row]]:
    found: dict[Number, list[Row]] = defaultdict(list)
    for row in trace:
        printed = re.sub(r"^'(?=[=+\-@])", "", row["printed"])
        found[row["part"], row["about"], row["says"], printed].append(row)
    return found


def numbered(path: Path) -> dict[str, Row]:
    """The rows of the export by their number in a spreadsheet."""
    return {str(number): row for number, row in enumerate(read(path.read_text(encoding="utf-8")), 2)}


# --- every trace points at what stands in the export


def test_each_row_of_a_trace_is_a_cell_of_the_export(exported, printed):
    rows = numbered(exported)
    for each in printed[1]:
        if each["kind"] == "options":
            assert each["recorded"] == "2026-06-02"
            continue
        if each["kind"] == "catalogue":
            continue
        row = rows[each["row"]]
        assert each["recorded"] == row[each["field"]]
        assert (each["kind"], each["what"], each["day"]) == (row["kind"], row["what"], row["day"] or row["starts_on"])


# --- every number, from the export


def plain(value: float, places: int = 2) -> str:
    return f"{round(value, places):g}"


def said(day: str | date) -> str:
    day = date.fromisoformat(str(day))
    return f"{day.day} {MONTHS[day.month - 1]}"


def highest(rows: list[Row], field: str) -> dict[str, float]:
    by_day: dict[str, float] = {}
    for row in rows:
        text = row[field] if row["kind"] == "done" else row["value"] if row["what"] == field else ""
        if text:
            by_day[row["day"]] = max(float(text), by_day.get(row["day"], 0))
    return by_day


def mean(by_day: dict[str, float]) -> str:
    if len(by_day) < 3:
        return "too few days"
    return f"{plain(sum(by_day.values()) / len(by_day), 1)} ({len(by_day)})"


def did(row: Row) -> bool:
    return row["sets"] != "0"


def kept_up(rows: list[Row], since: date, until: date) -> tuple[int, int, int, int, int, int]:
    """Done, planned and not known, week by week; then complete weeks, done and planned in them.

    All orders here say how many days a week, and none ends early. A week is complete with 4 known days, or with as many
    as were asked for.
    """
    done = planned = missing = complete = done_then = planned_then = 0
    orders = [row for row in rows if row["kind"] == "prescribed"]
    for exercise in dict.fromkeys(row["what"] for row in orders):
        begins = min(date.fromisoformat(row["starts_on"]) for row in orders if row["what"] == exercise)
        week = since
        while week <= until:
            days = [week + timedelta(days=at) for at in range(7)]
            days = [day for day in days if begins <= day <= until]
            some = [row for row in rows if row["what"] == exercise and row["day"] in map(str, days)]
            known = {row["day"]: did(row) for row in some}
            asked = min(len(days), WEEKDAYS_ASKED[exercise])
            counted = min(len(known), WEEKDAYS_ASKED[exercise])
            planned += counted
            done += min(sum(known.values()), counted)
            missing += max(0, asked - counted)
            if known and len(known) >= min(4, asked):
                complete += 1
                planned_then += counted
                done_then += min(sum(known.values()), counted)
            week += timedelta(days=7)
    return done, planned, missing, complete, done_then, planned_then


def share(rows: list[Row], since: date, until: date) -> str:
    done, planned, *_ = kept_up(rows, since, until)
    return f"{done} of {planned} ({100 * done / planned:.0f} %)"


def weeks(rows: list[Row]) -> Iterator[tuple[Number, list[Row]]]:
    head = ("Practised of known", "Done of planned", "Sets", "Minutes", "Mean effort (days)", "Mean pain (days)")
    orders = [row for row in rows if row["kind"] == "prescribed"]
    for week in range(12):
        first = SINCE + timedelta(weeks=week)
        last = min(first + timedelta(days=6), UNTIL)
        about = f"{said(first)} ({(first - date(2026, 6, 2)).days // 7 + 1})"
        done = [row for row in rows if row["kind"] == "done" and str(first) <= row["day"] <= str(last)]
        felt = [row for row in rows if row["kind"] == "noted" and str(first) <= row["day"] <= str(last)]
        practised = [row for row in done if did(row)]
        standing = [
            row for row in orders if row["starts_on"] <= str(last) and (not row["until"] or row["until"] >= str(first))
        ]
        planned = [row for row in done if row["what"] in {order["what"] for order in standing}]
        recorded, real = {row["day"] for row in done}, {row["day"] for row in practised}
        pain = highest([*done, *felt], "pain")
        sets = [int(row["sets"] or bool(row["value"])) for row in practised if row["sets"] or row["value"]]
        cells = (
            f"{len(real)} of {len(recorded)}",
            share([*planned, *standing], first, last),
            f"{'at least ' * any(row['value'] for row in practised)}{plain(sum(sets))}",
            plain(sum(float(row["minutes"]) for row in practised if row["minutes"])),
            mean(highest([*done, *felt], "effort")),
            mean(pain),
        )
        used = (
            done,
            [*planned, *standing],
            [row for row in practised if row["sets"] or row["value"]],
            [row for row in practised if row["minutes"]],
            [row for row in done if row["effort"]],
            [row for row in [*done, *felt] if row["pain"] or row["what"] == "pain"],
        )
        for says, cell, some in zip(head, cells, used, strict=True):
            if cell != "too few days":
                yield ("week", about, says, cell), some
        yield ("week", about, "Worst pain", plain(max(pain.values()))), used[-1]


def exercises(rows: list[Row]) -> Iterator[tuple[Number, list[Row]]]:
    for title, name in (("Seated toe raise", "seated-toe-raise"), ("Walking practice", "walking-practice")):
        orders = [row for row in rows if row["kind"] == "prescribed" and row["what"] == name]
        begins = min(row["starts_on"] for row in orders)
        some = [row for row in rows if row["kind"] == "done" and row["what"] == name and row["day"] >= begins]
        done, planned, missing, weeks_in_full, done_then, planned_then = kept_up([*some, *orders], SINCE, UNTIL)
        percent = f"({100 * done_then / planned_then:.0f} %)"
        said_so = f"{done} of {planned}; in {weeks_in_full} complete weeks {done_then} of {planned_then} {percent}"
        yield ("exercise", title, "Done of planned", said_so), [*some, *orders]
        yield ("exercise", title, "Planned days not known", str(missing)), [*some, *orders]


def value(row: Row) -> float:
    return GRADES.get(row["what"], {}).get(row["value"]) or float(row["value"])


def shown(row: Row) -> str:
    return f"{amount(row)}, {said(row['day'])}"


def in_short(row: Row) -> str:
    """The same with the month in 3 or 4 letters."""
    day = date.fromisoformat(row["day"])
    return f"{amount(row)}, {day.day} {BRIEFLY[day.month - 1]}"


def amount(row: Row) -> str:
    unit = row["unit"]
    return f"{unit} {row['value']}" if row["what"] in GRADES else f"{plain(float(row['value']))} {unit}"


def changes(rows: list[Row]) -> Iterator[tuple[Number, list[Row]]]:
    """First, last and change of each strand: the same measure, side, part and conditions, by a clinic or alone."""
    marks = {("10mwt", "stick"): "10MWT. Round mark", ("10mwt", "none"): "10MWT. Square mark"}
    strands: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in sorted((row for row in rows if row["kind"] == "measured"), key=lambda row: row["day"]):
        how = ("aid", "brace", "stimulator", "shoes", "assistance", "set_up")
        alone = "alone" if row["assessor"] == "patient" else "change"
        strands[alone, row["what"], row["side"], row["part"], *(row[each] for each in how)].append(row)
    for (part, name, side, muscle, aid, *_), some in strands.items():
        usual = ", ".join(each for each in (MEASURES[name]["short"], side, muscle) if each)
        about = marks.get((name, aid), usual)
        for row in some:
            yield ("value", about, "Values", shown(row)), [row]
        yield (part, about, "First", shown(some[0])), some[:1]
        yield ("verdict", about, "First", in_short(some[0])), some[:1]
        if len(some) > 1:
            by = round(value(some[-1]) - value(some[0]), 6)
            unit = some[0]["unit"]
            sign = "+" if by > 0 else "\u2212"
            grades = f"{unit} {some[0]['value']} to {unit} {some[-1]['value']}"
            change = grades if name in GRADES else f"{sign}{plain(abs(by))} {unit}"
            yield (part, about, "Last", shown(some[-1])), some[-1:]
            yield (part, about, "Change", change), [some[0], some[-1]]
            yield ("verdict", about, "Last", in_short(some[-1])), some[-1:]
            yield ("verdict", about, "Change", change), [some[0], some[-1]]


def counts(rows: list[Row]) -> Iterator[tuple[Number, list[Row]]]:
    def of(what: str) -> list[Row]:
        return [row for row in rows if row["kind"] == "noted" and row["what"] == what]

    falls = of("falls")
    days, count = len({row["day"] for row in falls}), sum(int(row["value"]) for row in falls)
    sentence = f"Falls: {count} in {days} recorded days. In 30 recorded days: {plain(30 * count / days, 1)}."
    yield ("falls", "falls", "", sentence), falls
    for row in falls:
        if row["value"] != "0":
            about = f"{said(row['day'])} {row['day'][:4]}"
            yield ("falls", about, "Day", about), [row]
            yield ("falls", about, "Falls", row["value"]), [row]
    drops = of("foot-drop")
    run = best = 0
    before = ""
    for row in drops:
        follows = before and date.fromisoformat(row["day"]) - date.fromisoformat(before) == timedelta(days=1)
        run = 0 if row["value"] == "yes" else run + 1 if follows else 1
        best, before = max(best, run), row["day"]
    yield ("streak", "", "", f"For {best} days your foot did not drop."), drops
    title = "The foot dropped today"
    yield ("count", title, "Days", str(len(drops))), drops
    yes = sum(row["value"] == "yes" for row in drops)
    yield ("count", title, "Result", f"on {yes} of {len(drops)} days"), drops
    toes = of("toes-caught")
    title = "How often the toes caught or dragged"
    yield ("count", title, "Days", str(len(toes))), toes
    yield ("count", title, "Result", f"{sum(int(row['value']) for row in toes)} times in all"), toes
    yield ("count", title, "Last", f"{toes[-1]['value']}, {said(toes[-1]['day'])}"), toes[-1:]


def test_every_number_of_a_report_can_be_recomputed_from_its_rows_of_the_export(exported, printed):
    rows = numbered(exported)
    place = {id(row): number for number, row in rows.items()}
    within = [row for row in rows.values() if str(SINCE) <= (row["day"] or row["starts_on"]) <= str(UNTIL)]
    traced = numbers(printed[1])
    recomputed: set[Number] = set()
    for part in (weeks, exercises, changes, counts):
        for number, used in part(within):
            assert number in traced, number
            assert {each["row"] for each in traced[number]} == {place[id(row)] for row in used}, number
            recomputed.add(number)
    left = {number for number in traced if number not in recomputed and number[0] != "figure"}
    # what is left is copied and not computed (words beside a value, doses, days), but for the verdicts, which
    # test_progress.py recomputes, and the weeks since the stroke
    assert {part for part, *_ in left} == {
        "title",
        "verdict",
        "week",
        "change",
        "value",
        "count",
        "check",
        "dose",
    }
    assert {says for part, _, says, _ in left if part == "week"} == {"Week from (week since the stroke)"}
    assert {says for part, _, says, _ in left if part == "verdict"} == {"Verdict"}
    for part, about, _, words in left:
        if part == "verdict":
            (size,) = re.findall(r"Threshold: ([0-9.]+)", words)
            (whole,) = [number[3] for number in left if number[:2] == ("change", about)]
            assert re.search(rf"(Detectable|Meaningful): {size} ", whole)
    assert {says for part, _, says, _ in left if part == "change"} == {"What the studies say"}
    assert {says for part, _, says, _ in left if part == "value"} == {"Conditions"}
    for number in left:
        if number[0] == "change":
            first, last = (value(rows[each["row"]]) for each in traced[number])
            sizes = re.findall(r"(?<!Nearest )(Detectable|Meaningful): ([0-9.]+)", number[3])
            thresholds = MEASURES[SHORT[number[1].partition(",")[0].partition(".")[0]]]["thresholds"]
            for kind, size in sizes:
                assert (kind.lower(), float(size)) in {(each["kind"], float(each["value"])) for each in thresholds}
            held = [abs(last - first) >= float(size) for _, size in sizes]
            verdict = ("No verdict", "Likely real" if all(held) else "No clear change", "Large enough")[len(held)]
            assert number[3].startswith(verdict)


# --- and nothing else is printed


DATE = re.compile(rf"\b[0-9]{{1,2}} (?:{'|'.join(MONTHS)})(?: 2026)?")
FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def test_every_cell_with_a_number_is_in_the_trace(printed):
    data, trace = printed
    known = {number[3] for number in numbers(trace)} | {number[1] for number in numbers(trace)}
    sources = {each["title"] for each in yaml.safe_load((CATALOG / "sources.yaml").read_text()).values()}
    for tag, words in heard(data):
        if tag != "TD" or not FIGURE.search(words) or any(title in words for title in sources):
            continue
        if words in HOW:
            continue
        if words.partition(":")[0] in SHORT:  # whom a study looked at, beside its title
            continue
        assert words in known or all(part in known for part in words.split("; ")), words


def test_every_number_on_the_pages_is_traced_or_no_number_of_the_patient(printed):
    """As another library reads the pages: plots, sentences and the foot too."""
    data, trace = printed
    document = pypdfium2.PdfDocument(data)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    known = {each for number in numbers(trace) for each in FIGURE.findall(" ".join(number))}
    catalogue = "".join((CATALOG / name).read_text(encoding="utf-8") for name in ("measures.yaml", "sources.yaml"))
    template = (TEMPLATES / "report-clinician.en.md").read_text(encoding="utf-8")
    told = set(FIGURE.findall(catalogue)) | set(FIGURE.findall(re.sub(r"[{][%{].*?\n", "", template)))
    axis = {"0", "5", "10"}  # of the line for pain
    for number, page in enumerate(pages, 1):
        rest = DATE.sub(" ", f"{page} ")
        imprint = f"Catalogue {shipped().version}, "
        assert (imprint in rest) == (number == len(pages))
        for foot in ("01632 960123", "999", f" {number} of {len(pages)} ", imprint, PATIENT):
            assert foot in rest or foot in (imprint, PATIENT)
            rest = rest.replace(foot, " ")
        unknown = [each for each in FIGURE.findall(rest) if each not in known | told | axis]
        assert not unknown, (number, unknown, rest)


# --- the file


def test_a_name_that_would_be_a_formula_is_made_safe():
    evil = replace(histories.empty(), noted=(Observation(day=SINCE, what="falls", value=1, note="=1+1 2"),))
    content = report.content_of(shipped(), example_options(), evil, SINCE, UNTIL)
    text = tracing.as_csv(content, evil, evil)
    assert "'=1+1 2" in text
    assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell.startswith(("=", "@"))]


def test_an_empty_report_has_an_empty_trace():
    content = report.content_of(
        shipped(), replace(example_options(), stroke=replace(example_options().stroke, happened_on=None)),
        histories.empty(), SINCE, UNTIL,
    )  # fmt: skip
    assert read(tracing.as_csv(content, histories.empty(), histories.empty())) == []


@pytest.fixture
def kept(printkit, tmp_path) -> str:
    (tmp_path / "sam.yaml").write_text(
        "patient: {id: p-1, name: Sam}\nhealth: {screened_by: A. Therapist, screened_on: 2026-01-05}\nclinic: {region: GB}\n"
    )
    for day, amount in ((30, "30"), (1, "10")):
        on = date.today() - timedelta(days=day)
        printkit("diary", "add", "p-1", "tug", "--day", on, "--value", amount, "--assessor", "J. Marsh")
    return "sam.yaml"


def test_the_command_writes_the_trace_beside_the_report_and_again_over_it(printkit, kept, tmp_path):
    for _ in range(2):
        result = printkit("report", kept, "--for", "clinician", "--trace", "t.csv")
        assert result.exit_code == 0, result.output
    assert result.stdout == "out/p-1-report-clinician.pdf: 3 pages\nt.csv: where each number comes from\n"
    changed = [
        row
        for row in read((tmp_path / "t.csv").read_text(encoding="utf-8"))
        if (row["part"], row["says"]) == ("change", "Change")
    ]
    assert [(row["printed"], row["row"], row["recorded"]) for row in changed] == [
        ("\u221220 s", "2", "30"),
        ("\u221220 s", "3", "10"),
    ]
    assert (tmp_path / "t.csv").stat().st_mode & 0o077 == 0
    assert "Sam" not in (tmp_path / "t.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "says", "code"),
    [
        (("--trace", "t.csv"), "add --for clinician", 2),
        (("--for", "clinician", "--trace", "a.pdf", "-o", "a.pdf"), "both name a.pdf", 2),
        (("--for", "clinician", "--trace", "sam.yaml/t.csv"), "sam.yaml: is a file, not a folder", 1),
        (("--for", "clinician", "--trace", "t.csv", "-o", "sam.yaml/a.pdf"), "sam.yaml: is a file, not a folder", 1),
        (("--for", "clinician", "--trace", "sam.yaml"), "sam.yaml: is there already", 1),
    ],
)
def test_what_is_wrong_with_a_trace_is_told_and_nothing_is_written(refused, kept, more, says, code):
    refused("report", kept, *more, code=code, says=says)


def test_a_trace_names_the_figure_that_was_chosen_and_each_that_was_not_with_the_reason(printed):
    figures = [row for row in printed[1] if row["part"] == "figure"]
    of_arm = [(row["says"], row["printed"].split()[0], row["field"]) for row in figures if row["what"] == "fma-ue"]
    assert [each for each in of_arm if each[2] == "chosen"] == [
        ("detectable", "1.52", "chosen"),
        ("meaningful", "10", "chosen"),
    ]
    thresholds = MEASURES["fma-ue"]["thresholds"]
    assert sorted((says, float(size)) for says, size, _ in of_arm) == sorted(
        (each["kind"], float(each["value"])) for each in thresholds
    )
    why = {row["printed"].split()[0]: row["recorded"] for row in figures if row["what"] == "fma-ue"}
    assert why["6.82"] == why["13"] == why["7.25"] == "another phase"
    assert why["1.96"] == "an error between two days is known"
    assert {row["kind"] for row in figures} == {"catalogue"}
