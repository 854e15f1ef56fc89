"""The answers of a draft that are right, whatever is still to put right in it: what screens say meanwhile rests on these."""

from collections.abc import Mapping

from printkit.errors import BeyondLimits, PrintkitError, Several
from printkit.kit import Printkit
from printkit.model.options import Options
from printkit.page import words
from printkit.page.drafts import Draft, Signature
from printkit.page.messages import at_question, known
from printkit.page.messages import told as in_words
from printkit.page.words import say

_TRIES = 3  # an answer may be wrong once another one is gone
_NOBODY_YET = "nobody-yet"  # an id, where nobody has given one


def options_of(kit: Printkit, draft: Draft) -> Options | None:
    """The options of a draft without the answers that must be put right; None where nothing can be read."""
    for _ in range(_TRIES):
        options, _ = readable(kit, draft)
        if options is not None:
            return options
        for each in draft.problems(kit, words.labels_of(kit)):
            if each.field and draft.value(each.field):
                draft = draft.changed(each.field, "")
    return None


def readable(kit: Printkit, draft: Draft) -> tuple[Options | None, Mapping[str, list[str]]]:
    """The options of a draft as if its doses were signed, and what is beyond at each; None where more is wrong with it."""
    beyond: dict[str, list[str]] = {}
    draft = draft if draft.value("patient.id") else draft.changed("patient.id", _NOBODY_YET)
    try:
        return draft.options(kit), beyond
    except PrintkitError as error:
        for each in error.problems if isinstance(error, Several) else (error,):
            if isinstance(each, BeyondLimits):
                beyond.setdefault(each.exercise, []).append(_of_dose(kit, each.message))
    as_if = (Signature(name, "Nobody yet", "Not signed yet", of_dose=True) for name in beyond)
    try:
        return draft.signed(*as_if).options(kit), beyond
    except PrintkitError:
        return None, beyond


def _of_dose(kit: Printkit, message: str) -> str:
    """What is said of a dose beyond its limits, by the words of its question and not by the key of an option file."""
    labels = words.labels_of(kit)
    own, part = at_question(labels, message), known(labels, message)[1].get("name", "")
    if not own:
        return in_words(labels, message)
    return f"{say(kit, f'dose-{part}')}: {own}" if f"dose-{part}" in labels.groups["screen"] else own
