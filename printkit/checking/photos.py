"""A clinic's photo of an exercise, made ready for its catalogue: a clean copy and the file beside it, or all that is wrong."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from printkit.catalog import plain_language
from printkit.catalog.store import Catalog
from printkit.errors import CatalogError, HardToRead, MisuseError, PrintkitError, TakenError, near, raise_all
from printkit.figures.photo import Flip, Photo, Seen, serves
from printkit.model.records import Exercise
from printkit.model.vocabulary import Side
from printkit.reading import records

_KEPT_QUALITY = 95  # of a JPEG that is made once more when it is printed


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody asks for; None and nothing are not said."""

    exercise: str
    file: Path
    says: Mapping[str, str]  # a text for each language
    affected_side: Seen | None
    flip: Flip


def prepare(catalog: Catalog, folder: Path | None, wanted: Wanted) -> dict[Path, bytes]:
    """The new files below a clinic's folder: a copy of the photo and what it says. Raises all that is wrong, at once."""
    from printkit.content.bitmaps import load_photo  # Pillow's formats take long to import

    problems = [*_unsaid(folder, wanted), *_unfit(catalog, wanted)]
    words, copy = _targets(folder, wanted.exercise)
    if folder is not None:
        hint = "it stays; move it out of the folder first, if you want another"
        taken = filter(os.path.lexists, (words, copy))
        problems += [TakenError("is there already", where=str(each), hint=hint) for each in taken]
    picture = b""
    try:
        picture, _, _ = load_photo(wanted.file, quality=_KEPT_QUALITY)
    except CatalogError as error:
        problems.append(error)
    raise_all(problems)
    said = ", ".join(f"{language}: {json.dumps(text, ensure_ascii=False)}" for language, text in wanted.says.items())
    lines = f"file: {copy.name}", f"says: {{{said}}}", f"flip: {wanted.flip}", f"affected_side: {wanted.affected_side}"
    return {copy: picture, words: "".join(f"{line}\n" for line in lines).encode()}


def too_long(wanted: Wanted) -> Iterator[HardToRead]:
    """The sentences of a new photo that are hard to follow; told, and the photo is kept all the same."""
    for text in wanted.says.values():
        yield from (HardToRead(what, where="--says", hint=hint) for what, hint in plain_language.too_long(text))


def _targets(folder: Path | None, exercise: str) -> tuple[Path, Path]:
    photos = (folder or Path()) / "photos"
    return photos / f"{exercise}.yaml", photos / f"{exercise}.jpg"


def _unsaid(folder: Path | None, wanted: Wanted) -> Iterator[PrintkitError]:
    """What nobody knows but the one who asks."""
    if folder is None:
        hint = "name it, as --catalog my-catalog, or in printkit.yaml; a new folder is made"
        yield MisuseError("nothing says where your own catalogue is", hint=hint)
    if not wanted.says:
        hint = 'add --says "{Your affected} toes lift off the floor.", in your words'
        yield MisuseError("nothing says what the photo shows, for those who cannot see it", hint=hint)
    if wanted.affected_side is None:
        hint = "add --affected-side right or left, or --affected-side neither if it shows no side"
        yield MisuseError("nothing says which side is the affected one in the photo", hint=hint)


def _unfit(catalog: Catalog, wanted: Wanted) -> Iterator[PrintkitError]:
    """What `printkit check` would find in the new files."""
    for text in wanted.says.values():
        found = (*plain_language.complaints(text), *plain_language.hard(text, catalog.plain_words))
        yield from (CatalogError(what, where="--says", hint=hint) for what, hint in found)
    known = catalog.names("exercises")
    if wanted.exercise not in known:
        yield CatalogError(f"there is no exercise {wanted.exercise!r}", hint=near(wanted.exercise, known))
    values = {
        "file": "it.jpg",
        "says": wanted.says or {"en": "It"},  # what is not said is told already
        "flip": wanted.flip,
        "affected_side": wanted.affected_side or Seen.NEITHER,
    }
    loaded = records.from_values(Photo, values, "--says", {"id": wanted.exercise})
    yield from loaded.problems
    if loaded.record is not None and wanted.exercise in known:
        try:
            exercise = catalog.exercise(wanted.exercise)
        except PrintkitError as error:
            yield error
            return
        yield from shortfalls(catalog, loaded.record, exercise, {"says": "--says", "flip": "--flip"})


def shortfalls(catalog: Catalog, photo: Photo, exercise: Exercise, where: Mapping[str, str]) -> Iterator[PrintkitError]:
    """Readers of a language, or people of a side, whom a photo leaves without; `where` are the places of its keys."""
    for language in exercise.text:
        if language not in photo.says:
            hint = f"say it in {language} too, as the exercise does"
            yield CatalogError(f"the photo says nothing in the language {language!r}", where=where["says"], hint=hint)
    alone = catalog.path("figures", photo.id) is None
    if alone and not all(serves(photo, side) for side in (Side.LEFT, Side.RIGHT)):
        hint = f"write figures/{photo.id}.yaml too, or use a photo that may be turned: flip: allowed"
        yield CatalogError("the other side has no picture", where=where["flip"], hint=hint)
