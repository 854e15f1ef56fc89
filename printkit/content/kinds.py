"""The kinds of document that an option file can become."""

from collections.abc import Mapping

from msgspec import Struct


class Kind(Struct, frozen=True):
    """A document kind: its template, and whether all of it must stand on one page."""

    name: str
    one_page: bool = False
    with_plan: bool = True
    whole_exercises: bool = False  # prints every step and every safety sentence of the plan
    small: bool = False  # for a clinician: smaller letters, more of them on a page


KINDS: Mapping[str, Kind] = {
    "booklet": Kind("booklet", whole_exercises=True),
    "chart": Kind("chart"),
    "fridge": Kind("fridge", one_page=True),
    "handout": Kind("handout", one_page=True, whole_exercises=True),
    "checklist": Kind("checklist", with_plan=False),
    "todo": Kind("todo", with_plan=False),
}
