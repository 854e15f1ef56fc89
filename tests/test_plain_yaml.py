"""The plain YAML that people fill in is read without the library, and as the library would read it."""

import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from printkit.errors import OptionsError
from printkit.intake import blank_files
from printkit.reading import plain_yaml
from printkit.reading.nodes import Node
from printkit.reading.yaml_nodes import NodeReader
from printkit.resources import CATALOG, EXAMPLES

SHIPPED = sorted((*CATALOG.rglob("*.yaml"), *EXAMPLES.rglob("*.yaml")))
OPTIONS = (EXAMPLES / "foot-drop.yaml").read_text(encoding="utf-8")


def by_the_library(text: str) -> Node | None:
    """What the library says; None when it, or what we make of its events, has a complaint."""
    reader = NodeReader(Path("options"), OptionsError)
    try:
        root = reader.build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError:
        return None
    return None if reader.problems else root


def agrees(text: str) -> bool:
    """Whether what is read is what the library reads; returns whether anything was read."""
    found = plain_yaml.read(text)
    if found is not None:
        assert found == by_the_library(text)
    return found is not None


def test_every_shipped_file_is_read_as_the_library_reads_it():
    assert len(SHIPPED) > 300
    assert sum(agrees(path.read_text(encoding="utf-8-sig")) for path in SHIPPED) > 20


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_need_no_library(path):
    assert agrees(path.read_text(encoding="utf-8"))


def test_a_file_that_printkit_writes_needs_no_library(tmp_path):
    path = tmp_path / "sam.yaml"
    blank_files.write("options", path, {})
    assert agrees(path.read_text(encoding="utf-8"))
    assert agrees(path.read_text(encoding="utf-8").replace("\n", "\r\n"))


def test_an_option_file_is_read_without_importing_the_library(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] in ("yaml", "_yaml")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert NodeReader(EXAMPLES / "foot-drop.yaml", OptionsError).parse() is not None


@pytest.mark.parametrize(
    "text",
    [
        "a: b\n c: d\n",
        "a: b\n  and more\n",
        "a:\n    b: c\n  d: e\n",
        "a: b: c\n",
        "a: b:\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str b\n",
        "a: |\n  b\n",
        "a: >\n  b\n",
        'a: "b\\n"\n',
        'a: "b\n  c"\n',
        "a: 'it''s'\n",
        "a: {b: c}\n",
        "a: [b, [c]]\n",
        "a: [b,\n  c]\n",
        "a:\tb\n",
        "\ta: b\n",
        "a: b\n---\nc: d\n",
        "--- a\n",
        "a: b\na: c\n",
        "null: b\n",
        "~: b\n",
        "- a\nb: c\n",
        "a: b\n- c\n",
        "words alone\n",
        "# nothing\n",
        "",
        "a: - b\n",
        "a: b\x85c: d\n",
        "a: b\u2028c: d\n",
        "a: b\rc: d\n",
        "? a\n",
        "a: @b\n",
        "a: `b\n",
        "a: %b\n",
        "- - a\n",
        "-\n  a: b\n",
        "".join(f"{' ' * depth}k:\n" for depth in range(14)),
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text):
    assert plain_yaml.read(text) is None


_VALUES = [
    *("", "yes", "no", "unknown", "2026-06-02", "12", "0.5", "~", "null", "NULL", "Jane Doe", "it's", "10:00", "a,b"),
    *(
        "01632 960123",
        "+44 20",
        "(none)",
        "http://a.b/c#d",
        "a #b",
        "a#b",
        "#c",
        "a: b",
        "a:",
        "a - b",
        "- b",
        "a-",
        "é ü",
    ),
    *('"q"', "'q'", '"q" # c', '"q', "'it''s'", '"\\n"', '" q "', '""', "''", '"~"', "a 'b'", '"a" b', "a\u00a0b"),
    *("[a]", "[a, b]", "[ a,b ] # c", "[]", "[a", "[a,]", "[a b]", "[null]", "[1, 2]", "{}", "{a: b}", "a]", "[a]b"),
    *(
        "&a b",
        "*a",
        "!t b",
        "| ",
        ">",
        "?",
        "? a",
        "-",
        "--",
        "---",
        "...",
        "%a",
        "@a",
        "`a",
        "*",
        "<<",
        "a\tb",
        "a ",
        ",",
    ),
]
_KEYS = ["a", "b", "health", "affected_side", "on", "yes", "null", "R-05", "1", "a b", "'a'", "<<", "", "ü", "?", "-"]
_LINES = st.builds(
    lambda indent, dash, key, gap, value, comment: f"{' ' * indent}{dash}{key}{gap}{value}{comment}",
    st.integers(0, 6),
    st.sampled_from(["", "", "", "- ", "-  ", "-", "- - "]),
    st.sampled_from([*(f"{key}:" for key in _KEYS), *_KEYS, "", "#"]),
    st.sampled_from([" ", "  ", "", "\t"]),
    st.sampled_from(_VALUES),
    st.sampled_from(["", "", "", " # why", "#", " "]),
)
_FILES = st.builds(
    lambda lines, end: end.join(lines),
    st.lists(_LINES, min_size=1, max_size=8),
    st.sampled_from(["\n", "\n", "\r\n", "\n\n"]),
)


@settings(max_examples=400, deadline=None)
@given(_FILES)
@example("a:\n- b\n- c: d\n  e:\n  - f\ng: h")
@example("a: b\n# c\n   # d\n\ne: f")
def test_any_lines_are_read_as_the_library_reads_them(text):
    agrees(text)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(OPTIONS)),
    st.integers(0, 3),
    st.sampled_from(
        ["", "\n", " ", "  ", ":", ": ", "#", " #", "-", "- ", '"', "'", "[", "]", "~", "|", "\t", "é", "\r", "x"]
    ),
)
def test_an_option_file_with_a_slip_is_read_as_the_library_reads_it(at, left_out, put_in):
    agrees(OPTIONS[:at] + put_in + OPTIONS[at + left_out :])


def test_these_tests_meet_both_ways():
    assert agrees("a: b")
    assert plain_yaml.read("a: |\n  b") is None
    assert by_the_library("a: |\n  b") is not None
