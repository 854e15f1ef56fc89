"""The street, in one readable function: options and catalogue -> plan -> safety -> document -> pages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import holds, people
from printkit.catalog.labels import Labels, in_language
from printkit.catalog.store import Catalog
from printkit.content.kinds import Kind
from printkit.content.names import Content
from printkit.content.promise import keep_promise
from printkit.content.templates import Templates
from printkit.content.voice import Voice
from printkit.document import (
    Block,
    DayChart,
    Document,
    Group,
    Heading,
    NumberChart,
    Picture,
    SheetTitle,
    text_of,
    walk,
)
from printkit.errors import OptionsError, PrintkitError, Unsafe, raise_all
from printkit.layout.fit import lay_out
from printkit.layout.pagination import Laid, count_pages
from printkit.layout.profiles import PROFILES, Profile
from printkit.model.facts import ASKED_AS, SCREENING_LASTS_DAYS
from printkit.model.options import Options
from printkit.model.vocabulary import Answer, Paper, PrintProfile, Tremor
from printkit.pdf.pages import Printed, draw
from printkit.planning import exceptions, safety
from printkit.planning import plan as planning
from printkit.planning.plan import Plan
from printkit.planning.safety import Cleared, ClearedItem
from printkit.sheets import codes


class Variant(Struct, frozen=True, kw_only=True):
    """What one print has besides what its kind says.

    `names` are those that its template needs besides those of every plan, such as the rooms of a checklist; `last_week`
    stands on a chart: what was done in the week before it, from long to short; so does `agree`: what happened then, to which
    a clinic must have agreed. With `no_charts` charts are left out: of
    pages to fold, for they come home and nobody cuts a page out of a booklet; and where they are a file of their own.
    """

    names: Mapping[str, object] = {}
    clinician: bool = False
    given_with: tuple[str, ...] = ()  # the titles of the other files of its set
    no_charts: bool = False
    last_week: tuple[str, ...] = ()
    agree: str = ""
    long_elsewhere: frozenset[str] = frozenset()  # exercises whose words are long on a facing page


class LaidOut(Struct, frozen=True):
    """A document on its pages, not yet drawn, with what safety decided."""

    laid: Laid
    cleared: Cleared


class Made(Struct, frozen=True):
    """A finished document with what was decided on the way."""

    printed: Printed
    document: Document
    cleared: Cleared


PLAIN = Variant()
_MORE_IN_OTHER_WORDS = 2  # pages


def make(kind: Kind, catalog: Catalog, templates: Templates, options: Options, variant: Variant = PLAIN) -> Made:
    """The whole of printkit: what to do, whether it is safe, how it reads, how it looks. Raises as `laid_out` does."""
    return drawn(laid_out(kind, catalog, templates, options, variant))


def drawn(found: LaidOut) -> Made:
    """The last step by itself."""
    return Made(draw(found.laid), found.laid.document, found.cleared)


def drawn_facing(pair: tuple[Laid, Laid], opening: Laid | None, cleared: Cleared) -> Made:
    """The last step for a document in 2 languages, which went the street twice."""
    from printkit.pdf.facing import facing  # few prints are in 2 languages

    return Made(facing(pair, opening), pair[0].document, cleared)


def laid_out(kind: Kind, catalog: Catalog, templates: Templates, options: Options, variant: Variant = PLAIN) -> LaidOut:
    """All of `make` but the drawing, for a document that goes into a file with others.

    Raises Unsafe when a rule forbids the document and PrintkitError for all else that the user can put right.
    """
    document, cleared = composed(kind, catalog, templates, options, variant)
    profile = look_of(kind, cleared, document)
    laid = lay_out(document, profile, one_page=kind.one_page or kind.one_page_if_it_fits)
    needs = count_pages(laid.pages)
    if kind.one_page_if_it_fits and needs > profile.most_pages:
        laid = lay_out(document, profile, one_page=False)
    if kind.one_page and needs > profile.most_pages:
        most = f"{needs} pages and must fit on {profile.most_pages}"
        raise PrintkitError(f"the {kind.name} needs {most}", hint=how_shorter(cleared.options))
    return LaidOut(laid, cleared)


def how_shorter(options: Options) -> str:
    """What makes one exercise shorter: a screening settles what is asked and warned of beside it."""
    ways = ["choose another look, such as profile standard"]
    if not options.screened:
        ways.insert(0, "say who has screened the patient, and when")
    if any(choice.note for choice in options.plan.exercises):
        ways.insert(0, "shorten its note")
    return "; or ".join(ways)


def composed(
    kind: Kind, catalog: Catalog, templates: Templates, options: Options, variant: Variant = PLAIN
) -> tuple[Document, Cleared]:
    """The finished tree, which has kept its promise, and what safety decided. Raises as `laid_out` does.

    In another language than English a sentence that nobody has translated refuses it, with the list of all of them.
    """
    catalog.labels(options.locale)  # a language that nobody knows is told before any of its words is missed
    translation = catalog.translation(options.locale)
    with translation.gathered():
        return _composed(kind, catalog.spoken(options.locale), templates.spoken(translation), options, variant)


def _composed(
    kind: Kind, catalog: Catalog, templates: Templates, options: Options, variant: Variant
) -> tuple[Document, Cleared]:
    options = planning.signed(catalog, options)
    plan = planning.draft(catalog, options) if kind.with_plan else Plan(items=(), chosen_by="")
    plan = planning.within_limits(plan, catalog.planning, options)
    cleared = safety.review(plan, options, catalog.rules, catalog.exercise, catalog.questions)
    voice = speaker(catalog, options, cleared.facts)
    if plan.items and not cleared.items:
        raise_all(_nothing_left(cleared, voice))
    own = {**variant.names, "clinician": variant.clinician}
    for each in cleared.withheld:
        if each.topic == variant.names.get("leaflet"):
            because = voice.say(in_language(each.rule.because, options.language, each.rule.id))
            hint = "it is not for this person"
            raise Unsafe(f"the leaflet {each.topic} is left out: {because}", where=f"rule {each.rule.id}", hint=hint)
    content = Content(
        cleared,
        catalog,
        templates,
        voice,
        logo(options, voice.labels, catalog.memory.folder),
        variant.last_week,
        variant.given_with,
        own,
        variant.long_elsewhere,
        variant.agree,
    )
    blocks = templates.compose(f"{kind.name}.{options.language}.md", content.names)
    document = replace(
        _document(content, blocks),
        fillable=_fillable(kind, options),
        last=content.labels("page", "notes") if kind.even else "",
    )
    if variant.no_charts:
        document = replace(document, blocks=tuple(without_charts(document.blocks)), fillable=False)
    keep_promise(kind, document, content, content.names)
    return document, cleared


def long_exercises(catalog: Catalog, templates: Templates, options: Options, cleared: Cleared) -> frozenset[str]:
    """The exercises with so many words in the language of the options that something is left out beside them."""
    spoken = catalog.spoken(options.locale)
    with catalog.translation(options.locale).gathered():
        return Content(cleared, spoken, templates, speaker(catalog, options), None).plan.long


def reviewed(catalog: Catalog, options: Options) -> Cleared:
    """The plan as safety leaves it, with every finding. Raises Unsafe when a rule forbids all of it."""
    catalog = catalog.spoken(options.locale)
    options = planning.signed(catalog, options)
    plan = planning.within_limits(planning.draft(catalog, options), catalog.planning, options)
    with catalog.translation(options.locale).gathered(refused=False):
        return safety.review(plan, options, catalog.rules, catalog.exercise, catalog.questions)


def without_charts(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks without the pages that come home."""
    for block in blocks:
        if isinstance(block, Group):
            yield Group(tuple(without_charts(block.children)))
        elif not isinstance(block, DayChart | NumberChart):
            yield block


