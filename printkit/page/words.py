"""The questions that several screens ask, in the words of the catalogue's labels."""

from printkit.catalog.labels import Labels
from printkit.kit import Printkit
from printkit.model.vocabulary import PrintProfile, Side
from printkit.page.forms import UNKNOWN, Choice, Field


def labels_of(kit: Printkit) -> Labels:
    """The words of the screens."""
    return kit.catalog.labels("en")


def say(kit: Printkit, key: str, **values: object) -> str:
    """One sentence of a screen."""
    return labels_of(kit)("screen", key, **values)


def country(kit: Printkit, usual: str = "") -> Field:
    """Which country, by its name. The clinic's own stands first; else nobody's does, for a guess would be a wrong number."""
    labels = labels_of(kit)
    named = {region: labels.groups["countries"].get(region, region) for region in kit.catalog.regions}
    first = {words: region for region, words in reversed(named.items())}  # GB and UK are one choice
    known = sorted((Choice(region, words) for words, region in first.items()), key=lambda each: each.says)
    known.sort(key=lambda each: each.value == "EU")  # the rest of Europe stands last
    choices = (Choice("", say(kit, "unknown")), *known)
    ordered = tuple(sorted(choices, key=lambda each: each.value != usual))
    hint = say(kit, "country-hint")
    return Field(name="country", ask=say(kit, "ask-country"), kind="select", choices=ordered, hint=hint)


def side(kit: Printkit) -> Field:
    """Which side is weaker."""
    known = (Choice(str(each), say(kit, f"side-{each}")) for each in Side if each is not Side.UNKNOWN)
    return Field(name="side", ask=say(kit, "ask-side"), choices=(_not_known(kit), *known))


def yes_or_no(kit: Printkit, name: str) -> Field:
    """A question that is answered yes, no, or not at all."""
    return Field(name=name, ask=say(kit, f"ask-{name}"), choices=(_not_known(kit), *_yes_no(kit)))


def look(kit: Printkit) -> Field:
    """How the pages look."""
    known = (Choice(str(each), say(kit, f"look-{each}")) for each in PrintProfile)
    return Field(name="look", ask=say(kit, "ask-look"), choices=(Choice("", say(kit, "look-as-said")), *known))


def _not_known(kit: Printkit) -> Choice:
    return Choice(UNKNOWN, say(kit, "unknown"))


def _yes_no(kit: Printkit) -> tuple[Choice, ...]:
    return (Choice("yes", say(kit, "yes")), Choice("no", say(kit, "no")))
