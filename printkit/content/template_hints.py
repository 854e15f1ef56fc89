"""What to do about what Jinja says of a template."""

from collections.abc import Mapping


def hint(message: str, whole: Mapping[str, str], filters: tuple[str, ...]) -> str:
    """The way out of a message; `whole` are the names of what a template places with its heading only."""
    if "stands with its heading" in message:
        return f"write {{{{ {whole[message.split(maxsplit=1)[0]]} }}}} on a line of its own"
    if "a side typed" in message:
        return 'write {{ say("{your affected} foot") }} or {{ say("{your stronger} hand") }}'
    if "grow beyond" in message or "turn more than" in message:
        return "a page of a template is for one reader; take the loop or the repetition out"
    if "is not part of printkit" in message:
        return "put shared text in templates/parts/ and include it"
    if "is undefined" in message or "has no attribute" in message:
        return "the names that a template may use stand in docs/templates.md"
    if "unsafe" in message and any(f"{name!r}" in message for name in whole):
        return "a list that warns stands with its heading only: docs/templates.md, What must stay"
    if "unsafe" in message:
        return "names that start with _ are closed to templates"
    if "No filter" in message:
        return "filters are " + ", ".join(filters)
    return "the words of a template are Markdown, {{ name }}, {% if %}, {% for %} and {% include %}"
