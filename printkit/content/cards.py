"""The words of an exercise, composed once for all patients whose card says the same.

What only one of them has, the figures and signs of the dose, is put in afterwards. A card that says more of one patient, such
as a note or a goal, is composed for that patient alone.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache

from msgspec import Struct

from printkit.content.exercise_view import ExerciseView
from printkit.content.exercises import ExerciseWidgets
from printkit.content.look import Look
from printkit.content.templates import Templates
from printkit.document import Block, Filled, Foreign, Form, Gap, Group, Heading
from printkit.model.vocabulary import PrintProfile

Functions = Mapping[str, object]

# What of an exercise is of one patient. It is part of a card only where its template asks for it.
_OF_ONE = frozenset({"number", "when", "how_much", "how_often", "some_days", "on"})
# The functions of a template that depend on the exercise, the look, the voice and what they are given, and change nothing.
_ALLOWED = frozenset(
    {"beside", "box", "dose", "film", "not_alone_if", "not_if", "page_break", "part", "pictures", "spring", "steps"}
) | {"stop_if", "with_helper", "write"}
_TITLE, _DOSE = Gap(what="title"), Gap(what="dose")
_PICTURES = {"": Gap(what="pictures"), "plain": Gap(what="plain")}


class _Part(Struct, frozen=True):
    """What the words of a part depend on besides its exercise, and what it says that is of one patient."""

    said: tuple[Hashable, ...]
    own: tuple[str, ...]


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
        self._parts: dict[str, _Part | None] = {}
        # for a reader with aphasia somebody is seen beside the steps
        self._look = look if plan.cleared.profile is PrintProfile.APHASIA else look.words

    def composed(
        self, name: str, view: ExerciseView, title: Heading, names: Mapping[str, object], *more: Hashable
    ) -> tuple[Block, ...]:
        """What parts/NAME says of an exercise with these names, below its title; `more` is what it depends on besides.

        Raises as `Templates.compose` does.
        """
        key = self._key(name, view, names)
        if key is not None:
            form = self._templates.kept.get((*key, *more), lambda: self._form_of(name, view))
            if form.can_be_filled:
                return Filled(form, (title, *(self._own(what, view) for what in form.gaps[1:])))
        return (title, *self._compose(name, view, {}))

    def _key(self, name: str, view: ExerciseView, names: Mapping[str, object]) -> tuple[Hashable, ...] | None:
        """All that the words of a card depend on; None for one that is not kept."""
        if name not in self._parts:
            self._parts[name] = self._part(name, names)
        part = self._parts[name]
        if part is None or view.note:
            return None
        own = [getattr(view, each) for each in part.own]
        return self._look, name, *part.said, self._plan.alike(view), view.long, *own

    def _part(self, name: str, names: Mapping[str, object]) -> "_Part | None":
        reads = self._templates.reads(f"parts/{name}.{self._plan.language}.md")
        if reads is None or not reads.called <= _ALLOWED:
            return None
        values = tuple(names.get(each) for each in reads.names)
        if not all(map(_is_plain, values)):
            return None
        return _Part((reads.files, values), tuple(sorted(_OF_ONE & reads.attributes)))

    def _form_of(self, name: str, view: ExerciseView) -> Form:
        found = self._compose(name, view, {"dose": self._dose, "pictures": self._pictures})
        return _form((_TITLE, *found))

    def _dose(self, view: ExerciseView) -> Block:
        self._plan.dose(view)  # it says what is wrong with what it is given
        return _DOSE

    def _pictures(self, view: ExerciseView, captions: str = "") -> Block:
        found = self._plan.pictures(view, captions)
        return found if isinstance(found, Group) else _PICTURES[captions]  # of what has no picture nobody has one

    def _own(self, what: str, view: ExerciseView) -> Block:
        """What this patient has in a gap."""
        if what == _DOSE.what:
            return self._plan.dose(view)
        return self._plan.pictures(view, next(each for each, gap in _PICTURES.items() if gap.what == what))


@lru_cache(maxsize=2048)
def _form(blocks: tuple[Block, ...]) -> Form:
    """The same form for the same blocks, so that what is known of it is found without comparing them."""
    return Form(blocks)


def _is_plain(value: object) -> bool:
    """Whether a value is words that are not of one patient, a number or a list of them."""
    if isinstance(value, Foreign):
        return False
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | None)
