"""A text of the catalogue in the words of one patient."""

from datetime import date

import pytest

from printkit.catalog.holds import chosen
from printkit.catalog.plain_language import TOKENS
from printkit.content.voice import Voice
from printkit.errors import CatalogError
from printkit.model.options import Clinic, Options
from printkit.model.records import Dose
from printkit.model.vocabulary import DoseUnit, Side, WalkingAid

FIFTH = date(2026, 12, 5)
NO_BREAK = "\u00a0"


@pytest.fixture
def voice(catalog):
    """A voice for someone, of whom as much is known as is said."""

    def speak(side=Side.LEFT, aid=WalkingAid.UNKNOWN, clinic=Clinic(), region=None, mark_minutes=20):  # noqa: B008 - frozen
        where = catalog.regions[region] if region else None
        hold = chosen(catalog.holds, Options().facts(), "en")
        return Voice(catalog.labels("en"), side, aid, clinic, where, hold=hold, mark_minutes=mark_minutes)

    return speak


# --- sides

SIDES = {
    Side.LEFT: {
        "your affected": "your left",
        "Your affected": "Your left",
        "affected": "left",
        "your stronger": "your stronger right",
        "Your stronger": "Your stronger right",
        "stronger": "stronger right",
    },
    Side.RIGHT: {
        "your affected": "your right",
        "Your affected": "Your right",
        "affected": "right",
        "your stronger": "your stronger left",
        "Your stronger": "Your stronger left",
        "stronger": "stronger left",
    },
    Side.BOTH: {
        "your affected": "one",
        "Your affected": "One",
        "affected": "weaker",
        "your stronger": "your better",
        "Your stronger": "Your better",
        "stronger": "better",
    },
    Side.UNKNOWN: {
        "your affected": "your affected",
        "Your affected": "Your affected",
        "affected": "affected",
        "your stronger": "your stronger",
        "Your stronger": "Your stronger",
        "stronger": "stronger",
    },
}


@pytest.mark.parametrize("side", Side)
def test_each_side_token_is_said_for_each_side(voice, side):
    for token, said in SIDES[side].items():
        assert voice(side).say(f"Lift {{{token}}} foot.") == f"Lift {said} foot.", token


def test_the_affected_and_the_stronger_side_are_never_the_same(voice):
    for side in (Side.LEFT, Side.RIGHT):
        text = voice(side).say("{affected} {stronger}")
        assert "left" in text
        assert "right" in text


def test_a_statement_says_each_side_when_both_are_affected_and_all_else_as_ever(voice):
    both = voice(Side.BOTH).stating
    assert both.say("Is {your affected} foot red?") == "Is each foot red?"
    assert both.say("{Your affected} foot.") == "Each foot."
    others = {token: said for token, said in SIDES[Side.BOTH].items() if token.lower() != "your affected"}
    for token, said in others.items():
        assert both.say(f"{{{token}}}") == said, token
    for side in (Side.LEFT, Side.RIGHT, Side.UNKNOWN):
        for token, said in SIDES[side].items():
            assert voice(side).stating.say(f"{{{token}}}") == said, token


def test_a_statement_keeps_all_that_is_known(voice):
    clinic = Clinic(name="Riverside")
    one = voice(Side.BOTH, WalkingAid.STICK, clinic, "US", mark_minutes=35)
    text = "{your aid} {clinic} {emergency number} {mark minutes}"
    assert one.stating.say(text) == one.say(text) == "your stick Riverside 911 35"
    assert one.stating.date(FIFTH) == "December 5, 2026"
    assert one.say("{your affected}") == "one", "an instruction stays as it was"


def test_the_minutes_in_which_a_mark_fades_are_those_that_are_given(voice):
    for minutes in (10, 30):
        assert (
            voice(mark_minutes=minutes).say("It fades in {mark minutes} minutes.") == f"It fades in {minutes} minutes."
        )


def test_a_voice_without_the_minutes_of_a_mark_is_never_made(catalog):
    hold = chosen(catalog.holds, Options().facts(), "en")
    with pytest.raises(TypeError, match="mark_minutes"):
        Voice(catalog.labels("en"), Side.LEFT, WalkingAid.NONE, Clinic(), None, hold=hold)


