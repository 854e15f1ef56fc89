"""The step up from an exercise is harder, and the step down is easier: what a patient is told to ask for leads nowhere wrong."""

from printkit.model.vocabulary import Level, Position

LEVELS, POSITIONS = list(Level), list(Position)
# Steps between 2 levels that seem to lead the other way, and why they do not.
HARDER_ALL_THE_SAME = {
    ("band-toe-raise", "heel-and-toe-stands"): "it is done standing",
    ("forward-lean", "sit-to-stand-with-arms"): "the weight comes off the seat",
    ("knee-straightening", "sit-to-stand-with-arms"): "the weight comes off the seat",
    ("heel-first-steps", "step-over"): "both are walked, one over a thing",
    ("leg-off-bed", "lie-to-sit"): "the first is a part of the second",
    ("knee-rolls", "rolling"): "the first is a part of the second",
    ("knee-rolls", "roll-to-stronger-side"): "the first is a part of the second",
    ("shoulder-rolls", "shoulder-blade-on-side"): "lying on one side is hard for many",
    ("shoulder-blade-on-side", "table-slide-forward"): "it is done sitting",
}
BALANCE = (  # of the feet: as the 4 stages of the balance test, and of the Otago programme
    "feet-together-stand",
    "half-tandem-stand",
    "half-tandem-stand-swapped",
    "tandem-stand",
    "tandem-stand-swapped",
    "one-leg-stand-stronger-side",
    "one-leg-stand-affected-side",
)


def pairs(catalog):
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        if exercise.harder:
            yield name, exercise.harder
        if exercise.easier:
            yield exercise.easier, name


def test_a_step_up_is_never_one_down(catalog):
    wrong = set()
    for easier, harder in pairs(catalog):
        down, up = catalog.exercise(easier), catalog.exercise(harder)
        lower = LEVELS.index(up.level) < LEVELS.index(down.level)
        if lower or POSITIONS.index(up.position) < POSITIONS.index(down.position):
            wrong.add((easier, harder))
    assert wrong == set(HARDER_ALL_THE_SAME)


def test_nothing_is_both_easier_and_harder_than_another(catalog):
    found = set(pairs(catalog))
    assert {pair for pair in found if pair[::-1] in found} == set()


def test_the_base_of_the_feet_grows_smaller_step_by_step(catalog):
    steps = [name for name in BALANCE if name != BALANCE[-1]]
    assert [catalog.exercise(name).harder for name in steps] == list(BALANCE[1:])


def test_the_step_up_from_a_bridge_is_a_bridge_on_one_leg(catalog):
    assert catalog.exercise("bridging").harder == "bridging-one-leg"
