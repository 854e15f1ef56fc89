"""The command line: every command, and the one place where an error becomes a message and an exit code.

Commands parse, call the public face or a part of printkit, and print; they decide nothing. Imports stay inside them:
`printkit --version` must not wait for a page to be drawn.
"""

from __future__ import annotations

import contextlib
from typing import Any

import click

from printkit import __version__
from printkit.cli import batch, catalog, environment, leaflets, new, open_page, plan, prints, report, scan, translate

_BUG = 70  # what sysexits.h calls an internal software error
_INTERRUPTED = 130  # what a shell reports after Ctrl-C


class Commands(click.Group):
    """The one place where a PrintkitError becomes a message and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; no traceback reaches a user for anything that the user can put right."""
        from printkit.errors import PrintkitError, of_system

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


for _command in (
    open_page.open_page,
    prints.booklet,
    prints.chart,
    prints.fridge,
    prints.handout,
    prints.checklist,
    leaflets.leaflet,
    leaflets.whole_set,
    prints.skin_sheet,
    prints.read_form,
    scan.scan,
    prints.todo,
    report.report,
    batch.batch,
    diary,
    plan.plan,
    plan.explain,
    plan.rules,
    plan.review,
    catalog.figure,
    catalog.catalog,
    catalog.check,
    new.new,
    catalog.copy_templates,
    translate.translate,
    completion,
):
    environment.prepare(_command, _command.name or "")
    cli.add_command(_command)
