"""The catalogue: files read when they are first asked for, a clinic's own laid over the shipped ones."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from printkit import errors
from printkit.catalog import demands, holds, people
from printkit.catalog.labels import Labels
from printkit.catalog.languages import FOLDER, Translation
from printkit.catalog.remembered import NO_MEMORY, Memory, kept
from printkit.errors import CatalogError, PrintkitError, raise_all
from printkit.figures.people import Person
from printkit.figures.spec import Figure, Stance
from printkit.model.holding import Holds
from printkit.model.planning import Planning
from printkit.model.records import (
    Checklist,
    Demand,
    Exercise,
    PlainWord,
    Programme,
    Question,
    Region,
    Review,
    Rule,
    Source,
    SwitchedOff,
    Topic,
)
from printkit.model.search_words import SearchWord
from printkit.model.skin import SkinLook, WearIn
from printkit.reading import records

if TYPE_CHECKING:
    from printkit.figures.photo import Photo
    from printkit.outcomes.measures import Measure, Tracked

T = TypeVar("T")
R = TypeVar("R", Exercise, Topic, Checklist, Rule, SkinLook)

_PLACES = re.compile(r"\{[a-z_]*\}")
RELEASE = "2026.1"  # of the shipped catalogue; raise it with each release that changes a word or a rule


def _files(folder: Path, pattern: str = "*.yaml") -> list[Path]:
    """The files of a folder, without what editors and other systems leave lying about."""
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith(".") and path.is_file())


class Catalog:
    """Exercises, rules, checklists, topics and words. Reading is lazy; what was read once is kept.

    What looks at files is imported when one is read: a print of what is remembered reads none.

    `folders` are searched in order, so that a clinic's own folder comes before the shipped one. A file in `exercises`,
    `checklists` or `topics` stands in for the shipped file of the same name. Files that are mappings (labels,
    programmes, sources, regions) are merged entry by entry. Rules only add up: a clinic can tighten, never loosen.
    """

    def __init__(self, folders: tuple[Path, ...], language: str = "en", memory: Memory = NO_MEMORY) -> None:
        self.folders = folders
        self.memory = memory  # of English records: what is spoken in another language is made of the files
        self.language = language  # which the records speak besides the languages of their files
        self._spoken: dict[str, Catalog] = {}
        self._translations: dict[str, Translation] = {}
        self._exercises: dict[str, Exercise] = {}
        self._checklists: dict[str, Checklist] = {}
        self._topics: dict[str, Topic] = {}
        self._figures: dict[str, Figure | None] = {}
        self._photos: dict[str, tuple[Photo, Path] | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._labels: dict[str, Labels] = {}

    # --- languages

    def spoken(self, language: str) -> "Catalog":
        """The same catalogue for a print in a language: English words are translated where a file has no others."""
        if language == self.language or not self.translation(language):
            return self
        if language not in self._spoken:
            self._spoken[language] = Catalog(self.folders, language)
        return self._spoken[language]

    def translation(self, language: str) -> Translation:
        """What is said in a language; it is false where there is nothing, as for English."""
        if language not in self._translations:
            self._translations[language] = Translation(self.folders, language)
        return self._translations[language]

    def _typed(self, language: str, text: str) -> str:
        """The word for a side that is typed into a text of another language, where its words for sides are known."""
        if not (translation := self.translation(language)):
            return ""
        from printkit.catalog.sides import typed_side  # English knows its own

        return typed_side(text, translation.parts)

    def _in_language(self, context: str, record: T) -> T:
        return record if self.language == "en" else self.translation(self.language).spoken(context, record)

    # --- one at a time

    def exercise(self, name: str) -> Exercise:
        """One exercise by its id; a CatalogError with the near miss when there is none."""
        if name not in self._exercises:
            self._exercises[name] = self._known(Exercise, "exercises", name)
        return self._exercises[name]

    def slips(self, exercise: Exercise) -> Iterator[PrintkitError]:
        """How an exercise would slip from under the rules that are meant for it."""
        from printkit.catalog import overlay

        path, shipped = self.path("exercises", exercise.id), self.folders[-1] / "exercises" / f"{exercise.id}.yaml"
        for message, better in demands.problems(exercise, self.demands):
            yield CatalogError(message, where=str(path), hint=better)
        found = list(overlay.out_of_place(exercise))
        if path != shipped and shipped.is_file():
            ours = records.load(Exercise, shipped, {"id": exercise.id}).required()
            found += overlay.loosened(exercise, ours)
            found += () if found else overlay.out_of_reach(exercise, ours, self._shipped_rules)
        hint = "give it an id of its own, or what ours has, so that every rule reaches it"
        for slip in found:
            yield CatalogError(slip, where=str(path), hint=hint)

    def checklist(self, name: str) -> Checklist:
        """One checklist by its id."""
        if name not in self._checklists:
            self._checklists[name] = self._known(Checklist, "checklists", name)
        return self._checklists[name]

    def topic(self, name: str) -> Topic:
        """One topic by its id."""
        if name not in self._topics:
            self._topics[name] = self._known(Topic, "topics", name)
        return self._topics[name]

    def figure(self, name: str) -> Figure | None:
        """The picture of an exercise; None when there is none, which only a clinic's own exercise may have."""
        if name not in self._figures:
            path = self.path("figures", name)
            self._figures[name] = self._known(Figure, "figures", name) if path else None
        return self._figures[name]

    def photo(self, name: str) -> "tuple[Photo, Path] | None":
        """A clinic's own photo or drawing of an exercise, with its file; None when there is none."""
        if name not in self._photos:
            path = self.path("photos", name)
            self._photos[name] = self._photo(name, path) if path else None
        return self._photos[name]

    def _photo(self, name: str, path: Path) -> "tuple[Photo, Path] | None":
        from printkit.figures.photo import Photo  # few clinics have any

        found = self._one(Photo, "photos", name)
        said = found and self._in_language(f"photos/{name}", found)
        return (said, path.parent / said.file) if said else None

    @cached_property
    @kept
    def poses(self) -> Mapping[str, Stance]:
        """The poses that pictures start from, by name."""
        return self._merged(Stance, "poses.yaml")

    @cached_property
    @kept
    def people(self) -> Mapping[str, Person]:
        """Who may be seen in the pictures, by id, in the order in which they take turns."""
        return people.load(self.shared_files("people.yaml"))

    def names(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind: "exercises", "checklists" or "topics", sorted."""
        if kind not in self._names:
            self._names[kind] = self.memory.known(f"names/{kind}", tuple[str, ...], partial(self._listed, kind))
        return self._names[kind]

    def _listed(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted({path.stem for folder in self.folders for path in _files(folder / kind)}))

    def topics(self) -> tuple[Topic, ...]:
        """Every topic, in the order in which a booklet would print them."""
        return tuple(sorted(map(self.topic, self.names("topics")), key=lambda t: (t.chapter, t.order)))

    def path(self, kind: str, name: str) -> Path | None:
        """The file that an id is read from."""
        if not name or "/" in name or "\\" in name or name.startswith("."):
            return None
        return next((path for folder in self.folders if (path := folder / kind / f"{name}.yaml").is_file()), None)

    # --- shared files

    @cached_property
    @kept
    def rules(self) -> tuple[Rule, ...]:
        """The shipped rules, then a clinic's own."""
        from printkit.catalog import conditions, file_texts

        found: dict[str, Rule] = {}
        problems: list[PrintkitError] = []
        for path in self.shared_files("rules.yaml"):
            loaded = records.load_sequence(Rule, path)
            problems += [*loaded.problems, *file_texts.side_problems(loaded, self._typed), *conditions.problems(loaded)]
            problems += self.rule_slips(loaded)
            for index, rule in enumerate(loaded.record or ()):
                if rule.id in found:
                    hint = "shipped rules stay; give your own rule an id of its own"
                    where = loaded.where(index)
                    problems.append(CatalogError(f"the rule {rule.id} is there already", where=where, hint=hint))
                found.setdefault(rule.id, rule)
        raise_all(problems)
        return tuple(self._reviewed(f"rules/{rule.id}", rule) for rule in found.values())

    def rule_slips(self, loaded: records.Loaded[tuple[Rule, ...]]) -> Iterator[PrintkitError]:
        """Rules of a file that would reach nothing."""
        from printkit.catalog import overlay

        yield from overlay.rules_of_nothing(loaded, self.demands, self.names("exercises"))

    def off_slips(self, loaded: records.Loaded[tuple[SwitchedOff, ...]]) -> Iterator[PrintkitError]:
        """Rules of a file that a clinic cannot switch off."""
        from printkit.catalog import overlay

        yield from overlay.not_to_switch_off(loaded, {rule.id: rule for rule in self.rules})

    @cached_property
    def _shipped_rules(self) -> tuple[Rule, ...]:
        return records.load_sequence(Rule, self.folders[-1] / "rules.yaml").required()

    @cached_property
    @kept
    def programmes(self) -> Mapping[str, Programme]:
        """Lists of exercises to start from."""
        return self._merged(Programme, "programmes.yaml")

    @cached_property
    @kept
    def sources(self) -> Mapping[str, Source]:
        """What the source tags stand for."""
        return self._merged(Source, "sources.yaml")

    @cached_property
    @kept
    def regions(self) -> Mapping[str, Region]:
        """Emergency number, paper and date order by country code."""
        from printkit.catalog import overlay

        return self._merged(Region, "regions.yaml", overlay.loosened_region)

    @cached_property
    @kept
    def plain_words(self) -> Mapping[str, PlainWord]:
        """What pages say in place of hard words."""
        return self._merged(PlainWord, "plain-words.yaml")

    @cached_property
    def actions(self) -> frozenset[str]:
        """The words that shipped steps begin with, in small letters: what a step asks for."""
        found = Catalog(self.folders[-1:])
        steps = [(name, step) for name in found.names("exercises") for step in found.exercise(name).text["en"].steps]
        said, no_actions = [step for _, step in steps], {"to", "after", "in", "on", "your", "feel"}
        if self.language != "en":
            spoken, there = self.translation(self.language), [(f"exercises/{name}", step) for name, step in steps]
            said = [spoken.say(*each) for each in there if spoken.has(*each)]
            no_actions = set(spoken.about.no_actions)
        return frozenset(step.split()[0].strip(",").lower() for step in said) - no_actions

    @cached_property
    @kept
    def wear_in(self) -> WearIn:
        """How to start with a new brace."""
        return records.load(WearIn, next(iter(reversed(self.shared_files("wear-in.yaml"))))).required()

    @cached_property
    @kept
    def skin_look(self) -> SkinLook:
        """Where to look at the skin, and what to do about what is found."""
        from printkit.catalog import file_texts, skin

        dangerous = partial(file_texts.side_problems, typed=self._typed)
        return self._reviewed("skin-look", skin.load(self.shared_files("skin-look.yaml")[-1], dangerous))

    @cached_property
    @kept
    def switched_off(self) -> tuple[SwitchedOff, ...]:
        """The shipped rules that this clinic has switched off for all its patients, each signed with a reason."""
        found: list[SwitchedOff] = []
        for path in self.shared_files("rules-off.yaml"):
            loaded = records.load_sequence(SwitchedOff, path)
            raise_all([*loaded.problems, *self.off_slips(loaded)])
            found += loaded.required()
        return tuple(found)

    @cached_property
    @kept
    def reviews(self) -> Mapping[str, Review]:
        """Signatures of clinicians by the name of what they read, as "exercises/seated-toe-raise" or "rules/R-05"."""
        return self._merged(Review, "reviews.yaml")

    def _reviewed(self, name: str, record: R) -> R:
        """The record with its signature, if one is there and no word has changed since."""
        review = self.reviews.get(name)
        if review is not None and review.of == fingerprint(record):
            record = replace(record, reviewed_by=review.by, reviewed_on=review.on)
        return self._in_language(name, record)

    @cached_property
    @kept
    def roster_columns(self) -> Mapping[str, str]:
        """The answer that a well-known name of a column stands for."""
        return self._merged(str, "roster-columns.yaml")

    @cached_property
    @kept
    def questions(self) -> Mapping[str, Question]:
        """The question for each answer of an option file, by the answer's dotted name."""
        return self._merged(Question, "questions.yaml")

    @cached_property
    @kept
    def question_parts(self) -> Mapping[str, tuple[str, ...]]:
        """The questions on health and home in parts, by the names of their answers, in the order of the file."""
        return self._merged(tuple[str, ...], "question-parts.yaml")

    @cached_property
    @kept
    def search_words(self) -> Mapping[str, SearchWord]:
        """Words of the field by which somebody looks for an exercise, with what each finds."""
        return self._merged(SearchWord, "search-words.yaml")

    @cached_property
    @kept
    def diary_columns(self) -> Mapping[str, str]:
        """What a well-known name of a column of a log stands for."""
        return self._merged(str, "diary-columns.yaml")

    @cached_property
    @kept
    def demands(self) -> Mapping[str, Demand]:
        """What exercises can ask of a body, by name."""
        from printkit.catalog import overlay

        return self._merged(Demand, "demands.yaml", overlay.loosened_demand)

    @cached_property
    def measures(self) -> "Mapping[str, Measure]":
        """Outcome measures by id, in the order of the file."""
        from printkit.outcomes.measures import Measure  # a booklet speaks of none

        return self.memory.known("measures", Mapping[str, Measure], partial(self._merged, Measure, "measures.yaml"))

    @cached_property
    def tracked(self) -> "Mapping[str, Tracked]":
        """What a person keeps count of at home, by id, in the order of the file."""
        from printkit.outcomes.measures import Tracked

        return self.memory.known("tracked", Mapping[str, Tracked], partial(self._merged, Tracked, "tracked.yaml"))

    @cached_property
    @kept
    def planning(self) -> Planning:
        """How a plan is made from a programme, and when it asks too much."""
        found = records.load(Planning, next(iter(reversed(self.shared_files("planning.yaml"))))).required()
        return self._in_language("planning", found)

    @cached_property
    @kept
    def holds(self) -> Holds:
        """How each patient holds on; a clinic's own table stands in for ours and may ask fewer hands, never more."""
        from printkit.catalog import conditions, file_texts

        loaded = records.load(Holds, self.shared_files("holds.yaml")[-1])
        raise_all(
            [
                *loaded.problems,
                *file_texts.side_problems(loaded, self._typed),
                *conditions.problems(loaded),
                *self.hold_slips(loaded),
            ]
        )
        return self._in_language("holds", loaded.required())

    def hold_slips(self, loaded: records.Loaded[Holds]) -> Iterator[PrintkitError]:
        """How a table of holds would leave somebody without words, or a clinic's own ask for a hand that ours rests."""
        from printkit.catalog import conditions

        found = list(holds.problems(loaded))
        yield from found
        shipped = self.folders[-1] / "holds.yaml"
        if loaded.path != shipped and not found and not any(conditions.problems(loaded)):
            yield from holds.loosened(loaded, records.load(Holds, shipped).required())

    def labels(self, language: str) -> Labels:
        """The words that code draws, in one language, or as it is spoken in a country. Raises CatalogError for no such one."""
        if language not in self._labels:
            english = language.partition("-")[0] == "en"
            self._labels[language] = Labels(self._english) if english else self._read_labels(language)
        return self._labels[language]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are labels or a translation in, sorted."""
        found = {path.stem for folder in self.folders for path in _files(folder / "labels")}
        found |= {path.parent.name for folder in self.folders for path in folder.glob(f"{FOLDER}/*/language.yaml")}
        return tuple(sorted(found))

    @property
    def locales(self) -> tuple[str, ...]:
        """Each language with each country that can be said with it: those of regions.yaml, and those it has words of."""
        return tuple(
            sorted(
                f"{language}-{country}"
                for language in self.languages
                for country in {*self.regions, *self.translation(language).countries}
            )
        )

    @cached_property
    @kept
    def _english(self) -> Mapping[str, Mapping[str, str]]:
        return self._read_labels("en").groups

    def _read_labels(self, language: str) -> Labels:
        spoken, _, country = language.partition("-")
        paths = self.shared_files(f"labels/{spoken}.yaml")
        translation = self.translation(language)
        if (not paths and not translation) or (country and language not in self.locales):
            hint = f"there are: {', '.join(self.languages)}"
            raise CatalogError(f"there are no words in the language {language!r}", hint=hint)
        from printkit.catalog import overlay

        merged: dict[str, dict[str, str]] = {}
        english = self.labels("en").groups if language != "en" else {}
        for path in paths:
            loaded: records.Loaded[dict[str, Mapping[str, str]]] = records.load_mapping(Mapping[str, str], path)  # type: ignore[type-abstract]
            raise_all(overlay.loosened_labels(loaded, merged, english, self.locked_labels))
            for group, entries in loaded.required().items():
                merged.setdefault(group, {}).update(entries)
        return Labels(english, translation, merged) if translation else Labels(merged)

    @cached_property
    def locked_labels(self) -> Mapping[str, tuple[str, ...]]:
        """The labels that a clinic cannot reword, as patterns by group; only the shipped list counts."""
        return records.load_mapping(tuple[str, ...], self.folders[-1] / "locked-labels.yaml").required()

    @cached_property
    @kept
    def version(self) -> str:
        """The release and a hash of every file in use, so that two booklets can be told apart.

        Translations are not among them: they change no English page, and say by themselves who has checked them.
        """
        digest = hashlib.sha256()
        for folder in self.folders:
            ours = (path for path in _files(folder, "**/*.yaml") if path.relative_to(folder).parts[0] != FOLDER)
            for path in (*ours, *(p for p in _files(folder, "photos/*") if p.suffix != ".yaml")):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
        return f"{RELEASE}-{digest.hexdigest()[:6]}"

    @cached_property
    def spoken_version(self) -> str:
        """The version with every translation: what a process that lives long has read, and must read anew."""
        return " ".join((self.version, *(self.translation(each).version for each in self.languages)))

    # --- reading

    def shared_files(self, name: str) -> tuple[Path, ...]:
        """The files of that name, shipped first, so that later ones are laid over earlier ones."""
        return tuple(path for folder in reversed(self.folders) if (path := folder / name).is_file())

    def _merged(
        self, record: type[T], name: str, loosened: Callable[[T, T], Iterator[tuple[str, str]]] | None = None
    ) -> Mapping[str, T]:
        """Entry by entry, later files over earlier ones. `loosened` says what such an entry must not take from ours."""
        merged: dict[str, T] = {}
        for path in self.shared_files(name):
            loaded = records.load_mapping(record, path)
            entries = loaded.required()
            raise_all(
                CatalogError(message, where=loaded.where(key), hint=hint)
                for key, own in entries.items()
                if loosened is not None and key in merged
                for message, hint in loosened(own, merged[key])
            )
            merged.update(entries)
        kind = name.removesuffix(".yaml")
        return {key: self._in_language(f"{kind}/{key}", each) for key, each in merged.items()}

    def _known(self, record: type[T], kind: str, name: str) -> T:
        """One entry as it prints: checked, and with its signature."""
        return self.memory.known(f"{kind}/{name}", record, partial(self._checked, record, kind, name))

    def _checked(self, record: type[T], kind: str, name: str) -> T:
        found: Any = self._one(record, kind, name)
        if isinstance(found, Exercise):
            raise_all(self.slips(found))
        say = self._in_language if kind == "figures" else self._reviewed
        said: T = say(f"{kind}/{name}", found)
        return said

    def _one(self, record: type[T], kind: str, name: str) -> T:
        path = self.path(kind, name)
        if path is None:
            singular = kind.removesuffix("s")
            raise CatalogError(f"there is no {singular} {name!r}", hint=errors.near(name, self.names(kind)))
        from printkit.catalog import conditions, file_texts

        loaded = records.load(record, path, {"id": name})
        demands.suggest(loaded, self.demands)
        raise_all([*loaded.problems, *file_texts.side_problems(loaded, self._typed), *conditions.problems(loaded)])
        return loaded.required()


def fingerprint(record: Exercise | Topic | Checklist | Rule | SkinLook) -> str:
    """8 hexadecimal letters that change with every English word and number of an entry, but not with its review.

    Another language is signed for by itself (`languages`): a translation that is added voids nobody's signature.
    """
    from printkit.catalog import signed_words

    return hashlib.sha256(msgspec.json.encode(signed_words.signed_for(record))).hexdigest()[:8]
