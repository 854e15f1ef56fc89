"""To a printer, through the lp command of CUPS; which files went where is noted beside them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from printkit.errors import OutputError, PrintkitError, reason

LOG = "print-log.jsonl"
_JOB = re.compile(r"request id is (\S+)")
# as CUPS calls them: the names of the Adobe PPD specification
_MEDIA = {"a4": "A4", "a5": "A5", "letter": "Letter"}
_PATIENCE = 60  # seconds for lp to take a file


class PrintingError(PrintkitError):
    """The printer did not take a file."""


def require() -> str:
    """The command that prints. Raises OutputError where there is none, with what to do instead."""
    command = shutil.which("lp")
    if command is not None:
        return command
    if sys.platform == "win32":
        said = "printing from here needs CUPS, which Windows has not"
        hint = (
            "leave --print out; open the files in a PDF reader and print them at 'Actual size', never 'Fit', with "
            "'Collate' for copies; booklets to fold on both sides, flipped on the short edge"
        )
        raise OutputError(said, hint=hint)
    raise OutputError("there is no lp command", hint="install CUPS (cups-client), or print the files by hand")


def send(path: Path, printer: str, copies: int, sides: str = "", media: str = "") -> str:
    """Hand a file to a printer; returns the number of its job. The title of the job is the file's name, which is an id.

    `sides` is how the sheet is turned, as IPP says it (RFC 8011, 5.2.8), and `media` the paper, as A4 or letter; "" leaves
    them to the printer. Copies come one after the other, and nothing is scaled: the boxes on a page keep their
    millimetres. Raises OutputError when there is no lp, PrintingError with lp's own words when it refuses.
    """
    command = require()
    ways = {"sides": sides, "media": _MEDIA.get(media.lower(), ""), "collate": "true", "print-scaling": "none"}
    turned = [word for name, value in ways.items() if value for word in ("-o", f"{name}={value}")]
    asked = [command, "-d", printer, "-n", str(copies), *turned, "-t", path.name, "--", str(path)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603 - our words
    except OSError as error:
        raise PrintingError(f"lp cannot be started: {reason(error)}", hint="print the files by hand") from error
    except subprocess.TimeoutExpired:
        raise PrintingError("the printer does not answer", hint="see: lpstat -t") from None
    found = _JOB.search(done.stdout)
    if done.returncode or found is None:
        said = (done.stderr.strip() or "lp gave no number of a job").splitlines()[0]
        raise PrintingError(said, hint="see: lpstat -t")
    return found[1]


def note(folder: Path, name: str, printer: str, copies: int, number: str) -> None:
    """One line of the print log, on the disk before the next file is sent."""
    try:
        descriptor = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise PrintingError(f"job {number} is sent, but cannot be noted in {LOG}: {reason(error)}") from error
    with os.fdopen(descriptor, "a", encoding="utf-8") as log:
        log.write(json.dumps({"file": name, "printer": printer, "copies": copies, "job": number}) + "\n")
        log.flush()
        os.fsync(log.fileno())
