"""How one patient holds on: the row of holds.yaml that fits the answers, and the words of its tokens."""

from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct

from printkit.errors import CatalogError, PrintkitError, near
from printkit.model.constraints import Conditions
from printkit.model.facts import answers, meets
from printkit.model.holding import HoldChoice, Holds
from printkit.model.vocabulary import Answer, Hands, HoldToken
from printkit.reading.records import Loaded

_TABLES = ("hold", "rail", "shoes", "ankle")


class Hold(Struct, frozen=True):
    """The hold of one patient: what each token says, sides still as tokens, and the hands of the pictures."""

    words: Mapping[HoldToken, str]
    hands: Hands


def chosen(holds: Holds, facts: Mapping[str, str], language: str) -> Hold:
    """The hold that fits the answers. An open answer meets only a row that names it.

    It has no words in a language that the table lacks; whoever asks for one of them is told.
    """
    hold, *others = (_first(getattr(holds, table), facts) for table in _TABLES)
    words = {token: said for use in (hold, *others) for token, said in holds.words[use].text.get(language, {}).items()}
    aid = next((row.say[language] for row in holds.aid if _fits(row.when, facts) and language in row.say), "")
    words |= {token: f"{aid} {words[token]}" for token in holds.aid_before if aid and token in words}
    return Hold(words, holds.words[hold].hands)


def _first(rows: tuple[HoldChoice, ...], facts: Mapping[str, str]) -> str:
    return next(row.use for row in rows if _fits(row.when, facts))


def _fits(when: Conditions, facts: Mapping[str, str]) -> bool:
    return all(meets(name, facts[name], values) for name, values in when.items())


def problems(loaded: Loaded[Holds]) -> Iterator[PrintkitError]:
    """What would leave a patient without words: a row with none, a token without any, a table that fits not everybody."""
    holds = loaded.record
    if holds is None:
        return
    said: dict[str, set[HoldToken]] = {}
    for table in _TABLES:
        rows = getattr(holds, table)
        for index, row in enumerate(rows):
            last, where = index == len(rows) - 1, loaded.where(table, index)
            if row.use not in holds.words:
                yield CatalogError(f"there are no words {row.use!r}", where=where, hint=near(row.use, holds.words))
            if bool(row.when) is last:
                what = "the last row is not for everybody" if last else "a row without when hides those below it"
                yield CatalogError(what, where=where, hint="the last row, and no other, has no when")
        used = dict.fromkeys(row.use for row in rows if row.use in holds.words)
        said[table] = {token for use in used for text in holds.words[use].text.values() for token in text}
        for use in used:
            for language, text in holds.words[use].text.items():
                for token in sorted(said[table] - set(text)):
                    where = loaded.where("words", use, "text", language)
                    yield CatalogError(f"there are no words for {{{token}}}", where=where, hint=f"add a line {token}:")
    for token in sorted(set(HoldToken).difference(*said.values())):
        yield CatalogError(f"no table has words for {{{token}}}", where=loaded.where("words"), hint="add them")
    for use, words in holds.words.items():
        for language, text in words.text.items():
            for token, sentence in text.items():
                if inner := next((other for other in HoldToken if f"{{{other}}}" in sentence), None):
                    where = loaded.where("words", use, "text", language, token)
                    hint = "only sides and {your aid} may stand here"
                    yield CatalogError(f"a hold in a hold: {{{inner}}}", where=where, hint=hint)


def loosened(loaded: Loaded[Holds], shipped: Holds) -> Iterator[PrintkitError]:
    """Where a clinic's own table asks more hands of somebody than ours does."""
    own = loaded.record
    if own is None:
        return
    for row in shipped.hold:
        for values in product(*row.when.values()):
            given = dict(zip(row.when, values, strict=True))
            facts = dict.fromkeys(answers(), str(Answer.UNKNOWN)) | given
            theirs, ours = (each.words[_first(each.hold, facts)].hands for each in (own, shipped))
            if list(Hands).index(theirs) < list(Hands).index(ours):
                said = ", ".join(f"{name} is {value}" for name, value in given.items())
                message = f"where {said}, hands is {theirs}; ours is {ours}"
                yield CatalogError(message, where=loaded.where("hold"), hint="ask for as few hands as we do, or fewer")
