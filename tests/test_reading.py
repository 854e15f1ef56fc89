"""YAML files into records: every complaint at its line, all at once, and nothing that a file can break."""

import errno
import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec import Meta, Struct

from printkit import errors
from printkit.errors import CatalogError, OptionsError, PrintkitError, Several
from printkit.model.constraints import Identifier, Words
from printkit.model.options import Options
from printkit.model.records import Rule
from printkit.model.vocabulary import Answer
from printkit.reading import records
from printkit.reading.yaml_nodes import DEEPEST

pytestmark = pytest.mark.foreign


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Spoon(Struct, frozen=True, kw_only=True):
    """One required field: it may be written as that value alone."""

    id: Identifier
    long: Answer = Answer.UNKNOWN


class Cup(Struct, frozen=True, kw_only=True, rename={"cup_class": "class"}):
    """Every kind of field that the records of printkit have."""

    name: Annotated[str, Meta(min_length=1, max_length=20)]
    cup_class: str
    size: Annotated[int, Meta(ge=1, le=10)] = 3
    colour: Colour = Colour.RED
    handle: Answer = Answer.UNKNOWN
    bought_on: date | None = None
    owners: Annotated[tuple[Identifier, ...], Meta(min_length=1, max_length=3)] = ()
    spoons: tuple[Spoon, ...] = ()
    words: Words = {}


GOOD = "name: Blue\nclass: large\n"
CUP_KEYS = (
    "the keys here are name, class, size, colour, handle, bought_on, owners, spoons, words; "
    "lines below a name are indented by 2 spaces"
)
SPOON_KEYS = "the keys here are id, long; lines below a name are indented by 2 spaces"
NOT_YAML = "check the spaces at the start of this line and the colons; values with ': ' need quotes"
NO_TAGS = "write the plain value; tags are not read"
NO_ALIASES = "write the value out; aliases are not read"
STARTER = "'printkit new options FILE' writes one to fill in"


@pytest.fixture
def cup(tmp_path, monkeypatch):
    """Reads a text or bytes as cup.yaml."""
    monkeypatch.chdir(tmp_path)

    def read(content: str | bytes, record=Cup, **more):
        path = Path("cup.yaml")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return records.load(record, path, **more)

    return read


def said(loaded: records.Loaded) -> list[str]:
    """The complaints as "line: sentence (hint)"."""
    return [
        f"{problem.where.removeprefix('cup.yaml').removeprefix(':')}: {problem.message} ({problem.hint})"
        for problem in loaded.problems
    ]


# --- what a file may say


def test_every_kind_of_value_is_read(cup):
    text = (
        "name: Blue\nclass: large\nsize: 10\ncolour: green\nhandle: yes\nbought_on: 2026-11-20\n"
        "owners: [ann, bo-2]\nspoons:\n  - tea\n  - {id: soup, long: yes}\nwords: {en: A cup., de: Eine Tasse.}\n"
    )
    assert cup(text).required() == Cup(
        name="Blue",
        cup_class="large",
        size=10,
        colour=Colour.GREEN,
        handle=Answer.YES,
        bought_on=date(2026, 11, 20),
        owners=("ann", "bo-2"),
        spoons=(Spoon(id="tea"), Spoon(id="soup", long=Answer.YES)),
        words={"en": "A cup.", "de": "Eine Tasse."},
    )


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "nUll", "nil", "~~", "1", "1.0", "0x10", "2026-11-20", "true", "12:30:45"],
)
def test_a_scalar_keeps_its_written_text(cup, text):
    assert cup(f"name: {text}\nclass: {text}\n").required().cup_class == text


@pytest.mark.parametrize("text", ["no", '"no"', "'no'"])
def test_no_is_the_answer_no_with_and_without_quotes(cup, text):
    assert cup(f"{GOOD}handle: {text}\n").required().handle is Answer.NO


@pytest.mark.parametrize(("text", "answer"), [("true", Answer.YES), ("False", Answer.NO), ("YES", Answer.YES)])
def test_yes_and_no_as_other_programs_write_them_are_read(cup, text, answer):
    assert cup(f"{GOOD}handle: {text}\n").required().handle is answer


