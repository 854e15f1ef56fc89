"""A fall that is typed in says what the paper says beside its box: call the clinic, and when to call at once.

The words are those of the leaflet on a fall, whole, for nobody knows how long ago it was and whether it was looked at.
"""

from collections.abc import Mapping

from msgspec import Struct

from printkit.catalog import holds
from printkit.content.voice import Voice
from printkit.model.facts import meets
from printkit.model.options import Options
from printkit.model.records import Part
from printkit.model.vocabulary import Box
from printkit.page import words
from printkit.page.drafts import Draft
from printkit.page.house import House

_LEAFLET = "after-a-fall"
_ROW = "fell"  # of a chart


class AfterAFall(Struct, frozen=True, kw_only=True):
    """What to do, as it stands in the leaflet: whom to call for what, and whom to tell each time."""

    call: str
    signs: tuple[str, ...]
    each_time: str
    tell: tuple[str, ...]


def told(house: House, filled: Mapping[str, str], draft: str) -> AfterAFall | None:
    """What to do about a fall, where a box of the filled ones says that there was one; None without.

    `draft` is the text of the option file that the sheets were printed from, "" where nobody knows it.
    """
    if not any(answer == "yes" and box.partition("/")[0] == _ROW for box, answer in filled.items()):
        return None
    kit = house.kit
    options = Draft(draft).options(kit) if draft else Options(clinic=house.clinic)
    facts = options.facts()
    voice = Voice(
        words.labels_of(kit),
        options.side,
        options.devices.walking_aid,
        options.clinic,
        kit.catalog.regions.get(options.clinic.region),
        hold=holds.chosen(words.spoken(kit).holds, facts, kit.language),
        mark_minutes=0,  # a leaflet on a fall speaks of no mark
    )
    parts = [
        part
        for part in words.said(kit, words.spoken(kit).topic(_LEAFLET).text, _LEAFLET).parts
        if all(meets(name, facts[name], values) for name, values in part.when.items())
    ]

    def first(box: Box) -> Part:
        return next(part for part in parts if part.box is box)

    at_once, each_time = first(Box.EMERGENCY), first(Box.TODAY)
    return AfterAFall(
        # what else stands in the head of that box is for who still lies there
        call=f"{voice.say(at_once.word)}: {voice.say(at_once.aside[-1])}",
        signs=tuple(map(voice.say, at_once.list)),
        each_time=voice.say(each_time.heading),
        tell=tuple(map(voice.say, each_time.list)),
    )
