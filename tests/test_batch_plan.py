"""A batch before it runs: which rows make which files, what is left, and why a row makes none. Nothing is written."""

import gc
import hashlib
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from conftest import PRINTED_ON
from msgspec.structs import replace

from printkit.errors import MisuseError, OptionsError
from printkit.intake.common import CommonFacts
from printkit.kit import Printkit
from printkit.model.options import Clinic, Options
from printkit.outcomes.history import Done, History
from printkit.printing import jobs, manifest, run
from printkit.printing.batch import planned
from printkit.printing.batch_request import BatchRequest, kinds_of_batch
from printkit.reports.report import Days
from printkit.resources import EXAMPLES


@pytest.fixture
def request_of(tmp_path):
    def make(**more: object) -> BatchRequest:
        usual = {"roster": EXAMPLES / "roster.csv", "kind": "fridge", "folder": tmp_path, "today": PRINTED_ON}
        return BatchRequest(**{**usual, **more})

    return make


def test_every_row_makes_a_file_and_nothing_is_written(request_of, catalog, templates, tmp_path):
    found = planned(request_of(), catalog, templates)
    assert [job.name for job in found.todo] == [f"{row.id}-fridge.pdf" for row in found.rows]
    assert found.rest == found.todo
    assert found.bad == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_made_is_not_left_to_make(request_of, catalog, templates, tmp_path):
    found = planned(request_of(), catalog, templates)
    assert all(not done.problem for done in run.run(found.read(found.rest[:1]), tmp_path, None, 1))
    again = planned(request_of(), catalog, templates)
    assert again.rest == found.rest[1:]
    assert [each.state for each in again.states()] == ["printed already", "to print", "to print"]


def test_a_bad_row_is_told_and_stops_nobody(request_of, catalog, templates, tmp_path):
    roster = tmp_path / "list.csv"
    roster.write_text("id,programme,screened by,screened on\np-1,foot-drop,J. Marsh,2026-11-16\np-2,foot-dropp,,\n")
    found = planned(request_of(roster=roster), catalog, templates)
    assert [row.id for row in found.bad] == ["p-2"]
    assert [job.name for job in found.todo] == ["p-1-fridge.pdf"]
    (problem,) = found.problems
    assert problem.where.startswith(f"{roster}: row 3")


def test_rows_are_held_against_the_rules_only_when_asked(request_of, catalog, templates, tmp_path):
    roster = tmp_path / "list.csv"
    roster.write_text("id,programme\np-1,walking\n")
    assert not planned(request_of(roster=roster), catalog, templates).bad
    assert planned(request_of(roster=roster, rules=True), catalog, templates).bad


def test_several_rows_share_a_file_where_that_is_asked_for(request_of, catalog, templates):
    found = planned(request_of(combined=2), catalog, templates)
    assert [len(each.rows) for each in found.todo] == [2, 1]
    assert len({each.file for each in found.states()}) == 2


def test_a_report_is_made_of_what_was_recorded(request_of, catalog, templates):
    days = Days(PRINTED_ON.replace(day=1), PRINTED_ON)

    def history(patient: str, until: object) -> History:
        assert until == PRINTED_ON
        done = (Done(day=PRINTED_ON, exercise="seated-toe-raise", sets=1),) if patient == "example-r1" else ()
        return History(patient=patient, done=done)

    found = planned(request_of(kind="report-patient", days=days), catalog, templates, history)
    assert [job.name for job in found.without_entries] == [
        "example-r2-report-patient.pdf",
        "example-r3-report-patient.pdf",
    ]


def test_a_clinic_is_that_of_all_rows_that_name_no_other(request_of, catalog, templates):
    common = CommonFacts(clinic=Clinic(name="Hill House", phone="0123"))
    found = planned(request_of(common=common), catalog, templates)
    assert {job.options.clinic.phone for each in found.read(found.todo) for job in each.jobs} >= {"0123"}


def test_every_kind_can_be_planned(request_of, catalog, templates):
    for kind in kinds_of_batch(catalog):
        days = Days(PRINTED_ON, PRINTED_ON)
        of = "seated-toe-raise" if kind == "handout" else ""
        found = planned(
            request_of(kind=kind, days=days, exercise=of),
            catalog,
            templates,
            lambda patient, _: History(patient=patient),
        )
        assert len(found.todo) == 3, kind


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"kind": "bookle"}, "there is no kind 'bookle'\n  hint: did you mean 'booklet'"),
        ({"kind": "chart", "to_fold": True}, "is not folded"),
        ({"kind": "handout", "exercise": "seated-toe-raise", "to_fold": True}, "is not folded"),
        ({"kind": "handout"}, "a handout is of one exercise\n  hint: give --exercise NAME"),
        (
            {"kind": "handout", "exercise": "seated-toe-rise"},
            "no exercise 'seated-toe-rise'\n  hint: did you mean 'seated-toe-raise'",
        ),
        ({"kind": "fridge", "exercise": "seated-toe-raise"}, "--exercise is for handouts\n  hint: give --kind handout"),
        ({"kind": "booklet", "to_fold": True, "combined": 2}, "a file of its own"),
    ],
)
def test_what_does_not_go_together_is_refused(request_of, catalog, templates, more, message):
    with pytest.raises(MisuseError, match=message) as raised:
        planned(replace(request_of(), **more), catalog, templates)
    assert raised.value.exit_code == 2


