"""The words of the skin sheet: every place and every view has its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

from printkit.errors import CatalogError, PrintkitError, raise_all
from printkit.model.skin import SkinLook
from printkit.model.vocabulary import SkinPlace, SkinView
from printkit.reading import records
from printkit.reading.records import Loaded


def load(path: Path, dangerous: Callable[[Loaded[SkinLook]], Iterator[PrintkitError]]) -> SkinLook:
    """The words of one file. Raises every problem with its line; `dangerous` finds what could print a wrong side."""
    loaded = records.load(SkinLook, path)
    raise_all([*loaded.problems, *dangerous(loaded), *problems(loaded)])
    return loaded.required()


def problems(loaded: Loaded[SkinLook]) -> Iterator[PrintkitError]:
    """The places and views without words: each has its number or its caption on the drawings."""
    for language, text in loaded.record.text.items() if loaded.record else ():
        for key, words, known in (
            ("places", text.places, SkinPlace),
            ("views", text.views, SkinView),
            ("alt", text.alt, SkinView),
        ):
            for each in known:
                if each not in words:
                    where = loaded.where("text", language, key)
                    yield CatalogError(f"{key} has no {str(each)!r}", where=where, hint=f"add a line '{each}: ...'")
