"""What was made of a catalogue, its templates and a clinic's logo the last time, in a file of the user's, as long as no source has changed.

Nearly all of a single print from the shell was reading and checking files that nobody had touched. A file is taken only
when it is this user's alone, whole, and made from the very files that are there now: by name, size and times of each, of
our own code, and by the version of all that is installed. Else, and for every entry that it lacks, the sources are read.
So it never changes what prints, and a source with a problem is told anew each time, for nothing is kept of it.
"""

import contextlib
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial, wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import msgpack

from printkit.catalog import shipped

T = TypeVar("T")
# of a file: its path, its size, and when its words and its entry in the folder were changed, in ns
_Stamp = tuple[str, int, int, int]
_PACKAGE = Path(__file__).parent.parent
_NOT_CODE = ("__pycache__", "_shipped")  # of our own folder
_BEGINS = b"printkit 1\n"
_DIGEST = 32  # bytes of a SHA-256
_LARGEST = 50_000_000  # bytes; the shipped catalogue takes one
_DEEPEST = 6  # folders in folders; a catalogue has 2, our code 3
_SETTLED = 3_000_000_000  # ns: a file changed later than this may change again without its time saying so
_MOST_FILES = 12  # of the user's; each has its own folders


class Memory:
    """One file. Nothing that is wrong with it is ever told: it is as if it were not there.

    `sources` are the folders, or the file, that all of it comes from, `also` is what else it depends on. Without a folder of the
    user's there is no file. Until there is one, what came with the wheel stands in for it.
    """

    def __init__(self, folder: Path | None, kind: str, sources: tuple[Path, ...] = (), also: str = "") -> None:
        places = "\0".join(map(os.path.abspath, sources))
        name = f"{kind}-{hashlib.sha256(places.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.kept"
        self.folder = folder
        self._file = folder / name if folder is not None else None
        self._kind = kind
        self._sources = sources
        self._also = also

    def known(self, name: str, kind: Any, read: Callable[[], T]) -> T:
        """The entry of that name, of that type; else what `read` makes, with all that it raises."""
        packed = self._entries.get(name)
        if packed is not None:
            with contextlib.suppress(msgspec.MsgspecError):
                found: T = msgpack.decode(packed, type=kind)
                return found
        return read()

    def packed(self, name: str) -> bytes | None:
        """An entry as it was kept; None when there is none."""
        return self._entries.get(name)

    def was_first(self, places: Sequence[str]) -> bool:
        """Whether of these places the first where a file is now was the first when the sources were looked at, with the same file.

        For who looks for a file each time: what is kept of it is of the one that was there then.
        """
        for place in places:
            then = self._there.get(os.path.normpath(place))
            try:
                now = _stamp(place, os.stat(place))  # noqa: PTH116 - a Path is dear to make
            except OSError:
                if then is not None:
                    return False
                continue
            return then is not None and now[1:] == then[1:]
        return False

    @property
    def is_wanted(self) -> bool:
        """Whether there is nothing that can be used, and what is made now may be kept."""
        return self._may_be_kept and not self._kept

    @property
    def _may_be_kept(self) -> bool:
        if self._file is None:
            return False
        _, changed, seen = self._key
        return changed + _SETTLED < seen

    def keep(self, entries: Mapping[str, bytes], *, instead: bool = False) -> None:
        """Keep all of it for the next time, readable by its owner only, where the user has a folder that can be written.

        What is there already and holds stays, but where this stands `instead` of it.
        """
        if self._file is None or not (self._may_be_kept if instead else self.is_wanted):
            return
        body = msgpack.encode(entries)
        folder, part = self._file.parent, ""
        with contextlib.suppress(OSError):
            above = next(each for each in (folder, *folder.parents) if each.is_dir())
            if not _is_ours(above.stat()):
                return  # as of a user whose home stayed the same under sudo
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                part = str(folder / f".{os.getpid()}-{os.urandom(4).hex()}.part")  # for its owner alone
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
                with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
                    file.write(_BEGINS + self._key[0] + hashlib.sha256(body).digest() + body)
                Path(part).replace(self._file)
            except OSError:
                Path(part).unlink(missing_ok=True)
                raise
            kept = sorted(folder.glob("*.kept"), key=lambda each: each.stat().st_mtime_ns)
            for old in kept[:-_MOST_FILES]:
                old.unlink(missing_ok=True)

    @cached_property
    def shipped(self) -> Mapping[str, bytes]:
        """What came with the wheel, where it holds for these sources."""
        return shipped.entries(self._kind, self._sources) if self._file is not None else {}

    @property
    def _entries(self) -> Mapping[str, bytes]:
        return self._kept or self.shipped

    @cached_property
    def _kept(self) -> Mapping[str, bytes]:
        if self._file is None:
            return {}
        wanted, _, _ = self._key  # before any source is read, so that one that is changed meanwhile is another
        key, check, body = _parts(_read(self._file))
        if key != wanted or hashlib.sha256(body).digest() != check:
            return {}
        try:
            return msgpack.decode(body, type=dict[str, bytes])
        except msgspec.MsgspecError:
            return {}

    @cached_property
    def _key(self) -> tuple[bytes, int, int]:
        """What tells the sources as they are now from all others, when the last of them was changed, and now, in ns."""
        now = time.time_ns()
        stamps = [*_code(), *self._there.values()]
        said = repr((sys.version, sys.platform, self._also, _installed(), stamps))
        last = max((max(words, entry) for _, _, words, entry in stamps), default=0)
        return hashlib.sha256(said.encode()).digest(), last, now

    @cached_property
    def _there(self) -> Mapping[str, _Stamp]:
        """The files of the sources as they are when the memory is first asked, by their paths."""
        return {each[0]: each for source in self._sources for each in _stamps(source)}


