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
from printkit.pipeline import Variant
from printkit.reports import report
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES

TODAY = date(2026, 11, 20)
OUTPUT = re.compile(r"\{\{.*?\}\}")

# What a template may leave out, and why. The key is the template and what it prints.
MAY_GO: Mapping[str, Mapping[str, str]] = {
    "booklet.en.md": {
        "{{ masthead() }}": "the clinic's name stands at the foot of each page",
        "{{ name }}": "a name",
        "{{ for_side }}": "the chart in it says so, too; to be folded, without a chart, it must stay",
        "{{ contents() }}": "helps to find a page",
        "{{ page_break() }}": "looks",
        "{{ plan_table() }}": "the table of the day says the same, and so does each card",
        "{{ routine_table() }}": "the plan at a glance says the same, and so does each card",
        **{
            f"{{{{ topic(each.id) }}}} of {chapter}": "a clinic chooses what it teaches; what the rules call for must stay"
            for chapter in ("routine", "learn", "devices", "chart", "questions", "stories", "summary", "about")
        },
        "{{ to_do() }}": "an empty table to write in",
        "{{ start_with_box() }}": "advice, no warning",
        "{{ chart() }}": "printed by itself, too",
        '{{ write("What is not clear to me:", 2) }}': "lines to write on",
        '{{ write("We went through this page on:") }}': "lines to write on",
    },
    "chart.en.md": {},
    "fridge.en.md": {
        "{{ name }}": "nobody need know whose door it is",
        "{{ call_clinic }}": "the clinic's number stands at the foot of each page",
    },
    "handout.en.md": {"{{ therapist }}": "a name"},
    "checklist.en.md": {
        "{{ masthead() }}": "the clinic's name stands at the foot of each page",
        '{{ write("We looked on this day, and who looked:") }}': "lines to write on",
        "{{ page_break() }}": "looks",
        "{{ to_do() }}": "an empty table to write in",
    },
    "todo.en.md": {"{{ masthead() }}": "the clinic's name stands at the foot of each page"},
    "parts/exercise.en.md": {
        "{{ item.purpose }}": "what it is good for; the look for aphasia leaves it out, too",
        "{{ item.stands_in_for }}": "what was left out is said by a box of its own",
        "{{ picture(item) }}": "the words say all of it",
        '{{ item.equipment|join("; ") }}': "what to hold on to is said by itself",
        "{{ item.tip }}": "a tip",
        "{{ item.evidence_note }}": "no shipped exercise has one; a clinic's own is in the test below",
        "{{ item.easier }}": "something to ask about",
        "{{ item.harder }}": "something to ask about",
    },
    "report-patient.en.md": {
        "{{ name }}": "a name",
        "{{ report_from }}": "a day",
        "{{ report_to }}": "a day",
        "{{ practised }}": "a count",
        "{{ picture_weeks }}": "a count",
        "{{ practice_calendar() }}": "a picture of days",
        "{{ streak }}": "a count",
        "{{ each.what }}": "good news",
        "{{ each.values }}": "good news",
        "{{ pain_line() }}": "a picture of what the patient wrote",
        "{{ page_break() }}": "where a page begins",
    },
    "report-clinician.en.md": {
        f"{{{{ {name} }}}}": "is in the diary, and gives no verdict"
        for name in (
            "masthead()",
            "name",
            "patient_id",
            "report_from",
            "report_to",
            "after_stroke",
            "weaker_side",
            "measure_plots()",
            'measure_plots("alone")',
            "group_note()",
            "value_table()",
            "practice_plots()",
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
OWN_BOXES_THAT_STAY = ("both_ticked", "fell", "item.note")

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
        "print": {"checklists": ["shoes"], "topics": ["low-blood-sugar"]},
    },
    {  # both sides, large print
        "patient": {"id": "p-2"},
        "stroke": {"affected_side": "both"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16"},
        "clinic": {"region": "GB", "therapist": "J. Marsh"},
        "plan": {"exercises": [{"exercise": "seated-toe-raise"}, {"exercise": "ankle-pumps"}]},
        "print": {"profile": "large"},
    },
    {  # an unknown side, of which no exercise speaks
        "patient": {"id": "p-3"},
        "health": {"screened_by": "J. Marsh", "screened_on": "2026-11-16"},
        "clinic": {"region": "GB", "therapist": "J. Marsh"},
        "plan": {"exercises": [{"exercise": "shoulder-rolls"}]},
    },
)
ANSWERS = {"home-safety/entry/E1/No": "yes", "home-safety/entry/E1/Yes": "yes", "home-safety/entry/E3/No": "yes"}


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
        elif kind == "checklist":
            for name in catalog.names("checklists"):
                names = unnamed.checklist_names(catalog, name, ())
                pipeline.composed(KINDS[kind], catalog, templates, options, Variant(names=names))
        elif kind == "todo":
            names = todo.names(catalog, options, pipeline.speaker(catalog, options), ANSWERS, "answers")
            pipeline.composed(KINDS[kind], catalog, templates, options, Variant(names=names))
        else:
            pipeline.composed(KINDS[kind], catalog, templates, options, Variant(clinician=number == 0))


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
        chapters = re.findall(r'topics\("(\w+)"\)', text[: each.start()])
        of = f" of {chapters[-1]}" if "each.id" in each[0] else ""
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


@pytest.mark.parametrize("file", [f"{kind}.en.md" for kind in KINDS])
def test_no_line_of_a_template_can_go_but_those_that_say_why(kit, tmp_path, file):
    kind = file.partition(".")[0]
    prints(kit, kind, kit.templates)
    for number, (start, end, what) in enumerate(outputs(file)):
        templates = without(file, start, end, tmp_path / str(number))
        if may_go(file, what):
            prints(kit, kind, templates)
            continue
        problem = refusal(partial(prints, kit, kind, templates))
        assert f"the {kind} leaves out: " in problem, f"{file} may lose {what}"
        assert "nothing was printed" in problem


def test_no_line_of_a_card_can_go_but_those_that_say_why(kit, tmp_path):
    file = "parts/exercise.en.md"
    for number, (start, end, what) in enumerate(outputs(file)):
        templates = without(file, start, end, tmp_path / str(number))

        def cards(templates: Templates = templates) -> None:
            prints(kit, "handout", templates)
            handout_for_nobody(kit, templates)

        if may_go(file, what):
            cards()
            continue
        assert "leaves out: " in refusal(cards), f"{file} may lose {what}"


def test_a_booklet_to_be_folded_says_the_side_without_its_chart(kit, tmp_path):
    (found,) = (each for each in outputs("booklet.en.md") if each[2] == "{{ for_side }}")
    templates = without("booklet.en.md", *found[:2], tmp_path)
    with pytest.raises(TemplateError, match="leaves out: 'For your left side'"):
        pipeline.composed(KINDS["booklet"], kit.catalog, templates, kit.options(PATIENTS[0]), Variant(to_fold=True))


def test_the_label_of_an_idea_stays_on_its_card(kit, tmp_path):
    text = (CATALOG / "exercises" / "seated-toe-raise.yaml").read_text(encoding="utf-8")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "our-idea.yaml").write_text(re.sub("evidence: E.", "evidence: E6", text))
    catalog = Catalog((tmp_path, CATALOG))
    options = kit.options({**PATIENTS[1], "plan": {}})
    options = unnamed.only("our-idea", options)
    pipeline.composed(KINDS["handout"], catalog, kit.templates, options)
    (found,) = (each for each in outputs("parts/exercise.en.md") if "evidence_note" in each[2])
    with pytest.raises(TemplateError, match="leaves out: 'An idea that researchers are studying"):
        pipeline.composed(KINDS["handout"], catalog, without("parts/exercise.en.md", *found[:2], tmp_path), options)


@pytest.mark.parametrize("audience", report.Audience)
def test_no_line_of_a_report_can_go_but_those_that_say_why(kit, tmp_path, audience):
    file = f"report-{audience}.en.md"
    options = kit.options(EXAMPLES / "foot-drop.yaml")
    slower = (measured("berg", SINCE, 30, aid="frame"), measured("berg", UNTIL, 0, aid="frame"))
    # one that got worse by the study of such people, one that other people's studies speak of, and a low mood
    slower += (measured("10mwt-fast", SINCE, 0.3, aid="frame"), measured("10mwt-fast", UNTIL, 0.1, aid="frame"))
    low = (measured("phq-2", UNTIL, 4),)
    worse = replace(full(), measured=tuple(sorted((*full().measured, *slower, *low), key=lambda row: row.day)))
    for number, (start, end, what) in enumerate(outputs(file)):
        if not may_go(file, what):
            templates = without(file, start, end, tmp_path / str(number))
            printing = partial(report.laid_out, audience, kit.catalog, templates, options, worse, SINCE, UNTIL, UNTIL)
            assert "leaves out: " in refusal(printing), f"{file} may lose {what}"


def test_what_may_go_is_in_the_templates():
    for file, may in MAY_GO.items():
        assert set(may) <= {what for _, _, what in outputs(file)}, file


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
