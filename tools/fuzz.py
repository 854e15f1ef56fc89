"""Give printkit broken files and look how it takes them: `python tools/fuzz.py [--cases 10000] [--seed 1]`.

Every reader of files from outside gets real files that tools/mutations.py has broken: option files, a clinic's catalogue,
rosters, logs, mappings, logos, photos, scans, filled forms, templates, printkit.yaml, review sheets and diaries. A command
must end with one of its exit codes and say something; no traceback, no more than a minute of the processor and 1 GB; on a
code of failure no new file may be left (4 says that some rows or pages failed), and no file that was given be changed.
Commands run in processes that take many cases one after the other, as a server would. One case again, with its files:
`--only NAME:7 --keep FOLDER`.
"""

import argparse
import contextlib
import hashlib
import json
import os
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import IO

from fuzz_cases import READERS, given, invoke
from msgspec import Struct

MOST_SECONDS = 60.0  # a file that is read without end, not a slow machine: a whole check takes 3 to 10
MOST_MEMORY = 1_000_000_000
_CODES = {0, 1, 2, 3, 4}
_SOME = 4  # rows of a list or pages of a scan were refused; the others are made
_HANGS = 240  # seconds by the clock
_A_WORKER = 100  # cases
_BUG = ("Traceback", "this is a bug", "a library broke")


class Outcome(Struct, frozen=True):
    """What became of a case."""

    case: str
    code: int
    seconds: float
    faults: tuple[str, ...]


# --- one case


def one(case: str, seed: int, keep: Path | None = None) -> Outcome:
    """Make a case, as options:7, run its command, and look at what it said, took and left."""
    name = case.partition(":")[0]
    (reader,) = (each for each in READERS if each.name == name)
    chance = Random(f"{seed} {case}")
    folder = Path(tempfile.mkdtemp(prefix="printkit-fuzz-"))
    try:
        with contextlib.chdir(folder):
            given(folder)
            words = reader.case(chance, folder)
            before = _files(folder)
            start = _spent()
            code, said = invoke(words)
            seconds = _spent() - start
        faults = [*_of_words(code, said), *_of_files(code, said, before, _files(folder))]
        if seconds > MOST_SECONDS:
            faults.append(f"took {seconds:.1f} s")
        if (most := _memory()) > MOST_MEMORY:
            faults.append(f"{most / 1_000_000:.0f} MB")
        if keep is not None:
            print(f"printkit {' '.join(words)}\n{said}{code}")
            shutil.copytree(folder, keep, dirs_exist_ok=True)
        whole = tuple(f"{each} (printkit {' '.join(words)})" for each in faults)
        return Outcome(case, code, round(seconds, 2), whole)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _of_words(code: int, said: str) -> Iterator[str]:
    for word in _BUG:
        if word in said:
            yield f"{word!r} in {said[:300]!r}"
    if code not in _CODES:
        yield f"ends with {code}"
    elif code and not said.strip():
        yield f"ends with {code} and says nothing"


def _of_files(code: int, said: str, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """A diary may be opened and closed again; what it holds is looked at by other tests."""
    new = sorted(after.keys() - before.keys())
    if code not in (0, _SOME) and new:
        yield f"ends with {code} and leaves {new}"
    if not code and not new and not said.strip():
        yield "ends with 0, says nothing and makes nothing"
    for name in sorted(before):
        if after.get(name) != before[name] and not name.startswith("diary.sqlite3"):
            yield f"{name} was changed"


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _spent() -> float:
    """Seconds of the processor, with those of processes that were begun."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _memory() -> int:
    """The most bytes that this process or one that it began has held; where it was 1 GB once, its worker ends.

    Linux gives the peak of its parent to a new process in getrusage, so there the peak of the process itself is read.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return 1024 * max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


# --- all cases


def cases(count: int) -> list[str]:
    """So many cases, each reader with its share."""
    whole = sum(reader.share for reader in READERS)
    found = [f"{each.name}:{number}" for each in READERS for number in range(max(1, round(each.share * count / whole)))]
    Random(count).shuffle(found)
    return found


def run(every: list[str], seed: int, workers: int = 2) -> Iterator[Outcome]:
    """What becomes of each case. A worker that dies or hangs is a fault of the case that it had."""
    waiting = [every[start : start + _A_WORKER] for start in range(0, len(every), _A_WORKER)]
    busy: list[_Worker] = []
    while waiting or busy:
        while waiting and len(busy) < workers:
            busy.append(_Worker(waiting.pop(0), seed))
        for worker in list(busy):
            yield from worker.heard()
            if worker.ended:
                busy.remove(worker)
                if worker.rest:
                    waiting.insert(0, worker.rest)


class _Worker:
    """A process that takes cases one after the other and says a line of each."""

    def __init__(self, some: list[str], seed: int) -> None:
        self.rest = some
        self.ended = False
        self._since = time.monotonic()
        words = [sys.executable, __file__, "--worker", "--seed", str(seed)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin is not None
        self._process.stdin.write("\n".join(some) + "\n")
        self._process.stdin.close()

    def heard(self) -> Iterator[Outcome]:
        """What it says within half a second."""
        out = self._process.stdout
        assert out is not None
        if select.select([out], [], [], 0.5)[0]:
            line = out.readline()
            if line.startswith("{"):
                self._since = time.monotonic()
                del self.rest[0]
                yield Outcome(**json.loads(line))
            if line:
                return
            code = self._end(out)
            if code and self.rest:
                yield Outcome(self.rest.pop(0), code, 0.0, (f"its process ended with {code}",))
        elif time.monotonic() - self._since > _HANGS:
            self._process.kill()
            self._end(out)
            yield Outcome(self.rest.pop(0), -9, _HANGS, ("hangs",))

    def _end(self, out: IO[str]) -> int:
        self.ended = True
        out.close()
        return self._process.wait()


def _work(seed: int) -> None:
    """A worker: cases from stdin, a line of JSON for each."""
    for case in sys.stdin.read().split():
        found = one(case, seed)
        print(json.dumps({name: getattr(found, name) for name in Outcome.__struct_fields__}), flush=True)
        if any(each.partition(" (")[0].endswith(" MB") for each in found.faults):
            raise SystemExit(0)  # what was the most once would be the most of every case after it


def main() -> None:
    """Say how every reader took its cases; ends with 1 when one of them did not as it must."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--only", metavar="NAME:7", help="one case, or all of a reader")
    asked.add_argument("--keep", type=Path, help="with --only: where its files go")
    asked.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.worker:
        _work(said.seed)
        return
    if said.only and ":" in said.only:
        print(*one(said.only, said.seed, said.keep).faults, sep="\n")
        return
    every = [each for each in cases(said.cases) if not said.only or each.startswith(f"{said.only}:")]
    codes: dict[str, Counter[int]] = {}
    slowest, faults = 0.0, 0
    for number, found in enumerate(run(every, said.seed, said.workers), 1):
        codes.setdefault(found.case.partition(":")[0], Counter())[found.code] += 1
        slowest = max(slowest, found.seconds)
        faults += len(found.faults)
        for each in found.faults:
            print(f"{found.case}: {each}", flush=True)
        if number % 500 == 0:
            print(f"{number} of {len(every)}", flush=True)
    for name, seen in codes.items():
        print(f"{seen.total():6} {name}: " + ", ".join(f"{times} x {code}" for code, times in sorted(seen.items())))
    print(f"{len(every)} cases, {faults} faults; the slowest took {slowest:.1f} s of the processor")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
