"""What is wrong with a picture file: points that are not there, hands that do not reach, limbs out of the frame."""

from collections.abc import Iterator, Mapping

from printkit.checking import likeness
from printkit.errors import CatalogError, PrintkitError, near
from printkit.figures.pair import has_two, hidden_arrows, rough
from printkit.figures.picture import CROPS
from printkit.figures.scene import Drawing
from printkit.figures.solved import SolvedFigure
from printkit.figures.spec import Crop, Figure, Stance, held_by
from printkit.model.vocabulary import Hands, Side
from printkit.reading.records import Loaded


def problems(loaded: Loaded[Figure], poses: Mapping[str, Stance]) -> Iterator[PrintkitError]:
    """Every problem of one picture, at its line; nothing when the file could not be read."""
    figure = loaded.record
    if figure is None:
        return
    if figure.pose not in poses:
        message = f"there is no pose {figure.pose!r}"
        yield CatalogError(message, where=loaded.where("pose"), hint=near(figure.pose, poses))
        return
    frames: list[Drawing] = []
    found = list(_drawn(loaded, figure, poses[figure.pose], frames))
    yield from found or _alike(loaded, figure, poses[figure.pose], tuple(frames))
    if (other := held_by(Hands.ONE, figure, poses[figure.pose])) not in (None, figure):
        yield from _drawn(loaded, other, poses[figure.pose])


def _drawn(
    loaded: Loaded[Figure], figure: Figure, stance: Stance, frames: list[Drawing] | None = None
) -> Iterator[PrintkitError]:
    """What is wrong with one form of a picture; its frames are added to a list that is given."""
    picture = SolvedFigure(figure, stance)
    try:
        if frames is None or not has_two(figure):
            picture.scene(0, Side.RIGHT)
            picture.scene(1, Side.RIGHT, arrows=figure.arrows)
        if frames is not None:
            frames += rough(picture)
        if figure.zoom:
            picture.solved(1).spot(figure.zoom.at, picture.named)
        if figure.window:
            picture.solved(1).spot(figure.window.at, picture.named)
        hidden = hidden_arrows(picture)
        misses, strains = picture.misses(), picture.strains()
        outside = _outside(picture)
    except KeyError as error:
        name = str(error.args[0])
        known = sorted({*picture.named, *_points(picture)})
        yield CatalogError(f"there is no point {name!r}", where=_line_of(loaded, name), hint=near(name, known))
        return
    for moment, miss in misses:
        where = loaded.where(moment, miss.part)
        said = f"{miss.part} ends {miss.centimetres:.1f} cm from where it is sent"
        yield CatalogError(said, where=where, hint="move the body or the target closer; 1 cm is the most")
    for strain in strains:
        yield CatalogError(strain, where=loaded.where("end"), hint="no body can do that; change the pose")
    for number in hidden:
        where = loaded.where("arrows", number)
        yield CatalogError("an arrow leaves the window", where=where, hint="move it, or make the window wider")
    for name in outside:
        yield CatalogError(f"{name} leaves the frame", where=loaded.where("crop"), hint="choose another crop")


def _alike(
    loaded: Loaded[Figure], figure: Figure, stance: Stance, frames: tuple[Drawing, ...]
) -> Iterator[PrintkitError]:
    """A start and an end that nobody can tell apart at arm's length."""
    apart = likeness.difference(frames)
    if apart >= likeness.LEAST:
        return
    window = likeness.closer(figure, stance)
    hint = (
        f"show it closer: window: {{at: {window.at}, wide: {window.wide}}}"
        if window
        else "move more at the end, or with show: single and no captions draw it once"
    )
    size = f"{likeness.WIDE_MM} mm wide at {likeness.DPI} dpi"
    message = f"start and end look alike: they differ by {apart:.3f} in grey, {size}, and {likeness.LEAST} is the least"
    yield CatalogError(message, where=loaded.where("end"), hint=hint)


def _points(picture: SolvedFigure) -> set[str]:
    try:
        return set(picture.solved(0).points)
    except KeyError:
        return set()


def _line_of(loaded: Loaded[Figure], name: str) -> str:
    """The first line of the file that names a point."""
    for number, line in enumerate(loaded.path.read_text(encoding="utf-8").splitlines(), 1):
        if name in line:
            return f"{loaded.path}:{number}"
    return loaded.where("start")


def _outside(picture: SolvedFigure) -> list[str]:
    """The moving points of a cropped picture that cannot be seen."""
    if picture.figure.crop is Crop.ALL:
        return []
    low_x, low_y, high_x, high_y = CROPS[picture.figure.crop]
    return [
        name
        for name in ("aff.toe", "aff.heel", "aff.ankle")
        for t in (0, 1)
        for x, y in (picture.solved(t).points.get(name, (low_x, low_y)),)
        if not (low_x <= x <= high_x and low_y <= y <= high_y)
    ]
