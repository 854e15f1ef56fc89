"""How the texts of the catalogue read: findings and figures, file by file. `python tools/words.py [FILE or FOLDER ...]`.

For whoever rewrites: change a file, run this on it, again until nothing is left. Exits with 1 while something is.
Openings ("You need ...") are counted over the whole catalogue, all else over the file alone, so a file with a few
sentences may miss a figure that its kind as a whole keeps to. What templates and labels say is told sentence by sentence;
its figures are those of the example's prints, which `printkit check` tells. Without a path all files are told of, and
then each kind of text as a whole; --kinds tells the last part only.
"""

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from printkit.catalog.store import Catalog
from printkit.checking import cohesion, prose
from printkit.checking.prose import GATES, ON_PAPER, Kind, Passage
from printkit.checking.prose_words import english
from printkit.checking.syllables import counted_by_rule
from printkit.resources import CATALOG, TEMPLATES

Ruling = Mapping[Kind, Mapping[str, int]]


def report(path: Path, ruling: Ruling, actions: Collection[str]) -> Iterator[str]:
    """All that is wrong with a file, in the order of its lines, then the figures of each kind of text in it."""
    found = prose.passages(path)
    whole = [each for each in found if each.kind not in ON_PAPER]
    told = [*prose.findings(found, actions), *prose.telegrams(whole), *prose.framed(found, ruling)]
    for each in sorted(told, key=lambda one: one.line):
        yield f"{each.where}: {each.kind}: {each.what}\n    hint: {each.hint}"
    yield from _gaps(whole)
    for kind in Kind:
        if texts := prose.of_kind(found, kind):
            counted = prose.figures(texts)
            yield f"{path.name}: {prose.line(kind, counted)}"
            if kind not in ON_PAPER:
                yield from (
                    f"    outside: {what}\n      hint: {hint}" for what, hint in cohesion.outside(counted, GATES[kind])
                )


def _gaps(found: Collection[Passage]) -> Iterator[str]:
    """Neighbours that nothing links; 4 in 10 may stay so."""
    for passage in found:
        if GATES[passage.kind].linked:
            for one, other in cohesion.gaps(passage.sentences, english()):
                yield f"{passage.path}:{other.line}: not linked: {one.text!r} -- {other.text!r}"


def _files(paths: list[Path], catalog: Catalog) -> tuple[Path, ...]:
    if not paths:
        return (*prose.files(catalog), *prose.files_between(catalog, (TEMPLATES,)))
    below = (sorted((*path.rglob("*.yaml"), *path.rglob("*.md"))) if path.is_dir() else [path] for path in paths)
    return tuple(file for files in below for file in files if prose.passages(file))


def main(arguments: list[str]) -> int:
    """Tell of each file, then of each kind over the whole catalogue."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders; the whole catalogue without one")
    parser.add_argument("--kinds", action="store_true", help="only the figures of each kind, over the whole catalogue")
    asked = parser.parse_args(arguments)
    catalog = Catalog((CATALOG,))
    every = (*prose.of_catalog(catalog), *prose.between(catalog, (TEMPLATES,)))
    ruling = {kind: prose.frames(every, kind) for kind in prose.FRAMED}
    if note := counted_by_rule():
        print(note)
    told: list[str] = []
    if not asked.kinds:
        for path in _files(asked.paths, catalog):
            told += report(path, ruling, catalog.actions)
    print("\n".join(told))
    if asked.kinds or not asked.paths:
        for kind in Kind:
            if texts := prose.of_kind(every, kind):
                print(prose.line(f"all {kind}", prose.figures(texts)))
                alike = ", ".join(f"{opening!r} {share} %" for opening, share in ruling.get(kind, {}).items())
                print(f"    openings in over {prose.MOST_ALIKE} %: {alike}" if alike else "    no opening in too many")
    return int(any("hint:" in each for each in told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
