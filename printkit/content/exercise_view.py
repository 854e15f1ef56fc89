"""An exercise as templates see it, its dose, and one that was left out: values, already in the words of the patient."""

from typing import Self

from msgspec import Struct

from printkit.content.voice import Voice
from printkit.document import Strip
from printkit.model.records import Dose
from printkit.model.vocabulary import Weekday


class ExerciseView(Struct, frozen=True, kw_only=True, cache_hash=True):
    """An exercise as a template sees it: every text already in the patient's own words."""

    id: str
    number: int  # in the plan
    title: str
    purpose: str
    hold_on: str
    get_ready: tuple[str, ...]  # things, hold, and what the rules say at this exercise
    long: bool  # so much is to be said that getting ready is set as running words
    steps: tuple[str, ...]
    stop_if: tuple[str, ...]
    tip: str
    note: str
    level: str
    equipment: tuple[str, ...]
    how_much: str
    how_often: str
    some_days: str  # which days, or how many a week; "" for every day
    on: tuple[str, ...]  # mon, tue ...; nothing where the days are open or are all of them
    when: str
    care: tuple[str, ...]
    needs_person: bool
    person_because: tuple[str, ...]
    easier: str
    harder: str
    other_levels: tuple[str, ...]  # what to ask for when it is too hard or too easy
    stands_in_for: str
    evidence_note: str
    conditions: tuple[str, ...]
    alone_conditions: tuple[str, ...]
    side_note: str
    film: str  # an address; empty for most


class DoseWords(Struct, frozen=True):
    """What a dose is called on the page: the same for all who have it."""

    figures: Strip
    how_much: str
    how_often: str
    some_days: str  # as in `ExerciseView`

    @classmethod
    def of(cls, voice: Voice, dose: Dose, on: tuple[Weekday, ...]) -> Self:
        """A dose in words; `on` are its days of the week where they are settled."""
        figures = Strip(voice.dose_cells(dose, on))
        return cls(figures, voice.how_much(dose), voice.how_often(dose, on), voice.some_days(dose, on))


class LeftOutView(Struct, frozen=True, kw_only=True):
    """An exercise or a topic that was left out, why, and what to do in its place."""

    title: str
    because: str
    replaced_by: str
