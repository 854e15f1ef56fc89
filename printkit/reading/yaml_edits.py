"""Answers put into the text of a YAML file. Only what changes is touched: comments, order and quotes of the rest stay.

The text must have been read without a problem before (`yaml_nodes`), so it has no alias, no tag and one document.
"""

import re
from collections.abc import Mapping, Sequence

import yaml

Key = str | int
Value = str | tuple[str, ...]  # "" leaves an answer open

_PLAIN = re.compile(r"\w[\w ./()-]*(?<! )")
_PLAIN_IN_BRACKETS = re.compile(r"[\w.-]+")
_NOTHING = ("null", "Null", "NULL")
_STEP = "  "
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def changed(text: str, keys: Sequence[Key], value: Value) -> str:
    """The text with one answer put in, in its place if it has one. A list becomes one line in brackets."""
    *_, (node, brackets) = found = _way(text, keys)
    if len(found) <= len(keys):
        return _added(text, node, [str(each) for each in keys[len(found) - 1 :]], value, brackets=brackets)
    start, end = node.start_mark.index, _end(text, node)
    if isinstance(node, yaml.ScalarNode) or _in_brackets(node):
        return _replaced(text, start, end, _written(value, brackets=brackets))
    start = text.rindex(":", 0, start) + 1  # the lines of a block give way to one value behind its key
    return text[:start] + (f" {_written(value)}" if value else "") + text[end:]


def arranged(text: str, keys: Sequence[Key], order: Sequence[int | str]) -> str:
    """The text with the items of a list in another order: numbers are items that are there, words are new ones."""
    found = _way(text, keys)
    node, brackets = found[-1]
    items = node.value if len(found) > len(keys) and isinstance(node, yaml.SequenceNode) else []
    if list(order) == list(range(len(items))):
        return text
    if not items or not order or _in_brackets(node):
        said = [
            text[items[each].start_mark.index : _end(text, items[each])] if isinstance(each, int) else each
            for each in order
        ]
        if brackets and items:
            return text[: node.start_mark.index] + f"[{', '.join(said)}]" + text[_end(text, node) :]
        emptied = changed(text, keys, "")
        return _with_block(emptied, keys, said) if said else emptied
    starts = [_start_of_item(text, item) for item in items]
    begins, stop = starts[0], _line_end(text, _end(text, items[-1]))
    ends = [*starts[1:], stop]
    newline = _newline(text)
    lines = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    lines[-1] += "" if lines[-1].endswith("\n") else newline
    indent = " " * (text.rindex("-", 0, items[0].start_mark.index) - _line_start(text, items[0].start_mark.index))
    said = [lines[each] if isinstance(each, int) else f"{indent}- {each}{newline}" for each in order]
    return text[:begins] + "".join(said) + text[stop:]


def in_brackets(entries: Mapping[str, str | Mapping[str, str]]) -> str:
    """A record in one line, as a new item of a list; a record inside it is one in brackets, too."""
    said = (
        (key, in_brackets(value) if isinstance(value, Mapping) else _written(value, brackets=True))
        for key, value in entries.items()
    )
    return f"{{{', '.join(f'{key}: {value}' for key, value in said)}}}"


def _root(text: str) -> yaml.Node:
    """The nodes with their places."""
    found = yaml.compose(text, Loader=_LOADER)
    assert isinstance(found, yaml.Node)
    return found


def _way(text: str, keys: Sequence[Key]) -> list[tuple[yaml.Node, bool]]:
    """The nodes from the root along the keys, as far as they are there; with each, whether it stands in brackets."""
    node, brackets = _root(text), False
    found = [(node, brackets)]
    for key in keys:
        inner = _child(node, key)
        if inner is None:
            break
        brackets = brackets or _in_brackets(node)
        node = inner
        found.append((node, brackets))
    return found


