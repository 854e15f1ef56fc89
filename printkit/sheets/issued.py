"""What a diary notes of a print: whose charts are on it, so that a sheet that comes back is known.

The finished document is asked, and not its kind: a booklet has charts, one to be folded has none, and a clinic's own
template may place them anywhere. So every command and every batch notes the same.
"""

from printkit.document import DayChart, Document, NumberChart, walk
from printkit.model.options import Options
from printkit.outcomes.history import Sheets


def charts(document: Document, options: Options) -> Sheets | None:
    """The charts of a print, for a diary; None where it has none, or is for nobody in particular."""
    if options.patient is None or not any(isinstance(block, DayChart | NumberChart) for block in walk(document.blocks)):
        return None
    assert options.print.printed_on is not None  # loading sets the day
    return Sheets(
        patient=options.patient.id,
        token=document.plan_token,
        first_week=options.plan.first_week,
        weeks=options.print.weeks,
        printed_on=options.print.printed_on,
    )
