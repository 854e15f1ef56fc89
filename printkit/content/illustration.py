"""The picture of an exercise for one reader: drawn on the right side, with its words for those who cannot see it."""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.demands import STANDS
from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.kept import Sharing
from printkit.content.voice import Voice
from printkit.document import Sketch
from printkit.errors import CatalogError, near
from printkit.figures import answered, ready
from printkit.figures.scene import Drawing, mirrored, moved, over, without_colour
from printkit.figures.spec import Crop, Eye, Figure, Limb, Moment, Show, Stance, held_by
from printkit.model.records import Dose, ToDrawOn
from printkit.model.vocabulary import Answer, DoseUnit, Hands, HoldToken

T = TypeVar("T")

# The demands of the rules that say "Walk with {your aid}" (R-08a), leave out who needs that hand (R-08b), and have a
# wheelchair stand still (R-79d): a picture shows what those words say.
_WALKS_FREELY = frozenset({"steps", "no-hold"})
_HAND_BUSY, _ON_WEAK_SIDE = "hand-busy", "on-weak-side"
_LEVEL = 2  # degrees: an eye at the height of the body, that still sees the floor
_BRAKES_ON = frozenset({"stands", "sits-free", "reach-out"})


class PicturePair(Struct, frozen=True):
    """What fills the frames of an exercise's own page: start and end with a caption each, or one picture without."""

    sketches: tuple[Sketch, ...]
    captions: tuple[str, ...]
    stacked: bool = False


def sketch(
    catalog: Catalog, voice: Voice, language: str, exercise: str, *, large: bool = False, small: bool = False
) -> Sketch | None:
    """The picture of an exercise: a clinic's own photo where it serves this side, else ours; None without either.

    A photo of both hands on something is not shown to who has one to hold with, and where no hand can hold, no picture.

    Raises CatalogError for a photo that cannot be read, and for a pose or a point that is not there.
    """
    own = _own_photo(catalog, voice, language, exercise, small=small)
    if own is not None:
        return replace(own, large=large)
    wanted = _asked(catalog, voice, exercise)
    if wanted is None:
        return None
    known = ready.found(wanted, voice.side, voice.person) if small else None
    if known is not None:
        found, drawing = known.shown(wanted), known.small
    else:
        from printkit.figures.picture import drawn, drawn_for_chart  # a checklist draws nobody

        found = answered.shown(wanted)
        draw = drawn_for_chart if small else partial(drawn, moment=None)
        drawing = draw(found.figure, found.stance, voice.side, person=voice.person)
    position, movement = _in_words(voice, found, language, exercise)
    return Sketch(drawing, voice.labels("picture", "alt", position=position, movement=movement), large)


def body(catalog: Catalog, voice: Voice, language: str, wanted: ToDrawOn) -> Sketch:
    """A body to draw on, with its affected arm and leg marked. Raises CatalogError for a pose that is not there."""
    from printkit.figures.picture import drawn

    says = {language: wanted.caption}
    eye = Eye(turn=wanted.turn, tilt=_LEVEL)
    figure = Figure(id=wanted.pose, pose=wanted.pose, says=says, show=Show.SINGLE, limb=Limb.BOTH, eye=eye)
    stance = _stance(catalog, figure)
    position = in_language(stance.says, language, figure.pose)
    alt = voice.labels("picture", "alt", position=position, movement=f"{voice.say(wanted.caption)}.")
    return Sketch(drawn(figure, stance, voice.side, None, voice.person), alt)


def pair(catalog: Catalog, voice: Voice, language: str, exercise: str) -> PicturePair | None:
    """Start and end of an exercise for a frame each; one picture for a photo, or where both would look alike.

    A hold that the picture does not show, and an unreadable file, are as for `sketch`.
    """
    own = _own_photo(catalog, voice, language, exercise)
    if own is not None:
        return PicturePair((own,), ())
    wanted = _asked(catalog, voice, exercise)
    if wanted is None:
        return None
    known = ready.found(wanted, voice.side, voice.person)
    if known is not None:
        seen, found = known.shown(wanted), known.pair
    else:
        from printkit.figures.pair import drawn_pair

        seen = answered.shown(wanted)
        found = drawn_pair(seen.figure, seen.stance, voice.side, voice.person)
    figure = seen.figure
    position, movement = _in_words(voice, seen, language, exercise)
    if len(found.drawings) == 1:
        alt = voice.labels("picture", "alt", position=position, movement=movement)
        return PicturePair((Sketch(found.drawings[0], alt),), ())
    start, *middle, end = found.drawings
    sketches = (
        Sketch(start, voice.labels("picture", "alt-start", position=position)),
        *(Sketch(each, voice.labels("picture", "alt-middle")) for each in middle),
        Sketch(end, voice.labels("picture", "alt-end", number=str(len(found.drawings)), movement=movement)),
    )
    said = (figure.start_says, *([figure.middle_says] if middle else []), figure.end_says)
    said = said if all(said) else ()
    captions = tuple(voice.say(in_language(words, language, exercise)) for words in said)
    return PicturePair(sketches, captions, found.stacked)


