"""Whose is a returned sheet? What its codes say, held against the sheets that the diary has noted."""

from collections.abc import Iterable

from msgspec import Struct

from printkit.outcomes.history import Sheets
from printkit.sheets.codes import Read, read_code
from printkit.sheets.scans import ScannedPage


class Returned(Struct, frozen=True, kw_only=True):
    """A sheet that came back, and whose it is. `where` says where it was found; `page` is None when it was typed."""

    sheets: Sheets
    code: Read
    where: str
    page: ScannedPage | None = None
    again: bool = False  # the same sheet stands earlier in the list


class Lost(Struct, frozen=True):
    """A page or a code that belongs to nobody, and why."""

    where: str
    why: str


def owners(
    pages: Iterable[ScannedPage], typed: Iterable[str], noted: Iterable[Sheets]
) -> tuple[tuple[Returned, ...], tuple[Lost, ...]]:
    """Each page and each typed code with its patient, by patient, week and page; and what belongs to nobody."""
    known: dict[str, list[Sheets]] = {}
    for each in noted:
        known.setdefault(each.token, []).append(each)
    found: list[Returned] = []
    lost: list[Lost] = []
    for where, code, why, page in (*_scanned(pages), *_typed(typed)):
        of = known.get(code.plan_token, []) if code else []
        if code is None:
            lost.append(Lost(where, why))
        elif len(of) == 1:
            found.append(Returned(sheets=of[0], code=code, where=where, page=page))
        elif of:  # 6 letters are enough for 2,000 million prints, but nobody may get another's sheet
            lost.append(Lost(where, f"the token {code.plan_token} stands for {len(of)} patients; sort it by hand"))
        else:
            lost.append(Lost(where, f"the token {code.plan_token} is not in this diary"))
    found.sort(key=_place)
    marked = [
        Returned(sheets=each.sheets, code=each.code, where=each.where, page=each.page, again=True)
        if before is not None and _place(before) == _place(each)
        else each
        for before, each in zip((None, *found), found, strict=False)
    ]
    return tuple(marked), tuple(lost)


def _place(each: Returned) -> tuple[object, ...]:
    sheets, code = each.sheets, each.code
    when = (sheets.first_week, sheets.printed_on, sheets.token)
    return (sheets.patient, *when, code.page, code.template, code.layout_hash)


def _scanned(pages: Iterable[ScannedPage]) -> Iterable[tuple[str, Read | None, str, ScannedPage | None]]:
    return ((page.where, page.code, page.why, page) for page in pages)


def _typed(codes: Iterable[str]) -> Iterable[tuple[str, Read | None, str, ScannedPage | None]]:
    return (
        (f"--code {text}", read_code(text), "it is no code of a sheet, or a character of it is wrong", None)
        for text in codes
    )
