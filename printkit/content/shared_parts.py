"""Parts of a print that say nothing of one patient, as when to stop or what to do after a fall: composed once for all who get the same.

What a part depends on is told by its program (`programs.reads`), as for the card of an exercise (`cards`): the names that it reads, and
functions that give what topics say, boxes and lines. A part that reads or calls anything else is composed for each patient.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from printkit.content.look import Look
from printkit.content.templates import Templates
from printkit.content.topics import TopicWidgets

# What a template may read there: it follows from the look, or has few values, of which none is the words of one patient.
_READ = frozenset(
    {
        "also_given",
        "also_given_title",
        "brace",
        "call_clinic",
        "clinic",
        "emergency_number",
        "for_side",
        "many",
        "new_brace",
    }
) | {"phone", "profile", "seen_as", "side", "side_note", "size", "therapist", "without_speech"}
_CALLED = frozenset({"beside", "box", "page_break", "part", "spring", "topic", "topics", "write"})
_NOTHING_LEFT_OUT = {"left_out_box"}  # it says nothing then

T = TypeVar("T")


class SharedParts:
    """The shared parts of one print, kept with the templates."""

    def __init__(self, topics: TopicWidgets, templates: Templates, look: Look) -> None:
        self._topics, self._templates, self._look = topics, templates, look
        left_out = topics.cleared.left_out or topics.cleared.withheld
        self._called = _CALLED if left_out else _CALLED | _NOTHING_LEFT_OUT

    def placed(self, how: Hashable, parts: tuple[str, ...], names: Mapping[str, object], make: Callable[[], T]) -> T:
        """What `make` gives of some parts, each by its file: a kept one where all of them say the same to others.

        `how` tells what is made of the same parts in other ways. Raises as `Templates.compose` does.
        """
        read = [self._read(part, names) for part in parts]
        if None in read or self._topics.depends_on is None:
            return make()
        key = (self._look, how, parts, *read, self._topics.depends_on)
        found, reviewers = self._templates.kept.get(key, lambda: self._with_reviewers(make))
        self._topics.reviewers |= reviewers
        return found

    def _read(self, part: str, names: Mapping[str, object]) -> tuple[Hashable, ...] | None:
        """The file of a part and the values that it reads; None where it says more."""
        reads = self._templates.reads(part)
        if reads is None:
            return None
        values = tuple([names.get(each) for each in reads.names])
        # what is empty tells nothing, whatever it is
        known = all(each in _READ or not value for each, value in zip(reads.names, values, strict=True))
        return (reads.files, values) if known and reads.called <= self._called else None

    def _with_reviewers(self, make: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """What is made, and who has reviewed the topics in it."""
        before, self._topics.reviewers = self._topics.reviewers, set()
        try:
            return make(), frozenset(self._topics.reviewers)
        finally:
            self._topics.reviewers = before
