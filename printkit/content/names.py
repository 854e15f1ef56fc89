"""A Cleared plan as the names that templates may use: plain values, and widgets that return blocks.

docs/templates.md lists every name here; tests/test_docs.py keeps the two together.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content import charts, illustration, short_form, skin
from printkit.content.cards import Cards
from printkit.content.charts import WEEKDAYS
from printkit.content.exercise_view import ExerciseView
from printkit.content.exercises import MANY, ExerciseWidgets
from printkit.content.kept import Kept
from printkit.content.look import Itself, Look, look_of
from printkit.content.shared_parts import SharedParts
from printkit.content.templates import Templates
from printkit.content.topics import TopicWidgets
from printkit.content.voice import Voice
from printkit.content.warnings import WarningWidgets, boxed
from printkit.document import (
    BOXES,
    Block,
    Columns,
    Contents,
    DayChart,
    Foreign,
    Group,
    Heading,
    Masthead,
    PageBreak,
    Picture,
    SheetTitle,
    Spring,
    Text,
    Together,
    Week,
    WriteLines,
    words_of,
)
from printkit.figures.scene import Drawing
from printkit.model.vocabulary import Answer, PrintProfile
from printkit.planning.safety import Cleared

T = TypeVar("T")

_MOST_LINES = 12
_IN_HALVES = (PrintProfile.STANDARD, PrintProfile.APHASIA)
_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WEAR_IN = (0.56, 0.44)  # of the width: what to do each day, and when to call


class Content:
    """Everything that a template may say about one Cleared plan."""

    def __init__(
        self, cleared: Cleared, catalog: Catalog, templates: Templates, voice: Voice, logo: Picture | None,
        last_week: tuple[str, ...] = (), given_with: tuple[str, ...] = (), own: Mapping[str, object] = MappingProxyType({}),
        long_elsewhere: frozenset[str] = frozenset(), agree: str = "",
    ) -> None:  # fmt: skip
        self.cleared = cleared
        self.catalog = catalog
        self.templates = templates
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self.look = look_of(catalog, cleared, voice)
        self.topics = TopicWidgets(cleared, catalog, voice, self._shared, self._shared_in_pictures)
        self.plan = ExerciseWidgets(
            cleared, catalog, voice, self.topics, long_elsewhere,
            self._shared_of_exercises, self._shared_in_pictures, self._shared_of_doses,
        )  # fmt: skip
        self.warnings = WarningWidgets(self.plan)
        self.logo = logo
        self.last_week = last_week  # as a chart says it, from long to short
        self.agree = agree  # as a chart says it
        self.given_with = given_with  # the titles of the other files of a set
        self._own = own  # names that this kind has besides those of every plan
        self._checklist_reviewers: set[str] = set()
        self._step_pictures = True  # of the part that is composed
        self._functions: Mapping[str, object] = {}  # in place of those of `names`, while a card is composed
        self._parts = SharedParts(self.topics, templates, self.look)
        self._cards = Cards(self.plan, templates, self.look, self._of_exercise)

    def _shared(self, key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
        """Blocks that all prints of this look have in common, kept by all else that they depend on.

        In another language they are made each time, for then what nobody has translated is told each time.
        """
        return self._kept_in(self.templates.kept, self.look.words, key, make)

    def _shared_of_exercises(self, key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
        """The same of what is said of single exercises: there is more of it."""
        return self._kept_in(self.templates.exercises, self.look.words, key, make)

    def _shared_in_pictures(self, key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
        """The same of what shows somebody."""
        return self._kept_in(self.templates.exercises, self.look, key, make)

    def _shared_of_doses(self, key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
        """The same of what is said of doses, in every look."""
        return self._kept_in(self.templates.doses, Itself(self.labels), key, make)

    def _kept_in(self, kept: Kept, look: Look | Itself, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        return make() if self.labels.translation is not None else kept.get((look, *key), make)

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
            "goal": Foreign(options.plan.goal, options.plan.goal_language or ""),
            "review_on": Foreign(self.voice.date(options.plan.review_on), ""),
            "emergency_number": self.voice.emergency_number,
            "call_clinic": self.voice.clinic_words,
            "without_speech": self.voice.without_speech,
            "printed_on": self.voice.date(options.print.printed_on),
            "side": str(self.voice.side),
            "seen_as": self.voice.seen_as(grey=options.print.greyscale is Answer.YES),
            "for_side": self.labels("sides", f"title-{self.voice.side}"),
            "side_note": self.voice.side_note,
            "brace": options.devices.afo is Answer.YES,
            "general": patient is None,
            "items": self.plan.items,
            "many": len(self.plan.items) >= MANY,
            "start_with": self.plan.start_with,
            "everywhere": self.plan.everywhere,
            "pages": cleared.pages,
            "checklists": self.added_checklists,
            "added_topics": self.added_topics,
            "also_given": self.given_with or tuple(map(self.title_of, self.also_given)),
            "also_given_title": self.labels("page", "also-given" if self.given_with else "ask-for"),
            "note_title": self.labels("plan", "from-therapist" if options.clinic.therapist else "note"),
            "starts_on": Foreign(self.voice.date(options.plan.starts_on), ""),
            "cover_title": self.cover_title,
            "with_chart": False,
            "given_with_box": self.given_with_box,
            "weeks": options.print.weeks,
            "size": str(options.print.size),
            "profile": str(cleared.profile),
            "masthead": self.masthead,
            "contents": lambda: Contents(self.labels("page", "contents")),
            "page_break": PageBreak,
            "exercise": self.exercise,
            "part": self.part,
            "page": self.page,
            "together": self.together,
            "beside": self.beside,
            "sheet_title": self.sheet_title,
            "week": self.week,
            "spring": Spring,
            "dose": self.plan.dose,
            "pictures": self.plan.pictures,
            "steps": self.steps,
            "film": self.plan.film,
            "first_box": self.warnings.first,
            "stop_if": self.warnings.stop_if,
            "not_if": self.warnings.not_if,
            "not_alone_if": self.warnings.not_alone_if,
            "with_helper": self.warnings.with_helper,
            "emergency": self.warnings.emergency,
            "emergency_box": self.warnings.emergency_box,
            "emergency_line": self.warnings.emergency_line(),
            "start_with_box": self.warnings.start_with,
            "left_out_box": self.warnings.left_out,
            "left_out_line": self.warnings.not_here,
            "plan_cards": self.plan.plan_cards,
            "day_plan": self.plan.day_plan,
            "topics": self.topics.topics,
            "topic": self.topics.topic,
            "checklist": self.checklist,
            "safe_at_home": self.safe_at_home,
            "skin_sheet": self.skin_sheet,
            "new_brace": skin.is_new_brace(self.options, self.catalog.wear_in),
            "skin_days": self.skin_days,
            "skin_look": self.skin_look,
            "put_on_brace": self.put_on_brace,
            "to_do": self.to_do,
            "chart": self.chart,
            "box": self.box,
            "write": self.write,
            "say": self.voice.say,
            "clinician_tables": self.clinician_tables,
            "given_with": self.given_with,
            **self._own,
        }

    @property
    def reviewers(self) -> set[str]:
        """Who has signed the topics and checklists that were composed so far; "" stands for nobody."""
        return self.topics.reviewers | self._checklist_reviewers

    @property
    def added_checklists(self) -> tuple[str, ...]:
        """The ids of the checklists that were asked for, whole."""
        return tuple(name for name in self.options.print.add if name in self.catalog.names("checklists"))

    @property
    def added_topics(self) -> tuple[str, ...]:
        """The ids of the leaflets that were asked for, whole."""
        return tuple(name for name in self.options.print.add if name in self.catalog.names("topics"))

    @cached_property
    def also_given(self) -> tuple[str, ...]:
        """The ids of the leaflets and checklists that the rules call for and that a booklet only names."""
        return short_form.given_beside(self.catalog, self.cleared)

    def title_of(self, page: str) -> str:
        """The title of a leaflet or a checklist, as it is printed."""
        if page in self.catalog.names("topics"):
            return self.topics.title_of(page)
        return self.title_of_checklist(page)

    def masthead(self) -> Block:
        """Who hands this out; nothing at all when nobody is named."""
        clinic = self.options.clinic
        therapist = self.labels("help", "therapist", name=clinic.therapist) if clinic.therapist else ""
        lines = tuple(line for line in (clinic.name, clinic.phone, therapist) if line)
        return Masthead(lines, self.logo) if lines or self.logo else Group(())

    def exercise(self, view: ExerciseView) -> Block:
        """One exercise, whole, under its title: a page of its own; in a plan of many half a page, where that holds it."""
        if not isinstance(view, ExerciseView):
            raise TypeError("exercise() wants an item of the plan")
        title = Heading(1, (Text(view.title),), number=view.number, aside=view.when)
        many = len(self.plan.items) >= MANY
        whole = self._card("exercise", view, title, step_pictures=not many)
        if many and self.cleared.profile in _IN_HALVES and self.paper != "A5":
            return Together(whole, self._card("exercise-half", view, title, step_pictures=False), share=2)
        if self.cleared.profile is PrintProfile.APHASIA:
            return Together(whole, self._card("exercise", view, title, step_pictures=False))
        return Together(whole)

    def _card(self, name: str, view: ExerciseView, title: Heading, *, step_pictures: bool) -> tuple[Block, ...]:
        kept, self._step_pictures = self._step_pictures, self._step_pictures and step_pictures
        found = self._cards.composed(name, view, title, self.names, self._step_pictures)
        self._step_pictures = kept
        return found

    def _of_exercise(self, name: str, view: ExerciseView, functions: Mapping[str, object]) -> tuple[Block, ...]:
        kept, self._functions = self._functions, functions
        found = self._composed(name, view)
        self._functions = kept
        return found

    def _composed(self, name: str, view: ExerciseView | None = None) -> tuple[Block, ...]:
        names = self.names if view is None else {**self.names, **self._functions, "item": view}
        return self.templates.compose(self._file(name), names)

    def _file(self, part: str) -> str:
        return f"parts/{part}.{self.language}.md"

    def _placed(self, how: Hashable, parts: tuple[str, ...], view: ExerciseView | None, make: Callable[[], T]) -> T:
        """What is made of parts; without an exercise one for all to whom they say the same."""
        return self._parts.placed(how, tuple(map(self._file, parts)), self.names, make) if view is None else make()

    def must_stand(self, view: ExerciseView) -> Iterator[str]:
        """What must stand on the card of an exercise for all of whom the same rules hold: steps, getting ready, what warns."""
        warnings = self.warnings
        yield from (*view.steps, *view.get_ready)
        boxes = (warnings.stop_if, warnings.not_if, warnings.not_alone_if, warnings.with_helper)
        yield from (words_of(box(view)) for box in boxes)
        yield from (each for each in (view.side_note, view.evidence_note) if each)

    def part(self, name: str, view: ExerciseView | None = None) -> Block:
        """What parts/NAME says, in this place."""
        self._require_part(name, view)
        return self._placed("part", (name,), view, lambda: Group(self._composed(name, view)))

    def steps(self, view: ExerciseView, pictures: str = "") -> Block:
        """The steps of an exercise, numbered; for a reader with aphasia with a picture beside each that has its own.

        With "plain" without these pictures.
        """
        if pictures not in ("", "plain"):
            raise TypeError('steps() wants an item of the plan, and perhaps "plain"')
        return self.plan.steps(view, pictures=self._step_pictures and not pictures)

    def together(self, name: str, view: ExerciseView | None = None) -> Block:
        """What parts/NAME says, on one page as loosely as it fits; turned at its page break where it needs two."""
        self._require_part(name, view)
        return self._placed("together", (name,), view, lambda: Together(self._composed(name, view)))

    def page(self, name: str) -> Block:
        """The same, at the beginning of a page."""
        self._require_part(name, None)
        return self._placed("page", (name,), None, lambda: Group((PageBreak(), Together(self._composed(name)))))

    def beside(self, left: str, right: str, view: ExerciseView | None = None, wide: float = 0.6) -> Block:
        """What two parts say, beside each other where the look allows it; `wide` is the part of the left one."""
        for name in (left, right):
            self._require_part(name, view)
        if not isinstance(wide, int | float) or not 0.2 <= wide <= 0.8:
            raise TypeError("the left of 2 columns takes from 0.2 to 0.8 of the width")

        def made() -> Columns:
            return Columns((self._composed(left, view), self._composed(right, view)), (wide, 1 - wide))

        return self._placed(("beside", wide), (left, right), view, made)

    def _require_part(self, name: str, view: ExerciseView | None) -> None:
        if not isinstance(name, str) or not _PART.fullmatch(name):
            raise TypeError("a part is named by small letters and hyphens, as its file in templates/parts")
        if view is not None and not isinstance(view, ExerciseView):
            raise TypeError("a part wants an item of the plan, or none")

    def given_with_box(self) -> Block:
        """The other files of a set; nothing for a print by itself."""
        given = self.given_with
        return boxed("note", self.labels("page", "given-with"), points=given) if given else Group(())

    def cover_title(self, title: str) -> Block:
        """The title of a cover, in the largest letters."""
        if not isinstance(title, str):
            raise TypeError("the title of a cover is words")
        return Heading(0, (Text(title),))

    def sheet_title(self, title: str, aside: str = "") -> Block:
        """The title of a page that comes back, between its corner codes."""
        if not all(isinstance(words, str) for words in (title, aside)):
            raise TypeError("the title of a sheet is words")
        return SheetTitle(title, "H", aside)

    def week(self) -> Block:
        """A week to tick, a row for each time of the day."""
        days = tuple((self.labels("days", day), f"day-{number}") for number, day in enumerate(WEEKDAYS, 1))
        title, begins, corner = (self.labels("plan", each) for each in ("tick", "week-from", "when"))
        return Week(title, begins, corner, days, self.plan.week_rows())

    def write(self, label: str, count: int = 1) -> Block:
        """A label with 1 to 12 lines to write on."""
        if not isinstance(label, str) or not isinstance(count, int) or not 1 <= count <= _MOST_LINES:
            raise TypeError(f"write() wants words and a number of lines from 1 to {_MOST_LINES}")
        return WriteLines(label, count)

    def checklist(self, name: str, level: int = 1, rooms: tuple[str, ...] = ()) -> Block:
        """A checklist, tailored by what is known: rooms and lines whose conditions hold."""
        checklist = self.catalog.checklist(name)
        self._checklist_reviewers.add(checklist.reviewed_by)
        from printkit.content import checklists

        title, how, *rows = checklists.tick_list(checklist, self.cleared, self.voice.stating, level, rooms)
        return Group((title, *self._first(), how, *rows))

    def _first(self) -> tuple[Block, ...]:
        """The box of what must be done today, for the sheets whose title no template writes; none for most people."""
        box = self.warnings.first()
        return () if isinstance(box, Group) else (box,)

    def safe_at_home(self) -> Block:
        """The lines of the home, the skin and the shoes that matter most to this person, as a sheet that comes back."""
        return self._safe_at_home

    @cached_property
    def _safe_at_home(self) -> Block:
        from printkit.content import checklists

        self._checklist_reviewers |= {each.reviewed_by for each in checklists.page_lists(self.catalog)}
        below, voice = self._placed("blocks", ("home",), None, lambda: self._composed("home")), self.voice.stating
        key = ("safe at home", self.paper, tuple(self.cleared.facts.items()), below)
        make = partial(checklists.safe_at_home, self.catalog, self.cleared, voice, self.paper, below)
        return self._shared(key, make)

    @property
    def skin_sheet(self) -> bool:
        """Whether the skin sheet is part of a booklet: a rule calls for the list of the skin, or the brace is new."""
        return skin.LIST in self.cleared.pages or skin.is_new_brace(self.options, self.catalog.wear_in)

    def skin_look(self) -> Block:
        """Where to look at the skin, and what to do about what is found: the back of the skin sheet."""
        self._checklist_reviewers.add(self.catalog.skin_look.reviewed_by)
        return Together(skin.look(self.catalog.skin_look, self.cleared, self.voice.stating))

    def put_on_brace(self) -> Block:
        """How a brace is put on, while it is new; nothing for a brace that is not."""
        if not skin.is_new_brace(self.options, self.catalog.wear_in):
            return Group(())
        return Group(skin.put_on(self.catalog.skin_look, self.cleared, self.voice.stating))

    def skin_days(self) -> Block:
        """A row a day for the skin, with the wear time of a new brace, as a sheet that comes back."""
        catalog, cleared, voice = self.catalog, self.cleared, self.voice.stating
        context = {**self.names, **skin.names(catalog.wear_in, cleared)}
        steps = self.templates.compose(f"parts/wear-in.{self.language}.md", context)
        what_to_do = Columns((steps, (skin.mark_box(cleared, voice),)), _WEAR_IN)
        rows = Together((*self._first(), what_to_do, skin.days(catalog.wear_in, cleared, voice)))
        return Group((skin.title(catalog.wear_in, self.options, self.labels), rows))

    def title_of_checklist(self, name: str) -> str:
        """The title of a checklist, as it is printed."""
        return self.voice.stating.say(in_language(self.catalog.checklist(name).text, self.language, name).title)

    def to_do(self) -> Block:
        """An empty table: room, what, who, by when, done."""
        from printkit.content import todo

        return todo.empty(self.labels)

    @cached_property
    def sessions(self) -> tuple[charts.Session, ...]:
        """The rows of a chart that are exercises."""
        return tuple(
            charts.Session(
                exercise=view.id,
                part=part,
                label=self.plan.with_short_helper(view),
                detail=charts.detail(part, cleared.item.dose.days_per_week, self.labels),
                sketch=self.plan.small_sketch(view),
                on=view.on,
            )
            for part, cleared, view in self.plan.sessions
        )

    def chart(self, what: str = "") -> Block:
        """The sheets to fill in, 2 weeks on each: days to tick, and on the back how it felt.

        With "days" the days of the first sheet alone, for the back of another page.
        """
        if what not in ("", "days"):
            raise TypeError('chart() wants nothing, or "days"')
        not_here = self.warnings.not_here_lines()
        found = charts.sheets(
            self.sessions, self.cleared, self.voice, self.paper, self.last_week, not_here, self._faces(), self.agree
        )
        if what:
            return next(replace(each, right_hand=False) for each in found if isinstance(each, DayChart))
        return Group(tuple(found))

    def _faces(self) -> tuple[tuple[int, Drawing], ...]:
        """For a reader with aphasia faces stand over the scale of pain."""
        grey = self.options.print.greyscale is Answer.YES
        return illustration.faces(grey=grey) if self.cleared.profile is PrintProfile.APHASIA else ()

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
        from printkit.content import clinician  # its own pages only

        return Group(tuple(clinician.tables(self.cleared, self.catalog, self.labels, self.voice)))
