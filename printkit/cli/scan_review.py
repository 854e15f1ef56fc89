"""The page of what is in doubt in scans, as a file: written when they were read, taken away when all of it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printkit.cli.output import counted, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from printkit.scan.review import Answer, Asked

ANSWERS = "scan-answers.csv"  # as the page saves them
_MOST_REVIEWS = 100


def write(asked: Sequence[Asked], place: Path) -> Path:
    """Write the page and the same as a table, named as `place` with a number where one is there; returns the table."""
    from printkit.printing import files
    from printkit.scan import review

    name = next(
        each for number in range(1, _MOST_REVIEWS)
        if not place.with_name(f"{(each := place.name if number == 1 else f'{place.name}-{number}')}.html").exists()
    )  # fmt: skip
    page, table = place.with_name(f"{name}.html"), place.with_name(f"{name}.csv")
    files.write_all([(review.as_html(asked, ANSWERS).encode(), page), (review.as_csv(asked).encode(), table)])
    doubts = sum(bool(each.why) for each in asked)
    tell(f"{page}: {counted(doubts, 'box')} in doubt, and {len(asked) - doubts} of the sure ones to look at")
    return table


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
