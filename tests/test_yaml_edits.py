"""Answers put into a file: what was not touched stays as it was typed."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printkit.errors import OptionsError
from printkit.reading.nodes import Entries, Items, Node, Scalar
from printkit.reading.yaml_edits import arranged, changed
from printkit.reading.yaml_nodes import NodeReader
from printkit.resources import EXAMPLES

EXAMPLE = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8")
WITH_COMMENTS = """\
# of the ward, é 😀
patient:
    id: sam   # not the name
stroke: {affected_side: left, happened_on: 2026-06-02}
health:
  # asked on the ward
  diabetes:         # yes, no, unknown
  screened_by: "J. Marsh"
home:
plan:
  # for the kitchen
  exercises:
  # first of all
  - ankle-pumps   # slowly
  - {exercise: seated-toe-raise, sets: 2}
  # last of all
  - exercise: sit-to-stand
    note: 'mind the rail'

print: {weeks: 2}"""


def read(text: str) -> object:
    """The text as plain values."""
    reader = NodeReader(Path("x"), OptionsError, text.encode())
    root = reader.parse()
    assert reader.problems == []
    assert root is not None
    return plain(root)


def plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(each) for each in node.nodes]
        case Entries():
            return {key: plain(each) for key, each in node.nodes.items()}


def put(value: object, keys: tuple[str | int, ...], new: object) -> object:
    if not keys:
        return list(new) if isinstance(new, tuple) else new
    first, *rest = keys
    if isinstance(first, int):
        assert isinstance(value, list)
        held = value[first] if isinstance(value[first], dict) else {"exercise": value[first]}
        return [*value[:first], put(held, tuple(rest), new), *value[first + 1 :]]
    held = value if isinstance(value, dict) else {}
    return {**held, first: put(held.get(first, {}), tuple(rest), new)}


PATHS = st.sampled_from(
    [
        ("patient", "id"), ("patient", "name"), ("stroke", "affected_side"), ("stroke", "type"), ("health", "diabetes"),
        ("health", "screened_by"), ("health", "aphasia"), ("home", "pets"), ("clinic", "region"), ("print", "weeks"),
        ("print", "size"), ("plan", "level"), ("plan", "exercises", 0, "sets"), ("plan", "exercises", 1, "sets"),
        ("plan", "exercises", 1, "note"), ("plan", "exercises", 2, "note"), ("plan", "exercises", 2, "sets"),
    ]
)  # fmt: skip
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff\ufeff"),
    max_size=12,
).map(str.strip)


@settings(max_examples=150, deadline=None)
@given(text=st.sampled_from([EXAMPLE, WITH_COMMENTS, WITH_COMMENTS.replace("\n", "\r\n")]), keys=PATHS, value=WORDS)
def test_one_answer_changes_and_no_other_line_does(text, keys, value):
    new = changed(text, keys, value)
    assert read(new) == put(read(text), keys, value)
    gone = [line for line in text.splitlines() if line not in new.splitlines()]
    assert len(gone) <= 1
    assert re.findall("#.*", new)[:1] == re.findall("#.*", text)[:1]
    assert set(re.findall("# [a-z].*", text)) <= set(re.findall("# [a-z].*", new))


@pytest.mark.parametrize("keys", [("patient", "id"), ("health", "screened_by"), ("print", "weeks")])
def test_the_same_answer_again_is_read_the_same(keys):
    value = read(WITH_COMMENTS)
    for key in keys:
        value = value[key]
    assert read(changed(WITH_COMMENTS, keys, value)) == read(WITH_COMMENTS)


def test_a_list_becomes_one_line():
    new = changed(EXAMPLE, ("plan", "exercises", 3, "on"), ("mon", "fri"))
    assert "      minutes: 5\n      on: [mon, fri]\n" in new
    assert changed(changed(EXAMPLE, ("print", "add"), ("braces",)), ("print", "add"), ()).endswith(
        "add: []\nclinic_file: clinic.yaml\n"
    )


@settings(max_examples=100, deadline=None)
@given(
    text=st.sampled_from(
        [
            EXAMPLE,
            WITH_COMMENTS,
            "patient: {id: x}\nplan: {exercises: [a, {exercise: b, sets: 2}, c]}",
            "plan:\n  exercises: []  # none\n",
            "a: b\n",
        ]
    ),
    order=st.lists(st.one_of(st.integers(0, 2), st.sampled_from(["rolling", "step-up"])), max_size=5, unique=True),
)
def test_items_are_put_in_another_order_with_all_that_belongs_to_them(text, order):
    before = read(text)
    items = before.get("plan", {}).get("exercises", []) or []
    order = [each for each in order if isinstance(each, str) or each < len(items)]
    new = arranged(text, ("plan", "exercises"), order)
    wanted = [items[each] if isinstance(each, int) else each for each in order]
    after = read(new)
    assert (after.get("plan", {}).get("exercises", []) or []) == wanted
    rest = {key: value for key, value in after.items() if key != "plan"}
    assert rest == {key: value for key, value in before.items() if key != "plan"}


def test_a_comment_above_an_item_moves_with_it():
    new = arranged(WITH_COMMENTS, ("plan", "exercises"), [2, 0])
    assert (
        "  # last of all\n  - exercise: sit-to-stand\n    note: 'mind the rail'\n  # first of all\n  - ankle-pumps   # slowly\n"
        in new
    )
    assert "seated-toe-raise" not in new


def test_the_same_order_changes_nothing():
    assert arranged(WITH_COMMENTS, ("plan", "exercises"), [0, 1, 2]) is WITH_COMMENTS


@pytest.mark.parametrize("style", ["|", ">", "|-", "|+"])
@pytest.mark.parametrize("after", ["    goal: to walk\n", "    # then\n    goal: to walk\n", ""])
def test_an_entry_goes_behind_a_note_of_several_lines_and_not_behind_what_follows(style, after):
    item = (
        f"plan:\n    exercises:\n    - exercise: seated-toe-raise\n      note: {style}\n        Rest.\n        Go on.\n"
    )
    text = item + after + "overrides: []\n"
    edited = changed(text, ("plan", "exercises", 0, "sets"), "3")
    assert edited == item + "      sets: 3\n" + after + "overrides: []\n"
    assert changed(text, ("plan", "exercises", 0, "note"), "Slowly.") == (
        item.partition("note: ")[0] + "note: Slowly.\n" + after + "overrides: []\n"
    )
