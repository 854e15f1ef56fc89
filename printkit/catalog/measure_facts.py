"""All that the catalogue knows of one measure, in lines for the screen of a clinician."""

from collections.abc import Iterator

from printkit.catalog.store import Catalog
from printkit.errors import CatalogError, near
from printkit.model.vocabulary import Answer, Evidence
from printkit.outcomes.choosing import NO_STUDY, judges
from printkit.outcomes.measures import (
    Change,
    Copying,
    Direction,
    Hand,
    Limb,
    Measure,
    PartOf,
    Phase,
    Setting,
    Threshold,
)

_BETTER = {Direction.UP: "higher is better", Direction.DOWN: "lower is better", Direction.NEUTRAL: "no way is better"}
_COPYING = {
    Copying.FREE: "free to copy",
    Copying.NOT_FOR_PROFIT: "free to copy, not for profit",
    Copying.ASK: "ask first",
    Copying.SIGNED: "only under a signed licence",
}
_ASKED = {Change.DETECTABLE: "more than the error of measuring", Change.MEANINGFUL: "large enough to matter"}


def values(measure: Measure) -> str:
    """Its unit, the values that it may have, and which way is better."""
    to = (
        f"from {measure.lowest:g} to {measure.highest:g}" if measure.highest is not None else f"from {measure.lowest:g}"
    )
    steps = f", in steps of {measure.step:g}" if measure.step is not None else ""
    return f"{measure.unit}, {to}{steps}; {_BETTER[measure.direction]}"


def lines(catalog: Catalog, name: str, language: str = "en") -> Iterator[str]:
    """What a measure may be, what change of it matters and to whom, how it is taken, and whose it is.

    A change that no study found is "not known". Raises CatalogError where there is no such measure.
    """
    if name not in catalog.measures:
        raise CatalogError(f"there is no measure {name!r}", hint=near(name, catalog.measures))
    measure = catalog.measures[name]
    yield f"{name}: {measure.name} ({measure.short})"
    yield f"  values: {values(measure)}"
    if measure.unable is not None:
        yield "  'could not' is kept beside them, as no number"
    if measure.grades:
        yield f"  written as: {', '.join(measure.grades)}"
    if measure.per_side is Answer.YES:
        yield "  taken of each side by itself"
    if measure.per_part is Answer.YES:
        yield f"  taken of each {'goal' if measure.part_of is PartOf.GOAL else 'muscle or joint'} by itself"
    for title, words in (("for a patient", measure.title), ("when it got better", measure.better)):
        if language in words:
            yield f"  {title}: {words[language]}"
    for level, said in measure.levels.items():
        yield f"    {level}: {said.get(language, '')}"
    for kind in Change:
        yield from _changes(measure, kind)
    if measure.screen is not None:
        yield f"  a screen: from {measure.screen.positive:g} on it leads to a person, by {measure.screen.topic}"
    if measure.licence is not None:
        unsure = "" if measure.licence.confirmed is Answer.YES else " (not confirmed)"
        yield f"  its questions: {_COPYING[measure.licence.items]}{unsure}; {measure.licence.holder}"
    if language in measure.how:
        yield "  how it is taken:"
        yield from (f"    - {line}" for line in measure.how[language])
    yield f"  sources: {', '.join(measure.source)} ({measure.evidence})"


def _changes(measure: Measure, kind: Change) -> Iterator[str]:
    found = [each for each in measure.thresholds if each.kind is kind]
    if not any(map(judges, found)):
        yield f"  {_ASKED[kind]}: not known"
    else:
        yield f"  {_ASKED[kind]}:"
    for each in found:
        size = f"{each.value:g} {'percent of the first value' if each.in_percent is Answer.YES else measure.unit}"
        yield f"    {size}: {'; '.join(_of_whom(each))} [{each.source}, {_label(measure, each)}]"


def _of_whom(each: Threshold) -> Iterator[str]:
    """Whom a figure is for, and why it judges nobody where it does not."""
    yield each.population
    if each.phases != (Phase.UNKNOWN,):
        yield " or ".join(each.phases)
    if each.limb is not Limb.UNKNOWN:
        yield f"the {each.limb} side"
    if each.hand is not Hand.UNKNOWN:
        yield f"the {each.hand} hand"
    if each.setting is not Setting.UNKNOWN:
        yield f"in a {each.setting}" if each.setting is Setting.HOSPITAL else "at home"
    if each.anchor:
        yield f"by {each.anchor}"
    if not judges(each):
        yield f"gives no verdict ({each.use})" if each.source != NO_STUDY else "gives no verdict (no study)"
    if each.confirmed is not Answer.YES:
        yield "not confirmed"


def _label(measure: Measure, each: Threshold) -> Evidence:
    """How well a figure is supported: one of no study, or one from memory, is no better than general text."""
    unsure = each.source == NO_STUDY or each.confirmed is not Answer.YES
    return Evidence.E3 if unsure else measure.evidence
