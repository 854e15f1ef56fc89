"""Who may import whom. The table is the plan of the house: a row names all that a module may know of printkit."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import printkit

ROOT = Path(printkit.__file__).parent
LONGEST = 520  # lines; a module that needs more is two

# From the bottom to the top: each row may name rows above it only.
MAY_IMPORT: dict[str, str] = {
    "": "",  # printkit/__init__.py
    # words for things, and nothing else
    "errors": "",
    "model": "",
    "health": "",
    "figures": "",
    "figures.geometry": "",
    "figures.scene": "figures.geometry",
    "document": "figures.scene",
    "words": "model",
    "sheet": "",
    "shipped": "",
    # files to records
    "reading": "errors model",
    "measures": "model",
    "history": "model",
    "comparing": "errors history measures model reading",
    "progress": "comparing errors history measures reading",
    "cells": "errors model reading",
    "labels": "errors reading",
    "options": "errors health model reading",
    "conditions": "errors model options reading",
    "next_sheets": "errors history labels measures options progress",
    "figures.spec": "model",
    "figures.skeleton": "figures.geometry figures.spec",
    "figures.body": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.tabletop": "figures.geometry figures.scene figures.spec",
    "figures.things": "figures.geometry figures.scene figures.skeleton figures.spec figures.tabletop model",
    "figures.closeup": "figures.geometry figures.scene figures.skeleton figures.spec figures.things",
    "figures.palm": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.picture": (
        "errors figures.body figures.closeup figures.geometry figures.palm figures.scene figures.skeleton figures.spec figures.things model"
    ),
    "figures.photo": "figures.scene model",
    "figures.writers": "figures.geometry figures.scene",
    "figures.inspection": "errors figures.picture figures.spec model reading",
    "readability": "document words",
    "catalog": "figures.photo figures.spec conditions errors labels measures model reading words",
    "entries": "catalog cells history measures model options reading",
    "references": "catalog errors model options reading words",
    # what to do, and whether it is safe
    "plan": "catalog errors model options",
    "dose_load": "model plan",
    "safety": "errors labels model options plan",
    # how it reads
    "wording": "labels model options",
    "compose": "document errors words",
    "pictures": "document errors",
    "charts": "document labels model options safety sheet wording",
    "checklists": "document errors labels model options safety wording",
    "clinician": "catalog document labels safety wording",
    "illustration": (
        "catalog document errors figures.photo figures.picture figures.scene figures.spec labels model pictures reading wording"
    ),
    "todo": "catalog checklists document errors labels options wording",
    "content": (
        "illustration catalog charts checklists clinician compose document dose_load labels model safety wording words"
    ),
    "plots": "comparing document figures.geometry figures.scene progress",
    "report_measures": (
        "catalog comparing document figures.scene history labels measures model plots progress wording"
    ),
    "report_content": "document history labels measures model plots progress report_measures",
    # how it looks
    "render.profiles": "figures.scene",
    "render.fonts": "errors",
    "render.fragment": "figures.scene render.profiles",
    "render.directions": "render.fonts",
    "render.lines": "document render.directions render.fonts render.fragment render.profiles",
    "render.charts": "document errors sheet render.fonts render.fragment render.lines render.profiles",
    "render.tables": "document sheet render.fonts render.fragment render.lines render.profiles",
    "render.plots": "document render.fonts render.fragment render.profiles",
    "render.blocks": (
        "document render.charts render.fonts render.fragment render.lines render.plots render.profiles render.tables"
    ),
    "render.pdf": "",
    "render.letters": "render.fonts render.pdf",
    "render.fields": "render.fonts render.fragment render.pdf",
    "render.tree": "render.fragment render.pdf",
    "render.lasting": "render.pdf",
    "render.ink": (
        "figures.scene figures.writers render.fonts render.fragment render.letters render.pdf render.profiles"
    ),
    "render.book": (
        "figures.scene figures.writers render.fields render.fragment render.ink render.lasting render.letters render.pdf"
        " render.profiles render.tree"
    ),
    "render.page": (
        "document sheet render.blocks render.book render.fonts render.fragment render.ink render.lines render.profiles"
    ),
    "render": "figures.scene document sheet render.fonts render.page render.profiles",
    # the street
    "output": "errors",
    "lock": "errors",
    "forms": "cells errors",
    "scans": "errors sheet",
    "sorting": "history scans sheet",
    "diary_schema": "errors",
    "diary": "diary_schema errors history",
    "pipeline": (
        "catalog compose content document errors labels model options pictures plan render render.profiles safety sheet wording"
    ),
    "reporting": "catalog compose errors history model options pipeline progress render report_content",
    "tracing": "cells comparing document entries history measures report_content",
    # beside the street
    "starters": "errors shipped",
    "gallery": (
        "catalog document errors figures.writers illustration labels model options pictures reading render wording"
    ),
    "lookup": "catalog errors reading",
    "explaining": "catalog dose_load errors labels model options plan safety wording",
    "reviewing": "catalog errors model options",
    "general": "catalog errors model options reading",
    "catalog_checks": (
        "figures.inspection figures.photo figures.spec catalog conditions entries errors measures model pictures reading words"
    ),
    "checking": (
        "catalog catalog_checks compose conditions document errors figures.photo figures.spec general history model options"
        " pipeline plan readability reading references reporting safety shipped todo"
    ),
    "logbook": "catalog cells entries errors forms history model",
    "roster": "cells errors model options reading",
    "printing": "errors",
    "cluster": "errors",
    "batch": "catalog compose errors general history options output pipeline plan references render reporting roster safety",
    # the edge
    "cli_options": "catalog compose diary errors history options references shipped",
    "cli_catalog": "checking cli_options errors gallery lookup model output starters",
    "cli_plan": ("cli_options dose_load errors explaining model options output pipeline plan reading reviewing"),
    "cli_batch": "batch cells cli_options cluster errors model output pipeline printing reading reporting roster",
    "cli_diary": (
        "cells cli_options diary entries errors history logbook model output plan reading safety scans sorting"
    ),
    "cli_output": "lock options output render",
    "cli_report": "cli_options cli_output errors output pipeline render reporting tracing",
    "cli": (
        "cli_batch cli_catalog cli_diary cli_options cli_output cli_plan cli_report errors forms general history next_sheets"
        " options output pipeline todo"
    ),
    "__main__": "cli",
}
HOMES = {
    "click": {"cli_output", "cli_report", "cli", "cli_batch", "cli_catalog", "cli_diary", "cli_options", "cli_plan"},
    "yaml": {"reading"},
    "pypdf": {"forms", "scans"},
    "pikepdf": {"lock"},
    "jinja2": {"compose"},
    "markdown_it": {"compose"},
    "PIL": {"pictures", "scans"},
    "resvg_py": {"pictures"},
    "reportlab": {"render"},
    "zxingcpp": {"render", "scans"},
    "uharfbuzz": {"render"},
    "bidi": {"render"},
    "python_calamine": {"cells"},
    "distributed": {"cluster"},
    "sqlalchemy": {"diary", "diary_schema"},
}
EVERYWHERE = {"msgspec"}  # what the records are made of
CHANCE = {"random", "secrets", "uuid"}
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
MAY_ASK_THE_TIME = {"cli_report", "cli_batch", "cli_diary", "cli_options", "cli_plan", "general", "checking"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


PATHS = {name_of(path): path for path in sorted(ROOT.rglob("*.py")) if "_shipped" not in path.parts}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """The full name of every module that a module imports, wherever in it the import stands."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are written out in full"
            below = {alias.name for alias in node.names if f"{node.module}.{alias.name}".partition(".")[2] in PATHS}
            yield from (f"{node.module}.{name}" for name in below)
            if len(below) < len(node.names):
                yield str(node.module)


