"""A seal in a file of ours: a hash of all its other bytes, so that one that was filled in or changed is told from ours.

The second half of the file's ID is the seal (ISO 32000-1, 14.4: it changes whenever the file does). A file that another
program wrote, as the locked ones, gets a line of its own behind its end, and a picture a remark.
"""

import hashlib
import re
import zlib

_ID = re.compile(rb"/ID\[<[0-9a-f]{32}><([0-9a-f]{32})>\]")
_TAIL = b"%printkit-seal "
_WORD = b"printkit-seal"
_HASH = 32  # letters
_EMPTY = b"0" * _HASH
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = 12  # bytes: the last chunk, which is empty
_GIF, _GIF_END = b"GIF89a", b";"


def sealed(data: bytes) -> bytes:
    """A file of ours with its seal in the ID of its end."""
    place = _place(data)
    if place is None:
        raise ValueError("the file has no ID to seal")
    start, end = place
    before, after = (
        memoryview(data)[:start],
        memoryview(data)[end:],
    )  # a file is large, so nothing of it is copied to be hashed
    return b"".join([before, _hash(before, _EMPTY, after), after])


def sealed_behind(data: bytes) -> bytes:
    """A file that another program wrote for us, with a seal behind its end."""
    return data + _TAIL + _hash(data) + b"\n"


def sealed_picture(data: bytes) -> bytes:
    """A PNG, a GIF or an SVG of ours with its seal as a remark."""
    if data.startswith(_GIF):
        return data[: -len(_GIF_END)] + _comment(_hash(data)) + _GIF_END
    if data.startswith(_PNG):
        body, end = data[:-_PNG_END], data[-_PNG_END:]
        return body + _chunk(_hash(data)) + end
    return data + _remark(_hash(data))


def kind(data: bytes) -> str:
    """What a file is: "open", "locked" or "picture" when it is ours and every byte is as we wrote it, else ""."""
    if data.startswith(_PNG):
        chunk = len(_chunk(_EMPTY))
        body, end = data[: -_PNG_END - chunk], data[-_PNG_END:]
        return "picture" if data == body + _chunk(_hash(body, end)) + end else ""
    if data.startswith(_GIF):
        body = data[: -len(_comment(_EMPTY)) - len(_GIF_END)]
        return "picture" if data == body + _comment(_hash(body, _GIF_END)) + _GIF_END else ""
    if data.startswith(b"<svg"):
        body = data[: -len(_remark(_EMPTY))]
        return "picture" if data == body + _remark(_hash(body)) else ""
    if not data.startswith(b"%PDF-"):
        return ""
    _, found, tail = data[-64:].partition(_TAIL)
    if found:
        said = tail.removesuffix(b"\n")
        before = data[: len(data) - len(tail) - len(_TAIL)]
        return "locked" if said == _hash(before) and len(tail) == len(said) + 1 else ""
    place = _place(data)
    if place is None:
        return ""
    first, last = place
    return "open" if data[first:last] == _hash(data[:first], _EMPTY, data[last:]) else ""


def _place(data: bytes) -> tuple[int, int] | None:
    """Where the seal of a file stands."""
    found = _ID.match(data, max(0, data.rfind(b"/ID[<")))  # the table of places, with the ID, comes last
    return found.span(1) if found is not None else None


def _chunk(seal: bytes) -> bytes:
    said = b"tEXt" + _WORD + b"\0" + seal
    return (len(said) - 4).to_bytes(4, "big") + said + zlib.crc32(said).to_bytes(4, "big")


def _comment(seal: bytes) -> bytes:
    """A comment extension of a GIF (GIF89a, 24): a block and its end."""
    said = _WORD + b" " + seal
    return b"!\xfe" + bytes([len(said)]) + said + b"\0"


def _remark(seal: bytes) -> bytes:
    return b"<!-- " + _WORD + b" " + seal + b" -->\n"


def _hash(*parts: bytes | memoryview) -> bytes:
    found = hashlib.sha256(b"printkit\0")
    for part in parts:
        found.update(part)
    return found.hexdigest()[:_HASH].encode()
