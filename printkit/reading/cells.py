"""A cell that holds no answer, and the letters that no cell may hold."""

import re
from typing import Self

# what programs of tables write in a cell whose formula failed, in several languages, or that is too narrow to show
_ERROR = r"(?i)#(N/?[AVD]|N/DISP|[^\s#]{2,20}[!?]|GETTING_DATA|#+)|Err:\d{3}"
# U+FFFD stands where a letter was lost; a control character is none
_VARIANTS = "[\ufe0e\ufe0f\u200b-\u200d\u2060\ufeff]"  # how a phone marks the look of a sign; nobody sees them
_LOST = "\ufffd"
_ODD = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff\ud800-\udfff]"


class Unread(str):  # noqa: SLOT000 - few cells are
    """A cell as it is shown, whose answer cannot be known; `why` says it in a few words."""

    why: str
    merged: bool  # with a cell that holds its words
    covered: bool  # by that cell, which stands to its left

    def __new__(cls, shown: str, why: str, *, merged: bool = False, covered: bool = False) -> Self:
        """The same as text, with its reason."""
        made = super().__new__(cls, shown)
        made.why, made.merged, made.covered = why, merged, covered
        return made


def odd_letter(text: str) -> str:
    """What is wrong with the letters of a text; "" when nothing is."""
    if text.isprintable() and _LOST not in text:  # as nearly all are: the pattern is made for others only
        return ""
    found = re.search(_ODD, text)
    if found is None:
        return ""
    if found[0] == _LOST:
        return "holds U+FFFD, the sign of a letter that was lost"
    return f"has the control character U+{ord(found[0]):04X}"


def without_variants(text: str) -> str:
    """A text without what a phone puts behind a sign to say how it looks."""
    return text if text.isascii() else re.sub(_VARIANTS, "", text)


def checked(text: str) -> str:
    """A cell as it is, or Unread where it shows an error or holds what is no letter."""
    if isinstance(text, Unread):
        return text
    if why := odd_letter(text):
        return Unread(re.sub(_ODD, _LOST, text), why)
    if text[:1] in "#E" and re.fullmatch(_ERROR, text.strip()):
        return Unread(text, "holds an error, which is no answer")
    return text


def letters(at: int) -> str:
    """The letters of a column, as A for 0."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
