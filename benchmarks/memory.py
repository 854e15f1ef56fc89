"""How the memory of one process grows with a list: the most that it has had after each so many booklets.

    python benchmarks/memory.py [--wheel] [--booklets 3000] [--exercises 10] [--planned 100000]

Made-up patients, each with ten exercises out of forty, one of seven people in the pictures and random doses of their own; with
fewer exercises the booklets are small, which must be said beside the figures. Every row goes through the work of `printkit
batch` to the bytes, which are counted and not kept. A wheel has its pictures ready, a checkout draws them. With `--planned` a
list of so many rows is only checked, and held against the rules: what that takes of CPU time and adds to the memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import startup
from peers import made_up

from printkit.printing import batch, jobs, worker
from printkit.printing.batch_request import BatchRequest

_TOLD = (1, 10, 100, 200, 300, 600, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 100_000)


def main() -> None:
    """Print a line for each stretch, as soon as it is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--booklets", type=int, default=3000)
    parser.add_argument("--exercises", type=int, default=10)
    parser.add_argument("--planned", type=int, default=0, help="only check a list of so many rows")
    parser.add_argument("--wheel", action="store_true", help="measure a wheel of this checkout, as pip installs it")
    asked = parser.parse_args()
    if asked.wheel:
        in_a_wheel([each for each in sys.argv[1:] if each != "--wheel"])
        return
    made_up._A_BOOKLET = asked.exercises  # noqa: SLF001 - a benchmark of ours
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for line in planned(folder, asked.planned) if asked.planned else printed(folder, asked.booklets):
            print(line, flush=True)


def in_a_wheel(given: list[str]) -> None:
    """The same by a process that has the printkit of a wheel."""
    with tempfile.TemporaryDirectory() as name:
        site = str(startup.unpacked_wheel(Path(name)))  # before what is installed here
        subprocess.run([sys.executable, __file__, *given], check=True, env={**os.environ, "PYTHONPATH": site})


def printed(folder: Path, count: int) -> Iterator[str]:
    """Memory and CPU time while booklets are made, one process after the list was written by another."""
    written_apart(folder, count)
    catalog, templates = made_up.opened(folder)
    worker.share(catalog, templates)  # as of a list that was checked
    start, size = time.process_time(), 0
    rows = islice(made_up.read(folder, catalog), count)
    yield "| booklets | most MiB | CPU seconds | kB each |"
    yield "|---|---|---|---|"
    for number, job in enumerate(jobs.jobs("booklet", rows, folder, catalog, templates), 1):
        done = worker.make(job)
        if done.problem:
            raise ValueError(done.problem)
        file = folder / done.name
        size += file.stat().st_size
        file.unlink()
        if number in _TOLD or number == count:
            yield f"| {number:,} | {peak():.0f} | {time.process_time() - start:.0f} | {size / number / 1000:.0f} |"


def planned(folder: Path, count: int) -> Iterator[str]:
    """A list that is only checked, without and with the rules."""
    written_apart(folder, count)
    catalog, templates = made_up.opened(folder)
    yield "| rows | rules asked | CPU seconds | ms a row | MiB before | most MiB |"
    yield "|---|---|---|---|---|---|"
    for rules in (False, True):
        before, start = peak(), time.process_time()
        request = BatchRequest(
            roster=folder / made_up.ROSTER, kind="booklet", folder=folder, today=made_up.PRINTED_ON, rules=rules
        )
        found = batch.planned(request, catalog, templates)
        spent = time.process_time() - start
        if found.problems:
            raise ValueError(str(found.problems[0]))
        asked = "yes" if rules else "no"
        yield f"| {count:,} | {asked} | {spent:.1f} | {spent / count * 1000:.2f} | {before:.0f} | {peak():.0f} |"


def written_apart(folder: Path, count: int) -> None:
    """The list, by a process of its own, so that what it takes to make people up is not counted."""
    process = get_context("spawn").Process(target=_written, args=(folder, count, made_up._A_BOOKLET))  # noqa: SLF001
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the list could not be written")


def _written(folder: Path, count: int, exercises: int) -> None:
    made_up._A_BOOKLET = exercises  # noqa: SLF001
    made_up.write(folder, made_up.patients(made_up.opened()[0], count, seed=1))


def peak() -> float:
    """The most memory that this process has had, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
