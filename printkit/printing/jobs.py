"""A whole roster: each row printed once, whatever happens. A manifest says what is done; a second run makes the rest.

The engine is a standard Executor: none (this process), a pool of processes, or a cluster's. A worker gets the options of
a row and gives back what became of it; files are written whole by the worker, the manifest by the one who asked.

A list is read twice: first all of it is checked, which leaves a `File` of each row; then each row is read again when its
turn has come, so that memory does not grow with a list. A row that has become another one meanwhile is refused.

For a report the one who asked reads the diary, and the history travels in the job. So a worker needs no database and no
password of one, a job's hash can hold what was recorded, and a change that somebody makes while a batch runs cannot fall
between the hash and the page.
"""

import hashlib
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from printkit import __version__
from printkit.catalog import people
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.diary import next_sheets
from printkit.errors import PrintkitError, Several
from printkit.intake import references, unnamed
from printkit.intake.roster import Row
from printkit.model import facts
from printkit.model.options import IN_ITSELF, Options
from printkit.outcomes.history import History, Sheets
from printkit.planning import plan, safety, signing, telling
from printkit.planning.safety import Cleared
from printkit.reports import report
from printkit.reports.report import Audience, Days

TO_FOLD = "to-fold"
REPORTS: Mapping[str, Audience] = {kind.name: audience for audience, kind in report.KINDS.items()}


class Recorded(Struct, frozen=True, kw_only=True):
    """What a report is made of besides options."""

    days: Days
    today: date
    history: bytes  # packed small, for it may travel to another machine
    nothing: bool  # was written down in these days

    @classmethod
    def of(cls, history: History, days: Days, today: date) -> "Recorded":
        """What was recorded of one patient, as far as a report of these days can tell of it."""
        told = report.of_days(history, days)
        packed = zlib.compress(msgspec.msgpack.encode(told), 1)
        return cls(days=days, today=today, history=packed, nothing=report.says_nothing(told))

    def unpacked(self) -> History:
        """The history as it was."""
        return msgspec.msgpack.decode(zlib.decompress(self.history), type=History)

    def said(self) -> str:
        """The same for a hash. The packed bytes would not do: another machine's zlib packs in another way."""
        history = hashlib.sha256(zlib.decompress(self.history)).hexdigest()
        return f"{self.days.since} {self.days.until} {self.today} {history}"


class File(Struct, frozen=True, kw_only=True):
    """A file to make, without what its pages are made of: a list of thousands is read again, row by row, and never held."""

    name: str
    folder: str
    input: str  # a hash of all that it depends on
    rows: tuple[int, ...]
    volume: bool = False
    before: str = ""  # the hash of what an earlier run has made under this name

    @property
    def row(self) -> int:
        """The first of its rows."""
        return self.rows[0]


class Job(Struct, frozen=True, kw_only=True):
    """One file to make; the folders are text, for a worker on another machine."""

    row: int
    kind: str
    options: Options
    name: str  # of the file
    folder: str
    catalogs: tuple[str, ...]
    templates: tuple[str, ...]
    version: str  # of the catalogue
    input: str  # a hash of all that the file depends on
    to_fold: bool = False
    last_week: tuple[str, ...] = ()  # what the next chart says of the week before it, from long to short
    agree: str = ""  # the same, of falls and bad pain
    recorded: Recorded | None = None  # of a report
    before: str = ""  # as in `File`
    person: str = ""  # who is seen in its pictures, so that those of one person are drawn by one process
    problem: str = ""  # why it cannot be made after all

    @property
    def jobs(self) -> tuple["Job", ...]:
        """Itself, where a volume has several."""
        return (self,)

    @property
    def file(self) -> File:
        """What it makes."""
        return File(name=self.name, folder=self.folder, input=self.input, rows=(self.row,))


class Volume(Struct, frozen=True, kw_only=True):
    """Several jobs in one file for the printer."""

    row: int  # of its first job
    jobs: tuple[Job, ...]
    name: str
    folder: str
    input: str
    separators: bool = True
    before: str = ""

    @classmethod
    def of(cls, file: File, jobs: tuple[Job, ...], *, separators: bool = True) -> "Volume":
        """The jobs of a file that is a volume."""
        return cls(row=file.row, jobs=jobs, name=file.name, folder=file.folder, input=file.input,
                   separators=separators, before=file.before)  # fmt: skip


