"""A Cleared plan as the names that templates may use: plain values, and widgets that return blocks.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.plain_language import key_word
from printkit.catalog.store import Catalog
from printkit.content import charts, checklists, clinician
from printkit.content.illustration import in_grey, sketch, step_by_step
from printkit.content.templates import Templates
from printkit.content.voice import Voice
from printkit.document import (
    BOXES,
    Block,
    Bullets,
    Callout,
    ChartRow,
    Contents,
    Facts,
    Foreign,
    Group,
    Heading,
    Inline,
    Masthead,
    PageBreak,
    Paragraph,
    Picture,
    Sketch,
    Strong,
    Table,
    Terms,
    Text,
    Together,
    WriteLines,
    plain,
    same,
    text,
)
from printkit.model.constraints import Conditions
from printkit.model.records import Exercise, Part, Topic, TopicText
from printkit.model.vocabulary import Answer, Box, DayPart, Evidence, Position, PrintProfile, Side
from printkit.planning import dose_load
from printkit.planning.safety import Cleared, ClearedItem

_ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for; they print their label
_MOST_LINES = 12
_ON_CALL = "care"  # the chapter whose topics print only when a rule or the option file calls for them
_LABELLED = (*_ASKED_FOR, Evidence.E6)


class ExerciseView(Struct, frozen=True, kw_only=True):
    """An exercise as a template sees it: every text already in the patient's own words."""

    id: str
    title: str
    purpose: str
    hold_on: str
    steps: tuple[str, ...]
    stop_if: tuple[str, ...]
    tip: str
    note: str
    level: str
    equipment: tuple[str, ...]
    how_much: str
    how_often: str
    when: str
    care: tuple[str, ...]
    needs_person: bool
    person_because: tuple[str, ...]
    easier: str
    harder: str
    stands_in_for: str
    evidence_note: str
    conditions: tuple[str, ...]
    alone_conditions: tuple[str, ...]
    helper: str
    side_note: str


class LeftOutView(Struct, frozen=True, kw_only=True):
    """An exercise that was left out, why, and what to do in its place."""

    title: str
    because: str
    replaced_by: str


class TopicView(Struct, frozen=True, kw_only=True):
    """A topic by its id and title; `{{ topic(id) }}` prints it."""

    id: str
    title: str


