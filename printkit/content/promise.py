"""What a document must not lose on its way through the templates: exercises, steps, warnings."""

from collections.abc import Iterator

from printkit.content.exercises import ExerciseView
from printkit.content.kinds import Kind
from printkit.content.names import Content
from printkit.document import (
    Document,
    Together,
    walk,
    words_of,
)
from printkit.errors import TemplateError


def keep_promise(kind: Kind, document: Document, content: Content) -> None:
    """Refuse a document that lost an exercise or a warning on its way through the templates."""
    words = "\n".join(map(words_of, document.blocks))
    for what in _promised(kind, content):
        _require(kind, what, words)
    if not kind.whole_exercises:
        return
    together = [block for block in walk(document.blocks) if isinstance(block, Together)]
    cards = {line: words_of(card) for card in reversed(together) for line in words_of(card).split("\n", 2)[:2]}
    for view in content.plan.items:
        card = cards.get(view.title, "")
        for what in _promised_of(view, content):
            _require(kind, what, card)


def _require(kind: Kind, what: str, words: str) -> None:
    if what not in words:
        message = f"the {kind.name} leaves out: {what!r}"
        raise TemplateError(message, hint="templates must print every item with its warnings; nothing was printed")


def _promised_of(view: ExerciseView, content: Content) -> Iterator[str]:
    """What must stand on the card of an exercise."""
    yield view.title
    yield from (value for _, value in content.plan.dose_rows(view))
    yield from (*view.steps, *view.stop_if, *view.care, *view.person_because, *view.conditions, *view.alone_conditions)
    yield from (each for each in (view.hold_on, view.note, view.helper, view.side_note) if each)


def _promised(kind: Kind, content: Content) -> Iterator[str]:
    """What must stand somewhere in the document."""
    yield from (view.title for view in content.plan.items)
    if kind.whole_exercises:
        yield from content.plan.everywhere
    if kind.name == "fridge":
        yield content.voice.emergency_number
    if kind.name == "booklet":
        for left in content.plan.left_out:
            yield from (left.title, left.because)
        for page in content.cleared.pages:
            if page in content.catalog.names("topics"):
                yield words_of(content.topics.topic(page))
