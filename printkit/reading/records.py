"""YAML files into frozen records, with every complaint at its file and line, all at once.

The records say what is allowed: names of fields, types, and bounds as `msgspec.Meta`, whose `extra` may hold the hint
for a user. Nothing here knows an exercise from a rule.
"""

import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Meta, Struct, structs

from printkit.errors import CatalogError, NearMisses, PrintkitError, raise_all
from printkit.reading.cells import odd_letter
from printkit.reading.nodes import Entries, Items, Node, Scalar
from printkit.reading.yaml_nodes import NodeReader

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

UNKNOWN = ("unknown", "?", "-", "n/a")  # how people write that they asked and do not know
_YES_NO = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")


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
        return f"{self.path}:{line}" if line and self.root is not None else str(self.path)

    def required(self) -> T_co:
        """The record; raises what was found when there is none."""
        raise_all(self.problems)
        assert self.record is not None
        return self.record


def load(
    record: type[T], path: Path, given: Mapping[str, object] | None = None, error: type[PrintkitError] = CatalogError,
    data: bytes | None = None,
) -> Loaded[T]:  # fmt: skip
    """Read one file into one record. `given` are fields that do not stand in the file, such as the id.

    With `data` these bytes are read, and `path` is only what a problem calls them.
    """
    reader = _Reader(path, error, data)
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
    record: type[T], cells: Mapping[str, tuple[str, int]], path: Path, given: Mapping[str, object],
    error: type[PrintkitError] = CatalogError, before: dict[object, object] | None = None,
) -> Loaded[T]:  # fmt: skip
    """A record from the cells of a table: dotted name of the entry to its words and its column.

    A problem names the column where a file's problem names the line. Words separated by ";" become a list where the
    entry is one, and where its parts are records, commas separate the fields of each, in their order.

    `before` are the groups of earlier rows by their cells: rows of one list share nearly all of them, which are then read
    once, and are there once.
    """
    reader = _Reader(path, error)
    root = Entries({}, {}, 0)
    keys: dict[str, object] = {}
    same: dict[str, object] = {}
    reader.before = before
    if before is not None:
        keys = _by_group(cells)
        same = {group: before[key] for group, key in keys.items() if key in before}
    for name, (text, column) in cells.items():
        *groups, key = name.split(".")
        node = root
        for group in groups:
            inner = node.nodes.setdefault(group, Entries({}, {}, column))
            node.lines.setdefault(group, column)
            assert isinstance(inner, Entries)
            node = inner
        inside = _inside(record, name)  # type: ignore[arg-type]  # a class has a hash
        many = [part.strip() for part in text.split(";") if part.strip()] if inside is not None else []
        parts = tuple(_part(inside, part, column) for part in many)
        node.nodes[key] = Items(parts, column) if parts else Scalar(text, column)
        node.lines[key] = column
    rest = Entries({name: node for name, node in root.nodes.items() if name not in same}, root.lines, root.line)
    value = reader.record(record, rest, {**given, **same})
    if before is not None and value is not None and not reader.problems:
        before |= {key: getattr(value, group) for group, key in keys.items()}
    return Loaded(None if reader.problems else value, path, root, tuple(reader.problems))


def _by_group(cells: Mapping[str, tuple[str, int]]) -> dict[str, object]:
    """The cells of each group of entries, such as health, as a key."""
    found: dict[str, tuple[object, ...]] = {}
    for name, cell in cells.items():
        group, _, entry = name.partition(".")
        if entry:
            found[group] = (*found.get(group, (group,)), entry, cell)
    return dict(found)


def from_values(
    record: type[T], values: Mapping[str, object], name: str, given: Mapping[str, object],
    error: type[PrintkitError] = CatalogError,
) -> Loaded[T]:  # fmt: skip
    """A record from what another program holds: mappings, lists, words, figures, days, True and False for yes and no.

    A problem names `name` where a file's problem names the file. None leaves an entry open.
    """
    reader = _Reader(Path(name), error)
    root = _node(values)
    value = reader.record(record, root, given)
    return Loaded(None if reader.problems else value, reader.path, root, tuple(reader.problems))