def with_signs(found: PicturePair, dose: Dose) -> PicturePair:
    """A pair with how long to hold and how many times in the frame of its end, where a corner of it is free.

    A photo has none, and no dose in minutes or steps, which a sign of repeats would say wrongly.
    """
    from printkit.figures.signs import signed

    *before, end = found.sketches
    if end.drawing.photograph is not None or len(found.sketches) < 2:
        return found
    times = 0 if dose.minutes or dose.unit is DoseUnit.STEPS else dose.repetitions
    drawing = signed(end.drawing, dose.hold_seconds, times)
    return replace(found, sketches=(*before, replace(end, drawing=drawing)))


class Pictures:
    """The pictures of the exercises of one plan, each made once; those that we draw are kept for all prints that show the same."""

    def __init__(self, catalog: Catalog, voice: Voice, language: str, shared: Sharing, *, grey: bool) -> None:
        self._catalog, self._voice, self._language, self._shared, self._grey = catalog, voice, language, shared, grey
        self._small: dict[str, Sketch | None] = {}
        self._pairs: dict[str, PicturePair | None] = {}
        self._signed: dict[str, PicturePair | None] = {}

    def small(self, exercise: str) -> Sketch | None:
        """The picture beside the name of an exercise. Raises as `sketch` does."""
        if exercise not in self._small:
            make = partial(sketch, self._catalog, self._voice, self._language, exercise, small=True)
            self._small[exercise] = self._toned(self._kept("small", exercise, make))
        return self._small[exercise]

    def pair(self, exercise: str) -> PicturePair | None:
        """Its start and its end. Raises as `pair` does."""
        if exercise not in self._pairs:
            self._pairs[exercise] = self._pair_toned(self._pair(exercise))
        return self._pairs[exercise]

    def signed(self, exercise: str, dose: Dose) -> PicturePair | None:
        """The same with signs of its dose in this plan."""
        if exercise not in self._signed:
            found = self._pair(exercise)
            self._signed[exercise] = self._pair_toned(with_signs(found, dose) if found else None)
        return self._signed[exercise]

    def step_by_step(self, exercise: str, steps: int) -> tuple[Sketch | None, ...]:
        """What is seen at each of so many steps; None where that is nothing, or the same as at the step before."""
        found: list[Sketch | None] = []
        before: Sketch | None = None
        for each in step_by_step(self._catalog, self._voice, exercise, steps):
            again = each is not None and before is not None and each.drawing is before.drawing
            found.append(None if again else self._toned(each))
            before = each or before
        return tuple(found)

    def _pair(self, exercise: str) -> PicturePair | None:
        make = partial(pair, self._catalog, self._voice, self._language, exercise)
        return self._kept("pair", exercise, make)

    def _kept(self, what: str, exercise: str, make: Callable[[], T]) -> T:
        """A clinic's own photo is looked for each time, for its file may have changed."""
        return make() if self._catalog.photo(exercise) is not None else self._shared((what, exercise), make)

    def _toned(self, found: Sketch | None) -> Sketch | None:
        return replace(found, drawing=in_grey(found.drawing)) if found is not None and self._grey else found

    def _pair_toned(self, found: PicturePair | None) -> PicturePair | None:
        if found is None or not self._grey:
            return found
        return replace(found, sketches=tuple(replace(each, drawing=in_grey(each.drawing)) for each in found.sketches))


def moving(catalog: Catalog, voice: Voice, language: str, exercise: str) -> tuple[Drawing, ...]:
    """The way from start to end for a screen, a drawing for each moment; empty for a photo and what is shown once."""
    if _own_photo(catalog, voice, language, exercise) is not None:
        return ()
    from printkit.figures.motion import frames

    found = _shown(catalog, voice, exercise)
    return frames(found.figure, found.stance, voice.side, voice.person) if found else ()


def _own_photo(catalog: Catalog, voice: Voice, language: str, exercise: str, *, small: bool = False) -> Sketch | None:
    """A clinic's photo where it serves this side and shows the hold of this patient."""
    figure = catalog.figure(exercise)
    usual = figure is None or _held(catalog, voice, figure) is figure
    found = catalog.photo(exercise)
    if found is None or not usual:
        return None
    from printkit.figures import photo  # of a clinic's own, which few have

    if not photo.serves(found[0], voice.side):
        return None
    own, file = found
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    drawing = _photograph(file, changed, photo.turned(own, voice.side), small)
    return Sketch(drawing, voice.say(in_language(own.says, language, exercise)))


@lru_cache(maxsize=256)
def _photograph(file: Path, _changed: int, turned: bool, small: bool) -> Drawing:  # noqa: FBT001 - keys of the cache
    from printkit.content.bitmaps import load_photo
    from printkit.figures import photo

    return photo.placed(*load_photo(file, mirrored=turned), small=small)


