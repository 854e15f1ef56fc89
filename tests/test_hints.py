"""A hint is taken as it is given: every "did you mean" is followed to the letter, and what it was about is right then."""

import ast
import difflib
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from slipping import complaints, offered, slipped

import printkit
from printkit import errors
from printkit.catalog import listing, measure_facts, people
from printkit.catalog.labels import Labels
from printkit.catalog.plain_language import TOKENS
from printkit.catalog.store import Catalog
from printkit.checking import catalog as whole_catalog
from printkit.checking import photos
from printkit.content import illustration
from printkit.diary import import_files
from printkit.diary.entries import Reader
from printkit.errors import PrintkitError
from printkit.figures.photo import Flip, Seen
from printkit.figures.spec import Figure
from printkit.intake import common, option_file, references, roster, unnamed
from printkit.model import records as entries
from printkit.model.holding import Holds
from printkit.model.options import Clinic, Options, PrintSettings
from printkit.model.vocabulary import WARNING_TOPICS, Side, Weekday
from printkit.outcomes import change, progress
from printkit.outcomes.history import History, Measured
from printkit.outcomes.measures import Tracked
from printkit.planning import summary
from printkit.printing import batch_request, gallery
from printkit.reading import columns, records
from printkit.resources import CATALOG

ROOT = Path(printkit.__file__).parent
TODAY = date(2026, 11, 20)
# What is meant is told by name, and why it cannot stand there: a word that is further away would be a wrong lead.
BARRED = re.compile(
    r"'([^']+)' (?:is (?:there|in the plan|signed|lifted|named) already; (?:take this one out|map this one to nothing)"
    r"|is in (?:add|leave_out); keep it in one of them|cannot be left out: it says when to stop and whom to call"
    r"|would lead back here|stands above this level|would be a second hold|comes from needs_person)"
)
# --- the places where a word is looked up


