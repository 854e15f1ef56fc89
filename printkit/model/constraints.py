"""The least and the most that a value may be, as types that records are made of."""

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
