"""The questions that several screens ask, in the words of the catalogue's labels, and the language of these.

A language is offered when no label and no question is missing in it. What a clinic has added in English alone is said
in English and marked as such.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from printkit.catalog import translating
from printkit.catalog.labels import Labels, in_language
from printkit.catalog.store import Catalog
from printkit.errors import OptionsError
from printkit.kit import Printkit
from printkit.model.vocabulary import PrintProfile, Side
from printkit.page.forms import UNKNOWN, Choice, Field
from printkit.page.messages import InLanguage
from printkit.printing import gallery

T = TypeVar("T")


class Titled(Protocol):
    """Words of the catalogue with a title."""

    @property
    def title(self) -> str:
        """What stands over them."""


def labels_of(kit: Printkit) -> Labels:
    """The words of the screens."""
    return kit.catalog.labels(kit.language)


def languages(kit: Printkit) -> tuple[str, ...]:
    """The languages of the screens: English, and each in which none of their words is missing."""
    others = (each for each in kit.catalog.languages if each != "en" and kit.catalog.translation(each))
    return ("en", *(each for each in others if not translating.missing_on_screens(kit.catalog, each)))


def check(kit: Printkit, language: str) -> None:
    """Raise OptionsError, with how much is missing, for a language that the screens cannot be in."""
    known = languages(kit)
    if language in known:
        return
    if not kit.catalog.translation(language):
        hint = f"the screens are there in {', '.join(known)}"
        raise OptionsError(f"there is no language {language!r}", hint=hint)
    missing = len(translating.missing_on_screens(kit.catalog, language))
    hint = f"translate them: printkit translate export {language}; the screens are there in {', '.join(known)}"
    raise OptionsError(f"{missing} sentences of the screens are not translated into {language!r}", hint=hint)


def spoken(kit: Printkit) -> Catalog:
    """The catalogue in the language of the screens."""
    return kit.catalog.spoken(kit.language)


def or_english(kit: Printkit) -> AbstractContextManager[None]:
    """While this lasts, what nobody has translated is said in English."""
    return kit.catalog.translation(kit.language).on_screen()


def said(kit: Printkit, texts: Mapping[str, T], what: str) -> T:
    """The words of a record of the spoken catalogue in the language of the screens."""
    with or_english(kit):
        return in_language(texts, kit.language, what)


def marked(kit: Printkit, words: str, english: str) -> str:
    """Words of the catalogue, as English ones where they are the same in another language."""
    return InLanguage(words) if kit.language != "en" and words == english else words


def translated_by(kit: Printkit) -> str:
    """Who has checked the translation that is read, as the foot of a page says it; "" in English."""
    if kit.language == "en":
        return ""
    names = kit.catalog.translation(kit.language).checked_by(kit.catalog.reviews)
    label = labels_of(kit)
    if not names:
        return label("page", "translated-unchecked")
    return label("page", "translated-checked", names=", ".join(names))


def title(kit: Printkit, texts: Mapping[str, Titled], what: str) -> str:
    """The title of a record of the spoken catalogue."""
    return marked(kit, said(kit, texts, what).title, in_language(texts, "en", what).title)


def say(kit: Printkit, key: str, **values: object) -> str:
    """One sentence of a screen."""
    return labels_of(kit)("screen", key, **values)


def country(kit: Printkit, usual: str = "") -> Field:
    """Which country, by its name. The clinic's own stands first; else nobody's does, for a guess would be a wrong number."""
    labels = labels_of(kit)
    known_names = labels.groups["countries"]
    named = {each: labels("countries", each) if each in known_names else each for each in kit.catalog.regions}
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


def language(kit: Printkit) -> Field:
    """In which language the pages are: first the one of the screens."""
    known = sorted(
        (Choice(each, name_of(kit, each)) for each in kit.catalog.languages),
        key=lambda each: each.value != kit.language,
    )
    return Field(name="language", ask=say(kit, "ask-language"), kind="select", choices=tuple(known))


def name_of(kit: Printkit, language: str) -> str:
    """What a language is called in itself; its English name where its screens do not say so."""
    english, translation = kit.catalog.labels("en")("screen", "language-name"), kit.catalog.translation(language)
    own = not translation or translation.has("labels/screen", english)
    name = kit.catalog.labels(language)("screen", "language-name") if own else translation.about.name
    said_in = language if own else "en"
    return name if said_in == kit.language else InLanguage(name, said_in)


def exercise(kit: Printkit, name: str) -> str:
    """The title of an exercise of the catalogue, for no side in particular; of any other its name."""
    if name not in kit.catalog.names("exercises"):
        return name
    english = gallery.title(kit.catalog, name, Side.UNKNOWN)
    if kit.language == "en":
        return english
    with or_english(kit):
        return marked(kit, gallery.title(spoken(kit), name, Side.UNKNOWN), english)


def look(kit: Printkit) -> Field:
    """How the pages look."""
    known = (Choice(str(each), say(kit, f"look-{each}")) for each in PrintProfile)
    return Field(name="look", ask=say(kit, "ask-look"), choices=(Choice("", say(kit, "look-as-said")), *known))


def _not_known(kit: Printkit) -> Choice:
    return Choice(UNKNOWN, say(kit, "unknown"))


def _yes_no(kit: Printkit) -> tuple[Choice, ...]:
    return (Choice("yes", say(kit, "yes")), Choice("no", say(kit, "no")))
