"""Records of holds.yaml: how each patient holds on."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import Conditions, Identifier, Language, Sentence, Words
from printkit.model.vocabulary import Hands, HoldToken


class HoldChoice(Struct, frozen=True, kw_only=True):
    """A row of holds.yaml: for whom these words are. The first row that fits wins; the last one fits everybody."""

    use: Identifier
    when: Conditions = {}


class HoldWords(Struct, frozen=True, kw_only=True):
    """What the tokens of a hold say, and the hands that it and its pictures hold with."""

    text: Mapping[Language, Mapping[HoldToken, Sentence]]
    hands: Hands = Hands.BOTH


class AidFirst(Struct, frozen=True, kw_only=True):
    """Where a walking aid goes before a hand holds on to something else."""

    when: Conditions
    say: Words


class Holds(Struct, frozen=True, kw_only=True):
    """How each patient holds on: holds.yaml."""

    hold: Annotated[tuple[HoldChoice, ...], Meta(min_length=1, max_length=40)]
    rail: Annotated[tuple[HoldChoice, ...], Meta(min_length=1, max_length=40)]
    shoes: Annotated[tuple[HoldChoice, ...], Meta(min_length=1, max_length=40)]
    ankle: Annotated[tuple[HoldChoice, ...], Meta(min_length=1, max_length=40)]
    aid: tuple[AidFirst, ...]
    aid_before: tuple[HoldToken, ...]  # the tokens that begin with where the walking aid goes
    words: Mapping[Identifier, HoldWords]
    source: Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
