"""What a booklet can be spared: leaflets and checklists, but nothing that warns and nothing that a rule calls for."""

import json

import pytest
from msgspec.structs import replace

from printkit import Printkit
from printkit.content.kinds import KINDS
from printkit.document import words_of
from printkit.errors import Several, Unsafe
from printkit.model.options import Appearance, Override
from printkit.model.person import Health
from printkit.model.vocabulary import WARNING_TOPICS, Action, Answer
from printkit.pipeline import composed
from printkit.planning.plan import draft
from printkit.planning.safety import review


def sparing(options, *names):
    return replace(options, print=replace(options.print, leave_out=names))


def judged(catalog, options):
    return review(draft(catalog, options), options, catalog.rules, catalog.exercise)


@pytest.fixture
def diabetic(smallest):
    """Somebody for whom a rule calls for a page on feet."""
    return replace(smallest, health=Health(**{**_given(smallest.health), "diabetes": Answer.YES}))


def _given(record):
    return {name: getattr(record, name) for name in record.__struct_fields__}


@pytest.mark.parametrize("name", WARNING_TOPICS)
def test_safety_itself_keeps_what_warns(catalog, smallest, name):
    with pytest.raises(Unsafe, match=f"{name} cannot be left out"):
        judged(catalog, sparing(smallest, name))


def test_what_a_rule_calls_for_stays_until_somebody_signs(catalog, diabetic):
    page = "feet-and-diabetes"
    (calling,) = (rule for rule in catalog.rules if rule.action is Action.PAGE and page in rule.pages)
    assert page in judged(catalog, diabetic).pages
    with pytest.raises(Unsafe) as refused:
        judged(catalog, sparing(diabetic, page))
    assert refused.value.where == f"rule {calling.id}"
    assert f"overrides: [{{rule: {calling.id}," in refused.value.hint

    signed = replace(
        sparing(diabetic, page), overrides=(Override(rule=calling.id, name="C. Clinician", reason="Has had it."),)
    )
    cleared = judged(catalog, signed)
    assert page not in cleared.pages
    assert [finding.override.name for finding in cleared.findings if finding.rule is calling] == ["C. Clinician"]


def test_every_refusal_comes_at_once(catalog, diabetic):
    with pytest.raises(Several) as refused:
        judged(catalog, sparing(diabetic, "red-flags", "feet-and-diabetes"))
    assert len(refused.value.problems) == 2


def test_the_hint_of_the_message_works(printkit, tmp_path):
    path = tmp_path / "sam.yaml"
    text = {
        "patient": {"id": "sam"},
        "stroke": {"affected_side": "left"},
        "health": {"screened_by": "A. Therapist", "screened_on": "2026-11-16", "diabetes": "yes"},
        "home": {"helper": "yes", "lives_alone": "no"},
        "plan": {"exercises": ["seated-toe-raise"]},
        "print": {"printed_on": "2026-11-20", "leave_out": ["feet-and-diabetes"]},
        "clinic": {"region": "GB"},
    }
    path.write_text(json.dumps(text))
    result = printkit("booklet", path)
    assert result.exit_code != 0
    rule = result.stderr.split("{rule: ")[1].split(",")[0]
    text["overrides"] = [{"rule": rule, "name": "C. Clinician", "reason": "Has had it from us."}]
    path.write_text(json.dumps(text))
    assert printkit("booklet", path).exit_code == 0


def test_a_leaflet_is_added_whole_and_left_out_whole(catalog, templates, smallest):
    def words(options):
        document, _ = composed(KINDS["booklet"], catalog, templates, options)
        return "\n".join(map(words_of, document.blocks))

    more = Appearance(add=("limb-care", "low-mood")).over(smallest)
    for title in ("limb-care", "low-mood"):
        kind = catalog.checklist(title) if title == "limb-care" else catalog.topic(title)
        assert kind.text["en"].title not in words(smallest)
        assert kind.text["en"].title in words(more)


def test_a_name_typed_at_a_booklet_that_stands_for_nothing_is_told(printkit, smallest):
    from printkit.errors import PrintkitError

    with pytest.raises(PrintkitError, match="there is no leaflet or checklist 'home-safty'") as problem:
        Printkit().booklet(smallest, look=Appearance(add=("home-safty",)))
    assert problem.value.hint == "did you mean 'home-safety'?"
