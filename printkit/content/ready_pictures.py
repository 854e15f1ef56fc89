"""Every picture that a print of the shipped catalogue may show, drawn for a wheel: each answer but that of a belt, each person."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.figures import ready
from printkit.figures.answered import Answered
from printkit.figures.named import Named
from printkit.figures.people import ANYBODY
from printkit.figures.spec import Figure, Moment, Stance
from printkit.model.vocabulary import Answer, BraceType, Hands, Side, WalkingAid


def write(folder: Path, folders: tuple[Path, ...]) -> None:
    """Draw all of them, a picture file in each free processor, and write the file of a wheel."""
    names = sorted(_catalog(folders).names("figures"))
    if sys.platform == "linux":  # elsewhere a process would read everything anew
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(os.cpu_count()) as pool:
            ready.write(folder, zip(names, pool.map(block, names, [folders] * len(names)), strict=True))
    else:
        ready.write(folder, ((name, block(name, folders)) for name in names))


def block(name: str, folders: tuple[Path, ...]) -> bytes:
    """One picture file for every answer and person, packed."""
    return ready.block(drawn(_catalog(folders), name))


def drawn(catalog: Catalog, name: str) -> Iterator[ready.ToKeep]:
    """One picture file, drawn for every answer and person; the left side only where it is no mirror image."""
    from printkit.figures import pair, picture

    for (figure, stance), person in product(_answered(catalog, name).values(), catalog.people.values()):
        for side in (Side.RIGHT, Side.LEFT) if figure.notes else (Side.RIGHT,):
            both = pair.drawn_pair(figure, stance, side, person)
            small = picture.drawn(figure, stance, side, Moment.MOVE, person)
            yield ready.ToKeep(Named(figure, stance, person), side, both, small)


def _answered(catalog: Catalog, name: str) -> dict[Named, tuple[Figure, Stance]]:
    """A picture with all that may be answered of somebody, each one once."""
    asks = illustration.occasion(catalog, name)
    aids = tuple(WalkingAid) if asks.walks else (WalkingAid.NONE, WalkingAid.WHEELCHAIR)
    braces = ((Answer.NO, BraceType.UNKNOWN), *((Answer.YES, kind) for kind in BraceType if asks.braced))
    helpers = (Answer.NO, Answer.YES) if asks.helped else (Answer.NO,)
    different = {}
    for (brace, kind), aid, helper, hands in product(braces, aids, helpers, Hands):
        found = illustration.shown_to(catalog, name, Answered(aid, brace, kind, helper, hands=hands))
        if found is not None:
            different[Named(found.figure, found.stance, ANYBODY)] = found.figure, found.stance
    return different


@cache
def _catalog(folders: tuple[Path, ...]) -> Catalog:
    return Catalog(folders)
