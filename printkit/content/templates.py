"""Template text in, document tree out. The only module that knows Jinja or Markdown.

A value never meets the Markdown parser: `finalize` stores it and prints a marker of private-use characters; the value
takes the marker's place in the finished tree. In Jinja every output is template data or passes `finalize` once, except
in the constructs that are refused here.
"""

import contextlib
import re
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct

from printkit.catalog import plain_language
from printkit.catalog.languages import Translation
from printkit.catalog.remembered import NO_MEMORY, Memory
from printkit.content import template_hints, template_words
from printkit.document import Block, Bullets, Foreign, Group, Heading, Inline, Paragraph, Strong, same, text
from printkit.errors import PrintkitError, TemplateError

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FILTERS = ("length", "join", "first", "last", "default", "sort")
_BLOCKS = typing.get_args(Block)
# What a template places whole, heading and list together, by the name under which the list alone once stood.
WHOLE: Mapping[str, str] = {
    "stop_if": "stop_if(item)",
    "conditions": "not_if(item)",
    "alone_conditions": "not_alone_if(item)",
    "helper": "with_helper(item)",
    "person_because": "with_helper(item)",
    "left_out": "left_out_box()",
}
# Their output would pass finalize twice, or never; without them the slots are complete.
_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.AssignBlock: "{% set %} ... {% endset %}",
    nodes.Block: "{% block %}",
    nodes.Extends: "{% extends %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Dict: "{ ... } in an expression",
}
# What a template may take. Of the shipped ones none gives 1,200 letters; a booklet of 107 exercises in one would give 160,000.
_LONGEST_WORDS = 10_000  # letters that one expression makes
_LONGEST_TEXT = 200_000  # letters of a template, or of what it gives
_MOST_TURNS = 20_000  # of all loops together
_NOTHING = Group(())  # what a widget with nothing to say gives
_GRAMMAR = MarkdownIt("zero").enable(["heading", "list", "emphasis", "newline"])


