"""What was made of the shipped catalogue and templates when the wheel was built, so that a first command is as quick as a second.

It is taken as long as not a byte has changed of these files and of our own code: their hash stands before it. hatch_build.py
writes it into the wheel; a checkout has none, for its files change.
"""

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import msgpack

from printkit.resources import CATALOG, READY, TEMPLATES

FOLDERS = {"catalogue": CATALOG, "templates": TEMPLATES}
_PACKAGE = Path(__file__).parent.parent
_DIGEST = 32  # bytes of a SHA-256
_NOT_OURS = ("__pycache__", "_shipped")  # of the folder of our code
_UNUSED = ("languages",)  # of the catalogue: all that is kept is English


def entries(kind: str, sources: tuple[Path, ...]) -> Mapping[str, bytes]:
    """What is ready of "catalogue" or "templates" where these folders alone are in use; nothing where it does not hold."""
    file = READY / kind
    if sources != (FOLDERS.get(kind),) or not file.is_file():
        return {}
    data = file.read_bytes()
    if data[:_DIGEST] != _digest(kind):
        return {}
    try:
        return msgpack.decode(memoryview(data)[_DIGEST:], type=dict[str, bytes])
    except msgspec.MsgspecError:
        return {}


def write(kind: str, made: Mapping[str, bytes], folder: Path) -> None:
    """Write what was made of the shipped files of a kind into a folder, for a wheel."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / kind).write_bytes(_digest(kind) + msgpack.encode(made))


def _digest(kind: str) -> bytes:
    """Of each file that it is made from, and of our code: its place and all that stands in it."""
    return hashlib.sha256(_of_files(FOLDERS[kind], "", _UNUSED) + _of_code()).digest()


@cache
def _of_code() -> bytes:
    """Of our own files as they were when this process began."""
    return _of_files(_PACKAGE, ".py", _NOT_OURS)


def _of_files(folder: Path, ending: str, beside: tuple[str, ...]) -> bytes:
    digest = hashlib.sha256()
    for place, inner, names in os.walk(folder):
        digest.update(place[len(str(folder)) :].replace(os.sep, "/").encode() + b"\0")
        inner[:] = sorted(name for name in inner if name not in beside)
        for name in sorted(name for name in names if name.endswith(ending)):
            with open(os.path.join(place, name), "rb") as file:  # noqa: PTH118, PTH123 - 800 files: a Path takes longer
                data = file.read()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.digest()
