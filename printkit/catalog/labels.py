"""The words that code draws: headings of charts, names of days, the phrases for a side."""

import re
from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from printkit.errors import CatalogError, near

T = TypeVar("T")

_PLACE = re.compile(r"\{([a-z_]+)\}")


def in_language(texts: Mapping[str, T], language: str, what: str) -> T:
    """The texts in one language; a CatalogError that names what lacks them."""
    if language not in texts:
        hint = f"add them under {language}:"
        raise CatalogError(f"{what} has no words in the language {language!r}", hint=hint)
    return texts[language]


class Labels(Struct, frozen=True):
    """Words by group and key, as in labels/en.yaml."""

    groups: Mapping[str, Mapping[str, str]]

    def __call__(self, group: str, key: str, **values: object) -> str:
        """The words for a key, with its {name} places filled in; a CatalogError that names the missing key."""
        entries = self.groups.get(group, {})
        if key not in entries:
            raise CatalogError(f"labels/{group} has no words for {key!r}", hint=near(key, entries))
        # in one pass, so that a value which holds a place of its own stays as it is
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), entries[key])

    def plural(self, group: str, key: str, count: int) -> str:
        """The words for a count: the key with `-one` added when there is exactly one."""
        return self(group, f"{key}-one" if count == 1 else key, count=count)
