"""What exercises ask of a body: every list is whole, and no clinic's version can ask less or slip from a rule."""

import re

import pytest
from msgspec.structs import replace

from printkit.catalog import demands
from printkit.catalog.demands import concerns
from printkit.catalog.store import Catalog
from printkit.errors import PrintkitError
from printkit.model.records import Rule
from printkit.model.vocabulary import Action, Answer, Evidence, ExerciseClass, Position
from printkit.resources import CATALOG


def every(catalog):
    return [catalog.exercise(name) for name in catalog.names("exercises")]


def test_every_exercise_says_what_it_asks_in_words_of_the_vocabulary(catalog):
    found = {each.id: list(demands.problems(each, catalog.demands)) for each in every(catalog)}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_every_word_of_the_vocabulary_is_asked_by_some_exercise_and_means_something(catalog):
    asked = {name for each in every(catalog) for name in demands.asked(each)}
    assert asked == set(catalog.demands)
    assert all(demand.means["en"].endswith(".") for demand in catalog.demands.values())


def test_what_is_implied_is_in_the_vocabulary_and_never_runs_in_a_circle(catalog):
    for name, demand in catalog.demands.items():
        seen, todo = set(), list(demand.implies)
        while todo:
            other = todo.pop()
            assert other in catalog.demands
            assert other != name
            if other not in seen:
                seen.add(other)
                todo += catalog.demands[other].implies


def test_no_exercise_takes_the_weak_arm_above_the_shoulder(catalog):
    words = {each.id: " ".join((each.text["en"].hold_on, *each.text["en"].steps)).lower() for each in every(catalog)}
    assert [name for name, text in words.items() if re.search(r"above (your )?(shoulder|head)|overhead", text)] == []


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        (
            "standing-calf-stretch",
            {"demands": ("stands", "leg-moves", "calf-end-stretch", "no-such")},
            "no demand 'no-such'",
        ),
        (
            "march-on-the-spot",
            {"demands": ("one-leg-stand", "both-hands-hold", "leg-moves")},
            "the demand stands is missing",
        ),
        (
            "standing-calf-stretch",
            {"demands": ("stands", "leg-moves", "calf-end-stretch")},
            "one hold, this one has none",
        ),
        ("standing-calf-stretch", {"demands": ("stands", "leg-moves", "no-hold", "both-hands-hold")}, "one hold"),
        ("seated-toe-raise", {"position": Position.STANDING_FREE}, "its position is standing-free"),
        ("seated-toe-raise", {"exercise_class": ExerciseClass.WALKING}, "the demand steps is missing"),
        ("seated-toe-raise", {"tags": ("barefoot",)}, "the demand barefoot is missing: it has the tag barefoot"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(catalog, name, change, complaint):
    exercise = replace(catalog.exercise(name), **change)
    assert complaint in " / ".join(message for message, _ in demands.problems(exercise, catalog.demands))


def test_words_in_the_steps_show_what_is_asked(catalog):
    exercise = catalog.exercise("seated-toe-raise")
    steps = ("Lie on your back.", *exercise.text["en"].steps[1:])
    lying = replace(exercise, text={"en": replace(exercise.text["en"], steps=steps)})
    assert "its steps say 'on your back'" in " ".join(
        message for message, _ in demands.problems(lying, catalog.demands)
    )


# --- which exercises a row reaches


def row(**more) -> Rule:
    return Rule(id="R-01", action=Action.EXCLUDE, because={"en": "x"}, source=("DM",), **more)


def test_a_row_reaches_what_asks_any_of_its_demands(catalog):
    reached = {each.id for each in every(catalog) if concerns(row(demands=("one-leg-stand", "floor")), each)}
    assert reached == {each.id for each in every(catalog) if {"one-leg-stand", "floor"} & set(each.demands)}
    assert len(reached) > 5


def test_a_row_with_all_reaches_only_what_asks_every_one_and_one_besides(catalog):
    wanted = row(all_demands=("both-hands-hold",), with_any=("one-leg-stand", "narrow-base"))
    for each in every(catalog):
        both = "both-hands-hold" in each.demands and bool({"one-leg-stand", "narrow-base"} & set(each.demands))
        assert concerns(wanted, each) is both, each.id


def test_a_row_leaves_alone_what_asks_one_of_its_not_demands_and_names_what_no_demand_tells(catalog):
    rising = row(demands=("stands",), not_demands=("rises",))
    assert concerns(rising, catalog.exercise("stand-tall"))
    assert not concerns(rising, catalog.exercise("sit-to-stand"))
    assert concerns(row(exercises=("step-taps",)), catalog.exercise("step-taps"))
    assert not concerns(row(exercises=("step-taps",)), catalog.exercise("stand-tall"))


def test_a_row_that_names_a_demand_nobody_knows_is_refused(tmp_path):
    (tmp_path / "rules.yaml").write_text(
        '- {id: R-98, action: exclude, demands: [stand], because: {en: "No."}, source: [DM]}\n', encoding="utf-8"
    )
    with pytest.raises(PrintkitError, match="there is no demand 'stand'\n  hint: did you mean 'stands'"):
        _ = Catalog((tmp_path, CATALOG)).rules


# --- a clinic's own version


FIELDS = {
    "class": ("class: ", "class: hand"),
    "position": ("position: ", "position: sitting"),
    "demands": ("demands: ", "demands: []"),
    "tags": ("tags: ", "tags: []"),
    "needs_person": ("needs_person: ", "needs_person: no"),
    "evidence": ("evidence: ", "evidence: E1"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_clinics_version_is_reached_by_every_rule_that_reaches_ours_or_does_not_load(catalog, tmp_path, field):
    start, own = FIELDS[field]
    (tmp_path / "exercises").mkdir()
    failed = []
    for name in catalog.names("exercises"):
        text = (CATALOG / "exercises" / f"{name}.yaml").read_text(encoding="utf-8")
        changed = re.sub(rf"^{start}.*(\n  .*\])?", own, text, flags=re.MULTILINE)
        (tmp_path / "exercises" / f"{name}.yaml").write_text(changed, encoding="utf-8")
        overlaid = Catalog((tmp_path, CATALOG))
        try:
            found = overlaid.exercise(name)
        except PrintkitError:
            continue
        lost = [
            rule.id for rule in catalog.rules if concerns(rule, catalog.exercise(name)) and not concerns(rule, found)
        ]
        easier = catalog.exercise(name).evidence in (Evidence.E4, Evidence.E5) and found.evidence is Evidence.E1
        if lost or easier or (catalog.exercise(name).needs_person is Answer.YES and found.needs_person is Answer.NO):
            failed.append((name, lost))
    assert failed == []


def test_a_demand_that_rules_leave_alone_cannot_be_added_to_slip_from_them(catalog, tmp_path):
    (tmp_path / "exercises").mkdir()
    text = (CATALOG / "exercises" / "stand-tall.yaml").read_text(encoding="utf-8")
    (tmp_path / "exercises" / "stand-tall.yaml").write_text(
        text.replace("demands: [", "demands: [feel-needed, "), encoding="utf-8"
    )
    with pytest.raises(PrintkitError, match="would no longer reach it"):
        Catalog((tmp_path, CATALOG)).exercise("stand-tall")
