"""Files to start from: commented, ready to fill in, or filled in from a few answers."""

import contextlib
import json
import re
import shutil
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Meta, structs

from printkit.catalog.store import Catalog
from printkit.errors import OutputError, reason
from printkit.model.person import GROUPS
from printkit.resources import CATALOG, EXAMPLES, EXAMPLES_ARE_OF, TEMPLATES

Question = tuple[str, str, tuple[str, ...], str]  # key, words, choices, default

_YES_NO = ("yes", "no", "unknown")
_OPTIONS: tuple[Question, ...] = (
    ("id", "An id for the files, not the name", (), "patient-1"),
    ("affected_side", "Which side did the stroke affect", ("left", "right", "both", "unknown"), "unknown"),
    ("screened_by", "Which therapist checked this person (empty if none)", (), ""),
    ("screened_on", "On which day, as 2026-11-20 (empty if none)", (), ""),
    ("afo", "Does the person wear an AFO (ankle brace)", _YES_NO, "unknown"),
    (
        "walking_aid",
        "What does the person walk with",
        ("none", "stick", "quad-stick", "crutch", "frame", "rollator", "wheelchair", "unknown"),
        "unknown",
    ),
    ("lives_alone", "Does the person live alone", _YES_NO, "unknown"),
    ("helper", "Is there a helper for practice", _YES_NO, "unknown"),
    ("level", "At which level", ("passive", "assisted", "active", "resisted", "functional"), "assisted"),
    ("region", "In which country (GB, US, ...; empty if not listed)", (), ""),
    ("name", "The name to print on the first page (empty if none)", (), ""),
    ("happened_on", "When was the stroke, as 2026-06-02 (empty if not known)", (), ""),
    ("foot_drop_cause", "What made the foot drop", ("stroke", "nerve", "other", "unknown"), "unknown"),
    ("under_18", "Is the person under 18", _YES_NO, "unknown"),
    ("medically_unstable", "Is the person too unwell to exercise at home", _YES_NO, "unknown"),
)

_OPTION_FILE = """\
# Options for one patient. Answer what you know; leave the rest empty: an empty answer is "unknown". The words beside an
# answer are those that can be given. A therapist's name and day (screened_by, screened_on) settle the health questions
# that are left empty; where you write unknown, no screening does.
# Check it with: printkit check FILE      Print it with: printkit booklet FILE
patient:
  id: {id}            # names the files; never a person's name
  name: {name}        # printed on the first page only
{asked}plan:
  programme: foot-drop
  level: {level}       # passive, assisted, active, resisted, functional
  goal:                # what the patient wants to do, in the patient's own words; goal_language: es, for one in Spanish
  starts_on:           # a date puts dates on the chart
  review_on:           # the day on which you go through the plan again together
  exercises: []        # your own list wins over the programme, such as:
  #  - seated-toe-raise
  #  - {{exercise: outer-foot-lift, repetitions: 8, note: Slowly.}}    # note_language: es, for one in Spanish
  #  - {{exercise: sit-to-stand, on: [mon, wed, fri]}}    # the days of the week: mon, tue, wed, thu, fri, sat, sun
print:
  profile:             # standard, large, aphasia, neglect-left, neglect-right
  weeks: 2
  size: short          # short, full: the short booklet, or one with all leaflets
  add: []              # whole leaflets and checklists besides what the rules call for: home-safety, braces, use-it ...
  leave_out: []        # leaflets and checklists; never one that warns or that a rule calls for
  person:              # who is seen in the pictures: older-woman, younger-man ...; empty is the next in turn
overrides: []          # signed exceptions, of a rule or for a dose over the most or under the least of its exercise:
  #  - {{rule: R-09c, exercise: one-leg-stand-affected-side, name: J. Marsh, reason: Stands safely with me.,
  #     on: 2026-11-20, answers: {{devices.walking_aid: stick, stroke.affected_side: right}}}}    # void when one changes
  #  - {{dose: sit-to-stand, name: J. Marsh, reason: Did 100 a day in the ward., on: 2026-11-20,
  #     answers: {{dose.repetitions: 20, stroke.affected_side: right}}}}
clinic:
  name:
  phone:
  therapist:
  logo:                # PNG, JPEG or SVG
  region: {region}     # GB, US, AU ...: emergency number, paper, order of dates
"""

