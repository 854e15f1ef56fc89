"""Golden cases as prose: tests/cases/*.md.

A case is a title, a line with a point, a template, a point, the tree that comes out, a point. A template may begin with
the values that it is filled in with, as YAML, and a line `---`. Under `options:` stands what an option file would say;
the template may then use every name of docs/templates.md. What an option file leaves out here: the patient has the id
p-1, was checked by a therapist, and lives in GB.

To write the trees anew after a change of words, and then read the difference:

    PRINTKIT_ACCEPT=1 pytest tests/test_cases.py
"""

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from printkit import pipeline
from printkit.content import skin
from printkit.content.names import Content
from printkit.content.templates import Templates
from printkit.document import dump
from printkit.intake import option_file
from printkit.planning import plan, safety
from printkit.resources import TEMPLATES

FOLDER = Path(__file__).parent / "cases"
ACCEPT = os.environ.get("PRINTKIT_ACCEPT") == "1"
PRINTED_ON = date(2026, 11, 20)
USUAL = {
    "patient": {"id": "p-1"},
    "health": {"screened_by": "A. Therapist", "screened_on": "2026-11-16"},
    "print": {"printed_on": str(PRINTED_ON)},
    "clinic": {"region": "GB"},
}


class Case(NamedTuple):
    file: Path
    title: str
    template: str
    tree: str

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.title}"


def read(file: Path) -> list[Case]:
    parts: list[str] = []
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line == ".":
            parts.append("\n".join(lines).strip("\n"))
            lines = []
        else:
            lines.append(line)
    assert not any(lines), f"{file}: the last case does not end with a point"
    assert len(parts) % 3 == 0, f"{file}: a case has a title, a template and a tree"
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [Case(file, title.strip(), template, tree) for title, template, tree in triples]


CASES = [case for file in sorted(FOLDER.glob("*.md")) for case in read(file)]


def composed(case: Case, tmp_path: Path, catalog) -> str:
    values, template = {}, case.template
    if "\n---\n" in template:
        head, template = template.split("\n---\n", 1)
        values = yaml.safe_load(head)
        # an option file is read by its written text: yes stays "yes", a date stays as it is written
        values |= {key: said for key, said in yaml.load(head, yaml.BaseLoader).items() if key == "options"}
    (tmp_path / "case.md").write_text(f"{template}\n", encoding="utf-8")
    templates = Templates((tmp_path, TEMPLATES))
    said = values.pop("options", None)
    names = {}
    if said is not None:
        content = content_of(said, tmp_path, catalog, templates)
        names = {**content.names, **skin.names(catalog.wear_in, content.cleared)}
    return dump(templates.compose("case.md", {**names, **values})).rstrip("\n")


def content_of(said, tmp_path: Path, catalog, templates: Templates) -> Content:
    whole = {group: {**USUAL.get(group, {}), **said.get(group, {})} for group in {**USUAL, **said}}
    file = tmp_path / "options.yaml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    read_options = option_file.load(file, PRINTED_ON).required()
    cleared = safety.review(plan.draft(catalog, read_options), read_options, catalog.rules, catalog.exercise)
    return Content(cleared, catalog, templates, pipeline.speaker(catalog, read_options), None)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_tree_is_as_the_case_says(case, tmp_path, catalog):
    tree = composed(case, tmp_path, catalog)
    if ACCEPT:
        cases = [each._replace(tree=tree) if each.title == case.title else each for each in read(case.file)]
        text = "\n".join(f"{each.title}\n.\n{each.template}\n.\n{each.tree}\n.\n" for each in cases)
        case.file.write_text(text, encoding="utf-8")
        return
    assert tree == case.tree


def test_every_case_has_a_title_of_its_own():
    titles = [case.title for case in CASES]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 8
