"""The fields of a booklet: each answer of an option file as a question, by its own type."""

import types
import typing
from datetime import date
from enum import StrEnum

from msgspec import structs

from printkit.catalog.people import by_turn
from printkit.kit import Printkit
from printkit.model.options import ChosenExercise, PrintSettings
from printkit.model.person import GROUPS
from printkit.model.vocabulary import Level, Side
from printkit.page import words
from printkit.page.drafts import Draft
from printkit.page.forms import UNKNOWN, Choice, Field
from printkit.page.messages import told
from printkit.page.words import say

WHO = ("patient.id", "patient.name", "stroke.affected_side", "stroke.happened_on", "clinic.region")
PLAN = ("plan.programme", "plan.level", "plan.minutes_a_day")
LOOK = (
    *("print.profile", "print.paper", "print.size", "print.weeks", "plan.starts_on", "plan.review_on", "plan.goal"),
    *("print.language", "print.person"),
)
LANGUAGE = ("print.language", "patient.language")  # either says in which one the pages are
DOSE = ("sets", "repetitions", "hold_seconds", "minutes", "times_per_day", "days_per_week")
NOTE = "note"
CHECK = ("health.screened_by", "health.screened_on")


def who(kit: Printkit, draft: Draft) -> list[Field]:
    """Whom the booklet is for."""
    country = words.country(kit)
    said = draft.value("clinic.region")
    choices = _with(country.choices, said)
    clinic = kit.clinic.region if kit.clinic else ""
    if clinic:
        known = next((each.says for each in choices if each.value == clinic), clinic)
        choices = (Choice("", say(kit, "country-of-clinic", country=known)), *choices[1:])
    return [
        Field(name="patient.id", ask=say(kit, "ask-id"), kind="text", hint=say(kit, "id-hint")),
        Field(name="patient.name", ask=say(kit, "ask-name"), kind="text", hint=say(kit, "name-hint")),
        *(_asked(kit, draft, name) for name in WHO[2:4]),
        Field(name="clinic.region", ask=country.ask, kind="select", choices=choices, hint=country.hint),
    ]


def check(kit: Printkit, draft: Draft) -> list[Field]:
    """Who has checked the person, and when."""
    return [_asked(kit, draft, name) for name in CHECK]


def parts(kit: Printkit, draft: Draft) -> dict[str, list[Field]]:
    """Every other question of the rules, in the parts of the catalogue. What takes a list is left to the file."""
    return {part: [_asked(kit, draft, name) for name in names] for part, names in kit.catalog.question_parts.items()}


def plan(kit: Printkit, draft: Draft) -> list[Field]:
    """From which programme the exercises come, where nobody chose them one by one."""
    known = words.spoken(kit).programmes.items()
    programmes = tuple(
        Choice(name, words.marked(kit, words.said(kit, each.title, name), each.title["en"])) for name, each in known
    )
    levels = tuple(Choice(str(level), say(kit, f"level-{level}")) for level in Level)
    usual = Choice("", say(kit, "as-usual"))
    return [
        Field(
            name=PLAN[0],
            ask=say(kit, "ask-programme"),
            kind="select",
            choices=_with((usual, *programmes), draft.value(PLAN[0])),
        ),
        Field(
            name=PLAN[1],
            ask=say(kit, "ask-level"),
            kind="select",
            choices=_with((usual, *levels), draft.value(PLAN[1])),
        ),
        Field(name=PLAN[2], ask=say(kit, "ask-minutes_a_day"), kind="number", hint=say(kit, "minutes-hint")),
    ]


def doses(kit: Printkit, draft: Draft) -> list[list[Field]]:
    """The dose of each chosen exercise, and a note."""
    kinds = {field.name: field.type for field in structs.fields(ChosenExercise)}
    assert set(DOSE) < set(kinds)
    found: list[list[Field]] = []
    for index, exercise in enumerate(draft.exercises):
        named = [(f"plan.exercises.{index}.{part}", part, "number") for part in DOSE]
        named.append((f"plan.exercises.{index}.{NOTE}", NOTE, "text"))
        of = words.exercise(kit, exercise)
        found.append([Field(name=name, ask=say(kit, f"dose-{part}"), kind=kind, of=of) for name, part, kind in named])
    return found


