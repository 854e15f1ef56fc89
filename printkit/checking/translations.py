"""Translations out to translators and back: what is missing, what is stale, and what no page may say."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, msgpack
from msgspec.structs import replace

from printkit.catalog import plain_language, sides, translating
from printkit.catalog.languages import FOLDER, Translation
from printkit.catalog.sides import Parts
from printkit.catalog.store import Catalog
from printkit.catalog.translating import Sentence
from printkit.checking import inflesz
from printkit.checking.passed import Passed
from printkit.content.templates import Templates
from printkit.errors import CatalogError, PrintkitError, raise_all
from printkit.model.vocabulary import Side
from printkit.reading import po_files
from printkit.reading.po_files import PoEntry, PoFile

KINDS = ("exercises", "topics", "checklists", "rules", "figures", "labels", "templates", "more", "screens")
_INDEX: Mapping[str, Callable[[Iterable[str]], float]] = {"es": inflesz.index}
_SAFETY = re.compile(
    r"\b(?:do not|never|stop|call|only with|helper|fall|pain|emergency|at once|not|no)\b", re.IGNORECASE
)
_TOKEN = re.compile(r"\{[^{}]*\}")
_NOTE = "SAFETY: somebody reads the translation back before it is used"
# Words for a side that stand alone: in a table, and as answers to choose from.
_SIDES_ALONE = frozenset({"labels/sides", "labels/screen"})


class Status(Struct, frozen=True, kw_only=True):
    """How far one kind of words has come: sentences there are, translated, and about safety without a translation."""

    kind: str
    sentences: int
    translated: int
    safety_open: int
    easiness: float | None  # the index of reading of what is translated, where there is one for the language
    stale: int  # translations of an English sentence that is no longer there


class Imported(Struct, frozen=True, kw_only=True):
    """What came back from a translator: the PO files to write by their names, and what is refused, with complaints."""

    files: Mapping[str, str]
    taken: int
    unknown: int  # sentences that were in the files before, and that the catalogue does not have in English now
    refused: tuple[PoEntry, ...]


def wanted(catalog: Catalog, templates: Templates) -> tuple[Sentence, ...]:
    """Every sentence that has to be translated: of the catalogue, its labels and the templates."""
    of_templates = (
        Sentence(context=f"templates/{name.removesuffix('.en.md')}", english=words)
        for name in templates.names()
        if name.endswith(".en.md")
        for words in templates.words(name)
    )
    return (*translating.sentences(catalog), *dict.fromkeys(of_templates))


def exported(catalog: Catalog, templates: Templates, language: str) -> Mapping[str, str]:
    """A PO file for each kind of words by its name, with all that is translated already. Raises for no such language."""
    translation = _of(catalog, language)
    rows = [_row(each, translation) for each in wanted(catalog, templates)]
    return _files(rows, translation, {})


def require_no_more(catalog: Catalog, language: str, folder: Path, names: Iterable[str]) -> None:
    """Raise CatalogError where PO files of these names are in a folder with translations that the catalogue has not.

    A translator may have written them, and then they are nowhere else.
    """
    known = {(*key, entry.said) for key, (entry, _) in _of(catalog, language).entries.items()}
    problems: list[PrintkitError] = []
    for path in (folder / name for name in names):
        there = po_files.read(path).entries if path.exists() else ()
        more = [each for each in there if any(each.said) and (each.context, each.english, each.said) not in known]
        if more:
            count = "a translation" if len(more) == 1 else f"{len(more)} translations"
            hint = "take them over first with printkit translate import, or give another folder with --into"
            where = f"{path}:{more[0].line}"
            problems.append(CatalogError(f"it has {count} that the catalogue has not", where=where, hint=hint))
    raise_all(problems)


def _of(catalog: Catalog, language: str) -> Translation:
    translation = catalog.translation(language)
    if not translation:
        there = ", ".join(each for each in catalog.languages if each != "en") or "none"
        hint = f"make a folder languages/{language} with language.yaml and parts.yaml; there are: {there}"
        raise CatalogError(f"the catalogue has no language {language!r}", hint=hint)
    return translation


def _row(sentence: Sentence, translation: Translation) -> tuple[str, PoEntry]:
    found = translation.entries.get((sentence.context, sentence.english))
    forms = _forms(translation) if sentence.plural else 1
    said = found[0].said if found is not None and len(found[0].said) == forms else ("",) * forms
    notes = (_NOTE,) if _SAFETY.search(f"{sentence.english} {sentence.plural}") else ()
    entry = PoEntry(english=sentence.english, plural=sentence.plural, context=sentence.context, said=said, notes=notes)
    return sentence.kind, entry


def _forms(translation: Translation) -> int:
    found = re.search(r"nplurals\s*=\s*([1-6])", translation.about.plurals)
    return int(found[1]) if found else 2


def _files(
    rows: Iterable[tuple[str, PoEntry]], translation: Translation, before: Mapping[str, PoFile]
) -> Mapping[str, str]:
    """The text of each file; what else the head of the one before it says, such as who translates, stays."""
    by_kind: dict[str, list[PoEntry]] = {}
    for kind, entry in rows:
        by_kind.setdefault(kind, []).append(entry)
    head = head_of(translation)
    heads = {kind: {**before[kind].head, **head} if kind in before else head for kind in by_kind}
    return {f"{kind}.po": po_files.as_text(heads[kind], found) for kind, found in by_kind.items()}


def head_of(translation: Translation) -> Mapping[str, str]:
    """The head of each PO file of a language."""
    return {
        "Language": translation.language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": translation.about.plurals,
    }


def imported(catalog: Catalog, templates: Templates, language: str, paths: Iterable[Path], into: Path) -> Imported:
    """PO files of a translator laid over what is there: what passes every check, and what is refused with its complaint.

    `into` is the folder of the files that get it. All that they say stays, but what is said anew: a sentence may be of
    another catalogue than this one. A sentence that is left empty or is fuzzy changes nothing. Raises CatalogError for what
    is no PO file.
    """
    translation = _of(catalog, language)
    asked = {(each.context, each.english): each for each in wanted(catalog, templates)}
    short = translating.for_aphasia(catalog)
    refused: list[PoEntry] = []
    taken: dict[tuple[str, str], PoEntry] = {}
    for path in paths:
        for entry in po_files.read(path).entries:
            if not any(entry.said) or entry.fuzzy:
                continue
            sentence = asked.get((entry.context, entry.english))
            wrong = ["no sentence of the catalogue says this in English now"] if sentence is None else []
            wrong += complaints(entry, translation)
            wrong += _too_long_with_aphasia(entry, translation, short)
            if wrong:
                refused.append(replace(entry, fuzzy=True, remarks=(*entry.remarks, *wrong)))
            else:
                taken[entry.context, entry.english] = entry
    before = {kind: po_files.read(path) for kind in KINDS if (path := into / f"{kind}.po").is_file()}
    stands = {(each.context, each.english): (kind, each) for kind, file in before.items() for each in file.entries}
    rows: list[tuple[str, PoEntry]] = []
    for key, (kind, entry) in ((key, _row(each, translation)) for key, each in asked.items()):
        if key in taken:
            rows.append((kind, replace(entry, said=taken[key].said)))
        elif key in stands:
            rows.append((kind, stands[key][1]))
        elif all(entry.said):
            rows.append((kind, entry))
    unknown = [found for key, found in stands.items() if key not in asked]
    return Imported(
        files=_files([*rows, *unknown], translation, before),
        taken=len(taken),
        unknown=len(unknown),
        refused=tuple(refused),
    )


def complaints(entry: PoEntry, translation: Translation) -> list[str]:
    """What is wrong with one translated sentence, in each of its forms."""
    forms = _forms(translation) if entry.plural else 1
    if len(entry.said) != forms or not all(entry.said):
        return [f"it has {sum(map(bool, entry.said))} forms of {forms}"]
    parts = translation.parts
    found: dict[str, None] = {}
    if entry.context in _SIDES_ALONE:
        found |= dict.fromkeys(_swapped(entry, parts))
        parts = replace(parts, typed=())
    found |= dict.fromkeys(
        f"a sentence of {count} words: {sentence!r}"
        for said in entry.said
        for sentence in plain_language.sentences(said)
        if 0 < translation.about.longest_sentence < (count := plain_language.word_count(sentence))
    )
    found |= dict.fromkeys(_other_terms(entry, translation.about.terms))
    found |= dict.fromkeys(_lost(entry, translation.about.keeps))
    for number, said in enumerate(entry.said):
        english = entry.english if forms == 1 or (number == 0 and forms > 1) else entry.plural
        found |= dict.fromkeys(_complaints(english, said, parts, counts=bool(entry.plural)))
    return list(found)


def _swapped(entry: PoEntry, parts: Parts) -> Iterator[str]:
    """Sides that are typed where they may be, and that the English does not say."""
    for side in (Side.LEFT, Side.RIGHT):
        words = {each[side] for each in parts.classes.values() if each.get(side)}
        said = words and re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", " ".join(entry.said), re.IGNORECASE)
        if said and not re.search(rf"\b{side}\b", entry.english, re.IGNORECASE):
            yield f"a side that the English does not say: {said[0]!r}"


def _too_long_with_aphasia(
    entry: PoEntry, translation: Translation, short: frozenset[tuple[str, str]]
) -> Iterator[str]:
    most = translation.about.longest_with_aphasia
    if not most or (entry.context, entry.english) not in short:
        return
    for said in entry.said:
        for sentence in plain_language.sentences(said):
            if (count := plain_language.word_count(sentence)) > most:
                yield f"a sentence of {count} words for a reader with aphasia, {most} at most: {sentence!r}"


def summary(catalog: Catalog) -> Iterator[str]:
    """A line for each language that is measured: how easy each kind of its words is to read."""
    for language in catalog.languages:
        translation = catalog.translation(language)
        if not translation or language not in _INDEX:
            continue
        found = [(kind, easiness(translation, kind)) for kind in KINDS]
        said = ", ".join(f"{kind} {value:.0f}" for kind, value in found if value is not None)
        yield f"{translation.about.name} on its own scale of easy reading: {said}"


def _other_terms(entry: PoEntry, terms: Mapping[str, str]) -> Iterator[str]:
    """Words that the language has one word for, and that are said in another; of two terms in one the longer counts."""
    english, said = _TOKEN.sub(" ", entry.english), entry.said[0].lower()
    for term in sorted(terms, key=len, reverse=True):
        if term.lower() not in english.lower():
            continue
        english, count = re.subn(rf"\b{re.escape(term)}\b", " ", english, flags=re.IGNORECASE)
        if count and terms[term] not in said:
            yield f"{term!r} is always said {terms[term]!r}"


def _lost(entry: PoEntry, keeps: Mapping[str, str]) -> Iterator[str]:
    """Words on which safety hangs that the translation does not say."""
    said = " ".join(entry.said)
    for word, pattern in keeps.items():
        if re.search(rf"\b{word}\b", entry.english, re.IGNORECASE) and not re.search(pattern, said, re.IGNORECASE):
            yield f"{word!r} is lost"


def _complaints(english: str, said: str, parts: Parts, *, counts: bool) -> Iterator[str]:
    for wrong in sides.problems(english, said, parts):
        # the form for one may leave its number out or write it: once, 1 time
        if not (
            counts and (wrong.startswith("its numbers") or ("{count}" in wrong and wrong.startswith("its tokens")))
        ):
            yield wrong


def status(catalog: Catalog, templates: Templates, language: str) -> tuple[Status, ...]:
    """How far a language has come, by kind."""
    translation = _of(catalog, language)
    asked = wanted(catalog, templates)
    keys = {(each.context, each.english) for each in asked}
    stale = [
        Sentence(context=context, english=english).kind
        for context, english in translation.entries
        if context and (context, english) not in keys
    ]
    return tuple(
        Status(
            kind=kind,
            sentences=len(found),
            translated=len(done),
            safety_open=sum(bool(_SAFETY.search(each.english)) for each in found if each not in done),
            stale=stale.count(kind),
            easiness=easiness(translation, kind),
        )
        for kind in KINDS
        for found in [[each for each in asked if each.kind == kind]]
        for done in [[each for each in found if translation.has(each.context, each.english)]]
        if found
    )


def problems(
    catalog: Catalog, templates: Templates, folder: Path, passed: Passed | None = None
) -> Iterator[PrintkitError]:
    """What `printkit check` says of the translations of one folder of a catalogue.

    What is missing and what is stale is never printed, so that is for `status`: nobody who changes an English sentence
    has to know another language.
    """
    for path in sorted(folder.glob(f"{FOLDER}/*")):
        translation = catalog.translation(path.name)
        try:
            _ = translation.about, translation.parts, translation.entries
            asked = wanted(catalog, templates)
        except PrintkitError as error:
            if Path(error.where.partition(":")[0]).is_relative_to(path):
                yield error  # what is wrong elsewhere is told there
            continue
        yield from _of_language(translation, asked, path, translating.for_aphasia(catalog), passed or Passed())


def easiness(translation: Translation, kind: str = "") -> float | None:
    """The index of reading over all that is translated, or over one kind of it; None where nobody measures it."""
    index = _INDEX.get(translation.language)
    said = [
        sentence
        for (context, english), (entry, _) in translation.entries.items()
        if not kind or Sentence(context=context, english=english).kind == kind
        for text in entry.said
        for sentence in plain_language.sentences(sides.filled(text, translation.parts, Side.LEFT))
    ]
    return index(said) if index is not None and any(map(str.isalpha, "".join(said))) else None


def _of_language(
    translation: Translation, asked: tuple[Sentence, ...], folder: Path, short: frozenset[tuple[str, str]],
    passed: Passed,
) -> Iterator[PrintkitError]:  # fmt: skip
    needed = frozenset(part for each in asked for _, part in sides.spoken_of(each.english))
    for wrong in sides.lexicon_problems(translation.parts, needed):
        yield CatalogError(wrong, where=str(folder / "parts.yaml"), hint="each part is said for every side")
    found = easiness(translation)
    if found is not None and found < translation.about.easy:
        message = f"its sentences are hard: {found:.1f}, and {translation.about.easy:g} is the least"
        yield CatalogError(message, where=str(folder), hint="write shorter words and shorter sentences")
    for kind, least in translation.about.easy_by_kind.items():
        if (reached := easiness(translation, kind)) is not None and reached < least:
            message = f"its {kind} are hard to read: {reached:.1f}, and {least:g} is the least"
            yield CatalogError(message, where=str(folder), hint="write shorter words and shorter sentences")
    language = msgpack.encode((translation.about, translation.parts), order="deterministic")
    for (_, english), (entry, path) in translation.entries.items():

        def look(entry: PoEntry = entry) -> Iterator[str]:
            yield from complaints(entry, translation)
            yield from _too_long_with_aphasia(entry, translation, short)

        is_short = (entry.context, entry.english) in short
        read = language, entry.english, entry.plural, entry.said, entry.context, is_short
        for wrong in passed.problems(look, *read) if path.is_relative_to(folder) else ():
            yield CatalogError(wrong, where=f"{path}:{entry.line}", hint=f"the English is {english!r}")
    for country in translation.countries:
        for wrong, place in country_problems(country, translation):
            yield CatalogError(wrong, where=place, hint=f"add it with its article to {country} in countries.yaml")


def country_problems(country: str, translation: Translation) -> Iterator[tuple[str, str]]:
    """What the words of a country make of a sentence that they must not, with the line of its file.

    A word of another gender beside the article of the common one, a common word that is left, a sentence too long.
    """
    there = translation.of_country(country)
    own, parts = translation.countries[country], translation.parts
    left = re.compile(rf"\b(?:{'|'.join(own.gone)})\b", re.IGNORECASE) if own.gone else None
    for entry, path in translation.entries.values():
        for common in entry.said:
            said = there.regional(common)
            if said == common and (left is None or not left.search(said)):
                continue
            made = sides.filled(said, parts, Side.LEFT)
            found = [*(re.search(each, made, re.IGNORECASE) for each in (*parts.never, *own.never))]
            found += [left.search(said)] if left is not None else []
            place = f"{path}:{entry.line}"
            yield from ((f"{country}: {hit[0]!r} in {said!r}", place) for hit in found if hit)
            for sentence in plain_language.sentences(said):
                if 0 < translation.about.longest_sentence < (count := plain_language.word_count(sentence)):
                    yield f"{country}: a sentence of {count} words: {sentence!r}", place
