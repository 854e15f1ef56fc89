"""Bytes of a list to text, with no letter guessed: what is not UTF-8 is shown as it would read, and asked for.

A list may be large, and one letter of an emoji makes each letter of a text take 4 bytes: nothing here decodes it whole.
"""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path

from printkit.errors import PrintkitError, near
from printkit.reading.cells import odd_letter

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf_16_le", "utf_16_be")
_NO_LETTERS = {
    "unicode-escape",
    "raw-unicode-escape",
    "utf-7",
    "punycode",
    "idna",
    "undefined",
    "charmap",
    "mbcs",
    "oem",
}
_SEVERAL_BYTES = ("cp932", "shift", "euc", "gb", "big5", "cp949", "cp950", "johab", "iso2022", "hz", "utf")
_USUAL = ("cp1252", "cp1250", "cp850", "cp1251", "mac_roman")  # how programs of tables save where they are not asked
_NAMES = ("windows-1252", "windows-1250", "iso-8859-1", "cp850", "utf-16", "gb18030")  # as people know them
_SHOWN = 4  # readings
_PIECE = 1_000_000  # bytes
_LINES_SHOWN = 5
_MOST_WORDS = 2000  # by which readings are told apart
_CELLS = re.compile(rb"[\t\n\v\f\r,;|\"]")


def encoding_of(data: bytes, path: Path, asked: str, error: type[PrintkitError]) -> str:
    """In which encoding a list is read to its last letter: UTF-8, what its mark says, or what somebody asked for.

    Raises the error given for all else, with the words as they could be meant. No letter is ever put in for another.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, path, error)
    codec = _codec(asked, path, error) if asked else ""
    several = codec.replace("_", "").replace("-", "").startswith(_SEVERAL_BYTES)
    if b"\0" in data[:4096] and not codec.startswith("utf"):
        if _as_wide(data):
            hint = "save it as CSV UTF-8, or say so: --encoding utf-16-le"
            raise error("is saved as UTF-16 without its mark", where=str(path), hint=hint)
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise error(f"is not a text file: U+0000 in line {line}", where=str(path), hint="give CSV, .xlsx or .ods")
    if codec and (several or data.isascii()):
        return _strictly(data, codec, path, error)
    if _reads(data, "utf-8-sig"):
        return "utf-8-sig"
    _refuse_two(data, path, error)
    if codec:
        return _strictly(data, codec, path, error)
    raise _question(data, path, error)


def pieces(data: bytes, codec: str) -> Iterator[str]:
    """The text of bytes, a piece at a time. Raises UnicodeError where they are none."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    for start in range(0, len(data), _PIECE):
        yield decoder.decode(data[start : start + _PIECE])
    yield decoder.decode(b"", final=True)


def _reads(data: bytes, codec: str) -> bool:
    try:
        return all(True for _ in pieces(data, codec))
    except UnicodeError:
        return False


def usual_name(codec: str) -> str:
    """An encoding as programs call it: windows-1250 for cp1250."""
    return re.sub(r"^cp(125\d)$", r"windows-\1", codec).replace("_", "-")


def _codec(asked: str, path: Path, error: type[PrintkitError]) -> str:
    try:
        found = codecs.lookup(asked)
    except (LookupError, ValueError):
        found = None
    if (
        found is None
        or found.name.replace("_", "-") in _NO_LETTERS
        or not getattr(found, "_is_text_encoding", True)
        or found.incrementaldecoder is None
    ):
        hint = near(asked, _NAMES, f"give its name, such as {', '.join(_NAMES[:-1])} or {_NAMES[-1]}")
        raise error(f"there is no encoding {asked!r}", where=str(path), hint=hint)
    return found.name


def _strictly(data: bytes, codec: str, path: Path, error: type[PrintkitError]) -> str:
    line = 1
    try:
        for piece in pieces(data, codec):
            line += piece.count("\n")
    except UnicodeError as problem:
        before: object = getattr(problem, "object", b"")
        if isinstance(before, bytes):
            line += before.count(b"\n", 0, getattr(problem, "start", 0))
        message = f"line {line} has letters that are not {usual_name(codec)}"
        raise error(message, where=str(path), hint="save the list again as CSV UTF-8") from None
    return codec


