"""What has changed since a screen was made: in another window, or behind a screen that the way back of a browser shows.

Each form carries a key of the answers that it was made from. An answer that was given otherwise since is asked about
before anything is kept, so that the last one to press a button takes nobody's answer away unseen.
"""

from flask import request

from printkit.page import typed
from printkit.page.forms import Answered, Form
from printkit.page.house import House

FIELD = "made_from"  # the hidden field with the key


def made_from(house: House, now: Answered) -> Answered | None:
    """The answers that the form which was sent was made from; None where they are not remembered any more.

    A request that was made without one of our screens says nothing of them, and speaks of what is there `now`.
    """
    key = request.form.get(FIELD, "")
    return house.memory.shown.get(key) if key else now


def key(house: House, shown: Answered) -> str:
    """A key of the answers that a screen shows; of one whose language has changed the same as before."""
    unsent = typed.again(house)
    return (unsent.get(FIELD) if unsent else None) or house.memory.shown.keep(shown)


def stays(house: House, now: Answered) -> None:
    """Note that a screen was sent and stays open: what it shows is what is there now."""
    if request.form.get(FIELD):
        house.memory.shown.put(request.form[FIELD], now)


def ask(form: Form, now: Answered) -> None:
    """Ask about each answer that was given otherwise since the form was made, unless it is the same by now."""
    before = form.made_from
    for name in list(form.fields):
        sent = form.said.get(name)
        if sent is None or (said := _plain(sent)) == now.value(name):
            continue
        then = None if before is None else before.value(name)
        if then != now.value(name):
            form.differs(name, now.value(name), own=said != then)


def _plain(sent: str) -> str:
    """What was sent as it stands in a draft: without the space around it, lines as they end here."""
    return sent.replace("\r\n", "\n").strip()