def to_be_folded(options: Options, catalog: Catalog) -> tuple[Options, str]:
    """The options for pages that are folded to a booklet, and the paper of its sheets: twice as large as a page."""
    region = catalog.regions.get(options.clinic.region) if options.clinic.region else None
    paper = options.print.paper or (region.paper if region else Paper.A4)
    pages = replace(options, print=replace(options.print, paper=Paper.A5))
    return pages, str(Paper.LETTER if paper is Paper.LETTER else Paper.A4)


def _fillable(kind: Kind, options: Options) -> bool:
    """A family fills in a checklist on a screen as often as on paper."""
    asked = options.print.fillable
    return asked is Answer.YES or (asked is Answer.UNKNOWN and kind.name in ("checklist", "skin-sheet", "todo"))


def look_of(kind: Kind, cleared: Cleared, document: Document) -> Profile:
    """How the pages look. Raises OptionsError where words and boxes for this reader would not fit the paper."""
    options, look, paper = cleared.options, cleared.profile, document.paper
    profile = PROFILES[look]
    if paper == Paper.A5:
        small = look in (PrintProfile.STANDARD, PrintProfile.APHASIA)
        if not small or options.health.tremor is Tremor.SEVERE:
            reader = "boxes for a severe tremor" if small else f"the profile {look}"
            raise OptionsError(f"A5 is too small for {reader}", hint="print it on A4 or letter")
    if kind.small and look == PrintProfile.STANDARD:
        profile = profile.in_small()
    profile = profile.on(paper)
    if kind.back_too:
        profile = replace(profile, most_pages=max(2, profile.most_pages))
    if kind.one_page and document.translated:  # words that are longer than ours refuse nobody a print
        profile = replace(profile, most_pages=profile.most_pages + _MORE_IN_OTHER_WORDS)
    return profile.in_grey() if options.print.greyscale is Answer.YES else profile


