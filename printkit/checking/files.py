"""`printkit check`: everything that can be said of files before they are printed, all at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog import compiled, conditions, demands, shipped
from printkit.catalog.store import Catalog
from printkit.checking import catalog as whole_catalog
from printkit.checking import prose, readability, sentences, translations
from printkit.checking.passed import Passed
from printkit.checking.report import Report
from printkit.checking.syllables import counted_by_rule
from printkit.content import explanation, kinds, ready_pictures, todo
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.errors import CatalogError, HardToRead, PrintkitError, Several, SignedTooLittle
from printkit.figures.photo import Photo
from printkit.figures.spec import Figure
from printkit.intake import folder_file, option_file, references, unnamed
from printkit.model import options
from printkit.model.records import Checklist, Exercise, Topic
from printkit.model.vocabulary import PrintProfile, Side
from printkit.outcomes.history import Checked, Done, History, Measured, Observation, Prescribed
from printkit.pipeline import Variant
from printkit.planning import exceptions, safety
from printkit.planning import plan as planning
from printkit.reading import records
from printkit.reports import report
from printkit.resources import EXAMPLES, EXAMPLES_ARE_OF, READY, TEMPLATES

PrintToCheck = tuple[str, readability.Gate, Document]
_REPORT = "report for a patient"
_WARNINGS = (HardToRead, SignedTooLittle)


def check(path: Path | None, catalog: Catalog, templates: Templates, passed: Passed | None = None) -> Report:
    """Check one path by what it looks like: a catalogue, a templates folder or an option file; None is all in use.

    Of all in use, what has `passed` before is not looked at again.
    """
    report = _checked(path, catalog, templates, passed or Passed())
    warnings = tuple(each for each in report.problems if isinstance(each, _WARNINGS))
    return replace(report, problems=tuple(each for each in report.problems if each not in warnings), warnings=warnings)


def _checked(path: Path | None, catalog: Catalog, templates: Templates, passed: Passed) -> Report:
    """The same, with the warnings among the problems."""
    if path is None:
        texts = prose.of_catalog(catalog)
        wordy = prose.problems(texts, _is_ours(catalog), whole_kinds=True)
        spoken = (
            each for folder in catalog.folders for each in translations.problems(catalog, templates, folder, passed)
        )
        said = prose.problems(prose.between(catalog, templates.folders), _is_ours(catalog), whole_kinds=False)
        slips = (*_unlike_its_files(catalog, templates), *_templates(templates, catalog))
        found = (*whole_catalog.problems(catalog, passed), *slips, *wordy, *said, *spoken)
        if any(not isinstance(each, HardToRead) for each in found):
            return Report(found, "")
        counts = ", ".join(f"{len(catalog.names(kind))} {kind}" for kind in ("exercises", "checklists", "topics"))
        summary = f"{counts}, {len(catalog.rules)} rules, {len(templates.names())} templates: no problems"
        prints = tuple(_prints(catalog, templates))
        ours = len(catalog.folders) == len(templates.folders) == 1
        report = _with_words(summary, prints, ours=ours)
        on_paper = tuple(_paragraphs(prints))
        wordy = prose.problems(on_paper, lambda _: ours, whole_kinds=True)
        spoken_words = translations.summary(catalog)
        lines = (report.summary, *prose.summary((*texts, *on_paper)), *spoken_words, *filter(None, [counted_by_rule()]))
        return Report((*found, *report.problems, *wordy), "\n".join(lines))
    if path.is_dir() and any(path.glob("**/*.md")) and not any(path.glob("*/*.yaml")):
        own = Templates((path, *templates.folders))
        problems = (*_templates(own, catalog), *_own_prose(sorted(path.rglob("*.md")), catalog))
        return Report(problems, f"{path}: {len(list(path.glob('**/*.md')))} templates, no problems")
    if path.is_dir():
        own_catalog = Catalog((path, *catalog.folders))
        files = sum(
            len(list((path / kind).glob("*.yaml"))) for kind in (*whole_catalog.KINDS, "figures", "photos", "labels")
        )
        files += sum((path / name).is_file() for name in whole_catalog.SHARED)
        files += len(list(path.glob("languages/*/*")))
        if not files:
            hint = "name the folder that holds exercises/, checklists/, topics/ ... or a folder of .md templates"
            return Report((CatalogError("holds no catalogue and no templates", where=str(path), hint=hint),), "")
        found = (
            *whole_catalog.problems(own_catalog),
            *translations.problems(own_catalog, templates, path),
            *_own_prose(sorted(path.rglob("*.yaml")), own_catalog),
        )
        return Report(found, f"{path}: {files} files, no problems")
    if path.suffix == ".md":
        own = Templates((path.parent, *templates.folders))
        return Report((*own.problems(path.name), *_own_prose([path], catalog)), f"{path}: no problems")
    entry = _entry(path, catalog)
    problems = tuple(entry if entry is not None else _options(path, catalog))
    if entry is not None:
        return Report((*problems, *_own_prose([path], catalog)), f"{path}: no problems")
    if any(not isinstance(each, _WARNINGS) for each in problems):
        return Report(problems, f"{path}: no problems")
    ours = path.resolve().is_relative_to(EXAMPLES.resolve())
    report = _with_words(f"{path}: no problems", _prints_for(path, catalog, templates, date.today()), ours=ours)
    return Report((*problems, *report.problems), "\n".join((report.summary, *_asks(path, catalog))))


def _unlike_its_files(catalog: Catalog, templates: Templates) -> Iterator[PrintkitError]:
    """What came ready with a wheel and is not what is made of its files now."""
    makers = (
        ("catalogue", catalog.folders, partial(compiled.entries, catalog)),
        ("templates", templates.folders, templates.programs),
    )
    for kind, folders, make in makers:
        if (ready := shipped.entries(kind, folders)) and ready != make():
            hint = "delete the file, and install printkit again"
            yield CatalogError(
                f"what is ready of the {kind} is not what its files say", where=str(READY / kind), hint=hint
            )
    for name in ready_pictures.unlike(catalog):
        said = f"what is ready of the picture {name} is not what is drawn now"
        yield CatalogError(said, where=str(READY / "pictures"), hint="delete the file, and install printkit again")


def _own_prose(paths: Iterable[Path], catalog: Catalog) -> Iterator[PrintkitError]:
    """What the gates of prose say of single files; how a kind reads as a whole is no matter of theirs."""
    texts = tuple(passage for path in paths for passage in prose.passages(path))
    yield from prose.problems(texts, _is_ours(catalog), whole_kinds=False)


def _is_ours(catalog: Catalog) -> Callable[[Path], bool]:
    """Whether a file is one of the shipped catalogue, or a shipped template."""
    return lambda path: sentences.is_ours(catalog, path) or path.resolve().is_relative_to(TEMPLATES.resolve())


def _paragraphs(prints: Iterable[PrintToCheck]) -> Iterator[prose.Passage]:
    """The prose of the booklets in their standard look, and of the report."""
    for name, gate, document in prints:
        if gate is readability.BOOKLET or name == _REPORT:
            kind = prose.Kind.REPORTS if name == _REPORT else prose.Kind.BOOKLET
            yield from prose.printed(kind, name, document.blocks)


def _asks(path: Path, catalog: Catalog) -> tuple[str, ...]:
    """How much the plan of an option file asks; below its band is told here and is no problem."""
    asked = options.Appearance(language="en").over(option_file.load(path, date.today()).required())
    return explanation.explain(catalog, asked, pipeline.speaker(catalog, asked)).load


def _a_to_do_list(catalog: Catalog, example: options.Options) -> Mapping[str, object]:
    voice = pipeline.speaker(catalog, example)
    line = catalog.checklist("home-safety").rooms[0]
    ticked = {f"home-safety/{line.id}/{line.lines[0].id}/no": "yes"}
    return todo.names(catalog, example, voice, ticked, "")


def _with_words(summary: str, prints: Iterable[PrintToCheck], *, ours: bool) -> Report:
    """How easy each print is to read, and where it is too hard: an error in our own words, else a warning."""
    too_hard = CatalogError if ours else HardToRead
    lines = [summary]
    problems: list[PrintkitError] = []
    for name, gate, document in prints:
        if document.language != prose.LANGUAGE:  # a formula of English says nothing of it
            lines.append(f"{name}: not measured, as it is in the language {document.language!r}")
            continue
        counted = readability.measure(document)
        problems += [too_hard(f"{name}: {what}", hint=_EASIER) for what in readability.complaints(counted, gate)]
        lines.append(readability.summary(name, counted))
        if gate is readability.BOOKLET:
            items = readability.pemat(document)
            missed = ", ".join(item for item, met in items if not met) or "none"
            met = sum(met for _, met in items)
            lines.append(f"{name}: {met} of {len(items)} items of PEMAT-P that a program can check; missed: {missed}")
    return Report(tuple(problems), "\n".join(lines))


_EASIER = "use shorter sentences and shorter words"


def _prints(catalog: Catalog, templates: Templates) -> Iterator[PrintToCheck]:
    """The booklets of the shipped examples, as they are and for a reader with aphasia, every checklist, a report."""
    for file in sorted(EXAMPLES.glob("*.yaml")):
        if "patient" in records.keys_of(file):
            yield from _prints_for(file, catalog, templates, EXAMPLES_ARE_OF)
    for name in catalog.names("checklists"):
        someone = unnamed.checklist(
            catalog, "left", options.Clinic(), None, stick=False, lives_alone=None, today=date.today()
        )
        extra = unnamed.checklist_names(catalog, name, ())
        yield (
            name,
            readability.SAFETY,
            pipeline.make(kinds.KINDS["checklist"], catalog, templates, someone, Variant(names=extra)).document,
        )
    example = option_file.load(EXAMPLES / "foot-drop.yaml", EXAMPLES_ARE_OF).required()
    for name, look, gate in (
        (_REPORT, PrintProfile.STANDARD, readability.BOOKLET),
        (f"{_REPORT}, {PrintProfile.APHASIA}", PrintProfile.APHASIA, readability.APHASIA),
    ):
        asked = replace(example, print=replace(example.print, profile=look))
        yield name, gate, _report(report.Audience.PATIENT, catalog, templates, asked)


def _prints_for(file: Path, catalog: Catalog, templates: Templates, today: date) -> Iterator[PrintToCheck]:
    sample = option_file.load(file, today).required()
    for profile, gate in ((PrintProfile.STANDARD, readability.BOOKLET), (PrintProfile.APHASIA, readability.APHASIA)):
        asked = replace(sample, print=replace(sample.print, profile=profile))
        document = pipeline.make(kinds.KINDS["booklet"], catalog, templates, asked).document
        yield f"{file.name}, {profile}", gate, document


def _entry(path: Path, catalog: Catalog) -> Iterator[PrintkitError] | None:
    """The problems of one exercise, checklist, topic or picture, told by a key that only it has; None for an option file."""
    keys = records.keys_of(path)
    if "class" in keys:
        exercise = records.load(Exercise, path, {"id": path.stem})
        demands.suggest(exercise, catalog.demands)
        return chain(exercise.problems, sentences.wording(catalog, exercise), whole_catalog.entry(catalog, exercise))
    if "rooms" in keys:
        checklist = records.load(Checklist, path, {"id": path.stem})
        found = whole_catalog.checklist(catalog, checklist)
        return chain(checklist.problems, sentences.wording(catalog, checklist), conditions.problems(checklist), found)
    if "chapter" in keys:
        topic = records.load(Topic, path, {"id": path.stem})
        more = whole_catalog.topic(catalog, topic)
        return chain(topic.problems, sentences.wording(catalog, topic), conditions.problems(topic), more)
    if "pose" in keys:
        picture = records.load(Figure, path, {"id": path.stem})
        return chain(picture.problems, whole_catalog.figure(catalog, picture))
    if "flip" in keys:
        photo = records.load(Photo, path, {"id": path.stem})
        beside = Catalog((path.parent.parent, *catalog.folders))  # its exercise may be the clinic's own
        return chain(photo.problems, whole_catalog.own_photo(beside, photo))
    if path.name == folder_file.NAME:
        return folder_file.problems(path)
    if path.name in whole_catalog.SHARED:  # read with the rest of its folder: what it names must be there
        others = tuple(folder for folder in catalog.folders if folder.resolve() != path.parent.resolve())
        found = whole_catalog.problems(Catalog((path.parent, *others)))
        return (each for each in found if each.where.startswith(str(path)))
    if keys and set(keys) <= set(options.Clinic.__struct_fields__):
        return iter(records.load(options.Clinic, path).problems)
    return None


def _templates(templates: Templates, catalog: Catalog) -> Iterator[PrintkitError]:
    """Each template by itself, then, when all can be read, each kind printed for the example patient."""
    found = list(templates.problems())
    yield from found
    if found:
        return
    example = option_file.load(EXAMPLES / "foot-drop.yaml", EXAMPLES_ARE_OF).required()
    for kind in kinds.KINDS.values():
        names: Mapping[str, object] = {}
        if kind.name == "checklist":
            names = unnamed.checklist_names(catalog, "home-safety", ())
        elif kind.name == "leaflet":
            names = unnamed.leaflet_names(catalog, "after-a-fall")
        elif kind.name == "todo":
            names = _a_to_do_list(catalog, example)
        sample = unnamed.only("seated-toe-raise", example) if kind.name == "handout" else example
        try:
            pipeline.make(kind, catalog, templates, sample, Variant(names=names, clinician=True))
        except PrintkitError as error:
            error.where = error.where or f"{kind.name}.{sample.language}.md"
            yield error
    for audience, kind in report.KINDS.items():
        try:
            _report(audience, catalog, templates, example)
        except PrintkitError as error:
            error.where = error.where or f"{kind.name}.{example.language}.md"
            yield error


def _report(audience: report.Audience, catalog: Catalog, templates: Templates, example: options.Options) -> Document:
    """A report of two weeks in which everything happened, so that no part of a template stays unread."""
    first = date(2026, 11, 2)
    last = first + timedelta(days=13)
    days = [first + timedelta(days=offset) for offset in (0, 1, 2, 7, 8, 9)]
    whose = example.patient.id if example.patient else ""
    history = History(
        patient=whose,
        done=tuple(Done(day=day, exercise="seated-toe-raise", sets=1, minutes=5, effort=4, pain=2) for day in days),
        noted=tuple(
            Observation(day=day, what=what, value=int(what == "falls"))
            for day in days
            for what in ("falls", "foot-drop")
        ),
        checked=(Checked(day=first, what="skin", all_well=True),),
        measured=tuple(
            Measured(day=day, measure=name, value=value, side=Side.LEFT, assessor="A. Therapist", aid="stick")
            for name, measure in catalog.measures.items()
            for day, value in ((first, measure.lowest), (last, measure.highest or measure.lowest + 1))
        ),
        prescribed=(Prescribed(exercise="seated-toe-raise", starts_on=first),),
    )
    return report.laid_out(audience, catalog, templates, example, history, first, last, last).laid.document


def _options(path: Path, catalog: Catalog) -> Iterator[PrintkitError]:
    """An option file, as far as the rules would let it be printed."""
    loaded = option_file.load(path, date.today())
    yield from loaded.problems
    if loaded.record is None:
        return
    try:
        pipeline.logo(loaded.record, catalog.labels("en"))
    except PrintkitError as error:
        yield error
    refused = list(references.problems(loaded.record, catalog, loaded.where))
    yield from refused
    if not refused:
        try:
            asked = planning.signed(catalog, loaded.record)
            plan = planning.draft(catalog, asked)
            cleared = safety.review(plan, asked, catalog.rules, catalog.exercise, catalog.questions)
            yield from _signatures(cleared, asked, loaded.where)
        except Several as several:
            yield from several.problems
        except PrintkitError as error:
            yield error


def _signatures(
    cleared: safety.Cleared, asked: options.Options, where: Callable[..., str]
) -> Iterator[SignedTooLittle]:
    """Exceptions that are void, or that do not say what they were given on; with their lines."""

    def place(signed: exceptions.Signed) -> str:
        if isinstance(signed, options.Override):
            return where("overrides", asked.overrides.index(signed))
        return where("health", "cleared", asked.health.cleared.index(signed))

    for void in cleared.void:
        yield SignedTooLittle(exceptions.is_void(void), where=place(void.signed))
    for loose in cleared.loose:
        yield SignedTooLittle(exceptions.is_loose(loose), where=place(loose.signed))
