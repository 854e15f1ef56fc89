"""What a check has found."""

from msgspec import Struct

from printkit.errors import PrintkitError


class Report(Struct, frozen=True):
    """What was found, or what was looked at when nothing was."""

    problems: tuple[PrintkitError, ...]
    summary: str
    warnings: tuple[PrintkitError, ...] = ()  # a clinic's own words that are hard to read; nothing is refused for them
    unchanged: bool = False  # nothing was found today, and no file has changed since
