"""Commands about what is chosen and why: the plan, its explanation, the rules, the review by a clinician."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, FOLDER, catalog_option, loaded, opened_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.model.options import Options
    from printkit.planning.plan import Item


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
    catalog_folder: Path | None,
) -> None:
    """Show which exercises are chosen for the patient in OPTIONS, and why.

    \b
    Example: printkit plan examples/foot-drop.yaml --minutes 20 --equipment chair,towel
    """
    from msgspec.structs import replace

    from printkit import errors
    from printkit.errors import OptionsError
    from printkit.model.vocabulary import Level
    from printkit.planning import dose_load
    from printkit.planning import plan as planning

    catalog = opened_catalog(catalog_folder)
    asked = loaded(options, catalog)
    wish = asked.plan
    if programme is not None and programme not in catalog.programmes:
        hint = errors.near(programme, catalog.programmes)
        raise OptionsError(f"there is no programme {programme!r}", hint=hint)
    if programme or level or minutes or equipment:
        things = tuple(each.strip() for each in (equipment or "").split(",") if each.strip())
        wish = replace(
            wish,
            programme=programme or wish.programme,
            level=Level(level) if level else wish.level,
            minutes_a_day=minutes or wish.minutes_a_day,
            at_hand=things or wish.at_hand,
        )
    asked = replace(asked, plan=wish)
    drafted = planning.draft(catalog, asked)
    if drafted.chosen_by == "therapist":
        click.echo("chosen by the therapist, exercise by exercise; nothing is left out for time or equipment")
    else:
        goal = catalog.programmes[drafted.chosen_by].goal.get(asked.language, "no goal is given")
        click.echo(f"programme {drafted.chosen_by} ({goal}), level {drafted.level}")
    for item in drafted.items:
        exercise = item.exercise
        takes = planning.minutes(item.dose, catalog.planning) * item.dose.times_per_day
        needs = ", ".join(exercise.equipment) or "nothing"
        trains = ", ".join(exercise.trains)
        click.echo(
            f"  {exercise.id}: {takes:.0f} min a day; {exercise.position}, {exercise.level}; trains {trains}; {needs}"
        )
        _beyond(item)
    for each in drafted.passed:
        click.echo(f"  not chosen: {each.exercise.id} ({each.because})")
    load = dose_load.of(drafted.items, catalog.planning)
    click.echo(
        f"{load.exercises} exercises, {load.minutes_a_day:.0f} minutes a day, {load.sessions_a_week} sessions a week"
    )
    for what in dose_load.too_much(load, catalog.planning):
        click.echo(f"  more than most people keep up: {what}")
    click.echo("the rules have not spoken yet: see printkit explain")


def _beyond(item: Item) -> None:
    """Where a therapist's dose is under the least or over the most of the catalogue."""
    for name, what in (("least", "under the least"), ("most", "over the most")):
        limit = getattr(item.exercise, name)
        for key in limit.__struct_fields__:
            bound, given = getattr(limit, key), getattr(item.dose, key)
            if bound is not None and (given < bound if name == "least" else given > bound):
                click.echo(f"    {key} is {given}, {what} of the catalogue ({bound})")


@click.command()
@click.argument("options", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, for another program.")
@catalog_option
def explain(options: Path, as_json: bool, catalog_folder: Path | None) -> None:
    """Say of each exercise why it is in, out or changed for the patient in OPTIONS: rule, answer, source.

    \b
    Example: printkit explain examples/foot-drop.yaml
    """
    from printkit import pipeline
    from printkit.content import explanation as explaining

    catalog = opened_catalog(catalog_folder)
    asked: Options = loaded(options, catalog)
    explanation = explaining.explain(catalog, asked, pipeline.speaker(catalog, asked))
    if as_json:
        click.echo(explaining.as_json(explanation), nl=False)
    else:
        for line in explaining.as_text(explanation):
            click.echo(line)
    if explanation.blocked:
        raise SystemExit(3)  # as a print would end


@click.command()
@catalog_option
def rules(catalog_folder: Path | None) -> None:
    """List every safety rule: what it does, when, and from which source.

    \b
    Example: printkit rules
    """
    from printkit.content import explanation as explaining

    for line in explaining.rules(opened_catalog(catalog_folder)):
        click.echo(line)


@click.command()
@click.option("-o", "--output", type=FILE, help="Write the sheet to sign, a CSV file, for a spreadsheet.")
@click.option("--waiting", is_flag=True, help="Only what nobody has signed yet.")
@click.option("--signed", type=FILE, help="Take back a signed sheet.")
@click.option("--into", type=FOLDER, help="With --signed: the clinic's own catalogue, which gets the signatures.")
@catalog_option
def review(
    output: Path | None, waiting: bool, signed: Path | None, into: Path | None, catalog_folder: Path | None
) -> None:
    """Show what waits for a clinician's review, write it as a sheet, or take a signed sheet back.

    \b
    Example: printkit review --waiting -o review.csv
    """
    from datetime import date

    from printkit.catalog import reviews
    from printkit.printing import files

    if signed is not None and into is None:
        raise click.UsageError("--signed needs --into FOLDER, where the signatures are kept")
    catalog = opened_catalog(into or catalog_folder)
    if signed is not None and into is not None:
        found = reviews.signed(signed, catalog, date.today())
        files.write(reviews.as_yaml({**catalog.reviews, **found}).encode(), into / "reviews.yaml")
        click.echo(f"{into / 'reviews.yaml'}: {len(found)} signatures")
        return
    every = list(reviews.entries(catalog))
    shown = [each for each in every if not (waiting and each.reviewed_by)]
    if output is not None:
        files.write(reviews.sheet(shown).encode("utf-8-sig"), output)
        click.echo(f"{output}: {len(shown)} rows")
    open_ = [each for each in every if not each.reviewed_by]
    click.echo(f"{len(open_)} of {len(every)} entries wait for a clinician's review")
    for kind in ("exercises", "topics", "checklists", "rules"):
        click.echo(f"  {kind}: {sum(each.name.startswith(kind) for each in open_)}")
