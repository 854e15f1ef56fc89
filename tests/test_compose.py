"""Templates: a value never meets a parser, what is not part of the language is refused with its line."""

import re
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from msgspec import Struct

from printkit import pipeline
from printkit.content import slots
from printkit.content.kinds import KINDS
from printkit.content.templates import Templates
from printkit.document import Bullets, Callout, Foreign, Heading, PageBreak, Paragraph, Strong, Text, text_of, walk
from printkit.errors import PrintkitError, TemplateError
from printkit.resources import TEMPLATES

pytestmark = pytest.mark.foreign

LETTER = """\
# Hello {{ patient.name }}

Dear **{{ patient.name }}**, your *plan*: {{ patient.note }}
and {{ "a literal for " ~ patient.name }}

{% for step in steps %}
1. {{ step }}
{% endfor %}

{% for step in steps %}
- {{ loop.index }}: {{ step }}{% if not loop.last %};{% endif %}

{% endfor %}

{{ box }}

{{ patient.note }}

{% include 'parts/foot.md' %}
"""
FOOT = """

Bye {{ patient.name }}
"""
BOX = Callout("stop", (Paragraph((Text("Stop if it hurts."),)),))

NASTY = (
    "# x",
    "**b**",
    "** b **",
    "\n\n# h\n",
    "\n\n- a\n- b\n\n",
    "<b>",
    "<img src='/etc/passwd'/>",
    "1. a\n2. b",
    "    indented",
    "\ue0000\ue001",
    "\ue000999\ue001",
    "\ue000",
    "{{ 7*7 }}",
    "{% for %}",
    "{# comment #}",
    "&amp;",
    "</para>",
    "|a|b|\n|-|-|",
    "_",
    "*",
    "`",
    "\\",
    "\x00",
    "\u2028",
    "\u202e",
    "  ",
    "<font color='[__import__(\"os\")]'>x</font>",
)
values = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40),
    st.text(alphabet="*_#`<>&|[]()!\\{}%\n\t -+.:1~=\ue000\ue0010", max_size=20),
)