class Result(Struct, frozen=True, kw_only=True):
    """What became of a row: a file with its hash, or the reason why there is none."""

    row: int
    name: str
    input: str
    output: str = ""
    problem: str = ""
    left_out: tuple[str, ...] = ()  # who must be seen today and what was left out, a sentence each with its row and ids
    media: str = ""  # the paper of all its pages
    taken: bool = False  # a file is in the way that may hold what is nowhere else
    charts: tuple[Sheets, ...] = ()  # what a diary notes of it
    one_sided: bool = False  # a volume with a page for each patient: on both sides 2 of them would share a sheet
    anonymous: int = 0  # patients of a volume without separators of whom no page says whose it is
    roster: str = ""  # of a volume: the list whose rows it holds


def file_name(patient: str, *parts: str) -> str:
    """The file of one patient: by the kind and by whatever tells 2 prints of a kind apart."""
    return "-".join(part for part in (patient, *parts) if part) + ".pdf"


def checked(row: Row, path: Path, catalog: Catalog, exercise: str = "") -> Row:
    """A row with what the catalogue does not have among its problems.

    With an `exercise`, as in a handout, it is the whole plan of the row.
    """
    where = _where(row, path)
    if row.options is None or row.problems:
        others = tuple(references.problems(row.rest, catalog, lambda *_keys: where)) if row.rest is not None else ()
        return replace(row, problems=(*row.problems, *others), rest=None if others else row.rest)
    problems = tuple(references.problems(row.options, catalog, lambda *_keys: where))
    asked = unnamed.only(exercise, row.options) if exercise else row.options
    return replace(row, options=asked, problems=problems, rest=None if problems else row.rest)


def judged(row: Row, path: Path, catalog: Catalog, *, with_plan: bool = True) -> tuple[Row, tuple[str, ...]]:
    """A row with what the rules forbid among its problems, and what they would leave out of its print.

    Without a plan, as in a report, nothing is chosen that a rule could forbid. Of a row with other mistakes the rules
    are asked about the rest, and what they say for want of an answer that is among these mistakes is not told.
    """
    whole = row.options is not None and not row.problems
    options = row.options if whole else row.rest
    if options is None:
        return row, ()
    problems: list[PrintkitError] = []
    left_out: tuple[str, ...] = ()
    asked = plan.signed(catalog, options)
    try:
        chosen = plan.draft(catalog, asked) if with_plan else plan.Plan(items=(), chosen_by="")
        cleared = safety.review(chosen, asked, catalog.rules, catalog.exercise, catalog.questions)
        left_out = tuple(said_of(row.number, cleared, planned=with_plan)) if whole else ()
    except Several as several:
        problems += several.problems
    except PrintkitError as error:
        problems.append(error)
    problems = [each for each in problems if whole or not _for_want_of(each, row.without, catalog)]
    for problem in problems:
        problem.where = f"{_where(row, path)}, {problem.where}" if problem.where else _where(row, path)
    return replace(row, problems=(*row.problems, *problems)), left_out


def _for_want_of(problem: PrintkitError, without: Collection[str], catalog: Catalog) -> bool:
    """Whether a rule may say so only because an answer was left out; a screening settles answers of every rule."""
    if any(name.startswith("health.screened") for name in without) or problem.where in without:
        return True
    read = next((rule.when for rule in catalog.rules if problem.where == f"rule {rule.id}"), {})
    return any(not facts.asked_by(name).isdisjoint(without) or name in without for name in read)


def _where(row: Row, path: Path) -> str:
    return f"{path}: row {row.number}"


