"""What must be done today, before any exercise, on every screen of a booklet as soon as it was answered so.

The answers that a screen was sent with count, too, even where something else on it must be put right first.
"""

from printkit.kit import Printkit
from printkit.model.person import GROUPS
from printkit.page import right_answers
from printkit.page.drafts import Draft
from printkit.page.forms import Form, is_a_line


def told(kit: Printkit, draft: Draft, form: Form) -> tuple[str, ...]:
    """What must be done today, in the words of the pages."""
    options = right_answers.options_of(kit, _as_sent(draft, form))
    return kit.due_today(options) if options is not None else ()


def _as_sent(draft: Draft, form: Form) -> Draft:
    """The draft with the answers on the person that stand in a form now."""
    for name in form.fields:
        sent = form.said.get(name, draft.value(name)).strip()
        if name.partition(".")[0] in GROUPS and sent != draft.value(name) and is_a_line(sent):
            draft = draft.changed(name, sent)
    return draft
