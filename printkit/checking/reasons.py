"""Why something is left out is a reason and never an order: what one rule tells a patient to do, another may forbid."""

import re
from collections.abc import Iterator

from printkit.checking.prose_words import english, words
from printkit.checking.subjects import is_order
from printkit.errors import CatalogError
from printkit.model.records import Rule
from printkit.model.vocabulary import Action
from printkit.reading.records import Loaded

LEAVES_OUT = (Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE)
_CLAUSE = re.compile(r"[.;:,!?]\s*(?:(?:and|or)\b)?|\b(?:so|but|because|then|instead)\b", re.IGNORECASE)


def order_in(text: str) -> str:
    """The first clause that tells the reader to do something, as far as lists of words can tell; "" when there is none.

    To ask, to call, to see or tell somebody and to wait are no orders here: none of them is a movement.
    """
    lists = english()
    for clause in _CLAUSE.split(text):
        said = words(re.sub(r"\{[^{}]*\}", "x", clause))
        bare = [word for word in said if word not in (*lists.before_orders, "not")]
        if is_order(said, lists) and bare[:1] and bare[0] not in lists.orders_to_ask:
            return clause.strip()
    return ""


def problems(loaded: Loaded[tuple[Rule, ...]]) -> Iterator[CatalogError]:
    """Each reason of a rule that leaves out, and gives an order in place of a reason."""
    for index, rule in enumerate(loaded.record or ()):
        if rule.action not in LEAVES_OUT:
            continue
        for key, said in (("because", rule.because), ("short", rule.short)):
            if clause := order_in(said.get("en", "")):
                hint = 'say what is not safe, as in "standing on that leg alone is too risky"'
                message = f"the rule {rule.id} leaves out, and its reason is an order: {clause!r}"
                yield CatalogError(message, where=loaded.where(index, key), hint=hint)
