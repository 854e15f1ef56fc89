"""A clinic's logo at the head of a page, kept for the next time: what reads its pixels is imported only when they are read."""

from functools import lru_cache
from pathlib import Path

from msgspec import msgpack

from printkit.catalog.remembered import Memory, changed
from printkit.document import Picture

WIDEST_MM, HIGHEST_MM = 50.0, 16.0


def load_logo(source: Path | bytes, alt: str, *, grey: bool = False, kept: Path | None = None) -> Picture:
    """Read a logo, or the bytes of one. Raises OptionsError when it is no picture, too large, or reaches outside of itself.

    The picture is drawn again from its pixels, so that nothing that came with it (place, camera, names) is passed on.
    In the folder `kept` a file is kept for the next process.
    """
    data, wide, high = _as_it_is(source, (0, 0) if isinstance(source, bytes) else changed(source), grey, kept)
    scale = min(WIDEST_MM / wide, HIGHEST_MM / high)
    return Picture(data, alt, wide * scale, high * scale)


@lru_cache(maxsize=16)
def _as_it_is(
    source: Path | bytes, _changed: tuple[int, int], grey: bool, kept: Path | None  # noqa: FBT001 - a key
) -> tuple[bytes, int, int]:  # fmt: skip
    memory = Memory(None if isinstance(source, bytes) else kept, "grey-logo" if grey else "logo", _files(source))
    known = memory.known("logo", tuple[bytes, int, int], lambda: None)
    if known is not None:
        return known
    from printkit.content.bitmaps import read_logo

    found = read_logo(source, grey=grey)
    memory.keep({"logo": msgpack.encode(found)})
    return found


def _files(source: Path | bytes) -> tuple[Path, ...]:
    return () if isinstance(source, bytes) else (source,)
