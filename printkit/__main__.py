"""`python -m printkit`."""

from printkit.cli import cli

cli()
