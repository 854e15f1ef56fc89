"""Words of the field by which somebody looks for an exercise."""

from typing import Annotated

from msgspec import Meta, Struct

from printkit.model.constraints import Identifier
from printkit.model.vocabulary import Answer


class SearchWord(Struct, frozen=True, kw_only=True):
    """A word of the field and the exercises that it finds; an entry of search-words.yaml. No page prints it."""

    finds: Annotated[tuple[Identifier, ...], Meta(min_length=1)]  # exercises, what they train, class, position or tags
    also: tuple[str, ...] = ()  # more words for the same, in any language
    movement: Answer = Answer.NO  # of a joint or of the body; each exercise is found by one at least
