"""What a list of patients asks of a person before it is read: what its columns and words mean, the order of its dates.

A guess is said and asked about, never taken by itself. What was answered lives as long as the page, like all that is
typed; the list stays as it is.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from printkit.intake import common, mapping_file, roster
from printkit.intake.common import CommonFacts
from printkit.intake.mapping_file import PARTS, AskedColumn, AskedWord, ListQuestions
from printkit.kit import Printkit
from printkit.model.vocabulary import DateOrder
from printkit.page import questions, words
from printkit.page.drafts import Draft
from printkit.page.forms import UNKNOWN, Choice, Field, Form
from printkit.page.house import House
from printkit.page.memory import OfList
from printkit.page.words import say
from printkit.reading.columns import normalised

DATES = "dates"
COUNTRY = "country"
_NOT_NEEDED = "-"  # a column that is not needed
_CLINIC = ("clinic.name", "clinic.phone", "clinic.therapist", "clinic.region")
_OWN_WORDS = {
    "patient.id": "ask-id",
    "patient.name": "ask-name",
    PARTS[0]: "column-first-name",
    PARTS[1]: "column-family-name",
    "patient.language": "ask-language",
    "plan.exercises": "column-exercises",
    roster.FILE: "column-options",
    "clinic.name": "ask-clinic-name",
    "clinic.phone": "ask-clinic-phone",
    "clinic.therapist": "ask-clinic-therapist",
    "clinic.region": "ask-clinic-country",
}


class Answers(Struct, frozen=True):
    """The answers that a screen of the list shows, by the names of their fields."""

    said: dict[str, str]

    def value(self, name: str) -> str:
        """What is answered; "" where nothing is."""
        return self.said.get(name, "")


def asked(house: House) -> ListQuestions:
    """What the list asks, after what was answered so far. Raises OptionsError where it cannot be read at all."""
    assert house.roster is not None
    kit, said = house.kit, house.memory.of_list
    return mapping_file.questions(house.roster, kit.catalog.roster_columns, said.mapping, kit.today)


def common_facts(house: House) -> CommonFacts:
    """What holds for all rows that say nothing of their own: the clinic, and a country where one was answered."""
    kit, country = house.kit, house.memory.of_list.country
    said = {"clinic.region": country} if country else {}
    return common.said(said, None, kit.clinic, kit.catalog.regions, kit.today)


def name_of(each: AskedColumn | AskedWord) -> str:
    """The field of a column or a word: the same as long as the list calls it so."""
    if isinstance(each, AskedColumn):
        return f"column.{_digest(each.name)}"
    return f"word.{_digest(each.answer, each.word)}"


def fields(house: House, found: ListQuestions) -> Iterator[Field]:
    """A question for each column, for each word that is no answer, and for the order of the dates where one is open."""
    kit = house.kit
    meanings = _meanings(kit)
    for column in found.columns:
        own = () if any(each.value == column.meant for each in meanings) else (Choice(column.meant, column.name),)
        first = () if column.known else (Choice("", say(kit, "not-said-yet")),)
        yield Field(
            name=name_of(column),
            ask=say(kit, "ask-column", column=column.name),
            kind="select",
            choices=(
                *first,
                Choice(_NOT_NEEDED, say(kit, "column-not-needed")),
                *(own if column.meant else ()),
                *meanings,
            ),
            hint=_hint(kit, column),
        )
    for word in found.words:
        yield Field(
            name=name_of(word),
            ask=say(kit, "ask-word", word=word.word, column=word.column),
            kind="select",
            choices=(
                Choice("", say(kit, "word-stays")),
                *(Choice(each, _answer(kit, word.answer, each)) for each in word.choices),
            ),
            hint=say(kit, "word-guess", answer=_answer(kit, word.answer, word.meant)) if word.meant else "",
        )
    if found.dates.unsettled or len(found.dates.only) > 1:
        yield Field(
            name=DATES,
            ask=say(kit, "ask-dates"),
            choices=tuple(_orders(kit, found)),
            hint=" ".join(_shown_by(kit, found)),
        )


def country(house: House) -> Field:
    """The country of all rows that name none."""
    usual = words.country(house.kit)
    hint = say(house.kit, "list-country-hint")
    return replace(usual, name=COUNTRY, ask=say(house.kit, "ask-list-country"), hint=hint)


def as_it_is(house: House, found: ListQuestions) -> dict[str, str]:
    """What stands in each field where nobody has just sent another answer: what was said, else the guess."""
    said = house.memory.of_list
    known = {name_of(each): each.meant or ("" if not each.known else _NOT_NEEDED) for each in found.columns}
    known |= {name_of(each): each.meant for each in found.words}
    order = said.mapping.dates or found.dates.guess
    return {**known, DATES: str(order or ""), COUNTRY: said.country}


def take(house: House, form: Form, found: ListQuestions) -> None:
    """Keep what was answered; what must be put right stands in the form."""
    before = house.memory.of_list
    columns, join = dict(before.mapping.columns), dict(before.mapping.join)
    sent = {each.name: form.choice(name_of(each)) for each in found.columns if name_of(each) in form.said}
    for column in found.columns:
        if sent.get(column.name) == "":
            form.complain(name_of(column), "column-open", "say-column")
    for name in _twice(sent):
        form.complain(next(name_of(each) for each in found.columns if each.name == name), "column-twice", "one-column")
    if sent and not form.problems:
        columns, join = _mapped(house.kit, sent)
    values = {answer: dict(known) for answer, known in before.mapping.values.items()}
    for word in found.words:
        if name_of(word) in form.said and (meant := form.choice(name_of(word))):
            values.setdefault(word.answer, {})[word.word] = meant
    dates = before.mapping.dates
    if DATES in form.fields and DATES in form.said:
        order = form.choice(DATES)
        dates = DateOrder(order) if order else None
        if not order:
            form.complain(DATES, "dates-open", "say-dates")
    where = form.choice(COUNTRY) if COUNTRY in form.fields and COUNTRY in form.said else before.country
    mapping = replace(before.mapping, columns=columns, join=join, values=values, dates=dates)
    house.memory.of_list = OfList(mapping=mapping, country=where)


def is_open(house: House, found: ListQuestions) -> bool:
    """Whether the list cannot be read before somebody has answered."""
    dates = found.dates
    undecided = house.memory.of_list.mapping.dates is None and dates.guess is None
    return bool(found.unknown) or (undecided and bool(dates.unsettled or dates.only))


def _mapped(kit: Printkit, sent: dict[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The columns and the joined name of a mapping; a column that everybody knows is not in it."""
    usual = {normalised(name): meant for name, meant in kit.catalog.roster_columns.items()}
    parts = tuple(next((name for name, meant in sent.items() if meant == part), "") for part in PARTS)
    join = {"patient.name": parts} if all(parts) else {}
    columns: dict[str, str] = {}
    for name, meant in sent.items():
        if meant in PARTS:
            if not join:
                columns[name] = "patient.name"
        elif usual.get(normalised(name), name if name in roster.KNOWN else None) != meant:
            columns[name] = "" if meant == _NOT_NEEDED else meant
    return columns, join


