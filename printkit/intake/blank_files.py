"""Files to start from: commented, ready to fill in, or filled in from a few answers."""

import contextlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from printkit.errors import OutputError, reason
from printkit.resources import TEMPLATES

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
# Options for one patient. Answer what you know; leave the rest empty: an empty answer is "unknown".
# Check it with: printkit check FILE      Print it with: printkit booklet FILE
patient:
  id: {id}            # names the files; never a person's name
  name: {name}        # printed on the first page only
stroke:
  affected_side: {affected_side}    # left, right, both or unknown
  happened_on: {happened_on}    # as 2026-06-02
  type:                # clot, bleed-in-brain, bleed-around-brain
  vessel_closed:       # after a bleed around the brain, by a clip or coil: yes, no, none-found
health:
  screened_by: {screened_by}        # the therapist who checked this person, and when:
  screened_on: {screened_on}        # both together answer the health questions left open
  foot_drop_cause: {foot_drop_cause}    # stroke, nerve, other
  under_18: {under_18}          # yes, no, unknown; the same for all that follow
  medically_unstable: {medically_unstable}
  falls_last_year:     # a number
  injured_in_a_fall:
  berg_balance:        # 0 to 56
  high_fall_risk:
  reduced_feeling:     # in the foot
  diabetes:
  blood_thinner:
  claw_toes:           # toes that curl and are stiff or sore
  tremor:              # none, severe: sets the size of the boxes
  aphasia:             # yes sets the look of the pages; low_vision and neglect do, too
  low_vision:
  neglect:             # the affected side is not noticed
  half_sight:          # sees less on one side
  cannot_read:
  hard_to_follow_steps:
  recent_surgery:      # in the last 12 weeks: none, leg, arm, trunk, head-or-neck, other
  broken_bone:         # not healed: none, leg, arm, trunk
  leg_clot:            # none, suspected, treated
  wound:               # open skin: none, foot-or-leg, heel, seat, other
  bones:               # firm, thin, thin-and-broken
  muscle_tightness:    # none, some, severe
  stiff_ankle:
  foot_beats:          # the foot shakes by itself (clonus)
  joint_replacement:   # a new hip or knee with limits
  reduced_feeling_in_hand:
  foot_ulcer_before:
  low_sugar_risk:      # insulin or tablets that can make the sugar fall
  shoulder:            # well, slips-or-sore, bad-or-new-pain
  limp_arm:
  hot_swollen_hand:
  unsteady_heart:      # chest pain on effort, blood pressure or heart beat out of control
  recent_heart_event:  # in the last 3 months
  dizzy_on_standing:
  stands_5_minutes:
  muscle_injection:    # botulinum toxin in the last 2 weeks
  severe_fatigue:
  hard_to_swallow:
  urgent_toilet:
  pregnancy:           # none, first, second, third (of 3 parts)
  implanted_device:    # pacemaker or the like; this and the next 3 are about electrical pulses
  epilepsy:
  high_spinal_injury:
  stimulation_site_problem:
  walks:               # indoors: alone, with-person, not-yet
  sitting_balance:     # on the edge of a bed: alone, with-hands, needs-person
  pusher:              # pushes toward the weak side, sitting or standing
  ataxia:              # movements are shaky, clumsy or off the mark
  vertigo:             # the room spins, or turning the head makes sick
  double_vision:
  knee_gives_way:      # the weak knee, when you stand on it
  knee_snaps_back:
  foot_turns_in:       # or rolls over
  weight_bearing:      # how much weight a leg may take: all, part, touch, none
  weight_bearing_side: # weaker, stronger, both; the same for the next 3, which may be middle, too
  surgery_side:
  broken_bone_side:
  wound_side:
  skull_flap_missing:  # a piece of skull is still out after an operation
  drain_or_tube:       # none, bladder, drain, line
  tube_feed:           # none, nose, stomach
  nothing_by_mouth:
  breathless_flat:     # lying flat makes short of breath, or brings up food
  heart_failure:       # none, steady, worse
  blood_pressure_high: # the last one at rest was over 180, or over 100 below it
  blood_pressure_limit:    # that a doctor set for exercise, as 160/90
  oxygen:              # used at home
  last_fit:            # never, over-6-months, within-6-months
  pelvic_pain:         # in pregnancy: hips or front bone hurt on 1 leg
  tight_joints:        # very tight: [shoulder, elbow, wrist-and-fingers, hip, knee, ankle, toes]; [] when none is
  not_safe_alone:      # dementia, or acts too fast
  hard_to_hear:
  cleared: []          # what somebody said is safe again: - {{what: clot, by: name, on: 2026-11-10, limits: words}}
