"""Every key and every word that a file or a command may have, mistyped: what the hint offers is right in its place."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import click
import msgspec
import pytest
import yaml
from click.testing import CliRunner
from msgspec import Meta
from slipping import offered, slipped
from test_environment import COMMANDS

from printkit.cli.group import cli
from printkit.figures.people import Person
from printkit.figures.spec import Figure, Stance
from printkit.intake import option_file
from printkit.model import records as entries
from printkit.model.holding import Holds
from printkit.model.options import ChosenExercise, Options, Override
from printkit.model.person import ClearedFor
from printkit.model.planning import Planning
from printkit.model.skin import SkinLook, WearIn
from printkit.outcomes.measures import Measure, Tracked
from printkit.reading import records
from printkit.resources import CATALOG

Tree = Any  # of a file: mappings, lists and words, the words as they are written
Step = tuple[str | int, ...]
SHIPPED: dict[str, type[msgspec.Struct]] = {
    "exercises/*.yaml": entries.Exercise,
    "checklists/*.yaml": entries.Checklist,
    "topics/*.yaml": entries.Topic,
    "figures/*.yaml": Figure,
    "rules.yaml": entries.Rule,
    "programmes.yaml": entries.Programme,
    "sources.yaml": entries.Source,
    "regions.yaml": entries.Region,
    "poses.yaml": Stance,
    "people.yaml": Person,
    "plain-words.yaml": entries.PlainWord,
    "demands.yaml": entries.Demand,
    "questions.yaml": entries.Question,
    "measures.yaml": Measure,
    "tracked.yaml": Tracked,
    "planning.yaml": Planning,
    "wear-in.yaml": WearIn,
    "skin-look.yaml": SkinLook,
    "holds.yaml": Holds,
}
_ALONE = {"planning.yaml", "wear-in.yaml", "skin-look.yaml", "holds.yaml"}  # a record by itself


def _trees(pattern: str) -> Iterator[tuple[Tree, Callable[[Path], records.Loaded[Any]]]]:
    """Every entry of the shipped files, with how it is read."""
    record = SHIPPED[pattern]
    for path in sorted(CATALOG.glob(pattern)):
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if isinstance(tree, dict):
            tree = _short(tree)
        if "*" in pattern:
            yield tree, lambda copy, name=path.stem: records.load(record, copy, {"id": name})
        elif pattern in _ALONE:
            yield tree, lambda copy: records.load(record, copy)
        elif isinstance(tree, list):
            yield from (([each], lambda copy: records.load_sequence(record, copy)) for each in tree)
        else:
            yield from (({key: each}, lambda copy: records.load_mapping(record, copy)) for key, each in tree.items())


def _short(tree: Tree) -> Tree:
    """A tree with 2 of each kind of entry: the others have the same keys."""
    if isinstance(tree, dict):
        return {key: _short(child) for key, child in tree.items()}
    if isinstance(tree, list):
        return [_short(child) for child in (tree[:2] if tree and isinstance(tree[0], dict) else tree)]
    return tree


def _words(tree: Tree, above: Step = ()) -> Iterator[tuple[Step, bool]]:
    """The way to every key (True) and to every short word (False) of a tree."""
    if isinstance(tree, dict):
        for key, child in tree.items():
            yield (*above, key), True
            yield from _words(child, (*above, key))
    elif isinstance(tree, list):
        for index, child in enumerate(tree):
            yield from _words(child, (*above, index))
    elif re.fullmatch(r"[A-Za-z][\w-]{1,30}", tree):
        yield above, False


def _with(tree: Tree, way: Step, word: str, *, key: bool) -> Tree:
    """The tree with another word there."""
    first, *rest = way
    if isinstance(tree, dict):
        if not rest and key:
            return {word if name == first else name: child for name, child in tree.items()}
        return {
            name: _with(child, tuple(rest), word, key=key)
            if name == first and rest
            else (word if name == first else child)
            for name, child in tree.items()
        }
    return [
        (_with(child, tuple(rest), word, key=key) if rest else word) if index == first else child
        for index, child in enumerate(tree)
    ]


def _problems_of(tree: Tree, read: Callable[[Path], records.Loaded[Any]], path: Path) -> list[str]:
    path.write_text(yaml.safe_dump(tree, default_style='"', width=1000), encoding="utf-8")
    return [str(each) for each in read(path).problems]


def followed(tree: Tree, read: Callable[[Path], records.Loaded[Any]], path: Path, tried: set[object]) -> int:
    """Mistype every key and word of a tree that was not tried yet, and follow what is offered; how often it was."""
    count = 0
    for way, key in _words(tree):
        pattern = tuple("*" if isinstance(each, int) else each for each in way[1:])
        word = str(way[-1]) if key else _at(tree, way)
        if (pattern, key, word) in tried:
            continue
        tried.add((pattern, key, word))
        (slip,) = list(slipped([word]))[:1] or ("",)
        problems = _problems_of(_with(tree, way, slip, key=key), read, path) if slip else []
        for each in offered(problems):
            count += 1
            assert _problems_of(_with(tree, way, each, key=key), read, path) == [], (way, slip, each)
    return count


def _at(tree: Tree, way: Step) -> str:
    for step in way:
        tree = tree[step]
    return str(tree)


@pytest.mark.parametrize("pattern", SHIPPED)
def test_every_key_and_every_word_of_the_catalogue_has_a_hint_that_is_right(tmp_path, pattern):
    tried: set[object] = set()
    count = sum(followed(tree, read, tmp_path / "it.yaml", tried) for tree, read in _trees(pattern))
    assert count >= len(SHIPPED[pattern].__struct_fields__) // 3


def _choices(hint: Any) -> list[str]:
    """The words that a field may have; none of a number, a day or a free text."""
    if get_origin(hint) is Annotated or (get_args(hint) and not isinstance(hint, type)):
        return [word for each in get_args(hint) if not isinstance(each, Meta) for word in _choices(each)]
    if get_args(hint):
        return [word for each in get_args(hint) for word in _choices(each)]
    return [str(each) for each in hint] if isinstance(hint, type) and issubclass(hint, StrEnum) else []


_WITHIN: dict[str, tuple[type[msgspec.Struct], dict[str, str]]] = {
    "plan/exercises": (ChosenExercise, {"exercise": "seated-toe-raise"}),
    "health/cleared": (ClearedFor, {"what": "heart", "by": "J. Marsh", "on": "2026-11-01"}),
    "overrides": (Override, {"rule": "R-05", "name": "J. Marsh", "reason": "Stands safely."}),
}


def _groups() -> Iterator[tuple[Step, type[msgspec.Struct], dict[str, str]]]:
    """The records of an option file: where each stands, and what it must say."""
    yield (), Options, {}
    for each in msgspec.structs.fields(Options):
        bare = next((kind for kind in (each.type, *get_args(each.type)) if isinstance(kind, type)), None)
        if bare and issubclass(bare, msgspec.Struct) and each.name not in _WITHIN:
            yield (each.name,), bare, {"id": "p-1"} if each.name == "patient" else {}
    for place, (record, needed) in _WITHIN.items():
        yield (*place.split("/"), 0), record, needed


def _placed(way: Step, entry: dict[str, str]) -> Tree:
    tree: Tree = entry
    for step in reversed(way):
        tree = [tree] if step == 0 else {step: tree}
    return tree


def test_every_key_and_every_word_of_an_option_file_has_a_hint_that_is_right(tmp_path):
    def read(path: Path) -> records.Loaded[Options]:
        return records.load(Options, path, option_file.NOT_IN_FILES)

    keys, words = 0, 0
    for way, record, needed in _groups():
        for each in msgspec.structs.fields(record):
            if each.name in option_file.NOT_IN_FILES:
                continue
            others = {key: value for key, value in needed.items() if key != each.name}
            (slip, *_) = slipped([each.name])
            for word in offered(_problems_of(_placed(way, {**others, slip: ""}), read, tmp_path / "it.yaml")):
                keys += 1
                after = _problems_of(_placed(way, {**others, word: needed.get(word, "")}), read, tmp_path / "it.yaml")
                assert not [said for said in after if "unknown key" in said], (slip, word)
            for choice in _choices(each.type):
                (slip, *_) = slipped([choice])
                said = _problems_of(_placed(way, {**needed, each.name: slip}), read, tmp_path / "it.yaml")
                for word in offered(said):
                    words += 1
                    after = _problems_of(_placed(way, {**needed, each.name: word}), read, tmp_path / "it.yaml")
                    assert after == [], (each.name, slip, word)
    assert keys > 100
    assert words > 300


def test_a_key_that_is_there_already_is_not_offered(tmp_path):
    path = tmp_path / "sam.yaml"
    path.write_text("patient: {id: p-1, idd: p-2, nam: Sam}\n", encoding="utf-8")
    first, second = records.load(Options, path, option_file.NOT_IN_FILES).problems
    assert first.hint == "'id' is there already; take this one out"
    assert second.hint == "did you mean 'name'?"


# --- the command line


def _click(*words: str) -> str:
    return CliRunner().invoke(cli, words).output


def test_a_command_that_is_mistyped_is_offered(subtests):
    for name in COMMANDS:
        *above, last = name.split()
        for slip in slipped([last]):
            with subtests.test(f"{name}: {slip}"):
                for word in offered([_click(*above, slip)]):
                    assert " ".join((*above, word)) in COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_is_mistyped_is_offered(name):
    options = [each for each in COMMANDS[name].params if isinstance(each, click.Option)]
    known = {word for each in options for word in (*each.opts, *each.secondary_opts)} | {"--help"}
    for each in options:
        long = max(each.opts, key=len)
        for slip in slipped([long.removeprefix("--")]):
            if f"--{slip}" in known or any(word.startswith(f"--{slip}") for word in known):
                continue
            said = _click(*name.split(), f"--{slip}=x")
            found = re.findall(r"--[a-z-]+", said.partition("No such option")[2].partition("Did you mean")[2])
            assert found, (slip, said)
            assert set(found) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_a_word_that_an_option_does_not_know_is_told_with_those_that_it_knows(name):
    for each in COMMANDS[name].params:
        if isinstance(each, click.Option) and isinstance(each.type, click.Choice):
            long = max(each.opts, key=len)
            said = " ".join(_click(*name.split(), *_arguments(name), long, "zzz").split())
            listed = re.search(r"is not one of ((?:'[^']+'(?:, )?)+)", said)
            assert listed, said
            words = re.findall(r"'([^']+)'", listed[1])
            assert words == list(each.type.choices)


def _arguments(name: str) -> list[str]:
    return ["x" for each in COMMANDS[name].params if isinstance(each, click.Argument)]