_LISTS = ("wear_in_minutes", "cleared")  # empty when nothing was said; tight_joints stays open
_DAY = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")
_COLUMN = 26  # where the answers that can be given begin

_EXERCISE_FILE = """\
# A new exercise. The file name is its id: small letters and hyphens. Wording reviewed by a clinician: no.
# Check the catalogue with: printkit check FOLDER      Use it with: --catalog FOLDER (this file in FOLDER/exercises/)
class: {class}
# passive-leg, active-leg, resistance, standing-stretch, resting-stretch, supported-standing, balance, walking,
# transfer, trunk, passive-arm, active-arm, hand, forced-use, aerobic, stimulation
position: sitting          # lying, sitting, standing-supported, standing-free, walking
level: active              # passive, assisted, active, resisted, functional
demands: {demands}
# What it asks of the body and the place, because the safety rules speak of these words, as demands: [leg-moves, grip].
# On the feet: stands, one-leg-stand, weak-leg-alone, narrow-base, steps, hard-steps, level-change, turns, rises, floor,
# and one hold: both-hands-hold, one-hand-hold or no-hold; hand-busy. Trunk: bends-down, deep-bend, round-back,
# crossed-legs, reach-out, sits-free, lies-flat, on-weak-side, bridge. Effort: resistance, squeeze, breath-hold,
# sustained-effort, calf-end-stretch, heel-raise, toe-clench. Leg and arm: leg-moves, leg-by-hand, arm-works, arm-by-hand,
# shoulder-lift, grip, arm-weight-bearing, to-mouth. Skin, senses, mind: barefoot, heel-on-bed, feel-needed, see-the-way,
# sequence, letters, mirror, brace-off. demands.yaml of the catalogue says what each means. [] is an answer, too: none of them.
dose: {{sets: 1, repetitions: 10, times_per_day: 1, days_per_week: 7}}
# also: hold_seconds, rest_seconds, minutes, unit: times, steps or rounds
dose_basis: common practice    # or the tag of the source that names the dose
equipment: [firm-chair]    # words for new ones go into labels/en.yaml
day_part: midday           # morning, midday, evening
easier:                    # ids of neighbours, where there are any
harder:
replace_with:              # what stands in when a rule leaves this one out
source: [DM]               # tags from sources.yaml; DM is a house rule
evidence: E2               # E1 guideline, E2 common, E3 web, E4 story, E5 complementary, E6 idea
text:
  en:
    title: {title}
    purpose: This trains ...
    hold_on: "Hold the seat with {{your stronger}} hand."
    steps:                 # 3 to 6, one action each; sides as {{your affected}}, {{your stronger}};
                           # where both hands hold, {{hold on}} says it for a weak arm, too
      - Sit on a firm chair.
      - "Place {{your affected}} foot flat."
      - ...
    stop_if:
      - You feel new or sharp pain.
"""

_EXERCISE: tuple[Question, ...] = (
    ("title", "The title, as the patient reads it", (), "New exercise"),
    (
        "class",
        "The class that the safety rules speak of",
        ("passive-leg", "active-leg", "resistance", "standing-stretch", "resting-stretch", "supported-standing",
         "balance", "walking", "transfer", "trunk", "passive-arm", "active-arm", "hand", "forced-use", "aerobic"),
        "active-leg",
    ),
    ("demands", "What it asks of the body, as: leg-moves, feel-needed (demands.yaml has all)", (), ""),
)  # fmt: skip


def questions(what: str) -> tuple[Question, ...]:
    """What `printkit new` asks when it sits at a terminal."""
    return {"options": _OPTIONS, "exercise": _EXERCISE}.get(what, ())


def write(what: str, path: Path, answers: Mapping[str, str]) -> None:
    """Write the starter file. An existing file is never touched."""
    if what == "template":
        name = path.name if (TEMPLATES / path.name).is_file() else "booklet.en.md"
        text = (TEMPLATES / name).read_text(encoding="utf-8")
    else:
        text = starter(what, answers)
    create(path, text)


