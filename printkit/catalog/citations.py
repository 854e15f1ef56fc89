"""What stands behind an item: its sources as a clinician reads them, by kind, with the strongest first.

An item rests on the strongest kind among its tags. What rests on a house rule or on patients' wishes alone awaits a
clinician: the pages count it in one line, and `printkit review` puts it first.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec.structs import replace

from printkit.catalog.labels import Labels
from printkit.catalog.store import Catalog
from printkit.model.records import COMMON_PRACTICE, Source
from printkit.model.vocabulary import HowRead, SourceKind

KINDS = tuple(SourceKind)
AWAITING = (SourceKind.PATIENTS, SourceKind.HOUSE_RULE)
_NOT_READ = (HowRead.RECORD, HowRead.MEMORY)

# Where anybody may leave a copy, mirrors of journals, and hosts that are not meant for readers.
_SHARED = (
    r"(^|\.)(scribd\.com|studylib\.net|docslib\.org|zbook\.org|paperzz\.com|readbyqxmd\.com|researcher\.life|"
    r"paperexplained\.cn|scilynk\.com|cnpereading\.com|semcs\.net|dntb\.gov\.ua|docplayer\.\w+|docshare\.tips|"
    r"slideshare\.net|azkurs\.org|scihub\.\w+)$|(^|\.)(prod|staging|test|dev)\."
)


def kind(tags: Iterable[str], sources: Mapping[str, Source]) -> SourceKind:
    """The strongest kind among the tags; what names no source is a house rule."""
    found = {_kind(tag, sources) for tag in tags if tag in sources}
    return min(found, key=KINDS.index, default=SourceKind.HOUSE_RULE)


def _kind(tag: str, sources: Mapping[str, Source]) -> SourceKind:
    """The kind of one source; common practice stays a house rule, whatever a clinic's own list says of it."""
    return SourceKind.HOUSE_RULE if tag == COMMON_PRACTICE else sources[tag].kind


def unread(tags: Iterable[str], sources: Mapping[str, Source]) -> bool:
    """Whether an item has sources, and of none of them more was read than its record."""
    found = [sources[tag] for tag in tags if tag in sources and _kind(tag, sources) not in AWAITING]
    return bool(found) and all(source.read in _NOT_READ for source in found)


def counted(items: Iterable[tuple[str, ...]], sources: Mapping[str, Source]) -> Mapping[SourceKind, int]:
    """How many items rest on each kind, the strongest kind first; kinds without an item are left out."""
    found = Counter(kind(tags, sources) for tags in items)
    return {each: found[each] for each in KINDS if found[each]}


def ordered(tags: Iterable[str], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The tags to list: guidelines first, without what awaits a clinician, which the pages only count.

    A tag that is not there is left out: `printkit check` tells it.
    """
    listed = [tag for tag in set(tags) if tag in sources and _kind(tag, sources) not in AWAITING]
    return tuple(sorted(listed, key=lambda tag: (KINDS.index(_kind(tag, sources)), tag)))


def tagged(tags: Iterable[str], labels: Labels) -> str:
    """Source tags on one line; common practice is said to be a house rule."""
    return ", ".join(labels("clinician", "no-source") if tag == COMMON_PRACTICE else tag for tag in tags)


def counts(found: Mapping[SourceKind, int], labels: Labels) -> str:
    """The counts of `counted` in words: 12 on a guideline, 3 on a review."""
    return ", ".join(f"{count} {labels('rests', each)}" for each, count in found.items())


def listed(tags: Iterable[str], sources: Mapping[str, Source], labels: Labels) -> Iterator[tuple[str, str]]:
    """The tags and what they stand for, guidelines first; sections of one guideline stand together."""
    whole: dict[Source, list[str]] = {}
    for tag in ordered(tags, sources):
        whole.setdefault(replace(sources[tag], section=""), []).append(tag)
    for source, of_it in whole.items():
        section = "; ".join(part for part in (sources[tag].section for tag in of_it) if part)
        yield ", ".join(of_it), cited(replace(source, section=section), labels)


def cited(source: Source, labels: Labels) -> str:
    """A source as a clinician looks it up: who, when, what, where, its number or address, and how far we read it.

    The address stands only where there is no DOI and no PubMed number. What is from memory says that it is unconfirmed.
    """
    who = " ".join(each for each in (source.authors, str(source.year or "")) if each)
    page = re.sub(r"^https?://(www\.)?|/$", "", source.address)
    number = f"doi:{source.doi}" if source.doi else f"PMID {source.pmid}" if source.pmid else page
    section = source.section[:1].upper() + source.section[1:]
    parts = (who, source.title, source.where, section, number)
    words = " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)
    about = [labels("source-kinds", source.kind)] if source.kind is not SourceKind.NOT_SAID else []
    about += [labels("how-read", source.read)] if source.read is not HowRead.NOT_SAID else []
    return f"{words} ({'; '.join(about)})" if about else words


def everything(catalog: Catalog) -> tuple[tuple[str, list[tuple[str, ...]]], ...]:
    """What is counted, each with the tags of its items: rules, exercises, their doses, topics, lines, measures."""
    exercises = [catalog.exercise(name) for name in catalog.names("exercises")]
    lists = [catalog.checklist(name) for name in catalog.names("checklists")]
    lines = [line for each in lists for room in each.rooms for line in room.lines]
    return (
        ("rules", [rule.source for rule in catalog.rules]),
        ("exercises", [each.source for each in exercises]),
        ("doses", [(each.dose_basis,) for each in exercises]),
        ("topics", [topic.source for topic in catalog.topics()]),
        ("checklist lines", [line.source for line in lines]),
        ("skin sheet", [catalog.skin_look.source]),
        ("measures", [each.source for each in catalog.measures.values()]),
    )


def doubtful(source: Source) -> bool:
    """Whether the address is one where anybody may leave a copy, a mirror, or a host that is not meant for readers."""
    return re.search(_SHARED, urlsplit(source.address).hostname or "") is not None


def twins(sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """Tags of one thing, each with the tag that has it already; sections of one guideline are not the same."""
    for what in (_place, _doi):
        seen: dict[tuple[str, str], str] = {}
        for tag, source in sources.items():
            if key := what(source):
                if key in seen:
                    yield tag, seen[key]
                seen.setdefault(key, tag)


def _place(source: Source) -> tuple[str, str] | None:
    return (source.address, source.section) if source.address else None


def _doi(source: Source) -> tuple[str, str] | None:
    return (source.doi.lower(), source.section) if source.doi else None
