"""printkit.yaml: one file in a folder that names catalogue, templates, clinic file and diary for all work in it."""

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from printkit.errors import OptionsError, PrintkitError, raise_all
from printkit.reading import records

NAME = "printkit.yaml"


class FolderFile(Struct, frozen=True, kw_only=True):
    """What printkit.yaml says. Paths are those beside the file; the diary may be a URL."""

    catalog: str = ""
    templates: str = ""
    clinic: str = ""
    diary: str = ""


class FolderSettings(Struct, frozen=True, kw_only=True):
    """The same, found and joined: None and "" stand for what no file names."""

    catalog: Path | None = None
    templates: Path | None = None
    clinic: Path | None = None
    diary: str = ""


def find(start: Path) -> Path | None:
    """The nearest printkit.yaml in a folder or above it, up to the home folder of its user."""
    folder = start.resolve()
    for each in (folder, *folder.parents):
        if (each / NAME).is_file():
            return each / NAME
        if each == Path.home():
            return None
    return None


def settings(start: Path) -> FolderSettings:
    """What the nearest printkit.yaml says; nothing where there is none.

    Raises OptionsError for one that cannot be read, names what is not there, or belongs to somebody else: a file that a
    stranger left in a folder above must not choose the words of a print or the place of a diary.
    """
    path = find(start)
    if path is None:
        return FolderSettings()
    raise_all(problems(path))
    said = _load(path).required()

    def beside(text: str) -> Path | None:
        return path.parent / text if text else None

    diary = str(path.parent / said.diary) if said.diary and "://" not in said.diary else said.diary
    return FolderSettings(
        catalog=beside(said.catalog), templates=beside(said.templates), clinic=beside(said.clinic), diary=diary
    )


def problems(path: Path) -> Iterator[PrintkitError]:
    """Everything that is wrong with one printkit.yaml. The diary that it names may be one that is still to be made."""
    if path.is_file() and hasattr(os, "getuid") and path.stat().st_uid not in (os.getuid(), 0):
        yield OptionsError("belongs to somebody else", where=str(path), hint="make one of your own in your folder")
        return
    loaded = _load(path)
    yield from loaded.problems
    if loaded.record is None:
        return
    for name, what in (("catalog", "folder"), ("templates", "folder"), ("clinic", "file")):
        text = getattr(loaded.record, name)
        found = path.parent / text
        if text and not (found.is_file() if what == "file" else found.is_dir()):
            where, hint = loaded.where(name), f"paths are those beside {NAME}"
            yield OptionsError(f"there is no {what} {text!r}", where=where, hint=hint)


def _load(path: Path) -> records.Loaded[FolderFile]:
    return records.load(FolderFile, path, error=OptionsError)
