"""The fields of an entry, and the words and figures that each may have."""

import re

# The fields of a row, in the order in which an export writes them.
FIELDS = (
    *("patient", "kind", "day", "what", "value", "unit", "sets", "minutes", "effort", "pain", "note"),
    *("side", "part", "goal", "assessor", "aid", "brace", "stimulator", "shoes", "assistance", "set_up"),
    *(
        "starts_on",
        "until",
        "repetitions",
        "times_per_day",
        "days_per_week",
        "weekdays",
        "all_well",
        "exercise",
        "measure",
    ),
)
EXPORTED = tuple(name for name in FIELDS if name not in ("goal", "all_well", "exercise", "measure"))
DAYS = ("day", "starts_on", "until")
ABOUT = {"patient", "kind", "what", "exercise", "measure"}
CONDITIONS = ("aid", "shoes", "assistance", "set_up")
TAKES = {
    "done": {"day", "value", "sets", "minutes", "effort", "pain", "note"},
    "noted": {"day", "value", "unit", "note"},
    "checked": {"day", "value", "all_well", "note"},
    "measured": {
        "day",
        "value",
        "unit",
        "note",
        "side",
        "part",
        "goal",
        "assessor",
        "brace",
        "stimulator",
        *CONDITIONS,
    },
    "prescribed": {
        *("starts_on", "until", "sets", "repetitions", "minutes", "times_per_day", "days_per_week", "weekdays")
    },
}
CHECKS = ("skin", "brace")
# The most that a slip of the pen is told from; what is right is for a therapist to say.
MOST = {"sets": 50, "minutes": 600, "effort": 10, "pain": 10}
MOST_OF_GOAL = 60  # letters: a goal is one line of a page
PRESCRIBED = {
    "sets": (1, 10),
    "repetitions": (1, 60),
    "minutes": (0, 60),
    "times_per_day": (1, 6),
    "days_per_week": (1, 7),
}
YES = {"yes", "y", "x", "true", "1", "✓", "✔", "☑", "✅", "🗹", "√", "tick", "ticked", "done"}
NO = {"no", "n", "false", "0", "not done"}
NONE = {"no", "n", "none"}  # of what is counted in times
# Words of a check. "no" may mean that nobody looked or that nothing was well, so it is no word for either.
SEEN = {
    **dict.fromkeys(("", "looked at", "looked", "checked", *YES), "looked at"),
    **dict.fromkeys(("not looked at", "not looked", "not checked", "not done", "0"), "not looked at"),
    **dict.fromkeys(("well", "all well", "ok", "okay", "fine", "clear", "all clear", "good"), "well"),
    **dict.fromkeys(
        ("not well", "not all well", "not ok", "not okay", "not fine", "not clear", "not good"), "not well"
    ),
    **dict.fromkeys(("unwell", "bad", "worse", "problem", "problems", "red", "redness", "sore", "sores"), "not well"),
    **dict.fromkeys(("mark", "marks", "blister", "blisters", "wound", "wounds", "broken", "damaged"), "not well"),
}
ALL_WELL = SEEN | {"": ""} | dict.fromkeys(YES, "well") | dict.fromkeys(NO, "not well")
SIDES = {"l": "left", "r": "right", "b": "both", "lt": "left", "rt": "right"}
WORN = {"afo": "yes", "fes": "yes", "none": "no", "off": "no", "on": "yes", **dict.fromkeys(YES, "yes")}
WORN |= dict.fromkeys(NO, "no")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,17})?")
POINTED = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{3}")
WHOLE = {"m", "points"}  # units that nobody measures in thousandths
COULD_NOT = "could not"
UNABLE = {COULD_NOT, "unable", "not able", "cannot", "can not", "not possible", "unable to do"}
AS_NOTE = "write it as a note of the day: 'notes'"
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
FIRST_YEAR = 1990
_TICKS = re.compile(r"([1-9]) ticks?")


def ticks(count: int) -> str:
    """So many ticks on one day, as a row says it: 1 for each session that a chart has a box for."""
    return "yes" if count == 1 else f"{count} ticks"


def ticks_in(mark: str) -> int:
    """How many ticks a row says; 0 when it says a number, or something else."""
    if mark in YES and mark != "1":
        return 1
    return int(found[1]) if (found := _TICKS.fullmatch(mark)) else 0