@pytest.mark.parametrize("text", ["unknown", '"?"', '"-"', "n/a", "N/A"])
def test_what_was_asked_and_is_not_known_is_unknown(cup, text):
    assert cup(f"{GOOD}handle: {text}\n").required().handle is Answer.UNKNOWN


@pytest.mark.parametrize("text", ['"null"', "'null'", '"~"', "'~'", '"Null"', "'NULL'"])
def test_a_quoted_null_keeps_its_written_text(cup, text):
    assert cup(f"name: {text}\nclass: {text}\n").required().cup_class == text[1:-1]


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL"])
@pytest.mark.parametrize("key", ["size", "colour", "handle", "bought_on", "owners", "spoons", "words"])
def test_a_plain_null_is_a_question_left_open(cup, key, text):
    assert cup(f"{GOOD}{key}: {text}\n").required() == cup(GOOD).required()


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL"])
def test_a_plain_null_is_no_value_where_one_is_needed(cup, text):
    assert said(cup(f"name: {text}\nclass: large\n")) == ["1: 'name' is missing (add a line 'name: ...')"]
    assert said(cup(f"{GOOD}spoons:\n  - tea\n  - {text}\n")) == ["5: 'id' is missing (add a line 'id: ...')"]
    assert said(cup(f"{GOOD}words:\n  en: {text}\n")) == ["4: en has 0 characters (give 1 to 400 characters)"]


@pytest.mark.parametrize("line", ["size:", 'size: ""', "size: ''", "bought_on:", "owners:", "spoons:", "words:"])
def test_an_empty_value_is_a_question_left_open(cup, line):
    assert cup(f"{GOOD}{line}\n").required() == cup(GOOD).required()


def test_a_list_of_one_may_be_written_as_its_one_value(cup):
    assert cup(f"{GOOD}owners: ann\nspoons: tea\n").required().spoons == (Spoon(id="tea"),)


def test_a_record_with_one_required_field_may_be_written_as_that_value(cup):
    assert cup("tea", Spoon).required() == Spoon(id="tea")


def test_the_short_form_keeps_the_bounds_of_its_field(cup):
    assert said(cup(f"{GOOD}spoons:\n  - tea\n  - Soup Spoon\n")) == [
        "5: id is 'Soup Spoon' (use small letters, digits and single hyphens)"
    ]


def test_given_fields_do_not_stand_in_the_file(cup):
    assert cup("long: yes", Spoon, given={"id": "tea"}).required() == Spoon(id="tea", long=Answer.YES)
    assert said(cup("id: soup", Spoon, given={"id": "tea"})) == [
        "1: unknown key 'id' (the keys here are long; lines below a name are indented by 2 spaces)"
    ]


def test_a_byte_order_mark_of_utf_8_is_no_part_of_the_text(cup):
    assert cup(b"\xef\xbb\xbf" + GOOD.encode()).required().name == "Blue"


def test_windows_line_ends_are_read_like_others(cup):
    loaded = cup("name: Blue\r\nclass: large\r\nsize: 11\r\n")
    assert said(loaded) == ["3: size is 11 (give a whole number from 1 to 10)"]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 12, 31)])
def test_the_years_1900_to_2100_are_read(cup, day):
    assert cup(f"{GOOD}bought_on: {day}\n").required().bought_on == day


# --- complaints at their lines

