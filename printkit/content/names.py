"""A Cleared plan as the names that templates may use: plain values, and widgets that return blocks.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

from collections.abc import Mapping
from functools import cached_property

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content import charts, checklists, clinician
from printkit.content.exercises import ExerciseView, ExerciseWidgets
from printkit.content.templates import Templates
from printkit.content.topics import TopicWidgets
from printkit.content.voice import Voice
from printkit.content.warnings import WarningWidgets, boxed
from printkit.document import (
    BOXES,
    Block,
    ChartRow,
    Contents,
    Foreign,
    Group,
    Heading,
    Masthead,
    PageBreak,
    Picture,
    Text,
    Together,
    WriteLines,
    same,
)
from printkit.model.vocabulary import Answer, Side
from printkit.planning.safety import Cleared

_MOST_LINES = 12


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
        self.topics = TopicWidgets(cleared, catalog, voice)
        self.plan = ExerciseWidgets(cleared, catalog, voice, self.topics)
        self.warnings = WarningWidgets(self.plan)
        self.logo = logo
        self.last_week = last_week  # as a chart says it, from long to short
        self._checklist_reviewers: set[str] = set()

    @cached_property
    def names(self) -> Mapping[str, object]:
        """The names that a template may use."""
        cleared, options = self.cleared, self.options
        patient = options.patient
        return {
            "name": Foreign(patient.name, "") if patient else "",  # so that no cache of paragraphs keeps it
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
            "items": self.plan.items,
            "start_with": self.plan.start_with,
            "everywhere": self.plan.everywhere,
            "pages": cleared.pages,
            "checklists": self.called_checklists,
            "weeks": options.print.weeks,
            "profile": str(cleared.profile),
            "masthead": self.masthead,
            "contents": lambda: Contents(self.labels("page", "contents")),
            "page_break": PageBreak,
            "exercise": self.exercise,
            "dose": self.plan.dose,
            "picture": self.plan.picture,
            "steps": self.plan.steps,
            "stop_if": self.warnings.stop_if,
            "not_if": self.warnings.not_if,
            "not_alone_if": self.warnings.not_alone_if,
            "with_helper": self.warnings.with_helper,
            "emergency": self.warnings.emergency,
            "emergency_line": self.warnings.emergency_line(),
            "start_with_box": self.warnings.start_with,
            "left_out_boxes": self.warnings.left_out,
            "left_out_line": self.warnings.not_here,
            "plan_table": self.plan.plan_table,
            "routine_table": self.plan.routine_table,
            "topics": self.topics.topics,
            "topic": self.topics.topic,
            "checklist": self.checklist,
            "to_do": self.to_do,
            "chart": self.chart,
            "box": self.box,
            "write": self.write,
            "say": self.voice.say,
            "clinician_tables": self.clinician_tables,
        }

    def _side_note(self) -> str:
        return self.labels("sides", "note-unknown") if self.voice.side is Side.UNKNOWN else ""

    @property
    def reviewers(self) -> set[str]:
        """Who has signed the topics and checklists that were composed so far; "" stands for nobody."""
        return self.topics.reviewers | self._checklist_reviewers

    @property
    def called_checklists(self) -> tuple[str, ...]:
        """The ids of the checklists that the rules call for, then those that were asked for."""
        known = self.catalog.names("checklists")
        called = [page for page in self.cleared.pages if page in known]
        return tuple(dict.fromkeys([*called, *self.options.print.checklists]))

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

    def write(self, label: str, count: int = 1) -> Block:
        """A label with 1 to 12 lines to write on."""
        if not isinstance(label, str) or not isinstance(count, int) or not 1 <= count <= _MOST_LINES:
            raise TypeError(f"write() wants words and a number of lines from 1 to {_MOST_LINES}")
        return WriteLines(label, count)

    def checklist(self, name: str, level: int = 1, rooms: tuple[str, ...] = ()) -> Block:
        """A checklist, tailored by what is known: rooms and lines whose conditions hold."""
        checklist = self.catalog.checklist(name)
        self._checklist_reviewers.add(checklist.reviewed_by)
        blocks = list(checklists.tick_list(checklist, self.cleared, self.voice.stating, level, rooms))
        if not rooms and checklists.wants_wear_in(checklist, self.options, self.catalog.wear_in):
            calendar = checklists.wear_in(self.catalog.wear_in, self.cleared, self.voice)
            context = {**self.names, **calendar}
            blocks += [PageBreak(), *self.templates.compose(f"parts/wear-in.{self.language}.md", context)]
        return Group(tuple(blocks))

    def title_of_checklist(self, name: str) -> str:
        """The title of a checklist, as it is printed."""
        return self.voice.stating.say(in_language(self.catalog.checklist(name).text, self.language, name).title)

    def to_do(self) -> Block:
        """An empty table: room, what, who, by when, done."""
        return checklists.to_do(self.labels)

    def chart(self) -> Block:
        """The sheets to fill in, week by week: days to tick, then how it felt."""
        rows = tuple(
            ChartRow(
                view.id,
                self.plan.with_short_helper(view),
                view.how_often,
                self.plan.sketch(view, small=True),
            )
            for view in self.plan.items
        )
        not_here = self.warnings.not_here_lines()
        return Group(tuple(charts.sheets(rows, self.cleared, self.voice, self.paper, self.last_week, not_here)))

    @property
    def paper(self) -> str:
        """A4 or letter: as asked for, else as the region has it."""
        if self.options.print.paper:
            return str(self.options.print.paper)
        return str(self.voice.region.paper) if self.voice.region else "A4"

    def box(self, kind: str, title: str, *lines: str, points: tuple[str, ...] = ()) -> Block:
        """A framed box: "emergency", "today", "stop", "note" or "plan"; a title with its lines, then its points."""
        if kind not in BOXES:
            raise ValueError(f"there is no box {kind!r}; there are {', '.join(BOXES)}")
        if not all(isinstance(words, str) for words in (title, *lines, *points)):
            raise TypeError("a box holds words; give each line and each point in quotes or as a name")
        return boxed(kind, title, *lines, points=points)

    def clinician_tables(self) -> Block:
        """What the rules did, the doses and their sources, and what was answered."""
        return Group(tuple(clinician.tables(self.cleared, self.catalog, self.labels, self.voice)))
