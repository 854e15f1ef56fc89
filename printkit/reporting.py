"""The street of reports: a history and the usual option file -> progress -> the same pages, feet and tags as all prints."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from printkit import pipeline, progress
from printkit.catalog import Catalog
from printkit.compose import Templates
from printkit.errors import OptionsError, TemplateError
from printkit.history import History
from printkit.model import Answer, PrintProfile
from printkit.options import Options
from printkit.pipeline import Kind
from printkit.render import Laid, said
from printkit.report_content import ReportContent, lost


class Audience(StrEnum):
    """Whom a report is for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


KINDS: Mapping[Audience, Kind] = {
    Audience.PATIENT: Kind("report-patient", one_page=True, with_plan=False),
    Audience.CLINICIAN: Kind("report-clinician", with_plan=False, small=True),
}


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
) -> Laid:
    """A report of the days from `since` to `until`, both included, laid out and ready to be drawn.

    `chosen` names for a measure the study whose thresholds count, as {"tug": "W15b"}; else the larger ones do. Raises
    PrintkitError for what the user can put right: days that are still to come, another patient's history, a template that
    lost a verdict.
    """
    options = _for(audience, options, today)
    if until > today:
        raise OptionsError(f"the report ends on {until}, which is still to come", hint="give a day up to today")
    if options.patient is None or options.patient.id != history.patient:
        whose = options.patient.id if options.patient else "no one"
        raise OptionsError(f"the history is of {history.patient!r}, the options are of {whose!r}")
    content = _content(catalog, options, history, since, until, chosen)
    kind = KINDS[audience]
    laid, _ = pipeline.laid_out(kind, catalog, templates, options, content.names())
    _keep_promise(audience, kind, laid, content)
    return laid


def names(catalog: Catalog, options: Options, history: History, since: date, until: date) -> Mapping[str, object]:
    """The names that the report templates need besides those of every plan."""
    return _content(catalog, options, history, since, until, None).names()


def _content(
    catalog: Catalog,
    options: Options,
    history: History,
    since: date,
    until: date,
    chosen: Mapping[str, str] | None,
) -> ReportContent:
    stroke = options.stroke.happened_on
    found = progress.of(history, catalog.measures, catalog.tracked, since, until, stroke=stroke, chosen=chosen)
    grey = options.print.greyscale is Answer.YES
    return ReportContent(found, catalog, pipeline.speaker(catalog, options), options.language, stroke, grey=grey)


def _for(audience: Audience, options: Options, today: date) -> Options:
    """The rules choose a look for the patient; a clinician gets the usual one, unless a look was asked for by name."""
    wanted = replace(options.print, printed_on=today, fillable=Answer.NO)
    if audience is Audience.CLINICIAN and wanted.profile is None:
        wanted = replace(wanted, profile=PrintProfile.STANDARD)
    return replace(options, print=wanted)


_TO_KEEP: Mapping[Audience, str] = {
    Audience.PATIENT: "fell, and each of got_worse",
    Audience.CLINICIAN: 'measure_table(), measure_table("alone") and falls_table()',
}


def _keep_promise(audience: Audience, kind: Kind, laid: Laid, content: ReportContent) -> None:
    """Refuse a report whose template lost a verdict with its study, a fall, or what got worse; each as often as it is."""
    blocks = laid.document.blocks
    promised = content.promised_to_patient() if audience is Audience.PATIENT else content.promised_to_clinician()
    for what in lost(promised, blocks, "\n".join(said(blocks))):
        hint = f"keep {_TO_KEEP[audience]}; nothing was printed"
        raise TemplateError(f"the {kind.name} leaves out: {' | '.join(what)!r}", hint=hint)
