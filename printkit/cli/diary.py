"""Entries into the diary and out of it: add, import, prescribe, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from printkit.cli.diary_matters import tell_what_matters
from printkit.cli.diary_place import diary_option
from printkit.cli.options import FILE, catalog_option, day_of, list_options, patient_of
from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import Sources
    from printkit.diary.database import Added, Diary
    from printkit.errors import PrintkitError
    from printkit.outcomes.history import PatientEntry
    from printkit.reading.columns import ColumnMapping

_FEET = ("US",)  # countries in which a distance is told in feet

# option and what it says, of one entry that is typed in
FIELDS = {
    "kind": "done, noted, checked or measured, where a name means two things.",
    "sets": "Sets that were done; 0 for none.",
    "minutes": "Minutes that it took.",
    "effort": "How hard it felt, 0 to 10.",
    "pain": "The worst pain, 0 to 10.",
    "value": "A count, a score, a grade, yes or no, well or not well.",
    "unit": "The unit of the value, to be sure.",
    "note": "Words beside it.",
    "side": "left, right or both.",
    "part": "The muscle or joint that was measured.",
    "goal": "Of GAS the goal, in the patient's own words.",
    "assessor": "Who measured; patient for measured alone.",
    "aid": "The walking aid in use.",
    "brace": "With a brace: yes or no.",
    "stimulator": "With a stimulator (FES): yes or no.",
    "shoes": "Which shoes.",
    "assistance": "How much help.",
    "set-up": "How it was taken, such as: 10 m, moving start.",
}


def _require_name(by: str, *, correct: bool) -> None:
    """Raise DiaryError for a correction that nobody signs, before a diary is made for it."""
    from printkit.errors import DiaryError

    if correct and not by:
        raise DiaryError("a correction needs a name", hint="say who corrects: --by NAME")


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--by", metavar="NAME", default="", help="Who corrects.")(command)
    return click.option(
        "--correct", is_flag=True, help="Put a value that differs in place of the old one, which is kept."
    )(command)


_new_patients = click.option("--new-patients", is_flag=True, help="Take patients that the diary does not know.")


@click.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.argument("what", metavar="WHAT")
@click.option("--day", metavar="DATE", help="The day, as 2026-11-20.  [default: today]")
@_new_patients
@_signed
@diary_option
@catalog_option
def add(
    patient: str,
    what: str,
    day: str | None,
    by: str,
    diary: DiaryPlace,
    sources: Sources,
    *,
    new_patients: bool,
    correct: bool,
    **said: str | None,
) -> None:
    """Write down 1 entry: an exercise, something kept count of, skin or brace, or a measure.

    \b
    Example: printkit diary add p-1 seated-toe-raise --sets 2 --effort 4
    """
    from datetime import UTC, date, datetime

    from printkit.diary import import_files
    from printkit.diary.entries import Reader
    from printkit.errors import DiaryError, NearMisses, raise_all
    from printkit.outcomes.history import PatientEntry

    _require_name(by, correct=correct)
    today = date.today()
    given = {field: text.strip() for field, text in said.items() if text is not None and text.strip()}
    row = {"patient": patient, "what": what, "day": day or today.isoformat(), **given}
    entry, wrong = Reader(sources.kit().catalog, today).read(row, bare=True)
    raise_all([DiaryError(each.message, where=_option(each.field), hint=each.hint) for each in wrong])
    if entry is None:
        raise click.UsageError(f"nothing is said of {what}; give --value, or another option")
    with diary.opened() as found:
        there = found.patients()
        if there and patient not in there and not new_patients:  # the first entry of a diary brings its patient
            raise import_files.not_known(patient, there, "PATIENT-ID", NearMisses())
        added = found.add([PatientEntry(patient=patient, entry=entry)], by=by, at=datetime.now(UTC), correct=correct)
    _say(diary, added)
    _tell_of_screens([PatientEntry(patient=patient, entry=entry)], sources)


for _name, _help in FIELDS.items():
    add = click.option(f"--{_name}", help=_help)(add)


def _option(field: str) -> str:
    return {"patient": "PATIENT-ID", "what": "WHAT"}.get(field, f"--{field.replace('_', '-')}")


@click.command("import")
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--patient", metavar="ID", default="", help="Whose it is, where the file does not say.")
@click.option("--assessor", metavar="NAME", help="Who measured, where the file does not say; patient for alone.")
@click.option("--month", metavar="YYYY-MM", default="", help="The month of columns that are called 1 to 31.")
@click.option("--day", metavar="DATE", help="The first day of a chart without dates; the day of a skin check.")
@click.option("--dry-run", is_flag=True, help="Say what would be new, and every problem; write nothing.")
@_new_patients
@list_options
@_signed
@diary_option
@catalog_option
def import_(
    files: tuple[Path, ...],
    patient: str,
    assessor: str | None,
    month: str,
    day: str | None,
    mapping: Callable[[type[PrintkitError]], ColumnMapping],
    by: str,
    diary: DiaryPlace,
    sources: Sources,
    *,
    dry_run: bool,
    new_patients: bool,
    correct: bool,
) -> None:
    """Bring each FILE into the diary: .csv, .xlsx, .ods or a filled form (.pdf). All of them, or nothing.

    \b
    Example: printkit diary import log.csv --dry-run
    """
    from datetime import UTC, date, datetime
    from functools import partial

    import msgspec

    from printkit.diary import import_files
    from printkit.errors import DiaryError, Several, raise_all
    from printkit.kit import open_diary
    from printkit.outcomes.history import Measured, PatientEntry
    from printkit.reading.tell import counted as counted_once
    from printkit.reading.tell import near_ids

    _require_name(by, correct=correct)
    kit, mapped = sources.kit(), mapping(DiaryError)
    asked = import_files.ImportDefaults(
        patient=patient,
        assessor=assessor,
        month=month,
        first_day=day_of(day, "--day"),
        feet=kit.clinic is not None and kit.clinic.region in _FEET,
    )
    today = date.today()
    ids: dict[str, None] = {}
    measured: dict[PatientEntry, None] = {}  # a file is read twice where there is no diary yet
    of_sheets: dict[PatientEntry, None] = {}  # a log of years is nobody's news

    say: Callable[[str], None] = partial(tell, aside=True)

    def entries(known: frozenset[str] | None) -> Iterator[PatientEntry | PrintkitError]:
        for file in files:
            asked_of = msgspec.structs.replace(asked, known=known)
            for each in import_files.read(file, kit.catalog, mapped, today, asked_of, say):
                if isinstance(each, PatientEntry):
                    ids[each.patient] = None
                    if isinstance(each.entry, Measured):
                        measured[each] = None
                    if file.suffix.lower() == ".pdf":
                        of_sheets[each] = None
                yield each

    def brought(found: Diary) -> tuple[tuple[str, ...], Added]:
        there = found.patients()
        # the first import into a diary brings its patients
        known = frozenset(there) if there and not new_patients else None
        try:
            added = found.add(entries(known), by=by, at=datetime.now(UTC), correct=correct, keep=not dry_run)
        except Several as several:
            raise_all(counted_once(several.problems))
            raise
        return there, added

    new = diary.missing
    if new:  # one in memory tells first what would happen: a file with problems makes no diary
        with open_diary("sqlite://") as trial:
            there, added = brought(trial)
        say = _said_already
    if not (new and dry_run):
        with diary.opened() as found:
            there, added = brought(found)
    for near in near_ids([*there, *(each for each in ids if each not in there)]):
        tell(f"  {near}", aside=True)
    _say(diary, added, dry_run=dry_run)
    if of_sheets and not dry_run:
        with diary.opened() as found:
            tell_what_matters(of_sheets, kit, diary, found)
    _tell_of_screens(measured, sources)


@click.command()
@click.argument("options", metavar="OPTIONS", type=FILE)
@click.option("--from", "starts", metavar="DATE", help="The first day.  [default: the plan's own, else today]")
@_signed
@diary_option
@catalog_option
def prescribe(
    options: Path, starts: str | None, by: str, diary: DiaryPlace, sources: Sources, *, correct: bool
) -> None:
    """Write down what the plan in OPTIONS asks for from its first day on; what stood before ends the day before.

    \b
    Example: printkit diary prescribe examples/foot-drop.yaml
    """
    from datetime import UTC, datetime

    from printkit.diary import prescriptions
    from printkit.outcomes.history import PatientEntry
    from printkit.reading.tell import near_ids

    kit, diary = sources.kit(options), diary.of(options)
    asked = kit.options(options)
    patient = patient_of(asked)
    first = day_of(starts, "--from") or asked.plan.starts_on or kit.today
    doses = [(item.exercise.id, item.item.dose, item.item.on) for item in kit.cleared(asked).items]
    with diary.opened() as found:
        there = found.patients()
        before = found.history(patient).prescribed
        filed = [PatientEntry(patient=patient, entry=each) for each in prescriptions.prescribed(before, doses, first)]
        added = found.add(filed, by=by, at=datetime.now(UTC), correct=correct)
    if there and patient not in there:
        tell(f"  {patient} is new in the diary", aside=True)
        for each in near_ids((*there, patient)):
            if repr(patient) in each:
                tell(f"  {each}", aside=True)
    _say(diary, added)


@click.command()
@click.argument("patients", metavar="[PATIENT-ID]...", nargs=-1)
@click.option("--since", metavar="DATE", help="The first day.  [default: all]")
@click.option("--until", metavar="DATE", help="The last day.  [default: all]")
@click.option("-o", "--output", type=FILE, help="A .csv file.  [default: the screen]")
@diary_option
@catalog_option
def export(
    patients: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path | None,
    diary: DiaryPlace,
    sources: Sources,
) -> None:
    """Give out entries as tidy CSV, one row an entry: of these patients, or of all.

    \b
    Example: printkit diary export p-1 --since 2026-11-01 -o p-1.csv
    """
    import csv
    import io

    from printkit.diary import import_files
    from printkit.errors import DiaryError, raise_all
    from printkit.printing import files

    first, last = day_of(since, "--since"), day_of(until, "--until")
    with diary.opened(new=False) as found:
        known = found.patients()
        hint = "'printkit diary export' without an id gives all"
        raise_all(
            DiaryError(f"there is no patient {each!r}", where=diary.shown, hint=hint) for each in {*patients} - {*known}
        )
        text = import_files.as_csv(
            (found.history(each, first, last) for each in patients or known), sources.kit().catalog
        )
    if output is None:
        click.echo(text.removeprefix("\ufeff"), nl=False)
        return
    files.write(text.encode(), output)
    # a note may have lines of its own
    rows = sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    tell(f"{output}: {counted(rows, 'row')}")


def _said_already(_: str) -> None:
    """What was told when it was tried is not told again."""


def _tell_of_screens(filed: Iterable[PatientEntry], sources: Sources) -> None:
    """A mood screen is never only a number: whoever enters one that found something reads at once what to do."""
    from printkit.outcomes import screening
    from printkit.outcomes.history import Measured

    measures = sources.kit().catalog.measures
    for each in filed:
        screen = screening.found_something(each.entry, measures)
        if screen is None or not isinstance(each.entry, Measured):
            continue
        short, value, day = measures[each.entry.measure].short, each.entry.value, each.entry.day
        tell(f"{short} of {each.patient} on {day} is {value:g}, and from {screen.positive:g} on somebody must act:")
        tell("  talk with the person on the same day, tell the doctor, and ask about thoughts of self-harm")
        tell("  where there are any: stay with the person, and call the emergency number or a crisis line")
        tell(f"  the page for the patient stands in the patient's report; alone: printkit leaflet {screen.topic}")


def _say(diary: DiaryPlace, added: Added, *, dry_run: bool = False) -> None:
    counts = f"{added.new} new, {added.filled} filled in, {added.corrected} corrected, {added.same} there already"
    tell(f"{diary.shown}: {'nothing is written; it would be ' if dry_run else ''}{counts}")
