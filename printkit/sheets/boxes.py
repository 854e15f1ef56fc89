"""The names of boxes and cells to fill in: ids and no words, so that a list in any language comes back the same."""

import re

ANSWERS = ("yes", "no")  # in the order in which their boxes stand
_BOX = re.compile(r"(?P<line>.+)/(?P<answer>yes|no)(?:-[0-9]+)?", re.IGNORECASE)


def name_of(line: str, answer: str) -> str:
    """The name of the box for one answer to a line."""
    return f"{line}/{answer}"


def read(name: str) -> tuple[str, str]:
    """The line of a box and its answer, "yes" or "no"; a name that is no box of a line comes back with "".

    Lists of before 2026.1 wrote Yes and No with capitals. A box that stood twice in one file, in the whole list and on a
    page with a few of its lines, has a number at its end.
    """
    found = _BOX.fullmatch(name)
    return (found["line"], found["answer"].lower()) if found else (name, "")


def cell(row: int, column: int) -> str:
    """The name of an empty cell of a table; rows are counted from 1, columns from 0."""
    return f"table/row-{row}/column-{column + 1}"
