"""Records of planning.yaml: how a plan is made, and how much of a day and a week it asks."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import Conditions, Identifier, Words
from printkit.model.records import Ceiling
from printkit.model.vocabulary import DoseUnit, ExerciseClass, Position

Sources = Annotated[tuple[str, ...], Meta(min_length=1, max_length=9)]
FromTo = Annotated[tuple[Annotated[int, Meta(ge=0, le=5000)], ...], Meta(min_length=2, max_length=2)]


class Band(Struct, frozen=True, kw_only=True):
    """How much a person does alone at home when the answers in `when` hold: minutes a day and days a week."""

    name: Words
    how: Words
    when: Conditions = {}
    low: Annotated[int, Meta(ge=0, le=240)]  # minutes a day
    target: FromTo  # minutes a day
    high: Annotated[int, Meta(ge=1, le=480)]  # minutes a day
    days: FromTo  # a week
    source: Sources


class Task(Struct, frozen=True, kw_only=True):
    """How many repetitions a day train one task, over all exercises of these classes, units or names."""

    name: Words
    classes: tuple[ExerciseClass, ...] = ()
    units: tuple[DoseUnit, ...] = ()
    exercises: tuple[Identifier, ...] = ()
    low: Annotated[int, Meta(ge=1, le=5000)]
    target: FromTo
    high: Annotated[int, Meta(ge=1, le=5000)] | None = None  # None: no source gives one
    source: Sources


Borg = Annotated[int, Meta(ge=6, le=20)]


class Effort(Struct, frozen=True, kw_only=True):
    """How hard practice at home should feel, on the scale of Borg from 6 to 20."""

    aim: FromTo
    most: Borg
    early: Borg
    source: Sources


class MovingUp(Struct, frozen=True, kw_only=True):
    """When a therapist may move somebody a step up: so many full sessions in a row at this effort or less."""

    sessions: Annotated[int, Meta(ge=1, le=20)]
    borg: Borg
    source: Sources


class Planning(Struct, frozen=True, kw_only=True):
    """How a plan is made from a programme, and how much a plan should ask of a day and a week."""

    most_exercises: Annotated[int, Meta(ge=1, le=20)]
    start_with: Annotated[int, Meta(ge=1, le=5)]
    positions: tuple[tuple[Position, ...], ...] = ()  # groups in which a programme's exercises follow each other
    seconds: Mapping[DoseUnit, int]
    always_at_hand: tuple[Identifier, ...]
    resting: tuple[Identifier, ...]  # tags of what is a way to rest, and so no practice
    usual_most: Ceiling  # of an exercise that names none
    bands: tuple[Band, ...]
    tasks: tuple[Task, ...]
    effort: Effort
    moving_up: MovingUp
    source: tuple[str, ...]
