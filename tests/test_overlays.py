"""No side door: a clinic's files, lists, templates and signatures never loosen what the shipped rules say."""

import csv
import json
import re
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from printkit import Printkit
from printkit.catalog import demands, overlay, reviews
from printkit.catalog.store import Catalog
from printkit.document import ChartRow, DayChart, Heading, Table, text_of, texts, walk
from printkit.errors import CatalogError, PrintkitError, Several
from printkit.model import constraints
from printkit.model.records import DoseLimit, Exercise, Rule
from printkit.model.vocabulary import Action, Answer, DayPart, Evidence, ExerciseClass, Level, Position
from printkit.planning import safety
from printkit.planning.plan import Item, Plan
from printkit.printing import batch, worker
from printkit.printing.batch import BatchRequest
from printkit.resources import CATALOG, TEMPLATES

TODAY = date(2026, 11, 20)

# --- the fields of an exercise


def test_every_field_of_an_exercise_is_held_against_ours_or_free_for_a_reason():
    held = (*overlay.GUARDED, *overlay.BY_RULES, *overlay.FREE)
    assert sorted(held) == sorted(Exercise.__struct_fields__)
    assert all(overlay.FREE.values())


class Spy:
    """An exercise that notes which of its fields are read."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.read.add(name)
        return getattr(self.exercise, name)


# Values with which each key of a rule that picks exercises picks some, so that a new key asks for one.
PICKS: dict[str, object] = {
    "positions": tuple(Position),
    "demands": ("stands",),
    "all_demands": ("stands",),
    "with_any": ("stands",),
    "not_demands": ("stands",),
    "exercises": ("heel-walking",),
    "not_exercises": ("heel-walking",),
    "helped": Answer.YES,
    "pages": ("braces",),
    "at_most": DoseLimit(sets=1),
    "profile": None,
    "open": Answer.NO,
    "cleared_by": None,
    "when": {"devices.afo": ("yes",)},
}
SAYS = {
    "id",
    "action",
    "once",
    "because",
    "short",
    "differs",
    "source",
    "say",
    "said_by",
    "today",
    "ask",
    "not_if",
    "not_alone_if",
    "signable",
    "signable_because",
    "reviewed_by",
    "reviewed_on",
}


def test_no_key_of_a_rule_reads_a_field_that_is_free(catalog):
    assert {*PICKS, *SAYS} == set(Rule.__struct_fields__)
    plain = Rule(id="R-99", action=Action.SUPERVISE, because={"en": "Why."}, source=("DM",))
    spy = Spy(catalog.exercise("heel-walking"))
    for key, value in PICKS.items():
        demands.concerns(replace(plain, **{key: value}), spy)
    for rule in catalog.rules:
        demands.concerns(rule, spy)
    assert not spy.read & set(overlay.FREE)
    assert spy.read <= {*overlay.GUARDED, *overlay.BY_RULES}


def test_of_what_is_free_safety_reads_only_who_stands_in(catalog):
    """Whoever stands in is held against every rule itself."""
    read: set[str] = set()
    options = Printkit(today=TODAY).options(OPTIONS)
    for name in ("heel-walking", "seated-toe-raise", "step-up"):
        exercise = catalog.exercise(name)
        spy = Spy(exercise)
        item = Item(exercise=spy, dose=exercise.dose, day_part=exercise.day_part)
        cleared = safety.review(Plan(items=(item,), chosen_by="test"), options, catalog.rules, catalog.exercise)
        read |= spy.read
        assert cleared.findings
    assert read & set(overlay.FREE) == {"easier", "harder", "replace_with"}


def changes(exercise: Exercise) -> list[tuple[str, object]]:
    """Other values for every field of an exercise: each choice, each list without one and with one more, each stop gone."""
    choices = {
        "exercise_class": ExerciseClass,
        "position": Position,
        "level": Level,
        "evidence": Evidence,
        "day_part": DayPart,
        "needs_person": Answer,
    }
    found: list[tuple[str, object]] = []
    for name in Exercise.__struct_fields__:
        value = getattr(exercise, name)
        if name in choices:
            found += [(name, other) for other in choices[name] if other is not value]
        elif name in ("demands", "tags", "equipment", "trains", "source"):
            found += [(name, tuple(each for each in value if each != gone)) for gone in value]
            found += (
                [(name, (*value, more)) for more in MORE if more not in value] if name in ("demands", "tags") else []
            )
        elif name == "text":
            text = value["en"]
            stops = [(*text.stop_if[:at], *text.stop_if[at + 1 :]) for at in range(len(text.stop_if))]
            stops += [("All is well.",), tuple(f"No {each}" for each in text.stop_if)]
            found += [(name, {**value, "en": replace(text, stop_if=each)}) for each in stops]
        elif name in ("easier", "harder", "replace_with"):
            found += [(name, other) for other in ("", "heel-walking", "seated-toe-raise")]
        elif name == "dose":
            found.append((name, replace(value, sets=10)))
    return found


MORE = ("stairs", "heel-walking", "one-leg", "lies", "sits", "stands", "grips")


def test_whatever_a_clinic_changes_in_an_exercise_the_findings_grow_or_it_does_not_load(catalog):
    rules = catalog.rules
    refused, grown, tried = 0, 0, set()
    for name in catalog.names("exercises"):
        ours = catalog.exercise(name)
        reached = {rule.id for rule in rules if demands.concerns(rule, ours)}
        for field, value in changes(ours):
            tried.add(field)
            own = replace(ours, **{field: value})
            if [*overlay.loosened(own, ours), *overlay.out_of_reach(own, ours, rules)]:
                refused += 1
                continue
            grown += 1
            assert reached <= {rule.id for rule in rules if demands.concerns(rule, own)}, (name, field, value)
            assert own.needs_person is Answer.YES or ours.needs_person is not Answer.YES
            assert set(ours.text["en"].stop_if) <= set(own.text["en"].stop_if)
    assert refused > 1000
    assert grown > 1000
    assert {*overlay.GUARDED, *overlay.BY_RULES} - {"id"} <= tried


@pytest.fixture
def ours(tmp_path):
    """A catalogue with a clinic's own copy of a shipped exercise, one field changed."""

    def catalog_of(exercise: Exercise, **changed: object) -> Catalog:
        told = msgspec.to_builtins(replace(exercise, **changed))
        told = {key: value for key, value in told.items() if key != "id" and value not in (None, "", [], {})}
        (tmp_path / "exercises").mkdir(exist_ok=True)
        (tmp_path / "exercises" / f"{exercise.id}.yaml").write_text(json.dumps(told), encoding="utf-8")
        return Catalog((tmp_path, CATALOG))

    return catalog_of


