"""What each danger does to what each exercise asks: docs/matrix.md, from the rules. `python tools/matrix.py`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

import yaml

from printkit.catalog.store import Catalog
from printkit.model.facts import answers
from printkit.model.records import Rule
from printkit.model.vocabulary import Action, Answer
from printkit.resources import CATALOG

OUT = Path(__file__).parent.parent / "docs" / "matrix.md"
NO_EFFECT = Path(__file__).parent.parent / "tests" / "no-effect.yaml"
# strongest first, with the words of the table
EFFECTS: Mapping[Action, str] = {
    Action.BLOCK: "nothing is printed",
    Action.SEE_FIRST: "see your therapist first",
    Action.EXCLUDE: "left out",
    Action.SUPERVISE: "with a helper",
    Action.MODIFY: "other words",
}
Cells = dict[tuple[str, str], dict[str, dict[Action, list[str]]]]


def cells(catalog: Catalog) -> Cells:
    """By danger (the name of an answer and its value) and demand: what the rules do, and which.

    A row that asks for several demands at once is entered under the first, with the others behind it.
    """
    found: Cells = {}
    for rule in catalog.rules:
        if rule.action not in EFFECTS or rule.pages:
            continue
        for name, values in (rule.when or {"everybody": ("always",)}).items():
            for value in values:
                for demand in _asked(rule):
                    of = found.setdefault((name, value), {}).setdefault(demand, {})
                    of.setdefault(rule.action, []).append(rule.id)
    return found


def _asked(rule: Rule) -> tuple[str, ...]:
    if rule.helped is Answer.YES:
        return ("all that needs a helper",)
    if rule.all_demands:
        besides = f" and {' or '.join(rule.with_any)}" if rule.with_any else ""
        return (" with ".join(rule.all_demands) + besides,)
    named = (*rule.demands, *(f"the exercise {each}" for each in rule.exercises))
    return named or tuple(f"the position {each}" for each in rule.positions) or ("everything",)


def unread(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every answer that no row reads, with its value."""
    read = {(name, value) for rule in catalog.rules for name, values in rule.when.items() for value in values}
    yield from ((name, value) for name, values in answers().items() for value in values if (name, value) not in read)


def table() -> str:
    """The page, in the order of the rules."""
    catalog = Catalog((CATALOG,))
    found = cells(catalog)
    demands = tuple(catalog.demands)
    decided = sum(demand in demands for (name, _), of in found.items() for demand in of if name != "everybody")
    dangers = len(found) - (("everybody", "always") in found)
    rows = [rule for rule in catalog.rules if rule.action in EFFECTS and not rule.pages]
    published = sum(set(rule.source) != {"DM"} for rule in rows)
    lines = [
        "# What each danger does to what each exercise asks",
        "",
        (
            "Made by `python tools/matrix.py` from catalog/rules.yaml and catalog/demands.yaml; a test compares them. Read it "
            "when a row or a demand changes: a cell that moves is a decision. No clinician has reviewed it."
        ),
        "",
        (
            f"{dangers} answers that are a danger and {len(demands)} demands make {dangers * len(demands)} cells. Rules "
            f"decide {decided}; in the others the danger has no effect by itself, and that is written down here (what a demand "
            f"implies is decided there: hard-steps is reached through steps). {len(rows)} rows speak "
            f"of exercises, {published} of them with a published source."
        ),
    ]
    for (name, value), of in found.items():
        lines += ["", f"## {name}: {value}", ""]
        for action, words in EFFECTS.items():
            by_rows: dict[str, list[str]] = {}
            for demand, done in of.items():
                if action in done:
                    by_rows.setdefault(", ".join(done[action]), []).append(demand)
            lines += [f"- {words}: {', '.join(named)} ({ids})" for ids, named in by_rows.items()]
        lines.append(f"- no effect: {', '.join(each for each in demands if each not in of) or 'none'}")
    lines += ["", "## Answers that no rule reads", ""]
    for name, entry in yaml.load(NO_EFFECT.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
        lines.append(f"- {name}: {', '.join(entry['values'])}: {entry['why']}")
    return (
        "\n".join(
            fill(line, 118, subsequent_indent="  " * line.startswith("- "), break_on_hyphens=False) for line in lines
        )
        + "\n"
    )


if __name__ == "__main__":
    OUT.write_text(table(), encoding="utf-8")
