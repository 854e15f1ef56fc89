"""The option file of one patient, read once at the edge, with the clinic file that it names and every contradiction in it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from printkit.errors import OptionsError, PrintkitError
from printkit.intake.common import CommonFacts
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import Answer, BraceType
from printkit.reading import records
from printkit.reading.nodes import Entries, Node, Scalar

# what follows from reading a file and is no entry of it
NOT_IN_FILES: Mapping[str, object] = {"left_open": (), "read_on": None, "switched_off": ()}
_ASKED = ("stroke", "health", "devices", "home")
_NOTHING = CommonFacts()
_DAYS_AHEAD = 31  # a booklet may be made for a visit next month, not for next year by a slip of the pen


def load(path: Path, printed_on: date, common: CommonFacts = _NOTHING) -> records.Loaded[Options]:
    """Read an option file, and the clinic file that it names. Nothing is raised; see `problems`.

    `printed_on` stands in where the file gives no date of its own, `common` where it says nothing; its clinic, where the
    file names no clinic file.
    """
    return completed(read(path), printed_on, common)


def read(path: Path) -> records.Loaded[Options]:
    """What stands in an option file alone, without the clinic file that it names."""
    return records.load(Options, path, NOT_IN_FILES, OptionsError)


def of_bytes(data: bytes, printed_on: date, common: CommonFacts = _NOTHING) -> records.Loaded[Options]:
    """Read an option file that is no file here: it may name no other, for there is nothing beside it.

    A clinic file that it names is not looked for; the clinic of `common` stands in for it, and without one it is a problem.
    """
    loaded = records.load(Options, Path("options"), NOT_IN_FILES, OptionsError, data)
    options = loaded.record
    if options is None:
        return loaded
    problems: list[PrintkitError] = []
    if options.clinic.logo:
        hint = "leave it out; a clinic file has it"
        problems.append(OptionsError("a logo is another file", where=loaded.where("clinic", "logo"), hint=hint))
    if options.clinic_file and common.clinic is None:
        hint = "leave it out, or give that clinic file as well"
        problems.append(OptionsError("clinic_file is another file", where=loaded.where("clinic_file"), hint=hint))
    found = completed(replace(loaded, record=replace(options, clinic_file="")), printed_on, common)
    return replace(found, record=None if problems else found.record, problems=(*problems, *found.problems))


def completed(
    loaded: records.Loaded[Options], printed_on: date, common: CommonFacts = _NOTHING
) -> records.Loaded[Options]:
    """Options that were read, with the clinic file that they name and every contradiction in them."""
    options, path = loaded.record, loaded.path
    if options is None:
        return loaded
    problems: list[PrintkitError] = []
    options = replace(options, clinic=_with_logo_beside(options.clinic, path), read_on=printed_on)
    options = replace(options, left_open=tuple(_left_open(loaded.root)))
    if options.patient is None:
        problems.append(OptionsError("'patient' is missing", where=f"{path}:1", hint="give at least patient: id:"))
    if options.clinic_file:
        clinic_path = path.parent / options.clinic_file
        shared = records.load(Clinic, clinic_path, error=OptionsError)
        problems += shared.problems
        if shared.record is not None:
            shared_clinic = _with_logo_beside(shared.record, clinic_path)
            options = replace(options, clinic=_laid_over(options.clinic, shared_clinic))
    elif common.clinic is not None:
        options = replace(options, clinic=_laid_over(options.clinic, common.clinic))
    own, options = options, common.filled(options)
    filled_in = common.filled_in(own, options)

    def where(*keys: str | int) -> str:
        return filled_in.get(".".join(map(str, keys))) or loaded.where(*keys)

    if options.print.printed_on is None:
        options = replace(options, print=replace(options.print, printed_on=printed_on))
    asked_for = options.print.printed_on
    if asked_for is not None and (asked_for - printed_on).days > _DAYS_AHEAD:
        place = where("print", "printed_on")
        problems.append(
            OptionsError(f"printed_on is {asked_for}, long after today", where=place, hint="check the year")
        )
    problems += _contradictions(options, where)
    return records.Loaded(None if problems else options, path, loaded.root, tuple(problems))


def _left_open(root: Node | None) -> Iterator[str]:
    """The answers that were given as "unknown", by their dotted names: they were asked, so no screening settles them."""
    for group in _ASKED:
        inner = root.nodes.get(group) if isinstance(root, Entries) else None
        for name, node in inner.nodes.items() if isinstance(inner, Entries) else ():
            if isinstance(node, Scalar) and node.text.lower() in records.UNKNOWN:
                yield f"{group}.{name}"


def load_clinic(path: Path) -> Clinic:
    """Read a clinic file on its own; raises what is wrong with it."""
    return _with_logo_beside(records.load(Clinic, path, error=OptionsError).required(), path)


def clinic_of_bytes(data: bytes) -> Clinic:
    """Read a clinic file that is no file here: its logo stays out, for there is nothing beside it. Raises as `load_clinic`."""
    return replace(records.load(Clinic, Path("clinic file"), error=OptionsError, data=data).required(), logo="")


def _with_logo_beside(clinic: Clinic, path: Path) -> Clinic:
    """A logo is looked for beside the file that names it."""
    return replace(clinic, logo=str(path.parent / clinic.logo)) if clinic.logo else clinic


def _laid_over(own: Clinic, shared: Clinic) -> Clinic:
    """The option file's own words about the clinic win over the shared file's."""
    return Clinic(**{name: getattr(own, name) or getattr(shared, name) for name in Clinic.__struct_fields__})


def _contradictions(options: Options, where: Callable[..., str]) -> list[PrintkitError]:
    """Answers that cannot all be true, or that lack their other half; `where` says where an entry stands."""
    found: list[PrintkitError] = []

    def complain(message: str, hint: str, *keys: str) -> None:
        found.append(OptionsError(message, where=where(*keys), hint=hint))

    health, today = options.health, options.print.printed_on
    if bool(health.screened_by) != (health.screened_on is not None):
        complain("screened_by and screened_on belong together", "give both, or neither", "health", "screened_by")
    for group, name in (("health", "screened_on"), ("stroke", "happened_on"), ("stroke", "left_hospital_on")):
        given = getattr(getattr(options, group), name)
        if given is not None and today is not None and given > today:
            complain(f"{name} is {given}, after the day of printing ({today})", "check the year", group, name)
    screened, happened, left = health.screened_on, options.stroke.happened_on, options.stroke.left_hospital_on
    if left is not None and happened is not None and left < happened:
        hint = "give the day on which the stay after this stroke ended"
        complain(f"left_hospital_on is {left}, before the stroke ({happened})", hint, "stroke", "left_hospital_on")
    if left is not None and options.stroke.in_hospital is Answer.YES:
        hint = "give the day, or in_hospital: yes while the person is still there"
        complain("in_hospital is yes, and left_hospital_on is a day", hint, "stroke", "in_hospital")
    if screened is not None and happened is not None and screened < happened:
        message = f"screened_on is {screened}, before the stroke ({happened})"
        complain(message, "a screening answers for the time after the stroke", "health", "screened_on")
    starts, review = options.plan.starts_on, options.plan.review_on
    if starts is not None and review is not None and review < starts:
        hint = "give the day on which you go through the plan again"
        complain(f"review_on is {review}, before the plan starts ({starts})", hint, "plan", "review_on")
    names = set[str]()
    for index, choice in enumerate(options.plan.exercises):
        if choice.exercise in names:
            place = where("plan", "exercises", index)
            hint = "list it once; times_per_day says how often"
            found.append(OptionsError(f"{choice.exercise} is in the plan twice", where=place, hint=hint))
        names.add(choice.exercise)
    for index, choice in enumerate(options.plan.exercises):
        if choice.minutes and choice.repetitions is not None:
            place = where("plan", "exercises", index)
            found.append(OptionsError("minutes and repetitions are both given", where=place, hint="give one of them"))
        if len(set(choice.on)) < len(choice.on):
            place = where("plan", "exercises", index, "on")
            found.append(OptionsError("on names a day twice", where=place, hint="name each day once"))
        elif choice.on and choice.days_per_week not in (None, len(choice.on)):
            place = where("plan", "exercises", index, "days_per_week")
            message = f"days_per_week is {choice.days_per_week}, and on names {len(choice.on)} of them"
            hint = f"take days_per_week out, or give days_per_week: {len(choice.on)}"
            found.append(OptionsError(message, where=place, hint=hint))
    known = [day for day in (today, options.read_on) if day is not None]
    for index, override in enumerate(options.overrides):
        if bool(override.rule) is bool(override.dose):
            given = "both a rule and a dose" if override.rule else "neither a rule nor a dose"
            hint = "give rule: R-04a, or dose: with the exercise whose dose is signed; one signature for each"
            place = where("overrides", index)
            found.append(OptionsError(f"an override names {given}", where=place, hint=hint))
        if override.dose and override.exercise:
            hint = "take exercise out; dose names the exercise"
            message = "an exception for a dose names its exercise twice"
            found.append(OptionsError(message, where=where("overrides", index, "exercise"), hint=hint))
        if override.on is not None and known and override.on > max(known):
            place = where("overrides", index, "on")
            found.append(OptionsError(f"on is {override.on}, a day to come", where=place, hint="check the year"))
    for index, clearance in enumerate(health.cleared):
        place = where("health", "cleared", index)
        if today is not None and clearance.on > today:
            found.append(OptionsError(f"on is {clearance.on}, a day to come", where=place, hint="check the year"))
        if options.stroke.happened_on is not None and clearance.on < options.stroke.happened_on:
            hint = "a clearance answers for the time after the stroke"
            found.append(OptionsError(f"on is {clearance.on}, before the stroke", where=place, hint=hint))
    signed = [(override.rule or f"the dose of {override.dose}", override.exercise) for override in options.overrides]
    for index, (what, whose) in enumerate(signed):
        if (what, whose) in signed[:index]:
            place = where("overrides", index)
            found.append(OptionsError(f"{what} is lifted twice", where=place, hint="one signature for each"))
    devices = options.devices
    brace = (devices.brace_started_on, devices.mark_fades_in_minutes, devices.wear_in_minutes)
    if devices.afo is not Answer.YES and (any(brace) or devices.brace_type is not BraceType.UNKNOWN):
        complain(f"a brace is described, but afo is {str(devices.afo)!r}", "set afo: yes", "devices", "afo")
    return found
