"""What is cached: docs/what-is-remembered.md is true, and nothing of a patient stays where it should not."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import caches as measured
import distributed
import pytest

import printkit
from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.cli.group import cli
from printkit.content.kinds import KINDS
from printkit.content.templates import Templates
from printkit.document import is_of_one_patient
from printkit.printing import caches, cluster, jobs, worker
from printkit.resources import CATALOG, TEMPLATES

ROOT = Path(printkit.__file__).parent
PAGE = Path(__file__).parent.parent / "docs" / "what-is-remembered.md"
MAKERS = {"cache", "lru_cache", "cached_property", "limited"}
# What the entries of a cache without a bound may be told apart by: none of it grows with the number of patients.
FINITE = ("nothing", "typeface", "type of a record", "file of a logo", "part of the day")


# --- what the code says


def maker(node: ast.expr) -> ast.expr | None:
    """The node that names a maker of caches, in `cache`, `functools.cache` and `lru_cache(maxsize=1)`."""
    match node:
        case ast.Call(func=func):
            return maker(func)
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="functools"), attr=name) if name in MAKERS:
            return node
    return None


def knows_makers(tree: ast.Module) -> bool:
    """Whether a module imports one; else such a name is a variable of its own."""
    imports = [ast.unparse(each) for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
    return any("functools" in each or "printkit.figures.limited" in each for each in imports)


def bound(node: ast.expr) -> str:
    """The bound of a cache as the page says it: a number, none, or one an object."""
    match node:
        case ast.Call(keywords=[ast.keyword(arg="maxsize", value=ast.Constant(value=int() as most))]):
            return f"{most:,}"
        case ast.Call(
            func=ast.Name(id="limited"), keywords=[ast.keyword(arg="mib", value=ast.Constant(value=most)), _]
        ):
            return f"{most} MiB"
        case ast.Name(id="cached_property") | ast.Attribute(attr="cached_property"):
            return "one"
        case ast.Name(id="cache") | ast.Attribute(attr="cache"):
            return "none"
    raise AssertionError(f"line {node.lineno}: say the bound as lru_cache(maxsize=...)")


def made(node: ast.AST, within: str) -> Iterator[tuple[str, ast.expr]]:
    """Every cache in a part of a module, by its name: what is decorated, and `name = lru_cache(maxsize=1)(function)`."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef(name=name, decorator_list=marks) | ast.ClassDef(name=name, decorator_list=marks):
                yield from ((f"{within}.{name}", mark) for mark in marks if maker(mark))
                yield from made(child, f"{within}.{name}")
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)) if maker(func):
                yield f"{within}.{name}", func
            case _:
                yield from made(child, within)


def in_code() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if "_shipped" not in path.parts and knows_makers(tree):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            here = list(made(tree, module))
            named = {id(maker(mark)) for _, mark in here}
            loose = [each.lineno for each in ast.walk(tree) if isinstance(each, ast.expr) and maker(each) is each]
            assert len(loose) == len(named), f"{path}: a cache in one of the lines {loose} has no name"
            found |= {name: bound(mark) for name, mark in here}
    return found


# --- what the page says


def rows() -> Iterator[tuple[str, list[str]]]:
    """The full name of each cache of the page, with the other cells of its row."""
    package, header = "", False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            package, header = line.removeprefix("### ") if line.startswith("### ") else "", False
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        header = header or cells[0] == "cache"
        if package and header and line.startswith("|") and (names := re.findall("`([^`]+)`", cells[0])):
            owner, *rest = names
            yield from ((f"{package}.{owner}.{name}", cells[1:]) for name in rest)
            if not rest:
                yield f"{package}.{owner}", cells[1:]


ROWS = dict(rows())
KEY, BOUND, OF_A_PATIENT = 0, 1, 4


def test_every_cache_has_a_row_on_the_page_and_every_row_a_cache():
    names = [name for name, _ in rows()]
    assert len(names) == len(set(names))
    assert set(in_code()) - set(names) == set(), "a row for each is missing in docs/what-is-remembered.md"
    assert set(names) - set(in_code()) == set(), "docs/what-is-remembered.md names them, and they are gone"


def test_the_bound_of_a_cache_is_the_one_on_the_page():
    assert {name: cells[BOUND] for name, cells in ROWS.items()} == in_code()


def test_a_cache_without_a_bound_has_a_key_that_is_finite_and_holds_nothing_of_a_patient():
    for name, cells in ROWS.items():
        if cells[BOUND] == "none":
            assert cells[KEY].startswith(FINITE), name
            assert cells[OF_A_PATIENT] == "nothing", name


def test_the_caches_of_the_page_are_those_that_clearing_finds():
    loaded = set(caches.every())
    assert loaded == {
        name for name, how in in_code().items() if how != "one" and name.rpartition(".")[0] in names_of(loaded)
    }


