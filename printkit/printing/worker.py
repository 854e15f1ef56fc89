"""What a worker makes of a job: one file, whole or not at all, and word of what became of it.

A worker is this process, one of a pool, or one of a cluster. It is given all that it needs but the catalogue and the
templates, which it reads by their folders and keeps.
"""

import gc
import hashlib
import re
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.document import Document, texts
from printkit.errors import PrintkitError, TakenError
from printkit.intake import unnamed
from printkit.model.options import Options, Patient
from printkit.outcomes.history import Sheets
from printkit.pdf.imposition import folded, volume
from printkit.pdf.pages import draw, sheets_of
from printkit.pipeline import LaidOut, Variant
from printkit.printing import files, sets
from printkit.printing.jobs import REPORTS, SET, Job, Recorded, Result, Volume, said_of, with_plan
from printkit.reports import report
from printkit.sheets import issued

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from printkit.layout.pagination import Laid
    from printkit.sheets.geometry import Sheet


# the last one; its key is that of `_opened`
_SHARED: dict[tuple[tuple[str, ...], tuple[str, ...], str], tuple[Catalog, Templates]] = {}


class _Bytes(Struct, frozen=True):
    """What was made of a row or a volume, before it is a file."""

    data: bytes = b""
    problem: str = ""
    left_out: tuple[str, ...] = ()
    media: str = ""
    charts: tuple[Sheets, ...] = ()
    one_sided: bool = False
    anonymous: int = 0


def make(work: Job | Volume) -> Result:
    """Print one row, or one volume. Whatever is wrong is in `problem`: one bad row never stops the others."""
    with _garbage_once():
        return _made(work)