NO_MEMORY = Memory(None, "")


class _Remembering(Protocol):
    memory: Memory


O = TypeVar("O", bound=_Remembering)  # noqa: E741 - an owner


def kept(read: Callable[[O], T]) -> Callable[[O], T]:
    """A property that asks the memory of its object first. What it is, is what it is annotated to return."""

    @wraps(read)
    def known(owner: O) -> T:
        return owner.memory.known(read.__name__, read.__annotations__["return"], partial(read, owner))

    return known


def changed(file: Path) -> tuple[int, int]:
    """What tells a file from an older one of its name: when it was changed, in ns, and its bytes; zeros where it cannot be looked at."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return 0, 0  # reading it says why
    return found.st_mtime_ns, found.st_size


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    if not data.startswith(_BEGINS):
        return b"", b"", b""
    at = len(_BEGINS)
    return data[at : at + _DIGEST], data[at + _DIGEST : at + 2 * _DIGEST], data[at + 2 * _DIGEST :]


def _read(file: Path) -> bytes:
    """A file that is this user's alone; nothing when it is anybody's else, no regular file, or not there."""
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(descriptor)
            closed = sys.platform == "win32" or not found.st_mode & 0o077
            if stat.S_ISREG(found.st_mode) and _is_ours(found) and closed and found.st_size <= _LARGEST:
                return opened.read()
    return b""


def _is_ours(found: os.stat_result) -> bool:
    return sys.platform == "win32" or found.st_uid == os.geteuid()


@cache
def _code() -> tuple[_Stamp, ...]:
    """Our own files as they were when this process began."""
    return tuple(_stamps(_PACKAGE, _NOT_CODE))


def _stamps(source: Path, beside: tuple[str, ...] = (".git",)) -> list[_Stamp]:
    """Every file below a folder, or the one that it is itself, sorted. Plain, for a print looks at 800 files."""
    if source.is_file():
        return [_stamp(str(source), source.stat())]
    stamps: list[_Stamp] = []
    left = [(str(source), 0)]
    while left:
        name, depth = left.pop()
        try:
            found = os.scandir(name)
        except OSError:
            continue
        with found:
            for each in found:
                try:
                    if not each.is_dir():
                        stamps.append(_stamp(each.path, each.stat()))
                    elif depth < _DEEPEST and each.name not in beside:
                        left.append((each.path, depth + 1))
                except OSError:  # it is gone, or closed to us
                    continue
    return sorted(stamps)


def _stamp(path: str, found: os.stat_result) -> _Stamp:
    return path, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@cache
def _installed() -> tuple[str, ...]:
    """Every package beside us with its version, as its folder is called."""
    found = []
    for place in sys.path:
        with contextlib.suppress(OSError):
            names = os.listdir(place or ".")  # noqa: PTH208 - a Path for each of them would take longer than the rest
            found += [name for name in names if name.endswith((".dist-info", ".egg-info"))]
    return tuple(sorted(found))
