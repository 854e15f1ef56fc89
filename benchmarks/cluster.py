"""What a row costs on a Dask cluster of one worker beside what it costs in one process here, with the scheduler counted.

    pip install -e '.[bench,cluster]' && python benchmarks/cluster.py --rounds 3

Both print the same made-up list by `printkit batch`, in turns, once a short and once a long one; what the rows between them take of
CPU time is told, so that beginning counts for neither. For the cluster that is the time of whoever asks, of the scheduler
and of the worker together.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from booklets import said_at, spread
from peers import made_up

_BATCH = (sys.executable, "-m", "printkit", "batch")
_PATIENCE = 30  # seconds for the scheduler and its worker to begin


def main() -> None:
    """Print the ratio of each round, and the share of each process."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, cluster(Path(name)) as (address, processes):
        folder = Path(name)
        everybody = made_up.patients(made_up.opened()[0], asked.many, seed=1)
        for count in (asked.few, asked.many):
            (folder / str(count)).mkdir()
            made_up.write(folder / str(count), everybody[:count])
        printed(folder / str(asked.few), "before", "--cluster", address)  # what is imported and read counts for no row
        ratios, shares = [], []
        for number in range(1, asked.rounds + 1):
            said_at(f"round {number} of {asked.rounds}")
            local, spent = 0.0, [0.0] * (1 + len(processes))
            for count, sign in ((asked.few, -1), (asked.many, 1)):
                local += sign * printed(folder / str(count), f"here-{number}", "--jobs", "1")
                before = [cpu(process) for process in processes]
                asking = printed(folder / str(count), f"there-{number}", "--cluster", address)
                each = [asking, *(cpu(process) - start for process, start in zip(processes, before, strict=True))]
                spent = [so_far + sign * more for so_far, more in zip(spent, each, strict=True)]
            ratios.append(sum(spent) / local)
            shares.append([1000 * one / (asked.many - asked.few) for one in (local, *spent)])
    here, asking, scheduler, worker = (statistics.median(each) for each in zip(*shares, strict=True))
    print(
        f"rows {asked.few + 1} to {asked.many}, CPU time of the cluster to that of one process here: {spread(ratios)};"
    )
    print(f"ms a row: here {here:.1f}, worker {worker:.1f}, scheduler {scheduler:.2f}, who asks {asking:.2f}")


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and one worker with one thread: the address, and the processes of both. Raises SystemExit when none begins."""
    told = folder / "scheduler.json"
    usual = ("--scheduler-file", str(told), "--no-dashboard")
    one = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder / "worker"))
    begin = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", *usual)
    work = (sys.executable, "-m", "distributed.cli.dask_worker", *one, *usual)
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        both = [subprocess.Popen(command, stdout=log, stderr=log) for command in (begin, work)]
    try:
        yield _address(told), [process.pid for process in both]
    finally:
        for process in both:
            process.terminate()
            process.wait()


def _address(told: Path) -> str:
    from distributed import Client  # only who measures a cluster has it

    end = time.monotonic() + _PATIENCE
    while not told.exists():
        if time.monotonic() > end:
            raise SystemExit("no scheduler has begun")
        time.sleep(0.1)
    with Client(scheduler_file=str(told), set_as_default=False) as client:
        client.wait_for_workers(1, timeout=_PATIENCE)
        return str(client.scheduler.address)


def printed(folder: Path, name: str, *how: str) -> float:
    """The CPU seconds of a command that prints the list of a folder, and of its own processes. Raises CalledProcessError."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = (*_BATCH, str(folder / made_up.ROSTER), "-o", str(folder / name), *how)
    subprocess.run(command, check=True, capture_output=True)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


def cpu(process: int) -> float:
    """The CPU seconds that a process has taken so far (Linux)."""
    said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
