"""Slips of the pen, and what a hint offers for them."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from printkit.errors import PrintkitError, Several

OFFERED = re.compile(r"[Dd]id you mean ('[^']*'|\"[^\"]*\")\?")
LISTED = re.compile(r"give one of: ([^;)\n]+)")


def slips(word: str) -> Iterator[str]:
    """A word as it is mistyped: a letter left out, doubled, or changed for its neighbour's place; other capitals."""
    middle = len(word) // 2
    yield word[:middle] + word[middle + 1 :]
    yield word[:middle] + word[middle : middle + 1] + word[middle:]
    yield word[: middle - 1] + word[middle : middle + 1] + word[middle - 1 : middle] + word[middle + 1 :]
    yield word.swapcase()
    yield word.replace("-", "_") if "-" in word else word.replace("_", "-")
    yield f"{word}s"


def slipped(known: Iterable[str], form: str = ".+") -> Iterator[str]:
    """A slip for each word, of another kind for each; none that is a word itself, or has another form than they have."""
    words = sorted(set(known))
    for index, word in enumerate(words):
        found = [slip for slip in slips(word) if re.fullmatch(form, slip) and slip not in words]
        if found:
            yield found[index % len(found)]


def offered(problems: Iterable[str]) -> list[str]:
    """What the hints of problems say to write instead."""
    said = "\n".join(problems)
    found = [ast.literal_eval(each) for each in OFFERED.findall(said)]
    return found or [each.strip() for listed in LISTED.findall(said) for each in listed.split(",")]


def complaints(work: Callable[[], object]) -> list[str]:
    """What is raised, or what comes back as problems, each with its hint."""
    try:
        found = work()
    except Several as several:
        return [str(each) for each in several.problems]
    except PrintkitError as error:
        return [str(error)]
    return [str(each) for each in found] if isinstance(found, Iterator) else []