def _node(value: object) -> Node:
    if isinstance(value, Mapping):
        nodes = {str(key): _node(each) for key, each in value.items()}
        return Entries(nodes, dict.fromkeys(nodes, 0), 0)
    if isinstance(value, list | tuple):
        return Items(tuple(map(_node, value)), 0)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", 0)
    return Scalar("" if value is None else str(value), 0)


def keys_of(path: Path) -> tuple[str, ...]:
    """The outermost keys of a file, whatever is wrong with the rest of it."""
    root = _Reader(path, CatalogError).parse()
    return tuple(root.nodes) if isinstance(root, Entries) else ()


class _Absent:
    """Stands in for a value that was bad, so that reading goes on to the next problem."""


_ABSENT = _Absent()


_BEGUN = 30  # letters: enough to find a line by, and nothing of the patients of a list that is no option file


def _begun(text: str) -> str:
    """How words begin, for a message about a whole file that may be anything."""
    return repr(text if len(text) <= _BEGUN else f"{text[:_BEGUN]} ...")


class _Reader(NodeReader):
    """Nodes to records, by the types of their fields."""

    before: dict[object, object] | None = None  # what earlier rows of a list came to

    def refused(self, line: int, message: str, hint: str = "") -> _Absent:
        """Note a problem, and stand in for the value that has it."""
        self.complain(line, message, hint)
        return _ABSENT

    def record(self, record: type[T], node: Node, given: Mapping[str, object]) -> T | None:
        known = {key: entry for key, entry in _fields_of(record).items() if key not in given}  # type: ignore[arg-type]
        if isinstance(node, Scalar):
            required = [name for name, (_, _, needed) in known.items() if needed]
            if len(required) != 1:
                self.complain(
                    node.line, f"{_begun(node.text)} stands where 'name: value' lines belong", _indent_hint(known)
                )
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
                self.complain(node.lines[name], *_unknown_key(name, record, known, node, self.misses))
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
        if origin in (types.UnionType, typing.Union):  # X | None: nobody knows
            if isinstance(node, Scalar) and node.text.lower() in UNKNOWN:
                return None
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
            return self.refused(node.line, f"{name!r} has several values", "give one")
        return self.scalar(typing.cast("type[object]", hint), node, name)

    def scalar(self, kind: type[object], node: Scalar, name: str) -> object:
        text = node.text
        if why := odd_letter(text):
            return self.refused(node.line, f"{name} {why}", "type it again; no page can show it")
        if kind is str:
            return text
        if kind is int:
            if _WHOLE.fullmatch(text):
                return int(text)
            return self.refused(node.line, f"{name} is {text!r}", "give a whole number, such as 10")
        if kind is float:
            if _NUMBER.fullmatch(text):
                return float(text)
            return self.refused(node.line, f"{name} is {text!r}", "give a number with a point, such as 0.16")
        if kind is date:
            try:
                found = date.fromisoformat(text)
            except ValueError:
                return self.refused(node.line, f"{name} is {text!r}, which is no date", "write it as 2026-11-20")
            if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
                return self.refused(node.line, f"{name} is {text!r}", "check the year")
            return found
        if issubclass(kind, StrEnum):
            choices = [str(choice) for choice in kind]
            text = _meant(text, choices)
            if text in choices:
                return kind(text)
            return self.refused(node.line, f"{name} is {text!r}", self.misses.near(text, choices))
        raise TypeError(kind)

    def sequence(self, inner: object, node: Node, name: str) -> object:
        nodes = node.nodes if isinstance(node, Items) else (node,)
        values = [self._known(inner, child, name) for child in nodes]
        return _ABSENT if _ABSENT in values else tuple(values)

    def _known(self, inner: object, node: Node, name: str) -> object:
        """One value of several. The exercise of one row of a list is that of others, too, and is read once."""
        if self.before is None or not isinstance(node, Scalar) or not isinstance(inner, type):
            return self.value(inner, node, name)
        key = inner, name, node.text
        found = self.before.get(key)
        if found is None:
            found = self.value(inner, node, name)
            if found is not _ABSENT:
                self.before[key] = found
        return found

    def mapping(self, key_hint: object, value_hint: object, node: Node, name: str) -> object:
        if not isinstance(node, Entries):
            return self.refused(node.line, f"{name!r} needs 'name: value' lines below it", "indent them by 2 spaces")
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
        if not isinstance(limit, Meta):
            return value
        if isinstance(value, int):
            least, most = limit.ge, limit.le
            if not (least is None or value >= least) or not (most is None or value <= most):
                return self.refused(node.line, f"{name} is {value}", f"give a whole number from {least} to {most}")
        elif isinstance(value, str | tuple) and limit.max_length is not None:
            least = limit.min_length or 0
            if not least <= len(value) <= limit.max_length:
                what, hint = ("characters", " characters") if isinstance(value, str) else ("entries", "")
                hint = f"give {least} to {limit.max_length}{hint}"
                return self.refused(node.line, f"{name} has {len(value)} {what}", hint)
        if isinstance(value, str) and limit.pattern and not re.fullmatch(limit.pattern, value):
            return self.refused(node.line, f"{name} is {value!r}", (limit.extra or {}).get("hint", ""))
        return value


