"""What was typed in of falls and bad pain says what the paper says of them: when to call at once, and whom to tell.

The signs are those of the leaflets, whole, for nobody knows how long ago it was and whether it was looked at.
"""

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from printkit.catalog import holds
from printkit.content.voice import Voice
from printkit.diary import what_matters
from printkit.errors import PrintkitError
from printkit.kit import Printkit
from printkit.model.facts import meets
from printkit.model.options import Clinic, Options
from printkit.model.records import Part
from printkit.model.vocabulary import Box
from printkit.outcomes import worst_pain
from printkit.outcomes.history import Entry
from printkit.page import words
from printkit.page.drafts import Draft
from printkit.page.words import say

_FALLS, _PAIN = "after-a-fall", "pain"  # the leaflets
_FELL = "fell"  # the row of a chart


class WhatToDo(Struct, frozen=True, kw_only=True):
    """What to do about one thing that was typed in: what it is, when to call at once, and what else each time."""

    title: str
    says: str = ""  # on which days, and how much
    call: str
    signs: tuple[str, ...]
    each_time: str
    tell: tuple[str, ...]


def about(
    kit: Printkit,
    entries: Iterable[Entry],
    *,
    filled: Mapping[str, str] = {},
    known: Iterable[Entry] = (),
    draft: str = "",
    country: str = "",
    dated: bool = True,
) -> tuple[WhatToDo, ...]:
    """What to do about the falls and the pain in entries, or in boxes that are `filled` while their days are not known.

    `known` is what was written down before. `draft` is the text of the option file that the sheets were printed from, ""
    where nobody knows it; then `country` is that of the print. Unless they are `dated`, the days of the entries mean nothing.
    """
    some = tuple(entries)
    pain = worst_pain.to_tell(some, known, kit.catalog.measures, kit.catalog.tracked)
    falls = what_matters.fell(some, words.labels_of(kit))
    fell = falls or any(answer == "yes" and box.partition("/")[0] == _FELL for box, answer in filled.items())
    if not fell and pain is None:
        return ()
    options = _options(kit, draft, country)
    voice = _voice(kit, options)
    found = []
    if fell:
        found.append(_after_a_fall(kit, options, voice, falls if dated else ""))
    if pain is not None:
        found.append(_for_pain(kit, options, voice, pain, dated=dated))
    return tuple(found)


def _options(kit: Printkit, draft: str, country: str) -> Options:
    """What is known of the person: nothing but the clinic and the country where there is no draft that can be read."""
    try:
        if draft:
            return Draft(draft).options(kit)
    except PrintkitError:
        pass  # it was printed once; what has been refused since is told where it is opened
    clinic = kit.clinic or Clinic()
    return Options(clinic=replace(clinic, region=country or clinic.region))


def _voice(kit: Printkit, options: Options) -> Voice:
    return Voice(
        words.labels_of(kit),
        options.side,
        options.devices.walking_aid,
        options.clinic,
        kit.catalog.regions.get(options.clinic.region),
        hold=holds.chosen(words.spoken(kit).holds, options.facts(), kit.language),
        mark_minutes=0,  # no leaflet that is read here speaks of a mark
    )


def _box(kit: Printkit, options: Options, leaflet: str, box: Box) -> Part:
    """The first part of a leaflet that is this box, for these answers."""
    facts = options.facts()
    parts = words.said(kit, words.spoken(kit).topic(leaflet).text, leaflet).parts
    return next(
        part
        for part in parts
        if part.box is box and all(meets(name, facts[name], values) for name, values in part.when.items())
    )


def _call(kit: Printkit, voice: Voice) -> str:
    """Whom to call, as one sentence; where no country is known, without a number of ours."""
    return say(kit, "call-if", number=voice.emergency_number) if voice.region else say(kit, "call-if-unknown")


def _after_a_fall(kit: Printkit, options: Options, voice: Voice, days: str) -> WhatToDo:
    box = partial(_box, kit, options, _FALLS)
    each_time = box(Box.TODAY)
    return WhatToDo(
        title=say(kit, "fall-typed"),
        says=days,
        call=_call(kit, voice),
        signs=tuple(map(voice.say, box(Box.EMERGENCY).list)),
        each_time=voice.say(each_time.heading),
        tell=tuple(map(voice.say, each_time.list)),
    )


def _for_pain(kit: Printkit, options: Options, voice: Voice, pain: worst_pain.ToTell, *, dated: bool) -> WhatToDo:
    most = worst_pain.limit(kit.catalog.tracked)
    bad = most is not None and pain.value > most
    return WhatToDo(
        title=say(kit, "pain-typed" if bad else "pain-rose-typed"),
        says=what_matters.hurt(pain, words.labels_of(kit))
        if dated
        else say(kit, "pain-undated", value=f"{pain.value:g}"),
        call=_call(kit, voice),
        signs=tuple(map(voice.say, _box(kit, options, _PAIN, Box.EMERGENCY).list)),
        each_time=say(kit, "pain-today"),
        tell=(
            say(kit, "pain-call", clinic=voice.say("{clinic phone}")),
            say(kit, "pain-which"),
            say(kit, "pain-again"),
        ),
    )
