"""What was composed for one print and says the same in others, so that it is composed once."""

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar, cast

T = TypeVar("T")

_NONE = object()


class Sharing(Protocol):
    """From a key that holds all that something depends on, and what makes it, to the thing: a kept one, or a new one."""

    def __call__(self, key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
        """The thing that is known by a key."""


class Kept:
    """What others have, too; what was asked for least recently is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept by a key, else what `make` gives; nothing in it may be of one patient."""
        found = self._found.pop(key, _NONE)
        if found is _NONE:
            found = make()
            if len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
        self._found[key] = found  # the last to go
        return cast("T", found)


def each_time(_key: tuple[Hashable, ...], make: Callable[[], T], /) -> T:
    """Nothing is kept."""
    return make()
