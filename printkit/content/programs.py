"""Templates as small programs: what nearly all of them say, run without Jinja and without reading them again.

A program is plain data, so that it can be kept from one command to the next. It gives what Jinja gives, or it gives up: with
any error, or anything that is not plainly allowed, Jinja runs the template from its beginning and says what is wrong with it.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from msgspec import Struct

from printkit.content import slots

Program = list[list[object]]  # statements: each a word and what it needs
JOIN = "join"
OPERATORS: Mapping[str, Callable[[Any, Any], object]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda a, b: a in b,
    "notin": lambda a, b: a not in b,
}
# What a template places whole, heading and list together, by the name under which the list alone once stood.
WHOLE: Mapping[str, str] = {
    "stop_if": "stop_if(item)",
    "conditions": "not_if(item)",
    "alone_conditions": "not_alone_if(item)",
    "helper": "with_helper(item)",
    "person_because": "with_helper(item)",
    "left_out": "left_out_box()",
}
_CALLED = (FunctionType, MethodType, BuiltinFunctionType, type)


class Reads(Struct, frozen=True):
    """What a template depends on, with all parts that it places: the sources of its words."""

    names: tuple[str, ...]  # that it uses as values, sorted
    attributes: frozenset[str]  # of an exercise
    called: frozenset[str]  # functions
    parts: frozenset[str]  # by their names
    files: tuple[tuple[str, int], ...] = ()  # with the time of their last change, ns


_PLACES = {"part": 1, "together": 1, "page": 1, "beside": 2}  # functions that place parts, and how many
_ITEM = "item"


def reads(program: Program) -> Reads | None:
    """What a program depends on; None where it places parts whose names are not written in it."""
    names: set[str] = set()
    attributes: set[str] = set()
    called: set[str] = set()
    parts: set[str] = set()
    loops: set[str] = set()

    def look(node: object) -> bool:
        match node:
            case ["name", str(name)]:
                names.add(name)
            case ["of", ["name", str(name)], str(attribute)] if name == _ITEM:
                attributes.add(attribute)
            case ["call", ["name", str(name)], list(args), dict(keywords)]:
                called.add(name)
                for arg in args[: _PLACES.get(name, 0)]:
                    if not (isinstance(arg, list) and arg[0] == "just"):
                        return False
                    parts.add(str(arg[1]))
                some = [arg for arg in args if arg != ["name", _ITEM]]
                return len(args) >= _PLACES.get(name, 0) and all(map(look, (*some, *keywords.values())))
            case ["just", _]:
                pass
            case ["for", str(name), every, body, other]:
                loops.add(name)
                return all(map(look, (every, body, other)))
            case list(nodes):
                return all(map(look, nodes))
            case _:
                pass
        return True

    if not look(program):
        return None
    return Reads(tuple(sorted(names - loops)), frozenset(attributes), frozenset(called), frozenset(parts))


class GaveUpError(Exception):
    """Jinja is to run this template."""


class _Run:
    """One template while it is filled in."""

    __slots__ = ("names", "said", "turns", "values")

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = dict(names)
        self.said: list[str] = []
        self.values: list[object] = []
        self.turns = 0


_Step = Callable[[_Run], None]
_Value = Callable[[_Run], object]


def prepared(program: Program) -> Callable[[Mapping[str, object]], tuple[str, list[object]]]:
    """A program ready to run: from the names that a template may use to its text with marks, and the values.

    What is made raises GaveUpError for all that Jinja is to run.
    """
    steps = _steps(program)

    def run(names: Mapping[str, object]) -> tuple[str, list[object]]:
        now = _Run(names)
        try:
            for step in steps:
                step(now)
            return slots.bounded(now.said, slots.LONGEST_TEXT), now.values
        except GaveUpError:
            raise
        except Exception as error:  # Jinja says what it is, and where
            raise GaveUpError from error

    return run


def _steps(program: Program) -> list[_Step]:
    return [_step(*statement) for statement in program]


def _step(word: object, *given: object) -> _Step:
    match word, given:
        case "text", (str(text),):
            return lambda run: run.said.append(text)
        case "say", (list(value),):
            found = _value(*value)
            return lambda run: run.said.append(slots.kept(run.values, found(run)))
        case "if", (list(test), list(body), list(other)):
            holds, then, otherwise = _value(*test), _steps(body), _steps(other)

            def choose(run: _Run) -> None:
                for step in then if holds(run) else otherwise:
                    step(run)

            return choose
        case "for", (str(name), list(every), list(body), list(other)):
            return _loop(name, _value(*every), _steps(body), _steps(other))
        case _:
            raise GaveUpError


def _loop(name: str, every: _Value, steps: list[_Step], other: list[_Step]) -> _Step:
    def turn(run: _Run) -> None:
        around = run.names
        run.names = dict(around)
        turned = False
        for each in _iterated(run, every(run)):
            run.names[name], turned = each, True
            for step in steps:
                step(run)
        run.names = around
        if not turned:
            for step in other:
                step(run)

    return turn


def _iterated(run: _Run, every: object) -> Iterator[object]:
    if not isinstance(every, Iterable):
        raise GaveUpError
    for each in every:
        run.turns += 1
        if run.turns > slots.MOST_TURNS:
            raise GaveUpError
        yield each


def _value(word: object, *given: object) -> _Value:
    match word, given:
        case "name", (str(name),):
            return lambda run: run.names[name]
        case "just", (value,):
            return lambda _: value
        case "of", (list(whose), str(attribute)):
            owner = _value(*whose)
            return lambda run: _attribute(owner(run), attribute)
        case "at", (list(whose), int(place)):
            several_of = _value(*whose)
            return lambda run: _at(several_of(run), place)
        case "call", (list(what), list(args), dict(keywords)):
            called, values = _value(*what), [_value(*each) for each in args]
            named = {key: _value(*each) for key, each in keywords.items()}
            return lambda run: _callable(called(run))(
                *[each(run) for each in values], **{key: each(run) for key, each in named.items()}
            )
        case "compare", (list(first), list(others)):
            return _comparison(_value(*first), [(OPERATORS[sign], _value(*each)) for sign, each in others])
        case (("and" | "or" | "not"), parts):
            return _logic(str(word), [_value(*each) for each in parts if isinstance(each, list)])
        case "joined", parts:
            linked = [_value(*each) for each in parts if isinstance(each, list)]
            return lambda run: slots.linked(*[each(run) for each in linked])
        case "listed", parts:
            several = [_value(*each) for each in parts if isinstance(each, list)]
            return lambda run: slots.listed(*[each(run) for each in several])
        case "counted", (list(every),):  # a loop counts its turns itself
            return _value(*every)
        case "join", parts:
            joined = [_value(*each) for each in parts if isinstance(each, list)]
            return lambda run: slots.joined(*[each(run) for each in joined])  # type: ignore[arg-type]
        case _:
            raise GaveUpError


def _logic(word: str, parts: list[_Value]) -> _Value:
    first, last = parts[0], parts[-1]
    match word:
        case "and":
            return lambda run: first(run) and last(run)
        case "or":
            return lambda run: first(run) or last(run)
        case _:
            return lambda run: not first(run)


def _comparison(first: _Value, others: list[tuple[Callable[[object, object], object], _Value]]) -> _Value:
    def holds(run: _Run) -> object:
        left: object = first(run)
        found: object = True
        for sign, each in others:
            right = each(run)
            found = sign(left, right)
            if not found:
                return found
            left = right
        return found

    return holds


def _attribute(owner: object, name: str) -> object:
    """Only of our own records, and nothing hidden; for all else Jinja's sandbox decides."""
    if not isinstance(owner, Struct) or name.startswith("_") or name in WHOLE:
        raise GaveUpError
    return getattr(owner, name)


def _at(several: object, place: int) -> object:
    if not isinstance(several, tuple | list):
        raise GaveUpError
    return several[place]


def _callable(value: object) -> Callable[..., object]:
    """A function that printkit gave to the templates. Jinja's own marks on a function are Jinja's to keep."""
    if not isinstance(value, _CALLED) or hasattr(value, "jinja_pass_arg") or getattr(value, "unsafe_callable", False):
        raise GaveUpError
    if not callable(value) or getattr(value, "alters_data", False):
        raise GaveUpError
    return value