devices:
  afo: {afo}
  fes:
  brace_type:          # rigid, hinged, carbon
  brace_started_on:    # a date prints a calendar for the first days
  wear_in_minutes: []  # the orthotist's own schedule, minutes for each day
  mark_fades_in_minutes:
  walking_aid: {walking_aid}    # none, stick, quad-stick, crutch, frame, rollator, wheelchair
  belt:                # a belt to hold the person by
home:
  lives_alone: {lives_alone}
  helper: {helper}
  helper_can_steady:   # stands firm and can steady the person
  helper_shown:        # a therapist has shown how
  stair_rails:         # both, one, none
  stairs:
  bath:
  pets:
  outdoor_steps:
plan:
  programme: foot-drop
  level: {level}       # passive, assisted, active, resisted, functional
  starts_on:           # a date puts dates on the chart
  exercises: []        # your own list wins over the programme, such as:
  #  - seated-toe-raise
  #  - {{exercise: outer-foot-lift, repetitions: 8, note: Slowly.}}    # note_language: es, for one in Spanish
print:
  profile:             # standard, large, aphasia, neglect-left, neglect-right
  weeks: 2
  checklists: []       # more than the rules call for: home-safety, skin, shoes, limb-care
overrides: []          # signed exceptions, of a rule or for a dose over the most or under the least of its exercise:
  #  - {{rule: R-09c, name: J. Marsh, reason: Stands safely with me.}}
  #  - {{dose: sit-to-stand, name: J. Marsh, reason: Did 100 a day in the ward.}}
clinic:
  name:
  phone:
  therapist:
  logo:                # PNG, JPEG or SVG
  region: {region}     # GB, US, AU ...: emergency number, paper, order of dates
"""

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
# sequence, letters, mirror. demands.yaml of the catalogue says what each means. [] is an answer, too: none of them.
dose: {{sets: 1, repetitions: 10, times_per_day: 1, days_per_week: 7}}
# also: hold_seconds, rest_seconds, minutes, unit: times, steps or rounds
dose_basis: common practice    # or the tag of the source that names the dose
equipment: [firm-chair]    # words for new ones go into labels/en.yaml
day_part: midday           # morning, midday, evening
easier:                    # ids of neighbours, where there are any
harder:
replace_with:              # what stands in when a rule leaves this one out
source: [DM]               # tags from sources.yaml; DM is common practice
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
        defaults = {key: "" for key, *_ in questions(what)}
        if what == "exercise":
            defaults = {key: default for key, _, _, default in _EXERCISE}
        else:
            defaults |= {"id": "patient-1", "level": "assisted"}
        said = {key: json.dumps(answer, ensure_ascii=False) for key, answer in answers.items() if answer}
        if "demands" in said:
            said["demands"] = f"[{answers['demands'].strip('[] ')}]"
        filled = {**defaults, **{key: answer for key, answer in said.items() if answer != '"unknown"'}}
        text = (_OPTION_FILE if what == "options" else _EXERCISE_FILE).format(**filled)
    _create(path, text)


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


def _create(path: Path, text: str) -> None:
    made = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            made = True
            path.chmod(0o600)
            file.write(text)
    except FileExistsError as error:
        raise OutputError("is there already", where=str(path), hint="choose another name") from error
    except OSError as error:
        if made:
            with contextlib.suppress(OSError):
                path.unlink()
        hint = "choose a folder that you may write to"
        raise OutputError(f"cannot be written: {reason(error)}", where=str(path), hint=hint) from error
