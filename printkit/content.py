"""A Cleared plan as the names that templates may use: plain values, and widgets that return blocks.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from msgspec import Struct

from printkit import clinician, sheet
from printkit.catalog import Catalog
from printkit.compose import Templates
from printkit.document import (
    Block,
    Bullets,
    Callout,
    ChartRow,
    CheckRow,
    Checks,
    Contents,
    DayChart,
    Facts,
    Group,
    Heading,
    Masthead,
    NumberChart,
    PageBreak,
    Paragraph,
    Picture,
    Strong,
    Table,
    Terms,
    Text,
    Together,
    WriteLines,
)
from printkit.errors import CatalogError
from printkit.model import Answer, Box, Checklist, Conditions, DayPart, Evidence, Part, Side, Topic, Tremor
from printkit.safety import Cleared, ClearedItem
from printkit.wording import Voice

_ASKED_FOR = (Evidence.E4, Evidence.E5)  # off unless asked for; they print their label
_LABELLED = (*_ASKED_FOR, Evidence.E6)
_TODO_ROWS = 9
_TODO_ROW_MM = 19.0
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
        self, cleared: Cleared, catalog: Catalog, templates: Templates, voice: Voice, logo: Picture | None
    ) -> None:
        self.cleared = cleared
        self.catalog = catalog
        self.templates = templates
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self.logo = logo

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
            "everywhere": self.everywhere,
            "conditions": tuple(self.say(rule.not_if) for rule in cleared.conditions),
            "pages": cleared.pages,
            "checklists": self.checklists,
            "weeks": options.print.weeks,
            "masthead": self.masthead,
            "contents": lambda: Contents(self.labels("page", "contents")),
            "page_break": PageBreak,
            "exercise": self.exercise,
            "dose": self.dose,
            "plan_table": self.plan_table,
            "routine_table": self.routine_table,
            "topics": self.topics,
            "topic": self.topic,
            "checklist": self.checklist,
            "to_do": self.to_do,
            "chart": self.chart,
            "box": self.box,
            "write": WriteLines,
            "say": self.voice.say,
            "clinician_tables": self.clinician_tables,
        }

    def say(self, words: Mapping[str, str]) -> str:
        """Words in the language of the print; a CatalogError when they are not there in it."""
        if self.language not in words:
            raise CatalogError(f"a text has no words in the language {self.language!r}")
        return self.voice.say(words[self.language])

    # --- what is said of the plan

    def _side_note(self) -> str:
        side = self.voice.side
        return self.labels("sides", f"note-{side}") if side in (Side.BOTH, Side.UNKNOWN) else ""

    @cached_property
    def items(self) -> tuple[ExerciseView, ...]:
        """The exercises of the plan, in its order."""
        return tuple(self._view(item) for item in self.cleared.items)

    def _title(self, exercise_id: str) -> str:
        if not exercise_id:
            return ""
        return self.voice.say(self.catalog.exercise(exercise_id).text[self.language].title)

    def _view(self, cleared: ClearedItem) -> ExerciseView:
        exercise, item = cleared.exercise, cleared.item
        if self.language not in exercise.text:
            raise CatalogError(f"{exercise.id} has no words in the language {self.language!r}")
        text = exercise.text[self.language]
        say = self.voice.say
        return ExerciseView(
            id=exercise.id,
            title=say(text.title),
            purpose=say(text.purpose),
            hold_on=say(text.hold_on),
            steps=tuple(map(say, text.steps)),
            stop_if=tuple(map(say, text.stop_if)),
            tip=say(text.tip),
            note=item.note,
            level=self.labels("level", exercise.level),
            equipment=tuple(self.labels("equipment", each) for each in exercise.equipment),
            how_much=self.voice.how_much(item.dose),
            how_often=self.voice.how_often(item.dose),
            when=self.labels("parts-of-day", item.day_part),
            care=tuple(self.say(rule.say) for rule in cleared.modify),
            needs_person=cleared.needs_person,
            person_because=tuple(self.say(rule.because) for rule in cleared.supervise),
            easier=self._title(exercise.easier),
            harder=self._title(exercise.harder),
            stands_in_for=self._title(cleared.stands_in_for),
        )

    @property
    def left_out(self) -> tuple[LeftOutView, ...]:
        """What the rules left out, never dropped silently."""
        return tuple(
            LeftOutView(
                title=self._title(left.exercise.id),
                because=self.say(left.rule.because),
                replaced_by=self._title(left.replaced_by),
            )
            for left in self.cleared.left_out
        )

    @property
    def everywhere(self) -> tuple[str, ...]:
        """What the rules say of every exercise; printed once."""
        return tuple(self.say(rule.say) for rule in self.cleared.everywhere)

    @property
    def checklists(self) -> tuple[str, ...]:
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
        blocks = self.templates.compose(f"parts/exercise.{self.language}.md", {**self.names(), "item": view})
        return Together((Heading(level, (Text(view.title),)), *blocks))

    def dose(self, view: ExerciseView) -> Block:
        """The dose of an exercise as a box."""
        return Facts(self.voice.dose_rows(self._cleared(view).item.dose))

    def _cleared(self, view: ExerciseView) -> ClearedItem:
        return next(item for item in self.cleared.items if item.exercise.id == view.id)

    def plan_table(self) -> Block:
        """The plan at a glance."""
        labels = self.labels
        rows = tuple(
            (
                f"{view.title} ({labels('plan', 'with-helper').lower()})" if view.needs_person else view.title,
                view.how_much,
                view.how_often,
            )
            for view in self.items
        )
        headers = (labels("plan", "exercise"), labels("plan", "how-much"), labels("plan", "how-often"))
        return Table(headers, rows, (34, 33, 33))

    def routine_table(self) -> Block:
        """The exercises by time of day. One that is done twice stands in two places, thrice in three."""
        labels = self.labels
        rows = tuple(
            (labels("parts-of-day", part), view.title, view.how_much)
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
            and (topic.evidence not in _ASKED_FOR or topic.evidence in wanted.other_views or topic.id in wanted.topics)
            and self._holds(topic.when)
        ]
        return tuple(TopicView(id=topic.id, title=self.voice.say(topic.text[self.language].title)) for topic in found)

    def topic(self, name: str, level: int = 2) -> Block:
        """One topic under a heading of its own."""
        topic = self.catalog.topic(name)
        text = topic.text[self.language]
        parts = [self._part(part, level + 1) for part in text.parts]
        title: Block = Heading(level, (Text(self.voice.say(text.title)),))
        label = self._evidence_note(topic)
        return Group((title, *label, *parts))

    def _evidence_note(self, topic: Topic) -> tuple[Block, ...]:
        if topic.evidence not in _LABELLED:
            return ()
        return (Callout("note", (Paragraph((Text(self.labels("evidence", topic.evidence)),)),)),)

    def _part(self, part: Part, level: int) -> Block:
        say = self.voice.say
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
            return Group(tuple(blocks))
        return Callout(part.box, tuple(blocks))

    # --- checklists

    def _holds(self, when: Conditions) -> bool:
        return all(self.cleared.facts[name] in values for name, values in when.items())

    def checklist(self, name: str, level: int = 1, rooms: tuple[str, ...] = ()) -> Block:
        """A checklist, tailored by what is known: rooms and lines whose conditions hold."""
        checklist = self.catalog.checklist(name)
        text = checklist.text[self.language]
        say = self.voice.say
        blocks: list[Block] = [Heading(level, (Text(say(text.title)),))]
        blocks += [Bullets(tuple((Paragraph((Text(say(s)),)),) for s in text.how), ordered=True)]
        for room in checklist.rooms:
            lines = [line for line in room.lines if self._holds(line.when)]
            if not lines or not self._holds(room.when) or (rooms and room.id not in rooms):
                continue
            rows = tuple(
                CheckRow(
                    name=f"{checklist.id}/{room.id}/{line.id}",
                    question=self.say(line.look),
                    action=self.labels("checks", "if-no", action=self.say(line.do)),
                )
                for line in lines
            )
            answers = (self.labels("checks", "yes"), self.labels("checks", "no"))
            blocks.append(Heading(level + 1, (Text(self.say(room.title)),)))
            blocks.append(Checks(self.labels("checks", "look"), answers, rows))
        if text.after:
            blocks.append(Callout("note", tuple(Paragraph((Text(say(s)),)) for s in text.after)))
        if self._wants_wear_in(checklist):
            blocks.append(self.wear_in(level))
        return Group(tuple(blocks))

    def _wants_wear_in(self, checklist: Checklist) -> bool:
        """For a brace that is new, or for a family that may have a new one."""
        devices = self.options.devices
        if checklist.wear_in is not Answer.YES or devices.afo is Answer.NO:
            return False
        return self.options.patient is None or devices.brace_started_on is not None or bool(devices.wear_in_minutes)

    def wear_in(self, level: int) -> Block:
        """A calendar for a new brace: the slowest start, or the orthotist's own schedule."""
        devices, labels = self.options.devices, self.labels
        slowest = self.catalog.wear_in
        own = devices.wear_in_minutes
        minutes = own or tuple(
            slowest.first_minutes + day * slowest.add_minutes_each_day for day in range(slowest.days)
        )
        start = devices.brace_started_on
        rows = tuple(
            (
                labels("wear-in", "number", count=day + 1),
                self.voice.date(start + timedelta(days=day)) if start else "",
                self.voice.hours(each),
                "",
            )
            for day, each in enumerate(minutes)
        )
        headers = tuple(labels("wear-in", key) for key in ("day", "date", "wear", "skin"))
        context = {
            **self.names(),
            "level": level,
            "orthotists_own": bool(own),
            "mark_minutes": devices.mark_fades_in_minutes or slowest.mark_fades_in_minutes,
            "own_mark_limit": devices.mark_fades_in_minutes is not None,
            "any_mark": self._any_mark_counts(),
            "calendar": Table(headers, rows, (16, 34, 28, 22), row_height_mm=10),
        }
        return Group((PageBreak(), *self.templates.compose(f"parts/wear-in.{self.language}.md", context)))

    def _any_mark_counts(self) -> str:
        """With less feeling or diabetes any mark counts: "yes", "no" or "unknown"."""
        answers = {self.cleared.facts["health.reduced_feeling"], self.cleared.facts["health.diabetes"]}
        if Answer.YES in answers:
            return "yes"
        return "unknown" if Answer.UNKNOWN in answers else "no"

    def to_do(self) -> Block:
        """An empty table: room, what, who, by when, done."""
        headers = tuple(self.labels("todo", key) for key in ("room", "what", "who", "by", "done"))
        rows = tuple(("",) * len(headers) for _ in range(_TODO_ROWS))
        return Table(headers, rows, (18, 37, 17, 16, 12), row_height_mm=_TODO_ROW_MM)

    # --- charts

    def chart(self) -> Block:
        """The sheets to fill in, week by week: days to tick, then how it felt."""
        options, labels = self.options, self.labels
        box = sheet.TREMOR_BOX if options.health.tremor is Tremor.SEVERE else sheet.BOX
        paper = self.paper
        days = sheet.days_on_sheet(box)
        rows = self._chart_rows()
        most = sheet.rows_on_sheet(box, sheet.landscape(paper)[1])
        sheets: list[Block] = []
        for first_week in range(1, options.print.weeks + 1, days // 7):
            weeks = min(days // 7, options.print.weeks - first_week + 1)
            subtitle = self._weeks(first_week, weeks)
            columns = self._days(first_week, weeks)
            for start in range(0, len(rows), most):
                sheets.append(
                    DayChart(
                        title=labels("chart", "title"),
                        subtitle=subtitle,
                        corner=labels("chart", "corner"),
                        days=tuple((weekday, date) for weekday, date, _ in columns),
                        day_names=tuple(name for _, _, name in columns),
                        rows=rows[start : start + most],
                        box_mm=box,
                        how=labels("chart", "how"),
                        paper=paper,
                    )
                )
            sheets.append(self._numbers(first_week, weeks, subtitle, box, paper))
        return Group(tuple(sheets))

    @property
    def paper(self) -> str:
        """A4 or letter: as asked for, else as the region has it."""
        if self.options.print.paper:
            return str(self.options.print.paper)
        return str(self.voice.region.paper) if self.voice.region else "A4"

    def _chart_rows(self) -> tuple[ChartRow, ...]:
        labels = self.labels
        rows = [ChartRow(view.id, view.title, view.how_much) for view in self.items]
        if self.options.devices.afo is Answer.YES:
            rows.append(ChartRow("skin", labels("chart", "skin"), labels("chart", "skin-detail")))
        rows.append(ChartRow("toes-caught", labels("chart", "caught"), labels("chart", "caught-detail")))
        rows.append(ChartRow("fell", labels("chart", "fell"), labels("chart", "fell-detail")))
        return tuple(rows)

    def _weeks(self, first: int, count: int) -> str:
        labels = self.labels
        key = "weeks" if count > 1 else "week"
        said = labels("chart", key, first=first, last=first + count - 1)
        start = self.options.plan.starts_on
        if start is None:
            return f"{said}   {labels('chart', 'starting')}"
        begins = start + timedelta(weeks=first - 1)
        return f"{said}, {labels('chart', 'from', date=self.voice.date(begins))}"

    def _days(self, first_week: int, weeks: int) -> list[tuple[str, str, str]]:
        """Weekday, date and geometry name of each column; the week begins on the weekday of the first day."""
        start = self.options.plan.starts_on
        found: list[tuple[str, str, str]] = []
        for offset in range(7 * weeks):
            week, day = divmod(offset, 7)
            if start is None:
                found.append((self.labels("days", _WEEKDAYS[day]), "", f"week-{first_week + week}-day-{day + 1}"))
            else:
                date = start + timedelta(days=offset, weeks=first_week - 1)
                weekday = self.labels("days", _WEEKDAYS[date.weekday()])
                found.append((weekday, self.voice.day_and_month(date), date.isoformat()))
        return found

    def _numbers(self, first_week: int, weeks: int, subtitle: str, box: float, paper: str) -> Block:
        labels = self.labels
        rows = tuple(
            ChartRow(f"{what}/week-{week}", labels("chart", what, week=week), labels("chart", f"{what}-detail"))
            for week in range(first_week, first_week + weeks)
            for what in ("effort", "pain")
        )
        return NumberChart(
            title=labels("chart", "numbers-title"),
            subtitle=subtitle,
            rows=rows,
            box_mm=box,
            how=labels("chart", "numbers-how"),
            notes=labels("chart", "notes"),
            paper=paper,
        )

    # --- boxes and the clinician's pages

    def box(self, kind: str, title: str, *lines: str, points: tuple[str, ...] = ()) -> Block:
        """A framed box: "emergency", "today", "stop", "note" or "plan"; a title with its lines, then its points."""
        said = " ".join(line for line in lines if line)
        blocks: list[Block] = [Paragraph((Strong((Text(title),)), Text(f" {said}")))]
        if points:
            blocks.append(Bullets(tuple((Paragraph((Text(point),)),) for point in points)))
        return Callout(kind, tuple(blocks))

    def clinician_tables(self) -> Block:
        """What the rules did, the doses and their sources, and what was answered."""
        return Group(tuple(clinician.tables(self.cleared, self.catalog, self.labels, self.voice)))


def _spread(first: DayPart, times: int) -> tuple[DayPart, ...]:
    """The parts of the day for something done several times: morning and evening for twice, as far apart as can be."""
    parts = tuple(DayPart)
    if times == 1:
        return (first,)
    if times == 2:
        return (first, parts[(parts.index(first) + 2) % 3] if first is not DayPart.MIDDAY else DayPart.EVENING)
    return parts


