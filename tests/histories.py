"""Made-up histories: a patient of twelve weeks with all that can be recorded, and one with next to nothing."""

from datetime import date, timedelta

from printkit.model.vocabulary import Answer, Side
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, Prescribed

SINCE, UNTIL = date(2026, 8, 31), date(2026, 11, 20)  # a Monday, and a Friday 12 weeks later
PATIENT = "example-foot-drop"  # of examples/foot-drop.yaml; the stroke was on 2 June 2026


def measured(measure: str, day: date, value: float, **more: object) -> Measured:
    """A value that a clinic took."""
    return Measured(**{"assessor": "J. Marsh", "measure": measure, "day": day, "value": value, **more})  # type: ignore[arg-type]


def _practice(exercise: str, since: date, until: date, *, skips: tuple[int, ...], easier: float) -> list[Done]:
    found = []
    for offset in range((until - since).days + 1):
        day = since + timedelta(days=offset)
        if offset % 11 in skips or 28 <= offset < 33:  # five days in a row that nobody wrote down
            continue
        sets = 0 if offset % 9 == 4 else 2
        pain = max(0.0, round(5 - offset * easier)) if offset % 2 == 0 else None
        effort = 4.0 + offset % 3 if sets else None
        found.append(Done(day=day, exercise=exercise, sets=sets, minutes=6 if sets else None, effort=effort, pain=pain))
    return found


WALK = {"aid": "stick", "brace": Answer.YES, "shoes": "own", "assistance": "none", "set_up": "10 m, moving start"}


def full() -> History:
    """Twelve weeks of a patient who practises, falls twice, walks faster, and changes the stick for nothing."""
    practice = [
        *_practice("seated-toe-raise", SINCE, UNTIL, skips=(3, 7), easier=0.04),
        *_practice("walking-practice", date(2026, 9, 21), UNTIL, skips=(0, 3, 7), easier=0.03),
    ]
    noted = [
        Observation(day=SINCE + timedelta(days=offset), what="falls", value=1 if offset in (9, 40) else 0, note=note)
        for offset in range(0, 80, 2)
        for note in ["slipped on the bathroom mat" if offset == 40 else ""]
    ]
    noted[4:5] = [Observation(day=SINCE + timedelta(days=9), what="falls", value=1)]
    noted += [
        Observation(day=SINCE + timedelta(days=offset), what="toes-caught", value=offset % 4)
        for offset in range(0, 60, 5)
    ]
    noted += [
        Observation(day=SINCE + timedelta(days=offset), what="foot-drop", value=int(offset in (2, 30)))
        for offset in range(40)
    ]
    noted += [
        Observation(day=date(2026, 9, 1), what="stairs-up", choice="rail"),
        Observation(day=date(2026, 11, 12), what="stairs-up", choice="no-rail"),
        Observation(day=date(2026, 11, 1), what="walked-minutes", value=12),
        Observation(day=date(2026, 11, 14), what="sensations", note="goose bumps on the calf"),
    ]
    return History(
        patient=PATIENT,
        done=tuple(sorted(practice, key=lambda row: row.day)),
        noted=tuple(sorted(noted, key=lambda row: row.day)),
        checked=(
            Checked(day=date(2026, 9, 7), what="skin", all_well=True),
            Checked(day=date(2026, 9, 21), what="skin", all_well=False, note="red mark on the heel"),
            Checked(day=date(2026, 10, 5), what="brace", all_well=True),
        ),
        measured=(
            measured("10mwt", date(2026, 9, 1), 0.42, **WALK),
            measured("10mwt", date(2026, 9, 29), 0.55, **WALK),
            measured("10mwt", date(2026, 10, 20), 0.72, **{**WALK, "aid": "none"}),
            measured("10mwt", date(2026, 11, 17), 0.69, **WALK),
            measured("tug", date(2026, 9, 1), 24.0, **{**WALK, "set_up": "chair 46 cm, arms used"}),
            measured("tug", date(2026, 11, 17), 19.5, **{**WALK, "set_up": "chair 46 cm, arms used"}),
            measured("fma-ue", date(2026, 9, 1), 31, side=Side.LEFT),
            measured("fma-ue", date(2026, 11, 17), 45, side=Side.LEFT),
            measured("berg", date(2026, 9, 1), 44, aid="none", brace=Answer.YES),
            measured("mas", date(2026, 9, 1), 2, side=Side.LEFT, part="calf", set_up="lying"),
            measured("mas", date(2026, 11, 17), 1.5, side=Side.LEFT, part="calf", set_up="lying"),
            Measured(day=date(2026, 9, 5), measure="sls", value=3, side=Side.LEFT),
            Measured(day=date(2026, 11, 8), measure="sls", value=9, side=Side.LEFT),
        ),
        prescribed=(
            Prescribed(
                exercise="seated-toe-raise", starts_on=SINCE, until=date(2026, 10, 11), sets=1, repetitions=10,
                times_per_day=2, days_per_week=7,
            ),
            Prescribed(
                exercise="seated-toe-raise", starts_on=date(2026, 10, 12), sets=2, repetitions=12, times_per_day=2,
                days_per_week=7,
            ),
            Prescribed(exercise="walking-practice", starts_on=date(2026, 9, 21), minutes=5, days_per_week=5),
        ),
    )  # fmt: skip


def scarce() -> History:
    """A patient who wrote down two days and was measured once."""
    return History(
        patient=PATIENT,
        done=(
            Done(day=date(2026, 11, 3), exercise="seated-toe-raise", sets=1, ticked=True),
            Done(day=date(2026, 11, 5), exercise="seated-toe-raise", sets=0, pain=2),
        ),
        noted=(Observation(day=date(2026, 11, 4), what="falls", value=1),),
        measured=(measured("tug", date(2026, 11, 2), 18.0),),
    )


def empty() -> History:
    """A patient of whom nothing was recorded."""
    return History(patient=PATIENT)
