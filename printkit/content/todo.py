"""The to-do list of a family: empty, to write on, or from the boxes that were ticked No on a screen."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from printkit.catalog.labels import Labels, in_language
from printkit.catalog.store import Catalog
from printkit.content.checklists import free_first, to_be_done
from printkit.content.voice import Voice
from printkit.document import Block, ToDo, ToDoRow
from printkit.errors import FormError
from printkit.model.options import Options
from printkit.model.records import Checklist
from printkit.model.vocabulary import PrintProfile
from printkit.sheets import boxes

_EMPTY_ROWS = 15


class TickedNo(Struct, frozen=True):
    """One line that was ticked No, with the danger of its room; 1 is the greatest."""

    danger: int
    row: ToDoRow


def empty(labels: Labels) -> Block:
    """Rows to write on: room, what, who, by when, done."""
    headers = tuple(labels("todo", key) for key in ("room", "what", "who", "by", "done"))
    return ToDo(headers, blank=_EMPTY_ROWS, looked=labels("todo", "looked"))


def names(
    catalog: Catalog, options: Options, voice: Voice, answers: Mapping[str, str], where: str
) -> Mapping[str, object]:
    """The names that the to-do template needs: the rooms with something to do, where danger is greatest first."""
    ticked = frozenset(map(boxes.read, answers))
    lists = {line.partition("/")[0] for line, _ in ticked} & set(catalog.names("checklists"))
    if not lists:
        raise FormError("no line of a checklist is ticked", where=where, hint="tick a box, save the file, try again")
    lines = [line for name in sorted(lists) for line in _ticked_no(catalog.checklist(name), ticked, options, voice)]
    if not lines:
        raise FormError("no line is ticked No, so there is nothing to do", where=where, hint="look again after a fall")
    lines.sort(key=lambda line: line.danger)
    rooms = tuple(dict.fromkeys(line.row.room for line in lines))

    def todo_table(room: str = "") -> Block:
        rows = tuple(line.row for line in lines if room in ("", line.row.room))
        return ToDo(tuple(voice.labels("todo", key) for key in ("look", "what", "who", "by")), rows)

    doubtful = tuple(
        voice.labels("todo", "again", question=question(catalog, name, options.language, voice))
        for name in _both_ticked(answers)
    )
    return {"todo_rooms": rooms, "todo_table": todo_table, "both_ticked": doubtful}


def _ticked_no(
    checklist: Checklist, ticked: frozenset[tuple[str, str]], options: Options, voice: Voice
) -> Iterator[TickedNo]:
    """The lines of a checklist that were ticked No, room by room, in each what is free first."""
    language, look = options.language, options.print.profile or PrintProfile.STANDARD
    for room in checklist.rooms:
        title = voice.say(in_language(room.title, language, room.id))
        for line in sorted(room.lines, key=free_first):
            if (f"{checklist.id}/{room.id}/{line.id}", "no") in ticked:
                row = ToDoRow(
                    room=title,
                    question=voice.say(in_language(line.look, language, line.id)),
                    action=voice.say(to_be_done(line, look, language)),
                    cost=voice.labels("todo", line.cost),
                )
                yield TickedNo(room.danger, row)


def _both_ticked(answers: Mapping[str, str]) -> tuple[str, ...]:
    """The lines that were ticked Yes and No."""
    ticked = dict.fromkeys(map(boxes.read, answers))
    return tuple(line for line, answer in ticked if answer == "yes" and (line, "no") in ticked)


def questions(catalog: Catalog, voice: Voice, answers: Mapping[str, str]) -> Mapping[str, str]:
    """The questions of boxes that stand on a line of a checklist, by the names of the boxes, as the catalogue speaks."""
    found = {name: question(catalog, boxes.read(name)[0], catalog.language, voice) for name in answers}
    return {name: said for name, said in found.items() if said != boxes.read(name)[0]}


def question(catalog: Catalog, name: str, language: str, voice: Voice) -> str:
    """The question of a line by the name of its boxes; the name itself where it is no line of ours."""
    checklist, _, rest = name.partition("/")
    room, _, line = rest.partition("/")
    for one in catalog.checklist(checklist).rooms if checklist in catalog.names("checklists") else ():
        for each in one.lines if one.id == room else ():
            if each.id == line:
                return voice.say(in_language(each.look, language, line))
    return name
