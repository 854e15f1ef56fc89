"""Checklists as blocks, tailored by what is known of a patient, and the lines of them that matter most."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from printkit.catalog.labels import Labels, in_language, in_look
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    CheckRow,
    Checks,
    Group,
    Inline,
    Paragraph,
    SheetTitle,
    Strong,
    Text,
    Together,
)
from printkit.errors import OptionsError
from printkit.model.constraints import Conditions, Language
from printkit.model.facts import meets
from printkit.model.records import Checklist, Line, Room
from printkit.model.vocabulary import Answer, Cost, Paper, PrintProfile
from printkit.planning.safety import Cleared

_OF_EACH = 2  # lines of each of them at least, where it has so many for this person
_MOST = 12  # lines of the page, on A4
_LEAST = 10  # lines of the page; also for whom a clinic's own lists do not say what matters
_MATTERS_LEAST = 4


def tick_list(
    checklist: Checklist, cleared: Cleared, voice: Voice, level: int, rooms: tuple[str, ...]
) -> Iterator[Block]:
    """The rooms and lines whose conditions hold; with `rooms`, only those. What is free comes first in its room."""
    language, say = cleared.options.language, voice.say
    text = in_language(checklist.text, language, checklist.id)
    yield SheetTitle(say(text.title), "L")
    kept = [
        (room, lines)
        for room in checklist.rooms
        if _holds(room.when, cleared) and (not rooms or room.id in rooms)
        if (lines := [line for line in room.lines if _holds(line.when, cleared)])
    ]
    prose = tuple(map(say, (*text.how, *text.note)))
    # a list with a warning at its head has no room there for more
    more = () if text.note else tuple(_of_things(kept, cleared, voice.labels))
    yield _prose((*prose, *more), voice.labels)
    asked = set(rooms)
    for room, lines in kept:
        asked.discard(room.id)
        rows = [_row(checklist, room, line, cleared, voice) for line in sorted(lines, key=free_first)]
        yield _checks(say(in_language(room.title, language, room.id)), rows, voice.labels, level + 1)
    if asked:
        hint = "an answer, such as stairs: no or --no-brace, takes it out of the list"
        raise OptionsError(f"the room {min(asked)!r} has no line for this home", hint=hint)


def safe_at_home(
    catalog: Catalog,
    cleared: Cleared,
    voice: Voice,
    paper: str = Paper.A4,
    below: Sequence[Block] = (),
) -> Group:
    """The page of what matters most to one person at home, with the title that makes it a sheet that comes back.

    `below` goes under the lines: in the usual look there is room for 2 lines in a box.
    """
    labels = voice.labels
    intro = tuple(labels("safe-at-home", key) for key in ("most", "what-to-do"))
    groups = most_important(catalog, cleared, voice, _MOST if paper == Paper.A4 else _MOST - 1)
    lines = Together((_prose(intro, labels), *groups, *below))
    return Group((SheetTitle(labels("safe-at-home", "title"), "L"), lines))


def most_important(catalog: Catalog, cleared: Cleared, voice: Voice, most: int = _MOST) -> tuple[Checks, ...]:
    """The lines that matter most to one person, of the home, the skin and the shoes; their boxes are those of the lists.

    A line whose condition is answered no is never among them. By how much a line matters; then what an answer of this
    person asks for before what holds for all; then the danger of its room. Each list has its best lines there, and lines
    that say nothing of how much they matter stand in only where there are too few others.
    """
    lists = page_lists(catalog)
    found = sorted(
        (line for place, checklist in enumerate(lists) for line in _candidates(checklist, place, cleared)),
        key=lambda line: line.rank,
    )
    best = [line for each in lists for line in [line for line in found if line.checklist is each][:_OF_EACH]]
    told = [line for line in found if line.line.matters is not None]
    ranks = list(dict.fromkeys(line.rank for line in (*best, *told)))[:most]
    others = [line.rank for line in found if line.rank not in ranks]
    ranks += others[: max(0, min(_LEAST, most) - len(ranks))]
    groups: list[Checks] = []
    for checklist in lists:
        lines = [line for line in found if line.checklist is checklist and line.rank in ranks]
        rows = [_row(checklist, line.room, line.line, cleared, voice) for line in lines]
        if rows:
            groups.append(_checks(voice.labels("safe-at-home", checklist.id), rows, voice.labels, 2))
    return tuple(groups)


def page_lists(catalog: Catalog) -> tuple[Checklist, ...]:
    """The lists that the page of what matters most takes its lines from."""
    known = catalog.names("checklists")
    return tuple(catalog.checklist(name) for name in ("home-safety", "skin", "shoes") if name in known)


class _Candidate(Struct, frozen=True):
    """A line that holds for a person; no other has its rank, and the least comes first."""

    checklist: Checklist
    room: Room
    line: Line
    rank: tuple[int, ...]


def _candidates(checklist: Checklist, place: int, cleared: Cleared) -> Iterator[_Candidate]:
    for number, room in enumerate(checklist.rooms):
        for index, line in enumerate(room.lines):
            if _holds(room.when, cleared) and _holds(line.when, cleared):
                matters = line.matters or _MATTERS_LEAST
                rank = (matters, int(not _asked_for(room, line, cleared)), room.danger, place, number, index)
                yield _Candidate(checklist, room, line, rank)


def _asked_for(room: Room, line: Line, cleared: Cleared) -> bool:
    """Whether an answer that somebody gave is why the line is there, or why it matters more."""
    facts = cleared.facts
    answered = any(facts[name] != Answer.UNKNOWN for name in (*room.when, *line.when))
    return answered or any(meets(name, facts[name], values) for name, values in line.matters_to.items())


def _of_things(rooms: Sequence[tuple[Room, Sequence[Line]]], cleared: Cleared, labels: Labels) -> Iterator[str]:
    """That lines about a thing that nobody asked about may stay empty; a room of stairs or a bath says it by its title."""
    conditions = [when for room, lines in rooms for when in (room.when, *(line.when for line in lines))]
    named = {name for when in conditions for name in when if cleared.facts[name] == Answer.UNKNOWN}
    open_ = [labels("things", name) for name in labels.groups["things"] if name in named]
    if open_:
        yield labels("things", "none", things=f" {labels('things', 'or')} ".join(open_))


def _holds(when: Conditions, cleared: Cleared) -> bool:
    return all(meets(name, cleared.facts[name], values) for name, values in when.items())


def free_first(line: Line) -> int:
    """The order of the lines of a room: what costs nothing, what is to be bought, what a fitter does."""
    return list(Cost).index(line.cost)


def to_be_done(line: Line, look: PrintProfile, language: Language) -> str:
    """What to do after a No, in the words of a look."""
    return in_look(line.do, line.short, look, language, line.id)


def _row(checklist: Checklist, room: Room, line: Line, cleared: Cleared, voice: Voice) -> CheckRow:
    language = cleared.options.language
    return CheckRow(
        name=f"{checklist.id}/{room.id}/{line.id}",
        question=voice.say(in_language(line.look, language, f"{checklist.id} {line.id}")),
        action=voice.say(to_be_done(line, cleared.profile, language)),
    )


def _checks(title: str, rows: Sequence[CheckRow], labels: Labels, level: int) -> Checks:
    answers = (labels("checks", "yes"), labels("checks", "no"))
    return Checks(title, answers, labels("checks", "if-no"), tuple(rows), level)


def _prose(sentences: Sequence[str], labels: Labels) -> Paragraph:
    """Sentences as one paragraph, with the words that stand over the boxes in bold."""
    said = " ".join(sentences)
    words = "|".join(re.escape(labels("checks", answer)) for answer in ("yes", "no"))
    parts = re.split(rf"\b({words})\b", said)
    found: list[Inline] = [
        Strong((Text(part),)) if index % 2 else Text(part) for index, part in enumerate(parts) if part
    ]
    return Paragraph(tuple(found))
