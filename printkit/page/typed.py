"""What stands on a screen and was not sent yet, while its language or look changes: the same screen shows it again.

The buttons that change these are of the same form as the answers, so that nothing is lost without script either. Files that
were chosen must be chosen again, as no screen can choose a file.
"""

import re

from flask import request
from werkzeug.datastructures import MultiDict

from printkit.page.house import House

_ASKED_AS = "typed"  # in the address of the screen
_BUTTONS = ("to", "do")  # of the form, and no answers
_LANGUAGES = ("language", "print.language")  # of the pages, which go along with the screens
_UNSENT = "unsent"  # a mark of the script: some of it is an answer that is not kept yet


def kept(house: House, back: str, language: str) -> str:
    """The address of a screen with a key of what stood on it, while it was in `language`; without one if nothing did."""
    back = re.sub(rf"[?&]{_ASKED_AS}=[\w-]*", "", back)
    found = MultiDict(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _BUTTONS and (name not in _LANGUAGES or value not in ("", language))
    )
    if not found:
        return back
    return f"{back}{'&' if '?' in back else '?'}{_ASKED_AS}={house.memory.typed.keep(found)}"


def again(house: House) -> MultiDict[str, str] | None:
    """What stood on this screen before its language or look changed."""
    return house.memory.typed.get(request.args.get(_ASKED_AS, ""))


def was_unsent(house: House) -> bool:
    """Whether some of it is an answer that is not kept yet, so that leaving the screen loses it."""
    return request.method == "GET" and _UNSENT in (again(house) or ())
