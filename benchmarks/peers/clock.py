"""One engine in a process of its own: it draws its booklets, and says in JSON what each took.

    python -m peers.clock ENGINE FOLDER COUNT

The folder is filled by benchmarks/booklets.py. What each engine needs is read before its clock starts, but for the
engines that begin with a roster: there the clock starts with the list. Two stretches are told apart: the first booklets,
in which printkit fills what it remembers, and later ones. A peer has warmed up by 10 booklets of others, and is as fast at once.
"""

import json
import os
import pickle
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from io import BytesIO
from itertools import islice
from multiprocessing import Process
from pathlib import Path
from typing import Any

import msgspec

from peers import made_up
from peers.words import Booklet
from printkit.catalog.store import Catalog
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.intake import roster
from printkit.model.options import Options
from printkit.pdf import pages as fit
from printkit.printing import jobs, processes, run, worker

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
        case "pages":
            found = _drawn(_rendered, _composed(folder, count))
        case "own":
            documents: list[Document] = pickle.loads((folder / "own.pickle").read_bytes())
            found = _drawn(_rendered, documents[:count])
        case "one process" | "two processes":
            found = _spread(folder, count, 1 if engine == "one process" else 2)
        case "one loop" | "two loops":
            found = _loops(count, 1 if engine == "one loop" else 2)
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
    """CPU and wall time of each booklet, in seconds."""

    def __init__(self) -> None:
        self._took: list[tuple[float, float]] = []
        self.start()

    def start(self) -> None:
        """From here on a booklet is made; what came before does not count."""
        self._since = time.process_time(), time.perf_counter()

    def lap(self, booklets: int = 1) -> None:
        """So many booklets are done, and others begin; each of a volume took as long as the others of it."""
        cpu, wall = self._since
        self.start()
        self._took += [((self._since[0] - cpu) / booklets, (self._since[1] - wall) / booklets)] * booklets

    @property
    def laps(self) -> int:
        """How many booklets are done."""
        return len(self._took)

    def said(self) -> dict[str, float]:
        """What a booklet took in both stretches."""
        found = {}
        for name, (begin, stop) in {"first": (0, FIRST), "later": later_of(self.laps)}.items():
            for unit, each in zip(("cpu", "wall"), zip(*self._took[begin:stop], strict=True), strict=True):
                found[f"{unit}_{name}"] = statistics.mean(each)
        return found


def _drawn(draw: Callable[[Any], bytes], every: Iterable[Any]) -> dict[str, float]:
    """From what the engine is given to the bytes. Making what it is given is not counted."""
    sizes = []
    clock = _Clock()
    for each in every:
        clock.start()
        data = draw(each)
        clock.lap()
        sizes.append(len(data))
    return {**clock.said(), "bytes": statistics.mean(sizes), "peak_mib": _peak(), "pages": _pages(BytesIO(data))}


def _composed(folder: Path, count: int) -> Iterator[Document]:
    """Each document when it is wanted, as it comes to be drawn in a batch: fresh from its templates."""
    catalog, templates = made_up.opened(folder)
    for _, options in islice(made_up.read(folder, catalog), count):
        yield made_up.document(options, catalog, templates)


def _rendered(document: Document) -> bytes:
    return fit.render(document).data


def _rows(folder: Path, count: int, in_a_volume: int) -> dict[str, float]:
    """From the list to the files on the disk, with the reading of the catalogue."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    clock = _Clock()
    catalog, templates = made_up.opened(folder)
    worker.share(catalog, templates)
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


def _spread(folder: Path, count: int, many: int) -> dict[str, float]:
    """What a booklet of a list takes, all counted, by so many processes: of the clock on the wall, and of CPU time in all."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    start = _now()
    catalog, templates = made_up.opened(folder)
    worker.share(catalog, templates)
    todo = _jobs(islice(made_up.read(folder, catalog), count), out, catalog, templates)
    with processes.pool(many) if many > 1 else nullcontext() as executor:
        for done in run.run(todo, out, executor, many):
            _printed(done)
    said = _since(start, count)
    for path in out.iterdir():
        path.unlink()
    return said


_LOOP = 400_000  # additions for a booklet: about a third of its time, so that a round does not take too long


def _loops(count: int, many: int) -> dict[str, float]:
    """The same of a bare loop, which reads nothing and writes nothing: what two processes can gain here at all."""
    start = _now()
    begun = [Process(target=_loop, args=(count * _LOOP // many,)) for _ in range(many)]
    for each in begun:
        each.start()
    for each in begun:
        each.join()
    return _since(start, count)


def _loop(times: int) -> None:
    number = 0
    while number < times:
        number += 1


def _now() -> tuple[float, float]:
    """The clock on the wall, and the CPU time of this process and of those that it began and that have ended."""
    return time.perf_counter(), sum(os.times()[:4])


def _since(start: tuple[float, float], count: int) -> dict[str, float]:
    wall, cpu = ((now - then) / count for now, then in zip(_now(), start, strict=True))
    return {"wall_later": wall, "cpu_later": cpu}


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
