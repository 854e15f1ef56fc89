"""What can be done about a rule, where nobody can sign it away. Pure."""

from printkit.model.records import Rule
from printkit.model.vocabulary import Answer


def instead_of_signing(rule: Rule) -> str:
    """What can be done about a rule that nobody can lift, as a hint."""
    if rule.signable is Answer.YES:
        return "rules that block, leave out, ask for a helper or add a page can be lifted"
    first = f"once a doctor has looked, change the answer that it reads ({', '.join(rule.when)})"
    if rule.cleared_by is None:
        return first
    return (
        f"{first}, or write who says that it is safe: health: cleared: [{{what: {rule.cleared_by}, by: ..., on: ...}}]"
    )
