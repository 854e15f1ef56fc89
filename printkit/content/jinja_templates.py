"""Templates by Jinja: the only module that knows it. It reads them, refuses what they may not have, and runs what is no program.

In Jinja every output is template data or passes `finalize` once, except in the constructs that are refused here.
"""

import contextlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from printkit.catalog import plain_language
from printkit.catalog.languages import Translation
from printkit.content import slots, template_hints, template_words
from printkit.content.programs import JOIN, OPERATORS, WHOLE, Program
from printkit.errors import PrintkitError, TemplateError

FILTERS = ("length", "join", "first", "last", "default", "sort")
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


class Loader(jinja2.FileSystemLoader):
    """Templates of files; in another language the English one where there is no other, with its words translated."""

    def __init__(self, folders: tuple[Path, ...], translation: Translation | None) -> None:
        super().__init__([str(folder) for folder in folders])
        self.translation = translation

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template. One that lacks words is made anew each time, so that each print is told of them.

        So is one before which another file has come since, in a clinic's own folder or in this very language.
        """
        there = self._there(template)
        found = there[0]
        source, path, unchanged = super().get_source(environment, found)

        def fresh() -> bool:
            return unchanged() and self._there(template) == there

        own = self.translation
        if own is None or found == template:
            return source, path, fresh
        context = f"templates/{found.removesuffix('.en.md')}"
        whole = all(own.has(context, words) for words in template_words.words(source))
        text = template_words.translated(source, own.language, lambda words: own.say(context, words))
        return text, path, lambda: whole and fresh()

    def _there(self, template: str) -> tuple[str, Path | None]:
        """The name of the template that is there for this one, itself or else the English one, and its first file."""
        own = self.translation
        names = (template,) if own is None else (template, template.replace(f".{own.language}.md", ".en.md"))
        files = ((name, Path(each, name)) for name in names for each in self.searchpath)
        return next(((name, file) for name, file in files if file.is_file()), (names[-1], None))


class Environment(ImmutableSandboxedEnvironment):
    """Jinja, cut down to what a page needs: nothing that grows without bounds, and no methods of plain values."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})
    turns = 0  # of the loops of the page that is made
    concat = staticmethod(lambda parts: slots.bounded(parts, slots.LONGEST_TEXT))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: object, right: object) -> object:  # noqa: ARG002
        """Refuse the operators that can make a text of any size out of a short template."""
        if operator == "+" and isinstance(left, int | float) and isinstance(right, int | float):
            return left + right
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined(left, right)
        raise SecurityError(f"{operator} is not part of printkit templates")

    def joined(self, *parts: object) -> str:
        """What `~` makes."""
        return slots.linked(*map(_defined, parts))

    def listed(self, *values: object) -> list[object]:
        """What `[ ... ]` makes."""
        return slots.listed(*values)

    def counted(self, values: Iterable[object]) -> Iterator[object]:
        """What a loop goes through, turn by turn."""
        for value in values:
            self.turns += 1
            if self.turns > slots.MOST_TURNS:
                raise SecurityError(f"the loops of a page turn more than {slots.MOST_TURNS:,} times")
            yield value

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Names after a point are for the records that printkit hands over, not for methods of words and numbers."""
        plain = isinstance(obj, str | bytes | int | float | tuple | list | dict)
        return attr not in WHOLE and not plain and super().is_safe_attribute(obj, attr, value)

    def __init__(self, folders: tuple[Path, ...], translation: Translation | None) -> None:
        super().__init__(
            loader=Loader(folders, translation),
            undefined=jinja2.StrictUndefined,
            finalize=_slot,
            trim_blocks=True,
            lstrip_blocks=True,
            # Escaping is not how values are kept apart from Markdown here: they never meet it.
            autoescape=False,
        )
        self.filters = {**{name: self.filters[name] for name in FILTERS}, "join": _joined}
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > slots.LONGEST_TEXT:
            raise jinja2.TemplateSyntaxError(f"is longer than {slots.LONGEST_TEXT:,} letters", 1, name, filename)
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
            if found := re.search(slots.PRIVATE, data.data):
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
        return cast("nodes.Template", tree.set_environment(self))


@jinja2.pass_context
def _slot(context: jinja2.runtime.Context, value: object) -> str:
    """Keep a value and print its mark. With the context, Jinja never runs this at compile time."""
    return slots.kept(context["_slots"], _defined(value))


def _joined(values: Iterable[object], between: object = "") -> str:
    return slots.joined(map(_defined, values), _defined(between))


def _defined(value: object) -> object:
    """A value that is there: an undefined name is noticed while Jinja still knows the line."""
    return str(value) if isinstance(value, jinja2.Undefined) else value


def rendered(
    environment: Environment, name: str, context: Mapping[str, object], names: Callable[[], tuple[str, ...]]
) -> tuple[str, list[object], str]:
    """A template filled in: its text with marks, the values, and its file. Raises TemplateError with file:line."""
    values: list[object] = []
    try:
        environment.turns = 0
        template = environment.get_template(name)
        text = template.render(dict(context), _slots=values)
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"there is no template {error.name!r}", hint=", ".join(names())) from error
    except jinja2.TemplateSyntaxError as error:
        raise _refused(error) from error
    except PrintkitError as error:
        error.where = error.where or _line_of(error)
        raise
    except UnicodeDecodeError as error:
        raise _not_text(name) from error
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
    return text, values, str(template.filename or name)


def problem(environment: Environment, name: str) -> PrintkitError | None:
    """What can be said of a template without a patient: syntax, and what is refused."""
    try:
        environment.get_template(name)
    except jinja2.TemplateSyntaxError as error:
        return _refused(error)
    except UnicodeDecodeError:
        return _not_text(name)
    return None


def _refused(error: jinja2.TemplateSyntaxError) -> TemplateError:
    where = f"{error.filename or error.name}:{error.lineno}"
    return TemplateError(_sentence(str(error.message)), where=where, hint=_hint(str(error.message)))


def _not_text(name: str) -> TemplateError:
    return TemplateError("is not UTF-8 text", where=name, hint="save it again as UTF-8 text")


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
    return template_hints.hint(message, WHOLE, FILTERS)


# --- a template as a program


class _NoProgramError(Exception):
    """Something that Jinja runs itself."""


def program(environment: Environment, name: str) -> Program | None:
    """A template as a program of `programs`; None for what only Jinja can run, or tell the problem of."""
    assert environment.loader is not None
    with contextlib.suppress(jinja2.TemplateError, UnicodeDecodeError, RecursionError, _NoProgramError):
        source, file, _ = environment.loader.get_source(environment, name)
        return _statements(environment.parse(source, name, file).body)
    return None


def _statements(body: list[nodes.Node]) -> Program:
    return [each for node in body for each in _statement(node)]


def _statement(node: nodes.Node) -> Iterator[list[object]]:
    match node:
        case nodes.Output():
            for part in node.nodes:
                yield ["text", part.data] if isinstance(part, nodes.TemplateData) else ["say", _value(part)]
        case nodes.If():
            other = node.else_
            for each in reversed(node.elif_):
                other = [nodes.If(each.test, each.body, [], other)]
            yield ["if", _value(node.test), _statements(node.body), _statements(other)]
        case nodes.For(target=nodes.Name(name=name), test=None) if name != "loop":
            if any(each.name == "loop" for part in node.body for each in part.find_all(nodes.Name)):
                raise _NoProgramError
            yield ["for", name, _value(node.iter), _statements(node.body), _statements(node.else_)]
        case _:
            raise _NoProgramError


def _value(node: nodes.Node | None) -> list[object]:
    match node:
        case nodes.Name(name=name):
            return ["name", name]
        case nodes.Const(value=value) if value is None or isinstance(value, str | int | float):
            return ["just", value]
        case nodes.Getattr(node=of, attr=attribute):
            return ["of", _value(of), attribute]
        case nodes.Getitem(node=of, arg=nodes.Const(value=int(place))):
            return ["at", _value(of), place]
        case nodes.Call(node=nodes.EnvironmentAttribute(name=name), args=args):
            return [name, *map(_value, args)]
        case nodes.Call(dyn_args=None, dyn_kwargs=None):
            keywords = {each.key: _value(each.value) for each in node.kwargs}
            return ["call", _value(node.node), [*map(_value, node.args)], keywords]
        case nodes.Compare() if all(each.op in OPERATORS for each in node.ops):
            return ["compare", _value(node.expr), [[each.op, _value(each.expr)] for each in node.ops]]
        case nodes.And() | nodes.Or():
            return ["and" if isinstance(node, nodes.And) else "or", _value(node.left), _value(node.right)]
        case nodes.Not():
            return ["not", _value(node.node)]
        case nodes.Filter(name="join", dyn_args=None, dyn_kwargs=None, kwargs=[]) if len(node.args) < 2:
            return [JOIN, _value(node.node), *map(_value, node.args)]
        case _:
            raise _NoProgramError
