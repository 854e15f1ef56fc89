"""What a screen reader should say of a document, from its tree alone, held against what is heard in its PDF."""

from collections.abc import Iterator
from difflib import unified_diff

from pdf_reading import heard, spaced, tree

from printkit.document import (
    Block,
    Bullets,
    Callout,
    ChartRow,
    Checks,
    Contents,
    DayChart,
    Document,
    Facts,
    Group,
    Heading,
    Masthead,
    NumberChart,
    PageBreak,
    Paragraph,
    Picture,
    Sketch,
    Table,
    Terms,
    Together,
    WriteLines,
    text_of,
    walk,
)

Said = tuple[str, tuple[str, ...]]  # a tag, and the texts that are right for it


def said_by(document: Document, chapter_pages: dict[str, int]) -> list[Said]:
    """What should be heard, from the tree alone."""
    return [said for said in _blocks(document.blocks, _chapters(document), chapter_pages) if any(said[1])]


def _chapters(document: Document) -> list[str]:
    """Headings of the first level after the title, and the charts, each once."""
    titles: list[str] = []
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            titles.append(text_of(block.children))
        elif isinstance(block, DayChart):
            titles.append(block.title)
    return list(dict.fromkeys(titles[1:]))


def _blocks(blocks: tuple[Block, ...], chapters: list[str], pages: dict[str, int]) -> Iterator[Said]:
    for block in blocks:
        yield from _block(block, chapters, pages)


def _one(tag: str, text: str) -> Said:
    return tag, (spaced(text),)


def _block(block: Block, chapters: list[str], pages: dict[str, int]) -> Iterator[Said]:
    match block:
        case Heading():
            yield _one(f"H{block.level}", text_of(block.children))
        case Paragraph():
            yield _one("P", text_of(block.children))
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield _one("Lbl", f"{number}." if block.ordered else "•")
                yield from _blocks(item, chapters, pages)
        case Callout() | Together() | Group():
            yield from _blocks(block.children, chapters, pages)
        case Facts() | Terms():
            for key, value in block.rows:
                yield _one("TH", key)
                yield _one("TD", value)
        case Table():
            yield from (_one("TH", header) for header in block.headers)
            for first, *others in block.rows:
                yield _one("TH", first)
                yield from (_one("TD", cell) for cell in others)
        case Checks():
            yield from (_one("TH", header) for header in (block.header, *block.answers))
            for row in block.rows:
                yield _one("P", row.question)
                yield _one("P", row.action)
        case WriteLines():
            yield _one("P", block.label)
        case Contents():
            yield _one("P", block.title)
            yield from (_one("Reference", f"{chapter} {pages[chapter]}") for chapter in chapters)
        case Picture() | Sketch():
            yield _one("Figure", block.alt)
        case Masthead():
            if block.logo is not None:
                yield _one("Figure", block.logo.alt)
            yield from (_one("P", line) for line in block.lines)
        case DayChart():
            yield from (_one("H1", block.title), _one("P", block.subtitle), _one("P", block.how))
            yield _one("TH", block.corner)
            yield from (_one("TH", f"{weekday} {day}") for weekday, day in block.days)
            yield from (_row(row) for row in block.rows)
        case NumberChart():
            yield from (_one("H2", block.title), _one("P", block.subtitle), _one("P", block.how))
            for row in block.rows:
                yield _row(row)
                yield from (_one("TD", str(digit)) for digit in range(11))
            yield _one("P", block.notes)
        case PageBreak():
            pass


def _row(row: ChartRow) -> Said:
    """A label with its detail; under a label of 2 lines there is no room for a detail, but half of one is never said."""
    return "TH", (spaced(f"{row.label} {row.detail}"), spaced(row.label))


def chapter_pages(data: bytes) -> dict[str, int]:
    """The page of each heading of the first level, read back."""
    found: dict[str, int] = {}
    for element in tree(data).all("H1"):
        found.setdefault(spaced(element.words), element.pages[0])
    return found


def misheard(data: bytes, document: Document) -> list[str]:
    """Where what is heard in the PDF is not what the document says, as the lines of a difference."""
    listened = heard(data)
    right = said_by(document, chapter_pages(data))
    # where 2 texts are right, the one that is heard
    settled = [
        (tag, listened[index][1] if index < len(listened) and listened[index][1] in texts else texts[0])
        for index, (tag, texts) in enumerate(right)
    ]
    if listened == settled:
        return []
    return [*unified_diff([*map(repr, settled)], [*map(repr, listened)], "said", "heard", lineterm="")]
