"""The exercises of a Cleared plan: as templates see them, and as boxes, pictures, steps and tables."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.plain_language import key_word
from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.content.topics import LABELLED, TopicWidgets
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    Bullets,
    Facts,
    Foreign,
    Group,
    Inline,
    Paragraph,
    Sketch,
    Strong,
    Table,
    Text,
    text_of,
)
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Action, Answer, DayPart, Position, PrintProfile, Side
from printkit.planning import dose_load
from printkit.planning.safety import Cleared, ClearedItem


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
    side_note: str


class LeftOutView(Struct, frozen=True, kw_only=True):
    """An exercise or a topic that was left out, why, and what to do in its place."""

    title: str
    because: str
    replaced_by: str


class ExerciseWidgets:
    """Views and widgets of one Cleared plan."""

    def __init__(self, cleared: Cleared, catalog: Catalog, voice: Voice, topics: TopicWidgets) -> None:
        self.cleared = cleared
        self.catalog = catalog
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self._topics = topics

    def say(self, words: Mapping[str, str]) -> str:
        """Words in the language of the print; a CatalogError when they are not there in it."""
        return self.voice.say(in_language(words, self.language, "a rule"))

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
        conditions = _once(self.say(rule.not_if) for rule in cleared.conditions)
        alone = () if cleared.needs_person else _once(self.say(rule.not_alone_if) for rule in cleared.alone_conditions)
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
            evidence_note=self.labels("evidence", exercise.evidence) if exercise.evidence in LABELLED else "",
            conditions=conditions,
            alone_conditions=tuple(each for each in alone if each not in conditions),  # not at all is the stronger word
            side_note=self._both_note(exercise),
        )

    def _both_note(self, exercise: Exercise) -> str:
        """Do it with one side, then the other: only in a chair or a bed, never on the stairs."""
        at_rest = exercise.position in (Position.SITTING, Position.LYING)
        return self.labels("sides", "note-both") if self.voice.side is Side.BOTH and at_rest else ""

    @property
    def left_out(self) -> tuple[LeftOutView, ...]:
        """The exercises that the rules left out; never dropped silently."""
        return tuple(
            LeftOutView(
                title=self._title(left.exercise.id),
                because=self._because(left.rule),
                replaced_by=self._title(left.replaced_by),
            )
            for left in self.cleared.left_out
        )

    @property
    def withheld(self) -> tuple[LeftOutView, ...]:
        """The topics that the rules left out."""
        return tuple(
            LeftOutView(title=self._topics.title_of(each.topic), because=self.say(each.rule.because), replaced_by="")
            for each in self.cleared.withheld
        )

    def _because(self, rule: Rule) -> str:
        """Why a rule leaves an exercise out; for what a therapist must see first, with the words that say so."""
        because = self.say(rule.because)
        return f"{because} {self.labels('plan', 'see-first')}" if rule.action is Action.SEE_FIRST else because

    @property
    def start_with(self) -> tuple[str, ...]:
        """The first exercises of a plan with more different ones than most people keep up; none of one with fewer."""
        planning = self.catalog.planning
        load = dose_load.of([item.item for item in self.cleared.items], planning)
        many = dose_load.too_many(load, planning)
        return tuple(view.title for view in self.items[: planning.start_with]) if many else ()

    @property
    def everywhere(self) -> tuple[str, ...]:
        """What the rules and the limits of one patient say of every exercise; printed once."""
        return (*self._limits(), *(self.say(rule.say) for rule in self.cleared.everywhere))

    def _limits(self) -> Iterator[str]:
        """The limits with which somebody cleared the patient, and that of the blood pressure, as they were written."""
        health = self.cleared.options.health
        for clearance in health.cleared:
            if clearance.limits:
                yield self.labels("warnings", "limit", limit=clearance.limits)
        if health.blood_pressure_limit:
            yield self.labels("warnings", "pressure-limit", limit=health.blood_pressure_limit)

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
        return self.sketch(view, large=size == "large") or Group(())

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
        return tuple(node for node in (Text(before), Strong((Text(word),)), Text(after)) if text_of((node,)))

    def _step_by_step(self, view: ExerciseView) -> tuple[Sketch | None, ...]:
        if self.cleared.profile is not PrintProfile.APHASIA:
            return ()
        return tuple(map(self._toned, illustration.step_by_step(self.catalog, self.voice, view.id, len(view.steps))))

    def sketch(self, view: ExerciseView, *, large: bool = False, small: bool = False) -> Sketch | None:
        return self._toned(
            illustration.sketch(self.catalog, self.voice, self.language, view.id, large=large, small=small)
        )

    def _toned(self, found: Sketch | None) -> Sketch | None:
        if found is None or self.options.print.greyscale is not Answer.YES:
            return found
        return replace(found, drawing=illustration.in_grey(found.drawing))

    def dose_rows(self, view: ExerciseView) -> tuple[tuple[str, str], ...]:
        """The labels and values of a dose."""
        return self.voice.dose_rows(self._cleared(view).item.dose)

    def _cleared(self, view: ExerciseView) -> ClearedItem:
        return next(item for item in self.cleared.items if item.exercise.id == view.id)

    def plan_table(self, pictures: str = "") -> Block:
        """The plan at a glance; with "pictures" a small one beside each name."""
        if pictures not in ("", "pictures"):
            raise TypeError('plan_table() wants nothing, or "pictures"')
        labels = self.labels
        rows = tuple((self.with_helper(view), view.how_much, view.how_often) for view in self.items)
        headers = (labels("plan", "exercise"), labels("plan", "how-much"), labels("plan", "how-often"))
        sketches = tuple(self.sketch(view, small=True) for view in self.items) if pictures else ()
        return Table(headers, rows, (40, 30, 30) if pictures else (34, 33, 33), sketches=sketches)

    def with_helper(self, view: ExerciseView) -> str:
        """A title in a list, with the helper that it needs."""
        return f"{view.title} ({self.labels('plan', 'with-helper').lower()})" if view.needs_person else view.title

    def with_short_helper(self, view: ExerciseView) -> str:
        """The same where there is less room."""
        return f"{view.title} ({self.labels('plan', 'helper-short')})" if view.needs_person else view.title

    def routine_table(self) -> Block:
        """The exercises by time of day. One that is done twice stands in two places, thrice in three."""
        labels = self.labels
        rows = tuple(
            (labels("parts-of-day", part), self.with_helper(view), view.how_much)
            for part in DayPart
            for cleared, view in zip(self.cleared.items, self.items, strict=True)
            if part in _spread(cleared.item.day_part, cleared.item.dose.times_per_day)
        )
        headers = (labels("plan", "when"), labels("plan", "exercise"), labels("plan", "how-much"))
        return Table(headers, rows, (20, 40, 40))


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