def test_a_list_that_cannot_be_read_is_refused_as_a_whole(request_of, catalog, templates):
    with pytest.raises(OptionsError, match="cannot be read"):
        planned(request_of(roster=Path("nowhere.csv")), catalog, templates)


# --- a list is read twice


OF_P_2 = """patient: {id: p-2}
stroke: {affected_side: right}
clinic: {region: GB}
health: {screened_by: J. Marsh, screened_on: 2026-11-16}
plan: {programme: foot-drop}
"""


@pytest.fixture
def ward(tmp_path, request_of):
    """A list whose second row is an option file of its own."""
    (tmp_path / "p-2.yaml").write_text(OF_P_2)
    roster = tmp_path / "ward.csv"
    screened = "J. Marsh,2026-11-16"
    roster.write_text(f"""id,side,clinic.region,programme,screened by,screened on,options
p-1,left,GB,foot-drop,{screened},
p-2,,,,,,p-2.yaml
p-3,right,GB,foot-drop,{screened},
""")
    return request_of(roster=roster, folder=tmp_path / "out")


def _made_of(found, files):
    return list(run.run(found.read(files), Path(files[0].folder), None, 1, claims=files))


def test_no_row_of_a_list_is_held(ward, catalog, templates):
    found = planned(ward, catalog, templates)
    held: set[int] = set()
    todo: list[object] = [found]
    while todo:
        each = todo.pop()
        if id(each) not in held:
            held.add(id(each))
            assert not isinstance(each, (Options, jobs.Job)), "a batch keeps what the pages of a row are made of"
            todo += holds(each)
    before = jobs_in_memory()  # of tests before this one
    for _ in found.read(found.rest):
        assert jobs_in_memory() - before <= 2, "the second reading keeps what is behind it"


def test_what_was_made_of_a_row_has_the_words_that_the_batch_holds(ward, catalog, templates):
    found = planned(ward, catalog, templates)
    held = {id(words) for each in found.rest for words in (each.name, each.input)}
    assert [{id(done.name), id(done.input)} <= held for done in _made_of(found, found.rest)] == [True, True, True]


def holds(each: object) -> list[object]:
    """What an object keeps alive by itself: not what stands in the module of its code, as the patients of other tests do."""
    if isinstance(each, type | ModuleType):
        return []
    if isinstance(each, FunctionType):
        return [each.__closure__, each.__defaults__, each.__kwdefaults__]
    return gc.get_referents(each)


def jobs_in_memory() -> int:
    gc.collect()
    return sum(isinstance(each, jobs.Job) for each in gc.get_objects())


def test_a_row_prints_the_same_read_again_and_made_alone(ward, catalog, templates, tmp_path):
    found = planned(ward, catalog, templates)
    made = _made_of(found, found.rest)
    assert [done.problem for done in made] == ["", "", ""]
    lines = {done.name: (done.input, done.output) for done in manifest.finished(ward.folder).values()}
    kit = Printkit(today=PRINTED_ON)
    for row in kit.roster(ward.roster):
        data = kit.fridge(row.options).pdf
        assert (ward.folder / f"{row.id}-fridge.pdf").read_bytes() == data
        (job,) = jobs.jobs("fridge", [(row.number, row.options)], ward.folder, catalog, templates)
        assert lines[job.name] == (job.input, hashlib.sha256(data).hexdigest())


def test_a_list_that_changes_after_it_was_checked_is_refused_before_anything_is_made(ward, catalog, templates):
    found = planned(ward, catalog, templates)
    ward.roster.write_text(ward.roster.read_text().replace("p-1,left", "p-1,right"))
    with pytest.raises(OptionsError, match="was changed since it was checked"):
        found.read(found.rest)


@pytest.mark.parametrize("combined", [None, 3])
@pytest.mark.parametrize("words", [OF_P_2.replace("right", "left"), "patient: {id: p-", None])
def test_a_row_whose_option_file_changes_after_it_was_checked_is_refused(
    ward, catalog, templates, tmp_path, words, combined
):
    found = planned(replace(ward, combined=combined), catalog, templates)
    if words is None:
        (tmp_path / "p-2.yaml").unlink()
    else:
        (tmp_path / "p-2.yaml").write_text(words)
    made = _made_of(found, found.rest)
    problems = [done.problem for done in made if done.problem]
    assert len(problems) == 1
    assert "was changed since the list was checked" in problems[0]
    assert sum(bool(done.output) for done in made) == (1 if combined else 2)