@contextmanager
def _garbage_once() -> "Iterator[None]":
    """Look for garbage once, at the end, and among what is new only.

    All that is remembered of earlier rows is no garbage, and looking through it again and again takes a fifth of a row. A
    row leaves some 200 objects that lead to each other.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was:
            gc.enable()


def _made(work: Job | Volume) -> Result:
    made, taken = _volume(work) if isinstance(work, Volume) else _alone(work), False
    data, problem = made.data, made.problem
    if data:
        try:
            files.write(data, Path(work.folder) / work.name, vouched=(work.before,))
        except TakenError as error:
            error.hint = "move it away, or give another folder with -o"
            data, problem, taken = b"", str(error), True
        except PrintkitError as error:
            data, problem = b"", str(error)
    written = hashlib.sha256(data).hexdigest() if data else ""
    return Result(
        row=work.row, name=work.name, input=work.input, output=written, problem=problem, left_out=made.left_out,
        media=made.media, taken=taken, charts=made.charts if data else (),
        one_sided=made.one_sided, anonymous=made.anonymous,
    )  # fmt: skip


def _alone(job: Job) -> _Bytes:
    found, problem = laid_rows(job)
    if not found:
        return _Bytes(problem=problem)
    first, media = found[0], found[0].laid.document.paper
    charts: tuple[Sheets, ...] = ()  # what is to be folded has no codes
    if job.to_fold:
        media = pipeline.to_be_folded(job.options, catalog_of(job))[1]
        data = folded(first.laid, media)[0]
    elif len(found) > 1:
        data = volume(job.name.removesuffix(".pdf"), [("", each.laid) for each in found], separators=False)[0]
        charts = tuple(sheets for each in found for sheets in _charts(each, sheets_of(each.laid)))
    else:
        printed = draw(first.laid)
        data, charts = printed.data, _charts(first, printed.sheets)
    return _Bytes(data, left_out=_left_out(job, first), media=media, charts=charts)


def _left_out(job: Job, found: LaidOut) -> tuple[str, ...]:
    """Who must be seen today, and what the rules left out of a row."""
    return tuple(said_of(job.row, found.cleared, planned=with_plan(job.kind)))


def _charts(found: LaidOut, filled: "tuple[Sheet, ...]") -> tuple[Sheets, ...]:
    sheets = issued.sheets_of(found.laid.document, found.cleared.options, filled)
    return () if sheets is None else (sheets,)


def _volume(work: Volume) -> _Bytes:
    """A file with every row that can be printed, what is wrong with the others, and what was left out of each."""
    problems: list[str] = []
    left_out: list[str] = []
    charts: list[Sheets] = []
    papers: set[str] = set()
    anonymous = 0

    def rows() -> "Iterator[tuple[str, Laid]]":
        """Each document when it is wanted, so that no more than one is held."""
        nonlocal anonymous
        for job in work.jobs:
            found, problem = laid_rows(job)
            if not found or job.options.patient is None:
                problems.append(f"row {job.row}: {job.name}: {problem}")
                continue
            left_out.extend(_left_out(job, found[0]))
            charts.extend(sheets for each in found for sheets in _charts(each, sheets_of(each.laid)))
            papers.update(each.laid.document.paper for each in found)
            anonymous += not (work.separators or _says_whose(found[0].laid.document, job.options.patient))
            labels = (job.options.patient.id, *[""] * (len(found) - 1))
            yield from ((label, each.laid) for label, each in zip(labels, found, strict=True))
            del found
            gc.collect(0)  # see `_garbage_once`

    # whether a sheet for each is enough is known only when all are laid out
    parts = list(rows()) if _is_a_page(work.jobs[0].kind) else rows()
    one_sided = isinstance(parts, list) and all(len(laid.pages) == 1 for _, laid in parts)
    title = work.name.removesuffix(".pdf")
    first, others = next(iter(parts), None), parts[1:] if isinstance(parts, list) else parts
    data = volume(title, chain([first], others), separators=work.separators, one_sided=one_sided)[0] if first else b""
    media = papers.pop() if len(papers) == 1 else ""
    return _Bytes(data, "\n".join(problems), tuple(left_out), media, tuple(charts), one_sided, anonymous)


def _is_a_page(kind: str) -> bool:
    """Whether a document of a kind stands on one page, but for a reader who needs its back."""
    of_report = REPORTS.get(kind)
    found = report.KINDS[of_report] if of_report is not None else kinds.KINDS.get(kind)
    return found is not None and (found.one_page or found.one_page_if_it_fits)


def _says_whose(document: Document, patient: Patient) -> bool:
    """Whether a name, or an id that is no mere number, stands on the pages of a document."""
    words = "\n".join(texts(document.blocks))
    known = [each for each in (patient.name, patient.id) if each and not each.isdecimal()]
    return any(re.search(rf"(?<![\w.-]){re.escape(each)}(?![\w-])", words) for each in known)


def laid_rows(job: Job) -> tuple[tuple[LaidOut, ...], str]:
    """A row on its pages, a set as its files one after the other; or nothing and the reason why not."""
    if job.problem:
        return (), job.problem
    catalog, templates = _read(job)
    kind = job.kind
    names: Mapping[str, object] = {}
    try:
        if job.recorded is not None:
            return (_reported(job, job.recorded, catalog, templates),), ""
        if kind == SET:
            return _set(job, catalog, templates), ""
        if kind in catalog.names("checklists"):
            kind, names = "checklist", unnamed.checklist_names(catalog, kind, ())
        options = pipeline.to_be_folded(job.options, catalog)[0] if job.to_fold else job.options
        variant = Variant(names=names, no_charts=job.to_fold, last_week=job.last_week, agree=job.agree)
        found = pipeline.laid_out(kinds.KINDS[kind], catalog, templates, options, variant)
    except PrintkitError as error:
        return (), str(error)
    except Exception as error:  # noqa: BLE001 - a bug of ours must not cost the other rows
        return (), f"this is a bug in printkit ({type(error).__name__})"
    return (found,), ""


def _set(job: Job, catalog: Catalog, templates: Templates) -> tuple[LaidOut, ...]:
    def made(kind: str, options: Options, variant: Variant) -> LaidOut:
        return pipeline.laid_out(kinds.KINDS[kind], catalog, templates, options, variant)

    found = sets.pieces(made, catalog, job.options, pipeline.reviewed(catalog, job.options))
    return tuple(piece.made for piece in found)


def _reported(job: Job, told: Recorded, catalog: Catalog, templates: Templates) -> LaidOut:
    days = told.days
    return report.laid_out(
        REPORTS[job.kind], catalog, templates, job.options, told.unpacked(), days.since, days.until, told.today
    )


def catalog_of(job: Job) -> Catalog:
    """The catalogue of a job."""
    return _read(job)[0]


def share(catalog: Catalog, templates: Templates) -> None:
    """Print from what is read already, in this process and in those that begin as a copy of it."""
    key = tuple(map(str, catalog.folders)), tuple(map(str, templates.folders)), catalog.spoken_version
    _SHARED.clear()
    _SHARED[key] = catalog, templates


def _read(job: Job) -> tuple[Catalog, Templates]:
    key = job.catalogs, job.templates, job.version
    return _SHARED.get(key) or _opened(*key)


@lru_cache(maxsize=2)
def _opened(catalogs: tuple[str, ...], templates: tuple[str, ...], _version: str) -> tuple[Catalog, Templates]:
    """What a worker reads once, and again when it lives longer than a version of the catalogue."""
    return Catalog(tuple(map(Path, catalogs))), Templates(tuple(map(Path, templates)))
