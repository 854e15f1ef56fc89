"""The kinds of document that an option file can become, and what must stand on each."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Must(StrEnum):
    """What must stand on a finished print, whatever its template says. `promise` looks for each in the tree."""

    FIRST = "what must be done today, before any exercise"
    CARDS = "each exercise whole: title, dose, steps, what warns"
    DOSES = "each exercise with its helper and how much, in a table"
    NOTES = "each note of the therapist, whole"
    BOXES = "each session of each exercise with its helper, beside boxes to tick"
    EVERYWHERE = "what the rules say of every exercise"
    SIDE = "the affected side"
    SIDE_NOTE = "what the affected side means where it is unknown"
    STOP_RULES = "the topics stop-rules, red-flags and after-a-fall"
    STOP = "the box that says when to stop"
    EMERGENCY = "the box that says when to call, and the number"
    EMERGENCY_BOX = "the small box that says when to call, and the number"
    EMERGENCY_LINE = "the sentence that says when to call, and the number"
    FOOT = "the number for an emergency at the foot of each page"
    LEFT_OUT = "each exercise and topic that was left out, and why"
    REPLACED = "each exercise that was left out, and why"
    NOT_HERE = "each exercise that was left out, on a line"
    NOT_HERE_BY_CHART = "what must be done today and what was left out, beside the boxes to tick"
    CALLED = "the topics and checklists that the rules call for"
    AT_HOME = "the lines on home, skin and shoes that matter most"
    CLINICIAN = "the clinician's tables, where they were asked for"
    LIST = "each line of the checklist"
    LEAFLET = "each part of the leaflet, and when to call"
    GIVEN_WITH = "the other files of its set, by their titles"
    SKIN = "each day of a new brace with its time, the places of the skin, and what to do about what is found"
    TO_DO = "each line that was ticked No, and what was ticked Yes and No"
    FALLS_OF_PATIENT = "falls, and each test that got worse"
    LEADS_TO_A_PERSON = "the page of each screen that found something"
    VERDICTS = "each verdict with its study, and the falls"


class Kind(Struct, frozen=True):
    """A document kind: its template, whether all of it must stand on one page, and what must stand on it."""

    name: str
    must: tuple[Must, ...]
    one_page: bool = False
    one_page_if_it_fits: bool = False  # else on as many as it takes
    back_too: bool = False  # what one page cannot hold may go on the back of its sheet
    with_plan: bool = True
    even: bool = False  # a last page that would be empty has lines to write on
    small: bool = False  # for a clinician: smaller letters, more of them on a page


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "booklet",
            (
                Must.FIRST,
                Must.CARDS,
                Must.DOSES,
                Must.EVERYWHERE,
                Must.LEFT_OUT,
                Must.STOP_RULES,
                Must.CALLED,
                Must.AT_HOME,
                Must.GIVEN_WITH,
                Must.CLINICIAN,
                Must.SIDE,
                Must.SIDE_NOTE,
                Must.FOOT,
            ),
            even=True,
        ),
        Kind("chart", (Must.BOXES, Must.NOT_HERE_BY_CHART, Must.SIDE, Must.FOOT)),
        Kind(
            "fridge",
            (
                Must.FIRST,
                Must.DOSES,
                Must.NOTES,
                Must.STOP,
                Must.EMERGENCY,
                Must.NOT_HERE,
                Must.SIDE,
                Must.SIDE_NOTE,
                Must.FOOT,
            ),
            one_page_if_it_fits=True,
        ),
        Kind(
            "handout",
            (
                Must.FIRST,
                Must.CARDS,
                Must.EVERYWHERE,
                Must.EMERGENCY_LINE,
                Must.REPLACED,
                Must.SIDE,
                Must.SIDE_NOTE,
                Must.FOOT,
            ),
            one_page=True,
            back_too=True,
        ),
        Kind("checklist", (Must.FIRST, Must.LIST, Must.EMERGENCY_BOX, Must.GIVEN_WITH, Must.FOOT), with_plan=False),
        Kind("leaflet", (Must.FIRST, Must.LEAFLET, Must.GIVEN_WITH, Must.FOOT), with_plan=False),
        Kind(
            "skin-sheet",
            (Must.FIRST, Must.SKIN, Must.EMERGENCY_BOX, Must.FOOT),
            with_plan=False,
            one_page_if_it_fits=True,
            back_too=True,
        ),
        Kind(
            "todo", (Must.FIRST, Must.TO_DO, Must.EMERGENCY_BOX, Must.FOOT), with_plan=False, one_page_if_it_fits=True
        ),
    )
}
REPORTS: Mapping[str, Kind] = {
    "patient": Kind(
        "report-patient",
        (Must.FIRST, Must.FALLS_OF_PATIENT, Must.LEADS_TO_A_PERSON, Must.FOOT),
        one_page_if_it_fits=True,  # a page that leads to a person is never refused for its length
        back_too=True,
        with_plan=False,
    ),
    "clinician": Kind("report-clinician", (Must.VERDICTS, Must.FOOT), with_plan=False, small=True),
}