COMPLAINTS = {
    "an unknown key offers the near miss": (
        f"{GOOD}color: red\n",
        ["3: unknown key 'color' (did you mean 'colour'?)"],
    ),
    "an unknown key that is near nothing lists the keys": (
        f"{GOOD}weight: 3\n",
        [f"3: unknown key 'weight' ({CUP_KEYS})"],
    ),
    "a missing key": ("name: Blue\n", ["1: 'class' is missing (add a line 'class: ...')"]),
    "every missing key": (
        "size: 3\n",
        ["1: 'name' is missing (add a line 'name: ...')", "1: 'class' is missing (add a line 'class: ...')"],
    ),
    "an empty required value counts as missing": (
        "name:\nclass: large\n",
        ["1: 'name' is missing (add a line 'name: ...')"],
    ),
    "a slip in a required key is an unknown key and a missing one": (
        "nmae: Blue\nclass: large\n",
        ["1: unknown key 'nmae' (did you mean 'name'?)", "1: 'name' is missing (add a line 'name: ...')"],
    ),
    "a key that is there twice": (
        f"{GOOD}size: 3\nsize: 4\n",
        ["4: says 'size' twice (the first is in line 3)"],
    ),
    "a key that is there twice further in": (
        f"{GOOD}spoons:\n  - id: tea\n    id: soup\n",
        ["5: says 'id' twice (the first is in line 4)"],
    ),
    "half a number": (f"{GOOD}size: 1.5\n", ["3: size is '1.5' (give a whole number, such as 10)"]),
    "a number as a word": (f"{GOOD}size: three\n", ["3: size is 'three' (give a whole number, such as 10)"]),
    "a number with a unit": (f"{GOOD}size: 3 cm\n", ["3: size is '3 cm' (give a whole number, such as 10)"]),
    "a number of other digits": (f"{GOOD}size: ٣\n", ["3: size is '٣' (give a whole number, such as 10)"]),
    "a number beyond reason": (
        f"{GOOD}size: {'9' * 5000}\n",
        [f"3: size is '{'9' * 5000}' (give a whole number, such as 10)"],
    ),
    "a number under its least": (f"{GOOD}size: 0\n", ["3: size is 0 (give a whole number from 1 to 10)"]),
    "a number under nothing": (f"{GOOD}size: -1\n", ["3: size is -1 (give a whole number from 1 to 10)"]),
    "a number over its most": (f"{GOOD}size: 11\n", ["3: size is 11 (give a whole number from 1 to 10)"]),
    "a day that does not exist": (
        f"{GOOD}bought_on: 2026-02-30\n",
        ["3: bought_on is '2026-02-30', which is no date (write it as 2026-11-20)"],
    ),
    "a day in another order": (
        f"{GOOD}bought_on: 20.11.2026\n",
        ["3: bought_on is '20.11.2026', which is no date (write it as 2026-11-20)"],
    ),
    "a day before there were cars": (
        f"{GOOD}bought_on: 1899-12-31\n",
        ["3: bought_on is '1899-12-31' (check the year)"],
    ),
    "a day of the year 202": (f"{GOOD}bought_on: 0202-11-20\n", ["3: bought_on is '0202-11-20' (check the year)"]),
    "a day in 75 years": (f"{GOOD}bought_on: 2101-01-01\n", ["3: bought_on is '2101-01-01' (check the year)"]),
    "a choice with a near miss": (f"{GOOD}colour: gren\n", ["3: colour is 'gren' (did you mean 'green'?)"]),
    "a choice that is near nothing": (
        f"{GOOD}handle: maybe\n",
        ["3: handle is 'maybe' (give one of: no, unknown, yes)"],
    ),
    "a choice in capitals is another word": (
        "name: Blue\nclass: LARGE\ncolour: RED\n",
        ["3: colour is 'RED' (did you mean 'red'?)"],
    ),
    "a text that is too long": (
        f"name: {'x' * 21}\nclass: large\n",
        ["1: name has 21 characters (give 1 to 20 characters)"],
    ),
    "a pattern that is not met": (
        f"{GOOD}owners: [ann, Bo Smith]\n",
        ["3: owners is 'Bo Smith' (use small letters, digits and single hyphens)"],
    ),
    "a list that is too long": (f"{GOOD}owners: [a, b, c, d]\n", ["3: owners has 4 entries (give 1 to 3)"]),
    "a list that is too short": (f"{GOOD}owners: []\n", ["3: owners has 0 entries (give 1 to 3)"]),
    "several values for one": (f"{GOOD}size: [1, 2]\n", ["3: 'size' has several values (give one)"]),
    "a mapping for a value": (f"{GOOD}size: {{a: 1}}\n", ["3: 'size' has several values (give one)"]),
    "a text for a mapping": (
        f"{GOOD}words: hello\n",
        ["3: 'words' needs 'name: value' lines below it (indent them by 2 spaces)"],
    ),
    "a bad key in a mapping": (
        f"{GOOD}words:\n  english: A cup.\n",
        [
            "4: the key in words is 'english' (give a language as two letters, such as en; put a text with a comma in quotes)"
        ],
    ),
    "an empty text in a mapping": (f"{GOOD}words:\n  en:\n", ["4: en has 0 characters (give 1 to 400 characters)"]),
    "an empty entry of a list": (f"{GOOD}spoons:\n  - tea\n  -\n", ["5: 'id' is missing (add a line 'id: ...')"]),
    "a word where lines belong": ("Blue\n", [f"1: 'Blue' stands where 'name: value' lines belong ({CUP_KEYS})"]),
    "a list where lines belong": ("- Blue\n", [f"1: a list stands where 'name: value' lines belong ({CUP_KEYS})"]),
    "a list for a record further in": (
        f"{GOOD}spoons:\n  - [tea, soup]\n",
        [f"4: a list stands where 'name: value' lines belong ({SPOON_KEYS})"],
    ),
    "a key that is not a word": (
        f"? [a]\n: b\n{GOOD}",
        ["1: has a key that is not a word (check the brackets and braces)"],
    ),
}


