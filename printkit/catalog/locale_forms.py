"""Dates as a language writes them, by Babel, which has the CLDR's data: 20 de noviembre de 2026, 2026年11月20日.

Only languages other than English ask here, so that no English print waits for it: the import takes longer than a page.
"""

import datetime as dt
from typing import TYPE_CHECKING

from printkit.errors import CatalogError, to_install

if TYPE_CHECKING:
    from babel import Locale


def _locale(language: str, region: str) -> "Locale":
    """The language in a country, else the language alone. Raises CatalogError without the extra, or for no language."""
    try:
        from babel import Locale, UnknownLocaleError
    except ModuleNotFoundError:
        message = "the extra languages is needed for the dates of another language"
        raise CatalogError(message, hint=to_install("languages")) from None
    try:
        return Locale(language, region or None)
    except UnknownLocaleError:
        if region:
            return _locale(language, "")
        hint = "locale in language.yaml is the CLDR's word for the language, as es"
        raise CatalogError(f"nobody knows how {language!r} writes dates", hint=hint) from None


def date(day: dt.date, language: str, region: str) -> str:
    """A date with its month as a word."""
    locale = _locale(language, region)
    from babel import dates

    return dates.format_date(day, "long", locale=locale)


def language_name(of: str, said_in: str) -> str:
    """A language by its name in another one, or in itself: español, Spanish; "" where nobody knows it."""
    spoken, _, region = said_in.partition("-")
    return str(_locale(spoken, region).languages.get(of.partition("-")[0], ""))


def part_of_date(day: dt.date, parts: str, language: str, region: str) -> str:
    """Some parts of a date, named as the CLDR names them: MMMMd is day and month, yMMMM month and year, LLLL the month."""
    locale = _locale(language, region)
    from babel import dates

    if parts == "LLLL":  # a month that stands alone; the CLDR has no order for it
        return dates.format_date(day, parts, locale=locale)
    return dates.format_skeleton(parts, day, locale=locale)
