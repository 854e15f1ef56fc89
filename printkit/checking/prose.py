"""The prose of the catalogue, kind by kind: which field is which kind, what each keeps to, and which kinds must already.

`ENFORCED` is the one place that says which kinds of text are errors of `printkit check`; the figures of all are told. What templates and labels say is held to its
gate twice: sentence by sentence where it stands (`between`), and by its figures on the example's prints (`printed`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import plain_language
from printkit.catalog.store import Catalog
from printkit.checking import between_boxes, cohesion
from printkit.checking.between_boxes import Form
from printkit.checking.cohesion import PROSE, Figures, Finding, Gate, Sentence
from printkit.checking.prose_words import ProseWords, english
from printkit.document import Band, Block, Callout, Columns, Group, Paragraph, Together, text_of
from printkit.errors import CatalogError, HardToRead
from printkit.reading.nodes import Entries, Items, Node, Scalar
from printkit.reading.yaml_nodes import NodeReader

LANGUAGE = "en"  # the only one whose lists of words are shipped
MOST_ALIKE = 25  # percent of the texts of a field that may have a sentence with the same opening; content review, D
_FEWEST_ALIKE = 4  # texts; among fewer an opening may be chance


class Kind(StrEnum):
    """Kinds of text. Each has its own gate."""

    TOPICS = "topics"
    PURPOSES = "purposes"
    TIPS = "tips"
    REASONS = "reasons"
    ADVICE = "advice"
    NOTES = "notes"  # how to use a checklist, and what stands beneath it
    REPORTS = "reports"  # what a report says to the person whom it is of
    BOOKLET = "booklet"  # what templates and labels say between the texts of the catalogue
    CLINICIANS = "clinicians"  # what reports and tables say to clinicians
    SHORT = "short"  # a second wording, for readers with aphasia
    LISTS = "lists"
    STEPS = "steps"
    STOP_SIGNS = "stop signs"
    QUESTIONS = "questions"


_ORDER = Gate(longest=12, prose=False)  # one action, 12 words: house rule of content-review.md, D
GATES: Mapping[Kind, Gate] = {
    Kind.TOPICS: PROSE,
    Kind.PURPOSES: replace(PROSE, this_is_above=True),
    Kind.TIPS: replace(PROSE, this_is_above=True),
    Kind.REASONS: replace(PROSE, this_is_above=True),
    # each line of advice is a to-do by itself
    Kind.ADVICE: Gate(longest=15, grade=(float("-inf"), 5), smog=7, telegrams=10),
    Kind.NOTES: Gate(longest=15, grade=(float("-inf"), 5), smog=7, telegrams=10),
    # counted on the few paragraphs of the example's prints, where one sentence moves the grade by 0.1 to 0.3
    Kind.REPORTS: replace(PROSE, grade=(2, 5), this_is_above=True),
    Kind.BOOKLET: replace(PROSE, grade=(2, 5), this_is_above=True),
    Kind.CLINICIANS: Gate(longest=25, prose=False),
    Kind.SHORT: Gate(longest=10, grade=(float("-inf"), 4), smog=7, prose=False),
    Kind.LISTS: Gate(longest=15, prose=False),
    Kind.STEPS: _ORDER,
    Kind.STOP_SIGNS: _ORDER,
    Kind.QUESTIONS: _ORDER,
}
ENFORCED: Collection[Kind] = frozenset(Kind)
ON_PAPER = (Kind.BOOKLET, Kind.REPORTS)  # their figures are those of prints: in their files values are still missing
FRAMED = (Kind.PURPOSES, Kind.TIPS, Kind.REASONS, Kind.ADVICE)  # fields in which one opening must not rule
SHOWN = (*FRAMED, Kind.TOPICS, Kind.NOTES, Kind.REPORTS, Kind.BOOKLET, Kind.SHORT)


class Passage(Struct, frozen=True):
    """One text of a kind: a paragraph, or a line that stands alone."""

    kind: Kind
    path: Path
    sentences: tuple[Sentence, ...]


class Found(Struct, frozen=True):
    """A finding of a passage, or of a kind as a whole."""

    kind: Kind
    path: Path | None
    line: int
    what: str
    hint: str

    @property
    def where(self) -> str:
        """The file and its line, or the print; "" of a kind as a whole."""
        return "" if self.path is None else f"{self.path}:{self.line}" if self.line else str(self.path)


# --- where which kind stands


_TO_THE_PERSON = ("practised*", "own-marks", "most-days", "few-marks", "told-*", "fell*", "streak*", "better")
_TO_CLINICIANS = ("goal-score*", "screen*", "group-*", "falls*", "nothing", "last-weeks", "no-*")
# The way to a field: "*" for each of a list, and for the keys of a mapping as in names of files.
_WAYS: Mapping[str, tuple[tuple[str, Kind], ...]] = {
    "topics": (
        ("text/en/parts/*/say", Kind.TOPICS),
        ("text/en/parts/*/list", Kind.LISTS),
        ("text/en/parts/*/steps", Kind.STEPS),
        ("text/en/parts/*/short", Kind.SHORT),
    ),
    "exercises": (
        ("text/en/purpose", Kind.PURPOSES),
        ("text/en/tip", Kind.TIPS),
        ("text/en/hold_on", Kind.STEPS),
        ("text/en/steps", Kind.STEPS),
        ("text/en/stop_if", Kind.STOP_SIGNS),
        ("text/en/short/purpose", Kind.SHORT),
        ("text/en/short/tip", Kind.SHORT),
    ),
    "checklists": (
        ("text/en/how", Kind.NOTES),
        ("text/en/note", Kind.NOTES),
        ("rooms/*/lines/*/look/en", Kind.QUESTIONS),
        ("rooms/*/lines/*/do/en", Kind.ADVICE),
        ("rooms/*/lines/*/short/en", Kind.SHORT),
    ),
    "rules.yaml": (
        ("*/because/en", Kind.REASONS),
        ("*/say/en", Kind.STEPS),
        ("*/short/en", Kind.SHORT),
        ("*/today/en", Kind.SHORT),
    ),
    "measures.yaml": (
        ("*/better/en", Kind.REPORTS),
        ("*/how/en", Kind.CLINICIANS),
    ),
    "labels": (
        ("sides/note-*", Kind.BOOKLET),
        *((f"{group}/*", Kind.BOOKLET) for group in ("level", "safe-at-home", "calendar", "chart", "evidence")),
        *((f"plan/{key}", Kind.BOOKLET) for key in ("helper", "see-first")),
        *((f"plan/{key}", Kind.LISTS) for key in ("you-need", "too-*")),
        *((f"warnings/{key}", Kind.STOP_SIGNS) for key in ("stop-*", "*-signs", "head-knock")),
        *((f"warnings/{key}", Kind.STEPS) for key in ("call-now", "call-line", "*limit")),
        *((f"warnings/{key}", Kind.BOOKLET) for key in ("film-side", "nothing-instead", "start-next", "not-here*")),
        *((f"todo/{key}", Kind.LISTS) for key in ("none", "again")),
        ("skin-days/*", Kind.STEPS),
        ("help/silent-*", Kind.STEPS),
        *((f"report/{key}", Kind.REPORTS) for key in _TO_THE_PERSON),
        *((f"report/{key}", Kind.CLINICIANS) for key in _TO_CLINICIANS),
        *((f"{group}/*", Kind.CLINICIANS) for group in ("clinician", "load")),
        *((f"last-week/{key}", Kind.STEPS) for key in ("agree*", "stop")),
        *((f"last-week/{key}", Kind.REPORTS) for key in ("nothing", "incomplete*")),
    ),
}
_PLACE = re.compile(r"\{([a-z_]+)\}")
_AS_ONE = (Kind.TOPICS,)  # a list of these is a paragraph; of the others each item stands alone


def passages(path: Path) -> tuple[Passage, ...]:
    """Every text of a file of the catalogue or of a template; none of one that cannot be read, or holds no such text."""
    if path.suffix == ".md":
        return tuple(_of_template(path))
    if path.parent.name == "labels" and path.stem != LANGUAGE:
        return ()
    ways = _WAYS.get(path.name) or _WAYS.get(path.parent.name, ())
    among_cells = path.parent.name == "labels"  # beside cells and headings only whole sentences count
    root = NodeReader(path, CatalogError).parse() if ways else None
    return tuple(
        Passage(kind, path, tuple(sentences))
        for way, kind in ways
        for node in _at(root, way.split("/"))
        for sentences in _texts(node, kind)
        if sentences and not (among_cells and not between_boxes.is_whole(sentences[-1].text))
    )


def _of_template(path: Path) -> Iterator[Passage]:
    if path.name.startswith("report-"):
        kind = Kind.REPORTS if path.name.startswith("report-patient.") else Kind.CLINICIANS
    else:
        kind = Kind.BOOKLET
    forms = {Form.PARAGRAPH: kind, Form.LINE: kind if kind is Kind.CLINICIANS else Kind.LISTS, Form.STEP: Kind.STEPS}
    for each in between_boxes.lines(path):
        yield Passage(forms[each.form], path, tuple(cohesion.split(each.text, each.line)))


def _at(node: Node | None, way: list[str]) -> Iterator[Node]:
    if node is None:
        return
    if not way:
        yield node
    elif way[0] == "*" and isinstance(node, Items):
        for child in node.nodes:
            yield from _at(child, way[1:])
    elif isinstance(node, Entries):
        for key, child in node.nodes.items():
            if fnmatchcase(key, way[0]):
                yield from _at(child, way[1:])


def _texts(node: Node, kind: Kind) -> Iterator[list[Sentence]]:
    """The paragraphs at a field: one for a text, one for a list of prose, one each for other lists."""
    match node:
        case Scalar(text=text, line=line):
            yield list(cohesion.split(_PLACE.sub(_filled, text), line))
        case Items(nodes=nodes):
            items = [each for child in nodes for each in _texts(child, kind)]
            yield from ([[sentence for item in items for sentence in item]] if kind in _AS_ONE else items)
        case Entries(nodes=entries):
            for child in entries.values():
                yield from _texts(child, kind)


def _filled(place: re.Match[str]) -> str:
    """A place that the program fills in, so that it ends no sentence; a token may be a whole one."""
    return place[0] if place[1] in plain_language.TOKENS else f"‹{place[1]}›"


def files(catalog: Catalog) -> tuple[Path, ...]:
    """The files in use that hold prose: a clinic's own version in place of ours."""
    kinds = ("topics", "exercises", "checklists")
    found = (catalog.path(kind, name) for kind in kinds for name in catalog.names(kind))
    return (*(path for path in found if path is not None), *catalog.shared_files("rules.yaml"))