class Templates:
    """The templates of one or more folders, searched in order, file by file."""

    def __init__(
        self, folders: tuple[Path, ...], translation: Translation | None = None, memory: Memory = NO_MEMORY
    ) -> None:
        self.folders = folders
        self.memory = memory
        self._environment = _Environment(folders, translation, _Programs(memory))
        self._spoken: dict[Translation, Templates] = {}

    def spoken(self, translation: Translation) -> "Templates":
        """The same templates for a print in a language: English ones are translated where a file has no others."""
        if not translation:
            return self
        if translation not in self._spoken:
            self._spoken[translation] = Templates(self.folders, translation)
        return self._spoken[translation]

    def words(self, name: str) -> tuple[str, ...]:
        """Every sentence of an English template that a translation says, in its order."""
        return template_words.words(_Loader(self.folders, None).get_source(self._environment, name)[0])

    def names(self) -> tuple[str, ...]:
        """Every template, sorted."""
        return tuple(sorted(self._environment.list_templates(extensions=["md"])))

    def compose(self, name: str, context: Mapping[str, object]) -> tuple[Block, ...]:
        """Fill in one template. Raises TemplateError with file:line for anything that is wrong with it."""
        slots: list[object] = []
        try:
            self._environment.turns = 0
            template = self._environment.get_template(name)
            text = template.render(dict(context), _slots=slots)
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"there is no template {error.name!r}", hint=", ".join(self.names())) from error
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or error.name}:{error.lineno}"
            raise TemplateError(_sentence(str(error.message)), where=where, hint=_hint(str(error.message))) from error
        except PrintkitError as error:
            error.where = error.where or _line_of(error)
            raise
        except UnicodeDecodeError as error:
            raise TemplateError("is not UTF-8 text", where=name, hint="save it again as UTF-8 text") from error
        except RecursionError as error:
            raise TemplateError("includes itself", where=str(name), hint="take the include out") from error
        except (
            jinja2.UndefinedError,
            SecurityError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as error:
            message = _sentence(str(error))
            raise TemplateError(message, where=_line_of(error) or name, hint=_hint(message)) from error
        where = str(template.filename or name)
        return tuple(block for shape in _shapes(text, where) for block in _filled(shape, slots, where))

    def programs(self) -> dict[str, bytes]:
        """Each template as Python's instructions, for a memory; none for one with a problem, which is told anew."""
        found = {}
        for name in self.names():
            with contextlib.suppress(jinja2.TemplateError, UnicodeDecodeError):
                bucket = self._environment.bucket(name)
                found[bucket.key] = bucket.bytecode_to_string()
        return found

    def problems(self, only: str = "") -> Iterator[PrintkitError]:
        """What can be said of every template, or of one, without a patient: syntax, and what is refused."""
        for name in (only,) if only else self.names():
            try:
                self._environment.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                where = f"{error.filename or error.name}:{error.lineno}"
                yield TemplateError(_sentence(str(error.message)), where=where, hint=_hint(str(error.message)))
            except UnicodeDecodeError:
                yield TemplateError("is not UTF-8 text", where=name, hint="save it again as UTF-8 text")


class _Loader(jinja2.FileSystemLoader):
    """Templates of files; in another language the English one where there is no other, with its words translated."""

    def __init__(self, folders: tuple[Path, ...], translation: Translation | None) -> None:
        super().__init__([str(folder) for folder in folders])
        self.translation = translation

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template. One that lacks words is made anew each time, so that each print is told of them."""
        own = self.translation
        english = template.replace(f".{own.language}.md", ".en.md") if own is not None else template
        if own is None or english == template or any(Path(each, template).is_file() for each in self.searchpath):
            return super().get_source(environment, template)
        source, path, fresh = super().get_source(environment, english)
        context = f"templates/{english.removesuffix('.en.md')}"
        whole = all(own.has(context, words) for words in template_words.words(source))
        text = template_words.translated(source, own.language, lambda words: own.say(context, words))
        return text, path, lambda: whole and fresh()


class _Programs(jinja2.BytecodeCache):
    """Templates that are remembered. Jinja takes one only if it was made from the very words that are in the file."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is known of a template, by the hash of its name and file."""
        if packed := self._memory.packed(bucket.key):
            bucket.bytecode_from_string(packed)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing: all of them are kept together when all is printed."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja, cut down to what a page needs: nothing that grows without bounds, and no methods of plain values."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})
    turns = 0  # of the loops of the page that is made
    concat = staticmethod(lambda parts: _bounded(parts, _LONGEST_TEXT))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: object, right: object) -> object:  # noqa: ARG002
        """Refuse the operators that can make a text of any size out of a short template."""
        if operator == "+" and isinstance(left, int | float) and isinstance(right, int | float):
            return left + right
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined(left, right)
        raise SecurityError(f"{operator} is not part of printkit templates")

    def joined(self, *parts: object) -> str:
        """What `~` makes."""
        return _bounded(map(_short, parts), _LONGEST_WORDS)

    def listed(self, *values: object) -> list[object]:
        """What `[ ... ]` makes: a list in a list in a list would double with each turn."""
        if any(isinstance(each, list | tuple) for value in values if isinstance(value, list | tuple) for each in value):
            raise SecurityError("a list of lists of lists is not part of printkit templates")
        return list(values)

    def counted(self, values: Iterable[object]) -> Iterator[object]:
        """What a loop goes through, turn by turn."""
        for value in values:
            self.turns += 1
            if self.turns > _MOST_TURNS:
                raise SecurityError(f"the loops of a page turn more than {_MOST_TURNS:,} times")
            yield value

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Names after a point are for the records that printkit hands over, not for methods of words and numbers."""
        plain = isinstance(obj, str | bytes | int | float | tuple | list | dict)
        return attr not in WHOLE and not plain and super().is_safe_attribute(obj, attr, value)

    def bucket(self, name: str) -> Bucket:
        """A template with its program. Raises what is wrong with it."""
        assert self.loader is not None
        assert self.bytecode_cache is not None
        words, file, _ = self.loader.get_source(self, name)
        found = self.bytecode_cache.get_bucket(self, name, file, words)
        found.code = self.compile(words, name, file)
        return found

    def __init__(self, folders: tuple[Path, ...], translation: Translation | None, programs: _Programs) -> None:
        super().__init__(
            bytecode_cache=programs,
            loader=_Loader(folders, translation),
            undefined=jinja2.StrictUndefined,
            finalize=_slot,
            trim_blocks=True,
            lstrip_blocks=True,
            # Escaping is not how values are kept apart from Markdown here: they never meet it.
            autoescape=False,
        )
        self.filters = {**{name: self.filters[name] for name in _FILTERS}, "join": _joined}
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > _LONGEST_TEXT:
            raise jinja2.TemplateSyntaxError(f"is longer than {_LONGEST_TEXT:,} letters", 1, name, filename)
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(tuple(_REFUSED)):
            message = f"{_REFUSED[type(node)]} is not part of printkit templates"
            raise jinja2.TemplateSyntaxError(message, node.lineno, name, filename)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:  # its output would pass finalize twice
                message = "a recursive loop is not part of printkit templates"
                raise jinja2.TemplateSyntaxError(message, loop.lineno, name, filename)
        for word in tree.find_all(nodes.Name):
            if word.name.startswith("_"):
                message = f"{word.name} is not part of printkit templates"
                raise jinja2.TemplateSyntaxError(message, word.lineno, name, filename)
        for part in tree.find_all((nodes.Getattr, nodes.Name)):
            attribute = part.attr if isinstance(part, nodes.Getattr) else ""
            if attribute in WHOLE or (isinstance(part, nodes.Name) and part.name == "left_out"):
                message = f"{attribute or 'left_out'} stands with its heading only"
                raise jinja2.TemplateSyntaxError(message, part.lineno, name, filename)
        for data in tree.find_all(nodes.TemplateData):
            if found := _PRIVATE.search(data.data):
                line = data.lineno + data.data.count("\n", 0, found.start())
                raise jinja2.TemplateSyntaxError("a private-use character stands here", line, name, filename)
            if side := plain_language.typed_side(data.data):
                line = data.lineno + data.data.count("\n", 0, data.data.index(side))
                raise jinja2.TemplateSyntaxError(f"a side typed as a word: {side!r}", line, name, filename)
        return self._within_bounds(tree)

    def _within_bounds(self, tree: nodes.Template) -> nodes.Template:
        """The same template with what can grow, loops, lists and `~`, handed to us."""

        def asked(what: str, given: Iterable[nodes.Node], line: int) -> nodes.Call:
            return nodes.Call(nodes.EnvironmentAttribute(what, lineno=line), list(given), [], None, None, lineno=line)

        def changed(value: object) -> object:
            if isinstance(value, list):
                return [changed(each) for each in value]
            if not isinstance(value, nodes.Node):
                return value
            for field, each in value.iter_fields():
                setattr(value, field, changed(each))
            if isinstance(value, nodes.Concat):
                return asked("joined", value.nodes, value.lineno)
            if isinstance(value, nodes.List) or (isinstance(value, nodes.Tuple) and value.ctx == "load"):
                return asked("listed", value.items, value.lineno)
            if isinstance(value, nodes.For):
                value.iter = asked("counted", [value.iter], value.lineno)
            return value

        changed(tree)
        return typing.cast("nodes.Template", tree.set_environment(self))


def _bounded(parts: Iterable[str], most: int) -> str:
    found, size = [], 0
    for part in parts:
        size += len(part)
        if size > most:
            raise SecurityError(f"the words grow beyond {most:,} letters")
        found.append(part)
    return "".join(found)


def _short(value: object) -> str:
    if isinstance(value, str | int | float | jinja2.Undefined):
        return str(value)
    raise TypeError(_unprintable(value))


def _joined(values: Iterable[object], between: object = "") -> str:
    """The filter `join`."""
    said = _short(between)
    parts = (part for number, value in enumerate(values) for part in ((said,) if number else ()) + (_short(value),))
    return _bounded(parts, _LONGEST_WORDS)


@jinja2.pass_context
def _slot(context: jinja2.runtime.Context, value: object) -> str:
    """Keep a value and print its marker. With the context, Jinja never runs this at compile time."""
    slots = context["_slots"]
    # str() here, so that an undefined name is noticed while Jinja still knows the line
    if not isinstance(value, (*_BLOCKS, str, int, float, jinja2.Undefined)):
        raise TypeError(_unprintable(value))
    slots.append(value if isinstance(value, _BLOCKS) else _plain(value))
    return f"{_OPEN}{len(slots) - 1}{_CLOSE}"


def _plain(value: object) -> str:
    """A value as words without marks of ours; it keeps its language, if it has one of its own."""
    words = _PRIVATE.sub("", str(value))
    return Foreign(words, value.language) if isinstance(value, Foreign) else words


def _unprintable(value: object) -> str:
    name = getattr(value, "__name__", "")
    return f"{name} needs brackets: {{{{ {name}() }}}}" if name else f"a {type(value).__name__} cannot be printed"


def _line_of(error: BaseException) -> str:
    """file:line of the template, from the frame that Jinja names for it."""
    trace, where = error.__traceback__ or sys.exc_info()[2], ""
    while trace is not None:
        if "template code" in trace.tb_frame.f_code.co_name or trace.tb_frame.f_code.co_filename.endswith(".md"):
            where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where


def _sentence(message: str) -> str:
    return message.rstrip(".")


def _hint(message: str) -> str:
    return template_hints.hint(message, WHOLE, _FILTERS)


# --- shapes: the blocks of a template before its values are put in. Values are markers, so most texts come back.


class _Emphasis(Struct, frozen=True, cache_hash=True):
    parts: tuple["_Part", ...]


_Part = str | int | _Emphasis  # words, the number of a value, or words that matter most


class _Words(Struct, frozen=True, cache_hash=True):
    """A paragraph, or a heading when `level` is not 0."""

    parts: tuple[_Part, ...]
    values: tuple[int, ...]  # the numbers of the values in it
    level: int = 0
    alone: bool = False  # there are only values


class _List(Struct, frozen=True, cache_hash=True):
    items: tuple[tuple["_Shape", ...], ...]
    ordered: bool


_Shape = _Words | _List


@lru_cache(maxsize=2048)
def _shapes(text: str, where: str) -> tuple[_Shape, ...]:
    return tuple(_shape(child, where) for child in SyntaxTreeNode(_GRAMMAR.parse(text)).children)


def _shape(node: SyntaxTreeNode, where: str) -> _Shape:
    match node.type:
        case "heading" | "paragraph":
            content = node.children[0].content
            values = tuple(map(int, _SLOT.findall(content)))
            level = int(node.tag[1]) if node.type == "heading" else 0
            alone = bool(values) and not level and not _SLOT.sub("", content).strip()
            return _Words(_parts(node.children[0], where), values, level, alone)
        case "bullet_list" | "ordered_list":
            items = tuple(tuple(_shape(child, where) for child in item.children) for item in node.children)
            return _List(items, node.type == "ordered_list")
        case other:
            raise TemplateError(f"{other!r} is not part of printkit templates", where=where)


def _parts(node: SyntaxTreeNode, where: str) -> tuple[_Part, ...]:
    found: list[_Part] = []
    for child in node.children:
        match child.type:
            case "text":
                parts = enumerate(_SLOT.split(child.content))
                found += [int(part) if index % 2 else part for index, part in parts if part]
            case "softbreak" | "hardbreak":
                found.append(" ")
            case "strong" | "em":  # there is no italic in print for low vision: one emphasis only
                found.append(_Emphasis(_parts(child, where)))
            case other:
                raise TemplateError(f"{other!r} is not part of printkit templates", where=where)
    return tuple(found)


def _filled(shape: _Shape, slots: list[object], where: str) -> Iterator[Block]:
    if isinstance(shape, _List):
        items = tuple(tuple(block for each in item for block in _filled(each, slots, where)) for item in shape.items)
        yield Bullets(items, shape.ordered)
        return
    values = tuple(slots[index] for index in shape.values)
    blocks = [value for value in values if isinstance(value, _BLOCKS)]
    if not blocks:
        # a name or a note is one patient's, and one with a language of its own would be equal to one without
        keep = not any(isinstance(value, Foreign) for value in values)
        yield (_kept_words if keep else _set)(shape, values)
    elif shape.alone and len(blocks) == len(values):
        yield from (same(block) for block in blocks if block != _NOTHING)
    else:
        hint = "leave an empty line before and after it"
        raise TemplateError("a block must stand on its own line", where=where, hint=hint)


def _set(shape: _Words, values: tuple[object, ...]) -> Block:
    inlines = _inlines(shape.parts, dict(zip(shape.values, values, strict=True)))
    return Heading(shape.level, inlines) if shape.level else Paragraph(inlines)


# The same words give the same block, so that what is remembered of it is found without looking at its words.
_kept_words = lru_cache(maxsize=8192)(_set)


def _inlines(parts: tuple[_Part, ...], values: Mapping[int, object]) -> tuple[Inline, ...]:
    found: list[Inline] = []
    for part in parts:
        if isinstance(part, _Emphasis):
            found.append(Strong(_inlines(part.parts, values)))
            continue
        value = values[part] if isinstance(part, int) else part
        if value:
            found.append(text(value if isinstance(value, str) else str(value)))
    return tuple(found)