def _nothing_left(cleared: Cleared, voice: Voice) -> Iterator[Unsafe]:
    """Why every exercise was left out, when nothing stands in for them."""
    for left in cleared.left_out:
        because = voice.say(in_language(left.rule.because, cleared.options.language, left.rule.id))
        hint = "choose another exercise with your therapist"
        if cleared.today:
            hint = " ".join(
                voice.say(in_language(rule.today, cleared.options.language, rule.id)) for rule in cleared.today
            )
        if "health.screened" in left.rule.when:
            hint = f"when a therapist has checked this person, give {ASKED_AS['health.screened']}"
            if cleared.options.screening_is_old:
                hint = (
                    f"the screening of {cleared.options.health.screened_on} is over {SCREENING_LASTS_DAYS} days old and settles "
                    f"nothing: screen again, and give the day in {ASKED_AS['health.screened']}"
                )
        hint += "".join(f"; {exceptions.is_void(one)}" for one in cleared.void if exceptions.is_about(one, left.rule))
        yield Unsafe(f"{left.exercise.id} is left out: {because}", where=f"rule {left.rule.id}", hint=hint)


def speaker(catalog: Catalog, options: Options, facts: Mapping[str, str] | None = None) -> Voice:
    """The voice for one patient, or for no one in particular. `facts` are those of the options, where they are known."""
    catalog = catalog.spoken(options.locale)
    region = catalog.regions.get(options.clinic.region) if options.clinic.region else None
    labels = catalog.labels(options.locale)
    mark_minutes = options.devices.mark_fades_in_minutes or catalog.wear_in.mark_fades_in_minutes
    hold = holds.chosen(catalog.holds, facts or options.facts(), options.language)
    aid = options.devices.walking_aid
    person = people.chosen(catalog.people, options.print.person, options.patient.id if options.patient else "")
    return Voice(
        labels,
        options.side,
        aid,
        options.clinic,
        region,
        hold=hold,
        person=person,
        mark_minutes=mark_minutes,
        devices=options.devices,
        home=options.home,
    )


