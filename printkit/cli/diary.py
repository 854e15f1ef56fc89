"""The commands for the diary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from printkit.cli.options import (
    FILE,
    FOLDER,
    catalog_option,
    day_of,
    diary_option,
    loaded,
    opened_catalog,
    opened_diary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from printkit.diary.database import Added
    from printkit.errors import PrintkitError
    from printkit.outcomes.history import Entry, PatientEntry, Sheets
    from printkit.reading.columns import ColumnMapping
    from printkit.sheets.returns import Returned

_SOME_LOST = 4  # as when some rows of a roster are not printed
_DATES = {"D/M/Y": "day-first", "M/D/Y": "month-first"}
# option and what it says, of one entry that is typed in
_FIELDS = {
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
    "assessor": "Who measured; patient for measured alone.",
    "aid": "The walking aid in use.",
    "brace": "With a brace: yes or no.",
    "stimulator": "With a stimulator (FES): yes or no.",
    "shoes": "Which shoes.",
    "assistance": "How much help.",
    "set-up": "How it was taken, such as: 10 m, moving start.",
}


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--by", metavar="NAME", default="", help="Who corrects.")(command)
    return click.option(
        "--correct", is_flag=True, help="Put a value that differs in place of the old one, which is kept."
    )(command)


commands = click.Group()  # cli shows them as printkit diary


@commands.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.argument("what", metavar="WHAT")
@click.option("--day", metavar="DATE", help="The day, as 2026-11-20.  [default: today]")
@_signed
@diary_option
@catalog_option
def add(
    patient: str,
    what: str,
    day: str | None,
    by: str,
    place: str,
    catalog_folder: Path | None,
    *,
    correct: bool,
    **said: str | None,
) -> None:
    """Write down 1 entry: an exercise, something kept count of, skin or brace, or a measure.

    \b
    Example: printkit diary add p-1 seated-toe-raise --sets 2 --effort 4
    """
    from printkit.diary.entries import Reader
    from printkit.errors import DiaryError, raise_all
    from printkit.outcomes.history import PatientEntry

    today = _today()
    given = {field: text.strip() for field, text in said.items() if text is not None and text.strip()}
    row = {"patient": patient, "what": what, "day": day or today.isoformat(), **given}
    entry, wrong = Reader(opened_catalog(catalog_folder), today).read(row, bare=True)
    raise_all([DiaryError(each.message, where=_option(each.field), hint=each.hint) for each in wrong])
    if entry is None:
        raise click.UsageError(f"nothing is said of {what}; give --value, or another option")
    with opened_diary(place) as found:
        added = found.add([PatientEntry(patient=patient, entry=entry)], by=by, at=_now(), correct=correct)
    _say(place, added)


for _name, _help in _FIELDS.items():
    add = click.option(f"--{_name}", help=_help)(add)


def _option(field: str) -> str:
    return {"patient": "PATIENT-ID", "what": "WHAT"}.get(field, f"--{field.replace('_', '-')}")


@commands.command("import")
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--patient", metavar="ID", default="", help="Whose it is, where the file does not say.")
@click.option("--assessor", metavar="NAME", help="Who measured, where the file does not say; patient for alone.")
@click.option("--month", metavar="YYYY-MM", default="", help="The month of columns that are called 1 to 31.")
@click.option("--day", metavar="DATE", help="The first day of a chart without dates; the day of a skin check.")
@click.option("--mapping", "mapping_file", type=FILE, help="What the columns of this list stand for, as YAML.")
@click.option("--dates", type=click.Choice(list(_DATES)), help="How 03/04/2026 is meant.")
@click.option("--dry-run", is_flag=True, help="Say what would be new, and every problem; write nothing.")
@_signed
@diary_option
@catalog_option
def import_(
    files: tuple[Path, ...],
    patient: str,
    assessor: str | None,
    month: str,
    day: str | None,
    mapping_file: Path | None,
    dates: str | None,
    by: str,
    place: str,
    catalog_folder: Path | None,
    *,
    dry_run: bool,
    correct: bool,
) -> None:
    """Bring each FILE into the diary: .csv, .xlsx, .ods or a filled form (.pdf). All of them, or nothing.

    \b
    Example: printkit diary import log.csv --dry-run
    """
    from pathlib import Path

    from printkit.diary import import_files

    catalog, mapped = opened_catalog(catalog_folder), _mapped(mapping_file, dates)
    asked = import_files.ImportDefaults(patient=patient, assessor=assessor, month=month, first_day=day_of(day, "--day"))
    today = _today()

    def entries() -> Iterator[PatientEntry | PrintkitError]:
        for file in files:
            yield from import_files.read(file, catalog, mapped, today, asked)

    # where there is no diary yet, one in memory is enough to try what would happen
    trial = dry_run and "://" not in place and not Path(place).exists()
    with opened_diary("sqlite://" if trial else place) as found:
        added = found.add(entries(), by=by, at=_now(), correct=correct, keep=not dry_run)
    _say(place, added, dry_run=dry_run)


@commands.command()
@click.argument("options", metavar="OPTIONS", type=FILE)
@click.option("--from", "starts", metavar="DATE", help="The first day.  [default: the plan's own, else today]")
@_signed
@diary_option
@catalog_option
def prescribe(
    options: Path, starts: str | None, by: str, place: str, catalog_folder: Path | None, *, correct: bool
) -> None:
    """Write down what the plan in OPTIONS asks for from its first day on; what stood before ends the day before.

    \b
    Example: printkit diary prescribe examples/foot-drop.yaml
    """
    from printkit.diary import entries
    from printkit.errors import DiaryError
    from printkit.outcomes.history import PatientEntry
    from printkit.planning import plan, safety

    catalog = opened_catalog(catalog_folder)
    asked = plan.signed(catalog, loaded(options, catalog))
    if asked.patient is None:
        raise DiaryError("the option file names no patient", where=str(options), hint="give it an id")
    cleared = safety.review(plan.draft(catalog, asked), asked, catalog.rules, catalog.exercise)
    first = day_of(starts, "--from") or asked.plan.starts_on or _today()
    with opened_diary(place) as found:
        before = found.history(asked.patient.id).prescribed
        doses = [(item.exercise.id, item.item.dose) for item in cleared.items]
        filed = [
            PatientEntry(patient=asked.patient.id, entry=each) for each in entries.prescribed(before, doses, first)
        ]
        added = found.add(filed, by=by, at=_now(), correct=correct)
    _say(place, added)


@commands.command()
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
    place: str,
    catalog_folder: Path | None,
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
    with opened_diary(place, new=False) as found:
        known = found.patients()
        hint = "'printkit diary export' without an id gives all"
        raise_all(
            DiaryError(f"there is no patient {each!r}", where=_shown(place), hint=hint)
            for each in {*patients} - {*known}
        )
        text = import_files.as_csv(
            (found.history(each, first, last) for each in patients or known), opened_catalog(catalog_folder)
        )
    if output is None:
        click.echo(text.removeprefix("\ufeff"), nl=False)
        return
    files.write(text.encode(), output)
    # a note may have lines of its own
    click.echo(f"{output}: {sum(1 for _ in csv.reader(io.StringIO(text, newline=''))) - 1} rows")


@commands.command()
@click.argument("patient", metavar="PATIENT-ID")
@diary_option
def corrections(patient: str, place: str) -> None:
    """Show what was changed of a patient: the old entry, the new one, who and when.

    \b
    Example: printkit diary corrections p-1
    """
    import msgspec

    with opened_diary(place, new=False) as found:
        for each in found.corrections(patient):
            new = msgspec.json.encode(each.new).decode() if each.new is not None else "struck out"
            click.echo(
                f"{each.at.isoformat()}  {each.by}\n  old: {msgspec.json.encode(each.old).decode()}\n  new: {new}"
            )


@commands.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.argument("what", metavar="WHAT")
@click.option("--day", metavar="DATE", required=True, help="The day of the entry; of a dose, its first day.")
@click.option("--kind", metavar="KIND", default="", help="done, noted, checked, measured or prescribed.")
@click.option("--by", metavar="NAME", required=True, help="Who strikes it out.")
@diary_option
@catalog_option
def strike(
    patient: str,
    what: str,
    day: str,
    kind: str,
    by: str,
    place: str,
    catalog_folder: Path | None,
    **conditions: str | None,
) -> None:
    """Strike out an entry that was never true; the trace of corrections keeps it.

    Where a measure has 2 values on the day, --side, --part, --assessor, --aid and the like say which. A value that was
    written down under wrong conditions is struck out, then added with the right ones.

    \b
    Example: printkit diary strike p-1 sls --day 2026-11-20 --side left --by "A. Reed"

    \b
    Example: printkit diary strike p-1 falls --day 2026-11-20 --by "A. Reed"
    """
    from printkit.diary.entries import Reader
    from printkit.errors import DiaryError
    from printkit.outcomes.history import KINDS

    on = day_of(day, "--day")
    name = Reader(opened_catalog(catalog_folder), _today()).found(what)[1] or what
    with opened_diary(place, new=False) as found:
        history = found.history(patient)
        entries: list[Entry] = [
            each
            for which in KINDS
            if kind in ("", which)
            for each in getattr(history, which)
            if _about(each) == (name, on)
        ]
        given = {field: text.strip().lower() for field, text in conditions.items() if text is not None}
        fit = [each for each in entries if all(text in _spoken(each, field) for field, text in given.items())]
        if len(fit) != 1:
            hint = _apart(fit or entries) or "'printkit diary export' shows what there is"
            raise DiaryError(f"{len(fit)} entries are {name} on {day}", where=_shown(place), hint=hint)
        found.correct(patient, fit[0], None, by=by, at=_now())
    click.echo(f"{_shown(place)}: {name} on {day} of {patient} is struck out")


# what two values of one measure on one day may differ by
_APART = ("side", "part", "assessor", "aid", "brace", "stimulator", "shoes", "assistance", "set-up")
strike = click.option("--part", "--muscle", "part", help=_FIELDS["part"])(strike)
for _name in _APART:
    if _name != "part":
        strike = click.option(f"--{_name}", help=_FIELDS[_name])(strike)


def _spoken(entry: Entry, field: str) -> tuple[str, ...]:
    """The words that stand for a field of an entry, the first as a hint writes it; none when it has no such field."""
    value = getattr(entry, field, None)
    if value is None:
        return ()
    text = str(value).lower()
    return (text or "patient", text) if field == "assessor" else (text, text[:1]) if field == "side" else (text,)


def _apart(entries: list[Entry]) -> str:
    """How to tell some entries apart: each option by which they differ, with what there is; "" for fewer than 2."""
    import shlex

    from printkit.outcomes.history import KINDS

    said = {
        "kind": {kind for kind, record in KINDS.items() for each in entries if isinstance(each, record)},
        **{
            field: {words[0] for each in entries if (words := _spoken(each, field.replace("-", "_")))}
            for field in _APART
        },
    }
    differ = [
        f"--{field} {' or '.join(shlex.quote(each) for each in sorted(values))}"
        for field, values in said.items()
        if len(values) > 1
    ]
    return "say which: " + "; ".join(differ) if differ else ""


def _about(entry: Entry) -> tuple[str, date]:
    what = next(str(getattr(entry, name)) for name in ("exercise", "what", "measure") if hasattr(entry, name))
    day: date = getattr(entry, "day", None) or getattr(entry, "starts_on")  # noqa: B009 - one of two kinds
    return what, day


@commands.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@diary_option
def forget(patient: str, place: str, *, yes: bool) -> None:
    """Delete everything of a patient for good, the trace of corrections too.

    \b
    Example: printkit diary forget p-1
    """
    from printkit.errors import DiaryError

    with opened_diary(place, new=False) as found:
        if not yes:
            click.confirm(f"Delete everything of {patient}? It cannot be taken back", abort=True, err=True)
        known = patient in found.patients()
        count = found.forget(patient)
    if not known:
        raise DiaryError(f"there is no patient {patient!r}", where=_shown(place), hint="check the id")
    click.echo(f"{_shown(place)}: {count} entries of {patient} are deleted")
    click.echo("  backups, exports and prints that were made before still hold them", err=True)


@commands.command()
@click.argument("copy", metavar="FILE")
@diary_option
def backup(copy: str, place: str) -> None:
    """Copy the whole diary to FILE, which is a diary itself; or to a URL, to move it to a server.

    \b
    Example: printkit diary backup diary-2026-11-20.sqlite3
    """
    with opened_diary(place, new=False) as found:
        count = found.backup(copy)
    click.echo(f"{_shown(copy)}: {count} patient{'' if count == 1 else 's'}")


@commands.command()
@click.argument("files", metavar="[FILE]...", type=FILE, nargs=-1)
@click.option("--code", "codes", multiple=True, metavar="PK1...", help="A code that a hand-held scanner typed.")
@click.option(
    "-o", "--output", type=FOLDER, help="A folder that is there: one PDF a patient goes into it, each page upright."
)
@diary_option
def sort(files: tuple[Path, ...], codes: tuple[str, ...], output: Path | None, place: str) -> None:
    """Say whose sheets came back: each FILE is a scan (.png, .jpg, .tif, .pdf) of charts printed with --next.

    \b
    Example: printkit diary sort scan.pdf
    """
    from printkit.errors import raise_all
    from printkit.sheets import returns, scans

    if not files and not codes:
        raise click.UsageError("nothing is given to sort; name a scan, or give --code")
    if output is not None and not files:
        raise click.UsageError("-o needs scans; a typed code has no page to write")
    with opened_diary(place, new=False) as found:
        noted = found.sheets()
    pages, wrong = scans.every(files)
    raise_all(wrong)
    returned, lost = returns.owners(pages, codes, noted)
    _write_sorted(returned, output)
    for each in returned:
        again = "  (again)" if each.again else ""
        letter = f"{each.code.template} page {each.code.page}"
        click.echo(f"{each.sheets.patient}  {_weeks(each.sheets)}  {letter}  {each.where}{again}")
    for other in lost:
        click.echo(f"{other.where}: {other.why}", err=True)
    if lost:
        click.echo(f"  {len(lost)} not sorted; only charts printed with --next are known to a diary", err=True)
        raise SystemExit(_SOME_LOST)


def _weeks(sheets: Sheets) -> str:
    last = sheets.first_week + sheets.weeks - 1
    return f"week {last}" if sheets.weeks == 1 else f"weeks {sheets.first_week}-{last}"


def _write_sorted(returned: tuple[Returned, ...], folder: Path | None) -> None:
    """A PDF for each patient. An older one is never replaced: it holds sheets that are nowhere else."""
    from itertools import groupby

    from printkit.errors import OutputError, raise_all
    from printkit.printing import files
    from printkit.sheets import scans

    if folder is None:
        return
    of_patient = {
        patient: [each.page for each in some if each.page is not None]
        for patient, some in groupby(returned, lambda each: each.sheets.patient)
    }
    paths = {patient: folder / f"{patient}-sheets.pdf" for patient, pages in of_patient.items() if pages}
    hint = "choose an empty folder with -o"
    raise_all(OutputError("is there already", where=str(path), hint=hint) for path in paths.values() if path.exists())
    for patient, path in paths.items():
        files.write(scans.as_pdf(of_patient[patient]), path)
        count = len(of_patient[patient])
        click.echo(f"{path}: {count} page{'' if count == 1 else 's'}", err=True)


def _mapped(path: Path | None, dates: str | None) -> ColumnMapping:
    from msgspec.structs import replace

    from printkit.errors import DiaryError
    from printkit.model.vocabulary import DateOrder
    from printkit.reading import records
    from printkit.reading.columns import ColumnMapping

    mapped = records.load(ColumnMapping, path, error=DiaryError).required() if path else ColumnMapping()
    return replace(mapped, dates=DateOrder(_DATES[dates])) if dates else mapped


def _today() -> date:
    from datetime import date

    return date.today()


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _shown(place: str) -> str:
    return place if "://" not in place else "the diary"  # a URL may hold a password


def _say(place: str, added: Added, *, dry_run: bool = False) -> None:
    counts = f"{added.new} new, {added.filled} filled in, {added.corrected} corrected, {added.same} there already"
    click.echo(f"{_shown(place)}: {'nothing is written; it would be ' if dry_run else ''}{counts}")
