"""Bytes of a list to text, with no letter guessed: what is not UTF-8 is shown as it would read, and asked for."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from printkit.errors import PrintkitError
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
_SHOWN = 4  # readings
_WORD = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*(?: [^\s,;|\"]*[\x80-\xff][^\s,;|\"]*)*")


def decoded(data: bytes, path: Path, asked: str, error: type[PrintkitError]) -> str:
    """The text of a list; UTF-8, what its mark says, or the encoding that somebody asked for.

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
        raise error("is not a text file", where=str(path), hint="give CSV, .xlsx or .ods")
    if codec and (several or data.isascii()):
        return _strictly(data, codec, path, error)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    _refuse_two(data, path, error)
    if codec:
        return _strictly(data, codec, path, error)
    raise _question(data, path, error)


def usual_name(codec: str) -> str:
    """An encoding as programs call it: windows-1250 for cp1250."""
    return re.sub(r"^cp(125\d)$", r"windows-\1", codec).replace("_", "-")


def _codec(asked: str, path: Path, error: type[PrintkitError]) -> str:
    try:
        found = codecs.lookup(asked)
    except (LookupError, ValueError):
        found = None
    if found is None or found.name.replace("_", "-") in _NO_LETTERS or not getattr(found, "_is_text_encoding", True):
        hint = "give its name, such as windows-1252, windows-1250, iso-8859-1, cp850, utf-16 or gb18030"
        raise error(f"there is no encoding {asked!r}", where=str(path), hint=hint)
    return found.name


def _strictly(data: bytes, codec: str, path: Path, error: type[PrintkitError]) -> str:
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeError as problem:
        start = getattr(problem, "start", 0)
        line = data.count(b"\n", 0, start) + 1
        message = f"line {line} has letters that are not {usual_name(codec)}"
        raise error(message, where=str(path), hint="save the list again as CSV UTF-8") from None


def _as_wide(data: bytes) -> bool:
    for codec in _WIDE:
        try:
            if not odd_letter(data.decode(codec)):
                return True
        except UnicodeDecodeError:
            continue
    return False


def _refuse_two(data: bytes, path: Path, error: type[PrintkitError]) -> None:
    """Some lines in UTF-8 and some not: two lists were put together, and no one encoding reads both."""
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.isascii():
            try:
                line.decode("utf-8")
                utf8.append(number)
            except UnicodeDecodeError:
                other.append(number)
    if utf8 and other:
        message = f"has two encodings: UTF-8 in {_lines(utf8)}, another in {_lines(other)}"
        hint = "type the words of the one or the other anew, and save the list as CSV UTF-8"
        raise error(message, where=str(path), hint=hint)


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
    return f"line{'s' if len(numbers) > 1 else ''} {shown}"


def _question(data: bytes, path: Path, error: type[PrintkitError]) -> PrintkitError:
    words = list(dict.fromkeys(match[0] for match in _WORD.finditer(data)))[:2000]
    readings: dict[tuple[str, ...], str] = {}  # what the words would be, and in which encoding
    for codec in _likely(data, words):
        try:
            data.decode(codec)
            reading = tuple(word.decode(codec).strip() for word in words)
        except UnicodeError:
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
