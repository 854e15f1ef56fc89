"""What a file from a stranger may take: one child process with a limit of memory and seconds, for all foreign readers.

A spreadsheet, a picture, a scan or a form is read by libraries in other languages, and a file of a few kilobytes can ask
for all the memory of a machine, or break them. Here they are called in a process of their own, which the system stops at
the limit; what it found comes back as plain values (MessagePack) of the type that the function says it returns: an answer
can be wrong, and it can make nothing run. On Windows there is the limit of seconds alone, and on macOS that of memory does
not hold for all of it.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec
from msgspec import Struct, msgpack

from printkit import errors, resources
from printkit.errors import PrintkitError

T = TypeVar("T")
MEMORY = 1_000_000_000  # bytes
SECONDS = 4  # of the processor; ordinary files take a tenth of one
_A_SECOND = 2_000_000  # bytes of a large file, for which there is a second more
_PATIENCE = 5  # times as long by the clock: the machine may have other work
_BREAKS = "breaks the library that reads it"
_LIBRARIES = 500_000_000  # bytes that are mapped before anything is read
# garbage is looked for every 50,000 objects and not every 700: while libraries are imported there is none
_CHILD = (
    "import gc, pickle, sys; gc.set_threshold(50_000); sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from printkit import budget; budget.child()"
)


class _Made(Struct, frozen=True, tag="made"):
    value: msgspec.Raw


class _Raised(Struct, frozen=True, tag="raised"):
    """A PrintkitError."""

    kind: str
    message: str
    where: str
    hint: str


class _Refused(Struct, frozen=True, tag="refused"):
    """An OSError."""

    number: int | None
    words: str
    file: str | None


class _Broken(Struct, frozen=True, tag="broken"):
    """Any other exception, by its name."""

    kind: str


_Answer = _Made | _Raised | _Refused | _Broken


def within(
    work: Callable[..., T],
    *given: object,
    refusal: Callable[[str], PrintkitError],
    size: int = 0,
    pieces: int = 1,
) -> T:
    """What a function of a module makes of some values, made in a child process with limits.

    `refusal` makes the error to raise of the end of a sentence, as "takes more than 1,000 MB of memory to read". A
    PrintkitError or OSError of the function comes back as it is. A file of that `size` may take longer, and each of up to
    so many `pieces` for which the function calls `next_piece` has the time of a whole file. What the function is annotated
    to return must be plain: numbers, words, bytes, paths, and records of these.
    """
    memory, seconds = MEMORY, SECONDS + size // _A_SECOND
    if getattr(sys, "frozen", False) or not sys.executable or resources.IN_BROWSER:
        return work(
            *given
        )  # there is no Python to start; in a browser its sandbox and the limits of a tab are the budget
    import pickle  # most commands read nothing of strangers
    import subprocess

    asked = io.BytesIO()
    pickle.dump([str(Path(__file__).parent.parent), *sys.path], asked)
    pickle.dump((memory, seconds), asked)
    pickle.dump((work, given), asked)
    debugging = bool(os.environ.get("PRINTKIT_DEBUG"))
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-I", "-S", "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if debugging else subprocess.DEVNULL,
    ) as child:
        try:
            said, _ = child.communicate(asked.getvalue(), timeout=seconds * _PATIENCE * pieces)
        except subprocess.TimeoutExpired:
            raise refusal(_too_long(seconds)) from None
        finally:
            child.kill()
    answer = _heard(said, child.returncode, refusal, memory, seconds)
    try:
        found: T = msgpack.decode(answer, type=get_type_hints(work)["return"], dec_hook=_unpacked)
    except msgspec.DecodeError:
        raise refusal(_BREAKS) from None
    return found


def _heard(
    said: bytes, code: int, refusal: Callable[[str], PrintkitError], memory: int, seconds: int
) -> msgspec.Raw:  # fmt: skip
    """What the function made, still packed. Raises what it has raised, or what became of it."""
    if code:
        import signal

        signals = {int(each): each.name for each in signal.Signals}
        match signals.get(-code, ""):
            case "SIGXCPU" | "SIGKILL":
                raise refusal(_too_long(seconds))
            case "SIGABRT":  # how a library in Rust or C++ ends that gets no memory
                raise refusal(_too_large(memory))
        raise refusal(_BREAKS)
    try:
        answer: _Answer = msgpack.decode(said, type=_Answer)
    except msgspec.DecodeError:
        raise refusal(_BREAKS) from None
    match answer:
        case _Made():
            return answer.value
        case _Raised():
            kind: object = getattr(errors, answer.kind, None)
            if not isinstance(kind, type) or not issubclass(kind, PrintkitError) or issubclass(kind, errors.Several):
                kind = PrintkitError
            raise kind(answer.message, where=answer.where, hint=answer.hint)
        case _Refused():
            raise _of_system(answer)
        case _Broken(kind="MemoryError"):
            raise refusal(_too_large(memory))
        case _Broken():
            raise refusal(f"{_BREAKS} ({answer.kind})")


def _of_system(answer: _Refused) -> OSError:
    if answer.number is None:
        return OSError(answer.words)
    return OSError(answer.number, answer.words, answer.file)


def _packed(value: object) -> object:
    if isinstance(value, Path):
        return os.fsencode(value)
    raise NotImplementedError(type(value))


def _unpacked(kind: type[Any], value: Any) -> object:
    if kind is Path and isinstance(value, bytes):
        return Path(os.fsdecode(value))
    raise NotImplementedError(kind)


def _too_large(memory: int) -> str:
    return f"takes more than {memory // 1_000_000:,} MB of memory to read"


def _too_long(seconds: int) -> str:
    return f"takes longer than {seconds} seconds to read"


def next_piece() -> None:
    """Begin with a part of a file that has its own time, as a page of a scan; outside of a child nothing."""
    if _seconds:
        _limit_seconds(_seconds[0])


_seconds: list[int] = []  # of the child that this process is


def _limit_seconds(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)


def child() -> None:
    """The other side: one piece of work from stdin, within its limits, and what became of it to stdout."""
    import pickle

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among what we say
    _limit(*pickle.load(sys.stdin.buffer))  # noqa: S301 - of our own parent; before the modules of the work are loaded
    answer: _Answer
    try:
        work, given = pickle.load(sys.stdin.buffer)  # noqa: S301
        answer = _Made(msgspec.Raw(msgpack.encode(work(*given), enc_hook=_packed)))
    except PrintkitError as error:
        answer = _Raised(type(error).__name__, error.message, error.where, error.hint)
    except OSError as error:
        file = error.filename if isinstance(error.filename, str) else None
        answer = _Refused(error.errno, error.strerror or str(error), file)
    except BaseException as error:  # a panic of Rust is no Exception
        if os.environ.get("PRINTKIT_DEBUG") and not isinstance(error, MemoryError):
            raise
        answer = _Broken(type(error).__name__)
    packed = msgpack.encode(answer)
    out.write(packed)
    out.flush()
    os._exit(0)  # nothing that a library left behind has a say any more


def _limit(memory: int, seconds: int) -> None:
    _seconds[:] = [seconds]
    _limit_seconds(seconds)
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_DATA", memory), ("RLIMIT_AS", memory + _LIBRARIES), ("RLIMIT_CORE", 0)):
        if hasattr(resource, name):
            _set_limit(getattr(resource, name), most)


def _set_limit(kind: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    with contextlib.suppress(OSError, ValueError):  # macOS knows some limits by name only
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
