"""What can be wrong with a whole catalogue: its links, its sources, its rules."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import cast

from printkit.catalog import citations, conditions, demands, doses, people, plain_language, skin
from printkit.catalog.store import Catalog
from printkit.checking import captions, figures, links, photos
from printkit.checking.measures import columns, measures, tracked
from printkit.checking.passed import Passed
from printkit.checking.sentences import alternative_text, unknown_sources, wording
from printkit.errors import CatalogError, PrintkitError, Several, near
from printkit.figures.people import Person
from printkit.figures.photo import Photo
from printkit.figures.spec import Figure, Stance
from printkit.model.holding import Holds
from printkit.model.planning import Band, Planning, Task
from printkit.model.records import (
    PRACTICE_DOSE,
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
from printkit.model.vocabulary import Evidence, Position
from printkit.outcomes.measures import Measure, Tracked
from printkit.reading import records as reading
from printkit.reading.records import Loaded

KINDS = ("exercises", "checklists", "topics")
SHARED = (
    "rules.yaml",
    "programmes.yaml",
    "sources.yaml",
    "regions.yaml",
    "wear-in.yaml",
    "skin-look.yaml",
    "planning.yaml",
    "rules-off.yaml",
    "reviews.yaml",
    "roster-columns.yaml",
    "questions.yaml",
    "poses.yaml",
    "people.yaml",
    "plain-words.yaml",
    "demands.yaml",
    "holds.yaml",
    "measures.yaml",
    "tracked.yaml",
    "diary-columns.yaml",
    "search-words.yaml",
)


def problems(catalog: Catalog, passed: Passed | None = None) -> Iterator[PrintkitError]:
    """Every problem of a whole catalogue: each file by itself, then the files held against each other.

    A picture that has `passed` before is not drawn again.
    """
    exercises = dict(_read(catalog, Exercise, "exercises"))
    checklists = dict(_read(catalog, Checklist, "checklists"))
    topics = dict(_read(catalog, Topic, "topics"))
    shared = tuple(_shared(catalog))
    every: tuple[Loaded[object], ...] = (*exercises.values(), *checklists.values(), *topics.values(), *shared)
    for loaded in every:
        yield from loaded.problems
        yield from _file_name(loaded.path)
        if loaded.path.parent.name in KINDS or loaded.path.name in ("rules.yaml", "holds.yaml", "skin-look.yaml"):
            yield from wording(catalog, loaded)
        yield from conditions.problems(loaded)
    if any(loaded.problems for loaded in shared):
        return  # what follows holds files against each other and needs all of the shared ones
    reworded = list(_labels(catalog))
    yield from reworded
    if reworded:
        return
    yield from links.rules(catalog, shared)
    yield from links.switched_off(catalog, shared)
    yield from links.search_words(exercises, shared)
    yield from _whole(catalog, shared)
    yield from _sources(catalog, shared)
    yield from measures(catalog, shared)
    yield from tracked(catalog, shared)
    yield from columns(shared)
    yield from _figures(catalog, exercises, passed or Passed())
    yield from links.ladders(exercises)
    yield from links.programmes(exercises, shared)
    yield from _planning(catalog, shared)
    for exercise in exercises.values():
        yield from entry(catalog, exercise)
    for one in topics.values():
        yield from topic(catalog, one)
    for each in checklists.values():
        yield from checklist(catalog, each)


def _figures(catalog: Catalog, exercises: Mapping[str, Loaded[Exercise]], passed: Passed) -> Iterator[PrintkitError]:
    """Every exercise has a picture, and every picture shows what a body can do."""
    for name, exercise in exercises.items():
        if catalog.path("figures", name) is None and catalog.path("photos", name) is None:
            hint = f"write figures/{name}.yaml beside the exercises; 'printkit figure show {name}' draws it"
            yield CatalogError("there is no picture of this exercise", where=str(exercise.path), hint=hint)
    for name, loaded in _read(catalog, Figure, "figures"):
        yield from _moments(loaded, exercises[name].record if name in exercises else None)
        yield from loaded.problems
        yield from _file_name(loaded.path)
        yield from figure(catalog, loaded, passed)
    for name, photo in _read(catalog, Photo, "photos"):
        if name not in exercises:
            hint = f"its name is that of an exercise; {near(name, exercises)}"
            yield CatalogError(f"there is no exercise {name!r}", where=str(photo.path), hint=hint)
        yield from photo.problems
        yield from _file_name(photo.path)
        yield from own_photo(catalog, photo)


def figure(catalog: Catalog, loaded: Loaded[Figure], passed: Passed | None = None) -> Iterator[PrintkitError]:
    """What is wrong with a picture file that can be read."""
    yield from alternative_text(catalog, loaded)
    yield from captions.problems(catalog, loaded)
    drawn = loaded.record, catalog.poses.get(loaded.record.pose) if loaded.record is not None else None
    yield from (passed or Passed()).problems(partial(figures.problems, loaded, catalog.poses), "figure", *drawn)


def _moments(picture: Loaded[Figure], exercise: Exercise | None) -> Iterator[PrintkitError]:
    """A picture says for every step what it shows, or for none."""
    if exercise is None or picture.record is None or not picture.record.steps:
        return
    said = len(picture.record.steps)
    for language, text in exercise.text.items():
        if len(text.steps) != said:
            message = f"{said} steps have a picture, the exercise has {len(text.steps)} ({language})"
            yield CatalogError(message, where=picture.where("steps"), hint="name a moment for each step, or none")


def own_photo(catalog: Catalog, loaded: Loaded[Photo]) -> Iterator[PrintkitError]:
    """A photo whose file cannot be printed, or that leaves patients of one side without a picture."""
    photo = loaded.record
    yield from alternative_text(catalog, loaded)
    if photo is None:
        return
    from printkit.content.bitmaps import load_photo  # Pillow's formats take long to import

    try:
        load_photo(loaded.path.parent / photo.file)
    except PrintkitError as error:
        error.where = f"{loaded.where('file')}: {error.where}"
        yield error
    if photo.id in catalog.names("exercises"):
        try:
            exercise = catalog.exercise(photo.id)
        except PrintkitError:
            return  # what is wrong with it is told where it stands
        where = {key: loaded.where(key) for key in ("says", "flip")}
        yield from photos.shortfalls(catalog, photo, exercise, where)


def _read(catalog: Catalog, record: type[reading.T], kind: str) -> Iterator[tuple[str, Loaded[reading.T]]]:
    for name in catalog.names(kind):
        path = catalog.path(kind, name)
        if path is not None:
            loaded = reading.load(record, path, {"id": name})
            demands.suggest(loaded, catalog.demands)
            yield name, loaded


def _shared(catalog: Catalog) -> Iterator[Loaded[object]]:
    for path in catalog.shared_files("rules.yaml"):
        yield reading.load_sequence(Rule, path)
    for name, record in (
        ("programmes.yaml", Programme),
        ("sources.yaml", Source),
        ("regions.yaml", Region),
        ("poses.yaml", Stance),
        ("people.yaml", Person),
        ("plain-words.yaml", PlainWord),
        ("demands.yaml", Demand),
        ("questions.yaml", Question),
        ("search-words.yaml", SearchWord),
        ("measures.yaml", Measure),
        ("tracked.yaml", Tracked),
    ):
        for path in catalog.shared_files(name):
            yield reading.load_mapping(record, path)
    for name in ("roster-columns.yaml", "diary-columns.yaml"):
        for path in catalog.shared_files(name):
            yield reading.load_mapping(str, path)
    for path in catalog.shared_files("wear-in.yaml"):
        yield reading.load(WearIn, path)
    for path in catalog.shared_files("skin-look.yaml"):
        yield reading.load(SkinLook, path)
    for path in catalog.shared_files("rules-off.yaml"):
        yield reading.load_sequence(SwitchedOff, path)
    for path in catalog.shared_files("reviews.yaml"):
        yield reading.load_mapping(Review, path)
    for path in catalog.shared_files("holds.yaml"):
        yield reading.load(Holds, path)
    for path in catalog.shared_files("planning.yaml"):
        yield reading.load(Planning, path)
    for language in catalog.languages:
        for path in catalog.shared_files(f"labels/{language}.yaml"):
            yield reading.load_mapping(Mapping[str, str], path)  # type: ignore[type-abstract]


def _whole(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A person shows which limb is weak, a table of holds has words for everybody, the skin sheet for every place; and both name their sources."""
    for loaded in shared:
        if isinstance(loaded.record, Holds):
            yield from catalog.hold_slips(cast("Loaded[Holds]", loaded))
        if loaded.path.name == "people.yaml":
            yield from people.slips(cast("Loaded[dict[str, Person]]", loaded))
        if isinstance(loaded.record, SkinLook):
            yield from skin.problems(cast("Loaded[SkinLook]", loaded))
        if isinstance(loaded.record, Holds | SkinLook | WearIn):
            yield from unknown_sources(catalog, loaded.record.source, loaded, "source")