def starter(what: str, answers: Mapping[str, str]) -> str:
    """The text of a file to fill in, "options" or "exercise", with what was answered already."""
    defaults = {key: "" for key, *_ in questions(what)}
    if what == "exercise":
        defaults = {key: default for key, _, _, default in _EXERCISE}
    else:
        defaults |= {"id": "patient-1", "level": "assisted"}
    said = {key: json.dumps(answer, ensure_ascii=False) for key, answer in answers.items() if answer}
    if "demands" in said:
        said["demands"] = f"[{answers['demands'].strip('[] ')}]"
    filled = {**defaults, **{key: answer for key, answer in said.items() if answer != '"unknown"'}}
    if what == "options":
        filled["asked"] = "".join(f"{line}\n" for line in _asked(filled))
    return (_OPTION_FILE if what == "options" else _EXERCISE_FILE).format(**filled)


def _asked(said: Mapping[str, str]) -> Iterator[str]:
    """Every question of an option file above its answer, and beside it what can be answered."""
    questions = Catalog((CATALOG,)).questions
    for group, record in GROUPS.items():
        yield f"{group}:"
        for field in structs.fields(record):
            asked = questions[f"{group}.{field.name}"]
            yield f"  # {asked.ask['en']}"
            answer = said.get(field.name) or ("[]" if field.name in _LISTS else "")
            yield f"  {f'{field.name}: {answer}'.ljust(_COLUMN)} # {asked.answers or answers_of(field.type)}"


def answers_of(kind: object) -> str:
    """What can be answered, in words: the choices, the least and the most of a number, or how a day is written."""
    most = ""
    while typing.get_origin(kind) in (typing.Annotated, types.UnionType, typing.Union):
        kind, *limits = typing.get_args(kind)
        most = next((f"{limit.ge} to {limit.le}" for limit in limits if isinstance(limit, Meta) and limit.le), most)
    if typing.get_origin(kind) is tuple:
        return f"a list of: {answers_of(typing.get_args(kind)[0])}; [] when none is"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(choice for choice in kind)
    return "as 2026-06-02" if kind is date else most


def copy_templates(folder: Path) -> list[Path]:
    """Copy every shipped template into a folder. Files that are there already are kept and raise OutputError."""
    sources = sorted(path for path in TEMPLATES.rglob("*.md"))
    targets = [folder / path.relative_to(TEMPLATES) for path in sources]
    existing = [str(path) for path in targets if path.exists()]
    if existing:
        raise OutputError(f"is there already: {', '.join(existing)}", where=str(folder), hint="choose an empty folder")
    try:
        for source, target in zip(sources, targets, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    except OSError as error:
        raise OutputError(f"cannot be written: {reason(error)}", where=str(folder)) from error
    return targets


def copy_examples(folder: Path, today: date) -> list[Path]:
    """Copy the shipped examples into a folder, their days as long before today as they were: by whole weeks.

    A screening of the shipped ones is too old half a year after they were written. Existing files are kept and raise
    OutputError.
    """
    later = timedelta(weeks=(today - EXAMPLES_ARE_OF).days // 7)

    def moved(day: re.Match[str]) -> str:
        return str(date.fromisoformat(day[0]) + later)

    copied = []
    for path in sorted(EXAMPLES.iterdir()):
        target = folder / path.name
        create(target, _DAY.sub(moved, path.read_text(encoding="utf-8")))
        copied.append(target)
    return copied


def create(path: Path, text: str) -> None:
    """Write a new file, for its owner alone. An existing file is never touched."""
    create_all({path: text.encode()})


def create_all(files: Mapping[Path, bytes]) -> None:
    """Write new files, for their owner alone: all of them or none. An existing file is never touched."""
    made: list[Path] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                made.append(path)
                path.chmod(0o600)
                file.write(data)
    except OSError as error:
        for each in made:
            with contextlib.suppress(OSError):
                each.unlink()
        if isinstance(error, FileExistsError):
            raise OutputError("is there already", where=str(path), hint="choose another name") from error
        hint = "choose a folder that you may write to"
        raise OutputError(f"cannot be written: {reason(error)}", where=str(path), hint=hint) from error
