"""A run over a roster: every job made once, whatever happens, by this process, a pool or a cluster."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from printkit.printing import files, manifest
from printkit.printing.jobs import Job, Result, Volume, make

_AHEAD = 4  # jobs in the hands of each worker, so that none waits and memory stays flat


# --- the run


def run(
    todo: Sequence[Job | Volume], folder: Path, executor: Executor | None, workers: int, roster: Path = Path()
) -> Iterator[Result]:
    """Make every job, and note each in the manifest as soon as its file is on the disk.

    With an executor a few jobs for each worker are under way; a worker that dies costs only these, and they are told as
    problems. Raises OutputError when the folder cannot be used, TakenError when a volume in it is of another list than
    `roster`.
    """
    files.made_ready(folder)
    files.sweep(folder)
    volumes = {each.name for each in todo if isinstance(each, Volume)}
    with manifest.opened(folder, todo, roster) as book:
        made = map(make, todo) if executor is None else _spread(todo, executor, workers * _AHEAD)
        for done in made:
            if done.output:
                mine = str(roster.resolve()) if done.name in volumes else ""
                manifest.note(book, replace(done, roster=mine))
            yield done


@contextmanager
def pool(count: int) -> Iterator[Executor]:
    """So many processes, which end when this one does, however it ends."""
    from multiprocessing import get_context, resource_tracker

    if os.name == "posix":
        resource_tracker.ensure_running()  # or the first worker would begin it, and hear signals again
    processes = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        yield processes
    finally:
        processes.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Watch the process that asked. One that was killed can end nobody, and its workers would wait for work for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait as ended
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there are no masks of signals, as on Windows
    parent = parent_process()
    if parent is None:
        return
    watched = parent.sentinel

    def watch() -> None:
        ended([watched])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


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
        with _deaf_to_ctrl_c():
            return {submit(make, job): job}
    except Exception as error:  # noqa: BLE001 - a pool that broke takes no more work
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return {broken: job}


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that begin meanwhile never hear a Ctrl-C, which a terminal sends to all: the one that asked ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile is heard now
