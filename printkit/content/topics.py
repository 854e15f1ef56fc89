"""The topics of a print: which of them it holds, and each as a heading with its parts."""

from collections.abc import Hashable, Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.content.kept import Sharing, each_time
from printkit.content.voice import Voice, capital
from printkit.document import (
    Band,
    Block,
    Bullets,
    Callout,
    Columns,
    Group,
    Heading,
    Pair,
    Paragraph,
    Terms,
    Text,
    Together,
    Views,
    WriteLines,
    words_of,
)
from printkit.figures.scene import Drawing
from printkit.model.constraints import Conditions
from printkit.model.facts import meets
from printkit.model.records import Part, Term, Topic, TopicText
from printkit.model.vocabulary import Answer, Box, Evidence, PrintProfile
from printkit.planning import trained
from printkit.planning.safety import Cleared

_ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for; they print their label
_ON_CALL = "care"  # the chapter whose topics print only when a rule or the option file calls for them
LABELLED = (*_ASKED_FOR, Evidence.E6)
_WORTH_COLUMNS = 4  # lines of a list
_A_PARAGRAPH, _A_SHORT_PARAGRAPH = 4, 2  # sentences
_SHORT = 38  # letters of a line that fits half a page
_WORDS_AND_PICTURES = (114.0, 54.0)  # mm
_STACKED = 2  # frames beside steps: more would be small, and the last ones show the hardest part


class TopicView(Struct, frozen=True, kw_only=True):
    """A topic by its id and title; `{{ topic(id) }}` prints it."""

    id: str
    title: str


