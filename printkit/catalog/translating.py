"""Every English sentence that a print in another language looks up, with what it is part of."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from printkit.catalog.languages import english_of
from printkit.catalog.store import Catalog

_ONE = "-one"
OF_SCREENS = frozenset(
    {"labels/screen", "labels/answers", "labels/problems", "labels/at-question"}
)  # what paper never says


class Sentence(Struct, frozen=True, kw_only=True):
    """An English sentence to translate: the id of what it is part of, and the words for more than one, if it counts."""

    context: str
    english: str
    plural: str = ""

    @property
    def kind(self) -> str:
        """What it is part of, by its kind: the name of its PO file."""
        if self.context in OF_SCREENS:
            return "screens"
        kind = self.context.partition("/")[0]
        return (
            kind if kind in ("exercises", "topics", "checklists", "rules", "figures", "labels", "templates") else "more"
        )


def sentences(catalog: Catalog) -> Iterator[Sentence]:
    """Those of the catalogue and its labels, each once, in the order of the files."""
    yield from dict.fromkeys(_sentences(catalog))


def _sentences(catalog: Catalog) -> Iterator[Sentence]:
    yield from _of_records(_records(catalog))
    yield from _of_labels(catalog)


def _of_records(records: Iterator[tuple[str, object]]) -> Iterator[Sentence]:
    for context, record in records:
        for english in english_of(record):
            yield Sentence(context=context, english=english)


def _of_labels(catalog: Catalog) -> Iterator[Sentence]:
    for group, entries in catalog.labels("en").groups.items():
        for key, words in entries.items():
            context = f"labels/{group}"
            if key.endswith(_ONE) and (more := entries.get(key.removesuffix(_ONE))) is not None:
                yield Sentence(context=context, english=words, plural=more)
            elif f"{key}{_ONE}" not in entries and any(map(str.isalpha, words)):
                yield Sentence(context=context, english=words)


def missing_on_screens(catalog: Catalog, language: str) -> tuple[Sentence, ...]:
    """What screens in a language would have to say in English: their own words, other labels, questions.

    What a clinic has said in its own labels/xx.yaml is not missing.
    """
    translation, own = catalog.translation(language), catalog.labels(language).own
    said = {(f"labels/{group}", english) for group, english in _own(catalog, own)}
    return tuple(
        each
        for each in dict.fromkeys((*_of_labels(catalog), *_of_records(_named(catalog, "questions"))))
        if not translation.has(each.context, each.english) and (each.context, each.english) not in said
    )


def _own(catalog: Catalog, own: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The English sentences that a clinic says in its own words in another language, with their group."""
    english = catalog.labels("en").groups
    for group, entries in own.items():
        yield from ((group, english[group][key]) for key in entries if key in english.get(group, {}))


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
        yield from _named(catalog, kind)


def _named(catalog: Catalog, kind: str) -> Iterator[tuple[str, object]]:
    """Each entry of a file of the catalogue with what it is part of."""
    for key, record in getattr(catalog, kind).items():
        yield f"{kind}/{key}", record
