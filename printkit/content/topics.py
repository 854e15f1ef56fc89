"""The topics of a print: which of them it holds, and each as a heading with its parts."""

from msgspec import Struct

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    Bullets,
    Callout,
    Group,
    Heading,
    Paragraph,
    Terms,
    Text,
    Together,
)
from printkit.model.constraints import Conditions
from printkit.model.facts import meets
from printkit.model.records import Part, Topic, TopicText
from printkit.model.vocabulary import Box, Evidence
from printkit.planning.safety import Cleared

_ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for; they print their label
_ON_CALL = "care"  # the chapter whose topics print only when a rule or the option file calls for them
LABELLED = (*_ASKED_FOR, Evidence.E6)


class TopicView(Struct, frozen=True, kw_only=True):
    """A topic by its id and title; `{{ topic(id) }}` prints it."""

    id: str
    title: str


class TopicWidgets:
    """Views and widgets of the topics that go with one Cleared plan."""

    def __init__(self, cleared: Cleared, catalog: Catalog, voice: Voice) -> None:
        self.cleared = cleared
        self.catalog = catalog
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self.reviewers: set[str] = set()  # of every topic that was composed; "" stands for nobody

    def topics(self, chapter: str) -> tuple[TopicView, ...]:
        """The topics of a chapter that this print should hold, in order."""
        wanted = self.options.print
        found = [
            topic
            for topic in self.catalog.topics()
            if topic.chapter == chapter
            and topic.id not in wanted.leave_out_topics
            and topic.id not in {each.topic for each in self.cleared.withheld}
            and (chapter != _ON_CALL or topic.id in self.cleared.pages or topic.id in wanted.topics)
            and (topic.evidence not in _ASKED_FOR or topic.evidence in wanted.other_views or topic.id in wanted.topics)
            and self._holds(topic.when)
        ]
        return tuple(TopicView(id=topic.id, title=self.title_of(topic.id)) for topic in found)

    def title_of(self, topic: str) -> str:
        """The title of a topic, as it is printed."""
        return self.voice.stating.say(self._text(self.catalog.topic(topic)).title)

    def topic(self, name: str, level: int = 2) -> Block:
        """One topic under a heading of its own; nothing when a rule leaves it out, whoever asks for it."""
        if any(each.topic == name for each in self.cleared.withheld):
            return Group(())
        topic = self.catalog.topic(name)
        self.reviewers.add(topic.reviewed_by)
        text = self._text(topic)
        parts = [self._part(part, level + 1) for part in text.parts]
        if topic.evidence in LABELLED:  # the label never stands alone at the foot of a page
            label = Callout("note", (Paragraph((Text(self.labels("evidence", topic.evidence)),)),))
            parts[0] = Together((label, parts[0]))
        title: Block = Heading(level, (Text(self.voice.stating.say(text.title)),))
        return Group((title, *parts))

    def _text(self, topic: Topic) -> TopicText:
        return in_language(topic.text, self.language, topic.id)

    def _part(self, part: Part, level: int) -> Block:
        say = self.voice.stating.say
        blocks: list[Block] = []
        if part.heading:
            blocks.append(Heading(level, (Text(say(part.heading)),)))
        blocks += [Paragraph((Text(say(sentence)),)) for sentence in part.say]
        if part.terms:
            blocks.append(Terms(tuple((term.key, say(term.say)) for term in part.terms)))
        for sentences, ordered in ((part.list, False), (part.steps, True)):
            if sentences:
                blocks.append(Bullets(tuple((Paragraph((Text(say(s)),)),) for s in sentences), ordered))
        if part.box is Box.NONE:
            return Together(tuple(blocks))
        return Callout(part.box, tuple(blocks))

    def _holds(self, when: Conditions) -> bool:
        return all(meets(name, self.cleared.facts[name], values) for name, values in when.items())