def look(kit: Printkit, draft: Draft) -> list[Field]:
    """How the booklet looks, and the days of the plan."""
    kinds = {f"print.{field.name}": field.type for field in structs.fields(PrintSettings)}
    profiles, language = words.look(kit), words.language(kit)
    usual = Choice("", say(kit, "language-of-patient"))
    spoken = tuple(sorted(language.choices))
    return [
        Field(name=LOOK[0], ask=profiles.ask, kind="select", choices=_with(profiles.choices, draft.value(LOOK[0]))),
        *(
            Field(
                name=name,
                ask=say(kit, f"ask-{name.rpartition('.')[2]}"),
                kind="select",
                choices=_with(
                    (
                        Choice("", say(kit, "as-usual")),
                        *(
                            Choice(str(each), _words(kit, each, name.rpartition(".")[2]))
                            for each in _choices(kinds[name])
                        ),
                    ),
                    draft.value(name),
                ),
            )
            for name in LOOK[1:3]
        ),
        Field(name=LOOK[3], ask=say(kit, "ask-weeks"), kind="number", hint=say(kit, "weeks-hint")),
        Field(name=LOOK[4], ask=say(kit, "ask-starts_on"), kind="date", hint=say(kit, "starts-hint")),
        Field(name=LOOK[5], ask=say(kit, "ask-review_on"), kind="date"),
        Field(name=LOOK[6], ask=say(kit, "ask-goal"), kind="text", hint=say(kit, "goal-hint")),
        Field(name=LOOK[7], ask=language.ask, kind="select", choices=_with((usual, *spoken), draft.value(LOOK[7]))),
        Field(
            name=LOOK[8], ask=say(kit, "ask-person"), kind="select", choices=_with(_people(kit), draft.value(LOOK[8]))
        ),
    ]


def _people(kit: Printkit) -> tuple[Choice, ...]:
    """Who may be seen in the pictures; one that a clinic has added has no words but its id."""
    known = words.labels_of(kit).groups["screen"]
    said = (
        Choice(each, say(kit, f"person-{each}") if f"person-{each}" in known else each.replace("-", " "))
        for each in kit.catalog.people
    )
    return (Choice("", say(kit, "person-in-turn")), *said)


def drawn_side(draft: Draft) -> str:
    """The weak side of the pictures that screens show of a draft."""
    said = draft.value("stroke.affected_side")
    return said if said in ("left", "right", "both") else "unknown"


def drawn_person(kit: Printkit, draft: Draft) -> str:
    """Who is seen in the pictures of a booklet, so that its screens show the same."""
    people, said = kit.catalog.people, draft.value("print.person")
    return said if said in people else by_turn(people, draft.value("patient.id"))


def alone(kit: Printkit, draft: Draft, name: str) -> str:
    """The question of an answer, for where it stands away from its screen; "" for what only the file holds."""
    match step_of(kit, name):
        case "":
            fields = []
        case "who":
            fields = who(kit, draft)
        case "exercises":
            fields = [*plan(kit, draft), *(field for each in doses(kit, draft) for field in each)]
        case "look":
            fields = look(kit, draft)
        case _:
            fields = [_asked(kit, draft, name)]
    return next((each.alone for each in fields if each.name == name), "")


def step_of(kit: Printkit, name: str) -> str:
    """On which screen an answer is asked, as "who" or "health/heart"; "" for what only the file holds."""
    if name in WHO or name in ("patient", "clinic"):
        return "who"
    if name in PLAN or name.startswith("plan.exercises"):
        return "exercises"
    if name in LOOK:
        return "look"
    if name in CHECK:
        return "health"
    return next((f"health/{part}" for part, names in kit.catalog.question_parts.items() if name in names), "")


def _asked(kit: Printkit, draft: Draft, name: str) -> Field:
    """One question of questions.yaml, answered as the type of its answer says."""
    group, _, key = name.partition(".")
    (kind,) = (field.type for field in structs.fields(GROUPS[group]) if field.name == key)
    question = words.spoken(kit).questions[name]
    ask, bare = words.said(kit, question.ask, name), _bare(kind)
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        known = (each for each in bare if each != UNKNOWN)
        said = tuple(Choice(str(each), _words(kit, each, key)) for each in known)
        choices = (Choice("", say(kit, "not-asked")), Choice(UNKNOWN, say(kit, "unknown")), *said)
        return Field(name=name, ask=ask, kind="select", choices=_with(choices, draft.value(name)))
    hint = told(words.labels_of(kit), question.answers)
    how = {date: "date", int: "number"}.get(typing.cast("type[object]", bare), "text")
    shown = hint if how == "text" and name not in CHECK else ""
    return Field(name=name, ask=ask, kind=how, hint=shown)


def _words(kit: Printkit, value: StrEnum, key: str) -> str:
    """An answer in words: a yes, a side, else the labels' own for this question, or for all that have this answer."""
    if value in ("yes", "no"):
        return say(kit, str(value))
    if isinstance(value, Side):
        return say(kit, f"side-{value}")
    labels = words.labels_of(kit)
    own = f"{key}-{value}"
    return labels("answers", own if own in labels.groups["answers"] else str(value))


def _with(choices: tuple[Choice, ...], said: str) -> tuple[Choice, ...]:
    """The choices with one for what stands in the file, so that a screen keeps even what it does not know."""
    return choices if any(each.value == said for each in choices) else (*choices, Choice(said, said))


def _bare(kind: object) -> object:
    while typing.get_origin(kind) in (typing.Annotated, types.UnionType, typing.Union):
        kind = typing.get_args(kind)[0]
    return kind


def _choices(kind: object) -> tuple[StrEnum, ...]:
    bare = _bare(kind)
    assert isinstance(bare, type)
    assert issubclass(bare, StrEnum)
    return tuple(bare)
