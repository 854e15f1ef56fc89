"""The content stream of a page, put together from stretches that are deflated once for all pages that have them.

Deflated data may be cut where it meets a whole byte, and put together again from cuts (RFC 1951, 3.2.3 and 3.2.4). What
is short stands between them as it is.
"""

import zlib

from msgspec import Struct

from printkit.pdf import packing

_ZLIB_HEAD, _LAST_BLOCK = b"\x78\x9c", b"\x03\x00"
_LONGEST_STORED = 65535  # bytes
_BASE = 65521  # of Adler-32 (RFC 1950, 8.2)


class DeflatedChunk(Struct, frozen=True, eq=False):
    """A stretch of a content stream, deflated up to a whole byte, and the size and checksum of what it says."""

    deflated: bytes
    size: int
    check: int

    def raw(self) -> bytes:
        """What it says."""
        return zlib.decompressobj(-15).decompress(self.deflated)


def deflate(raw: bytes) -> DeflatedChunk:
    """Deflate a stretch that others stand beside."""
    return DeflatedChunk(packing.stretch(raw), len(raw), zlib.adler32(raw))


class ContentStream:
    """A stream while it is put together."""

    def __init__(self) -> None:
        self._parts = [_ZLIB_HEAD]
        self._check = 1
        self._short: list[bytes] = []  # not yet among the parts

    def say(self, raw: bytes) -> None:
        """What is too short to be worth deflating. Raises ValueError when it is longer than 65,535 bytes."""
        if len(raw) > _LONGEST_STORED:
            raise ValueError("too long to be stored in one block")
        self._short.append(raw)

    def add(self, chunk: DeflatedChunk) -> None:
        """A stretch as it is."""
        self._store()
        self._parts.append(chunk.deflated)
        self._check = _joined_check(self._check, chunk.check, chunk.size)

    def _store(self) -> None:
        if not self._short:
            return
        raw = b"".join(self._short)
        for start in range(0, len(raw), _LONGEST_STORED):
            part = raw[start : start + _LONGEST_STORED]
            size = len(part)
            self._parts += (b"\0", size.to_bytes(2, "little"), (size ^ 0xFFFF).to_bytes(2, "little"), part)
        self._check = zlib.adler32(raw, self._check)
        self._short = []

    def finished(self) -> bytes:
        """All of it as one deflated stream."""
        self._store()
        return b"".join([*self._parts, _LAST_BLOCK, self._check.to_bytes(4, "big")])


def _joined_check(first: int, second: int, size: int) -> int:
    """The checksum of two stretches in a row, of which the second has so many bytes: zlib's adler32_combine."""
    low, high = first & 0xFFFF, first >> 16
    return ((high + (second >> 16) + size * (low - 1)) % _BASE << 16) | ((low + (second & 0xFFFF) - 1) % _BASE)