@pytest.mark.parametrize(("text", "complaints"), COMPLAINTS.values(), ids=COMPLAINTS.keys())
def test_a_complaint_stands_at_its_line(cup, text, complaints):
    loaded = cup(text)
    assert said(loaded) == complaints
    assert loaded.record is None


def test_all_complaints_come_at_once(cup):
    text = "nmae: Blue\nclass: [a, b]\nsize: 11\ncolour: blue\nhandle: maybe\nspoons:\n  - tea\n  - id: Soup!\n    long: 3\n"
    assert [complaint.split(" (")[0] for complaint in said(cup(text))] == [
        "1: unknown key 'nmae'",
        "2: 'class' has several values",
        "3: size is 11",
        "4: colour is 'blue'",
        "5: handle is 'maybe'",
        "8: id is 'Soup!'",
        "9: long is '3'",
        "1: 'name' is missing",
    ]


def test_a_missing_key_is_told_even_when_its_letters_stand_in_another_complaint(cup):
    assert (
        said(cup("name: Blue\nsize: 11\nowners: [First-Class]\n"))[-1]
        == "1: 'class' is missing (add a line 'class: ...')"
    )
    assert "1: 'id' is missing (add a line 'id: ...')" in said(cup("width: 3\n", Spoon))


def test_a_problem_is_raised_when_the_record_is_required(cup):
    with pytest.raises(CatalogError, match=r"cup.yaml:3: size is 11"):
        cup(f"{GOOD}size: 11\n").required()
    with pytest.raises(Several, match=r"(?s)cup.yaml:3.*cup.yaml:4"):
        cup(f"{GOOD}size: 11\ncolour: blue\n").required()


def test_the_kind_of_error_is_for_the_caller_to_say(cup):
    assert type(cup("", error=OptionsError).problems[0]) is OptionsError


def test_where_says_the_line_of_an_entry_or_of_the_nearest_one_above(cup):
    loaded = cup(f"{GOOD}spoons:\n  - tea\n  - id: soup\n    long: yes\n")
    assert loaded.where("spoons") == "cup.yaml:3"
    assert loaded.where("spoons", 0) == "cup.yaml:4"
    assert loaded.where("spoons", 1, "long") == "cup.yaml:6"
    assert loaded.where("spoons", 1, "colour") == "cup.yaml:5"
    assert loaded.where("spoons", 7) == "cup.yaml:3"
    assert loaded.where("nothing") == "cup.yaml:1"


# --- files of many records


def test_a_file_may_be_a_mapping_of_ids_to_records(tmp_path):
    path = tmp_path / "spoons.yaml"
    path.write_text("tea: {id: tea}\nsoup: {id: soup, long: yes}\n")
    assert records.load_mapping(Spoon, path).required()["soup"] == Spoon(id="soup", long=Answer.YES)
    path.write_text("tea: {id: tea}\nsoup: {id: soup, lnog: yes}\n")
    assert records.load_mapping(Spoon, path).problems[0].where == f"{path}:2"


