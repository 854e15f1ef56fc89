"""Who is seen in the pictures: skin, hair, clothes and build of a person, and the colours that follow from them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from msgspec import Meta, Struct

from printkit.figures.scene import COLOURS, luma
from printkit.model.vocabulary import Answer

Colour = Annotated[
    str, Meta(pattern=r"^#[0-9A-F]{6}$", extra={"hint": "write a colour in quotes, as '#F0A35E', in capitals"})
]
APART = 0.12  # of the way from black to white: how much darker a weak limb is than all else of the person
_TONES_APART = 0.08  # skin and cloth of a weak limb
_DARKEST = 0.3  # lines are still seen on it
_BEHIND, _HAZE = "#6F7D89", 0.16  # what lies behind is seen through so much of a grey blue


class Body(StrEnum):
    """Whose outline a person has."""

    WOMAN = "woman"
    MAN = "man"


class Build(StrEnum):
    """How broad a person is."""

    USUAL = "usual"
    FULL = "full"


class Hair(StrEnum):
    """How the hair is worn."""

    SHORT = "short"
    BALDING = "balding"  # a ring of hair, the crown bare
    WAVES = "waves"  # short, over the ears
    BOB = "bob"  # to the jaw
    BUN = "bun"  # tied behind the head
    CURLS = "curls"  # short and close


class Person(Struct, frozen=True, kw_only=True):
    """One person of the pictures. The weak tones are those of the affected limb, and darker than all others."""

    body: Body
    build: Build = Build.USUAL
    hair: Hair
    hair_colour: Colour
    skin: Colour
    weak_skin: Colour
    weak_cloth: Colour
    shirt: Colour
    trousers: Colour
    glasses: Answer = Answer.NO
    beard: Answer = Answer.NO
    older: Answer = Answer.NO  # lines beside eyes and mouth


ANYBODY = Person(
    body=Body.MAN, hair=Hair.SHORT, hair_colour=COLOURS["hair"], skin=COLOURS["skin"], weak_skin=COLOURS["aff-skin"],
    weak_cloth=COLOURS["aff-pants"], shirt=COLOURS["shirt"], trousers=COLOURS["pants"],
)  # fmt: skip
"""Who is drawn where no catalogue has been asked."""


def colours(person: Person) -> Mapping[str, str]:
    """Every colour of a picture by its name, those of the person in the tones of this one."""
    worn = {"skin": person.skin, "shirt": person.shirt, "pants": person.trousers, "shoe": COLOURS["shoe"]}
    behind = {f"far-{name}": _mixed(colour, _BEHIND, _HAZE) for name, colour in worn.items()}
    weak = {f"aff-{name}": person.weak_skin if name == "skin" else person.weak_cloth for name in worn}
    return {**COLOURS, **worn, **behind, **weak, "hair": person.hair_colour}


def problems(person: Person) -> Iterator[tuple[str, str]]:
    """What of a person would hide which limb is the weak one on a printer without colour: a message, and a hint."""
    seen = colours(person)
    others = {name: luma(seen[name]) for part in ("skin", "shirt", "pants") for name in (part, f"far-{part}")}
    lightest = min(others.values()) - APART
    for name, colour in (("weak_skin", person.weak_skin), ("weak_cloth", person.weak_cloth)):
        if luma(colour) > lightest + 0.0005:
            yield (
                f"{name} is {luma(colour):.2f} in grey, and the other limbs are down to {min(others.values()):.2f}",
                f"take a darker one, of at most {lightest:.2f}, or lighter skin and clothes",
            )
        if luma(colour) < _DARKEST:
            yield f"{name} is {luma(colour):.2f} in grey, so that lines on it are lost", f"at least {_DARKEST:.2f}"
    if abs(luma(person.weak_skin) - luma(person.weak_cloth)) < _TONES_APART:
        yield "weak_skin and weak_cloth are one tone in grey", "let the cloth be darker"


def in_turn(people: Mapping[str, Person], of: str) -> Person:
    """The one whose turn it is for a patient's id: always the same for it, and the first for nobody in particular.

    A name is never asked: nothing that is seen in a picture follows from it.
    """
    number = int.from_bytes(blake2b(of.encode(), digest_size=4).digest()) if of else 0
    return tuple(people.values())[number % len(people)]


def _mixed(colour: str, other: str, part: float) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


_OTHER_CLOTHES = {
    "shirt": "#BFD9CF", "far-shirt": "#A9C7BB", "pants": "#F1F4F6", "far-pants": "#DCE3E7", "hair": "#8C7B6B",
}  # fmt: skip
IN_OTHER_CLOTHES = {**colours(ANYBODY), **_OTHER_CLOTHES}
"""The colours of a helper, who is never taken for the patient."""