def of_catalog(catalog: Catalog) -> tuple[Passage, ...]:
    """Every text of a catalogue."""
    return tuple(passage for path in files(catalog) for passage in passages(path))


def files_between(catalog: Catalog, folders: Iterable[Path]) -> tuple[Path, ...]:
    """The files that hold what stands between those texts: labels, measures and the templates of some folders."""
    shared = (path for name in (f"labels/{LANGUAGE}.yaml", "measures.yaml") for path in catalog.shared_files(name))
    return (*shared, *(path for folder in folders for path in sorted(folder.rglob(f"*.{LANGUAGE}.md"))))


def between(catalog: Catalog, folders: Iterable[Path]) -> tuple[Passage, ...]:
    """Every text of those files."""
    return tuple(passage for path in files_between(catalog, folders) for passage in passages(path))


# --- what is measured


def of_kind(found: Iterable[Passage], kind: Kind) -> tuple[Passage, ...]:
    """The passages of one kind."""
    return tuple(passage for passage in found if passage.kind is kind)


def figures(found: Iterable[Passage], lists: ProseWords | None = None) -> Figures:
    """The figures of passages together."""
    return cohesion.measure((passage.sentences for passage in found), lists or english())


def findings(found: Iterable[Passage], actions: Collection[str] = ()) -> Iterator[Found]:
    """What is wrong with single sentences. `actions` are the words that steps begin with, for two in one."""
    lists = english()
    for passage in found:
        gate = GATES[passage.kind]
        for each in cohesion.findings(passage.sentences, gate, lists):
            yield _found(passage, each)
        if passage.kind is Kind.STEPS and passage.path.parent.name == "exercises":
            for sentence in passage.sentences:
                if plain_language.two_actions(sentence.text, actions):
                    yield _found(passage, Finding(sentence, "2 actions in a step", "write one action a step"))


