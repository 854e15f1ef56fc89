"""The commands for what was filled in on a screen: its answers, and the to-do list that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, catalog_option, print_options, somebody
from printkit.cli.output import counted, tell, tell_of_findings

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.options import PrintOptions, Somebody, Sources


@click.command("read-form")
@click.argument("filled", type=FILE)
@click.option("-o", "--output", type=FILE, help="A file that ends in .yaml or .csv.  [default: YAML on the screen]")
@catalog_option
def read_form(filled: Path, output: Path | None, sources: Sources) -> None:
    """Give back what was filled in on a screen in the form FILLED.

    \b
    Example: printkit read-form out/home-safety-checklist.pdf -o answers.csv
    """
    from printkit.intake import filled_form
    from printkit.printing import files

    answers = filled_form.read(filled)
    if not answers:
        tell("nothing is filled in", aside=True)
    questions = sources.kit().questions_of(answers)
    if output is None:
        click.echo(filled_form.as_text(answers, ".yaml", questions), nl=False)
        return
    files.write(filled_form.as_text(answers, output.suffix.lower(), questions).encode(), output)
    tell(f"{output}: {counted(len(answers), 'answer')}")


@click.command()
@click.argument("filled", type=FILE)
@somebody
@print_options
def todo(filled: Path, person: Somebody, printing: PrintOptions) -> None:
    """Print the to-do list of the boxes that were ticked No in FILLED: a form, or what `printkit scan` read of paper.

    \b
    Example: printkit todo out/home-safety-checklist.pdf --region GB

    \b
    Example: printkit todo answers.csv --region GB
    """
    kit = printing.sources.kit()
    made = kit.to_do(
        kit.answers_of(filled),
        side=person.side,
        region=person.region,
        clinic=person.clinic(),
        where=str(filled),
        look=printing.appearance,
    )
    printing.write(made, "to-do.pdf")
    tell_of_findings(made)
