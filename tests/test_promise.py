"""What must stand on each kind of print: no line of a shipped template can go unless it is written here why it may."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pytest
from histories import SINCE, UNTIL, full, measured
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import promise, todo
from printkit.content.kinds import KINDS, REPORTS, Must
from printkit.content.templates import Templates
from printkit.errors import TemplateError
from printkit.intake import unnamed
from printkit.kit import Printkit
from printkit.model.options import Clinic
from printkit.model.vocabulary import Answer
from printkit.pipeline import Variant
from printkit.reports import report
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

TODAY = date(2026, 11, 20)
OUTPUT = re.compile(r"\{\{.*?\}\}")

# What a template may leave out, and why. The key is the template and what it prints.
LOOKS = {"{{ page_break() }}": "looks", "{{ spring() }}": "looks"}
CARD = {
    "{{ pictures(item) }}": "the words say all of it",
    "{{ item.tip }}": "a tip",
    "{{ item.evidence_note }}": "no shipped exercise has one; a clinic's own is in the test below",
    "{{ item.stands_in_for }}": "what was left out is said by a box of its own",
}
MAY_GO: Mapping[str, Mapping[str, str]] = {
    "booklet.en.md": {
        **LOOKS,
        '{{ part("to-do") }}': "an empty table to write in",
        "{{ contents() }}": "helps to find a page",
        "{{ chart() }}": "printed by itself, too",
        "{{ topic(each.id) }} of clinician": "background for the clinician, no part of the plan",
    },
    "chart.en.md": {},
    "fridge.en.md": {
        "{{ name }}": "nobody need know whose door it is",
        "{{ call_clinic }}": "the clinic's number stands at the foot of each page",
        '{{ chart("days") }}': "printed by itself, too",
        "{{ seen_as }}": "explains the pictures",
    },
    "handout.en.md": {},
    "checklist.en.md": {
        "{{ to_do() }}": "an empty table to write in",
    },
    "todo.en.md": {},
    "skin-sheet.en.md": LOOKS,
    "parts/wear-in.en.md": {
        "{{ mark_minutes }}": "what a mark means is said by a box, and on the back of the sheet",
        "{{ wear_days }}": "a count",
    },
    "leaflet.en.md": {},
    "parts/cover.en.md": {
        **LOOKS,
        "{{ masthead() }}": "the clinic's name stands at the foot of each page",
        '{{ cover_title("Your exercises") }}': "a title",
        "{{ name }}": "a name",
        "{{ for_side }}": "the chart says so, too; without a chart it must stay",
        "{{ seen_as }}": "explains the pictures",
        "{{ starts_on }}": "a day",
        "{{ review_on }}": "a day",
        "{{ start_with_box() }}": "advice, no warning",
        "{{ emergency() }}": "the next page says all of it, and the foot of each page the number",
        "{{ emergency_box() }}": "the same, where the plan takes more than a page",
    },
    "parts/stop.en.md": LOOKS,
    "parts/day.en.md": {
        **LOOKS,
        "{{ day_plan() }}": "the cover says the same, and so does each card",
        "{{ start_with_box() }}": "advice, no warning",
    },
    "parts/day-start.en.md": {},
    "parts/day-off.en.md": {},
    "parts/fall.en.md": {},
    "parts/home.en.md": {},
    "parts/skin-look.en.md": {"{{ put_on_brace() }}": "the brace maker shows it, too"},
    "parts/together.en.md": {
        **LOOKS,
        "{{ topic(each.id, 0) }} of summary": "questions to answer",
        "{{ topic(each.id) }} of about": "what the foot of each page says shortly",
        '{{ write("What is not clear to me:", 2) }}': "lines to write on",
        '{{ write("We went through this page on:") }}': "lines to write on",
    },
    "parts/to-do.en.md": {**LOOKS, "{{ to_do() }}": "an empty table to write in"},
    "parts/leaflet.en.md": {**LOOKS, "{{ masthead() }}": "the clinic's name stands at the foot of each page"},
    "parts/exercise.en.md": LOOKS,
    "parts/exercise-look.en.md": {
        **CARD,
        "{{ item.purpose }}": "what it is good for; the look for aphasia leaves it out, too",
    },
    "parts/exercise-ready.en.md": {},
    "parts/exercise-ready-long.en.md": {},
    "parts/exercise-do.en.md": {},
    "parts/exercise-steps.en.md": CARD,
    "parts/exercise-stop.en.md": {"{{ film(item) }}": "a film says nothing that the page does not"},
    "parts/exercise-whole.en.md": {**CARD, "{{ film(item) }}": "a film says nothing that the page does not"},
    "parts/exercise-half.en.md": {},
    "parts/exercise-half-look.en.md": {'{{ pictures(item, "plain") }}': "the words say all of it"},
    "parts/exercise-half-do.en.md": CARD,
    "parts/exercise-sheet.en.md": {**LOOKS, "{{ week() }}": "boxes to tick"},
    "parts/sheet-steps.en.md": CARD,
    "parts/sheet-stop.en.md": {},
    "report-patient.en.md": {
        "{{ name }}": "a name",
        "{{ report_from }}": "a day",
        "{{ report_to }}": "a day",
        "{{ practised }}": "a count",
        "{{ picture_weeks }}": "a count",
        "{{ practice_calendar() }}": "a picture of days",
        "{{ streak }}": "a count",
        "{{ streak_passes }}": "a count",
        "{{ gains() }}": "good news",
        '{{ gains("short") }}': "good news",
        "{{ about_marks }}": "how many days are marked",
        "{{ near.what }}": "the patient's own goal; the clinician's report has it, too",
        "{{ near.said }}": "how near that goal is; the clinician's report has it, too",
        "{{ each.values }}": "the name of what got worse says it",
        "{{ each.short }}": "the name of what got worse says it",
        '{{ write("What I want to ask at my visit:", 9) }}': "lines to write on",
        '{{ write("What I want to ask at my visit:", 3) }}': "lines to write on",
        "{{ pain_line() }}": "a picture of what the patient wrote",
        "{{ page_break() }}": "where a page begins",
    },
    "report-clinician.en.md": {
        f"{{{{ {name} }}}}": "is in the diary, and gives no verdict"
        for name in (
            'beside("report-title", "report-clinic", wide=0.64)',
            "goal",
            "measure_plots(most=2)",
            "verdict_table()",  # in short what the long tables say
            'beside("report-practice", "report-facts", wide=0.5)',
            "measure_plots(after=2)",
            'measure_plots("alone")',
            "goal_note()",
            "how_table()",
            "group_note()",
            "value_table()",
            "earlier_plots()",
            "week_table()",
            "adherence_table()",
            "counted_table()",
            "streak",
            "check_table()",
            "order_table()",
            "report_sources()",
        )
    },
}
BOX = re.compile(r"\{\{ box\(")  # a box of the template's own words: a clinic's own choice
OWN_BOXES_THAT_STAY = ("both_ticked", "fell", "item.note", "also_given", "emergency_line")
# What prints a part; the others are parts of the booklet.
KINDS_OF = {
    **{f"{kind}.en.md": (kind,) for kind in KINDS},
    "parts/leaflet.en.md": ("leaflet",),
    "parts/exercise-sheet.en.md": ("handout",),
    "parts/sheet-steps.en.md": ("handout",),
    "parts/sheet-stop.en.md": ("handout",),
    "parts/exercise-look.en.md": ("handout", "booklet"),
    "parts/wear-in.en.md": ("checklist",),
}
# a report is tested by itself; its parts say shortly what its tables say
REPORT_FILES = {f"{kind.name}.en.md" for kind in REPORTS.values()} | {
    f"parts/report-{name}.en.md" for name in ("clinic", "facts", "practice", "title")
}
FILES = sorted(str(each.relative_to(TEMPLATES)) for each in TEMPLATES.rglob("*.md"))

PATIENTS: tuple[Mapping[str, object], ...] = (
    {  # much left out, a helper, a note, an open question
        "patient": {"id": "p-1", "name": "Sam Example"},
        "stroke": {"affected_side": "left"},
        "health": {
            "screened_by": "J. Marsh",
            "screened_on": "2026-11-16",
            "dizzy_on_standing": "yes",
            "implanted_device": "yes",
            "reduced_feeling": "yes",
        },
        "devices": {"walking_aid": "stick", "afo": "yes"},
        "home": {"helper": "yes"},
        "clinic": {"region": "GB", "name": "Riverside", "phone": "01632 960123", "therapist": "J. Marsh"},
        "plan": {
            "exercises": [
                {"exercise": "one-leg-stand-affected-side"},
                {"exercise": "heel-walking"},
                {"exercise": "seated-toe-raise", "note": "In front of the mirror.", "times_per_day": 2},
                {"exercise": "sit-to-stand"},
                {"exercise": "wall-press-up"},
                {"exercise": "towel-scrunch"},
                {"exercise": "ankle-pumps"},
                {"exercise": "seated-march"},
            ]
        },
        "print": {"add": ["shoes", "low-blood-sugar"]},
    },
    {  # few exercises, all leaflets
        "patient": {"id": "p-1f", "name": "Sam Example"},
        "stroke": {"affected_side": "left"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16", "reduced_feeling": "yes", "diabetes": "yes"},
        "devices": {"walking_aid": "stick", "afo": "yes"},
        "clinic": {
            "region": "GB",
            "name": "Riverside",
            "phone": "01632 960123",
        },  # so the note is nobody's in particular
        "plan": {
            "exercises": [{"exercise": "sit-to-stand"}, {"exercise": "seated-toe-raise", "note": "In front of it."}]
        },
        "print": {"size": "full"},
    },
    {  # many exercises, a reader with aphasia, much left open
        "patient": {"id": "p-1a"},
        "stroke": {"affected_side": "both"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16", "hard_to_follow_steps": "unknown"},
        "clinic": {"region": "GB", "therapist": "J. Marsh"},
        "plan": {
            "exercises": [
                {"exercise": "seated-toe-raise"},
                {"exercise": "ankle-pumps"},
                {"exercise": "shoulder-rolls"},
                {"exercise": "towel-scrunch", "note": "With the blue towel."},
                {"exercise": "ball-squeeze"},
            ]
        },
        "print": {"profile": "aphasia"},
    },
    {  # both sides, large print
        "patient": {"id": "p-2"},
        "stroke": {"affected_side": "both"},
        # the clinic must be called today
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16", "hot_swollen_hand": "yes"},
        "clinic": {"region": "GB", "therapist": "J. Marsh"},
        "plan": {"exercises": [{"exercise": "seated-toe-raise"}, {"exercise": "ankle-pumps"}]},
        "print": {"profile": "large"},
    },
    {  # many exercises, large print
        "patient": {"id": "p-2m"},
        "stroke": {"affected_side": "left"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16"},
        "devices": {"walking_aid": "stick"},
        "clinic": {"region": "GB"},
        "plan": {
            "exercises": [
                {"exercise": "sit-to-stand"},
                {"exercise": "ankle-pumps"},
                {"exercise": "shoulder-rolls"},
                {"exercise": "towel-scrunch", "note": "With the blue towel."},
                {"exercise": "ball-squeeze"},
            ]
        },
        "print": {"profile": "large"},
    },
    {  # an unknown side, of which no exercise speaks
        "patient": {"id": "p-3"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16"},
        "clinic": {"region": "GB", "therapist": "J. Marsh"},
        "plan": {"exercises": [{"exercise": "shoulder-rolls"}]},
    },
)
ANSWERS = {"home-safety/entry/E1/no": "yes", "home-safety/entry/E1/yes": "yes", "home-safety/entry/E3/no": "yes"}


@pytest.fixture(scope="module")
def kit() -> Printkit:
    return Printkit(today=TODAY)


def prints(kit: Printkit, kind: str, templates: Templates) -> None:
    """Compose every print of a kind that the cases above give, without laying it out."""
    catalog = kit.catalog
    for number, values in enumerate(PATIENTS):
        options = kit.options(values)
        if kind == "handout":
            for choice in options.plan.exercises:
                pipeline.composed(KINDS[kind], catalog, templates, unnamed.only(choice.exercise, options))
        elif kind in ("checklist", "leaflet"):
            withheld = {"stimulation"} if values.get("health", {}).get("implanted_device") else set()
            for name in {*catalog.names("checklists" if kind == "checklist" else "topics")} - withheld:
                names = unnamed.checklist_names(catalog, name, ()) if kind == "checklist" else {"leaflet": name}
                pipeline.composed(KINDS[kind], catalog, templates, options, Variant(names=names, given_with=("Other",)))
        elif kind == "todo":
            names = todo.names(catalog, options, pipeline.speaker(catalog, options), ANSWERS, "answers")
            pipeline.composed(KINDS[kind], catalog, templates, options, Variant(names=names))
        else:
            with_chart = kind == "fridge" and number == 0
            variant = Variant(clinician=number == 0, names={"with_chart": True} if with_chart else {})
            pipeline.composed(KINDS[kind], catalog, templates, options, variant)
    if kind == "handout":
        handout_for_nobody(kit, templates)


def handout_for_nobody(kit: Printkit, templates: Templates) -> None:
    """A sheet on which the reader answers what is open."""
    for exercise in ("towel-scrunch", "seated-toe-raise"):
        options = unnamed.handout(exercise, kit.catalog, "left", Clinic(region="GB"), "", "", TODAY)
        pipeline.composed(KINDS["handout"], kit.catalog, templates, options)


def outputs(file: str) -> list[tuple[int, int, str]]:
    """Every place of a template that prints something; the topics of a chapter with the chapter."""
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    found = []
    for each in OUTPUT.finditer(text):
        chapters = re.findall(r'topics\("(\w+)"\)|for chapter in \((.*?)\)', text[: each.start()])
        of = (
            f" of {(chapters[-1][0] or chapters[-1][1]).replace(chr(34), '')}"
            if chapters and "each.id" in each[0]
            else ""
        )
        found.append((*each.span(), each[0] + of))
    return found


def without(file: str, start: int, end: int, folder) -> Templates:
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text[:start] + text[end:], encoding="utf-8")
    return Templates((folder, TEMPLATES))


def refusal(printing: Callable[[], object]) -> str:
    """Why a template is refused; "" when it is not."""
    try:
        printing()
    except TemplateError as error:
        return str(error)
    return ""


def may_go(file: str, what: str) -> bool:
    own_box = BOX.match(what) and not any(name in what for name in OWN_BOXES_THAT_STAY)
    return bool(own_box) or what in MAY_GO[file]


@pytest.mark.parametrize("file", [file for file in FILES if file not in REPORT_FILES])
def test_no_line_of_a_template_can_go_but_those_that_say_why(kit, tmp_path, file):
    for number, (start, end, what) in enumerate(outputs(file)):
        templates = without(file, start, end, tmp_path / str(number))
        found = [refusal(partial(prints, kit, kind, templates)) for kind in KINDS_OF.get(file, ("booklet",))]
        if may_go(file, what):
            assert not any(found), f"{what} must stay, so it needs no reason why it may go"
            continue
        assert any("leaves out: " in problem for problem in found), f"{file} may lose {what}"
        assert any("nothing was printed" in problem for problem in found)


def test_a_booklet_without_its_chart_says_the_side(kit, tmp_path):
    (found,) = (each for each in outputs("parts/cover.en.md") if each[2] == "{{ for_side }}")
    templates = without("parts/cover.en.md", *found[:2], tmp_path)
    with pytest.raises(TemplateError, match="leaves out: 'For your left side'"):
        pipeline.composed(KINDS["booklet"], kit.catalog, templates, kit.options(PATIENTS[0]), Variant(no_charts=True))


def test_the_label_of_an_idea_stays_on_its_card(kit, tmp_path):
    text = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "our-idea.yaml").write_text(re.sub("evidence: E.", "evidence: E6", text))
    catalog = Catalog((tmp_path, CATALOG))
    options = kit.options({**PATIENTS[1], "plan": {}})
    options = unnamed.only("our-idea", options)
    pipeline.composed(KINDS["handout"], catalog, kit.templates, options)
    (found,) = (each for each in outputs("parts/exercise-look.en.md") if "evidence_note" in each[2])
    with pytest.raises(TemplateError, match="leaves out: 'Researchers are still studying this idea"):
        pipeline.composed(
            KINDS["handout"], catalog, without("parts/exercise-look.en.md", *found[:2], tmp_path), options
        )


@pytest.mark.parametrize("audience", report.Audience)
def test_no_line_of_a_report_can_go_but_those_that_say_why(kit, tmp_path, audience):
    file = f"report-{audience}.en.md"
    options = kit.options(EXAMPLES / "foot-drop.yaml")
    today = replace(options, health=replace(options.health, hot_swollen_hand=Answer.YES))  # a doctor must see it
    slower = (measured("berg", SINCE, 30, aid="frame"), measured("berg", UNTIL, 0, aid="frame"))
    # one that got worse by the study of such people, one that other people's studies speak of, and a low mood
    slower += (measured("10mwt-fast", SINCE, 0.3, aid="frame"), measured("10mwt-fast", UNTIL, 0.1, aid="frame"))
    low = (measured("phq-2", UNTIL, 4),)
    worse = replace(full(), measured=tuple(sorted((*full().measured, *slower, *low), key=lambda row: row.day)))
    for number, (start, end, what) in enumerate(outputs(file)):
        if not may_go(file, what):
            templates = without(file, start, end, tmp_path / str(number))
            found = [
                refusal(partial(report.laid_out, audience, kit.catalog, templates, each, worse, SINCE, UNTIL, UNTIL))
                for each in (options, today)
            ]
            assert any("leaves out: " in problem for problem in found), f"{file} may lose {what}"


def test_what_may_go_is_in_the_templates():
    for file, may in MAY_GO.items():
        assert set(may) - {*LOOKS, *CARD} <= {what for _, _, what in outputs(file)}, file


def test_every_kind_says_what_must_stand_on_it_and_somebody_looks():
    asked = {must for kind in (*KINDS.values(), *REPORTS.values()) for must in kind.must}
    assert asked == set(Must)
    assert all(Must.FOOT in kind.must for kind in (*KINDS.values(), *REPORTS.values()))
    looked = {*promise.LOOKED_FOR, *report.TO_KEEP}
    assert looked == set(Must)
    assert not set(promise.LOOKED_FOR) & set(report.TO_KEEP)
    for kind in ("booklet", "chart", "fridge", "handout"):
        must = set(KINDS[kind].must)
        assert must & {Must.LEFT_OUT, Must.REPLACED, Must.NOT_HERE, Must.NOT_HERE_BY_CHART}, kind
        assert must & {Must.CARDS, Must.DOSES, Must.BOXES}, kind
        assert Must.SIDE in must, kind
