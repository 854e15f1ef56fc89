"""What holds for all rows of a list that say nothing of their own: clinic, country, look, screening, first day.

A row's own answer always wins, and so does that of the option file that it names. A signature is one fact: who has
screened and when are never put together from a row and from the command line where both stand on the command line.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.errors import OptionsError, PrintkitError, near, raise_all
from printkit.model.options import Clinic, Options
from printkit.model.vocabulary import PrintProfile
from printkit.reading import records

# how the command line calls each fact
FLAGS: Mapping[str, str] = {
    "clinic.region": "--region",
    "print.profile": "--profile",
    "health.screened_by": "--screened-by",
    "health.screened_on": "--screened-on",
    "plan.starts_on": "--starts-on",
}
_CLINIC = "--clinic"
_SCREENING = "--screened-by and --screened-on"
_WHEN = "health.screened_on"
_DAYS = (_WHEN, "plan.starts_on")


class CommonFacts(Struct, frozen=True, kw_only=True):
    """What the rows of a list have in common. `asked` are the flags with which somebody has said so."""

    clinic: Clinic | None = None
    region: str = ""
    profile: PrintProfile | None = None  # of all for whom neither a row nor a rule has a look
    screened_by: str = ""
    screened_on: date | None = None
    starts_on: date | None = None
    asked: tuple[str, ...] = ()

    def filled(self, options: Options) -> Options:
        """Options with what they leave empty, but for the clinic and the look: these need files and rules.

        A day of screening that was answered with "unknown" is not empty.
        """
        health, plan, clinic = options.health, options.plan, options.clinic
        whole = bool(self.screened_by and self.screened_on)
        if (not whole or not (health.screened_by or health.screened_on)) and _WHEN not in options.left_open:
            by, on = health.screened_by or self.screened_by, health.screened_on or self.screened_on
            health = replace(health, screened_by=by, screened_on=on)
        return replace(
            options,
            health=health,
            plan=replace(plan, starts_on=plan.starts_on or self.starts_on),
            clinic=replace(clinic, region=clinic.region or self.region),
        )

    def filled_in(self, before: Options, after: Options) -> Mapping[str, str]:
        """The flags that have filled something in, by the dotted name of what was empty."""
        return {name: flag for name, flag in FLAGS.items() if _value(before, name) != _value(after, name)}

    def kept(self, options: Options, look: PrintProfile) -> Iterator[str]:
        """The flags beside which a row has kept its own, once it is filled; `look` is that of its pages."""
        clinic = self.clinic or Clinic()
        by = bool(self.screened_by) and options.health.screened_by != self.screened_by
        on = self.screened_on not in (None, options.health.screened_on)
        own = {
            _CLINIC: any(
                (given := getattr(clinic, name)) and given != getattr(options.clinic, name)
                for name in Clinic.__struct_fields__
                if name != "region"
            ),
            FLAGS["clinic.region"]: options.clinic.region != self.region,
            FLAGS["print.profile"]: look != self.profile,
            FLAGS["health.screened_by"]: by,
            FLAGS["health.screened_on"]: on,
            _SCREENING: by or on,
            FLAGS["plan.starts_on"]: options.plan.starts_on != self.starts_on,
        }
        yield from (flag for flag in self.asked if own[flag])


def said(
    words: Mapping[str, str], clinic: Clinic | None, usual: Clinic | None, regions: Collection[str], today: date
) -> CommonFacts:
    """The common facts as somebody has typed them, by the dotted names of FLAGS; read by the types of a row.

    `clinic` is what was named on the command line, `usual` that of the folder. Raises every problem with its flag.
    """
    given = {name: text.strip() for name, text in words.items() if text.strip()}
    given |= {name: today.isoformat() for name in _DAYS if given.get(name) == "today"}
    if "clinic.region" in given:
        given["clinic.region"] = given["clinic.region"].upper()
    names = list(given)
    cells = {name: (text, number) for number, (name, text) in enumerate(given.items(), 1)}
    loaded = records.from_cells(Options, cells, Path(), {}, OptionsError)
    problems = [_with_flag(problem, names) for problem in loaded.problems]
    for name, text in given.items():
        if text.lower() in records.UNKNOWN:
            problems.append(OptionsError(f"{FLAGS[name]} is {text!r}", hint="leave it out, and rows stay as they are"))
    read = loaded.record or Options()
    on = read.health.screened_on
    if on is not None and on > today:
        problems.append(OptionsError(f"--screened-on is {on}, which is still to come", hint="check the year"))
    region = given.get("clinic.region", "")
    if region and region not in regions:
        problems.append(OptionsError(f"there is no region {region!r}", where="--region", hint=near(region, regions)))
    raise_all(problems)
    shared = clinic or usual
    if shared is not None and region:
        shared = replace(shared, region=region)
    return CommonFacts(
        clinic=shared,
        region=region,
        profile=read.print.profile,
        screened_by=read.health.screened_by,
        screened_on=on,
        starts_on=read.plan.starts_on,
        asked=tuple(_asked(given, clinic)),
    )


def _asked(given: Mapping[str, str], clinic: Clinic | None) -> Iterator[str]:
    """The flags that were typed, a screening as the one fact that it is."""
    if clinic is not None:
        yield _CLINIC
    whole = {"health.screened_by", "health.screened_on"} <= {*given}
    for name in given:
        if not whole or not name.startswith("health.screened"):
            yield FLAGS[name]
    if whole:
        yield _SCREENING


def _with_flag(problem: PrintkitError, names: list[str]) -> PrintkitError:
    """A problem that names the flag, where reading has put its number in the line's place."""
    at = int(problem.where.rpartition(":")[2])
    return OptionsError(problem.message, where=FLAGS[names[at - 1]], hint=problem.hint)


def _value(options: Options, name: str) -> object:
    group, _, field = name.partition(".")
    return getattr(getattr(options, group), field)
