"""A run over a roster: every job made once, whatever happens, by this process, a pool or a cluster."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from typing import Any

from printkit.printing import files
from printkit.printing.jobs import Job, Result, Volume, make
from printkit.printing.manifest import MANIFEST, note

_AHEAD = 4  # jobs in the hands of each worker, so that none waits and memory stays flat


# --- the run


def run(todo: Iterable[Job | Volume], folder: Path, executor: Executor | None, workers: int) -> Iterator[Result]:
    """Make every job, and note each in the manifest as soon as its file is on the disk.

    With an executor a few jobs for each worker are under way; a worker that dies costs only these, and they are told as
    problems.
    """
    files.sweep(folder)
    descriptor = os.open(folder / MANIFEST, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as manifest:
        made = map(make, todo) if executor is None else _spread(todo, executor, workers * _AHEAD)
        for done in made:
            if not done.problem:
                note(manifest, done)
            yield done


def _spread(todo: Iterable[Job | Volume], executor: Executor, most: int) -> Iterator[Result]:
    waiting: dict[Future[Result], Job | Volume] = {}
    work = iter(todo)
    more = True
    while more or waiting:
        while more and len(waiting) < most:
            job = next(work, None)
            more = job is not None
            if job is not None:
                waiting |= _given(executor.submit, job)
        ended, _ = wait(waiting, return_when=FIRST_COMPLETED) if waiting else (set(), None)
        for future in ended:
            job = waiting.pop(future)
            try:
                yield future.result()
            except Exception as error:  # noqa: BLE001 - a dead worker breaks in ways of its own
                kind = type(error).__name__
                yield Result(
                    row=job.row, name=job.name, input=job.input, problem=f"its worker died ({kind}); run again"
                )


def _given(submit: Callable[..., Future[Any]], job: Job | Volume) -> dict[Future[Result], Job | Volume]:
    try:
        return {submit(make, job): job}
    except Exception as error:  # noqa: BLE001 - a pool that broke takes no more work
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return {broken: job}
