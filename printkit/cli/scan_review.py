"""The page of what is in doubt in scans, as a file: written when they were read, taken away when all of it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from printkit.scan.review import Answer, Asked

ANSWERS = "scan-answers.csv"  # as the page saves them


def write(asked: Sequence[Asked], place: Path, *, known: Sequence[Asked] = ()) -> Path:
    """Write the page and the same as a table, named as `place` with a number where one of them is there.

    It takes the place of an older page of ours that asks only what is `known`, to be asked or answered since, where nobody
    has filled in the table beside that. Returns the table.
    """
    from itertools import count

    from printkit.printing import files
    from printkit.scan import review

    text, whole = review.as_csv(asked), review.as_csv(known)
    names = (place.name if number == 1 else f"{place.name}-{number}" for number in count(1))
    for name in names:
        page, table = place.with_name(f"{name}.html"), place.with_name(f"{name}.csv")
        if not page.exists() and not table.exists():
            break
        if known and _is_known(page, table, whole):
            break
    files.write(review.as_html(asked, ANSWERS).encode(), page, ours=True)
    files.write(text.encode(), table, ours=True)
    doubts = sum(bool(each.why) for each in asked)
    tell(f"{page}: {counted(doubts, 'box')} in doubt, and {len(asked) - doubts} of the sure ones to look at")
    return table


def _is_known(page: Path, table: Path, text: str) -> bool:
    """Whether a page is ours, and all of the table beside it, which nobody has filled in, is in a new one, too."""
    from printkit.scan import review

    try:
        ours = review.is_ours(page.read_text("utf-8"))
        return ours and set(table.read_text("utf-8").splitlines()) <= set(text.splitlines())
    except (OSError, ValueError):
        return False


def take_away(folder: Path, name: str, answers: Sequence[Answer]) -> None:
    """Pictures of boxes are there to be looked at, and go when they were."""
    from glob import escape

    from printkit.printing import files
    from printkit.scan import review

    for page in sorted(folder.glob(f"{escape(name)}*.html")):
        said = page.read_text(encoding="utf-8", errors="replace")
        if not review.is_ours(said):
            continue
        left = review.without(said, answers)
        if left and left != said:
            files.write(left.encode(), page, ours=True)
        elif not left:
            page.unlink()
            page.with_suffix(".csv").unlink(missing_ok=True)
            tell(f"  {page}: all of it is answered, and it is deleted", aside=True)