def _meant(text: str, choices: list[str]) -> str:
    """A choice as other programs and other hands write it: true for yes, a dash or a question mark for unknown."""
    lowered = text.lower()
    if lowered in UNKNOWN and "unknown" in choices:
        return "unknown"
    if "yes" in choices and "no" in choices:
        return _YES_NO.get(lowered, text)
    return text


def _unknown_key(
    name: str, record: type[object], known: Mapping[str, object], node: Entries, misses: NearMisses
) -> tuple[str, str]:
    """What is wrong with a key that a record lacks, and what to do; a record may say how its keys were called before."""
    now = getattr(record, "RENAMED", {}).get(name)
    if now is not None:
        return f"{name!r} is called {now!r} now", f"write {now}: in its place, and all its names in one list"
    there = {key: "is there already; take this one out" for key in known if key in node.nodes}  # none stands twice
    return f"unknown key {name!r}", misses.near(name, known, _indent_hint(known), there)


def _indent_hint(known: Mapping[str, object]) -> str:
    return "the keys here are " + ", ".join(known) + "; lines below a name are indented by 2 spaces"


@cache
def _inside(record: type[object], name: str) -> object:
    """What the entry of a dotted name holds several of; None where it holds one value."""
    kind: object = record
    for key in name.split("."):
        if not (isinstance(kind, type) and issubclass(kind, Struct)) or key not in _fields_of(kind):
            return None
        kind = _bare(_fields_of(kind)[key][1])
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


def _part(kind: object, text: str, column: int) -> Node:
    """One of the values of a cell: a word, or the fields of a record that has more than one that must be."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        fields = _fields_of(kind)
        if sum(needed for _, _, needed in fields.values()) > 1:
            named = getattr(kind, "IN_A_CELL", tuple(fields))  # the last one has all the words that are left
            words = [each.strip() for each in text.split(",", len(named) - 1)]
            said = dict(zip(named, words, strict=False))
            return Entries(
                {key: Scalar(each, column) for key, each in said.items()}, dict.fromkeys(said, column), column
            )
    return Scalar(text, column)


def _bare(hint: object) -> object:
    """A type without its bounds, and without the None that it may be by default."""
    while typing.get_origin(hint) in (typing.Annotated, types.UnionType, typing.Union):
        hint = typing.get_args(hint)[0]
    return hint


@cache
def _fields_of(record: type[Struct]) -> Mapping[str, tuple[str, object, bool]]:
    """For each key in a file: the attribute, its type, and whether it is required."""
    return {each.encode_name: (each.name, each.type, each.required) for each in structs.fields(record)}
