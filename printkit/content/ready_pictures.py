"""Every picture that a print of the shipped catalogue may show, drawn for a wheel, for each person."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import product
from pathlib import Path

import msgspec

from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.figures import answered, ready, skin_views
from printkit.figures.answered import Answered
from printkit.figures.people import Person
from printkit.figures.scene import Drawing
from printkit.model.vocabulary import Answer, BraceType, Hands, Side, SkinView, WalkingAid

_LOOKED_AT = 10
_NUMBER = re.compile(r"-?[0-9.]+")


def write(folder: Path, folders: tuple[Path, ...], names: Sequence[str], *, answers: bool) -> None:
    """Draw these picture files of a catalogue, one in each processor, and the views of the skin; write the file of a wheel.

    With `answers` each is drawn with all that may be answered of somebody, but for a belt.
    """
    draw = partial(block, folders=folders, answers=answers)
    if sys.platform == "linux":  # elsewhere a process would read everything anew
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(os.cpu_count()) as pool:
            blocks = list(pool.map(draw, names))
    else:
        blocks = list(map(draw, names))
    skin = ready.views_block(views(_catalog(folders).people.values()))
    ready.write(folder, zip((*names, ready.SKIN), (*blocks, skin), strict=True))


def block(name: str, folders: tuple[Path, ...], *, answers: bool) -> bytes:
    """One picture file for every person, and with `answers` for every answer, packed."""
    catalog = _catalog(folders)
    return ready.block(drawn(catalog, _asked(catalog, name, answers=answers)))


def drawn(catalog: Catalog, choice: Iterable[answered.Asked]) -> Iterator[ready.ToKeep]:
    """Pictures, drawn for every person; the left side only where it is no mirror image."""
    from printkit.figures import pair, picture

    for wanted, person in product(choice, catalog.people.values()):
        seen = answered.shown(wanted)
        for side in (Side.RIGHT, Side.LEFT) if seen.figure.notes else (Side.RIGHT,):
            both = pair.drawn_pair(seen.figure, seen.stance, side, person)
            small = picture.drawn_for_chart(seen.figure, seen.stance, side, person)
            yield ready.ToKeep(wanted, side, person, seen, both, small)


def views(people: Iterable[Person]) -> Iterator[ready.ViewsToKeep]:
    """The views of the skin, drawn for each person and side."""
    for person, side in product(people, Side):
        yield ready.ViewsToKeep(side, person, tuple(skin_views.drawn(view, side, person) for view in SkinView))


def unlike(catalog: Catalog) -> Iterator[str]:
    """The picture files of which what is ready is not what is drawn now, of every tenth one and one of its drawings, and the skin.

    On another kind of processor a number may differ in its last place.
    """
    from printkit.figures import pair, picture

    *_, person = catalog.people.values()
    skin = ready.found_views(Side.LEFT, person)
    if skin is not None and not _same(skin, (skin_views.drawn(view, Side.LEFT, person) for view in SkinView)):
        yield ready.SKIN
    for number, name in enumerate(catalog.names("figures")[::_LOOKED_AT]):
        choice, people = _asked(catalog, name, answers=True), tuple(catalog.people.values())
        wanted, person = choice[number % len(choice)], people[number % len(people)]
        found, seen = ready.found(wanted, Side.RIGHT, person), answered.shown(wanted)
        if found is None:
            continue
        both = pair.drawn_pair(seen.figure, seen.stance, Side.RIGHT, person)
        drawn_now = *both.drawings, picture.drawn_for_chart(seen.figure, seen.stance, Side.RIGHT, person)
        if not _same((*found.pair.drawings, found.small), drawn_now):
            yield name


def _same(kept: Sequence[Drawing], drawn_now: Iterable[Drawing]) -> bool:
    from printkit.figures.writers import operators

    both = tuple(map(operators, kept)), tuple(map(operators, drawn_now))
    return len(both[0]) == len(both[1]) and all(map(_alike, *both))


def _alike(one: str, other: str) -> bool:
    """Whether operators are the same, but for numbers that differ by 1."""
    numbers = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=False)
    return _NUMBER.sub("", one) == _NUMBER.sub("", other) and all(abs(float(a) - float(b)) <= 1 for a, b in numbers)


def _asked(catalog: Catalog, name: str, *, answers: bool) -> list[answered.Asked]:
    """A picture with each hold, and with `answers` with all else that may be answered of somebody; each one once."""
    braces, aids, helpers = [(Answer.NO, BraceType.UNKNOWN)], [WalkingAid.UNKNOWN, WalkingAid.NONE], [Answer.NO]
    if answers:
        braces += [(Answer.YES, kind) for kind in BraceType]
        aids, helpers = list(WalkingAid), [Answer.NO, Answer.YES]
    different = {}
    for (brace, kind), aid, helper, hands in product(braces, aids, helpers, Hands):
        said = Answered(aid, brace, kind, helper, hands=hands)
        if (wanted := illustration.asked(catalog, name, said)) is not None:
            different[msgspec.json.encode(wanted)] = wanted
    return list(different.values())


@lru_cache(maxsize=1)
def _catalog(folders: tuple[Path, ...]) -> Catalog:
    return Catalog(folders)
