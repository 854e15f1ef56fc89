"""Which list of patients the screens read: one that was named on the command line, or one that lies in the folder.

A browser names no file of this computer: it chooses among those that a screen has shown. So nothing is copied, and option
files that stand in rows are found beside the list.
"""

from pathlib import Path

from flask import Response, request

from printkit.page import lists
from printkit.page.forms import Choice, Field
from printkit.page.house import House
from printkit.page.memory import OfList
from printkit.page.words import say
from printkit.reading.spreadsheets import SUFFIXES

_FEW = 7  # lists that can be seen at once
_MOST = 100  # a folder of downloads holds thousands of files


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/rosters", methods=["GET", "POST"])
    def rosters() -> Response:
        return _which(house)


def in_folder() -> dict[str, Path]:
    """The tables in the folder where printkit was started, by name, the newest first."""
    try:
        found = [path for path in Path.cwd().iterdir() if _is_a_list(path)]
        newest = sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))
    except OSError:  # nobody may look into it, or it has just gone
        return {}
    return {path.name: path for path in newest[:_MOST]}


def _is_a_list(path: Path) -> bool:
    """Whether a file may be one; what a spreadsheet that has it open keeps beside it begins with . or ~."""
    named = path.name.isprintable() and not path.name.startswith((".", "~"))
    return named and path.suffix.lower() in (".csv", *SUFFIXES) and path.is_file()


def _which(house: House) -> Response:
    kit, found, folder = house.kit, in_folder(), str(Path.cwd())
    field = Field(
        name="list",
        ask=say(kit, "ask-list"),
        kind="radio" if len(found) <= _FEW else "select",
        choices=(*((Choice("", say(kit, "not-said-yet")),) if len(found) > 1 else ()), *map(_choice, found)),
        hint=say(kit, "list-hint", folder=folder),
    )
    form = lists.form_of(house, [field] if found else [])
    if request.method == "POST" and found:
        chosen = form.choice("list")
        if chosen and not form.problems:
            memory = house.memory
            memory.roster, memory.of_list, memory.printed = found[chosen], OfList(), frozenset()
            memory.not_printed.clear()
            return house.to("roster")
        if not form.problems:
            form.complain("list", "list-open", "say-list")
    return house.asked("rosters", form, say(kit, "door-roster"), found=found, folder=folder)


def _choice(name: str) -> Choice:
    return Choice(name, name)