def _sources(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A source whose address no clinician would trust, and two tags for one thing."""
    twins = dict(citations.twins(catalog.sources))
    for loaded in shared:
        if loaded.path.name != "sources.yaml" or not isinstance(loaded.record, dict):
            continue
        for tag, source in loaded.record.items():
            if citations.doubtful(source):
                hint = "give the publisher's own page, a doi or a pmid"
                where = loaded.where(tag, "address")
                yield CatalogError(f"{tag} is at an address of copies or mirrors", where=where, hint=hint)
            if tag in twins:
                hint = "name one tag everywhere, or tell the sections apart"
                yield CatalogError(f"{tag} is the same as {twins[tag]}", where=loaded.where(tag), hint=hint)


def _labels(catalog: Catalog) -> Iterator[PrintkitError]:
    for language in catalog.languages:
        try:
            catalog.labels(language)
        except Several as several:
            yield from several.problems
        except PrintkitError as error:
            yield error


def _file_name(path: Path) -> Iterator[PrintkitError]:
    if path.parent.name in (*KINDS, "figures", "photos") and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        hint = "the file name is the id: small letters, digits and single hyphens"
        yield CatalogError("the file name is no id", where=str(path), hint=hint)


def entry(catalog: Catalog, loaded: Loaded[Exercise]) -> Iterator[PrintkitError]:
    """What an exercise says that the rest of the catalogue does not bear out; nothing when it could not be read."""
    exercise = loaded.record
    if exercise is None:
        return
    labels = catalog.labels("en")
    for key in ("equipment", "trains"):
        for index, word in enumerate(getattr(exercise, key)):
            known = labels.groups.get(key, {})
            if word not in known:
                message = f"labels have no words for the {key} {word!r}"
                yield CatalogError(message, where=loaded.where(key, index), hint=near(word, known))
    yield from catalog.slips(exercise)
    for language, text in exercise.text.items():
        for index, step in enumerate(text.steps):
            if language == "en" and plain_language.two_actions(step, catalog.actions):
                hint = "write one action a step; what comes before stands in hold_on"
                yield CatalogError(
                    f"a step asks for 2 things: {step!r}",
                    where=loaded.where("text", language, "steps", index),
                    hint=hint,
                )
    for each in doses.beyond(exercise, exercise.dose, catalog.planning):
        message = f"its own dose is out of its limits: {each.says}"
        yield CatalogError(
            message, where=loaded.where("dose", each.part), hint=f"give {each.bound}, or change the limit"
        )
    yield from unknown_sources(catalog, exercise.source, loaded, "source")
    if exercise.dose_basis != PRACTICE_DOSE and exercise.dose_basis not in catalog.sources:
        message = f"dose_basis is {exercise.dose_basis!r}"
        yield CatalogError(message, where=loaded.where("dose_basis"), hint="give a source tag, or: common practice")
    if exercise.evidence is Evidence.E5:
        hint = "complementary treatments are topics, never exercises"
        yield CatalogError("evidence is 'E5'", where=loaded.where("evidence"), hint=hint)
    if bool(exercise.reviewed_by) != (exercise.reviewed_on is not None):
        hint = "a review has a name and a date"
        yield CatalogError("reviewed_by and reviewed_on belong together", where=loaded.where("reviewed_by"), hint=hint)


def _planning(catalog: Catalog, shared: tuple[Loaded[object], ...]) -> Iterator[PrintkitError]:
    """A band that is upside down, and sources and exercises of planning.yaml that are not there."""
    for loaded in shared:
        if not isinstance(loaded.record, Planning):
            continue
        found = loaded.record
        both: tuple[tuple[str, tuple[Band | Task, ...]], ...] = (("bands", found.bands), ("tasks", found.tasks))
        for key, entries in both:
            for index, each in enumerate(entries):
                yield from unknown_sources(catalog, each.source, loaded, key, index, "source")
                steps = (each.low, *each.target, *(() if each.high is None else (each.high,)))
                if list(steps) != sorted(steps):
                    hint = "low, the two of target and high go up"
                    yield CatalogError(f"the figures are {steps}", where=loaded.where(key, index), hint=hint)
        grouped = [position for group in found.positions for position in group]
        if grouped and sorted(grouped) != sorted(Position):
            hint = "name each of these once: " + ", ".join(Position)
            yield CatalogError("positions do not hold every position once", where=loaded.where("positions"), hint=hint)
        known = catalog.names("exercises")
        for index, task in enumerate(found.tasks):
            for name in task.exercises:
                if name not in known:
                    where = loaded.where("tasks", index, "exercises")
                    yield CatalogError(f"there is no exercise {name!r}", where=where, hint=near(name, known))
        yield from unknown_sources(catalog, found.effort.source, loaded, "effort", "source")
        yield from unknown_sources(catalog, found.moving_up.source, loaded, "moving_up", "source")


def topic(catalog: Catalog, loaded: Loaded[Topic]) -> Iterator[PrintkitError]:
    """What a topic says that the rest of the catalogue does not bear out."""
    if loaded.record is None:
        return
    yield from unknown_sources(catalog, loaded.record.source, loaded, "source")
    for language, text in loaded.record.text.items():
        for index, part in enumerate(text.parts):
            if not (part.say or part.terms or part.list or part.steps or part.draw_on or part.write):
                where = loaded.where("text", language, "parts", index)
                hint = "give it say:, list:, steps:, terms:, draw_on: or write:"
                yield CatalogError("a part says nothing", where=where, hint=hint)
            if part.choices and (
                len(part.choices) != len(part.list)
                or not all(each.endswith("?") for each in (*part.list, *part.choices))
            ):
                where = loaded.where("text", language, "parts", index, "choices")
                hint = "ask one closed question for each question of list:, in its order"
                yield CatalogError("choices: goes with a list: of questions, one for each", where=where, hint=hint)
            if part.figure and catalog.figure(part.figure) is None:
                where = loaded.where("text", language, "parts", index, "figure")
                hint = near(part.figure, catalog.names("figures"))
                yield CatalogError(f"there is no picture {part.figure!r}", where=where, hint=hint)
            if part.figure_steps and (len(part.figure_steps) != 2 or max(part.figure_steps) > len(part.steps)):
                where = loaded.where("text", language, "parts", index, "figure_steps")
                hint = f"name 2 of the steps 1 to {len(part.steps)}, as [1, 2]: one for each picture"
                yield CatalogError("figure_steps does not name 2 steps of its part", where=where, hint=hint)
            for number, each in enumerate(part.draw_on):
                if each.pose not in catalog.poses:
                    where = loaded.where("text", language, "parts", index, "draw_on", number)
                    hint = near(each.pose, catalog.poses)
                    yield CatalogError(f"there is no pose {each.pose!r}", where=where, hint=hint)


def checklist(catalog: Catalog, loaded: Loaded[Checklist]) -> Iterator[PrintkitError]:
    """What a checklist says that the rest of the catalogue does not bear out."""
    if loaded.record is None:
        return
    for number, room in enumerate(loaded.record.rooms):
        for index, line in enumerate(room.lines):
            yield from unknown_sources(catalog, line.source, loaded, "rooms", number, "lines", index, "source")
            if line.matters_to and line.matters is None:
                where = loaded.where("rooms", number, "lines", index, "matters_to")
                yield CatalogError(
                    f"{line.id} says whom it matters to, not how much", where=where, hint="give matters: 1, 2 or 3"
                )
