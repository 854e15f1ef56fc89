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
    "": "",
    "errors": "",
    "model.records": "",
    "model.vocabulary": "",
    "figures.geometry": "",
    "figures.scene": "figures.geometry",
    "document": "figures.scene",
    "catalog.plain_language": "model.records",
    "sheets.geometry": "",
    "resources": "",
    "reading.records": "errors model.records",
    "outcomes.measures": "model.records",
    "outcomes.history": "model.records",
    "outcomes.change": "errors model.records outcomes.history outcomes.measures reading.records",
    "outcomes.progress": "errors outcomes.change outcomes.history outcomes.measures reading.records",
    "reading.tables": "errors model.records reading.records",
    "catalog.labels": "errors reading.records",
    "model.options": "model.records model.vocabulary",
    "catalog.conditions": "errors model.options model.records reading.records",
    "intake.option_file": "errors model.options model.records reading.records",
    "diary.next_sheets": "catalog.labels errors model.options outcomes.history outcomes.measures outcomes.progress",
    "figures.spec": "model.records",
    "figures.skeleton": "figures.geometry figures.spec",
    "figures.body": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.tabletop": "figures.geometry figures.scene figures.spec",
    "figures.things": "figures.geometry figures.scene figures.skeleton figures.spec figures.tabletop model.records",
    "figures.closeup": "figures.geometry figures.scene figures.skeleton figures.spec figures.things",
    "figures.palm": "figures.geometry figures.scene figures.skeleton figures.spec",
    "figures.picture": (
        "errors figures.body figures.closeup figures.geometry figures.palm figures.scene figures.skeleton "
        "figures.spec figures.things model.records"
    ),
    "figures.photo": "figures.scene model.records",
    "figures.writers": "figures.geometry figures.scene",
    "checking.figures": "errors figures.picture figures.spec model.records reading.records",
    "checking.readability": "catalog.plain_language document",
    "catalog.store": (
        "catalog.conditions catalog.labels catalog.plain_language errors figures.photo figures.spec "
        "model.records outcomes.measures reading.records"
    ),
    "diary.entries": (
        "catalog.store model.options model.records outcomes.history outcomes.measures reading.records reading.tables"
    ),
    "intake.references": "catalog.plain_language catalog.store errors model.options model.records reading.records",
    "planning.plan": "catalog.store errors model.options model.records",
    "planning.dose_load": "model.records planning.plan",
    "planning.safety": "catalog.labels errors model.options model.records planning.plan",
    "content.voice": "catalog.labels model.options model.records",
    "content.templates": "catalog.plain_language document errors",
    "content.bitmaps": "document errors",
    "content.charts": "catalog.labels content.voice document model.options model.records planning.safety sheets.geometry",
    "content.checklists": "catalog.labels content.voice document errors model.options model.records planning.safety",
    "content.clinician": "catalog.labels catalog.store content.voice document planning.safety",
    "content.illustration": (
        "catalog.labels catalog.store content.bitmaps content.voice document errors figures.photo "
        "figures.picture figures.scene figures.spec model.records reading.records"
    ),
    "content.todo": "catalog.labels catalog.store content.checklists content.voice document errors model.options",
    "content.names": (
        "catalog.labels catalog.plain_language catalog.store content.charts content.checklists "
        "content.clinician content.illustration content.templates content.voice document model.records "
        "planning.dose_load planning.safety"
    ),
    "reports.plots": "document figures.geometry figures.scene outcomes.change outcomes.progress",
    "reports.measures": (
        "catalog.labels catalog.store content.voice document figures.scene model.records outcomes.change "
        "outcomes.history outcomes.measures outcomes.progress reports.plots"
    ),
    "reports.names": (
        "catalog.labels document model.records outcomes.history outcomes.measures outcomes.progress "
        "reports.measures reports.plots"
    ),
    "layout.profiles": "figures.scene",
    "layout.fonts": "errors",
    "layout.fragment": "figures.scene layout.profiles",
    "layout.bidi": "layout.fonts",
    "layout.lines": "document layout.bidi layout.fonts layout.fragment layout.profiles",
    "layout.charts": "document errors layout.fonts layout.fragment layout.lines layout.profiles sheets.geometry",
    "layout.tables": "document layout.fonts layout.fragment layout.lines layout.profiles sheets.geometry",
    "layout.plots": "document layout.fonts layout.fragment layout.profiles",
    "layout.blocks": (
        "document layout.charts layout.fonts layout.fragment layout.lines layout.plots layout.profiles layout.tables"
    ),
    "pdf.file": "",
    "pdf.encoding": "layout.fonts pdf.file",
    "pdf.form_fields": "layout.fonts layout.fragment pdf.file",
    "pdf.structure": "layout.fragment pdf.file",
    "pdf.archive": "pdf.file",
    "pdf.operators": "figures.scene figures.writers layout.fonts layout.fragment layout.profiles pdf.encoding pdf.file",
    "pdf.writer": (
        "figures.scene figures.writers layout.fragment layout.profiles pdf.archive pdf.encoding pdf.file "
        "pdf.form_fields pdf.operators pdf.structure"
    ),
    "layout.pagination": (
        "document layout.blocks layout.fonts layout.fragment layout.lines layout.profiles pdf.operators "
        "pdf.writer sheets.geometry"
    ),
    "layout.fit": "document figures.scene layout.fonts layout.pagination layout.profiles sheets.geometry",
    "printing.files": "errors",
    "printing.encryption": "errors",
    "intake.filled_form": "errors reading.tables",
    "sheets.scans": "errors sheets.geometry",
    "sheets.returns": "outcomes.history sheets.geometry sheets.scans",
    "diary.schema": "errors",
    "diary.database": "diary.schema errors outcomes.history",
    "pipeline": (
        "catalog.labels catalog.store content.bitmaps content.names content.templates content.voice document "
        "errors layout.fit layout.profiles model.options model.records planning.plan planning.safety "
        "sheets.geometry"
    ),
    "reports.report": (
        "catalog.store content.templates errors layout.fit model.options model.records outcomes.history "
        "outcomes.progress pipeline reports.names"
    ),
    "reports.trace": (
        "diary.entries document outcomes.change outcomes.history outcomes.measures reading.tables reports.names"
    ),
    "intake.blank_files": "errors resources",
    "printing.gallery": (
        "catalog.labels catalog.store content.bitmaps content.illustration content.voice document errors "
        "figures.writers layout.fit model.options model.records reading.records"
    ),
    "catalog.listing": "catalog.store errors reading.records",
    "content.explanation": (
        "catalog.labels catalog.store content.voice errors model.options model.records planning.dose_load "
        "planning.plan planning.safety"
    ),
    "catalog.reviews": "catalog.store errors model.options model.records",
    "intake.unnamed": "catalog.store errors model.options model.records reading.records",
    "checking.catalog": (
        "catalog.conditions catalog.plain_language catalog.store checking.figures content.bitmaps "
        "diary.entries errors figures.photo figures.spec model.records outcomes.measures reading.records"
    ),
    "checking.files": (
        "catalog.conditions catalog.store checking.catalog checking.readability content.templates "
        "content.todo document errors figures.photo figures.spec intake.option_file intake.references "
        "intake.unnamed model.options model.records outcomes.history pipeline planning.plan planning.safety "
        "reading.records reports.report resources"
    ),
    "diary.import_files": "catalog.store diary.entries errors intake.filled_form model.records outcomes.history reading.tables",
    "intake.roster": "errors intake.option_file model.options model.records reading.records reading.tables",
    "printing.cups": "errors",
    "printing.cluster": "errors",
    "printing.jobs": (
        "catalog.store content.templates errors intake.references intake.roster intake.unnamed layout.fit "
        "model.options outcomes.history pipeline planning.plan planning.safety printing.files reports.report"
    ),
    "cli.options": (
        "catalog.store content.templates diary.database errors intake.option_file intake.references "
        "model.options outcomes.history resources"
    ),
    "cli.catalog": (
        "catalog.listing checking.files cli.options errors intake.blank_files model.records printing.files "
        "printing.gallery"
    ),
    "cli.plan": (
        "catalog.reviews cli.options content.explanation errors model.options model.records pipeline "
        "planning.dose_load planning.plan printing.files reading.records"
    ),
    "cli.batch": (
        "cli.options errors intake.roster model.records pipeline printing.cluster printing.cups "
        "printing.files printing.jobs reading.records reading.tables reports.report"
    ),
    "cli.diary": (
        "cli.options diary.database diary.entries diary.import_files errors model.records outcomes.history "
        "planning.plan planning.safety printing.files reading.records reading.tables sheets.returns "
        "sheets.scans"
    ),
    "cli.output": "layout.fit model.options printing.encryption printing.files",
    "cli.report": "cli.options cli.output errors layout.fit pipeline printing.files reports.report reports.trace",
    "cli.group": (
        "cli.batch cli.catalog cli.diary cli.options cli.output cli.plan cli.report content.todo "
        "diary.next_sheets errors intake.filled_form intake.option_file intake.unnamed model.options "
        "outcomes.history pipeline printing.files"
    ),
    "__main__": "cli.group",
}
HOMES = {
    "click": {"cli"},
    "yaml": {"reading"},
    "pypdf": {"intake.filled_form", "sheets.scans"},
    "pikepdf": {"printing.encryption"},
    "jinja2": {"content.templates"},
    "markdown_it": {"content.templates"},
    "PIL": {"content.bitmaps", "sheets.scans"},
    "resvg_py": {"content.bitmaps"},
    "reportlab": {"layout", "pdf"},
    "zxingcpp": {"pdf", "layout", "sheets.scans"},
    "uharfbuzz": {"layout"},
    "bidi": {"layout"},
    "python_calamine": {"reading"},
    "distributed": {"printing.cluster"},
    "sqlalchemy": {"diary"},
}
EVERYWHERE = {"msgspec"}  # what the records are made of
CHANCE = {"random", "secrets", "uuid"}
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
MAY_ASK_THE_TIME = {"cli", "intake.unnamed", "checking.files"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


PATHS = {
    name_of(path): path
    for path in sorted(ROOT.rglob("*.py"))
    if "_shipped" not in path.parts and (path.name != "__init__.py" or path.parent == ROOT)
}
PACKAGES = sorted({module.partition(".")[0] for module in PATHS if "." in module})


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


def test_a_package_costs_nothing_to_open():
    """Its `__init__` holds one sentence; only printkit's own hands names on."""
    for folder in PACKAGES:
        (sentence,) = ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8")).body
        assert isinstance(sentence, ast.Expr), folder


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
    assert makers == {"planning.safety"}
    (review,) = (
        each for each in tree("planning.safety").body if isinstance(each, ast.FunctionDef) and each.name == "review"
    )
    everywhere = sum(called(node) == "Cleared" for node in ast.walk(tree("planning.safety")))
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
    assert {module for module in asking if not {module, module.partition(".")[0]} & MAY_ASK_THE_TIME} == set()
