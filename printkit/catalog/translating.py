"""Every English sentence that a print in another language looks up, with what it is part of."""

from collections.abc import Iterator

from msgspec import Struct

from printkit.catalog.languages import english_of
from printkit.catalog.store import Catalog

_ONE = "-one"
# The screens of `printkit open` are in English, and so is what they alone say.
_OF_SCREENS = frozenset({"screen"})


class Sentence(Struct, frozen=True, kw_only=True):
    """An English sentence to translate: the id of what it is part of, and the words for more than one, if it counts."""

    context: str
    english: str
    plural: str = ""

    @property
    def kind(self) -> str:
        """What it is part of, by its kind: the name of its PO file."""
        kind = self.context.partition("/")[0]
        return (
            kind if kind in ("exercises", "topics", "checklists", "rules", "figures", "labels", "templates") else "more"
        )


def sentences(catalog: Catalog) -> Iterator[Sentence]:
    """Those of the catalogue and its labels, each once, in the order of the files."""
    yield from dict.fromkeys(_sentences(catalog))


def _sentences(catalog: Catalog) -> Iterator[Sentence]:
    for context, record in _records(catalog):
        for english in english_of(record):
            yield Sentence(context=context, english=english)
    for group, entries in catalog.labels("en").groups.items():
        for key, words in entries.items() if group not in _OF_SCREENS else ():
            context = f"labels/{group}"
            if key.endswith(_ONE) and (more := entries.get(key.removesuffix(_ONE))) is not None:
                yield Sentence(context=context, english=words, plural=more)
            elif f"{key}{_ONE}" not in entries and any(map(str.isalpha, words)):
                yield Sentence(context=context, english=words)


def for_aphasia(catalog: Catalog) -> frozenset[tuple[str, str]]:
    """The sentences, with what they are part of, that a reader with aphasia gets in place of longer ones."""
    return frozenset(
        (context, english) for context, record in _records(catalog) for english in _short(record, said=False)
    )


def _short(value: object, *, said: bool) -> Iterator[str]:
    """Every English text in a field `short`."""
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _short(getattr(value, name), said=said or name == "short")
    elif isinstance(value, dict):
        for each in (value["en"],) if "en" in value else value.values():
            yield from _short(each, said=said)
    elif isinstance(value, tuple):
        for each in value:
            yield from _short(each, said=said)
    elif said and isinstance(value, str):
        yield value


def _records(catalog: Catalog) -> Iterator[tuple[str, object]]:
    for name in catalog.names("exercises"):
        yield f"exercises/{name}", catalog.exercise(name)
    for name in catalog.names("topics"):
        yield f"topics/{name}", catalog.topic(name)
    for name in catalog.names("checklists"):
        yield f"checklists/{name}", catalog.checklist(name)
    for rule in catalog.rules:
        yield f"rules/{rule.id}", rule
    for name in catalog.names("figures"):
        yield f"figures/{name}", catalog.figure(name)
    for name in catalog.names("photos"):
        found = catalog.photo(name)
        yield f"photos/{name}", found and found[0]
    yield "skin-look", catalog.skin_look
    yield "holds", catalog.holds
    yield "planning", catalog.planning
    for kind in ("poses", "measures", "tracked", "programmes", "questions"):
        for key, record in getattr(catalog, kind).items():
            yield f"{kind}/{key}", record
