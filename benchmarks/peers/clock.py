"""One engine in a process of its own: it draws its booklets, and says in JSON what each took.

    python -m peers.clock ENGINE FOLDER COUNT

The folder is filled by benchmarks/booklets.py. What each engine needs is read before its clock starts, but for the
engines that begin with a roster: there the clock starts with the list. Two stretches are told apart: the first booklets,
in which printkit fills what it remembers, and later ones. A peer has warmed up by 10 booklets of others, and is as fast at once.
"""

import json
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from peers import made_up
from peers.words import Booklet
from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.intake import roster
from printkit.model.options import Options
from printkit.pdf import pages as fit
from printkit.printing import jobs, run

WARM_UP = 10  # booklets of other patients
IN_A_VOLUME = 100
FIRST = 100  # booklets
LATER = (300, 600)  # from the one to the other; of a shorter list the last third


def main(engine: str, folder: Path, count: int) -> None:
    """Measure, and say it on one line."""
    match engine:
        case "row":
            found = _rows(folder, count, 0)
        case "combined":
            found = _rows(folder, count, min(count, IN_A_VOLUME))
        case "pages" | "own":
            documents: list[Any] = pickle.loads((folder / f"{engine}.pickle").read_bytes())
            found = _drawn(lambda document: fit.render(document).data, documents[:count])
        case "one process" | "two processes":
            found = _spread(folder, count, 1 if engine == "one process" else 2)
        case _:
            name, _, words = engine.partition(" ")
            draw, every = _peer(name, folder, (folder / f"{words or 'pages'}.jsonl").read_bytes())
            for each in every[: min(WARM_UP, count)]:
                draw(each)
            found = _drawn(draw, every[WARM_UP : WARM_UP + count])
    print(json.dumps(found))


def _peer(name: str, folder: Path, lines: bytes) -> tuple[Callable[[Any], bytes], list[Any]]:
    """A peer, and the words as it likes them best."""
    match name:
        case "typst":
            from peers import typst_booklet

            return typst_booklet.drawer(folder), lines.decode().split("\n")
        case "weasyprint":
            from peers import weasyprint_booklet

            return weasyprint_booklet.drawer(folder), _decoded(lines)
        case "platypus":
            from peers import platypus_booklet

            return platypus_booklet.drawer(folder), _decoded(lines)
        case _:
            raise ValueError(f"there is no engine {name!r}")


def _decoded(lines: bytes) -> list[Booklet]:
    return [msgspec.json.decode(line, type=Booklet) for line in lines.splitlines()]


def later_of(count: int) -> tuple[int, int]:
    """From which to which the later ones of so many booklets are."""
    return LATER if count >= LATER[1] else (count * 2 // 3, count)


class _Clock:
    """CPU and wall time at the end of each booklet, in seconds."""

    def __init__(self) -> None:
        self._at = [(time.process_time(), time.perf_counter())]

    def lap(self, booklets: int = 1) -> None:
        """So many booklets are done; each of a volume took as long as the others of it."""
        before, now = self._at[-1], (time.process_time(), time.perf_counter())
        steps = [(end - start) / booklets for start, end in zip(before, now, strict=True)]
        self._at += [(before[0] + steps[0] * done, before[1] + steps[1] * done) for done in range(1, booklets + 1)]

    @property
    def laps(self) -> int:
        """How many booklets are done."""
        return len(self._at) - 1

    def said(self) -> dict[str, float]:
        """What a booklet took in both stretches."""
        count = self.laps
        start, end = later_of(count)
        found = {}
        for name, (begin, stop) in {"first": (0, min(FIRST, count)), "later": (start, end)}.items():
            for number, unit in enumerate(("cpu", "wall")):
                found[f"{unit}_{name}"] = (self._at[stop][number] - self._at[begin][number]) / (stop - begin)
        return found


def _drawn(draw: Callable[[Any], bytes], every: list[Any]) -> dict[str, float]:
    """From what the engine is given to the bytes."""
    size = 0
    clock = _Clock()
    for each in every:
        data = draw(each)
        size += len(data)
        clock.lap()
    return {**clock.said(), "bytes": size / len(every), "peak_mib": _peak(), "pages": _pages(BytesIO(data))}


def _rows(folder: Path, count: int, in_a_volume: int) -> dict[str, float]:
    """From the list to the files on the disk, with the reading of the catalogue."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    clock = _Clock()
    catalog, templates = made_up.opened()
    rows = _checked(folder, catalog, count)
    alone = iter(_jobs(rows, out, catalog, templates))
    names = []
    for done in run.run(_volumes(alone, in_a_volume) if in_a_volume else alone, out, None, 1):
        names.append(_printed(done))
        clock.lap(min(in_a_volume or 1, count - clock.laps))
    peak = _peak()
    size = sum((out / name).stat().st_size for name in names)
    pages = _pages(out / names[0]) / (in_a_volume or 1)
    for path in out.iterdir():
        path.unlink()
    return {**clock.said(), "bytes": size / count, "peak_mib": peak, "pages": pages}


def _checked(folder: Path, catalog: Catalog, count: int) -> Iterable[tuple[int, Options]]:
    """The rows as `printkit batch` checks them against the catalogue."""
    for number, options in islice(made_up.read(folder, catalog), count):
        row = roster.Row(number=number, id="", options=options)
        if problems := jobs.checked(row, folder / made_up.ROSTER, catalog).problems:
            raise ValueError(f"row {number}: {problems}")
        yield number, options


def _volumes(alone: Iterator[jobs.Job], size: int) -> Iterator[jobs.Volume]:
    """The jobs in files of so many, none held longer than its file."""
    while part := tuple(islice(alone, size)):
        (file,) = jobs.volumes((job.file for job in part), size, f"booklet-{part[0].row}")
        yield jobs.Volume.of(file, part)


def _jobs(rows: Iterable[tuple[int, Options]], out: Path, catalog: Catalog, templates: Templates) -> Iterable[jobs.Job]:
    return jobs.jobs("booklet", rows, out, catalog, templates)


def _printed(done: jobs.Result) -> str:
    if done.problem:
        raise ValueError(done.problem)
    return done.name


def _spread(folder: Path, count: int, processes: int) -> dict[str, float]:
    """Wall-clock time of a pool that has started and read its catalogue."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    catalog, templates = made_up.opened()
    todo = list(_jobs(list(made_up.read(folder, catalog))[:count], out, catalog, templates))
    warm = todo[: min(WARM_UP, count // 4) * processes]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done in run.run(warm, out, pool, processes):
            _printed(done)
        start = time.perf_counter()
        for done in run.run(todo[len(warm) :], out, pool, processes):
            _printed(done)
        wall = (time.perf_counter() - start) / len(todo[len(warm) :])
    for path in out.iterdir():
        path.unlink()
    return {"wall_first": wall, "wall_later": wall}


def _pages(file: Path | BytesIO) -> int:
    from pypdf import PdfReader  # only when all is measured

    return len(PdfReader(file).pages)


def _peak() -> float:
    """The most memory this program has had. What getrusage says would count that of its parent before it started."""
    status = Path("/proc/self/status")
    if status.is_file():
        peak = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