def _twice(sent: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for name, meant in sent.items():
        whole = "patient.name" if meant in PARTS and not {*PARTS} <= {*sent.values()} else meant
        if meant not in ("", _NOT_NEEDED) and whole in seen:
            yield name
        seen.add(whole)


def _meanings(kit: Printkit) -> tuple[Choice, ...]:
    """All that a column may stand for, in the words of the screens, by their steps and parts."""
    draft = Draft("")
    steps: list[tuple[str, Iterable[Field]]] = [
        ("step-who", questions.who(kit, draft)),
        ("group-check", questions.check(kit, draft)),
        *((f"part-{part}", asked_there) for part, asked_there in questions.parts(kit, draft).items()),
        ("step-exercises", questions.plan(kit, draft)),
        ("step-look", questions.look(kit, draft)),
    ]
    own = [Choice(each, say(kit, _OWN_WORDS[each]), say(kit, "step-who")) for each in _OWN_WORDS if each not in _CLINIC]
    found = [Choice(each.name, each.ask, say(kit, under)) for under, asked_there in steps for each in asked_there]
    passed = {*_OWN_WORDS, "print.language"}  # patient.language says it
    clinic = [Choice(name, say(kit, _OWN_WORDS[name]), say(kit, "column-clinic")) for name in _CLINIC]
    return (*own, *(each for each in found if each.value not in passed), *clinic)


def _hint(kit: Printkit, column: AskedColumn) -> str:
    """What stands in a column, and what printkit takes it for where nobody has said so."""
    cells = ", ".join(column.cells)
    inside = say(kit, "column-holds", cells=cells) if cells else say(kit, "column-empty")
    guess = say(kit, "column-guess") if column.meant and not column.known else ""
    return " ".join(filter(None, (inside, guess)))


def _answer(kit: Printkit, name: str, value: str) -> str:
    """An answer in the words of its question."""
    if value == UNKNOWN:
        return say(kit, "unknown")
    return questions.answered(kit, Draft(""), name, value)


def _orders(kit: Printkit, found: ListQuestions) -> Iterator[Choice]:
    """Each order that fits at least one of the dates, with what it makes of the first open ones."""
    if found.dates.guess is None:
        yield Choice("", say(kit, "not-said-yet"))
    for order in found.dates.orders:
        read = "; ".join(
            say(kit, "date-read", text=text, day=_day(kit, day)) for text, day in found.dates.read_in(order)
        )
        says = say(kit, f"dates-{order}")
        yield Choice(str(order), f"{says}. {read}" if read else says)


def _shown_by(kit: Printkit, found: ListQuestions) -> Iterator[str]:
    """Which dates of the list show an order, and whether they agree."""
    for order, days in found.dates.only.items():
        yield say(kit, "dates-show", days=", ".join(days[:3]), order=say(kit, f"dates-{order}"))
    if len(found.dates.only) > 1:
        yield say(kit, "dates-differ")
    elif found.dates.only:
        yield say(kit, "dates-guess")
    else:
        yield say(kit, "dates-show-none")


def _day(kit: Printkit, day: date) -> str:
    labels = words.labels_of(kit)
    return labels("screen", "day-of-year", day=day.day, month=labels("months", str(day.month)), year=day.year)


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:12]
