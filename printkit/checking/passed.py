"""What an earlier `printkit check` found nothing wrong with, so that after an edit only what was edited is looked at again.

A part, as a picture or a translated sentence, is known by a hash of all that its check reads, under the version of our code and of all
that is installed (`catalog.remembered`). A part with a problem is never kept, so that each problem is told every time.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import msgpack

from printkit.catalog.remembered import NO_MEMORY, Memory

T = TypeVar("T")
_DIGEST = 16  # bytes
_NAME = "passed"


class Passed:
    """The parts that have passed, as far as a memory has them, and those that pass now."""

    def __init__(self, memory: Memory = NO_MEMORY, *, anew: bool = False) -> None:
        """`anew` asks for nothing that is known."""
        self._memory = memory
        known = b"" if anew else memory.known(_NAME, bytes, bytes)
        self._known = {known[at : at + _DIGEST] for at in range(0, len(known), _DIGEST)}
        self._now: set[bytes] = set()

    def problems(self, look: Callable[[], Iterable[T]], *read: object) -> tuple[T, ...]:
        """What `look` finds in a part, of which `read` is all that it reads: none where that has passed before."""
        digest = hashlib.blake2b(msgpack.encode(read, order="deterministic"), digest_size=_DIGEST).digest()
        found = () if digest in self._known else tuple(look())
        if not found:
            self._now.add(digest)
        return found

    def keep(self) -> None:
        """Keep what has passed now for the next check, and forget what is there no more."""
        if self._now != self._known:
            self._memory.keep({_NAME: msgpack.encode(b"".join(sorted(self._now)))}, instead=True)
