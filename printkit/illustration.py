"""The picture of an exercise for one reader: drawn on the right side, with its words for those who cannot see it."""

from printkit.catalog import Catalog
from printkit.document import Sketch
from printkit.errors import CatalogError
from printkit.figures.picture import drawn
from printkit.labels import in_language
from printkit.reading import near
from printkit.wording import Voice


def sketch(
    catalog: Catalog, voice: Voice, language: str, exercise: str, *, large: bool = False, small: bool = False
) -> Sketch | None:
    """The picture of an exercise; None when there is none, which only a clinic's own exercise may have.

    Raises CatalogError for a pose or a point that is not there.
    """
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
