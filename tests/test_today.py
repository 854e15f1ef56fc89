"""An answer that may mean an urgent illness stands first on every print; without it nobody is told to see a doctor."""

from collections.abc import Iterator, Mapping

import pytest
from histories import SINCE, UNTIL, full
from msgspec.structs import replace
from test_demand_rules import PRINTED_ON, WELL, meetings, options_of

from printkit import pipeline
from printkit.content import todo
from printkit.content.kinds import KINDS, REPORTS
from printkit.document import Document, walk, words_of
from printkit.errors import Unsafe
from printkit.intake import unnamed
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.model.records import Rule
from printkit.model.vocabulary import Action
from printkit.pipeline import Variant
from printkit.reports import report

PLAN = ("reach-for-a-cup", "seated-toe-raise", "sit-to-stand-with-arms", "shoulder-rolls", "belly-breathing")
TICKED = {"home-safety/entry/E1/no": "yes"}
URGENT = ("R-14a", "R-28a", "R-58", "R-64", "R-71a", "R-81a", "R-83a")


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=PRINTED_ON)


def asked(kit: Printkit, told: Mapping[str, object]) -> Options:
    return options_of(kit, {**told, "clinic.region": "GB", "clinic.phone": "01632 960123"}, *PLAN)


def documents(kit: Printkit, options: Options, *, planned: bool = True) -> Iterator[tuple[str, Document]]:
    """Every kind of print that a patient is given."""
    catalog = kit.catalog

    def made(kind: str, asked: Options = options, **names: object) -> tuple[str, Document]:
        found = KINDS[kind] if kind in KINDS else REPORTS["patient"]
        return kind, pipeline.composed(found, catalog, kit.templates, asked, Variant(names=names))[0]

    for kind in ("booklet", "chart", "fridge") if planned else ():
        yield made(kind)
    if planned:
        left = {each.exercise.id for each in kit.cleared(options).left_out}
        yield made("handout", unnamed.only(next(name for name in PLAN if name not in left), options))
    yield made("checklist", **unnamed.checklist_names(catalog, "home-safety", ()))
    yield made("leaflet", leaflet="fatigue")
    yield made("skin-sheet")
    yield made("todo", **todo.names(catalog, options, pipeline.speaker(catalog, options), TICKED, "answers"))
    history = replace(full(), patient="p-1")
    yield made("report-patient", **report.names(catalog, options, history, SINCE, UNTIL))


def rule_of(kit: Printkit, name: str) -> Rule:
    return next(rule for rule in kit.catalog.rules if rule.id == name)


def said(kit: Printkit, options: Options, rule: Rule) -> str:
    return pipeline.speaker(kit.catalog, options).say(rule.today["en"])


def test_these_answers_mean_today(kit):
    """Who adds one, or takes one out, says so here."""
    assert tuple(rule.id for rule in kit.catalog.rules if rule.today) == URGENT


@pytest.mark.parametrize("name", URGENT)
def test_every_kind_of_print_says_it(kit, name):
    rule = rule_of(kit, name)
    for told in meetings(rule):
        options = asked(kit, told)
        if rule.action is Action.BLOCK:
            with pytest.raises(Unsafe, match=r"today: "):
                kit.cleared(options)
        for kind, document in documents(kit, options, planned=rule.action is not Action.BLOCK):
            blocks = list(walk(document.blocks))
            words = "\n".join(map(words_of, document.blocks))
            assert said(kit, options, rule) in words, kind
            assert "Before you do any exercise:" in words, kind
            if kind != "chart":  # there it stands under the boxes
                first = next(at for at, each in enumerate(blocks) if said(kit, options, rule) in words_of(each))
                assert first < len(blocks) / 3, kind


def test_who_is_well_is_sent_to_nobody(kit):
    options = asked(kit, WELL)
    every = [said(kit, options, rule_of(kit, name)) for name in URGENT]
    for kind, document in documents(kit, options):
        words = "\n".join(map(words_of, document.blocks))
        assert [each for each in (*every, "Before you do any exercise:") if each in words] == [], kind
    assert kit.explain(options).first == ()


def test_it_is_said_where_the_plan_has_nothing_that_the_rule_leaves_out(kit):
    options = options_of(kit, {**WELL, "health.leg_clot": "suspected"}, "reach-for-a-cup")
    found = kit.cleared(options)
    assert not found.left_out
    assert [rule.id for rule in found.today] == ["R-14a"]
    assert kit.explain(options).first[0].startswith("See a doctor today: a leg may have a clot.")


def test_an_open_answer_and_a_lifted_rule_send_nobody(kit):
    unknown = options_of(kit, {**WELL, "health.leg_clot": "unknown"}, "reach-for-a-cup")
    assert kit.cleared(unknown).today == ()
    heart = {**WELL, "health.unsteady_heart": "yes"}
    assert kit.cleared(options_of(kit, heart, "reach-for-a-cup")).today
    seen = {**heart, "health.cleared": [{"what": "heart", "by": "A. Heart", "on": PRINTED_ON}]}
    assert kit.cleared(options_of(kit, seen, "reach-for-a-cup")).today == ()


def test_a_batch_says_it_of_its_row_and_by_the_id(printkit, tmp_path):
    head = "id,name,side,screened by,screened on,leg clot,programme"
    row = "p-7,Sam Example,left,J. Marsh,2026-11-16,suspected,arm-reach-and-lift"
    (tmp_path / "ward.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    dry = printkit("batch", "ward.csv", "--dry-run")
    assert "row 2: p-7: a doctor or the clinic today, before any exercise (rule R-14a)" in dry.output
    printkit("batch", "ward.csv", "--dry-run", "-o", "preview.csv")
    assert "See a doctor today: a leg may have a clot." in (tmp_path / "preview.csv").read_text(encoding="utf-8")
    for kind in ("home-safety", "fridge"):  # one has no plan
        made = printkit("batch", "ward.csv", "--kind", kind, "-o", f"out-{kind}")
        assert "(rule R-14a)" in made.output, made.output
        assert "Sam" not in made.output
