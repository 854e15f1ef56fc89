"""What a row costs on a Dask cluster of one worker beside what it costs in one process here, with the scheduler counted.

    pip install -e '.[bench,cluster]' && python benchmarks/cluster.py --rounds 3

Both print the same made-up list by `printkit batch`, once a short and once a long one; what the rows between them take of CPU time is
told, so that beginning counts for neither. They take turns of a second, in which the other is stopped, so that both see the
same machine. For the cluster that is the time of whoever asks, of the scheduler and of the worker together: once as Dask
begins them, once with the settings that docs/clinic.md has for a cluster.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from booklets import said_at, spread
from peers import made_up

_BATCH = (sys.executable, "-m", "printkit", "batch")
_PATIENCE = 30  # seconds for the scheduler and its worker to begin
_TURN = 1.0  # seconds
_CLUSTERS = {
    "as Dask begins it": {},
    "as docs/clinic.md says": {
        "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
        "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms",
    },
}


def main() -> None:
    """Print the ratio of each round, and the share of each process."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=500)
    asked = parser.parse_args()
    for how, settings in _CLUSTERS.items():
        with tempfile.TemporaryDirectory() as name, cluster(Path(name), settings) as (address, processes):
            folder = Path(name)
            everybody = made_up.patients(made_up.opened()[0], asked.many, seed=1)
            for count in (asked.few, asked.many):
                (folder / str(count)).mkdir()
                made_up.write(folder / str(count), everybody[:count])
            both(folder / str(asked.few), "before", address, processes)  # what is imported and read counts for no row
            rows = asked.many - asked.few
            rounds = []
            for number in range(1, asked.rounds + 1):
                said_at(f"{how}: round {number} of {asked.rounds}")
                few, many = (
                    both(folder / str(count), str(number), address, processes) for count in (asked.few, asked.many)
                )
                rounds.append([1000 * (more - less) / rows for less, more in zip(few, many, strict=True)])
        print(f"a cluster {how}, rows {asked.few + 1} to {asked.many}:")
        ratios = [sum(shares) / here for here, *shares in rounds]
        print(f"  CPU time of the cluster to that of one process here: {spread(ratios)};")
        here, asking, scheduler, rows_alone, beside = (statistics.median(each) for each in zip(*rounds, strict=True))
        worker = f"the worker's rows {rows_alone:.1f}, the worker beside them {beside:.2f}"
        print(f"  ms a row: here {here:.1f}, {worker}, scheduler {scheduler:.2f}, who asks {asking:.2f}")


@contextmanager
def cluster(folder: Path, settings: Mapping[str, str]) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and one worker with one thread: the address, and the processes of both. Raises SystemExit when none begins."""
    told = folder / "scheduler.json"
    usual = ("--scheduler-file", str(told), "--no-dashboard")
    one = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder / "worker"))
    begin = (sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", *usual)
    work = (sys.executable, "-m", "distributed.cli.dask_worker", *one, *usual)
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        each_with = os.environ | settings
        begun = [subprocess.Popen(command, stdout=log, stderr=log, env=each_with) for command in (begin, work)]
    try:
        yield _address(told), [process.pid for process in begun]
    finally:
        for process in begun:
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


def both(folder: Path, name: str, address: str, processes: list[int]) -> tuple[float, ...]:
    """The CPU seconds of one process that prints the list of a folder, and of all that print it on the cluster.

    These are whoever asks, the scheduler, the thread of the worker that makes rows, and its others. Raises SystemExit when
    one of the two commands fails.
    """
    before = [threads(process) for process in processes]
    here = asked_for(folder, f"here-{name}", "--jobs", "1")
    there = asked_for(folder, f"there-{name}", "--cluster", address)
    turns = {here: [here], there: [there, *processes]}
    taken: dict[int, float] = {}
    while turns:
        for asks in list(turns):
            for other, group in turns.items():
                for process in group:
                    os.kill(process, signal.SIGCONT if other == asks else signal.SIGSTOP)
            end = time.monotonic() + _TURN
            while asks not in taken and time.monotonic() < end:
                ended, status, used = os.wait4(asks, os.WNOHANG)
                if ended:
                    taken[asks] = used.ru_utime + used.ru_stime
                    del turns[asks]
                    if status:
                        raise SystemExit(f"a command failed: {folder / name}")
                time.sleep(0.02)
    scheduler, worker = (
        sorted(spent - start.get(thread, 0) for thread, spent in threads(process).items())
        for process, start in zip(processes, before, strict=True)
    )
    return taken[here], taken[there], sum(scheduler), worker[-1], sum(worker[:-1])


def asked_for(folder: Path, name: str, *how: str) -> int:
    """The process of a command that begins to print the list of a folder."""
    command = (*_BATCH, str(folder / made_up.ROSTER), "-o", str(folder / name), *how)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid


def threads(process: int) -> dict[str, float]:
    """The CPU seconds that each thread of a process has taken so far (Linux)."""
    said = {each.name: (each / "stat").read_text("utf-8") for each in Path(f"/proc/{process}/task").iterdir()}
    times = {name: line.rpartition(")")[2].split()[11:13] for name, line in said.items()}
    return {name: sum(map(int, both)) / os.sysconf("SC_CLK_TCK") for name, both in times.items()}


if __name__ == "__main__":
    main()
