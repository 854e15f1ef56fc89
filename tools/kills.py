"""Kill runs at random moments and look what they leave: `python tools/kills.py [--kills 200] [--seed 1]`.

A batch with 1 and with 2 processes, one that makes volumes, and an import into a diary are ended by SIGKILL, SIGTERM or
SIGINT of the process that was asked (nobody tells its workers), or by a Ctrl-C, which a terminal sends to all. Then no file may be halved, nothing that was noted may be
missing, no process may live on; and the same command, run again, must end with what an undisturbed run has made, no more
and no less. Where a run had ended before the signal came, it counts as one that was not hit. Needs /proc.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from printkit.printing import manifest

WAYS = {
    "SIGKILL": (os.kill, signal.SIGKILL),
    "SIGTERM": (os.kill, signal.SIGTERM),
    "SIGINT": (os.kill, signal.SIGINT),
    "Ctrl-C": (os.killpg, signal.SIGINT),
}
ROWS = 12
_FREE = 20.0  # seconds for workers to see that nobody is there any more
_HEAD = "id,side,programme,screened by,screened on,clinic.region\n"
_DAYS = ("2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08")


class Work(Struct, frozen=True):
    """A command that can be killed: what it is called, its words after `printkit`, and what it leaves in a folder."""

    name: str
    words: tuple[str, ...]

    def command(self, given: Path, out: Path) -> list[str]:
        """The command for a folder with what is given and one for what is made."""
        words = [each.format(given=given, out=out) for each in self.words]
        return [sys.executable, "-m", "printkit", *words]


_BATCH = ("batch", "{given}/list.csv", "--kind", "fridge", "-o", "{out}", "--jobs")
WORKS = (
    Work("batch, 1 process", (*_BATCH, "1")),
    Work("batch, 2 processes", (*_BATCH, "2")),
    Work("batch, volumes", (*_BATCH, "2", "--combined", "4")),
    Work("diary import", ("diary", "import", "{given}/log.csv", "--diary", "{out}/diary.sqlite3")),
)


class Fault(Struct, frozen=True):
    """What was lost, halved, doubled or left behind, and when."""

    work: str
    how: str
    seconds: float
    said: str


class Count(Struct):
    """What became of all kills."""

    kills: Counter[str]
    hit: int
    faults: list[Fault]


def written(folder: Path, rows: int) -> None:
    """A list of patients, and a log of theirs that is one transaction of some seconds."""
    screened = "J. Marsh,2026-11-16,GB"
    lines = [f"p-{number},{('left', 'right')[number % 2]},foot-drop,{screened}\n" for number in range(rows)]
    (folder / "list.csv").write_text(_HEAD + "".join(lines), encoding="utf-8")
    log = [
        f"p-{number},{day},{what},{number % 4}\n"
        for number in range(rows * 60)
        for day in _DAYS
        for what in ("seated-toe-raise", "sit-to-stand", "bridging")
    ]
    (folder / "log.csv").write_text("patient,day,what,sets\n" + "".join(log), encoding="utf-8")


def killed(kills: int, seed: int, folder: Path, rows: int = ROWS) -> Count:
    """Kill each kind of work in turn, at random moments of its life."""
    chance = random.Random(seed)
    given = folder / "given"
    given.mkdir()
    written(given, rows)
    calm = {work.name: _undisturbed(work, given, folder) for work in WORKS}
    count = Count(Counter(), 0, [])
    for number in range(kills):
        work = WORKS[number % len(WORKS)]
        how = tuple(WAYS)[number // len(WORKS) % len(WAYS)]
        lives, made = calm[work.name]
        seconds = chance.uniform(0, lives)
        out = folder / f"out-{number}"
        out.mkdir()
        count.kills[f"{work.name}: {how}"] += 1
        hit, said = _one(work, given, out, how, seconds, made)
        count.hit += hit
        count.faults += (Fault(work.name, how, seconds, each) for each in said)
        shutil.rmtree(out)
    return count


def _undisturbed(work: Work, given: Path, folder: Path) -> tuple[float, dict[str, bytes]]:
    """How long a work takes, and what it makes."""
    out = folder / f"calm {work.name}"
    out.mkdir()
    start = time.monotonic()
    subprocess.run(work.command(given, out), check=True, capture_output=True)
    return time.monotonic() - start, contents(out)


def _one(
    work: Work, given: Path, out: Path, how: str, seconds: float, made: dict[str, bytes]
) -> tuple[bool, list[str]]:
    """Whether the signal hit a living process, and all that is wrong with what is there now and after a second run."""
    running = subprocess.Popen(
        work.command(given, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    time.sleep(seconds)
    workers = list(descendants(running.pid))
    hit = running.poll() is None
    if hit:
        send, what = WAYS[how]
        send(running.pid, what)
    said = running.communicate(timeout=120)[1].decode(errors="replace")
    at = max(said.find("Traceback"), said.find("this is a bug"))
    found = [f"says {said[max(0, at - 200) : at + 1500]}"] if at >= 0 else []
    deadline = time.monotonic() + _FREE
    while (left := [each for each in workers if alive(each)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    found += [f"{len(left)} processes live on"] if left else []
    found += wrong(out, made, ended=False)
    again = subprocess.run(work.command(given, out), capture_output=True, text=True, check=False)
    if again.returncode:
        found.append(f"the second run ends with {again.returncode}: {again.stderr[-300:]}")
    found += wrong(out, made, ended=True)
    return hit, found


def wrong(out: Path, made: dict[str, bytes], *, ended: bool) -> Iterator[str]:
    """What a folder has that it must not have, or, when all has ended, lacks."""
    here = contents(out)
    for name in sorted(here.keys() - made.keys()):
        if ended or not name.endswith(".part"):  # the second run takes the parts of a dead one away
            yield f"{name}: nobody asked for it"
    for name in sorted(made.keys() & here.keys()):
        if here[name] != made[name] and (here[name] or name != "entries" or ended):
            yield f"{name}: is not what an undisturbed run makes"
    if ended:
        yield from (f"{name}: is not there" for name in sorted(made.keys() - here.keys()))
    noted = [name for name, done in manifest.finished(out).items() if done.output]
    yield from (f"{name}: is noted, and not there" for name in noted if name not in here)
    if ended and any(each.endswith(".pdf") for each in made) and set(noted) != set(made):
        yield f"{sorted(set(made) ^ set(noted))} are not noted"


def contents(out: Path) -> dict[str, bytes]:
    """The files of a folder; of a diary its entries."""
    found = {
        path.name: path.read_bytes()
        for path in out.iterdir()
        if path.name != manifest.MANIFEST and not path.name.startswith("diary.sqlite3")
    }
    if (out / "diary.sqlite3").is_file():
        found["entries"] = _entries(out / "diary.sqlite3")
    return found


def _entries(path: Path) -> bytes:
    """All that a diary holds, in order; b"" when it holds nothing."""
    with closing(sqlite3.connect(path)) as connection:
        (whole,) = connection.execute("PRAGMA integrity_check").fetchone()
        if whole != "ok":
            return str(whole).encode()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        rows = connection.execute("SELECT * FROM done ORDER BY 1, 2, 3").fetchall() if "done" in tables else []
    return "\n".join(map(repr, rows)).encode()


def alive(process: int) -> bool:
    """Whether a process lives; one that has ended and that nobody has asked for does not."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def descendants(process: int) -> Iterator[int]:
    """The processes that a process has begun, and theirs."""
    try:
        below = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for each in map(int, below):
        yield each
        yield from descendants(each)


def main() -> None:
    """Say what became of all kills; ends with 1 when something was lost, halved, doubled or left behind."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--rows", type=int, default=ROWS)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = killed(said.kills, said.seed, Path(folder), said.rows)
    for name, times in sorted(count.kills.items()):
        print(f"{times:4} {name}")
    print(f"{said.kills} kills, {count.hit} while it ran; {len(count.faults)} faults")
    for fault in count.faults:
        print(f"  {fault.work}, {fault.how} after {fault.seconds:.2f} s: {fault.said}")
    raise SystemExit(bool(count.faults))


if __name__ == "__main__":
    main()