def logo(options: Options, labels: Labels, kept: Path | None = None) -> Picture | None:
    """The clinic's logo, read and checked; kept in a folder for the next process, if there is one."""
    if not options.clinic.logo:
        return None
    from printkit.content.logos import load_logo  # most prints have none

    clinic = options.clinic
    alt = labels("page", "logo-of", clinic=clinic.name) if clinic.name else labels("page", "logo")
    return load_logo(clinic.logo_source(), alt, grey=options.print.greyscale is Answer.YES, kept=kept)


def _document(content: Content, blocks: tuple[Block, ...]) -> Document:
    """The tree with what stands at the foot of every page."""
    options, labels, voice, catalog = content.options, content.labels, content.voice, content.catalog
    clinic = options.clinic
    number = (
        labels("help", "foot-emergency", number=voice.region.emergency_number)
        if voice.region
        else labels("help", "foot-emergency-unknown")
    )
    notes = _review_notes(content)
    # a line to write on, where nobody said whom to call
    call = [
        labels("help", "foot-clinic", phone=clinic.phone) if clinic.phone else labels("help", "foot-clinic-unknown")
    ]
    foot = (*((number, *call, note) for note in notes), (number, *call), (number,))
    printed = {"version": catalog.version, "date": voice.date(options.print.printed_on)}
    titles = (_title(block) for block in walk(blocks))
    title = next((title for title in titles if title), labels("kinds", "booklet"))
    patient = options.patient
    token = codes.plan_token(
        clinic.sheet_key,
        patient.id if patient else "",
        str(options.print.printed_on),
        *map(_figures_of, content.cleared.items),
        *_going_on(options),
    )
    return Document(
        title=title,
        subject=labels("kinds", "subject"),
        language=options.locale,
        paper=content.paper,
        foot=foot,
        review=notes,
        imprint=labels("page", "imprint", **printed),
        page_of=labels("page", "of", number="{number}", count="{count}"),
        plan_token=token,
        blocks=blocks,
        start_here=labels("page", "start-here"),
        leftward=labels.translation is not None and labels.translation.about.direction == "rtl",
        translated=_translated(content),
        region=clinic.region,
    )


def _translated(content: Content) -> str:
    """Who has checked the words of another language, for every page; "" in English, and in a clinic's own words."""
    translation = content.labels.translation
    if translation is None:
        return ""
    names = translation.checked_by(content.catalog.reviews)
    if not names:
        return content.labels("page", "translated-unchecked")
    return content.labels("page", "translated-checked", names=", ".join(names))


def _figures_of(item: ClearedItem) -> str:
    """What is done and how much of it, without a word: the same plan in another language is the same plan."""
    dose = item.item.dose
    return " ".join(map(str, (item.exercise.id, *map(dose.__getattribute__, dose.__struct_fields__), *item.item.on)))


def _going_on(options: Options) -> Iterator[str]:
    """What tells the charts of later weeks from those of the first ones, when both are printed on one day."""
    if options.plan.first_week > 1:
        yield f"weeks {options.plan.first_week} {options.print.weeks}"


def _title(block: Block) -> str:
    match block:
        case Heading(children=children):
            return text_of(children)
        case DayChart(title=title) | SheetTitle(title=title):
            return title
        case _:
            return ""


def _review_notes(content: Content) -> tuple[str, ...]:
    """An honest line, from long to short: reviewed only when every exercise, topic, checklist and rule in it was."""
    cleared = content.cleared
    reviewers = content.reviewers | {item.exercise.reviewed_by for item in cleared.items}
    reviewers |= {finding.rule.reviewed_by for finding in cleared.findings}
    if not reviewers or "" in reviewers:
        return (content.labels("page", "not-reviewed"),)
    names = content.labels("page", "reviewed", names=", ".join(sorted(reviewers)))
    return names, content.labels("page", "reviewed-short")
