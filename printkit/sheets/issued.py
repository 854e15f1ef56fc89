"""What a diary notes of a print: whose sheets are on it and where their boxes lie, so that one that comes back is read.

The finished document is asked, and not its kind: a booklet has charts, one to be folded has none, and a clinic's own
template may place them anywhere. So every command and every batch notes the same. Lists and days to tick are noted as
charts are; a page with nothing to tick is not.
"""

from collections.abc import Iterable

from printkit.document import Document
from printkit.model.options import Options
from printkit.outcomes.history import Sheets
from printkit.sheets import geometry

_CHARTS = ("C", "N")  # the letters of pages of a DayChart and a NumberChart


def sheets_of(document: Document, options: Options, pages: Iterable[geometry.Sheet]) -> Sheets | None:
    """The sheets of a print, for a diary; None where it has nothing to tick, or is for nobody in particular."""
    filled = tuple(each for each in pages if each.boxes)
    if options.patient is None or not filled:
        return None
    assert options.print.printed_on is not None  # loading sets the day
    has_chart = any(each.template in _CHARTS for each in filled)
    return Sheets(
        patient=options.patient.id,
        token=document.plan_token,
        first_week=options.plan.first_week,
        weeks=options.print.weeks if has_chart else 0,
        printed_on=options.print.printed_on,
        geometry=geometry.packed(filled).data,
    )
