"""How wide words are, what is left of a text when it is set, and which letters cannot be printed."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from printkit import resources
from printkit.errors import PrintkitError, to_install
from printkit.layout import faces
from printkit.layout.shaping import needs_shaping, runs

_JOINERS = "\u200c\u200d"
_EAST_ASIAN = ("CJK ", "HANGUL ", "HIRAGANA ", "KATAKANA ", "BOPOMOFO ", "KANGXI ", "IDEOGRAPHIC ", "FULLWIDTH ")
_ASCII = bytes(range(128))


@lru_cache(maxsize=5120)
def width(text: str, bold: bool, size: float) -> float:  # noqa: FBT001
    """The width of a word in points. Words come back often, so their widths are kept."""
    widths = faces.basic_widths(bold)
    try:
        units = float(sum(map(widths.__getitem__, map(ord, text))))
    except KeyError:  # a letter of another typeface, or an accent on its own
        units = sum(run.wide for run in runs(text, bold, runs_left(text)))
    return units * size / faces.EM


def runs_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def tidy(text: str) -> str:
    """Text as it is set: composed letters, and any white space or control character as a plain space.

    A no-break space stays one: it holds a phone number together. Signs that turn the direction of text, and
    those that ask for another drawing of a letter, are dropped; the joiners of Persian stay.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_tidied(letter) for letter in composed)


def _tidied(letter: str) -> str:
    category = unicodedata.category(letter)
    if (letter.isspace() and letter != "\u00a0") or category == "Cc":
        return " "
    is_sign = category == "Cf" and letter not in _JOINERS
    return "" if is_sign or unicodedata.name(letter, "").startswith("VARIATION SELECTOR") else letter


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise a PrintkitError that names every letter that cannot be printed, instead of printing black boxes."""
    others = sorted(set().union(*(_others(text) for text in texts)))
    if not others:
        return
    missing = [letter for letter in others if not _is_drawn(letter)]
    whole = [letter for letter in missing if _is_east_asian(letter)] if not faces.is_installed("cjk") else []
    missing = [letter for letter in missing if letter not in whole]
    if missing:
        # the text itself stays out of the message: it may be a name
        hint = "look in the name, the notes and the clinic's details; write them in Latin letters"
        raise PrintkitError(f"the printed typefaces have no {_listed(missing)}", hint=hint)
    shaped = [letter for letter in others if needs_shaping(letter)] if not faces.is_installed("scripts") else []
    for extra, needed in (("scripts", shaped), ("cjk", whole)):
        if needed:
            both = ("scripts", "cjk") if shaped and whole else (extra,)
            hint = f"install it: {to_install(*both)}"
            if resources.IN_BROWSER:  # where nothing can be added
                hint = "one file cannot hold them all; printkit open can print it, with that extra"
            raise PrintkitError(f"the extra {extra} is needed to print {_listed(needed)}", hint=hint)


def _is_east_asian(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_EAST_ASIAN)


def _is_drawn(letter: str) -> bool:
    return any(faces.has(name, letter) for name in (*faces.alphabets(bold=False), *faces.others()))


def _others(text: str) -> frozenset[str]:
    """The letters of a text that the typeface of nearly all cannot set."""
    if text.isascii():
        return frozenset()
    basic = faces.basic_widths(bold=False)
    # nearly all letters are ASCII; without them the rest is looked at in a fifth of the time
    rest = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass").translate(None, _ASCII)
    tidied = set(map(_tidied, set(rest.decode("utf-8", "surrogatepass")))) - {"", " "}
    return frozenset(letter for letter in tidied if ord(letter) not in basic)


def _listed(letters: list[str]) -> str:
    listed = ", ".join(
        f"{each} (U+{ord(each):04X} {unicodedata.name(each, 'no name').lower()})" for each in letters[:8]
    )
    return listed + (f" and {len(letters) - 8} more" if len(letters) > 8 else "")
