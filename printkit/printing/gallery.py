"""Pictures of the catalogue as files to look at: one as PNG, SVG or PDF, or all of them on one contact sheet."""

from collections.abc import Iterable

from msgspec.structs import replace

from printkit.catalog.labels import in_language
from printkit.catalog.store import Catalog
from printkit.content.illustration import moving, sketch
from printkit.content.voice import Voice
from printkit.document import Block, Document, Heading, Sketch, Text, Together
from printkit.errors import CatalogError, near
from printkit.figures import writers
from printkit.figures.motion import SECONDS
from printkit.figures.moving_svg import moving_svg
from printkit.model.options import Options, PrintSettings
from printkit.model.person import Stroke
from printkit.model.vocabulary import Side
from printkit.pdf.pages import render
from printkit.pdf.seal import sealed_picture
from printkit.pipeline import speaker

FORMATS = (".png", ".svg", ".pdf")  # of a picture that stands still
MOVING = (".gif", ".apng", ".svg")
_PIXELS_A_POINT = 300 / 72  # sharp at print size
_SCREEN = 400  # pixels that a moving picture is wide


def one(catalog: Catalog, name: str, side: Side, form: str, person: str | None = None, *, still: bool = False) -> bytes:
    """The picture of one exercise as a file of the format `form`, one of FORMATS or, from start to end, of MOVING.

    `person` is the id of who is seen in it, else the first. An SVG moves unless it shall be `still`, or has no start and
    end. Raises CatalogError without a picture, for another format, and for a GIF or an APNG of what cannot move.
    """
    if form not in (*FORMATS, *MOVING) or (still and form not in FORMATS):
        ends = "in .png, .svg or .pdf" if still else "in .png, .svg or .pdf, or in .gif or .apng to see it move"
        raise CatalogError(f"a picture cannot be written as {form!r}", hint=f"name a file that ends {ends}")
    if name not in names(catalog):
        raise CatalogError(f"there is no picture {name!r}", hint=near(name, names(catalog)))
    found = sketched(catalog, name, side, person)
    if form == ".pdf":
        return _document(catalog, [(name, found)], side)
    frames = () if still or form not in MOVING else moving(catalog, _voice(catalog, side, person), "en", name)
    from printkit.content.bitmaps import film, png  # the drawing library takes long to import

    if frames and form == ".svg":
        return sealed_picture(moving_svg(frames, found.alt, SECONDS).encode())
    if form in (".gif", ".apng"):
        if not frames:
            hint = "it shows no start and end; name a file that ends in .png, .svg or .pdf"
            raise CatalogError(f"the picture of {name} cannot move", hint=hint)
        return sealed_picture(film([png(writers.svg(each, ""), _SCREEN) for each in frames], form, SECONDS))
    drawing = found.drawing
    text = writers.svg(drawing, found.alt)
    if form == ".svg":
        return sealed_picture(text.encode())
    return sealed_picture(png(text, round(drawing.wide * _PIXELS_A_POINT)))


def sketched(catalog: Catalog, name: str, side: Side, person: str | None = None) -> Sketch:
    """The picture of one exercise with its alternative text. Raises CatalogError when there is none."""
    found = sketch(catalog, _voice(catalog, side, person), "en", name)
    if found is None:
        raise CatalogError(f"no picture of {name} serves the side {side}", hint="its photo must not be flipped")
    return found


def sheet(catalog: Catalog, side: Side) -> bytes:
    """Every picture under its exercise's title, as a tagged PDF."""
    found = [(name, sketch(catalog, _voice(catalog, side), "en", name)) for name in names(catalog)]
    return _document(catalog, [(name, picture) for name, picture in found if picture is not None], side)


def names(catalog: Catalog) -> tuple[str, ...]:
    """What has a picture, drawn or photographed."""
    return tuple(sorted({*catalog.names("figures"), *catalog.names("photos")}))


def title(catalog: Catalog, name: str, side: Side) -> str:
    """What stands over the picture on a sheet: the title of its exercise, or its own name without one."""
    if name not in catalog.names("exercises"):
        return name
    return _voice(catalog, side).say(in_language(catalog.exercise(name).text, catalog.language, name).title)


def dose(catalog: Catalog, name: str) -> str:
    """How much the catalogue asks of an exercise, where nobody has said otherwise: 2 sets of 10 times, twice a day."""
    voice, asked = _voice(catalog, Side.UNKNOWN), catalog.exercise(name).dose
    return f"{voice.how_much(asked)}, {voice.how_often(asked)}"


def _voice(catalog: Catalog, side: Side, person: str | None = None) -> Voice:
    settings = PrintSettings(person=person, language=catalog.language)
    return speaker(catalog, Options(stroke=Stroke(affected_side=side), print=settings))


def _document(catalog: Catalog, found: Iterable[tuple[str, Sketch]], side: Side) -> bytes:
    labels = catalog.labels("en")
    heading = labels("picture", "sheet")
    blocks: list[Block] = [Heading(1, (Text(heading),))]
    for name, picture in found:
        blocks.append(Together((Heading(2, (Text(title(catalog, name, side)),)), replace(picture, large=False))))
    imprint = labels("page", "imprint", version=catalog.version, date="")
    document = Document(
        title=heading, subject=labels("kinds", "subject"), language="en", paper="A4",
        foot=((labels("help", "foot-emergency-unknown"),),), review=(labels("page", "not-reviewed"),), imprint=imprint, page_of=labels("page", "of", number="{number}", count="{count}"),
        plan_token="", blocks=tuple(blocks),
    )  # fmt: skip
    return render(document).data