def telegrams(found: Iterable[Passage]) -> Iterator[Found]:
    """Every sentence of fewer than 5 words in prose."""
    for passage in found:
        if GATES[passage.kind].prose:
            yield from (_found(passage, each) for each in cohesion.telegrams(passage.sentences))


def _found(passage: Passage, finding: Finding) -> Found:
    what = f"{finding.what}: {finding.sentence.text!r}"
    return Found(passage.kind, passage.path, finding.sentence.line, what, finding.hint)


def frames(found: Collection[Passage], kind: Kind) -> Mapping[str, int]:
    """The two-word openings that stand in more than a quarter of the texts of a field, and in how many percent."""
    texts = of_kind(found, kind)
    counts: dict[str, int] = {}
    for passage in texts:
        for opening in cohesion.openings(passage.sentences, english()):
            counts[opening] = counts.get(opening, 0) + 1
    return {
        opening: round(100 * count / len(texts))
        for opening, count in sorted(counts.items(), key=lambda each: -each[1])
        if count >= _FEWEST_ALIKE and 100 * count > MOST_ALIKE * len(texts)
    }


def framed(found: Iterable[Passage], ruling: Mapping[Kind, Mapping[str, int]]) -> Iterator[Found]:
    """The sentences of passages that open as too many texts of their field do."""
    for passage in found:
        for sentence in passage.sentences:
            for opening in cohesion.openings((sentence,), english()):
                if share := ruling.get(passage.kind, {}).get(opening):
                    what = f"{share} % of the {passage.kind} have a sentence that opens with {opening!r}"
                    hint = f"open this one in another way; at most {MOST_ALIKE} % may be alike"
                    yield _found(passage, Finding(sentence, what, hint))


