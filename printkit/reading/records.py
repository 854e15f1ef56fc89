"""YAML files into frozen records, with every complaint at its file and line, all at once.

The records say what is allowed: field names, types, `Between` and `Matching` (see model.py). Nothing here knows an
exercise from a rule. YAML is read as events, so scalars keep their written text (`no` stays "no"), aliases cannot
explode, and nothing in a file can make an object.
"""

import re
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import yaml
from msgspec import Struct, structs

from printkit.errors import CatalogError, PrintkitError, near, raise_all
from printkit.model.constraints import Between, Matching

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LARGEST_FILE = 1_000_000  # bytes; a catalogue or option file of a clinic stays under a hundredth of this
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
DEEPEST = 12  # levels of nesting; our records need 8
_DEEP, _LESS_DEEP = f"is nested more than {DEEPEST} levels deep", "take some brackets out"
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")  # what YAML does not allow
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


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


class Loaded(Struct, Generic[T_co], frozen=True):
    """What came out of one file: the record, or the reasons why there is none."""

    record: T_co | None
    path: Path
    root: Node | None
    problems: tuple[PrintkitError, ...]

    def where(self, *keys: str | int) -> str:
        """file:line of an entry; of the nearest one above it when it is not there."""
        line, node = 1, self.root
        for key in keys:
            if isinstance(node, Entries) and isinstance(key, str) and key in node.nodes:
                line, node = node.lines[key], node.nodes[key]
            elif isinstance(node, Items) and isinstance(key, int) and key < len(node.nodes):
                node = node.nodes[key]
                line = node.line
            else:
                break
        return f"{self.path}:{line}"

    def required(self) -> T_co:
        """The record; raises what was found when there is none."""
        raise_all(self.problems)
        assert self.record is not None
        return self.record


def load(
    record: type[T], path: Path, given: Mapping[str, object] | None = None, error: type[PrintkitError] = CatalogError
) -> Loaded[T]:
    """Read one file into one record. `given` are fields that do not stand in the file, such as the id."""
    reader = _Reader(path, error)
    root = reader.parse()
    value = reader.record(record, root, given or {}) if root is not None else None
    return Loaded(None if reader.problems else value, path, root, tuple(reader.problems))


def load_mapping(record: type[T], path: Path, error: type[PrintkitError] = CatalogError) -> Loaded[dict[str, T]]:
    """Read a file that is a mapping of ids to records."""
    reader = _Reader(path, error)
    root = reader.parse()
    value = reader.value(Mapping[str, record], root, "the file") if root is not None else None  # type: ignore[valid-type]
    return Loaded(None if reader.problems else value, path, root, tuple(reader.problems))  # type: ignore[arg-type]


def load_sequence(record: type[T], path: Path, error: type[PrintkitError] = CatalogError) -> Loaded[tuple[T, ...]]:
    """Read a file that is a list of records."""
    reader = _Reader(path, error)
    root = reader.parse()
    value = reader.value(tuple[record, ...], root, "the file") if root is not None else None  # type: ignore[valid-type]
    return Loaded(None if reader.problems else value, path, root, tuple(reader.problems))  # type: ignore[arg-type]


def from_cells(
    record: type[T], cells: Mapping[str, tuple[str, int]], path: Path, error: type[PrintkitError] = CatalogError
) -> Loaded[T]:
    """A record from the cells of a table: dotted name of the entry to its words and its column.

    A problem names the column where a file's problem names the line. Words separated by ";" become a list where the
    entry is one.
    """
    reader = _Reader(path, error)
    root = Entries({}, {}, 0)
    for name, (text, column) in cells.items():
        *groups, key = name.split(".")
        node = root
        for group in groups:
            inner = node.nodes.setdefault(group, Entries({}, {}, column))
            node.lines.setdefault(group, column)
            assert isinstance(inner, Entries)
            node = inner
        many = [part.strip() for part in text.split(";") if part.strip()] if name in _LISTS else []
        node.nodes[key] = Items(tuple(Scalar(part, column) for part in many), column) if many else Scalar(text, column)
        node.lines[key] = column
    value = reader.record(record, root, {})
    return Loaded(None if reader.problems else value, path, root, tuple(reader.problems))


