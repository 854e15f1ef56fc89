"""The picture of an exercise for one reader: drawn on the right side, with its words for those who cannot see it."""

from functools import lru_cache
from pathlib import Path

from printkit.catalog import Catalog
from printkit.document import Sketch
from printkit.errors import CatalogError
from printkit.figures import photo
from printkit.figures.picture import drawn
from printkit.figures.scene import Drawing
from printkit.labels import in_language
from printkit.reading import near
from printkit.wording import Voice


def sketch(
    catalog: Catalog, voice: Voice, language: str, exercise: str, *, large: bool = False, small: bool = False
) -> Sketch | None:
    """The picture of an exercise: a clinic's own photo where it serves this side, else ours; None without either.

    Raises CatalogError for a photo that cannot be read, and for a pose or a point that is not there.
    """
    found = catalog.photo(exercise)
    if found is not None and photo.serves(found[0], voice.side):
        own, file = found
        drawing = _photograph(
            file, file.stat().st_mtime_ns if file.is_file() else 0, photo.turned(own, voice.side), small
        )
        return Sketch(drawing, voice.say(in_language(own.says, language, exercise)), large)
    figure = catalog.figure(exercise)
    if figure is None:
        return None
    stance = catalog.poses.get(figure.pose)
    if stance is None:
        raise CatalogError(f"the picture {exercise} starts from no known pose", hint=near(figure.pose, catalog.poses))
    position = in_language(stance.says, language, figure.pose)
    movement = voice.say(in_language(figure.says, language, exercise))
    alt = voice.labels("picture", "alt", position=position, movement=movement)
    return Sketch(drawn(figure, stance, voice.side, small=small), alt, large)


@lru_cache(maxsize=256)
def _photograph(file: Path, _changed: int, turned: bool, small: bool) -> Drawing:  # noqa: FBT001 - keys of the cache
    from printkit.pictures import load_photo  # Pillow's formats take long to import and most prints have no photo

    return photo.placed(*load_photo(file, mirrored=turned), small=small)