@pytest.mark.parametrize("name", ["heel-walking", "exercise-bike", "seated-toe-raise"])
def test_the_same_holds_for_files(ours, catalog, name):
    exercise = replace(catalog.exercise(name), least=DoseLimit(), most=DoseLimit())
    dose = {key: value for key, value in msgspec.to_builtins(exercise.dose).items() if value}
    assert dose
    ours(exercise, demands=exercise.demands).exercise(name)
    for field, value in changes(exercise):
        if field in ("exercise_class", "demands", "tags", "needs_person", "evidence", "text", "position"):
            own = replace(exercise, **{field: value})
            slips = [*overlay.loosened(own, exercise), *overlay.out_of_reach(own, exercise, catalog.rules)]
            if slips and (field != "text" or own.text["en"].stop_if):
                with pytest.raises((CatalogError, Several)):
                    ours(exercise, **{field: value}).exercise(name)


def test_another_language_gives_as_many_reasons_to_stop(catalog):
    exercise = catalog.exercise("seated-toe-raise")
    text = exercise.text["en"]
    german = replace(text, stop_if=("Neuer Schmerz.",))
    (slip,) = overlay.loosened(replace(exercise, text={"en": text, "de": german}), exercise)
    assert re.fullmatch(r"stop_if in de has 1 of [2-4] reasons", slip)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("regions.yaml", 'GB: {emergency_number: "123", paper: A4, date_order: day-first}\n', "ours is '999'"),
        ("demands.yaml", "stands: {means: {en: Stands.}}\n", " is gone"),
    ],
)
def test_shared_files_of_a_clinic_take_nothing_from_ours(tmp_path, file, text, says):
    (tmp_path / file).write_text(text, encoding="utf-8")
    catalog = Catalog((tmp_path, CATALOG))
    with pytest.raises((CatalogError, Several), match=says) as raised:
        getattr(catalog, file.partition(".")[0])
    assert f"{file}:1" in str(raised.value)


# --- nothing that is left out reaches a page

LEFT_OUT = "heel-walking"
OPTIONS = {
    "patient": {"id": "p-1", "name": "Sam Example"},
    "stroke": {"affected_side": "left"},
    "health": {
        "screened_by": "J. Marsh",
        "screened_on": "2026-11-16",
        "dizzy_on_standing": "yes",
        "stands_5_minutes": "no",
    },
    "home": {"helper": "no", "lives_alone": "yes"},
    "clinic": {"region": "GB"},
    "plan": {"exercises": [{"exercise": LEFT_OUT}, {"exercise": "seated-toe-raise"}]},
}
KINDS = ("booklet", "clinician", "chart", "fridge", "handout")


