"""To a printer, through the lp command of CUPS; which files went where is noted beside them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from printkit.errors import OutputError, PrintkitError

LOG = "print-log.jsonl"
_JOB = re.compile(r"request id is (\S+)")
_PATIENCE = 60  # seconds for lp to take a file


class PrintingError(PrintkitError):
    """The printer did not take a file."""


def send(path: Path, printer: str, copies: int, sides: str = "") -> str:
    """Hand a file to a printer; returns the number of its job. The title of the job is the file's name, which is an id.

    `sides` is how the sheet is turned, as IPP says it (RFC 8011, 5.2.8); "" leaves it to the printer.
    Raises OutputError when there is no lp, PrintingError with lp's own words when it refuses.
    """
    command = shutil.which("lp")
    if command is None:
        raise OutputError("there is no lp command", hint="install CUPS (cups-client), or print the files by hand")
    turned = ["-o", f"sides={sides}"] if sides else []
    asked = [command, "-d", printer, "-n", str(copies), *turned, "-t", path.name, "--", str(path)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - our words
    except subprocess.TimeoutExpired:
        raise PrintingError("the printer does not answer", hint="see: lpstat -t") from None
    found = _JOB.search(done.stdout)
    if done.returncode or found is None:
        said = (done.stderr.strip() or "lp gave no number of a job").splitlines()[0]
        raise PrintingError(said, hint="see: lpstat -t")
    return found[1]


def note(folder: Path, name: str, printer: str, copies: int, number: str) -> None:
    """One line of the print log, on the disk before the next file is sent."""
    descriptor = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as log:
        log.write(json.dumps({"file": name, "printer": printer, "copies": copies, "job": number}) + "\n")
        log.flush()
        os.fsync(log.fileno())
