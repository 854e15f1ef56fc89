"""What a document must not lose on its way through the templates. `kinds` says what; this looks into the finished tree."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from printkit.content.exercises import ExerciseView
from printkit.content.kinds import Kind, Must
from printkit.content.names import Content
from printkit.document import BOXES, Block, Document, Group, Together, walk, words_of
from printkit.errors import TemplateError


class _Print(Struct, frozen=True):
    """What the template of one print had to say."""

    content: Content
    names: Mapping[str, object]


def keep_promise(kind: Kind, document: Document, content: Content, names: Mapping[str, object]) -> None:
    """Refuse a document that lost an exercise or a warning on its way through the templates."""
    words = "\n".join((*map(words_of, document.blocks), ""))
    made = _Print(content, names)
    for must in kind.must:
        if must is Must.CARDS:
            _require_cards(kind, document, content)
        elif must is Must.FOOT:
            for foot in document.foot:
                _require(kind, must, _foot_number(content), foot)
        elif must in _FINDERS:
            for what in _FINDERS[must](made):
                _require(kind, must, what, words)


def _require(kind: Kind, must: Must, what: str, words: str) -> None:
    """Refuse words in which something does not stand: line after line, so that no list loses its heading."""
    if what not in words:
        lines = [line for line in what.strip().splitlines() if line not in BOXES]
        missing = next((line for line in lines if line not in words), " / ".join(lines))
        hint = f"keep {must}; nothing was printed"
        raise TemplateError(f"the {kind.name} leaves out: {missing!r}", hint=hint)


def _require_cards(kind: Kind, document: Document, content: Content) -> None:
    together = [block for block in walk(document.blocks) if isinstance(block, Together)]
    cards = {line: words_of(card) for card in reversed(together) for line in words_of(card).split("\n", 2)[:2]}
    for view in content.plan.items:
        card = cards.get(view.title, "")
        for what in _of_card(view, content):
            _require(kind, Must.CARDS, what, card)


def _of_card(view: ExerciseView, content: Content) -> Iterator[str]:
    """What must stand on the card of an exercise."""
    warnings = content.warnings
    yield view.title
    yield from (value for _, value in content.plan.dose_rows(view))
    yield from (*view.steps, *view.care)
    boxes = (warnings.stop_if, warnings.not_if, warnings.not_alone_if, warnings.with_helper)
    yield from (words_of(box(view)) for box in boxes)
    yield from (each for each in (view.hold_on, view.note, view.side_note, view.evidence_note) if each)


def _foot_number(content: Content) -> str:
    region, labels = content.voice.region, content.labels
    return region.emergency_number if region else labels("help", "foot-emergency-unknown")


# --- what must stand somewhere in the document


def _doses(made: _Print) -> Iterator[str]:
    for view in made.content.plan.items:
        yield f"{made.content.plan.with_helper(view)}\n{view.how_much}\n"


def _boxes(made: _Print) -> Iterator[str]:
    for view in made.content.plan.items:
        yield f"{made.content.plan.with_short_helper(view)}\n{view.how_often}"


def _stop_rules(made: _Print) -> Iterator[str]:
    for topic in ("stop-rules", "red-flags", "after-a-fall"):
        yield words_of(made.content.topics.topic(topic))


def _called(made: _Print) -> Iterator[str]:
    content = made.content
    for topic in content.cleared.pages:
        if topic in content.catalog.names("topics"):
            yield words_of(content.topics.topic(topic))
    for checklist in content.called_checklists:  # whole, or a few of its rooms
        yield content.title_of_checklist(checklist)


def _clinician(made: _Print) -> Iterator[str]:
    if made.names["clinician"]:
        yield words_of(made.content.clinician_tables())


def _list(made: _Print) -> Iterator[str]:
    content = made.content
    yield words_of(content.checklist(str(made.names["list"]), rooms=_tuple(made.names["rooms"])))
    for topic in _tuple(made.names["list_topics"]):
        yield words_of(content.topics.topic(topic))


def _to_do(made: _Print) -> Iterator[str]:
    table = made.names["todo_table"]
    assert callable(table)
    for room in _tuple(made.names["todo_rooms"]):
        yield room
        yield from (cell for row in table(room).rows for cell in row if cell)
    yield from _tuple(made.names["both_ticked"])


def _tuple(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def _block(of: Callable[[Content], Block]) -> Callable[[_Print], Iterator[str]]:
    def found(made: _Print) -> Iterator[str]:
        block = of(made.content)
        for child in block.children if isinstance(block, Group) else (block,):
            yield words_of(child)

    return found


_FINDERS: Mapping[Must, Callable[[_Print], Iterator[str]]] = {
    Must.DOSES: _doses,
    Must.BOXES: _boxes,
    Must.EVERYWHERE: lambda made: iter(made.content.plan.everywhere),
    Must.SIDE: lambda made: iter((str(made.names["for_side"]),)),
    Must.SIDE_NOTE: lambda made: iter((str(made.names["side_note"]),)),
    Must.STOP_RULES: _stop_rules,
    Must.STOP: _block(lambda content: content.warnings.stop_if()),
    Must.EMERGENCY: _block(lambda content: content.warnings.emergency()),
    Must.EMERGENCY_LINE: lambda made: iter((made.content.warnings.emergency_line(),)),
    Must.LEFT_OUT: _block(lambda content: content.warnings.left_out()),
    Must.REPLACED: _block(lambda content: content.warnings.left_out("exercises")),
    Must.NOT_HERE: _block(lambda content: content.warnings.not_here()),
    Must.NOT_HERE_BY_CHART: lambda made: iter(made.content.warnings.not_here_lines()),
    Must.CALLED: _called,
    Must.CLINICIAN: _clinician,
    Must.LIST: _list,
    Must.TO_DO: _to_do,
}
LOOKED_FOR = (*_FINDERS, Must.CARDS, Must.FOOT)  # a report looks for its verdicts and falls itself
