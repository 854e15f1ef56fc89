"""What was typed on a screen and not sent yet, while its language changes: the same screen shows it again.

A script puts the fields of the screen beside the language that was chosen. Files that were chosen must be chosen again.
"""

import re

from flask import request
from werkzeug.datastructures import MultiDict

from printkit.page.house import House

_ASKED_AS = "typed"  # in the address of the screen
_BEFORE = "typed."  # in front of the name of a field
_LANGUAGES = ("language", "print.language")  # of the pages, which go along with the screens


def kept(house: House, back: str, language: str) -> str:
    """The address of a screen with a key of what was typed on it, while it was in `language`; without one if nothing was."""
    back = re.sub(rf"[?&]{_ASKED_AS}=[\w-]*", "", back)
    found = MultiDict(
        (name.removeprefix(_BEFORE), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(_BEFORE) and (name.removeprefix(_BEFORE) not in _LANGUAGES or value not in ("", language))
    )
    if not found:
        return back
    return f"{back}{'&' if '?' in back else '?'}{_ASKED_AS}={house.memory.typed.keep(found)}"


def again(house: House) -> MultiDict[str, str] | None:
    """What was typed on this screen before its language changed."""
    return house.memory.typed.get(request.args.get(_ASKED_AS, ""))