_LISTS = ("plan.exercises", "plan.at_hand", "print.checklists", "print.topics", "print.leave_out_topics")


def keys_of(path: Path) -> tuple[str, ...]:
    """The outermost keys of a file, whatever is wrong with the rest of it."""
    root = _Reader(path, CatalogError).parse()
    return tuple(root.nodes) if isinstance(root, Entries) else ()


class _Absent:
    """Stands in for a value that was bad, so that reading goes on to the next problem."""


_ABSENT = _Absent()


class _Reader:
    """One pass over one file; `problems` fills up and nothing is raised."""

    def __init__(self, path: Path, error: type[PrintkitError]) -> None:
        self.path = path
        self.error = error
        self.problems: list[PrintkitError] = []

    def complain(self, line: int, message: str, hint: str = "") -> _Absent:
        self.problems.append(self.error(message, where=f"{self.path}:{line}" if line else str(self.path), hint=hint))
        return _ABSENT

    # --- bytes to nodes

    def text(self) -> str | None:
        try:
            if self.path.exists() and not self.path.is_dir() and not self.path.is_file():
                self.complain(0, "is not a regular file", "name a file on the disk")
                return None
            with self.path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except FileNotFoundError:
            self.complain(0, "there is no such file", "check the name and the folder")
            return None
        except IsADirectoryError:
            self.complain(0, "is a folder, not a file", "name the file inside it")
            return None
        except ValueError:
            self.complain(0, "is no name of a file", "take the odd characters out")
            return None
        except OSError as error:
            self.complain(0, f"cannot be read: {(error.strerror or 'unknown reason').lower()}")
            return None
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
            odd = _CONTROL.search(text)
            if odd is None:
                return text
            line = text.count("\n", 0, odd.start()) + 1
            self.complain(line, f"has the control character U+{ord(odd[0]):04X}", "take it out; no page can show it")
        return None

    def parse(self) -> Node | None:
        text = self.text()
        if text is None:
            return None
        try:
            return self.build(yaml.parse(text, Loader=_LOADER))
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

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        """Nodes from events; one open collection is a list of what it has so far."""
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

    # --- nodes to records

    def record(self, record: type[T], node: Node, given: Mapping[str, object]) -> T | None:
        known = {key: entry for key, entry in _fields_of(record).items() if key not in given}  # type: ignore[arg-type]
        if isinstance(node, Scalar):
            required = [name for name, (_, _, needed) in known.items() if needed]
            if len(required) != 1:
                self.complain(node.line, f"{node.text!r} stands where 'name: value' lines belong", _indent_hint(known))
                return None
            # A record with one required field may be written as that value alone.
            node = Entries({required[0]: node}, {required[0]: node.line}, node.line)
        if isinstance(node, Items):
            self.complain(node.line, "a list stands where 'name: value' lines belong", _indent_hint(known))
            return None
        before = len(self.problems)
        values: dict[str, object] = dict(given)
        for name, child in node.nodes.items():
            if name not in known:
                self.complain(node.lines[name], f"unknown key {name!r}", near(name, known, _indent_hint(known)))
                continue
            attribute, hint, _ = known[name]
            if isinstance(child, Scalar) and not child.text:
                continue  # an empty value is a question left open, as if the line were not there
            value = self.value(hint, child, name)
            if value is not _ABSENT:
                values[attribute] = value
        for name, (attribute, _, needed) in known.items():
            written = name in node.nodes and node.nodes[name] != Scalar("", node.lines[name])
            if needed and attribute not in values and not written:
                self.complain(node.line, f"{name!r} is missing", f"add a line '{name}: ...'")
        return None if len(self.problems) > before else record(**values)

    def value(self, hint: object, node: Node, name: str) -> object:
        origin = typing.get_origin(hint)
        if origin is typing.Annotated:
            base, *limits = typing.get_args(hint)
            value = self.value(base, node, name)
            for limit in limits:
                if value is not _ABSENT:
                    value = self.limited(value, limit, node, name)
            return value
        if origin in (types.UnionType, typing.Union):  # X | None; None is only ever the default
            return self.value(typing.get_args(hint)[0], node, name)
        if origin is tuple:
            return self.sequence(typing.get_args(hint)[0], node, name)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            key_hint, value_hint = typing.get_args(hint)
            return self.mapping(key_hint, value_hint, node, name)
        if isinstance(hint, type) and issubclass(hint, Struct):
            record = self.record(typing.cast("type[object]", hint), node, {})
            return _ABSENT if record is None else record
        if not isinstance(node, Scalar):
            return self.complain(node.line, f"{name!r} has several values", "give one")
        return self.scalar(typing.cast("type[object]", hint), node, name)

    def scalar(self, kind: type[object], node: Scalar, name: str) -> object:
        text = node.text
        if kind is str:
            return text
        if kind is int:
            if _WHOLE.fullmatch(text):
                return int(text)
            return self.complain(node.line, f"{name} is {text!r}", "give a whole number, such as 10")
        if kind is float:
            if _NUMBER.fullmatch(text):
                return float(text)
            return self.complain(node.line, f"{name} is {text!r}", "give a number with a point, such as 0.16")
        if kind is date:
            try:
                found = date.fromisoformat(text)
            except ValueError:
                return self.complain(node.line, f"{name} is {text!r}, which is no date", "write it as 2026-11-20")
            if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
                return self.complain(node.line, f"{name} is {text!r}", "check the year")
            return found
        if issubclass(kind, StrEnum):
            choices = [str(choice) for choice in kind]
            if text in choices:
                return kind(text)
            return self.complain(node.line, f"{name} is {text!r}", near(text, choices))
        raise TypeError(kind)

    def sequence(self, inner: object, node: Node, name: str) -> object:
        nodes = node.nodes if isinstance(node, Items) else (node,)
        values = [self.value(inner, child, name) for child in nodes]
        return _ABSENT if _ABSENT in values else tuple(values)

    def mapping(self, key_hint: object, value_hint: object, node: Node, name: str) -> object:
        if not isinstance(node, Entries):
            return self.complain(node.line, f"{name!r} needs 'name: value' lines below it", "indent them by 2 spaces")
        result: dict[object, object] = {}
        bad = False
        for key, child in node.nodes.items():
            read_key = self.value(key_hint, Scalar(key, node.lines[key]), f"the key in {name}")
            value = self.value(value_hint, child, key)
            if read_key is _ABSENT or value is _ABSENT:
                bad = True
            else:
                result[read_key] = value
        return _ABSENT if bad else result

    def limited(self, value: object, limit: object, node: Node, name: str) -> object:
        match limit, value:
            case Between(least=least, most=most), int():
                if not least <= value <= most:
                    return self.complain(node.line, f"{name} is {value}", f"give a whole number from {least} to {most}")
            case Between(least=least, most=most), str():
                if not least <= len(value) <= most:
                    hint = f"give {least} to {most} characters"
                    return self.complain(node.line, f"{name} has {len(value)} characters", hint)
            case Between(least=least, most=most), tuple():
                if not least <= len(value) <= most:
                    return self.complain(node.line, f"{name} has {len(value)} entries", f"give {least} to {most}")
            case Matching(pattern=pattern, hint=hint), str():
                if not re.fullmatch(pattern, value):
                    return self.complain(node.line, f"{name} is {value!r}", hint)
        return value


def _indent_hint(known: Mapping[str, object]) -> str:
    return "the keys here are " + ", ".join(known) + "; lines below a name are indented by 2 spaces"


def _too_deep(text: str) -> int:
    """The line in which brackets that stay open are nested too deep; 0 when none are. Quoted text is not looked at."""
    depth = 0
    for number, line in enumerate(_QUOTED.sub(lambda quoted: "\n" * quoted[0].count("\n"), text).split("\n"), 1):
        for letter in line:
            depth = max(0, depth + (letter in "[{") - (letter in "]}"))
            if depth > DEEPEST:
                return number
    return 0


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@cache
def _fields_of(record: type[Struct]) -> Mapping[str, tuple[str, object, bool]]:
    """For each key in a file: the attribute, its type, and whether it is required."""
    return {each.encode_name: (each.name, each.type, each.required) for each in structs.fields(record)}
