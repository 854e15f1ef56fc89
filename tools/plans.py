"""Twenty-one made-up people, from mild to frail, and what each is given: docs/plans.md. `python tools/plans.py`."""

from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content import explanation
from printkit.content.explanation import ExerciseDecision, Explanation
from printkit.intake import option_file
from printkit.model import options
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, Level, WalkingAid
from printkit.resources import CATALOG, EXAMPLES

OUT = Path(__file__).parent.parent / "docs" / "plans.md"
# who it is, the programme and its level or a therapist's own list, and the answers
PEOPLE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Mild foot drop, fit, walks without an aid", "foot-drop functional", {}),
    ("Foot drop, stick, brace, helper at home", "foot-drop-with-brace active",
     {"devices.afo": "yes", "devices.walking_aid": "stick"}),
    ("The same, a level up", "foot-drop-with-brace functional", {"devices.afo": "yes", "devices.walking_aid": "stick"}),
    ("Foot drop, lives alone, no helper", "foot-drop functional", {"home.lives_alone": "yes", "home.helper": "no"}),
    ("Standing and balance, two falls this year", "standing-and-balance functional", {"health.falls_last_year": 2}),
    ("The same, alone and without a helper", "standing-and-balance functional",
     {"health.falls_last_year": 2, "home.lives_alone": "yes", "home.helper": "no"}),
    ("Walking, blood thinner, steady", "walking functional", {"health.blood_thinner": "yes"}),
    ("Balance, blood thinner, falls, no helper", "standing-and-balance resisted",
     {"health.blood_thinner": "yes", "health.falls_last_year": 3, "home.helper": "no"}),
    ("Diabetes, feels less in the foot", "foot-drop-with-brace passive",
     {"health.diabetes": "yes", "health.reduced_feeling": "yes", "health.low_sugar_risk": "yes"}),
    ("Very tight calf, stiff ankle", "foot-drop resisted",
     {"health.muscle_tightness": "severe", "health.stiff_ankle": "yes"}),
    ("Foot that beats by itself", "standing-and-balance resisted", {"health.foot_beats": "yes"}),
    ("Aphasia, ankle programme", "foot-drop active", {"health.aphasia": "yes"}),
    ("Low vision, walking with stairs", "walking functional", {"health.low_vision": "yes"}),
    ("Misses one side, arm and hand", "arm-first-weeks functional", {"health.neglect": "yes"}),
    ("Sore, loose shoulder, limp arm", "arm-first-weeks assisted",
     {"health.shoulder": "slips-or-sore", "health.limp_arm": "yes"}),
    ("Hand at work, feels less in it", "hand-and-daily-tasks functional", {"health.reduced_feeling_in_hand": "yes"}),
    ("Thin bones, one broke before", "whole-body-short resisted",
     {"health.bones": "thin-and-broken", "health.falls_last_year": 2}),
    ("Tires very soon, hard to swallow, hurries to the toilet", "whole-body-short active",
     {"health.severe_fatigue": "yes", "health.hard_to_swallow": "yes", "health.urgent_toilet": "yes"}),
    ("Steps are hard to follow, sore on the seat", "whole-body-short functional",
     {"health.hard_to_follow_steps": "yes", "health.wound": "seat"}),
    ("Frail: cannot stand long, dizzy, falls, alone", "walking functional",
     {"health.stands_5_minutes": "no", "health.dizzy_on_standing": "yes", "health.falls_last_year": 4,
      "home.lives_alone": "yes", "home.helper": "no"}),
    ("A clot in the leg is suspected", "foot-drop active", {"health.leg_clot": "suspected"}),
)  # fmt: skip


def main() -> None:
    """Write the table."""
    OUT.write_text(table(), encoding="utf-8")


def table() -> str:
    """The page with what is decided for each, as Markdown."""
    catalog = Catalog((CATALOG,))
    example = option_file.load(EXAMPLES / "foot-drop.yaml", date(2026, 11, 20)).required()
    lines = [
        "# Twenty-one plans, from mild to frail",
        "",
        "Made-up people, each screened by a therapist, the left side affected. Written by `python tools/plans.py`; not yet",
        "read by a clinician.",
        "",
        "| who | programme | printed | changed | left out, and what stands in | pages added | look | a day |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for who, wish, answers in PEOPLE:
        asked = _told(example, wish, answers)
        found = explanation.explain(catalog, asked, pipeline.speaker(catalog, asked))
        lines.append(_row(who, wish, found))
    return "\n".join(lines) + "\n"


def _told(example: Options, wish: str, answers: dict[str, Any]) -> Options:
    """The example's patient without brace, stick and own list, with these answers."""
    programme, _, level = wish.partition(" ")
    health = options.Health(
        screened_by="A. Therapist",
        screened_on=date(2026, 11, 16),
        falls_last_year=0,
        reduced_feeling=Answer.NO,
        diabetes=Answer.NO,
    )
    asked = replace(
        example,
        health=health,
        devices=options.Devices(afo=Answer.NO, fes=Answer.NO, walking_aid=WalkingAid.NONE),
        home=options.Home(lives_alone=Answer.NO, helper=Answer.YES, stairs=Answer.YES),
        plan=options.PlanRequest(programme=programme, level=Level(level)),
    )
    for name, value in answers.items():
        group, key = name.split(".")
        record = getattr(asked, group)
        kind = type(getattr(record, key))
        typed = value if isinstance(value, int) else kind(value)
        asked = replace(asked, **{group: replace(record, **{key: typed})})
    return asked


def _row(who: str, wish: str, found: Explanation) -> str:
    if found.blocked:
        why = "; ".join(each.partition("\n")[0] for each in found.blocked)
        return f"| {who} | {wish} | nothing: {why} | | | | | |"
    stays = [each for each in found.exercises if each.verdict != "out"]
    out = [each for each in found.exercises if each.verdict == "out"]
    usual = {"R-02", "R-60"}  # said to everyone who stands or pushes
    changed = [each for each in stays if {ground.rule for ground in each.grounds} - usual]
    cells = (
        who,
        wish,
        ", ".join(_said(each) for each in stays),
        "; ".join(f"{each.exercise}: {_rules(each, usual)}" for each in changed) or "nothing",
        "; ".join(f"{each.exercise} ({_rules(each, set())}) -> {each.replaced_by or 'nothing'}" for each in out)
        or "nothing",
        ", ".join(
            page for page in found.pages if page not in ("red-flags", "stop-rules", "home-safety", "after-a-fall")
        )
        or "none more",
        found.profile,
        f"{found.minutes_a_day:.0f} min, {found.minutes_are} the band",
    )
    return "| " + " | ".join(cells) + " |"


def _said(verdict: ExerciseDecision) -> str:
    return f"{verdict.exercise}{' (helper)' if verdict.helper else ''}"


def _rules(verdict: ExerciseDecision, but: set[str]) -> str:
    return ", ".join(ground.rule for ground in verdict.grounds if ground.rule not in but)


if __name__ == "__main__":
    main()
