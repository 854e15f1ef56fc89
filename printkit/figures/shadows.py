"""The soft shadow on the floor under feet and furniture: it makes them stand."""

from collections.abc import Iterable, Iterator

from printkit.figures.geometry import ellipse
from printkit.figures.scene import Scene
from printkit.figures.skeleton import Skeleton
from printkit.figures.spec import Prop, PropKind

_Span = tuple[float, float]  # from x to x, in cm
_LOW, _DEEP, _SOFT = -1.3, 1.1, 1.7  # its middle below the edge of the floor, half its depth, and how far it fades
_STANDS = 3.5  # cm above the floor: a foot that is higher has no shadow of its own
_UNDER: dict[PropKind, _Span] = {
    PropKind.CHAIR: (-20, 20), PropKind.ARMCHAIR: (-20, 23),
    PropKind.BIKE: (-16, 90), PropKind.WALKER: (-15, 17),
}  # fmt: skip
_WIDE: dict[PropKind, tuple[float, float]] = {  # how wide without a width of its own, and which part is left of x
    PropKind.STOOL: (30, 0.5), PropKind.TABLE: (70, 0), PropKind.WORKTOP: (44, 0), PropKind.STEP: (36, 0),
}  # fmt: skip


def draw(scene: Scene, props: Iterable[Prop], s: Skeleton) -> None:
    """Under all that stands on the floor."""
    spans: list[_Span] = []
    for left, right in sorted((*_things(props), *_feet(s))):
        if spans and left < spans[-1][1]:  # shadows that meet are one
            spans[-1] = spans[-1][0], max(right, spans[-1][1])
        elif right > left:
            spans.append((left, right))
    for soft in (_SOFT, 0.0):
        colour = scene.colours["shadow-soft" if soft else "shadow"]
        for left, right in spans:
            half = (right - left) / 2
            scene.shape(ellipse((left + half, _LOW), half + soft, _DEEP + 0.3 * soft), colour)


def _things(props: Iterable[Prop]) -> Iterator[_Span]:
    for prop in props:
        if prop.kind in _UNDER:
            left, right = _UNDER[prop.kind]
            yield (prop.x - right, prop.x - left) if prop.turned == 180 else (prop.x + left, prop.x + right)
        elif prop.kind in _WIDE:
            usual, before = _WIDE[prop.kind]
            wide = prop.wide or usual
            yield prop.x - wide * before, prop.x + wide * (1 - before)
        elif prop.kind is PropKind.BED:
            yield prop.x + 86.0 - (prop.wide or 170), prop.x + 74.0


def _feet(s: Skeleton) -> Iterator[_Span]:
    for side in ("ok", "aff"):
        heel, toe = s.points.get(f"{side}.heel"), s.points.get(f"{side}.toe")
        if heel and toe and min(heel[1], toe[1]) < _STANDS:
            left, right = sorted((heel[0], toe[0]))
            yield (left - 7.5, left + 7.5) if right - left < 1 else (left - 1.5, right + 1)
