"""Options for a sheet that is for no one in particular: one exercise, or a family's checklist."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from printkit.catalog.store import Catalog
from printkit.errors import OptionsError, PrintkitError, near, raise_all
from printkit.model.constraints import names_someone
from printkit.model.options import ChosenExercise, Clinic, Options, PlanRequest, PrintSettings
from printkit.model.person import Devices, Health, Home, Stroke
from printkit.model.vocabulary import Answer, Side, WalkingAid


def handout(
    exercise: str, catalog: Catalog, side: str, clinic: Clinic, screened_by: str, screened_on: str, today: date
) -> Options:
    """Options for one exercise. Raises what is wrong with the words of the command line, all at once."""
    problems: list[PrintkitError] = []
    _known("exercise", exercise, catalog.names("exercises"), problems)
    day = today if screened_on == "today" else _date("--screened-on", screened_on, problems)
    if bool(screened_by) != bool(screened_on):
        problems.append(OptionsError("--screened-by and --screened-on belong together", hint="give both, or neither"))
    if screened_by and not names_someone(screened_by):
        problems.append(OptionsError(f"--screened-by is {screened_by!r}", hint="give the therapist's name"))
    if day is not None and day > today:
        problems.append(OptionsError(f"--screened-on is {day}, which is still to come", hint="check the year"))
    _region(clinic, catalog, problems)
    raise_all(problems)
    return Options(
        stroke=Stroke(affected_side=Side(side)),
        health=Health(screened_by=screened_by, screened_on=day),
        plan=PlanRequest(exercises=(ChosenExercise(exercise=exercise),)),
        print=PrintSettings(printed_on=today),
        clinic=clinic,
    )


def only(exercise: str, options: Options) -> Options:
    """A patient's own options, with one exercise in the plan: with the dose of the plan if it is in there."""
    chosen = next((choice for choice in options.plan.exercises if choice.exercise == exercise), None)
    return replace(options, plan=replace(options.plan, exercises=(chosen or ChosenExercise(exercise=exercise),)))


def checklist(
    catalog: Catalog,
    side: str,
    clinic: Clinic,
    brace: bool | None,  # noqa: FBT001 - a switch of the command line that may be left out
    stick: bool,  # noqa: FBT001
    lives_alone: bool | None,  # noqa: FBT001
    today: date,
) -> Options:
    """Options for a family's checklist. What was not said is unknown, and unknown prints the full list."""
    problems: list[PrintkitError] = []
    _region(clinic, catalog, problems)
    raise_all(problems)
    return Options(
        stroke=Stroke(affected_side=Side(side)),
        devices=Devices(
            afo=_answer(brace),
            walking_aid=WalkingAid.STICK if stick else WalkingAid.UNKNOWN,
        ),
        home=Home(lives_alone=_answer(lives_alone)),
        print=PrintSettings(printed_on=today),
        clinic=clinic,
    )


def skin_sheet(
    catalog: Catalog,
    side: str,
    clinic: Clinic,
    new_brace: bool,  # noqa: FBT001 - a switch of the command line
    brace_start: str,
    today: date,
) -> Options:
    """Options for a family's skin sheet. A first day says that the brace is new."""
    problems: list[PrintkitError] = []
    start = _date("--brace-start", brace_start, problems)
    _region(clinic, catalog, problems)
    raise_all(problems)
    return Options(
        stroke=Stroke(affected_side=Side(side)),
        devices=Devices(afo=Answer.YES if new_brace or start else Answer.UNKNOWN, brace_started_on=start),
        print=PrintSettings(printed_on=today),
        clinic=clinic,
    )


def checklist_names(catalog: Catalog, name: str, rooms: tuple[str, ...]) -> Mapping[str, object]:
    """The names that the checklist template needs besides those of every plan."""
    problems: list[PrintkitError] = []
    if _known("checklist", name, catalog.names("checklists"), problems):
        known = tuple(room.id for room in catalog.checklist(name).rooms)
        for room in rooms:
            _known("room", room, known, problems)
    raise_all(problems)
    return {"list": name, "rooms": rooms, "list_to_do": catalog.checklist(name).to_do is Answer.YES}


def leaflet_names(catalog: Catalog, name: str) -> Mapping[str, object]:
    """The names that the leaflet template needs besides those of every plan."""
    problems: list[PrintkitError] = []
    _known("leaflet", name, catalog.names("topics"), problems)
    raise_all(problems)
    return {"leaflet": name}


def _known(kind: str, word: str, known: tuple[str, ...], problems: list[PrintkitError]) -> bool:
    if word not in known:
        problems.append(OptionsError(f"there is no {kind} {word!r}", hint=near(word, known)))
    return word in known


def _region(clinic: Clinic, catalog: Catalog, problems: list[PrintkitError]) -> None:
    if clinic.region:
        _known("region", clinic.region, tuple(catalog.regions), problems)


def _date(option: str, said: str | None, problems: list[PrintkitError]) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        problems.append(OptionsError(f"{option} is {said!r}, which is no date", hint="write it as 2026-11-20"))
        return None


def _answer(said: bool | None) -> Answer:  # noqa: FBT001
    return Answer.UNKNOWN if said is None else Answer.YES if said else Answer.NO
