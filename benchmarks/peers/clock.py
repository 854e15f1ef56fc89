"""One engine in a process of its own: it warms up, draws its booklets, and says in JSON what that took.

    python -m peers.clock ENGINE FOLDER COUNT

The folder is filled by benchmarks/booklets.py. What each engine needs is read before its clock starts, but for the
engines that begin with a roster: there the clock starts with the list.
"""

import json
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
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


def main(engine: str, folder: Path, count: int) -> None:
    """Measure, and say it on one line."""
    match engine:
        case "row":
            found = _rows(folder, count, 0)
        case "combined":
            found = _rows(folder, count, min(count, IN_A_VOLUME))
        case "pages" | "own":
            documents: list[Any] = pickle.loads((folder / f"{engine}.pickle").read_bytes())
            found = _drawn(lambda document: fit.render(document).data, documents, count)
        case "one process" | "two processes":
            found = _spread(folder, count, 1 if engine == "one process" else 2)
        case _:
            name, _, words = engine.partition(" ")
            found = _drawn(*_peer(name, folder, (folder / f"{words or 'pages'}.jsonl").read_bytes()), count)
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


def _drawn(draw: Callable[[Any], bytes], every: list[Any], count: int) -> dict[str, float]:
    """The first are the warm-up; the clock runs for the next `count`."""
    warm, counted = every[: min(WARM_UP, count)], every[WARM_UP : WARM_UP + count]
    for each in warm:
        draw(each)
    start = time.process_time()
    size = sum(len(draw(each)) for each in counted)
    cpu, peak = time.process_time() - start, _peak()
    pages = _pages(BytesIO(draw(counted[-1])))
    return {"cpu": cpu / len(counted), "bytes": size / len(counted), "peak_mib": peak, "pages": pages}


def _rows(folder: Path, count: int, in_a_volume: int) -> dict[str, float]:
    """From the list to the files on the disk, warm-up included."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    start = time.process_time()
    catalog, templates = made_up.opened()
    rows = [(number, options) for number, options in _checked(folder, catalog)][:count]
    alone = _jobs(rows, out, catalog, templates)
    todo = list(jobs.volumes(alone, in_a_volume, "booklet") if in_a_volume else alone)
    names = [_printed(done) for done in run.run(todo, out, None, 1)]
    cpu, peak = time.process_time() - start, _peak()
    size = sum((out / name).stat().st_size for name in names)
    pages = _pages(out / names[0]) / (in_a_volume or 1)
    for path in out.iterdir():
        path.unlink()
    return {"cpu": cpu / count, "bytes": size / count, "peak_mib": peak, "pages": pages}


def _checked(folder: Path, catalog: Catalog) -> Iterable[tuple[int, Options]]:
    """The rows as `printkit batch` checks them against the catalogue."""
    for number, options in made_up.read(folder, catalog):
        row = roster.Row(number=number, id="", options=options)
        if problems := jobs.checked(row, folder / made_up.ROSTER, catalog).problems:
            raise ValueError(f"row {number}: {problems}")
        yield number, options


def _jobs(rows: list[tuple[int, Options]], out: Path, catalog: Catalog, templates: Templates) -> Iterable[jobs.Job]:
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
    return {"wall": wall}


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
