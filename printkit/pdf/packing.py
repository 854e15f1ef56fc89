"""What packs the data of a file: zlib, and ISA-L where the extra `fast` is installed.

ISA-L packs the objects of one file, in a fifth of the time, a twentieth larger. What comes back in other files is packed
once, so zlib packs it on every machine, as small as it can. Any reader of PDF reads both (RFC 1950, RFC 1951).
"""

import zlib
from collections.abc import Callable

try:
    from isal import isal_zlib
except ImportError:
    isal_zlib = None  # type: ignore[assignment]

_TIGHT, _ONCE = 6, 3  # of zlib; 3 is a tenth larger, in half the time
_NUMBERS = 4  # of zlib, for drawings: in two thirds of the time of 6, 5 bytes in 1,000 larger
_ONCE_FAST = 1  # of ISA-L

Pack = Callable[[bytes], bytes]


def tight(data: bytes) -> bytes:
    """A zlib stream of what comes back in other files, or is to be small."""
    return zlib.compress(data, _TIGHT)


def drawing(data: bytes) -> bytes:
    """A zlib stream of what is mostly numbers: a match of a few bytes says no less than the digits themselves."""
    packer = zlib.compressobj(_NUMBERS, strategy=zlib.Z_FILTERED)
    return packer.compress(data) + packer.flush()


def once(data: bytes) -> bytes:
    """A zlib stream of what serves one file only."""
    return zlib.compress(data, _ONCE) if isal_zlib is None else isal_zlib.compress(data, _ONCE_FAST)


def stretch(data: bytes) -> bytes:
    """A raw deflated stretch up to a whole byte, to be joined with others.

    By zlib alone, as ISA-L in several steps does not always give the same bytes for the same data.
    """
    packer = zlib.compressobj(_TIGHT, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
