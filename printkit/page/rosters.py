"""The list of patients that was named on the command line: every problem in it, row by row, as `batch --dry-run` tells."""

from flask import Response
from msgspec import Struct

from printkit.errors import PrintkitError, Several
from printkit.intake.common import CommonFacts
from printkit.page.forms import sentence
from printkit.page.house import House
from printkit.page.words import say
from printkit.printing import batch
from printkit.printing.files import FOLDER


class Refused(Struct, frozen=True):
    """A row that cannot be printed as it stands, and each problem with its place."""

    row: int
    patient: str
    says: tuple[str, ...]


def add(house: House) -> None:
    """Put this screen in its place."""
    roster = house.places.roster
    if roster is None:
        return

    @house.app.get(f"{house.root}/roster")
    def problems() -> Response:
        kit = house.kit
        title = say(kit, "door-roster")
        request = batch.BatchRequest(
            roster=roster,
            kind="booklet",
            folder=FOLDER,
            today=kit.today,
            common=CommonFacts(clinic=kit.clinic),
            rules=True,
        )
        try:
            found = batch.planned(request, kit.catalog, kit.templates)
        except PrintkitError as error:
            return house.show("roster", title=title, name=roster.name, whole=_told(error), refused=(), good=0, notes=())
        refused = tuple(
            Refused(row.number, row.id, tuple(each for problem in row.problems for each in _told(problem)))
            for row in found.bad
        )
        good = len(found.rows) - len(refused)
        notes = tuple(map(sentence, found.notes))
        return house.show("roster", title=title, name=roster.name, whole=(), refused=refused, good=good, notes=notes)


def _told(error: PrintkitError) -> tuple[str, ...]:
    """Each problem with its column, without the folders of this computer."""
    found = error.problems if isinstance(error, Several) else (error,)
    places = (each.where.rpartition("/")[2] for each in found)
    return tuple(
        " ".join(part for part in (f"{place}:" if place else "", sentence(each.message), sentence(each.hint)) if part)
        for place, each in zip(places, found, strict=True)
    )