def names_of(found: set[str]) -> set[str]:
    """Their modules."""
    return {name.rpartition(".")[0] for name in found}


# --- what the entries say


@pytest.fixture(scope="module")
def sizes(tmp_path_factory) -> Mapping[str, tuple[int, int]]:
    """The entries of each cache after 1 made-up patient, and after 4 more of whom each has other words."""
    caches.clear()
    Catalog((CATALOG,)).figure("stand-tall")  # a picture with a part for one hand, which not every plan has
    found = []
    for count in (1, 5):
        folder = tmp_path_factory.mktemp("roster")
        command = ["batch", str(measured.write(folder, count)), "-o", str(folder)]
        cli.main(command, standalone_mode=False)
        found.append({name: cache.cache_info().currsize for name, cache in caches.every().items()})
    return {name: (found[0].get(name, 0), size) for name, size in found[1].items()}


def test_a_cache_without_a_bound_has_no_more_entries_when_there_are_more_patients(sizes):
    grown = {name for name, (before, after) in sizes.items() if after > before}
    assert {name for name in grown if ROWS[name][BOUND] == "none"} == set()
    assert len(grown) > 10


@pytest.fixture(scope="module")
def found(sizes) -> Mapping[str, set[str]]:
    """What the entries of each cache lead to of these patients: a name, a note, a day, an id."""
    known: dict[int, frozenset[str]] = {}
    return {name: set(measured.whose(cache, known)) for name, cache in caches.every().items()}


def test_an_entry_holds_nothing_of_a_patient_but_what_the_page_says(found):
    said = {name: set(re.findall("name|note|day|id", cells[OF_A_PATIENT])) for name, cells in ROWS.items()}
    assert {name: words - said[name] for name, words in found.items() if words - said[name]} == {}
    assert found["layout.lines.broken"] >= {"name", "note"}


KEPT = ("document._kept_words", "layout.blocks.kept")  # by their blocks


def test_charts_tables_and_notes_are_in_no_cache_of_blocks(found):
    for name in ("document._kept", "document._kept_words", "layout.blocks.kept", "content.templates._kept_words"):
        assert "note" not in found[name], name
    # the first day stands beside the name on a cover, and in no other block that is kept
    for name in ("document._kept", "content.templates._kept_words"):
        assert "day" not in found[name], name
    blocks = [key[0] for name in KEPT for key, _ in measured.entries(caches.every()[name])]
    assert len(blocks) > 500
    assert not [block for block in blocks if is_of_one_patient(block)]


# --- a process that lives on


def bounded() -> Mapping[str, int]:
    """How many entries each cache with a bound has."""
    found = {name: cache for name, cache in caches.every().items() if cache.cache_parameters()["maxsize"] is not None}
    return {name: cache.cache_info().currsize for name, cache in found.items()}


def test_a_worker_that_lives_longer_than_a_change_of_the_catalogue_prints_with_the_new_one(tmp_path, example):
    file = tmp_path / "exercises" / "seated-toe-raise.yaml"
    file.parent.mkdir()
    shipped = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    results = []
    for word in ("Sit", "Rest"):
        file.write_text(shipped.replace("Sit ", f"{word} "), encoding="utf-8")
        catalog, templates = Catalog((tmp_path, CATALOG)), Templates((TEMPLATES,))
        (job,) = jobs.jobs("chart", [(2, example)], tmp_path, catalog, templates)
        results.append(worker.make(job))
    assert [each.problem for each in results] == ["", ""]
    assert results[0].output != results[1].output


def test_clearing_the_caches_leaves_no_entry_in_any_cache_with_a_bound(catalog, templates, example):
    before = pipeline.make(KINDS["booklet"], catalog, templates, example)
    assert sum(bounded().values()) > 1000
    caches.clear()
    assert not any(bounded().values())
    after = pipeline.make(KINDS["booklet"], catalog, templates, example)
    assert after.printed.data == before.printed.data


def test_a_worker_of_a_cluster_forgets_the_prints_of_a_run_when_it_ends(catalog, templates, example, tmp_path):
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", protocol="tcp"
    ) as here:
        with cluster.executor(here.scheduler_address) as (executor, _):
            (job,) = jobs.jobs("chart", [(2, example)], tmp_path, catalog, templates)
            assert executor.submit(worker.make, job).result(timeout=60).problem == ""
            assert any(bounded().values())
        assert not any(bounded().values())


def test_a_run_ends_well_when_the_scheduler_is_gone(monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    here = distributed.LocalCluster(n_workers=1, processes=False, dashboard_address="127.0.0.1:0", protocol="tcp")
    with cluster.executor(here.scheduler_address):
        here.close()