def whole(kind: Kind, counted: Figures) -> Iterator[Found]:
    """The figures of a kind that are outside its gate."""
    for what, hint in cohesion.outside(counted, GATES[kind]):
        yield Found(kind, None, 0, f"{kind}: {what}", hint)


def problems(found: Collection[Passage], ours: Callable[[Path], bool], *, whole_kinds: bool) -> Iterator[CatalogError]:
    """What is wrong with the texts of the kinds in `ENFORCED`: errors in our files, warnings in a clinic's own.

    With `whole_kinds` these are all texts in use, and the figures and openings of each kind are held against its gate.
    """
    mixed = not all(ours(passage.path) for passage in found)
    for kind in sorted(ENFORCED):
        texts = of_kind(found, kind)
        told = list(findings(texts))  # two actions in a step are found by checking.catalog
        if whole_kinds:
            counted = figures(texts)
            told += telegrams(texts) if counted.percent_telegrams > GATES[kind].telegrams else ()
            told += framed(texts, {kind: frames(texts, kind)}) if kind in FRAMED else ()
            told += whole(kind, counted)
        for each in told:
            is_warning = mixed if each.path is None else not ours(each.path)
            error = HardToRead if is_warning else CatalogError
            yield error(each.what, where=each.where, hint=each.hint)


def printed(kind: Kind, name: str, blocks: tuple[Block, ...]) -> Iterator[Passage]:
    """The paragraphs of a print that are whole sentences; not what stands in lists, tables and charts."""
    for block in blocks:
        match block:
            case Paragraph(children=children):
                text = text_of(children).strip()
                if text.endswith((".", "?", "!")):
                    yield Passage(kind, Path(name), tuple(cohesion.split(text)))
            case Callout(children=inner) | Together(children=inner) | Group(children=inner) | Band(children=inner):
                yield from printed(kind, name, inner)
            case Columns(columns=columns):
                for column in columns:
                    yield from printed(kind, name, column)
            case _:
                pass


def summary(found: Iterable[Passage]) -> Iterator[str]:
    """The figures of each kind of prose, a line a kind, and whether the kind must keep to its gate yet."""
    texts = tuple(found)
    for kind in SHOWN:
        if any(each.kind is kind for each in texts):
            held = "" if kind in ENFORCED else " (not held to its gate yet)"
            yield line(f"{kind}{held}", figures(of_kind(texts, kind)))


def line(name: str, counted: Figures) -> str:
    """The figures of a text in one line."""
    linked = f"{counted.percent_linked:.0f} % linked" if counted.pairs else "no neighbours"
    return (
        f"{name}: {counted.words} words in {counted.sentences} sentences, {counted.average:.1f} a sentence, longest"
        f" {counted.longest}, {counted.percent_in_band:.0f} % of 6 to 14, {counted.percent_telegrams:.0f} % under 5,"
        f" Flesch-Kincaid {counted.flesch_kincaid:.1f}, SMOG {counted.smog:.1f}, {linked},"
        f" {counted.causal_per_100:.2f} words of cause in 100"
    )
