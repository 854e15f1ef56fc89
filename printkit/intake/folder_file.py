"""printkit.yaml: one file in a folder that names catalogue, templates, clinic file and diary for all work in it."""

import os
from pathlib import Path

from msgspec import Struct

from printkit.errors import OptionsError
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

    Raises OptionsError for one that cannot be read, names a folder that is not there, or belongs to somebody else: a file
    that a stranger left in a folder above must not choose the words of a print or the place of a diary.
    """
    path = find(start)
    if path is None:
        return FolderSettings()
    if hasattr(os, "getuid") and path.stat().st_uid not in (os.getuid(), 0):
        raise OptionsError("belongs to somebody else", where=str(path), hint="make one of your own in your folder")
    loaded = records.load(FolderFile, path, error=OptionsError)
    said = loaded.required()

    def beside(name: str, *, folder: bool) -> Path | None:
        text: str = getattr(said, name)
        if not text:
            return None
        found = path.parent / text
        if not (found.is_dir() if folder else found.is_file()):
            what = "folder" if folder else "file"
            hint = f"paths are those beside {NAME}"
            raise OptionsError(f"there is no {what} {text!r}", where=loaded.where(name), hint=hint)
        return found

    diary = said.diary
    if diary and "://" not in diary:
        diary = str(path.parent / diary)
    return FolderSettings(
        catalog=beside("catalog", folder=True),
        templates=beside("templates", folder=True),
        clinic=beside("clinic", folder=False),
        diary=diary,
    )