def test_a_file_may_be_a_list_of_records(tmp_path):
    path = tmp_path / "spoons.yaml"
    path.write_text("- tea\n- id: soup\n")
    assert records.load_sequence(Spoon, path).required() == (Spoon(id="tea"), Spoon(id="soup"))
    path.write_text("- tea\n- id: soup\n- Tea\n")
    assert records.load_sequence(Spoon, path).problems[0].where == f"{path}:3"


@pytest.mark.parametrize("read", [records.load_mapping, records.load_sequence])
def test_a_missing_file_of_many_records_is_a_complaint(tmp_path, read):
    assert read(Spoon, tmp_path / "no.yaml").problems[0].message == "there is no such file"


def test_a_rule_that_cannot_say_why_does_not_load(cup):
    messages = [problem.message for problem in cup("id: R-90\naction: page\n", Rule).problems]
    assert messages == ["'because' is missing", "'source' is missing"]


# --- what a file may not be

REFUSED = {
    "an alias": ("a: &x 1\nb: *x\n", f"2: uses the alias *x ({NO_ALIASES})"),
    "a bomb of aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", f"2: uses the alias *a ({NO_ALIASES})"),
    "a merge": ("a: &a {b: 1}\nc:\n  <<: *a\n", f"3: uses the alias *a ({NO_ALIASES})"),
    "a tag on a value": ("a: !!int 3\n", f"1: uses the tag tag:yaml.org,2002:int ({NO_TAGS})"),
    "a tag that makes an object": (
        "a: !!python/object/apply:os.system [ls]\n",
        f"1: uses the tag tag:yaml.org,2002:python/object/apply:os.system ({NO_TAGS})",
    ),
    "a tag on a list": ("a:\n  !x\n  - b\n", f"2: uses the tag !x ({NO_TAGS})"),
    "a second document": (f"{GOOD}---\n{GOOD}", "3: holds a second document after '---' (one file, one document)"),
    "brackets without end": ("[" * 5000, "1: is nested more than 12 levels deep (take some brackets out)"),
    "braces without end": ("{" * 5000, "1: is nested more than 12 levels deep (take some brackets out)"),
    "more than a megabyte": (
        b"x" * 1_000_001,
        ": is larger than 1 MB (an option or catalogue file has a few pages of text at most)",
    ),
    "a binary file": (
        b"%PDF\x00\x01\x02",
        ": is not a text file (it must be plain text (YAML), saved as UTF-8)",
    ),
    "UTF-16, little end first": (GOOD.encode("utf-16"), ": is saved as UTF-16 (save it again as UTF-8 text)"),
    "UTF-16, big end first": (
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        ": is saved as UTF-16 (save it again as UTF-8 text)",
    ),
    "Latin-1": (
        "class: large\n\nname: José\n".encode("latin-1"),
        "3: has letters that are not UTF-8 (save it again as UTF-8 text)",
    ),
    "a control character": (
        "class: large\nname: \x01\n",
        "2: has the control character U+0001 (take it out; no page can show it)",
    ),
    "nothing": ("", f": is empty ({STARTER})"),
    "blank lines": ("\n  \n", f": is empty ({STARTER})"),
    "comments": ("# later\n\n# much later\n", f": holds only comments ({STARTER})"),
}
# What the YAML library refuses in words of its own: the line and the hint are ours.
NO_YAML = {
    "a colon in a value": ("name: a: b\n", 1),
    "a quote without end": (f"{GOOD}colour: 'red\n", 4),
    "lines that do not line up": ("name: Blue\nspoons:\n  - tea\n class: x\n", 4),
}


