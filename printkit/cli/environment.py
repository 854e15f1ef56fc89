"""What every command has besides its own options: --quiet, and environment variables that stand in for options.

An option of one command is read from PRINTKIT_<COMMAND>_<OPTION>, as PRINTKIT_CHART_WEEKS; one that many commands share,
from PRINTKIT_<OPTION>, as PRINTKIT_CATALOG. What is said of one person, a side, a brace, an id, a password, has no
variable: an answer that was left over from the last patient would print a wrong side on the next one's pages.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.output import QUIET

if TYPE_CHECKING:
    from pathlib import Path

_PREFIX = "PRINTKIT"
_SHARED = {
    "--catalog",
    "--templates",
    "--region",
    "--clinic",
    "--diary",
    "--profile",
    "--paper",
    "--greyscale",
    "--fillable",
}
_PERSONAL = {
    *("--side", "--brace", "--brace-start", "--new-brace", "--stick", "--lives-alone", "--room"),
    *("--options", "--with"),
    *("--screened-by", "--screened-on", "--starts-on", "--exercise", "--patient", "--password-prompt"),
    # of one entry in a diary, and what cannot be taken back
    *(
        "--kind",
        "--sets",
        "--minutes",
        "--effort",
        "--pain",
        "--value",
        "--unit",
        "--note",
        "--part",
        "--assessor",
        "--goal",
    ),
    *("--aid", "--stimulator", "--shoes", "--assistance", "--set-up", "--day", "--month", "--code"),
    *("--calendar", "--roster", "--answers", "--form", "--scans"),  # files of patients
    # of one photo
    *("--says", "--affected-side", "--flip", "--language", "--twin"),
    *("--by", "--correct", "--yes", "--signed", "--into", "--new-patients"),
}
_OF_BATCH = {"--kind"}  # of a roster, --kind is what to print


def prepare(command: click.Command, path: str) -> None:
    """Give a command and those below it --quiet and its variables; `path` is its name in them, as DIARY_ADD."""
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            prepare(each, f"{path}_{name}")
        return
    if any("--quiet" in parameter.opts for parameter in command.params):
        return
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.envvar = variables(parameter, path)
    quiet = click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=_keep_quiet,
        envvar=f"{_PREFIX}_QUIET",
        help="Say nothing but results and problems.",
    )
    command.params.append(quiet)


def variables(option: click.Option, path: str) -> list[str]:
    """The names of the environment variables that stand in for an option, the most particular first."""
    name = max(option.opts, key=len)
    if name in _PERSONAL and not (path == "batch" and name in _OF_BATCH):
        return []
    words = name.removeprefix("--")
    found = [f"{_PREFIX}_{path}_{words}", *([f"{_PREFIX}_{words}"] if name in _SHARED else [])]
    return [each.upper().replace("-", "_") for each in found]


def memory() -> Path | None:
    """The folder in which the user's programs keep what they can make again; None where PRINTKIT_MEMORY says no.

    PRINTKIT_MEMORY may name another folder.
    """
    import os
    from pathlib import Path

    asked = os.environ.get(f"{_PREFIX}_MEMORY", "")
    if asked:
        return None if asked.lower() in ("no", "0", "off") else Path(asked)
    if sys.platform == "win32":
        found = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        found = os.path.expanduser("~/Library/Caches")  # noqa: PTH111 - without a home it stays as it is, and raises nothing
    else:
        found = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(found, "printkit") if Path(found).is_absolute() else None


def _keep_quiet(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
    if value:
        context.meta[QUIET] = True
