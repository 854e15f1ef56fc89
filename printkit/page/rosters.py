"""The list of patients that was named on the command line: every problem in it, row by row, and its prints.

It is `printkit batch` and nothing else: the same files in the same folder, each noted as soon as it is on the disk. A
request prints for a few seconds and then shows how far it came, so that it can be stopped between two, and gone on with
on another day or by the command.
"""

from collections.abc import Callable
from contextlib import closing
from time import monotonic

from flask import Response, request
from msgspec import Struct

from printkit.errors import PrintkitError, Several
from printkit.intake.common import CommonFacts
from printkit.kit import open_diary
from printkit.outcomes.history import Sheets
from printkit.page import lists, words
from printkit.page.forms import Choice, Field, Form
from printkit.page.house import House
from printkit.page.messages import joined, told
from printkit.page.words import say
from printkit.printing import batch, run
from printkit.printing.batch import Batch
from printkit.printing.batch_request import BatchRequest
from printkit.printing.files import FOLDER
from printkit.printing.jobs import File

KINDS = ("booklet", "set", "chart", "fridge")
_A_WHILE = 6.0  # seconds of printing before the screen says how far it came
_IN_ONE_FILE = 20  # patients


class Refused(Struct, frozen=True):
    """A row that cannot be printed as it stands, and each problem with its place."""

    row: int
    patient: str
    says: tuple[str, ...]


def add(house: House) -> None:
    """Put this screen in its place."""
    if house.places.roster is None:
        return

    @house.app.route(f"{house.root}/roster", methods=["GET", "POST"])
    def roster() -> Response:
        form = _form(house)
        if request.method == "GET":
            house.memory.not_printed.clear()
            return _shown(house, form, _asked(house, form))
        asked, do = _asked(house, form), request.form.get("do", "")
        if do in ("print", "go-on") and not form.problems:
            if do == "print":
                house.memory.not_printed.clear()
            return _printed_for_a_while(house, form, asked)
        return _shown(house, form, asked)


def _form(house: House) -> Form:
    kit = house.kit
    kinds = tuple(Choice(kind, say(kit, f"roster-{kind}")) for kind in KINDS)
    files = (Choice("each", say(kit, "files-each")), Choice("volumes", say(kit, "files-volumes")))
    return lists.form_of(
        house,
        (
            Field(name="kind", ask=say(kit, "ask-kind"), choices=kinds),
            Field(name="files", ask=say(kit, "ask-files"), choices=files),
        ),
    )


def _asked(house: House, form: Form) -> BatchRequest:
    assert house.places.roster is not None
    return BatchRequest(
        roster=house.places.roster,
        kind=form.choice("kind"),
        folder=FOLDER,
        today=house.kit.today,
        common=CommonFacts(clinic=house.kit.clinic),
        combined=_IN_ONE_FILE if form.choice("files") == "volumes" else None,
        rules=True,
    )


def _shown(house: House, form: Form, asked: BatchRequest, *, under_way: bool = False) -> Response:
    """The list as it stands now, and how much of it is printed."""
    kit = house.kit
    try:
        found = batch.planned(asked, kit.catalog, kit.templates)
    except PrintkitError as error:
        return _whole(house, form, asked, error)
    refused = tuple(
        Refused(row.number, row.id, tuple(each for problem in row.problems for each in _told(house, problem)))
        for row in found.bad
    )
    left = len(_left(house, found))
    return house.asked(
        "roster",
        form,
        say(kit, "door-roster"),
        name=asked.roster.name,
        whole=(),
        refused=refused,
        good=len(found.rows) - len(refused),
        notes=tuple(told(words.labels_of(kit), each) for each in found.notes),
        folder=str(FOLDER.resolve()),
        done=len(found.standing),
        left=left,
        not_printed=tuple(house.memory.not_printed.values()),
        under_way=under_way and left > 0,
    )


def _whole(house: House, form: Form, asked: BatchRequest, error: PrintkitError) -> Response:
    """What is wrong with the list or the folder as a whole."""
    return house.show(
        "roster",
        title=say(house.kit, "door-roster"),
        form=form,
        name=asked.roster.name,
        whole=_told(house, error),
        under_way=False,
    )


def _printed_for_a_while(house: House, form: Form, asked: BatchRequest) -> Response:
    """Print what is left until a few seconds are over. Rows that fail are told once, and not tried again and again."""
    kit, until = house.kit, monotonic() + _A_WHILE
    try:
        found = batch.planned(asked, kit.catalog, kit.templates)
        left = _left(house, found)
        with closing(run.run(found.read(left), asked.folder, None, 1, asked.roster, _noting(house), left)) as made:
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
    """Each problem with its column, without the folders of this computer."""
    labels, found = words.labels_of(house.kit), error.problems if isinstance(error, Several) else (error,)
    places = (each.where.rpartition("/")[2] for each in found)
    return tuple(
        joined(f"{place}:" if place else "", told(labels, each.message), told(labels, each.hint))
        for place, each in zip(places, found, strict=True)
    )
