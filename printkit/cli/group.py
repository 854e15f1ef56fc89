"""The command line: every command, and the one place where an error becomes a message and an exit code.

Commands parse, call the public face or a part of printkit, and print; they decide nothing. Imports stay inside them:
`printkit --version` must not wait for a page to be drawn.
"""

from __future__ import annotations

import contextlib
from typing import Any

import click

from printkit import __version__
from printkit.cli import environment

_BUG = 70  # what sysexits.h calls an internal software error
_INTERRUPTED = 130  # what a shell reports after Ctrl-C


# Each command with the module that has it. A module is imported when one of its commands, or their list, is asked for:
# making the options of all of them takes as long as drawing three pages.
_HOMES = {
    "open": "open_page",
    **dict.fromkeys(("booklet", "chart", "fridge"), "prints"),
    **dict.fromkeys(("handout", "checklist", "skin-sheet"), "sheets"),
    **dict.fromkeys(("read-form", "todo"), "filled"),
    **dict.fromkeys(("leaflet", "set"), "leaflets"),
    "report": "report",
    "batch": "batch",
    **dict.fromkeys(("plan", "explain", "rules", "review"), "plan"),
    **dict.fromkeys(("figure", "catalog", "check", "copy-templates"), "catalog"),
    "new": "new",
    "scan": "scan",
    "translate": "translate",
    **dict.fromkeys(("diary", "completion"), "group"),
}


def _commands_of(home: str) -> tuple[click.Command, ...]:
    match home:
        case "open_page":
            from printkit.cli.open_page import open_page

            return (open_page,)
        case "prints":
            from printkit.cli.prints import booklet, chart, fridge

            return booklet, chart, fridge
        case "sheets":
            from printkit.cli.sheets import checklist, handout, skin_sheet

            return handout, checklist, skin_sheet
        case "filled":
            from printkit.cli.filled import read_form, todo

            return read_form, todo
        case "leaflets":
            from printkit.cli.leaflets import leaflet, whole_set

            return leaflet, whole_set
        case "report":
            from printkit.cli.report import report

            return (report,)
        case "batch":
            from printkit.cli.batch import batch

            return (batch,)
        case "plan":
            from printkit.cli.plan import explain, plan, review, rules

            return plan, explain, rules, review
        case "catalog":
            from printkit.cli.catalog import catalog, check, copy_templates, figure

            return figure, catalog, check, copy_templates
        case "scan":
            from printkit.cli.scan import scan

            return (scan,)
        case "translate":
            from printkit.cli.translate import translate

            return (translate,)
        case "new":
            from printkit.cli.new import new

            return (new,)
        case _:
            return diary, completion


class Commands(click.Group):
    """The one place where a PrintkitError becomes a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        # one that there is not: click looks through all for what may have been meant
        for home in (_HOMES[cmd_name],) if cmd_name in _HOMES else dict.fromkeys(_HOMES.values()):
            for each in _commands_of(home):
                if each.name not in self.commands:
                    environment.prepare(each, each.name or "")
                    self.add_command(each)
        return self.commands.get(cmd_name)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; no traceback reaches a user for anything that the user can put right."""
        from printkit.errors import PrintkitError, missing_extra, of_system, to_install

        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except (click.exceptions.Abort, KeyboardInterrupt):
            click.echo("\nprintkit: stopped; nothing was written", err=True)
            raise SystemExit(_INTERRUPTED) from None
        except click.ClickException as error:
            error.show()
            raise SystemExit(error.exit_code) from None
        except PrintkitError as error:
            click.echo(f"printkit: {error}" if not error.where else str(error), err=True)
            raise SystemExit(error.exit_code) from None
        except OSError as error:  # of a file, a folder or a pipe that nobody nearer has worded
            found = of_system(error)
            click.echo(f"printkit: {found}" if not found.where else str(found), err=True)
            raise SystemExit(found.exit_code) from None
        except MemoryError:
            click.echo("printkit: the memory of this computer is not enough; nothing was written", err=True)
            click.echo("  hint: close other programs, or split what is read", err=True)
            raise SystemExit(1) from None
        except Exception as error:  # a bug of ours; PRINTKIT_DEBUG=1 shows where
            import os

            if brings := missing_extra(error):
                click.echo(f"printkit: the extra {brings} is needed for this; nothing was written", err=True)
                click.echo(f"  hint: {to_install(brings)}", err=True)
                raise SystemExit(1) from None
            if os.environ.get("PRINTKIT_DEBUG"):
                raise
            kind = type(error).__name__
            click.echo(f"printkit: this is a bug in printkit ({kind}); nothing was written", err=True)
            click.echo("  hint: run it again with PRINTKIT_DEBUG=1 and report what it says", err=True)
            raise SystemExit(_BUG) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # how a library in Rust breaks; no Exception, and of no module
                raise
            click.echo("printkit: a library broke on what it was given; nothing was written", err=True)
            click.echo("  hint: look at the last file that you changed, and report it", err=True)
            raise SystemExit(_BUG) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="printkit")
def cli() -> None:
    """Print exercise booklets, checklists and charts for people who had a stroke.

    \b
    Example: printkit booklet examples/foot-drop.yaml
    """


class _Later(click.Group):
    """A group whose commands are made when one is asked for: the start of all the others must not wait for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        from printkit.cli.diary_group import COMMANDS

        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from printkit.cli.diary_group import COMMANDS

        found = COMMANDS.get(cmd_name)
        if found is not None:
            environment.prepare(found, f"DIARY_{cmd_name}")
        return found


@click.group(cls=_Later)
def diary() -> None:
    """Keep what was done and measured, and give it back.

    \b
    Example: printkit diary import log.csv --dry-run
    """


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a SHELL.

    \b
    Example: printkit completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        with contextlib.suppress(OSError):
            click.echo(found(cli, {}, "printkit", "_PRINTKIT_COMPLETE").source())