class TopicWidgets:
    """Views and widgets of the topics that go with one Cleared plan."""

    def __init__(
        self,
        cleared: Cleared,
        catalog: Catalog,
        voice: Voice,
        shared: Sharing = each_time,
        in_pictures: Sharing = each_time,
    ) -> None:
        """`shared` keeps the parts of a topic for all prints of one look, `in_pictures` those that show somebody."""
        self._shared, self._shared_in_pictures = shared, in_pictures
        self.cleared = cleared
        self.catalog = catalog
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self._facts = {**cleared.facts, **trained.about((each.exercise for each in cleared.items), cleared.facts)}
        self._composed: dict[tuple[str, int], tuple[Block, ...]] = {}  # parts, by topic and level
        self.reviewers: set[str] = set()  # of every topic that was composed; "" stands for nobody

    @cached_property
    def depends_on(self) -> tuple[Hashable, ...] | None:
        """All that the topics depend on besides the look of the print; None where one shows a photo, which may be another one today."""
        known = self._shared(("what topics read",), self._read)
        if known is None:
            return None
        wanted = self.options.print
        withheld = tuple([each.topic for each in self.cleared.withheld])
        answers = tuple([self._facts[name] for name in known])
        return answers, withheld, self.cleared.pages, wanted.add, wanted.leave_out, wanted.other_views

    def _read(self) -> tuple[str, ...] | None:
        topics = self.catalog.topics()
        parts = [part for topic in topics for part in self._text(topic).parts]
        if any(part.figure and self.catalog.photo(part.figure) for part in parts):
            return None
        return tuple(
            sorted(
                {name for when in (*(each.when for each in topics), *(each.when for each in parts)) for name in when}
            )
        )

    def topics(self, chapter: str) -> tuple[TopicView, ...]:
        """The topics of a chapter that this print should hold, in order."""
        wanted = self.options.print
        found = [
            topic
            for topic in self.catalog.topics()
            if topic.chapter == chapter
            and topic.id not in wanted.leave_out
            and topic.id not in {each.topic for each in self.cleared.withheld}
            and (chapter != _ON_CALL or topic.id in self.cleared.pages or topic.id in wanted.add)
            and (topic.evidence not in _ASKED_FOR or topic.evidence in wanted.other_views or topic.id in wanted.add)
            and (self._holds(topic.when) or topic.id in self.cleared.pages or topic.id in wanted.add)
        ]
        return tuple(TopicView(id=topic.id, title=self.title_of(topic.id)) for topic in found)

    def title_of(self, topic: str) -> str:
        """The title of a topic, as it is printed."""
        return self.voice.stating.say(self._text(self.catalog.topic(topic)).title)

    def topic(self, name: str, level: int = 2) -> Block:
        """One topic under a heading of its own, at level 0 without it; nothing when a rule leaves it out, whoever asks."""
        if self._is_withheld(name):
            return Group(())
        topic = self.catalog.topic(name)
        self.reviewers.add(topic.reviewed_by)
        parts = self._parts_of(topic, max(level, 1) + 1)
        if not level:
            return Group(parts)
        title: Block = Heading(level, (Text(self.voice.stating.say(self._text(topic).title)),))
        return Group((title, *parts))

    def words(self, name: str) -> tuple[str, ...]:
        """The words of each part of a topic: those are the same at every level."""
        key = ("words", name, self.depends_on)
        return self._words(name) if self.depends_on is None else self._shared(key, lambda: self._words(name))

    def _words(self, name: str) -> tuple[str, ...]:
        if self._is_withheld(name):
            return ()
        composed = next((blocks for (of, _), blocks in self._composed.items() if of == name), None)
        return tuple(map(words_of, composed or self._parts_of(self.catalog.topic(name), 2)))

    def _is_withheld(self, name: str) -> bool:
        return any(each.topic == name for each in self.cleared.withheld)

    def _parts_of(self, topic: Topic, level: int) -> tuple[Block, ...]:
        if (topic.id, level) not in self._composed:
            self._composed[topic.id, level] = self._told(topic, level)
        return self._composed[topic.id, level]

    def _told(self, topic: Topic, level: int) -> tuple[Block, ...]:
        of_text = self._text(topic).parts
        if any(part.figure and self.catalog.photo(part.figure) for part in of_text):  # a photo may be another one today
            parts = tuple(self._parts(of_text, level))
        else:
            shared = self._shared_in_pictures if any(part.figure or part.draw_on for part in of_text) else self._shared
            key = ("topic", topic.id, level, tuple([self._holds(part.when) for part in of_text]))
            parts = shared(key, lambda: tuple(self._parts(of_text, level)))
        if topic.evidence in LABELLED:  # the label never stands alone at the foot of a page
            label = Callout("note", (Paragraph((Text(self.labels("evidence", topic.evidence)),)),))
            parts = (Together((label, parts[0])), *parts[1:])
        return parts

    def _parts(self, parts: tuple[Part, ...], level: int) -> Iterator[Block]:
        """The parts of a topic as blocks: those of one band together, panels beside each other in one row."""
        rows: list[list[Part]] = []
        for part in parts:
            if not self._holds(part.when):
                continue
            if part.say and not (
                self._prose(part) or part.terms or part.list or part.steps or part.word or part.draw_on
            ):
                continue  # the look for aphasia leaves it out, so its heading goes, too
            if rows and Answer.YES in (part.in_band, part.beside):
                rows[-1].append(part)
            else:
                rows.append([part])
        for row in rows:
            if row[0].word:
                yield self._band(row, level)
            elif len(row) > 1:
                panels = tuple((self._part(part, level),) for part in row)
                yield Columns(panels, (1.0,) * len(row))
            else:
                yield self._part(row[0], level)

    def _band(self, parts: list[Part], level: int) -> Block:
        say = self.voice.stating.say
        children: list[Block] = []
        for number, part in enumerate(parts):
            beside = number + 1 < len(parts) and parts[number + 1].beside is Answer.YES
            blocks = tuple(self._blocks(part, level, columns=1 if beside or part.beside is Answer.YES else 2))
            if part.beside is Answer.YES:
                children[-1:] = [Columns((_children(children[-1]), blocks), (1.0, 1.0))]
            else:
                children.append(Group(blocks))
        word = capital(say(parts[0].word))  # where the country is not known, words and no number
        return Band(str(parts[0].box), word, tuple(map(say, parts[0].aside)), tuple(children))

    def _text(self, topic: Topic) -> TopicText:
        return in_language(topic.text, self.language, topic.id)

    def _part(self, part: Part, level: int) -> Block:
        blocks = tuple(self._blocks(part, level))
        if part.box is not Box.NONE:
            return Callout(part.box, blocks)
        pictures = self._pictures(part)
        if pictures is None:
            return Together(blocks)
        heading = tuple(block for block in blocks if isinstance(block, Heading))
        return Together((*heading, Columns((blocks[len(heading) :], (pictures,)), _WORDS_AND_PICTURES)))

    def _blocks(self, part: Part, level: int, *, columns: int = 1) -> Iterator[Block]:
        say = self.voice.stating.say
        if part.heading:
            yield Heading(level, (Text(say(part.heading)),))
        yield from (Paragraph((Text(words),)) for words in self._paragraphs(tuple(map(say, self._prose(part)))))
        if part.terms:
            short = len(part.terms) >= _WORTH_COLUMNS and all(len(term.say) <= _SHORT for term in part.terms)
            signs = tuple(self._signs(part.terms))
            # letters of a band without pictures are read downward
            across = 2 if signs or (short and not part.word and part.in_band is Answer.NO) else 1
            rows = tuple((term.key, say(term.say)) for term in part.terms)
            yield Terms(rows, across, signs)
        lines = part.choices if part.choices and self.cleared.profile is PrintProfile.APHASIA else part.list
        for sentences, ordered in ((lines, False), (part.steps, True)):
            if sentences:
                short = not ordered and all(len(sentence) <= _SHORT for sentence in sentences)
                across = (2 if short else columns) if len(sentences) >= _WORTH_COLUMNS else 1
                yield Bullets(tuple((Paragraph((Text(say(s)),)),) for s in sentences), ordered, columns=across)

        if part.draw_on:
            yield self._to_draw_on(part)
        yield from (WriteLines(say(each.say), each.lines) for each in part.write)

    def _signs(self, terms: tuple[Term, ...]) -> Iterator[Drawing]:
        """The pictures of signs: of all terms or of none, so that no row looks as if it mattered less."""
        if all(term.picture for term in terms):
            grey = self.options.print.greyscale is Answer.YES
            from printkit.figures.stroke_signs import PICTURES  # few topics show the signs of a stroke

            drawn = (PICTURES[term.picture] for term in terms if term.picture)
            yield from (illustration.in_grey(each) if grey else each for each in drawn)

    def _to_draw_on(self, part: Part) -> Views:
        """Bodies beside each other, large enough for marks by hand."""
        grey = self.options.print.greyscale is Answer.YES
        sketches = [illustration.body(self.catalog, self.voice, self.language, each) for each in part.draw_on]
        drawn = (replace(each, drawing=illustration.in_grey(each.drawing)) if grey else each for each in sketches)
        captions = tuple(self.voice.stating.say(each.caption) for each in part.draw_on)
        return Views(tuple(drawn), captions, ((),) * len(captions), large=True)

    def _prose(self, part: Part) -> tuple[str, ...]:
        short = part.short if self.cleared.profile is PrintProfile.APHASIA else None
        return part.say if short is None else short

    def _paragraphs(self, sentences: tuple[str, ...]) -> tuple[str, ...]:
        """Sentences that go together as one paragraph; for a reader with aphasia fewer."""
        most = _A_SHORT_PARAGRAPH if self.cleared.profile is PrintProfile.APHASIA else _A_PARAGRAPH
        return tuple(" ".join(sentences[at : at + most]) for at in range(0, len(sentences), most))

    def _pictures(self, part: Part) -> Pair | None:
        """The picture that goes with the steps of a part, where it begins over where it ends."""
        found = illustration.pair(self.catalog, self.voice, self.language, part.figure) if part.figure else None
        if found is None:
            return None
        grey = self.options.print.greyscale is Answer.YES
        drawn = (replace(each, drawing=illustration.in_grey(each.drawing)) if grey else each for each in found.sketches)
        return Pair(tuple(drawn)[-_STACKED:], found.captions[-_STACKED:], stacked=True, numbers=part.figure_steps)

    def _holds(self, when: Conditions) -> bool:
        return all(meets(name, self._facts[name], values) for name, values in when.items())


def _children(block: Block) -> tuple[Block, ...]:
    return block.children if isinstance(block, Group) else (block,)
