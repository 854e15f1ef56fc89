"""Cut Noto Sans SC down to the letters that printkit ships: `python tools/chinese_font.py NotoSansSC-Regular.ttf`.

Kept: GB 2312, the frequent letters of Big5 (level 1), Latin, Cyrillic, kana and full-width signs. The source is the
static regular weight with TrueType outlines (the npm package @expo-google-fonts/noto-sans-sc 0.4.3); it needs fontTools.
"""

import sys
from pathlib import Path

from fontTools import subset

OUT = Path(__file__).parent.parent / "printkit" / "fonts" / "NotoSansSC-Subset-Regular.ttf"
_RANGES = ((0x20, 0x17F), (0x400, 0x530), (0x2010, 0x2040), (0x3000, 0x3100), (0xFF00, 0xFFF0))


def letters_of(encoding: str, first: range, second: tuple[range, ...]) -> set[int]:
    """The letters that a two-byte encoding has in these rows."""
    found = set()
    for row in first:
        for cells in second:
            for cell in cells:
                letter = bytes([row, cell]).decode(encoding, "ignore")
                found |= {ord(letter)} if len(letter) == 1 else set()
    return found


def main(source: str) -> None:
    """Write the smaller file over the shipped one."""
    wanted = letters_of("gb2312", range(0xA1, 0xF8), (range(0xA1, 0xFF),))
    wanted |= letters_of("big5", range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF)))
    wanted |= {code for start, end in _RANGES for code in range(start, end)}
    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=[])
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, str(OUT), options)


if __name__ == "__main__":
    main(sys.argv[1])
