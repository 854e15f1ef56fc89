"""What a plan still has to ask: the words of a question, how to answer it, and the side that exercises speak of. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from printkit.errors import Unsafe
from printkit.model.facts import ASKED_AS, CLEARED_BY_SCREENING, SCREENING_LASTS_DAYS, asked_by
from printkit.model.options import Options
from printkit.model.records import Exercise, Question, Rule
from printkit.model.vocabulary import Action, Answer, Side

_LEAVES_OUT = (Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE)
SIDE = "stroke.affected_side"
_NONE = Question(ask={})
_OF_A_SIDE = re.compile(r"\{(?:[Yy]our )?(?:affected|stronger)\}")


def asks_if(rule: Rule, *, general: bool) -> bool:
    """Whether a rule that lacks only answers asks the reader "Do not do this if ...".

    For no one in particular rows with `open: no` do so, too.
    """
    return rule.action in _LEAVES_OUT and bool(rule.not_if) and (general or rule.open is Answer.YES)


def asks_if_alone(rule: Rule) -> bool:
    """Whether a row for which an open answer is none has a question for a reader who alone knows the answer."""
    asks = rule.action is Action.SUPERVISE and bool(rule.not_alone_if) and rule.helped is Answer.NO
    return asks and rule.open is not Answer.YES


def question(rule: Rule, names: Iterable[str], questions: Mapping[str, Question], language: str) -> str:
    """The words that ask for the answers a rule lacks: its own, else those of the catalogue; "" without either."""
    entries = sorted({entry for name in names for entry in asked_by(name)})
    found = [questions[entry].ask[language] for entry in entries if language in questions.get(entry, _NONE).ask]
    return rule.ask.get(language) or " ".join(found)


def how_to_answer(names: Collection[str], options: Options) -> str:
    """Where these answers are given, and what else would settle them."""
    asked = tuple(dict.fromkeys(ASKED_AS.get(name, name) for name in names))
    hint = f"answer {' and '.join(asked)}"
    if options.screening_is_old:
        on = options.health.screened_on
        return (
            f"{hint}; the screening of {on} is over {SCREENING_LASTS_DAYS} days old and settles nothing: screen again"
        )
    by_screening = all(name in CLEARED_BY_SCREENING and asked_by(name).isdisjoint(options.left_open) for name in names)
    return f"{hint}, or give health.screened_by and health.screened_on" if by_screening else hint


def for_a_side(exercises: Iterable[Exercise], options: Options, questions: Mapping[str, Question]) -> Iterator[Unsafe]:
    """The question for the affected side, where an exercise speaks of one and the patient's is not known.

    On a sheet for no one in particular the words stay "affected" and "stronger", and the reader knows the side.
    """
    if options.patient is None or options.side is not Side.UNKNOWN:
        return
    concerned = [exercise.id for exercise in exercises if speaks_of_a_side(exercise)]
    if concerned:
        known = questions.get(SIDE, _NONE).ask
        asked = known.get(options.language) or known.get("en", "Which side is affected?")
        hint = f"answer {SIDE}: left, right or both"
        yield Unsafe(f"{asked} ({', '.join(concerned)})", where=SIDE, hint=hint)


def speaks_of_a_side(exercise: Exercise) -> bool:
    """Whether the words of an exercise have a side in them."""
    every = (
        text
        for words in exercise.text.values()
        for text in (words.title, words.purpose, words.hold_on, *words.steps, *words.stop_if, words.tip)
    )
    return any(_OF_A_SIDE.search(text) for text in every)
