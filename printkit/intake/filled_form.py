"""A form that was filled in on a screen: its answers, by the names of its boxes and lines."""

import json
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

from printkit import budget
from printkit.errors import FormError, reason
from printkit.reading import tables

_HINT = "give a PDF that printkit made with boxes to fill in, saved after filling"
_LARGEST_FILE = 50_000_000  # bytes


def read(form: Path | bytes) -> Mapping[str, str]:
    """The answers of a form, in its order: "yes" for a ticked box, words for a line. What is empty is left out.

    Raises FormError when it is no PDF, locked by a password, or has no fields.
    """
    return {name: answer for name, answer in every(form).items() if answer}


def every(form: Path | bytes) -> Mapping[str, str]:
    """Every box and line of a form, the empty ones with "".

    Raises FormError when it is no PDF, locked by a password, or has no fields.
    """
    path = form if isinstance(form, Path) else Path("form")
    try:
        size = form.stat().st_size if isinstance(form, Path) else len(form)
        large = size > _LARGEST_FILE
        fields = None if large else budget.within(_fields, form, path, refusal=partial(_too_much, path), size=size)
    except (OSError, ValueError) as error:
        raise FormError(f"the form cannot be read: {reason(error)}", where=str(path), hint=_HINT) from error
    if large:
        raise FormError("the file is larger than 50 MB", where=str(path), hint=_HINT)
    if fields is None:
        raise FormError("the file is locked by a password", where=str(path), hint="save it without one first")
    if not fields:
        raise FormError("the file has no boxes or lines to fill in", where=str(path), hint=_HINT)
    return fields


def _too_much(path: Path, said: str) -> FormError:
    return FormError(f"the file {said}", where=str(path), hint=_HINT)


def _fields(form: Path | bytes, path: Path) -> Mapping[str, str] | None:
    """Every field by its name; None when the file is locked."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a broken file is told of once, by us
    try:
        reader = pypdf.PdfReader(form if isinstance(form, Path) else BytesIO(form))
        fields = None if reader.is_encrypted else reader.get_fields() or {}
    except (OSError, MemoryError):
        raise
    except Exception as error:  # a broken file breaks pypdf in many ways
        raise FormError("the file is not a PDF that can be read", where=str(path), hint=_HINT) from error
    return None if fields is None else {str(name): _answer(field) for name, field in fields.items()}


def _answer(field: Mapping[str, object]) -> str:
    value = str(field.get("/V", "") or "")
    if field.get("/FT") == "/Btn":
        return "" if value in ("", "/Off") else "yes"
    return value.strip()


def as_text(answers: Mapping[str, str], form: str, questions: Mapping[str, str]) -> str:
    """Answers as YAML or CSV, told by the end of a file's name, each with its question. Raises FormError for any other."""
    if form not in (".yaml", ".yml", ".csv"):
        raise FormError(f"answers cannot be written as {form!r}", hint="name a file that ends in .yaml or .csv")
    if form == ".csv":
        rows = [(name, value, questions.get(name, "")) for name, value in answers.items()]
        return tables.as_csv([("field", "answer", "question"), *rows])
    asked = {name: f"# {' '.join(said.split())}\n" for name, said in questions.items()}
    return "".join(
        f"{asked.get(name, '')}{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in answers.items()
    )
