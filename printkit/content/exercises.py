"""The exercises of a Cleared plan: as templates see them, and as boxes, pictures, steps and tables."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from itertools import groupby

from msgspec.structs import replace

from printkit.catalog import plain_language
from printkit.catalog.labels import in_language, in_look
from printkit.catalog.plain_language import key_word
from printkit.catalog.store import Catalog
from printkit.content import illustration
from printkit.content.exercise_view import DoseWords, ExerciseView, LeftOutView
from printkit.content.kept import Sharing, each_time
from printkit.content.topics import LABELLED, TopicWidgets
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    Bullets,
    Card,
    Cards,
    DayPlan,
    Foreign,
    Group,
    Inline,
    Pair,
    Paragraph,
    Sketch,
    Strong,
    Text,
    Together,
    WeekRow,
    text_of,
)
from printkit.document import DayPart as DayPlanPart
from printkit.figures.scene import Drawing
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Action, Answer, DayPart, Position, PrintProfile, Side, WalkingAid
from printkit.planning import dose_load
from printkit.planning.safety import Cleared, ClearedItem
from printkit.planning.speaking import is_met
from printkit.sheets.geometry import SESSION

MANY = 5  # exercises of a plan, from which on each gets less room
_LONG = 420  # letters
_WALKING_AID = "walking-aid"  # among the equipment
_TOO_MANY_FOR_PICTURES = 9  # on the page of the day


class ExerciseWidgets:
    """Views and widgets of one Cleared plan."""

    def __init__(
        self,
        cleared: Cleared,
        catalog: Catalog,
        voice: Voice,
        topics: TopicWidgets,
        long_elsewhere: frozenset[str] = frozenset(),
        shared: Sharing = each_time,
        in_pictures: Sharing = each_time,
        in_doses: Sharing = each_time,
    ) -> None:
        self._long_elsewhere = long_elsewhere  # exercises whose words are long in the language of the facing page
        self.cleared = cleared
        self.catalog = catalog
        self.voice = voice
        self.labels = voice.labels
        self.options = cleared.options
        self.language = cleared.options.language
        self._topics = topics
        self._shared = shared
        self._in_doses = in_doses
        grey = self.options.print.greyscale is Answer.YES
        self._pictures = illustration.Pictures(catalog, voice, self.language, in_pictures, grey=grey)
        self._by_id = {item.exercise.id: item for item in cleared.items}
        self._doses: dict[str, DoseWords] = {}
        self._alike: dict[str, ExerciseView] = {}

    def say(self, words: Mapping[str, str]) -> str:
        """Words in the language of the print; a CatalogError when they are not there in it."""
        return self.voice.say(in_language(words, self.language, "a rule"))

    @cached_property
    def items(self) -> tuple[ExerciseView, ...]:
        """The exercises of the plan, in its order."""
        return tuple(self._view(number, item) for number, item in enumerate(self.cleared.items, 1))

    @property
    def long(self) -> frozenset[str]:
        """The exercises with so much to say beforehand that something else goes."""
        return frozenset(item.id for item in self.items if item.long)

    def _title(self, exercise_id: str) -> str:
        if not exercise_id:
            return ""
        return self.voice.say(in_language(self.catalog.exercise(exercise_id).text, self.language, exercise_id).title)

    def _things(self, exercise: Exercise) -> Iterator[str]:
        """What an exercise needs; the walking aid is the one that was answered."""
        aid = self.options.devices.walking_aid
        for each in exercise.equipment:
            if each != _WALKING_AID or aid is WalkingAid.UNKNOWN:
                yield self.labels("equipment", each)
            elif aid is not WalkingAid.NONE:
                yield self.labels("aids", aid)

    def _view(self, number: int, cleared: ClearedItem) -> ExerciseView:
        item = cleared.item
        found = self._alike[item.exercise.id] = self._shared(self._key(cleared), partial(self._said, cleared))
        words = (*found.get_ready, item.note, *found.conditions, *self._alone(cleared))
        parts = item.day_part.spread(item.dose.times_per_day)
        words_of_dose = partial(DoseWords.of, self.voice, item.dose, item.on)
        dose = self._doses[found.id] = self._in_doses(("dose", item.dose, item.on), words_of_dose)
        return replace(
            found,
            number=number,
            long=found.id in self._long_elsewhere or sum(map(len, words)) > _LONG,
            note=Foreign(self.voice.say(item.note), item.note_language),
            how_much=dose.how_much,
            how_often=dose.how_often,
            some_days=dose.some_days,
            on=item.on,
            when=", ".join(_then_small(self.labels("parts-of-day", part) for part in parts)),
        )

    def alike(self, view: ExerciseView) -> ExerciseView:
        """What is said of an exercise to all of whom the same rules hold, with all else left open: the same one for all of them."""
        return self._alike[view.id]

    def _key(self, cleared: ClearedItem) -> tuple[Hashable, ...]:
        """All that `_said` depends on besides the look of the print."""
        speaking = (cleared.conditions, cleared.alone_conditions, cleared.modify, cleared.supervise)
        rules = tuple([tuple([rule.id for rule in some]) for some in speaking])
        met = tuple([is_met(rule, self.cleared.facts) for rule in cleared.supervise])
        return "words", cleared.exercise.id, rules, met, cleared.easier, cleared.harder, cleared.stands_in_for

    def _alone(self, cleared: ClearedItem) -> tuple[str, ...]:
        return () if cleared.needs_person else _once(self.say(rule.not_alone_if) for rule in cleared.alone_conditions)

    def _said(self, cleared: ClearedItem) -> ExerciseView:
        """What is said of an exercise to all of whom the same rules hold; all else is left open."""
        exercise = cleared.exercise
        text = in_language(exercise.text, self.language, exercise.id)
        say = self.voice.say
        conditions = _once(self.say(rule.not_if) for rule in cleared.conditions)
        own = f"{text.hold_on} {' '.join(text.steps)}"
        told = (rule for rule in cleared.modify if not any(f"{{{token}}}" in own for token in rule.said_by))
        care = _once(self.say(rule.say) for rule in told)
        equipment = tuple(self._things(exercise))
        things = (self.labels("plan", "you-need", things="; ".join(equipment)),) if equipment else ()
        steps = tuple(map(say, text.steps))
        held = tuple(plain_language.sentences(say(text.hold_on)))
        alone = self._alone(cleared)
        return ExerciseView(
            id=exercise.id,
            number=0,
            title=say(text.title),
            purpose=say(self._short_or(text.short.purpose, text.purpose)),
            hold_on=say(text.hold_on),
            get_ready=(*things, *held, *_not_said_before(care, {*held, *steps})),
            long=False,
            steps=steps,
            stop_if=tuple(map(say, text.stop_if)),
            tip=say(self._short_or(text.short.tip, text.tip)),
            note="",
            level=self.labels("level", exercise.level),
            equipment=equipment,
            how_much="",
            how_often="",
            some_days="",
            on=(),
            when="",
            care=care,
            needs_person=cleared.needs_person,
            person_because=_once(map(self._reason, cleared.supervise)),
            easier=self._title(cleared.easier),
            harder=self._title(cleared.harder),
            other_levels=tuple(
                self.labels("plan", key, title=self._title(other))
                for key, other in (("too-hard", cleared.easier), ("too-easy", cleared.harder))
                if other
            ),
            stands_in_for=self._title(cleared.stands_in_for),
            evidence_note=self.labels("evidence", exercise.evidence) if exercise.evidence in LABELLED else "",
            conditions=conditions,
            alone_conditions=tuple(each for each in alone if each not in conditions),  # not at all is the stronger word
            side_note=self._both_note(exercise),
            film=exercise.film,
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
            LeftOutView(title=self._topics.title_of(each.topic), because=self._reason(each.rule), replaced_by="")
            for each in self.cleared.withheld
        )

    def _short_or(self, short: str | None, whole: str) -> str:
        return whole if short is None or self.cleared.profile is not PrintProfile.APHASIA else short

    def _reason(self, rule: Rule) -> str:
        """Why a rule holds, in the words of this look; where only an open answer lets it hold, that it is open.

        What nobody said of a patient is not printed as if it were so.
        """
        if not is_met(rule, self.cleared.facts):
            return self.labels("plan", "not-known")
        return self.voice.say(in_look(rule.because, rule.short, self.cleared.profile, self.language, rule.id))

    def _because(self, rule: Rule) -> str:
        """Why a rule leaves an exercise out; for what a therapist must see first, with the words that say so."""
        because = self._reason(rule)
        return f"{because} {self.labels('plan', 'see-first')}" if rule.action is Action.SEE_FIRST else because

    @property
    def today(self) -> tuple[str, ...]:
        """What must be done today, before any exercise, because an answer means that somebody may be ill."""
        return _once(self.say(rule.today) for rule in self.cleared.today)

    @cached_property
    def start_with(self) -> tuple[str, ...]:
        """Where to begin in a plan with more different ones than most people keep up; none of one with fewer."""
        planning = self.catalog.planning
        load = dose_load.of([item.item for item in self.cleared.items], planning)
        if not dose_load.too_many(load, planning):
            return ()
        ranked = sorted(zip(self.cleared.items, self.items, strict=True), key=lambda each: each[0].to_begin_with)
        return tuple(view.title for _, view in ranked[: planning.start_with])

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
        """The dose of an exercise as large figures."""
        if not isinstance(view, ExerciseView):
            raise TypeError("dose() wants an item of the plan")
        return self._doses[view.id].figures

    def pictures(self, view: ExerciseView, captions: str = "") -> Block:
        """Where an exercise begins and where it ends, on the patient's own side; nothing for one without a picture.

        With "plain" without captions.
        """
        if not isinstance(view, ExerciseView) or captions not in ("", "plain"):
            raise TypeError('pictures() wants an item of the plan, and perhaps "plain"')
        found = self._pictures.signed(view.id, self._by_id[view.id].item.dose)
        return Pair(found.sketches, () if captions else found.captions, found.stacked) if found else Group(())

    def steps(self, view: ExerciseView, *, pictures: bool = True) -> Block:
        """The steps of an exercise, numbered; for a reader with aphasia with a picture beside each that has its own."""
        if not isinstance(view, ExerciseView):
            raise TypeError("steps() wants an item of the plan")
        if self.cleared.profile is not PrintProfile.APHASIA:
            return _numbered(view.steps)
        items = tuple((Paragraph(self._with_key_word(step)),) for step in view.steps)
        sketches = self._pictures.step_by_step(view.id, len(items)) if pictures else ()
        return Bullets(items, ordered=True, sketches=sketches)

    def _with_key_word(self, step: str) -> tuple[Inline, ...]:
        """A step with its key word, and no other, in bold (readers' facts, Stroke Association)."""
        before, word, after = key_word(step, self.catalog.actions)
        return tuple(node for node in (Text(before), Strong((Text(word),)), Text(after)) if text_of((node,)))

    def film(self, view: ExerciseView) -> Block:
        """The film of an exercise as a code for a telephone, with its address in words; nothing when there is none."""
        if not isinstance(view, ExerciseView):
            raise TypeError("film() wants an item of the plan")
        if not view.film:
            return Group(())
        address = self.labels("picture", "film", address=view.film)
        words = (address, self.labels("warnings", "film-side"))
        from printkit.content import films

        return Together((films.code(view.film, address), *(Paragraph((Text(each),)) for each in words)))

    def small_sketch(self, view: ExerciseView) -> Sketch | None:
        """The picture beside the name of an exercise, as on a chart, which has it for each part of the day."""
        return self._pictures.small(view.id)

    def pair(self, view: ExerciseView) -> illustration.PicturePair | None:
        """The start and the end of an exercise for its own page, and their captions."""
        return self._pictures.pair(view.id)

    def _card(self, view: ExerciseView, *, when: bool = True) -> Card:
        found = self.pair(view)
        return Card(
            number=view.number,
            title=view.title,
            helper=self.helper(view),
            lines=tuple(each for each in (view.how_much, view.some_days) if each),
            when=view.when if when else "",
            sketch=found.sketches[-1] if found else None,
        )

    def _slim_card(self, view: ExerciseView) -> Card:
        return Card(view.number, view.title, self.helper(view), ())

    def plan_cards(self, rows: str = "") -> Block:
        """The plan at a glance: a card for each exercise with the page that it has; with "rows" without pages, in rows."""
        if rows not in ("", "rows"):
            raise TypeError('plan_cards() wants nothing, or "rows"')
        page = "" if rows else self.labels("plan", "page", number="{number}")
        return Cards(tuple(map(self._card, self.items)), page, bool(rows))

    def helper(self, view: ExerciseView) -> str:
        """That a helper must be there, in a list; "" where none is needed."""
        return self.labels("plan", "with-helper") if view.needs_person else ""

    def with_short_helper(self, view: ExerciseView) -> str:
        """The same where there is less room."""
        return f"{view.title} ({self.labels('plan', 'helper-short')})" if view.needs_person else view.title

    @cached_property
    def sessions(self) -> tuple[tuple[DayPart, ClearedItem, ExerciseView], ...]:
        """What is done in the course of a day, in the order of the day, the same on each page that says it."""
        done = [
            (cleared.item.day_part.spread(cleared.item.dose.times_per_day), cleared, view)
            for cleared, view in zip(self.cleared.items, self.items, strict=True)
        ]
        return tuple([(part, cleared, view) for part in DayPart for parts, cleared, view in done if part in parts])

    def day_plan(self) -> Block:
        """The exercises by time of day. One that is done twice stands in two places, thrice in three."""
        # a long day would need pages of pictures that the cover has
        slim = len(self.items) >= (MANY if self.cleared.profile is PrintProfile.LARGE else _TOO_MANY_FOR_PICTURES)
        card = self._slim_card if slim else partial(self._card, when=False)
        found = [
            DayPlanPart(self._sign(part), self.labels("parts-of-day", part), tuple(card(view) for *_, view in some))
            for part, some in groupby(self.sessions, lambda session: session[0])
        ]
        return DayPlan(tuple(found), self.labels("plan", "page", number="{number}"))

    def _sign(self, part: DayPart) -> Drawing:
        from printkit.figures import daytime

        sign = daytime.sign(part)
        return illustration.in_grey(sign) if self.options.print.greyscale is Answer.YES else sign

    def week_rows(self) -> tuple[WeekRow, ...]:
        """A row for each time of the day at which an exercise is done, to tick; its boxes are named as those of a chart."""
        return tuple(
            WeekRow(f"{view.id}{SESSION}{part}", self.labels("parts-of-day", part)) for part, _, view in self.sessions
        )


@lru_cache(maxsize=1024)
def _numbered(steps: tuple[str, ...]) -> Block:
    return Bullets(tuple((Paragraph((Text(step),)),) for step in steps), ordered=True)


def _once(said: Iterable[str]) -> tuple[str, ...]:
    """Sentences in their order; what 2 rules say alike is said once."""
    return tuple(dict.fromkeys(said))


def _not_said_before(care: Iterable[str], before: set[str]) -> Iterator[str]:
    """What the rules say at an exercise, without the sentences that it, or a rule before, says itself."""
    for said in care:
        fresh = [sentence for sentence in plain_language.sentences(said) if sentence not in before]
        before.update(fresh)
        if fresh:
            yield " ".join(fresh)


def _then_small(words: Iterable[str]) -> Iterator[str]:
    """Words in a row, the first of them with its capital."""
    for number, word in enumerate(words):
        yield word.lower() if number else word