def test_the_stronger_side_is_the_other_one():
    assert [side.other for side in (Side.LEFT, Side.RIGHT, Side.BOTH, Side.UNKNOWN)] == [
        Side.RIGHT,
        Side.LEFT,
        Side.BOTH,
        Side.UNKNOWN,
    ]


@pytest.mark.parametrize("token", TOKENS)
def test_every_token_that_a_text_may_use_can_be_said(voice, token):
    for side in Side:
        said = voice(side).say(f"{{{token}}}")
        assert said
        assert "{" not in said


def test_a_text_without_tokens_stays_as_it_is(voice):
    assert voice().say("Sit down. 100 % of it.") == "Sit down. 100 % of it."


def test_a_clinic_s_name_is_never_read_for_tokens(voice):
    assert voice(clinic=Clinic(name="{affected} & co")).say("Call {clinic}.") == "Call {affected} & co."


# --- aids, clinic, emergency


@pytest.mark.parametrize(
    ("aid", "said"), [("stick", "your stick"), ("frame", "your walking frame"), ("rollator", "your rollator")]
)
def test_a_walking_aid_is_called_by_its_name(voice, aid, said):
    assert voice(aid=WalkingAid(aid)).say("Walk with {your aid}.") == f"Walk with {said}."


@pytest.mark.parametrize("aid", ["none", "unknown"])
def test_a_walking_aid_that_is_not_known_has_no_kind(voice, aid):
    said = voice(aid=WalkingAid(aid)).say("{your aid}")
    assert "walking aid" in said
    assert not any(kind in said for kind in ("stick", "frame", "rollator"))


@pytest.mark.parametrize(
    ("clinic", "said"),
    [
        (Clinic(), "your clinic or doctor"),
        (Clinic(name="Riverside"), "Riverside"),
        (Clinic(phone="01632 960123"), "your clinic (01632 960123)"),
        (Clinic(name="Riverside", phone="01632 960123"), "Riverside (01632 960123)"),
    ],
)
def test_a_clinic_is_called_as_far_as_it_is_known(voice, clinic, said):
    assert voice(clinic=clinic).say("Call {clinic}.").replace(NO_BREAK, " ") == f"Call {said}."


def test_a_phone_number_is_never_broken_over_lines(voice):
    said = voice(clinic=Clinic(name="Riverside", phone="01632 960 123")).clinic_words
    assert said == f"Riverside (01632{NO_BREAK}960{NO_BREAK}123)"


def test_the_emergency_number_is_that_of_the_region(voice, catalog):
    for name, region in catalog.regions.items():
        assert voice(region=name).say("Call {emergency number}.") == f"Call {region.emergency_number}."
    assert voice(region="US").emergency_number == "911"
    assert voice().say("Call {emergency number}.") == "Call your emergency number."


def test_where_a_clinic_does_not_answer_a_line_of_the_country_does(voice):
    assert voice(region="GB").say("{out of hours}.") == "Call 111, or find another doctor today."
    for name in ("US", None):
        assert voice(region=name).say("{out of hours}.") == "Find another doctor today."


def test_who_cannot_speak_is_told_how_a_call_is_kept_alive(voice):
    assert "press 55" in voice(region="GB").without_speech
    assert "Stay on the line" in voice(region="US").without_speech
    assert voice().without_speech == voice(region="US").without_speech


def test_a_reader_is_told_how_the_pictures_tell_the_side(voice):
    assert [voice(side).seen_as(grey=False) for side in Side] == [
        "" if side is Side.BOTH else "drawn orange" for side in Side
    ]
    assert voice(Side.LEFT).seen_as(grey=True) == "drawn dark"


# --- dates


@pytest.mark.parametrize(
    ("region", "said", "short"),
    [("GB", "5 December 2026", "5/12"), ("US", "December 5, 2026", "12/5"), (None, "5 December 2026", "5/12")],
)
def test_a_date_stands_in_the_order_of_the_region(voice, region, said, short):
    assert voice(region=region).date(FIFTH) == said
    assert voice(region=region).day_and_month(FIFTH) == short


def test_a_date_with_the_year_first_keeps_its_month_as_a_word(catalog):
    region = catalog.regions["GB"].__class__(emergency_number="110", paper="A4", date_order="year-first")
    hold = chosen(catalog.holds, Options().facts(), "en")
    voice = Voice(catalog.labels("en"), Side.LEFT, WalkingAid.NONE, Clinic(), region, hold=hold, mark_minutes=20)
    assert voice.date(FIFTH) == "2026 December 5"
    assert voice.day_and_month(FIFTH) == "12/5"


