"""A template as a small program gives what Jinja gives, or it gives up and Jinja runs it."""

from datetime import date
from pathlib import Path

import pytest

from printkit.content import jinja_templates, programs
from printkit.content.programs import GaveUpError
from printkit.content.templates import Templates
from printkit.document import dump
from printkit.kit import Printkit
from printkit.model.vocabulary import Side
from printkit.resources import EXAMPLES, TEMPLATES


def test_every_shipped_template_is_a_program():
    templates = Templates((TEMPLATES,))
    assert set(templates.programs()) == set(templates.names())


def printed() -> list[str]:
    kit = Printkit(today=date(2026, 11, 20))
    options = kit.options(EXAMPLES / "foot-drop.yaml")
    made = (
        kit.booklet(options, clinician=True),
        kit.chart(options),
        kit.fridge(options, chart=True),
        kit.handout("seated-toe-raise", side=Side.LEFT, region="GB"),
        kit.checklist("home-safety", region="GB"),
        kit.leaflet("pain", region="GB"),
        kit.skin_sheet(side=Side.RIGHT, new_brace=True, brace_start="2026-11-20"),
    )
    return [dump(each.document) for each in made]


def test_jinja_composes_the_same_documents(monkeypatch):
    by_program = printed()
    asked: list[str] = []

    def none(_templates: Templates, name: str) -> None:
        asked.append(name)

    monkeypatch.setattr(Templates, "_program", none)
    assert printed() == by_program
    assert len(set(asked)) > 20


def run(tmp_path: Path, text: str, **names: object) -> str:
    (tmp_path / "one.md").write_text(text, encoding="utf-8")
    program = jinja_templates.program(jinja_templates.Environment((tmp_path,), None), "one.md")
    if program is None:
        raise GaveUpError
    return programs.prepared(program)(names)[0]


@pytest.mark.parametrize(
    "text",
    [
        "{{ words.upper() }}",  # a method of a plain value
        "{{ words.__class__ }}",
        "{{ of_none.name }}",
        "{{ nobody }}",
        "{{ marked() }}",
        "{{ dangerous() }}",
        "{% for each in 3 %}{{ each }}{% endfor %}",
        "{% for each in many %}{% for other in many %}{{ other }}{% endfor %}{% endfor %}",
        "{% for each in words %}{{ loop.index }}{% endfor %}",
        "{% set x = 1 %}{{ x }}",
        "{{ words|length }}",
        "{{ 1 + 1 }}",
        "{{ made_of[-9] }}",
        "{{ [[made_of]] }}",
    ],
)
def test_what_is_not_plainly_allowed_is_left_to_jinja(tmp_path, text):
    def marked() -> str:
        return "x"

    def dangerous() -> str:
        return "x"

    marked.jinja_pass_arg = 1
    dangerous.unsafe_callable = True
    names = {
        "words": "abc",
        "of_none": None,
        "marked": marked,
        "dangerous": dangerous,
        "many": range(200),
        "made_of": (1, 2),
    }
    with pytest.raises(GaveUpError):
        run(tmp_path, text, **names)


def test_names_of_a_loop_end_with_it(tmp_path):
    text = "{% for each in many %}{{ each }}{% else %}none{% endfor %}-{{ each }}"
    assert run(tmp_path, text, many=(1, 2), each=3).count("\ue000") == 3
    assert run(tmp_path, text, many=(), each=3).startswith("none-")
