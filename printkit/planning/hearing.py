"""Which rules speak at one exercise, with what is lifted there, and what of them keeps it out. Pure."""

from collections.abc import Iterator, Mapping

from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Answer
from printkit.planning.exceptions import Exceptions
from printkit.planning.speaking import Speaking, speaking_for


class Heard:
    """Which rules speak at an exercise, with what is lifted there."""

    def __init__(self, rules: tuple[Rule, ...], facts: Mapping[str, str], lifted: Exceptions, *, general: bool) -> None:
        self._rules, self._facts, self.lifted, self.general = rules, facts, lifted, general
        self.every = speaking_for(rules, facts, general=general)
        self.rest = self.every  # where no signature is for one exercise alone
        if lifted.everywhere:
            self.rest = speaking_for(rules, facts, general=general, lifted=lifted.everywhere)

    def __call__(self, exercise: Exercise) -> Speaking:
        if exercise.id not in self.lifted.bound:
            return self.rest
        return speaking_for(self._rules, self._facts, general=self.general, lifted=self.lifted.at(exercise.id))


def excluding(exercise: Exercise, speaking: Speaking, *, general: bool) -> Rule | None:
    """The row that leaves an exercise out: one that is about it, or one about what needs a helper where none is."""
    found = speaking.of(exercise).excluding
    if found or general or not speaking.leaving_alone:
        return found[0] if found else None
    return next(_left_alone(exercise, speaking), None)


def _left_alone(exercise: Exercise, speaking: Speaking) -> Iterator[Rule]:
    """The rows that leave out what needs a helper, where none is."""
    if speaking.leaving_alone and _truly_helped(exercise, speaking):
        yield from speaking.leaving_alone


def keeping_out(exercise: Exercise, speaking: Speaking) -> tuple[Rule, ...]:
    """Every row that keeps an exercise from being printed, and not only the first that is given as the reason."""
    concerning = speaking.of(exercise)
    found = (*concerning.blocking, *concerning.excluding, *_left_alone(exercise, speaking))
    return tuple({rule.id: rule for rule in found}.values())


def _truly_helped(exercise: Exercise, speaking: Speaking) -> bool:
    """Whether the exercise itself, or an answer that was given, asks for a helper; an open answer does not."""
    return exercise.needs_person is Answer.YES or bool(speaking.of(exercise).supervising)
