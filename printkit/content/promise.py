"""What a document must not lose on its way through the templates. `kinds` says what; this looks into the finished tree."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial

from msgspec import Struct

from printkit.content.kinds import Kind, Must
from printkit.content.names import Content
from printkit.content.short_form import IN_SHORT
from printkit.document import (
    BOXES,
    Block,
    Bullets,
    Callout,
    DayChecks,
    Document,
    Filled,
    Group,
    Table,
    Together,
    Views,
    is_of_one_patient,
    walk,
    words_of,
)
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
                _require(kind, must, _foot_number(content), foot[0])
        elif must in _FINDERS:
            for what in _FINDERS[must](made):
                _require(kind, must, what, _ahead(content, words) if must is Must.FIRST else words)


def _ahead(content: Content, words: str) -> str:
    """What stands before the first step of an exercise: a sheet at the end says what comes first too late."""
    steps = (words.find(step) for view in content.plan.items for step in view.steps[:1])
    return words[: min((at for at in steps if at >= 0), default=None)]


def _require(kind: Kind, must: Must, what: str, words: str) -> None:
    """Refuse words in which something does not stand: line after line, so that no list loses its heading."""
    if what not in words:
        lines = [line for line in what.strip().splitlines() if line not in BOXES]
        missing = next((line for line in lines if line not in words), " / ".join(lines))
        hint = f"keep {must}; nothing was printed"
        raise TemplateError(f"the {kind.name} leaves out: {missing!r}", hint=hint)


def _require_cards(kind: Kind, document: Document, content: Content) -> None:
    views = content.plan.items
    # a sheet with one exercise is its card; else each has one of its own that begins with its title
    whole = document.blocks if len(views) == 1 else ()
    cards: dict[str, list[tuple[Block, ...]]] = {view.title: [] for view in views}
    for block in document.blocks:
        for title, card in _titled(block) if is_of_one_patient(block) or _is_kept(block) else _kept_titled(block):
            if title in cards:
                cards[title].append(card)
    for view in views:
        dose, must_stand = content.plan.dose(view), partial(content.must_stand, view)
        whose = content.look.words, content.plan.alike(view)
        for card in cards[view.title] or [whole]:
            # a card that is kept is known by its title, and no card with a note is kept
            if not view.note and isinstance(card, Filled) and dose in card.own and card.form.says(whose, must_stand):
                continue
            said = "\n".join(map(words_of, card))
            for what in (view.title, words_of(dose), *must_stand(), view.note):
                _require(kind, Must.CARDS, what, said)


def _is_kept(block: Block) -> bool:
    return isinstance(block, Together) and isinstance(block.children, Filled)


def _titled(block: Block) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """What stands together in a block, each with its first line: every card is there. In a card that is kept there is no other one."""
    pages = [each for each in ((block,) if _is_kept(block) else walk((block,))) if isinstance(each, Together)]
    cards = [card for each in pages for card in (each.children, each.smaller) if card]
    return tuple([(words_of(card[0]).split("\n", 1)[0], card) for card in cards])


_kept_titled = lru_cache(maxsize=128)(_titled)  # of pages that others have, too


def _foot_number(content: Content) -> str:
    region, labels = content.voice.region, content.labels
    return region.emergency_number if region else labels("help", "foot-emergency-unknown")


# --- what must stand somewhere in the document


def _doses(made: _Print) -> Iterator[str]:
    plan = made.content.plan
    for view in plan.items:
        days = f"{view.some_days}\n" if view.some_days else ""
        yield f"{view.title}\n{plan.helper(view)}\n{view.how_much}\n{days}"


def _boxes(made: _Print) -> Iterator[str]:
    for session in made.content.sessions:
        yield f"{session.label}\n{session.detail}"


def _stop_rules(made: _Print) -> Iterator[str]:
    for topic in IN_SHORT:
        yield from _of_topic(made.content, topic)


def _of_topic(content: Content, topic: str) -> Iterator[str]:
    """The parts of a topic, each whole: its heading may be that of the page."""
    yield from content.topics.words(topic)


def _called(made: _Print) -> Iterator[str]:
    """What is called for is there whole, or named as given beside it; what was asked for is there whole."""
    content = made.content
    also = content.also_given
    yield from map(content.title_of, also)
    whole = [page for page in (*content.cleared.pages, *content.added_topics) if page not in also]
    for topic in dict.fromkeys(whole):
        if topic in content.catalog.names("topics") and topic not in content.options.print.leave_out:
            yield from _of_topic(content, topic)
    for checklist in content.added_checklists:
        yield content.title_of_checklist(checklist)
    if content.skin_sheet:
        yield from _skin(made)


def _clinician(made: _Print) -> Iterator[str]:
    if made.names["clinician"]:
        yield words_of(made.content.clinician_tables())


def _list(made: _Print) -> Iterator[str]:
    content = made.content
    yield words_of(content.checklist(str(made.names["list"]), rooms=_tuple(made.names["rooms"])))


def _leaflet(made: _Print) -> Iterator[str]:
    name = str(made.names["leaflet"])
    yield made.content.topics.title_of(name)
    yield from _of_topic(made.content, name)
    if name not in IN_SHORT:  # these say themselves when to call
        yield words_of(made.content.warnings.emergency())


def _given_with(made: _Print) -> Iterator[str]:
    yield from _tuple(made.names["given_with"])


def _skin(made: _Print) -> Iterator[str]:
    for block in walk((made.content.skin_days(), made.content.skin_look())):
        if isinstance(block, Callout | DayChecks | Views | Bullets | Table):
            yield words_of(block)


def _to_do(made: _Print) -> Iterator[str]:
    table = made.names["todo_table"]
    assert callable(table)
    for room in _tuple(made.names["todo_rooms"]):
        yield room
        yield from (words for row in table(room).rows for words in (row.question, row.action, row.cost))
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
    Must.FIRST: _block(lambda content: content.warnings.first()),
    Must.DOSES: _doses,
    Must.NOTES: lambda made: (view.note for view in made.content.plan.items if view.note),
    Must.BOXES: _boxes,
    Must.EVERYWHERE: lambda made: iter(made.content.plan.everywhere),
    Must.SIDE: lambda made: iter((str(made.names["for_side"]),)),
    Must.SIDE_NOTE: lambda made: iter((str(made.names["side_note"]),)),
    Must.STOP_RULES: _stop_rules,
    Must.STOP: _block(lambda content: content.warnings.stop_if()),
    Must.EMERGENCY: _block(lambda content: content.warnings.emergency()),
    Must.EMERGENCY_BOX: _block(lambda content: content.warnings.emergency_box()),
    Must.EMERGENCY_LINE: lambda made: iter((made.content.warnings.emergency_line(),)),
    Must.LEFT_OUT: _block(lambda content: content.warnings.left_out()),
    Must.REPLACED: _block(lambda content: content.warnings.left_out("exercises")),
    Must.NOT_HERE: _block(lambda content: content.warnings.not_here()),
    Must.NOT_HERE_BY_CHART: lambda made: iter(made.content.warnings.not_here_lines()),
    Must.CALLED: _called,
    Must.AT_HOME: _block(Content.safe_at_home),
    Must.CLINICIAN: _clinician,
    Must.LIST: _list,
    Must.SKIN: _skin,
    Must.TO_DO: _to_do,
    Must.LEAFLET: _leaflet,
    Must.GIVEN_WITH: _given_with,
}
LOOKED_FOR = (*_FINDERS, Must.CARDS, Must.FOOT)  # a report looks for its verdicts and falls itself
