"""Processes that do the jobs of a run beside each other, each with what it remembers for itself.

What is remembered is mostly drawings, and each is of one of the people in the pictures. So a process is given rows with the
people that it has drawn before, and nobody is drawn twice but where one process would have nothing to do.

On Linux a process begins as a copy of this one, with the catalogue read and all modules imported, and its memory is shared as long
as nobody writes into it. That is safe only while this process has one thread; elsewhere each process begins afresh.
"""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Literal, TypeVar

from msgspec import Struct

from printkit.printing.jobs import Job, Volume

W = TypeVar("W", Job, Job | Volume)
R = TypeVar("R")
Start = Literal["fork", "spawn"]
_IN_HAND = 2  # jobs of each process, so that none waits for the next
_SEEN = 32  # rows for each process among which it finds those with its people


class _Process(Struct, eq=False):
    """One process, as the one who asks knows it."""

    process: BaseProcess
    connection: Connection
    in_hand: deque[Any]  # jobs, the one that it works on first
    people: set[str]  # whom it has drawn


class Processes:
    """So many processes, which do what `spread` gives them."""

    def __init__(self, count: int, start: Start) -> None:
        """Begin them, each as a copy of this one ("fork") or afresh ("spawn")."""
        context = get_context("fork") if start == "fork" else get_context("spawn")
        self._all: list[_Process] = []
        for _ in range(count):
            here, there = context.Pipe()
            others = [each.connection for each in self._all] if start == "fork" else []
            mine = here if start == "fork" else None  # what a copy has of this process and must not hold open
            process = context.Process(target=_serve, args=(there, [*others, *filter(None, [mine])]))
            with deaf_to_ctrl_c():
                process.start()
            there.close()
            self._all.append(_Process(process, here, deque(), set()))

    def spread(self, todo: Iterable[W], do: Callable[[W], R], not_done: Callable[[W, str], R]) -> Iterator[R]:
        """What becomes of each job; `not_done` says it of one whose process died. The others go on with the rest."""
        work = iter(todo)
        waiting: deque[W] = deque()
        alive = list(self._all)
        more = True
        while True:
            rows = sum(len(each.jobs) for each in waiting)
            while more and (not waiting or rows < _SEEN * len(self._all)):
                if (job := next(work, None)) is None:
                    more = False
                    break
                waiting.append(job)
                rows += len(job.jobs)
            while waiting and (free := min(alive, key=lambda each: len(each.in_hand), default=None)) is not None:
                if len(free.in_hand) == _IN_HAND:
                    break
                job = _fitting(waiting, free, alive)
                free.in_hand.append(job)
                free.people.add(_person(job))
                with suppress(OSError), deaf_to_ctrl_c():  # dead is seen below; half a message would never end
                    free.connection.send((do, job))
            if not alive:
                yield from (not_done(job, "no worker is left; run again") for job in waiting)
                waiting.clear()
                if not more:
                    return
                continue
            if not any(each.in_hand for each in alive):
                return
            for ready in wait([each.connection for each in alive]):
                each = next(one for one in alive if one.connection is ready)
                try:
                    done, found = each.connection.recv()
                except (EOFError, OSError):
                    alive.remove(each)
                    each.process.join()
                    why = f"its worker died (exit code {each.process.exitcode}); run again"
                    yield from (not_done(job, why) for job in each.in_hand)
                    continue
                job = each.in_hand.popleft()
                yield found if done else not_done(job, f"this is a bug in printkit ({found})")

    def end(self) -> None:
        """Let each finish what it has in hand, and end it."""
        for each in self._all:
            with suppress(OSError):
                each.connection.send(None)
        for each in self._all:
            with suppress(EOFError, OSError):
                while True:  # one that still has something to say would wait for ever
                    each.connection.recv_bytes()
            each.connection.close()
            each.process.join()


@contextmanager
def pool(count: int, start: Start | None = None) -> Iterator[Processes]:
    """So many processes, which end when this one does, however it ends; `start` is "fork" or "spawn", else what is safe here."""
    alone = sys.platform == "linux" and threading.active_count() == 1
    start = start or ("fork" if alone else "spawn")
    if start == "spawn" and os.name == "posix":
        resource_tracker.ensure_running()  # or the first worker would begin it, and hear signals again
    processes = Processes(count, start)
    try:
        yield processes
    finally:
        processes.end()


def _fitting(waiting: deque[W], free: _Process, alive: list[_Process]) -> W:
    """The next job for a process, taken from those that wait: with people whom it knows, else whom nobody does, else the first."""
    known = set[str]().union(*(each.people for each in alive))
    place = next((at for at, job in enumerate(waiting) if _person(job) in free.people), None)
    if place is None:
        place = next((at for at, job in enumerate(waiting) if _person(job) not in known), 0)
    job = waiting[place]
    del waiting[place]
    return job


def _person(job: Job | Volume) -> str:
    """Who is seen in the pictures of a job; a volume shows them all."""
    return job.person if isinstance(job, Job) else ""


# --- in each process


def _serve(connection: Connection, not_mine: list[Connection]) -> None:
    """Do what is sent, until there is nothing more, or nobody who could ask."""
    gc.freeze()  # what is there is shared as long as nobody looks through it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where there are no masks of signals, as on Windows
    for each in not_mine:
        each.close()
    given: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, given), daemon=True).start()
    while (asked := given.get()) is not None:
        do, job = asked
        try:
            found = True, do(job)
        except Exception as error:  # noqa: BLE001 - a bug of ours must not cost the other rows
            found = False, type(error).__name__
        connection.send(found)


def _listen(connection: Connection, given: "SimpleQueue[Any]") -> None:
    """Hand on what comes. The one who asked may have been killed: then there is nobody to work for."""
    try:
        while True:
            given.put(connection.recv())
    finally:
        os._exit(1)


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that begin meanwhile never hear a Ctrl-C, which a terminal sends to all: the one that asked ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile is heard now
