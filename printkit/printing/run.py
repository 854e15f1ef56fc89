"""A run over a roster: every job made once, whatever happens, by this process, some processes or a cluster."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from printkit.printing import files, manifest, preview
from printkit.printing.jobs import File, Job, Result, Volume
from printkit.printing.preview import Preview
from printkit.printing.worker import make

if TYPE_CHECKING:
    from printkit.printing.processes import Processes  # a window of a browser has none

W = TypeVar("W", Job, Job | Volume)
R = TypeVar("R")
_AHEAD = 2  # tasks in the hands of each worker of a cluster, so that none waits and memory stays flat
_TOGETHER = 16  # rows of a task: a scheduler spends as much on a task, whatever is in it


# --- the run


def run(
    todo: Iterable[Job | Volume],
    folder: Path,
    executor: "Executor | Processes | None",
    workers: int,
    roster: Path = Path(),
    note: Callable[..., None] = lambda *_: None,
    claims: Iterable[File] = (),
) -> Generator[Result, None, None]:
    """Make every job, and note each in the manifest as soon as its file is on the disk.

    Before that `note` gets its charts, for a diary: so what the manifest calls made is known there, whenever a run is
    killed. With processes or a cluster a few jobs for each worker are under way; a worker that dies costs only these, and
    they are told as problems. `claims` are the files of `todo`, so that volumes are known to be of `roster` before the first is
    made. Raises OutputError when the folder cannot be used, TakenError when a volume in it is of another list.
    """
    files.made_ready(folder)
    files.sweep(folder)
    claimed = tuple(claims)
    volumes = {each.name for each in claimed if each.volume}
    with manifest.opened(folder, claimed, roster) as book:
        made = _spread(todo, executor, workers, make, _not_made)
        for done in made:
            if done.output:
                note(*done.charts)
                mine = str(roster.resolve()) if done.name in volumes else ""
                manifest.note(book, replace(done, roster=mine))
            yield done


def previews(todo: Iterable[Job], executor: "Executor | Processes | None", workers: int) -> Iterator[Preview]:
    """What every job would print, laid out by the same workers. Nothing is written."""
    return _spread(todo, executor, workers, preview.of, _not_seen)


def _not_made(work: Job | Volume, problem: str) -> Result:
    return Result(row=work.row, name=work.name, input=work.input, problem=problem)


def _not_seen(job: Job, problem: str) -> Preview:
    return Preview(row=job.row, name=job.name, problem=problem)


def _spread(
    todo: Iterable[W], executor: "Executor | Processes | None", workers: int, do: Callable[[W], R],
    not_done: Callable[[W, str], R],
) -> Iterator[R]:  # fmt: skip
    """What becomes of each job; `not_done` says it of one whose worker died."""
    if executor is None:
        return map(do, todo)
    if isinstance(executor, Executor):
        return _on_cluster(todo, executor, workers * _AHEAD, do, not_done)
    return executor.spread(todo, do, not_done)


def _on_cluster(
    todo: Iterable[W], executor: Executor, most: int, do: Callable[[W], R], not_done: Callable[[W, str], R]
) -> Iterator[R]:
    """Some rows a task. Those of a task that was lost are tried again one by one, so that only what kills its worker is told."""
    waiting: dict[Future[list[R]], tuple[W, ...]] = {}
    tasks = _tasks(todo)
    alone: list[tuple[W, ...]] = []  # jobs of a task that was lost
    more = True
    while more or waiting:
        while (more or alone) and len(waiting) < most:
            task = alone.pop() if alone else next(tasks, ())
            more = more and bool(task)
            if task:
                waiting |= _given(executor.submit, do, task)
        ended, _ = wait(waiting, return_when=FIRST_COMPLETED) if waiting else (set(), None)
        for future in ended:
            task = waiting.pop(future)
            try:
                yield from future.result()
            except Exception as error:  # noqa: BLE001 - a dead worker breaks in ways of its own
                if len(task) == 1:
                    yield not_done(task[0], f"its worker died ({type(error).__name__}); run again")
                alone += [(job,) for job in task if len(task) > 1]


def _tasks(todo: Iterable[W]) -> Iterator[tuple[W, ...]]:
    task: list[W] = []
    for job in todo:
        task.append(job)
        if sum(len(each.jobs) for each in task) >= _TOGETHER:
            yield tuple(task)
            task = []
    if task:
        yield tuple(task)


def _given(
    submit: Callable[..., Future[Any]], do: Callable[[W], R], task: tuple[W, ...]
) -> dict[Future[list[R]], tuple[W, ...]]:
    try:
        return {submit(_each, do, task): task}
    except Exception as error:  # noqa: BLE001 - a cluster that broke takes no more work
        broken: Future[list[R]] = Future()
        broken.set_exception(error)
        return {broken: task}


def _each(do: Callable[[W], R], task: tuple[W, ...]) -> list[R]:
    return [do(job) for job in task]