@lru_cache(maxsize=1024)
def in_grey(drawing: Drawing) -> Drawing:
    """A drawing or photograph without colour."""
    if drawing.parts:
        return over(*map(in_grey, drawing.parts))
    if drawing.moved is not None:
        plate, corner = drawing.moved
        return moved(in_grey(plate), corner, (drawing.wide, drawing.high))
    if drawing.mirrors is not None:
        return mirrored(in_grey(drawing.mirrors))
    grey = without_colour(drawing)
    if (own := grey.photograph) is None:
        from printkit.figures.writers import as_operators

        return as_operators(grey, partial(without_colour, drawing))
    from printkit.content.bitmaps import in_grey as pixels_in_grey

    return replace(grey, photograph=replace(own, data=pixels_in_grey(own.data)))


def faces(*, grey: bool = False) -> tuple[tuple[int, Drawing], ...]:
    """Faces for a scale of 0 to 10, each with its number, from calm to the worst pain; they stand beside the numbers."""
    from printkit.figures.faces import FACES

    return tuple((number, in_grey(drawing) if grey else drawing) for number, drawing in FACES)


def step_by_step(catalog: Catalog, voice: Voice, exercise: str, steps: int) -> tuple[Sketch | None, ...]:
    """What a picture shows at each of so many steps; None where nothing of it fits, or where its file does not say.

    The words of the step say the same, so that there is no other text for them.
    """
    found = _shown(catalog, voice, exercise)
    if found is None or len(found.figure.steps) != steps:
        return (None,) * steps
    return tuple(_moment(catalog, voice, found, moment) for moment in found.figure.steps)


def _moment(catalog: Catalog, voice: Voice, found: answered.Shown, moment: Moment) -> Sketch | None:
    from printkit.figures.picture import drawn

    figure = found.figure
    if moment is Moment.NONE:
        return None
    if moment in (Moment.REST, Moment.SHOES):
        shod = Answer.YES if moment is Moment.SHOES else figure.shoes
        part = Crop.FEET if moment is Moment.SHOES else Crop.ALL
        sitting = Figure(id=figure.id, pose="sit", says={}, show=Show.SINGLE, limb=figure.limb, shoes=shod, crop=part)
        if moment is Moment.SHOES:
            sitting = replace(sitting, brace=figure.brace, brace_type=figure.brace_type)
        return Sketch(drawn(sitting, _stance(catalog, sitting), voice.side, Moment.START, voice.person), "")
    return Sketch(drawn(figure, found.stance, voice.side, moment, voice.person), "")


def _shown(catalog: Catalog, voice: Voice, exercise: str) -> answered.Shown | None:
    """The picture of an exercise with the hold and all else that was answered of a patient; None without one."""
    wanted = _asked(catalog, voice, exercise)
    return answered.shown(wanted) if wanted is not None else None


def _asked(catalog: Catalog, voice: Voice, exercise: str) -> answered.Asked | None:
    devices = voice.devices
    said = answered.Answered(
        voice.aid, devices.afo, devices.brace_type, voice.home.helper, devices.belt, hands=voice.hold.hands
    )
    return asked(catalog, exercise, said)


def asked(catalog: Catalog, exercise: str, said: answered.Answered) -> answered.Asked | None:
    """What the picture of an exercise is made from for these answers; None without one that shows their hold."""
    figure = catalog.figure(exercise)
    held = figure and held_by(said.hands, figure, _stance(catalog, figure))
    return answered.asked(held, _stance(catalog, held), said, _occasion(catalog, exercise)) if held else None


def _occasion(catalog: Catalog, exercise: str) -> answered.Occasion:
    """What the words of an exercise ask for; nothing of a picture that belongs to none."""
    if exercise not in catalog.names("exercises"):
        return answered.Occasion()
    found = catalog.exercise(exercise)
    demands = set(found.demands)
    words = [line for text in found.text.values() for line in (text.hold_on, *text.steps)]
    return answered.Occasion(
        walks=demands >= _WALKS_FREELY and _HAND_BUSY not in demands,
        braced=STANDS in demands or any(f"{{{HoldToken.WEAR_SHOES}}}" in line for line in words),
        helped=found.needs_person is Answer.YES,
        seated=bool(demands & _BRAKES_ON) and _ON_WEAK_SIDE not in demands,
    )


def _in_words(voice: Voice, found: answered.Shown, language: str, exercise: str) -> tuple[str, str]:
    """How the body is, and the movement with what was put into the picture for this patient."""
    figure = found.figure
    said = [voice.say(in_language(figure.says, language, exercise))]
    if found.aid:
        key = "aid-both" if voice.aid in answered.TWO_HANDED and voice.hold.hands is Hands.BOTH else "aid-one"
        said.append(voice.say(voice.labels("picture", key, aid=voice.labels("aids", voice.aid))))
    if found.brace:
        said.append(voice.say(voice.labels("picture", "brace")))
    if found.helper:
        said.append(voice.labels("picture", "helper"))
    return in_language(found.stance.says, language, figure.pose), " ".join(said)


def _held(catalog: Catalog, voice: Voice, figure: Figure) -> Figure | None:
    return held_by(voice.hold.hands, figure, _stance(catalog, figure))


def _stance(catalog: Catalog, figure: Figure) -> Stance:
    if figure.pose not in catalog.poses:
        raise CatalogError(f"the picture {figure.id} starts from no known pose", hint=near(figure.pose, catalog.poses))
    return catalog.poses[figure.pose]
