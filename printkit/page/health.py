"""The questions on health and home: who has checked the person, and the parts of all others, each a screen of its own."""

from flask import Response, abort, request

from printkit.page import questions, steps
from printkit.page.drafts import Draft
from printkit.page.house import House
from printkit.page.steps import ALL
from printkit.page.words import say


def whole(house: House, key: str, draft: Draft) -> Response:
    """Who has checked the person, and the parts of the other questions, each with how much of it is answered."""
    fields = questions.check(house.kit, draft)
    form = steps.form_of(house, draft, fields)
    done = steps.saved(house, key, draft, form, "exercises") if request.method == "POST" else None
    counted = [
        (part, len([each for each in asked if draft.value(each.name)]), len(asked))
        for part, asked in questions.parts(house.kit, draft).items()
    ]
    return done or steps.asked(
        house, key, draft, "health", form, steps.title(house, "health"), fields=fields, parts=counted, all=ALL,
        first=next((part for part, said, many in counted if said < many), counted[0][0]),
        step="health",
    )  # fmt: skip


def part(house: House, key: str, draft: Draft, part: str) -> Response:
    """The questions of one part, or of all, and the next part after it."""
    kit, known = house.kit, steps.parts_of(house)
    if part not in known:
        abort(404)
    asked = questions.parts(kit, draft)
    groups = [(say(kit, f"part-{each}"), fields) for each, fields in asked.items() if part in (each, ALL)]
    form = steps.form_of(house, draft, (field for _, fields in groups for field in fields))
    following = "" if part == ALL else known[known.index(part) + 1].replace(ALL, "")
    onward = f"health/{following}" if following else "exercises"
    done = steps.saved(house, key, draft, form, onward) if request.method == "POST" else None
    said = say(kit, "go-on-to", part=say(kit, f"part-{following}" if following else "step-exercises"))
    return done or steps.asked(
        house, key, draft, "step", form, say(kit, f"part-{part}"), groups=groups if part == ALL else [("", groups[0][1])],
        action=f"health/{part}", onward=said, step="health",
    )  # fmt: skip
