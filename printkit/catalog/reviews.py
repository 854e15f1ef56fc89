"""What waits for a clinician's review: out to a sheet that is signed, and back. A signature holds for one wording only.

What was signed and has changed since waits again, and says word by word what is new in it.

What has the least behind it and the most weight comes first: a house rule that blocks before one that adds a page, and
all house rules before what rests on a guideline. Rows that differ from their own source come before all others.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from printkit.catalog import citations, signed_words
from printkit.catalog.store import Catalog, fingerprint
from printkit.errors import CatalogError, PrintkitError, raise_all
from printkit.model.constraints import Conditions, names_someone
from printkit.model.records import Checklist, Exercise, Review, Rule, Topic
from printkit.model.skin import SkinLook
from printkit.model.vocabulary import Action, SourceKind
from printkit.reading import tables
from printkit.reading.cells import Unread

COLUMNS = (
    "name", "of", "title", "words", "changed", "dose", "sources", "rests_on", "differs", "reviewed_by", "reviewed_on",
    "remark",
)  # fmt: skip
_WEIGHTS = (
    Action.BLOCK, Action.SEE_FIRST, Action.EXCLUDE, Action.SUPERVISE, Action.MODIFY, "exercises", Action.PAGE, "topics",
    "skin-look", "checklists", Action.LOOK,
)  # fmt: skip


class ReviewEntry(Struct, frozen=True, kw_only=True):
    """One thing to read and sign."""

    name: str
    of: str
    title: str
    words: str
    dose: str
    sources: str
    rests_on: SourceKind  # of a checklist that of its weakest line
    unread: bool  # of none of its sources more than the record was seen
    differs: str
    signed_before: str  # who signed another wording of it, and when; "" where nobody did
    changed: tuple[str, ...]  # what is new since then: a line a text, with [-old-] and {+new+} words
    reviewed_by: str
    reviewed_on: date | None


def entries(catalog: Catalog) -> Iterator[ReviewEntry]:
    """Everything that is signed, with every word in it: what has the least behind it and the most weight first."""
    yield from sorted(_entries(catalog), key=_urgency)


def of_language(catalog: Catalog, language: str) -> Iterator[ReviewEntry]:
    """What is signed of a language: all that is translated, and how it says the parts of a body, in both languages.

    Raises CatalogError where the catalogue has no such language.
    """
    translation = catalog.translation(language)
    if not translation:
        raise CatalogError(f"the catalogue has no translation into {language!r}", hint="printkit translate status es")
    for context, of in translation.wordings.items():
        name = f"{translation.language}/{context}"
        review = catalog.reviews.get(name)
        valid = review is not None and review.of == of
        void = review is not None and not valid
        yield ReviewEntry(
            name=name,
            of=of,
            title=f"{translation.about.name}: {context}",
            words=" / ".join(f"{english} = {said}" for english, said in translation.pairs[context]),
            dose="",
            sources="",
            rests_on=SourceKind.NOT_SAID,
            unread=False,
            differs="",
            signed_before=f"{review.by}, {review.on}" if review is not None and void else "",
            changed=(),
            reviewed_by=review.by if review is not None and valid else "",
            reviewed_on=review.on if review is not None and valid else None,
        )


def _language_of(name: str, catalog: Catalog) -> str:
    """The language that an entry is a translation into; "" for an entry of the catalogue itself."""
    language = name.partition("/")[0]
    return language if catalog.translation(language) else ""


def _urgency(entry: ReviewEntry) -> tuple[bool, int, int]:
    """Rows that differ from their source by their weight alone; all else by what is behind it, then by weight.

    What rests on sources that nobody has read comes straight after the house rules.
    """
    what = entry.name.partition("/")[0]
    weight = _WEIGHTS.index(entry.title.rpartition(" ")[2] if what == "rules" else what)
    strength = citations.KINDS.index(SourceKind.NOT_SAID if entry.unread else entry.rests_on)
    return not entry.differs, 0 if entry.differs else -strength, weight


def _entries(catalog: Catalog) -> Iterator[ReviewEntry]:
    for name in catalog.names("exercises"):
        exercise = catalog.exercise(name)
        said = exercise.text["en"]
        short = _short((said.short.purpose, said.short.tip))
        stop = (f"Stop if: {each}" for each in said.stop_if)
        words = (said.purpose, said.hold_on, *said.steps, *stop, said.tip, *short)
        dose = ", ".join(
            f"{key} {getattr(exercise.dose, key)}"
            for key in exercise.dose.__struct_fields__
            if getattr(exercise.dose, key)
        )
        yield _entry(catalog, f"exercises/{name}", exercise, said.title, words, f"{dose} ({exercise.dose_basis})")
    for name in catalog.names("topics"):
        topic = catalog.topic(name)
        text = topic.text["en"]
        parts = [
            sentence
            for part in text.parts
            for sentence in (
                part.heading,
                part.word,
                *part.aside,
                *part.say,
                *_short(part.short or ()),
                *(term.say for term in part.terms),
                *(each.caption for each in part.draw_on),
                *(each.say for each in part.write),
                *part.list,
                *_short(part.choices),
                *part.steps,
                *_conditions(part.when),
            )
        ]
        yield _entry(catalog, f"topics/{name}", topic, text.title, [*parts, *_conditions(topic.when)])
    look = catalog.skin_look.text["en"]
    lines = [
        *look.how,
        *look.how_without_brace,
        *look.places.values(),
        *(f"{sign.look}: {sign.do}" for sign in look.signs),
        *look.put_on,
    ]
    yield _entry(catalog, "skin-look", catalog.skin_look, look.title, lines)
    for name in catalog.names("checklists"):
        checklist = catalog.checklist(name)
        lines = [
            " ".join(
                (f"{line.look['en']} If No: {line.do['en']}", *_short(line.short.values()), *_conditions(line.when))
            )
            for room in checklist.rooms
            for line in room.lines
        ]
        above = checklist.text["en"]
        yield _entry(catalog, f"checklists/{name}", checklist, above.title, [*above.how, *above.note, *lines])
    for rule in catalog.rules:
        said_of = (
            *_conditions(rule.when),
            *rule.say.values(),
            *rule.because.values(),
            *_short(rule.short.values()),
            *(f"Today, before any exercise: {each}" for each in rule.today.values()),
            *(f"Do not do this if: {each}" for each in rule.not_if.values()),
            *(f"Do not do this alone if: {each}" for each in rule.not_alone_if.values()),
            *rule.ask.values(),
        )
        yield _entry(catalog, f"rules/{rule.id}", rule, f"{rule.id} {rule.action}", said_of)


def _short(words: Iterable[str | None]) -> Iterator[str]:
    return (f"With aphasia: {each}" for each in words if each)


def _conditions(when: Conditions) -> Iterator[str]:
    return (f"{key} is {' or '.join(values)}" for key, values in when.items())


def _entry(
    catalog: Catalog, name: str, record: Exercise | Topic | Checklist | Rule | SkinLook, title: str,
    words: Iterator[str] | tuple[str, ...] | list[str], dose: str = "",
) -> ReviewEntry:  # fmt: skip
    lines = [line.source for room in record.rooms for line in room.lines] if isinstance(record, Checklist) else []
    sources = dict.fromkeys(tag for line in lines for tag in line) if isinstance(record, Checklist) else record.source
    kinds = [citations.kind(line, catalog.sources) for line in lines or (tuple(sources),)]
    of, review = fingerprint(record), catalog.reviews.get(name)
    is_void = review is not None and review.of != of
    return ReviewEntry(
        name=name,
        of=of,
        title=title,
        words=" / ".join(each for each in words if each),
        dose=dose,
        sources=", ".join(sources),
        rests_on=max(kinds, key=citations.KINDS.index),
        unread=citations.unread(sources, catalog.sources),
        differs=record.differs if isinstance(record, Rule) else "",
        signed_before=f"{review.by}, {review.on}" if review is not None and is_void else "",
        changed=signed_words.since(catalog.folders, name, review.of, record) if review is not None and is_void else (),
        reviewed_by=record.reviewed_by,
        reviewed_on=record.reviewed_on,
    )


def signed_files(names: Iterable[str], catalog: Catalog) -> Iterator[tuple[Path, str]]:
    """The wording of each of these entries, for a file beside the signatures; a translation keeps its own in PO files."""
    for name in names:
        if _language_of(name, catalog):
            continue
        record = _record(catalog, name)
        yield signed_words.file_of(name), signed_words.as_text(name, fingerprint(record), signed_words.lines(record))


def _record(catalog: Catalog, name: str) -> Exercise | Topic | Checklist | Rule | SkinLook:
    kind, _, key = name.partition("/")
    match kind:
        case "exercises":
            return catalog.exercise(key)
        case "topics":
            return catalog.topic(key)
        case "checklists":
            return catalog.checklist(key)
        case "rules":
            return next(rule for rule in catalog.rules if rule.id == key)
        case _:
            return catalog.skin_look


def sheet(found: Iterable[ReviewEntry]) -> str:
    """The entries as CSV, for a spreadsheet: a clinician fills in reviewed_by and reviewed_on."""
    rows = (
        (
            each.name, each.of, each.title, each.words, " / ".join(each.changed), each.dose, each.sources,
            each.rests_on, each.differs, each.reviewed_by, str(each.reviewed_on or ""), "",
        )
        for each in found
    )  # fmt: skip
    return tables.as_csv([COLUMNS, *rows])


def signed(path: Path, catalog: Catalog, today: date) -> Mapping[str, Review]:
    """The signatures of a sheet that came back. Rows without a name are left out.

    Raises every problem at once with its row: a name that is not there, words that changed since the sheet was made, half
    of a signature, a day that is no day or is to come.
    """
    rows = list(_rows(path))
    languages = {_language_of(row.get("name", "").strip(), catalog) for _, row in rows}
    known = {each.name: each for each in entries(catalog)} if "" in languages else {}
    spoken = (
        locale
        for language in languages - {""}
        for locale in (language, *(f"{language}-{country}" for country in catalog.translation(language).countries))
    )
    known |= {each.name: each for locale in spoken for each in of_language(catalog, locale)}
    problems: list[PrintkitError] = []
    found: dict[str, Review] = {}
    for number, row in rows:
        name, by, on = (row.get(key, "").strip() for key in ("name", "reviewed_by", "reviewed_on"))
        problem = ""
        if not by and not on:
            continue
        if name not in known:
            problem = f"there is nothing called {name!r}"
        elif row.get("of", "").strip() != known[name].of:
            problem = f"{name} was changed since the sheet was made"
        elif not by or not on:
            problem = f"{name} has half of a signature"
        elif not names_someone(by):
            problem = f"reviewed_by is {by!r}"
        day = _day(on)
        if not problem and day is None:
            problem = f"reviewed_on is {on!r}"
        elif not problem and day is not None and day > today:
            problem = f"reviewed_on is {on}, a day to come"
        if problem:
            hint = "give a name and a day as 2026-11-20; make a new sheet after a change"
            problems.append(CatalogError(problem, where=f"{path}: row {number}", hint=hint))
        elif day is not None:
            found[name] = Review(by=by, on=day, of=known[name].of)
    raise_all(problems)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their numbers, as a spreadsheet shows them, and their cells by the names in the first row."""
    table = iter(tables.RowSource(path, CatalogError))
    head = [name.strip() for name in next(table, [])]
    if not {"name", "of", "reviewed_by", "reviewed_on"} <= set(head):
        hint = "give the sheet of `printkit review -o`, saved as CSV in UTF-8"
        raise CatalogError("the sheet lacks a column", where=f"{path}: row 1", hint=hint)
    for number, cells in enumerate(table, 2):
        for cell in cells[: len(head)]:
            if isinstance(cell, Unread):
                where = f"{path}: row {number}"
                raise CatalogError(f"{cell.strip()!r} {cell.why}", where=where, hint="type the words into the cell")
        yield number, {name: tables.with_formula(cell) for name, cell in zip(head, cells, strict=False)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_yaml(reviews: Mapping[str, Review]) -> str:
    """The signatures as reviews.yaml of a clinic's own catalogue."""
    head = (
        "# Who has read what, and when. A signature is void when a word changes. Written by: printkit review --signed\n"
    )
    rows = (
        f"{name}: {{by: {_quoted(review.by)}, on: {review.on}, of: {_quoted(review.of)}}}\n"
        for name, review in sorted(reviews.items())
    )
    return head + "".join(rows)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