@pytest.mark.parametrize(("content", "complaint"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_one_complaint(cup, content, complaint):
    loaded = cup(content)
    assert said(loaded) == [complaint]
    assert loaded.record is None


@pytest.mark.parametrize(("content", "line"), NO_YAML.values(), ids=NO_YAML.keys())
def test_what_is_no_yaml_is_one_complaint_at_its_line(cup, content, line):
    loaded = cup(content)
    (problem,) = loaded.problems
    assert (problem.where, problem.hint) == (f"cup.yaml:{line}", NOT_YAML)
    assert problem.message
    assert loaded.record is None


@pytest.mark.parametrize("limit", [DEEPEST + 1, 200, 5000])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_deep_nesting_is_told_in_our_words_whatever_limit_the_library_has(cup, pair, limit):
    loaded = cup(f"class: large\nname:\n  {pair[0] * limit}{pair[1] * limit}\n")
    assert said(loaded) == ["3: is nested more than 12 levels deep (take some brackets out)"]


def test_brackets_in_quotes_are_no_nesting(cup):
    assert said(cup(f'name: "{"[" * 20}"\nclass: large: b\n'))[0].startswith("2: ")


def test_a_tab_at_the_start_of_a_line_gets_a_hint_about_tabs(cup):
    (problem,) = cup(f"{GOOD}spoons:\n\t- tea\n").problems
    assert problem.where == "cup.yaml:4"
    assert problem.hint == "use spaces at the start of a line, never tabs"


def test_an_anchor_that_nothing_uses_does_no_harm(cup):
    assert cup("name: &blue Blue\nclass: large\n").required().name == "Blue"


def test_a_megabyte_to_the_byte_is_read(cup):
    assert cup(GOOD + "#" * (1_000_000 - len(GOOD))).required().name == "Blue"


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        (".", "is a folder, not a file"),
        ("no.yaml", "there is no such file"),
        ("no/cup.yaml", "there is no such file"),
        ("file/cup.yaml", f"cannot be read: {os.strerror(errno.ENOTDIR).lower()}"),
        ("x" * 300, f"cannot be read: {os.strerror(errno.ENAMETOOLONG).lower()}"),
        ("cup\0.yaml", "is no name of a file"),
        ("pipe", "is not a regular file"),
        ("link-to-pipe", "is not a regular file"),
        ("/dev/zero", "is not a regular file"),
    ],
)
def test_a_path_that_cannot_be_read_is_a_complaint(tmp_path, monkeypatch, path, complaint):
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    os.mkfifo("pipe")
    Path("link-to-pipe").symlink_to("pipe")
    (problem,) = records.load(Cup, Path(path)).problems
    assert problem.where == path
    assert problem.message == complaint


# --- near misses


def test_near_offers_the_near_miss_or_else_what_there_is():
    assert errors.near("haed", ["head", "hand"]) == "did you mean 'head'?"
    assert errors.near("xyz", ["head", "hand"]) == "give one of: hand, head"
    assert errors.near("xyz", ["head", "hand"], "look again") == "look again"
    assert errors.near("haed", iter(["head"])) == "did you mean 'head'?"


# --- no file can break the reader

WORDS = "name patient id plan exercises when health yes no -1 2026-11-20 : - , [ ] { } &a *a ! !!str | > ' \" # ? ~ << @ ` \\ 😀"
SNIPPETS = st.sampled_from(
    [
        *WORDS.split(),
        " ",
        "  ",
        ": ",
        "- ",
        "\n",
        "\t",
        "\r",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\x85",
        "\u2028",
        "\ufeff",
    ]
)


@pytest.fixture(scope="module")
def anything(tmp_path_factory):
    """Reads bytes as every kind of file; gives the problems or the record."""
    path = tmp_path_factory.mktemp("any") / "any.yaml"

    def read(content: bytes):
        path.write_bytes(content)
        for load, record in (
            (records.load, Options),
            (records.load, Cup),
            (records.load_mapping, Spoon),
            (records.load_sequence, Rule),
        ):
            loaded = load(record, path)
            assert all(isinstance(problem, PrintkitError) and problem.message for problem in loaded.problems)
            assert all(str(path) in problem.where for problem in loaded.problems)
            assert (loaded.record is None) == bool(loaded.problems)

    return read


@hypothesis(max_examples=80, deadline=None)
@given(content=st.binary(max_size=200))
def test_bytes_at_random_give_problems_or_a_record(anything, content):
    anything(content)


@hypothesis(max_examples=80, deadline=None)
@given(content=st.text(max_size=200))
def test_text_at_random_gives_problems_or_a_record(anything, content):
    anything(content.encode("utf-8", "surrogatepass"))


@hypothesis(max_examples=120, deadline=None)
@given(content=st.lists(SNIPPETS, max_size=30).map("".join))
def test_yaml_at_random_gives_problems_or_a_record(anything, content):
    anything(content.encode())
