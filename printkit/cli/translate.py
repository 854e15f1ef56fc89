"""Commands for those who translate: sentences out as PO files, checked and back, and how far a language has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from printkit.cli.options import FILE, NEW_FOLDER, folders, json_option
from printkit.cli.output import counted, say_json, tell

if TYPE_CHECKING:
    from pathlib import Path

    from printkit.cli.options import Sources


@click.group()
def translate() -> None:
    """Bring the words of the catalogue into another language.

    \b
    Example: printkit translate status es
    """


@translate.command("export")
@click.argument("language")
@click.option("--into", type=NEW_FOLDER, help="Where the PO files go.  [default: out/LANGUAGE]")
@folders
def translate_export(language: str, into: Path | None, sources: Sources) -> None:
    """Write every sentence for a translator, with what is translated already.

    \b
    Example: printkit translate export es
    """
    from printkit.checking import translations
    from printkit.printing import files

    kit = sources.kit()
    folder = into or files.FOLDER / language
    found = translations.exported(kit.catalog, kit.templates, language)
    translations.require_no_more(kit.catalog, language, folder, found)
    for name, text in found.items():
        files.write(text.encode(), folder / name, ours=True)
        tell(str(folder / name))


@translate.command("import")
@click.argument("language")
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option("--into", type=NEW_FOLDER, required=True, help="The catalogue that gets the translation.")
@folders
def translate_import(language: str, paths: tuple[Path, ...], into: Path, sources: Sources) -> None:
    """Check PO files and keep what passes; what does not comes back with a complaint at each sentence.

    \b
    Example: printkit translate import es out/es/exercises.po --into my-catalog
    """
    from printkit.checking import translations
    from printkit.printing import files
    from printkit.reading import po_files

    kit = sources.kit()
    path, folder = files.FOLDER / f"{language}-refused.po", into / "languages" / language
    found = translations.imported(kit.catalog, kit.templates, language, paths, folder)
    for name, text in found.files.items():
        files.write(text.encode(), folder / name, ours=True)
    tell(f"{folder}: {counted(found.taken, 'sentence')} taken")
    if found.unknown:
        said = f"{counted(found.unknown, 'sentence')} kept that the catalogue does not say in English now"
        tell(f"  {said}; with words of your own: --catalog {into}", aside=True)
    if found.refused:
        head = translations.head_of(kit.catalog.translation(language))
        files.write(po_files.as_text(head, found.refused).encode(), path, ours=True)
        tell(f"{path}: {counted(len(found.refused), 'sentence')} refused, each with what is wrong")
        raise SystemExit(1)


@translate.command("status")
@click.argument("language")
@json_option
@folders
def translate_status(language: str, sources: Sources, *, as_json: bool) -> None:
    """Show how many sentences of each kind are translated, and who has checked them.

    \b
    Example: printkit translate status es
    """
    from printkit.checking import translations

    kit = sources.kit()
    found = translations.status(kit.catalog, kit.templates, language)
    if as_json:
        say_json(found)
        return
    translation = kit.catalog.translation(language)
    for each in found:
        open_ = f"; {each.safety_open} about safety are open" if each.safety_open else ""
        stale = f"; {each.stale} stale" if each.stale else ""
        easy = f", {each.easiness:.0f} on its scale of easy reading" if each.easiness is not None else ""
        click.echo(f"{each.kind}: {each.translated} of {each.sentences} translated{easy}{open_}{stale}")
    done, every = (sum(getattr(each, name) for each in found) for name in ("translated", "sentences"))
    names = translation.checked_by(kit.catalog.reviews)
    checked = f"checked by {', '.join(names)}" if names else "checked by nobody"
    click.echo(f"{translation.about.name}: {done} of {every} sentences, {checked}")
