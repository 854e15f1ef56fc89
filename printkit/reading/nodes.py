"""What a YAML file says, without types: written values, lists and names with values, each with its line."""

from msgspec import Struct


class Scalar(Struct, frozen=True):
    """A written value, its text untouched."""

    text: str
    line: int


class Items(Struct, frozen=True):
    """A YAML sequence."""

    nodes: tuple["Node", ...]
    line: int


class Entries(Struct, frozen=True):
    """A YAML mapping, with the line of each key."""

    nodes: dict[str, "Node"]
    lines: dict[str, int]
    line: int


Node = Scalar | Items | Entries
