"""What is wrong with the captions of start, middle and end: one without the others, two alike, too long once printed."""

from collections.abc import Iterator

from printkit.catalog.holds import Hold
from printkit.catalog.store import Catalog
from printkit.content.voice import Voice
from printkit.errors import CatalogError, PrintkitError
from printkit.figures.spec import Figure
from printkit.model.options import Clinic
from printkit.model.vocabulary import Hands, Side, WalkingAid
from printkit.reading.records import Loaded

LONGEST = 26  # characters; what stands on 1 line below a frame of 84 mm, in bold of 14 points


def problems(catalog: Catalog, loaded: Loaded[Figure]) -> Iterator[PrintkitError]:
    """Every problem of the captions of one picture, at its line; nothing when the file could not be read."""
    figure = loaded.record
    if figure is None or not (figure.start_says or figure.middle_says or figure.end_says):
        return
    said = {"start_says": figure.start_says, "end_says": figure.end_says}
    if figure.middle is not None:
        said["middle_says"] = figure.middle_says
    elif figure.middle_says:
        message, hint = (
            "there is a caption for a middle, and no middle",
            "add what is different in the middle, or take it out",
        )
        yield CatalogError(message, where=loaded.where("middle_says"), hint=hint)
    for language in dict.fromkeys((*figure.says, *(language for words in said.values() for language in words))):
        there = {key: words[language] for key, words in said.items() if language in words}
        if len(there) < len(said):
            missing = " and no ".join(key for key in said if key not in there)
            where = loaded.where(*there, language) if there else loaded.where("says", language)
            hint = "write a caption for the start and for the end in each language, or none at all"
            yield CatalogError(f"there is no {missing} ({language})", where=where, hint=hint)
        elif len(set(there.values())) < len(there):
            where = loaded.where("end_says", language)
            alike = "start and end say the same" if len(there) == 2 else "two of start, middle and end say the same"
            yield CatalogError(alike, where=where, hint="say what is different at the end")
        for key, text in there.items():
            try:
                longest = max(_printed(catalog, text, language), key=len, default="")
            except CatalogError:
                hint = "write {your affected} or {your stronger}; a caption has no room for another token"
                message = f"a caption has a token that stands for no side: {text!r}"
                yield CatalogError(message, where=loaded.where(key, language), hint=hint)
                continue
            if len(longest) > LONGEST:
                message = f"a caption of {len(longest)} characters: {longest!r}"
                hint = f"write at most {LONGEST}, as printed for any side"
                yield CatalogError(message, where=loaded.where(key, language), hint=hint)


def _printed(catalog: Catalog, text: str, language: str) -> list[str]:
    """A caption as each side reads it; nothing in a language without labels, which is told elsewhere."""
    if language not in catalog.languages:
        return []
    labels, nothing_held = catalog.labels(language), Hold({}, Hands.BOTH)
    return [
        Voice(labels, side, WalkingAid.UNKNOWN, Clinic(), None, hold=nothing_held, mark_minutes=0).say(text)
        for side in Side
    ]
