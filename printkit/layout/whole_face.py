"""The whole typeface of Chinese, Japanese and Korean of the extra "cjk", as the rest of printkit knows typefaces.

Its file has 65,000 glyphs with cubic outlines. fontTools reads those that a print needs and makes the quadratic ones of
a TrueType file of them, as in all other typefaces of a print.
"""

from functools import cached_property
from io import BytesIO

_CHINESE = 2  # of the faces of the collection, which differ in how a few letters are drawn: as in mainland China
_ERROR = 1.0  # of an outline, in thousandths of its size: a hundredth of a stroke


class WholeFace:
    """Noto Sans CJK. It stands for both the font and the face of ReportLab, with what is asked of them."""

    name = b"NotoSansCJK"
    flags = 0
    italicAngle = 0  # noqa: N815 - ReportLab calls it so, and all that follows
    stemV = 87  # noqa: N815
    defaultWidth = 1000  # noqa: N815

    def __init__(self) -> None:
        from fontTools.ttLib import TTFont  # only for those who need it
        from noto_cjk_sans_otc import FONT_PATH

        self._font = TTFont(str(FONT_PATH), fontNumber=_CHINESE, lazy=True)
        head, hhea = self._font["head"], self._font["hhea"]
        self.bbox = (head.xMin, head.yMin, head.xMax, head.yMax)
        self.ascent, self.descent, self.capHeight = hhea.ascent, hhea.descent, self._font["OS/2"].sCapHeight
        self.face = self
        self.typed: dict[int, str] = {}  # a code stands for its own letter

    @cached_property
    def charToGlyph(self) -> dict[int, str]:  # noqa: N802
        """The name of the glyph of each letter."""
        return dict(self._font.getBestCmap())

    @cached_property
    def charWidths(self) -> dict[int, float]:  # noqa: N802
        """How wide each letter is, in thousandths of its size."""
        widths = self._font["hmtx"].metrics
        return {code: float(widths[glyph][0]) for code, glyph in self.charToGlyph.items()}

    def getCharWidth(self, letter: int) -> float:  # noqa: N802
        """How wide a letter is."""
        return self.charWidths.get(letter, self.defaultWidth)

    def makeSubset(self, letters: list[int]) -> bytes:  # noqa: N802
        """A TrueType file with these letters, by their places in the list. The first is that of no letter."""
        from fontTools.fontBuilder import FontBuilder
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen
        from fontTools.ttLib import newTable
        from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

        drawn, widths = self._font.getGlyphSet(), self._font["hmtx"].metrics
        names = [self.charToGlyph.get(letter, ".notdef") for letter in letters]
        glyphs = {}
        for name in dict.fromkeys([".notdef", *names]):
            pen = TTGlyphPen(None)
            drawn[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
            glyphs[name] = pen.glyph()
        made = FontBuilder(unitsPerEm=self._font["head"].unitsPerEm, isTTF=True)
        made.setupGlyphOrder(list(glyphs))
        codes = CmapSubtable.newSubtable(6)
        codes.platformID, codes.platEncID, codes.language = 1, 0, 0
        codes.cmap = dict(enumerate(names))
        made.font["cmap"] = newTable("cmap")
        made.font["cmap"].tableVersion, made.font["cmap"].tables = 0, [codes]
        made.setupGlyf(glyphs)
        left = {name: getattr(glyph, "xMin", 0) for name, glyph in glyphs.items()}
        made.setupHorizontalMetrics({name: (widths[name][0], left[name]) for name in glyphs})
        made.setupHorizontalHeader(ascent=self.ascent, descent=self.descent)
        made.setupPost(keepGlyphNames=False)
        made.font.recalcTimestamp = False  # the same letters always give the same bytes
        made.font["head"].created = made.font["head"].modified = 0
        out = BytesIO()
        made.font.save(out)
        return out.getvalue()
