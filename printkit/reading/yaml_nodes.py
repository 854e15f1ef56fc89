"""Bytes of a YAML file into nodes: written values, each with its line, and every problem at its file and line.

YAML is read as events, so scalars keep their written text (`no` stays "no"), aliases cannot explode, and nothing in a
file can make an object.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from printkit.errors import NearMisses, PrintkitError, reason
from printkit.reading import plain_yaml
from printkit.reading.nodes import Entries, Items, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    import yaml

LARGEST_FILE = 1_000_000  # bytes; a catalogue or option file of a clinic stays under a hundredth of this
DEEPEST = 12  # levels of nesting; our records need 8
_DEEP, _LESS_DEEP = f"is nested more than {DEEPEST} levels deep", "take some brackets out"
_QUOTE = r"[\"']"
_REST_OF_QUOTED = {'"': re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"[^']*'")}
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"  # what YAML does not allow


class NodeReader:
    """One pass over one file; `problems` fills up and nothing is raised. With `data`, no file is opened."""

    def __init__(self, path: Path, error: type[PrintkitError], data: bytes | None = None) -> None:
        self.path = path
        self.data = data
        self.error = error
        self.problems: list[PrintkitError] = []
        self.misses = NearMisses()

    def complain(self, line: int, message: str, hint: str = "") -> None:
        """Note a problem at a line; 0 stands for the file as a whole."""
        self.problems.append(self.error(message, where=f"{self.path}:{line}" if line else str(self.path), hint=hint))

    def text(self) -> str | None:
        """The file as text; None when it is none, and why is among the problems."""
        data = self.data if self.data is not None else self._bytes()
        return None if data is None else self._decoded(data)

    def _bytes(self) -> bytes | None:
        try:
            if self.path.exists() and not self.path.is_dir() and not self.path.is_file():
                self.complain(0, "is not a regular file", "name a file on the disk")
                return None
            with self.path.open("rb") as file:
                return file.read(LARGEST_FILE + 1)
        except FileNotFoundError:
            self.complain(0, "there is no such file", "check the name and the folder")
        except IsADirectoryError:
            self.complain(0, "is a folder, not a file", "name the file inside it")
        except ValueError:
            self.complain(0, "is no name of a file", "take the odd characters out")
        except OSError as error:
            self.complain(0, f"cannot be read: {reason(error)}")
        return None

    def _decoded(self, data: bytes) -> str | None:
        if len(data) > LARGEST_FILE:
            self.complain(0, "is larger than 1 MB", "an option or catalogue file has a few pages of text at most")
        elif not data.strip():
            self.complain(0, "is empty", "'printkit new options FILE' writes one to fill in")
        elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self.complain(0, "is saved as UTF-16", "save it again as UTF-8 text")
        elif b"\0" in data:
            self.complain(0, "is not a text file", "it must be plain text (YAML), saved as UTF-8")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                self.complain(line, "has letters that are not UTF-8", "save it again as UTF-8 text")
                return None
            odd = re.search(_CONTROL, text)
            if odd is None:
                return text
            line = text.count("\n", 0, odd.start()) + 1
            self.complain(line, f"has the control character U+{ord(odd[0]):04X}", "take it out; no page can show it")
        return None

    def parse(self) -> Node | None:
        """The file as nodes; None when it is no YAML of ours, and why is among the problems."""
        text = self.text()
        if text is None:
            return None
        if (plain := plain_yaml.read(text)) is not None:
            return plain
        import yaml

        try:
            return self.build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        except yaml.MarkedYAMLError as error:
            if line := _too_deep(text):  # a library may have a limit of its own, and meets it in other words
                self.complain(line, _DEEP, _LESS_DEEP)
                return None
            mark = error.problem_mark or error.context_mark
            problem = error.problem or error.context or "cannot be read as YAML"
            hint = "check the spaces at the start of this line and the colons; values with ': ' need quotes"
            if mark and any(line.startswith("\t") for line in text.splitlines()[mark.line : mark.line + 1]):
                hint = "use spaces at the start of a line, never tabs"
            self.complain(mark.line + 1 if mark else 1, problem, hint)
        except yaml.YAMLError as error:
            self.complain(1, str(error).splitlines()[0])
        return None

    def build(self, events: "Iterable[yaml.Event]") -> Node | None:
        """Nodes from events; one open collection is a list of what it has so far."""
        import yaml

        open_collections: list[tuple[yaml.Event, list[Node]]] = []
        root: Node | None = None
        for event in events:
            line = _line(event)
            node: Node | None = None
            match event:
                case yaml.ScalarEvent():
                    if event.tag:
                        self.complain(line, f"uses the tag {event.tag}", "write the plain value; tags are not read")
                        return None
                    # a plain ~ or null is an answer left open, as an empty one is
                    empty = event.implicit[0] and event.value in ("~", "null", "Null", "NULL")
                    node = Scalar("" if empty else event.value.strip(), line)
                case yaml.AliasEvent():
                    self.complain(line, f"uses the alias *{event.anchor}", "write the value out; aliases are not read")
                    return None
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    if event.tag:
                        self.complain(line, f"uses the tag {event.tag}", "write the plain value; tags are not read")
                        return None
                    if len(open_collections) >= DEEPEST:
                        self.complain(line, _DEEP, _LESS_DEEP)
                        return None
                    open_collections.append((event, []))
                case yaml.SequenceEndEvent():
                    start, nodes = open_collections.pop()
                    node = Items(tuple(nodes), _line(start))
                case yaml.MappingEndEvent():
                    start, nodes = open_collections.pop()
                    node = self.entries(nodes, _line(start))
                case yaml.DocumentStartEvent() if root is not None:
                    self.complain(line, "holds a second document after '---'", "one file, one document")
                    return None
            if node is not None:
                if open_collections:
                    open_collections[-1][1].append(node)
                else:
                    root = node
        if root is None:
            self.complain(0, "holds only comments", "'printkit new options FILE' writes one to fill in")
        return root

    def entries(self, nodes: list[Node], line: int) -> Entries:
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.complain(key.line, "has a key that is not a word", "check the brackets and braces")
            elif key.text in found:
                self.complain(key.line, f"says {key.text!r} twice", f"the first is in line {lines[key.text]}")
            else:
                found[key.text], lines[key.text] = value, key.line
        return Entries(found, lines, line)


def _too_deep(text: str) -> int:
    """The line in which brackets that stay open are nested too deep; 0 when none are. Quoted text is not looked at."""
    depth = 0
    for number, line in enumerate(_without_quoted(text).split("\n"), 1):
        for letter in line:
            depth = max(0, depth + (letter in "[{") - (letter in "]}"))
            if depth > DEEPEST:
                return number
    return 0


def _without_quoted(text: str) -> str:
    """The same lines without what stands in quotes. A quote that is never closed is looked for once."""
    kept: list[str] = []
    at, open_ = 0, set[str]()
    for mark in re.finditer(_QUOTE, text):
        if mark.start() < at or mark[0] in open_:
            continue
        rest = _REST_OF_QUOTED[mark[0]].match(text, mark.end())
        if rest is None:
            open_.add(mark[0])
        else:
            kept += (text[at : mark.start()], "\n" * rest[0].count("\n"))
            at = rest.end()
    return "".join((*kept, text[at:]))


def _line(event: "yaml.Event") -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
