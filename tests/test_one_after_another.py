"""Nothing of one print is in the next: each answer is changed by itself, and whoever was printed before, the bytes are the same.

What is remembered is kept by keys. A key that lacks an answer gives two patients who differ in nothing else the same page.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from msgspec.structs import replace
from pdf_reading import example_options
from PIL import Image

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content.kept import Kept
from printkit.content.kinds import KINDS
from printkit.content.templates import Templates
from printkit.errors import PrintkitError, Several
from printkit.model.options import ChosenExercise, Clinic, Options, Override, Patient, PlanRequest, PrintSettings
from printkit.model.person import GROUPS, ClearedFor
from printkit.model.vocabulary import (
    Answer,
    BookletSize,
    Clearance,
    DayPart,
    DoseUnit,
    Evidence,
    Joint,
    Level,
    Paper,
    PrintProfile,
    Weekday,
)
from printkit.pdf.pages import draw
from printkit.pipeline import Variant
from printkit.printing import caches
from printkit.resources import CATALOG, TEMPLATES

BOOKLET = KINDS["booklet"]
WELL = ("no", "none", "well", "firm", "alone", "all", "never", "stroke")  # answers that stop nothing
DAY = date(2026, 11, 18)
# What a plan holds in which most rules and pictures find something to change.
EXERCISES = ("standing-calf-stretch", "seated-toe-raise", "walk-and-talk", "sit-to-stand", "elbow-bend")
TWO_ON_A_PAGE = ("ankle-circles", "ankle-pumps", "elbow-bend", "finger-spread", "clothes-pegs", "heel-slide")
CHANGED = "seated-toe-raise"  # the exercise of which each number is changed
LIFTED = Override(rule="R-08b", name="Jo Marsh", reason="As we agreed.", on=DAY)
WITHIN = Override(dose=CHANGED, name="Jo Marsh", reason="As we agreed.", on=DAY)

# Another value for each entry that no closed set has the answers of.
OTHERS: Mapping[str, tuple[object, ...]] = {
    "patient.id": ("somebody-2", "somebody-3"),
    "patient.name": ("Ann Alder", "Ben Birch"),
    "patient.language": ("es",),
    "stroke.happened_on": (date(2026, 11, 8), date(2026, 10, 20), None),
    "stroke.left_hospital_on": (date(2026, 11, 15),),
    "health.falls_last_year": (3, 5),
    "health.berg_balance": (15, 30),
    "health.blood_pressure_limit": ("160/90", "170/90"),
    "health.tight_joints": ((), (Joint.ANKLE,), (Joint.KNEE, Joint.HIP)),
    "health.cleared": tuple(
        (ClearedFor(what=what, by="Dr. Lee", on=DAY, limits=limits),)
        for what, limits in ((Clearance.HEART, ""), (Clearance.HEART, "To a pulse of 110."), (Clearance.WOUND, ""))
    ),
    "health.screened_by": ("Jo Marsh", "Kim Hall"),
    "health.screened_on": (date(2026, 11, 17), date(2026, 3, 1)),
    "devices.brace_started_on": (date(2026, 11, 24), date(2026, 1, 7), None),
    "devices.wear_in_minutes": ((30, 60), (20, 60)),
    "devices.mark_fades_in_minutes": (10, 15),
    "plan.programme": ("arm-first-weeks", "whole-body-short"),
    "plan.level": (Level.PASSIVE, Level.RESISTED),
    "plan.minutes_a_day": (5, 10),
    "plan.at_hand": (("firm-chair",), ("firm-chair", "table")),
    "plan.goal": ("Walk to the shop.", "Climb the stairs."),
    "plan.goal_language": ("es", "fr"),
    "plan.starts_on": (None, date(2026, 11, 24)),
    "plan.review_on": (date(2026, 12, 7), date(2026, 12, 8)),
    "plan.first_week": (3, 4),
    "print.printed_on": (date(2026, 11, 21), None),
    "print.weeks": (1, 4),
    "print.size": (BookletSize.SHORT,),
    "print.paper": (Paper.LETTER,),
    "print.profile": tuple(PrintProfile),
    "print.language": ("es", "es-MX"),
    "print.add": (("pain",), ("fatigue", "bath-transfer")),
    "print.leave_out": (("what-is-foot-drop",),),
    "print.other_views": ((Evidence.E4,), (Evidence.E5,)),
    "print.person": ("older-woman", "younger-man", "woman-with-curls"),
    "clinic.name": ("Hill House", "Lake House"),
    "clinic.phone": ("01632 960124", ""),
    "clinic.therapist": ("Kim Hall", ""),
    "clinic.logo": ("logo.png", "grey.png"),
    "clinic.region": ("US", "AU", ""),
    "clinic.sheet_key": ("one", "two"),
}
# The same for an exercise of the plan; a dose beyond its limits is signed.
OF_AN_EXERCISE: Mapping[str, tuple[object, ...]] = {
    "sets": (1, 3),
    "repetitions": (8, 9, 12),
    "unit": (DoseUnit.STEPS,),
    "hold_seconds": (4, 12),
    "minutes": (5, 10),
    "rest_seconds": (30, 90),
    "times_per_day": (1, 3),
    "days_per_week": (3, 5),
    "on": ((Weekday.MON,), (Weekday.MON, Weekday.WED)),
    "day_part": (DayPart.EVENING,),
    "note": ("In front of the mirror.", "With your shoes on."),
    "note_language": ("es", "fr"),
}
RECORDS = {"patient": Patient, **GROUPS, "plan": PlanRequest, "print": PrintSettings, "clinic": Clinic}
OF_PAGES = ("as it is", "print", "exercise")  # what pages are laid out and drawn by
OF_PEOPLE = ("as it is", "overrides", "patient", "clinic", "plan", *GROUPS)
DEAR = ("figures.camera.", "figures.pair.", "figures.picture.")  # the caches of what takes long to draw
# what a picture may show
SEEN = (
    "print.person",
    "stroke.affected_side",
    "devices.afo",
    "devices.brace_type",
    "devices.walking_aid",
    "home.helper",
)


def somebody() -> Options:
    """The example of the README with other exercises, a goal and a note."""
    example = example_options()
    chosen = tuple(ChosenExercise(exercise=name, note="Slowly." if name == CHANGED else "") for name in EXERCISES)
    return replace(example, plan=replace(example.plan, exercises=chosen, goal="Walk."))


def unchecked() -> Options:
    """The same when no therapist has looked: all that is asked of health is answered, and well."""
    usual = somebody()
    health = replace(usual.health, screened_by="", screened_on=None, falls_last_year=0, tight_joints=())
    for name in health.__struct_fields__:
        told = getattr(health, name)
        if isinstance(told, StrEnum):
            well = next((each for each in type(told) if each in WELL), told)
            health = replace(health, **{name: well})
    home = replace(usual.home, helper=Answer.YES, helper_can_steady=Answer.YES, helper_shown=Answer.YES)
    return replace(usual, health=replace(health, stands_5_minutes=Answer.YES), home=home)


def everybody(usual: Options) -> Iterator[tuple[str, Options]]:
    """The same person with one answer changed, for each value of each answer; and as the person is."""
    yield "as it is", usual
    for group, record in RECORDS.items():
        for name in record.__struct_fields__:
            if (group, name) != ("plan", "exercises"):
                yield from _changed(usual, group, name)
    for name in ChosenExercise.__struct_fields__[1:]:
        for value in OF_AN_EXERCISE[name]:
            chosen = [
                replace(each, **{name: value}) if each.exercise == CHANGED else each for each in usual.plan.exercises
            ]
            plan = replace(usual.plan, exercises=tuple(chosen))
            yield f"exercise.{name}: {value}", replace(usual, plan=plan, overrides=(WITHIN,))
    yield "overrides", replace(usual, overrides=(LIFTED,))


def _changed(usual: Options, group: str, name: str) -> Iterator[tuple[str, Options]]:
    of = getattr(usual, group)
    told = getattr(of, name)
    values = OTHERS.get(f"{group}.{name}") or [each for each in type(told) if each is not told]
    for value in values:
        more = {"exercises": ()} if name in ("programme", "level", "minutes_a_day", "at_hand") else {}
        yield f"{group}.{name}: {value}", replace(usual, **{group: replace(of, **{name: value}, **more)})


@pytest.fixture(scope="module")
def logos(tmp_path_factory) -> Path:
    """A folder with the logos of two clinics."""
    folder = tmp_path_factory.mktemp("logos")
    for name, colour in (("logo", "red"), ("grey", "grey")):
        Image.new("RGB", (60, 20), colour).save(folder / f"{name}.png")
    return folder


def those(usual: Options, logos: Path, *groups: str) -> list[tuple[str, Options]]:
    """Everybody with a change in these groups."""
    found = [(name, options) for name, options in everybody(usual) if name.partition(".")[0] in groups]
    return [
        (
            name,
            replace(each, clinic=replace(each.clinic, logo=str(logos / each.clinic.logo))) if "logo" in name else each,
        )
        for name, each in found
    ]


def printed(catalog: Catalog, templates: Templates, options: Options) -> bytes | str:
    """A booklet with the pages for a clinician; what refuses it where it is refused."""
    try:
        return draw(pipeline.laid_out(BOOKLET, catalog, templates, options, Variant(clinician=True)).laid).data
    except (PrintkitError, Several) as error:
        return str(error)


def alone(catalog: Catalog, name: str, options: Options) -> bytes | str:
    """The same when nothing is remembered, not even a picture where the answer may be seen in one."""
    forget(pictures=name.startswith(SEEN))
    return printed(catalog, Templates((TEMPLATES,)), options)


def forget(*, pictures: bool) -> None:
    for name, cache in caches.every().items():
        bounded = cache.cache_parameters()["maxsize"] is not None
        if bounded and (pictures or not name.startswith(DEAR)):
            cache.cache_clear()


def check(catalog: Catalog, people: list[tuple[str, Options]]) -> None:
    """Print all of them in a row, and each alone."""
    people = [
        (name, replace(each, plan=replace(each.plan, exercises=each.plan.exercises[:3]))) for name, each in people
    ]
    each = {name: alone(catalog, name, options) for name, options in people}
    assert len(set(each.values())) > 0.7 * len(each), "hardly a change can be seen"
    forget(pictures=False)
    shared = Templates((TEMPLATES,))
    assert [name for name, options in people if printed(catalog, shared, options) != each[name]] == []


def test_each_answer_has_other_values_here():
    names = {f"{group}.{name}" for group, record in RECORDS.items() for name in record.__struct_fields__}
    open_ = {each for each in names if not isinstance(_told(each), StrEnum)} - {"plan.exercises"}
    assert open_ <= set(OTHERS) <= names
    assert [*OF_AN_EXERCISE] == [*ChosenExercise.__struct_fields__[1:]]


def _told(name: str) -> object:
    group, _, field = name.partition(".")
    return getattr(getattr(somebody(), group), field)


def test_what_is_kept_of_a_print_is_what_the_next_would_get_anew(catalog, logos, monkeypatch):
    """Whoever is printed after another with one answer changed: all that is taken from what is kept is made as well."""
    unlike: list[object] = []
    taken = Counter[str]()
    usual = Kept.get

    def get(self: Kept, key: tuple[Hashable, ...], make: Callable[[], object]) -> object:
        there = key in self._found
        found = usual(self, key, make)
        if there:
            taken[str(key[1])] += 1
            if make() != found:
                unlike.append(key[1:3])
        return found

    monkeypatch.setattr(Kept, "get", get)
    templates = Templates((TEMPLATES,))
    people = those(somebody(), logos, "as it is", "overrides", "exercise", *RECORDS)
    for _, options in (*people, *those(unchecked(), logos, "as it is", "health")):
        with suppress(PrintkitError, Several):
            pipeline.composed(BOOKLET, catalog, templates, options)
    assert unlike == []
    assert sum(often > 20 for often in taken.values()) >= 6


def test_pages_are_the_same_whoever_was_printed_before(catalog, logos):
    check(catalog, those(somebody(), logos, *OF_PAGES))


def test_a_card_is_the_same_at_the_top_of_a_page_and_below_another(catalog):
    """Its marked content has other numbers there."""
    usual = somebody()
    chosen = [ChosenExercise(exercise=name) for name in TWO_ON_A_PAGE]
    turned = [replace(usual, plan=replace(usual.plan, exercises=tuple(each))) for each in (chosen, chosen[::-1])]
    each = [alone(catalog, "as it is", options) for options in turned]
    assert each[0] != each[1]
    forget(pictures=False)
    shared = Templates((TEMPLATES,))
    assert [printed(catalog, shared, options) for options in turned] == each


def test_two_catalogues_that_differ_in_a_word_and_a_picture_print_each_its_own(catalog, tmp_path):
    for folder, name, ours, theirs in (
        ("exercises", "seated-toe-raise", "Sit ", "Rest "),
        ("figures", "elbow-bend", "shoulder: 54", "shoulder: 50"),
        ("topics", "pain", "Many people", "Most people"),
    ):
        (tmp_path / folder).mkdir()
        said = (CATALOG / folder / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / folder / f"{name}.yaml").write_text(said.replace(ours, theirs), encoding="utf-8")
        assert ours in said
    usual = somebody()
    wanted = replace(usual, print=replace(usual.print, add=("pain",)))
    both = (catalog, Catalog((tmp_path, CATALOG)))
    each = [alone(one, "devices.afo", wanted) for one in both]
    assert each[0] != each[1]
    shared = Templates((TEMPLATES,))
    assert [printed(one, shared, wanted) for one in (*both, *both)] == each * 2


@pytest.mark.slow
def test_pages_are_the_same_whatever_was_answered_by_the_one_before(catalog, logos):
    check(catalog, those(somebody(), logos, *OF_PEOPLE))
