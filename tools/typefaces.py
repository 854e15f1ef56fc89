"""Cut the typefaces down to the letters that printkit ships, and take the slash out of the zero.

It needs fontTools, and the sources from npm:

    npm install --prefix /tmp/faces @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-hebrew@0.4.1 \\
        @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/atkinson-hyperlegible-next@0.4.1
    python tools/typefaces.py /tmp/faces/node_modules/@expo-google-fonts

These are the static weights of Google Fonts with TrueType outlines, under the SIL Open Font License. Atkinson
Hyperlegible Next (0.4.1 there) and Vazirmatn (33.003) are shipped whole; Vazirmatn as it is.

The zero of Atkinson Hyperlegible has a slash, and no plain one beside it. It keeps 0 and O apart, which matters in a code;
but a person with poor sight may take a slashed 0 for an 8, and a patient's page is full of telephone numbers and
doses. So its slash is taken out here, as its licence allows (it reserves no name).
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

OUT = Path(__file__).parent.parent / "printkit" / "layout" / "typefaces"
# Latin of Europe, Africa and Vietnam, loose accents, Greek with every accent, Cyrillic, typographic signs, currencies,
# the number sign, a circle for accents without a letter. What the first typeface has is here too, for whole words.
_ALPHABETS = (
    (0x20, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x203F), (0x20A0, 0x20C0), (0x2116, 0x2116), (0x25CC, 0x25CC),
)  # fmt: skip
_HEBREW = ((0x20, 0x40), (0x590, 0x5FF), (0x2010, 0x203F), (0x20AA, 0x20AA), (0x25CC, 0x25CC), (0xFB1D, 0xFB4F))
_CHINESE = ((0x20, 0x17F), (0x400, 0x52F), (0x2010, 0x203F), (0x3000, 0x30FF), (0xFF00, 0xFFEF))
_MARKS = ("ccmp", "mark", "mkmk")  # how accents find their letters
_UNITS = (
    1100  # of an em of Noto Sans, not 1000: its letters are then as large as those of Atkinson, and accents on accents
)
# stay clear of the line above, however close the lines


def main(sources: Path) -> None:
    """Write the smaller files over the shipped ones."""
    for weight in ("400Regular", "700Bold"):
        name = f"AtkinsonHyperlegibleNext-{weight[3:]}.ttf"
        own = TTFont(sources / f"atkinson-hyperlegible-next/{weight}/AtkinsonHyperlegibleNext_{weight}.ttf")
        without_slash(own)
        own.save(OUT / name)
    latin = sources / "noto-sans"
    cut(latin / "400Regular/NotoSans_400Regular.ttf", "NotoSans-Subset-Regular.ttf", within(_ALPHABETS), _MARKS)
    cut(latin / "700Bold/NotoSans_700Bold.ttf", "NotoSans-Subset-Bold.ttf", within(_ALPHABETS), _MARKS)
    hebrew = sources / "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf"
    cut(hebrew, "NotoSansHebrew-Subset-Regular.ttf", within(_HEBREW), _MARKS)
    # GB 2312, and the frequent letters of Big5, which are its level 1
    chinese = letters_of("gb2312", range(0xA1, 0xF8), (range(0xA1, 0xFF),))
    chinese |= letters_of("big5", range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF)))
    chinese |= within(_CHINESE)
    cut(sources / "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Subset-Regular.ttf", chinese, ())


def without_slash(font: TTFont) -> None:
    """Draw the zero with one counter: its lower left quarter, which the slash spares, turned to all four sides."""
    drawn = RecordingPen()
    glyphs = font.getGlyphSet()
    glyphs["zero"].draw(drawn)
    outer, lower, _ = _contours(drawn.value)
    *_, (_, side), (_, quarter), _ = lower
    (left, middle), (centre, _) = side[-1], quarter[-1]
    points = [(left, middle), *quarter]  # from the left of the counter down to its foot
    pen = TTGlyphPen(None)
    for name, parts in outer:
        getattr(pen, name)(*parts)
    pen.moveTo(points[-1])
    for across, up in ((-1, 1), (-1, -1), (1, -1), (1, 1)):  # right of the foot, up, over the top, and down again
        turned = [(centre + across * (x - centre), middle + up * (y - middle)) for x, y in points]
        pen.qCurveTo(*(turned[-2::-1] if across * up < 0 else turned[1:]))
    pen.closePath()
    font["glyf"]["zero"] = pen.glyph()


def _contours(
    drawn: list[tuple[str, tuple[tuple[int, int], ...]]],
) -> list[list[tuple[str, tuple[tuple[int, int], ...]]]]:
    found: list[list[tuple[str, tuple[tuple[int, int], ...]]]] = [[]]
    for step in drawn:
        found[-1].append(step)
        if step[0] == "closePath":
            found.append([])
    return found[:-1]


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The letters of ranges, whose ends are in."""
    return {code for start, end in ranges for code in range(start, end + 1)}


def letters_of(encoding: str, first: range, second: tuple[range, ...]) -> set[int]:
    """The letters that a two-byte encoding has in these rows."""
    found = set()
    for row in first:
        for cells in second:
            for cell in cells:
                letter = bytes([row, cell]).decode(encoding, "ignore")
                found |= {ord(letter)} if len(letter) == 1 else set()
    return found


def cut(source: Path, name: str, letters: set[int], features: tuple[str, ...]) -> None:
    """Write one typeface with these letters and what is needed to set them."""
    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=list(features))
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    if name.startswith("NotoSans-"):
        font["head"].unitsPerEm = _UNITS
    subset.save_font(font, str(OUT / name), options)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
