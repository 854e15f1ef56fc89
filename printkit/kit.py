"""The public face: all that another program, the command line included, needs to print. See docs/python.md.

Every print is made by `pipeline`, so there is no way past safety. Heavy parts that few callers need are imported when
they are asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, msgpack
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.remembered import Memory
from printkit.catalog.store import Catalog
from printkit.content.kinds import KINDS
from printkit.content.templates import Templates
from printkit.document import Document
from printkit.errors import DiaryError, OptionsError, raise_all, to_install
from printkit.intake import unnamed
from printkit.intake.common import CommonFacts
from printkit.model.options import IN_ITSELF, Appearance, Clinic, Options, Override
from printkit.model.vocabulary import Side
from printkit.pipeline import Made, Variant
from printkit.planning.safety import Cleared
from printkit.reading import records
from printkit.resources import CATALOG, EXAMPLES, TEMPLATES
from printkit.sheets.geometry import Sheet

if TYPE_CHECKING:
    from printkit.checking.report import Report
    from printkit.content.explanation import Explanation, ToSign
    from printkit.diary.database import Diary
    from printkit.intake.folder_file import FolderSettings
    from printkit.intake.roster import Row
    from printkit.outcomes.history import Entry, History, Sheets
    from printkit.planning.summary import Summary, Wanted
    from printkit.printing.sets import Piece, SetInOne
    from printkit.reading.columns import ColumnMapping
    from printkit.reports.report import Audience

_AS_IT_IS = Appearance()
_NOBODY = Clinic()


class Print(Struct, frozen=True, kw_only=True):
    """A finished PDF, with what was decided on the way to it. Only `Printkit` makes one."""

    pdf: bytes
    pages: int
    cleared: Cleared  # the plan as safety left it, with every finding
    document: Document
    sheets: tuple[Sheet, ...]  # the pages with boxes to tick: where each box lies, in millimetres

    @property
    def charts(self) -> "Sheets | None":
        """What `Diary.printed` notes of its sheets; None where there is nothing to tick, or it is for nobody in particular."""
        from printkit.sheets import issued

        return issued.sheets_of(self.document, self.cleared.options, self.sheets)

    def save(self, path: str | Path, *, password: str = "") -> Path:
        """Write the PDF, whole or not at all, readable by its owner only; returns where.

        With a password it is locked with AES-256, which takes the extra password. A folder that is not
        there is made. Raises TakenError when a file of that name is there that is no untouched print of printkit, as a
        form that was filled in; OutputError when the folder is closed or full.
        """
        from printkit.printing import files

        data = self.pdf
        if password:
            from printkit.printing import encryption

            data = encryption.checked(self.pdf, password)
        files.write(data, Path(path))
        return Path(path)


class NextChart(Struct, frozen=True, kw_only=True):
    """A chart that goes on where the last one ended."""

    chart: Print
    goes_on: bool  # whether anything was recorded since the plan began; if not, this is week 1
    late: date | None  # the last day of its first week, where that lies before the day of printing
    behind: str  # falls that the history holds and the answers do not know of; "" where there are none
    agree: str = ""  # what it says of falls and bad pain before it, to which a clinic must have agreed; else ""


class Printkit:
    """A catalogue and templates, and everything that can be printed from them.

    `catalog` and `templates` are a clinic's own folders, laid over the shipped ones; `today` stands in where an option
    file names no day of printing, and is the day of the computer when it is left out; `clinic` is the clinic of all
    option files that name none; `memory` is a folder of the user's where `remember` keeps what was made of the catalogue.
    """

    def __init__(
        self,
        *,
        catalog: str | Path | None = None,
        templates: str | Path | None = None,
        today: date | None = None,
        clinic: Clinic | None = None,
        memory: Path | None = None,
    ) -> None:
        self._memory = memory
        self._catalog_folders = (*_given(catalog), CATALOG)
        self._template_folders = (*_given(templates), TEMPLATES)
        self.today = today or date.today()
        self.clinic = clinic
        self.language = "en"  # in which it explains and asks; what a print says is for its options to say

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue in use. Its files are read when they are first needed."""
        return Catalog(self._catalog_folders, memory=Memory(self._memory, "catalogue", self._catalog_folders))

    @cached_property
    def templates(self) -> Templates:
        """The templates in use."""
        return Templates(self._template_folders, memory=Memory(self._memory, "templates", self._template_folders))

    def remember(self) -> None:
        """Keep catalogue and templates in the folder `memory`, if they were read: they are there at once the next time.

        Nothing of a patient is in it, and nothing is said where it cannot be kept.
        """
        if "catalog" in vars(self) and self.catalog.memory.is_wanted:
            from printkit.catalog import compiled

            self.catalog.memory.keep(self.catalog.memory.shipped or compiled.entries(self.catalog))
        if "templates" in vars(self) and self.templates.memory.is_wanted:
            self.templates.memory.keep(self.templates.memory.shipped or self.templates.programs())

    def speaking(self, language: str) -> "Printkit":
        """The same face, catalogue and templates for who reads another language: it explains and asks in that one."""
        if language == self.language:
            return self
        from copy import copy

        _ = self.catalog, self.templates  # read once, for both
        found = copy(self)
        found.language = language
        return found

    # --- what is known

    def options(self, source: str | Path | bytes | Mapping[str, object]) -> Options:
        """The options of one patient, from an option file, its bytes, or from the same groups as a mapping.

        Bytes may name no other file: no logo, and a clinic file only where `clinic` stands in for it.

        Raises OptionsError or Several: every problem with its file and line, and every name that the catalogue lacks.
        """
        from printkit.intake import option_file, references  # a print for nobody in particular has none

        if isinstance(source, Mapping):
            loaded = records.from_values(Options, source, "options", option_file.NOT_IN_FILES, OptionsError)
            found = option_file.completed(loaded, self.today, CommonFacts(clinic=self.clinic))
        elif isinstance(source, bytes):
            found = option_file.of_bytes(source, self.today, CommonFacts(clinic=self.clinic))
        else:
            found = option_file.load(Path(source), self.today, CommonFacts(clinic=self.clinic))
        raise_all(found.problems)
        read = found.required()
        raise_all(references.problems(read, self.catalog, found.where))
        return read

    def roster(self, path: str | Path, mapping: "ColumnMapping | None" = None) -> "Iterator[Row]":
        """Every patient of a list, row by row: options, or the problems of the row.

        Raises OptionsError for what is wrong with the list as a whole.
        """
        from printkit.intake import roster
        from printkit.reading.columns import ColumnMapping

        columns, common = self.catalog.roster_columns, CommonFacts(clinic=self.clinic)
        return roster.rows(Path(path), columns, mapping or ColumnMapping(), self.today, common)

    # --- what is printed

    def booklet(
        self, options: Options, *, clinician: bool = False, look: Appearance = _AS_IT_IS, twin: str = ""
    ) -> Print:
        """The exercise booklet; with `clinician`, the pages on rules, doses and sources at its end.

        With `twin` each page faces the same one in that language, as in the other prints that take it, and the chart is
        left to its own file. Raises Unsafe when a safety rule forbids it or lacks an answer, TemplateError when a template lost a warning,
        OptionsError for a leaflet or checklist of `look.add` that the catalogue does not have.
        """
        from printkit.intake import references

        raise_all(references.unknown_leaflets(look.add, self.catalog))
        return self._make("booklet", look.over(options), Variant(clinician=clinician), twin)

    def chart(self, options: Options, *, weeks: int | None = None, look: Appearance = _AS_IT_IS) -> Print:
        """The tracking chart alone, for so many weeks (1 to 12) or as many as the options say. Raises as `booklet`."""
        return self._make("chart", look.over(_with_weeks(options, weeks)), pipeline.PLAIN)

    def next_chart(
        self,
        options: Options,
        history: "History",
        *,
        weeks: int | None = None,
        look: Appearance = _AS_IT_IS,
        where: str = "options",
        begin: int | None = None,
        new: "Iterable[Entry]" = (),
    ) -> "NextChart":
        """The chart of the weeks after the last one in a history, or from the week `begin` of the plan on.

        `where` names the options in a message; `new` are entries that the history does not hold yet: of falls and bad pain
        among them the chart speaks, too. Raises OptionsError when the plan has no first day, and as `booklet`.
        """
        from printkit.diary import next_sheets

        asked = look.over(_with_weeks(options, weeks))
        catalog = self.catalog
        asked, before = next_sheets.going_on(asked, history, catalog.measures, catalog.tracked, where, begin)
        last_week = next_sheets.sentences(before, catalog.labels(asked.locale)) if before else ()
        agree = next_sheets.to_agree(options, history, catalog, catalog.labels(asked.locale), new)
        made = self._make("chart", asked, Variant(last_week=last_week, agree=agree))
        behind = next_sheets.behind(options, history, catalog.measures, catalog.tracked, self.today)
        late = next_sheets.late(asked)
        return NextChart(chart=made, goes_on=before is not None, late=late, behind=behind, agree=agree)

    def fridge(self, options: Options, *, chart: bool = False, look: Appearance = _AS_IT_IS, twin: str = "") -> Print:
        """The whole plan on one page, in large letters on two; with `chart` the days to tick on its back. As `booklet`."""
        if twin and chart:
            raise OptionsError("a chart in 2 languages would be ticked twice", hint="print the chart by itself")
        return self._make("fridge", look.over(options), Variant(names={"with_chart": chart}), twin)

    def given_beside(self, booklet: Print) -> tuple[str, ...]:
        """The leaflets and checklists that the rules ask to give with a booklet, by their ids."""
        from printkit.content.short_form import given_beside

        return given_beside(self.catalog, booklet.cleared)

    def titles_beside(self, booklet: Print) -> tuple[str, ...]:
        """The titles of the same, as they are printed."""
        from printkit.printing import sets

        return sets.titles_beside(self.catalog, booklet.cleared.options, booklet.cleared)

    def set(self, options: Options, *, look: Appearance = _AS_IT_IS) -> "tuple[Piece[Print], ...]":
        """Booklet, chart, lists and leaflets that the plan and its rules call for; each names the others. As `booklet`."""
        from printkit.printing import sets

        asked = look.over(options)
        return sets.pieces(self._make, self.catalog, asked, self.cleared(asked))

    def set_in_one(self, options: Options, *, look: Appearance = _AS_IT_IS) -> "SetInOne":
        """The same in one file for a printer: each document begins on a right-hand page. Raises as `booklet`."""
        from printkit.printing import sets

        asked = look.over(options)
        return sets.in_one(self.catalog, self.templates, asked, self.cleared(asked))

    def calendar(self, chart: Print, *times: time) -> bytes:
        """The days of a chart for a phone, as iCalendar, at these times. Raises OptionsError without a first day."""
        from printkit.printing import reminders

        voice = pipeline.speaker(self.catalog, chart.cleared.options)
        return reminders.calendar(chart.cleared, voice, times, chart.document.plan_token)

    def handout(
        self,
        exercise: str,
        options: Options | None = None,
        *,
        side: Side = Side.UNKNOWN,
        region: str = "",
        clinic: Clinic = _NOBODY,
        screened_by: str = "",
        screened_on: str = "",
        look: Appearance = _AS_IT_IS,
        twin: str = "",
    ) -> Print:
        """One exercise on one page: for the patient of `options`, else for nobody in particular.

        Without options the rules' open questions print as "Do not do this if ..."; a therapist's `screened_by` and
        `screened_on` (as 2026-11-20) answer them. Raises OptionsError for an unknown name, and as `booklet`.
        """
        if options is not None:
            asked = unnamed.only(exercise, options)
        else:
            asked = unnamed.handout(
                exercise, self.catalog, side, _in_region(clinic, region), screened_by, screened_on, self.today
            )
        return self._make("handout", look.over(asked), pipeline.PLAIN, twin)

    def checklist(
        self,
        name: str,
        options: Options | None = None,
        *,
        rooms: Sequence[str] = (),
        side: Side = Side.UNKNOWN,
        region: str = "",
        clinic: Clinic = _NOBODY,
        brace: bool | None = None,
        stick: bool = False,
        lives_alone: bool | None = None,
        look: Appearance = _AS_IT_IS,
        twin: str = "",
    ) -> Print:
        """A checklist, whole or a few rooms of it, tailored by options or by the answers given here; None is unknown.

        Raises OptionsError for an unknown name.
        """
        asked = options
        if asked is None:
            asked = unnamed.checklist(
                self.catalog, side, _in_region(clinic, region), brace, stick, lives_alone, self.today
            )
        names = unnamed.checklist_names(self.catalog, name, tuple(rooms))
        return self._make("checklist", look.over(asked), Variant(names=names), twin)

    def leaflet(
        self,
        name: str,
        options: Options | None = None,
        *,
        side: Side = Side.UNKNOWN,
        region: str = "",
        clinic: Clinic = _NOBODY,
        look: Appearance = _AS_IT_IS,
        twin: str = "",
    ) -> Print:
        """One topic as a leaflet: for the patient of `options`, else for nobody in particular.

        Raises OptionsError for an unknown name.
        """
        asked = options
        if asked is None:
            clinic = _in_region(clinic, region)
            asked = unnamed.checklist(self.catalog, side, clinic, None, stick=False, lives_alone=None, today=self.today)
        return self._make("leaflet", look.over(asked), Variant(names=unnamed.leaflet_names(self.catalog, name)), twin)

    def skin_sheet(
        self, options: Options | None = None, *, side: Side = Side.UNKNOWN, region: str = "", clinic: Clinic = _NOBODY,
        new_brace: bool = False, brace_start: str = "", look: Appearance = _AS_IT_IS,
    ) -> Print:  # fmt: skip
        """A row a day for the skin and a new brace, whose first day is `brace_start`, as 2026-11-20; on its back where to look."""
        said = (side, _in_region(clinic, region), new_brace, brace_start, self.today)
        asked = options or unnamed.skin_sheet(self.catalog, *said)
        return self._make("skin-sheet", look.over(asked), pipeline.PLAIN)

    def to_do(
        self,
        answers: Mapping[str, str],
        *,
        side: Side = Side.UNKNOWN,
        region: str = "",
        clinic: Clinic = _NOBODY,
        where: str = "answers",
        look: Appearance = _AS_IT_IS,
    ) -> Print:
        """The to-do list of the lines that were ticked No. `answers` are those of `answers_of`, `where` names them.

        Raises FormError when nothing was ticked No.
        """
        from printkit.content import todo

        clinic = _in_region(clinic, region)
        asked = unnamed.checklist(self.catalog, side, clinic, None, stick=False, lives_alone=None, today=self.today)
        asked = look.over(asked)
        catalog = self.catalog.spoken(asked.locale)
        with catalog.translation(asked.locale).gathered():
            names = todo.names(catalog, asked, pipeline.speaker(catalog, asked), answers, where)
            return self._make("todo", asked, Variant(names=names))

    def answers_of(self, form: str | Path | bytes) -> Mapping[str, str]:
        """What was filled in on a screen in a form that printkit made, or in its bytes, by the names of boxes and lines.

        Of a .csv file, what `printkit scan` has read of paper. Raises FormError when it is no PDF, locked, or has no
        boxes, or when a box of the table is still to be checked.
        """
        from printkit.intake import filled_form
        from printkit.scan import answers

        if not isinstance(form, bytes) and Path(form).suffix.lower() == ".csv":
            return answers.ticked(Path(form))
        return filled_form.read(form if isinstance(form, bytes) else Path(form))

    def questions_of(self, answers: Mapping[str, str]) -> Mapping[str, str]:
        """The questions of answers that belong to a line of a checklist, by the names of its boxes, as `explain` says them."""
        from printkit.content import todo

        catalog, asked = self.catalog.spoken(self.language), Appearance(language=self.language).over(Options())
        with catalog.translation(self.language).on_screen():
            return todo.questions(catalog, pipeline.speaker(catalog, asked), answers)

    def report(
        self,
        options: Options,
        history: "History",
        audience: "Audience",
        since: date | None = None,
        until: date | None = None,
        *,
        studies: Mapping[str, str] | None = None,
        look: Appearance = _AS_IT_IS,
    ) -> Print:
        """What was done and what changed from `since` to `until`, both included: up to today and for 8 weeks if left out.

        `studies` names for a measure the study whose thresholds count, as {"tug": "W15b"}. Raises OptionsError for days
        to come and for another patient's history, TemplateError when a template lost a verdict.
        """
        from printkit.reports import report

        days = report.days(since, until, self.today)
        told = report.of_days(history, days)
        asked, first, last = look.over(options), days.since, days.until
        found = report.laid_out(audience, self.catalog, self.templates, asked, told, first, last, self.today, studies)
        return _print(pipeline.drawn(found))

    def trace(
        self,
        options: Options,
        history: "History",
        since: date | None = None,
        until: date | None = None,
        *,
        studies: Mapping[str, str] | None = None,
    ) -> str:
        """Where each number of a clinician's report comes from, as CSV. `history` is all that is known of the patient."""
        from printkit.reports import report, trace

        days = report.days(since, until, self.today)
        told = report.of_days(history, days)
        content = report.content_of(self.catalog, options, told, days.since, days.until, studies)
        return trace.as_csv(content, told, history)

    # --- what is decided, and why

    def plan(self, options: Options, wanted: "Wanted | None" = None) -> "Summary":
        """What is chosen for these options and how much it asks, before any rule has spoken."""
        from printkit.planning import summary

        asked = options if wanted is None else summary.with_wanted(self.catalog, options, wanted)
        return summary.summary(self.catalog, asked)

    def cleared(self, options: Options) -> Cleared:
        """The plan as safety leaves it, with every finding. Raises Unsafe when a rule forbids all of it."""
        return pipeline.reviewed(self.catalog, options)

    def explain(self, options: Options) -> "Explanation":
        """Each exercise in, out or changed: by which rule, on which answer, from which source. Raises nothing unsafe.

        In the language of this face, and in English where it lacks words.
        """
        from printkit.content import explanation

        asked = Appearance(language=self.language).over(options)
        catalog = self.catalog.spoken(self.language)
        with catalog.translation(self.language).on_screen():
            return explanation.explain(catalog, asked, pipeline.speaker(catalog, asked))

    def due_today(self, options: Options) -> tuple[str, ...]:
        """What must be done today, before any exercise, on these answers, whatever else is still to be answered."""
        from printkit.content import explanation

        asked = Appearance(language=self.language).over(options)
        catalog = self.catalog.spoken(self.language)
        with catalog.translation(self.language).on_screen():
            return explanation.due_today(catalog, asked, pipeline.speaker(catalog, asked))

    def to_sign(self, options: Options) -> "tuple[ToSign, ...]":
        """Every rule that a clinician could sign away, at each exercise of the plan, in the language of this face."""
        from printkit.content import explanation

        asked = Appearance(language=self.language).over(options)
        catalog = self.catalog.spoken(self.language)
        with catalog.translation(self.language).on_screen():
            return explanation.to_sign(catalog, asked, pipeline.speaker(catalog, asked))

    def given_on(self, before: Options, after: Options) -> "tuple[tuple[Override, ...], ...]":
        """The signatures of `before`, each bound to what it was given on where `after` differs in that, else as it is."""
        from printkit.planning import plan, signing

        old, new = (signing.known(plan.draft(self.catalog, each), each) for each in (before, after))
        return tuple(signing.given_on(before, self.catalog.rules, old, new))

    def check(self, path: str | Path | None = None, *, anew: bool = False) -> "Report":
        """Every problem of a catalogue, a templates folder or an option file; of all that is in use without a path.

        All that is in use, when nothing was found last time and no file has changed today, is not looked at again, unless
        it is to be checked `anew`. Else a picture or a translated sentence that has passed before is not, either.
        """
        sources = (*self._catalog_folders, *self._template_folders, EXAMPLES)
        memory = Memory(None if path else self._memory, "check", sources, str(date.today()))
        if (said := memory.known("summary", str, str)) and not anew:
            from printkit.checking.report import Report

            return Report((), said, unchanged=True)
        from printkit.checking import files
        from printkit.checking.passed import Passed

        passed = Passed(Memory(self._memory, "passed"), anew=anew)
        found = files.check(
            None if path is None else Path(path), Catalog(self._catalog_folders), self.templates, passed
        )
        if path is None:
            passed.keep()
        if not found.problems and not found.warnings:
            memory.keep({"summary": msgpack.encode(found.summary)})
        return found

    def _make(self, kind: str, options: Options, variant: Variant, twin: str = "") -> Print:
        if not twin:
            return _print(pipeline.make(KINDS[kind], self.catalog, self.templates, options, variant))
        from printkit.printing import twins

        return _print(twins.make(KINDS[kind], self.catalog, self.templates, options, twin, variant))


