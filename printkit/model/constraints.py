"""The least and the most that a value may be, as types that records are made of."""

import re
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

Identifier = Annotated[
    str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", extra={"hint": "use small letters, digits and single hyphens"})
]
Title = Annotated[str, Meta(min_length=1, max_length=50)]  # two lines of a chart at 14 pt
Sentence = Annotated[str, Meta(min_length=1, max_length=400)]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2}$",
        extra={"hint": "give a language as two letters, such as en; put a text with a comma in quotes"},
    ),
]
# A language as it is spoken in a country, which has words of its own where somebody has written them down.
Locale = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2}(-[A-Z]{2})?$",
        extra={"hint": "give a language as two letters, such as es, or with a country, such as es-MX"},
    ),
]
# As people of any country write it, with letters, signs or an extension, in the digits of any writing.
Phone = Annotated[
    str,
    Meta(
        max_length=40,
        pattern=r"|.*\d.*",
        extra={"hint": "give a telephone number, which has digits, such as 01632 960123"},
    ),
]
# Of a film: a page that anybody may open. No user, no password, nothing that would be markup somewhere.
Film = Annotated[
    str,
    Meta(
        max_length=120,
        pattern=r"https://([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(/[A-Za-z0-9._~%/?=&+#:;,!$()-]*)?",
        extra={"hint": "give an address that begins with https://, without blanks, quotes, names or passwords in it"},
    ),
]
# A signature names somebody: two different letters at least, and no word that stands for nobody. Every place where a
# person signs is of this type, so that no place forgets to look.
_NOBODY = (
    "no",
    "none",
    "noone",
    "nobody",
    "na",
    "unknown",
    "notknown",
    "null",
    "yes",
    "tbd",
    "someone",
    "somebody",
    "anonymous",
)
_NO_LETTER = r"[\W\d_]*"
_SIGNED = (
    rf"(?i)(?!{_NO_LETTER}(?:{'|'.join(_NO_LETTER.join(word) for word in _NOBODY)}){_NO_LETTER}$)"
    rf"(?={_NO_LETTER}([^\W\d_]).*(?!\1)[^\W\d_]).+"
)
Signature = Annotated[
    str, Meta(max_length=100, pattern=_SIGNED, extra={"hint": "give the name of the person who signs"})
]


def names_someone(signature: str) -> bool:
    """Whether a signature is that of somebody, and not "none" or a dash."""
    return re.fullmatch(_SIGNED, signature) is not None


Conditions = Mapping[str, tuple[str, ...]]
Words = Mapping[Language, Sentence]

# The bounds of a dose only catch slips of the pen (30 sets, 0 days); what is right is a therapist's choice.
Sets = Annotated[int, Meta(ge=1, le=10)]
Repetitions = Annotated[int, Meta(ge=1, le=60)]
HoldSeconds = Annotated[int, Meta(ge=0, le=120)]
Minutes = Annotated[int, Meta(ge=0, le=60)]
RestSeconds = Annotated[int, Meta(ge=0, le=600)]
TimesPerDay = Annotated[int, Meta(ge=1, le=6)]
DaysPerWeek = Annotated[int, Meta(ge=1, le=7)]