class Patient(Struct, frozen=True):
    name: str
    note: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A letter, and the part that it includes."""
    found = tmp_path_factory.mktemp("templates")
    (found / "parts").mkdir()
    (found / "letter.md").write_text(LETTER, encoding="utf-8")
    (found / "parts" / "foot.md").write_text(FOOT, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def letters(folder) -> Templates:
    return Templates((folder,))


def letter(templates: Templates, name: str, note: str, steps: list[str]):
    return templates.compose("letter.md", {"patient": Patient(name, note), "steps": steps, "box": BOX})


def filled(node, words: dict[str, str]):
    """A tree of placeholders with the values put in. An empty text is no node."""
    if isinstance(node, Text):
        placed = re.sub("|".join(words), lambda match: words[match.group()], node.text)
        return Text(placed) if placed else None
    if isinstance(node, tuple):
        return tuple(each for child in node if (each := filled(child, words)) is not None)
    if isinstance(node, Heading | Paragraph | Strong | Bullets):
        fields = {field: getattr(node, field) for field in node.__struct_fields__}
        return type(node)(**{key: filled(value, words) for key, value in fields.items()})
    return node


def printable(value: str) -> str:
    """A value as it is printed: private-use characters are stripped, for they mark the slots; all else stays."""
    return re.sub("[\ue000-\uf8ff]", "", value)


def values_only_take_their_places(templates: Templates, name: str, note: str, steps: list[str]) -> None:
    placeholders = [f"@step{index}@" for index in range(len(steps))]
    pattern = letter(templates, "@name@", "@note@", placeholders)
    words = {"@name@": printable(name), "@note@": printable(note)}
    words |= {placeholder: printable(step) for placeholder, step in zip(placeholders, steps, strict=True)}
    assert letter(templates, name, note, steps) == filled(pattern, words)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=values, note=values, steps=st.lists(values, min_size=1, max_size=3))
def test_the_shape_of_the_tree_never_depends_on_the_values_and_each_arrives_unchanged(letters, name, note, steps):
    values_only_take_their_places(letters, name, note, steps)


@pytest.mark.parametrize("value", NASTY)
def test_a_nasty_value_arrives_as_it_was_typed(letters, value):
    values_only_take_their_places(letters, value, value, [value, value])


def test_with_slots_switched_off_the_property_fails(folder, monkeypatch):
    """The property above has teeth."""

    def pasted(values, value):
        if not isinstance(value, slots.BLOCKS):
            return printable(str(value))
        values.append(value)
        return f"\ue000{len(values) - 1}\ue001"

    monkeypatch.setattr(slots, "kept", pasted)
    templates = Templates((folder,))
    values_only_take_their_places(templates, "Ada", "slowly", ["sit", "stand"])

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        report_multiple_bugs=False,
    )
    @given(name=values, note=values, steps=st.lists(values, min_size=1, max_size=3))
    def the_same(name, note, steps):
        values_only_take_their_places(templates, name, note, steps)

    with pytest.raises(AssertionError):
        the_same()


# --- one template at a time


def composed(tmp_path: Path, text: str, **context: object):
    (tmp_path / "one.md").write_text(text, encoding="utf-8")
    return Templates((tmp_path,)).compose("one.md", context)


def refusal(tmp_path: Path, text: str, **context: object) -> TemplateError:
    with pytest.raises(TemplateError) as raised:
        composed(tmp_path, text, **context)
    return raised.value


def test_private_use_characters_are_stripped_from_values(tmp_path):
    assert composed(tmp_path, "{{ name }}", name="A\ue000B\uf8ffC") == (Paragraph((Text("ABC"),)),)


REFUSED = {
    "macro": "{% macro m() %}x{% endmacro %}",
    "call": "{% call m() %}x{% endcall %}",
    "filter block": "{% filter first %}x{% endfilter %}",
    "set block": "{% set x %}y{% endset %}",
    "block": "{% block a %}x{% endblock %}",
    "extends": "{% extends 'other.md' %}",
    "import": "{% import 'other.md' as other %}",
    "from import": "{% from 'other.md' import other %}",
    "safe": "{{ name|safe }}",
    "unknown filter": "{{ name|upper }}",
    "unknown name": "{{ nmae }}",
    "unknown name in an if": "{% if nmae %}x{% endif %}",
    "unknown field": "{{ patient.nmae }}",
    "class of a value": "{{ patient.__class__ }}",
    "globals of a widget": "{{ widget.__globals__ }}",
    "private-use character": "a \ue000",
    "unknown tag": "{% foo %}",
    "open expression": "{{ name",
    "open if": "{% if name %}x",
    "call of a word": "{{ name() }}",
    "range": "{% for i in range(10**9) %}x{% endfor %}",
    "lipsum": "{{ lipsum(1000000) }}",
    "cycler": "{{ cycler.__init__.__globals__.os }}",
    "namespace": "{% set x = namespace(a=1) %}",
    "the slots themselves": "{{ _slots }}",
    "slots of its own": "{% set _slots = ['**evil**'] %}{{ name }}",
    "division by nothing": "{{ 1 / 0 }}",
}


@pytest.mark.parametrize("construct", REFUSED)
def test_what_is_not_part_of_the_language_is_refused_with_its_line_and_a_hint(tmp_path, construct):
    text = f"# One\n\n{REFUSED[construct]}\n"
    error = refusal(tmp_path, text, name="Sam", patient=Patient("Sam", ""), widget=printable)
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}/one\.md:[34]", error.where), error.where
    assert error.hint


def test_a_refused_construct_is_named_and_the_hint_says_what_to_do_instead(tmp_path):
    error = refusal(tmp_path, REFUSED["macro"])
    assert "{% macro %}" in str(error)
    assert "templates/parts/" in error.hint


def test_a_mistake_in_an_included_part_is_reported_at_its_place_in_that_part(tmp_path):
    (tmp_path / "part.md").write_text("a\n\nb {{ nmae }}\n", encoding="utf-8")
    assert refusal(tmp_path, "{% include 'part.md' %}").where == f"{tmp_path}/part.md:3"


def test_problems_finds_refused_constructs_without_a_patient(tmp_path):
    (tmp_path / "one.md").write_text("{% macro m() %}x{% endmacro %}", encoding="utf-8")
    (tmp_path / "two.md").write_text("\n{{ name|upper }}", encoding="utf-8")
    (tmp_path / "three.md").write_bytes(b"caf\xe9")
    found = {problem.where: problem.message for problem in Templates((tmp_path,)).problems()}
    assert set(found) == {f"{tmp_path}/one.md:1", f"{tmp_path}/two.md:2", "three.md"}


@pytest.mark.parametrize(
    "text", ["before {{ box }}", "{{ box }} after", "# {{ box }}", "**{{ box }}**", "{{ box }}{{ name }}"]
)
def test_a_widget_inside_a_sentence_is_refused(tmp_path, text):
    error = refusal(tmp_path, text, box=BOX, name="Sam")
    assert "must stand on its own line" in error.message
    assert error.where.startswith(f"{tmp_path}/one.md")


def test_a_widget_on_its_own_line_is_that_block(tmp_path):
    assert composed(tmp_path, "a\n\n{{ box }}\n\nb", box=BOX)[1] == BOX


def test_a_widget_in_a_list_stands_in_that_list(tmp_path):
    assert composed(tmp_path, "- {{ box }}\n", box=BOX) == (Bullets(((BOX,),)),)


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x>",
        "<b>bold</b>",
        "[a](http://b.c)",
        "![a](b.png)",
        "`code`",
        "http://example.org",
        "&amp;",
        "a | b",
        "> quote",
        "---",
        "~~gone~~",
        "\\# one",
    ],
)
def test_html_links_and_backticks_stay_literal(tmp_path, text):
    (paragraph,) = composed(tmp_path, text)
    assert isinstance(paragraph, Paragraph)
    assert text_of(paragraph.children) == text


def test_a_list_in_a_loop_is_one_list(tmp_path):
    (found,) = composed(tmp_path, "{% for x in steps %}\n1. {{ x }}\n{% endfor %}\n", steps=["a", "b", "c"])
    assert isinstance(found, Bullets)
    assert found.ordered
    assert len(found.items) == 3


def test_a_bold_name_stays_bold_whatever_it_is(tmp_path):
    for name in ("Sam", "!!", "*", " a ", "_"):
        assert composed(tmp_path, "For **{{ name }}**.", name=name)[0] == Paragraph(
            (Text("For "), Strong((Text(name),)), Text("."))
        )


# --- what would never end, or never fit


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'x' * 10**15 }}",
        "{% for i in 'x' * 10**15 %}x{% endfor %}",
        "{{ '%1000000000000000d' % 1 }}",
        "{{ 'x'.ljust(10**15) }}",
    ],
)
def test_an_enormous_value_is_a_message(tmp_path, text):
    """There is no range to loop over, and a text cannot be multiplied until the memory is full."""
    assert refusal(tmp_path, text).hint


def test_powers_are_refused(tmp_path):
    """Jinja works out constants while it reads: 10 ** (10 ** 10) would hang even `printkit check`."""
    assert refusal(tmp_path, "{{ 2 ** 3 }}").hint


@pytest.mark.parametrize("text", ["{% include 'one.md' %}", "{% include 'part.md' %}"])
def test_a_template_that_includes_itself_is_a_message(tmp_path, text):
    (tmp_path / "part.md").write_text("{% include 'one.md' %}", encoding="utf-8")
    assert "one.md" in str(refusal(tmp_path, text))


def test_a_loop_that_calls_itself_is_refused(tmp_path):
    """Its output would pass the slots twice, and numbers would stand where the words belong."""
    text = "{% for x in lists recursive %}{% if x is string %}{{ x }}{% else %}{{ loop(x) }}{% endif %}{% endfor %}"
    assert refusal(tmp_path, text, lists=[["sit"], ["stand"]]).hint


# --- what a person types by mistake


@pytest.mark.parametrize("text", ["{{ widget }}", "{{ patient }}", "{{ steps }}", "{{ loop_free }}"])
def test_what_is_no_word_and_no_block_is_refused_instead_of_printed_as_python(tmp_path, text):
    """`{{ chart }}` without its brackets must not print `<bound method ...>` in a booklet."""
    error = refusal(
        tmp_path, text, widget=printable, patient=Patient("Sam", ""), steps=("sit", "stand"), loop_free=PageBreak
    )
    assert error.where == f"{tmp_path}/one.md:1"


def test_numbers_are_words(tmp_path):
    assert composed(tmp_path, "{{ weeks }} weeks", weeks=2) == (Paragraph((Text("2"), Text(" weeks"))),)


def test_a_template_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    with pytest.raises(TemplateError) as raised:
        Templates((tmp_path,)).compose("latin.md", {})
    assert "latin.md" in str(raised.value)
    assert "UTF-8" in str(raised.value)


@pytest.mark.parametrize(
    "call",
    [
        '{{ box("wrong", "x") }}',
        '{{ box("stop", 5) }}',
        '{{ box("stop", "x", points=(chart(),)) }}',
        "{{ dose(name) }}",
        '{{ exercise("x") }}',
        "{{ write(5) }}",
        '{{ write("x", "y") }}',
        '{{ topic("rd-flags") }}',
        '{{ topic("red-flags", "x") }}',
        '{{ checklist("skn") }}',
        '{{ say("{nope}") }}',
        "{{ box() }}",
    ],
)
def test_a_widget_used_wrongly_is_a_message_with_its_line(tmp_path, catalog, example, call):
    (tmp_path / "chart.en.md").write_text(f"{{{{ chart() }}}}\n\n{call}\n", encoding="utf-8")
    with pytest.raises(PrintkitError) as raised:
        pipeline.make(KINDS["chart"], catalog, Templates((tmp_path, TEMPLATES)), example)
    assert f"{tmp_path}/chart.en.md:3" in str(raised.value) or "parts/exercise.en.md:1" in str(raised.value)


# --- folders


def test_templates_are_laid_over_each_other_file_by_file(tmp_path):
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for place in (own, shipped):
        (place / "parts").mkdir(parents=True)
    (shipped / "a.md").write_text("shipped a {% include 'parts/p.md' %}", encoding="utf-8")
    (shipped / "b.md").write_text("shipped b", encoding="utf-8")
    (shipped / "parts" / "p.md").write_text("shipped part", encoding="utf-8")
    (own / "b.md").write_text("own b", encoding="utf-8")
    (own / "parts" / "p.md").write_text("own part", encoding="utf-8")
    templates = Templates((own, shipped))

    def words(name: str) -> str:
        (paragraph,) = templates.compose(name, {})
        return text_of(paragraph.children)

    assert templates.names() == ("a.md", "b.md", "parts/p.md")
    assert words("a.md") == "shipped a own part"
    assert words("b.md") == "own b"


@pytest.mark.parametrize("name", ["nothing.md", "../outside.md"])
def test_a_template_that_is_not_there_is_named_with_those_that_are(tmp_path, name):
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "outside.md").write_text("outside", encoding="utf-8")
    (folder / "one.md").write_text("one", encoding="utf-8")
    with pytest.raises(TemplateError, match=re.escape(repr(name))) as raised:
        Templates((folder,)).compose(name, {})
    assert "one.md" in raised.value.hint


def test_walk_meets_every_block_of_a_composed_letter(letters):
    kinds = [type(block).__name__ for block in walk(letter(letters, "Ada", "slowly", ["sit", "stand"]))]
    assert kinds[:3] == ["Heading", "Paragraph", "Bullets"]
    assert kinds.count("Bullets") == 2
    assert kinds.count("Callout") == 1


def test_a_value_in_a_language_of_its_own_keeps_it_wherever_a_template_puts_it(tmp_path):
    (tmp_path / "note.md").write_text("From your therapist: **{{ note }}**", encoding="utf-8")
    (found,) = Templates((tmp_path,)).compose("note.md", {"note": Foreign("Con calma.\ue000", "es")})
    assert found == Paragraph((Text("From your therapist: "), Strong((Text("Con calma.", "es"),))))
