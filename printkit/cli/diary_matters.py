"""What matters of entries that a sheet has just brought: falls, pain, skin and practice, a person at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printkit.cli.output import tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from printkit.cli.diary_place import DiaryPlace
    from printkit.diary.database import Diary
    from printkit.kit import Printkit
    from printkit.outcomes.history import PatientEntry


def tell_what_matters(written: Iterable[PatientEntry], kit: Printkit, diary: DiaryPlace, book: Diary) -> None:
    """Say it, and by which command all entries are listed."""
    from shlex import quote

    from printkit.diary import what_matters

    by_patient: dict[str, list[PatientEntry]] = {}
    for each in written:
        by_patient.setdefault(each.patient, []).append(each)
    for patient, some in by_patient.items():
        for said in what_matters.sentences(
            (each.entry for each in some), kit.catalog.labels("en"), kit.catalog, known=book.history(patient).entries()
        ):
            tell(f"  {patient}: {said}", aside=True)
        tell(f"  {patient}: all entries: printkit diary export {patient} --diary {quote(diary.shown)}", aside=True)