def maker(
    kind: str,
    folder: Path,
    catalog: Catalog,
    templates: Templates,
    *,
    to_fold: bool = False,
    named: str = "",
    recorded: Callable[[str], Recorded] | None = None,
) -> Callable[[int, Options, tuple[str, ...] | None, str], Job]:
    """What makes a job of a row: of its number, its options, and what a chart that goes on says of the week before.

    Files are named by the patient's id, never by name; `named` tells 2 prints of a kind apart, and charts that go on have
    their weeks in their names. For a report `recorded` finds what it tells.
    """
    words = _fingerprint(templates.folders, "**/*.md")
    # what all jobs have in common they have once
    where, version = str(folder), catalog.spoken_version
    catalogs, templates_of = tuple(map(str, catalog.folders)), tuple(map(str, templates.folders))
    _bytes_of.cache_clear()  # a logo may be another one since the last list

    def made(number: int, options: Options, last_week: tuple[str, ...] | None, agree: str) -> Job:
        assert options.patient is not None
        told = recorded(options.patient.id) if recorded is not None else None
        said = [
            f"{kind}-to-fold" if to_fold else kind,
            __version__,
            f"{catalog.version}{catalog.translation(options.locale).version}",
            words,
            _bytes_of(options.clinic.logo),
            msgspec.json.encode(replace(options, read_on=None)).decode(),
        ]
        said += [*options.by_the_day, " ".join(last_week or ()), agree]
        if told is not None:
            said.append(told.said())
        return Job(
            row=number,
            kind=kind,
            options=options,
            name=file_name(
                options.patient.id,
                kind,
                next_sheets.weeks(options) if last_week is not None else "",
                named,
                TO_FOLD if to_fold else "",
            ),
            folder=where,
            catalogs=catalogs,
            templates=templates_of,
            version=version,
            input=hashlib.sha256("\0".join(said).encode()).hexdigest(),
            to_fold=to_fold,
            last_week=last_week or (),
            agree=agree,
            recorded=told,
            person=options.print.person or people.by_turn(catalog.people, options.patient.id),
        )

    return made


def jobs(
    kind: str, rows: Iterable[tuple[int, Options]], folder: Path, catalog: Catalog, templates: Templates, **more: Any
) -> Iterator[Job]:
    """A job for each row, as `maker` makes it."""
    made = maker(kind, folder, catalog, templates, **more)
    for number, options in rows:
        yield made(number, options, None, "")


@cache
def _bytes_of(file: str) -> str:
    """A hash of a file; "" where there is none, which printing will tell, and where the name is the picture itself."""
    path = Path(file)
    return (
        hashlib.sha256(path.read_bytes()).hexdigest()
        if file and not file.startswith(IN_ITSELF) and path.is_file()
        else ""
    )


def _fingerprint(folders: tuple[Path, ...], pattern: str) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def volumes(alone: Iterable[File], size: int, label: str, *, separators: bool = True) -> Iterator[File]:
    """The rows in files of `size` documents each, in the order of the list; `label` is in their names."""
    every = iter(alone)
    number = 0
    while part := tuple(islice(every, size)):
        number += 1
        said = "\0".join(each.input for each in part)
        yield File(
            name=f"volume-{number:03}-{label}.pdf",
            folder=part[0].folder,
            input=hashlib.sha256(f"volume\0{separators}\0{said}".encode()).hexdigest(),
            rows=tuple(each.row for each in part),
            volume=True,
        )


def said_of(row: int, cleared: Cleared, *, planned: bool) -> Iterator[str]:
    """Who must be seen today, and what the rules left out of a row: by the patient's id, never by name.

    It is for the screen and the manifest. What is not `planned`, such as a checklist, had nothing to leave out.
    """
    assert cleared.options.patient is not None
    whose = f"row {row}: {cleared.options.patient.id}"
    for each in telling.urgent(cleared):
        yield f"{whose}: {each}"
    for each in telling.left_out(cleared) if planned else ():
        yield f"{whose}: left out: {each}"
    for each in signing.told(cleared):
        yield f"{whose}: {each}"


SET = "set"  # a kind of a batch only: several files of one patient in one


def with_plan(kind: str) -> bool:
    """Whether a kind of a batch prints the plan: a checklist and a report do not."""
    return kind == SET or (kind in kinds.KINDS and kinds.KINDS[kind].with_plan)
