"""What the skin sheet is made of: how to start with a new brace, where to look at the skin, and what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import Language, Sentence, Signature
from printkit.model.vocabulary import Answer, SkinPlace, SkinView


class WearIn(Struct, frozen=True, kw_only=True):
    """The slowest published start with a new brace; the orthotist's own plan wins over it."""

    first_minutes: Annotated[int, Meta(ge=5, le=240)]
    add_minutes_each_day: Annotated[int, Meta(ge=0, le=240)]
    days: Annotated[int, Meta(ge=1, le=42)]
    mark_fades_in_minutes: Annotated[int, Meta(ge=1, le=60)]
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]


class SkinSign(Struct, frozen=True, kw_only=True):
    """What is seen or felt, and what to do. `any_mark` and `brace` say for whom.

    Any mark counts with less feeling or diabetes; who has no brace is not told to take it off.
    """

    look: Sentence
    do: Sentence
    any_mark: tuple[Answer, ...] = tuple(Answer)
    brace: tuple[Answer, ...] = tuple(Answer)


class SkinLookText(Struct, frozen=True, kw_only=True):
    """The words of the page on the skin in one language. The order of the places is that of their numbers."""

    title: Sentence
    how: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=6)]
    how_without_brace: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()  # in place of `how`
    places: Mapping[SkinPlace, Sentence]
    views: Mapping[SkinView, Sentence]
    alt: Mapping[SkinView, Sentence]  # what somebody is told who cannot see the drawing
    signs_title: Sentence
    sign: Sentence
    do: Sentence
    signs: Annotated[tuple[SkinSign, ...], Meta(min_length=1, max_length=12)]
    put_on_title: Sentence
    put_on: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=8)]  # of a new brace, step by step


class SkinLook(Struct, frozen=True, kw_only=True):
    """Where to look at the skin of feet and lower legs, and what to do about what is found."""

    text: Mapping[Language, SkinLookText]
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]
    reviewed_by: Signature = ""
    reviewed_on: date | None = None
