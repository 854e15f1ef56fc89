"""The words of an exercise, composed once for all patients whose card says the same.

What only one of them has, the figures and signs of the dose, is put in afterwards. A card that says more of one patient, such
as a note or a goal, is composed for that patient alone.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from printkit.content.exercise_view import ExerciseView
from printkit.content.exercises import ExerciseWidgets
from printkit.content.look import Look
from printkit.content.templates import Templates
from printkit.document import Block, Columns, Foreign, Group, Pair, Strip, Together

if TYPE_CHECKING:
    from printkit.content.programs import Reads

Functions = Mapping[str, object]

# What of an exercise is of one patient. It is part of a card only where its template asks for it.
_OF_ONE: Mapping[str, object] = {
    "number": 0, "when": "", "how_much": "", "how_often": "", "some_days": "", "on": (),
}  # fmt: skip
# The functions of a template that depend on the exercise, the look, the voice and what they are given, and change nothing.
_ALLOWED = frozenset(
    {"beside", "box", "dose", "film", "not_alone_if", "not_if", "page_break", "part", "pictures", "spring", "steps"}
) | {"stop_if", "with_helper", "write"}
_DOSE = Strip((("", "dose"),))
_PICTURES = {"": Pair((), ("pictures",)), "plain": Pair((), ("plain",))}


class Cards:
    """The cards of one print, of which all that others have as well is kept with the templates."""

    def __init__(
        self,
        plan: ExerciseWidgets,
        templates: Templates,
        look: Look,
        compose: Callable[[str, ExerciseView, Functions], tuple[Block, ...]],
    ) -> None:
        """`compose` fills in a part for an exercise, with some functions in place of the usual ones."""
        self._plan, self._templates, self._compose = plan, templates, compose
        self._reads: dict[str, Reads | None] = {}
        self._look = look

    def composed(
        self, name: str, view: ExerciseView, names: Mapping[str, object], *more: Hashable
    ) -> tuple[Block, ...]:
        """What parts/NAME says of an exercise with these names; `more` is what it depends on besides.

        Raises as `Templates.compose` does.
        """
        key = self._key(name, view, names)
        if key is None:
            return self._compose(name, view, {})
        stand_ins = {"dose": self._dose, "pictures": self._pictures}
        found = self._templates.kept.get((*key, *more), lambda: self._compose(name, view, stand_ins))
        return tuple(self._with_own(found, view))

    def _key(self, name: str, view: ExerciseView, names: Mapping[str, object]) -> tuple[Hashable, ...] | None:
        """All that the words of a card depend on; None for one that is not kept."""
        if name not in self._reads:
            self._reads[name] = self._templates.reads(f"parts/{name}.{self._plan.language}.md")
        reads = self._reads[name]
        if reads is None or view.note or not reads.called <= _ALLOWED:
            return None
        values = tuple(names.get(each) for each in reads.names)
        if not all(map(_is_plain, values)):
            return None
        shared = replace(view, **{each: value for each, value in _OF_ONE.items() if each not in reads.attributes})
        return (self._look, name, reads.files, values, shared)

    def _dose(self, view: ExerciseView) -> Block:
        self._plan.dose(view)  # it says what is wrong with what it is given
        return _DOSE

    def _pictures(self, view: ExerciseView, captions: str = "") -> Block:
        self._plan.pictures(view, captions)
        return _PICTURES[captions]

    def _with_own(self, blocks: Iterable[Block], view: ExerciseView) -> Iterator[Block]:
        """Blocks with the dose of one patient."""
        plan = self._plan
        for block in blocks:
            match block:
                case Strip() if block == _DOSE:
                    yield plan.dose(view)
                case Pair() if block in _PICTURES.values():
                    captions = next(captions for captions, pair in _PICTURES.items() if pair == block)
                    if (found := plan.pictures(view, captions)) != Group(()):
                        yield found
                case Columns(columns=columns):
                    yield replace(block, columns=tuple(tuple(self._with_own(column, view)) for column in columns))
                case Group(children=children):
                    yield replace(block, children=tuple(self._with_own(children, view)))
                case Together(children=children, smaller=smaller):
                    more = tuple(self._with_own(smaller, view))
                    yield replace(block, children=tuple(self._with_own(children, view)), smaller=more)
                case _:
                    yield block


def _is_plain(value: object) -> bool:
    """Whether a value is words that are not of one patient, a number or a list of them."""
    if isinstance(value, Foreign):
        return False
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | None)