def printed(kit: Printkit, kind: str, values: dict[str, object]) -> tuple[object, ...]:
    """The blocks of one kind."""
    options = kit.options(values)
    if kind == "handout":
        return kit.handout(LEFT_OUT, options).document.blocks
    if kind == "clinician":
        return kit.booklet(options, clinician=True).document.blocks
    return getattr(kit, kind)(options).document.blocks


def offered(blocks: tuple[object, ...]) -> set[str]:
    """The titles under which a document asks the reader to do something: headings, rows of the plan and of a chart."""
    found: set[str] = set()
    for block in walk(blocks):
        if isinstance(block, Heading):
            found.add(text_of(block.children))
        elif isinstance(block, Table) and len(block.headers) == 3:
            found |= {cell for row in block.rows for cell in row[:2]}
        elif isinstance(block, DayChart):
            found |= {row.label for row in block.rows if isinstance(row, ChartRow)}
    return {title.partition(" (")[0] for title in found}


def safe(blocks: tuple[object, ...], catalog: Catalog, kind: str) -> None:
    """Whether a document does not ask for what was left out, and says that it was."""
    text = catalog.exercise(LEFT_OUT).text["en"]
    said = list(texts(blocks))
    assert text.title not in offered(blocks), kind
    assert not any(step in said for step in text.steps if "{" not in step), kind
    assert any(text.title in each and re.search("Left out|Not on this sheet", each) for each in said) or any(
        each.startswith(text.title) for each in said
    ), kind


def with_plan(**plan: object) -> dict[str, object]:
    return {**OPTIONS, "plan": plan}