@dataclass
class Desk:
    """A catalogue that is whole in itself, and a folder to write into."""

    folder: Path
    few: Path
    catalog: Catalog = field(init=False)

    def __post_init__(self) -> None:
        self.catalog = Catalog((CATALOG,))

    def options(self, text: str) -> list[str]:
        path = self.folder / "sam.yaml"
        path.write_text(text, encoding="utf-8")
        loaded = option_file.load(path, TODAY)
        if loaded.record is None:
            return [str(each) for each in loaded.problems]
        return [str(each) for each in references.problems(loaded.record, self.catalog, loaded.where)]

    def own(self, name: str, text: str) -> list[str]:
        """What check says of a clinic's catalogue with one file in it."""
        folder = self.folder / "own"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
        if name.startswith("photos/"):
            (folder / "photos" / "a.svg").write_bytes((ROOT.parent / "examples" / "riverside.svg").read_bytes())
        return [str(each) for each in whole_catalog.problems(Catalog((folder, self.few)))]

    def person(self, name: str) -> list[str]:
        """What is said of a person that is chosen for the pictures."""
        try:
            people.chosen(self.catalog.people, name, "")
        except PrintkitError as error:
            return [str(error)]
        return []

    def changed(self, name: str, old: str, new: str) -> list[str]:
        """The same with a file of the small catalogue in which something is changed."""
        text = (self.few / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        return self.own(name, text.replace(old, new, 1))


@pytest.fixture(scope="module")
def desk(tmp_path_factory, few) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"), few)


@dataclass(frozen=True)
class Place:
    """Where a word is looked up: who offers the near miss, which words are right, and what is said of one."""

    site: str
    known: Callable[[Desk], Iterable[str]]
    said: Callable[[Desk, str], list[str]]
    most: int = 8  # words that are tried
    form: str = ".+"  # of what is looked up at all; another form has a hint of its own


def _some(words: Iterable[str], most: int) -> list[str]:
    found = sorted(set(words))
    return found[:: max(1, len(found) // most)]


def _exercises(desk: Desk) -> tuple[str, ...]:
    return desk.catalog.names("exercises")


def _leaflets(desk: Desk) -> tuple[str, ...]:
    return (*desk.catalog.names("topics"), *desk.catalog.names("checklists"))


def _few_exercises(desk: Desk) -> list[str]:
    return [path.stem for path in (desk.few / "exercises").iterdir()]


def _lifted(desk: Desk) -> list[str]:
    may = (entries.Action.BLOCK, entries.Action.SEE_FIRST, entries.Action.EXCLUDE, entries.Action.SUPERVISE)
    return [rule.id for rule in desk.catalog.rules if rule.action in may]


_ID = "[a-z0-9]+(-[a-z0-9]+)*"
_PATIENT = "patient: {id: p-1}\n"
_SIGNED = "name: J. Marsh, reason: Stands safely with me."
_RULE = 'id: R-99, action: modify, source: [DM], say: {en: "Go slowly."}, because: {en: "It is new."}'
_HOLDS = "holds.yaml"


def _rules(desk: Desk, said: str) -> list[str]:
    folder = desk.folder / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(f"[{{{_RULE}, {said}}}]")
    return complaints(lambda: Catalog((folder, desk.few)).rules)


def _handout(desk: Desk, exercise: str, region: str = "GB") -> list[str]:
    return complaints(lambda: unnamed.handout(exercise, desk.catalog, "left", Clinic(region=region), "", "", TODAY))


def _roster(desk: Desk, head: str, mapping: Mapping[str, str] | None = None) -> list[str]:
    path = desk.folder / "list.csv"
    path.write_text(f"id,{head}\np-1,\n", encoding="utf-8")
    mapped = columns.ColumnMapping(columns=mapping or {})
    return complaints(lambda: roster.read(path, desk.catalog.roster_columns, mapped, TODAY))


def _log(desk: Desk, head: str, row: str, known: frozenset[str] = frozenset({"p-1", "p-2", "jones-7"})) -> list[str]:
    path = desk.folder / "log.csv"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")
    asked = import_files.ImportDefaults(known=known)

    def read() -> Iterator[PrintkitError]:
        found = list(import_files.read(path, desk.catalog, columns.ColumnMapping(), TODAY, asked))
        return (each for each in found if isinstance(each, PrintkitError))

    return complaints(read)


def _entry(desk: Desk, **said: str) -> list[str]:
    _, wrong = Reader(desk.catalog, TODAY).read({"patient": "p-1", "day": "2026-11-18", **said})
    return [f"{each.message}\n  hint: {each.hint}" for each in wrong]


def _order(desk: Desk, weekdays: str) -> list[str]:
    said = {"patient": "p-1", "starts_on": "2026-11-18", "exercise": "seated-toe-raise", "sets": "1"}
    _, wrong = Reader(desk.catalog, TODAY).read({**said, "weekdays": weekdays})
    return [f"{each.message}\n  hint: {each.hint}" for each in wrong]


def _progress(desk: Desk, measure: str) -> list[str]:
    row = Measured(day=TODAY, measure=measure, value=10, side=Side.LEFT, assessor="A. Reed", aid="none")
    history = History(patient="p-1", measured=(row,))
    return complaints(lambda: progress.of(history, desk.catalog.measures, desk.catalog.tracked, TODAY, TODAY))


def _batch(desk: Desk, kind: str, exercise: str = "seated-toe-raise") -> list[str]:
    of = exercise if kind == "handout" else ""
    request = batch_request.BatchRequest(
        roster=Path("list.csv"), kind=kind, exercise=of, folder=Path("out"), today=TODAY
    )
    return complaints(lambda: batch_request.check_request(request, desk.catalog))


def _table_of_holds(desk: Desk, old: str, new: str) -> list[str]:
    path = desk.folder / "holds.yaml"
    text = (CATALOG / "holds.yaml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(each) for each in desk.catalog.hold_slips(records.load(Holds, path))]


def _drawn(desk: Desk, pose: str) -> list[str]:
    class Own(Catalog):
        def figure(self, name: str) -> Figure:
            return Figure(id=name, pose=pose, says={"en": "Toes lift."})

    sample = unnamed.only("seated-toe-raise", Options())
    voice = _voice(desk.catalog, sample)
    return complaints(lambda: illustration.sketch(Own((CATALOG,)), voice, "en", "seated-toe-raise"))


def _voice(catalog: Catalog, options: Options) -> Any:
    from printkit import pipeline

    return pipeline.speaker(catalog, options)


def _new_photo(desk: Desk, exercise: str, says: str = "Toes lift.") -> list[str]:
    wanted = photos.Wanted(
        exercise=exercise,
        file=ROOT.parent / "examples" / "riverside.svg",
        says={"en": says},
        affected_side=Seen.NEITHER,
        flip=Flip.LOCKED,
    )
    return complaints(lambda: photos.prepare(desk.catalog, desk.folder / "none", wanted))


def _photo_of(name: str) -> tuple[str, str]:
    return f"photos/{name}.yaml", "file: a.svg\nsays: {en: Toes lift.}\nflip: locked\naffected_side: neither\n"


def _tracked_choice(desk: Desk) -> tuple[str, Tracked]:
    return next((name, each) for name, each in desk.catalog.tracked.items() if each.choices)


_TOES = "exercises/seated-toe-raise.yaml"
_RAISE = "  active: [seated-toe-raise"
PLACES: dict[str, Place] = {
    # --- an option file
    "an exercise of a plan": Place(
        "intake.references",
        _exercises,
        lambda desk, word: desk.options(f"{_PATIENT}plan: {{exercises: [{word}]}}"),
        most=40,
        form=_ID,
    ),
    "an exercise beside others": Place(
        "intake.references",
        lambda desk: ["seated-toe-raises", "seated-toe-rais", "seated-toe"],
        lambda desk, word: desk.options(f"{_PATIENT}plan: {{exercises: [seated-toe-raise, {word}]}}"),
        form=_ID,
    ),
    "a programme": Place(
        "intake.references",
        lambda desk: desk.catalog.programmes,
        lambda desk, word: desk.options(f"{_PATIENT}plan: {{programme: {word}}}"),
        form=_ID,
    ),
    "a leaflet to add": Place(
        "intake.references",
        _leaflets,
        lambda desk, word: desk.options(f"{_PATIENT}print: {{add: [{word}]}}"),
        most=40,
        form=_ID,
    ),
    "a leaflet to leave out": Place(
        "intake.references",
        _leaflets,
        lambda desk, word: desk.options(f"{_PATIENT}print: {{leave_out: [{word}]}}"),
        most=40,
        form=_ID,
    ),
    "a leaflet to add beside one that is left out": Place(
        "intake.references",
        lambda desk: ["home-safety", "about", "low-mood"],
        lambda desk, word: desk.options(f"{_PATIENT}print: {{add: [{word}], leave_out: [about, home-safety]}}"),
        form=_ID,
    ),
    "a leaflet to leave out beside one that is added": Place(
        "intake.references",
        lambda desk: ["home-safety", "about", "low-mood", *WARNING_TOPICS],
        lambda desk, word: desk.options(
            f"{_PATIENT}print: {{add: [about, home-safety, red-flags], leave_out: [{word}]}}"
        ),
        form=_ID,
    ),
    "a leaflet for a booklet of the command line": Place(
        "intake.references",
        _leaflets,
        lambda desk, word: complaints(lambda: references.unknown_leaflets([word], desk.catalog)),
        most=40,
        form=_ID,
    ),
    "a region": Place(
        "intake.references",
        lambda desk: desk.catalog.regions,
        lambda desk, word: desk.options(f"{_PATIENT}clinic: {{region: {word}}}"),
    ),
    "a language": Place(
        "intake.references",
        lambda desk: ["en"],
        lambda desk, word: desk.options(f"patient: {{id: p-1, language: {word}}}"),
        form="[a-z]{2}",
    ),
    "a token of a note": Place(
        "catalog.plain_language",
        lambda desk: [f"{{{token}}}" for token in TOKENS],
        lambda desk, word: desk.options(
            f'{_PATIENT}plan: {{exercises: [{{exercise: seated-toe-raise, note: "Lift {word} toes."}}]}}'
        ),
        most=30,
        form=r"\{[^{}]*\}",
    ),
    "a token of a text": Place(
        "catalog.plain_language",
        lambda desk: ["{your affected}", "{Your affected}", "{hold on}"],
        lambda desk, word: _new_photo(desk, "seated-toe-raise", f"{word} toes lift."),
        form=r"\{[^{}]*\}",
    ),
    "an encoding": Place(
        "reading.encodings",
        lambda desk: ["windows-1252", "windows-1250", "iso-8859-1", "cp850"],
        lambda desk, word: _in_encoding(desk, word),  # noqa: PLW0108 - it stands below
    ),
    "a rule that is lifted": Place(
        "intake.references",
        _lifted,
        lambda desk, word: desk.options(f"{_PATIENT}overrides: [{{rule: {word}, {_SIGNED}}}]"),
        most=60,
    ),
    "a rule beside another": Place(
        "intake.references",
        lambda desk: [each for each in _lifted(desk) if each != "R-05"],
        lambda desk, word: desk.options(
            f"{_PATIENT}overrides: [{{rule: R-05, {_SIGNED}}}, {{rule: {word}, {_SIGNED}}}]"
        ),
    ),
    "a dose that is signed": Place(
        "intake.references",
        lambda desk: ["sit-to-stand"],
        lambda desk, word: desk.options(
            f"{_PATIENT}plan: {{exercises: [sit-to-stand]}}\noverrides: [{{dose: {word}, {_SIGNED}}}]"
        ),
        form=_ID,
    ),
    # --- the command line
    "the exercise of a handout": Place("intake.unnamed", _exercises, _handout),
    "the region of a handout": Place(
        "intake.unnamed", lambda desk: desk.catalog.regions, lambda desk, word: _handout(desk, "seated-toe-raise", word)
    ),
    "a checklist by itself": Place(
        "intake.unnamed",
        lambda desk: desk.catalog.names("checklists"),
        lambda desk, word: complaints(lambda: unnamed.checklist_names(desk.catalog, word, ())),
    ),
    "a room": Place(
        "intake.unnamed",
        lambda desk: [room.id for room in desk.catalog.checklist("home-safety").rooms],
        lambda desk, word: complaints(lambda: unnamed.checklist_names(desk.catalog, "home-safety", (word,))),
        most=20,
    ),
    "an entry to show": Place(
        "catalog.listing",
        lambda desk: [*_exercises(desk), *desk.catalog.names("topics"), *desk.catalog.sources],
        lambda desk, word: complaints(lambda: listing.shown(desk.catalog, word)),
        most=30,
    ),
    "a measure to show": Place(
        "catalog.measure_facts",
        lambda desk: desk.catalog.measures,
        lambda desk, word: complaints(lambda: list(measure_facts.lines(desk.catalog, word))),
        most=30,
    ),
    "a picture to show": Place(
        "printing.gallery",
        lambda desk: gallery.names(desk.catalog),
        lambda desk, word: complaints(lambda: gallery.one(desk.catalog, word, Side.LEFT, ".svg")),
    ),
    "a programme to plan": Place(
        "planning.summary",
        lambda desk: desk.catalog.programmes,
        lambda desk, word: complaints(
            lambda: summary.with_wanted(desk.catalog, Options(), summary.Wanted(programme=word))
        ),
    ),
    "equipment at hand": Place(
        "planning.plan",
        lambda desk: [thing for name in _exercises(desk) for thing in desk.catalog.exercise(name).equipment],
        lambda desk, word: _at_hand(desk, word),  # noqa: PLW0108 - it stands below
        most=20,
    ),
    "a kind of batch": Place(
        "printing.batch_request", lambda desk: batch_request.kinds_of_batch(desk.catalog), _batch, most=40
    ),
    "the exercise of a batch of handouts": Place(
        "printing.batch_request", _exercises, lambda desk, word: _batch(desk, "handout", word)
    ),
    "the region of a whole list": Place(
        "intake.common",
        lambda desk: desk.catalog.regions,
        lambda desk, word: complaints(
            lambda: common.said({"clinic.region": word}, None, None, desk.catalog.regions, TODAY)
        ),
    ),
    "the measure of a study": Place(
        "outcomes.change",
        lambda desk: ["tug", "6mwt", "10mwt"],
        lambda desk, word: [
            each
            for each in complaints(lambda: change.require_study(word, "W15b", desk.catalog.measures))
            if "no measure" in each
        ],
    ),
    "the study of a measure": Place(
        "outcomes.change",
        lambda desk: {each.source for each in desk.catalog.measures["tug"].thresholds if change.choosing.judges(each)},
        lambda desk, word: complaints(lambda: change.require_study("tug", word, desk.catalog.measures)),
    ),
    "the exercise of a new photo": Place("checking.photos", _exercises, _new_photo, most=2),
    # --- lists, logs and the diary
    "a column of a list": Place(
        "reading.columns",
        lambda desk: [name for name, meant in desk.catalog.roster_columns.items() if meant not in ("", "patient.id")],
        _roster,
        most=60,
    ),
    "a column beside another": Place(
        "reading.columns",
        lambda desk: ["side", "affected side"],
        lambda desk, word: _roster(desk, f"side,{word}"),
    ),
    "what a column is mapped to": Place(
        "reading.columns",
        lambda desk: sorted(roster.KNOWN - {*roster.KEYS}),
        lambda desk, word: _roster(desk, "spalte", {"spalte": word}),
        most=40,
    ),
    "a column of a log": Place(
        "reading.columns",
        lambda desk: [name for name, meant in desk.catalog.diary_columns.items() if meant in ("note", "pain", "sets")],
        lambda desk, word: _log(desk, f"patient,day,exercise,{word}", "p-1,2026-11-18,seated-toe-raise,1"),
        most=20,
    ),
    "a patient of a log": Place(
        "diary.import_files",
        lambda desk: ["jones-7"],
        lambda desk, word: _log(desk, "patient,day,exercise,sets", f"{word},2026-11-18,seated-toe-raise,1"),
    ),
    "the kind of an entry": Place(
        "diary.entries",
        lambda desk: ["done"],
        lambda desk, word: _entry(desk, kind=word, what="seated-toe-raise", sets="1"),
    ),
    "what an entry is about": Place(
        "diary.entries", _exercises, lambda desk, word: _entry(desk, exercise=word, sets="1"), most=20
    ),
    "a measure of an entry": Place(
        "diary.entries",
        lambda desk: ["tug", "berg", "10mwt", "barthel"],
        lambda desk, word: [each for each in _entry(desk, measure=word, value="10") if "not in the catalogue" in each],
    ),
    "what is kept count of": Place(
        "diary.entries",
        lambda desk: desk.catalog.tracked,
        lambda desk, word: [
            each for each in _entry(desk, what=word, kind="noted", value="1") if "not in the catalogue" in each
        ],
        most=20,
    ),
    "a word of an entry": Place(
        "diary.entries",
        lambda desk: _tracked_choice(desk)[1].choices,
        lambda desk, word: _entry(desk, what=_tracked_choice(desk)[0], value=word),
    ),
    "a weekday of an order": Place(
        "diary.entry_fields",
        lambda desk: Weekday,
        lambda desk, word: _order(desk, f"tue {word}"),
    ),
    "a measure of the diary that the catalogue has no more": Place(
        "outcomes.progress", lambda desk: desk.catalog.measures, _progress
    ),
    # --- a clinic's own catalogue
    "an exercise that is read": Place(
        "catalog.store",
        _exercises,
        lambda desk, word: complaints(lambda: desk.catalog.exercise(word)),
    ),
    "a demand of a rule": Place(
        "catalog.overlay",
        lambda desk: desk.catalog.demands,
        lambda desk, word: _rules(desk, f"demands: [{word}]"),
        most=10,
        form=_ID,
    ),
    "an exercise of a rule": Place(
        "catalog.overlay",
        _few_exercises,
        lambda desk, word: _rules(desk, f"exercises: [{word}]"),
        form=_ID,
    ),
    "a rule that is switched off": Place(
        "catalog.overlay",
        _lifted,
        lambda desk, word: complaints(lambda: _switched_off(desk, word)),
        most=60,
    ),
    "a label": Place(
        "catalog.labels",
        lambda desk: desk.catalog.labels("en").groups["checks"],
        lambda desk, word: complaints(lambda: Labels(desk.catalog.labels("en").groups)("checks", word)),
    ),
    "an answer of a condition": Place(
        "catalog.conditions",
        lambda desk: ["health.diabetes", "devices.walking_aid", "home.stairs", "stroke.phase"],
        lambda desk, word: _rules(desk, f"when: {{{word}: [unknown]}}"),
    ),
    "a value of a condition": Place(
        "catalog.conditions",
        lambda desk: ["stick", "quad-stick", "wheelchair", "rollator"],
        lambda desk, word: _rules(desk, f"when: {{devices.walking_aid: [stick, {word}]}}"),
    ),
    "the words of a hold": Place(
        "catalog.holds",
        lambda desk: ["sore-arm", "limp-arm"],
        lambda desk, word: _table_of_holds(
            desk, "bad-or-new-pain]}, use: sore-arm", f"bad-or-new-pain]}}, use: {word}"
        ),
    ),
    "a demand of an exercise": Place(
        "catalog.demands",
        lambda desk: ["leg-moves"],
        lambda desk, word: desk.changed(_TOES, "leg-moves", word),
        form=_ID,
    ),
    "a source": Place(
        "checking.sentences",
        lambda desk: ["DM", "NICE-NG236", "BILLINGER-2014"],
        lambda desk, word: desk.changed("topics/red-flags.yaml", "source: [", f"source: [{word}, "),
    ),
    "equipment": Place(
        "checking.catalog",
        lambda desk: ["firm-chair", "walking-aid", "towel"],
        lambda desk, word: desk.changed(_TOES, "equipment: [", f"equipment: [{word}, "),
    ),
    "what an exercise trains": Place(
        "checking.catalog",
        lambda desk: list(desk.catalog.labels("en").groups["trains"])[:3],
        lambda desk, word: desk.changed(_TOES, "trains: [", f"trains: [{word}, "),
    ),
    "an easier exercise": Place(
        "checking.links",
        lambda desk: ["hand-toe-raise", "assisted-toe-raise"],
        lambda desk, word: desk.changed(_TOES, "easier: assisted-toe-raise", f"easier: {word}"),
        form=_ID,
    ),
    "an easier exercise that is nearly itself": Place(
        "checking.links",
        lambda desk: ["seated-toe-raise"],
        lambda desk, word: desk.changed(_TOES, "easier: assisted-toe-raise", f"easier: {word}"),
        form=_ID,
    ),
    "an exercise of a programme": Place(
        "checking.links",
        lambda desk: ["seated-toe-raise", "band-toe-raise", "hand-toe-raise"],
        lambda desk, word: desk.changed("programmes.yaml", "[seated-toe-raise]", f"[{word}]"),
        form=_ID,
    ),
    "an exercise of a task": Place(
        "checking.catalog",
        lambda desk: ["seated-toe-raise", "band-toe-raise"],
        lambda desk, word: desk.changed("planning.yaml", "exercises: [seated-toe-raise]", f"exercises: [{word}]"),
        form=_ID,
    ),
    "a page of a rule": Place(
        "checking.links",
        lambda desk: ["low-mood", "red-flags"],
        lambda desk, word: desk.own("rules.yaml", f"[{{{_RULE}, pages: [{word}]}}]"),
        form=_ID,
    ),
    "the exercise of a photo": Place(
        "checking.catalog", _few_exercises, lambda desk, word: desk.own(*_photo_of(word)), most=1
    ),
    "the measure that bounds a figure": Place(
        "checking.measures",
        lambda desk: ["fugl-meyer-leg", "berg", "tug"],
        lambda desk, word: desk.own("measures.yaml", _MEASURE.format(baseline=word, topic="low-mood")),
        form=_ID,
    ),
    "the page of a screen": Place(
        "checking.measures",
        lambda desk: ["low-mood", "red-flags"],
        lambda desk, word: desk.own("measures.yaml", _MEASURE.format(baseline="tug", topic=word)),
        form=_ID,
    ),
    "what a column of a log stands for": Place(
        "checking.measures",
        lambda desk: ["note", "assessor", "times_per_day"],
        lambda desk, word: desk.own("diary-columns.yaml", f"spalte: {word}\n"),
    ),
    "the person in the pictures": Place(
        "catalog.people", lambda desk: desk.catalog.people, lambda desk, word: desk.person(word), form=_ID
    ),
    "a pose": Place(
        "checking.figures",
        lambda desk: desk.catalog.poses,
        lambda desk, word: [
            each
            for each in desk.own("figures/one.yaml", f"pose: {word}\nsays: {{en: Toes lift.}}\n")
            if "look alike" not in each  # nothing moves in it
        ],
        most=2,
    ),
    "a point of a picture": Place(
        "checking.figures",
        lambda desk: ["aff.toe", "ok.heel", "aff.foot"],
        lambda desk, word: desk.changed("figures/seated-toe-raise.yaml", "zoom: {at: aff.foot", f"zoom: {{at: {word}"),
        form=r"[a-z]+(\.[a-z]+)?",
    ),
    "the pose of a picture that is drawn": Place("content.illustration", lambda desk: desk.catalog.poses, _drawn),
}
_MEASURE = """\
mine:
  title: {{en: A test of ours}}
  name: A test of ours
  short: OURS
  unit: points
  direction: up
  lowest: 0
  highest: 10
  source: [DM]
  screen: {{positive: 2, topic: {topic}, source: DM}}
  thresholds: [{{kind: detectable, value: 2, population: ours, phases: [chronic], source: DM, baseline_of: {baseline},
    from_baseline: 1}}]
"""


def _switched_off(desk: Desk, rule: str) -> object:
    folder = desk.folder / "off"
    folder.mkdir(exist_ok=True)
    (folder / "rules-off.yaml").write_text(f"[{{rule: {rule}, name: J. Marsh, reason: All stand safely here.}}]")
    return Catalog((folder, CATALOG)).switched_off


def _in_encoding(desk: Desk, encoding: str) -> list[str]:
    path = desk.folder / "list.csv"
    path.write_bytes("id,name\np-1,M\u00fcller\n".encode("windows-1252"))
    mapped = columns.ColumnMapping(encoding=encoding)
    return complaints(lambda: roster.read(path, desk.catalog.roster_columns, mapped, TODAY))


def _at_hand(desk: Desk, word: str) -> list[str]:
    from printkit.planning import plan

    asked = summary.with_wanted(desk.catalog, Options(), summary.Wanted(at_hand=(word, "chair")))
    return [each for each in complaints(lambda: plan.draft(desk.catalog, asked)) if "no exercise needs" in each]


@pytest.fixture
def asked(monkeypatch) -> set[str]:
    """Who asked for a near miss, by module."""
    found: set[str] = set()
    real = difflib.get_close_matches

    def close(word: str, known: Any, **how: Any) -> list[str]:
        frame = sys._getframe(2)
        while frame.f_globals["__name__"] == errors.__name__:  # NearMisses passes it on
            frame = frame.f_back
        found.add(frame.f_globals["__name__"].removeprefix("printkit."))
        return real(word, known, **how)

    monkeypatch.setattr(difflib, "get_close_matches", close)
    return found


@pytest.mark.parametrize("name", PLACES)
def test_what_a_hint_offers_is_right_there(desk, asked, name):
    place = PLACES[name]
    tried = 0
    for slip in slipped(_some(place.known(desk), place.most), place.form):
        asked.clear()
        problems = place.said(desk, slip)
        if not problems:
            continue  # it is understood as it is
        tried += 1
        found = offered(problems)
        barred = BARRED.search("".join(problems))
        assert found or (barred and barred[1] != slip), (slip, problems)
        assert place.site in asked
        for each in found[:: max(1, len(found) // 3)]:
            assert place.said(desk, each) == [], (slip, each)
    assert tried


def test_every_place_that_offers_a_near_miss_is_tried_here():
    """Who writes `near(...)`, or `misses.near(...)`, in another module adds it to PLACES; `errors` only passes it on."""
    calls = {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "near"
    }
    elsewhere = {"errors", "reading.records"}  # the latter in test_hints_of_words.py: every key and word of a record
    assert calls == {place.site for place in PLACES.values()} | elsewhere


def test_a_leaflet_is_never_led_to_where_it_cannot_stand(desk):
    def said(text: str) -> list[str]:
        return [each.partition(": ")[2] for each in desk.options(f"{_PATIENT}print: {{{text}}}")]

    unknown = "there is no leaflet or checklist 'abut'\n  hint: did you mean 'about'?"
    both = "{} is in add and in leave_out\n  hint: keep it in one of them"
    assert said("add: [abut], leave_out: [abut]") == [unknown, unknown, both.format("abut")]
    assert said("add: [about], leave_out: [about]") == [both.format("about")]
    warns = "cannot be left out: it says when to stop and whom to call"
    (misspelt,) = said("add: [red-flags], leave_out: [red-flag]")
    assert misspelt == f"there is no leaflet or checklist 'red-flag'\n  hint: 'red-flags' {warns}"
    (spelt,) = said("add: [red-flags], leave_out: [red-flags]")
    assert spelt == f"red-flags {warns}\n  hint: take it out of leave_out"
    assert said("add: [red-flags]") == []


@pytest.mark.parametrize("old", PrintSettings.RENAMED)
def test_a_key_that_has_another_name_now_is_taken_under_it(desk, old):
    name = "home-safety" if old == "checklists" else "about"
    (said,) = desk.options(f"{_PATIENT}print: {{{old}: [{name}]}}")
    offered = re.search(r"hint: write (\w+): in its place", said)
    assert offered
    assert desk.options(f"{_PATIENT}print: {{{offered[1]}: [{name}]}}") == []


def test_check_names_a_rule_that_would_reach_nothing(desk):
    """A clinic's own rule of an exercise that is not there would be lost, and nobody would see it."""
    said = desk.own("rules.yaml", f"[{{{_RULE}, exercises: [seated-toe-rase], demands: [leg-movs]}}]")
    assert [each.splitlines() for each in said] == [
        [f"{desk.folder}/own/rules.yaml:1: there is no demand 'leg-movs'", "  hint: did you mean 'leg-moves'?"],
        [
            f"{desk.folder}/own/rules.yaml:1: there is no exercise 'seated-toe-rase'",
            "  hint: did you mean 'seated-toe-raise'?",
        ],
    ]


def test_check_names_a_rule_that_cannot_be_switched_off(desk):
    text = "[{rule: R-0, name: J. Marsh, reason: All stand safely here.}]"
    assert "there is no rule 'R-0'" in "".join(desk.own("rules-off.yaml", text))
