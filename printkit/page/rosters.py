"""The list of patients that was chosen: every problem in it, row by row, and its prints.

It is `printkit batch` and nothing else: the same files in the same folder, each noted as soon as it is on the disk. A
request prints for a few seconds and then shows how far it came, so that it can be stopped between two, and gone on with
on another day or by the command.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from time import monotonic

from flask import Response, abort, request
from msgspec import Struct
from werkzeug.datastructures import MultiDict

from printkit.catalog.labels import Labels
from printkit.errors import PrintkitError, Several, Unsafe
from printkit.intake.mapping_file import ListQuestions
from printkit.kit import open_diary
from printkit.outcomes.history import Sheets
from printkit.page import lists, questions, roster_questions, since, words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.messages import at_question, joined, known, sentence, told
from printkit.page.words import say
from printkit.printing import batch, run
from printkit.printing.batch import Batch
from printkit.printing.batch_request import BatchRequest
from printkit.printing.files import FOLDER
from printkit.printing.jobs import File
from printkit.reading.tell import runs

KINDS = ("booklet", "set", "chart", "fridge")
_A_WHILE = 6.0  # seconds of printing before the screen says how far it came
_IN_ONE_FILE = 20  # patients
_ROW = re.compile(r".*: row \d+(?:, )?", re.DOTALL)  # it stands over what is said of it
_IDS = re.compile(r"\(([a-z0-9-]+(?:, [a-z0-9-]+)*)\)")  # of exercises, behind a question
_NAMED = re.compile(r"\b(?:stroke|health|devices|home)\.[a-z_0-9]+")  # how an option file calls an answer
_MOST_SHOWN = 200  # rows of which a screen tells what the rules leave out


class Refused(Struct, frozen=True):
    """A row that cannot be printed as it stands, and each problem with its place."""

    row: int
    patient: str
    says: tuple[str, ...]


class Row(Struct, frozen=True):
    """What the rules say of a row that is printed: whom a doctor must see today, what is left out and why."""

    row: int
    patient: str
    says: tuple[str, ...]


def add(house: House) -> None:
    """Put this screen in its place."""

    @house.app.route(f"{house.root}/roster", methods=["GET", "POST"])
    def roster() -> Response:
        if house.roster is None:
            return house.to("rosters")
        if request.form.get("list", house.roster.name) != house.roster.name:
            return house.to("roster")  # another window has chosen another list since this screen was made
        do = request.form.get("do", "")
        if request.method == "GET" or do == "print":
            house.memory.not_printed.clear()
        asked, problems = _questions(house), []
        if isinstance(asked, ListQuestions) and request.method == "POST" and do != "go-on":
            answered, now = _form(house, asked), roster_questions.Answers(roster_questions.as_it_is(house, asked))
            answered.made_from = since.made_from(house, now)
            since.ask(answered, now)  # another window may have answered otherwise
            if answered.differing:
                return _whole(house, answered, asked)
            roster_questions.take(house, answered, asked)
            problems = answered.problems
            asked = _questions(house)  # what was answered may ask more, or nothing
        form = _form(house, asked)
        form.problems += problems
        if isinstance(asked, PrintkitError):
            return _whole(house, form, asked)
        form.choice("kind"), form.choice("files")
        if do in ("print", "go-on") and not form.problems and not roster_questions.is_open(house, asked):
            return _printed_for_a_while(house, form, asked)
        return _shown(house, form, asked)

    @house.app.get(f"{house.root}/roster/<name>")
    def printed(name: str) -> Response:
        """A file that the list has made. Only what the screen has named is asked for, so no path reaches the disk."""
        path = FOLDER / name
        if name not in house.memory.printed or not path.is_file():
            abort(404)
        held = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(path.read_bytes(), mimetype="application/pdf", headers=held)


def _questions(house: House) -> ListQuestions | PrintkitError:
    """What the list asks; else why it cannot be read at all."""
    try:
        return roster_questions.asked(house)
    except PrintkitError as error:
        return error


def _form(house: House, asked: ListQuestions | PrintkitError) -> Form:
    kit = house.kit
    kinds = tuple(Choice(kind, say(kit, f"roster-{kind}")) for kind in KINDS)
    files = (Choice("each", say(kit, "files-each")), Choice("volumes", say(kit, "files-volumes")))
    fields = [
        Field(name="kind", ask=say(kit, "ask-kind"), choices=kinds),
        Field(name="files", ask=say(kit, "ask-files"), choices=files),
    ]
    found = MultiDict[str, str]()
    if isinstance(asked, ListQuestions):
        fields += [*roster_questions.fields(house, asked), roster_questions.country(house)]
        found = MultiDict(roster_questions.as_it_is(house, asked))
    sent = lists.form_of(house, fields)
    if request.method == "POST":
        sent.said = MultiDict(request.form)
    missing = {name: value for name, value in found.items() if name not in sent.said or request.method != "POST"}
    sent.said = MultiDict({**sent.said.to_dict(), **missing})
    return sent


def _request(house: House, form: Form) -> BatchRequest:
    assert house.roster is not None
    return BatchRequest(
        roster=house.roster,
        kind=form.choice("kind"),
        folder=FOLDER,
        today=house.kit.today,
        mapping=house.memory.of_list.mapping,
        common=roster_questions.common_facts(house),
        combined=_IN_ONE_FILE if form.choice("files") == "volumes" else None,
        rules=True,
    )


def _shown(house: House, form: Form, asked: ListQuestions, *, under_way: bool = False) -> Response:
    """The list as it stands now, what it asks, and how much of it is printed."""
    kit = house.kit
    if roster_questions.is_open(house, asked) or form.problems:
        return _whole(house, form, asked)
    try:
        found = batch.planned(_request(house, form), kit.catalog, kit.templates)
    except PrintkitError as error:
        return _whole(house, form, asked, error)
    columns = _columns(house, asked)
    refused = tuple(Refused(row.number, row.id, tuple(_wrong(house, row.problems, columns))) for row in found.bad)
    left = len(_left(house, found))
    house.memory.printed = frozenset(found.standing)
    return house.asked(
        "roster",
        form,
        say(kit, "door-roster"),
        **_asks(house, form, asked),
        whole=(),
        refused=refused,
        good=len(found.rows) - len(refused),
        notes=(*(told(words.labels_of(kit), each) for each in found.notes), *_gaps(house, found)),
        rules=(rules := _by_rules(house, found))[:_MOST_SHOWN],
        more_rules=len(rules[_MOST_SHOWN:]),
        folder=str(FOLDER.resolve()),
        done=len(found.standing),
        made=tuple(sorted(found.standing)),
        left=left,
        not_printed=tuple(house.memory.not_printed.values()),
        under_way=under_way and left > 0,
    )


def _whole(
    house: House, form: Form, asked: ListQuestions | PrintkitError, error: PrintkitError | None = None
) -> Response:
    """What is wrong with the list or the folder as a whole, or must be answered before a row can be read."""
    why = asked if isinstance(asked, PrintkitError) else error
    return house.asked(
        "roster",
        form,
        say(house.kit, "door-roster"),
        **_asks(house, form, asked),
        whole=_told(house, why) if why is not None else (),
        good=-1,
        under_way=False,
    )


def _asks(house: House, form: Form, asked: ListQuestions | PrintkitError) -> dict[str, object]:
    """The questions about the list: those that wait for an answer, and the rest."""
    name = house.roster.name if house.roster else ""
    if isinstance(asked, PrintkitError):
        return {"name": name, "first": (), "more": (), "wait": False, "made_from": ""}
    known = {roster_questions.name_of(each) for each in asked.columns if each.known}
    first = [each for each in form.fields if each.startswith(("column.", "word.")) and each not in known]
    first += [each for each in (roster_questions.DATES,) if each in form.fields]
    return {
        "name": name,
        "first": tuple(first),
        "more": tuple(each for each in form.fields if each in known),
        "wait": roster_questions.is_open(house, asked),
        "made_from": since.key(house, roster_questions.Answers(roster_questions.as_it_is(house, asked))),
    }


def _gaps(house: House, found: Batch) -> Iterator[str]:
    """Which rows lack what a page needs, as the command says it."""
    labels = words.labels_of(house.kit)
    for gap in found.gaps:
        rows, more = runs(gap.rows)
        rest = f" {labels.plural('screen', 'rows-more', more)}" if more else ""
        yield labels.plural("screen", f"gap-{gap.fact}", len(gap.rows), all=len(found.rows), rows=f"{rows}.{rest}")


def _by_rules(house: House, found: Batch) -> tuple[Row, ...]:
    """What the rules leave out of each row, in the words of the screens."""
    patients = {row.number: row.id for row in found.rows}
    return tuple(
        Row(
            number,
            patients[number],
            tuple(_of_rule(house, each.partition(f"{patients[number]}: ")[2]) for each in said),
        )
        for number, said in found.left_out.items()
        if said
    )


def _of_rule(house: House, message: str) -> str:
    """One sentence of a rule on a row, with the titles of what it names."""
    labels = words.labels_of(house.kit)
    key, places = known(labels, message)
    if key not in labels.groups["at-question"]:
        return told(labels, message)
    return sentence(labels("at-question", key, **{name: _titled(house, value) for name, value in places.items()}))


def _titled(house: House, name: str) -> str:
    """The title of an exercise or a leaflet; of anything else its name."""
    if name in house.kit.catalog.names("topics"):
        return words.title(house.kit, words.spoken(house.kit).topic(name).text, name)
    return house.titled(name)


def _printed_for_a_while(house: House, form: Form, asked: ListQuestions) -> Response:
    """Print what is left until a few seconds are over. Rows that fail are told once, and not tried again and again."""
    kit, until, batch_request = house.kit, monotonic() + _A_WHILE, _request(house, form)
    try:
        found = batch.planned(batch_request, kit.catalog, kit.templates)
        left = _left(house, found)
        with closing(
            run.run(found.read(left), batch_request.folder, None, 1, batch_request.roster, _noting(house), left)
        ) as made:
            for done in made:
                if done.problem:
                    why = told(words.labels_of(kit), done.problem.rpartition("/")[2])
                    row = say(kit, "row-not-printed", number=done.row, name=done.name, problem="").strip()
                    house.memory.not_printed[done.name] = joined(row, why)
                if monotonic() > until:
                    break
    except PrintkitError as error:
        return _whole(house, form, asked, error)
    return _shown(house, form, asked, under_way=True)


def _left(house: House, found: Batch) -> list[File]:
    return [file for file in found.rest if file.name not in house.memory.not_printed]


def _noting(house: House) -> Callable[..., None]:
    """What a run calls with the charts of each file that is on the disk: a diary, where one was named, notes them."""

    def note(*charts: Sheets) -> None:
        if charts and house.places.diary:
            with open_diary(house.places.diary) as book, book.printed(*charts):
                pass

    return note


def _told(house: House, error: PrintkitError) -> tuple[str, ...]:
    """Each problem with its column, without the folders of this computer; what a cell holds in the words of the screens."""
    labels, found = words.labels_of(house.kit), error.problems if isinstance(error, Several) else (error,)
    return tuple(
        joined(f"{place}:" if place else "", _said(labels, each.message, place), _said(labels, each.hint, place))
        for each in found
        for place in [_ROW.sub("", each.where.rpartition("/")[2])]
    )


def _wrong(house: House, problems: Iterable[PrintkitError], columns: Mapping[str, str]) -> Iterator[str]:
    """All that is wrong with a row; that a check of the person settles several of its questions is said once."""
    settled = 0
    for problem in problems:
        for each in problem.problems if isinstance(problem, Several) else (problem,):
            if isinstance(each, Unsafe):
                settled += "screened_by" in each.hint and not each.signable
                yield _forbidden(house, each, columns)
            else:
                yield from _told(house, each)
    if settled:
        by, on = (columns.get(name, name) for name in questions.CHECK)
        yield words.labels_of(house.kit).plural("screen", "row-settled", settled, by=by, on=on)


def _forbidden(house: House, error: Unsafe, columns: Mapping[str, str]) -> str:
    """Why a rule forbids a row, or what it must know, with the column for the answer and with titles of exercises."""
    labels = words.labels_of(house.kit)
    exercises = house.kit.catalog.names("exercises")
    says = _IDS.sub(
        lambda ids: f"({_titles(house, ids[1])})" if {*ids[1].split(", ")} <= {*exercises} else ids[0], error.message
    )
    rule = error.where.rpartition("rule ")[2] if "rule " in error.where else ""
    named = dict.fromkeys(name for name in _NAMED.findall(error.hint) if name not in questions.CHECK)
    do = ""
    if error.signable:
        do = say(house.kit, "row-sign")
    elif named:
        do = say(house.kit, "row-answer", columns=", ".join(f'"{columns.get(name, name)}"' for name in named))
    return joined(told(labels, says), f"({rule})" if rule else "", do)


def _titles(house: House, ids: str) -> str:
    return ", ".join(map(house.titled, ids.split(", ")))


def _columns(house: House, asked: ListQuestions) -> Mapping[str, str]:
    """How the list calls the column of each answer; of one that it has not, how it may be called."""
    usual = {meant: name for name, meant in reversed([*house.kit.catalog.roster_columns.items()])}
    return {**usual, **{each.meant: each.name for each in asked.columns if each.meant}}


def _said(labels: Labels, message: str, place: str) -> str:
    of_cell = at_question(labels, message) if place.startswith("column ") else ""
    return of_cell or told(labels, message)