def _as_wide(data: bytes) -> bool:
    for codec in _WIDE:
        if data.count(b"\n") != data.count("\n".encode(codec)):
            continue  # a text with a lost NUL has ends of lines that are single bytes
        try:
            if not any(odd_letter(piece) for piece in pieces(data, codec)):
                return True
        except UnicodeError:
            continue
    return False


def _refuse_two(data: bytes, path: Path, error: type[PrintkitError]) -> None:
    """Some lines in UTF-8 and some not: two lists were put together, and no one encoding reads both."""
    utf8, other = _Lines(), _Lines()
    for number, line in enumerate(BytesIO(data), 1):
        if not line.isascii():
            try:
                line.decode("utf-8")
                utf8.add(number)
            except UnicodeDecodeError:
                other.add(number)
    if utf8.count and other.count:
        message = f"has two encodings: UTF-8 in {utf8}, another in {other}"
        hint = "type the words of the one or the other anew, and save the list as CSV UTF-8"
        raise error(message, where=str(path), hint=hint)


class _Lines:
    """Numbers of lines: the first ones, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[int] = []

    def add(self, number: int) -> None:
        self.count += 1
        if self.count <= _LINES_SHOWN:
            self._first.append(number)

    def __str__(self) -> str:
        more = f" and {self.count - _LINES_SHOWN} more" if self.count > _LINES_SHOWN else ""
        return f"line{'s' if self.count > 1 else ''} {', '.join(map(str, self._first))}{more}"


def _question(data: bytes, path: Path, error: type[PrintkitError]) -> PrintkitError:
    words = list(dict.fromkeys(islice(_foreign_words(data), 50 * _MOST_WORDS)))[:_MOST_WORDS]
    readings: dict[tuple[str, ...], str] = {}  # what the words would be, and in which encoding
    for codec in _likely(data, words):
        try:
            reading = tuple(word.decode(codec).strip() for word in words)
        except UnicodeError:
            continue
        if not _reads(data, codec):
            continue
        if reading in readings:
            # two that read alike are one; the usual one is named
            readings[reading] = min(readings[reading], codec, key=lambda each: (*_USUAL, each).index(each))
        elif len(readings) < _SHOWN and not odd_letter("".join(reading)):
            readings[reading] = codec
    if not readings:
        hint = "save it again as CSV UTF-8"
        return error("has letters that are not UTF-8, and no encoding reads them", where=str(path), hint=hint)
    shown = "; ".join(
        f"as {usual_name(codec)} {', '.join(repr(word[:40]) for word in reading[:3])}"
        for reading, codec in readings.items()
    )
    first = usual_name(next(iter(readings.values())))
    hint = f"say which reads right, as --encoding {first} or encoding: {first} in the mapping; or save it as CSV UTF-8"
    return error(f"is not UTF-8, and can be read in more ways: {shown}", where=str(path), hint=hint)


def _foreign_words(data: bytes) -> Iterator[bytes]:
    """The words with letters beyond ASCII; neighbours, as a first and a family name, together."""
    for line in BytesIO(data):
        for cell in () if line.isascii() else _CELLS.split(line):
            for plain, words in groupby(cell.split(b" "), bytes.isascii):
                if not plain:
                    yield b" ".join(words)


def _likely(data: bytes, words: list[bytes]) -> Iterator[str]:
    """Encodings, the most likely first."""
    import charset_normalizer  # only for a list that is not UTF-8

    found = charset_normalizer.from_bytes(data[:200_000]).best()
    likely = found.encoding if found is not None else ""
    if likely.replace("_", "").startswith(_SEVERAL_BYTES) and not _mixed(words, likely):
        yield likely
    yield from sorted(_USUAL[:2], key=lambda codec: codec != likely)
    if likely:
        yield likely
    yield from _USUAL[2:]


def _mixed(words: list[bytes], codec: str) -> bool:
    """Whether Latin letters stand inside words of another script: then that script was a chance hit."""
    try:
        every = [word.decode(codec) for word in words]
    except UnicodeError:
        return True
    return any(re.search(r"[A-Za-z][^\W\d_A-Za-z]|[^\W\d_A-Za-z][A-Za-z]", word) for word in every)
