"""What must be done today, before any exercise, on every screen of a booklet as soon as it was answered so.

The answers that a screen was sent with count, too, even where something else on it must be put right first.
"""

from printkit.errors import PrintkitError
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.model.person import GROUPS
from printkit.page import words
from printkit.page.drafts import Draft
from printkit.page.forms import Form, is_a_line

_NOBODY_YET = "nobody-yet"  # an id, where nobody has given one
_ROUNDS = 3  # what is wrong is taken out; that may show what was hidden behind it


def told(kit: Printkit, draft: Draft, form: Form) -> tuple[str, ...]:
    """What must be done today, in the words of the pages."""
    options = _read(kit, _as_sent(draft, form))
    return kit.due_today(options) if options is not None else ()


def _as_sent(draft: Draft, form: Form) -> Draft:
    """The draft with the answers on the person that stand in a form now."""
    for name in form.fields:
        sent = form.said.get(name, draft.value(name)).strip()
        if name.partition(".")[0] in GROUPS and sent != draft.value(name) and is_a_line(sent):
            draft = draft.changed(name, sent)
    return draft


def _read(kit: Printkit, draft: Draft) -> Options | None:
    """The options of a draft without the answers that cannot be read."""
    if not draft.value("patient.id"):
        draft = draft.changed("patient.id", _NOBODY_YET)
    for _ in range(_ROUNDS):
        try:
            return draft.options(kit)
        except PrintkitError as error:
            for each in draft.told(error, words.labels_of(kit)):
                if each.field and each.field != "clinic_file":
                    draft = draft.changed(each.field, _NOBODY_YET if each.field == "patient.id" else "")
    return None