def open_diary(place: str | Path = "diary.sqlite3", *, new: bool = True) -> "Diary":
    """The diary at a place: a file, or a URL such as postgresql://host/clinic. With `new`, a missing one is made.

    Raises DiaryError when it cannot be opened, and when the extra diary is missing.
    """
    try:
        from printkit.diary import database
    except ModuleNotFoundError as error:
        if error.name != "sqlalchemy":
            raise
        raise DiaryError("the extra diary is needed for a diary", hint=to_install("diary")) from None
    return database.opened(place, new=new)


def folder_settings(start: str | Path) -> "FolderSettings":
    """What the nearest printkit.yaml names, in a folder or above it: catalogue, templates, clinic file, diary.

    Raises OptionsError for one that cannot be used.
    """
    from printkit.intake import folder_file

    return folder_file.settings(Path(start))


def clinic_of(file: str | Path | bytes) -> Clinic:
    """A clinic file on its own, or its bytes, whose logo stays out. Raises OptionsError or Several for what is wrong with it."""
    from printkit.intake import option_file

    return option_file.clinic_of_bytes(file) if isinstance(file, bytes) else option_file.load_clinic(Path(file))


def with_logo(clinic: Clinic, picture: bytes) -> Clinic:
    """The clinic with a logo of its own from the bytes of a picture, as large as a print can use, and no file.

    Raises OptionsError when it is no picture, or too large.
    """
    from base64 import b64encode

    from printkit.content.logos import load_logo

    png = load_logo(picture, "").data
    return replace(clinic, logo=IN_ITSELF + b64encode(png).decode())


def _given(folder: str | Path | None) -> tuple[Path, ...]:
    return (Path(folder),) if folder is not None else ()


def _print(made: Made) -> Print:
    out = made.printed
    return Print(pdf=out.data, pages=out.pages, cleared=made.cleared, document=made.document, sheets=out.sheets)


def _with_weeks(options: Options, weeks: int | None) -> Options:
    return options if weeks is None else replace(options, print=replace(options.print, weeks=weeks))


def _in_region(clinic: Clinic, region: str) -> Clinic:
    return replace(clinic, region=region.upper()) if region else clinic