def ours(module: str) -> set[str]:
    """The modules of printkit that a module imports; the package itself only says its version."""
    return {name.partition(".")[2] for name in imported(module) if name.startswith("printkit.")}


def called(node: ast.AST) -> str:
    """The last name of what is called: `today` for `date.today()`."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_every_module_has_a_row_in_the_table_and_every_row_a_module():
    assert set(MAY_IMPORT) == set(PATHS)


@pytest.mark.parametrize("module", PATHS)
def test_imports_point_one_way(module):
    assert ours(module) <= set(MAY_IMPORT[module].split())


def test_a_row_names_only_rows_above_it():
    above: set[str] = set()
    for module, row in MAY_IMPORT.items():
        assert set(row.split()) <= above, module
        above.add(module)


def test_a_row_names_nothing_that_is_not_imported():
    idle = {module: set(row.split()) - ours(module) for module, row in MAY_IMPORT.items()}
    assert not {module: names for module, names in idle.items() if names}


def test_each_foreign_library_has_one_home():
    """A new library needs a row in HOMES, and a reason in its commit."""
    for module in PATHS:
        foreign = {name.partition(".")[0] for name in imported(module)} - sys.stdlib_module_names - {"printkit"}
        for library in foreign - EVERYWHERE:
            assert HOMES.get(library, set()) & {module, module.partition(".")[0]}, f"{library} in {module}"


def test_only_safety_review_makes_cleared():
    makers = {module for module in PATHS for node in ast.walk(tree(module)) if called(node) == "Cleared"}
    assert makers == {"safety"}
    (review,) = (each for each in tree("safety").body if isinstance(each, ast.FunctionDef) and each.name == "review")
    everywhere = sum(called(node) == "Cleared" for node in ast.walk(tree("safety")))
    assert sum(called(node) == "Cleared" for node in ast.walk(review)) == everywhere


def test_no_module_is_longer_than_a_reader_can_hold():
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in PATHS.items()}
    assert not {module: length for module, length in lengths.items() if length > LONGEST}


def test_fonts_are_registered_inside_functions_only():
    at_import = [
        (module, node.lineno)
        for module in PATHS
        for statement in tree(module).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if called(node) == "registerFont"
    ]
    assert not at_import


def test_nothing_is_left_to_chance():
    assert not [module for module in PATHS if {name.partition(".")[0] for name in imported(module)} & CHANCE]


def test_only_the_edge_asks_what_day_it_is():
    asking = {module for module in PATHS for node in ast.walk(tree(module)) if called(node) in CLOCKS}
    asking |= {module for module in PATHS if "time" in set(imported(module))}
    assert asking <= MAY_ASK_THE_TIME
