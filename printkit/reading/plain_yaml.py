"""The plain YAML that people fill in: names with a value, lists, comments. Anything else is left to the library of YAML.

`printkit new options` writes no other. Reading it here takes 2 ms of an option file instead of 12, most of which is the import
of the library. What is read is what the library would say, lines and all (tests/test_plain_yaml.py); where the two might differ, nothing is read here.
"""

import re

from printkit.reading.nodes import Entries, Items, Node, Scalar

_DEEPEST = 8  # levels; the library complains of what is deeper
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,60}):(?: +(.*))?")
_QUOTED = re.compile(r"""(?:"([^"\\]*)"|'([^']*)')(?: +#.*)?""")
_LIST = re.compile(r"\[ *((?:WORD(?: *, *WORD)*)?) *\](?: +#.*)?".replace("WORD", "[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"))
_OPEN = ("null", "Null", "NULL")  # an answer left open, as an empty one is


class _NotPlainError(Exception):
    """The file has something that is not read here."""


def read(text: str) -> Node | None:
    """The nodes of a file, or None where the library has to read it."""
    try:
        lines = _Lines(text)
        root = lines.block(0, 1)
    except _NotPlainError:
        return None
    return root if lines.is_at_the_end else None


class _Lines:
    """The lines with something in them: number, indentation, words; and which one is next."""

    def __init__(self, text: str) -> None:
        self.lines: list[tuple[int, int, str]] = []
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
            if not line.isprintable():  # a tab, and all that might end a line
                raise _NotPlainError
            words = line.strip(" ")
            if words and words[0] != "#":
                self.lines.append((number, len(line) - len(line.lstrip(" ")), words))
        self.next = 0

    @property
    def is_at_the_end(self) -> bool:
        return self.next == len(self.lines)

    def indent(self) -> int:
        """That of the next line; -1 at the end."""
        return -1 if self.is_at_the_end else self.lines[self.next][1]

    def block(self, indent: int, depth: int) -> Node:
        """What begins with the next line, and is indented as far."""
        if self.indent() != indent or depth > _DEEPEST:
            raise _NotPlainError
        return self.items(indent, depth) if self.is_an_item() else self.entries(indent, depth)

    def is_an_item(self) -> bool:
        return self.lines[self.next][2].startswith("- ")

    def items(self, indent: int, depth: int) -> Items:
        first, found = self.lines[self.next][0], list[Node]()
        while self.indent() == indent and self.is_an_item():
            number, _, line = self.lines[self.next]
            words = line[2:].lstrip(" ")
            if _KEY.fullmatch(words):  # its entries stand below this one
                inner = indent + len(line) - len(words)
                self.lines[self.next] = (number, inner, words)
                found.append(self.block(inner, depth + 1))
            else:
                self.next += 1
                found.append(self.written(words, number, indent))
        return Items(tuple(found), first)

    def entries(self, indent: int, depth: int) -> Entries:
        first, nodes, numbers = self.lines[self.next][0], dict[str, Node](), dict[str, int]()
        while self.indent() == indent and not self.is_an_item():
            number, _, line = self.lines[self.next]
            found = _KEY.fullmatch(line)
            if found is None or found[1] in nodes or found[1] in _OPEN:
                raise _NotPlainError
            self.next += 1
            nodes[found[1]], numbers[found[1]] = self.value(found[2] or "", number, indent, depth), number
        return Entries(nodes, numbers, first)

    def value(self, words: str, number: int, indent: int, depth: int) -> Node:
        """What stands behind a name, or in the lines below it."""
        if words and not words.startswith("#"):
            return self.written(words, number, indent)
        if self.indent() > indent:
            return self.block(self.indent(), depth + 1)
        if self.indent() == indent and self.is_an_item():  # a list need not be indented
            return self.block(indent, depth + 1)
        return Scalar("", number)

    def written(self, words: str, number: int, indent: int) -> Node:
        """A value in one line, or a list of words in one."""
        if self.indent() > indent:  # it goes on in the next line
            raise _NotPlainError
        if quoted := _QUOTED.fullmatch(words):
            return Scalar((quoted[1] or quoted[2] or "").strip(), number)
        if listed := _LIST.fullmatch(words):
            return Items(tuple(_plain(each.strip(), number) for each in listed[1].split(",") if each), number)
        return _plain(words.partition(" #")[0].rstrip(" "), number)


def _plain(words: str, number: int) -> Scalar:
    if not (words[0].isalnum() or words[0] in "(+") or ": " in words or words.endswith(":"):
        raise _NotPlainError
    return Scalar("" if words in _OPEN else words, number)
