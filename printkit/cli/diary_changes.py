"""Changes to what the diary holds: corrections, strike, forget, and a backup before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from printkit.cli.diary import FIELDS
from printkit.cli.diary_place import diary_option
from printkit.cli.options import catalog_option, day_of, json_option
from printkit.cli.output import counted, say_json, tell

if TYPE_CHECKING:
    from datetime import date

    from printkit.cli.diary_place import DiaryPlace
    from printkit.cli.options import Sources
    from printkit.outcomes.history import Entry


@click.command()
@click.argument("patient", metavar="PATIENT-ID")
@json_option
@diary_option
def corrections(patient: str, diary: DiaryPlace, *, as_json: bool) -> None:
    """Show what was changed of a patient: the old entry, the new one, who and when.

    \b
    Example: printkit diary corrections p-1
    """
    with diary.opened(new=False) as found:
        rows = [
            {"at": each.at.isoformat(), "by": each.by, "old": _spelled(each.old), "new": _spelled(each.new)}
            for each in found.corrections(patient)
        ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        click.echo(f"{row['at']}  {row['by']}")
        click.echo(f"  old: {_in_line(row['old'])}")
        click.echo(f"  new: {_in_line(row['new']) if row['new'] else 'struck out'}")


def _spelled(entry: Entry | None) -> dict[str, Any] | None:
    """An entry with its kind, as a value of JSON."""
    import msgspec

    from printkit.outcomes.history import KINDS

    if entry is None:
        return None
    kind = next(kind for kind, record in KINDS.items() if isinstance(entry, record))
    return {"kind": kind, **msgspec.to_builtins(entry)}


def _in_line(value: Any) -> str:
    import msgspec

    return msgspec.json.encode(value).decode()


@click.command()
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
    diary: DiaryPlace,
    sources: Sources,
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
    from datetime import UTC, date, datetime

    from printkit.diary.entries import Reader
    from printkit.errors import DiaryError
    from printkit.outcomes.history import KINDS

    on = day_of(day, "--day")
    name = Reader(sources.kit().catalog, date.today()).found(what)[1] or what
    with diary.opened(new=False) as found:
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
            raise DiaryError(f"{len(fit)} entries are {name} on {day}", where=diary.shown, hint=hint)
        found.correct(patient, fit[0], None, by=by, at=datetime.now(UTC))
    tell(f"{diary.shown}: {name} on {day} of {patient} is struck out")


# what two values of one measure on one day may differ by
_APART = ("side", "part", "assessor", "aid", "brace", "stimulator", "shoes", "assistance", "set-up")
strike = click.option("--part", "--muscle", "--goal", "part", help="The muscle, joint or goal that was measured.")(
    strike
)
for _name in _APART:
    if _name != "part":
        strike = click.option(f"--{_name}", help=FIELDS[_name])(strike)


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


@click.command()
@click.argument("patient", metavar="PATIENT-ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@diary_option
def forget(patient: str, diary: DiaryPlace, *, yes: bool) -> None:
    """Delete everything of a patient for good, the trace of corrections too.

    \b
    Example: printkit diary forget p-1
    """
    from printkit.errors import DiaryError

    with diary.opened(new=False) as found:
        if not yes:
            click.confirm(f"Delete everything of {patient}? It cannot be taken back", abort=True, err=True)
        known = patient in found.patients()
        count = found.forget(patient)
    if not known:
        raise DiaryError(f"there is no patient {patient!r}", where=diary.shown, hint="check the id")
    tell(f"{diary.shown}: {counted(count, 'entry')} of {patient} {'is' if count == 1 else 'are'} deleted")
    tell("  backups, exports and prints that were made before still hold them", aside=True)


@click.command()
@click.argument("copy", metavar="FILE")
@diary_option
def backup(copy: str, diary: DiaryPlace) -> None:
    """Copy the whole diary to FILE, which is a diary itself; or to a URL, to move it to a server.

    \b
    Example: printkit diary backup diary-2026-11-20.sqlite3
    """
    with diary.opened(new=False) as found:
        count = found.backup(copy)
    shown = copy if "://" not in copy else "the diary"  # a URL may hold a password
    tell(f"{shown}: {counted(count, 'patient')}")
