"""`printkit check`: everything that can be said of files before they are printed, all at once."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct

from printkit import catalog_checks, conditions, general, options, pipeline, reading, references, safety
from printkit import plan as planning
from printkit.catalog import Catalog
from printkit.compose import Templates
from printkit.errors import CatalogError, PrintkitError, Several
from printkit.figures.photo import Photo
from printkit.figures.spec import Figure
from printkit.model import Checklist, Exercise, Topic
from printkit.shipped import EXAMPLES


class Report(Struct, frozen=True):
    """What was found, or what was looked at when nothing was."""

    problems: tuple[PrintkitError, ...]
    summary: str


def check(path: Path | None, catalog: Catalog, templates: Templates) -> Report:
    """Check one path by what it looks like: a catalogue, a templates folder or an option file; None is all in use."""
    if path is None:
        problems = (*catalog_checks.problems(catalog), *_templates(templates, catalog))
        counts = ", ".join(f"{len(catalog.names(kind))} {kind}" for kind in ("exercises", "checklists", "topics"))
        summary = f"{counts}, {len(catalog.rules)} rules, {len(templates.names())} templates: no problems"
        return Report(problems, summary) if not problems else Report(problems, "")
    if path.is_dir() and any(path.glob("**/*.md")) and not any(path.glob("*/*.yaml")):
        problems = tuple(_templates(Templates((path, *templates.folders)), catalog))
        return Report(problems, f"{path}: {len(list(path.glob('**/*.md')))} templates, no problems")
    if path.is_dir():
        own_catalog = Catalog((path, *catalog.folders))
        found = sum(
            len(list((path / kind).glob("*.yaml"))) for kind in (*catalog_checks.KINDS, "figures", "photos", "labels")
        )
        found += sum((path / name).is_file() for name in catalog_checks.SHARED)
        if not found:
            hint = "name the folder that holds exercises/, checklists/, topics/ ... or a folder of .md templates"
            return Report((CatalogError("holds no catalogue and no templates", where=str(path), hint=hint),), "")
        return Report(tuple(catalog_checks.problems(own_catalog)), f"{path}: {found} files, no problems")
    if path.suffix == ".md":
        own = Templates((path.parent, *templates.folders))
        return Report(tuple(own.problems(path.name)), f"{path}: no problems")
    entry = _entry(path, catalog)
    return Report(tuple(entry if entry is not None else _options(path, catalog)), f"{path}: no problems")


def _entry(path: Path, catalog: Catalog) -> Iterator[PrintkitError] | None:
    """The problems of one exercise, checklist, topic or picture, told by a key that only it has; None for an option file."""
    keys = reading.keys_of(path)
    if "class" in keys:
        exercise = reading.load(Exercise, path, {"id": path.stem})
        return chain(exercise.problems, catalog_checks.wording(exercise), catalog_checks.entry(catalog, exercise))
    if "rooms" in keys:
        checklist = reading.load(Checklist, path, {"id": path.stem})
        found = catalog_checks.checklist(catalog, checklist)
        return chain(checklist.problems, catalog_checks.wording(checklist), conditions.problems(checklist), found)
    if "chapter" in keys:
        topic = reading.load(Topic, path, {"id": path.stem})
        more = catalog_checks.topic(catalog, topic)
        return chain(topic.problems, catalog_checks.wording(topic), conditions.problems(topic), more)
    if "pose" in keys:
        picture = reading.load(Figure, path, {"id": path.stem})
        return chain(picture.problems, catalog_checks.figure(catalog, picture))
    if "flip" in keys:
        photo = reading.load(Photo, path, {"id": path.stem})
        return chain(photo.problems, catalog_checks.own_photo(catalog, photo))
    if keys and set(keys) <= set(options.Clinic.__struct_fields__):
        return iter(reading.load(options.Clinic, path).problems)
    return None


def _templates(templates: Templates, catalog: Catalog) -> Iterator[PrintkitError]:
    """Each template by itself, then, when all can be read, each kind printed for the example patient."""
    found = list(templates.problems())
    yield from found
    if found:
        return
    example = options.load(EXAMPLES / "foot-drop.yaml", date.today()).required()
    for kind in pipeline.KINDS.values():
        names = general.checklist_names(catalog, "home-safety", ()) if kind.name == "checklist" else None
        sample = general.only("seated-toe-raise", example) if kind.name == "handout" else example
        try:
            pipeline.make(kind, catalog, templates, sample, names, clinician=True)
        except PrintkitError as error:
            error.where = error.where or f"{kind.name}.{sample.language}.md"
            yield error


def _options(path: Path, catalog: Catalog) -> Iterator[PrintkitError]:
    """An option file, as far as the rules would let it be printed."""
    loaded = options.load(path, date.today())
    yield from loaded.problems
    if loaded.record is None:
        return
    try:
        pipeline.logo(loaded.record)
    except PrintkitError as error:
        yield error
    unknown = list(references.unknown_names(loaded.record, catalog, loaded.where))
    yield from unknown
    if not unknown:
        try:
            safety.review(planning.draft(catalog, loaded.record), loaded.record, catalog.rules, catalog.exercise)
        except Several as several:
            yield from several.problems
        except PrintkitError as error:
            yield error
