"""What a screen reader should say of a document, from its tree alone, held against what is heard in its PDF."""

from collections.abc import Iterator
from difflib import unified_diff

from pdf_reading import heard, spaced, tree

from printkit.document import (
    Band,
    Block,
    Bullets,
    Callout,
    Card,
    Cards,
    ChartRow,
    Checks,
    Columns,
    Contents,
    DayChart,
    DayChecks,
    DayPlan,
    Document,
    Group,
    Heading,
    Masthead,
    NumberChart,
    PageBreak,
    Pair,
    Paragraph,
    Picture,
    SheetTitle,
    Sketch,
    Spring,
    Strip,
    Table,
    Terms,
    ToDo,
    Together,
    Views,
    Week,
    WriteLines,
    text_of,
    walk,
)

Said = tuple[str, tuple[str, ...]]  # a tag, and the texts that are right for it


def said_by(document: Document, chapter_pages: dict[str, int]) -> list[Said]:
    """What should be heard, from the tree alone."""
    pages = _pages_of_titles(document, chapter_pages)
    contents = [f"{chapter} {pages[spaced(chapter)]}" for chapter in _chapters(document)]
    return [said for said in _blocks(document.blocks, contents, chapter_pages) if any(said[1])]


def _chapters(document: Document) -> list[str]:
    """Headings of the first level after the title, and the charts, each once."""
    titles: list[str] = []
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.level == 1:
            titles.append(text_of(block.children))
        elif isinstance(block, DayChart | SheetTitle):
            titles.append(block.title)
    return list(dict.fromkeys(titles[1:]))


def _blocks(blocks: tuple[Block, ...], contents: list[str], pages: dict[str, int]) -> Iterator[Said]:
    for block in blocks:
        yield from _block(block, contents, pages)


def _one(tag: str, text: str) -> Said:
    return tag, (spaced(text),)


def _block(block: Block, contents: list[str], pages: dict[str, int]) -> Iterator[Said]:
    match block:
        case Heading():
            number = str(block.number or "")
            yield _one(f"H{max(1, block.level)}", f"{number} {text_of(block.children)} {block.aside}")
        case Band():
            yield from (_one("P", words) for words in (block.word, *block.aside))
            yield from _blocks(block.children, contents, pages)
        case Strip():
            yield from (_one("LBody", f"{figure} {words}") for figure, words in block.cells)
        case Pair():
            for number, sketch in enumerate(block.sketches):
                yield _one("Figure", sketch.alt)
                if block.captions:
                    shown = block.numbers[number] if block.numbers else number + 1
                    yield _one("P", f"{shown} {block.captions[number]}")
        case Cards():
            yield from (_card(card, block.page, pages) for card in block.cards)
        case DayPlan():
            for part in block.parts:
                yield _one("P", part.title)
                yield from (_card(card, block.page, pages) for card in part.cards)
        case Week():
            yield _one("H2", block.title)
            yield _one("P", block.begins)
            yield from (_one("TH", words) for words in (block.corner, *(day for day, _ in block.days)))
            yield from (_one("TH", row.label) for row in block.rows)
        case SheetTitle():
            yield _one("H1", spaced(f"{block.title} {block.aside}"))
        case Paragraph():
            yield _one("P", text_of(block.children))
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield _one("Lbl", f"{number}." if block.ordered else "•")
                said = list(_blocks(item, contents, pages))
                # one paragraph and no more is the content of the entry itself
                yield from [("LBody", words) for _, words in said] if [tag for tag, _ in said] == ["P"] else said
        case Callout() | Together() | Group():
            yield from _blocks(block.children, contents, pages)
        case Terms():
            for key, value in block.rows:
                yield _one("TH", key)
                yield _one("TD", value)
        case Table():
            yield from (_one("TH", header) for header in block.headers)
            for first, *others in block.rows:
                yield _one("TH", first)
                yield from (_one("TD", cell) for cell in others)
        case Checks():
            yield _one(f"H{block.level}", block.title)
            yield from (_one("TH", header) for header in block.answers)
            # in one column what to do stands below its question, and no header over it
            yield "TH", (block.if_no, "")
            for row in block.rows:
                yield _one("P", row.question)
                yield "P", (spaced(row.action), spaced(f"{block.if_no} {row.action}"))
        case ToDo():
            yield from (_one("P", block.looked) for _ in range(1) if block.looked)
            # in one column the first is left out, and the last of 5
            yield from (
                ("TH", (header, *([""] if index in (0, 4) else []))) for index, header in enumerate(block.headers)
            )
            for row in block.rows:
                yield from (_one("P", words) for words in (row.room, row.question, f"{row.action} {row.cost}"))
        case DayChecks():
            yield from (_one("TH", header) for header in block.headers)
            yield from (_one("TH", words) for _, words in block.answers)
            yield _one("TH", block.where)
            for day in block.rows:
                yield _one("TH", day.number)
                yield from (_one("TD", words) for words in (day.date, day.time))
        case Views():
            for sketch, caption in zip(block.sketches, block.captions, strict=True):
                yield from (_one("Figure", sketch.alt), _one("P", caption))
        case Columns():
            for column in block.columns:
                yield from _blocks(column, contents, pages)
        case WriteLines():
            yield _one("P", block.label)
        case Contents():
            yield _one("P", block.title)
            yield from (_one("Reference", chapter) for chapter in contents)
        case Picture() | Sketch():
            yield _one("Figure", block.alt)
        case Masthead():
            if block.logo is not None:
                yield _one("Figure", block.logo.alt)
            yield from (_one("P", line) for line in block.lines)
        case DayChart():
            yield from (_one("H1", block.title), _one("P", block.aside), _one("P", f"{block.side} {block.how}"))
            yield from (_one("P", block.day_off), ("P", block.last_week), ("P", block.not_here))
            for week in block.weeks:
                yield _one("TH", week.title)
                yield from (_one("TH", f"{weekday} {day}") for weekday, day in week.days)
                yield from (_row(row) for row in block.rows)
        case NumberChart():
            yield from (_one("H2", block.title), _one("P", block.aside), _one("P", block.how))
            for scale in block.scales:
                yield _one("TH", scale.label)
                ends = {0: scale.low, 10: scale.high}
                yield from (_one("TD", f"{digit} {ends.get(digit, '')}") for digit in range(11))
            yield from (_one("P", block.notes), _one("P", f"{block.bring} {block.reported}"))
        case PageBreak() | Spring():
            pass


