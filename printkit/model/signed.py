"""What somebody signed on: the answers of that day, and which of them are others now. Pure."""

from collections.abc import Mapping

from msgspec import Struct

from printkit.model.vocabulary import Answer


class Changed(Struct, frozen=True, kw_only=True):
    """An answer that is another one than when somebody signed on it."""

    name: str
    was: str
    now: str


def changed(answers: Mapping[str, str], facts: Mapping[str, str]) -> tuple[Changed, ...]:
    """The answers that are no longer those that something was signed on. With one of them it is void.

    An answer that went away and came back is the one that was signed on, so what was signed holds again.
    """
    now = {name: str(facts.get(name, Answer.UNKNOWN)) for name in answers}
    return tuple(Changed(name=name, was=was, now=now[name]) for name, was in answers.items() if now[name] != was)
