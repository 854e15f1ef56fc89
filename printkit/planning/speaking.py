"""Which safety rules speak for one patient, and in which part. Pure.

What a rule means stands in `applies`, `is_met` and `demands.concerns`. A list of thousands asks them of few answers again
and again, so a `RuleTable` remembers for each answer which rules it lets hold, a bit for each rule.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from printkit.catalog.demands import asked, concerns
from printkit.model.facts import meets
from printkit.model.records import Exercise, Rule
from printkit.model.vocabulary import Action, Answer
from printkit.planning import asking

_MOST = 128  # of patients unlike each other
_ALL = ""  # no demand, exercise or position: every exercise


class Concerning(Struct, frozen=True):
    """What of the rules that hold for a patient concerns one exercise, as in `Speaking`."""

    excluding: tuple[Rule, ...]
    changing: tuple[Rule, ...]
    asked: tuple[Rule, ...]
    supervising: tuple[Rule, ...]
    blocking: tuple[Rule, ...]
    open: tuple[Rule, ...]


class Speaking(Struct, frozen=True, eq=False):
    """The rules whose conditions hold for one patient, by what they do."""

    excluding: tuple[Rule, ...]  # see-first, then exclude
    changing: tuple[Rule, ...]  # supervise and modify
    asked: tuple[Rule, ...]  # of these, what the reader alone can answer: "Do not do this alone if ..."
    supervising: tuple[Rule, ...]  # of these, what the answers that were given ask for
    blocking: tuple[Rule, ...]  # block and see-first, met or open: no stand-in may be one of theirs
    open: tuple[Rule, ...]  # would leave an exercise out if an open answer turned out to be yes
    helped: tuple[Rule, ...]  # about what needs a helper
    leaving_alone: tuple[Rule, ...]  # of these, what leaves it out
    calling: tuple[Rule, ...]  # for pages
    looks: tuple[Rule, ...]
    about: "RuleTable"
    _known: dict[str, tuple[Exercise, Concerning]]

    def of(self, exercise: Exercise) -> Concerning:
        """Those of these rules that concern an exercise."""
        known = self._known.get(exercise.id)
        if known is None or known[0] is not exercise:
            ids = self.about.concerning(exercise)
            parts = (getattr(self, name) for name in Concerning.__struct_fields__)
            found = Concerning(*(tuple(rule for rule in part if rule.id in ids) for part in parts))
            known = self._known[exercise.id] = (exercise, found)
        return known[1]


def speaking_for(
    rules: tuple[Rule, ...], facts: Mapping[str, str], *, general: bool, lifted: Collection[str] = ()
) -> Speaking:
    """The rules that hold for these answers, but for those that are lifted; `general` is a sheet for no one in particular."""
    alone = general or facts.get("home.nobody") == Answer.YES
    return _table(_Same(rules)).speaking(facts, lifted, general=general, alone=alone)


def applies(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether every condition of a rule holds.

    Unknown counts as yes for block, see-first and supervise (clinical facts, section 2.1): for these an open answer meets
    any condition, unless the row says that it does not. For the others it meets only a condition that names it.
    """
    return all(_lets(rule, name, facts[name]) for name in rule.when)


def _lets(rule: Rule, name: str, fact: str) -> bool:
    """Whether one answer lets a rule apply."""
    cautious = rule.action in (Action.BLOCK, Action.SEE_FIRST, Action.SUPERVISE) and rule.open is Answer.YES
    return meets(name, fact, rule.when[name]) or (cautious and fact == Answer.UNKNOWN)


