"""What earlier runs over a roster have made: one line for each finished file."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import msgspec

from printkit.printing.jobs import Job, Result, Volume

MANIFEST = "manifest.jsonl"


# --- the manifest


def finished(folder: Path) -> Mapping[str, Result]:
    """What earlier runs have made, by the name of the file. A line that was cut short by a crash counts for nothing."""
    found: dict[str, Result] = {}
    path = folder / MANIFEST
    if path.is_file():
        for line in path.read_bytes().splitlines():
            try:
                done = msgspec.json.decode(line, type=Result)
            except msgspec.DecodeError:
                continue
            found[done.name] = done
    return found


def stands(job: Job | Volume, before: Mapping[str, Result]) -> bool:
    """Whether the file of a job is there already, made from the same input, whole and untouched."""
    done = before.get(job.name)
    path = Path(job.folder) / job.name
    if done is None or done.problem or done.input != job.input or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == done.output


def note(manifest: IO[str], done: Result) -> None:
    """Add a line, and wait until it is on the disk."""
    manifest.write(json.dumps(msgspec.to_builtins(done), ensure_ascii=False) + "\n")
    manifest.flush()
    os.fsync(manifest.fileno())
