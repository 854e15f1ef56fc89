"""All commands of `printkit diary`, gathered."""

import click

from printkit.cli import diary, diary_changes, diary_scan, diary_sheets

COMMANDS: dict[str, click.Command] = {
    "add": diary.add,
    "import": diary.import_,
    "prescribe": diary.prescribe,
    "export": diary.export,
    "corrections": diary_changes.corrections,
    "strike": diary_changes.strike,
    "forget": diary_changes.forget,
    "backup": diary_changes.backup,
    "sort": diary_sheets.sort,
    "scan": diary_scan.scan,
    "papers": diary_scan.papers,
}
