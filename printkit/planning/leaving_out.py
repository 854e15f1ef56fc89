"""What no booklet can be spared: the pages that warn, and those that a rule calls for and nobody has signed away. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from printkit.errors import Unsafe
from printkit.model.options import Options
from printkit.model.records import Rule
from printkit.model.vocabulary import WARNING_TOPICS
from printkit.planning.exceptions import how_to_sign


def refused(options: Options, calling: Iterable[Rule], facts: Mapping[str, str]) -> Iterator[Unsafe]:
    """Each page that is to be left out and must stay. `calling` are the rules that call for pages, without those signed away."""
    rules = tuple(calling)
    for name in options.print.leave_out:
        if name in WARNING_TOPICS:
            hint = "take it out of print: leave_out"
            yield Unsafe(f"{name} cannot be left out: it says when to stop and whom to call", hint=hint)
            continue
        for rule in rules:
            if name in rule.pages:
                line = how_to_sign(rule, "", facts)
                hint = f"take it out of print: leave_out; or a clinician can sign it: {line}"
                yield Unsafe(f"{name} cannot be left out: this patient needs it", where=f"rule {rule.id}", hint=hint)
