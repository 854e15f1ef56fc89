"""The to-do list of a family: from the boxes that were ticked No on a screen."""

from collections.abc import Mapping

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content import checklists
from printkit.content.voice import Voice
from printkit.document import Block
from printkit.errors import FormError
from printkit.model.options import Options


def names(
    catalog: Catalog, options: Options, voice: Voice, answers: Mapping[str, str], where: str
) -> Mapping[str, object]:
    """The names that the to-do template needs: the rooms with something to do, where danger is greatest first."""
    lists = {name.partition("/")[0] for name in answers} & set(catalog.names("checklists"))
    if not lists:
        raise FormError("no line of a checklist is ticked", where=where, hint="tick a box, save the file, try again")
    lines = [
        line
        for name in sorted(lists)
        for line in checklists.ticked_no(catalog.checklist(name), answers, options.language, voice)
    ]
    if not lines:
        raise FormError("no line is ticked No, so there is nothing to do", where=where, hint="look again after a fall")
    lines.sort(key=lambda line: line.danger)
    rooms = tuple(dict.fromkeys(line.room for line in lines))

    def todo_table(room: str = "") -> Block:
        asked = tuple(line for line in lines if room in ("", line.room))
        return checklists.to_do_table(asked, voice.labels, with_rooms=not room)

    doubtful = tuple(
        voice.labels("todo", "again", question=question(catalog, name, options.language, voice))
        for name in checklists.both_ticked(answers, voice.labels)
    )
    return {"todo_rooms": rooms, "todo_table": todo_table, "both_ticked": doubtful}


def questions(catalog: Catalog, voice: Voice, answers: Mapping[str, str]) -> Mapping[str, str]:
    """The questions of boxes that stand on a line of a checklist, by the names of the boxes."""
    found = {name: question(catalog, name.rpartition("/")[0], "en", voice) for name in answers}
    return {name: said for name, said in found.items() if said != name.rpartition("/")[0]}


def question(catalog: Catalog, name: str, language: str, voice: Voice) -> str:
    """The question of a line by the name of its boxes; the name itself where it is no line of ours."""
    checklist, _, rest = name.partition("/")
    room, _, line = rest.partition("/")
    for one in catalog.checklist(checklist).rooms if checklist in catalog.names("checklists") else ():
        for each in one.lines if one.id == room else ():
            if each.id == line:
                return voice.say(in_language(each.look, language, line))
    return name