def _child(node: yaml.Node, key: Key) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def _in_brackets(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _end(text: str, node: yaml.Node) -> int:
    """Where the last letter of a node is; PyYAML's own end of a block is that of the space behind it."""
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return max(node.start_mark.index, len(text[:end].rstrip()))
    if isinstance(node, yaml.ScalarNode) or _in_brackets(node) or not node.value:
        return end
    last = node.value[-1]
    return max(_end(text, each) for each in last) if isinstance(last, tuple) else _end(text, last)


def _written(value: Value, *, brackets: bool = False) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_written(each, brackets=True) for each in value)}]"
    if brackets and not value:
        return "''"  # a key before a comma would have none
    plain = _PLAIN_IN_BRACKETS if brackets else _PLAIN
    if not value or (plain.fullmatch(value) and value not in _NOTHING):
        return value
    return "'" + value.replace("'", "''") + "'"


def _replaced(text: str, start: int, end: int, new: str) -> str:
    """A value in the place of another. Where there was none, the comment behind it stays in its column if it can."""
    if not new and text[start - 1 : start] == " ":
        start -= 1
    if start == end and new:
        new = f" {new}" if text[start - 1] == ":" else new
        spaces = len(text[end:]) - len(text[end:].lstrip(" "))
        if text[end + spaces : end + spaces + 1] == "#":
            end += max(0, min(len(new), spaces - 2))
    return text[:start] + new + text[end:]


def _added(text: str, node: yaml.Node, keys: list[str], value: Value, *, brackets: bool) -> str:
    """A new entry behind the last one of the nearest group that is there."""
    if isinstance(node, yaml.MappingNode) and _in_brackets(node):
        inside = _written(value, brackets=True)
        for key in reversed(keys[1:]):
            inside = f"{{{key}: {inside}}}"
        at = _end(text, node) - 1
        comma = ", " if node.value else ""
        return text[:at].rstrip() + f"{comma}{keys[0]}: {inside}" + text[at:]
    if isinstance(node, yaml.ScalarNode) and node.value:  # an item that is a word alone: the name of its record
        source = text[node.start_mark.index : node.end_mark.index]
        if brackets:
            new = f"{{exercise: {source}, {keys[0]}: {_written(value, brackets=True)}}}"
        else:
            new = f"exercise: {source}{_newline(text)}{' ' * node.start_mark.column}{keys[0]}: {_written(value)}"
        return text[: node.start_mark.index] + new + text[node.end_mark.index :]
    last = _line_end(text, _end(text, node))
    if isinstance(node, yaml.MappingNode):
        indent = " " * node.value[0][0].start_mark.column
    else:  # a group whose name stands there alone
        line = text[_line_start(text, node.start_mark.index) :]
        indent = " " * (len(line) - len(line.lstrip(" "))) + _STEP
    return text[:last] + _ended(text[:last]) + _lines(keys, value, indent, _newline(text)) + text[last:]


def _lines(keys: list[str], value: Value, indent: str, newline: str) -> str:
    groups = "".join(f"{indent}{_STEP * depth}{key}:{newline}" for depth, key in enumerate(keys[:-1]))
    return f"{groups}{indent}{_STEP * (len(keys) - 1)}{keys[-1]}: {_written(value)}".rstrip(" ") + newline


def _with_block(text: str, keys: Sequence[Key], said: Sequence[str]) -> str:
    """A list as lines below its key, which has no value now."""
    node, _ = _way(text, keys)[-1]
    line = _line_start(text, node.start_mark.index)
    indent = " " * (len(text[line:]) - len(text[line:].lstrip(" "))) + _STEP
    at, newline = _line_end(text, node.start_mark.index), _newline(text)
    return text[:at] + _ended(text[:at]) + "".join(f"{indent}- {each}{newline}" for each in said) + text[at:]


def _start_of_item(text: str, item: yaml.Node) -> int:
    """Where the lines of an item begin, with the comments right above it."""
    start = _line_start(text, text.rindex("-", 0, item.start_mark.index) if item.start_mark.index else 0)
    while start:
        above = _line_start(text, start - 1)
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    """Behind the end of the line; a comment behind a value stays with it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _ended(text: str) -> str:
    return "" if not text or text.endswith("\n") else _newline(text)
