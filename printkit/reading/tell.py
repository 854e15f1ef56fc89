"""What is said of a whole list: each problem once with the numbers of its rows, and ids that may be one patient."""

import re
from collections.abc import Iterable, Iterator, Sequence

from printkit.errors import PrintkitError, Several

_IN_ROW = re.compile(r"(?P<list>.*?): row (?P<row>\d+)(?P<rest>(?:, column .*|, .*)?)", re.DOTALL)
_RUNS_SHOWN = 8


def near_ids(ids: Iterable[str]) -> Iterator[str]:
    """Ids that differ only in zeros or in the size of letters, as 1234 and 001234: perhaps one patient."""
    seen: dict[str, str] = {}
    for each in ids:
        key = re.sub(r"\d+", lambda run: run[0].lstrip("0") or "0", each).casefold()
        first = seen.setdefault(key, each)
        if first != each:
            what = "the size of letters" if first.casefold() == each.casefold() else "zeros"
            yield f"{first!r} and {each!r} differ only in {what}: are they one patient?"


def counted(problems: Iterable[PrintkitError]) -> list[PrintkitError]:
    """Problems that rows have in common as one each, with its column and the numbers of its rows."""
    groups: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], PrintkitError] = {}
    for problem in problems:
        match = None if isinstance(problem, Several) else _IN_ROW.fullmatch(problem.where)
        key: tuple[object, ...] = (problem.where, problem.message, problem.hint)
        if match is not None:
            key = (type(problem), match["list"], match["rest"], problem.message, problem.hint)
            groups.setdefault(key, []).append(int(match["row"]))
        first.setdefault(key, problem)
    found: list[PrintkitError] = []
    for key, problem in first.items():
        numbers = groups.get(key, [])
        if len(numbers) > 1:
            where = f"{key[1]}: {numbered(numbers)}{key[2]}"
            problem = type(problem)(problem.message, where=where, hint=problem.hint)  # noqa: PLW2901 - the same, counted
        found.append(problem)
    return found


def of_pages(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """What is said of pages, as (file: page 3, why): each file and reason once, with the numbers of its pages.

    What names no page comes with none.
    """
    pages: dict[tuple[str, str], list[int]] = {}
    for where, why in found:
        file, _, number = where.rpartition(": page ")
        numbers = pages.setdefault((file or where, why), [])
        if file:
            numbers.append(int(number))
    for (file, why), numbers in pages.items():
        yield file, tuple(numbers), why


def paged(file: str, numbers: Sequence[int]) -> str:
    """A file and its pages: a.pdf: pages 1-30."""
    if not numbers:
        return file
    shown, more = runs(numbers)
    return f"{file}: {'page' if len(numbers) == 1 else 'pages'} {shown}{f' and {more} more' if more else ''}"


def numbered(numbers: Sequence[int]) -> str:
    """The numbers of rows: rows 2-5, 7 and 31 more."""
    shown, more = runs(numbers)
    return f"{'row' if len(numbers) == 1 else 'rows'} {shown}{f' and {more} more' if more else ''}"


def runs(numbers: Sequence[int]) -> tuple[str, int]:
    """The numbers of rows as 2-5, 7, and how many more there are."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    more = sum(last - first + 1 for first, last in found[_RUNS_SHOWN:])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found[:_RUNS_SHOWN]), more