def test_every_month_has_a_name(voice):
    months = [voice().date(date(2026, month, 1)).split()[1] for month in range(1, 13)]
    assert len(set(months)) == 12
    assert (months[0], months[11]) == ("January", "December")


def test_no_date_is_no_words(voice):
    assert voice().date(None) == ""


# --- doses

DOSES = {
    "1 time": (Dose(), "1 time", "1 time a day, every day", (("1", "time"),)),
    "10 times": (
        Dose(repetitions=10, times_per_day=2, days_per_week=5),
        "10 times",
        "2 times a day, 5 days a week",
        (("10", "times"),),
    ),
    "steps": (
        Dose(repetitions=20, unit=DoseUnit.STEPS),
        "20 steps",
        "1 time a day, every day",
        (("20", "steps"),),
    ),
    "1 round": (Dose(unit=DoseUnit.ROUNDS), "1 round", "1 time a day, every day", (("1", "round"),)),
    "minutes win over repetitions": (
        Dose(minutes=5, repetitions=10),
        "5 minutes",
        "1 time a day, every day",
        (("5", "minutes"),),
    ),
    "1 minute": (Dose(minutes=1), "1 minute", "1 time a day, every day", (("1", "minute"),)),
    "a hold": (
        Dose(repetitions=10, hold_seconds=3),
        "10 times, hold 3 seconds",
        "1 time a day, every day",
        (("10", "times"), ("3", "seconds hold")),
    ),
    "a hold of 1 second": (
        Dose(repetitions=10, hold_seconds=1),
        "10 times, hold 1 second",
        "1 time a day, every day",
        (("10", "times"), ("1", "second hold")),
    ),
    "sets without rest": (
        Dose(sets=2, repetitions=10),
        "2 sets of 10 times",
        "1 time a day, every day",
        (("10", "times"), ("2", "sets")),
    ),
    "sets, hold and rest": (
        Dose(sets=2, repetitions=10, hold_seconds=3, rest_seconds=60, times_per_day=3, days_per_week=1),
        "2 sets of 10 times, hold 3 seconds",
        "3 times a day, 1 day a week",
        (("10", "times"), ("3", "seconds hold"), ("2", "sets, rest 60 seconds")),
    ),
    "1 set has nothing to rest from": (
        Dose(sets=1, repetitions=10, rest_seconds=60),
        "10 times",
        "1 time a day, every day",
        (("10", "times"),),
    ),
}


@pytest.mark.parametrize(("dose", "much", "often", "rows"), DOSES.values(), ids=DOSES.keys())
def test_a_dose_is_said_on_a_line_and_in_figures(voice, dose, much, often, rows):
    assert voice().how_much(dose) == much
    assert voice().how_often(dose) == often
    figure, _, words = often.partition(" ")
    assert voice().dose_cells(dose) == (*rows, (figure, words))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (75, "1 hour 15 minutes"),
        (120, "2 hours"),
        (1440, "24 hours"),
    ],
)
def test_minutes_are_said_as_a_person_would(voice, minutes, said):
    assert voice().hours(minutes) == said


# --- labels


def test_a_label_that_is_not_there_offers_the_near_miss(catalog):
    labels = catalog.labels("en")
    with pytest.raises(CatalogError, match=r"labels/dose has no words for 'secnds'\n  hint: did you mean 'seconds"):
        labels("dose", "secnds")
    with pytest.raises(CatalogError, match="labels/nothing has no words for 'x'"):
        labels("nothing", "x")


def test_a_language_that_is_not_there_lists_those_that_are(catalog):
    with pytest.raises(CatalogError, match=r"no words in the language 'xx'\n  hint: there are: en"):
        catalog.labels("xx")


def test_a_label_takes_values_and_counts(catalog):
    labels = catalog.labels("en")
    assert labels("chart", "weeks", first=1, last=2) == "Weeks 1 and 2"
    assert [labels.plural("dose", "set", count) for count in (0, 1, 2)] == ["0 sets", "1 set", "2 sets"]


def test_a_value_with_braces_is_never_read_as_a_place(catalog):
    labels = catalog.labels("en")
    assert labels("page", "imprint", version="{date}", date="today") == "Catalogue {date}, today."
