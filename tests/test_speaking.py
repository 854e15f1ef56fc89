"""What is remembered of the rules says the same as the rules themselves, whoever was judged before."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from printkit.catalog.demands import concerns
from printkit.catalog.store import Catalog
from printkit.model.facts import meets
from printkit.model.vocabulary import Action, Answer
from printkit.planning.speaking import applies, is_met, speaking_for
from printkit.resources import CATALOG

RULES = Catalog((CATALOG,)).rules
EXERCISES = [Catalog((CATALOG,)).exercise(name) for name in ("seated-toe-raise", "stairs-with-rail", "bridging")]
SAID = {
    name: sorted({"unknown", "no", "yes", *(value for rule in RULES for value in rule.when.get(name, ()))})
    for name in sorted({"home.nobody", *(name for rule in RULES for name in rule.when)})
}
patients = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in SAID.items()})
CHANGING, BLOCKING = (Action.SUPERVISE, Action.MODIFY), (Action.BLOCK, Action.SEE_FIRST)


def ids(rules):
    return [rule.id for rule in rules]


@given(patients, st.sets(st.sampled_from([rule.id for rule in RULES]), max_size=3))
def test_what_is_remembered_of_the_rules_says_what_they_say(facts, lifted):
    found = speaking_for(RULES, facts, general=False, lifted=lifted)
    live = [rule for rule in RULES if rule.id not in lifted]
    holding = [rule for rule in live if applies(rule, facts) and rule.helped is Answer.NO]
    met = [rule for rule in holding if is_met(rule, facts)]
    by_action = [[rule for rule in met if rule.action is action] for action in (Action.SEE_FIRST, Action.EXCLUDE)]
    assert ids(found.excluding) == ids([*by_action[0], *by_action[1]])
    assert ids(found.changing) == ids(rule for rule in holding if rule.action in CHANGING)
    assert ids(found.supervising) == ids(rule for rule in met if rule.action is Action.SUPERVISE)
    assert ids(found.blocking) == ids(rule for rule in holding if rule.action in BLOCKING)
    assert ids(found.helped) == ids(rule for rule in live if rule.helped is Answer.YES and applies(rule, facts))
    assert ids(found.calling) == ids(rule for rule in live if rule.action is Action.PAGE and applies(rule, facts))
    assert ids(found.looks) == ids(rule for rule in live if rule.action is Action.LOOK and applies(rule, facts))
    nobody = facts["home.nobody"] == "yes"
    asked = [rule for rule in found.changing if nobody and rule.not_alone_if]
    assert ids(found.asked) == ids(rule for rule in asked if any(facts[name] == "unknown" for name in rule.when))
    for exercise in EXERCISES:
        of = found.of(exercise)
        for name in of.__struct_fields__:
            assert ids(getattr(of, name)) == ids(rule for rule in getattr(found, name) if concerns(rule, exercise))


@given(patients, st.booleans())
def test_a_question_is_asked_where_an_open_answer_alone_is_missing(facts, general):
    """Written out again here: at least one answer that a rule reads is open, and all others meet it."""
    found = speaking_for(RULES, facts, general=general)
    lacking = [
        rule
        for rule in RULES
        if (open_ := {name for name in rule.when if facts[name] == "unknown"})
        and all(name in open_ or meets(name, facts[name], values) for name, values in rule.when.items())
    ]
    leaving_out = (*BLOCKING, Action.EXCLUDE)
    assert ids(found.open) == ids(
        rule for rule in lacking if rule.action in leaving_out and rule.not_if and (general or rule.open is Answer.YES)
    )
    if general:  # the reader answers what a row with `open: no` asks for, too
        holding = [rule for rule in RULES if applies(rule, facts) and rule.helped is Answer.NO]
        more = [
            rule
            for rule in lacking
            if rule.action is Action.SUPERVISE
            and rule.not_alone_if
            and (rule.helped, rule.open) == (Answer.NO, Answer.NO)
            and not is_met(rule, facts)
        ]
        assert ids(found.changing) == ids(rule for rule in (*holding, *more) if rule.action in CHANGING)


@given(st.lists(patients, min_size=3, max_size=3))
def test_no_patient_changes_what_is_said_of_another(several):
    found = set()
    for order in permutations(range(len(several))):
        said = {at: speaking_for(RULES, several[at], general=False) for at in order}
        found.add(tuple(tuple(ids(said[at].excluding + said[at].changing)) for at in range(len(several))))
    assert len(found) == 1


def test_an_exercise_of_another_catalogue_is_looked_at_anew():
    from msgspec.structs import replace

    mine = EXERCISES[1]
    facts = {**dict.fromkeys(SAID, "no"), "health.screened": "no"}
    found = speaking_for(RULES, facts, general=False)
    before = found.of(mine)
    other = replace(mine, demands=(), position=EXERCISES[0].position)
    assert ids(found.of(other).blocking) == ids(rule for rule in found.blocking if concerns(rule, other))
    assert found.of(mine) == before
