"""Which code each letter has in a file, and the typefaces as objects of a PDF.

Letters of English and of Western Europe always have the same codes, so that words set once serve any file, and their
typefaces are made once. Other letters get the codes of the file in which they stand, in the order in which they come.
"""

from collections.abc import Iterable
from functools import cache

from printkit.layout import faces
from printkit.pdf import file as pdf
from printkit.pdf.file import File

_ENGLISH = [0] * 32 + [*range(32, 127), *map(ord, "•·°")]  # by code; 0 for a code that is not in use
_EUROPEAN = [0, *range(0xA1, 0x180), *map(ord, "–—‘’“”…")]
ALPHABETS = (_ENGLISH, _EUROPEAN)  # those that every file has; tools/ready_faces.py makes their typefaces
_MOST = 255  # letters of a simple font
_FIRST_NUMBER = 16  # of the objects of the fixed typefaces
_OBJECTS = 4  # of each: the font, its description, its file and what its codes stand for
_FACES = (faces.REGULAR, faces.BOLD)
_NAMES = {
    faces.REGULAR: "R", faces.BOLD: "B", faces.WIDER: "W", faces.WIDER_BOLD: "X", faces.HEBREW: "H", faces.ARABIC: "A",
    faces.CHINESE: "C", faces.WHOLE: "J",
}  # fmt: skip
LAST_NUMBER = _FIRST_NUMBER + _OBJECTS * 2 * len(_FACES) - 1  # of the objects of the fixed typefaces
_SYMBOLIC, _NONSYMBOLIC = 4, 32  # flags of ISO 32000-1, table 123

Coded = list[tuple[str, bytes]]  # the name of a typeface in the file, and codes in it


@cache
def _fixed(face: str) -> dict[str, tuple[int, int]]:
    """Each letter with its alphabet, 0 or 1, and its code."""
    has = faces.facts(face).widths
    found = {chr(letter): (1, code) for code, letter in enumerate(_EUROPEAN) if letter in has}
    found |= {chr(letter): (0, code) for code, letter in enumerate(_ENGLISH) if letter in has}
    return found | {"\u00a0": (0, 32)}  # a no-break space is drawn as a space


class FontEncoding:
    """The letters of one file."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, int]] = {}

    def coded(self, text: str, face: str) -> Coded:
        """Text with letters that `fixed` has no code for, as codes in stretches of one alphabet each."""
        stretches: list[tuple[int, bytearray]] = []
        for letter in text:
            alphabet, code = self._code(letter, face)
            if not stretches or stretches[-1][0] != alphabet:
                stretches.append((alphabet, bytearray()))
            stretches[-1][1].append(code)
        return [(_name(face, alphabet), bytes(codes)) for alphabet, codes in stretches]

    def _code(self, letter: str, face: str) -> tuple[int, int]:
        if face in _FACES and (known := _fixed(face).get(letter)):
            return known
        own = self._own.setdefault(face, {})
        place = own.setdefault(letter, len(own))
        return 2 + place // _MOST, 1 + place % _MOST

    def put(self, file: File, used: Iterable[str]) -> bytes:
        """Put the typefaces into the file; returns the dictionary of their names. `used` are fixed ones in use."""
        said: list[bytes] = []
        for name in sorted(used):
            face, alphabet = _by_name(name)
            number = _FIRST_NUMBER + _OBJECTS * (2 * _FACES.index(face) + alphabet)
            for at, body in enumerate(_fixed_objects(face, alphabet, number)):
                file.put(number + at, body)
            said.append(b"/%s %d 0 R" % (name.encode(), number))
        for face, own in self._own.items():
            letters = list(own)
            for start in range(0, len(letters), _MOST):
                codes = [0, *map(ord, letters[start : start + _MOST])]
                number = file.next
                file.next += _OBJECTS
                typed = faces.named(face).typed
                for at, body in enumerate(_objects(face, codes, number, start // _MOST + 2, typed)):
                    file.put(number + at, body)
                said.append(b"/%s %d 0 R" % (_name(face, start // _MOST + 2).encode(), number))
        return b"<<%s>>" % b"".join(said)


def fixed(text: str, face: str) -> Coded | None:
    """Text as codes that are the same in any file; None when it has letters without such a code."""
    if text.isascii():
        return [(english(face), text.encode())]
    table = _fixed(face)
    stretches: list[tuple[int, bytearray]] = []
    for letter in text:
        known = table.get(letter)
        if known is None:
            return None
        if not stretches or stretches[-1][0] != known[0]:
            stretches.append((known[0], bytearray()))
        stretches[-1][1].append(known[1])
    return [(_name(face, alphabet), bytes(codes)) for alphabet, codes in stretches]


def english(face: str) -> str:
    """The name in every file of the letters of English, which have the codes of ASCII."""
    return _name(face, 0)


def is_fixed(name: str) -> bool:
    """Whether a typeface of a file is one that every file has."""
    return name[1:] in ("0", "1") and name[0] in "RB"


@cache
def _name(face: str, alphabet: int) -> str:
    return f"{_NAMES[face]}{alphabet}"


def _by_name(name: str) -> tuple[str, int]:
    return next(face for face, letter in _NAMES.items() if letter == name[0]), int(name[1:])


@cache
def _fixed_objects(face: str, alphabet: int, number: int) -> tuple[bytes, ...]:
    has = faces.facts(face).widths
    codes = [letter if letter in has else 0 for letter in ALPHABETS[alphabet]]
    return _objects(face, codes, number, alphabet, {})


def _objects(name: str, letters: list[int], number: int, alphabet: int, typed: dict[int, str]) -> tuple[bytes, ...]:
    """A typeface with these letters, a code for each: the font, its description, its file, what its codes stand for."""
    face = faces.facts(name)
    tag = "".join("ABCDEFGHIJ"[int(digit)] for digit in f"{alphabet:06d}")
    called = f"{tag}+{face.name}".encode()
    widths = b" ".join(b"%g" % face.widths.get(letter, face.default_width) for letter in letters)
    box = b" ".join(b"%g" % side for side in face.box)
    flags = (face.flags | _SYMBOLIC) & ~_NONSYMBOLIC  # codes of our own are no known encoding
    data = faces.subset(name, letters)
    return (
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar %d/Widths[%s]/FontDescriptor %d 0 R/ToUnicode %d 0 R>>"
        % (called, len(letters) - 1, widths, number + 1, number + 3),
        b"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%s]/ItalicAngle %g/Ascent %g/Descent %g/CapHeight %g/StemV %g"
        b"/MissingWidth %g/FontFile2 %d 0 R>>"
        % (called, flags, box, face.italic_angle, face.ascent, face.descent, face.cap_height, face.stem_v,
           face.default_width, number + 2),
        pdf.stream(b"/Length1 %d" % len(data), data),
        pdf.stream(b"", _stands_for(called.decode(), letters, typed).encode()),
    )  # fmt: skip


def _stands_for(name: str, letters: list[int], typed: dict[int, str]) -> str:
    """The ToUnicode map (ISO 32000-1, 9.10.3). A joined letter stands for those that were typed."""
    rows = [
        f"<{code:02X}> <{typed.get(letter, chr(letter)).encode('utf-16-be').hex().upper()}>"
        for code, letter in enumerate(letters)
        if letter
    ]
    parts = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # the most of one list
    lists = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry (printkit) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <{len(letters) - 1:02X}>\nendcodespacerange\n"
        f"{lists}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
