"""The words of a template in another language: found in its English text line by line, so that one template serves all.

What stands between two `{% %}` on one line is a sentence, with its `{{ }}` in it; where it has no words of its own, those in
quotes inside its `{{ }}` are. Lines stay where they are, so that a complaint names the right one.
"""

import re
from collections.abc import Callable

_TAG = re.compile(r"(\{%.*?%\}|\n)", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_MARK = re.compile(r"\s*(?:#{1,6} |- |[0-9]+\. )?\s*")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_ID = re.compile(r"[a-z0-9_./-]*")  # the name of a block or a part, and no words


def translated(source: str, language: str, say: Callable[[str], str]) -> str:
    """The text of an English template with every sentence of it said by `say`, and its parts those of the language."""
    parts = _TAG.split(source.replace(".en.md", f".{language}.md"))
    return "".join(part if index % 2 else _line(part, say) for index, part in enumerate(parts))


def words(source: str) -> tuple[str, ...]:
    """Every sentence of an English template that `translated` would say, in its order."""
    found: list[str] = []

    def kept(said: str) -> str:
        found.append(said)
        return said

    translated(source, "en", kept)
    return tuple(found)


def _line(text: str, say: Callable[[str], str]) -> str:
    if any(map(str.isalpha, _VALUE.sub("", text))):
        begin = _MARK.match(text)
        before = begin[0] if begin else ""
        said = text[len(before) :].rstrip()
        return f"{before}{say(said)}{text[len(before) + len(said) :]}"
    return _VALUE.sub(lambda value: _QUOTED.sub(lambda quoted: _said(quoted[0], say), value[0]), text)


def _said(quoted: str, say: Callable[[str], str]) -> str:
    mark, inside = quoted[0], quoted[1:-1]
    bare = inside.strip()
    if _ID.fullmatch(bare) or not any(map(str.isalpha, bare)):
        return quoted
    said = say(bare).replace(mark, "”" if mark == '"' else "’")  # a quotation mark would end the string
    return f"{mark}{inside.replace(bare, said)}{mark}"
