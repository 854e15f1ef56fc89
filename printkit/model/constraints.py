"""The least and the most that a value may be, as types that records are made of."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Struct


class Between(Struct, frozen=True, kw_only=True):
    """The least and the most that a number or the length of a text may be, both included."""

    least: int
    most: int


class Matching(Struct, frozen=True, kw_only=True):
    """A pattern that a text must match, and how a user is told of it."""

    pattern: str
    hint: str


Identifier = Annotated[
    str, Matching(pattern=r"[a-z0-9]+(-[a-z0-9]+)*", hint="use small letters, digits and single hyphens")
]
Title = Annotated[str, Between(least=1, most=50)]  # two lines of a chart at 14 pt
Sentence = Annotated[str, Between(least=1, most=400)]
Language = Annotated[
    str,
    Matching(pattern=r"[a-z]{2}", hint="give a language as two letters, such as en; put a text with a comma in quotes"),
]
Conditions = Mapping[str, tuple[str, ...]]
Words = Mapping[Language, Sentence]

# The bounds of a dose only catch slips of the pen (30 sets, 0 days); what is right is a therapist's choice.
Sets = Annotated[int, Between(least=1, most=10)]
Repetitions = Annotated[int, Between(least=1, most=60)]
HoldSeconds = Annotated[int, Between(least=0, most=120)]
Minutes = Annotated[int, Between(least=0, most=60)]
RestSeconds = Annotated[int, Between(least=0, most=600)]
TimesPerDay = Annotated[int, Between(least=1, most=6)]
DaysPerWeek = Annotated[int, Between(least=1, most=7)]
