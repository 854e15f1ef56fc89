"""The code in the corner of a sheet: what it says, written and read back."""

import hashlib
import re
from itertools import count
from operator import mul

from msgspec import Struct

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHECKS = _ALPHABET + "-"
_CODE = re.compile(
    r"PK1(?P<template>[A-Z])(?P<page>[0-9]{2})(?P<layout>[0-9A-Z]{4})(?P<token>[0-9A-Z]{6})(?P<corner>[A-D])[0-9A-Z-]"
)
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}


class Read(Struct, frozen=True, order=True, kw_only=True):
    """What any one of the 4 corner codes of a page says."""

    plan_token: str
    page: int
    template: str  # a letter: C for days to tick, N for numbers
    layout_hash: str
    corner: str

    @property
    def key(self) -> str:
        """What all 4 codes of the page have in common."""
        return f"PK1{self.template}{self.page:02d}{self.layout_hash}{self.plan_token}"


def read_code(text: str) -> Read | None:
    """A corner code as it was scanned or typed; None when it is no code of ours, or a character of it is wrong."""
    found = _CODE.fullmatch(text.strip().upper())  # some scanners type small letters
    if found is None or check_character(found[0][:-1]) != found[0][-1]:
        return None
    return Read(
        plan_token=found["token"],
        page=int(found["page"]),
        template=found["template"],
        layout_hash=found["layout"],
        corner=found["corner"],
    )


def plan_token(key: str, *parts: str) -> str:
    """6 letters that stand for one print of one plan.

    They are a keyed hash, not a random number, so that the same input prints the same bytes. With a secret
    `sheet_key` in the clinic file nobody outside the clinic can find out whose they are.
    """
    digest = hashlib.blake2b(
        "\0".join(parts).encode(), key=hashlib.blake2b(key.encode()).digest(), digest_size=16
    ).digest()
    return letters_of(digest, 6)


def check_character(key: str) -> str:
    """A weighted sum modulo 37, a prime: any one wrong character, and any swap of neighbours, is noticed."""
    return _CHECKS[sum(map(mul, map(_VALUES.__getitem__, key), count(1))) % len(_CHECKS)]


def letters_of(digest: bytes, count: int) -> str:
    """The first `count` digits of a hash to base 36, the lowest first."""
    number = int.from_bytes(digest, "big")
    found = ""
    for _ in range(count):
        number, digit = divmod(number, 36)
        found += _ALPHABET[digit]
    return found
