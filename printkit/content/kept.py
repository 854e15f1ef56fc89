"""What was composed for one print and says the same in others, so that it is composed once."""

from collections.abc import Callable, Hashable

from printkit.document import Block

Blocks = tuple[Block, ...]
Sharing = Callable[[tuple[Hashable, ...], Callable[[], Blocks]], Blocks]
"""From a key that holds all that blocks depend on, and what makes them, to the blocks: kept ones, or new ones."""


class Kept:
    """Blocks that others have, too; what was asked for least recently is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Hashable, Blocks] = {}

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, make: Callable[[], Blocks]) -> Blocks:
        """The blocks that are kept by a key, else those that `make` gives; nothing in them may be of one patient."""
        if key in self._found:
            found = self._found[key] = self._found.pop(key)  # the last to go
            return found
        found = self._found[key] = make()
        if len(self._found) > self._most:
            del self._found[next(iter(self._found))]
        return found


def each_time(_key: tuple[Hashable, ...], make: Callable[[], Blocks]) -> Blocks:
    """Nothing is kept."""
    return make()
