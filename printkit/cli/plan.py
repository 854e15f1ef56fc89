"""Commands about what is chosen and why: the plan, its explanation, the rules, the review by a clinician."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, FOLDER, catalog_option, json_option
from printkit.cli.output import counted, say_json, tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.options import Sources


_FIRST = 10  # entries that the review names on the screen; the sheet has them all
_LEVELS = click.Choice(["passive", "assisted", "active", "resisted", "functional"])


@click.command()
@click.argument("options", type=FILE)
@click.option("--programme", metavar="NAME", help="Start from this programme.")
@click.option("--level", type=_LEVELS, help="At this level.")
@click.option("--minutes", type=click.IntRange(5, 240), help="Practice in minutes a day that there is time for.")
@click.option("--equipment", metavar="THINGS", help="What is at hand, as chair,towel; nothing else is used.")
@catalog_option
def plan(
    options: Path,
    programme: str | None,
    level: str | None,
    minutes: int | None,
    equipment: str | None,
    sources: Sources,
) -> None:
    """Show which exercises are chosen for the patient in OPTIONS, and why.

    \b
    Example: printkit plan examples/foot-drop.yaml --minutes 20 --equipment chair,towel
    """
    from printkit.model.vocabulary import Level
    from printkit.planning import summary

    kit = sources.kit(options)
    asked = kit.options(options)
    wanted = summary.Wanted(
        programme=programme,
        level=Level(level) if level else None,
        minutes_a_day=minutes,
        at_hand=tuple(each.strip() for each in (equipment or "").split(",") if each.strip()),
    )
    if asked.plan.exercises and (given := [name for name in ("programme", "level") if getattr(wanted, name)]):
        flags = " and ".join(f"--{name}" for name in given)
        raise click.UsageError(f"{flags}: the option file lists its exercises one by one; take plan: exercises: out")
    for line in summary.as_text(kit.plan(asked, wanted), kit.catalog):
        click.echo(line)


@click.command()
@click.argument("options", type=FILE)
@json_option
@catalog_option
def explain(options: Path, sources: Sources, *, as_json: bool) -> None:
    """Say of each exercise why it is in, out or changed for the patient in OPTIONS: rule, answer, source.

    \b
    Example: printkit explain examples/foot-drop.yaml
    """
    from printkit.content import explanation

    kit = sources.kit(options)
    found = kit.explain(kit.options(options))
    if as_json:
        click.echo(explanation.as_json(found), nl=False)
    else:
        for line in explanation.as_text(found):
            click.echo(line)
    if found.blocked:
        raise SystemExit(3)  # as a print would end


@click.command()
@json_option
@catalog_option
def rules(sources: Sources, *, as_json: bool) -> None:
    """List every safety rule: what it does, when, and from which source. The last lines count by kind of source.

    \b
    Example: printkit rules
    """
    from printkit.content import explanation

    catalog = sources.kit().catalog
    if as_json:
        say_json(catalog.rules)
        return
    for line in (*explanation.rules(catalog), "", *explanation.rule_counts(catalog)):
        click.echo(line)


@click.command()
@click.option("-o", "--output", type=FILE, help="Write the sheet to sign, a CSV file, for a spreadsheet.")
@click.option("--waiting", is_flag=True, help="Only what nobody has signed yet.")
@click.option("--changes", is_flag=True, help="Only what changed since it was signed, with what is new in it.")
@click.option("--language", metavar="CODE", help="The translation into this language, in place of the catalogue.")
@click.option("--signed", type=FILE, help="Take back a signed sheet.")
@click.option("--into", type=FOLDER, help="With --signed: the clinic's own catalogue, which gets the signatures.")
@json_option
@catalog_option
def review(
    output: Path | None,
    signed: Path | None,
    into: Path | None,
    language: str | None,
    sources: Sources,
    *,
    waiting: bool,
    changes: bool,
    as_json: bool,
) -> None:
    """Show what waits for a clinician's review, write it as a sheet, or take a signed sheet back.

    \b
    Example: printkit review --waiting -o review.csv
    """
    from printkit.catalog import reviews
    from printkit.cli.options import Sources
    from printkit.printing import files

    if signed is not None:
        if into is None:
            raise click.UsageError("--signed needs --into FOLDER, where the signatures are kept")
        kit = Sources(into).kit()
        found = reviews.signed(signed, kit.catalog, kit.today)
        path = into / "reviews.yaml"
        for name, words in reviews.signed_files(found, kit.catalog):
            files.write(words.encode(), into / name, ours=True)
        if found:
            files.write(reviews.as_yaml({**kit.catalog.reviews, **found}).encode(), path, ours=True)
        tell(
            f"{path}: {counted(len(found), 'signature')}"
            if found
            else f"{signed} holds no signature; nothing is written"
        )
        return
    catalog = sources.kit().catalog
    every = list(reviews.entries(catalog) if language is None else reviews.of_language(catalog, language))
    changed = [each for each in every if each.signed_before]
    shown = [each for each in (changed if changes else every) if not (waiting and each.reviewed_by)]
    if output is not None:
        files.write(reviews.sheet(shown).encode("utf-8-sig"), output)
        tell(f"{output}: {counted(len(shown), 'row')}")
    if as_json:
        say_json(shown)
        return
    if changes:
        click.echo(f"{len(changed)} of {len(every)} entries changed since they were signed")
        for each in changed:
            click.echo(f"{each.name}: {each.title}, signed by {each.signed_before}")
            for line in each.changed:
                click.echo(f"  {line}")
        return
    open_ = [each for each in every if not each.reviewed_by]
    if language is not None:
        click.echo(f"{len(open_)} of {len(every)} entries wait for somebody who speaks the language")
        return
    click.echo(f"{len(open_)} of {len(every)} entries wait for a clinician's review")
    for kind in ("exercises", "topics", "checklists", "rules"):
        click.echo(f"  {kind}: {sum(each.name.startswith(kind) for each in open_)}")
    if changed:
        click.echo(f"{counted(len(changed), 'signature')} void, because the words changed; --changes shows what is new")
    if open_:
        click.echo("to read first, with the least behind it and the most weight:")
    for each in open_[:_FIRST]:
        click.echo(f"  {each.name}: {each.title} ({each.rests_on}){f'; {each.differs}' if each.differs else ''}")
