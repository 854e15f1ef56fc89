"""The street of reports: a history and the usual option file -> progress -> the same pages, feet and tags as all prints."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from printkit import pipeline
from printkit.catalog.store import Catalog
from printkit.content.kinds import REPORTS, Kind, Must
from printkit.content.templates import Templates
from printkit.document import texts
from printkit.errors import CatalogError, OptionsError, TemplateError, raise_all
from printkit.layout.pagination import Laid
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, PrintProfile
from printkit.outcomes import progress
from printkit.outcomes.choosing import Person
from printkit.outcomes.history import History
from printkit.pipeline import LaidOut, Variant
from printkit.reports.names import ReportContent, lost

_WEEKS = 8  # what the calendar of a patient's page can show


class Audience(StrEnum):
    """Whom a report is for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


KINDS: Mapping[Audience, Kind] = {audience: REPORTS[audience] for audience in Audience}


class Days(Struct, frozen=True):
    """The days that a report tells of, both included."""

    since: date
    until: date


def days(since: date | None, until: date | None, today: date) -> Days:
    """The days that were asked for: up to today, and 8 weeks from a Monday on, where nothing else was said.

    Raises OptionsError for days that are still to come and for days in the wrong order.
    """
    last = until or today
    first = since or progress.monday(last) - timedelta(weeks=_WEEKS - 1)
    problems = []
    if last > today:
        problems.append(
            OptionsError(f"the report ends on {last}, which is still to come", hint="give a day up to today")
        )
    if last < first:
        problems.append(
            OptionsError(f"the report ends on {last}, before it begins ({first})", hint="swap the two days")
        )
    raise_all(problems)
    return Days(first, last)


def of_days(history: History, told: Days) -> History:
    """What a report of these days can say anything of: their entries, and all that was prescribed up to their end."""

    def within(day: date) -> bool:
        return told.since <= day <= told.until

    return History(
        patient=history.patient,
        done=tuple(row for row in history.done if within(row.day)),
        noted=tuple(row for row in history.noted if within(row.day)),
        checked=tuple(row for row in history.checked if within(row.day)),
        measured=tuple(row for row in history.measured if within(row.day)),
        prescribed=tuple(row for row in history.prescribed if row.starts_on <= told.until),
    )


def says_nothing(history: History) -> bool:
    """Whether nothing was written down; what was only prescribed is nothing yet."""
    return not (history.done or history.noted or history.checked or history.measured)


def laid_out(
    audience: Audience,
    catalog: Catalog,
    templates: Templates,
    options: Options,
    history: History,
    since: date,
    until: date,
    today: date,
    chosen: Mapping[str, str] | None = None,
) -> LaidOut:
    """A report of the days from `since` to `until`, both included, laid out and ready to be drawn.

    `chosen` names for a measure the study whose thresholds count, as {"tug": "W15b"}; else the larger ones do. Raises
    PrintkitError for what the user can put right: days that are still to come, another patient's history, a template that
    lost a verdict.
    """
    days(since, until, today)
    options = _for(audience, options, today)
    if options.patient is None or options.patient.id != history.patient:
        whose = options.patient.id if options.patient else "no one"
        raise OptionsError(f"the history is of {history.patient!r}, the options are of {whose!r}")
    with catalog.translation(options.locale).gathered():
        content = content_of(catalog, options, history, since, until, chosen)
        kind = KINDS[audience]
        found = pipeline.laid_out(kind, catalog, templates, options, Variant(names=content.names()))
        _keep_promise(kind, found.laid, content)
    return found


def names(catalog: Catalog, options: Options, history: History, since: date, until: date) -> Mapping[str, object]:
    """The names that the report templates need besides those of every plan."""
    return content_of(catalog, options, history, since, until).names()


def content_of(
    catalog: Catalog,
    options: Options,
    history: History,
    since: date,
    until: date,
    chosen: Mapping[str, str] | None = None,
) -> ReportContent:
    """All that a report of these days may say."""
    catalog = catalog.spoken(options.locale)
    stroke = options.stroke
    _require_pages(catalog, history)
    person = Person(
        stroke=stroke.happened_on,
        affected=stroke.affected_side,
        writing_hand=stroke.writing_hand,
        in_hospital=stroke.in_hospital,
        left_hospital_on=stroke.left_hospital_on,
        language=options.language,
    )
    found = progress.of(
        history, catalog.measures, catalog.tracked, since, until,
        person=person, chosen=chosen, plan_starts=options.plan.starts_on,
    )  # fmt: skip
    grey = options.print.greyscale is Answer.YES
    speaker = pipeline.speaker(catalog, options)
    return ReportContent(found, catalog, speaker, options.language, stroke.happened_on, grey=grey)


def _require_pages(catalog: Catalog, history: History) -> None:
    """A screen without the page that leads to a person would tell somebody of a low mood and leave them alone with it."""
    for name in dict.fromkeys(row.measure for row in history.measured):
        screen = catalog.measures[name].screen if name in catalog.measures else None
        if screen is not None and screen.topic not in catalog.names("topics"):
            raise CatalogError(f"{name} needs the topic {screen.topic!r}, which leads to a person; nothing was printed")


def _for(audience: Audience, options: Options, today: date) -> Options:
    """The rules choose a look for the patient; a clinician gets the usual one, unless a look was asked for by name."""
    wanted = replace(options.print, printed_on=today, fillable=Answer.NO)
    if audience is Audience.CLINICIAN and wanted.profile is None:
        wanted = replace(wanted, profile=PrintProfile.STANDARD)
    return replace(options, print=wanted)


TO_KEEP: Mapping[Must, str] = {
    Must.FALLS_OF_PATIENT: "fell, pain_to_tell, and each of got_worse and looks_worse",
    Must.LEADS_TO_A_PERSON: "each topic of screened",
    Must.VERDICTS: 'measure_table(), measure_table("alone"), falls_table() and worst_pain_in_short',
}


def _keep_promise(kind: Kind, laid: Laid, content: ReportContent) -> None:
    """Refuse a report whose template lost a verdict with its study, a fall, or what got worse; each as often as it is."""
    blocks = laid.document.blocks
    promised = {
        Must.FALLS_OF_PATIENT: content.promised_to_patient,
        Must.LEADS_TO_A_PERSON: content.promised_by_screens,
        Must.VERDICTS: content.promised_to_clinician,
    }
    for must in kind.must:
        for what in lost(promised[must](), blocks, "\n".join(texts(blocks))) if must in promised else ():
            hint = f"keep {TO_KEEP[must]}; nothing was printed"
            raise TemplateError(f"the {kind.name} leaves out: {' | '.join(what)!r}", hint=hint)