def is_met(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether the answers that were given meet every condition of a rule; an open one meets none that names it not."""
    return all(meets(name, facts[name], values) for name, values in rule.when.items())


def is_for_all(rule: Rule) -> bool:
    """Whether a rule is about every exercise."""
    named = (rule.demands, rule.all_demands, rule.exercises, rule.positions)
    return not any(named)


def is_said_once(rule: Rule) -> bool:
    """Whether the words of a rule stand once in a print, not at each exercise."""
    return rule.action is Action.MODIFY and (rule.once is Answer.YES or is_for_all(rule))


# --- what is remembered


class _Same:
    """A key that is the very tuple of rules, for their words have no hash. While it is a key, the tuple lives."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


@lru_cache(maxsize=16)
def _table(same: _Same) -> "RuleTable":
    return RuleTable(same.rules)


class _Bits(Struct, frozen=True):
    """The rules, a bit each, that one answer lets apply, meets, and leaves open."""

    applies: int
    met: int
    lacking: int


class RuleTable:
    """The rules of a catalogue, with what each answer means for them."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._all = (1 << len(rules)) - 1
        self._reading: dict[str, list[tuple[int, Rule]]] = {}  # an answer, to the rules that read it, each with its bit
        for at, rule in enumerate(rules):
            for name in rule.when:
                self._reading.setdefault(name, []).append((1 << at, rule))
        self._naming: dict[str, list[Rule]] = {}  # a demand, exercise or position, to the rules that may be about it
        for rule in rules:
            for name in _named(rule):
                self._naming.setdefault(name, []).append(rule)
        self._bits: dict[tuple[str, str], _Bits] = {}
        self._concerning: dict[str, tuple[Exercise, frozenset[str]]] = {}
        self._speaking: dict[tuple[int | bool, ...], Speaking] = {}

    def speaking(self, facts: Mapping[str, str], lifted: Collection[str], *, general: bool, alone: bool) -> Speaking:
        """As `speaking_for`; `alone` when the reader answers what nobody else can."""
        applies = met = lacking_only = _packed(rule.id not in lifted for rule in self._rules) if lifted else self._all
        lacking = 0
        for name in self._reading:
            bits = self._bits.get((name, facts[name])) or self._bits_of(name, facts[name])
            applies &= bits.applies
            met &= bits.met
            lacking |= bits.lacking
            lacking_only &= bits.met | bits.lacking
        key = applies, met, lacking, lacking & lacking_only, general, alone
        found = self._speaking.get(key)
        if found is None:
            if len(self._speaking) >= _MOST:
                self._speaking.clear()
            found = self._speaking[key] = self._made(*key)
        return found

    def concerning(self, exercise: Exercise) -> frozenset[str]:
        """The ids of the rules that speak of an exercise."""
        known = self._concerning.get(exercise.id)
        if known is None or known[0] is not exercise:
            names = (_ALL, exercise.id, exercise.position, *asked(exercise))
            rules = (rule for name in names for rule in self._naming.get(name, ()))
            found = frozenset(rule.id for rule in rules if concerns(rule, exercise))
            known = self._concerning[exercise.id] = (exercise, found)
        return known[1]

    def _bits_of(self, name: str, fact: str) -> _Bits:
        reading = self._reading[name]
        found = _Bits(
            applies=self._all - sum(bit for bit, rule in reading if not _lets(rule, name, fact)),
            met=self._all - sum(bit for bit, rule in reading if not meets(name, fact, rule.when[name])),
            lacking=sum(bit for bit, _ in reading) if fact == Answer.UNKNOWN else 0,
        )
        self._bits[name, fact] = found
        return found

    def _these(self, bits: int) -> list[Rule]:
        return [rule for at, rule in enumerate(self._rules) if bits >> at & 1]

    def _made(self, applies: int, met: int, lacking: int, lacking_only: int, general: bool, alone: bool) -> Speaking:  # noqa: FBT001 - a key
        applying, open_ = self._these(applies), self._these(lacking)
        holding = [rule for rule in applying if rule.helped is Answer.NO]
        if general:  # the reader answers these, too
            holding += [rule for rule in self._these(lacking_only & ~met) if asking.asks_if_alone(rule)]
        given = [rule for rule in self._these(applies & met) if rule.helped is Answer.NO]
        changing = tuple(rule for rule in holding if rule.action in (Action.SUPERVISE, Action.MODIFY))
        answered = self._these(met)
        return Speaking(
            excluding=(
                *(rule for rule in given if rule.action is Action.SEE_FIRST),
                *(rule for rule in given if rule.action is Action.EXCLUDE),
            ),
            changing=changing,
            asked=tuple(rule for rule in changing if alone and rule.not_alone_if and rule in open_),
            supervising=tuple(rule for rule in changing if rule.action is Action.SUPERVISE and rule in answered),
            blocking=tuple(rule for rule in holding if rule.action in (Action.BLOCK, Action.SEE_FIRST)),
            open=tuple(rule for rule in self._these(lacking_only) if asking.asks_if(rule, general=general)),
            helped=tuple(rule for rule in applying if rule.helped is Answer.YES),
            leaving_alone=tuple(
                rule for rule in applying if rule.helped is Answer.YES and rule.action is Action.EXCLUDE
            ),
            calling=tuple(rule for rule in applying if rule.action is Action.PAGE),
            looks=tuple(rule for rule in applying if rule.action is Action.LOOK),
            about=self,
            _known={},
        )


def _named(rule: Rule) -> tuple[str, ...]:
    """What an exercise must be, ask or be done in for a rule to be about it, one of these at least; `_ALL` where nothing is named."""
    return rule.all_demands[:1] or (*rule.demands, *rule.exercises, *rule.positions) or (_ALL,)


def _packed(each: Iterator[bool]) -> int:
    """A bit for each, the first the lowest."""
    return sum(1 << at for at, true in enumerate(each) if true)
