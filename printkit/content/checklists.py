"""Checklists as blocks, tailored by what is known of a patient, and the calendar for a new brace."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgspec import Struct

from printkit.catalog.labels import Labels, in_language
from printkit.content.voice import Voice
from printkit.document import Block, Bullets, Callout, CheckRow, Checks, Heading, Paragraph, Table, Text
from printkit.errors import OptionsError
from printkit.model.constraints import Conditions
from printkit.model.facts import meets
from printkit.model.options import Options
from printkit.model.records import Checklist, WearIn
from printkit.model.vocabulary import Answer, Cost
from printkit.planning.safety import Cleared

_EMPTY_ROWS = 8
_EMPTY_ROW_MM = 19.0
_TO_DO_ROW_MM = 12.0  # for a name and a day
_CALENDAR_ROW_MM = 10.0  # the least height to write in (clinical facts, section 5.3)


def tick_list(
    checklist: Checklist, cleared: Cleared, voice: Voice, level: int, rooms: tuple[str, ...]
) -> Iterator[Block]:
    """The rooms and lines whose conditions hold; with `rooms`, only those."""
    language, labels, say = cleared.options.language, voice.labels, voice.say
    text = in_language(checklist.text, language, checklist.id)

    def holds(when: Conditions) -> bool:
        return all(meets(name, cleared.facts[name], values) for name, values in when.items())

    yield Heading(level, (Text(say(text.title)),))
    yield Bullets(tuple((Paragraph((Text(say(sentence)),)),) for sentence in text.how), ordered=True)
    if text.note:
        yield Callout("note", tuple(Paragraph((Text(say(sentence)),)) for sentence in text.note))
    asked = set(rooms)
    for room in checklist.rooms:
        lines = [line for line in room.lines if holds(line.when)]
        if not lines or not holds(room.when) or (rooms and room.id not in rooms):
            continue
        asked.discard(room.id)
        rows = tuple(
            CheckRow(
                name=f"{checklist.id}/{room.id}/{line.id}",
                question=say(in_language(line.look, language, f"{checklist.id} {line.id}")),
                action=labels(
                    "checks", "if-no", action=say(in_language(line.do, language, f"{checklist.id} {line.id}"))
                ),
            )
            for line in lines
        )
        title = say(in_language(room.title, language, room.id))
        yield Heading(level + 1, (Text(title),))
        yield Checks(labels("checks", "look", room=title), (labels("checks", "yes"), labels("checks", "no")), rows)
    if asked:
        hint = "an answer, such as stairs: no or --no-brace, takes it out of the list"
        raise OptionsError(f"the room {min(asked)!r} has no line for this home", hint=hint)


class ToDo(Struct, frozen=True):
    """One line that was ticked No: its room, what was asked there, what to do, and what that takes."""

    room: str
    danger: int  # of its room; 1 is the greatest
    look: str
    do: str
    cost: Cost


def ticked_no(checklist: Checklist, answers: Mapping[str, str], language: str, voice: Voice) -> tuple[ToDo, ...]:
    """The lines of a checklist that were ticked No, room by room, in each what is free first."""
    no = voice.labels("checks", "no")
    found: list[ToDo] = []
    for room in checklist.rooms:
        title = voice.say(in_language(room.title, language, room.id))
        ticked = [line for line in room.lines if f"{checklist.id}/{room.id}/{line.id}/{no}" in answers]
        found += [
            ToDo(
                room=title,
                danger=room.danger,
                look=voice.say(in_language(line.look, language, line.id)),
                do=voice.say(in_language(line.do, language, line.id)),
                cost=line.cost,
            )
            for line in sorted(ticked, key=lambda line: list(Cost).index(line.cost))
        ]
    return tuple(found)


def both_ticked(answers: Mapping[str, str], labels: Labels) -> tuple[str, ...]:
    """The lines that were ticked Yes and No."""
    yes, no = labels("checks", "yes"), labels("checks", "no")
    ends = [name.removesuffix(f"/{yes}") for name in answers if name.endswith(f"/{yes}")]
    return tuple(name for name in ends if f"{name}/{no}" in answers)


def to_do_table(lines: tuple[ToDo, ...], labels: Labels, *, with_rooms: bool = False) -> Table:
    """What was asked and what to do, with room for who and by when: "Ask someone to mend them" says nothing by itself."""
    headers = tuple(labels("todo", key) for key in ("look", "what", "who", "by"))
    rows = tuple(
        (
            labels("todo", "in-room", room=line.room, question=line.look) if with_rooms else line.look,
            labels("todo", "do", do=line.do, cost=labels("todo", line.cost)),
            "",
            "",
        )
        for line in lines
    )
    return Table(headers, rows, (36, 42, 11, 11), _TO_DO_ROW_MM)


def to_do(labels: Labels) -> Block:
    """An empty table: room, what, who, by when, done."""
    headers = tuple(labels("todo", key) for key in ("room", "what", "who", "by", "done"))
    rows = tuple(("",) * len(headers) for _ in range(_EMPTY_ROWS))
    return Table(headers, rows, (18, 37, 17, 16, 12), row_height_mm=_EMPTY_ROW_MM)


def wants_wear_in(checklist: Checklist, options: Options, slowest: WearIn) -> bool:
    """For a brace that is new, or for a family that may have a new one; not when its days are over."""
    devices, today = options.devices, options.print.printed_on
    if checklist.wear_in is not Answer.YES or devices.afo is Answer.NO:
        return False
    start = devices.brace_started_on
    if start is not None and today is not None:
        return start + timedelta(days=len(devices.wear_in_minutes) or slowest.days) > today
    return options.patient is None or start is not None or bool(devices.wear_in_minutes)


def wear_in(slowest: WearIn, cleared: Cleared, voice: Voice) -> Mapping[str, object]:
    """The names of parts/wear-in: the slowest start, or the orthotist's own schedule, which always wins."""
    devices, labels = cleared.options.devices, voice.labels
    own = devices.wear_in_minutes
    minutes = own or tuple(slowest.first_minutes + day * slowest.add_minutes_each_day for day in range(slowest.days))
    start = devices.brace_started_on
    rows = tuple(
        (
            labels("wear-in", "number", count=day + 1),
            voice.date(start + timedelta(days=day)) if start else "",
            voice.hours(each),
            "",
        )
        for day, each in enumerate(minutes)
    )
    headers = tuple(labels("wear-in", key) for key in ("day", "date", "wear", "skin"))
    return {
        "orthotists_own": bool(own),
        "mark_minutes": devices.mark_fades_in_minutes or slowest.mark_fades_in_minutes,
        "any_mark": _any_mark_counts(cleared.facts),
        "calendar": Table(headers, rows, (16, 34, 28, 22), row_height_mm=_CALENDAR_ROW_MM),
    }


def _any_mark_counts(facts: Mapping[str, str]) -> str:
    """With less feeling or diabetes any mark counts: "yes", "no" or "unknown"."""
    answers = {facts["health.reduced_feeling"], facts["health.diabetes"]}
    if Answer.YES in answers:
        return "yes"
    return "unknown" if Answer.UNKNOWN in answers else "no"
