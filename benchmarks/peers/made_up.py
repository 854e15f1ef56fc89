"""Made-up patients: a clinic's list as CSV, and the dose of each exercise.

A row of a list names the exercises; it has no words for the dose of each. The doses are laid into the options that come
out of the row, as records, so that no YAML is read for a patient: that would cost more than the rest of the booklet.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog import doses
from printkit.catalog.store import Catalog
from printkit.content import kinds
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.intake import roster
from printkit.kit import Printkit
from printkit.model.options import ChosenExercise, Options
from printkit.model.planning import Planning
from printkit.model.records import Ceiling, Exercise
from printkit.reading.columns import ColumnMapping

PRINTED_ON = date(2026, 11, 20)
ROSTER, DOSES = "roster.csv", "doses.jsonl"
_A_BOOKLET = 10  # exercises
_HEAD = (
    "id",
    "name",
    "side",
    "screened by",
    "screened on",
    "falls",
    "brace",
    "walking aid",
    "clinic.region",
    "exercises",
)
_SCREENED = ("J. Marsh, physiotherapist", "2026-11-16", "0", "no", "none", "GB")


class Patient(Struct, frozen=True, kw_only=True):
    """One made-up patient. Nobody has these names."""

    id: str
    name: str
    side: str
    choices: tuple[ChosenExercise, ...]


def opened(folder: Path | None = None) -> tuple[Catalog, Templates]:
    """The shipped catalogue and templates, as a command opens them whose user keeps nothing yet in a folder.

    From a wheel they come ready then; without the folder, and in a checkout, they are read from their files.
    """
    kit = Printkit(memory=folder / "memory" if folder is not None else None)
    return kit.catalog, kit.templates


def document(options: Options, catalog: Catalog, templates: Templates) -> Document:
    """The document of one patient, as the pipeline makes it."""
    found, cleared = pipeline.composed(kinds.KINDS["booklet"], catalog, templates, options)
    if cleared.left_out:
        raise ValueError(f"left out: {[left.exercise.id for left in cleared.left_out]}")
    return found


def exercises() -> tuple[str, ...]:
    """The forty exercises; no rule has anything to say of them for a screened patient at low risk of falls."""
    return tuple((Path(__file__).parent / "exercises.txt").read_text(encoding="utf-8").split())


def patients(catalog: Catalog, count: int, seed: int) -> tuple[Patient, ...]:
    """As many as wanted; another seed gives other people."""
    chance = random.Random(seed)
    every = exercises()
    return tuple(
        Patient(
            id=f"sample-{seed}-{number:05}",
            name=f"Sam Example {number}",
            side=chance.choice(("left", "right")),
            choices=tuple(
                _choice(catalog.exercise(name), chance, catalog.planning) for name in chance.sample(every, _A_BOOKLET)
            ),
        )
        for number in range(1, count + 1)
    )


def _choice(exercise: Exercise, chance: random.Random, planning: Planning) -> ChosenExercise:
    """An exercise at a dose between the least and the most that the catalogue has for it."""
    while True:
        choice = _any_choice(exercise, chance, doses.most_of(exercise, planning))
        if not any(doses.beyond(exercise, choice.dose(exercise.dose), planning)):
            return choice


def _any_choice(exercise: Exercise, chance: random.Random, most: Ceiling) -> ChosenExercise:
    """A dose of which each part is within its limits; the total of a day need not be."""
    usual, least = exercise.dose, exercise.least
    times = chance.randint(1, most.times_per_day or 3)
    if usual.minutes:
        return ChosenExercise(
            exercise=exercise.id, minutes=chance.randint(least.minutes or 2, most.minutes or 10), times_per_day=times
        )
    held = chance.randint(least.hold_seconds or 3, most.hold_seconds or 20) if usual.hold_seconds else None
    return ChosenExercise(
        exercise=exercise.id,
        sets=chance.randint(least.sets or 1, most.sets or 3),
        repetitions=chance.randint(least.repetitions or 3, most.repetitions or 10),
        hold_seconds=held,
        times_per_day=times,
    )


def write(folder: Path, who: tuple[Patient, ...]) -> None:
    """The list as a clinic would hand it in, and the doses beside it."""
    with (folder / ROSTER).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEAD)
        for each in who:
            names = ";".join(choice.exercise for choice in each.choices)
            rows.writerow((each.id, each.name, each.side, *_SCREENED, names))
    (folder / DOSES).write_bytes(b"\n".join(msgspec.json.encode((each.id, each.choices)) for each in who))


def read(folder: Path, catalog: Catalog) -> Iterator[tuple[int, Options]]:
    """Every row as `printkit batch` reads it, with the doses laid in, of which none is held longer than its row either."""
    read = msgspec.json.Decoder(tuple[str, tuple[ChosenExercise, ...]]).decode
    rows = roster.rows(folder / ROSTER, catalog.roster_columns, ColumnMapping(), PRINTED_ON)
    with (folder / DOSES).open("rb") as file:
        for row, (whose, doses) in zip(rows, map(read, file), strict=True):
            if row.options is None or row.problems or row.id != whose:
                raise ValueError(f"row {row.number}: {row.problems}")
            yield row.number, replace(row.options, plan=replace(row.options.plan, exercises=doses))


def option_file(options: Options) -> str:
    """The same answers as an option file, for one booklet from the shell."""
    assert options.patient is not None
    lines = [
        f"patient: {{id: {options.patient.id}, name: {options.patient.name}}}",
        f"stroke: {{affected_side: {options.side}}}",
        f'health: {{screened_by: "{options.health.screened_by}", screened_on: {options.health.screened_on}}}',
        f"clinic: {{region: {options.clinic.region}}}",
        "plan:",
        "  exercises:",
    ]
    for choice in options.plan.exercises:
        said = {name: getattr(choice, name) for name in choice.__struct_fields__}
        given = (f"{name}: {value}" for name, value in said.items() if value not in (None, "", ()))
        lines.append(f"    - {{{', '.join(given)}}}")
    return "\n".join([*lines, ""])
