"""Functions that remember what they found until it weighs too much.

`functools.lru_cache` counts entries. Where one may be 100 times as large as another, as with drawings and deflated pages, that is
no limit of memory, so there the bytes are counted, by what the caller says that an entry weighs.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from msgspec import Struct

_P = ParamSpec("_P")
_R = TypeVar("_R")
_MIB = 1024 * 1024


class _Told(NamedTuple):
    """What functools tells of a cache, but for sizes in bytes."""

    hits: int
    misses: int
    maxsize: int
    currsize: int


class Limited(Generic[_P, _R]):
    """A function whose answers are kept, those that were asked for least recently forgotten first."""

    __name__: str

    def __init__(self, asked: Callable[_P, _R], most: int, weigh: Callable[[_R], int]) -> None:
        """Keep answers that weigh `most` bytes together at the most, as `weigh` says. One that weighs more by itself is not kept."""
        self._asked, self._most, self._weigh = asked, most, weigh
        self._kept: OrderedDict[tuple[Any, ...], tuple[_R, int]] = OrderedDict()
        self._hits = self._misses = self._weight = 0
        self._lock = Lock()
        update_wrapper(self, asked)

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """The answer that is kept, or a new one."""
        assert not kwargs, "the key is the arguments in their order"
        with self._lock:
            if (known := self._kept.get(args)) is not None:
                self._kept.move_to_end(args)
                self._hits += 1
                return known[0]
            self._misses += 1
        found = self._asked(*args, **kwargs)
        weight = self._weigh(found)
        with self._lock:
            if args not in self._kept and weight <= self._most:
                self._kept[args] = found, weight
                self._weight += weight
                while self._weight > self._most:
                    self._weight -= self._kept.popitem(last=False)[1][1]
        return found

    def entries(self) -> tuple[tuple[tuple[Any, ...], _R], ...]:
        """The arguments and the answers that are kept."""
        with self._lock:
            return tuple((args, found) for args, (found, _) in self._kept.items())

    def cache_info(self) -> _Told:
        """How often an answer was there, how often not, and the bytes: at most, and now."""
        return _Told(self._hits, self._misses, self._most, self._weight)

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._hits = self._misses = self._weight = 0

    def cache_parameters(self) -> dict[str, int]:
        """The limit, as functools tells it."""
        return {"maxsize": self._most}


class _Limit(Struct, frozen=True):
    """So many bytes, and how to tell what an answer weighs."""

    most: int
    weigh: Callable[[Any], int]

    def __call__(self, asked: Callable[_P, _R]) -> Limited[_P, _R]:
        return Limited(asked, self.most, self.weigh)


def limited(*, mib: int, weigh: Callable[[Any], int]) -> _Limit:
    """Keep what the function below finds, by its arguments in their order, until all of it weighs so many MiB."""
    return _Limit(mib * _MIB, weigh)