class Content:
    """Everything that a template may say about one Cleared plan."""

    def __init__(
        self,
        cleared: Cleared,
        catalog: Catalog,
        templates: Templates,
        voice: Voice,
        logo: Picture | None,
        last_week: tuple[str, ...] = (),
    ) -> None:
        self.cleared = cleared
        self.catalog = catalog
        self.templates = templates
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self.logo = logo
        self.last_week = last_week  # as a chart says it, from long to short
        self.reviewers: set[str] = set()  # of everything that was composed; "" stands for nobody

    @cached_property
    def names(self) -> Mapping[str, object]:
        """The names that a template may use."""
        cleared, options = self.cleared, self.options
        patient = options.patient
        return {
            "name": patient.name if patient else "",
            "clinic": options.clinic.name,
            "phone": options.clinic.phone,
            "therapist": options.clinic.therapist,
            "emergency_number": self.voice.emergency_number,
            "call_clinic": self.voice.clinic_words,
            "printed_on": self.voice.date(options.print.printed_on),
            "side": str(self.voice.side),
            "for_side": self.labels("sides", f"title-{self.voice.side}"),
            "side_note": self._side_note(),
            "brace": options.devices.afo is Answer.YES,
            "general": patient is None,
            "items": self.items,
            "left_out": self.left_out,
            "start_with": self.start_with,
            "everywhere": self.everywhere,
            "pages": cleared.pages,
            "checklists": self.called_checklists,
            "weeks": options.print.weeks,
            "profile": str(cleared.profile),
            "masthead": self.masthead,
            "contents": lambda: Contents(self.labels("page", "contents")),
            "page_break": PageBreak,
            "exercise": self.exercise,
            "dose": self.dose,
            "picture": self.picture,
            "steps": self.steps,
            "plan_table": self.plan_table,
            "routine_table": self.routine_table,
            "topics": self.topics,
            "topic": self.topic,
            "checklist": self.checklist,
            "to_do": self.to_do,
            "chart": self.chart,
            "box": self.box,
            "write": self.write,
            "say": self.voice.say,
            "clinician_tables": self.clinician_tables,
        }

    def say(self, words: Mapping[str, str]) -> str:
        """Words in the language of the print; a CatalogError when they are not there in it."""
        return self.voice.say(in_language(words, self.language, "a rule"))

    # --- what is said of the plan

    def _side_note(self) -> str:
        return self.labels("sides", "note-unknown") if self.voice.side is Side.UNKNOWN else ""

    def _both_note(self, exercise: Exercise) -> str:
        """Do it with one side, then the other: only in a chair or a bed, never on the stairs."""
        at_rest = exercise.position in (Position.SITTING, Position.LYING)
        return self.labels("sides", "note-both") if self.voice.side is Side.BOTH and at_rest else ""

    @cached_property
    def items(self) -> tuple[ExerciseView, ...]:
        """The exercises of the plan, in its order."""
        return tuple(self._view(item) for item in self.cleared.items)

    def _title(self, exercise_id: str) -> str:
        if not exercise_id:
            return ""
        text = in_language(self.catalog.exercise(exercise_id).text, self.language, exercise_id)
        return self.voice.say(text.title)

    def _view(self, cleared: ClearedItem) -> ExerciseView:
        exercise, item = cleared.exercise, cleared.item
        text = in_language(exercise.text, self.language, exercise.id)
        say = self.voice.say
        return ExerciseView(
            id=exercise.id,
            title=say(text.title),
            purpose=say(text.purpose),
            hold_on=say(text.hold_on),
            steps=tuple(map(say, text.steps)),
            stop_if=tuple(map(say, text.stop_if)),
            tip=say(text.tip),
            note=Foreign(say(item.note), item.note_language),
            level=self.labels("level", exercise.level),
            equipment=tuple(self.labels("equipment", each) for each in exercise.equipment),
            how_much=self.voice.how_much(item.dose),
            how_often=self.voice.how_often(item.dose),
            when=self.labels("parts-of-day", item.day_part),
            care=_once(self.say(rule.say) for rule in cleared.modify),
            needs_person=cleared.needs_person,
            person_because=_once(self.say(rule.because) for rule in cleared.supervise),
            easier=self._title(cleared.easier),
            harder=self._title(cleared.harder),
            stands_in_for=self._title(cleared.stands_in_for),
            evidence_note=self.labels("evidence", exercise.evidence) if exercise.evidence in _LABELLED else "",
            conditions=_once(self.say(rule.not_if) for rule in cleared.conditions),
            alone_conditions=_once(self.say(rule.not_alone_if) for rule in cleared.alone_conditions),
            helper=self.labels("plan", "helper") if cleared.needs_person else "",
            side_note=self._both_note(exercise),
        )

    @property
    def left_out(self) -> tuple[LeftOutView, ...]:
        """What the rules left out, exercises and then topics; never dropped silently."""
        exercises = tuple(
            LeftOutView(
                title=self._title(left.exercise.id),
                because=self.say(left.rule.because),
                replaced_by=self._title(left.replaced_by),
            )
            for left in self.cleared.left_out
        )
        topics = tuple(
            LeftOutView(title=self.title_of(each.topic), because=self.say(each.rule.because), replaced_by="")
            for each in self.cleared.withheld
        )
        return exercises + topics

    @property
    def start_with(self) -> tuple[str, ...]:
        """The first exercises of a plan that asks more than most people keep up; none of one that does not."""
        planning = self.catalog.planning
        load = dose_load.of([item.item for item in self.cleared.items], planning)
        heavy = len(self.items) > planning.start_with and any(dose_load.too_much(load, planning))
        return tuple(view.title for view in self.items[: planning.start_with]) if heavy else ()

    @property
    def everywhere(self) -> tuple[str, ...]:
        """What the rules say of every exercise; printed once."""
        return tuple(self.say(rule.say) for rule in self.cleared.everywhere)

    @property
    def called_checklists(self) -> tuple[str, ...]:
        """The ids of the checklists that the rules call for, then those that were asked for."""
        known = self.catalog.names("checklists")
        called = [page for page in self.cleared.pages if page in known]
        return tuple(dict.fromkeys([*called, *self.options.print.checklists]))

    # --- widgets of a plan

    def masthead(self) -> Block:
        """Who hands this out; nothing at all when nobody is named."""
        clinic = self.options.clinic
        therapist = self.labels("help", "therapist", name=clinic.therapist) if clinic.therapist else ""
        lines = tuple(line for line in (clinic.name, clinic.phone, therapist) if line)
        return Masthead(lines, self.logo) if lines or self.logo else Group(())

    def exercise(self, view: ExerciseView, level: int = 2) -> Block:
        """One exercise, whole, under its title, as parts/exercise says."""
        if not isinstance(view, ExerciseView):
            raise TypeError("exercise() wants an item of the plan")
        blocks = self.templates.compose(f"parts/exercise.{self.language}.md", {**self.names, "item": view})
        return Together((same(Heading(level, (Text(view.title),))), *blocks))

    def dose(self, view: ExerciseView) -> Block:
        """The dose of an exercise as a box."""
        if not isinstance(view, ExerciseView):
            raise TypeError("dose() wants an item of the plan")
        return Facts(self.dose_rows(view))

    def picture(self, view: ExerciseView, size: str = "") -> Block:
        """The picture of an exercise on the patient's own side; nothing when a clinic's own exercise has none.

        Where most steps have a picture of their own, these stand in for it.
        """
        if not isinstance(view, ExerciseView) or size not in ("", "large"):
            raise TypeError('picture() wants an item of the plan, and perhaps "large"')
        beside = self._step_by_step(view)
        if beside and 2 * sum(sketch is not None for sketch in beside) >= len(beside):
            return Group(())
        return self._sketch(view, large=size == "large") or Group(())

    def steps(self, view: ExerciseView) -> Block:
        """The steps of an exercise, numbered; for a reader with aphasia with a picture beside each that has one."""
        if not isinstance(view, ExerciseView):
            raise TypeError("steps() wants an item of the plan")
        if self.cleared.profile is not PrintProfile.APHASIA:
            return _numbered(view.steps)
        items = tuple((Paragraph(self._with_key_word(step)),) for step in view.steps)
        return Bullets(items, ordered=True, sketches=self._step_by_step(view))

    def _with_key_word(self, step: str) -> tuple[Inline, ...]:
        """A step with its key word, and no other, in bold (readers' facts, Stroke Association)."""
        before, word, after = key_word(step, self.catalog.actions)
        return tuple(node for node in (Text(before), Strong((Text(word),)), Text(after)) if plain((node,)))

    def _step_by_step(self, view: ExerciseView) -> tuple[Sketch | None, ...]:
        if self.cleared.profile is not PrintProfile.APHASIA:
            return ()
        return tuple(map(self._toned, step_by_step(self.catalog, self.voice, view.id, len(view.steps))))

    def _sketch(self, view: ExerciseView, *, large: bool = False, small: bool = False) -> Sketch | None:
        return self._toned(sketch(self.catalog, self.voice, self.language, view.id, large=large, small=small))

    def _toned(self, found: Sketch | None) -> Sketch | None:
        if found is None or self.options.print.greyscale is not Answer.YES:
            return found
        return replace(found, drawing=in_grey(found.drawing))

    def dose_rows(self, view: ExerciseView) -> tuple[tuple[str, str], ...]:
        """The labels and values of a dose."""
        return self.voice.dose_rows(self._cleared(view).item.dose)

    def write(self, label: str, count: int = 1) -> Block:
        """A label with 1 to 12 lines to write on."""
        if not isinstance(label, str) or not isinstance(count, int) or not 1 <= count <= _MOST_LINES:
            raise TypeError(f"write() wants words and a number of lines from 1 to {_MOST_LINES}")
        return WriteLines(label, count)

    def _cleared(self, view: ExerciseView) -> ClearedItem:
        return next(item for item in self.cleared.items if item.exercise.id == view.id)

    def plan_table(self, pictures: str = "") -> Block:
        """The plan at a glance; with "pictures" a small one beside each name."""
        if pictures not in ("", "pictures"):
            raise TypeError('plan_table() wants nothing, or "pictures"')
        labels = self.labels
        rows = tuple((self._with_helper(view), view.how_much, view.how_often) for view in self.items)
        headers = (labels("plan", "exercise"), labels("plan", "how-much"), labels("plan", "how-often"))
        sketches = tuple(self._sketch(view, small=True) for view in self.items) if pictures else ()
        return Table(headers, rows, (40, 30, 30) if pictures else (34, 33, 33), sketches=sketches)

    def _with_helper(self, view: ExerciseView) -> str:
        return f"{view.title} ({self.labels('plan', 'with-helper').lower()})" if view.needs_person else view.title

    def routine_table(self) -> Block:
        """The exercises by time of day. One that is done twice stands in two places, thrice in three."""
        labels = self.labels
        rows = tuple(
            (labels("parts-of-day", part), self._with_helper(view), view.how_much)
            for part in DayPart
            for cleared, view in zip(self.cleared.items, self.items, strict=True)
            if part in _spread(cleared.item.day_part, cleared.item.dose.times_per_day)
        )
        headers = (labels("plan", "when"), labels("plan", "exercise"), labels("plan", "how-much"))
        return Table(headers, rows, (20, 40, 40))

    # --- topics

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

    def _text(self, topic: Topic) -> TopicText:
        return in_language(topic.text, self.language, topic.id)

    def title_of(self, topic: str) -> str:
        """The title of a topic, as it is printed."""
        return self.voice.stating.say(self._text(self.catalog.topic(topic)).title)

    def topic(self, name: str, level: int = 2) -> Block:
        """One topic under a heading of its own."""
        topic = self.catalog.topic(name)
        self.reviewers.add(topic.reviewed_by)
        text = self._text(topic)
        parts = [self._part(part, level + 1) for part in text.parts]
        if topic.evidence in _LABELLED:  # the label never stands alone at the foot of a page
            label = Callout("note", (Paragraph((Text(self.labels("evidence", topic.evidence)),)),))
            parts[0] = Together((label, parts[0]))
        title: Block = Heading(level, (Text(self.voice.stating.say(text.title)),))
        return Group((title, *parts))

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

    # --- checklists and charts

    def _holds(self, when: Conditions) -> bool:
        return all(self.cleared.facts[name] in values for name, values in when.items())

    def checklist(self, name: str, level: int = 1, rooms: tuple[str, ...] = ()) -> Block:
        """A checklist, tailored by what is known: rooms and lines whose conditions hold."""
        checklist = self.catalog.checklist(name)
        self.reviewers.add(checklist.reviewed_by)
        blocks = list(checklists.tick_list(checklist, self.cleared, self.voice.stating, level, rooms))
        if not rooms and checklists.wants_wear_in(checklist, self.options, self.catalog.wear_in):
            calendar = checklists.wear_in(self.catalog.wear_in, self.cleared, self.voice)
            context = {**self.names, **calendar}
            blocks += [PageBreak(), *self.templates.compose(f"parts/wear-in.{self.language}.md", context)]
        return Group(tuple(blocks))

    def to_do(self) -> Block:
        """An empty table: room, what, who, by when, done."""
        return checklists.to_do(self.labels)

    def chart(self) -> Block:
        """The sheets to fill in, week by week: days to tick, then how it felt."""
        short = self.labels("plan", "helper-short")
        rows = tuple(
            ChartRow(
                view.id,
                f"{view.title} ({short})" if view.needs_person else view.title,
                view.how_often,
                self._sketch(view, small=True),
            )
            for view in self.items
        )
        return Group(tuple(charts.sheets(rows, self.cleared, self.voice, self.paper, self.last_week)))

    @property
    def paper(self) -> str:
        """A4 or letter: as asked for, else as the region has it."""
        if self.options.print.paper:
            return str(self.options.print.paper)
        return str(self.voice.region.paper) if self.voice.region else "A4"

    # --- boxes and the clinician's pages

    def box(self, kind: str, title: str, *lines: str, points: tuple[str, ...] = ()) -> Block:
        """A framed box: "emergency", "today", "stop", "note" or "plan"; a title with its lines, then its points."""
        if kind not in BOXES:
            raise ValueError(f"there is no box {kind!r}; there are {', '.join(BOXES)}")
        if not all(isinstance(words, str) for words in (title, *lines, *points)):
            raise TypeError("a box holds words; give each line and each point in quotes or as a name")
        first: list[Inline] = [Strong((Text(title),))]
        for line in lines:
            first += [Text(" "), text(line)] if line else []
        blocks: list[Block] = [Paragraph(tuple(first))]
        if points:
            blocks.append(Bullets(tuple((Paragraph((Text(point),)),) for point in points)))
        return Callout(kind, tuple(blocks))

    def clinician_tables(self) -> Block:
        """What the rules did, the doses and their sources, and what was answered."""
        return Group(tuple(clinician.tables(self.cleared, self.catalog, self.labels, self.voice)))


@lru_cache(maxsize=1024)
def _numbered(steps: tuple[str, ...]) -> Block:
    return Bullets(tuple((Paragraph((Text(step),)),) for step in steps), ordered=True)


def _once(said: Iterable[str]) -> tuple[str, ...]:
    """Sentences in their order; what 2 rules say alike is said once."""
    return tuple(dict.fromkeys(said))


def _spread(first: DayPart, times: int) -> tuple[DayPart, ...]:
    """The parts of the day for something done several times: morning and evening for twice, as far apart as can be."""
    parts = tuple(DayPart)
    if times == 1:
        return (first,)
    if times == 2:
        return (first, parts[(parts.index(first) + 2) % 3] if first is not DayPart.MIDDAY else DayPart.EVENING)
    return parts