def _card(card: Card, page: str, pages: dict[str, int]) -> Said:
    """An exercise at a glance: of a long day without its page, which the cover has."""
    words = f"{card.number} {card.title} {card.helper} {' '.join(card.lines)} {card.when}"
    at = next((number for title, number in pages.items() if title.startswith(f"{card.number} {card.title}")), 0)
    return "LBody", (spaced(f"{words} {page.replace('{number}', str(at))}"), spaced(words))


def _row(row: ChartRow) -> Said:
    """A label with its detail, which stands under it, or behind it where the label takes two lines."""
    return "TH", (spaced(f"{row.label} {row.detail}"), spaced(f"{row.label}, {row.detail}"))


def chapter_pages(data: bytes) -> dict[str, int]:
    """The page of each heading of the first level, read back."""
    found: dict[str, int] = {}
    for element in tree(data).all("H1"):
        found.setdefault(spaced(element.words), element.pages[0])
    return found


def titles(document: Document) -> dict[str, str]:
    """The title of each heading, as a bookmark and the contents have it, by all that its element says."""
    found: dict[str, str] = {}
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            title = spaced(text_of(block.children))
            found[spaced(f"{block.number or ''} {title} {block.aside}")] = title
        elif isinstance(block, SheetTitle):
            found[spaced(f"{block.title} {block.aside}")] = spaced(block.title)
    return found


def _pages_of_titles(document: Document, pages: dict[str, int]) -> dict[str, int]:
    """The page of each chapter by its title alone; where two have the same title, of the first."""
    said = titles(document)
    found: dict[str, int] = {}
    for words, page in pages.items():
        found.setdefault(said.get(words, words), page)
    return found


def misheard(data: bytes, document: Document) -> list[str]:
    """Where what is heard in the PDF is not what the document says, as the lines of a difference."""
    # a page of lines before or behind a chart is a matter of the layout
    lines = {block.empty for block in walk(document.blocks) if isinstance(block, DayChart | NumberChart)}
    lines |= {document.last}
    listened = [(tag, words) for tag, words in heard(data) if tag != "P" or words not in lines]
    right = said_by(document, chapter_pages(data))
    settled: list[tuple[str, str]] = []
    for tag, texts in right:
        at = len(settled)
        if at < len(listened) and listened[at][1] in texts:  # where 2 texts are right, the one that is heard
            settled.append((tag, listened[at][1]))
        elif "" not in texts:  # what some looks leave out
            settled.append((tag, texts[0]))
    if listened == settled:
        return []
    return [*unified_diff([*map(repr, settled)], [*map(repr, listened)], "said", "heard", lineterm="")]