WAYS = {
    "a list": OPTIONS,
    "a list with a note": with_plan(exercises=[{"exercise": LEFT_OUT, "note": "Do it.", "sets": 1}, {"exercise": "seated-toe-raise"}]),
    "a programme": with_plan(programme="walking", level="functional"),
    "topics": {**OPTIONS, "print": {"add": ["braces"], "other_views": ["E4"]}},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_is_left_out_is_on_any_kind_of_print(catalog, kind, way):
    kit = Printkit(today=TODAY)
    blocks = printed(kit, kind, WAYS[way])
    if way == "a programme" and kind != "handout":
        assert catalog.exercise(LEFT_OUT).text["en"].title not in offered(blocks)
    else:
        safe(blocks, catalog, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["??", "--", "n/a", "unknown", "x", "xx", "No one", ""])
def test_no_exception_that_nobody_signs_lifts_a_rule_for_any_kind(kind, name):
    rule = Printkit(today=TODAY).cleared(Printkit(today=TODAY).options(OPTIONS)).left_out[0].rule.id
    signed = {**OPTIONS, "overrides": [{"rule": rule, "name": name, "reason": "He wants it."}]}
    with pytest.raises(PrintkitError, match="name"):
        printed(Printkit(today=TODAY), kind, signed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        {"exercise_class": ExerciseClass.ACTIVE_LEG},
        {"position": Position.SITTING},
        {"demands": ()},
        {"tags": ()},
        {"needs_person": Answer.NO},
    ],
    ids=str,
)
def test_no_version_of_a_clinic_brings_it_back(catalog, ours, tmp_path, kind, change):
    ours(catalog.exercise(LEFT_OUT), **change)
    with pytest.raises((CatalogError, Several)):
        printed(Printkit(catalog=tmp_path, today=TODAY), kind, OPTIONS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "line",
    [
        '{{ steps("heel-walking") }}',
        '{{ pictures("heel-walking") }}',
        '{{ dose("heel-walking") }}',
        '{{ exercise("heel-walking") }}',
        '{{ stop_if("heel-walking") }}',
        "{% for left in left_out %}\n- {{ left.title }}\n{% endfor %}",
        "{{ items[0].stop_if }}",
        '{{ items[0]["stop" ~ "_if"]|join }}',
    ],
)
def test_no_template_brings_it_back_or_takes_a_list_from_its_heading(tmp_path, kind, line):
    file = f"{'booklet' if kind == 'clinician' else kind}.en.md"
    (tmp_path / file).write_text(f"{(TEMPLATES / file).read_text()}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(PrintkitError) as raised:
        printed(Printkit(templates=tmp_path, today=TODAY), kind, OPTIONS)
    assert f"{file}:" in raised.value.where + str(raised.value)
    assert raised.value.hint


def test_no_template_prints_a_topic_that_is_left_out(tmp_path, catalog):
    rule = next(rule for rule in catalog.rules if rule.pages and "health.implanted_device" in rule.when)
    (name, values), *_ = rule.when.items()
    group, _, field = name.partition(".")
    asked = {**OPTIONS, group: {**OPTIONS.get(group, {}), field: values[0]}}
    title = catalog.topic(rule.pages[0]).text["en"].title
    (tmp_path / "booklet.en.md").write_text(
        f'{(TEMPLATES / "booklet.en.md").read_text()}\n\n{{{{ topic("{rule.pages[0]}") }}}}\n', encoding="utf-8"
    )
    blocks = printed(Printkit(templates=tmp_path, today=TODAY), "booklet", asked)
    assert title not in offered(blocks)
    words = list(texts(blocks))
    heading = words.index(catalog.labels("en")("warnings", "not-in-plan"))
    assert any(each.startswith(f"{title}: ") for each in words[heading + 1 :])


@pytest.mark.parametrize("kind", ["booklet", "chart", "fridge"])
def test_nothing_that_is_left_out_comes_back_by_a_roster_and_every_row_says_so(catalog, tmp_path, templates, kind):
    (tmp_path / "p-1.yaml").write_text(json.dumps(OPTIONS), encoding="utf-8")
    roster = tmp_path / "roster.csv"
    with roster.open("w", newline="") as file:
        csv.writer(file).writerows([["options"], ["p-1.yaml"]])
    request = BatchRequest(roster=roster, kind=kind, folder=tmp_path, today=TODAY, rules=True)
    found = batch.planned(request, catalog, templates)
    (state,) = found.states()
    assert any(each.startswith(f"row 2: p-1: left out: {LEFT_OUT} (rule ") for each in state.left_out)
    done = worker.make(next(found.read(found.todo)))
    assert done.left_out == state.left_out
    assert "Sam" not in str(done)


# --- who signs


HEALTH = {"screened_by": "J. Marsh", "screened_on": "2026-11-16"}


def of_patient(kit: Printkit, *, health: dict[str, object] = HEALTH, **more: object) -> None:
    kit.options({"patient": {"id": "p-1"}, "health": health, **more})


def switched_off(kit: Printkit, folder, name: str) -> None:
    (folder / "rules-off.yaml").write_text(f"- {{rule: R-03, name: '{name}', reason: Not for us.}}\n")
    _ = kit.catalog.switched_off


def reviewed(kit: Printkit, folder, name: str) -> None:
    (folder / "reviews.yaml").write_text(f"rules/R-03: {{by: '{name}', on: 2026-11-16, of: '12345678'}}\n")
    _ = kit.catalog.rules


def in_the_file(kit: Printkit, folder, name: str) -> None:
    text = (CATALOG / "topics" / "red-flags.yaml").read_text(encoding="utf-8")
    (folder / "topics").mkdir()
    (folder / "topics" / "red-flags.yaml").write_text(f"{text}reviewed_by: '{name}'\n", encoding="utf-8")
    kit.catalog.topic("red-flags")


def on_a_sheet(kit: Printkit, folder, name: str) -> None:
    entry = replace(next(iter(reviews.entries(kit.catalog))), reviewed_by=name, reviewed_on=TODAY)
    (folder / "sheet.csv").write_text(reviews.sheet([entry]))
    reviews.signed(folder / "sheet.csv", kit.catalog, TODAY)


PLACES = {
    "screened_by": lambda kit, _, name: of_patient(kit, health={**HEALTH, "screened_by": name}),
    "override": lambda kit, _, name: of_patient(
        kit, overrides=[{"rule": "R-03", "name": name, "reason": "He wants it."}]
    ),
    "cleared": lambda kit, _, name: of_patient(
        kit, health={**HEALTH, "cleared": [{"what": "heart", "by": name, "on": "2026-11-16"}]}
    ),
    "command line": lambda kit, _, name: kit.handout("ankle-pumps", screened_by=name, screened_on="2026-11-16"),
    "rules-off.yaml": switched_off,
    "reviews.yaml": reviewed,
    "reviewed_by": in_the_file,
    "a signed sheet": on_a_sheet,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["??", "--", "n/a", "unknown", "x"])
def test_a_signature_names_somebody_wherever_it_stands(tmp_path, place, name):
    with pytest.raises((PrintkitError, Several)) as raised:
        PLACES[place](Printkit(catalog=tmp_path, today=TODAY), tmp_path, name)
    assert f"is {name!r}" in str(raised.value)
    assert "name" in raised.value.hint


def test_options_that_another_program_made_are_not_screened_by_nobody(smallest):
    assert smallest.screened
    assert not replace(smallest, health=replace(smallest.health, screened_by="??")).screened


@pytest.mark.parametrize("name", ["Li", "J. Marsh", "Nan", "Ünal", "李明", "Noah"])
def test_people_sign(name):
    assert constraints.names_someone(name)
