"""A dry run on paper: what each row of a list would print, for whoever looks it through before the ward prints it.

Each row is laid out and not drawn, so its pages are those that it would have. The table names a patient by the id only.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from printkit import pipeline
from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content import explanation
from printkit.planning import signing, telling
from printkit.planning.safety import Cleared
from printkit.printing import worker
from printkit.printing.batch import Batch
from printkit.printing.jobs import Job, with_plan
from printkit.reading import tables

COLUMNS = ("row", "patient", "state", "file", "pages", "side", "look", "today", "left out", "missing", "problems")


class Preview(Struct, frozen=True, kw_only=True):
    """What one job would print, or the reason why it would not."""

    row: int
    name: str = ""  # of its file
    pages: int = 0
    look: str = ""
    today: tuple[str, ...] = ()  # what must be done before any exercise, with its rule
    left_out: tuple[str, ...] = ()  # a sentence each, with the words of its rule
    problem: str = ""


def of(job: Job) -> Preview:
    """Lay a job out. Whatever is wrong is in `problem`, as when it is made."""
    rows, problem = worker.laid_rows(job)
    found = rows[0] if rows else None
    if found is None:
        return Preview(row=job.row, name=job.name, problem=problem)
    cleared = found.cleared
    return Preview(
        row=job.row,
        name=job.name,
        pages=sum(len(each.laid.pages) for each in rows),
        look=str(cleared.profile),
        today=tuple(explanation.said_first(cleared, pipeline.speaker(worker.catalog_of(job), cleared.options))),
        left_out=tuple(_why(cleared, worker.catalog_of(job))) if with_plan(job.kind) else (),
    )


def _why(cleared: Cleared, catalog: Catalog) -> Iterator[str]:
    """What the rules left out, by the ids, and why in the words of the rule."""
    voice = pipeline.speaker(catalog, cleared.options)
    rules = [*(each.rule for each in cleared.left_out), *(each.rule for each in cleared.withheld)]
    for what, rule in zip(telling.left_out(cleared), rules, strict=True):
        yield f"{what}: {voice.say(in_language(rule.because, cleared.options.language, rule.id))}"
    yield from signing.told(cleared)


def as_csv(found: Batch, previews: Iterable[Preview]) -> str:
    """A table with a row for each of the list."""
    return "\ufeff" + tables.as_csv([COLUMNS, *_rows(found, {each.row: each for each in previews})])


def _rows(found: Batch, previews: Mapping[int, Preview]) -> Iterator[tuple[str, ...]]:
    sides = {row.number: str(row.side) for row in found.rows if row.side is not None}
    for state in found.states():
        seen = previews.get(state.row, Preview(row=state.row))
        problems = (*state.problems, seen.problem) if seen.problem else state.problems
        yield (
            str(state.row),
            state.patient,
            "refused" if problems else state.state,
            "" if problems else state.file,
            str(seen.pages or ""),
            sides.get(state.row, ""),
            seen.look,
            "; ".join(seen.today),
            "; ".join(seen.left_out),
            "; ".join(gap.fact for gap in found.gaps if state.row in gap.rows),
            "; ".join(" ".join(problem.split()) for problem in problems),
        )
